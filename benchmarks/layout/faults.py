"""Hard faults of nodes, edges, lanes and pools. A good drawing has none of them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.layout.drawn import (
    ACTIVITIES,
    CONTAINERS,
    EVENTS,
    FLOW_NODES,
    GATEWAYS,
    STORES,
    Area,
    Drawing,
    Edge,
    Node,
)  # fmt: skip
from benchmarks.layout.lines import Box, enters, inside, overlap, shared, sides

TASK = (100.0, 80.0)
LEAST = dict.fromkeys(EVENTS, 28.0) | dict.fromkeys(GATEWAYS, 40.0)
MOST_ON_TOP, MOST_ON_BORDER, ON_HOST = 3.0, 10.0, 3.0


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One hard fault: its kind, the ids concerned, and what is wrong."""

    kind: str
    where: tuple[str, ...]
    what: str


def overlaps(drawing: Drawing) -> Iterator[Fault]:
    """Nodes on nodes."""
    for a, b in itertools.combinations(drawing.shown_nodes(), 2):
        assert a.box is not None
        assert b.box is not None
        if overlap(a.box, b.box) and not (_holds(drawing, a, b) or _holds(drawing, b, a)):
            yield Fault(kind="overlap", where=(a.id, b.id), what="two nodes on each other")


def _holds(drawing: Drawing, outer: Node, node: Node) -> bool:
    """Say whether a node may lie on another: attached to it, or inside it, at any depth."""
    held = node
    while True:
        if outer.id in {held.host, held.parent}:
            return held.host == outer.id or outer.expanded
        if held.host in drawing.nodes and held.host is not None:
            held = drawing.nodes[held.host]
        elif held.parent in drawing.nodes and held.parent is not None:
            held = drawing.nodes[held.parent]
        else:
            return False


def through(drawing: Drawing) -> Iterator[Fault]:
    """Flows and associations through nodes they have nothing to do with."""
    nodes = drawing.shown_nodes()
    for edge in drawing.shown_edges():
        own = related_to(drawing, edge)
        for node in nodes:
            assert node.box is not None
            if node.id not in own and any(enters(a, b, node.box) for a, b in edge.legs):
                kind = "through_by_association" if edge.kind == "association" else "through"
                what = f"a {edge.kind} line runs through a {node.kind}"
                yield Fault(kind=kind, where=(edge.id, node.id), what=what)


def related_to(drawing: Drawing, edge: Edge) -> set[str]:
    """The ends of an edge and the sub-processes they are in (whose boundary events are not)."""
    own = {edge.source, edge.target}
    for end in (edge.source, edge.target):
        own.update(outer.id for outer in drawing.around(end))
    return own


def on_top(drawing: Drawing) -> Iterator[Fault]:
    """Unrelated edges on top of each other."""
    for a, b in itertools.combinations(drawing.shown_edges(), 2):
        if _related(a, b):
            continue
        over = sum(
            length
            for one, two in itertools.product(a.legs, b.legs)
            if (length := shared(*one, *two)) > MOST_ON_TOP
        )
        if over > MOST_ON_TOP:
            what = f"two unrelated lines share {over:.0f} px"
            yield Fault(kind="on_top", where=(a.id, b.id), what=what)


def _related(a: Edge, b: Edge) -> bool:
    if "association" in {a.kind, b.kind}:
        return bool({a.source, a.target} & {b.source, b.target})
    return a.source == b.source or a.target == b.target


def borders(drawing: Drawing) -> list[tuple[str, Box]]:
    """The boxes whose sides are lines of the picture that a flow may cross, but not follow."""
    areas = [(a.id, a.box) for a in drawing.shown_areas() if a.box]
    open_ = [(n.id, n.box) for n in drawing.shown_nodes() if n.box and n.expanded]
    return areas + open_


def on_border(drawing: Drawing) -> Iterator[Fault]:
    """Flows that run along a side of a pool, a lane or an open sub-process."""
    for edge in drawing.shown_edges("sequence", "message"):
        along = [
            (shared(*leg, *side), key)
            for key, box in borders(drawing)
            for leg in edge.legs
            for side in sides(box)
        ]
        longest, key = max(along, default=(0.0, ""))
        if longest > MOST_ON_BORDER:
            what = f"a flow runs {longest:.0f} px along a border"
            yield Fault(kind="on_border", where=(edge.id, key), what=what)


def outside(drawing: Drawing) -> Iterator[Fault]:
    """Nodes out of their lanes, pool or sub-process; sequence flows out of their pool."""
    for node in drawing.shown_nodes():
        assert node.box is not None
        for key, box in _homes(drawing, node):
            if not inside(node.box, box):
                what = f"a {node.kind} is not inside"
                yield Fault(kind="outside", where=(node.id, key), what=what)
    for edge in drawing.shown_edges("sequence"):
        pool = drawing.pool_of(edge.process)
        if pool is None or pool.box is None or drawing.leads_away(edge):
            continue  # one that leads to another process cannot stay
        if not all(inside((x, y, 0, 0), pool.box) for x, y in edge.points):
            yield Fault(kind="outside", where=(edge.id, pool.id), what="a flow leaves its pool")


