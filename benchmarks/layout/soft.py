"""Soft measures: what a drawing costs its reader. Less is better, but for two shares."""

import itertools
import math
import statistics
from collections.abc import Iterable

from benchmarks.layout.drawn import FLOW_NODES, GATEWAYS, Area, Drawing, Edge
from benchmarks.layout.faults import siblings
from benchmarks.layout.label_faults import distance
from benchmarks.layout.lettering import Label
from benchmarks.layout.lines import Box, around, axis, crosses

SAME_EXIT = 2.0
MOST_BRANCHES = 3  # a gateway has a corner each for the way in and three ways out


def soft(drawing: Drawing, texts: list[Label], source: Drawing) -> dict[str, float]:
    """Return the soft measures of a drawing by name; lengths in px."""
    sequence = drawing.shown_edges("sequence")
    flows = drawing.shown_edges("sequence", "message")
    *_, width, height = _whole(drawing, texts)
    counted = FLOW_NODES - {"boundaryEvent"}
    nodes = [n for n in drawing.shown_nodes() if n.kind in counted and not n.expanded]
    legs = [math.dist(*leg) for e in flows for leg in e.legs]
    level = [math.dist(*leg) for e in flows for leg in e.legs if axis(*leg) is not None]
    away = [distance(drawing, t) for t in texts if t.place == "outside" and t.ink]
    return {
        "crossings": crossings(sequence),
        "crossings_all": crossings(drawing.shown_edges()),
        "bends": sum(len(e.points) - 2 for e in flows) / max(1, len(flows)),
        "length": sum(legs) / max(1, len(flows)),
        "area": width * height / max(1, len(nodes)),
        "back": sum(_back(e) for e in sequence) / max(1, len(sequence)),
        "orthogonal": sum(level) / sum(legs) if legs else 1.0,
        "aspect": width / height if height else 0.0,
        "forward": _forward(drawing, sequence),
        "shared_exits": _shared_exits(drawing, sequence),
        "label_distance": statistics.mean(away) if away else 0.0,
        "lanes_moved": _moved(drawing, source),
    }


def crossings(edges: list[Edge]) -> int:
    """How often edges cross each other."""
    return sum(
        crosses(*one, *two)
        for a, b in itertools.combinations(edges, 2)
        for one, two in itertools.product(a.legs, b.legs)
    )


def _whole(drawing: Drawing, texts: list[Label]) -> Box:
    boxes = [n.box for n in drawing.shown_nodes() if n.box]
    boxes += [a.box for a in drawing.shown_areas() if a.box]
    boxes += [box for text in texts for box in text.ink]
    return around(boxes, [p for e in drawing.shown_edges() for p in e.points])


def _back(edge: Edge) -> float:
    return sum(max(0.0, a[0] - b[0]) for a, b in edge.legs)


def _forward(drawing: Drawing, flows: list[Edge]) -> float:
    """Share of the flows that lead to the right, from middle to middle."""
    right = 0
    for edge in flows:
        source, target = drawing.outline(edge.source), drawing.outline(edge.target)
        assert source is not None
        assert target is not None
        right += target.centre[0] > source.centre[0]
    return right / len(flows) if flows else 1.0


def _shared_exits(drawing: Drawing, flows: list[Edge]) -> int:
    """Pairs of flows that leave a gateway of two or three branches at the same point."""
    leaving: dict[str, list[Edge]] = {}
    for edge in flows:
        if edge.source in drawing.nodes and drawing.nodes[edge.source].kind in GATEWAYS:
            leaving.setdefault(edge.source, []).append(edge)
    return sum(
        math.dist(a.points[0], b.points[0]) <= SAME_EXIT
        for edges in leaving.values()
        if len(edges) <= MOST_BRANCHES
        for a, b in itertools.combinations(edges, 2)
    )


def _moved(drawing: Drawing, source: Drawing) -> int:
    """Pairs of sibling lanes, or of pools, in another order than in the source."""
    drawn_before = any(area.box for area in source.areas.values())
    before = _order(source.areas.values()) if drawn_before else list(source.areas)
    rank = {key: i for i, key in enumerate(before)}
    now = [a for a in drawing.shown_areas() if a.id in rank]
    now.sort(key=_down)
    return sum(
        rank[a.id] > rank[b.id]
        for a, b in itertools.combinations(now, 2)
        if a.kind == b.kind and (a.kind == "pool" or siblings(a, b))
    )


def _order(areas: Iterable[Area]) -> list[str]:
    return [a.id for a in sorted((a for a in areas if a.box), key=_down)]


def _down(area: Area) -> float:
    """Where a lane or a pool begins: at the top, or at the left if it stands upright."""
    assert area.box is not None
    return area.box[1] if area.level else area.box[0]
