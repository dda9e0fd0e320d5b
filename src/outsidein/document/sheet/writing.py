"""A process as a workbook: the steps, what no row can say, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from outsidein.document.sheet.cells import MOST_ROWS, MOST_TEXT, letters
from outsidein.document.sheet.columns import (
    DOCUMENT_COLUMNS,
    FIRST,
    FURTHER,
    STEP_COLUMNS,
    Column,
)
from outsidein.document.sheet.laying_out import Laid, Line, Percent, Typed, lay_out
from outsidein.document.values import CHANNEL_KINDS, OUTCOMES, SHOWN
from outsidein.errors import Fault, OutsideInError
from outsidein.model.keys import VERBS
from outsidein.model.process import Process

WIDTHS = {
    "phase": 12, "step": 34, "who": 16, "part": 16, "next": 30, "go": 40, "value": 48, "name": 22,
    "section": 14, "scenario": 22, "inside": 18, "fails": 30, "minutes": 16, "note": 50,
}  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "verb": VERBS, "outcome": OUTCOMES, "shows": SHOWN, "join": ("all",),
    "moment of truth": ("yes", "no"),
}  # fmt: skip
NOTE = Column(name="note", kind="text", means="for your own remarks: never read")
USUAL = 13
_HEAD, _RULE = "FFE8EEF4", "FF9AA5B1"


def write_workbook(process: Process) -> bytes:
    """Return a process as the content of a workbook; reading it gives the same process again.

    Comments of a document in YAML are lost. Raises OutsideInError for a text that is too long for
    a cell, or for more rows than are read.
    """
    return workbook_of(lay_out(process))


def workbook_of(
    laid: Laid, *, always: Sequence[str] = (), remarks: Mapping[str, str] | None = None
) -> bytes:
    """Return rows as the content of a workbook; ``always`` names columns shown even if empty."""
    from openpyxl import Workbook

    book = Workbook()
    used = {name for row in laid.steps for name in row}
    shown = [column.name for column in FIRST]
    further = [*(c.name for c in FURTHER), *(n for n in STEP_COLUMNS if n not in shown)]
    shown += [n for n in dict.fromkeys(further) if n in used or n in always]
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("steps"), [STEP_COLUMNS[name] for name in shown], laid.steps)
    other = book.create_sheet("document")
    _fill(other, list(DOCUMENT_COLUMNS.values()), laid.document)
    _explain(book.create_sheet("help"), remarks or {})
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _fill(sheet: Any, columns: Sequence[Column], rows: Sequence[Line]) -> None:
    """Write a header and rows; freeze the header, set widths, explain, offer choices."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    if len(rows) >= MOST_ROWS:
        what = f"has more than {MOST_ROWS:,} rows"
        raise OutsideInError([Fault("too-large", "error", str(sheet.title), what)])
    if any("note" in row for row in rows):
        columns = [*columns, NOTE]
    names = [column.name for column in columns]
    for k, column in enumerate(columns, start=1):
        cell = sheet.cell(1, k, column.name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_HEAD)
        cell.border = Border(bottom=Side("thin", color=_RULE))
        cell.comment = Comment(column.means, "outsidein", width=260, height=90)
        sheet.column_dimensions[letters(k)].width = WIDTHS.get(column.name, USUAL)
        _offer(sheet, letters(k), column)
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            cell = sheet.cell(number, names.index(name) + 1)
            _type(sheet, cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "C2" if "step" in names else "A2"
    sheet.auto_filter.ref = f"A1:{letters(len(columns))}{max(len(rows) + 1, 2)}"


def _type(sheet: Any, cell: Any, value: Typed) -> None:
    """Type a value into a cell; a text is a text even where it looks like a formula."""
    from openpyxl.utils.exceptions import IllegalCharacterError

    if isinstance(value, Percent):
        cell.value = value.share
        cell.number_format = "0%" if round(value.share, 2) == value.share else "0.0##########%"
    elif isinstance(value, float):
        cell.value = int(value) if value.is_integer() else value
    elif len(value) > MOST_TEXT:
        what = f"a text of {len(value):,} characters does not fit into a cell"
        where = f"{sheet.title}!{cell.coordinate}"
        raise OutsideInError([Fault("too-long", "error", where, what, f"at most {MOST_TEXT:,}")])
    else:
        try:
            _text(cell, value)
        except IllegalCharacterError:
            where = f"{sheet.title}!{cell.coordinate}"
            what = "contains what is no character of a text"
            raise OutsideInError([Fault("not-a-character", "error", where, what)]) from None


def _text(cell: Any, text: str) -> None:
    """Type a text: what begins with = would become a formula, #N/A an error."""
    cell.value = text
    cell.data_type = "s"


def _offer(sheet: Any, column: str, what: Column) -> None:
    """Offer the words a column knows; others may still be typed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = CHOICES.get(what.name)
    if words is None:
        return
    listed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    listed.showErrorMessage = False
    listed.promptTitle, listed.prompt, listed.showInputMessage = what.name, what.means, True
    sheet.add_data_validation(listed)
    listed.add(f"{column}2:{column}1000")


def _explain(sheet: Any, remarks: Mapping[str, str]) -> None:
    """Write the sheet that explains every column and section; it is never read."""
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[str, str]] = [(head, text) for head, text in remarks.items()]
    lines += [
        ("", ""),
        ("sheet steps", "a step a row; blank rows and columns headed note are free"),
    ]
    lines += [(column.name, column.means) for column in STEP_COLUMNS.values()]
    lines += [("", ""), ("sheet document", "what no row of a step can say, a row a value")]
    lines += [(column.name, column.means) for column in DOCUMENT_COLUMNS.values()]
    lines += [("", ""), ("lists", 'separate by commas; "quote, what holds one"')]
    lines += [("verbs", ", ".join(VERBS)), ("kinds of channel", ", ".join(CHANNEL_KINDS))]
    for number, (head, text) in enumerate(lines, start=1):
        _text(sheet.cell(number, 1), head)
        sheet.cell(number, 1).font = Font(bold=True)
        _text(sheet.cell(number, 2), text)
        sheet.cell(number, 2).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90
