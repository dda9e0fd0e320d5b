"""One pass over the events of whole cases for each question, compiled.

All of it stands in this file: a compiled function does not see a change in one it calls.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Integers = npt.NDArray[np.int64]
BEGUN, DONE, JOINED = 1, 2, 3  # of a life cycle: an event has begun, is done, found its end
LIMB = 0xFFFFFFFF  # the low 32 bits of a number
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
    """Return tables (from * activities + to): how often, and the microseconds between in two limbs.

    Whole microseconds, the low 32 bits apart from the rest: their sums are exact in any order.
    """
    counts = np.zeros(activities * activities, np.int64)
    low, high = np.zeros_like(counts), np.zeros_like(counts)
    for k in range(len(first) - 1):
        for e in range(first[k] + 1, first[k + 1]):
            pair = np.int64(activity[e - 1]) * activities + activity[e]
            between = end[e] - end[e - 1]
            counts[pair] += 1
            low[pair] += between & LIMB
            high[pair] += between >> 32
    return counts, low, high


@njit(cache=True, nogil=True)
def put_pairs(first: Any, activity: Any, end: Any, activities: int, place: Any, into: Any) -> None:
    """Put the time between each pair where its next one belongs; ``place`` < 0: not this pair."""
    for k in range(len(first) - 1):
        for e in range(first[k] + 1, first[k + 1]):
            pair = np.int64(activity[e - 1]) * activities + activity[e]
            p = place[pair]
            if p >= 0:
                into[p] = end[e] - end[e - 1]
                place[pair] = p + 1


@njit(cache=True, nogil=True)
def put_values(group: Any, value: Any, place: Any, into: Any) -> None:
    """Put each value where the next one of its group belongs; ``place`` < 0: not this group."""
    for k in range(len(group)):
        p = place[group[k]]
        if p >= 0:
            into[p] = value[k]
            place[group[k]] = p + 1


@njit(cache=True, nogil=True)
def sum_limbs(group: Any, value: Any, groups: int) -> Any:
    """Return the sums of each group: of the low 32 bits of its values, and of what is above."""
    low, high = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    for k in range(len(group)):
        low[group[k]] += value[k] & LIMB
        high[group[k]] += value[k] >> 32
    return low, high


@njit(cache=True, nogil=True)
def nth(values: Any, begin: int, end: int, n: int) -> int:
    """Return the n-th smallest of values[begin:end], which change places.

    Source: Hoare, Algorithm 65: Find, Communications of the ACM 4 (1961), with the middle of three.
    """
    low, high = begin, end - 1
    while low < high:
        a, b, c = values[low], values[(low + high) >> 1], values[high]
        pivot = max(min(a, b), min(max(a, b), c))
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if begin + n <= j:
            high = j
        elif begin + n >= i:
            low = i
        else:
            break
    return values[begin + n]  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def middles(values: Any, begins: Any, ends: Any) -> Any:
    """Return the middle value, or the mean of the two middle ones, of each piece of values."""
    found = np.empty(len(begins), np.float64)
    for g in range(len(begins)):
        count = ends[g] - begins[g]
        upper = nth(values, begins[g], ends[g], count // 2)
        if count % 2:
            found[g] = upper
        else:  # what stands before the upper middle is not larger
            lower = values[begins[g]]
            for k in range(begins[g] + 1, begins[g] + count // 2):
                lower = max(lower, values[k])
            found[g] = (np.float64(lower) + np.float64(upper)) / 2
    return found


@njit(cache=True, nogil=True)
def hash_case(first: Any, activity: Any, k: int) -> Any:
    """Return a number for the way of a case: alike for cases that went the same way."""
    h = np.uint64(FIRST_HASH)
    for e in range(first[k], first[k + 1]):
        h = (h ^ np.uint64(activity[e] + 1)) * np.uint64(PRIME)
        h ^= (h >> np.uint64(29)) * np.uint64(MIX)
    return h


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
def distinct_ways(first: Any, activity: Any, weight: Any, mask: Any) -> Any:
    """Return a case of each way, in the order of their first, and the weight of all that went it.

    A table with open addressing, by the hash of a way; ways with one place are told apart event by
    event. ``mask`` keeps the bits of a hash that count (all of them but in tests).
    """
    cases = len(first) - 1
    leaders, counts = np.empty(cases, np.int64), np.zeros(cases, np.int64)
    hashes = np.empty(cases, np.uint64)
    size = 1024
    table = np.full(size, -1, np.int64)
    found = 0
    for k in range(cases):
        h = hash_case(first, activity, k) & mask
        spot = np.int64(h & np.uint64(size - 1))
        while table[spot] >= 0:
            way = table[spot]
            if hashes[way] == h and same_way(first, activity, k, leaders[way]):
                break
            spot = (spot + 1) & (size - 1)
        way = table[spot]
        if way < 0:
            way = found
            table[spot], leaders[way], hashes[way] = way, k, h
            found += 1
        counts[way] += weight[k]
        if 2 * found > size:
            size *= 4
            table = np.full(size, -1, np.int64)
            for w in range(found):
                spot = np.int64(hashes[w] & np.uint64(size - 1))
                while table[spot] >= 0:
                    spot = (spot + 1) & (size - 1)
                table[spot] = w
    return leaders[:found].copy(), counts[:found].copy()


@njit(cache=True, nogil=True)
def cut_out(first: Any, activity: Any, chosen: Any) -> Any:
    """Return the chosen cases alone: their firsts and their activities."""
    firsts = np.zeros(len(chosen) + 1, np.int64)
    for k in range(len(chosen)):
        firsts[k + 1] = firsts[k] + first[chosen[k] + 1] - first[chosen[k]]
    activities = np.empty(firsts[-1], np.int32)
    for k in range(len(chosen)):
        for n in range(firsts[k + 1] - firsts[k]):
            activities[firsts[k] + n] = activity[first[chosen[k]] + n]
    return firsts, activities


@njit(cache=True, nogil=True)
def way_before(first: Any, rank: Any, k: int, j: int) -> bool:
    """Whether one way stands before another as words in a lexicon do."""
    one, other = first[k + 1] - first[k], first[j + 1] - first[j]
    for n in range(min(one, other)):
        a, b = rank[first[k] + n], rank[first[j] + n]
        if a != b:
            return bool(a < b)
    return bool(one < other)


@njit(cache=True, nogil=True)
def order_ways(first: Any, rank: Any, counts: Any) -> Any:
    """Return the ways by their counts, the largest first, then as in a lexicon (merge sort)."""
    order = np.arange(len(counts))
    other = np.empty_like(order)
    width = 1
    while width < len(order):
        for begin in range(0, len(order), 2 * width):
            middle, end = min(begin + width, len(order)), min(begin + 2 * width, len(order))
            i, j = begin, middle
            for n in range(begin, end):
                if j >= end:
                    left = True
                elif i >= middle:
                    left = False
                else:
                    a, b = order[i], order[j]
                    if counts[a] != counts[b]:
                        left = counts[a] > counts[b]
                    else:
                        left = not way_before(first, rank, b, a)
                if left:
                    other[n] = order[i]
                    i += 1
                else:
                    other[n] = order[j]
                    j += 1
        order, other = other, order
        width *= 2
    return order


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
    """Return (activity, microseconds since the last time, whether it is the second time of its
    case) of each that is done again.
    """  # noqa: D205
    seen, at = np.full(activities, -1, np.int64), np.zeros(activities, np.int64)
    often = np.zeros(activities, np.int64)
    which, gap = np.empty(len(activity), np.int32), np.empty(len(activity), np.int64)
    second = np.empty(len(activity), np.bool_)
    n = 0
    for k in range(len(first) - 1):
        for e in range(first[k], first[k + 1]):
            a = activity[e]
            if seen[a] == k:
                often[a] += 1
                which[n], gap[n], second[n] = a, end[e] - at[a], often[a] == 2
                n += 1
            else:
                seen[a], often[a] = k, 1
            at[a] = end[e]
    return which[:n].copy(), gap[:n].copy(), second[:n].copy()


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


@njit(cache=True, nogil=True)
def taken(column: Any, order: Any) -> Any:
    """Return a column in another order."""
    found = np.empty_like(column)
    for k in range(len(order)):
        found[k] = column[order[k]]
    return found


@njit(cache=True, nogil=True)
def taken_codes(codes: Any, rank: Any, order: Any) -> Any:
    """Return codes in another order, each as what it is now; -1 stays what it is."""
    found = np.empty(len(order), np.int32)
    for k in range(len(order)):
        code = codes[order[k]]
        found[k] = rank[code] if code >= 0 else -1
    return found


@njit(cache=True, nogil=True)
def comes_before(end: Any, place: Any, row: Any, a: int, b: int) -> bool:
    """Whether row a stands before row b in their case: by time, then place, then row."""
    if end[a] != end[b]:
        return bool(end[a] < end[b])
    if len(place):
        one, other = place[a], place[b]
        if one != other and not (np.isnan(one) and np.isnan(other)):
            return bool(np.isnan(other) or one < other)  # without a place: last
    return bool(row[a] < row[b])


@njit(cache=True, nogil=True)
def order_rows(case: Any, rank: Any, begin: int, first: Any, end: Any, place: Any, row: Any) -> Any:
    """Return the rows case by case, each case in the order of `comes_before`.

    ``case`` are codes whose ``rank`` is the number of the case, from ``begin`` on (no rank: its own
    number); ``first`` is where the rows of each case belong.
    """
    order, other = np.empty(len(case), np.int64), np.empty(0, np.int64)
    spot = first.copy()
    for e in range(len(case)):
        k = (rank[case[e]] if len(rank) else case[e]) - begin
        order[spot[k]] = e
        spot[k] += 1
    for k in range(len(first) - 1):
        low, high = first[k], first[k + 1]
        sorted_to = low + 1
        while sorted_to < high and not comes_before(
            end, place, row, order[sorted_to], order[sorted_to - 1]
        ):
            sorted_to += 1
        if sorted_to >= high:
            continue
        if high - low <= 16:
            for i in range(sorted_to, high):
                e, j = order[i], i
                while j > low and comes_before(end, place, row, e, order[j - 1]):
                    order[j] = order[j - 1]
                    j -= 1
                order[j] = e
            continue
        if len(other) == 0:
            other = np.empty(len(case), np.int64)
        width = 1
        while width < high - low:  # merge sort
            for left in range(low, high, 2 * width):
                middle, right = min(left + width, high), min(left + 2 * width, high)
                i, j = left, middle
                for n in range(left, right):
                    if j < right and (
                        i >= middle or comes_before(end, place, row, order[j], order[i])
                    ):
                        other[n] = order[j]
                        j += 1
                    else:
                        other[n] = order[i]
                        i += 1
            order[low:high] = other[low:high]
            width *= 2
    return order
