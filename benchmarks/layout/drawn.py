"""A BPMN file as drawn: nodes, edges, lanes and pools with their places, read from the XML alone.

Format: OMG, Business Process Model and Notation 2.0.2, chapter 12 (diagram interchange).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from benchmarks.layout.lines import Box, Leg, Point, legs, straight
from benchmarks.layout.shapes import Outline

ACTIVITIES = {
    "task", "userTask", "serviceTask", "manualTask", "sendTask", "receiveTask", "scriptTask",
    "businessRuleTask", "callActivity", "subProcess", "adHocSubProcess", "transaction",
}  # fmt: skip
CONTAINERS = {"subProcess", "adHocSubProcess", "transaction"}
EVENTS = {
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
}  # fmt: skip
GATEWAYS = {
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
    "complexGateway",
}  # fmt: skip
STORES = {"dataObjectReference", "dataStoreReference"}
FLOW_NODES = ACTIVITIES | EVENTS | GATEWAYS
NODES = FLOW_NODES | STORES | {"textAnnotation"}
LINKS = {"association", "dataInputAssociation", "dataOutputAssociation"}
FORMS = dict.fromkeys(EVENTS, "circle") | dict.fromkeys(GATEWAYS, "diamond")
FORMS |= dict.fromkeys(ACTIVITIES, "round")


@dataclass(frozen=True, kw_only=True)
class Lettered:
    """What a file says of a label: its bounds, its type size; None where it says nothing."""

    bounds: Box | None = None
    size: float | None = None


@dataclass(frozen=True, kw_only=True)
class Node:
    """A flow node, a data element or a text annotation. `box` is None if it is not drawn."""

    id: str
    kind: str
    name: str
    box: Box | None
    parent: str | None  # the sub-process it is in
    process: str | None
    host: str | None = None  # of a boundary event
    expanded: bool = False

    @property
    def outline(self) -> Outline:
        """Its shape; it must be drawn."""
        assert self.box is not None
        return Outline(form=FORMS.get(self.kind, "box"), box=self.box)


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A sequence flow, a message flow or an association. `given` are its points as written."""

    id: str
    kind: str  # sequence, message or association
    name: str
    source: str
    target: str
    process: str | None
    parent: str | None
    given: list[Point]

    @property
    def points(self) -> list[Point]:
        """Its points, without those that make no bend."""
        return straight(self.given)

    @property
    def legs(self) -> list[Leg]:
        """Its straight parts."""
        return legs(self.points)

    @property
    def drawn(self) -> bool:
        """Whether there is a line."""
        return len(self.points) >= 2


@dataclass(frozen=True, kw_only=True)
class Area:
    """A lane or a pool."""

    id: str
    kind: str  # lane or pool
    name: str
    box: Box | None
    process: str | None
    outer: str | None = None  # of a lane: the lane it is in
    level: bool = True  # its header is at the left
    closed: bool = False  # a pool without a process