def _homes(drawing: Drawing, node: Node) -> Iterator[tuple[str, Box]]:
    if node.kind not in FLOW_NODES:
        return
    pool = drawing.pool_of(node.process)
    lanes = drawing.lanes_of(node.id) if node.kind != "boundaryEvent" else []
    areas = [*lanes, *([pool] if pool else [])]
    yield from ((a.id, a.box) for a in areas if a.box)
    if node.kind != "boundaryEvent":
        first = next(drawing.around(node.id), None)
        if first is not None and first.box is not None:
            yield first.id, first.box


def lanes(drawing: Drawing) -> Iterator[Fault]:
    """Lanes out of what holds them; lanes or pools on each other."""
    areas = drawing.shown_areas()
    for area in areas:
        holder = _holder(drawing, area)
        if holder and holder.box and area.box and not inside(area.box, holder.box):
            yield Fault(kind="lanes", where=(area.id, holder.id), what="a lane is not inside")
    for a, b in itertools.combinations(areas, 2):
        beside = a.kind == b.kind and (a.kind == "pool" or siblings(a, b))
        if beside and a.box and b.box and overlap(a.box, b.box):
            yield Fault(kind="lanes", where=(a.id, b.id), what=f"two {a.kind}s on each other")


def siblings(a: Area, b: Area) -> bool:
    """Say whether two lanes are parts of one thing."""
    return a.outer == b.outer and a.process == b.process


def _holder(drawing: Drawing, area: Area) -> Area | None:
    if area.kind == "pool":
        return None
    outer = drawing.areas.get(area.outer) if area.outer else None
    return outer if outer and outer.box else drawing.pool_of(area.process)


def boundary(drawing: Drawing) -> Iterator[Fault]:
    """Boundary events off the outline of their host."""
    for node in drawing.shown_nodes():
        if node.kind != "boundaryEvent":
            continue
        host = drawing.outline(node.host or "")
        if host is None or abs(host.distance(node.outline.centre)) > ON_HOST:
            where = (node.id, node.host or "")
            yield Fault(kind="boundary", where=where, what="a boundary event is off its host")


def sizes(drawing: Drawing, source: Drawing | None) -> Iterator[Fault]:
    """Nodes smaller than in the source, or than a reader needs."""
    for node in drawing.shown_nodes():
        assert node.box is not None
        wanted = _least(node, source)
        if node.box[2] < wanted[0] - 1 or node.box[3] < wanted[1] - 1:
            what = f"{node.box[2]:g} x {node.box[3]:g} instead of {wanted[0]:g} x {wanted[1]:g}"
            yield Fault(kind="size", where=(node.id,), what=what)


def _least(node: Node, source: Drawing | None) -> tuple[float, float]:
    width = height = LEAST.get(node.kind, 0.0)
    before = source.nodes.get(node.id) if source else None
    if before is not None and before.box is not None:
        width, height = before.box[2:]
    if before is not None and before.expanded and not node.expanded:
        width = height = 0.0  # a closed sub-process is a task
    if node.kind in ACTIVITIES and not node.expanded:
        return max(width, TASK[0]), max(height, TASK[1])
    if node.kind in CONTAINERS:
        return 0.0, 0.0  # as large as what it holds
    return width, height


def missing(drawing: Drawing, source: Drawing) -> Iterator[Fault]:
    """Elements of the source that the drawing does not show."""
    boxes = {n.id: n.box for n in drawing.nodes.values()}
    boxes |= {a.id: a.box for a in drawing.areas.values()}
    for key, kind, parent in _wanted(source):
        if not drawing.hidden(parent) and boxes.get(key) is None:
            part = "missing_area" if key in source.areas else "missing_node"
            yield Fault(kind=part, where=(key,), what=f"a {kind} is not drawn")
    known = source.nodes.keys() | source.areas.keys() | source.edges.keys()
    for edge in source.edges.values():
        if not {edge.source, edge.target} <= known:
            continue  # it leads nowhere: there is no way to draw it that is right
        hidden = source.hidden(edge.parent) or drawing.hidden(edge.parent)
        shown = drawing.edges.get(edge.id)
        if not hidden and not (shown and shown.drawn):
            what = f"a {edge.kind} line is not drawn"
            yield Fault(kind="missing_line", where=(edge.id,), what=what)


def _wanted(source: Drawing) -> Iterator[tuple[str, str, str | None]]:
    for node in source.nodes.values():
        if node.kind in FLOW_NODES | STORES | {"textAnnotation"} and not source.hidden(node.parent):
            yield node.id, node.kind, node.parent
    for area in source.areas.values():
        yield area.id, area.kind, None
