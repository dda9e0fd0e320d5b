"""Drawings as models: a BPMN file opened as a document is, each fault at its line."""

from __future__ import annotations

from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.processes import ProcessRead, to_process
from outsidein.document.opening import Document


class Lines:
    """Where things stand in a drawing's file: a position is a line, 0 is not known."""

    def __init__(self, name: str) -> None:
        self.name = name

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return the line, and 1: a drawing is not read by columns."""
        return position, 1

    def order(self, where: str) -> tuple[int, int]:
        """Return the line of file:line, to sort by."""
        line = where.rpartition(":")[2]
        return int(line) if line.isdigit() else 0, 1

    def __call__(self, position: int) -> str:
        """Return file:line of a position."""
        return f"{self.name}:{max(position, 1)}"


def open_drawing(content: bytes, name: str, customer: str | None = None) -> Document:
    """Read a BPMN file as a model, with its faults and the line of every step.

    Raises OutsideInError if it is no BPMN 2.0 that can be read safely, if nothing flows in it, or
    if the customer given is not drawn in it.
    """
    file = BpmnFile(content, name)
    read = to_process(file, customer)
    return Document(
        name=name, text="", root=None, process=read.process, faults=read.faults,
        spots=_lines(file, read), spelled_in=Lines(name),
    )  # fmt: skip


def _lines(file: BpmnFile, read: ProcessRead) -> dict[str, int]:
    lines = {element.key: element.line for element in file.content.every()}
    known = {step: [lines[key] for key in held if key in lines] for step, held in read.held.items()}
    return {step: found[0] for step, found in known.items() if found}
