"""The way of an arrow between two shapes: the chart's own line where it fits, else a short one."""

from __future__ import annotations

from collections.abc import Sequence

from outsidein.chart.drawing import Box, Point

NEAR = 26.0  # how far a line of the chart may end from a shape that is smaller than its node
TURN = 24.0


def wire(source: Box, target: Box, drawn: Sequence[Point] = ()) -> list[Point]:
    """Return the points of an arrow, each stretch level or upright, from border to border."""
    if len(drawn) > 1 and _near(drawn[0], source) and _near(drawn[-1], target):
        docked = list(drawn)
        docked[0] = _dock(docked[0], docked[1], source)
        docked[-1] = _dock(docked[-1], docked[-2], target)
        if _on(docked[0], source) and _on(docked[-1], target):
            return docked
    return _direct(source, target)


def _near(point: Point, box: Box) -> bool:
    x, y = point
    level = box.left - NEAR <= x <= box.right + NEAR
    return level and box.top - NEAR <= y <= box.bottom + NEAR


def _on(point: Point, box: Box) -> bool:
    """Whether a point lies on a shape: a line beside a small one does not meet it."""
    x, y = point
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _dock(end: Point, before: Point, box: Box) -> Point:
    """Move the end of a line along its last stretch to the border of a shape."""
    x, y = end
    if abs(before[1] - y) < 0.5:  # level
        return (box.left if before[0] < (box.left + box.right) / 2 else box.right), y
    if abs(before[0] - x) < 0.5:
        return x, (box.top if before[1] < (box.top + box.bottom) / 2 else box.bottom)
    return end


def _direct(source: Box, target: Box) -> list[Point]:
    x0, y0 = centre(source)
    x1, y1 = centre(target)
    if source is target or source == target:
        low = source.bottom + TURN
        right = source.right + TURN
        return [(x0, source.bottom), (x0, low), (right, low), (right, y0), (source.right, y0)]
    if abs(x0 - x1) < (source.right - source.left + target.right - target.left) / 2:
        down = y1 > y0
        start, end = (source.bottom, target.top) if down else (source.top, target.bottom)
        if abs(x0 - x1) < 0.5:
            return [(x0, start), (x1, end)]
        middle = (start + end) / 2
        return [(x0, start), (x0, middle), (x1, middle), (x1, end)]
    if x1 > x0:
        if abs(y0 - y1) < 0.5:
            return [(source.right, y0), (target.left, y1)]
        middle = max(target.left - TURN, (source.right + target.left) / 2)
        return [(source.right, y0), (middle, y0), (middle, y1), (target.left, y1)]
    low = max(source.bottom, target.bottom) + TURN
    return [(x0, source.bottom), (x0, low), (x1, low), (x1, target.bottom)]


def centre(box: Box) -> Point:
    """Return the middle of a box."""
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2
