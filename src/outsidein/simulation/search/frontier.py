"""Customers' time against paid cost: the settings worth considering, and what is not told apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.measures import tally as t
from outsidein.measures.measures import MEASURE, Counted, Measure
from outsidein.measures.records import BEING_SERVED, FOR_ORGANISATION, IN_QUEUE, OWN_EFFORT
from outsidein.model.process import Process
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.comparison import shared_plan
from outsidein.simulation.plan import Plan
from outsidein.simulation.search.choosing import CASES
from outsidein.simulation.search.ranges import (
    Range,
    Values,
    every_setting,
    read_ranges,
    setting,
    today_of,
)
from outsidein.simulation.search.trials import CHOOSING_FROM, SHOWING_FROM, Trials, must_be_told
from outsidein.simulation.search.tuning import can_be_run, measure_asked
from outsidein.statistics import Estimate, difference, proportion, ratio
from outsidein.statistics.selection import FIRST

MOST_SETTINGS = 60
SPREAD = 5  # values of a range that takes any between
WITHIN = 0.01  # the smallest difference that matters, as a share
Floats = npt.NDArray[np.float64]


def _seconds(counted: Counted) -> float:
    classes = (BEING_SERVED, OWN_EFFORT, IN_QUEUE, FOR_ORGANISATION)
    return sum(counted.cases(t.FIRST_CLASS + k) for k in classes)


CUSTOMER_TIME = Measure(
    name="customer_seconds", label="customer time", unit="seconds", top=_seconds,
    bottom=lambda c: c.cases(t.ENDED), higher_is_better=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A setting worth considering, on customers that did not choose it."""

    values: Values
    side: Estimate  # the customers' side: own time and waiting, or the measure asked for
    cost: Estimate  # a customer
    well_served: Estimate
    alike: tuple[Values, ...]  # points that it can be told apart from by neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The settings of which none surely beats another, cheapest first."""

    process: Process
    by: Measure  # of the customers' side
    ranges: tuple[Range, ...]
    points: tuple[Point, ...]
    today: Values
    tried: int
    not_run: int
    confidence: float  # that none of those left out belongs to the front
    within: float
    cases: int


