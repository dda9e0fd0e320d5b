"""Every element of a BPMN file as a value, and every doubt as a fault with its line."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from lxml import etree

from bpmn.facts import FOLDERS, files_of
from outsidein.bpmn.bpmnfile import open_bpmn, open_bytes
from outsidein.bpmn.content import KINDS
from outsidein.errors import OutsideInError

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FLOW_NODE = re.compile(
    r"^(?!global)(.*[tT]ask|.*Gateway|.*Event|.*[sS]ubProcess|callActivity|transaction)$"
)
DOCUMENT = Path(__file__).parent / "documents" / "everything.bpmn"


def as_text(name: str, value: object) -> str:
    said = {f.name: getattr(value, f.name) for f in fields(value) if f.repr}  # type: ignore[arg-type]
    shown = [f"{k}={v!r}" for k, v in said.items() if v not in (None, "", (), False, 0)]
    return f"{name}: {type(value).__name__} {' '.join(shown)}"


def test_everything_is_understood(golden: Callable[[str, str], None]) -> None:
    """One of each element, its value and the faults, as reviewed by eye."""
    file = open_bytes(DOCUMENT.read_bytes(), "everything.bpmn")
    lines = [as_text(kind, v) for kind in KINDS for v in getattr(file.content, kind).values()]
    lines += [str(fault) for fault in file.faults]
    golden("bpmn/everything.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("folder", [*FOLDERS, "camunda_research"])
def test_nothing_in_the_corpus_is_overlooked(folder: str, corpus: Callable[[str], Path]) -> None:
    """As many nodes, flows, messages and lanes are read as the files have elements for."""
    for name, content in files_of(folder, corpus):
        read, root = open_bytes(content, name).content, etree.fromstring(content)
        names = [str(e.tag).rpartition("}")[2] for e in root.iter(f"{{{MODEL}}}*")]
        assert len(read.nodes) == sum(bool(FLOW_NODE.search(n)) for n in names), name
        assert len(read.flows) == names.count("sequenceFlow"), name
        assert len(read.messages) == names.count("messageFlow"), name
        assert len(read.lanes) == names.count("lane"), name
        assert len(read.participants) == names.count("participant"), name
        drawn = [str(e.tag).rpartition("}")[2] for e in root.iter("{*}BPMNShape", "{*}BPMNEdge")]
        shapes = sum(len(d.shapes) for d in read.diagrams.values())
        edges = sum(len(d.edges) for d in read.diagrams.values())
        assert (shapes, edges) == (drawn.count("BPMNShape"), drawn.count("BPMNEdge")), name


def test_a_reference_may_have_a_prefix() -> None:
    """`tns:order` names the element `order`."""
    text = DOCUMENT.read_text().replace('messageRef="order"', 'messageRef="tns:order"')
    assert open_bytes(text.encode()).content.messages["asks"].message == "order"


def test_two_elements_with_one_id_are_a_fault_and_both_are_read() -> None:
    """The second one keeps a key of its own."""
    text = DOCUMENT.read_text().replace('id="count"', 'id="bill"')
    file = open_bytes(text.encode(), "x.bpmn")
    assert {"bill", "bill~2"} <= file.content.nodes.keys()
    assert [f.severity for f in file.faults if f.code == "duplicate-id"] == ["error"]


def test_faults_name_file_and_line() -> None:
    """The place of a fault is the line that a reader opens."""
    lines = DOCUMENT.read_text().splitlines()
    faults = open_bpmn(DOCUMENT).faults
    assert faults
    for fault in faults:
        name, _, line = fault.where.rpartition(":")
        assert name == str(DOCUMENT)
        assert 1 <= int(line) <= len(lines)
    strange = next(f for f in faults if f.code == "not-understood")
    assert "<bpmn:correlationProperty" in lines[int(strange.where.rpartition(":")[2]) - 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<definitions/>", 'its namespace is ""'),
        ("<html/>", "its first element is <html>"),
        ('<x:definitions xmlns:x="http://schema.omg.org/spec/BPMN/2.0"/>', "its namespace"),
    ],
)
def test_what_is_not_bpmn_is_refused(text: str, said: str) -> None:
    """Another kind of XML is refused with its place."""
    with pytest.raises(OutsideInError, match=said) as refused:
        open_bytes(text.encode(), "x.bpmn")
    assert refused.value.faults[0].where == "x.bpmn:1"


def test_reading_costs_at_most_twenty_parses(corpus: Callable[[str], Path]) -> None:
    """Our values of a whole folder cost at most 20 times a bare parse of the same files."""
    files = [pair for folder in FOLDERS for pair in files_of(folder, corpus)]

    def seconds(read: Callable[[str, bytes], object]) -> float:
        begin = time.process_time()
        for name, content in files:
            read(name, content)
        return time.process_time() - begin

    ours = min(seconds(lambda name, content: open_bytes(content, name).faults) for _ in range(3))
    bare = min(seconds(lambda _, content: etree.fromstring(content)) for _ in range(3))
    assert ours < 20 * bare
