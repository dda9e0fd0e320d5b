"""All diagrams of a file, drawn anew."""

from __future__ import annotations

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.elements import Diagram, Edge, Shape
from outsidein.bpmn.layout.drawing import Drawing
from outsidein.bpmn.layout.engine import lay_out
from outsidein.bpmn.layout.gather import Gathering
from outsidein.bpmn.layout.writing import NAMES, Plane
from outsidein.bpmn.tags import tag

CORNER = (160.0, 80.0)  # px: where a drawing begins, as editors have it


def relayout(file: BpmnFile) -> None:
    """Replace the places in all diagrams of a file; one without a diagram gets one.

    What the file says of the process stays as it is, and so do colours, markers and extensions of
    shapes. The same file gives the same places.
    """
    content = file.content
    diagrams: list[Diagram | None] = list(content.diagrams.values())
    drawn: list[tuple[Diagram | None, Drawing]] = []
    top = CORNER[1]
    fonts = _fonts(file)
    for diagram in diagrams or [None]:
        scene = Gathering(content, diagram, fonts).plane(diagram.shows if diagram else None)
        found, laid = Drawing(), lay_out(scene)
        found.add(laid, CORNER[0], top)
        top += laid.height + CORNER[1]
        drawn.append((diagram, found))
    for diagram, found in drawn:
        Plane(file, _plane(file, diagram)).fill(diagram, found)
    file.touched()


def _fonts(file: BpmnFile) -> dict[str, float]:
    """Return the size of the letters of each element whose label names a style, px."""
    sizes = {}
    for style in file.root.iter(tag("BPMNLabelStyle", tags.DIAGRAM)):
        font = style.find(tag("Font", tags.BOUNDS))
        text = (font.get("size") or "") if font is not None else ""
        if text.replace(".", "", 1).isdigit() and 4 <= float(text) <= 100:
            sizes[style.get("id")] = float(text)
    found = {}
    for diagram in file.content.diagrams.values():
        places: list[Shape | Edge] = [*diagram.shapes, *diagram.edges]
        for drawn in places:
            label = file.element(drawn.key).find(tag("BPMNLabel", tags.DIAGRAM))
            style_of = label.get("labelStyle") if label is not None else None
            if drawn.element and style_of in sizes:
                found[drawn.element] = sizes[style_of]
    return found


def _plane(file: BpmnFile, diagram: Diagram | None) -> etree._Element:
    if diagram is not None:
        tree = file.element(diagram.key)
    else:
        tree = file.root.makeelement(
            tag("BPMNDiagram", tags.DIAGRAM), {"id": "BPMNDiagram_1"}, nsmap=NAMES
        )
        tree.tail = file.root[-1].tail if len(file.root) else "\n"
        file.root.append(tree)
    plane = tree.find(tag("BPMNPlane", tags.DIAGRAM))
    if plane is None:
        content = file.content
        shows = [*content.collaborations.values(), *content.processes.values()]
        said = {"id": "BPMNPlane_1"}
        if shows:
            said["bpmnElement"] = shows[0].id or shows[0].key
        plane = tree.makeelement(tag("BPMNPlane", tags.DIAGRAM), said, nsmap=NAMES)
        tree.append(plane)
    return plane
