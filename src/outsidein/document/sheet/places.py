"""Positions of a tree that grows from cells: each node remembers the cell it came from."""

from __future__ import annotations

import re

from outsidein.document.nodes import Node
from outsidein.document.sheet.cells import Cell, number_of
from outsidein.errors import Fault

Spot = tuple[str, Cell]
_AT = re.compile(r"(.*)!([A-Z]{1,3})(\d+)", re.DOTALL)


class CellPlaces:
    """Where each position stands: position k is the k-th node, and a node has one cell."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: list[str] = []
        self.spots: list[Spot] = []

    def spot(self, position: int) -> Spot:
        """Return the sheet and the cell of a position."""
        return self.spots[min(position, len(self.spots) - 1)]

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return a row of its own for each row of each sheet, and the column."""
        sheet, cell = self.spot(position)
        return self.sheets.index(sheet) * 10_000_000 + cell.row, cell.column

    def order(self, where: str) -> tuple[int, int]:
        """Return the same of a place as it is written."""
        found = _AT.fullmatch(where.removeprefix(f"{self.name}:"))
        if found is None or found[1] not in self.sheets:
            return 0, 0
        row = self.sheets.index(found[1]) * 10_000_000 + int(found[3])
        return row, number_of(found[2])

    def __call__(self, position: int) -> str:
        """Return file:sheet!C7 of a position."""
        return self.at(*self.spot(position)) if self.spots else self.name

    def at(self, sheet: str, cell: Cell) -> str:
        """Return file:sheet!C7 of a cell."""
        return f"{self.name}:{sheet}!{cell.place}"


class Grower:
    """Makes nodes in the order of reading, and notes faults at cells."""

    def __init__(self, places: CellPlaces) -> None:
        self.places = places
        self.faults: list[Fault] = []

    def text(self, sheet: str, cell: Cell, text: str, *, broken: bool = False) -> Node:
        """Return a text that stands in a cell."""
        return self.take(Node(kind="text", start=0, end=0, text=text, broken=broken), sheet, cell)

    def open_map(self, sheet: str, cell: Cell) -> Node:
        """Return a map that begins at a cell."""
        return self.take(Node(kind="map", start=0, end=0), sheet, cell)

    def open_list(self, sheet: str, cell: Cell) -> Node:
        """Return a list that begins at a cell."""
        return self.take(Node(kind="list", start=0, end=0), sheet, cell)

    def take(self, node: Node, sheet: str, cell: Cell) -> Node:
        """Give a node its position."""
        node.start = len(self.places.spots)
        node.end = node.start + 1
        self.places.spots.append((sheet, cell))
        return node

    def number(self, root: Node) -> None:
        """Number the nodes of a whole tree anew, so that what is inside a node lies within it."""
        old, self.places.spots = self.places.spots, []
        self._number(root, old)

    def _number(self, node: Node, old: list[Spot]) -> None:
        spot = old[node.start]
        node.start = len(self.places.spots)
        self.places.spots.append(spot)
        for key, value in node.entries:
            self._number(key, old)
            self._number(value, old)
        for item in node.items:
            self._number(item, old)
        node.end = len(self.places.spots)

    def fault(self, code: str, sheet: str, cell: Cell, what: str, hint: str = "") -> None:
        """Note an error at a cell."""
        self.faults.append(Fault(code, "error", self.places.at(sheet, cell), what, hint))

    def warn(self, code: str, sheet: str, cell: Cell, what: str, hint: str = "") -> None:
        """Note what is read, but should be known."""
        self.faults.append(Fault(code, "warning", self.places.at(sheet, cell), what, hint))
