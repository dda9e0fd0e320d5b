"""Workbooks for the tests: rows in, the content of an .xlsx file out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import openpyxl

from outsidein.document.checking import check_document
from outsidein.document.opening import Document
from outsidein.document.sheet.reading import open_workbook
from outsidein.errors import Fault
from outsidein.model.process import Process, Step

HEADER = ["phase", "step", "who", "channel", "part", "minutes", "next", "outcome"]
DOCUMENT = [
    ["section", "name", "key", "value"],
    ["process", None, None, "Shop"],
    ["customers", "Shopper"],
    ["channels", "web", None, "self"],
    ["channels", "phone", None, "live"],
    ["organisation", "Web shop", "kind", "system"],
    ["organisation", "Sales"],
]
Rows = Sequence[Sequence[Any]]


def workbook(
    steps: Rows, document: Rows | None = DOCUMENT, change: Callable[[Any], None] | None = None
) -> bytes:
    """Return a workbook with a sheet `steps` and, unless None, a sheet `document`."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "steps"
    for row in steps:
        sheet.append(list(row))
    if document is not None:
        other = book.create_sheet("document")
        for row in document:
            other.append(list(row))
    if change is not None:
        change(book)
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part changed."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(into, "w") as new:
        for entry in old.infolist():
            said = old.read(entry)
            new.writestr(entry.filename, change(said) if entry.filename == part else said)
    return into.getvalue()


def opened(content: bytes) -> Document:
    return open_workbook(content, "shop.xlsx")


def process_of(content: bytes) -> Process:
    """Return the process of a workbook in which nothing is wrong."""
    document = opened(content)
    assert [f for f in document.faults if f.severity == "error"] == []
    assert document.process is not None
    return document.process


def steps_of(content: bytes) -> dict[str, Step]:
    return {step.id: step for step in process_of(content).steps}


def faults_of(content: bytes) -> list[Fault]:
    return check_document(opened(content))


def said(content: bytes) -> list[str]:
    """Return the errors of a workbook as they are told."""
    return [str(fault) for fault in faults_of(content) if fault.severity == "error"]
