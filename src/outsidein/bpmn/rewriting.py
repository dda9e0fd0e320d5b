"""A BPMN file from its values alone: nothing of the file they were read from is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.content import Content
from outsidein.bpmn.elements import (
    Association,
    Bounds,
    CallActivity,
    Collaboration,
    DataAssociation,
    DataElement,
    Detail,
    Diagram,
    Edge,
    Element,
    Event,
    FlowNode,
    GroupElement,
    Lane,
    MessageFlow,
    Named,
    Participant,
    ProcessElement,
    SequenceFlow,
    Shape,
)
from outsidein.bpmn.outline import printable
from outsidein.bpmn.tags import tag

NAMES = {"bpmndi": tags.DIAGRAM, "dc": tags.BOUNDS, "di": tags.LINES, "xsi": tags.INSTANCE}
TYPE = tag("type", tags.INSTANCE)
WORDS: dict[type, str] = {
    ProcessElement: "process", Collaboration: "collaboration", Participant: "participant",
    Lane: "lane", SequenceFlow: "sequenceFlow", MessageFlow: "messageFlow",
    Association: "association", GroupElement: "group", CallActivity: "callActivity",
}  # fmt: skip


def write_content(content: Content) -> bytes:
    """Return a BPMN 2.0 file that says what the values say.

    Every element and attribute of the standard is written, with the diagrams. What other makers
    added is not among the values: `BpmnFile` keeps that, by keeping the file itself.
    """
    return _Writer(content).write()


class _Writer:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.inside: dict[str, list[Element]] = defaultdict(list)
        for element in content.every():
            if not isinstance(element, Diagram):
                self.inside[element.around].append(element)

    def write(self) -> bytes:
        said = self.content.root
        taken = {tags.MODEL, *NAMES.values()}
        spaces = self.content.prefixes.items()
        others = {name: space for name, space in spaces if space not in taken}
        names: Any = {None: tags.MODEL, **others, **NAMES}
        root = etree.Element(tag("definitions"), nsmap=names)
        if said is not None:
            self._attributes(root, said.attributes, {})
            self._fill(root, said.key, said.parts)
        for diagram in self.content.diagrams.values():
            _diagram(root, diagram)
        # What the standard wants last comes behind the diagrams.
        for element in root.findall(tag("relationship")):
            root.append(element)
        return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))

    def _fill(self, home: etree._Element, key: str, parts: Sequence[Detail]) -> None:
        """Write what stands in an element, in the order of the file."""
        inner: list[Detail | Element] = [*parts, *self.inside.get(key, ())]
        for one in sorted(inner, key=lambda found: found.order):
            if isinstance(one, Detail):
                made = etree.SubElement(home, tag(one.name))
                self._attributes(made, one.attributes, {})
                made.text = printable(one.text)
            else:
                made = etree.SubElement(home, tag(_word(one)))
                self._attributes(made, one.attributes, _fields(one))
            self._fill(made, one.key, one.parts)

    @staticmethod
    def _attributes(
        element: etree._Element, said: Sequence[tuple[str, str]],
        fields: Mapping[str, str | None],
    ) -> None:  # fmt: skip
        """Write attributes as they were said, unless a field says something else."""
        known = dict(said)
        for name, value in fields.items():
            same = known.get(name, "").strip().rpartition(":")[2] == value
            if value is not None and not same and known.get(name, "").strip() != value:
                known[name] = value
        for name, value in known.items():
            text = value.rpartition(":")[2] if name == TYPE else value
            element.set(name, printable(text))


def _word(element: Element) -> str:
    """Return the name of an element in the standard."""
    kind = getattr(element, "kind", None)
    if isinstance(element, DataAssociation):
        return "dataInputAssociation" if element.into else "dataOutputAssociation"
    if isinstance(kind, str):
        return kind
    return WORDS.get(type(element), "textAnnotation")


def _fields(element: Element) -> dict[str, str | None]:
    """Return the attributes that fields of ours hold; None says nothing."""
    told: dict[str, str | None] = {"id": element.id}
    if not isinstance(element, GroupElement | Named):
        told["name"] = element.name or None
    if isinstance(element, FlowNode):
        told["default"] = element.default
    match element:
        case SequenceFlow() | Association():
            told |= {"sourceRef": element.source, "targetRef": element.target}
        case MessageFlow():
            told |= {"sourceRef": element.source, "targetRef": element.target}
            told["messageRef"] = element.message
        case Event():
            told["attachedToRef"] = element.attached_to
        case Participant():
            told["processRef"] = element.process
        case CallActivity():
            told["calledElement"] = element.called
        case DataElement() if element.kind.endswith("Reference"):
            told[element.kind.removesuffix("Reference") + "Ref"] = element.reference
        case GroupElement():
            told["categoryValueRef"] = element.category
    return told


# -- the diagrams


def _diagram(root: etree._Element, diagram: Diagram) -> None:
    made = etree.SubElement(root, tag("BPMNDiagram", tags.DIAGRAM))
    _own(made, diagram, {"name": diagram.name or None})
    plane = etree.SubElement(made, tag("BPMNPlane", tags.DIAGRAM))
    if diagram.shows is not None:
        plane.set("bpmnElement", diagram.shows)
    drawn: list[Shape | Edge] = [*diagram.shapes, *diagram.edges]
    for one in sorted(drawn, key=lambda found: found.order):
        word = "BPMNShape" if isinstance(one, Shape) else "BPMNEdge"
        inner = etree.SubElement(plane, tag(word, tags.DIAGRAM))
        _own(inner, one, {"bpmnElement": one.element})
        if isinstance(one, Shape):
            _bounds(inner, one.bounds)
        else:
            for x, y in one.points:
                point = etree.SubElement(inner, tag("waypoint", tags.LINES))
                point.set("x", repr(x))
                point.set("y", repr(y))
        if one.label is not None:
            _bounds(etree.SubElement(inner, tag("BPMNLabel", tags.DIAGRAM)), one.label)


def _own(made: etree._Element, element: Element, fields: Mapping[str, str | None]) -> None:
    told = dict(element.attributes) | {k: v for k, v in fields.items() if v is not None}
    for name, value in told.items():
        made.set(name, printable(value))


def _bounds(made: etree._Element, bounds: Bounds | None) -> None:
    if bounds is not None:
        sides = {side: repr(getattr(bounds, side)) for side in ("x", "y", "width", "height")}
        etree.SubElement(made, tag("Bounds", tags.BOUNDS), sides)
