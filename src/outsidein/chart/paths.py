"""The shapes a route may take, simplest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from outsidein.chart.chart import Link
from outsidein.chart.ink import Points, X, Y
from outsidein.chart.nodes import JOIN
from outsidein.chart.plan import Item, Plan

Side = Literal["left", "right", "top", "bottom"]
JOIN_EXIT = 1.2
DOOR = 32.0  # returns enter this far left of a node's centre, loops this far right of it


@dataclass(frozen=True, slots=True)
class Door:
    """A place on a node's edge where a flow leaves or enters."""

    name: str
    side: Side
    dx: float
    dy: float
    cost: float = 0.0


def exits(plan: Plan, link: Link, item: Item) -> list[Door]:
    """Return the doors by which a link may leave an item, with what each costs."""
    w, h = item.half_width, item.half_height
    if link.kind == "noticed":
        return [Door(f"{link.exit}.corner", "top", w, -h)]
    if link.exit is not None:
        offset = plan.feet[link.exit][1] if link.exit in plan.feet else 0.0
        return [Door(f"{link.exit}", "bottom", offset, h)]
    right, left = Door("R", "right", w, 0), Door("L", "left", -w, 0, 1.0)
    if item.shape == "diamond":
        later = JOIN_EXIT if item.id.endswith(JOIN) else 0.0  # its tips are for what comes in
        return [right, Door("B", "bottom", 0, h, 0.3 + later), Door("T", "top", 0, -h, 0.6 + later)]
    if item.shape == "circle":
        return [right, Door("B", "bottom", 0, h, 0.5), Door("T", "top", 0, -h, 0.5)]
    doors, middle = [right], plan.upright_door(item)
    if link.back:
        doors.append(left)
    if item.half is not None or not item.node.halves:
        doors.append(Door("B", "bottom", middle, h, 0.1))
    if item.half is None:
        doors.append(Door("T", "top", middle, -h, 0.1 if item.node.kind == "back" else 2.0))
    further = DOOR - middle
    doors += [Door("B-", "bottom", -DOOR, h, 1.4), Door("B+", "bottom", further, h, 1.2)]
    return doors


def entries(plan: Plan, link: Link, item: Item) -> list[Door]:
    """Return the doors by which a link may enter an item, with what each costs."""
    w, h = item.half_width, item.half_height
    if link.kind == "noticed":
        foot = plan.feet.get(link.entry or "")
        return [Door(f"{link.entry}", "bottom", foot[1], h)] if foot else []
    left = Door("L", "left", -w, 0)
    if item.shape != "box":
        source = plan.items.get(link.source)
        if item.shape == "diamond" and source is not None and source.row != item.row:
            left = Door("L", "left", -w, 0, 0.3)  # what comes from another row enters by a tip
        return [left, Door("B", "bottom", 0, h, 0.2), Door("T", "top", 0, -h, 0.2)]
    doors, middle = [left], plan.upright_door(item)
    if link.back:
        doors.append(Door("R", "right", w, 0, 0.4))
    if item.half is not None or not item.node.halves:
        doors.append(Door("B", "bottom", middle, h, 0.0 if middle else 0.1))
    if item.half is None:
        doors.append(Door("T", "top", middle, -h, 0.1))
    first = (-DOOR, DOOR) if not link.back else (DOOR, -DOOR)
    if middle:
        first = (0.0, -DOOR)
    for k, dx in enumerate(first):
        sign = "-" if dx < 0 else "+"
        doors.append(Door(f"B{sign}", "bottom", dx, h, 0.05 + 0.4 * k + 0.4 * bool(middle)))
        if item.half is None:
            doors.append(Door(f"T{sign}", "top", dx, -h, 0.6 + 0.4 * k))
    return doors


def paths(
    plan: Plan, link: Link, source: Item, target: Item
) -> Iterator[tuple[float, Points, Door, Door]]:
    """Yield (cost of bends and doors, points, exit, entry) of each path, fewest bends first."""
    found: list[tuple[float, int, Points, Door, Door]] = []
    for out in exits(plan, link, source):
        for into in entries(plan, link, target):
            for bends, points in _shapes(plan, source, target, out, into):
                if bends and link.kind == "wait" and not plan.chart.waits_bend:
                    continue  # there the flow itself goes down and up: the wait is only named
                if link.kind == "noticed" and not _is_own_upper(points[1][1], source):
                    continue
                if bends and link.kind == "consult":
                    continue
                cost = bends + out.cost + into.cost
                found.append((cost, len(found), points, out, into))
    found.sort(key=lambda path: (path[0], path[1]))
    for cost, _, points, out, into in found:
        yield cost, points, out, into


def _is_own_upper(y: Y, item: Item) -> bool:
    return y.kind == "upper" and y.index == item.row


def _at(item: Item, door: Door) -> tuple[X, Y]:
    return X("column", item.column, item.dx + door.dx), Y("row", item.row, door.dy)


