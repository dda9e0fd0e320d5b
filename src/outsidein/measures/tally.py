"""Adding records up: whole-number counts and sums in the order of the records.

The loops are plain Python over plain arrays; Numba compiles them. Counts and sums of one
replication do not depend on how its records were cut into blocks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from outsidein.measures.moves import Moves
from outsidein.measures.records import (
    BEING_SERVED,
    BROKEN,
    CLOSED,
    FAILED,
    FATE,
    FOR_ORGANISATION,
    IN_QUEUE,
    KEPT,
    LEFT,
    NO_SHOW,
    OWN_EFFORT,
    PART,
    SERVED,
    TIME_CLASSES,
    VOID,
    Records,
)
from outsidein.measures.vocabulary import CAUSES, Vocabulary
from outsidein.statistics.histogram import BINS

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

# Columns of Tally.cases: one row a segment.
CASE_COUNTS = (
    "arrived", "ended", "well", "poor", "not served", "lost", "under way", "stuck",
    "contacts", "repeats", "promises kept", "promises broken", "cases over tolerance",
    "cases with a failure found first", "never noticed", "visits",
    "poor: promise broken", "poor: more than contacts", "poor: a wait over its tolerance",
    "poor: a failure the customer found first", "elapsed", "cost", *TIME_CLASSES,
    "own time and waiting of the served",
)  # fmt: skip
(
    ARRIVED, ENDED, WELL, POOR, NOT_SERVED, LOST, UNDER_WAY, STUCK, CONTACTS, REPEATS,
    PROMISES_KEPT, PROMISES_BROKEN, OVER_TOLERANCE, FOUND_FIRST, NEVER_NOTICED, VISITS,
) = range(16)  # fmt: skip
POOR_REASON, ELAPSED, COST, FIRST_CLASS = 16, 20, 21, 22
TIME_OF_SERVED = FIRST_CLASS + len(TIME_CLASSES)

# Columns of Tally.visits: one row a way of a step.
VISIT_COUNTS = (
    "tries", "arrivals", "joined", "served", "left", "closed", "no show", "failed", "contacts",
    "repeats", "avoidable", "over tolerance", "gave up in through", "own pace", "own effort",
    "in queue", "wait of the served", "service", "afterwards", "for themselves", "in all",
)  # fmt: skip
(
    TRIES, ARRIVALS, JOINED, WAS_SERVED, WAS_LEFT, WAS_CLOSED, WAS_NO_SHOW, WAS_FAILED,
    MADE_CONTACT, WAS_REPEAT, WAS_AVOIDABLE, WAS_OVER, GAVE_UP_BEFORE, PACE, EFFORT, QUEUE,
    WAIT_OF_SERVED, SERVICE, AFTERWARDS, THEMSELVES, IN_ALL,
) = range(21)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """How the codes of a vocabulary fall into rows of the tallies."""

    first_row: Counts  # of each step; its ways follow
    avoidable: npt.NDArray[np.int8]  # by step
    left: npt.NDArray[np.int8]  # by row: the customer leaves a message and goes on
    rows: int
    segments: int
    parts: int
    modes: int
    branches: int

    @staticmethod
    def of(vocabulary: Vocabulary) -> Shape:
        """Lay out the rows for a vocabulary."""
        ways = np.array([len(s.ways) for s in vocabulary.steps], dtype=np.int64)
        first = np.concatenate([[0], np.cumsum(ways)[:-1]]).astype(np.int64)
        causes = np.array([CAUSES.index(s.cause) for s in vocabulary.steps], dtype=np.int8)
        branches = max([1, *(len(s.branches) for s in vocabulary.steps)])
        return Shape(
            first,
            causes,
            np.array([left for s in vocabulary.steps for left in s.left], dtype=np.int8),
            int(ways.sum()),
            len(vocabulary.segments),
            len(vocabulary.parts),
            len(vocabulary.modes),
            branches,
        )


@dataclass(slots=True)
class Tally:
    """What the records of one replication add up to."""

    shape: Shape
    parts: npt.NDArray[Any] = field(init=False)  # PART, one row a part
    cases: Floats = field(init=False)
    visits: Floats = field(init=False)
    elapsed: Counts = field(init=False)  # by segment and bin, of cases that ended
    so_far: Counts = field(init=False)  # the same of cases still under way
    waits: Counts = field(init=False)  # by row and bin, of all who joined
    acted: Counts = field(init=False)  # by failure mode
    arose: Counts = field(init=False)
    branches: Counts = field(init=False)  # by step and branch
    promises: Counts = field(init=False)  # by step and fate
    reasons: Counts = field(init=False)  # contacts by step and the step before (last: none)
    reason_seconds: Floats = field(init=False)
    ends: Counts = field(init=False)  # by end step (last: none) and whether poor
    paths: dict[int, list[float]] | None = None  # hash -> cases, seconds, contacts, well
    moves: Moves | None = None

    def __post_init__(self) -> None:
        shape, steps = self.shape, len(self.shape.first_row)
        self.parts = np.zeros(shape.parts, dtype=PART)
        bins = BINS.count
        self.cases = np.zeros((shape.segments, len(CASE_COUNTS)))
        self.visits = np.zeros((shape.rows, len(VISIT_COUNTS)))
        self.elapsed = np.zeros((shape.segments, bins), dtype=np.int64)
        self.so_far = np.zeros((shape.segments, bins), dtype=np.int64)
        self.waits = np.zeros((shape.rows, bins), dtype=np.int64)
        self.acted = np.zeros(max(shape.modes, 1), dtype=np.int64)
        self.arose = np.zeros(max(shape.modes, 1), dtype=np.int64)
        self.branches = np.zeros((steps, shape.branches), dtype=np.int64)
        self.promises = np.zeros((steps, len(FATE)), dtype=np.int64)
        self.reasons = np.zeros((steps, steps + 1), dtype=np.int64)
        self.reason_seconds = np.zeros((steps, steps + 1))
        self.ends = np.zeros((steps + 1, 2), dtype=np.int64)

    def add(self, records: Records) -> None:
        """Add a block of records."""
        edges, firsts = edges_by_cell()
        add_cases(records.cases, edges, firsts, self.cases, self.elapsed, self.so_far, self.ends)
        add_visits(
            records.steps, edges, firsts, self.shape.first_row, self.shape.avoidable,
            self.shape.left, self.visits, self.waits, self.acted, self.arose, self.branches,
            self.reasons, self.reason_seconds,
        )  # fmt: skip
        add_promises(records.promises, self.promises)
        if self.paths is not None:
            self._add_paths(records.cases)
        if self.moves is not None:
            self.moves.add(records)

    def _add_paths(self, cases: npt.NDArray[Any]) -> None:
        assert self.paths is not None
        ended = cases[~np.isnan(cases["end"])]
        paths, first = np.unique(ended["path"], return_inverse=True)
        found = [
            np.bincount(first, minlength=len(paths)),
            np.bincount(first, ended["end"] - ended["start"], len(paths)),
            np.bincount(first, ended["contacts"], len(paths)),
            np.bincount(first, (ended["outcome"] == 0) & (ended["poor"] == 0), len(paths)),
        ]
        for k, path in enumerate(paths.tolist()):
            so_far = self.paths.setdefault(path, [0.0] * len(found))
            for column, values in enumerate(found):
                so_far[column] += float(values[k])


CELL_BITS = 46  # a cell of times: the same sign, exponent and first six bits of the mantissa
LOWEST_CELL = int(np.float64(2.0**-10).view(np.int64)) >> CELL_BITS
CELLS = (int(np.float64(2.0**32).view(np.int64)) >> CELL_BITS) - LOWEST_CELL


@lru_cache(maxsize=1)
def edges_by_cell() -> tuple[Floats, npt.NDArray[np.int16]]:
    """Return the edges and one at infinity, and how many are at or below each cell of times.

    A cell is narrower than a bin: the bin of a time is known after one comparison.
    """
    lowest = (LOWEST_CELL + np.arange(CELLS, dtype=np.int64)) << CELL_BITS
    firsts = np.searchsorted(BINS.edges, lowest.view(np.float64), side="right").astype(np.int16)
    assert np.diff(firsts).max() <= 1
    return np.append(BINS.edges, np.inf), firsts


@njit(cache=True, nogil=True)
def bin_of(edges: Floats, firsts: Any, seconds: float) -> int:
    """Return how many edges are at or below a time: sums, no branch to foresee."""
    cell = int(np.float64(seconds).view(np.int64) >> CELL_BITS) - LOWEST_CELL
    first = np.uint64(firsts[np.uint64(min(max(cell, 0), CELLS - 1))])
    return int(first) + int(edges[first] <= seconds)


@njit(cache=True, nogil=True)
def add_cases(
    cases: Any, edges: Floats, firsts: Any, totals: Floats, elapsed: Counts, so_far: Counts,
    ends: Counts,
) -> None:  # fmt: skip
    """Add case records to the totals of their segment."""
    for k in range(len(cases)):
        case = cases[k]
        at = np.uint64(case.segment)
        totals[at, ARRIVED] += 1
        totals[at, CONTACTS] += case.contacts
        totals[at, REPEATS] += case.repeats
        totals[at, PROMISES_KEPT] += case.promises_kept
        totals[at, PROMISES_BROKEN] += case.promises_broken
        totals[at, OVER_TOLERANCE] += case.over_tolerance > 0
        totals[at, FOUND_FIRST] += case.found_by_customer > 0
        totals[at, NEVER_NOTICED] += case.never_noticed
        totals[at, VISITS] += case.visits
        totals[at, STUCK] += case.stuck
        totals[at, COST] += case.cost
        if math.isnan(case.end):
            totals[at, UNDER_WAY] += 1
            reached = 0.0
            for j in range(7):
                reached += case.seconds[j]
            so_far[case.segment, bin_of(edges, firsts, max(reached, 0.0))] += 1
            continue
        totals[at, ENDED] += 1
        totals[at, ELAPSED] += case.end - case.start
        elapsed[case.segment, bin_of(edges, firsts, case.end - case.start)] += 1
        for j in range(7):
            totals[at, FIRST_CLASS + j] += case.seconds[j]
        if case.outcome == 0:
            for j in (BEING_SERVED, OWN_EFFORT, IN_QUEUE, FOR_ORGANISATION):
                totals[at, TIME_OF_SERVED] += case.seconds[j]
        poor = case.outcome == 0 and case.poor != 0
        totals[at, WELL] += case.outcome == 0 and not poor
        totals[at, POOR] += poor
        totals[at, NOT_SERVED] += case.outcome == 1
        totals[at, LOST] += case.outcome == 2
        ends[case.end_step, 1 if poor else 0] += 1
        for j in range(4):
            totals[at, POOR_REASON + j] += poor and (case.poor >> j) & 1


@njit(cache=True, nogil=True)
def add_visits(
    visits: Any, edges: Floats, firsts: Any, first_row: Counts, avoidable: Any, left: Any,
    totals: Floats, waits: Counts, acted: Counts, arose: Counts, branches: Counts, reasons: Counts,
    reason_seconds: Floats,
) -> None:  # fmt: skip
    """Add visit records to the totals of their way of their step."""
    for k in range(len(visits)):
        visit = visits[k]
        at = np.uint64(first_row[np.uint64(visit.step)] + max(visit.way, 0))
        totals[at, TRIES] += 1
        totals[at, ARRIVALS] += visit.attempt == 0
        if visit.how == SERVED:
            totals[at, WAS_SERVED] += 1
        else:
            add_unserved(visit, totals, at, acted)
        totals[at, WAS_OVER] += visit.over_tolerance
        if visit.arose >= 0:
            arose[visit.arose] += 1
        if visit.branch >= 0:
            branches[visit.step, visit.branch] += 1
        held = add_times(visit, totals, at)
        if visit.joined >= 0 and (visit.started >= 0 or visit.ended >= 0):
            until = visit.started if visit.started >= 0 else visit.ended
            totals[at, JOINED] += 1
            totals[at, QUEUE] += until - visit.joined
            if visit.started >= 0:
                totals[at, WAIT_OF_SERVED] += until - visit.joined
            waits[at, bin_of(edges, firsts, until - visit.joined)] += 1
        if visit.contact:
            totals[at, MADE_CONTACT] += 1
            totals[at, WAS_REPEAT] += visit.repeat
            reasons[visit.step, visit.before] += 1
            is_free = left[at] != 0 and visit.joined >= 0  # once the message is left
            spent = visit.joined - visit.began if is_free else held
            reason_seconds[visit.step, visit.before] += spent
            totals[at, WAS_AVOIDABLE] += avoidable[visit.step] != 0 or visit.attempt > 0


@njit(cache=True, nogil=True)
def add_unserved(visit: Any, totals: Floats, at: Any, acted: Counts) -> None:
    """Count how a visit ended that was not served."""
    totals[at, WAS_LEFT] += visit.how == LEFT and visit.joined >= 0
    totals[at, GAVE_UP_BEFORE] += visit.how == LEFT and not visit.joined >= 0
    totals[at, WAS_CLOSED] += visit.how == CLOSED
    totals[at, WAS_NO_SHOW] += visit.how == NO_SHOW
    totals[at, WAS_FAILED] += visit.how == FAILED
    if visit.mode >= 0 and visit.how == FAILED:
        acted[visit.mode] += 1


@njit(cache=True, nogil=True)
def add_times(visit: Any, totals: Floats, at: Any) -> float:
    """Add a visit's times; return the seconds that its encounter took the customer."""
    last = visit.finished
    totals[at, IN_ALL] += last - visit.ready
    totals[at, PACE] += (visit.pause_ended if visit.pause_ended >= 0 else last) - visit.ready
    if visit.pause_ended >= 0:
        totals[at, THEMSELVES] += (visit.began if visit.began >= 0 else last) - visit.pause_ended
    ended = visit.ended if visit.ended >= 0 else last
    own_last = visit.own_started > visit.joined  # of a booked service the own effort follows
    if visit.own_started >= 0:
        until = visit.joined if visit.joined >= 0 and not own_last else ended
        totals[at, EFFORT] += until - visit.own_started
    if visit.started >= 0:
        totals[at, SERVICE] += (visit.own_started if own_last else ended) - visit.started
    if visit.ended >= 0:
        totals[at, AFTERWARDS] += last - visit.ended
    held = 0.0
    if visit.began >= 0:
        held = (visit.ended if visit.ended >= 0 else last) - visit.began
    return held


@njit(cache=True, nogil=True)
def add_promises(promises: Any, fates: Counts) -> None:
    """Count promises kept, broken and void."""
    for k in range(len(promises)):
        fate = promises[k].fate
        if fate in (KEPT, BROKEN, VOID):
            fates[promises[k].promise, fate] += 1
