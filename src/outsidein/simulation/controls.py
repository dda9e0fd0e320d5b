"""Narrower intervals from what is known exactly: how many come, who they are, what they visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.measures import tally as t
from outsidein.measures.measures import MEASURE, Counted, Measure, counted, sums
from outsidein.measures.tally import Shape
from outsidein.simulation.arrivals import segment_shares
from outsidein.simulation.comparison import Comparison, ScenarioResult
from outsidein.simulation.exact import exact
from outsidein.simulation.plan import needs_weeks
from outsidein.simulation.runs import Results
from outsidein.statistics import (
    Estimate,
    Jackknifed,
    combine,
    controlled,
    if_narrower,
    interval,
    ratio_of_sums,
)
from outsidein.statistics.controls import REPLICATIONS_A_CONTROL, Side
from outsidein.units import WEEK_SECONDS

Floats = npt.NDArray[np.float64]
ARRIVALS, MIX, VISITS = "how many customers come", "which customers come", "what they visit"

# What a visit adds to a time, by the columns of the visit counts.
_PART_OF_VISIT: Mapping[str, tuple[int, ...]] = {
    "elapsed_seconds": (t.IN_ALL,), "served_seconds": (t.IN_ALL,),
    "own_seconds": (t.EFFORT, t.SERVICE), "being_served_seconds": (t.SERVICE,),
    "own_effort_seconds": (t.EFFORT,), "in_queue_seconds": (t.QUEUE,),
    "waiting_seconds": (t.QUEUE, t.AFTERWARDS), "for_organisation_seconds": (t.AFTERWARDS,),
    "own_pace_seconds": (t.PACE,), "between_tries_seconds": (t.THEMSELVES,),
    "for_themselves_seconds": (t.THEMSELVES,), "cost": (t.SERVICE,), "contribution": (t.SERVICE,),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Controlled:
    """The figures whose intervals became at least a fifth narrower; the others stay as they are.

    ``kept`` is the width that is left, as a share, by figure · ``used`` says in words what was
    known exactly · ``why_not`` why something was not.
    """

    estimates: Mapping[str, Estimate]
    kept: Mapping[str, float]
    used: tuple[str, ...]
    why_not: str = ""


def controlled_measures(results: Results) -> Controlled:
    """Return measures of a run with control variates, where they help by a stated rule.

    Controls are visits to all steps together, weighted by how long a visit takes, where `exact`
    knows them; which kinds of customers come; and how many customers come, which follow from the
    arrivals. At most one control for ten replications, in this order. The rule is
    `outsidein.statistics.controls.if_narrower`. What is exactly known itself is left out.
    """
    known = _Known(results)
    side = counted(results.tallies, results.prices)
    plain = results.measures.estimates
    found = {}
    for name, one in MEASURE.items():
        if name in plain and one.name not in known.exact_measures:
            found[name] = (plain[name], [sums(one, side)], known.controls(one, side))
    return _narrowed(found, (known,))


def controlled_differences(comparison: Comparison, scenario: ScenarioResult) -> Controlled:
    """Return a scenario's differences with control variates, as `controlled_measures`.

    Each control is the scenario's less today's, so that what both share cancels; how many
    customers come is the same in both and stands for itself.
    """
    results = (scenario.results, comparison.today)
    known = [_Known(one) for one in results]
    sides = [counted(one.tallies, one.prices) for one in results]
    found = {}
    for name, one in MEASURE.items():
        if name not in scenario.differences:
            continue
        both_sums = [sums(one, side) for side in sides]
        ours, theirs = (k.controls(one, side) for k, side in zip(known, sides, strict=True))
        both = {
            word: ours[word] if word == ARRIVALS else ours[word] - theirs[word]
            for word in ours
            if word in theirs
        }
        found[name] = (scenario.differences[name], both_sums, both)
    return _narrowed(found, known)


class _Known:
    """What is exactly known of a run, replication by replication."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.arrived = np.array([x.cases[:, t.ARRIVED].sum() for x in results.tallies])
        self.why_not, self.exact_measures = "", frozenset[str]()
        self.visits = self._visits()

    def controls(self, measure: Measure, side: Sequence[Counted]) -> dict[str, Floats]:
        """Return the controls of a measure by name, one number a replication, mean 0."""
        found = {}
        if self.visits is not None and measure.name in _PART_OF_VISIT:
            found[VISITS] = self.visits @ self._seconds(_PART_OF_VISIT[measure.name])
        if len(self.results.process.customers) > 1 and measure.by_segment:
            found[MIX] = self._mix(measure)
        expected = _expected_arrivals(self.results)
        if expected is not None:
            found[ARRIVALS] = self.arrived - expected
        return dict(list(found.items())[: len(side) // REPLICATIONS_A_CONTROL])

    def _visits(self) -> Floats | None:
        """Return tries above what is expected of so many customers: a row a replication."""
        results = self.results
        try:
            everyone = exact(results.process).everyone
        except ValueError:
            self.why_not = "visits are not exactly known"
            return None
        self.why_not = everyone.not_exact.get("visits", "")
        if any(tally.cases[:, t.UNDER_WAY].any() for tally in results.tallies):
            self.why_not = self.why_not or "some cases are still under way"
        if self.why_not:
            return None
        self.exact_measures = frozenset(everyone.measures)
        words, first_row = results.vocabulary, Shape.of(results.vocabulary).first_row
        tries = np.array([tally.visits[:, t.TRIES] for tally in results.tallies])
        expected = np.zeros(tries.shape[1])
        for (step, way), visits in everyone.visits.items():
            code = words.step_code(step)
            expected[int(first_row[code]) + words.steps[code].ways.index(way)] = visits
        return np.asarray(tries - np.outer(self.arrived, expected))

    def _seconds(self, columns: Sequence[int]) -> Floats:
        """Return what a try of each way takes, over all replications."""
        visits = sum(tally.visits for tally in self.results.tallies)
        total = np.asarray(visits)
        return np.asarray(total[:, list(columns)].sum(axis=1) / np.maximum(total[:, t.TRIES], 1.0))

    def _mix(self, measure: Measure) -> Floats:
        """Return customers of each kind above their share, weighted by what they come to."""
        results = self.results
        found = np.zeros(len(self.arrived))
        for code, share in enumerate(segment_shares(results.process)):
            own = np.array([tally.cases[code, t.ARRIVED] for tally in results.tallies])
            top, bottom = sums(measure, counted(results.tallies, results.prices, [code]))
            mean = float(top.sum() / bottom.sum()) if bottom.sum() > 0 else 0.0
            found += (own - share * self.arrived) * mean
        return found


def _expected_arrivals(results: Results) -> float | None:
    """Return how many customers a window expects; None where that depends on more than a rate."""
    arrivals, window = results.process.arrivals, results.plan.window_seconds
    if arrivals is None or not arrivals.per_second or arrivals.year:
        return None
    if needs_weeks(results.process) and (window / WEEK_SECONDS) % 1:
        return None
    return arrivals.per_second * window


def _narrowed(
    found: Mapping[str, tuple[Estimate, list[Side], Mapping[str, Floats]]],
    known: Sequence[_Known],
) -> Controlled:
    estimates, kept, used = {}, {}, {}
    for name, (plain, sides, controls) in found.items():
        if not controls or not plain.has_interval:
            continue
        simple = interval(_plain(sides), plain.n, plain.confidence)
        table = np.column_stack(list(controls.values()))
        better = if_narrower(simple, controlled(sides, table, plain.n, plain.confidence))
        if better is not None:
            estimates[name] = better
            kept[name] = better.half_width / simple.half_width
            used.update(dict.fromkeys(controls))
    why_not = next((one.why_not for one in known if one.why_not), "")
    return Controlled(estimates=estimates, kept=kept, used=tuple(used), why_not=why_not)


def _plain(sides: Sequence[Side]) -> Jackknifed:
    figures = [ratio_of_sums(*side) for side in sides]
    return figures[0] if len(figures) == 1 else combine(np.subtract, *figures)
