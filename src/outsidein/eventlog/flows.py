"""What follows what, and which ways the cases of a log go, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import passes
from outsidein.eventlog.medians import exact_sums, medians, medians_of
from outsidein.eventlog.store import EventLog, Events

MICROSECONDS = 1e6
MOST_CELLS = 1 << 22  # of a table of all pairs; of more activities only the pairs met are counted
ALL_BITS = np.uint64(0xFFFFFFFFFFFFFFFF)
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """One activity directly after another: how often, and the time from end to end."""

    source: str
    target: str
    count: int
    mean_seconds: float
    median_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A sequence of activities and the cases that went through it, from start to end."""

    activities: tuple[str, ...]
    cases: int


class Ways(Sequence[Way]):
    """The different ways, the most frequent first; each is spelled out when it is asked for."""

    def __init__(
        self, names: tuple[str, ...], first: Integers, activity: npt.NDArray[np.int32],
        counts: Integers,
    ) -> None:  # fmt: skip
        self.names, self.first, self.activity, self.counts = names, first, activity, counts

    def __len__(self) -> int:
        """Number of different ways."""
        return len(self.counts)

    @overload
    def __getitem__(self, place: int) -> Way: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Way, ...]: ...
    def __getitem__(self, place: int | slice) -> Way | tuple[Way, ...]:
        """Return one way, or several."""
        if isinstance(place, slice):
            return tuple(self[k] for k in range(*place.indices(len(self))))
        k = range(len(self))[place]
        codes = self.activity[self.first[k] : self.first[k + 1]].tolist()
        names = tuple(self.names[code] for code in codes)
        return Way(activities=names, cases=int(self.counts[k]))

    def __iter__(self) -> Iterator[Way]:
        """Yield each way."""
        return (self[k] for k in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether the same ways are gone as often."""
        if isinstance(other, Sequence):
            return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]


def directly_follows(log: EventLog) -> tuple[Follows, ...]:
    """Return every pair of activities that follow each other in a case, the most frequent first.

    Source: van der Aalst, Process Mining, 2nd ed., section 6.4 (directly-follows graph).
    """
    width = len(log.activities)
    count = _dense if width * width <= MOST_CELLS else _sparse
    pair, counts, means, middles = count(log, width)
    found = [
        Follows(
            source=log.activities[source], target=log.activities[target], count=number,
            mean_seconds=mean, median_seconds=median,
        )
        for source, target, number, mean, median in zip(
            (pair // width).tolist(), (pair % width).tolist(), counts.tolist(),
            (means / MICROSECONDS).tolist(), (middles / MICROSECONDS).tolist(), strict=True,
        )
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda f: (-f.count, f.source, f.target)))


def _dense(log: EventLog, width: int) -> tuple[Integers, Integers, Floats, Floats]:
    """Return the pairs with their counts, mean and median microseconds, by a table of all pairs."""
    counts = np.zeros(width * width, dtype=np.int64)
    low, high = counts.copy(), counts.copy()
    for block in log.blocks():
        here, some, rest = passes.count_pairs(block.first, block.activity, block.end, width)
        counts += here
        low += some
        high += rest

    def put(place: Integers, into: Integers) -> None:
        for block in log.blocks():
            passes.put_pairs(block.first, block.activity, block.end, width, place, into)

    middles = medians(counts, put)
    pair = np.flatnonzero(counts)
    means = exact_sums(low[pair], high[pair]) / counts[pair]
    return pair, counts[pair], means, middles[pair]


def _sparse(log: EventLog, width: int) -> tuple[Integers, Integers, Floats, Floats]:
    """Return the same as `_dense` where a table of all pairs would be too large."""
    pair = np.empty(0, dtype=np.int64)
    for block in log.blocks():
        pair = np.union1d(pair, _pairs(block, width)[0])
    counts = np.zeros(len(pair), dtype=np.int64)
    low, high = counts.copy(), counts.copy()

    def chunks() -> Iterator[tuple[npt.NDArray[np.integer], Integers]]:
        for block in log.blocks():
            found, between = _pairs(block, width)
            yield np.searchsorted(pair, found), between

    for group, between in chunks():
        counts += np.bincount(group, minlength=len(pair))
        some, rest = passes.sum_limbs(group, between, len(pair))
        low += some
        high += rest
    return pair, counts, exact_sums(low, high) / counts, medians_of(counts, chunks)


def _pairs(block: Events, width: int) -> tuple[Integers, Integers]:
    source, target, between = passes.pairs(block.first, block.activity, block.end)
    return source.astype(np.int64) * width + target, between


def ways(log: EventLog, mask: np.uint64 = ALL_BITS) -> Ways:
    """Return the different sequences of activities (variants), the most frequent first.

    Ways are told apart event by event; ``mask`` keeps fewer bits of their hashes, for tests.
    """
    first, activity = np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32)
    counts = np.empty(0, dtype=np.int64)
    waiting: list[tuple[Integers, npt.NDArray[np.int32], Integers]] = []
    held = 0
    for block in log.blocks():
        ones = np.ones(len(block.case), dtype=np.int64)
        leaders, gone = passes.distinct_ways(block.first, block.activity, ones, mask)
        waiting.append((*passes.cut_out(block.first, block.activity, leaders), gone))
        held += len(gone)
        if held > len(counts):  # merging only what has doubled keeps the whole work small
            first, activity, counts = _merged([(first, activity, counts), *waiting], mask)
            waiting, held = [], 0
    first, activity, counts = _merged([(first, activity, counts), *waiting], mask)
    rank = np.argsort(np.argsort(np.array(log.activities, dtype=object))).astype(np.int32)
    order = passes.order_ways(first, rank[activity], counts)
    first, activity = passes.cut_out(first, activity, order)
    return Ways(log.activities, first, activity, counts[order])


def _merged(
    parts: list[tuple[Integers, npt.NDArray[np.int32], Integers]], mask: np.uint64
) -> tuple[Integers, npt.NDArray[np.int32], Integers]:
    """Return the ways of several blocks as those of one."""
    if len(parts) == 1:
        return parts[0]
    lengths = np.concatenate([np.diff(first) for first, _, _ in parts])
    first = np.append(0, np.cumsum(lengths)).astype(np.int64)
    activity = np.concatenate([activity for _, activity, _ in parts])
    weight = np.concatenate([counts for _, _, counts in parts])
    leaders, counts = passes.distinct_ways(first, activity, weight, mask)
    return (*passes.cut_out(first, activity, leaders), counts)
