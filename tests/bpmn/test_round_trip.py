"""A file comes back as it was, and a change differs in what it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bpmn.facts import FOLDERS, facts, files_of, without_vendors
from outsidein.bpmn.bpmnfile import BpmnFile, open_bytes
from outsidein.bpmn.elements import Bounds
from outsidein.bpmn.patching import add_flow, add_step, remove, rename
from outsidein.bpmn.rewriting import write_content
from outsidein.errors import OutsideInError

EVERYTHING = (Path(__file__).parent / "documents" / "everything.bpmn").read_bytes()
SIZES = {"miwg_reference": 16, "miwg_vendor": 35, "other": 25, "camunda_research": 202}


@pytest.fixture
def everything() -> BpmnFile:
    return open_bytes(EVERYTHING, "everything.bpmn")


@pytest.mark.parametrize("folder", [*FOLDERS, "camunda_research"])
def test_no_fact_is_lost_or_added(folder: str, corpus: Callable[[str], Path]) -> None:
    """Unchanged, a file is the same bytes; written from its tree, it has the same facts."""
    files = files_of(folder, corpus)
    for name, content in files:
        file = open_bytes(content, name)
        assert file.to_bytes() == content, name
        assert facts(file.tree_bytes()) == facts(content), name
    assert len(files) == SIZES[folder]


@pytest.mark.parametrize("folder", [*FOLDERS, "camunda_research"])
def test_written_from_values_alone_no_standard_fact_is_lost(
    folder: str, corpus: Callable[[str], Path]
) -> None:
    """The tree dropped, all that BPMN itself has words for is written."""
    for name, content in files_of(folder, corpus):
        written = write_content(open_bytes(content, name).content)
        assert facts(written) == facts(without_vendors(content)), name


def test_what_the_values_say_is_written() -> None:
    """A name, an end and a default that were changed in the values are in the file."""
    content = open_bytes(EVERYTHING).content
    nodes = dict(content.nodes) | {"ask": replace(content.nodes["ask"], name="Plead")}
    flows = dict(content.flows) | {"b3": replace(content.flows["b3"], target="pack")}
    written = open_bytes(write_content(replace(content, nodes=nodes, flows=flows))).content
    assert written.nodes["ask"].name == "Plead"
    assert written.flows["b3"].target == "pack"
    assert written.nodes["which"].default == "b3"
    fewer = {key: node for key, node in content.nodes.items() if key != "talk"}
    assert "talk" not in open_bytes(write_content(replace(content, nodes=fewer))).content.nodes


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_new_name_differs_in_that_name(folder: str, corpus: Callable[[str], Path]) -> None:
    """Renaming the last step of a file changes one attribute, or adds it, and nothing else."""
    for name, content in files_of(folder, corpus):
        file = open_bytes(content, name)
        node = [n for n in file.content.nodes.values() if n.id][-1]
        rename(file, node.key, "Quite new")
        before, after = facts(content), facts(file.to_bytes())
        lost, added = before - after, after - before
        assert [fact[2:] for fact in added] == [(node.id, "name", "Quite new")], name
        assert all(fact[2:4] == (node.id, "name") for fact in lost), name
        assert lost.total() <= 1
        assert file.content.nodes[node.key].name == "Quite new"


def test_a_step_and_its_flow_are_added(everything: BpmnFile) -> None:
    """A new step stands in its lane and its diagram, and only what it needs is new."""
    step = add_step(
        everything, "sells", name="Smile", kind="userTask", lane="desk",
        bounds=Bounds(x=10, y=20, width=100, height=80),
    )  # fmt: skip
    flow = add_flow(everything, "talk", step, name="then", points=[(1, 2), (3, 4)])
    added = facts(everything.to_bytes()) - facts(EVERYTHING)
    assert not facts(EVERYTHING) - facts(everything.to_bytes())
    assert {fact[:3] for fact in added} >= {
        ("element", "userTask", step), ("drawn", "BPMNShape", step), ("drawn", "BPMNEdge", flow),
    }  # fmt: skip
    again = open_bytes(everything.to_bytes()).content
    assert again.nodes[step].lane == "desk"
    assert (again.flows[flow].source, again.flows[flow].target) == ("talk", step)
    # element, id, name of the step; its lane; shape; flow with 4 attributes; two references; edge
    assert added.total() == 3 + 2 + 1 + 5 + 4 + 1


def test_a_step_is_removed_with_what_hangs_on_it(everything: BpmnFile) -> None:
    """Without a step there are no flows to it, no boundary event on it, and no line to a note."""
    remove(everything, "talk")
    lost = facts(EVERYTHING) - facts(everything.to_bytes())
    assert not facts(everything.to_bytes()) - facts(EVERYTHING)
    gone = {fact[2] for fact in lost if fact[0] == "element" and fact[2]}
    assert gone == {"talk", "late", "b2", "noted"}
    assert "talk" not in everything.content.lanes["desk"].nodes
    assert open_bytes(everything.to_bytes()).content.nodes.keys() == (
        open_bytes(EVERYTHING).content.nodes.keys() - {"talk", "late"}
    )


def test_a_default_flow_is_forgotten_with_its_flow(everything: BpmnFile) -> None:
    """A gateway does not name a flow that is gone."""
    remove(everything, "b3")
    assert everything.content.nodes["which"].default is None
    assert not [f for f in everything.faults if f.code == "unknown-reference" and "b3" in f.what]


def test_what_does_not_exist_cannot_be_changed(everything: BpmnFile) -> None:
    """The fault names the id and the one probably meant."""
    with pytest.raises(OutsideInError, match='did you mean "talk"'):
        rename(everything, "tallk", "Listen")
    with pytest.raises(OutsideInError, match="do not stand in one process"):
        add_flow(everything, "ask", "talk")
    with pytest.raises(OutsideInError, match="no flow node"):
        add_step(everything, "sells", name="x", kind="userTsk")
    assert everything.to_bytes() == EVERYTHING


def test_a_new_id_is_never_taken_twice(everything: BpmnFile) -> None:
    """Who wants an id that is taken gets the next free one."""
    made = [add_step(everything, "eats", name="Sip", identity="ask") for _ in range(3)]
    assert made == ["ask_1", "ask_2", "ask_3"]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_a_file_keeps_its_encoding(encoding: str) -> None:
    """A file is written as it declares, also after a change."""
    text = EVERYTHING.decode().replace('"UTF-8"', f'"{encoding}"', 1).replace("Desk", "Büro")
    file = open_bytes(text.encode(encoding))
    assert file.content.lanes["desk"].name == "Büro"
    rename(file, "front", "Außen")
    written = file.to_bytes()
    assert written.decode(encoding).count("Außen") == 1
    assert open_bytes(written).content.lanes["desk"].name == "Büro"


def test_a_file_is_saved_whole(everything: BpmnFile, tmp_path: Path) -> None:
    """What is saved is what would be read."""
    rename(everything, "guest", "Diner")
    everything.save(tmp_path / "x.bpmn")
    assert (tmp_path / "x.bpmn").read_bytes() == everything.to_bytes()
