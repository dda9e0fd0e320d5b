"""A process as plain arrays: what the kernel reads, one layout for every process."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.vocabulary import Vocabulary, vocabulary
from outsidein.model.behaviour import Failure, Law
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process, Step
from outsidein.simulation import kernel
from outsidein.simulation.arrivals import cumulative_rates
from outsidein.simulation.calendar import Accumulator, Week, staff_week, working_clock
from outsidein.simulation.draws import lognormal_parameters, stream
from outsidein.simulation.gamma import gamma_table
from outsidein.simulation.kernel import NONE
from outsidein.simulation.routes import CustomerRoutes, branch_shares, routes_of
from outsidein.units import UNIT_SECONDS

Arrays = dict[str, npt.NDArray[np.void] | npt.NDArray[np.float64] | npt.NDArray[np.int32]]
CALL_BACK_WITHIN = Law(kind="exponential", parameters=(1800.0,), unit="min")
WORK = ("tell", "hidden", "check")
MEETINGS = ("do", "touch", "tell")
MOST_PERSONS = 64  # inside one customer: a bit each


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A process made ready for the kernel; replications share it and never change it.

    ``facts`` are read, ``beginnings`` copied by each replication; both by the names of
    ``kernel``. ``numbers`` go into the kernel's world as they are. ``rooms`` remembers how large
    the arrays of a replication had to be.
    """

    process: Process
    vocabulary: Vocabulary
    facts: Arrays
    beginnings: Arrays
    numbers: Mapping[str, float]
    weeks: Mapping[int, Week]  # staff by the hour, by part
    rooms: dict[str, int] = field(default_factory=dict)


def compile_program(process: Process) -> Program:
    """Turn a process without faults into a program.

    Raises
    ------
    OutsideInError : ``id-collision`` when two steps would share their luck.
    """
    _refuse_collisions(process)
    return _Compiler(process).program()


def _refuse_collisions(process: Process) -> None:
    seen: dict[int, str] = {}
    faults = []
    for step_id in placed_steps(process):
        other = seen.setdefault(stream(step_id), step_id)
        if other != step_id:
            what = f'"{step_id}" and "{other}" would draw the same random numbers'
            faults.append(Fault("id-collision", "error", step_id, what, "rename one of them"))
    if faults:
        raise OutsideInError(faults)


