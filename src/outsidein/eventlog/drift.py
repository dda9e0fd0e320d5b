"""What changed over time: when, from what to what, and whether it is more than chance.

For each figure the cases before a moment are compared with those after it, at every border of
days, weeks or months; where they differ most is when it changed. One customer's cases are alike,
so errors are those of sums over customers (Liang & Zeger, Biometrika 73 (1986)). The chance of the
largest of so many differences comes from the same sums with signs drawn at random (wild cluster
bootstrap: Cameron, Gelbach & Miller, Review of Economics and Statistics 90 (2008)). What is told
keeps the false discovery rate of all figures at 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.groups import FEWEST_CASES, MOST_KINDS, stand, time_through
from outsidein.eventlog.owners import owners
from outsidein.eventlog.store import NOT_SAID, EventLog

Floats = npt.NDArray[np.float64]
DAY = 86_400 * 1_000_000
MONDAY = 4 * DAY  # 1970-01-05
DRAWN = 999  # signs drawn anew; the least chance that can be told is 1 in 1,000
SEED = 20240101
FEWEST_SPELLS, MOST_SPELLS = 6, 60
EDGE = 0.1  # of the cases must lie before and after a change
STILL_OPEN = 0.9  # of the cases end within the time that is left out at the end of the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that changed: ``at`` in microseconds since 1970, before and after it.

    ``chance``: of so large a change anywhere if there were none · ``told``: stands among all.
    """

    figure: str  # "time through" (mean seconds), "events a case", or an activity (share of cases)
    at: int
    before: float
    after: float
    effect: float  # the difference in standard deviations of the cases
    chance: float
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What changed in a log over time; ``spell`` is the length of time between borders.

    ``left_out``: cases that began so late that they may not have ended · ``too_short``: whether
    the log is too short to tell.
    """

    spell: str
    borders: int
    cases: int
    left_out: int
    customers: int
    changes: tuple[Change, ...]  # those told first, the largest effect first

    @property
    def too_short(self) -> bool:
        """Whether there are too few borders or cases to compare."""
        return self.borders == 0


def drift(log: EventLog) -> Drift:
    """Return what changed over time in a log: times, events a case, and how often what is done."""
    began = _began(log)
    last = int(log.events.end.max()) - int(np.quantile(time_through(log), STILL_OPEN) * 1e6)
    kept = np.flatnonzero(began <= last)
    if len(kept) < 2 * FEWEST_CASES:
        kept = np.arange(len(began))
    spell, borders = _borders(began[kept])
    owner = np.unique(owners(log)[kept], return_inverse=True)[1]
    found = Drift(
        spell=spell, borders=len(borders), cases=len(kept), left_out=len(began) - len(kept),
        customers=int(owner.max(initial=-1)) + 1, changes=(),
    )  # fmt: skip
    if not len(borders):
        return found
    late = began[kept][:, None] >= borders[None, :]
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(DRAWN, found.customers))
    tried = (
        _change(name, values[kept], late, borders, owner, signs) for name, values in _figures(log)
    )
    changes = [change for change in tried if change is not None]
    told = stand([change.chance for change in changes])
    marked = [replace(one, told=one_told) for one, one_told in zip(changes, told, strict=True)]
    return replace(
        found, changes=tuple(sorted(marked, key=lambda c: (not c.told, -abs(c.effect), c.figure)))
    )


def _began(log: EventLog) -> npt.NDArray[np.int64]:
    events = log.events
    begins = np.where(events.start != NOT_SAID, np.minimum(events.start, events.end), events.end)
    found: npt.NDArray[np.int64] = np.minimum.reduceat(begins, events.first[:-1])
    return found


def _borders(began: npt.NDArray[np.int64]) -> tuple[str, npt.NDArray[np.int64]]:
    """Return the borders of days, weeks or four weeks that have enough cases on both sides."""
    for spell, length in (("day", DAY), ("week", 7 * DAY), ("four weeks", 28 * DAY)):
        low, high = ((int(t) - MONDAY) // length for t in (began.min(), began.max()))
        if high - low <= MOST_SPELLS or spell == "four weeks":
            borders = MONDAY + length * np.arange(low + 1, high + 1, dtype=np.int64)
            before = np.searchsorted(np.sort(began), borders)
            edge = max(EDGE * len(began), FEWEST_CASES)
            inside = (before >= edge) & (len(began) - before >= edge)
            enough = high - low + 1 >= FEWEST_SPELLS
            return spell, borders[inside] if enough else borders[:0]
    raise AssertionError("four weeks always fit")


def _figures(log: EventLog) -> list[tuple[str, Floats]]:
    """Return what is followed over time: a number a case each."""
    events, width = log.events, len(log.activities)
    counts = np.bincount(events.activity, minlength=width)
    case = np.repeat(np.arange(len(events.case)), np.diff(events.first))
    found = [
        ("time through", time_through(log)),
        ("events a case", np.diff(events.first).astype(np.float64)),
    ]
    for k in np.flatnonzero(counts >= FEWEST_CASES)[:MOST_KINDS]:
        does = np.zeros(len(events.case))
        does[case[events.activity == k]] = 1.0
        found.append((log.activities[k], does))
    return found


def _change(
    name: str, values: Floats, late: npt.NDArray[np.bool_], borders: npt.NDArray[np.int64],
    owner: npt.NDArray[np.int64], signs: Floats,
) -> Change | None:  # fmt: skip
    """Return where a figure differs most before and after; None where it never varies."""
    if values.min() == values.max():
        return None
    after, n = late.sum(axis=0), len(values)
    sums = values @ late
    mean_after, mean_before = sums / after, (values.sum() - sums) / (n - after)
    # What each case moves the difference of the means by, if there were no change at all.
    centred = (values - values.mean())[:, None]
    moved = np.where(late, centred / after, -centred / (n - after))
    by_owner = np.zeros((signs.shape[1], len(borders)))
    np.add.at(by_owner, owner, moved)
    error = np.sqrt((by_owner**2).sum(axis=0))
    if not (error > 0).all():
        return None
    seen = np.abs(mean_after - mean_before) / error
    drawn = np.abs(signs @ by_owner / error).max(axis=1)
    best = int(seen.argmax())
    return Change(
        figure=name, at=int(borders[best]), before=float(mean_before[best]),
        after=float(mean_after[best]), told=False,
        effect=float((mean_after[best] - mean_before[best]) / values.std()),
        chance=float((1 + np.count_nonzero(drawn >= seen[best])) / (1 + DRAWN)),
    )  # fmt: skip
