"""Who went from which step straight to which: counted from the records of a replication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.measures.records import SERVED, UNDER_WAY, Records
from outsidein.model.process import Process
from outsidein.model.roads import Roads
from outsidein.statistics.histogram import BINS

Counts = npt.NDArray[np.int64]
NEVER = 1e300  # seconds; an infinite time would not sort
SET_OUT, ELSEWHERE = -1, -2  # instead of a step before: an arrival, something done meanwhile
_FRONT = frozenset({"do", "touch", "tell", "choose", "wait", "first of", "start", "end"})
_VISIT = ("case", "step", "how", "mode", "caller", "attempt", "ready", "finished")


@dataclass(frozen=True, slots=True)
class Move:
    """From a step (or SET_OUT, ELSEWHERE) to the next; how the visit before ended, and its mode."""

    source: int
    target: int
    how: int = SERVED
    mode: int = -1


@dataclass(slots=True)
class Moves:
    """The moves of one replication, and the waits while the company works.

    ``verbs`` are those of the steps, in the order of their codes; ``leads`` says of two steps
    whether a flow leads straight from one to the other: first from those served, then from
    those not served. ``counts`` are customers by
    move; ``splits`` visits by pair of steps (a visit that leads into several branches at once
    leads to each of them); ``gaps`` are the seconds between two steps of the customer with
    only hidden work between, counted in bins, by pair of steps · ``worked`` are the seconds
    that each part served at each step, by (step, part).
    """

    verbs: tuple[str, ...]
    leads: npt.NDArray[np.bool_]
    counts: dict[Move, int] = field(default_factory=dict)
    sources: dict[tuple[int, int], Counts] = field(default_factory=dict)
    gaps: dict[tuple[int, int], Counts] = field(default_factory=dict)
    worked: dict[tuple[int, int], float] = field(default_factory=dict)
    _steps: list[npt.NDArray[Any]] = field(default_factory=list)
    _cases: list[npt.NDArray[Any]] = field(default_factory=list)

    def add(self, records: Records) -> None:
        """Keep what is needed of a block of records; a case may go on in a later block."""
        rows = records.steps
        kept = rows[rows["caller"] < 0][list(_VISIT)].copy()
        kept["finished"][kept["how"] == UNDER_WAY] = NEVER  # cut short: nothing follows it
        self._steps.append(kept)
        self._cases.append(records.cases[["case", "end", "end_step"]].copy())
        self._work(rows)

    def _work(self, rows: npt.NDArray[Any]) -> None:
        """Add up who worked where: the part that was really asked, for each customer."""
        served = rows[(rows["started"] >= 0) & (rows["part"] >= 0)]
        own_last = served["own_started"] > served["joined"]
        last = np.where(served["ended"] >= 0, served["ended"], served["finished"])
        until = np.where(own_last, served["own_started"], last)
        seconds = np.maximum(np.nan_to_num(until - served["started"]), 0.0)
        codes = np.stack([served["step"], served["part"]], axis=1).astype(np.int64)
        pairs, inverse = np.unique(codes, axis=0, return_inverse=True)
        sums = np.bincount(np.ravel(inverse), seconds, minlength=len(pairs))
        for (step, part), total in zip(pairs.tolist(), sums.tolist(), strict=True):
            self.worked[step, part] = self.worked.get((step, part), 0.0) + total

    def close(self) -> None:
        """Count the moves of everything that was added, and forget the visits."""
        if not self._steps:
            return
        steps, cases = np.concatenate(self._steps), np.concatenate(self._cases)
        self._steps, self._cases = [], []
        if not len(steps):
            return
        steps = _in_order(steps)
        before = _before(steps, self.leads)
        first = _first_of_case(steps)
        arrived = (steps["attempt"] == 0) & ~((before < 0) & ~first)
        self._count(steps, before, arrived, first)
        ended = cases[~np.isnan(cases["end"]) & (cases["end_step"] >= 0)]
        last = _last_of(steps, ended, self.leads)
        for k, row in enumerate(last.tolist()):
            self._tell(steps, row, int(ended["end_step"][k]), 1)
        acted = (steps["attempt"] == 0) & (before < 0) & ~first
        for step, count in zip(*np.unique(steps["step"][acted], return_counts=True), strict=True):
            self._more(Move(ELSEWHERE, int(step)), int(count))
        self._wait(steps, before, last, ended)
        for pair, rows in self.sources.items():
            self.sources[pair] = np.unique(rows)

    def _count(
        self, steps: npt.NDArray[Any], before: Counts, arrived: npt.NDArray[Any],
        first: npt.NDArray[Any],
    ) -> None:  # fmt: skip
        for step, count in zip(
            *np.unique(steps["step"][first & arrived], return_counts=True), strict=True
        ):
            self._more(Move(SET_OUT, int(step)), int(count))
        moved = np.flatnonzero(arrived & (before >= 0))
        source = steps[before[moved]]
        codes = np.stack(
            [source["step"], steps["step"][moved], source["how"], source["mode"]], axis=1
        ).astype(np.int64)
        pairs, inverse = np.unique(codes, axis=0, return_inverse=True)
        inverse = np.ravel(inverse)
        for k, (a, b, how, mode) in enumerate(pairs.tolist()):
            rows = moved[inverse == k]
            self._more(Move(a, b, how, mode), len(rows))
            if how == SERVED:
                self._from(a, b, before[rows])

    def _tell(self, steps: npt.NDArray[Any], row: int, end: int, count: int) -> None:
        if row < 0:
            self._more(Move(ELSEWHERE, end), count)
            return
        source = steps[row]
        how = SERVED if source["how"] == UNDER_WAY else int(source["how"])
        self._more(Move(int(source["step"]), end, how, int(source["mode"])), count)
        if how == SERVED:
            self._from(int(source["step"]), end, np.array([row]))

    def _more(self, move: Move, count: int) -> None:
        self.counts[move] = self.counts.get(move, 0) + count

    def _from(self, a: int, b: int, rows: Counts) -> None:
        held = self.sources.get((a, b))
        self.sources[a, b] = rows if held is None else np.concatenate([held, rows])

    def _wait(
        self, steps: npt.NDArray[Any], before: Counts, last: Counts, ended: npt.NDArray[Any]
    ) -> None:
        front = np.array([verb in _FRONT for verb in self.verbs])
        is_front = front[steps["step"]]
        origin = before.copy()
        for _ in range(len(self.verbs)):
            through = (origin >= 0) & ~is_front[origin]
            if not through.any():
                break
            origin[through] = before[origin[through]]
        met = is_front & (steps["attempt"] == 0) & (before >= 0)
        met &= ~is_front[before] & (origin >= 0)
        rows = np.flatnonzero(met)
        gaps = steps["ready"][rows] - steps["finished"][origin[rows]]
        self._gaps(steps["step"][origin[rows]], steps["step"][rows], gaps)
        final = (last >= 0) & ~is_front[last]
        start = np.where(final, origin[last], -1)
        final &= start >= 0
        late = ended["end"][final] - steps["finished"][start[final]]
        self._gaps(steps["step"][start[final]], ended["end_step"][final], late)

    def _gaps(self, a: npt.NDArray[Any], b: npt.NDArray[Any], seconds: npt.NDArray[Any]) -> None:
        keys = np.stack([a, b], axis=1).astype(np.int64)
        for pair in np.unique(keys, axis=0).tolist():
            here = (keys == pair).all(axis=1)
            key = (int(pair[0]), int(pair[1]))
            held = self.gaps.get(key, np.zeros(BINS.count, dtype=np.int64))
            self.gaps[key] = held + BINS.tally(np.maximum(seconds[here], 0.0))


def together(found: Iterable[Moves]) -> dict[Move, int]:
    """Return the counts of several replications added up."""
    counts: dict[Move, int] = {}
    for moves in found:
        for move, count in moves.counts.items():
            counts[move] = counts.get(move, 0) + count
    return counts


def _in_order(steps: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Sort visits by case, then by their end, those that end together as they were written."""
    return steps[np.lexsort((np.arange(len(steps)), steps["finished"], steps["case"]))]