class _Compiler:
    """Fills the arrays, segment by segment, step by step."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.words = vocabulary(process)
        self.routes = [routes_of(process, customer) for customer in process.customers]
        self.codes = {words.id: k for k, words in enumerate(self.words.steps)}
        self.parts = {part.id: k for k, part in enumerate(process.parts)}
        weeks = {k: staff_week(part) for k, part in enumerate(process.parts)}
        self.weeks = {k: week for k, week in weeks.items() if week is not None}
        self.floats: list[float] = []
        self.integers: list[int] = []
        self.rows: dict[str, list[dict[str, float]]] = {name: [] for name in kernel.FACTS}
        self.laws: dict[Law, int] = {}
        self.tables: dict[float, int] = {}
        self.arcs: dict[tuple[str, str], int] = {("", ""): 0}
        self.reasons: dict[str, int] = {}
        self.persons: dict[str, int] = {}
        self.limits: dict[int, int] = {}  # steps with `at most` -> column
        spans = [p.step for p in placed_steps(process).values()]
        self.vows = [s.id for s in spans if s.verb == "promise"]
        self.windows = [s.id for s in spans if s.verb == "meanwhile"]
        self.acts = [(s.id, act.id) for s in spans if s.verb == "meanwhile" for act in s.acts]
        self.ranks = self._ranks()

    # Names and numbers.

    def arc(self, source: str, label: str) -> int:
        """Return the number of one way of coming to a step, as joins tell them apart."""
        return self.arcs.setdefault((source, label), len(self.arcs))

    def list_of(self, numbers: Sequence[int]) -> int:
        """Keep a list of whole numbers; return where it begins."""
        self.integers += numbers
        return len(self.integers) - len(numbers)

    def floats_of(self, numbers: Sequence[float]) -> int:
        """Keep a list of numbers; return where it begins."""
        self.floats += map(float, numbers)
        return len(self.floats) - len(numbers)

    def law(self, law: Law | None) -> int:
        """Return the number of a law, NONE for none."""
        if law is None:
            return NONE
        if law not in self.laws:
            self.laws[law] = len(self.laws)
            self.rows["laws"].append(self._law(law))
        return self.laws[law]

    def _law(self, law: Law) -> dict[str, float]:
        kind, p, table = law.kind, [*law.parameters, 0.0, 0.0], NONE
        if kind == "lognormal":
            p[:2] = lognormal_parameters(p[0], p[1])
        elif kind == "gamma" and (p[0] <= 0 or p[1] == 0):
            kind = "constant"
        elif kind == "gamma":
            table = self._table(p[1] / p[0])
        code = kernel.LAW_KINDS.index(kind)
        return {
            "kind": code, "working": law.working, "table": table, "a": p[0], "b": p[1], "c": p[2],
        }  # fmt: skip

    def _table(self, variation: float) -> int:
        if variation not in self.tables:
            self.tables[variation] = self.floats_of(gamma_table(variation).tolist())
        return self.tables[variation]

    def clockwork(self, rate: Accumulator | None) -> int:
        """Return the number of a clock that does not always run, NONE for none."""
        if rate is None:
            return NONE
        first = self.floats_of([*rate.moments, *rate.levels, *rate.sums])
        row = {"total": rate.total, "first": first, "count": len(rate.moments)}
        self.rows["clockworks"].append(row)
        return len(self.rows["clockworks"]) - 1

    def person(self, name: str) -> int:
        """Return the number of a person inside a customer."""
        number = self.persons.setdefault(name, len(self.persons))
        if number >= MOST_PERSONS:
            what = f"more than {MOST_PERSONS} persons inside the customers"
            raise OutsideInError([Fault("too-many-persons", "error", "customers", what)])
        return number

    def kind(self, step: Step) -> str:
        """Return the kind of a step's channel."""
        return self.process.channels.get(step.channel or "", "self")

    def to(self, routes: CustomerRoutes, at: str, to: str | None) -> int:
        """Return a destination as the kernel writes it: a sister way, a step, or NONE."""
        if to is None:
            return NONE
        ways = list(routes.ways[at])
        return -2 - ways.index(to) if to in ways else self.codes[to]

    def _order(self, routes: CustomerRoutes, step: Step) -> tuple[float, float, int]:
        """Return what decides who is next before the time of joining."""
        kind = 2 if step.verb in WORK else int(step.verb == "do" and self.kind(step) == "left")
        return -step.priority, -routes.customer.priority, kind

    def _ranks(self) -> dict[tuple[float, float, int], int]:
        found = {
            self._order(routes, way)
            for routes in self.routes
            for ways in routes.ways.values()
            for way in ways.values()
        }
        return {order: k for k, order in enumerate(sorted(found))}

    # The whole.

    def program(self) -> Program:
        """Return everything the kernel needs."""
        working = self.clockwork(working_clock(self.process.working_days))
        call_back = self.law(CALL_BACK_WITHIN)
        acts_of_windows = [[act for window, act in self.acts if window == w] for w in self.windows]
        first = 0
        for acts in acts_of_windows:
            self.rows["windows_acts"].append({"first": first, "count": len(acts)})
            first += len(acts)
        for number, routes in enumerate(self.routes):
            _Segment(self, number, routes).fill()
        segments = self._segments()
        parts, people = self._parts()
        facts: Arrays = {
            name: _records(kernel.FACTS[name], rows)
            for name, rows in self.rows.items()
            if name not in {"floats", "integers"}
        }
        facts["floats"] = np.array([*self.floats, 0.0])
        facts["integers"] = np.array([*self.integers, 0], dtype=np.int32)
        return Program(
            process=self.process,
            vocabulary=self.words,
            facts=facts,
            beginnings={"segments": segments, "parts": parts, "people": people},
            numbers=self._numbers(working, call_back),
            weeks=self.weeks,
        )

    def _segments(self) -> npt.NDArray[np.void]:
        rates: list[Accumulator | None] = [None] * len(self.routes)
        if self.process.arrivals is not None:
            rates = cumulative_rates(self.process)
        rows = [
            {"next_arrival": math.inf, "clockwork": self.clockwork(rate),
             "first": self.codes[routes.first], "first_arc": 0}
            for rate, routes in zip(rates, self.routes, strict=True)
        ]  # fmt: skip
        return _records(kernel.SEGMENT, rows)

    def _parts(self) -> tuple[npt.NDArray[np.void], npt.NDArray[np.void]]:
        columns = len(self.codes) + len(self.limits)
        parts: list[dict[str, float]] = []
        people: list[dict[str, float]] = []
        for number, part in enumerate(self.process.parts):
            week, own, away = self.weeks.get(number), part.own_customers, part.away
            row = {
                "staffed": week is not None, "own_customers": own is not None and week is not None,
                "within": self.law(own.within) if own else NONE, "column": columns,
                "away_share": away.share if away else 0.0,
                "away_part": self.parts[away.part] if away else NONE,
                "people": len(people), "idle_first": NONE, "idle_last": NONE,
                "orphans_first": NONE, "orphans_last": NONE,
            }  # fmt: skip
            if week is not None:
                row["moments"] = self.floats_of([*week.moments, *week.levels])
                row["moment_count"] = len(week.moments)
                row["people_count"] = int(max(week.levels))
                people += [
                    {"part": number, "number": k + 1, "job": NONE, "paused": NONE}
                    for k in range(int(max(week.levels)))
                ]
                columns += own is not None
            parts.append(row)
        self.columns = columns
        return _records(kernel.PART_AT_WORK, parts), _records(kernel.PERSON, people)

    def _numbers(self, working: int, call_back: int) -> dict[str, float]:
        known = ["promise broken", "more than contacts", "a wait over its tolerance",
                 "a failure the customer found first"]  # fmt: skip
        reasons = [(known.index(name), limit) for name, limit in self.process.poor_when]
        widest = max(
            [2, *(row["onwards"] for row in self.rows["places"]),
             *(row["blocks"] for row in self.rows["places"])]
        )  # fmt: skip
        verbs = {way["verb"] for way in self.rows["views"]}
        return {
            "segment_count": len(self.routes),
            "part_count": len(self.process.parts),
            "people_count": sum(int(max(week.levels)) for week in self.weeks.values()),
            "step_count": len(self.codes),
            "vow_count": len(self.vows),
            "window_count": len(self.windows),
            "act_count": len(self.acts),
            "rank_count": len(self.ranks),
            "count_columns": self.columns,
            "reason_count": len(self.reasons),
            "working": working,
            "call_back_law": call_back,
            "has_touches": kernel.TOUCH in verbs,
            "headroom": 2 * int(widest) + 2 * len(self.acts) + len(self.vows) + 16,
            "poor_mask": sum({1 << k for k, _ in reasons}),
            "most_contacts": min((limit for k, limit in reasons if k == 1), default=math.inf),
        }


