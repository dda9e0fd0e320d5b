"""Scenarios: from the document to changes of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outsidein.address import slug, split_address
from outsidein.document.identity import check_names
from outsidein.document.limits import MOST_SCENARIOS
from outsidein.document.names import Names, collect_maps, collect_steps
from outsidein.document.nodes import Node
from outsidein.document.reading import Reading
from outsidein.document.sections import read_organisation
from outsidein.document.steps import read_steps
from outsidein.document.syntax import TextError, clean
from outsidein.document.values import Scope, read_value
from outsidein.model.change import Change, Insert, Remove, Scenario, Set, Where
from outsidein.model.keys import (
    ARRIVAL_KEYS,
    CUSTOMER_KEYS,
    KEYS,
    KIND_AT_OUTCOME,
    PART_KEYS,
    SCENARIO_KEYS,
    Key,
)

_PIECES = {
    "to": Key("to", "to", "landing"),
    "max": Key("max", "most", "count"),
    "after": Key("after", "after", "law"),
    "sd": Key("sd", "sd", "duration"),
}
_PERCENT = Key("share", "share", "percent")
_STEP_KEYS = {slug(key.name): key for key in KEYS.values()} | {
    "share": Key("share", "share", "share"),
    "wait": Key("wait", "wait", "law"),
}
_CUSTOMER_KEYS = {slug(name): key for name, key in CUSTOMER_KEYS.items()}
_PART_KEYS = {slug(name): key for name, key in PART_KEYS.items()}


def read_scenarios(reading: Reading, node: Node) -> tuple[Scenario, ...]:
    """Read every scenario; each sees the names of those it stands on."""
    entries = reading.entries(node, "scenarios")
    by_name = {clean(key.text): value for key, value in entries}
    found: list[Scenario] = []
    taken: set[str] = set()
    for key, value in entries[: MOST_SCENARIOS + 1]:  # with one more it is told that there are more
        name = clean(key.text)
        reading.mark(key, "scenarios", name)
        if slug(name) in taken:
            reading.fault("duplicate-id", key, f'two scenarios are called "{name}"')
        taken.add(slug(name))
        names = _names(reading.names, name, by_name)
        names.clashes.clear()  # apply() says which of the inserted exist already
        own = [n for n in names.every if value.start <= n.node.start < value.end]
        check_names(reading, names, own)
        for inserted in own:
            reading.mark(inserted.node, "scenarios", name, "insert", inserted.id)
        scenario = _ScenarioReader(reading.with_names(names), name, by_name).read(value)
        found.append(scenario)
    return tuple(found)


def _names(base: Names, name: str, by_name: dict[str, Node]) -> Names:
    """Return the names in sight of a scenario: its own, and those of what it stands on."""
    names, chain = base.copy(), []
    while name in by_name and name not in chain:
        chain.append(name)
        below = by_name[name].value_of("on top of")
        name = clean(below.text) if below is not None else ""
    for name in reversed(chain):
        node = by_name[name]
        if node.kind != "map":
            continue
        collect_maps(names, node.value_of("organisation"), "part")
        insert = node.value_of("insert")
        if insert is not None and insert.kind == "map":
            for _, steps in insert.entries:
                collect_steps(names, steps)
    return names


class _ScenarioReader:
    def __init__(self, reading: Reading, name: str, by_name: dict[str, Node]) -> None:
        self.reading, self.name, self.by_name = reading, name, by_name
        self.customer: str | None = None

    def read(self, node: Node) -> Scenario:
        reading = self.reading
        entries = {
            key.text: value for key, value in reading.entries(node, f'scenario "{self.name}"')
        }
        for key, _ in node.entries:
            if key.text not in SCENARIO_KEYS:
                reading.unknown(key, key.text, SCENARIO_KEYS, "key")
        whom = self.text(entries, "for")
        if whom is not None:
            self.customer = reading.refer(entries["for"], whom, "customer")
        return Scenario(
            name=self.name,
            why=self.text(entries, "why") or "",
            for_customer=self.customer,
            on_top_of=self.below(entries),
            changes=self.changes(entries),
        )

    def text(self, entries: dict[str, Node], key: str) -> str | None:
        return self.reading.text(entries[key], key) if key in entries else None

    def below(self, entries: dict[str, Node]) -> str | None:
        name = self.text(entries, "on top of")
        if name is None:
            return None
        self.reading.mark(entries["on top of"], "scenarios", self.name, "on top of")
        if name not in self.by_name:
            others = [other for other in self.by_name if other != self.name]
            self.reading.unknown(entries["on top of"], name, others, "scenario")
            return None
        return name

    def changes(self, entries: dict[str, Node]) -> tuple[Change, ...]:
        """Read the changes; parts come first and removals last, whatever their order."""
        found: list[Change] = []
        if "organisation" in entries:
            parts = read_organisation(self.reading, entries["organisation"], in_scenario=True)
            found += [Insert(elements=part, for_customer=self.customer) for part in parts]
        if "insert" in entries:
            found += self.inserts(entries["insert"])
        if "set" in entries:
            found += self.sets(entries["set"])
        if "remove" in entries:
            found += self.removals(entries["remove"])
        return tuple(found)

    def inserts(self, node: Node) -> list[Insert]:
        found = []
        for key, value in self.reading.entries(node, "insert"):
            at = self.reading.spelled(key, "insert", insertion)
            where, place = at or ("after", "")
            self.reading.mark(key, "scenarios", self.name, "insert", f"{where} {place}")
            acts = self.beside_act(place)
            steps = read_steps(self.reading, value, "insert", acts=acts)
            if at is not None:
                found.append(
                    Insert(elements=steps, where=where, at=place, for_customer=self.customer)
                )
        return found

    def beside_act(self, place: str) -> bool:
        name = self.reading.names.by_id.get(place)
        return name is not None and name.act

    def sets(self, node: Node) -> list[Set]:
        found = []
        for key, value in self.reading.entries(node, "set"):
            pieces = split_address(clean(key.text))
            address = ".".join(pieces)
            self.reading.mark(key, "scenarios", self.name, "set", *pieces)
            found.append(
                Set(
                    address=address,
                    value=self.set_value(pieces, value),
                    for_customer=self.customer,
                )
            )
        return found

    def set_value(self, pieces: tuple[str, ...], node: Node) -> Any:
        target = find_target(pieces, self.reading.names)
        if target is None:  # apply() will list the address as missed
            return node.text
        scope = Scope(
            address=("scenarios", self.name, "set", *pieces), ways=target.ways, partly=True
        )
        if target.key.kind == "landing":
            return self.landing(node, target.ways)
        value = read_value(self.reading, target.key, node, scope)
        if target.key.kind == "arrival rate" and value is not None:
            return value[0]
        return value

    def landing(self, node: Node, ways: tuple[str, ...]) -> str | None:
        text = self.reading.text(node, "to")
        if text is None:
            return None
        return self.reading.destination(node, text.removeprefix("->").strip(), ways)

    def removals(self, node: Node) -> list[Remove]:
        found = []
        for item in self.reading.one_or_more(node):
            text = self.reading.text(item, "remove")
            if text is not None:
                self.reading.mark(item, "scenarios", self.name, "remove", text)
                found.append(Remove(id=slug(text), for_customer=self.customer))
        return found


def insertion(text: str) -> tuple[Where, str]:
    """Read where steps are inserted: after ID, before ID, or on ID.LABEL."""
    word, _, place = text.partition(" ")
    wheres: dict[str, Where] = {"after": "after", "before": "before", "on": "on"}
    if word not in wheres or not place:
        raise TextError(f'"{text}" is no place', "write after ID, before ID, or on ID.LABEL")
    pieces = split_address(place)
    if (len(pieces) == 2) != (word == "on"):
        hint = "write on ID.LABEL for the branch of a choice, else after ID or before ID"
        raise TextError(f'"{text}" is no place', hint)
    return wheres[word], ".".join(pieces)


@dataclass(frozen=True, slots=True)
class _Target:
    key: Key
    ways: tuple[str, ...] = ()


def find_target(pieces: tuple[str, ...], names: Names) -> _Target | None:
    """Return the key an address leads to, so that its value can be read; None if it has none."""
    if len(pieces) < 2:
        return None
    head, *rest = pieces
    if head == "arrivals":
        return _known(ARRIVAL_KEYS.get(rest[0])) if len(rest) == 1 else None
    name = names.by_id.get(head)
    if name is None:
        return None
    if name.kind == "customer":
        key = _CUSTOMER_KEYS.get(rest[0])
        if len(rest) == 2 and key is not None and key.name in KIND_AT_OUTCOME:
            return _Target(Key(key.name, key.field, KIND_AT_OUTCOME[key.name]))
        return _known(key) if len(rest) == 1 else None
    if name.kind == "part" and len(rest) == 2 and rest[0] == "skills":
        return _Target(Key("speed", "speed", "speed"))
    if name.kind == "part":
        return _known(_PART_KEYS.get(rest[0])) if len(rest) == 1 else None
    return _step_target(rest, name.ways)


def _known(key: Key | None) -> _Target | None:
    return None if key is None else _Target(key)


def _step_target(rest: list[str], ways: tuple[str, ...]) -> _Target | None:
    if rest and rest[0].startswith("for-"):
        rest = rest[1:]
    if len(rest) > 1 and rest[0] in {slug(way) for way in ways}:
        rest = rest[1:]
    if len(rest) == 1:
        key = _STEP_KEYS.get(rest[0])
        return None if key is None else _Target(key, ways)
    if len(rest) != 2:
        return None
    if rest[0] in {"go", "fails", "some-of"} or rest[1] == "share":
        return _Target(_PERCENT, ways)
    if rest[0] == "first-of":
        return _Target(_STEP_KEYS["wait"], ways)
    if rest[1] == "max" and rest[0] == "balks":
        return _Target(Key("at", "at", "waiting"), ways)
    if rest[1] == "max" and rest[0] == "at-most":
        return _Target(_PIECES["max"], ways)
    return _Target(_PIECES[rest[1]], ways) if rest[1] in _PIECES else None
