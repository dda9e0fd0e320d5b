"""From a log of our own process back to the records that every measure is defined on.

Nothing derived (time by class, contacts, repeats, paths, promises, poor) is taken from the log:
it is worked out again from the visits. On a simulated log the records are the simulator's own.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from outsidein.eventlog.visits import TIMES, VisitLog, codes
from outsidein.measures import records as r
from outsidein.measures.records import CASE, PROMISE, STEP, Records, extend_path
from outsidein.measures.vocabulary import Vocabulary, vocabulary
from outsidein.model.behaviour import Failure
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process, Step
from outsidein.model.resolve import seen_by, ways_of
from outsidein.units import WEEK_SECONDS

MEETINGS = ("do", "touch", "tell")
SERVICES = ("do", "touch", "tell", "hidden", "check")
Row = Any  # one record of STEP


def journeys(log: VisitLog, process: Process) -> Iterator[Records]:
    """Yield the records of each replication of a log of a process.

    Visits of a case count in the order of the log (the order of their end).
    """
    readers = Faces(process)
    kept = np.isin(log.visits["how"], r.FATE)
    for replication in np.unique(log.cases["replication"]).tolist():
        visits = (log.visits["replication"] == replication) & ~kept
        promises = (log.visits["replication"] == replication) & kept
        steps = _visits(log, visits, readers.words)
        yield _Replication(
            readers,
            steps,
            _promises(log, promises, readers.words),
            _cases(log, replication, readers),
        ).records()


class Faces:
    """Each step as each customer meets it, in each way, by the codes of the vocabulary."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.words: Vocabulary = vocabulary(process)
        self.people = {p.id for p in process.parts if p.staff() is not None}
        self._steps = [p.step for p in placed_steps(process).values()]
        self._known: dict[tuple[int, int], dict[str, Step]] = {}

    def of(self, row: Row) -> Step:
        """Return the step of a visit as its customer met it."""
        step, segment = int(row["step"]), int(row["segment"])
        if (segment, step) not in self._known:
            seen = seen_by(self._steps[step], self.process.customers[segment].id)
            self._known[segment, step] = ways_of(seen, self.process.channels)
        ways = self._known[segment, step]
        return ways[self.words.steps[step].ways[row["way"]] if "" not in ways else ""]

    def failure(self, row: Row) -> Failure | None:
        """Return the failure that acted at the end of a visit."""
        if row["mode"] < 0:
            return None
        step_id, mode = self.words.modes[row["mode"]]
        step = self.words.step_code(step_id)
        seen = seen_by(self._steps[step], self.process.customers[int(row["segment"])].id)
        for way in ways_of(seen, self.process.channels).values():
            for failure in way.fails:
                if failure.mode == mode:
                    return failure
        return None

    def kind(self, step: Step) -> str:
        """Return the kind of a step's channel: live, self, left or booked."""
        return self.process.channels.get(step.channel or "", "self")


def _visits(log: VisitLog, chosen: np.ndarray, words: Vocabulary) -> np.ndarray:
    table = {name: column[chosen] for name, column in log.visits.items()}
    rows = np.zeros(int(chosen.sum()), dtype=STEP)
    for name in ("replication", "case", "customer", "visit", "person", "attempt", *TIMES):
        rows[name] = table[name]
    rows["segment"] = codes(table["segment"], words.segments)
    step_ids = tuple(s.id for s in words.steps)
    rows["step"] = codes(table["step"], step_ids)
    rows["caller"] = codes(table["caller"], step_ids)
    rows["channel"] = codes(table["channel"], words.channels)
    rows["part"] = codes(table["part"], words.parts)
    rows["how"] = codes(table["how"], r.HOW)
    modes = tuple(f"{step}: {mode}" for step, mode in words.modes)
    rows["mode"], rows["arose"] = codes(table["mode"], modes), codes(table["arose"], modes)
    for k, step in enumerate(words.steps):
        here = rows["step"] == k
        rows["way"][here] = np.maximum(codes(table["way"][here], step.ways), 0)
        rows["branch"][here] = codes(table["branch"][here], step.branches)
    rows["before"] = -1
    return rows


def _promises(log: VisitLog, chosen: np.ndarray, words: Vocabulary) -> np.ndarray:
    rows = np.zeros(int(chosen.sum()), dtype=PROMISE)
    rows["replication"] = log.visits["replication"][chosen]
    rows["case"] = log.visits["case"][chosen]
    rows["promise"] = codes(log.visits["step"][chosen], tuple(s.id for s in words.steps))
    rows["fate"] = codes(log.visits["how"][chosen], r.FATE)
    rows["opened"], rows["shut"] = log.visits["ready"][chosen], log.visits["ended"][chosen]
    return rows


