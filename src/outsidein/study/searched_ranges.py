"""What a search over ranges found, in sentences and tables: the best setting, and the front."""

from __future__ import annotations

from typing import Any

from outsidein.measures.measures import MEASURE, Measure
from outsidein.simulation.search.frontier import Front, Point
from outsidein.simulation.search.tuning import Tuned
from outsidein.statistics import Estimate
from outsidein.study.numbers import told, told_range
from outsidein.study.printed import Table, comparison_json
from outsidein.study.searched import selection_json, setting_text, took, zone_text
from outsidein.study.whole import estimates
from outsidein.words import listed


def tuned_sentences(found: Tuned) -> list[str]:
    """Say the best setting, how sure that is and of what, and what it took."""
    selection, judge = found.selection, found.judge
    zone = zone_text(judge, selection.zone, found.afresh.today.prices.currency)
    best = setting_text(found.ranges, found.values)
    now = " as today" if found.values == found.today else ""
    said = [f"The best by “{judge.label}”: {best}{now}."]
    among = "setting of the ranges" if found.every else f"of the {len(found.candidates)} best seen"
    if selection.decided:
        said.append(
            f"With {100 * selection.confidence:.0f} % probability no other {among} is better by "
            f"{zone} or more."
        )
    else:
        others = [found.candidates[k] for k in selection.left if k != selection.best]
        told_others = listed([f"({setting_text(found.ranges, one)})" for one in others[:3]])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        said.append(
            f"Cannot tell yet: {told_others}{more} may be better by {zone} or more; ask for more "
            "runs, or for a larger zone."
        )
    if not found.every:
        said.append(
            f"{found.looked_at} settings were looked at; of the others nothing is promised."
        )
    if found.not_run:
        said.append(f"{found.not_run} settings cannot be run: more work than people, or shares.")
    return [*said, took(selection, found.cases)]


def tuned_table(found: Tuned) -> Table:
    """Return the candidates, the best first, with the replications each took."""
    selection, judge = found.selection, found.judge
    currency = found.afresh.today.prices.currency
    sign = -1 if judge.higher_is_better else 1
    order = sorted(
        range(len(found.candidates)),
        key=lambda k: (k != selection.best, k not in selection.left, sign * selection.means[k]),
    )
    rows = [
        [
            setting_text(found.ranges, found.candidates[k]),
            str(selection.replications[k]),
            told(judge, selection.means[k], currency),
        ]
        for k in order[:MOST_ROWS]
    ]
    return ["setting", "replications", f"{judge.label} (chose: flatters the best)"], rows


MOST_ROWS = 12


def tuned_json(found: Tuned) -> dict[str, Any]:
    """Return the best setting for programs."""
    addresses = [one.address for one in found.ranges]
    names = tuple(setting_text(found.ranges, one) for one in found.candidates)
    return {
        "best": dict(zip(addresses, found.values, strict=True)),
        "today": dict(zip(addresses, found.today, strict=True)),
        "judge_by": found.judge.name,
        "every_setting": found.every,
        "looked_at": found.looked_at,
        "not_run": found.not_run,
        "cases": found.cases,
        "selection": selection_json(found.selection, names),
        "afresh": comparison_json(found.afresh),
    }


def front_sentences(found: Front) -> list[str]:
    """Say how many settings are worth considering, and how sure that is."""
    count, percent = len(found.points), f"{100 * found.within:g} %"
    said = [
        f"{count} of {found.tried} settings {'is' if count == 1 else 'are'} worth considering.",
    ]
    said.append(
        f"With {100 * found.confidence:.0f} % probability each of the others is beaten: one of "
        f"these is better in {found.by.label} or cost, and not worse in the other by {percent} "
        "or more."
    )
    if any(point.alike for point in found.points):
        said.append("Where “as” is written, the two cannot be told apart in either.")
    if found.not_run:
        said.append(f"{found.not_run} settings cannot be run: more work than people, or shares.")
    return said


def front_table(found: Front) -> Table:
    """Return the front, cheapest first."""
    currency = found.process.currency
    number = {point.values: str(k) for k, point in enumerate(found.points, start=1)}
    rows = []
    for point in found.points:
        alike = listed([number[one] for one in point.alike])
        rows.append([
            f"{number[point.values]}. {setting_text(found.ranges, point.values)}"
            + (" (today)" if point.values == found.today else ""),
            *(_cell(measure, one, currency) for measure, one in _figures(found, point)),
            f"as {alike}" if alike else "",
        ])  # fmt: skip
    heads = ["setting", *(measure.label for measure, _ in _figures(found, found.points[0]))]
    return [*heads, "not told apart"], rows


def _figures(found: Front, point: Point) -> list[tuple[Measure, Estimate]]:
    figures = [(MEASURE["cost"], point.cost), (found.by, point.side)]
    if found.by.name != "well_served":
        figures.append((MEASURE["well_served"], point.well_served))
    return figures


def _cell(measure: Measure, one: Estimate, currency: str | None) -> str:
    return f"{told(measure, one.value, currency)} [{told_range(measure, one)}]"


def front_json(found: Front) -> dict[str, Any]:
    """Return the front for programs."""
    addresses = [one.address for one in found.ranges]

    def named(values: tuple[float, ...]) -> dict[str, float]:
        return dict(zip(addresses, values, strict=True))

    return {
        "today": named(found.today),
        "tried": found.tried,
        "not_run": found.not_run,
        "confidence": found.confidence,
        "within": found.within,
        "cases": found.cases,
        "front": [
            {
                "setting": named(point.values),
                "not_told_apart": [named(one) for one in point.alike],
                "measures": estimates({m.name: e for m, e in _figures(found, point)}),
            }
            for point in found.points
        ],
    }
