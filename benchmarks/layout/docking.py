"""Hard faults at the ends of flows: off the outline, through the own node, aslant to its side."""

from collections.abc import Iterator

from benchmarks.layout.drawn import Drawing, Edge
from benchmarks.layout.faults import Fault
from benchmarks.layout.lines import Point, axis
from benchmarks.layout.shapes import Outline

OFF, INSIDE = 2.0, 2.0
OUTWARD = 0.69  # cosine of the widest angle between a leg and the way out of a slanted side, 46°


def docking(drawing: Drawing) -> Iterator[Fault]:
    """Ends of flows that do not meet their node as a reader expects: one fault an end."""
    for edge in drawing.shown_edges():
        for end, points in ((edge.source, edge.points), (edge.target, edge.points[::-1])):
            outline = drawing.outline(end)
            assert outline is not None
            what = _wrong(drawing, edge, end, outline, points)
            if what:
                yield Fault(kind="docking", where=(edge.id, end), what=what)


def _wrong(
    drawing: Drawing, edge: Edge, end: str, outline: Outline, points: list[Point]
) -> str | None:
    first, second = points[:2]
    away = outline.distance(first)
    if abs(away) > OFF:
        return f"off: {away:.0f} px from the outline"
    if edge.kind == "association":
        return None
    if not _holds_other_end(drawing, edge, end):
        depth = min(outline.deepest(a, b) for a, b in edge.legs)
        if depth < -INSIDE:
            return f"inside: the flow runs {-depth:.0f} px deep through its own end"
        return _aslant(outline, first, second)
    return None


def _holds_other_end(drawing: Drawing, edge: Edge, end: str) -> bool:
    """Say whether the other end of an edge lies in this one: a sub-process or a pool."""
    other = edge.target if end == edge.source else edge.source
    if end in drawing.areas and other in drawing.nodes:
        return drawing.nodes[other].process == drawing.areas[end].process
    return any(outer.id == end for outer in drawing.around(other))


def _aslant(outline: Outline, first: Point, second: Point) -> str | None:
    way = axis(first, second)
    if way is None:
        return "slanted: the leg is neither horizontal nor vertical"
    forward = 1.0 if second[way] > first[way] else -1.0
    if forward * outline.normal(first)[way] < OUTWARD:
        return "slanted: the leg does not cross the side it stands on"
    if outline.form in {"circle", "diamond"}:
        beside = abs(first[1 - way] - outline.centre[1 - way])
        if beside > outline.size / 4 + 0.5:
            return f"slanted: {beside:.0f} px beside the middle"
    return None
