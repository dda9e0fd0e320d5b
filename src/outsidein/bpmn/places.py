"""The diagrams of a BPMN file: where each element is drawn, and its label."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.elements import Bounds, Diagram, Edge, Point, Shape
from outsidein.bpmn.tags import tag

if TYPE_CHECKING:
    from outsidein.bpmn.reading import Reader

SIDES = ("x", "y", "width", "height")


def read_diagram(reader: Reader, element: etree._Element) -> Diagram:
    """Return one diagram with its shapes and edges."""
    plane = element.find(tag("BPMNPlane", tags.DIAGRAM))
    said = reader.place(element)
    if plane is None:
        reader.fault("empty-diagram", "warning", element, "the diagram has no plane")
        return Diagram(shows=None, **said)
    shapes = [_shape(reader, c) for c in plane.iterchildren(tag("BPMNShape", tags.DIAGRAM))]
    edges = [_edge(reader, c) for c in plane.iterchildren(tag("BPMNEdge", tags.DIAGRAM))]
    shows = reader.attribute(plane, "bpmnElement")
    return Diagram(shows=shows, shapes=tuple(shapes), edges=tuple(edges), **said)


def _shape(reader: Reader, element: etree._Element) -> Shape:
    return Shape(
        element=reader.attribute(element, "bpmnElement"),
        bounds=_bounds(reader, element),
        horizontal=_said(element, "isHorizontal"),
        expanded=_said(element, "isExpanded"),
        label=_label(reader, element),
        **reader.place(element),
    )


def _edge(reader: Reader, element: etree._Element) -> Edge:
    points = [_point(reader, c) for c in element.iterchildren(tag("waypoint", tags.LINES))]
    return Edge(
        element=reader.attribute(element, "bpmnElement"),
        points=tuple(point for point in points if point is not None),
        label=_label(reader, element),
        **reader.place(element),
    )


def _said(element: etree._Element, name: str) -> bool | None:
    text = element.get(name)
    return None if text is None else text.strip() in {"true", "1"}


def _label(reader: Reader, element: etree._Element) -> Bounds | None:
    label = element.find(tag("BPMNLabel", tags.DIAGRAM))
    return None if label is None else _bounds(reader, label, needed=False)


def _bounds(reader: Reader, element: etree._Element, *, needed: bool = True) -> Bounds | None:
    found = element.find(tag("Bounds", tags.BOUNDS))
    if found is None:
        if needed:
            reader.fault("no-bounds", "warning", element, "a shape has no place in the diagram")
        return None
    sides = [_number(found.get(side)) for side in SIDES]
    if None in sides:
        reader.fault("bad-number", "warning", found, "the place of a shape is not four numbers")
        return None
    x, y, width, height = (side or 0.0 for side in sides)
    return Bounds(x=x, y=y, width=width, height=height)


def _point(reader: Reader, element: etree._Element) -> Point | None:
    x, y = _number(element.get("x")), _number(element.get("y"))
    if x is None or y is None:
        reader.fault("bad-number", "warning", element, "a point of a line is not two numbers")
        return None
    return x, y


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
