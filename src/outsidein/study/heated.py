"""One measure of every step of a run, with its interval, as the heat of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from outsidein.chart.heat import Heat, HeatKind, Warmth
from outsidein.errors import Fault, OutsideInError
from outsidein.measures import tally as t
from outsidein.model.naming import customers_of
from outsidein.simulation.runs import Results
from outsidein.statistics import ratio
from outsidein.study.figures import Totals, cost_by_part, own_and_waiting
from outsidein.units import DAY_SECONDS

Floats = npt.NDArray[np.float64]
HOUR_SECONDS = 3600.0
_WHOLE: dict[str, str] = {"waiting": "waiting_seconds", "own": "own_seconds", "cost": "cost"}
NAMES: dict[HeatKind, str] = {
    "waiting": "waiting", "visits": "visits", "failures": "failures", "cost": "cost",
    "own": "own time",
}  # fmt: skip
_TIMES = (("min", 60.0, HOUR_SECONDS), ("hours", HOUR_SECONDS, 2 * DAY_SECONDS),
          ("days", DAY_SECONDS, float("inf")))  # fmt: skip
_NOTHING: dict[HeatKind, tuple[str, str]] = {
    "waiting": ("nobody waits", "say how long a step takes, and how many people do it"),
    "visits": ("no step is visited", "write steps with `do`"),
    "failures": ("no step says how it fails", "write it as `fails: [3% wrong item]`"),
    "cost": ("no part and no step says what it costs", "write it as `cost: 32 EUR/h`"),
    "own": ("no step says how long it takes the customer", "write it as `own: 5 min`"),
}


def heat_of(results: Results, kind: HeatKind) -> Heat:
    """Return one measure of each step, per customer who set out (visits, failures: per 1,000).

    ``waiting``: in queues and while the company works · ``own``: the customer's own time ·
    ``visits``: of the customer's steps · ``failures``: those that act or arise, and no-shows ·
    ``cost``: paid hours by the time worked, and the cost of the steps. The steps add up to the
    measure of the whole process; intervals are Student's t over the replications.

    Raises
    ------
    OutsideInError : ``no-heat`` where the document says nothing of the measure.
    """
    totals = [Totals(replace(results, tallies=(tally,))) for tally in results.tallies]
    arrived = np.array([one.arrived for one in totals])
    found = np.array([_MEASURES[kind](one) for one in totals])  # (replication, step)
    if not found.sum() > 0:
        what, hint = _NOTHING[kind]
        raise OutsideInError([Fault("no-heat", "error", f"--heat {kind}", what, hint)])
    unit, size, digits = _unit(results, kind, found.sum(axis=0) / arrived.sum())
    steps = results.vocabulary.steps
    values = {s.id: _warmth(found[:, k], arrived, size) for k, s in enumerate(steps)}
    by_part = {}
    if kind == "cost":
        parts = np.array([cost_by_part(one) for one in totals])
        by_part = {
            (s.id, part): _warmth(parts[:, j, k], arrived, size)
            for j, part in enumerate(results.vocabulary.parts) for k, s in enumerate(steps)
            if parts[:, j, k].any()
        }  # fmt: skip
    whole = results.measures.estimates.get(_WHOLE.get(kind, ""))
    total = found.sum() / arrived.sum() if whole is None else whole.value
    heat = Heat(
        kind=kind, name=NAMES[kind], unit=unit, values=values, by_part=by_part, digits=digits,
        total=float(total / size), of_parts=kind == "cost",
    )  # fmt: skip
    return replace(heat, title=_title(results, heat))


def _warmth(of_step: Floats, arrived: Floats, size: float) -> Warmth:
    estimate = ratio(of_step / size, arrived, n=round(float(arrived.sum())))
    return Warmth(value=estimate.value, low=max(estimate.low, 0.0), high=estimate.high)


def _unit(results: Results, kind: HeatKind, means: Floats) -> tuple[str, float, int]:
    """Return the unit as printed, its size in the measure's own, and digits after the point."""
    people = customers_of(results.process)
    one = people.removesuffix("s") if people.endswith("s") else "customer"
    if kind in ("visits", "failures"):
        return f"for 1,000 {people}", 1 / 1000, 0 if means.max() >= 0.02 else 1
    if kind == "cost":
        return f"{results.prices.currency or 'money'} a {one}", 1.0, 2
    name, size, _ = next(row for row in _TIMES if means.max() < row[2])
    return f"{name} a {one}", size, 1


def _title(results: Results, heat: Heat) -> str:
    """Say where most of the measure is, with its figure."""
    top = max(heat.values, key=lambda step: heat.values[step].value)
    name = next(s.name for s in results.vocabulary.steps if s.id == top)
    value, total = heat.text(heat.values[top].value), heat.text(heat.total or 0.0)
    what, _, whom = heat.unit.partition(" a ")
    if heat.kind == "visits":
        return f"“{name}” is visited most: {value} times {heat.unit}"
    if heat.kind == "failures":
        return f"Most goes wrong at “{name}”: {value} of {total} failures {heat.unit}"
    what = "minutes" if what == "min" else what
    does = {"waiting": "waits", "own": "spends", "cost": "costs"}[heat.kind]
    return f"{value} of the {total} {what} that a {whom} {does} are at “{name}”"


def _waiting(totals: Totals) -> list[float]:
    return [own_and_waiting(totals, k)[1] for k in range(len(totals.words.steps))]


def _own(totals: Totals) -> list[float]:
    return [own_and_waiting(totals, k)[0] for k in range(len(totals.words.steps))]


def _visits(totals: Totals) -> list[float]:
    met = ("do", "touch", "tell")
    return [
        totals.of_step(k, t.ARRIVALS) if step.verb in met else 0.0
        for k, step in enumerate(totals.words.steps)
    ]


def _failures(totals: Totals) -> list[float]:
    """Count failures where they arise, noticed or not, and customers who do not show up."""
    codes = {step.id: k for k, step in enumerate(totals.words.steps)}
    found = [totals.of_step(k, t.WAS_NO_SHOW) for k in range(len(codes))]
    for mode, (step_id, _) in enumerate(totals.words.modes):
        found[codes[step_id]] += float(totals.arose[mode] or totals.acted[mode])
    return found


def _cost(totals: Totals) -> list[float]:
    return [float(cost) for cost in cost_by_part(totals).sum(axis=0)]


_MEASURES: dict[HeatKind, Callable[[Totals], list[float]]] = {
    "waiting": _waiting, "visits": _visits, "failures": _failures, "cost": _cost, "own": _own,
}  # fmt: skip
