"""Medians of groups of whole numbers that need not be in memory all at once.

The values are asked for as often as it takes: each time those of some groups are put together, as
many as fit, and their middles are found. One group must fit; nothing is rounded or sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import passes

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Put = Callable[[Integers, Integers], None]  # (where the next of each group belongs, values)
MOST_VALUES = 1 << 26  # at once: half a gigabyte


def medians(counts: Integers, put: Put) -> Floats:
    """Return the median of each group, NaN of an empty one.

    Parameters
    ----------
    counts : how many values each group has.
    put : puts every value of the groups whose place is not negative, as `passes.put_values` does.
    """
    found = np.full(len(counts), np.nan)
    for groups in _shares(counts, MOST_VALUES):
        place = np.full(len(counts), -1, dtype=np.int64)
        ends = np.cumsum(counts[groups])
        begins = ends - counts[groups]
        place[groups] = begins
        values = np.empty(int(ends[-1]), dtype=np.int64)
        put(place, values)
        found[groups] = passes.middles(values, begins, ends)
    return found


def medians_of(
    counts: Integers,
    chunks: Callable[[], Iterator[tuple[npt.NDArray[np.integer], Integers]]],
) -> Floats:
    """Return the medians of values that come in pieces of (group, value)."""

    def put(place: Integers, into: Integers) -> None:
        for group, value in chunks():
            passes.put_values(group, value, place, into)

    return medians(counts, put)


def _shares(counts: Integers, most_values: int) -> Iterator[Integers]:
    """Yield the groups that have values, as many together as fit."""
    begin, some = 0, np.flatnonzero(counts)
    passed = np.append(0, np.cumsum(counts[some]))
    while begin < len(some):
        end = int(np.searchsorted(passed, passed[begin] + most_values, side="right")) - 1
        end = max(end, begin + 1)
        yield some[begin:end]
        begin = end


def exact_sums(low: Integers, high: Integers) -> Floats:
    """Return sums that were kept in two limbs, each rounded once."""
    whole = [(int(h) << 32) + int(lo) for lo, h in zip(low, high, strict=True)]
    return np.array([float(one) for one in whole])
