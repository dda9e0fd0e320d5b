"""What a search found, in sentences and tables, and how sure it is."""

from __future__ import annotations

from typing import Any

from outsidein.measures.measures import Measure
from outsidein.simulation.search.choosing import Best
from outsidein.statistics.selection import Selection
from outsidein.study.numbers import told
from outsidein.study.printed import Table, comparison_json
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
            f"{best[0].upper()}{best[1:]} is the best of {len(names)} by “{judge.label}”: with "
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
        "selection": _selection_json(found.selection, found.names),
        "afresh": comparison_json(found.afresh),
    }


def _selection_json(selection: Selection, names: tuple[str, ...]) -> dict[str, Any]:
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