@dataclass(kw_only=True)
class Drawing:
    """Everything of one file, by id, in the order of the file."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    letters: dict[str, Lettered] = field(default_factory=dict)

    def around(self, node: str) -> Iterator[Node]:
        """The sub-processes that a node is in, from the inside out."""
        at = self.nodes[node].parent if node in self.nodes else None
        while at is not None and at in self.nodes:
            yield self.nodes[at]
            at = self.nodes[at].parent

    def hidden(self, parent: str | None) -> bool:
        """Say whether what is in this sub-process is inside a collapsed one."""
        while parent is not None and parent in self.nodes:
            if not self.nodes[parent].expanded:
                return True
            parent = self.nodes[parent].parent
        return False

    def leads_away(self, edge: Edge) -> bool:
        """Say whether an edge ends in another process than the one it is written in."""
        ends = [self.nodes[end] for end in (edge.source, edge.target) if end in self.nodes]
        return any(node.process != edge.process for node in ends)

    def pool_of(self, process: str | None) -> Area | None:
        """The drawn pool of a process."""
        for area in self.areas.values():
            if area.kind == "pool" and area.process == process is not None and area.box:
                return area
        return None

    def lanes_of(self, node: str) -> list[Area]:
        """The drawn lanes a node is in, from the inside out."""
        found, at = [], self.lane_of.get(node)
        while at is not None and at in self.areas:
            if self.areas[at].box is not None:
                found.append(self.areas[at])
            at = self.areas[at].outer
        return found

    def outline(self, end: str) -> Outline | None:
        """The shape an edge may end on: a node's or a pool's."""
        if end in self.nodes and self.nodes[end].box is not None:
            return self.nodes[end].outline
        area = self.areas.get(end)
        return Outline(form="box", box=area.box) if area and area.box else None

    def shown_nodes(self) -> list[Node]:
        """Nodes that are drawn and not inside a collapsed sub-process."""
        return [n for n in self.nodes.values() if n.box and not self.hidden(n.parent)]

    def shown_edges(self, *kinds: str) -> list[Edge]:
        """Edges of these kinds (all, if none is named) with a line whose ends are drawn."""
        return [
            e
            for e in self.edges.values()
            if e.drawn
            and (not kinds or e.kind in kinds)
            and not self.hidden(e.parent)
            and self.outline(e.source)
            and self.outline(e.target)
        ]

    def shown_areas(self) -> list[Area]:
        """Lanes and pools that are drawn."""
        return [a for a in self.areas.values() if a.box]


def read(content: bytes) -> Drawing:
    """Read a BPMN file: its elements, and their places on the main page (no drill-down plane)."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    places = _Places(root)
    drawing = Drawing()
    for element in root.iter("{*}participant", "{*}messageFlow"):
        _add(drawing, places, element, None, None)
    for process in root.iter("{*}process"):
        _walk(drawing, places, process, process.get("id"), None)
    for collaboration in root.iter("{*}collaboration"):
        for element in collaboration:
            if _name(element) in {"textAnnotation", "association"}:
                _add(drawing, places, element, None, None)
    _expand(drawing, places)
    return drawing


def _walk(
    drawing: Drawing,
    places: "_Places",
    scope: etree._Element,
    process: str | None,
    parent: str | None,
) -> None:
    for element in scope:
        name = _name(element)
        if name == "laneSet":
            _lanes(drawing, places, element, process, None)
        elif name in NODES or name in {"sequenceFlow", "association"}:
            _add(drawing, places, element, process, parent)
        if name in ACTIVITIES:
            for link in element:
                if _name(link) in {"dataInputAssociation", "dataOutputAssociation"}:
                    _link(drawing, places, link, element.get("id"), process, parent)
        if name in CONTAINERS:
            _walk(drawing, places, element, process, element.get("id"))


def _lanes(
    drawing: Drawing,
    places: "_Places",
    lane_set: etree._Element,
    process: str | None,
    outer: str | None,
) -> None:
    for lane in lane_set.findall("{*}lane"):
        key = lane.get("id")
        drawing.areas[key] = Area(
            id=key, kind="lane", name=_text(lane), box=places.boxes.get(key), process=process,
            outer=outer, level=places.level(key),
        )  # fmt: skip
        drawing.letters[key] = places.letters.get(key, Lettered())
        for reference in lane.findall("{*}flowNodeRef"):
            drawing.lane_of[(reference.text or "").strip()] = key
        for inner in lane.findall("{*}childLaneSet"):
            _lanes(drawing, places, inner, process, key)


