"""Where each link runs: straight, with a bend or two, or along a lane's track."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from outsidein.chart.chart import Link
from outsidein.chart.ink import Points, Track, X, Y
from outsidein.chart.paths import DOOR, Door, paths
from outsidein.chart.plan import GUTTER, Item, Plan

RAIL_COST, FLOW_COST = 2.0, 3.0
Legs = tuple[tuple[float, int], tuple[float, int]]
STRIPE = 200.0  # lines are found by stripes of the page this wide
NEAR = 9.0  # two parallel lines closer than this look like one
BESIDE_RAIL = 16.0  # a rail has its channel's sign on it


@dataclass(slots=True, kw_only=True)
class Route:
    """A link with the points of its line."""

    link: Link
    source: str  # the item it leaves
    target: str
    points: Points
    entry: Door
    exit: Door


@dataclass(slots=True)
class _Line:
    """A stretch of a line already laid."""

    at: float
    low: float
    high: float
    weight: float
    source: str
    target: str
    is_wait: bool = False


@dataclass(slots=True)
class Provisional:
    """Coordinates before the tracks are known: good enough to compare routes."""

    columns: list[float]
    gutters: list[float]
    rows: list[float]
    uppers: list[float]
    lowers: list[float]

    def x(self, x: X) -> float:
        """Return a vertical line's place."""
        return self.columns[x.index] + x.offset if x.kind == "column" else self.gutters[x.index]

    def y(self, y: Y) -> float:
        """Return a horizontal line's place."""
        if y.kind == "row":
            return self.rows[y.index] + y.offset
        return self.uppers[y.index] if y.kind == "upper" else self.lowers[y.index]


def provisional(plan: Plan) -> Provisional:
    """Lay out columns and rows with their least gutters."""
    columns, gutters, x = [], [], 0.0
    for left, right in zip(plan.left, plan.right, strict=True):
        gutters.append(x + GUTTER / 2)
        x += GUTTER + left
        columns.append(x)
        x += right
    gutters.append(x + GUTTER / 2)
    rows, uppers, lowers, y = [], [], [], 0.0
    for above, below in zip(plan.above, plan.below, strict=True):
        uppers.append(y + 4)
        y += above
        rows.append(y)
        lowers.append(y + below - 4)
        y += below
    return Provisional(columns, gutters, rows, uppers, lowers)


