"""Lines and boxes: what every measure of a drawing is made of. Pixels, y grows downwards."""

import itertools
import math
from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Leg = tuple[Point, Point]
Box = tuple[float, float, float, float]  # left, top, width, height

SAME_POINT = 0.6
ON_LINE = 2.0
AXIS_TANGENT = math.tan(math.radians(3))


def straight(points: Iterable[Point]) -> list[Point]:
    """Drop points that repeat their neighbour or lie on the way from one to the next."""
    out: list[Point] = []
    for point in points:
        if not out or math.dist(out[-1], point) >= SAME_POINT:
            out.append(point)
    i = 1
    while i < len(out) - 1:
        (ax, ay), (bx, by), (cx, cy) = out[i - 1 : i + 2]
        on_line = abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) < 1
        if on_line and (bx - ax) * (cx - bx) + (by - ay) * (cy - by) >= 0:
            out.pop(i)
        else:
            i += 1
    return out


def legs(points: list[Point]) -> list[Leg]:
    """The straight parts of a route."""
    return list(itertools.pairwise(points))


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Say whether two legs cross at a point inside both."""

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < -1e-6 and side(c, d, a) * side(c, d, b) < -1e-6


def shared(a: Point, b: Point, c: Point, d: Point) -> float:
    """Length along which two vertical or two horizontal legs lie on one another."""
    for k in (0, 1):
        if abs(a[k] - b[k]) < 1 and abs(c[k] - d[k]) < 1 and abs(a[k] - c[k]) < ON_LINE:
            m = 1 - k
            end = min(max(a[m], b[m]), max(c[m], d[m]))
            return max(0.0, end - max(min(a[m], b[m]), min(c[m], d[m])))
    return 0.0


def enters(a: Point, b: Point, box: Box, shrunk: float = 2.0) -> bool:
    """Say whether a leg passes through a box made smaller on every side (Liang and Barsky)."""
    x0, y0 = box[0] + shrunk, box[1] + shrunk
    x1, y1 = x0 + box[2] - 2 * shrunk, y0 + box[3] - 2 * shrunk
    t0, t1, dx, dy = 0.0, 1.0, b[0] - a[0], b[1] - a[1]
    for p, q in ((-dx, a[0] - x0), (dx, x1 - a[0]), (-dy, a[1] - y0), (dy, y1 - a[1])):
        if abs(p) < 1e-9:
            if q < 0:
                return False
        elif p < 0:
            t0 = max(t0, q / p)
        else:
            t1 = min(t1, q / p)
    return t0 < t1 - 1e-9


def overlap(a: Box, b: Box, allowed: float = 1.0) -> bool:
    """Say whether two boxes lie on each other by more than is allowed, both ways."""
    return (
        a[0] < b[0] + b[2] - allowed
        and b[0] < a[0] + a[2] - allowed
        and a[1] < b[1] + b[3] - allowed
        and b[1] < a[1] + a[3] - allowed
    )


def inside(box: Box, outer: Box, allowed: float = 1.0) -> bool:
    """Say whether a box lies in another, or out of it by no more than is allowed."""
    (x, y, w, h), (ox, oy, ow, oh) = box, outer
    return (
        ox - allowed <= x
        and x + w <= ox + ow + allowed
        and oy - allowed <= y
        and y + h <= oy + oh + allowed
    )


def sides(box: Box) -> list[Leg]:
    """The four sides of a box."""
    x, y, w, h = box
    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
    return legs(corners)


def centre(box: Box) -> Point:
    """The middle of a box."""
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def around(boxes: Iterable[Box], points: Iterable[Point]) -> Box:
    """The smallest box around boxes and points; of nothing, an empty one."""
    found = [*points, *_corners(boxes)]
    if not found:
        return 0.0, 0.0, 0.0, 0.0
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _corners(boxes: Iterable[Box]) -> Iterator[Point]:
    for x, y, w, h in boxes:
        yield x, y
        yield x + w, y + h


def axis(a: Point, b: Point) -> int | None:
    """0 of a leg that is horizontal (by 2 px or 3 degrees), 1 of a vertical one, else None."""
    dx, dy = abs(b[0] - a[0]), abs(b[1] - a[1])
    if dx >= dy:
        return 0 if dy <= max(ON_LINE, dx * AXIS_TANGENT) else None
    return 1 if dx <= max(ON_LINE, dy * AXIS_TANGENT) else None


def to_segment(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from a leg."""
    (ax, ay), (bx, by) = a, b
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    t = 0.0 if square == 0 else ((point[0] - ax) * dx + (point[1] - ay) * dy) / square
    t = min(1.0, max(0.0, t))
    return math.dist(point, (ax + t * dx, ay + t * dy))


def from_box(point: Point, box: Box) -> float:
    """Distance of a point from a box; 0 inside."""
    x, y = clamped(point, box)
    return math.dist(point, (x, y))


def clamped(point: Point, box: Box) -> Point:
    """The point of a box nearest to a point."""
    left, top, width, height = box
    return min(max(point[0], left), left + width), min(max(point[1], top), top + height)


def leg_to_box(a: Point, b: Point, box: Box) -> float:
    """Distance between a leg and a box; 0 if they touch."""
    if enters(a, b, box, 0.0):
        return 0.0
    left, top, width, height = box
    corners = [(left + dx * width, top + dy * height) for dx in (0, 1) for dy in (0, 1)]
    return min(
        *(to_segment(corner, a, b) for corner in corners), from_box(a, box), from_box(b, box)
    )