def _cases(log: VisitLog, replication: int, faces: Faces) -> np.ndarray:
    chosen = log.cases["replication"] == replication
    rows = np.zeros(int(chosen.sum()), dtype=CASE)
    for name in ("replication", "case", "customer", "start", "end"):
        rows[name] = log.cases[name][chosen]
    rows["segment"] = codes(log.cases["segment"][chosen], faces.words.segments)
    rows["outcome"] = codes(log.cases["outcome"][chosen], r.OUTCOME)
    ids = tuple(s.id for s in faces.words.steps)
    rows["end_step"] = codes(log.cases["end_step"][chosen], ids)
    return rows


class _Replication:
    """Works out, case by case, what one replication's visits amount to."""

    def __init__(
        self, faces: Faces, steps: np.ndarray, promises: np.ndarray, cases: np.ndarray
    ) -> None:
        self.faces, self.steps, self.promises, self.cases = faces, steps, promises, cases
        self.stopped = float(steps["finished"].max()) if len(steps) else 0.0

    def records(self) -> Records:
        by_case: dict[int, list[int]] = {}
        for k, case in enumerate(self.steps["case"].tolist()):
            by_case.setdefault(case, []).append(k)
        fates: dict[int, list[int]] = {}
        for promise in self.promises:
            fates.setdefault(int(promise["case"]), []).append(int(promise["fate"]))
        for case in self.cases:
            number = int(case["case"])
            self._fill(case, [self.steps[k] for k in by_case.get(number, [])])
            found = fates.get(number, [])
            case["promises_kept"] = found.count(r.KEPT)
            case["promises_broken"] = found.count(r.BROKEN)
            case["poor"] = self._poor(case)
        return Records(self.cases, self.steps, self.promises)

    def _fill(self, case: Row, rows: list[Row]) -> None:
        faces = [self.faces.of(row) for row in rows]
        self._contacts(case, rows, faces)
        path, cost = 0, 0.0
        carried: list[Failure] = []
        for k, (row, step) in enumerate(zip(rows, faces, strict=True)):
            row["before"] = self._before(rows, faces, k)
            booked = self.faces.kind(step) == "booked"
            row["over_tolerance"] = not booked and _over_tolerance(row, step)
            case["over_tolerance"] += row["over_tolerance"]
            meets = step.verb in MEETINGS and row["caller"] < 0
            if meets and row["how"] != r.UNDER_WAY:
                path = extend_path(path, int(row["step"]), int(row["how"]))
            cost += _cost(row, step)
            carried = self._carry(case, row, step, carried)
        case["path"], case["cost"], case["visits"] = path, cost, len(rows)
        over = not math.isnan(case["end"])
        case["never_noticed"] = len(carried) if over else 0
        until = float(case["end"]) if over else self.stopped
        case["seconds"] = self._split(rows, faces, float(case["start"]), until)

    def _contacts(self, case: Row, rows: list[Row], faces: list[Step]) -> None:
        last: dict[str, float] = {}
        order = sorted(
            range(len(rows)), key=lambda k: (_or_inf(rows[k]["began"]), rows[k]["visit"])
        )
        for k in order:
            row, step = rows[k], faces[k]
            reaches = step.verb == "do" and step.part in self.faces.people
            if not reaches or row["caller"] >= 0 or math.isnan(row["began"]):
                continue
            if self.faces.kind(step) not in ("live", "left"):
                continue
            reason = step.reason or step.id
            row["contact"] = 1
            row["repeat"] = row["began"] - last.get(reason, -math.inf) <= WEEK_SECONDS
            last[reason] = float(row["began"])
            case["contacts"] += 1
            case["repeats"] += row["repeat"]

    def _before(self, rows: list[Row], faces: list[Step], k: int) -> int:
        """Return the step the customer last completed when a visit became ready."""
        for j in range(k - 1, -1, -1):
            completed = faces[j].verb in MEETINGS and rows[j]["how"] == r.SERVED
            if completed and rows[j]["caller"] < 0 and rows[j]["finished"] <= rows[k]["ready"]:
                return int(rows[j]["step"])
        return -1

    def _carry(self, case: Row, row: Row, step: Step, carried: list[Failure]) -> list[Failure]:
        """Follow the failures that travel with a case, and who found those that acted."""
        if row["attempt"] == 0:
            carried = [f for f in carried if f not in step.fails]
        acted = self.faces.failure(row) if row["how"] == r.FAILED else None
        if acted is not None:
            case["found_by_customer"] += acted.by == "customer"
            if acted not in step.fails:
                carried = [f for f in carried if f.noticed_at != step.id]
        if row["arose"] >= 0:
            mode = self.faces.words.modes[row["arose"]][1]
            carried = [*carried, next(f for f in step.fails if f.mode == mode)]
        return carried

    def _split(
        self, rows: list[Row], faces: list[Step], start: float, end: float
    ) -> tuple[float, ...]:
        spans = [
            (max(a, start), min(b, end), kind)
            for row, step in zip(rows, faces, strict=True)
            for a, b, kind in self._classes(row, step)
            if min(b, end) > max(a, start)
        ]
        totals = [0.0] * len(r.TIME_CLASSES)
        moments = sorted({start, end, *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
        for a, b in itertools.pairwise(moments):
            here = [kind for first, last, kind in spans if first <= a and b <= last]
            totals[min(here, default=r.BETWEEN_TRIES)] += b - a
        return tuple(totals)

    def _classes(self, row: Row, step: Step) -> list[tuple[float, float, int]]:
        """Return the stretches of one visit and the class of each (design, rule 4)."""
        last = float(row["finished"])
        if step.verb in ("wait", "first of"):
            pace = r.OWN_PACE if step.race_by_customer else r.FOR_ORGANISATION
            return [(float(row["ready"]), last, pace)]
        left = self.faces.kind(step) == "left"
        meets = step.verb == "touch" or (step.verb in ("do", "choose") and not left)
        served = meets and row["how"] != r.NO_SHOW
        queue = step.verb == "do" and self.faces.kind(step) == "live"
        stretches = [
            (row["ready"], _first(row["pause_ended"], last), r.OWN_PACE),
            (row["pause_ended"], _first(row["began"], last), r.FOR_THEMSELVES),
            (row["own_started"], _first(row["joined"], row["ended"], last), r.OWN_EFFORT),
            (
                row["joined"],
                _first(row["started"], row["ended"], last),
                r.IN_QUEUE if queue else r.FOR_ORGANISATION,
            ),
            (
                row["started"],
                _first(row["ended"], last),
                r.BEING_SERVED if served else r.FOR_ORGANISATION,
            ),
            (row["ended"], last, r.FOR_ORGANISATION),
        ]
        if step.batch is not None:  # others were waited for
            stretches.append((row["began"], _first(row["joined"], last), r.FOR_ORGANISATION))
        if step.verb == "do" and self.faces.kind(step) == "booked":  # own effort comes last
            own, ended = row["own_started"], _first(row["ended"], last)
            stretches[2] = (own, ended, r.OWN_EFFORT)
            stretches[4] = (row["started"], _first(own, ended), stretches[4][2])
        return [(float(a), b, kind) for a, b, kind in stretches if not math.isnan(a) and b > a]

    def _poor(self, case: Row) -> int:
        if case["outcome"] != 0:
            return 0
        found = 0
        for reason, limit in self.faces.process.poor_when:
            bit = r.POOR_REASONS.index(reason)
            true = (
                case["promises_broken"] > 0,
                case["contacts"] > limit,
                case["over_tolerance"] > 0,
                case["found_by_customer"] > 0,
            )[bit]
            found |= int(true) << bit
        return found


def _first(*times: float) -> float:
    return next(float(t) for t in times if not math.isnan(t))


def _or_inf(time: float) -> float:
    return math.inf if math.isnan(time) else float(time)


def _over_tolerance(row: Row, step: Step) -> bool:
    if step.tolerates is None or step.verb != "do" or math.isnan(row["joined"]):
        return False
    gone = row["how"] in (r.LEFT, r.CLOSED) and math.isnan(row["started"])
    until = row["ended"] if gone else row["started"]
    return bool(until - row["joined"] > step.tolerates.parameters[0])


def _cost(row: Row, step: Step) -> float:
    if not step.cost or step.verb not in SERVICES:
        return 0.0
    began = not math.isnan(row["started"]) and row["how"] != r.NO_SHOW
    unheld = math.isnan(row["joined"]) and not math.isnan(row["ended"])
    return step.cost if began or (unheld and row["how"] != r.LEFT) else 0.0