def _add(
    drawing: Drawing,
    places: "_Places",
    element: etree._Element,
    process: str | None,
    parent: str | None,
) -> None:
    name, key = _name(element), element.get("id")
    if key is None:
        return
    drawing.letters[key] = places.letters.get(key, Lettered())
    if name == "participant":
        drawing.areas[key] = Area(
            id=key, kind="pool", name=_text(element), box=places.boxes.get(key),
            process=element.get("processRef"), level=places.level(key),
            closed=element.get("processRef") is None,
        )  # fmt: skip
    elif name in NODES:
        drawing.nodes[key] = Node(
            id=key, kind=name, name=_text(element), box=places.boxes.get(key), parent=parent,
            process=process, host=element.get("attachedToRef"),
        )  # fmt: skip
    else:
        kinds = {"sequenceFlow": "sequence", "messageFlow": "message"}
        drawing.edges[key] = Edge(
            id=key, kind=kinds.get(name, "association"), name=_text(element),
            source=element.get("sourceRef", ""), target=element.get("targetRef", ""),
            process=process, parent=parent, given=places.routes.get(key, []),
        )  # fmt: skip


def _link(
    drawing: Drawing,
    places: "_Places",
    link: etree._Element,
    activity: str,
    process: str | None,
    parent: str | None,
) -> None:
    """Add a data association, between the data element and the activity that it is written in."""
    key, into = link.get("id"), _name(link) == "dataInputAssociation"
    store = link.findtext("{*}sourceRef" if into else "{*}targetRef") or ""
    if key is None:
        return
    source, target = (store.strip(), activity) if into else (activity, store.strip())
    drawing.edges[key] = Edge(
        id=key, kind="association", name="", source=source, target=target, process=process,
        parent=parent, given=places.routes.get(key, []),
    )  # fmt: skip


def _expand(drawing: Drawing, places: "_Places") -> None:
    """Mark the sub-processes that are drawn open: so written, or with something drawn inside."""
    with_children = {n.parent for n in drawing.nodes.values() if n.box}
    for key, node in list(drawing.nodes.items()):
        if node.kind in CONTAINERS:
            open_ = places.expanded.get(key, key in with_children)
            drawing.nodes[key] = Node(
                id=key, kind=node.kind, name=node.name, box=node.box, parent=node.parent,
                process=node.process, expanded=open_,
            )  # fmt: skip


class _Places:
    """Bounds, points and labels of the main pages, by the id of the element they show."""

    def __init__(self, root: etree._Element) -> None:
        kinds = {e.get("id"): _name(e) for e in root.iter("*") if e.get("id")}
        sizes = {s.get("id"): _size(s) for s in root.iter("{*}BPMNLabelStyle")}
        self.boxes: dict[str, Box] = {}
        self.routes: dict[str, list[Point]] = {}
        self.letters: dict[str, Lettered] = {}
        self.expanded: dict[str, bool] = {}
        self._upright: set[str] = set()
        for plane in root.iter("{*}BPMNPlane"):
            if kinds.get(plane.get("bpmnElement")) in CONTAINERS:
                continue
            for shown in plane:
                self._read(shown, sizes)

    def _read(self, shown: etree._Element, sizes: dict[str, float | None]) -> None:
        key = shown.get("bpmnElement")
        if _name(shown) == "BPMNShape":
            box = _bounds(shown)
            if box is not None:
                self.boxes[key] = box
            if shown.get("isExpanded") is not None:
                self.expanded[key] = shown.get("isExpanded") in {"true", "1"}
            if shown.get("isHorizontal") in {"false", "0"}:
                self._upright.add(key)
        elif _name(shown) == "BPMNEdge":
            points = shown.findall("{*}waypoint")
            self.routes[key] = [(float(p.get("x")), float(p.get("y"))) for p in points]
        label = shown.find("{*}BPMNLabel")
        if label is not None:
            size = sizes.get(label.get("labelStyle"))
            self.letters[key] = Lettered(bounds=_bounds(label), size=size)

    def level(self, key: str) -> bool:
        return key not in self._upright


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str:
    written = element.findtext("{*}text") if _name(element) == "textAnnotation" else None
    return (written or element.get("name") or "").strip()


def _bounds(shown: etree._Element) -> Box | None:
    bounds = shown.find("{*}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (float(bounds.get(k)) for k in ("x", "y", "width", "height"))
    return x, y, width, height


def _size(style: etree._Element) -> float | None:
    font = style.find("{*}Font")
    written = font.get("size") if font is not None else None
    return float(written) if written else None
