"""A small drawing without any fault, made so that a test can change one thing of it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

Box = tuple[float, float, float, float]
Points = list[tuple[float, float]]
SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


@dataclass
class Node:
    """A node; `lane` and `parent` are ids, `more` are other attributes of its shape."""

    kind: str
    box: Box | None
    name: str = ""
    lane: str = ""
    parent: str = ""
    host: str = ""
    label: Box | None = None
    more: str = ""
    style: str = ""


@dataclass
class Edge:
    """A flow or an association."""

    source: str
    target: str
    points: Points
    name: str = ""
    kind: str = "sequenceFlow"
    label: Box | None = None


@dataclass
class Area:
    """A pool, or a lane in it; a pool of process P holds everything."""

    kind: str
    box: Box | None
    name: str = ""
    process: str = ""
    inner: dict[str, Area] = field(default_factory=dict)


@dataclass
class Small:
    """A drawing: one process P in a pool, other pools closed."""

    nodes: dict[str, Node]
    edges: dict[str, Edge]
    pools: dict[str, Area]
    lanes: dict[str, Area]
    type_size: float | None = None

    def changed(self, **edits: object) -> Small:
        """A copy with nodes, edges, pools or lanes replaced, added, or (None) taken out."""
        copy = deepcopy(self)
        for key, value in edits.items():
            if key == "type_size":
                copy.type_size = value  # type: ignore[assignment]
                continue
            group = next(
                (g for g in (copy.nodes, copy.edges, copy.pools, copy.lanes) if key in g), None
            )
            if value is None:
                assert group is not None
                del group[key]
            elif isinstance(value, Node):
                copy.nodes[key] = value
            elif isinstance(value, Edge):
                copy.edges[key] = value
            else:
                assert isinstance(value, Area)
                (copy.pools if value.kind == "participant" else copy.lanes)[key] = value
        return copy

    def bpmn(self) -> bytes:
        """The file."""
        shown = "".join(
            _shape(key, box, label=label, more=more, style=style)
            for key, box, label, more, style in self._boxes()
            if box is not None
        ) + "".join(_line(key, edge) for key, edge in self.edges.items() if edge.points)
        pools = "".join(
            f"<participant id={quoteattr(k)} name={quoteattr(a.name)}"
            + (f" processRef={quoteattr(a.process)}" if a.process else "")
            + "/>"
            for k, a in self.pools.items()
        )
        messages = "".join(_flow(k, e) for k, e in self.edges.items() if e.kind == "messageFlow")
        collaboration = f'<collaboration id="C">{pools}{messages}</collaboration>'
        size = self.type_size
        styles = (
            f'<bpmndi:BPMNLabelStyle id="S"><dc:Font size="{size}"/></bpmndi:BPMNLabelStyle>'
            if size
            else ""
        )
        return (
            f'<definitions {SPACES} id="D" targetNamespace="t">{collaboration}'
            f'<process id="P">{self._lanes()}{self._scope("")}</process>'
            f'<bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="L" bpmnElement="C">{shown}'
            f"</bpmndi:BPMNPlane>{styles}</bpmndi:BPMNDiagram></definitions>"
        ).encode()

    def _boxes(self) -> list[tuple[str, Box | None, Box | None, str, str]]:
        areas = [(k, a.box, None, 'isHorizontal="true"', "") for k, a in self._areas()]
        nodes = [(k, n.box, n.label, n.more, n.style) for k, n in self.nodes.items()]
        return [*areas, *nodes]

    def _areas(self) -> list[tuple[str, Area]]:
        inner = [pair for lane in self.lanes.values() for pair in lane.inner.items()]
        return [*self.pools.items(), *self.lanes.items(), *inner]

    def _lanes(self) -> str:
        if not self.lanes:
            return ""
        return (
            f'<laneSet id="LS">{"".join(self._lane(k, a) for k, a in self.lanes.items())}</laneSet>'
        )

    def _lane(self, key: str, area: Area) -> str:
        held = "".join(
            f"<flowNodeRef>{k}</flowNodeRef>"
            for k, n in self.nodes.items()
            if n.lane == key or n.lane in area.inner
        )
        inner = "".join(self._lane(k, a) for k, a in area.inner.items())
        inside = f'<childLaneSet id="{key}-set">{inner}</childLaneSet>' if inner else ""
        return f"<lane id={quoteattr(key)} name={quoteattr(area.name)}>{held}{inside}</lane>"

    def _scope(self, parent: str) -> str:
        nodes = "".join(self._node(k, n) for k, n in self.nodes.items() if n.parent == parent)
        if parent:
            return nodes
        flows = (_flow(k, e) for k, e in self.edges.items() if e.kind in OF_PROCESS)
        return nodes + "".join(flows)

    def _node(self, key: str, node: Node) -> str:
        host = f" attachedToRef={quoteattr(node.host)}" if node.host else ""
        if node.kind == "textAnnotation":
            return f'<textAnnotation id="{key}"><text>{node.name}</text></textAnnotation>'
        return (
            f"<{node.kind} id={quoteattr(key)} name={quoteattr(node.name)}{host}>"
            f"{self._scope(key)}{self._data(key)}</{node.kind}>"
        )

    def _data(self, key: str) -> str:
        found = []
        for k, e in self.edges.items():
            if e.kind == "dataInputAssociation" and e.target == key:
                found.append(f'<{e.kind} id="{k}"><sourceRef>{e.source}</sourceRef></{e.kind}>')
            if e.kind == "dataOutputAssociation" and e.source == key:
                found.append(f'<{e.kind} id="{k}"><targetRef>{e.target}</targetRef></{e.kind}>')
        return "".join(found)


OF_PROCESS = {"sequenceFlow", "association"}


def _flow(key: str, edge: Edge) -> str:
    return (
        f"<{edge.kind} id={quoteattr(key)} name={quoteattr(edge.name)} "
        f"sourceRef={quoteattr(edge.source)} targetRef={quoteattr(edge.target)}/>"
    )


def _shape(key: str, box: Box, *, label: Box | None, more: str, style: str) -> str:
    written = f'labelStyle="{style}"' if style else ""
    inner = f"<bpmndi:BPMNLabel {written}>{_bounds(label)}</bpmndi:BPMNLabel>" if label else ""
    return (
        f'<bpmndi:BPMNShape id="{key}-g" bpmnElement="{key}" {more}>'
        f"{_bounds(box)}{inner}</bpmndi:BPMNShape>"
    )


def _line(key: str, edge: Edge) -> str:
    points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in edge.points)
    label = f"<bpmndi:BPMNLabel>{_bounds(edge.label)}</bpmndi:BPMNLabel>" if edge.label else ""
    return f'<bpmndi:BPMNEdge id="{key}-g" bpmnElement="{key}">{points}{label}</bpmndi:BPMNEdge>'


def _bounds(box: Box | None) -> str:
    assert box is not None
    return '<dc:Bounds x="{}" y="{}" width="{}" height="{}"/>'.format(*box)


SHOP = Small(
    pools={
        "shop": Area("participant", (0, 0, 700, 300), "Shop", "P"),
        "bank": Area("participant", (0, 340, 700, 60), "Bank"),
    },
    lanes={
        "customer": Area("lane", (30, 0, 670, 150), "Customer"),
        "office": Area("lane", (30, 150, 670, 150), "Office"),
    },
    nodes={
        "start": Node("startEvent", (80, 60, 30, 30), lane="customer"),
        "ask": Node("task", (150, 35, 100, 80), "Ask", "customer"),
        "ok": Node("exclusiveGateway", (300, 55, 40, 40), "Right?", "customer",
                   label=(300, 35, 40, 14)),
        "done": Node("endEvent", (420, 61, 28, 28), "Done", "customer"),
        "mend": Node("task", (270, 185, 100, 80), "Mend it", "office"),
    },
    edges={
        "f1": Edge("start", "ask", [(110, 75), (150, 75)]),
        "f2": Edge("ask", "ok", [(250, 75), (300, 75)]),
        "f3": Edge("ok", "done", [(340, 75), (420, 75)], "yes", label=(360, 55, 30, 14)),
        "f4": Edge("ok", "mend", [(320, 95), (320, 185)], "no", label=(326, 115, 20, 14)),
        "f5": Edge("mend", "ask", [(270, 225), (200, 225), (200, 115)]),
        "m1": Edge("mend", "bank", [(320, 265), (320, 340)], kind="messageFlow"),
    },
)  # fmt: skip
