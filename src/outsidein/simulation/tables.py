"""Names turned into numbers: laws, arcs, persons, lists, and rows of the kernel's records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.vocabulary import vocabulary
from outsidein.model.behaviour import Law
from outsidein.model.graph import placed_steps
from outsidein.model.process import Part, Process, Step
from outsidein.simulation import kernel
from outsidein.simulation.calendar import Accumulator, staff_week
from outsidein.simulation.draws import lognormal_parameters
from outsidein.simulation.gamma import gamma_table
from outsidein.simulation.kernel import NONE
from outsidein.simulation.routes import CustomerRoutes, routes_of

Row = dict[str, float]
WORK = ("tell", "hidden", "check")
ANYTHING = "anything"  # the skill of work that needs none
MOST_PERSONS = 64  # inside one customer: a bit each


class Tables:
    """What a process says, as rows under numbers; filled while it is compiled."""

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
        self.rows: dict[str, list[Row]] = {
            name: [] for name in kernel.FACTS if name not in {"floats", "integers"}
        }
        self.reasons: dict[str, int] = {}  # of contacts -> column
        self.columns = len(self.codes)  # of counts a case needs; the first are its visits
        self.arrivals: dict[str, int] = {}  # steps that ask how often a case came -> column
        self.begun: dict[str, int] = {}  # steps that ask whether a service has begun -> column
        skills = [skill.name for part in process.parts for skill in part.skills]
        needed = [way.needs for way in self._ways() if way.needs]
        self.interrupted = {
            part.id
            for way in self._ways()
            if way.interrupts or way.crew
            for part in self.parts_of(way)
        }
        self.skills = list(dict.fromkeys([ANYTHING, *skills, *needed]))
        spans = [placed.step for placed in placed_steps(process).values()]
        self.vows = [step.id for step in spans if step.verb == "promise"]
        self.windows = [step.id for step in spans if step.verb == "meanwhile"]
        self.acts = [
            (step.id, act.id) for step in spans if step.verb == "meanwhile" for act in step.acts
        ]
        self.news = any(
            act.trigger is not None and act.trigger.kind == "no news"
            for step in spans
            for act in step.acts
        )
        self._laws: dict[Law, int] = {}
        self._gammas: dict[float, int] = {}
        self._arcs: dict[tuple[str, str], int] = {("", ""): 0}
        self._persons: dict[str, int] = {}
        self.crews = any(way.verb == "touch" and way.crew for way in self._ways())
        self.touches = any(way.verb == "touch" or self.is_booked(way) for way in self._ways())
        self.ranks = self._ranks()

    def row(self, name: str, row: Row) -> int:
        """Add a row to a table; return its number."""
        self.rows[name].append(row)
        return len(self.rows[name]) - 1

    def list_of(self, numbers: Sequence[int]) -> int:
        """Keep a list of whole numbers; return where it begins."""
        self.integers += numbers
        return len(self.integers) - len(numbers)

    def floats_of(self, numbers: Sequence[float]) -> int:
        """Keep a list of numbers; return where it begins."""
        self.floats += map(float, numbers)
        return len(self.floats) - len(numbers)

    def arc(self, source: str, label: str) -> int:
        """Return the number of one way of coming to a step, as joins tell them apart."""
        return self._arcs.setdefault((source, label), len(self._arcs))

    def law(self, law: Law | None) -> int:
        """Return the number of a law, NONE for none."""
        if law is None:
            return NONE
        if law not in self._laws:
            self._laws[law] = self.row("laws", self._law(law))
        return self._laws[law]

    def _law(self, law: Law) -> Row:
        kind, p, table = law.kind, [*law.parameters, 0.0, 0.0], NONE
        if kind == "lognormal":
            p[:2] = lognormal_parameters(p[0], p[1])
        elif kind == "gamma" and (p[0] <= 0 or p[1] == 0):
            kind = "constant"
        elif kind == "gamma":
            table = self._gamma(p[1] / p[0])
        return {
            "kind": kernel.LAW_KINDS.index(kind), "working": law.working, "table": table,
            "a": p[0], "b": p[1], "c": p[2],
        }  # fmt: skip

    def _gamma(self, variation: float) -> int:
        if variation not in self._gammas:
            self._gammas[variation] = self.floats_of(gamma_table(variation).tolist())
        return self._gammas[variation]

    def arrivals_of(self, step_id: str) -> int:
        """Return the column that counts a case's arrivals at a step."""
        if step_id not in self.arrivals:
            self.arrivals[step_id] = self.column()
        return self.arrivals[step_id]

    def begun_of(self, step_id: str) -> int:
        """Return the column that says whether a service of a step has begun."""
        if step_id not in self.begun:
            self.begun[step_id] = self.column()
        return self.begun[step_id]

    def parts_of(self, step: Step) -> list[Part]:
        """Return the parts that may serve a step: the one it names, and who takes over from it."""
        parts = {part.id: part for part in self.process.parts}
        asked = parts.get(step.part or "")
        if asked is None:
            return []
        others = [one.part for one in (asked.away, asked.overflow) if one is not None]
        return [asked, *(parts[other] for other in others)]

    def column(self) -> int:
        """Return a new column of the counts of a case."""
        self.columns += 1
        return self.columns - 1

    def clockwork(self, rate: Accumulator | None) -> int:
        """Return the number of a clock that does not always run, NONE for none."""
        if rate is None:
            return NONE
        first = self.floats_of([*rate.moments, *rate.levels, *rate.sums])
        count = len(rate.moments)
        row: Row = {"total": rate.total, "first": first, "count": count}
        return self.row("clockworks", row | {"period": int(rate.period)})

    def person(self, name: str) -> int:
        """Return the number of a person inside a customer."""
        number = self._persons.setdefault(name, len(self._persons))
        if number >= MOST_PERSONS:
            what = f"there are more than {MOST_PERSONS} persons inside the customers"
            raise OutsideInError([Fault("too-many-persons", "error", "customers", what)])
        return number

    def kind(self, step: Step) -> str:
        """Return the kind of a step's channel."""
        return self.process.channels.get(step.channel or "", "self")

    def is_booked(self, step: Step) -> bool:
        """Return whether the customer waits at home for an appointment."""
        return step.verb == "do" and self.kind(step) == "booked"

    def to(self, routes: CustomerRoutes, at: str, to: str | None) -> int:
        """Return a destination as the kernel writes it: a sister way, a step, or NONE."""
        if to is None:
            return NONE
        ways = list(routes.ways[at])
        return -2 - ways.index(to) if to in ways else self.codes[to]

    def order(self, routes: CustomerRoutes, step: Step) -> tuple[float, float, int]:
        """Return what decides who is next before the time of joining."""
        kind = 2 if step.verb in WORK else int(step.verb == "do" and self.kind(step) == "left")
        return -step.priority, -routes.customer.priority, kind

    def _ways(self) -> Iterator[Step]:
        """Yield every step in each of its ways, for every customer."""
        for routes in self.routes:
            for ways in routes.ways.values():
                yield from ways.values()

    def _ranks(self) -> dict[tuple[float, float, int], int]:
        found = {
            self.order(routes, way)
            for routes in self.routes
            for ways in routes.ways.values()
            for way in ways.values()
        }
        return {order: k for k, order in enumerate(sorted(found))}


def records(dtype: np.dtype[Any], rows: Sequence[Mapping[str, float]]) -> npt.NDArray[Any]:
    """Return rows as records, zero where nothing is said; one record at least."""
    names = dtype.names or ()
    found = np.zeros(max(len(rows), 1), dtype=dtype)
    if rows:
        found[:] = [tuple([row.get(name, 0) for name in names]) for row in rows]
    return found
