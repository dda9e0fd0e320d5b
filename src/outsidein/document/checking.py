"""Everything that is wrong with a document, each fault at its line and column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from outsidein.document.nodes import MOST_BYTES, decode
from outsidein.document.opening import Document, open_text
from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped
from outsidein.model.check import check


def check_file(path: str | Path) -> list[Fault]:
    """Return every fault of a document: its spelling, its meaning, its missing numbers.

    Each stands at file:line:column. Never raises for a bad document; a file that cannot be read
    is a single fault.
    """
    try:
        content = read_capped(path, most_bytes=MOST_BYTES)
    except OutsideInError as error:
        return list(error.faults)
    text, faults = decode(content, str(path))
    return faults or check_text(text, str(path))


def check_text(text: str, name: str = "document.yaml") -> list[Fault]:
    """Return every fault of a document from its text."""
    return check_document(open_text(text, name))


def check_document(document: Document) -> list[Fault]:
    """Return every fault of a document that has been read."""
    found = list(document.faults)
    if document.process is not None and document.process.steps:
        found += _of_meaning(document)
    return sorted(dict.fromkeys(found), key=document.order)


def _of_meaning(document: Document) -> list[Fault]:
    """Return the semantic faults of what could be read, at their places.

    What was misspelt is missing from the process: what follows from that is not said again.
    """
    assert document.process is not None
    faults = check(document.process, flows=document.flows_are_sure)
    if any(fault.code == "duplicate-id" for fault in document.faults):
        faults = [fault for fault in faults if fault.code != "duplicate-id"]
    misread = document.misread()
    return [
        replace(
            fault,
            where=document.place(fault.where),
            what=document.named(fault.what),
            hint=document.hint(fault.where, fault.hint),
        )
        for fault in faults
        if not _follows(fault, misread)
    ]


def _follows(fault: Fault, misread: set[str]) -> bool:
    """Whether a fault may only follow from what could not be read of an element."""
    pieces = fault.where.split(".")
    if pieces[0] != "scenarios":
        return pieces[0] in misread
    return bool(misread & set(pieces[2:]))
