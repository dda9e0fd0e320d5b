"""What a search found, in sentences and tables, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outsidein.measures.measures import MEASURE, Measure
from outsidein.simulation.search.choosing import Best
from outsidein.simulation.search.promises import Promise
from outsidein.simulation.search.ranges import Range
from outsidein.simulation.search.staffing import Fewest, Tried
from outsidein.statistics.selection import Selection
from outsidein.study.numbers import money, told, told_number, told_range
from outsidein.study.printed import Table, comparison_json
from outsidein.study.whole import estimates
from outsidein.units import plain_number
from outsidein.words import listed

TODAY = "today"


def zone_text(judge: Measure, zone: float, currency: str | None) -> str:
    """Say an indifference zone: 8.5 of 1,000 (a share), 12 s, 0.20 EUR."""
    if judge.unit == "share":
        return f"{plain_number(1000 * zone, 2)} of 1,000"
    return told(judge, zone, currency)


def best_sentences(found: Best) -> list[str]:
    """Say which is the best of many, how sure that is, and what it took."""
    selection, judge = found.selection, found.judge
    currency = found.afresh.today.prices.currency
    names = [_quoted(name) for name in found.names]
    best = names[selection.best]
    zone = zone_text(judge, selection.zone, currency)
    sure = f"{100 * selection.confidence:.0f} %"
    if selection.decided:
        said = (
            f"{best[0].upper()}{best[1:]} is selected of {len(names)} by “{judge.label}”: with "
            f"{sure} probability no other is better by {zone} or more."
        )
    else:
        others = [names[k] for k in selection.left if k != selection.best]
        said = (
            f"Cannot tell yet: after {max(selection.replications)} replications {best} leads, but "
            f"{listed(others)} may still be better by {zone} or more."
        )
    return [said, took(selection, found.cases)]


def took(selection: Selection, cases: int) -> str:
    """Say how many replications chose."""
    most, total = max(selection.replications), sum(selection.replications)
    return (
        f"It took {total} replications of {cases:,} customers, at most {most} of one alternative; "
        "the figures below are of others."
    )


def best_table(found: Best) -> Table:
    """Return the alternatives in the order found, with the replications each took."""
    selection, judge = found.selection, found.judge
    currency = found.afresh.today.prices.currency
    order = sorted(
        range(len(found.names)),
        key=lambda k: (
            k != selection.best,
            -selection.replications[k],
            -selection.means[k] if judge.higher_is_better else selection.means[k],
        ),
    )
    rows = [
        [
            found.names[k] or TODAY,
            str(selection.replications[k]),
            "selected" if k == selection.best else "" if k in selection.left else "left out",
            told(judge, selection.means[k], currency),
        ]
        for k in order
    ]
    return ["alternative", "replications", "", f"{judge.label} (chose: flatters the best)"], rows


def best_json(found: Best) -> dict[str, Any]:
    """Return the best of many for programs."""
    return {
        "best": found.name or TODAY,
        "judge_by": found.judge.name,
        "cases": found.cases,
        "selection": selection_json(found.selection, found.names),
        "afresh": comparison_json(found.afresh),
    }


def selection_json(selection: Selection, names: tuple[str, ...]) -> dict[str, Any]:
    """Return how a selection went, for programs."""
    return {
        "zone": selection.zone,
        "confidence": selection.confidence,
        "decided": selection.decided,
        "replications": {
            name or TODAY: count for name, count in zip(names, selection.replications, strict=True)
        },
        "left": [names[k] or TODAY for k in selection.left],
    }


def _quoted(name: str) -> str:
    return f"“{name}”" if name else TODAY


def setting_text(ranges: Sequence[Range], values: Sequence[float]) -> str:
    """Say a setting: call-centre.people 6, ask.patience 4 min."""
    return ", ".join(
        f"{one.address} {told_number(one.address, value)}"
        for one, value in zip(ranges, values, strict=True)
    )


def fewest_sentences(found: Fewest) -> list[str]:
    """Say the fewest people, how sure that is, and what it took."""
    promised = listed([f"“{p.text}”" for p in found.promises])
    if found.values is None:
        said = f"Even the most people of the ranges do not keep {promised}."
    else:
        which = "The fewest people" if len(found.ranges) == 1 else _cheapest(found)
        setting = setting_text(found.ranges, found.values)
        today = setting_text(found.ranges, found.today)
        said = f"{which} that keep {promised}: {setting} (now {today})."
    return [said, _how_sure(found), _work(found)]


def _cheapest(found: Fewest) -> str:
    return "The cheapest people" if found.per == "money" else "The fewest paid hours"


def _how_sure(found: Fewest) -> str:
    open_ones = [one for one in found.tried if not one.decided]
    if open_ones:
        where = listed([setting_text(found.ranges, one.values) for one in open_ones])
        return f"Cannot tell yet: the runs allowed did not decide {where}."
    if not found.complete:
        return "Cannot tell yet: not all settings were looked at; a cheaper one may do."
    zones = listed(list(dict.fromkeys(_zone(one, found.within) for one in found.promises)))
    return (
        f"With {100 * found.confidence:.0f} % probability every decision was right, unless a "
        f"figure lies within {zones} of its bound."
    )


def _zone(promise: Promise, within: float) -> str:
    points = f"{100 * within:g}"
    if promise.unit != "share":
        return f"{points} %"
    return f"{points} percentage point{'' if points == '1' else 's'}"


def _work(found: Fewest) -> str:
    total = sum(max((h.replications for h in one.held), default=0) for one in found.tried)
    return (
        f"It took {_count(len(found.tried), 'setting')} and {total} replications of "
        f"{found.cases:,} customers; what is shown afresh is of others."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def fewest_table(found: Fewest) -> Table:
    """Return the setting found and those with one person fewer, on other customers."""
    heads = ["afresh", _cost_head(found), *(p.text for p in found.promises)]
    rows = []
    for one in found.afresh:
        cells = [
            setting_text(found.ranges, one.values),
            _cost_text(found, found.cost_of(one.values)),
        ]
        for promise, figure in zip(found.promises, one.figures, strict=True):
            measure = _measure_of(promise)
            value = told(measure, figure.value, found.process.currency)
            cells.append(f"{value} [{told_range(measure, figure)}]")
        rows.append(cells)
    return heads, rows


def _measure_of(promise: Promise) -> Measure:
    figure = promise.figure
    return figure if isinstance(figure, Measure) else MEASURE["well_served"]  # a share, told as one


def _cost_head(found: Fewest) -> str:
    return "cost a week" if found.per == "money" else "paid hours a week"


def _cost_text(found: Fewest, cost: float) -> str:
    return money(cost, found.process.currency) if found.per == "money" else f"{cost:,.0f}"


def tried_table(found: Fewest) -> Table:
    """Return every setting that was simulated, in the order of its cost."""
    rows = [
        [
            setting_text(found.ranges, one.values),
            _cost_text(found, one.cost),
            str(max((h.replications for h in one.held), default=0)),
            ", ".join(
                told(_measure_of(promise), held.value, found.process.currency)
                for promise, held in zip(found.promises, one.held, strict=False)
            ),
            _answer(one),
        ]
        for one in sorted(found.tried, key=lambda one: (one.cost, one.values))
    ]
    return ["tried", _cost_head(found), "replications", "seen", "keeps its promises"], rows


def _answer(one: Tried) -> str:
    if not one.held and not one.kept:
        return "no: more work than people"
    said = "yes" if one.kept else "no"
    return said if one.decided else f"{said}, as far as can be told"


def fewest_json(found: Fewest) -> dict[str, Any]:
    """Return the fewest people for programs."""
    addresses = [one.address for one in found.ranges]
    return {
        "keep": [p.text for p in found.promises],
        "fewest": None if found.values is None else dict(zip(addresses, found.values, strict=True)),
        "today": dict(zip(addresses, found.today, strict=True)),
        "confidence": found.confidence,
        "within": found.within,
        "decided": found.decided,
        "cost_of": found.per,
        "cases": found.cases,
        "tried": [
            {
                "setting": dict(zip(addresses, one.values, strict=True)),
                "cost_a_week": one.cost,
                "kept": one.kept,
                "replications": max((h.replications for h in one.held), default=0),
                "decided": one.decided,
            }
            for one in found.tried
        ],
        "afresh": [
            {
                "setting": dict(zip(addresses, one.values, strict=True)),
                "cost_a_week": found.cost_of(one.values),
                "promises": estimates(
                    {p.text: e for p, e in zip(found.promises, one.figures, strict=True)}
                ),
            }
            for one in found.afresh
        ],
    }