def front(
    process: Process,
    ranges: Sequence[str],
    *,
    by: str | None = None,
    confidence: float = 0.95,
    within: float = WITHIN,
    settings: int = MOST_SETTINGS,
    cases: int = CASES,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Front:
    """Find the settings that no other one beats in customers' time and in paid cost.

    A setting is left out if another one is surely better in one of the two, and in the other
    surely not worse by a difference that matters; first in ten replications, then on other
    customers, which are shown. All intervals of differences hold together (Bonferroni).

    Parameters
    ----------
    ranges : as `tune`; of a range without steps five values are looked at.
    by : the measure of the customers' side, by name or label; None: own time and waiting of a
        customer. Who gives up early takes little time: well served is told beside it.
    confidence : the probability that nothing is left out wrongly.
    within : the smallest difference that matters, in either, as a share.
    settings : how many there may be.
    cases, replications, seed, threads, plan : as `run`; the replications show the front.

    Raises
    ------
    OutsideInError : a range that cannot be read, too many settings, costs that nobody says, and
        everything `run` raises.
    """
    found = read_ranges(process, ranges)
    side = CUSTOMER_TIME if by is None else measure_asked(process, by)
    for one in (side, MEASURE["cost"]):
        must_be_told(process, one)
    every = list(every_setting(found, SPREAD))
    if len(every) > settings:
        what, hint = f"{len(every)} settings are too many", "narrow the ranges, or say `by STEP`"
        raise OutsideInError([Fault("range", "error", "range:", what, hint)])
    runs = [values for values in every if can_be_run(setting(process, found, values))]
    if not runs:
        what, hint = "no setting of the ranges can be run", "is there more work than people?"
        raise OutsideInError([Fault("range", "error", "range:", what, hint)])
    with in_notebook("searching", progress) as report:
        steady = shared_plan([process], [], cases, replications, seed, False, plan)
        worst = (1 - confidence) / 2  # one half for each of the two looks
        short = replace(steady, first_replication=CHOOSING_FROM)
        first = _Look(process, found, runs, side, short, FIRST, threads, part_of(report, 0.0, 0.6))
        kept = first.unbeaten(worst, within)
        fresh = replace(steady, first_replication=SHOWING_FROM)
        second = _Look(
            process, found, [runs[k] for k in kept], side, fresh, replications, threads,
            part_of(report, 0.6, 1.0),
        )  # fmt: skip
        points = second.points(second.unbeaten(worst, within), worst, within)
    return Front(
        process=process, by=side, ranges=found, points=points, today=today_of(process, found),
        tried=len(runs), not_run=len(every) - len(runs), confidence=confidence, within=within,
        cases=cases,
    )  # fmt: skip


class _Look:
    """The same replications of several settings, and how each differs from each."""

    def __init__(
        self, process: Process, ranges: Sequence[Range], settings: Sequence[Values],
        side: Measure, plan: Plan, replications: int, threads: int | None,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        figures = (side, MEASURE["cost"], MEASURE["well_served"])
        trials = Trials(plan, figures, threads=threads, progress=progress)
        who = [trials.add(setting(process, ranges, values)) for values in settings]
        self.settings, self.side = list(settings), side
        self.sums: Floats = trials.observe(who, range(replications))
        with np.errstate(invalid="ignore", divide="ignore"):
            totals = self.sums.sum(axis=0)
            self.means: Floats = totals[..., 0] / totals[..., 1]

    def apart(self, a: int, b: int, figure: int, confidence: float) -> Estimate:
        """Return by how much setting a is worse in a figure than setting b."""
        if figure == 0 and self.side.higher_is_better:
            a, b = b, a
        ours, theirs = self.sums[:, a, figure], self.sums[:, b, figure]
        return difference(ours[:, 0], ours[:, 1], theirs[:, 0], theirs[:, 1], confidence)

    def _confidence(self, error: float) -> float:
        pairs = math.comb(len(self.settings), 2)
        return 1 - error / max(2 * pairs, 1)

    def unbeaten(self, error: float, within: float) -> list[int]:
        """Return the settings that none of the others kept surely beats, cheapest first."""
        confidence = self._confidence(error)
        order = sorted(
            range(len(self.settings)), key=lambda k: (self.means[k, 1], self.means[k, 0])
        )
        kept: list[int] = []
        for b in order:
            if not any(self._beats(a, b, confidence, within) for a in kept):
                kept = [a for a in kept if not self._beats(b, a, confidence, within)]
                kept.append(b)
        return kept

    def _beats(self, a: int, b: int, confidence: float, within: float) -> bool:
        highs = [self.apart(a, b, figure, confidence).high for figure in (0, 1)]
        matters = [within * abs(self.means[b, figure]) for figure in (0, 1)]
        return all(h <= m for h, m in zip(highs, matters, strict=True)) and min(highs) < 0

    def points(self, kept: Sequence[int], error: float, within: float) -> tuple[Point, ...]:
        """Return the points of the front with their intervals."""
        confidence = self._confidence(error)

        def same(a: int, b: int) -> bool:
            for figure in (0, 1):
                found = self.apart(a, b, figure, confidence)
                matters = within * abs(self.means[b, figure])
                holds_zero = found.low <= 0 <= found.high
                if not (holds_zero or (-matters < found.low and found.high < matters)):
                    return False
            return True

        return tuple(
            Point(
                values=self.settings[k],
                side=(proportion if self.side.share else ratio)(
                    self.sums[:, k, 0, 0], self.sums[:, k, 0, 1]
                ),
                cost=ratio(self.sums[:, k, 1, 0], self.sums[:, k, 1, 1]),
                well_served=proportion(self.sums[:, k, 2, 0], self.sums[:, k, 2, 1]),
                alike=tuple(self.settings[o] for o in kept if o != k and same(k, o)),
            )
            for k in kept
        )
