"""What follows what, and which ways the cases of a log go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import passes
from outsidein.eventlog.store import EventLog, Events

MICROSECONDS = 1e6


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


def directly_follows(log: EventLog) -> tuple[Follows, ...]:
    """Return every pair of activities that follow each other in a case, the most frequent first.

    Source: van der Aalst, Process Mining, 2nd ed., section 6.4 (directly-follows graph).
    """
    events, width = log.events, len(log.activities)
    source, target, between = passes.pairs(events.first, events.activity, events.end)
    if not len(source):
        return ()
    pair = source.astype(np.int64) * width + target
    order = np.lexsort((between, pair))
    pair, between = pair[order], between[order].astype(np.float64) / MICROSECONDS
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    counts = np.diff(np.append(first, len(pair)))
    means = np.add.reduceat(between, first) / counts
    medians = (between[first + (counts - 1) // 2] + between[first + counts // 2]) / 2
    found = [
        Follows(
            source=log.activities[pair[k] // width],
            target=log.activities[pair[k] % width],
            count=int(count),
            mean_seconds=float(mean),
            median_seconds=float(median),
        )
        for k, count, mean, median in zip(first, counts, means, medians, strict=True)
    ]
    return tuple(sorted(found, key=lambda f: (-f.count, f.source, f.target)))


def ways(log: EventLog) -> tuple[Way, ...]:
    """Return the different sequences of activities (variants), the most frequent first."""
    leaders, counts = _groups(log.events)
    first, activity = log.events.first, log.events.activity
    found = [
        Way(
            activities=tuple(log.activities[a] for a in activity[first[k] : first[k + 1]]),
            cases=int(count),
        )
        for k, count in zip(leaders, counts, strict=True)
    ]
    return tuple(sorted(found, key=lambda way: (-way.cases, way.activities)))


def _groups(events: Events) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return a case of each way, and how many went it; ways are compared, not only their hashes."""
    hashes = passes.hash_cases(events.first, events.activity)
    _, leaders, inverse, counts = np.unique(
        hashes, return_index=True, return_inverse=True, return_counts=True
    )
    if passes.all_like_their_leader(events.first, events.activity, leaders[inverse]):
        return leaders, counts
    return _exact_groups(events)


def _exact_groups(events: Events) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the same as `_groups` where two ways share a hash."""
    known: dict[bytes, list[int]] = {}
    for k in range(len(events.case)):
        way = events.activity[events.first[k] : events.first[k + 1]].tobytes()
        known.setdefault(way, [k, 0])[1] += 1
    found = np.array(list(known.values()), dtype=np.int64)
    return found[:, 0], found[:, 1]