class _Segment:
    """Fills in what one customer's token needs to know about the steps."""

    def __init__(self, whole: _Compiler, number: int, routes: CustomerRoutes) -> None:
        self.whole, self.number, self.routes = whole, number, routes
        self.failures = [
            (placed.step.id, failure)
            for placed in routes.placed.values()
            for way in routes.ways[placed.step.id].values()
            for failure in way.fails
        ]

    def fill(self) -> None:
        """Add a row for each step, promise and act."""
        for step_id in self.whole.codes:
            self.whole.rows["places"].append(self._place(step_id))
        for step_id in self.whole.vows:
            step = self.routes.step(step_id)
            law, code = self.whole.law(step.within), self.whole.codes[step_id]
            row = {"within": law, "step": code, "present": self._is_for(step)}
            self.whole.rows["vows"].append(row)
        for window, act_id in self.whole.acts:
            self.whole.rows["acts"].append(self._act(window, act_id))

    def _is_for(self, step: Step) -> bool:
        return step.only in (None, self.routes.customer.id)

    def _place(self, step_id: str) -> dict[str, float]:
        whole, routes, step = self.whole, self.routes, self.routes.step(step_id)
        row: dict[str, float] = dict.fromkeys(kernel.PLACE.names or (), 0)
        if step.verb not in kernel.VERBS:
            return row  # promises and meanwhiles are no places to be at
        ways, onward = routes.ways[step_id], routes.onward(step_id)
        limit = step.at_most if step.at_most and step.at_most.visits is not None else None
        incoming = sorted(whole.arc(*arc) for arc in routes.incoming.get(step_id, ()))
        blocks = [n for pair in self._blocks(step) for n in pair]
        shutting, opening = self._spans(step_id, last=True), self._spans(step_id, last=False)
        outcome = kernel_outcome(step)
        row |= {
            "stream": stream(step_id), "verb": kernel.VERBS.index(step.verb), "outcome": outcome,
            "join_all": step.join_all, "passed": not self._is_for(step),
            "beside": step.verb == "touch" and not (step.go or step.fails or step.next),
            "has_ways": "" not in ways, "carries": self._carries(step_id),
            "wakes": any(f.until == step_id for _, f in self.failures),
            "first_view": len(whole.rows["views"]), "ways": len(ways),
            "way_shares": whole.floats_of(_upto(routes.way_shares[step_id])),
            "most": NONE, "onward": whole.list_of([whole.codes[to] for to in onward]),
            "onwards": len(onward), "onward_arc": whole.arc(step_id, "next"),
            "shutting": whole.list_of(shutting), "shuttings": len(shutting),
            "opening": whole.list_of(opening), "openings": len(opening),
            "incoming": whole.list_of(incoming), "incomings": len(incoming),
            "block": whole.list_of(blocks), "blocks": len(blocks) // 2,
        }  # fmt: skip
        if limit is not None:
            code = whole.codes[step_id]
            column = whole.limits.setdefault(code, len(whole.codes) + len(whole.limits))
            assert limit.visits is not None
            row |= {
                "most": limit.visits, "most_column": column,
                "most_to": whole.codes[limit.to or ""], "most_arc": whole.arc(step_id, "at most"),
            }  # fmt: skip
        if step.calls is not None:
            row |= {"calls": whole.codes[step.calls], "calls_arc": whole.arc(step_id, "call")}
        whole.rows["views"] += [self._view(step_id, name) for name in ways]
        return row

    def _carries(self, step_id: str) -> bool:
        return any(at == step_id and f.noticed_at for at, f in self.failures)

    def _blocks(self, step: Step) -> list[tuple[int, int]]:
        """Return the first step of each branch, and how its token comes there."""
        if step.verb != "together":
            return []
        return [
            (
                self.whole.codes[
                    next(s.id for s in b.steps if s.verb not in ("promise", "meanwhile"))
                ],
                self.whole.arc(step.id, b.name),
            )
            for b in step.blocks
        ]

    def _spans(self, step_id: str, *, last: bool) -> list[int]:
        """Return the promises, then the windows, that open or shut at a step."""
        found = []
        for number, span_id in enumerate([*self.whole.vows, *self.whole.windows]):
            step = self.routes.step(span_id)
            if step.span and self._is_for(step):
                at = step.span.last if last else step.span.first
                found += [number] if at == step_id else []
        return found

    def _view(self, step_id: str, name: str) -> dict[str, float]:
        whole, routes = self.whole, self.routes
        step = routes.ways[step_id][name]
        words = whole.words.steps[whole.codes[step_id]]
        kind, verb = whole.kind(step), step.verb
        part = whole.parts.get(step.part or "", NONE)
        encounter = verb == "do" and (step.part is not None or step.channel is not None)
        staffed = part in whole.weeks
        queues = staffed and (
            step.takes is not None if verb in WORK else verb == "touch" or kind in ("live", "left")
        )
        people = routes.customer.people
        go, failures = self._branches(step), self._failures(step_id, step)
        row: dict[str, float] = dict.fromkeys(kernel.VIEW.names or (), 0)
        row |= self._laws(step_id, step)
        row |= self._elsewhere(step_id, step)
        row |= {
            "way": words.ways.index(name) if name in words.ways else 0,
            "channel": _code(whole.words.channels, step.channel), "part": part,
            "person": whole.person(step.person or (people[0] if people else "")),
            "verb": kernel.VERBS.index(verb), "encounter": encounter,
            "live": verb == "do" and kind == "live", "left": verb == "do" and kind == "left",
            "queues": queues, "pauses": verb in WORK or (verb == "do" and kind == "left"),
            "meets": verb in MEETINGS, "tells": verb != "do" or encounter,
            "tried_at_own": verb in ("do", "touch") and kind != "left",
            "full_sight": step.shows == "full",
            "joins_unheld": step.takes is not None or encounter or verb == "touch",
            "contact": self._contact(step, kind), "rank": whole.ranks[whole._order(routes, step)],
            "fails": failures, "failures": len(step.fails), "go": go, "branches": len(step.go),
            "tolerates": step.tolerates.parameters[0]
            if step.tolerates and verb == "do" else math.nan,
            "cost": step.cost or 0.0,
        }  # fmt: skip
        return row | _classes(step, kind)

    def _contact(self, step: Step, kind: str) -> int:
        whole = self.whole
        reaches_people = step.verb == "do" and whole.parts.get(step.part or "", NONE) in whole.weeks
        if not reaches_people or kind not in ("live", "left"):
            return NONE
        return whole.reasons.setdefault(step.reason or step.id, len(whole.reasons))

    def _laws(self, step_id: str, step: Step) -> dict[str, float]:
        whole, retry, closed = self.whole, step.retry, step.closed
        row: dict[str, float] = {
            name: whole.law(getattr(step, name))
            for name in ("pause", "own", "takes", "wrap_up", "after")
        }
        patience = step.patience.law if step.patience and step.verb == "do" else None
        row |= {
            "waits": whole.law(step.wait), "patience": whole.law(patience),
            "through": whole.codes[step.through] if step.through else NONE,
            "through_arc": whole.arc(step_id, "through"),
            "retries": retry.most or 0 if retry else 0,
            "retry_chance": retry.chance or 0.0 if retry else 0.0,
            "retry_after": whole.law(retry.after) if retry else NONE,
            "calls_back": bool(closed and closed.call_back),
            "call_chance": math.nan if closed is None or closed.chance is None else closed.chance,
            "call_within": whole.law((closed.within if closed else None) or CALL_BACK_WITHIN),
            "no_shows": step.no_show is not None,
            "no_show_chance": step.no_show.chance or 0.0 if step.no_show else 0.0,
        }  # fmt: skip
        return row

    def _elsewhere(self, step_id: str, step: Step) -> dict[str, float]:
        """Return where a customer goes who was not served."""
        patience = step.patience.to if step.patience else None
        closed = step.closed.to if step.closed else None
        no_show = step.no_show.to if step.no_show else None
        arc, to = self.whole.arc, self.whole.to
        return {
            "left_to": to(self.routes, step_id, patience), "left_arc": arc(step_id, "patience"),
            "closed_to": to(self.routes, step_id, closed or patience),
            "closed_arc": arc(step_id, "closed" if closed else "patience"),
            "no_show_to": to(self.routes, step_id, no_show),
            "no_show_arc": arc(step_id, "no show"),
        }  # fmt: skip

    def _branches(self, step: Step) -> int:
        whole = self.whole
        labels = whole.words.steps[whole.codes[step.id]].branches
        first = len(whole.rows["branches"])
        if step.go:
            for branch, upto in zip(step.go, _upto(branch_shares(step)), strict=True):
                arc = whole.arc(step.id, branch.label)
                row = {"upto": upto, "to": whole.codes[branch.to], "arc": arc}
                whole.rows["branches"].append(row | {"code": labels.index(branch.label)})
        return first

    def _failures(self, step_id: str, step: Step) -> int:
        first = len(self.whole.rows["failures"])
        modes = [f.mode for f in step.fails]
        total = 0.0
        for failure in step.fails:
            total += failure.chance or 0.0
            row = self._failure(step_id, failure)
            row |= {"upto": total, "first": first + modes.index(failure.mode)}
            self.whole.rows["failures"].append(row)
        return first

    def _failure(self, step_id: str, failure: Failure) -> dict[str, float]:
        codes, at = self.whole.codes, failure.noticed_at or step_id
        return {
            "mode": self.whole.words.modes.index((step_id, failure.mode)),
            "noticed_at": codes[failure.noticed_at] if failure.noticed_at else NONE,
            "until": codes[failure.until] if failure.until else NONE,
            "to": self.whole.to(self.routes, at, failure.to),
            "arc": self.whole.arc(at, failure.mode),
            "by_customer": failure.by == "customer",
        }

    def _act(self, window: str, act_id: str) -> dict[str, float]:
        whole = self.whole
        act = self.routes.step(act_id)
        trigger = act.trigger
        assert trigger is not None
        random = None
        if trigger.kind == "at random" and trigger.chance:
            assert trigger.per is not None
            mean = UNIT_SECONDS[trigger.per] / trigger.chance
            random = Law(kind="exponential", parameters=(mean,), unit=trigger.per)
        promise = trigger.passed if trigger.passed in whole.vows else None
        is_open = self._is_for(act) and self._is_for(self.routes.step(window))
        return {
            "stream": stream(act_id), "step": whole.codes[act_id],
            "window": whole.windows.index(window), "kind": kernel.TRIGGERS.index(trigger.kind),
            "passed": whole.vows.index(promise) if promise else NONE,
            "silence": whole.law(trigger.silence), "again": whole.law(trigger.again_after),
            "random": whole.law(random), "chance": trigger.chance or 0.0,
            "most": NONE if trigger.most is None else trigger.most, "present": is_open,
        }  # fmt: skip


