"""The sheet `document`: what no row of a step can say, a row a value."""

from __future__ import annotations

from dataclasses import dataclass, field

from outsidein.document.nodes import Node
from outsidein.document.sheet.cells import Cell
from outsidein.document.sheet.table import Row, Table
from outsidein.model.keys import (
    ARRIVAL_KEYS,
    CUSTOMER_KEYS,
    KIND_AT_OUTCOME,
    PART_KEYS,
    SCENARIO_KEYS,
    TOP_KEYS,
    Key,
)
from outsidein.words import did_you_mean

NAMED = {"customers": CUSTOMER_KEYS, "organisation": PART_KEYS}
MOST_SCENARIOS = 100
LISTS = frozenset({"poor when", "working days", "remove"})
_IN_SCENARIO = ("scenario", *(key for key in SCENARIO_KEYS if key != "insert"))
_ELSEWHERE = {"steps": "the sheet steps", "shared": "the sheet steps, with shared in inside",
              "insert": "the sheet steps, with the scenario and after ID in inside"}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Sections:
    """The top keys of a document, and its scenarios by name, while they grow."""

    top: Node
    named: dict[tuple[str, ...], Node] = field(default_factory=dict)  # maps that are open
    scenarios: dict[str, Node] = field(default_factory=dict)


class SectionNodes:
    """Turns the rows of the sheet `document` into the top keys of a document."""

    def __init__(self, table: Table, sections: Sections) -> None:
        self.table, self.sections, self.grower = table, sections, table.grower

    def take(self, row: Row) -> None:
        """Take one row in."""
        section = row.text("section").casefold()
        if not section:
            what, hint = "belongs to no section", 'fill the column "section"'
            self.grower.fault("no-section", row.sheet, row.first, what, hint)
        elif section in _ELSEWHERE:
            what, hint = f'"{section}" does not stand here', f"write it in {_ELSEWHERE[section]}"
            self.grower.fault("not-here", row.sheet, row.cells["section"], what, hint)
        elif "scenario" in row.cells:
            self.of_scenario(row, section)
        elif section not in TOP_KEYS or section == "scenarios":
            self.unknown(row, section, [k for k in TOP_KEYS if k not in _ELSEWHERE])
        elif section in NAMED:
            self.named(self.sections.top, ("",), row, section, NAMED[section])
        elif section == "channels":
            self.channel(row)
        elif section == "arrivals":
            self.arrivals(row)
        else:
            self.plain(self.sections.top, row, section, *self.value_of(row))

    def unknown(self, row: Row, section: str, known: list[str]) -> None:
        """Note a section that does not exist."""
        hint = did_you_mean(section, known) or f"one of: {', '.join(known)}"
        what = f'unknown section "{section[:60]}"'
        self.grower.fault("unknown-section", row.sheet, row.cells["section"], what, hint)

    def value_of(self, row: Row) -> tuple[Cell, bool]:
        """Return the cell of a row's value, and whether something stands there."""
        return row.cell("value", "key", "name", "section"), "value" in row.cells

    def plain(self, parent: Node, row: Row, key: str, cell: Cell, there: bool) -> None:
        """Add a key with its value; a value that is missing is a fault."""
        name = self.grower.text(row.sheet, row.cell("section"), key)
        if not there:
            what, hint = f'the value of "{key}" is missing', 'fill the column "value"'
            self.grower.fault("value-missing", row.sheet, cell, what, hint)
            self.table.pair(parent, name, self.grower.text(row.sheet, cell, "", broken=True))
            return
        self.table.pair(parent, name, self.value(row, cell, _kind(key)))

    def value(self, row: Row, cell: Cell, kind: str) -> Node:
        """Return the node of a value."""
        return self.table.value(row, cell, kind)

    def map_at(self, parent: Node, path: tuple[str, ...], row: Row, cell: Cell) -> Node:
        """Return the map at a path below a parent, opened when it is first asked for."""
        found = self.sections.named.get(path)
        if found is None:
            key = self.grower.text(row.sheet, cell, path[-1])
            found = self.grower.open_map(row.sheet, cell)
            self.sections.named[path] = found
            self.table.pair(parent, key, found)
        return found

    def named(
        self, parent: Node, path: tuple[str, ...], row: Row, section: str, known: dict[str, Key]
    ) -> None:
        """Take a row about one customer or one part."""
        outer = self.map_at(parent, (*path, section), row, row.cells["section"])
        if "name" not in row.cells:
            what, hint = "names nobody", 'fill the column "name"'
            self.grower.fault("no-name", row.sheet, row.cells["section"], what, hint)
            return
        name = row.text("name")
        inner = self.map_at(outer, (*path, section, name), row, row.cells["name"])
        key = row.text("key")
        if not key:
            if "value" in row.cells:
                what, hint = "is the value of nothing", 'fill the column "key"'
                self.grower.fault("no-key", row.sheet, row.cells["value"], what, hint)
            return
        split = next((one for one in KIND_AT_OUTCOME if key.startswith(f"{one} ")), None)
        if split is not None and section == "customers":
            self.at_outcome(inner, (*path, section, name), row, split)
            return
        cell, there = self.value_of(row)
        kind = known[key].kind if key in known else "text"
        node = self.grower.text(row.sheet, row.cells["key"], key)
        if there:
            self.table.pair(inner, node, self.value(row, cell, kind))
        else:
            self.plain(inner, row, key, cell, there=False)

    def at_outcome(self, customer: Node, path: tuple[str, ...], row: Row, name: str) -> None:
        """Take what a key of a customer says at one outcome: `worth lost`."""
        by_outcome = self.map_at(customer, (*path, name), row, row.cells["key"])
        outcome = row.text("key").removeprefix(f"{name} ")
        key = self.grower.text(row.sheet, row.cells["key"], outcome)
        value = self.value(row, row.cell("value", "key"), KIND_AT_OUTCOME[name])
        self.table.pair(by_outcome, key, value)

    def channel(self, row: Row) -> None:
        """Take the kind of a channel."""
        outer = self.map_at(self.sections.top, ("", "channels"), row, row.cells["section"])
        cell = row.cell("name", "key", "section")
        key = self.grower.text(row.sheet, cell, row.text("name") or row.text("key"))
        self.table.pair(outer, key, self.value(row, row.cell("value", "name"), "text"))

    def arrivals(self, row: Row) -> None:
        """Take one key of the arrivals; it may stand in the column of the key or of the name."""
        outer = self.map_at(self.sections.top, ("", "arrivals"), row, row.cells["section"])
        name = row.text("key") or row.text("name")
        key = self.grower.text(row.sheet, row.cell("key", "name", "section"), name)
        kind = ARRIVAL_KEYS[name].kind if name in ARRIVAL_KEYS else "text"
        self.table.pair(outer, key, self.value(row, row.cell("value", "key"), kind))

    # -- scenarios

    def scenario(self, name: str, row: Row) -> Node:
        """Return the map of a scenario, opened when it is first named."""
        outer = self.map_at(self.sections.top, ("", "scenarios"), row, row.cells["scenario"])
        found = self.sections.scenarios.get(name)
        if found is None and len(self.sections.scenarios) >= MOST_SCENARIOS:
            what, hint = f"is one of more than {MOST_SCENARIOS} scenarios", "leave some out"
            self.grower.fault("too-many", row.sheet, row.cells["scenario"], what, hint)
            found = next(iter(self.sections.scenarios.values()))
            self.sections.scenarios[name] = found
        if found is None:
            key = self.grower.text(row.sheet, row.cells["scenario"], name)
            found = self.grower.open_map(row.sheet, row.cells["scenario"])
            self.sections.scenarios[name] = found
            self.table.pair(outer, key, found)
        return found

    def of_scenario(self, row: Row, section: str) -> None:
        """Take a row that belongs to a scenario."""
        name = row.text("scenario")
        node = self.scenario(name, row)
        if section == "scenario":
            return
        if section not in _IN_SCENARIO:
            self.unknown(row, section, list(_IN_SCENARIO))
        elif section == "organisation":
            places = {k: Key(k, k, "part") for k in ("above", "below")}
            self.named(node, ("scenarios", name), row, section, PART_KEYS | places)
        elif section == "set":
            self.set(node, name, row)
        else:
            self.plain(node, row, section, *self.value_of(row))

    def set(self, scenario: Node, name: str, row: Row) -> None:
        """Take one value that a scenario sets; a key beside it is an outcome."""
        path = ("scenarios", name, "set")
        outer = self.map_at(scenario, path, row, row.cells["section"])
        cell, address = row.cell("name", "key", "section"), row.text("name") or row.text("key")
        there = row.cell("value", "name", "section")
        if "name" in row.cells and "key" in row.cells:
            outer = self.map_at(outer, (*path, address), row, cell)
            kind = KIND_AT_OUTCOME.get(set_kind(address), "money")
            self.table.entry(outer, row, there, row.text("key"), kind)
            return
        key = self.grower.text(row.sheet, cell, address)
        self.table.pair(outer, key, self.value(row, there, set_kind(address)))


def set_kind(address: str) -> str:
    """Return the kind of value that an address suggests: its last piece is a key."""
    from outsidein.address import slug
    from outsidein.model.keys import KEYS

    last = slug(address.rpartition(".")[2])
    every = {**KEYS, **CUSTOMER_KEYS, **PART_KEYS, **ARRIVAL_KEYS}
    return next((key.kind for key in every.values() if slug(key.name) == last), "text")


def _kind(key: str) -> str:
    if key == "remove":
        return "parts"
    return "texts" if key in LISTS else "text"
