"""What is done again: an activity twice in a case, soon after, or sent back between parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import passes
from outsidein.eventlog.medians import medians_of
from outsidein.eventlog.store import EventLog

MICROSECONDS = 1_000_000
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One activity done again in the same case.

    ``cases`` of those that do it at all; ``soon`` of the repetitions came within the window.
    """

    activity: str
    cases: int
    cases_again: int
    times: int  # beyond the first time in each case
    soon: int
    median_seconds: float  # from one time to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class BackAndForth:
    """Work that went from one part to another and back: the parts in the order of the alphabet."""

    parts: tuple[str, str]
    times: int
    cases: int


def done_again(log: EventLog, window_seconds: float) -> tuple[Again, ...]:
    """Return what is done more than once in a case, the most frequent first.

    ``window_seconds`` tells what soon means, from the end of one time to the end of the next.
    """
    width = len(log.activities)
    cases, again, times, soon = (np.zeros(width, dtype=np.int64) for _ in range(4))
    for block in log.blocks():
        which, gap, second = passes.repetitions(block.first, block.activity, block.end, width)
        cases += passes.count_cases_with(block.first, block.activity, width)
        again += np.bincount(which[second], minlength=width)
        times += np.bincount(which, minlength=width)
        soon += np.bincount(which[gap <= window_seconds * MICROSECONDS], minlength=width)

    def chunks() -> Iterator[tuple[npt.NDArray[np.integer], Integers]]:
        for block in log.blocks():
            yield passes.repetitions(block.first, block.activity, block.end, width)[:2]

    middles = medians_of(times, chunks) / MICROSECONDS
    found = [
        Again(
            activity=log.activities[k],
            cases=int(cases[k]),
            cases_again=int(again[k]),
            times=int(times[k]),
            soon=int(soon[k]),
            median_seconds=float(middles[k]),
        )
        for k in np.flatnonzero(times).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.activity)))


def back_and_forth(log: EventLog) -> tuple[BackAndForth, ...]:
    """Return between which parts work goes to and fro; none where a log knows no parts.

    Events in a row at one part are one stay there; events that name no part are passed over.
    """
    if "part" not in log.said:
        return ()
    words = log.said["part"].words
    times: dict[int, int] = {}
    cases: dict[int, int] = {}
    for block in log.blocks():
        near, far, case = passes.returns(block.first, block.said["part"])
        pair = np.minimum(near, far).astype(np.int64) * len(words) + np.maximum(near, far)
        _count(times, pair)
        once = np.unique(pair * (len(block.case) + 1) + case)  # a pair once a case
        _count(cases, once // (len(block.case) + 1))
    found = [
        BackAndForth(
            parts=(words[pair // len(words)], words[pair % len(words)]),
            times=count,
            cases=cases[pair],
        )
        for pair, count in times.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.parts)))


def _count(counts: dict[int, int], keys: Integers) -> None:
    found, number = np.unique(keys, return_counts=True)
    for key, count in zip(found.tolist(), number.tolist(), strict=True):
        counts[key] = counts.get(key, 0) + count
