"""A run held against what is exactly known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outsidein.measures import tally as t
from outsidein.measures.measures import MEASURE, measure
from outsidein.measures.tally import Shape
from outsidein.simulation.exact.figures import Exact, exact
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate, ratio, simultaneous_confidence

ROUNDING = 1e-9
ENOUGH = 100  # times that something must be expected for its interval to be trusted
LISTED = "the customers come from a list, not by the shares the process says"
STILL_UNDER_WAY = "some cases are still under way when the simulation stops"

# The measures that are compared; the classes of time are in them.
COMPARED = (
    "well_served", "poorly_served", "not_served", "lost", "elapsed_seconds", "own_seconds",
    "waiting_seconds", "contacts", "avoidable_contacts", "cost", "worth", "contribution",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One figure: a measure by name, or the visits to a way of a step (``step`` is not "")."""

    name: str
    step: str = ""
    way: str = ""
    simulated: Estimate
    exact: float

    @property
    def inside(self) -> bool:
        """Whether the exact figure lies in the simulated interval."""
        room = ROUNDING * max(1.0, abs(self.exact))
        return bool(self.simulated.low - room <= self.exact <= self.simulated.high + room)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All figures that are exact and were simulated.

    ``confidence`` is of each interval, so that all hold together at 95 % · ``why_not`` says in
    words why nothing could be compared; empty where something was.
    """

    exact: Exact
    measures: tuple[Check, ...]
    visits: tuple[Check, ...]
    confidence: float
    why_not: str = ""

    @property
    def inside(self) -> int:
        """How many exact figures lie in their intervals."""
        return sum(check.inside for check in (*self.measures, *self.visits))

    @property
    def count(self) -> int:
        """How many figures were compared."""
        return len(self.measures) + len(self.visits)


def check_run(results: Results, known: Exact | None = None, *, confidence: float = 0.95) -> Checked:
    """Hold a run against exact figures.

    Parameters
    ----------
    results : of 2 replications at least; with one, nothing has an interval to lie in.
    known : of the same process; None: worked out here.
    confidence : that all intervals hold together.
    """
    if known is None:
        known = exact(results.process)
    everyone = known.everyone
    why_not = everyone.not_exact.get("visits", "")
    if results.given is not None or results.in_progress:
        why_not = why_not or LISTED
    if any(tally.cases[:, t.UNDER_WAY].any() for tally in results.tallies):
        why_not = why_not or STILL_UNDER_WAY
    if why_not or len(results.tallies) < 2:
        why_not = why_not or "one run has no interval"
        return Checked(exact=known, measures=(), visits=(), confidence=confidence, why_not=why_not)
    count = len(_visits(results, known, confidence)) + len(_measures(results, known, confidence))
    of_each = simultaneous_confidence(confidence, max(count, 1))
    return Checked(
        exact=known,
        measures=tuple(_measures(results, known, of_each)),
        visits=tuple(_visits(results, known, of_each)),
        confidence=of_each,
    )


def _is_rare(expected: float, n: int) -> bool:
    """Whether too few cases differ from the nearest whole number for an interval to be trusted."""
    rest = abs(expected - round(expected))
    return ROUNDING < rest < ENOUGH / n


def _measures(results: Results, known: Exact, confidence: float) -> list[Check]:
    wide = measure(results.tallies, results.prices, confidence=confidence)
    expected = known.everyone.measures
    any_rare = any(_is_rare(v, results.arrived) for v in known.everyone.visits.values())
    found = []
    for name in COMPARED:
        simulated = wide.get(name)
        if name not in expected or simulated is None or not simulated.has_interval:
            continue
        if MEASURE[name].unit in ("share", "number"):
            trusted = not _is_rare(expected[name], simulated.n)
        else:  # nothing varied: either it cannot, or what is rare did not happen
            varies = simulated.standard_error > ROUNDING * abs(simulated.value)
            trusted = varies or not any_rare
        if trusted:
            found.append(Check(name=name, simulated=simulated, exact=expected[name]))
    return found


def _visits(results: Results, known: Exact, confidence: float) -> list[Check]:
    words = results.vocabulary
    first_row = Shape.of(words).first_row
    arrived = np.array([tally.cases[:, t.ARRIVED].sum() for tally in results.tallies])
    found = []
    for (step, way), expected in known.everyone.visits.items():
        code = words.step_code(step)
        row = int(first_row[code]) + words.steps[code].ways.index(way)
        tries = np.array([tally.visits[row, t.TRIES] for tally in results.tallies])
        simulated = ratio(tries, arrived, confidence)
        if simulated.has_interval and not _is_rare(expected, results.arrived):
            found.append(
                Check(name="visits", step=step, way=way, simulated=simulated, exact=expected)
            )
    return found
