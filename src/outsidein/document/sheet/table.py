"""The rows of a sheet under its header: what stands in each column, by the column's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from outsidein.document.nodes import _NOT_TEXT, Node
from outsidein.document.sheet.cells import Cell, Sheet
from outsidein.document.sheet.columns import LISTED, Column, find_header
from outsidein.document.sheet.places import Grower
from outsidein.document.sheet.spelled import pieces, spelled
from outsidein.document.syntax import TextError, clean


@dataclass(slots=True, kw_only=True)
class Row:
    """One row: its filled cells by the name of their column."""

    sheet: str
    number: int
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def first(self) -> Cell:
        """The first filled cell, to speak of the row as a whole."""
        return min(self.cells.values(), key=lambda cell: cell.column)

    def text(self, column: str) -> str:
        """Return the text of a cell as typed, blanks cleaned; empty if nothing stands there."""
        cell = self.cells.get(column)
        return clean(cell.value) if cell is not None else ""

    def cell(self, *columns: str) -> Cell:
        """Return the first of some columns that is filled, else the row's first cell."""
        return next((self.cells[c] for c in columns if c in self.cells), self.first)


class Table:
    """A sheet below its header."""

    def __init__(
        self, grower: Grower, sheet: Sheet, known: dict[str, Column], mark: str
    ) -> None:  # fmt: skip
        self.grower, self.sheet, self.known = grower, sheet, known
        header = find_header(grower, sheet, known, mark)
        self.header, self.columns = header if header is not None else (0, {})

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are filled in some column; faults are noted on the way."""
        shown = self.shown_below()
        unheaded: set[int] = set()
        for number in sorted({*self.sheet.rows, *(row for row, _ in shown)}):
            if number <= self.header:
                continue
            cells = dict(self.sheet.rows.get(number, {}))
            row = Row(sheet=self.sheet.name, number=number)
            for column, name in self.columns.items():
                cell = cells.pop(column, None) or shown.get((number, column))
                if cell is not None:
                    row.cells[name.name] = cell
            self.note_unheaded(cells, unheaded)
            if row.cells:
                self.note_hidden(row)
                yield row

    def note_unheaded(self, cells: dict[int, Cell], unheaded: set[int]) -> None:
        """Note what stands below no header: it would be passed over in silence."""
        header = self.sheet.rows.get(self.header, {})
        for column, cell in cells.items():
            if column not in header and column not in unheaded:
                unheaded.add(column)
                hint = "head the column, with note if it is not to be read"
                self.grower.fault("no-header", self.sheet.name, cell, "has no header above", hint)

    def note_hidden(self, row: Row) -> None:
        """A hidden row is read like any other, and said to be."""
        if row.number in self.sheet.hidden:
            hint = "delete it if it should not count"
            what = "stands in a hidden row, which is read all the same"
            self.grower.warn("hidden-row", self.sheet.name, row.first, what, hint)

    def shown_below(self) -> dict[tuple[int, int], Cell]:
        """Return the cells that a merge down a column shows below; across columns is a fault."""
        found: dict[tuple[int, int], Cell] = {}
        for top, bottom, left, right in self.sheet.merged:
            cell = self.sheet.rows.get(top, {}).get(left)
            if cell is None or top <= self.header:
                continue
            if left != right:
                hint = "undo the merging of cells"
                what = "is merged across columns"
                self.grower.fault("merged", self.sheet.name, cell, what, hint)
            for row in range(top + 1, min(bottom, top + 1_000) + 1):
                found[row, left] = Cell(
                    row=row, column=left, kind=cell.kind, value=cell.value, format=cell.format
                )
        return found

    # -- values

    def spelled(self, row: Row, cell: Cell, kind: str) -> str | None:
        """Return what a cell says in the grammar's spelling, or None after noting why not."""
        try:
            text = spelled(cell, kind)
        except TextError as wrong:
            self.grower.fault("bad-cell", row.sheet, cell, wrong.what, wrong.hint)
            return None
        if found := _NOT_TEXT.search(text):
            what = f"contains U+{ord(found[0]):04X}, which is no character of a text"
            self.grower.fault("not-a-character", row.sheet, cell, what, "leave it out")
        return text

    def value(self, row: Row, cell: Cell, kind: str) -> Node:
        """Return the node of a cell: a text, or a list where its kind has several."""
        text = self.spelled(row, cell, kind)
        if text is None:
            return self.grower.text(row.sheet, cell, "", broken=True)
        if kind in LISTED:
            return self.listed(row, cell, pieces(text))
        return self.grower.text(row.sheet, cell, text)

    def listed(self, row: Row, cell: Cell, texts: list[str]) -> Node:
        """Return the pieces of a cell as a list, a single one as a text."""
        if len(texts) <= 1:
            return self.grower.text(row.sheet, cell, "".join(texts))
        found = self.grower.open_list(row.sheet, cell)
        found.items = [self.grower.text(row.sheet, cell, text) for text in texts]
        return found

    def entry(self, parent: Node, row: Row, cell: Cell, key: str, kind: str) -> None:
        """Add a key with the value of a cell to a map."""
        self.pair(parent, self.grower.text(row.sheet, cell, key), self.value(row, cell, kind))

    def pair(self, parent: Node, key: Node, value: Node) -> None:
        """Add an entry to a map; a key that is there already is a fault."""
        if key.text in parent.keys:
            sheet, cell = self.grower.places.spot(key.start)
            self.grower.fault("duplicate-key", sheet, cell, f'"{key.text}" is said twice here')
            return
        parent.keys.add(key.text)
        parent.entries.append((key, value))
