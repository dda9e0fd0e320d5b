"""Diagrams drawn anew: nothing on anything else, and the rest of the file as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.bpmnfile import open_bytes
from outsidein.bpmn.layout import relayout

EVERYTHING = (Path(__file__).parents[1] / "documents" / "everything.bpmn").read_bytes()


def redrawn(content: bytes) -> bytes:
    """Return a file with a new diagram."""
    file = open_bytes(content)
    relayout(file)
    return file.to_bytes()


def without_diagrams(content: bytes) -> bytes:
    """Return what a file says of the process."""
    root = etree.fromstring(content)
    for diagram in root.findall(f"{{{tags.DIAGRAM}}}BPMNDiagram"):
        root.remove(diagram)
    return etree.tostring(root, method="c14n").strip()


@pytest.fixture(scope="module")
def everything() -> bytes:
    return redrawn(EVERYTHING)


def test_the_same_file_gives_the_same_bytes(everything: bytes) -> None:
    """No clock and no chance decides where something stands."""
    assert redrawn(EVERYTHING) == everything


def test_only_the_diagram_changes(everything: bytes) -> None:
    """What the file says of the process is the same, to the character."""
    assert without_diagrams(everything) == without_diagrams(EVERYTHING)
