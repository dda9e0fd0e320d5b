"""Alignments of cases with a tree in which no activity stands twice, compiled.

An optimal alignment falls apart along such a tree. Between two moments of a case, a sequence goes
through its children one after the other: the best moments to change are found by dynamic
programming. A choice takes its cheapest child; all other events are log moves. Parallel branches
share no activity, so each is aligned with its own events alone, and their costs add up. A loop is
a shortest way through the moments. So the cost of each node for each stretch of its own events
follows from those of its children, in time cubic in the length of a case.

All of it stands in this file: a compiled function does not see a change in one it calls.
Source of the costs: Adriansyah, Aligning observed and modeled behavior (2014), chapter 4. That
trees of this kind can be aligned in polynomial time: Schwanen, Pakusa, van der Aalst, Process
tree alignments (2024).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

ACTIVITY, SILENT, SEQUENCE, CHOICE, PARALLEL, LOOP = 0, 1, 2, 3, 4, 5
SORT = -1  # on the stack: bring what the branches did into the order of time
FAR = 1 << 30


@njit(cache=True, nogil=True)
def fill_costs(trace: Any, kind: Any, first: Any, child: Any, holds: Any) -> Any:
    """Return (before, at, base, cost) for a case: the cheapest alignment of each stretch.

    ``before[v, g]``: events of node v among the first g · ``at[v, p]``: the moment just after
    its p-th event · ``cost[base[v] + p * width + q]``: its cost for its events p to q; where
    ``whole[v]``, p is 0. Nodes come children first; the last one is the root.
    """
    nodes, n = len(kind), len(trace)
    whole = are_whole(kind, first, child)
    before = np.zeros((nodes, n + 1), np.int32)
    at = np.zeros((nodes, n + 1), np.int32)
    base = np.zeros(nodes + 1, np.int64)
    for v in range(nodes):
        for g in range(n):
            inside = trace[g] >= 0 and holds[v, trace[g]]
            before[v, g + 1] = before[v, g] + inside
            if inside:
                at[v, before[v, g + 1]] = g + 1
        width = before[v, n] + 1
        base[v + 1] = base[v] + (width if whole[v] else width * width)
    cost = np.zeros(base[nodes], np.int32)
    reached, back = np.zeros(n + 1, np.int32), np.zeros(n + 1, np.int32)
    for v in range(nodes):
        width = before[v, n] + 1
        is_round = repeats_one(v, kind, first, child)
        for p in range(1 if whole[v] else width):
            if is_round:
                for q in range(p, width):
                    cost[base[v] + p * width + q] = 1 if p == q else 0
            elif kind[v] == SEQUENCE:
                fill_sequence(v, p, width, first, child, before, at, base, cost, reached, back)
            elif kind[v] == LOOP:
                fill_loop(v, p, width, first, child, before, at, base, cost, reached, back)
            else:
                for q in range(width - 1 if whole[v] else p, width):
                    found = plain_cost(v, p, q, kind, first, child, before, at, base, cost)
                    cost[base[v] + p * width + q] = found
    return before, at, base, cost


@njit(cache=True, nogil=True)
def are_whole(kind: Any, first: Any, child: Any) -> Any:
    """Return which nodes are never asked for less than all of their events."""
    whole = np.zeros(len(kind), np.bool_)
    whole[-1] = True
    for v in range(len(kind) - 1, -1, -1):
        if whole[v] and kind[v] in (CHOICE, PARALLEL):
            for k in range(first[v], first[v + 1]):
                whole[child[k]] = True
    return whole


@njit(cache=True, nogil=True)
def repeats_one(v: int, kind: Any, first: Any, child: Any) -> bool:
    """Whether a node does an activity, or any one of several, again and again."""
    if kind[v] != LOOP or first[v + 1] - first[v] != 2:
        return False
    do = child[first[v]]
    if kind[do] == CHOICE:
        for k in range(first[do], first[do + 1]):
            if kind[child[k]] != ACTIVITY:
                return False
    elif kind[do] != ACTIVITY:
        return False
    return bool(kind[child[first[v] + 1]] == SILENT)


@njit(cache=True, nogil=True)
def child_cost(v: int, c: int, p: int, q: int, before: Any, at: Any, base: Any, cost: Any) -> Any:
    """Return what child c costs for events p to q of its parent v; others are log moves."""
    i, j = before[c, at[v, p]], before[c, at[v, q]]
    return (q - p) - (j - i) + cost[base[c] + i * (before[c, -1] + 1) + j]


@njit(cache=True, nogil=True)
def plain_cost(
    v: int, p: int, q: int, kind: Any, first: Any, child: Any,
    before: Any, at: Any, base: Any, cost: Any,
) -> int:  # fmt: skip
    """Return the cost of a leaf, a choice or parallel branches for events p to q."""
    if kind[v] == ACTIVITY:
        return 1 if p == q else q - p - 1
    if kind[v] == SILENT:
        return 0
    if kind[v] == CHOICE:
        best = FAR
        for k in range(first[v], first[v + 1]):
            best = min(best, child_cost(v, child[k], p, q, before, at, base, cost))
        return best
    total = 0
    for k in range(first[v], first[v + 1]):
        i, j = before[child[k], at[v, p]], before[child[k], at[v, q]]
        total += cost[base[child[k]] + i * (before[child[k], -1] + 1) + j]
    return total


@njit(cache=True, nogil=True)
def fill_sequence(
    v: int, p: int, width: int, first: Any, child: Any,
    before: Any, at: Any, base: Any, cost: Any, reached: Any, back: Any,
) -> None:  # fmt: skip
    """Set the costs of a sequence from its event p on, for every last event.

    A child's piece is empty or begins with an event of its own: an event of another before it
    would be a log move there, and costs no more in the piece before.
    """
    for q in range(p, width):
        reached[q] = child_cost(v, child[first[v]], p, q, before, at, base, cost)
    for k in range(first[v] + 1, first[v + 1]):
        # From the last moment down: what has been reached without this child is still there.
        c = child[k]
        begun = before[c, at[v, p]]
        for q in range(width - 1, p - 1, -1):
            best = reached[q] + child_cost(v, c, q, q, before, at, base, cost)
            for e in range(begun, before[c, at[v, q]]):
                r = before[v, at[c, e + 1]] - 1
                best = min(best, reached[r] + child_cost(v, c, r, q, before, at, base, cost))
            back[q] = best
        reached[p:width] = back[p:width]
    for q in range(p, width):
        cost[base[v] + p * width + q] = reached[q]


@njit(cache=True, nogil=True)
def fill_loop(
    v: int, p: int, width: int, first: Any, child: Any,
    before: Any, at: Any, base: Any, cost: Any, done: Any, redone: Any,
) -> None:  # fmt: skip
    """Set the costs of a loop from its event p on: a round done up to q, and redone up to q."""
    do = child[first[v]]
    for q in range(p, width):
        best_redo = FAR
        for k in range(first[v] + 1, first[v + 1]):
            c = child[k]
            for e in range(before[c, at[v, p]], before[c, at[v, q]]):
                r = before[v, at[c, e + 1]] - 1
                step = child_cost(v, c, r, q, before, at, base, cost)
                best_redo = min(best_redo, done[r] + step)
        best = child_cost(v, do, p, q, before, at, base, cost)
        for e in range(before[do, at[v, p]], before[do, at[v, q]]):
            r = before[v, at[do, e + 1]] - 1
            best = min(best, redone[r] + child_cost(v, do, r, q, before, at, base, cost))
        best = min(best, best_redo + child_cost(v, do, q, q, before, at, base, cost))
        done[q] = best
        for k in range(first[v] + 1, first[v + 1]):
            step = child_cost(v, child[k], q, q, before, at, base, cost)
            best_redo = min(best_redo, best + step)
        redone[q] = best_redo
        cost[base[v] + p * width + q] = best


@njit(cache=True, nogil=True)
def put(rows: Any, k: int, node: int, begin: int, end: int) -> None:
    """Set a row: a node and the moments between which it is gone through."""
    rows[k, 0], rows[k, 1], rows[k, 2] = node, begin, end


@njit(cache=True, nogil=True)
def grown(array: Any, size: int) -> Any:
    """Return an array with room for so many more."""
    if size < len(array):
        return array
    larger = np.zeros(max(2 * len(array), size + 1), array.dtype)
    larger[: len(array)] = array
    return larger


@njit(cache=True, nogil=True)
def walk(
    n: int, kind: Any, first: Any, child: Any, before: Any, at: Any, base: Any, cost: Any
) -> Any:
    """Return (leaf, moment, event) of each move of the model in an optimal alignment, in order.

    ``event``: the event that is the same move, -1 where the model moves alone. Where several are
    optimal: the first child of a choice, the earliest change in a sequence, the fewest rounds.
    """
    leaf, moment, event = np.zeros(64, np.int32), np.zeros(64, np.int32), np.zeros(64, np.int32)
    stack = np.zeros((64, 3), np.int32)
    count, depth = 0, 1
    put(stack, 0, len(kind) - 1, 0, n)
    while depth:
        depth -= 1
        v, begin, end = stack[depth]
        if v == SORT:
            sort_by_moment(leaf, moment, event, begin, count)
            continue
        if kind[v] <= SILENT:
            leaf, moment, event = grown(leaf, count), grown(moment, count), grown(event, count)
            leaf[count], moment[count], event[count] = v, begin, -1
            p = before[v, begin]
            if kind[v] == ACTIVITY and before[v, end] > p:
                event[count] = at[v, p + 1] - 1
                moment[count] = at[v, p + 1]
            count += 1
            continue
        pieces, many = pieces_of(v, begin, end, kind, first, child, before, at, base, cost)
        if depth + many + 1 >= len(stack):
            larger = np.zeros((2 * (depth + many + 1), 3), np.int32)
            larger[:depth] = stack[:depth]
            stack = larger
        if kind[v] == PARALLEL:
            put(stack, depth, SORT, count, 0)
            depth += 1
        for k in range(many - 1, -1, -1):
            stack[depth] = pieces[k]
            depth += 1
    return leaf[:count], moment[:count], event[:count]


@njit(cache=True, nogil=True)
def sort_by_moment(leaf: Any, moment: Any, event: Any, begin: int, end: int) -> None:
    """Bring moves into the order of their moments; what is at one moment stays as it is."""
    order = np.argsort(moment[begin:end], kind="mergesort") + begin
    leaf[begin:end] = leaf[order]
    event[begin:end] = event[order]
    moment[begin:end] = moment[order]


@njit(cache=True, nogil=True)
def pieces_of(
    v: int, begin: int, end: int, kind: Any, first: Any, child: Any,
    before: Any, at: Any, base: Any, cost: Any,
) -> Any:  # fmt: skip
    """Return the children that a node goes through between two moments, each with its own two."""
    p, q = before[v, begin], before[v, end]
    many = first[v + 1] - first[v]
    if kind[v] == LOOP:
        return rounds_of(v, begin, end, p, q, first, child, before, at, base, cost)
    pieces = np.zeros((many, 3), np.int32)
    if kind[v] == PARALLEL:
        for k in range(many):
            put(pieces, k, child[first[v] + k], begin, end)
        return pieces, many
    if kind[v] == CHOICE:
        best, which = FAR, 0
        for k in range(first[v], first[v + 1]):
            found = child_cost(v, child[k], p, q, before, at, base, cost)
            if found < best:
                best, which = found, child[k]
        put(pieces, 0, which, begin, end)
        return pieces, 1
    return changes_of(v, begin, end, p, q, first, child, before, at, base, cost)


@njit(cache=True, nogil=True)
def changes_of(
    v: int, begin: int, end: int, p: int, q: int, first: Any, child: Any,
    before: Any, at: Any, base: Any, cost: Any,
) -> Any:  # fmt: skip
    """Return the pieces of a sequence: when it changes from each child to the next."""
    many = first[v + 1] - first[v]
    reached = np.full((many, q + 1), FAR, np.int32)
    came = np.zeros((many, q + 1), np.int32)
    for k in range(many):
        for s in range(p, q + 1):
            for r in range(p, s + 1):
                if k == 0 and r > p:
                    break
                so_far = 0 if k == 0 else reached[k - 1, r]
                c = child[first[v] + k]
                found = so_far + child_cost(v, c, r, s, before, at, base, cost)
                if found < reached[k, s]:
                    reached[k, s], came[k, s] = found, r
    pieces = np.zeros((many, 3), np.int32)
    s, last = q, end
    for k in range(many - 1, -1, -1):
        r = came[k, s]
        since = begin if r == p else at[v, r]
        put(pieces, k, child[first[v] + k], since, last)
        s, last = r, since
    return pieces, many


@njit(cache=True, nogil=True)
def rounds_of(
    v: int, begin: int, end: int, p: int, q: int, first: Any, child: Any,
    before: Any, at: Any, base: Any, cost: Any,
) -> Any:  # fmt: skip
    """Return the pieces of a loop: do, then again and again redo and do."""
    do, redos = child[first[v]], first[v + 1] - first[v] - 1
    done, redone = np.full(q + 1, FAR, np.int32), np.full(q + 1, FAR, np.int32)
    from_redone = np.full(q + 1, -1, np.int32)  # -1: done at once
    from_done, by = np.full(q + 1, -1, np.int32), np.zeros(q + 1, np.int32)
    for s in range(p, q + 1):
        for r in range(p, s):
            for k in range(1, redos + 1):
                step = child_cost(v, child[first[v] + k], r, s, before, at, base, cost)
                if done[r] + step < redone[s]:
                    redone[s], from_done[s], by[s] = done[r] + step, r, child[first[v] + k]
        done[s] = child_cost(v, do, p, s, before, at, base, cost)
        for r in range(p, s + 1):
            step = child_cost(v, do, r, s, before, at, base, cost)
            if redone[r] + step < done[s]:
                done[s], from_redone[s] = redone[r] + step, r
        for k in range(1, redos + 1):
            step = child_cost(v, child[first[v] + k], s, s, before, at, base, cost)
            if done[s] + step < redone[s]:
                redone[s], from_done[s], by[s] = done[s] + step, s, child[first[v] + k]
    return rounds_back(v, begin, end, p, q, do, at, from_redone, from_done, by)


@njit(cache=True, nogil=True)
def rounds_back(
    v: int, begin: int, end: int, p: int, q: int, do: int,
    at: Any, from_redone: Any, from_done: Any, by: Any,
) -> Any:  # fmt: skip
    """Return the pieces of a loop from where each round came from."""
    pieces = np.zeros((4 * (q - p) + 4, 3), np.int32)
    count, s, last = 0, q, end
    while True:
        r = from_redone[s]
        since = begin if r <= p else at[v, r]
        put(pieces, count, do, since, last)
        count += 1
        if r == -1:
            break
        s, last = from_done[r], since
        since = begin if s == p else at[v, s]
        put(pieces, count, by[r], since, last)
        count, last = count + 1, since
    return pieces[:count][::-1].copy(), count


@njit(cache=True, nogil=True)
def align_all(starts: Any, events: Any, kind: Any, first: Any, child: Any, holds: Any) -> Any:
    """Return (cost by case, ends of the moves by case, leaf and event of each move).

    ``event`` counts within the case.
    """
    cases = len(starts) - 1
    costs, ends = np.zeros(cases, np.int64), np.zeros(cases, np.int64)
    leaves, matched = np.zeros(64, np.int32), np.zeros(64, np.int32)
    count = 0
    for k in range(cases):
        trace = events[starts[k] : starts[k + 1]]
        before, at, base, cost = fill_costs(trace, kind, first, child, holds)
        root = len(kind) - 1
        outside = len(trace) - before[root, len(trace)]
        costs[k] = outside + cost[base[root] + before[root, len(trace)]]
        leaf, _, event = walk(len(trace), kind, first, child, before, at, base, cost)
        leaves, matched = grown(leaves, count + len(leaf)), grown(matched, count + len(leaf))
        leaves[count : count + len(leaf)] = leaf
        matched[count : count + len(leaf)] = event
        count += len(leaf)
        ends[k] = count
    return costs, ends, leaves[:count], matched[:count]
