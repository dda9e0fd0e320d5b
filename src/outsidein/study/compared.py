"""What a comparison of runs says of each step: differences with intervals of paired runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.chart.figures import Figures
from outsidein.chart.heat import Warmth
from outsidein.chart.over import draw_over
from outsidein.chart.picture import Picture
from outsidein.model.naming import customers_of
from outsidein.simulation.comparison import Comparison, ScenarioResult
from outsidein.simulation.runs import Results
from outsidein.statistics import difference, mean
from outsidein.study.figures import Totals, chart_figures, cost_by_part, own_and_waiting
from outsidein.study.wording import verdict_text

Floats = npt.NDArray[np.float64]
_SIZES = {"own": 60.0, "wait": 3600.0, "cost": 1.0}
_WHOLE = {"own": "own_seconds", "wait": "waiting_seconds", "cost": "cost"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Figures of a comparison, ready to be drawn: of the scenario, today's in ``before``."""

    figures: Figures
    changes: dict[tuple[str, str], Warmth]  # by (measure, step), in the ruler's unit
    minutes: dict[str, Warmth]
    measure: str


def compared(comparison: Comparison, scenario: ScenarioResult) -> Compared:
    """Return what is drawn of a scenario over today; the title is the verdict with its figures."""
    today, other = comparison.today, scenario.results
    text = verdict_text(comparison, scenario)
    title = f"“{scenario.name}”: {text.reason[:1].lower()}{text.reason[1:].rstrip('.')}"
    if scenario.verdict != "better":
        opening = f"{text.opening[:1].lower()}{text.opening[1:]}"
        title = f"“{scenario.name}”: {opening}; {title.partition(': ')[2]}"
    base = f"of 1,000 {customers_of(today.process)} who set out"
    now = chart_figures(other, title=title, subtitle=base)
    before = _where_sure(comparison, scenario, chart_figures(today, title="", subtitle=base), now)
    figures = replace(now, before=before)
    changes = _changes(comparison, scenario)
    own = {step: change for (kind, step), change in changes.items() if kind == "own" and step}
    minutes, measure = own, "own minutes"
    if not own:  # nobody said how long anything takes the customer
        hours = {s: c for (kind, s), c in changes.items() if kind == "wait" and s}
        minutes = {s: _scaled(c, 60.0) for s, c in hours.items()}
        measure = "minutes of waiting"
    return Compared(figures=figures, changes=changes, minutes=minutes, measure=measure)


def picture_over(
    comparison: Comparison, scenario: ScenarioResult, view: str = "departments", *,
    is_scenario: bool = True,
) -> Picture:  # fmt: skip
    """Return the picture of a scenario drawn over today."""
    found = compared(comparison, scenario)
    return draw_over(
        comparison.today.process, scenario.results.process,
        "company" if view == "company" else "departments", found.figures, name=scenario.name,
        is_scenario=is_scenario, minutes=found.minutes, changes=found.changes,
        measure=found.measure,
    )  # fmt: skip


_FIGURES = (
    "branches", "ways", "waits", "hidden_waits", "fails", "noticed", "lost", "failed", "gave_up",
    "limits", "ends", "kept",
)  # fmt: skip


def _where_sure(
    comparison: Comparison, scenario: ScenarioResult, before: Figures, now: Figures
) -> Figures:
    """Return today's figures; one whose difference could be luck is set to what it is then.

    So only a figure that differs for sure, by the interval of the paired replications, is drawn
    as changed.
    """
    sides = [
        [chart_figures(replace(r, tallies=(tally,)), title="", subtitle="") for tally in r.tallies]
        for r in (comparison.today, scenario.results)
    ]
    found: dict[str, Mapping[Any, float]] = {}
    for name in _FIGURES:
        was, then = getattr(before, name), getattr(now, name)
        runs = [[getattr(one, name) for one in side] for side in sides]
        kept = dict(was)
        for key in was.keys() & then.keys():
            pairs = [(a.get(key), b.get(key)) for a, b in zip(*runs, strict=True)]
            told = [b - a for a, b in pairs if a is not None and b is not None]
            change = mean(told, comparison.confidence) if len(told) > 1 else None
            if change is None or change.low <= 0 <= change.high:
                kept[key] = then[key]
        found[name] = kept
    return replace(before, **found)  # type: ignore[arg-type]


def _scaled(change: Warmth, by: float) -> Warmth:
    return Warmth(value=change.value * by, low=change.low * by, high=change.high * by)


def _changes(comparison: Comparison, scenario: ScenarioResult) -> dict[tuple[str, str], Warmth]:
    """Return scenario minus today of each step, replication by replication on the same luck."""
    today, other = comparison.today, scenario.results
    found: dict[tuple[str, str], Warmth] = {}
    sides = [_by_step(results) for results in (other, today)]
    (of_other, arrived_other), (of_today, arrived_today) = sides
    nothing = np.zeros(len(arrived_today))
    for key in dict.fromkeys((*of_today, *of_other)):
        now, was = of_other.get(key, nothing), of_today.get(key, nothing)
        if not (now.any() or was.any()):
            continue
        change = difference(
            now, arrived_other, was, arrived_today, confidence=comparison.confidence
        )
        found[key] = Warmth(value=change.value, low=change.low, high=change.high)
    for kind, name in _WHOLE.items():
        whole = scenario.differences.get(name)
        if whole is not None:
            size = _SIZES[kind]
            found[kind, ""] = Warmth(
                value=whole.value / size, low=whole.low / size, high=whole.high / size
            )
    return found


def _by_step(results: Results) -> tuple[dict[tuple[str, str], Floats], Floats]:
    totals = [Totals(replace(results, tallies=(tally,))) for tally in results.tallies]
    arrived = np.array([one.arrived for one in totals])
    found: dict[tuple[str, str], Floats] = {}
    costs = np.array([cost_by_part(one).sum(axis=0) for one in totals])
    for k, step in enumerate(results.vocabulary.steps):
        both = np.array([own_and_waiting(one, k) for one in totals])
        for kind, values in (("own", both[:, 0]), ("wait", both[:, 1]), ("cost", costs[:, k])):
            found[kind, step.id] = values / _SIZES[kind]
    return found, arrived
