"""Scenarios: changes to a process, and the process they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from outsidein.address import join_address
from outsidein.errors import Fault, OutsideInError
from outsidein.model.behaviour import (
    AtMost,
    Away,
    Balk,
    Batch,
    Closed,
    Law,
    Limit,
    NoShow,
    Overflow,
    OwnCustomers,
    Patience,
    Retry,
    Times,
    Trigger,
)
from outsidein.model.change import Change, Insert, Remove, Scenario, Set, Where
from outsidein.model.numbers import numbers_at, with_number
from outsidein.model.places import (
    ElementKind,
    FieldPath,
    MissedError,
    field_path,
    find_step,
    ids_of,
    put_at,
)
from outsidein.model.process import Part, Process, Source, Step
from outsidein.model.surgery import insert_steps, must_be_id, remove_part, remove_step
from outsidein.words import did_you_mean

__all__ = [
    "Change", "ElementKind", "FieldPath", "Insert", "Remove", "Scenario", "Set", "Where",
    "apply", "field_path", "missed", "numbers_at", "resolve_scenario", "with_number",
]  # fmt: skip

# What a value of the last field of a path must be.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "part": (str,), "channel": (str,), "only": (str,), "person": (str,), "through": (str,),
    "pause": (Law,), "own": (Law,), "takes": (Law,), "wrap_up": (Law,), "patience": (Patience,),
    "closed": (Closed,), "retry": (Retry,), "no_show": (NoShow,), "fails": (tuple, float, int),
    "at_most": (AtMost,), "priority": (float, int), "go": (tuple, float, int), "next": (tuple,),
    "asks_for": (tuple,), "gives": (tuple,), "carries": (tuple,), "uses": (tuple,),
    "consults": (tuple,), "shows": (str,), "effort": (str,), "moment_of_truth": (bool,),
    "evidence": (tuple,), "reason": (str,), "tolerates": (Law,), "cost": (float, int),
    "wait": (Law,), "within": (Law,), "outcome": (str,), "share": (float, int),
    "to": (str,), "sd": (Law, float, int), "most": (int,), "visits": (int,), "after": (Law,),
    "again_after": (Law,), "chance": (tuple, float, int), "trigger": (Trigger,),
    "per_second": (float, int), "profile": (tuple,), "worth": (Mapping, float, int),
    "people": (int, tuple), "open": (tuple,), "cost_per_hour": (float, int), "kind": (str,),
    "skills": (tuple,), "own_customers": (OwnCustomers,), "away": (Away,), "race": (Law,),
    "blocks": (float, int), "race_by_customer": (str, bool), "takes_again": (Law,),
    "needs": (str,), "balks": (Balk,), "limit": (Limit,), "batch": (Batch,), "interrupts": (bool,),
    "crew": (int,),
    "times": (Times,), "at_once": (bool,), "ends": (str,), "lines": (int,),
    "overflow": (Overflow,), "absent": (float, int), "closed_on": (tuple,), "year": (tuple,),
    "at": (int,), "speed": (float, int), "comes_back": (Mapping, float, int),
}  # fmt: skip

_SHARES = frozenset({"share", "chance", "go", "fails", "blocks", "absent", "comes_back"})
_COUNTS = frozenset({"most", "visits", "people", "lines", "crew"})


def apply(process: Process, scenario: Scenario) -> Process:
    """Return the process a scenario leads to, the scenarios it stands on applied first.

    Raises OutsideInError with every change that missed: an address that leads nowhere, a step
    that cannot be removed, a place that does not exist. The result has no scenarios.
    """
    changed, faults = missed(process, scenario)
    if faults:
        raise OutsideInError(faults)
    return changed


def resolve_scenario(process: Process, name: str) -> Process:
    """Return the process that one of its scenarios leads to, by the scenario's name or slug."""
    for scenario in process.scenarios:
        if name in {scenario.name, join_address(scenario.name)}:
            return apply(process, scenario)
    known = [scenario.name for scenario in process.scenarios]
    hint = did_you_mean(name, known) or "the process has no scenarios"
    fault = Fault("unknown-scenario", "error", "scenarios", f'unknown scenario "{name}"', hint)
    raise OutsideInError([fault])


