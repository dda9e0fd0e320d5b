"""What must not be in a drawing: texts over texts or lines, lines through nodes or on lines."""

from __future__ import annotations

from itertools import combinations, pairwise

from outsidein.chart.drawing import Box, Drawing, Line

TOUCH = 0.75  # boxes that only touch do not overlap


def faults(drawing: Drawing) -> list[str]:
    """List every hard fault of a drawing, in words."""
    return [
        *_nodes_on_nodes(drawing),
        *_labels(drawing),
        *_lines_through_nodes(drawing),
        *_lines_on_lines(drawing),
        *_outside_lanes(drawing),
        *_marks_on_marks(drawing),
        *_lines_through_marks(drawing),
        *_outside_page(drawing),
    ]


def _stretches(line: Line) -> list[Box]:
    return [
        Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for a, b in pairwise(line.points)
    ]


def _nodes_on_nodes(drawing: Drawing) -> list[str]:
    return [
        f"node {a} on node {b}"
        for (a, box), (b, other) in combinations(drawing.nodes.items(), 2)
        if box.meets(other, -TOUCH)
    ]


def _labels(drawing: Drawing) -> list[str]:
    found = [
        f"label {a.text!r} on label {b.text!r}"
        for a, b in combinations(drawing.labels, 2)
        if a.box.meets(b.box, -TOUCH)
    ]
    stretches = [(line, s) for line in drawing.lines for s in _stretches(line)]
    for label in drawing.labels:
        name = f"label {label.text!r}"
        found += [
            f"{name} on node {n}" for n, b in drawing.nodes.items() if label.box.meets(b, -TOUCH)
        ]
        found += [
            f"{name} on mark {m}" for m, b in drawing.marks.items() if label.box.meets(b, -1.75)
        ]
        found += [
            f"{name} on line {line.id or line.kind} of {line.source}"
            for line, s in stretches
            if label.box.meets(s, -TOUCH)
        ]
    return found


def _lines_through_nodes(drawing: Drawing) -> list[str]:
    found = []
    for line in drawing.lines:
        for name, box in drawing.nodes.items():
            if name in (line.source, line.target):
                continue
            if any(s.meets(box, -1.5) for s in _stretches(line)):
                found.append(f"line {line.id or line.kind} of {line.source} through node {name}")
    return found


def _lines_on_lines(drawing: Drawing) -> list[str]:
    """Two lines may share a stretch only if they start or end together."""
    places: dict[tuple[str, int], list[tuple[Line, Box]]] = {}
    for line in drawing.lines:
        for s in _stretches(line):
            level = s.bottom - s.top < 0.1
            at = s.top if level else s.left
            for k in {int(at // 8), int((at + 4) // 8)}:
                places.setdefault(("level" if level else "upright", k), []).append((line, s))
    found = set()
    for there in places.values():
        for (a, s), (b, t) in combinations(there, 2):
            if a is not b and _lies_on(s, t) and not _run_together(a, b):
                found.add(f"line {a.id or a.source} on line {b.id or b.source}")
    return sorted(found)


def _run_together(a: Line, b: Line) -> bool:
    if a.kind == b.kind == "rail" or (a.source, a.target) == (b.source, b.target):
        return True
    ends = {a.source, a.target} & {b.source, b.target}
    return a.kind == b.kind and a.kind in ("flow", "wait") and bool(ends)


def _lies_on(s: Box, t: Box) -> bool:
    level = s.bottom - s.top < 0.1 and t.bottom - t.top < 0.1
    upright = s.right - s.left < 0.1 and t.right - t.left < 0.1
    if level and abs(s.top - t.top) < 3:
        return min(s.right, t.right) - max(s.left, t.left) > 3
    if upright and abs(s.left - t.left) < 3:
        return min(s.bottom, t.bottom) - max(s.top, t.top) > 3
    return False


def _outside_lanes(drawing: Drawing) -> list[str]:
    def is_outside(name: str, lane: str) -> bool:
        box, band = drawing.nodes[name], drawing.lanes[lane]
        return box.top < band.top + 2 or box.bottom > band.bottom - 2

    return [
        f"node {name} outside lane {lane}"
        for name, lane in drawing.lane_of.items()
        if is_outside(name, lane)
    ]


def _marks_on_marks(drawing: Drawing) -> list[str]:
    return [
        f"mark {a} on mark {b}"
        for (a, box), (b, other) in combinations(drawing.marks.items(), 2)
        if box.meets(other, -2.5) and not {a.split()[0], b.split()[0]} <= {"bar"}
    ]


def _lines_through_marks(drawing: Drawing) -> list[str]:
    """A line may run through a mark only if it starts or ends there, or the mark stands on it."""
    found = []
    for name, box in drawing.marks.items():
        kind, owner = name.split(" ", 1)
        if kind == "bar":
            continue
        for line in drawing.lines:
            own = owner.split(" ")[0].removesuffix(".noticed")
            related = (
                own in line.id
                or line.kind in ("rail", "visibility", "interaction")
                or line.source in own
            )
            if not related and any(s.meets(box, -2.5) for s in _stretches(line)):
                found.append(f"line {line.id or line.kind} of {line.source} through mark {name}")
    return found


def _outside_page(drawing: Drawing) -> list[str]:
    page = Box(0, 0, drawing.width, drawing.height)
    return [
        f"label {label.text!r} outside the page"
        for label in drawing.labels
        if label.box.left < page.left or label.box.right > page.right
    ]
