"""What each number does to the primary measure, a fifth less and a fifth more, and where it turns.

Every number alone, on the same customers with the same luck, with intervals that hold together.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import Measure, sums
from outsidein.model.numbers import numbers_at
from outsidein.model.places import MissedError
from outsidein.model.process import Process
from outsidein.model.scenario import resolve_scenario
from outsidein.progress import Progress
from outsidein.simulation.comparison import primary_measure, shared_plan
from outsidein.simulation.observed import is_share, observed_numbers, with_share
from outsidein.simulation.plan import Plan, overload_faults
from outsidein.simulation.screening import screen
from outsidein.statistics import (
    Estimate,
    Jackknifed,
    break_even,
    combine,
    interval,
    ratio_of_sums,
    simultaneous_confidence,
)
from outsidein.words import did_you_mean

BY = 0.2
SPREADS = 1.96  # standard errors either way, where a source gives n
WITHIN = 5.0  # a break-even beyond this factor of the number is not looked for
TRIES = 3  # runs to find and confirm a break-even
CLOSE = 0.02  # of what the number moves: so near the goal is there, however sure the difference
COUNTS = ("people", "max")
OVERLOADED, NOTHING = "more work than people can do", "cannot be simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one number does: the values tried, and how far each moves the figure.

    ``observed`` tells that the range is the number's own 95 % range, not the fifth · ``whose``
    is "both", or "today" or "scenario" where only one of them has the number as it stands ·
    ``why_not`` says why an end is missing · ``turns_at`` is the value at which the figure is the
    target, ``there`` what the run that confirms it is above the target.
    """

    address: str
    now: float
    low: float
    high: float
    at_low: Estimate | None
    at_high: Estimate | None
    observed: bool = False
    whose: str = "both"
    why_not: str = ""
    turns_at: float | None = None
    there: Estimate | None = None

    @property
    def width(self) -> float:
        """How far the figure moves at the end that moves it more."""
        ends = [abs(end.value) for end in (self.at_low, self.at_high) if end is not None]
        return max(ends, default=0.0)

    @property
    def shown(self) -> bool:
        """Whether either end is shown to move the figure at all."""
        ends = [end for end in (self.at_low, self.at_high) if end is not None]
        return any(end.low > 0 or end.high < 0 for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """All numbers, the strongest first; effects on ``measure``, or on a scenario's difference."""

    scenario: str  # "" for today alone
    measure: Measure
    figure: Estimate  # as it stands: the measure, or scenario minus today
    target: float | None  # the value of the figure at which a number turns
    by: float
    bars: tuple[Bar, ...]
    confidence: float  # of each end: all hold together at 95 %
    plan: Plan
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Number:
    address: str
    now: float
    low: float
    high: float
    observed: bool
    whose: str


def tornado(
    process: Process,
    scenario: str | None = None,
    *,
    numbers: Sequence[str] | None = None,
    by: float = BY,
    measure: Measure | None = None,
    target: float | None = None,
    cases: int = 1_000,
    replications: int = 10,
    seed: int = 1,
    threads: int | None = None,
    allow_unstable: bool = False,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Tornado:
    """Move every number down and up and say how far the primary measure moves.

    Parameters
    ----------
    scenario : its name; the figure is then the scenario minus today, which turns at 0. None: the
        measure today, which turns at ``target`` if that is given.
    numbers : addresses, each with all numbers below it; None: every number of the process and of
        the scenario.
    by : a share, 0 < by < 1: the ends are so much less and more. A number observed n times goes
        to the ends of its own 95 % range, a whole number at least one down and up.
    measure : None: the primary measure.
    target : of the measure, in its own unit (shares from 0 to 1, seconds).
    cases, replications, seed, threads, allow_unstable, plan : as `outsidein.compare`.

    Raises
    ------
    OutsideInError : ``unknown-address`` for an address without a number, ``unknown-scenario``,
        and everything `outsidein.compare` raises.

    Notes
    -----
    Each effect is a paired difference (jackknife t, common random numbers), Bonferroni over all
    ends. A break-even is read off straight lines through the three points, within a factor of
    five, then simulated; what its run does not confirm, after two more tries, is not told. A run
    confirms it if its interval holds the target, or it misses by less than a fiftieth of what the
    number moves.
    Source: Kleijnen, *Design and Analysis of Simulation Experiments*, section 4.1, one factor at
    a time; the figure and its name: Eschenbach, "Spiderplots versus tornado diagrams for
    sensitivity analysis", Interfaces 22 (1992).
    """
    models = [process] + ([] if scenario is None else [resolve_scenario(process, scenario)])
    judge = measure or primary_measure(process)
    names = [] if scenario is None else [scenario]
    found = shared_plan(models, names, cases, replications, seed, allow_unstable, plan)
    goal = 0.0 if scenario is not None else target
    bench = _Bench(models, judge, found, allow_unstable)
    moves = _moves(models, numbers, by)
    confidence = simultaneous_confidence(0.95, max(2 * len(moves), 1))
    done = 0

    def one(number: _Number) -> Bar:
        nonlocal done
        bar = _bar(bench, number, goal, confidence)
        done += 1
        if progress is not None:
            progress(done, len(moves))
        return bar

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        bars = list(pool.map(one, moves))
    return Tornado(
        scenario=scenario or "", measure=judge, target=goal, by=by, confidence=confidence,
        figure=interval(bench.start, bench.count), plan=found, currency=process.currency,
        bars=tuple(sorted(bars, key=lambda bar: (not bar.shown, -bar.width))),
    )  # fmt: skip


class _Bench:
    """Runs of the figure, the same luck in all: today's measure, or the scenario's difference."""

    def __init__(
        self, models: Sequence[Process], judge: Measure, plan: Plan, allow_unstable: bool
    ) -> None:
        self.models, self.judge, self.plan = models, judge, plan
        self.allow_unstable = allow_unstable
        self.count = 0
        self.alone = [self._run(model) for model in models]
        self.start = self._figure(self.alone)

    def at(self, number: _Number, value: float) -> Jackknifed | str:
        """Return the figure with a number moved, or why there is none."""
        found = []
        for k, model in enumerate(self.models):
            if number.whose not in ("both", ("today", "scenario")[k]):
                found.append(self.alone[k])
                continue
            try:
                changed = _set(model, number.address, value)
            except (ValueError, MissedError):
                return NOTHING
            if not self.allow_unstable and overload_faults(changed):
                return OVERLOADED
            try:
                found.append(self._run(changed))
            except OutsideInError:
                return NOTHING
        return self._figure(found)

    def _run(self, process: Process) -> Jackknifed:
        above, below = sums(self.judge, screen(process, self.plan))
        self.count = self.count or round(float(below.sum()))
        return ratio_of_sums(above, below)

    def _figure(self, found: Sequence[Jackknifed]) -> Jackknifed:
        return found[0] if len(found) == 1 else combine(np.subtract, found[1], found[0])


def _set(process: Process, address: str, value: float) -> Process:
    """Return the process with a number, where it has it."""
    return with_share(process, address, value) if address in numbers_at(process) else process


def _bar(bench: _Bench, number: _Number, goal: float | None, confidence: float) -> Bar:
    values = [value for value in (number.low, number.high) if value != number.now]
    tried = {value: bench.at(number, value) for value in values}
    ends = [_effect(bench, tried.get(value, ""), confidence) for value in (number.low, number.high)]
    why = next((one for one in tried.values() if isinstance(one, str)), "")
    bar = Bar(
        address=number.address, now=number.now, low=number.low, high=number.high,
        at_low=ends[0], at_high=ends[1], observed=number.observed, whose=number.whose, why_not=why,
    )  # fmt: skip
    if goal is None or not bar.shown:
        return bar
    known = {number.now: bench.start}
    known |= {value: one for value, one in tried.items() if isinstance(one, Jackknifed)}
    turns = _turn(lambda value: bench.at(number, value), known, number, goal)
    return bar if turns is None else replace(bar, turns_at=turns[0], there=turns[1])


def _effect(bench: _Bench, found: Jackknifed | str, confidence: float) -> Estimate | None:
    if isinstance(found, str) or math.isnan(found.value):
        return None
    return interval(combine(np.subtract, found, bench.start), bench.count, confidence)


def _turn(
    run: Callable[[float], Jackknifed | str],
    known: dict[float, Jackknifed],
    number: _Number,
    goal: float,
) -> tuple[float, Estimate] | None:
    """Find the value at which the figure is the goal, and the run that confirms it."""
    figures = [one.value for one in known.values()]
    near = CLOSE * (max(figures) - min(figures))
    for _ in range(TRIES):
        value = _guess(known, number, goal)
        if value is None or value in known:
            return None
        found = run(value)
        if isinstance(found, str):
            return None
        known[value] = found
        there = interval(combine(lambda x: x - goal, found), 1)
        if there.low <= 0 <= there.high or abs(there.value) <= near:
            return value, there
    return None


def _guess(known: dict[float, Jackknifed], number: _Number, goal: float) -> float | None:
    """Return where straight lines through what is known meet the goal; None where far away."""
    at = sorted(known)
    figures = [interval(combine(lambda x: x - goal, known[value]), 1) for value in at]
    crossing = break_even(at, figures, today=number.now)
    if crossing is not None:
        value = crossing.value
    else:  # beyond the values tried: from the two nearest to the goal
        near = sorted(at, key=lambda x: abs(known[x].value - goal))[:2]
        rise = known[near[0]].value - known[near[1]].value
        if not rise:
            return None
        value = near[0] + (goal - known[near[0]].value) * (near[0] - near[1]) / rise
    if number.address.rsplit(".", 1)[-1] in COUNTS:
        value = round(value)
    return value if number.now / WITHIN <= value <= number.now * WITHIN else None


def _moves(models: Sequence[Process], wanted: Sequence[str] | None, by: float) -> list[_Number]:
    """Return the numbers to move, each with its ends and whose it is."""
    if not 0 < by < 1:
        raise ValueError(f"by is {by}, must be between 0 and 1")
    known = [numbers_at(model) for model in models]
    spreads = {one.address: one.spread for one in observed_numbers(*models)}
    found = []
    for address in dict.fromkeys(a for of in known for a in of):
        if wanted is not None and not any(_below(address, name) for name in wanted):
            continue
        values = [of.get(address) for of in known]
        told = {v for v in values if v is not None}
        whose = ["both"] if len(told) == 1 else ["today", "scenario"]
        for k, name in enumerate(whose):
            now = values[k] if len(whose) > 1 else next(iter(told))
            if now:
                spread = spreads.get(address) if name != "scenario" else None
                found.append(_ends(address, now, by, spread, name))
    if wanted is not None:
        _refuse_unknown(wanted, known)
    return found


def _below(address: str, name: str) -> bool:
    return address == name or address.startswith(f"{name}.")


def _refuse_unknown(wanted: Sequence[str], known: Sequence[dict[str, float]]) -> None:
    every = list(dict.fromkeys(a for of in known for a in of))
    faults = [
        Fault(
            "unknown-address", "error", name, "there is no number here", did_you_mean(name, every)
        )
        for name in wanted
        if not any(_below(address, name) for address in every)
    ]
    if faults:
        raise OutsideInError(faults)


def _ends(address: str, now: float, by: float, spread: float | None, whose: str) -> _Number:
    """Return a number with the values to try."""
    reach = SPREADS * spread if spread else by
    low, high = now * max(1 - reach, 0.0), now * (1 + reach)
    if spread and reach >= 1:
        low = now * math.exp(-reach)
    if address.rsplit(".", 1)[-1] in COUNTS:
        low, high = min(round(low), round(now) - 1), max(round(high), round(now) + 1)
        low = max(low, 1)
    elif is_share(address):
        high = min(high, 1.0)
    return _Number(address, now, low, high, bool(spread), whose)