def missed(process: Process, scenario: Scenario) -> tuple[Process, list[Fault]]:
    """Return the process with every change that could be made, and a fault for each other."""
    chain, faults = _chain(process, scenario)
    for one in chain:
        changed, wrong = _Application(process, one).make()
        process = changed
        faults += wrong
    return replace(process, scenarios=()), faults


def _chain(process: Process, scenario: Scenario) -> tuple[list[Scenario], list[Fault]]:
    """Return the scenarios from the lowest up; one that stands on itself is a fault."""
    by_name = {other.name: other for other in process.scenarios}
    chain = [scenario]
    while chain[-1].on_top_of is not None:
        below = by_name.get(chain[-1].on_top_of)
        where = join_address("scenarios", scenario.name, "on top of")
        if below is None:
            hint = did_you_mean(chain[-1].on_top_of, by_name)
            what = f'unknown scenario "{chain[-1].on_top_of}"'
            return chain[::-1], [Fault("unknown-scenario", "error", where, what, hint)]
        if any(below.name == other.name for other in chain):
            names = " on ".join(f'"{one.name}"' for one in (*chain, below))
            what = f"the scenarios stand on each other in a circle: {names}"
            if len(chain) == 1:
                what = f'"{scenario.name}" stands on itself'
            return [], [Fault("circular", "error", where, what)]
        chain.append(below)
    return chain[::-1], []


class _Application:
    """Applies the changes of one scenario, in their order."""

    def __init__(self, process: Process, scenario: Scenario) -> None:
        self.process, self.scenario = process, scenario
        self.added: set[str] = set()  # parts
        self.faults: list[Fault] = []

    def make(self) -> tuple[Process, list[Fault]]:
        for change in self.scenario.changes:
            try:
                self.change(change)
            except MissedError as wrong:
                where = place_of(self.scenario, change)
                if wrong.element:
                    where = join_address("scenarios", self.scenario.name, "insert", wrong.element)
                self.faults.append(Fault("missed", "error", where, wrong.what, wrong.hint))
        return self.process, self.faults

    def change(self, change: Change) -> None:
        if isinstance(change, Set):
            self.set(change)
        elif isinstance(change, Remove):
            self.remove(change)
        elif isinstance(change.elements, Part):
            self.insert_part(change.elements)
        else:
            self.insert(change, change.elements)

    # -- set

    def set(self, change: Set) -> None:
        customer = change.for_customer
        kind, identity, path = field_path(self.process, change.address)
        if customer is not None:
            kind, identity, path = self.narrowed(kind, identity, path, customer)
        if change.value is None and path[-1] != "share":
            return  # the reader has said what is wrong with the value
        for at, value in _settings(path, change.value):
            _must_fit(change.address, at, value)
            self.process = put_at(self.process, (kind, identity, at), value)
        self.source(change, customer)

    def narrowed(
        self, kind: ElementKind, identity: str, path: tuple[str, ...], customer: str
    ) -> FieldPath:
        """Let a change hold for one customer only."""
        if kind == "step":
            whom = path[1] if path[0] == "for" else customer
            if whom != customer:
                raise MissedError(f'this scenario is for "{customer}", not for "{whom}"')
            return kind, identity, path if path[0] == "for" else ("for", customer, *path)
        if kind == "part" and identity not in self.added:
            what = f'"{identity}" works for all customers: a change for "{customer}" cannot set it'
            raise MissedError(what, "make it in a scenario without for")
        if kind == "arrivals" or (kind == "customer" and identity != customer):
            raise MissedError(f'"{identity}" is not a matter of "{customer}"')
        return kind, identity, path

    def source(self, change: Set, customer: str | None) -> None:
        """A number that a scenario sets is proposed, unless it says where it comes from."""
        said = join_address("scenarios", self.scenario.name, "set", *change.address.split("."))
        sources = dict(self.process.sources)
        given = sources.pop(said, Source(kind="proposed"))
        pieces = change.address.split(".")
        if customer is not None and not (len(pieces) > 1 and pieces[1].startswith("for-")):
            pieces.insert(1, f"for-{customer}")
        at = ".".join(pieces)
        if isinstance(change.value, Mapping):  # by outcome: each may have a source of its own
            own = {a: s for a, s in sources.items() if a.startswith(f"{said}.")}
            sources = {a: s for a, s in sources.items() if not a.startswith((f"{said}.", f"{at}."))}
            sources |= {at + a.removeprefix(said): s for a, s in own.items()}
        sources[at] = given
        self.process = replace(self.process, sources=sources)

    # -- insert

    def insert_part(self, part: Part) -> None:
        must_be_id(part.id)
        if part.id in ids_of(self.process):
            what = f'"{part.id}" exists already'
            raise MissedError(what, "choose another name", part.id)
        parts = list(self.process.parts)
        where, beside = part.place or ("below", parts[-1].id if parts else "")
        at = next((k for k, other in enumerate(parts) if other.id == beside), None)
        if at is None and parts:
            hint = did_you_mean(beside, [other.id for other in parts])
            raise MissedError(f'unknown part "{beside}"', hint)
        parts.insert(
            (at or 0) + (1 if where == "below" and parts else 0), replace(part, place=None)
        )
        self.added.add(part.id)
        self.process = replace(self.process, parts=tuple(parts))

    def insert(self, change: Insert, steps: tuple[Step, ...]) -> None:
        if change.for_customer is not None:
            steps = tuple(self.only_for(step, change.for_customer) for step in steps)
        self.process = insert_steps(self.process, change, steps)

    def only_for(self, step: Step, customer: str) -> Step:
        if step.only not in {None, customer}:
            raise MissedError(f'"{step.id}" is only for "{step.only}", not for "{customer}"')
        return replace(step, only=customer)

    # -- remove

    def remove(self, change: Remove) -> None:
        if any(part.id == change.id for part in self.process.parts):
            self.process = remove_part(self.process, change.id)
            return
        step = find_step(self.process, change.id)
        if change.for_customer is not None:
            what = f'"{step.id}" cannot be removed for "{change.for_customer}" alone'
            raise MissedError(what, "let only the others do it: only: CUSTOMER")
        self.process = remove_step(self.process, change.id)


