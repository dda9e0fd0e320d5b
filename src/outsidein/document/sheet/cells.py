"""The cells of a workbook's sheets as they were typed: texts, numbers, times, yes and no.

A formula counts with the value it had when the workbook was saved; it is never computed here.
Source: ECMA-376 part 1, sections 18.3.1.4 (cells), 18.4 (shared strings), 18.8.30 (formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from outsidein.document.sheet.package import Package, local
from outsidein.errors import Fault, OutsideInError

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000, 400, 100_000
MOST_SHEETS, MOST_TEXT = 200, 32_767
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

CellKind = Literal["text", "number", "date", "time", "yes-no", "error", "formula"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: what kind of thing was typed, its text or its number as saved, its format.

    A `formula` is one without a saved value. `merged` cells show the value of another one.
    """

    row: int  # from 1
    column: int  # from 1
    kind: CellKind
    value: str
    format: str = "General"

    @property
    def place(self) -> str:
        """The cell as people name it: C7."""
        return f"{letters(self.column)}{self.row}"


@dataclass(slots=True, kw_only=True)
class Sheet:
    """The filled cells of one sheet, row by row."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, then columns


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def number_of(column: str) -> int:
    """Return the number of a column from its letters.

    >>> number_of("AB")
    28
    """
    found = 0
    for letter in column:
        found = found * 26 + ord(letter) - 64
    return found


class Workbook:
    """The sheets of a workbook by name; each is read when it is asked for."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self.package = Package(content, name)
        self.main = self.main_part()
        self.related = self.package.related(self.main)
        self.sheets = self.sheet_parts()
        if not self.sheets:
            self.package.refuse("has no sheets", "save it as .xlsx")
        self._texts: list[str] | None = None
        self._formats: list[str] | None = None

    def main_part(self) -> str:
        """Return the name of the part that lists the sheets."""
        roots = self.package.related("")
        return next((part for kind, part in roots.values() if kind == "officeDocument"),
                    "xl/workbook.xml")  # fmt: skip

    def sheet_parts(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name, in the workbook's order."""
        found: dict[str, str] = {}
        for one in self.package.elements(self.main, "sheet"):
            identity = next((v for k, v in one.attrib.items() if k.endswith("}id")), "")
            kind, part = self.related.get(identity, ("", ""))
            if kind == "worksheet" and len(found) < MOST_SHEETS:
                found[one.get("name") or ""] = part
        return found

    def part_of_kind(self, kind: str) -> str:
        """Return the name of the part of a kind, such as `styles`."""
        return next((part for k, part in self.related.values() if k == kind), "")

    def texts(self) -> list[str]:
        """Return the shared texts, to which cells refer by number."""
        if self._texts is None:
            name = self.part_of_kind("sharedStrings")
            found: list[str] = []
            for one in self.package.elements(name, "si") if name else ():
                found.append(_text_of(one))
                self.few(len(found), name)
            self._texts = found
        return self._texts

    def formats(self) -> list[str]:
        """Return the number format of each style, to which cells refer by number."""
        if self._formats is None:
            from openpyxl.styles.numbers import BUILTIN_FORMATS

            name, own = self.part_of_kind("styles"), dict[str, str]()
            codes: list[str] = []
            for one in self.package.elements(name, "numFmt", "cellXfs") if name else ():
                if local(one) == "numFmt":
                    own[one.get("numFmtId") or ""] = one.get("formatCode") or ""
                else:
                    codes = [style.get("numFmtId") or "0" for style in one]
                self.few(max(len(own), len(codes)), name)
            known = {str(k): code for k, code in BUILTIN_FORMATS.items()} | own
            self._formats = [known.get(code, "General") for code in codes]
        return self._formats

    def few(self, count: int, what: str) -> None:
        """Refuse a workbook that holds more than anybody types."""
        if count > MOST_CELLS:
            self.package.refuse(f"holds more than {MOST_CELLS:,} cells or texts in {what}")

    def sheet(self, name: str) -> Sheet:
        """Read a sheet. Raises OutsideInError if it is broken or far too large."""
        found, count, at_row = Sheet(name=name), 0, 0
        part = self.sheets[name]
        for one in self.package.elements(part, "row", "mergeCell"):
            if local(one) == "mergeCell":
                found.merged += _span(one.get("ref") or "")
                self.few(len(found.merged), part)
                continue
            at_row = _whole(one.get("r")) or at_row + 1
            cells = list(self.cells(one, at_row, name))
            count += len(one)
            self.few(count, part)
            if cells and at_row > MOST_ROWS:
                self.too_far(name, cells[0].place, f"row {MOST_ROWS:,}")
            if cells:
                found.rows[at_row] = {cell.column: cell for cell in cells}
                if one.get("hidden") in {"1", "true"}:
                    found.hidden.append(at_row)
        return found

    def too_far(self, sheet: str, place: str, limit: str) -> None:
        """Refuse a cell beyond what is read."""
        what, hint = f"stands beyond {limit}", "delete what stands out there"
        raise OutsideInError(
            [Fault("too-large", "error", f"{self.name}:{sheet}!{place}", what, hint)]
        )

    def cells(self, row: Any, at_row: int, sheet: str) -> Iterator[Cell]:
        """Yield the filled cells of a row."""
        column = 0
        for one in row:
            if local(one) != "c":
                continue
            found = _PLACE.fullmatch(one.get("r") or "")
            column = number_of(found[1]) if found else column + 1
            cell = self.cell(one, at_row, column)
            if cell is not None:
                if column > MOST_COLUMNS:
                    self.too_far(sheet, cell.place, f"column {letters(MOST_COLUMNS)}")
                yield cell

    def cell(self, one: Any, row: int, column: int) -> Cell | None:
        """Return a cell, or None if nothing stands in it."""
        kind, formula, value = one.get("t") or "n", False, ""
        for child in one:
            if local(child) == "v":
                value = child.text or ""
            elif local(child) == "is":
                value = _text_of(child)
            elif local(child) == "f":
                formula = True
        if not value.strip():
            return Cell(row=row, column=column, kind="formula", value="") if formula else None
        said, value = self.typed(kind, value)
        styles = self.formats()
        style = _whole(one.get("s"))
        code = styles[style] if style < len(styles) else "General"
        if said == "number":
            said = _moment(code)
        return Cell(row=row, column=column, kind=said, value=value, format=code)

    def typed(self, kind: str, value: str) -> tuple[CellKind, str]:
        """Return the kind of a value and the value itself, shared texts looked up."""
        if kind == "s":
            texts, k = self.texts(), _whole(value)
            if k >= len(texts):
                self.package.refuse("refers to a text it does not have", "save it anew")
            return "text", texts[k]
        if kind in {"str", "inlineStr"}:
            return "text", value
        if kind == "b":
            return "yes-no", "yes" if value.strip() in {"1", "true"} else "no"
        if kind == "e":
            return "error", value
        return ("date", value) if kind == "d" else ("number", value.strip())


def _text_of(one: Any) -> str:
    """Return the text of a string item, its runs joined, its reading aids left out."""
    found: list[str] = []
    for child in one.iter():
        aid = any(local(above) == "rPh" for above in child.iterancestors())
        if local(child) == "t" and not aid:
            found.append(child.text or "")
    return "".join(found)[:MOST_TEXT]


def _moment(code: str) -> CellKind:
    """Return whether a number with a format is shown as a date, a time of day, or a number."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    if is_timedelta_format(code):
        return "time"
    if not is_date_format(code):
        return "number"
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return "date" if re.search("[yd]", bare) else "time"


def _span(text: str) -> list[tuple[int, int, int, int]]:
    first, _, last = text.partition(":")
    one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
    if one is None or other is None:
        return []
    return [(int(one[2]), int(other[2]), number_of(one[1]), number_of(other[1]))]


def _whole(text: str | None) -> int:
    """Return a whole number of at most seven digits, or 0."""
    return int(text) if text is not None and re.fullmatch(r"\d{1,7}", text.strip()) else 0
