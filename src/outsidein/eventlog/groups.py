"""Kinds of cases beside each other: how far they differ, and what is more than chance.

Times are compared by the chance that a case of one kind takes longer than one of another (Mann &
Whitney 1947; Vargha & Delaney, Journal of Educational and Behavioral Statistics 25 (2000)), shares
by their difference; that one customer's cases are alike is allowed for (`owners`). What is told as
a difference keeps the false discovery rate of all comparisons at 5 % (Benjamini & Hochberg, Journal
of the Royal Statistical Society B 57 (1995)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.owners import error_of, owners, ranks
from outsidein.eventlog.store import NOT_SAID, EventLog

MICROSECONDS = 1e6
FALSE_DISCOVERIES = 0.05
FEWEST_CASES = 20  # of one kind, below which it is counted and not compared
LEAST_EFFECT = 0.01  # one case, or one pair, of 100: less is no difference to anybody
FEWEST_CUSTOMERS = 10  # the same of whose cases they are
MOST_KINDS = 200
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure of one kind of cases beside that of all other cases."""

    figure: str  # "time through", or an activity
    here: float  # median seconds, or the share of cases that do it
    elsewhere: float
    effect: float  # chance to take longer less 1/2, or the difference of the shares
    chance: float  # of such a difference or a larger one if there were none
    told: bool  # whether it stands when all comparisons are looked at together

    @property
    def matters(self) -> bool:
        """Whether it stands and is not too small to matter."""
        return self.told and abs(self.effect) >= LEAST_EFFECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The cases that say the same in a column."""

    name: str  # empty: those that say nothing
    cases: int
    events_per_case: float
    through_median_seconds: float
    through_90_seconds: float
    differences: tuple[Difference, ...]  # those told, the largest first


def groups(log: EventLog, column: str) -> tuple[Group, ...]:
    """Return the kinds of cases that a column tells apart, the largest first.

    Raises
    ------
    OutsideInError : ``too-many-kinds``: a column such as a number, whose values tell nothing.
    """
    words, kinds = log.said[column].words, log.of_cases(column)
    codes = [int(code) for code in np.unique(kinds)]
    if len(codes) > MOST_KINDS:
        what = f'"{column}" tells {len(codes):,} kinds of cases apart'
        hint = f"choose a column with at most {MOST_KINDS} different values"
        raise OutsideInError([Fault("too-many-kinds", "error", str(log.path), what, hint)])
    through, does = time_through(log), _does(log)
    owner = owners(log)
    found = {code: _compared(log, kinds == code, through, does, owner) for code in codes}
    kept = iter(stand([d.chance for differences in found.values() for d in differences]))
    told = {
        code: [
            Difference(
                figure=d.figure, here=d.here, elsewhere=d.elsewhere, effect=d.effect,
                chance=d.chance, told=next(kept),
            )
            for d in differences
        ]
        for code, differences in found.items()
    }  # fmt: skip
    counts = np.concatenate([np.diff(block.first) for block in log.blocks()])
    made = [
        Group(
            name=words[code] if code >= 0 else "",
            cases=int(np.count_nonzero(kinds == code)),
            events_per_case=float(counts[kinds == code].mean()),
            through_median_seconds=float(np.median(through[kinds == code])),
            through_90_seconds=float(np.quantile(through[kinds == code], 0.9)),
            differences=tuple(
                sorted((d for d in told[code] if d.matters), key=lambda d: -abs(d.effect))
            ),
        )
        for code in codes
    ]
    return tuple(sorted(made, key=lambda group: (-group.cases, group.name)))


def time_through(log: EventLog) -> Floats:
    """Return the seconds from the first to the last moment of each case."""
    found = [np.empty(0)]
    for events in log.blocks():
        began = np.where(events.start != NOT_SAID, events.start, events.end)
        first = np.minimum.reduceat(np.minimum(began, events.end), events.first[:-1])
        last = np.maximum.reduceat(events.end, events.first[:-1])
        found.append((last - first) / MICROSECONDS)
    seconds: Floats = np.concatenate(found)
    return seconds


def _does(log: EventLog) -> npt.NDArray[np.bool_]:
    """Return, for each activity that happens in enough cases, which cases do it."""
    width = len(log.activities)
    counts = np.zeros(width, dtype=np.int64)
    for events in log.blocks():
        counts += np.bincount(events.activity, minlength=width)
    done = np.zeros((min(width, MOST_KINDS), log.case_count), dtype=np.bool_)
    common = np.flatnonzero(counts >= FEWEST_CASES)[: len(done)]
    before = 0
    for events in log.blocks():
        cases = np.repeat(np.arange(len(events.case)), np.diff(events.first)) + before
        before += len(events.case)
        for k in common:
            done[k, cases[events.activity == k]] = True
    return done


def _compared(
    log: EventLog, here: npt.NDArray[np.bool_], through: Floats, does: npt.NDArray[np.bool_],
    owner: npt.NDArray[np.int64],
) -> list[Difference]:  # fmt: skip
    """Compare one kind of cases with all others; nothing where either side is too few."""
    count, others = int(here.sum()), int((~here).sum())
    owned = min(len(np.unique(owner[here])), len(np.unique(owner[~here])))
    if min(count, others) < FEWEST_CASES or owned < FEWEST_CUSTOMERS:
        return []
    placed = ranks(through) / len(through)
    found = [
        Difference(
            figure="time through", here=float(np.median(through[here])),
            elsewhere=float(np.median(through[~here])),
            effect=float(placed[here].mean() - placed[~here].mean()),
            chance=_chance(placed, here, owner, owned), told=False,
        )
    ]  # fmt: skip
    for k, cases in enumerate(does):
        one, other = cases[here].mean(), cases[~here].mean()
        if 0 < cases.sum() < len(cases):
            found.append(
                Difference(
                    figure=log.activities[k], here=float(one), elsewhere=float(other),
                    effect=float(one - other), told=False,
                    chance=_chance(cases.astype(np.float64), here, owner, owned),
                )
            )  # fmt: skip
    return found


def _chance(
    values: Floats, here: npt.NDArray[np.bool_], owner: npt.NDArray[np.int64], owned: int
) -> float:
    """Return the chance of such a difference of means, or a larger one, if there were none.

    With a customer a case it is Pearson's test of two shares, and of ranks the test of Mann and
    Whitney. ``owned``: customers of the smaller side: their number less one are the degrees of
    freedom where customers have several cases.
    """
    from scipy.special import stdtr

    weights = np.where(here, 1 / here.sum(), -1 / (~here).sum())
    error = error_of(weights, owner, values)
    if not error:
        return 1.0
    score = abs(float((weights * values).sum())) / error
    if int(owner.max()) + 1 == len(values):
        return math.erfc(score / math.sqrt(2))
    return float(2 * stdtr(owned - 1, -score))


def stand(chances: list[float]) -> list[bool]:
    """Return which of many comparisons stand at the false discovery rate."""
    if not chances:
        return []
    order = np.argsort(chances)
    limits = FALSE_DISCOVERIES * np.arange(1, len(chances) + 1) / len(chances)
    passed = np.flatnonzero(np.asarray(chances)[order] <= limits)
    stands = np.zeros(len(chances), dtype=np.bool_)
    if len(passed):
        stands[order[: passed[-1] + 1]] = True
    return [bool(one) for one in stands]
