"""One pass over the events of whole cases for each question, compiled.

All of it stands in this file: a compiled function does not see a change in one it calls.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Integers = npt.NDArray[np.int64]
MOST_PAIRS = 1 << 24  # cells of a table of pairs; beyond it pairs are sorted
BEGUN, DONE, JOINED = 1, 2, 3  # of a life cycle: an event has begun, is done, found its end
FIRST_HASH, PRIME, MIX = 0xCBF29CE484222325, 0x100000001B3, 0x9E3779B97F4A7C15


@njit(cache=True, nogil=True)
def count_starts_and_ends(first: Any, activity: Any, activities: int) -> Any:
    """Return how many cases begin and how many end with each activity."""
    starts, ends = np.zeros(activities, np.int64), np.zeros(activities, np.int64)
    for k in range(len(first) - 1):
        starts[activity[first[k]]] += 1
        ends[activity[first[k + 1] - 1]] += 1
    return starts, ends


@njit(cache=True, nogil=True)
def count_cases_with(first: Any, activity: Any, activities: int) -> Any:
    """Return in how many cases each activity happens."""
    cases, seen = np.zeros(activities, np.int64), np.full(activities, -1, np.int64)
    for k in range(len(first) - 1):
        for e in range(first[k], first[k + 1]):
            a = activity[e]
            if seen[a] != k:
                seen[a] = k
                cases[a] += 1
    return cases


@njit(cache=True, nogil=True)
def pairs(first: Any, activity: Any, end: Any) -> Any:
    """Return, for each event that follows another of its case, (from, to, microseconds between)."""
    count = len(activity) - (len(first) - 1)
    source, target = np.empty(count, np.int32), np.empty(count, np.int32)
    between = np.empty(count, np.int64)
    p = 0
    for k in range(len(first) - 1):
        for e in range(first[k] + 1, first[k + 1]):
            source[p], target[p], between[p] = activity[e - 1], activity[e], end[e] - end[e - 1]
            p += 1
    return source, target, between


@njit(cache=True, nogil=True)
def count_pairs(first: Any, activity: Any, end: Any, activities: int) -> Any:
    """Return tables (from, to): how often one directly follows the other, microseconds between."""
    counts = np.zeros((activities, activities), np.int64)
    between = np.zeros((activities, activities), np.float64)
    for k in range(len(first) - 1):
        for e in range(first[k] + 1, first[k + 1]):
            counts[activity[e - 1], activity[e]] += 1
            between[activity[e - 1], activity[e]] += end[e] - end[e - 1]
    return counts, between


@njit(cache=True, nogil=True)
def hash_cases(first: Any, activity: Any) -> Any:
    """Return a number for the way of each case: alike for cases that went the same way."""
    found = np.empty(len(first) - 1, np.uint64)
    for k in range(len(first) - 1):
        h = np.uint64(FIRST_HASH)
        for e in range(first[k], first[k + 1]):
            h = (h ^ np.uint64(activity[e] + 1)) * np.uint64(PRIME)
            h ^= (h >> np.uint64(29)) * np.uint64(MIX)
        found[k] = h
    return found


@njit(cache=True, nogil=True)
def same_way(first: Any, activity: Any, k: int, j: int) -> bool:
    """Whether two cases went the same way, event by event."""
    if first[k + 1] - first[k] != first[j + 1] - first[j]:
        return False
    for n in range(first[k + 1] - first[k]):
        if activity[first[k] + n] != activity[first[j] + n]:
            return False
    return True


@njit(cache=True, nogil=True)
def all_like_their_leader(first: Any, activity: Any, leader: Any) -> bool:
    """Whether each case went the way of the case that stands for it: no two ways share a number."""
    for k in range(len(leader)):  # noqa: SIM110 Numba compiles no generator
        if not same_way(first, activity, k, leader[k]):
            return False
    return True


@njit(cache=True, nogil=True)
def count_ties(first: Any, end: Any) -> int:
    """Return how many events have the very time of the event before them in their case."""
    ties = 0
    for k in range(len(first) - 1):
        for e in range(first[k] + 1, first[k + 1]):
            ties += end[e] == end[e - 1]
    return ties


@njit(cache=True, nogil=True)
def repetitions(first: Any, activity: Any, end: Any, activities: int) -> Any:
    """Return (activity, case, microseconds since the last time) of each that is done again."""
    count = 0
    seen, at = np.full(activities, -1, np.int64), np.zeros(activities, np.int64)
    for k in range(len(first) - 1):
        for e in range(first[k], first[k + 1]):
            count += seen[activity[e]] == k
            seen[activity[e]] = k
    which, case = np.empty(count, np.int32), np.empty(count, np.int64)
    gap = np.empty(count, np.float64)
    seen[:] = -1
    n = 0
    for k in range(len(first) - 1):
        for e in range(first[k], first[k + 1]):
            a = activity[e]
            if seen[a] == k:
                which[n], case[n], gap[n] = a, k, end[e] - at[a]
                n += 1
            seen[a], at[a] = k, end[e]
    return which, case, gap


@njit(cache=True, nogil=True)
def returns(first: Any, part: Any) -> Any:
    """Return (part, other part, case) each time a case comes back to a part from one other part."""
    near, far = np.empty(len(part), np.int32), np.empty(len(part), np.int32)
    case = np.empty(len(part), np.int64)
    count = 0
    for k in range(len(first) - 1):
        before, here = -1, -1
        for e in range(first[k], first[k + 1]):
            there = part[e]
            if there in (-1, here):
                continue
            if there == before:
                near[count], far[count], case[count] = there, here, k
                count += 1
            before, here = here, there
    return near[:count].copy(), far[:count].copy(), case[:count].copy()


@njit(cache=True, nogil=True)
def join_lifecycles(
    first: Any, activity: Any, transition: Any, time: Any, start: Any, activities: int
) -> int:
    """Give each completed event the start that belongs to it, the earliest of its activity.

    ``transition`` is BEGUN, DONE or 0; a start that found its end becomes JOINED. Return how many
    did.
    """
    joined = 0
    # The starts of each activity that wait for their end, as a list from the earliest on.
    head, tail = np.full(activities, -1, np.int64), np.zeros(activities, np.int64)
    after = np.full(len(activity), -1, np.int64)
    for k in range(len(first) - 1):
        for e in range(first[k], first[k + 1]):
            a = activity[e]
            if transition[e] == BEGUN:
                if head[a] >= first[k]:
                    after[tail[a]] = e
                else:
                    head[a] = e
                tail[a] = e
            elif transition[e] == DONE and head[a] >= first[k]:
                s = head[a]
                start[e], transition[s], head[a] = time[s], JOINED, after[s]
                joined += 1
    return joined


@njit(cache=True, nogil=True)
def has(first: Any, activity: Any, wanted: Any) -> Any:
    """Return which cases do one of the wanted activities."""
    found = np.zeros(len(first) - 1, np.bool_)
    for k in range(len(first) - 1):
        for e in range(first[k], first[k + 1]):
            if wanted[activity[e]]:
                found[k] = True
                break
    return found


@njit(cache=True, nogil=True)
def go(first: Any, activity: Any, wanted: Any, without: Any, at_once: Any) -> Any:
    """Return which cases go through all steps in their order.

    ``reached[s]``: whether steps 0 to s are behind with nothing forbidden for step s + 1 since.
    """
    steps = len(wanted)
    found = np.zeros(len(first) - 1, np.bool_)
    reached = np.zeros(steps, np.bool_)
    for k in range(len(first) - 1):
        reached[:] = False
        for e in range(first[k], first[k + 1]):
            a = activity[e]
            for s in range(steps - 1, -1, -1):
                before = s == 0 or reached[s - 1]
                takes = before and wanted[s, a]
                if s + 1 < steps and (at_once[s + 1] or without[s + 1, a]):
                    reached[s] = takes
                elif takes:
                    reached[s] = True
            if reached[steps - 1]:
                found[k] = True
                break
    return found
