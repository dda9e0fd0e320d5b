"""What changed over time: when, from what to what, and whether it is more than chance.

For each figure the cases before a moment are compared with those after it, at every border of
days, weeks or months; where they differ most is when it changed. That one customer's cases are
alike is allowed for (`owners`). The chance of the largest of so many differences comes from cases
drawn anew without a change, as alike as those seen (Hothorn & Lausen, Computational Statistics &
Data Analysis 43 (2003), with draws in place of bounds). What is told keeps the false discovery rate
of all figures at 5 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.groups import FEWEST_CASES, MOST_KINDS, stand, time_through
from outsidein.eventlog.owners import likeness, owners, ranks
from outsidein.eventlog.store import NOT_SAID, EventLog

Floats = npt.NDArray[np.float64]
DAY = 86_400 * 1_000_000
MONDAY = 4 * DAY  # 1970-01-05
DRAWN = 1_999  # draws without a change: the least chance that can be told is 1 in 2,000
SEED = 20240101
FEWEST_SPELLS, MOST_SPELLS = 6, 60
FEWEST_EXPECTED = 5.0  # times that an activity must be expected on either side of a border
EDGE = 0.1  # of the cases must lie before and after a change
STILL_OPEN = 0.9  # of the cases end within the time that is left out at the end of the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that changed: ``at`` in microseconds since 1970, before and after it.

    ``chance``: of so large a change anywhere if there were none · ``told``: stands among all.
    """

    figure: str  # "time through" (median seconds), "events a case", or an activity (share of cases)
    at: int
    before: float
    after: float
    effect: float  # the difference of the means in standard deviations; of ranks for times
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
    null = _null(late, owner)
    tried = (_change(figure, late, borders, owner, null) for figure in _figures(log, kept))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """What is followed over time: a number a case, told as a median or a mean."""

    name: str
    values: Floats
    is_time: bool = False
    is_share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Null:
    """Differences at every border without a change: a row a draw, a column a border.

    ``alone`` of cases that are not alike, ``together`` of cases wholly alike for one owner; the
    variances are those of the columns.
    """

    alone: Floats
    together: Floats
    alone_variance: Floats
    together_variance: Floats


def _null(late: npt.NDArray[np.bool_], owner: npt.NDArray[np.int64]) -> _Null:
    after = late.sum(axis=0)
    weights = np.where(late, 1 / after, -1 / (len(late) - after))
    by_owner = np.zeros((int(owner.max()) + 1, late.shape[1]))
    np.add.at(by_owner, owner, weights)
    luck = np.random.default_rng(SEED)
    alone = luck.standard_normal((DRAWN, len(weights))) @ weights
    together = luck.standard_normal((DRAWN, len(by_owner))) @ by_owner
    return _Null(
        alone=alone, together=together, alone_variance=(weights**2).sum(axis=0),
        together_variance=(by_owner**2).sum(axis=0),
    )  # fmt: skip


def _figures(log: EventLog, kept: npt.NDArray[np.intp]) -> Iterator[_Figure]:
    events, width = log.events, len(log.activities)
    counts = np.bincount(events.activity, minlength=width)
    case = np.repeat(np.arange(len(events.case)), np.diff(events.first))
    yield _Figure(name="time through", values=time_through(log)[kept], is_time=True)
    many = np.diff(events.first).astype(np.float64)
    yield _Figure(name="events a case", values=many[kept])
    for k in np.flatnonzero(counts >= FEWEST_CASES)[:MOST_KINDS]:
        does = np.zeros(len(events.case))
        does[case[events.activity == k]] = 1.0
        yield _Figure(name=log.activities[k], values=does[kept], is_share=True)


def _change(
    figure: _Figure, late: npt.NDArray[np.bool_], borders: npt.NDArray[np.int64],
    owner: npt.NDArray[np.int64], null: _Null,
) -> Change | None:  # fmt: skip
    """Return where a figure differs most before and after; None where it never varies enough."""
    values = ranks(figure.values) if figure.is_time else figure.values
    after, n = late.sum(axis=0), len(values)
    usable = np.ones(len(borders), dtype=np.bool_)
    if figure.is_share:
        least = min(float(values.mean()), 1 - float(values.mean()))
        usable = least * np.minimum(after, n - after) >= FEWEST_EXPECTED
    spread = float(values.std())
    if not spread or not usable.any():
        return None
    sums = values @ late
    difference = sums / after - (values.sum() - sums) / (n - after)
    alike = likeness(values, owner)
    error = np.sqrt((1 - alike) * null.alone_variance + alike * null.together_variance)
    seen = np.where(usable, np.abs(difference) / (spread * error), 0.0)
    drawn = np.sqrt(1 - alike) * null.alone + np.sqrt(alike) * null.together
    largest = np.abs(drawn[:, usable] / error[usable]).max(axis=1)
    best = int(seen.argmax())
    middle = np.median if figure.is_time else np.mean
    return Change(
        figure=figure.name, at=int(borders[best]), told=False,
        before=float(middle(figure.values[~late[:, best]])),
        after=float(middle(figure.values[late[:, best]])),
        effect=float(difference[best] / spread),
        chance=float((1 + np.count_nonzero(largest >= seen[best])) / (1 + DRAWN)),
    )  # fmt: skip