@dataclass(slots=True)
class Router:
    """Lays routes one after the other; what is laid stays."""

    plan: Plan
    place: Provisional
    routes: list[Route] = field(default_factory=list)
    rows: dict[int, list[tuple[float, float, str]]] = field(default_factory=dict)
    cells: dict[int, list[tuple[float, float, float, float, str]]] = field(default_factory=dict)
    upright: dict[int, list[_Line]] = field(default_factory=dict)
    level: dict[int, list[_Line]] = field(default_factory=dict)
    doors: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    stripes: dict[tuple[str, int], list[_Line]] = field(default_factory=dict)
    turns: dict[tuple[str, int], list[Legs]] = field(default_factory=dict)
    is_wait: bool = False  # the link being laid is a wait, which shares its line with no flow

    def __post_init__(self) -> None:
        for item in self.plan.items.values():
            x, y = self.place.columns[item.column] + item.dx, self.place.rows[item.row]
            w, h = item.half_width, item.half_height
            self.rows.setdefault(item.row, []).append((x - w, x + w, item.id))
            self.cells.setdefault(item.column, []).append((x - w, x + w, y - h, y + h, item.id))
        for node_id, rails in self.plan.rails.items():
            top = self.plan.items[node_id]
            for half_id, dx in rails:
                half = self.plan.items[half_id]
                x = self.place.columns[top.column] + dx
                ends = (self.place.rows[top.row], self.place.rows[half.row])
                self._add("upright", 2 * top.column + 1, _Line(x, *ends, RAIL_COST, "", ""))

        for mark in self.plan.chart.exits:
            if mark.id in self.plan.feet:
                self._keep_clear(*self.plan.feet[mark.id], has_end=mark.end is not None)

    def _keep_clear(self, item_id: str, offset: float, *, has_end: bool) -> None:
        """Keep doors near a mark shut, and lines away from the end that hangs below it."""
        item = self.plan.items[item_id]
        middle = self.plan.upright_door(item)
        for door, dx in (("B-", -DOOR), ("B", middle), ("B+", DOOR - middle)):
            if abs(dx - offset) < 16:
                self.reserve(item_id, door)
        if has_end:
            x = self.place.columns[item.column] + item.dx + offset
            top = self.place.rows[item.row] + item.half_height
            self._add("upright", 2 * item.column + 1, _Line(x, top, top + 48, FLOW_COST, "", ""))
            box = (x - 12, x + 12, top + 24, top + 52, f"{item_id}~end")
            self.cells.setdefault(item.column, []).append(box)

    def _add(self, kind: str, bucket: int, line: _Line) -> None:
        """Remember a line by its column or row, and by its stripe of the page."""
        lines = self.upright if kind == "upright" else self.level
        lines.setdefault(bucket, []).append(line)
        self.stripes.setdefault((kind, int(line.at // STRIPE)), []).append(line)

    def reserve(self, item: str, door: str) -> None:
        """Keep a door free of flows."""
        self.doors[item, door] = ("", "")

    def lay(self, link: Link, source: Item, target: Item) -> Route | None:
        """Find the best route of a link and lay it; None if there is no legal one."""
        best: tuple[float, Points, Door, Door] | None = None
        self.is_wait = link.kind == "wait"
        for base, points, exit_, entry in paths(self.plan, link, source, target):
            if best is not None and base >= best[0]:
                if base >= best[0] + 1:
                    break
                continue
            cost = self._cost(link, source.id, target.id, points, exit_, entry, base)
            if cost is not None and (best is None or cost < best[0] - 1e-9):
                best = (cost, points, exit_, entry)
        if best is None:
            return None
        route = Route(
            link=link, source=source.id, target=target.id, points=best[1], exit=best[2],
            entry=best[3],
        )  # fmt: skip
        self._keep(route)
        return route

    def _cost(
        self, link: Link, source: str, target: str, points: Points, exit_: Door, entry: Door,
        base: float,
    ) -> float | None:  # fmt: skip
        cost = base
        used = self.doors.get((source, exit_.name))
        if link.kind == "noticed":
            used = None
        if used is not None and link.exit is None:
            if used[0] != "out":
                return None
            cost += 0 if self.is_wait else 9 if exit_.side == "right" else 5
        used = self.doors.get((target, entry.name))
        if used is not None:
            if used[0] != "in":
                return None
            cost += 1.8 if self.is_wait or link.back else 0.9
        if any(
            _is_knot(legs, other)
            for key, legs in self._legs(points)
            for other in self.turns.get(key, ())
        ):
            return None
        for (x1, y1), (x2, y2) in pairwise(points):
            if y1 == y2:
                extra = self._level_cost(source, target, y1, self.place.x(x1), self.place.x(x2))
            else:
                extra = self._upright_cost(source, target, x1, self.place.y(y1), self.place.y(y2))
            if extra is None:
                return None
            cost += extra
        return cost

    def _legs(self, points: Points) -> Iterator[tuple[tuple[str, int], Legs]]:
        """Yield, for each stretch on a track, where its two ends go on: (place, direction)."""
        for i in range(1, len(points) - 2):
            (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[i - 1 : i + 3]
            if y1 != y2 and x1.kind == "gutter":
                here, place = self.place.x(x1), self.place.y
                ends = ((place(y1), self.place.x(x0)), (place(y2), self.place.x(x3)))
                key = ("gutter", x1.index)
            elif y1 == y2 and y1.kind != "row":
                here, place_x = self.place.y(y1), self.place.x
                ends = ((place_x(x1), self.place.y(y0)), (place_x(x2), self.place.y(y3)))
                key = (y1.kind, y1.index)
            else:
                continue
            first, second = ((at, -1 if there < here else 1) for at, there in ends)
            yield key, (first, second)

    def _level_cost(self, source: str, target: str, y: Y, a: float, b: float) -> float | None:
        low, high, at = min(a, b), max(a, b), self.place.y(y)
        if y.kind == "row":
            for left, right, item in self.rows.get(y.index, ()):
                own = item in (source, target) and not (left < low - 1 and right > high + 1)
                if not own and left < high - 0.5 and right > low + 0.5:
                    return None
            used = self.level.get(_level_bucket(y), [])
            if self._clash(used, at, low, high, source, target):
                return None
        return (high - low) / 1000 + self._crossings("upright", low, high, at, source)

    def _upright_cost(self, source: str, target: str, x: X, a: float, b: float) -> float | None:
        low, high, at = min(a, b), max(a, b), self.place.x(x)
        if x.kind == "column":
            for left, right, top, bottom, item in self.cells.get(x.index, ()):
                own = item in (source, target) and not (top < low - 1 and bottom > high + 1)
                beside = not left - 5 < at < right + 5
                if not own and not beside and top < high - 0.5 and bottom > low + 0.5:
                    return None
            used = self.upright.get(2 * x.index + 1, [])
            if self._clash(used, at, low, high, source, target):
                return None
        return (high - low) / 1000 + self._crossings("level", low, high, at, source)

    def _clash(
        self, used: list[_Line], at: float, low: float, high: float, source: str, target: str
    ) -> bool:
        """Return whether a line already runs here that neither starts nor ends with this one."""
        for line in used:
            near = NEAR if line.target else BESIDE_RAIL
            if abs(line.at - at) < near and line.low < high - 1 and line.high > low + 1:
                ends_together = line.target == target and not self.is_wait
                together = line.target != "" and (ends_together or line.source == source)
                if not together or line.is_wait != self.is_wait:
                    return True
        return False

    def _crossings(self, kind: str, low: float, high: float, at: float, source: str) -> float:
        """Return the cost of everything a stretch crosses, but for what it runs along with."""
        cost = 0.0
        for stripe in range(int(low // STRIPE), int(high // STRIPE) + 1):
            for line in self.stripes.get((kind, stripe), ()):
                along = self.is_wait and line.is_wait and line.source == source
                if low < line.at < high and line.low < at < line.high and not along:
                    cost += line.weight
        return cost

    def _keep(self, route: Route) -> None:
        points = route.points
        for key, legs in self._legs(points):
            self.turns.setdefault(key, []).append(legs)
        bundle = route.source if self.is_wait else ""
        for i in range(len(points) - 1):
            (x1, y1), (x2, y2) = points[i], points[i + 1]
            if y1 == y2:
                a, b = self.place.x(x1), self.place.x(x2)
                line = _Line(
                    self.place.y(y1),
                    min(a, b),
                    max(a, b),
                    FLOW_COST,
                    route.source,
                    route.target,
                    self.is_wait,
                )
                self._add("level", _level_bucket(y1), line)
                if y1.kind != "row":
                    track = Track(
                        y1.index, line.low, line.high, route.link.id, route.target, bundle
                    )
                    points[i] = (x1, replace(y1, track=track))
                    points[i + 1] = (x2, replace(y2, track=track))
            else:
                a, b = self.place.y(y1), self.place.y(y2)
                line = _Line(
                    self.place.x(x1),
                    min(a, b),
                    max(a, b),
                    FLOW_COST,
                    route.source,
                    route.target,
                    self.is_wait,
                )
                bucket = 2 * x1.index + (x1.kind == "column")
                self._add("upright", bucket, line)
                if x1.kind == "gutter":
                    track = Track(
                        x1.index, line.low, line.high, route.link.id, route.target, bundle
                    )
                    points[i] = (replace(x1, track=track), y1)
                    points[i + 1] = (replace(x2, track=track), points[i + 1][1])
        self.doors.setdefault((route.source, route.exit.name), ("out", route.link.id))
        self.doors.setdefault((route.target, route.entry.name), ("in", route.link.id))
        self.routes.append(route)


def _level_bucket(y: Y) -> int:
    return 3 * y.index + {"upper": 0, "row": 1, "lower": 2}[y.kind]


def _clash(used: list[_Line], at: float, low: float, high: float, source: str, target: str) -> bool:
    """Return whether a line already runs here that neither starts nor ends with this one."""
    for line in used:
        if abs(line.at - at) < NEAR and line.low < high - 1 and line.high > low + 1:
            together = line.target != "" and (line.target == target or line.source == source)
            if not together:
                return True
    return False


def _is_knot(legs: Legs, other: Legs) -> bool:
    """Return whether each of two tracks would have to lie before the other.

    Where one goes on backwards and the other onwards along the same line, the first must lie
    before the second, or their legs run on each other.
    """
    before = any(a < 0 < b and abs(p - q) < 3 for p, a in legs for q, b in other)
    behind = any(b < 0 < a and abs(p - q) < 3 for p, a in legs for q, b in other)
    return before and behind
