"""The fewest people that keep promises: each decision right with a promised probability."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from outsidein.errors import Fault, OutsideInError
from outsidein.model.process import Process
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.calendar import staff_week
from outsidein.simulation.comparison import shared_plan
from outsidein.simulation.plan import Plan, overload_faults
from outsidein.simulation.search.choosing import CASES, CHOOSING
from outsidein.simulation.search.promises import Promise, read_promises
from outsidein.simulation.search.ranges import (
    Range,
    Values,
    every_setting,
    read_ranges,
    setting,
    today_of,
)
from outsidein.simulation.search.trials import CHOOSING_FROM, SHOWING_FROM, Trials
from outsidein.statistics import Estimate, proportion, ratio
from outsidein.statistics.selection import Held, holds

WITHIN = 0.01  # how close to a bound either answer will do: points of a share, else of the bound
MOST_SETTINGS = 60
_MOST_BOX = 200_000  # combinations that can be put in order of their cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One setting that was simulated: whether it keeps every promise, and how surely."""

    values: Values
    cost: float  # a week, or paid hours a week
    held: tuple[Held, ...]  # a promise each, up to the first that is broken; none if overloaded

    kept: bool

    @property
    def decided(self) -> bool:
        """Whether the promised probability stands behind it."""
        return all(one.decided for one in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One setting on customers that chose nothing: each promise's figure, with its interval."""

    values: Values
    figures: tuple[Estimate, ...]  # a promise each


@dataclass(frozen=True, slots=True, kw_only=True)
class Fewest:
    """The cheapest setting that keeps the promises, what was tried, and how it does afresh."""

    process: Process
    ranges: tuple[Range, ...]
    promises: tuple[Promise, ...]
    values: Values | None  # None: no setting in the ranges keeps them all
    today: Values
    per: Literal["money", "hours"]  # what "fewest" counts, a week
    tried: tuple[Tried, ...]  # in their order
    confidence: float  # that every decision is right
    within: float
    complete: bool  # False: too many settings to look at; a cheaper one may keep the promises
    cases: int
    afresh: tuple[Shown, ...]  # the setting found first, then each with one person fewer

    @property
    def decided(self) -> bool:
        """Whether the promised probability stands behind the answer."""
        return self.complete and all(one.decided for one in self.tried)

    def cost_of(self, values: Values) -> float:
        """Return what people cost a week at a setting, in the unit of ``per``."""
        return _cost(setting(self.process, self.ranges, values), self.ranges, self.per)


def fewest(
    process: Process,
    ranges: Sequence[str],
    keep: Sequence[str],
    *,
    confidence: float = 0.95,
    within: float = WITHIN,
    cases: int = CASES,
    replications: int = 30,
    most: int = 1_000,
    settings: int = MOST_SETTINGS,
    seed: int = 1,
    threads: int | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Fewest:
    """Find the fewest people that keep promises; of several parts, those that cost least.

    More people of a part are taken to keep a promise at least as well. So each part alone is
    halved down while the others have the most, and the rest is looked at in the order of cost.
    What one person fewer would do is simulated at the end, not inferred.

    Parameters
    ----------
    ranges : of people: `call-centre.people 4..12`.
    keep : promises: `90% wait under 5 min at Call centre`, `95% delivery kept`, `lost at most 2%`.
    confidence : the probability that all decisions are right, each unless its figure lies within
        ``within`` of the bound (points of a share, else a share of the bound).
    cases, replications, seed, threads, plan : as `run`; the replications show what was found.
    most : replications of a setting, at least 10.
    settings : how many settings are simulated at most.

    Raises
    ------
    OutsideInError : a range or promise that cannot be read, and everything `run` raises.
    """
    found = read_ranges(process, ranges)
    promises = read_promises(process, keep)
    _must_be_people(found)
    with in_notebook("searching", progress) as report:
        top = setting(process, found, tuple(r.high for r in found))
        steady = [top] if overload_faults(process) else [top, process]
        names = ["most people", "today"][: len(steady)]
        chosen_plan = shared_plan(steady, names[1:], cases, replications, seed, False, plan)
        choosing = replace(chosen_plan, first_replication=CHOOSING_FROM, seed=seed)
        trials = Trials(
            choosing, [p.figure for p in promises], threads=threads,
            progress=part_of(report, 0.0, CHOOSING),
        )  # fmt: skip
        search = _Search(process, found, promises, trials, confidence, within, most, settings)
        values = search.run()
        shown = (
            _shown(search, values, chosen_plan, threads, part_of(report, CHOOSING, 1.0))
            if values
            else ()
        )
    return Fewest(
        process=process, ranges=found, promises=promises, values=values,
        today=today_of(process, found), per=search.per, tried=tuple(search.tried.values()),
        confidence=confidence, within=within, complete=search.complete, cases=cases, afresh=shown,
    )  # fmt: skip


def _must_be_people(ranges: Sequence[Range]) -> None:
    wrong = [r.address for r in ranges if not r.address.endswith(".people")]
    if wrong:
        hint = "give ranges of people: call-centre.people 4..12"
        raise OutsideInError(
            [Fault("range", "error", f"range: {one}", "is not a number of people", hint)
             for one in wrong]
        )  # fmt: skip


def _cost(process: Process, ranges: Sequence[Range], per: Literal["money", "hours"]) -> float:
    """Return the cost, or the hours, of the parts in question in a week."""
    asked = {r.address.rpartition(".")[0] for r in ranges}
    total = 0.0
    for part in process.parts:
        week = staff_week(part) if part.id in asked else None
        if week is not None:
            price = (part.cost_per_hour or 0.0) if per == "money" else 1.0
            total += week.area() / 3600 * price
    return total


class _Search:
    """The settings tried so far, and what they imply of others."""

    def __init__(
        self, process: Process, ranges: tuple[Range, ...], promises: tuple[Promise, ...],
        trials: Trials, confidence: float, within: float, most: int, settings: int,
    ) -> None:  # fmt: skip
        self.process, self.ranges, self.promises, self.trials = process, ranges, promises, trials
        self.most, self.settings, self.within = most, settings, within
        asked = {r.address.rpartition(".")[0] for r in ranges}
        priced = all(p.cost_per_hour is not None for p in process.parts if p.id in asked)
        self.per: Literal["money", "hours"] = "money" if priced else "hours"
        self.tried: dict[Values, Tried] = {}
        self.numbers: dict[Values, int] = {}
        self.complete = True
        # All decisions together are right with the probability promised (Bonferroni).
        self.each = 1 - (1 - confidence) / (self._decisions() * len(promises))

    def _decisions(self) -> int:
        if len(self.ranges) == 1:  # halving, the top, and one person fewer than the answer
            return math.ceil(math.log2(len(self.ranges[0].values()) + 1)) + 2
        return self.settings

    def run(self) -> Values | None:
        """Return the cheapest setting that keeps the promises, or None."""
        top = tuple(r.values()[-1] for r in self.ranges)
        if not self.keeps(top):
            return None
        lows = [self._lowest(k, top) for k in range(len(self.ranges))]
        return self._around(self._cheapest(lows, top))

    def _lowest(self, axis: int, top: Values) -> float:
        """Return the fewest of one part that do while all others have the most (halving)."""
        values = self.ranges[axis].values()
        low, high = -1, len(values) - 1  # high keeps; low does not, or is below the range
        while high - low > 1:
            middle = (low + high) // 2
            keeps = self.keeps((*top[:axis], values[middle], *top[axis + 1 :]))
            low, high = (low, middle) if keeps else (middle, high)
        return values[high]

    def _cheapest(self, lows: Sequence[float], top: Values) -> Values:
        """Return the cheapest setting above all lows that keeps the promises."""
        box = [
            replace(r, low=low, step=r.step or 1.0)
            for r, low in zip(self.ranges, lows, strict=True)
        ]
        if math.prod(len(r.values()) for r in box) > _MOST_BOX:
            what = "the ranges have too many combinations"
            raise OutsideInError([Fault("range", "error", "range:", what, "make them narrower")])
        best = top
        for values in sorted(every_setting(box), key=lambda v: (self.cost(v), v)):
            known = self.tried.get(values)
            if known is None and any(_below(values, other) for other in self.broken()):
                continue
            if known is None and len(self.tried) >= self.settings:
                self.complete = False
                break
            if self.keeps(values):
                return values
        kept = [one for one in self.tried.values() if one.kept]
        return min(kept, key=lambda one: one.cost).values if kept else best

    def _around(self, values: Values) -> Values:
        """Go down as long as one person fewer somewhere keeps the promises all the same."""
        for fewer in self.neighbours(values):
            if len(self.tried) >= self.settings and fewer not in self.tried:
                self.complete = False
            elif self.keeps(fewer):
                return self._around(fewer)
        return values

    def neighbours(self, values: Values) -> list[Values]:
        """Return the settings with one step fewer of one part."""
        found = []
        for axis, one in enumerate(self.ranges):
            known = one.values()
            at = known.index(values[axis])
            if at > 0:
                found.append((*values[:axis], known[at - 1], *values[axis + 1 :]))
        return found

    def broken(self) -> list[Values]:
        """Return the settings that do not keep the promises."""
        return [one.values for one in self.tried.values() if not one.kept]

    def cost(self, values: Values) -> float:
        """Return what a setting costs a week."""
        return _cost(setting(self.process, self.ranges, values), self.ranges, self.per)

    def keeps(self, values: Values) -> bool:
        """Return whether a setting keeps every promise, simulated as long as it takes."""
        if values not in self.tried:
            self.tried[values] = self._decide(values)
        return self.tried[values].kept

    def _decide(self, values: Values) -> Tried:
        process = setting(self.process, self.ranges, values)
        cost = _cost(process, self.ranges, self.per)
        if overload_faults(process):
            return Tried(values=values, cost=cost, held=(), kept=False)
        number = self.numbers[values] = self.trials.add(process)
        held: list[Held] = []
        for k, promise in enumerate(self.promises):
            self._must_be_seen(number, k)
            held.append(
                holds(
                    self.trials.sampler(k, [number]), promise.bound,
                    zone=promise.zone(self.within), confidence=self.each,
                    at_least=promise.at_least, at_most=self.most,
                )
            )  # fmt: skip
            if not held[-1].kept:
                break
        kept = all(one.kept for one in held)
        return Tried(values=values, cost=cost, held=tuple(held), kept=kept)

    def _must_be_seen(self, number: int, figure: int) -> None:
        if math.isnan(self.trials.ratio(number, figure)):
            promise = self.promises[figure]
            what = f'"{promise.text}": nobody was seen there'
            hint = "ask for more cases, or look at the place"
            raise OutsideInError(
                [Fault("promise", "error", f"promise: {promise.text}", what, hint)]
            )


def _below(values: Values, other: Values) -> bool:
    return all(a <= b for a, b in zip(values, other, strict=True))


def _shown(
    search: _Search, values: Values, plan: Plan, threads: int | None, progress: Progress | None
) -> tuple[Shown, ...]:
    """Simulate the setting found, and each with one person fewer, on other customers."""
    fewer = [one for one in search.neighbours(values) if one in search.numbers]
    fresh = replace(plan, first_replication=SHOWING_FROM)
    figures = [p.figure for p in search.promises]
    trials = Trials(fresh, figures, threads=threads, progress=progress)
    found = []
    for number, one in enumerate([values, *fewer]):
        trials.add(setting(search.process, search.ranges, one))
        sums = trials.observe([number], range(plan.replications))[:, 0]
        told = [
            (proportion if promise.unit == "share" else ratio)(sums[:, k, 0], sums[:, k, 1])
            for k, promise in enumerate(search.promises)
        ]
        found.append(Shown(values=one, figures=tuple(told)))
    return tuple(found)
