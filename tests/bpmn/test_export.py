"""Any process as BPMN: valid, drawn, and the same process when it is read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from bpmn.facts import files_of
from outsidein.bpmn import open_bytes, to_process, write_bpmn
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.export import duration
from outsidein.bpmn.facts import decode, encode
from outsidein.bpmn.patching import add_flow, add_step, remove, rename
from outsidein.bpmn.schema import schema_text
from outsidein.document import read
from outsidein.errors import OutsideInError
from outsidein.model.process import Process
from random_processes import random_process

REPOSITORY = Path(__file__).parents[2]
OURS = REPOSITORY / "src" / "outsidein" / "bpmn" / "outsidein-1.xsd"
EXAMPLES = sorted((REPOSITORY / "examples").rglob("*.yaml"))
NAMES = "{urn:outsidein:1}step", "{urn:outsidein:1}process", "{urn:outsidein:1}half"


@cache
def schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture
def bpmn_schema(corpus: Callable[[str], Path]) -> etree.XMLSchema:
    """The schema of BPMN 2.0 itself."""
    return schema(corpus("bpmn/xsd/BPMN20.xsd"))


def written_and_read(process: Process, bpmn_schema: etree.XMLSchema) -> BpmnFile:
    """Write a process, hold the file against both schemas, and read it back."""
    content = write_bpmn(process)
    root = etree.fromstring(content)
    assert bpmn_schema.validate(root), bpmn_schema.error_log
    facts = schema(OURS)
    for element in root.iter(*NAMES):
        alone = etree.fromstring(etree.tostring(element, with_tail=False))
        assert facts.validate(alone), facts.error_log
    file = open_bytes(content)
    read_again = to_process(file)
    assert read_again.process == process
    assert read_again.faults == ()
    return file


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_come_back_from_bpmn(path: Path, bpmn_schema: etree.XMLSchema) -> None:
    """Every example is a valid file, and the same process again."""
    written_and_read(read(path), bpmn_schema)


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in range(0, 100, 20)])
def test_generated_processes_come_back_from_bpmn(
    seeds: range, bpmn_schema: etree.XMLSchema
) -> None:
    """A hundred generated processes, over the whole grammar."""
    for seed in seeds:
        written_and_read(random_process(seed), bpmn_schema)


@pytest.mark.long
def test_five_thousand_generated_processes_come_back(bpmn_schema: etree.XMLSchema) -> None:
    """As above, with more of them."""
    for seed in range(100, 5_100):
        written_and_read(random_process(seed), bpmn_schema)


@pytest.mark.long
@pytest.mark.parametrize("folder", ["miwg_reference", "miwg_vendor", "other", "camunda_research"])
def test_what_was_read_from_bpmn_can_be_written_as_bpmn(
    folder: str, corpus: Callable[[str], Path], bpmn_schema: etree.XMLSchema
) -> None:
    """Any drawing, read as a process and drawn anew, is that process again."""
    for name, content in files_of(folder, corpus):
        file = open_bytes(content, name)
        try:
            process = to_process(file).process
        except OutsideInError as refusal:
            if [fault.code for fault in refusal.faults] != ["nothing-drawn"]:
                raise
        else:
            written_and_read(process, bpmn_schema)


def test_everything_stands_in_the_diagram_and_in_its_lane(bpmn_schema: etree.XMLSchema) -> None:
    """Each node and flow has its place; each node lies within its lane, each flow has two ends."""
    path = next(path for path in EXAMPLES if path.stem == "order")
    content = written_and_read(read(path), bpmn_schema).content
    (diagram,) = content.diagrams.values()
    boxes = {shape.element: shape.bounds for shape in diagram.shapes}
    lines = {edge.element: edge.points for edge in diagram.edges}
    own = [node for node in content.nodes.values() if node.within in content.processes]
    assert {node.key for node in own} | content.lanes.keys() <= boxes.keys()
    inner = {f.key for f in content.flows.values() if f.within not in content.processes}
    assert lines.keys() == content.flows.keys() - inner
    assert all(len(points) > 1 for points in lines.values())
    for node in own:
        box, lane = boxes[node.key], boxes[node.lane or ""]
        assert box is not None
        assert lane is not None
        assert lane.y <= box.y + box.height / 2 <= lane.y + lane.height, node.key
    names = [lane.name for lane in content.lanes.values()]
    assert names.index("Customers") < names.index("Call centre")


def test_flows_end_at_their_shapes(bpmn_schema: etree.XMLSchema) -> None:
    """Each line begins and ends at the border of a shape."""
    for seed in range(10):
        content = written_and_read(random_process(seed), bpmn_schema).content
        (diagram,) = content.diagrams.values()
        boxes = {shape.element: shape.bounds for shape in diagram.shapes}
        for edge in diagram.edges:
            flow = content.flows[edge.element or ""]
            for end, (x, y) in ((flow.source, edge.points[0]), (flow.target, edge.points[-1])):
                box = boxes[end]
                assert box is not None
                assert box.x - 1 <= x <= box.x + box.width + 1, (seed, flow.key)
                assert box.y - 1 <= y <= box.y + box.height + 1, (seed, flow.key)


def test_an_encounter_is_drawn_as_two_halves_in_one_column(bpmn_schema: etree.XMLSchema) -> None:
    """The customer's half stands in their lane, the part's below it in its own."""
    path = next(path for path in EXAMPLES if path.stem == "order")
    content = written_and_read(read(path), bpmn_schema).content
    (diagram,) = content.diagrams.values()
    boxes = {shape.element: shape.bounds for shape in diagram.shapes}
    upper, lower = boxes["options"], boxes["options.with"]
    assert upper is not None
    assert lower is not None
    assert lower.y > upper.y + upper.height
    assert upper.x + upper.width / 2 == pytest.approx(lower.x + lower.width / 2)
    assert [flow.target for flow in content.outgoing("options")] == ["options.with"]


def test_a_moved_shape_changes_nothing(bpmn_schema: etree.XMLSchema) -> None:
    """Where a step is drawn is the drawer's business: the process stays the same."""
    process = random_process(3)
    moved = write_bpmn(process).replace(b'<dc:Bounds x="', b'<dc:Bounds x="1')
    assert to_process(open_bytes(moved)).process == process


