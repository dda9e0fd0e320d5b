"""The best over ranges of any addresses: every setting, or those that DIRECT chooses to look at."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from outsidein.document.syntax import TextError
from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import Measure
from outsidein.model.process import Process
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.comparison import Comparison, primary_measure, shared_plan
from outsidein.simulation.plan import Plan, overload_faults
from outsidein.simulation.runs import runnable_faults
from outsidein.simulation.search.choosing import CASES, SHOWING, shown, zone_for
from outsidein.simulation.search.promises import measure_called
from outsidein.simulation.search.ranges import (
    Range,
    Values,
    every_setting,
    read_ranges,
    setting,
    today_of,
)
from outsidein.simulation.search.trials import CHOOSING_FROM, Trials, must_be_told
from outsidein.statistics.selection import Selection, select_best

MOST_SETTINGS = 60
LOOKED = 5  # replications of each setting that DIRECT looks at
FINALISTS = 5
SELECTING_FROM = CHOOSING_FROM + 2**20  # other customers than those DIRECT looked at
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """The best setting: what was selected from what, how surely, and how it does afresh."""

    ranges: tuple[Range, ...]
    values: Values
    today: Values
    candidates: tuple[Values, ...]  # what the selection chose from, in its order
    selection: Selection
    every: bool  # every setting was a candidate; else the best of those looked at
    looked_at: int  # settings that were simulated
    not_run: int  # settings that cannot be run: more work than people, shares over 100 %
    afresh: Comparison  # with today; of no scenario, where today is the best
    cases: int

    @property
    def judge(self) -> Measure:
        """The measure that decides."""
        return self.afresh.judge


def tune(
    process: Process,
    ranges: Sequence[str],
    *,
    by: str | None = None,
    zone: float | None = None,
    confidence: float = 0.95,
    settings: int = MOST_SETTINGS,
    cases: int = CASES,
    replications: int = 30,
    most: int = 1_000,
    seed: int = 1,
    threads: int | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Tuned:
    """Find the best setting of ranges by a measure, and simulate it afresh beside today.

    If the ranges hold no more settings than may be simulated, today and all of them are
    candidates of a selection (KN). Else DIRECT chooses which to look at, in short runs on the
    same customers; today and the five best are the candidates, on other customers.

    Parameters
    ----------
    ranges : `call-centre.people 4..12`, `ask.patience 2..10 min`, `decide.go.yes 50%..80%`.
    by : a measure's name or label; None: what the process is judged by.
    zone, confidence, cases, replications, most, seed, threads, plan : as `best`.
    settings : how many settings are simulated at most, >= 10.

    Raises
    ------
    OutsideInError : a range or measure that cannot be read, no setting that can be run, and
        everything `run` raises.

    Notes
    -----
    DIRECT: Jones, Perttunen & Stuckman, "Lipschitzian optimization without the Lipschitz
    constant", JOTA 79 (1993), in the locally biased form of Gablonsky & Kelley (2001), on the
    mean of common replications. Of settings that were not looked at nothing is promised.
    """
    found = read_ranges(process, ranges)
    judge = measure_asked(process, by)
    must_be_told(process, judge)
    with in_notebook("searching", progress) as report:
        steady = shared_plan([process], [], cases, replications, seed, False, plan)
        search = _Looking(process, found, judge, steady, settings, threads)
        every = _size(found) <= settings
        search.progress = part_of(report, 0.0, 0.1 if every else 0.4)
        chosen = search.all_settings() if every else search.direct()
        choosing = replace(steady, first_replication=SELECTING_FROM)
        trials = Trials(
            choosing, [judge], threads=threads, progress=part_of(report, 0.4, 0.8)
        )  # fmt: skip
        today = today_of(process, found)
        candidates = [today, *(values for values in chosen if values != today)]
        for values in candidates:
            trials.add(process if values == today else setting(process, found, values))
        selection = select_best(
            trials.sampler(), len(candidates),
            zone=zone_for(trials, judge) if zone is None else zone,
            confidence=confidence, higher_is_better=judge.higher_is_better, at_most=most,
        )  # fmt: skip
        winner = candidates[selection.best]
        names = [] if winner == today else ["found"]
        afresh = shown(
            [process, *(trials.processes[selection.best] for _ in names)], names, judge, steady,
            threads=threads, zone=selection.zone, progress=part_of(report, 0.8, SHOWING),
        )  # fmt: skip
    return Tuned(
        ranges=found, values=winner, today=today, candidates=tuple(candidates),
        selection=selection, every=every, looked_at=len(candidates) if every else search.looked_at,
        not_run=search.not_run, afresh=afresh, cases=cases,
    )  # fmt: skip


def measure_asked(process: Process, by: str | None) -> Measure:
    """Return the measure called so, or what the process is judged by. Raises OutsideInError."""
    if by is None:
        return primary_measure(process)
    try:
        return measure_called(by)
    except TextError as wrong:
        what = str(wrong.args[0])
        raise OutsideInError([Fault("measure", "error", "by:", what, wrong.hint)]) from None


def _size(ranges: Sequence[Range]) -> float:
    if any(one.step is None for one in ranges):
        return math.inf
    return math.prod(len(one.values()) for one in ranges)


def can_be_run(process: Process, *, overloaded: bool = False) -> bool:
    """Whether a setting is a process that can be simulated."""
    errors = [fault for fault in runnable_faults(process) if fault.severity == "error"]
    return not errors and (overloaded or not overload_faults(process))


class _BudgetSpentError(Exception):
    """As many settings as allowed have been looked at."""


class _Looking:
    """The settings looked at so far, each once, and what was seen of them."""

    def __init__(
        self, process: Process, ranges: tuple[Range, ...], judge: Measure, plan: Plan,
        settings: int, threads: int | None,
    ) -> None:  # fmt: skip
        self.process, self.ranges, self.judge, self.settings = process, ranges, judge, settings
        choosing = replace(plan, first_replication=CHOOSING_FROM)
        self.trials = Trials(choosing, [judge], threads=threads)
        self.seen: dict[Values, float] = {}  # lower is better; infinite where it cannot be run
        self.progress: Progress | None = None

    @property
    def looked_at(self) -> int:
        """Settings that were simulated."""
        return sum(math.isfinite(value) for value in self.seen.values())

    @property
    def not_run(self) -> int:
        """Settings that cannot be simulated."""
        return len(self.seen) - self.looked_at

    def all_settings(self) -> list[Values]:
        """Return every setting that can be run, none of them simulated yet."""
        for values in every_setting(self.ranges):
            runs = can_be_run(setting(self.process, self.ranges, values))
            self.seen[values] = 0.0 if runs else math.inf
        return self._best(len(self.seen))

    def direct(self) -> list[Values]:
        """Return the best of the settings that DIRECT looks at."""
        from scipy.optimize import Bounds, direct

        count = len(self.ranges)
        box = Bounds(np.zeros(count), np.ones(count))
        with contextlib.suppress(_BudgetSpentError):
            direct(self._value, box, maxfun=200 * self.settings, maxiter=10_000, vol_tol=0.0)
        return self._best(FINALISTS)

    def _value(self, place: Floats) -> float:
        values = tuple(
            one.nearest(one.low + (one.high - one.low) * float(at))
            for one, at in zip(self.ranges, place, strict=True)
        )
        if values not in self.seen:
            if len(self.seen) >= self.settings:
                raise _BudgetSpentError
            self.seen[values] = self._look(values)
            if self.progress is not None:
                self.progress(len(self.seen), self.settings)
        finite = [value for value in self.seen.values() if math.isfinite(value)]
        worst = max(finite, default=0.0)
        value = self.seen[values]
        return value if math.isfinite(value) else worst + abs(worst) + 1.0

    def _look(self, values: Values) -> float:
        process = setting(self.process, self.ranges, values)
        if not can_be_run(process):
            return math.inf
        value = self.trials.ratio(self.trials.add(process), 0, LOOKED)
        if math.isnan(value):
            return math.inf
        return -value if self.judge.higher_is_better else value

    def _best(self, most: int) -> list[Values]:
        ran = [values for values, value in self.seen.items() if math.isfinite(value)]
        if not ran:
            what = "no setting of the ranges can be run"
            hint = "is there more work than people, or are shares over 100 %?"
            raise OutsideInError([Fault("range", "error", "range:", what, hint)])
        return sorted(ran, key=lambda values: (self.seen[values], values))[:most]
