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
    for label in drawing.labels:
        for name, box in drawing.nodes.items():
            if label.box.meets(box, -TOUCH):
                found.append(f"label {label.text!r} on node {name}")
        for name, box in drawing.marks.items():
            if label.box.meets(box, -TOUCH - 1):
                found.append(f"label {label.text!r} on mark {name}")
        for line in drawing.lines:
            if any(label.box.meets(s, -TOUCH) for s in _stretches(line)):
                found.append(
                    f"label {label.text!r} on line {line.id or line.kind} of {line.source}"
                )
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
    found = []
    for a, b in combinations(drawing.lines, 2):
        if a.kind == b.kind == "rail" or (a.source, a.target) == (b.source, b.target):
            continue
        ends = {a.source, a.target} & {b.source, b.target}
        if a.kind == b.kind and a.kind in ("flow", "wait") and ends:
            continue
        for s in _stretches(a):
            for t in _stretches(b):
                if _lies_on(s, t):
                    found.append(f"line {a.id or a.source} on line {b.id or b.source}")
    return sorted(set(found))


def _lies_on(s: Box, t: Box) -> bool:
    level = s.bottom - s.top < 0.1 and t.bottom - t.top < 0.1
    upright = s.right - s.left < 0.1 and t.right - t.left < 0.1
    if level and abs(s.top - t.top) < 3:
        return min(s.right, t.right) - max(s.left, t.left) > 3
    if upright and abs(s.left - t.left) < 3:
        return min(s.bottom, t.bottom) - max(s.top, t.top) > 3
    return False


def _outside_lanes(drawing: Drawing) -> list[str]:
    found = []
    for name, lane in drawing.lane_of.items():
        box, band = drawing.nodes[name], drawing.lanes[lane]
        if box.top < band.top + 2 or box.bottom > band.bottom - 2:
            found.append(f"node {name} outside lane {lane}")
    return found


def _marks_on_marks(drawing: Drawing) -> list[str]:
    return [
        f"mark {a} on mark {b}"
        for (a, box), (b, other) in combinations(drawing.marks.items(), 2)
        if box.meets(other, -2.5) and not {a.split()[0], b.split()[0]} <= {"bar"}
    ]


def _outside_page(drawing: Drawing) -> list[str]:
    page = Box(0, 0, drawing.width, drawing.height)
    return [
        f"label {label.text!r} outside the page"
        for label in drawing.labels
        if label.box.left < page.left or label.box.right > page.right
    ]