def _settings(path: tuple[str, ...], value: Any) -> list[tuple[tuple[str, ...], Any]]:
    """Return the fields that one value fills: a chance with its unit, a trigger piece by piece."""
    if path[-1] == "chance" and isinstance(value, tuple):
        chance, per = value
        return [(path, chance), *([((*path[:-1], "per"), per)] if per else [])]
    if path[-1] == "trigger" and isinstance(value, Trigger):
        said = (("kind", value.kind), ("passed", value.passed), ("silence", value.silence))
        return [((*path, name), piece) for name, piece in said if piece is not None]
    if path == ("worth",) and isinstance(value, float | int):
        return [(path, {"served": float(value)})]
    if path == ("comes_back",) and isinstance(value, float | int):
        return [(path, {"served": float(value), "poor": float(value)})]
    if path[-1] == "race_by_customer":
        return [(path, value in {"customer", True})]
    return [(path, value)]


def _must_fit(address: str, path: tuple[str, ...], value: Any) -> None:
    """A value has the class its field asks for, and a share lies between 0 and 1."""
    labelled = len(path) > 1 and path[-2] in {"go", "fails", "race"} and path[-1] != "to"
    at_outcome = path[-2:-1] in {("worth",), ("comes_back",)}
    field = path[-2] if labelled or at_outcome else path[-1]
    wanted = (float, int) if at_outcome else _TYPES.get(field)
    if value is None or wanted is None:
        return
    numeric = isinstance(value, bool) and bool not in wanted
    if not isinstance(value, wanted) or numeric:
        raise MissedError(f'"{address}" cannot be {value!r}')
    if isinstance(value, float | int) and field in _SHARES and not 0 <= value <= 1:
        raise MissedError(f'"{address}" cannot be {value}', "a share lies between 0 and 1")
    if isinstance(value, int) and field in _COUNTS and value < 1:
        raise MissedError(f'"{address}" cannot be {value}', "at least 1")


def place_of(scenario: Scenario, change: Change) -> str:
    """Return the address of a change, for its place in the document."""
    above = join_address("scenarios", scenario.name)
    if isinstance(change, Set):
        return f"{above}.set.{change.address}"
    if isinstance(change, Remove):
        return f"{above}.remove.{change.id}"
    if isinstance(change.elements, Part):
        return f"{above}.{change.elements.id}"
    return f"{above}.insert." + join_address(f"{change.where} {change.at}")
