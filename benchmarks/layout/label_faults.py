"""Hard faults of texts: covered, struck through, cut, far off, small, or not there."""

import itertools
from collections.abc import Iterator

from benchmarks.layout.drawn import Drawing, Edge
from benchmarks.layout.faults import Fault, borders
from benchmarks.layout.lettering import Label
from benchmarks.layout.lines import (
    Box,
    Leg,
    around,
    enters,
    inside,
    leg_to_box,
    overlap,
    sides,
)  # fmt: skip

TOUCH = 1.0
FAR = 40.0
SMALL = 11.0
MARGIN = 31.0  # of the page: what a text of 90 px may overhang an event of 28 px


def label_faults(drawing: Drawing, texts: list[Label]) -> Iterator[Fault]:
    """Return what is wrong with the texts of a drawing."""
    page = _page(drawing)
    for label in texts:
        yield from _own_faults(label)
        yield from _on_nodes(drawing, label)
        yield from _on_lines(drawing, label)
        if label.place == "outside" and label.ink:
            yield from _place(drawing, label, page)
    for a, b in itertools.combinations(texts, 2):
        if a.owner != b.owner and any(overlap(p, q) for p, q in itertools.product(a.ink, b.ink)):
            what = f"{a.text!r} and {b.text!r} on each other"
            yield Fault(kind="label_label", where=(a.owner, b.owner), what=what)


def _own_faults(label: Label) -> Iterator[Fault]:
    where = (label.owner,)
    if label.empty:
        yield Fault(kind="label_missing", where=where, what=f"{label.text!r} has no room")
    if not label.fits:
        yield Fault(kind="label_fit", where=where, what=f"{label.text!r} does not fit")
    if label.size < SMALL:
        what = f"{label.text!r} is {label.size:g} px high"
        yield Fault(kind="label_small", where=where, what=what)


def _on_nodes(drawing: Drawing, label: Label) -> Iterator[Fault]:
    if label.place not in {"outside", "header"}:
        return
    around_it = _homes(drawing, label)
    for node in drawing.shown_nodes():
        if node.id in around_it or (label.place == "header" and node.id == label.owner):
            continue
        if any(node.outline.gap(box) < -TOUCH for box in label.ink):
            what = f"{label.text!r} on a {node.kind}"
            yield Fault(kind="label_node", where=(label.owner, node.id), what=what)


def _homes(drawing: Drawing, label: Label) -> set[str]:
    """The open sub-processes that hold the owner of a label."""
    edge = drawing.edges.get(label.owner)
    ends = [label.owner] if edge is None else [edge.source, edge.target]
    hosts = [drawing.nodes[end].host for end in ends if end in drawing.nodes]
    found = {outer.id for end in ends for outer in drawing.around(end)}
    return found | {
        outer.id for host in hosts if host is not None for outer in drawing.around(host)
    }


def _on_lines(drawing: Drawing, label: Label) -> Iterator[Fault]:
    """Lines through a text, one fault each; all borders together are one."""
    if label.place == "inner":
        return
    for edge in drawing.shown_edges():
        if label.place == "note" and label.owner in {edge.source, edge.target}:
            continue
        if _struck(label, edge.legs):
            whose = "its own line" if edge.id == label.owner else "a line"
            what = f"{label.text!r} on {whose}"
            yield Fault(kind="label_line", where=(label.owner, edge.id), what=what)
    if not label.fits:
        return  # it reaches over its own borders, which is told already
    struck = [key for key, box in borders(drawing) if _struck(label, sides(box))]
    if struck:
        what = f"{label.text!r} on a border"
        yield Fault(kind="label_line", where=(label.owner, struck[0]), what=what)


def _struck(label: Label, parts: list[Leg]) -> bool:
    return any(enters(a, b, box, TOUCH) for box in label.ink for a, b in parts)


def _place(drawing: Drawing, label: Label, page: Box) -> Iterator[Fault]:
    ink = around(label.ink, ())
    room = _room(drawing, label) or page
    if not inside(ink, room):
        what = f"{label.text!r} outside its pool or page"
        yield Fault(kind="label_out", where=(label.owner,), what=what)
    away = distance(drawing, label)
    if away > FAR:
        what = f"{label.text!r} {away:.0f} px away"
        yield Fault(kind="label_far", where=(label.owner,), what=what)


def distance(drawing: Drawing, label: Label) -> float:
    """Distance of an outside label's ink from its own node or line, in px."""
    if label.owner in drawing.nodes:
        outline = drawing.nodes[label.owner].outline
        return max(0.0, min(outline.gap(box) for box in label.ink))
    parts = drawing.edges[label.owner].legs
    return min(leg_to_box(a, b, box) for a, b in parts for box in label.ink)


def _room(drawing: Drawing, label: Label) -> Box | None:
    owner = drawing.nodes.get(label.owner) or drawing.edges[label.owner]
    pool = drawing.pool_of(owner.process)
    if isinstance(owner, Edge) and drawing.leads_away(owner):
        return None
    return pool.box if pool else None


def _page(drawing: Drawing) -> Box:
    boxes = [n.box for n in drawing.shown_nodes() if n.box]
    boxes += [a.box for a in drawing.shown_areas() if a.box]
    points = [point for e in drawing.shown_edges() for point in e.points]
    x, y, width, height = around(boxes, points)
    return x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN
