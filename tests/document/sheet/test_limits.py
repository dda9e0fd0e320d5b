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


@pytest.mark.parametrize(
    "rows",
    [
        (b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>") * 6_000,
        b"<row>" + b"<c/>" * 2_400_000 + b"</row>",
        b"<row/>" * 1_600_000,
        b"<z/>" * 2_000_000,
        b"<row " + b" ".join(b'a%d="1"' % k for k in range(500_000)) + b"/>",
        (b"<row>" + b"<c><v>1</v></c>" * 200 + b"</row>") * 490,
    ],
    ids=["cells", "empty-cells", "rows", "others", "attributes", "almost"],
)
def test_a_sheet_of_millions_is_refused_soon(rows: bytes) -> None:
    """Ten megabytes of whatever is small, at once or by the hundred."""
    xml = b'<worksheet xmlns="x"><sheetData>' + rows + b"</sheetData></worksheet>"
    started = time.process_time()
    errors = opened(repacked(SMALL, SHEET, lambda _: xml)).faults
    assert errors
    assert time.process_time() - started < 2


def test_a_workbook_without_a_sheet_of_steps_says_so() -> None:
    """With the sheet that was probably meant."""

    def rename(book: object) -> None:
        book["steps"].title = "stepps"  # type: ignore[index]

    fault = only_fault(workbook([HEADER], change=rename))
    assert fault.what == 'has no sheet "steps"'
    assert "stepps" in fault.hint


@pytest.mark.parametrize("column", ["next", "inside", "way", "part", "scenario"])
def test_thousands_of_slips_are_told_soon(column: str) -> None:
    """As many rows as are read, each naming something else that is not there."""
    rows = [["step", "id", column, "part" if column != "part" else "note"]]
    rows += [[f"Step {k}", f"s{k}", f"unknown {k}", ""] for k in range(1_900)]
    started = time.process_time()
    assert len([f for f in opened(workbook(rows)).faults if f.severity == "error"]) > 100
    assert time.process_time() - started < 3


def test_more_rows_than_are_read_are_refused() -> None:
    """At the first row beyond."""
    rows = [["step"], *[[f"Step {k}"] for k in range(2_001)]]
    assert only_fault(workbook(rows)).where == "shop.xlsx:steps!A2001"
