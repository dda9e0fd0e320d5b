"""Lines as drawn: round bends, hops over what they cross, arrow heads as paths."""

from __future__ import annotations

from collections.abc import Sequence

from outsidein.chart.drawing import Path, Point

BEND = 6.0
HOP = 5.0
HEAD = 8.0


def number(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def at(point: Point) -> str:
    """Write a point."""
    return f"{number(point[0])} {number(point[1])}"


def simplified(points: Sequence[Point]) -> list[Point]:
    """Leave out points that do not bend the line."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.05 and abs(kept[-1][1] - point[1]) < 0.05:
            continue
        while len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 0.05 and abs(b[0] - c[0]) < 0.05) or (
        abs(a[1] - b[1]) < 0.05 and abs(b[1] - c[1]) < 0.05
    )


def _toward(a: Point, b: Point, distance: float) -> Point:
    length = abs(b[0] - a[0]) + abs(b[1] - a[1])
    if length < 1e-9:
        return a
    return (a[0] + (b[0] - a[0]) / length * distance, a[1] + (b[1] - a[1]) / length * distance)


def _length(a: Point, b: Point) -> float:
    return abs(b[0] - a[0]) + abs(b[1] - a[1])


def line_path(
    points: Sequence[Point], hops: Sequence[tuple[int, Point]] = (), bend: float = BEND
) -> str:
    """Return the path of a line; ``hops`` are (stretch, point) where it jumps over another."""
    commands = [f"M{at(points[0])}"]
    for i in range(1, len(points)):
        a, b = points[i - 1], points[i]
        here = sorted((p for k, p in hops if k == i - 1), key=lambda p: _length(a, p))
        commands += [_hop(a, b, p) for p in here]
        if i == len(points) - 1:
            commands.append(f"L{at(b)}")
            break
        c = points[i + 1]
        radius = min(bend, _length(a, b) / 2, _length(b, c) / 2)
        commands.append(f"L{at(_toward(b, a, radius))}Q{at(b)} {at(_toward(b, c, radius))}")
    return "".join(commands)


def _hop(a: Point, b: Point, p: Point) -> str:
    before, after = _toward(p, a, HOP), _toward(p, b, HOP)
    level = abs(a[1] - b[1]) < 0.05
    sweep = 1 if (level and b[0] > a[0]) or (not level and b[1] < a[1]) else 0
    return f"L{at(before)}A{number(HOP)} {number(HOP)} 0 0 {sweep} {at(after)}"


def arrow_head(points: Sequence[Point], role: str, width: float) -> Path:
    """Return the filled triangle at the end of a line, in the line's colour."""
    tip, before = points[-1], points[-2]
    half = 4.4 if width >= 2.75 else 3.6
    base = _toward(tip, before, HEAD)
    if abs(tip[1] - before[1]) < 0.05:
        sides = ((base[0], base[1] - half), (base[0], base[1] + half))
    else:
        sides = ((base[0] - half, base[1]), (base[0] + half, base[1]))
    return Path(commands=f"M{at(tip)}L{at(sides[0])}L{at(sides[1])}Z", fill=role)


def shortened(points: Sequence[Point], by: float = HEAD - 1) -> list[Point]:
    """Return a line that stops inside its arrow head."""
    last = min(by, _length(points[-1], points[-2]))
    return [*points[:-1], _toward(points[-1], points[-2], last)]


def cross(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where a level and an upright stretch cross, well inside both; None if they do not."""
    if abs(a[1] - b[1]) < 0.05 and abs(c[0] - d[0]) < 0.05:
        level, upright = (a, b), (c, d)
    elif abs(a[0] - b[0]) < 0.05 and abs(c[1] - d[1]) < 0.05:
        level, upright = (c, d), (a, b)
    else:
        return None
    x, y = upright[0][0], level[0][1]
    if not min(level[0][0], level[1][0]) + 1 < x < max(level[0][0], level[1][0]) - 1:
        return None
    if not min(upright[0][1], upright[1][1]) + 1 < y < max(upright[0][1], upright[1][1]) - 1:
        return None
    return (x, y)