def _first_of_case(steps: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return whether a visit begins its case: nothing of the case was ready earlier."""
    order = np.lexsort((np.arange(len(steps)), steps["ready"], steps["case"]))
    first = np.zeros(len(steps), dtype=bool)
    if len(steps):
        case = steps["case"][order]
        first[order[np.concatenate([[True], case[1:] != case[:-1]])]] = True
    return first


def _row_at(steps: npt.NDArray[Any], case: npt.NDArray[Any], time: npt.NDArray[Any]) -> Counts:
    """Return the last visit of each case that ended at a time; -1: none did."""
    keys = steps["case"] + 1j * steps["finished"]
    rows = np.searchsorted(keys, case + 1j * time, side="right") - 1
    found = rows.clip(0)
    same = (rows >= 0) & (steps["case"][found] == case) & (steps["finished"][found] == time)
    return np.where(same, found, -1)


def _before(steps: npt.NDArray[Any], leads: npt.NDArray[np.bool_]) -> Counts:
    """Return the visit after which each began: the last that ended when it was ready; -1: none.

    Where several ended at that time, the last of them from which a flow leads here.
    """
    found = _row_at(steps, steps["case"], steps["ready"])
    step, own, unserved = steps["step"], np.arange(len(steps)), (steps["how"] != SERVED) * 1
    while True:
        here = found.clip(0)
        later = found >= own  # of visits without length: those that ended after it
        wrong = (found >= 0) & (later | ~leads[unserved[here], step[here], step])
        if not wrong.any():
            return found
        rows = np.flatnonzero(wrong)
        above = np.where(later[rows], np.minimum(found[rows], own[rows]), found[rows]) - 1
        same = (above >= 0) & (steps["case"][above.clip(0)] == steps["case"][rows])
        same &= steps["finished"][above.clip(0)] == steps["ready"][rows]
        found[rows] = np.where(same, above, -1)


def _last_of(
    steps: npt.NDArray[Any], ended: npt.NDArray[Any], leads: npt.NDArray[np.bool_]
) -> Counts:
    """Return the visit that led each case to its end; -1: none.

    A touch does not keep a case open: it may end later than the case.
    """
    rows = _row_at(steps, ended["case"], ended["end"])
    last = np.searchsorted(steps["case"], ended["case"], side="right") - 1

    def leads_here(found: Counts) -> npt.NDArray[np.bool_]:
        served = np.isin(steps["how"][found.clip(0)], (SERVED, UNDER_WAY))
        return np.asarray(served & leads[0, steps["step"][found.clip(0)], ended["end_step"]])

    later = (last >= 0) & (steps["case"][last.clip(0)] == ended["case"]) & leads_here(last)
    here = (rows >= 0) & (leads_here(rows) | (steps["how"][rows.clip(0)] != SERVED))
    return np.where(here | ~later, rows, last)


def leads_of(process: Process, ids: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return, of each two steps, whether one leads straight to the other: served, not served."""
    roads, code = Roads(process), {step: k for k, step in enumerate(ids)}
    found = np.zeros((2, len(ids), len(ids)), dtype=bool)
    for step in ids:
        for number, targets in enumerate((roads.onward(step), roads.leaving(step))):
            here = [code[target] for target in targets if target in code]
            found[number, code[step], here] = True
    return found