def test_a_file_without_our_facts_is_read_as_drawn() -> None:
    """Without them names, lanes and flows are left; every number is missing again."""
    path = next(path for path in EXAMPLES if path.stem == "order")
    root = etree.fromstring(write_bpmn(read(path)))
    for element in list(root.iter(*NAMES)):
        element.getparent().remove(element)  # type: ignore[union-attr]
    found = to_process(open_bytes(etree.tostring(root))).process
    assert [customer.name for customer in found.customers] == ["Customers"]
    assert {"Call centre", "Warehouse"} <= {part.name for part in found.parts}
    assert all(step.takes is step.own is None for step in found.steps)


def test_facts_that_make_no_sense_are_not_believed() -> None:
    """Values of a wrong kind are no facts: the file is read as it is drawn."""
    content = write_bpmn(random_process(1)).replace(b'verb="do"', b'verb="dance"')
    assert to_process(open_bytes(content)).process.steps


def test_a_process_is_the_same_as_xml_and_back() -> None:
    """The facts alone hold everything a process says."""
    for seed in range(100, 130):
        process = random_process(seed)
        text = etree.tostring(encode(process, "process"))
        assert decode(etree.fromstring(text), Process) == process


def test_the_schema_in_the_package_is_that_of_the_model() -> None:
    """Who adds a field to the model writes the schema anew: it is made from the classes."""
    assert OURS.read_text(encoding="utf-8") == schema_text()


def test_new_names_are_seen_and_every_fact_stays(bpmn_schema: etree.XMLSchema) -> None:
    """A new name in another tool is the step's name, or the part's; nothing else differs."""
    process = read(next(path for path in EXAMPLES if path.stem == "order"))
    file = written_and_read(process, bpmn_schema)
    rename(file, "find", "Look for a product")
    rename(file, "lane.part.warehouse", "Store")
    found = to_process(open_bytes(file.to_bytes()))
    assert found.faults == ()
    steps = tuple(
        replace(s, name="Look for a product") if s.id == "find" else s for s in process.steps
    )
    parts = tuple(replace(p, name="Store") if p.id == "warehouse" else p for p in process.parts)
    assert found.process == replace(process, steps=steps, parts=parts)


def test_a_redrawn_flow_wins_and_what_fits_stays(bpmn_schema: etree.XMLSchema) -> None:
    """A step put between two others is read; the numbers of the others are not lost; it is said."""
    process = read(next(path for path in EXAMPLES if path.stem == "order"))
    file = written_and_read(process, bpmn_schema)
    home = file.content.nodes["find"].within
    add_step(file, home, name="Think it over", kind="userTask", identity="think",
             lane="lane.customer")  # fmt: skip
    for flow in [f for f in file.content.flows.values() if f.target == "options"]:
        remove(file, flow.key)
        add_flow(file, flow.source or "", "think")
    add_flow(file, "think", "options")
    found = to_process(open_bytes(file.to_bytes()))
    assert "redrawn" in {fault.code for fault in found.faults}
    steps = {step.id: step for step in found.process.steps}
    before = {step.id: step for step in process.steps}
    assert steps["think"].name == "Think it over"
    for identity in ("options", "ask", "ship", "credit", "notify", "swap"):
        for field in ("verb", "part", "channel", "own", "takes", "after", "wrap_up", "cost"):
            ours, theirs = getattr(before[identity], field), getattr(steps[identity], field)
            assert ours == theirs, (identity, field)
    assert [branch.share for branch in steps["credit"].go] == [0.97, None]
    assert found.process.parts == process.parts
    assert found.process.customers == process.customers
    assert found.process.arrivals == process.arrivals


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "PT0S"), (60, "PT1M"), (86_400, "P1D"), (5_400.5, "PT1H30M0.5S")]
)
def test_durations_are_written_as_iso_8601_does(seconds: float, said: str) -> None:
    """Days, hours, minutes and seconds."""
    assert duration(seconds) == said
