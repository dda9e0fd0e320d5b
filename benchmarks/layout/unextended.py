"""The first scorer of drawings, kept as it was, so that its figures stay comparable.

Hard: nodes on nodes, flows through unrelated nodes, unrelated flows on top of each other, nodes
outside their lane. Soft: crossings, bends and length per flow, area per node. Without message
flows, boundary events, docking, labels; all pages of a file count as one.
"""

import itertools
import math
from collections.abc import Mapping

from lxml import etree

from benchmarks.layout.drawn import ACTIVITIES, EVENTS, GATEWAYS
from benchmarks.layout.lines import Box, Point, crosses, enters, inside, legs, overlap, shared
from benchmarks.layout.lines import straight as without_needless_points

NODES = (ACTIVITIES | EVENTS | GATEWAYS) - {"boundaryEvent", "adHocSubProcess", "transaction"}
Route = tuple[str, str, list[Point]]


def score(content: bytes, *, every: bool = False) -> dict[str, float] | None:
    """Return the figures of a file; None with under 2 lanes or 8 flows, unless `every` is set."""
    kinds, boxes, bands, lane_of, routes = _read(content)
    if not every and (len(bands) < 2 or len(routes) < 8):
        return None
    flat = [b for n, b in boxes.items() if kinds[n] != "subProcess"]
    crossings, on_top = _meetings(routes)
    through = sum(
        any(enters(a, b, box) for a, b in legs(p))
        for s, t, p in routes
        for n, box in boxes.items()
        if n not in (s, t) and kinds[n] != "subProcess"
    )
    outside = sum(
        not inside(boxes[n], bands[lane])
        for n, lane in lane_of.items()
        if n in boxes and lane in bands
    )
    flows = len(routes)
    return {
        "overlaps": sum(overlap(a, b) for a, b in itertools.combinations(flat, 2)),
        "through": through,
        "on_top": round(on_top),
        "outside": outside,
        "crossings": crossings,
        "bends_per_flow": sum(max(0, len(p) - 2) for *_, p in routes) / max(1, flows),
        "length_per_flow": _length(routes) / max(1, flows),
        "area_per_node": _area(flat, bands, routes) / max(1, len(flat)),
    }


def hard_faults(row: Mapping[str, float]) -> float:
    """Hard faults of one row; 10 px of flows on top of each other are one."""
    return row["overlaps"] + row["through"] + row["outside"] + (row["on_top"] > 10)


def _meetings(routes: list[Route]) -> tuple[int, float]:
    crossings, on_top = 0, 0.0
    for (s, t, p), (u, v, q) in itertools.combinations(routes, 2):
        for one, two in itertools.product(legs(p), legs(q)):
            crossings += crosses(*one, *two)
            over = shared(*one, *two)
            if over > 3 and s != u and t != v:
                on_top += over
    return crossings, on_top


def _length(routes: list[Route]) -> float:
    return sum(math.dist(*leg) for *_, p in routes for leg in legs(p))


def _area(flat: list[Box], bands: Mapping[str, Box], routes: list[Route]) -> float:
    drawn = [*flat, *bands.values()]
    xs = [v for b in drawn for v in (b[0], b[0] + b[2])] + [x for *_, p in routes for x, _ in p]
    ys = [v for b in drawn for v in (b[1], b[1] + b[3])] + [y for *_, p in routes for _, y in p]
    return (max(xs) - min(xs)) * (max(ys) - min(ys)) if xs else 0.0


def _read(
    content: bytes,
) -> tuple[dict[str, str], dict[str, Box], dict[str, Box], dict[str, str], list[Route]]:
    root = etree.fromstring(content)
    kinds: dict[str, str] = {}
    lanes: list[str] = []
    ends: dict[str, tuple[str, str]] = {}
    lane_of: dict[str, str] = {}
    for e in root.iter("*"):
        name = etree.QName(e).localname
        if name in NODES and e.get("id"):
            kinds[e.get("id")] = name
        elif name == "lane":
            lanes.append(e.get("id"))
            for ref in e.findall("{*}flowNodeRef"):
                lane_of[(ref.text or "").strip()] = e.get("id")
        elif name == "sequenceFlow":
            ends[e.get("id")] = (e.get("sourceRef"), e.get("targetRef"))
    boxes: dict[str, Box] = {}
    bands: dict[str, Box] = {}
    for e in root.iter("{*}BPMNShape"):
        bounds, which = e.find("{*}Bounds"), e.get("bpmnElement")
        if bounds is None:
            continue
        x, y, width, height = (float(bounds.get(k)) for k in ("x", "y", "width", "height"))
        if which in kinds:
            boxes[which] = x, y, width, height
        elif which in lanes:
            bands[which] = x, y, width, height
    routes: list[Route] = []
    for e in root.iter("{*}BPMNEdge"):
        source, target = ends.get(e.get("bpmnElement"), ("", ""))
        if source in boxes and target in boxes:
            points = [(float(p.get("x")), float(p.get("y"))) for p in e.findall("{*}waypoint")]
            routes.append((source, target, without_needless_points(points)))
    return kinds, boxes, bands, lane_of, routes
