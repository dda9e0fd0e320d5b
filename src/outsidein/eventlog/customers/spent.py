"""Where the time of a case goes, and for whom the customer waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from outsidein.eventlog.customers.parties import Side, named_part
from outsidein.eventlog.store import NOT_SAID, EventLog

Floats = npt.NDArray[np.float64]
MICROSECONDS = 1e6
SERVED, OWN, WORKED, FOR_ORGANISATION, FOR_CUSTOMER = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A wait that ends when an activity begins: how often, how long, and its share of all time.

    ``party`` is who is waited for; ``part`` the department, "" where nothing tells.
    """

    activity: str
    party: str
    part: str
    times: int
    cases: int
    median_seconds: float
    mean_seconds: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Where the time from the first to the last moment of cases goes; means, in seconds a case.

    Each instant counts once, in this order: being served, the customer's own doing, work behind
    the line of visibility, then waiting for whoever begins next. Where ``has_durations`` is false
    events have one time only: a wait holds the work that ends it, and nobody is ever seen working.
    """

    has_durations: bool
    served_seconds: float
    own_seconds: float
    worked_seconds: float
    for_organisation_seconds: float
    for_customer_seconds: float
    waits: tuple[Wait, ...]

    @property
    def through_seconds(self) -> float:
        """The mean time of a case from its first to its last moment."""
        return (
            self.served_seconds
            + self.own_seconds
            + self.worked_seconds
            + self.for_organisation_seconds
            + self.for_customer_seconds
        )


def spent(log: EventLog, sides: Mapping[str, Side]) -> Spent:
    """Return where the time of the cases goes; ``sides`` name every activity of the log.

    The times of events whose ends come before their starts count as one moment, their end.
    """
    events = log.events
    known = events.start != NOT_SAID
    start = np.where(known, np.minimum(events.start, events.end), events.end)
    state = np.array([_state(sides[name]) for name in log.activities], dtype=np.int8)
    by_customer = np.array([sides[name].party == "customer" for name in log.activities])
    totals, event, gap, case = divide(
        events.first, events.activity, start, events.end, state, by_customer
    )
    cases = len(events.case)
    means = totals.sum(axis=0) / MICROSECONDS / cases
    return Spent(
        has_durations=bool(np.any(start < events.end)),
        served_seconds=float(means[SERVED]),
        own_seconds=float(means[OWN]),
        worked_seconds=float(means[WORKED]),
        for_organisation_seconds=float(means[FOR_ORGANISATION]),
        for_customer_seconds=float(means[FOR_CUSTOMER]),
        waits=_waits(log, sides, event, gap / MICROSECONDS, case, float(means.sum()) * cases),
    )


def _state(side: Side) -> int:
    if side.party == "customer":
        return OWN
    return SERVED if side.seen else WORKED


def _parts(
    log: EventLog, sides: Mapping[str, Side], event: Any
) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Return names of parts, and which is that of each event: the log's, else its side's.

    Where the log says that nobody knows, its side does not know better.
    """
    coded = log.said.get("part")
    words = [named_part(word) for word in coded.words] if coded else []
    at_sides = [sides[name].part for name in log.activities]
    place = {name: k for k, name in enumerate(dict.fromkeys(("", *words, *at_sides)))}
    otherwise = np.array([place[name] for name in at_sides], dtype=np.int64)
    otherwise = otherwise[log.events.activity[event]]
    if not coded:
        return tuple(place), otherwise
    known = np.array([*(place[word] for word in words), 0], dtype=np.int64)  # the last: code -1
    said = coded.codes[event]
    return tuple(place), np.where(said >= 0, known[said], otherwise)


def _waits(
    log: EventLog, sides: Mapping[str, Side], event: Any, gap: Floats, case: Any, whole: float
) -> tuple[Wait, ...]:
    """Return the waits before each activity of each part, the one that takes most first."""
    names, part = _parts(log, sides, event)
    width = len(names)
    key = log.events.activity[event].astype(np.int64) * width + part
    order = np.lexsort((case, key))
    key, gap, case = key[order], gap[order], case[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    found = []
    for cut in np.split(np.arange(len(key)), first[1:]):
        if not len(cut):
            continue
        activity, word = divmod(int(key[cut[0]]), width)
        side = sides[log.activities[activity]]
        found.append(
            Wait(
                activity=side.activity,
                party=side.party,
                part=names[word],
                times=len(cut),
                cases=len(np.unique(case[cut])),
                median_seconds=float(np.median(gap[cut])),
                mean_seconds=float(gap[cut].mean()),
                share=float(gap[cut].sum()) / whole if whole else 0.0,
            )
        )
    return tuple(sorted(found, key=lambda wait: (-wait.share, wait.activity, wait.part)))


@njit(cache=True, nogil=True)
def divide(
    first: Any, activity: Any, start: Any, end: Any, state: Any, by_customer: Any
) -> tuple[Any, Any, Any, Any]:
    """Return the microseconds of each case by what it is spent on, and every wait.

    The waits are (event that ends it, microseconds, case).
    """
    totals = np.zeros((len(first) - 1, 5), np.float64)
    event, case = np.empty(len(end), np.int64), np.empty(len(end), np.int64)
    gap = np.empty(len(end), np.float64)
    waits = 0
    for k in range(len(first) - 1):
        a, n = first[k], first[k + 1] - first[k]
        moments = np.concatenate((start[a : a + n], end[a : a + n]))
        order = np.argsort(moments, kind="mergesort")
        busy = np.zeros(3, np.int64)
        for p in range(2 * n):
            point = order[p]
            here = moments[point]
            if p:
                past = here - moments[order[p - 1]]
                if past > 0:
                    if busy[0] > 0:
                        totals[k, 0] += past
                    elif busy[1] > 0:
                        totals[k, 1] += past
                    elif busy[2] > 0:
                        totals[k, 2] += past
                    else:
                        next_one = a + point
                        totals[k, 4 if by_customer[activity[next_one]] else 3] += past
                        event[waits], gap[waits], case[waits] = next_one, past, k
                        waits += 1
            if point < n:
                busy[state[activity[a + point]]] += 1
            else:
                busy[state[activity[a + point - n]]] -= 1
    return totals, event[:waits].copy(), gap[:waits].copy(), case[:waits].copy()
