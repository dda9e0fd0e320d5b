"""One replication: the arrays the kernel works in, and what they hold when it is over."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.records import PART, Records
from outsidein.simulation import kernel
from outsidein.simulation.calendar import Accumulator
from outsidein.simulation.draws import WORD, round_keys
from outsidein.simulation.program import Program
from outsidein.units import WEEK_SECONDS

FOLLOW_UP_SECONDS = 26 * WEEK_SECONDS

# How many of each there may be at first; doubled as needed.
FIRST_ROOMS = {
    "agenda": 1024, "token": 256, "case": 128, "job": 128, "split": 64, "run": 64, "carried": 64,
    "pending": 512, "batch": 64,
}  # fmt: skip
LISTED = {  # records with a list of those that are free
    "tokens": "free_token", "cases": "free_case", "splits": "free_split", "runs": "free_run",
    "carried": "free_carried", "jobs": "free_job", "batches": "free_batch",
}  # fmt: skip

# Times, segments, and the codes of the steps where they arrive; -1, or none: at their start.
Given = (
    tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]
    | tuple[npt.NDArray[np.float64], npt.NDArray[np.int32], npt.NDArray[np.int32]]
)


@dataclass(frozen=True, slots=True)
class ReplicationEnd:
    """What a replication leaves besides its records.

    ``parts`` (PART) count within the window · ``work_in_progress`` is the mean number of open
    cases in each bin from time 0 · ``events`` are arrivals and ends of visits of all cases ·
    ``arrived``, ``under_way`` and ``stuck`` are of the cases counted.
    """

    parts: npt.NDArray[Any]
    work_in_progress: npt.NDArray[np.float64]
    events: int
    arrived: int
    under_way: int
    stuck: int
    stopped_at: float


def replicate(
    program: Program,
    *,
    seed: int,
    replication: int,
    warm_up_seconds: float,
    window_seconds: float,
    follow_up_seconds: float = FOLLOW_UP_SECONDS,
    on_records: Callable[[Records], None] | None,
    bin_seconds: float = WEEK_SECONDS,
    arrivals: Given | None = None,
    buffer_rows: int = 8192,
) -> ReplicationEnd:
    """Run one replication from an empty organisation at Monday 00:00.

    Cases count that arrive in ``warm_up <= time < warm_up + window``. Customers go on arriving
    until each of those has ended, at most ``follow_up_seconds`` after the window; what then
    goes on is under way.

    Parameters
    ----------
    seed, replication : say which luck; 0 <= replication < 2**24.
    on_records : is given the records of the cases that count, block after block; the arrays
        are used again when it returns. None: records are dropped, counts are kept.
    bin_seconds : length of the bins of ``work_in_progress``.
    arrivals : times (in order) and segments of the customers, all counted, and perhaps the
        codes of the steps where they arrive; None: as the process says.
    buffer_rows : how many visits a block holds at most; results do not depend on it.

    Raises
    ------
    OutsideInError : ``loop-without-time``, ``too-many-tokens``.
    """
    run = _Replication(program, on_records, buffer_rows)
    if arrivals is None:
        limit = warm_up_seconds + window_seconds + follow_up_seconds
    else:
        limit = (float(arrivals[0][-1]) if len(arrivals[0]) else 0.0) + follow_up_seconds
    run.numbers |= {
        "replication": replication, "limit": limit, "bin_seconds": bin_seconds,
        "window_start": warm_up_seconds, "window_end": warm_up_seconds + window_seconds,
    }  # fmt: skip
    run.bins = max(math.ceil(limit / bin_seconds), 1)
    run.given = arrivals
    run.keys = np.array(round_keys((seed & WORD, seed >> 32 & WORD)), dtype=np.uint64).ravel()
    while not run.is_over():
        run.make_larger()
    return run.end()


def _run(world: npt.NDArray[Any]) -> int:
    """Call the kernel; the first time, compile it without looking for garbage: a tenth faster."""
    if len(kernel.run.overloads) or not gc.isenabled():
        return int(kernel.run(world))
    gc.disable()
    try:
        return int(kernel.run(world))
    finally:
        gc.enable()


def _lengthen(following: npt.NDArray[Any], used: int, world: Any, free: str) -> None:
    """Put the new records at the end of the list of those that are free.

    There, as if they had been there from the start: results do not depend on room.
    """
    following[used:] = np.arange(used + 1, len(following) + 1)
    following[-1] = kernel.NONE
    k = int(world[free])
    if k == kernel.NONE:
        world[free] = used
        return
    links = following[:used].tolist()
    while links[k] != kernel.NONE:
        k = links[k]
    following[k] = used


class _Replication:
    """A replication under way; its arrays grow, or it is begun again with larger ones."""

    def __init__(
        self, program: Program, on_records: Callable[[Records], None] | None, buffer_rows: int
    ) -> None:
        self.program, self.on_records = program, on_records
        self.numbers: dict[str, float] = dict(program.numbers)
        self.rooms = FIRST_ROOMS | {"rows": buffer_rows} | program.rooms
        self.rooms["rows"] = max(self.rooms["rows"], buffer_rows)
        self.handed_on = {"cases": 0, "steps": 0, "promises": 0}
        self.bins = 1
        self.given: Given | None = None
        self.keys = np.zeros(0, dtype=np.uint64)

    def is_over(self) -> bool:
        """Run from the start to the end, or until an array is too small."""
        self._begin()
        seen = dict.fromkeys(self.handed_on, 0)
        while True:
            status = _run(self.world)
            if status == kernel.TIGHT:
                self._grow()
                continue
            if status == kernel.TOO_SMALL:
                return False
            if status in (kernel.LOOP_WITHOUT_TIME, kernel.TOO_MANY_TOKENS):
                raise OutsideInError([self._fault(status)])
            self._hand_on(seen)
            if status == kernel.OVER:
                self.program.rooms.update(self.rooms)
                return True

    def _double(self) -> None:
        """Double the room of every array that is nearly full, or whose fill is not known."""
        world = self.world[0]
        tight = [name for name in FIRST_ROOMS if 3 * world[f"{name}_count"] >= self.rooms[name]]
        for name in tight or FIRST_ROOMS:
            self.rooms[name] *= 2
        self.rooms["pending"] = max(self.rooms["pending"], 2 * self.rooms["token"])

    def _grow(self) -> None:
        """Double what is nearly full, and keep what is in it."""
        self._double()
        world = self.world[0]
        for name, length in self._lengths().items():
            old = self.arrays[name]
            if length <= len(old):
                continue
            new = np.zeros(int(length), dtype=old.dtype)
            new[: len(old)] = old
            if name == "jobs":
                new["batch"][len(old) :] = kernel.NONE
            if name in LISTED:
                _lengthen(new["next"], len(old), world, LISTED[name])
            self.arrays[name] = new
            world[name] = new.ctypes.data
        self._tell_rooms(world)

    def make_larger(self) -> None:
        """Double what is nearly full; the replication is begun again."""
        world = self.world[0]
        self._double()
        if max(world[f"{name}_out_count"] for name in self.handed_on) >= self.rooms["rows"]:
            self.rooms["rows"] *= 2

    def _begin(self) -> None:
        self.arrays = self._arrays()
        self.world = np.zeros(1, dtype=kernel.WORLD)
        self.written = {name: self.world[f"{name}_out_count"] for name in self.handed_on}
        world = self.world[0]
        for name, array in self.arrays.items():
            world[name] = array.ctypes.data
        for name, value in self.numbers.items():
            world[name] = value
        self._tell_rooms(world)
        for name in self.handed_on:
            world[f"{name}_out_room"] = self.rooms["rows"]
            world[f"{name}_out_mark"] = self.rooms["rows"] * 3 // 4
        for name in ("limbo", "done_cases", "soon", "start_job", "start_token", "start_person"):
            world[name] = kernel.NONE
        world["bin_count"] = self.bins
        world["log"] = self.on_records is not None
        world["given_count"] = kernel.NONE if self.given is None else len(self.given[0])

    def _tell_rooms(self, world: Any) -> None:
        for name in FIRST_ROOMS:
            world[f"{name}_room"] = self.rooms[name]
        world["agenda_mark"] = self.rooms["agenda"] * 3 // 4
        for name in ("token", "case", "job"):
            world[f"{name}_mark"] = self.rooms[name] // 2

    def _lengths(self) -> dict[str, float]:
        rooms, numbers = self.rooms, self.numbers
        return {
            "agenda": rooms["agenda"], "tokens": rooms["token"], "rows": rooms["token"],
            "cases": rooms["case"], "splits": rooms["split"], "runs": rooms["run"],
            "carried": rooms["carried"], "jobs": rooms["job"], "pending": rooms["pending"],
            "batches": rooms["batch"], "filling": numbers["step_count"],
            "promises": rooms["case"] * numbers["vow_count"],
            "windows": rooms["case"] * numbers["window_count"],
            "clocks": rooms["case"] * numbers["act_count"],
            "queues": numbers["part_count"] * numbers["rank_count"],
            "counts": rooms["case"] * numbers["count_columns"],
            "contacted": rooms["case"] * numbers["reason_count"],
            "spent": rooms["case"] * 14, "dirty": numbers["part_count"], "bins": self.bins,
            "cases_out": rooms["rows"], "steps_out": rooms["rows"], "promises_out": rooms["rows"],
        }  # fmt: skip

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        program = self.program
        arrays: dict[str, npt.NDArray[Any]] = dict(program.facts)
        arrays |= {name: array.copy() for name, array in program.beginnings.items()}
        for name, length in self._lengths().items():
            arrays[name] = np.zeros(max(int(length), 1), dtype=kernel.STATE[name])
        arrays["keys"] = self.keys
        times, segments, *steps = self.given or (np.zeros(1), np.zeros(1, dtype=np.int32))
        arrays["given_times"] = np.ascontiguousarray(times, dtype=np.float64)
        arrays["given_segments"] = np.ascontiguousarray(segments, dtype=np.int32)
        arrays["given_steps"] = np.full(len(times), kernel.NONE, dtype=np.int32)
        if steps:
            arrays["given_steps"] = np.ascontiguousarray(steps[0], dtype=np.int32)
        arrays["queues"]["first"] = arrays["queues"]["last"] = kernel.NONE
        arrays["jobs"]["batch"] = arrays["filling"][:] = kernel.NONE
        for name in LISTED:
            arrays[name]["next"] = np.arange(1, len(arrays[name]) + 1)
            arrays[name]["next"][-1] = kernel.NONE
        return arrays

    def _hand_on(self, seen: dict[str, int]) -> None:
        """Give the records on that were not given before the replication was begun again."""
        blocks = []
        for name, written in self.written.items():
            count = int(written[0])
            new = max(0, self.handed_on[name] - seen[name])
            blocks.append(self.arrays[f"{name}_out"][min(new, count) : count])
            seen[name] += count
            self.handed_on[name] = max(self.handed_on[name], seen[name])
            written[0] = 0
        if self.on_records is not None and any(len(block) for block in blocks):
            self.on_records(Records(*blocks))

    def _fault(self, status: int) -> Fault:
        where = self.program.vocabulary.steps[int(self.world[0]["where"])].id
        if status == kernel.LOOP_WITHOUT_TIME:
            what = f"{kernel.MOST_MOVES_AT_ONE_INSTANT:,} moves of one case at one instant"
            hint = "give a step of the loop a time, or the loop a limit"
            return Fault("loop-without-time", "error", where, what, hint)
        what = f"more than {kernel.MOST_TOKENS_IN_A_CLASS:,} tokens of one case at once"
        return Fault("too-many-tokens", "error", where, what, "a split is never joined")

    def end(self) -> ReplicationEnd:
        """Return what is left when the kernel is done."""
        world = self.world[0]
        stopped_at = float(world["stopped_at"])
        bin_seconds = self.numbers["bin_seconds"]
        bins = min(math.ceil(stopped_at / bin_seconds), self.bins)
        if bins and stopped_at <= (bins - 1) * bin_seconds:
            bins -= 1  # rounding had put the end behind the edge of the last bin
        lengths = np.full(bins, bin_seconds)
        if bins:
            lengths[-1] = stopped_at - (bins - 1) * bin_seconds
        return ReplicationEnd(
            parts=self._parts(),
            work_in_progress=self.arrays["bins"][:bins] / lengths,
            events=int(world["events"]),
            arrived=int(world["arrived"]),
            under_way=int(world["under_way"]),
            stuck=int(world["stuck"]),
            stopped_at=stopped_at,
        )

    def _parts(self) -> npt.NDArray[Any]:
        kept = self.arrays["parts"]
        found = np.zeros(len(self.program.process.parts), dtype=PART)
        for name in ("busy_seconds", "overtime_seconds", "joined", "left", "closed"):
            found[name] = kept[name][: len(found)]
        start, end = self.numbers["window_start"], self.numbers["window_end"]
        for number, week in self.program.weeks.items():
            staff = Accumulator.of(week)
            found["staffed_seconds"][number] = staff.up_to(end) - staff.up_to(start)
        return found