def kernel_outcome(step: Step) -> int:
    """Return the code of an end's outcome, NONE for other steps."""
    return ("served", "not served", "lost").index(step.outcome) if step.outcome else NONE


def _classes(step: Step, kind: str) -> dict[str, float]:
    """Return the classes of time of a step: pace, queue and service (design, rule 4)."""
    live = step.verb == "touch" or (step.verb in ("do", "choose") and kind != "left")
    in_queue = step.verb == "do" and kind == "live"
    return {
        "pace_class": kernel.FOR_ORGANISATION if step.verb == "wait" else kernel.OWN_PACE,
        "queue_class": kernel.IN_QUEUE if in_queue else kernel.FOR_ORGANISATION,
        "service_class": kernel.BEING_SERVED if live else kernel.FOR_ORGANISATION,
    }


def _upto(shares: Sequence[float]) -> list[float]:
    """Return cumulative shares; the last branch with a share takes what is left."""
    total, found = 0.0, []
    for share in shares:
        total += share
        found.append(total)
    last = max((k for k, share in enumerate(shares) if share > 0), default=0)
    found[last] = math.inf
    return found


def _code(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else NONE


def _records(dtype: np.dtype[np.void], rows: Sequence[Mapping[str, float]]) -> npt.NDArray[np.void]:
    """Return rows as records; one of zeros where there are none."""
    found = np.zeros(max(len(rows), 1), dtype=dtype)
    for record, row in zip(found, rows, strict=False):
        for name, value in row.items():
            record[name] = value
    return found
