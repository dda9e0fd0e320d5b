"""A layout written into a file: only its diagrams change, and of those only the places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.content import Content
from outsidein.bpmn.elements import Diagram
from outsidein.bpmn.layout.drawing import Box, Drawing, Spot
from outsidein.bpmn.tags import local, namespace, tag

NAMES = {"bpmndi": tags.DIAGRAM, "dc": tags.BOUNDS, "di": tags.LINES}
MARKED = frozenset({"exclusiveGateway"})


class Plane:
    """One plane of a file, to be filled from a drawing."""

    def __init__(self, file: BpmnFile, plane: etree._Element) -> None:
        self.file, self.plane = file, plane
        self.content: Content = file.content
        self.taken = {element.get("id") for element in file.root.iter(etree.Element)}

    def fill(self, diagram: Diagram | None, drawing: Drawing) -> None:
        """Put every shape and edge in its place; add what is missing, drop what is not drawn."""
        shapes = {shape.element: shape for shape in (diagram.shapes if diagram else ())}
        edges = {edge.element: edge for edge in (diagram.edges if diagram else ())}
        kept = set()
        for key, box in drawing.boxes.items():
            if not box.width:
                continue  # the place of an end that leads to nothing
            shape = shapes.get(key)
            tree = self.file.element(shape.key) if shape else self._new("BPMNShape", key)
            self._shape(tree, box, drawing.labels.get(key))
            kept.add(tree)
        for key, points in drawing.routes.items():
            edge = edges.get(key)
            tree = self.file.element(edge.key) if edge else self._new("BPMNEdge", key)
            self._edge(tree, points, drawing.labels.get(key))
            kept.add(tree)
        for child in list(self.plane):
            if namespace(child) == tags.DIAGRAM and child not in kept:
                self._drop(child)

    def _drop(self, element: etree._Element) -> None:
        before = element.getprevious()
        if element.getnext() is None and before is not None:
            before.tail = element.tail
        self.plane.remove(element)

    def _new(self, kind: str, key: str) -> etree._Element:
        value = self.file.element(key)
        identity = f"{value.get('id') or key}_di"
        number = 1
        while identity in self.taken:
            number += 1
            identity = f"{value.get('id') or key}_di{number}"
        self.taken.add(identity)
        element = self.plane.makeelement(
            tag(kind, tags.DIAGRAM), {"id": identity, "bpmnElement": value.get("id") or key},
            nsmap=NAMES,
        )  # fmt: skip
        word = local(value)
        if word in ("participant", "lane"):
            element.set("isHorizontal", "true")
        elif word in MARKED:
            element.set("isMarkerVisible", "true")
        elif word in tags.SUB_PROCESSES:
            element.set("isExpanded", "true" if self.content.inside(key) else "false")
        self._append(self.plane, element)
        return element

    def _append(self, home: etree._Element, element: etree._Element) -> None:
        """Append an element, laid out as its neighbours are."""
        if len(home):
            element.tail = home[-1].tail
            home[-1].tail = home.text
        home.append(element)

    def _shape(self, tree: etree._Element, box: Box, label: Box | None) -> None:
        if tree.get("isHorizontal") is not None:
            tree.set("isHorizontal", "true")
        bounds = tree.find(tag("Bounds", tags.BOUNDS))
        if bounds is None:
            bounds = tree.makeelement(tag("Bounds", tags.BOUNDS), nsmap=NAMES)
            tree.insert(0, bounds)
        _set(bounds, box)
        self._label(tree, label)

    def _edge(self, tree: etree._Element, points: Sequence[Spot], label: Box | None) -> None:
        old = list(tree.iterchildren(tag("waypoint", tags.LINES)))
        if old:
            at, tail = tree.index(old[0]), old[0].tail
        else:
            at, tail = sum(1 for c in tree if local(c) == "extension"), tree.text
        last_tail = old[-1].tail if old else tree.text
        for one in old:
            tree.remove(one)
        for k, (x, y) in enumerate(points):
            said = {"x": _number(x), "y": _number(y)}
            point = tree.makeelement(tag("waypoint", tags.LINES), said, nsmap=NAMES)
            point.tail = tail if k < len(points) - 1 else last_tail
            tree.insert(at + k, point)
        self._label(tree, label)

    def _label(self, tree: etree._Element, place: Box | None) -> None:
        label = tree.find(tag("BPMNLabel", tags.DIAGRAM))
        if place is None:
            if label is not None:
                for bounds in label.findall(tag("Bounds", tags.BOUNDS)):
                    label.remove(bounds)
                label.text = None if not len(label) else label.text
            return
        if label is None:
            label = tree.makeelement(tag("BPMNLabel", tags.DIAGRAM), nsmap=NAMES)
            label.tail = tree[-1].tail if len(tree) else None
            tree.append(label)
        written = label.find(tag("Bounds", tags.BOUNDS))
        if written is None:
            written = label.makeelement(tag("Bounds", tags.BOUNDS), nsmap=NAMES)
            label.insert(0, written)
        _set(written, place)


def _set(bounds: etree._Element, box: Box) -> None:
    values: Mapping[str, float] = {
        "x": box.x, "y": box.y, "width": box.width, "height": box.height
    }  # fmt: skip
    for name, value in values.items():
        bounds.set(name, _number(value))


def _number(value: float) -> str:
    return f"{round(value, 2):g}" if abs(value) < 1e6 else f"{value:.0f}"
