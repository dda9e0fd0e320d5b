"""What a workbook may not be: too large, broken, encrypted, or clever."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from outsidein.errors import Fault
from sheets import HEADER, opened, repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"
SMALL = workbook([HEADER, [None, "Look"]])


def only_fault(content: bytes) -> Fault:
    started = time.process_time()
    document = opened(content)
    assert time.process_time() - started < 2
    assert document.process is None
    (fault,) = document.faults
    return fault


def zipped(**parts: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is no workbook"),
        (b"process: x", "is no workbook"),
        (SMALL[:300], "is no workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "an old or an encrypted workbook"),
        (zipped(a=b"x"), "has no sheets"),
        (zipped(a=b"0" * 60_000_000), "unpacks to"),
        (zipped(a=b"0" * 5_000_000), "unpacks to"),
        (zipped(**{f"f{k}": b"" for k in range(10_001)}), "unpacks to"),
        (repacked(SMALL, SHEET, lambda _: b"<a><b></a>"), "a part that is no XML"),
        (
            repacked(SMALL, SHEET, lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml),
            "a part with a DOCTYPE",
        ),
        (
            repacked(SMALL, SHEET, lambda xml: xml.decode().encode("utf-16")),
            "a part that is not UTF-8",
        ),
        (
            repacked(SMALL, SHEET, lambda xml: xml.replace(b'r="B2"', b'r="XFD2"')),
            "stands beyond column",
        ),
        (
            repacked(SMALL, SHEET, lambda xml: xml.replace(b'r="2"', b'r="1048576"')),
            "stands beyond row",
        ),
    ],
    ids=["empty", "text", "cut", "old", "no-sheets", "bomb", "steep", "files", "xml", "doctype",
         "utf-16", "wide", "long"],
)  # fmt: skip
def test_it_is_refused_in_a_line_and_soon(content: bytes, what: str) -> None:
    """One fault that says what is wrong, within two seconds."""
    assert what in only_fault(content).what


def test_a_sheet_of_a_million_cells_is_refused_soon() -> None:
    """Ten megabytes of cells, a hundred in a row."""
    rows = (b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>") * 6_000
    xml = b'<worksheet xmlns="x"><sheetData>' + rows + b"</sheetData></worksheet>"
    assert "more than" in only_fault(repacked(SMALL, SHEET, lambda _: xml)).what


def test_a_workbook_without_a_sheet_of_steps_says_so() -> None:
    """With the sheet that was probably meant."""

    def rename(book: object) -> None:
        book["steps"].title = "stepps"  # type: ignore[index]

    fault = only_fault(workbook([HEADER], change=rename))
    assert fault.what == 'has no sheet "steps"'
    assert "stepps" in fault.hint