def _shapes(
    plan: Plan, source: Item, target: Item, out: Door, into: Door
) -> Iterator[tuple[int, Points]]:
    """Yield the paths between two doors: straight, one bend, two, along tracks."""
    a, b = _at(source, out), _at(target, into)
    level_out, level_in = out.side in ("left", "right"), into.side in ("left", "right")
    if level_out and level_in:
        yield from _level_level(plan, source, target, out, into, a, b)
    elif level_out:
        yield from _level_upright(plan, source, target, out, into, a, b)
    elif level_in:
        yield from _upright_level(plan, source, target, out, into, a, b)
    else:
        yield from _upright_upright(plan, source, target, out, into, a, b)


def _gutter_out(item: Item, door: Door) -> int:
    return item.column + 1 if door.side == "right" else item.column


def _ahead(door: Door, from_column: int, to_column: int) -> bool:
    """Return whether going out of a level door leads towards a column."""
    return to_column > from_column if door.side == "right" else to_column < from_column


def _beyond(door: Door, from_row: int, to_row: int) -> bool:
    """Return whether a line through an upright door can come from, or go to, a row."""
    return to_row > from_row if door.side == "bottom" else to_row < from_row


def _level_level(
    plan: Plan, source: Item, target: Item, out: Door, into: Door, a: tuple[X, Y], b: tuple[X, Y]
) -> Iterator[tuple[int, Points]]:
    g1, g2 = _gutter_out(source, out), _gutter_out(target, into)
    ahead = source.column < target.column if out.side == "right" else source.column > target.column
    faces = out.side != into.side
    if source.row == target.row and ahead and faces:
        yield 0, [a, b]
    if source.row != target.row:
        between = range(g1, g2 + 1) if g1 <= g2 else range(g2, g1 + 1)
        if faces and ahead:
            for g in sorted(between, key=lambda g: (abs(g - g2), g)):
                yield 2, [a, (X("gutter", g), a[1]), (X("gutter", g), b[1]), b]
        elif not faces:
            outer = max(g1, g2) if out.side == "right" else min(g1, g2)
            yield 2, [a, (X("gutter", outer), a[1]), (X("gutter", outer), b[1]), b]
    for y in _tracks(plan, source, target):
        x1, x2 = X("gutter", g1), X("gutter", g2)
        if g1 != g2:
            yield 4, [a, (x1, a[1]), (x1, y), (x2, y), (x2, b[1]), b]


def _level_upright(
    plan: Plan, source: Item, target: Item, out: Door, into: Door, a: tuple[X, Y], b: tuple[X, Y]
) -> Iterator[tuple[int, Points]]:
    if _ahead(out, source.column, target.column) and _beyond(into, target.row, source.row):
        yield 1, [a, (b[0], a[1]), b]
    g = X("gutter", _gutter_out(source, out))
    for y in _tracks(plan, source, target):
        if _reaches(into, target, y):
            yield 3, [a, (g, a[1]), (g, y), (b[0], y), b]


def _upright_level(
    plan: Plan, source: Item, target: Item, out: Door, into: Door, a: tuple[X, Y], b: tuple[X, Y]
) -> Iterator[tuple[int, Points]]:
    side = target.column > source.column if into.side == "left" else target.column < source.column
    if side and _beyond(out, source.row, target.row):
        yield 1, [a, (a[0], b[1]), b]
    g = X("gutter", _gutter_out(target, into))
    for y in _tracks(plan, source, target):
        if _reaches(out, source, y):
            yield 3, [a, (a[0], y), (g, y), (g, b[1]), b]


def _upright_upright(
    plan: Plan, source: Item, target: Item, out: Door, into: Door, a: tuple[X, Y], b: tuple[X, Y]
) -> Iterator[tuple[int, Points]]:
    same = source.column == target.column and a[0].offset == b[0].offset
    if same and out.side != into.side and _beyond(out, source.row, target.row):
        yield 0, [a, b]
    if a[0] == b[0]:
        return
    for y in _tracks(plan, source, target, rows=True):
        if _reaches(out, source, y) and _reaches(into, target, y):
            yield 2, [a, (a[0], y), (b[0], y), b]


def _reaches(door: Door, item: Item, y: Y) -> bool:
    """Return whether a horizontal line lies on the side that an upright door faces."""
    if y.index != item.row:
        return y.index > item.row if door.side == "bottom" else y.index < item.row
    return y.kind == ("lower" if door.side == "bottom" else "upper")


def _tracks(plan: Plan, source: Item, target: Item, *, rows: bool = False) -> Iterator[Y]:
    """Yield the tracks near two items: those between them first, then those around."""
    top, low = min(source.row, target.row), max(source.row, target.row)
    for row in range(max(top - 1, 0), min(low + 2, len(plan.rows))):
        if top <= row <= low or plan.of_customer(row) == plan.of_customer(
            top if row < top else low
        ):
            if plan.rows[row].is_first:
                yield Y("upper", row)
            if rows:
                yield Y("row", row)
            yield Y("lower", row)
