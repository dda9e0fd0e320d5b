"""Rails and flows as drawn: widths by share, hops, arrow heads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from outsidein.chart.chart import Link
from outsidein.chart.drawing import Circle, Group, Line, Path, Point, Rect, Shape
from outsidein.chart.lines import arrow_head, cross, line_path, shortened
from outsidein.chart.plan import Item
from outsidein.chart.scene import Scene

RAIL = 2.25
UNKNOWN = 1.6  # width of a flow whose share nobody said


@dataclass(frozen=True, slots=True)
class Ink:
    """How a flow is drawn."""

    role: str
    width: float
    dash: str = ""
    head: bool = True


def ink_of(link: Link, straight: bool) -> Ink:
    """Return the ink of a link: width by the share of customers, colour by what it is."""
    if link.kind == "wait":
        return Ink("wait", 2.25, "9 5", head=not straight)
    if link.kind == "noticed":
        return Ink("fail", 1.25, "2 3", head=False)
    if link.kind == "consult":
        return Ink("accent", 1.5, "5 4")
    if link.kind == "fail":
        return Ink("fail", 1.25)
    if link.kind in ("patience", "limit"):
        return Ink("flow", 1.25)
    if link.weight is None:
        return Ink("flow", UNKNOWN)
    return Ink("flow", 2.75 if link.weight >= 0.5 else 1.9 if link.weight >= 0.1 else 1.25)


def rails_of(scene: Scene, item: Item) -> list[Line]:
    """Return the rails of an encounter, from the customer's half to each part's."""
    x, y = scene.centre(item)
    top, level = y + item.half_height, scene.space.visibility
    rails, fork = scene.plan.rails.get(item.id, []), scene.plan.forks.get(item.id, 0.0)
    found = []
    for half_id, dx in rails:
        half = scene.plan.items[half_id]
        bottom = scene.space.rows[half.row] - half.half_height
        start = (x, top) if len(rails) == 1 else (x + dx, level - fork)
        found.append(
            Line(points=(start, (x + dx, bottom)), kind="rail", source=item.id, target=half_id)
        )
    if len(rails) > 1:
        left, right = x + rails[0][1], x + rails[-1][1]
        bar = ((left, level - fork), (right, level - fork))
        found.append(Line(points=bar, kind="rail", source=item.id, target=item.id))
        trunk = ((x, top), (x, level - fork))
        found.append(Line(points=trunk, kind="rail", source=item.id, target=item.id))
    return found


def paint_flows(scene: Scene) -> None:
    """Paint rails, then flows from the thickest to the thinnest, hopping over what was there."""
    lines = []
    for item in scene.plan.items.values():
        if item.half is None and item.node.halves:
            lines += rails_of(scene, item)
            _paint_rails(scene, item)
    scene.drawing.lines += lines
    for rail in lines:
        scene.room.take_line(rail.points, 3.0, rail.source)
    polylines = {route.link.id: scene.polyline(route) for route in scene.routes}
    inks = {r.link.id: ink_of(r.link, len(polylines[r.link.id]) == 2) for r in scene.routes}
    for r in scene.routes:
        if r.link.kind == "flow" and {r.link.source, r.link.target} & scene.chart.ghosts:
            inks[r.link.id] = Ink("ghost", 1.6)
    laid: list[list[Point]] = [list(rail.points) for rail in lines]
    for route in sorted(scene.routes, key=lambda r: (-inks[r.link.id].width, r.link.id)):
        link, points, ink = route.link, polylines[route.link.id], inks[route.link.id]
        scene.lines[link.id] = points
        kind = link.kind if link.kind in ("wait", "noticed") else "flow"
        line = Line(
            points=tuple(points), kind=kind, source=route.source, target=route.target, id=link.id
        )
        others = [p.points for p in scene.drawing.lines if p.kind == "flow" and
                  (p.target == route.target or p.source == route.source)]  # fmt: skip
        hops = _hops(points, [p for p in laid if tuple(p) not in {tuple(o) for o in others}])
        scene.drawing.lines.append(line)
        scene.drawing.layers.append(_flow(link, points, ink, hops))
        scene.room.take_line(points, max(ink.width, 3.0), link.id)
        laid.append(points)
        scene.occurs.add(link.kind)


def _paint_rails(scene: Scene, item: Item) -> None:
    x, y = scene.centre(item)
    rails, level = scene.plan.rails[item.id], scene.space.visibility
    fork = scene.plan.forks.get(item.id, 0.0)
    if item.id in scene.chart.ghosts:
        (start, end), _ = rails_of(scene, item)[0].points, level
        line = Path(commands=line_path([start, end]), stroke="ghost", stroke_width=1.25)
        dot = Circle(x=x, y=level, radius=5, fill="node", stroke="ghost", stroke_width=1.25)
        scene.drawing.add(line, dot)
        return
    shapes: list[Shape] = []
    top = y + item.half_height
    if len(rails) == 1:
        bottom = (
            scene.space.rows[scene.plan.items[rails[0][0]].row]
            - scene.plan.items[rails[0][0]].half_height
        )
        shapes.append(_rail([(x, top), (x, bottom)]))
    else:
        for half_id, dx in rails:
            half = scene.plan.items[half_id]
            bottom = scene.space.rows[half.row] - half.half_height
            corner = [
                (x, level - fork),
                (x + dx, level - fork),
                (x + dx, bottom),
            ]
            shapes.append(_rail(corner if abs(dx) > 0.1 else corner[1:]))
        shapes.append(_rail([(x, top), (x, level - fork)]))
    scene.drawing.add(*shapes, id=f"rail.{item.id}", title=f"encounter: {item.node.text}")


def _rail(points: list[Point]) -> Path:
    return Path(commands=line_path(points), stroke="accent", stroke_width=RAIL)


def _flow(link: Link, points: list[Point], ink: Ink, hops: list[tuple[int, Point]]) -> Group:
    drawn = shortened(points) if ink.head else points
    shapes: list[Shape] = [
        Path(
            commands=line_path(drawn, hops), stroke=ink.role, stroke_width=ink.width, dash=ink.dash
        )
    ]
    if ink.head:
        shapes.append(arrow_head(points, ink.role, ink.width))
    title = link.title or (f"{link.label} " if link.label else "") + f"to {link.target}"
    return Group(shapes=tuple(shapes), id=f"flow.{link.id}", title=title)


def _hops(points: list[Point], laid: list[list[Point]]) -> list[tuple[int, Point]]:
    """Return where a line must hop: over every line that was laid before it, not too near bends."""
    found: list[tuple[int, Point]] = []
    for i in range(len(points) - 1):
        a, b = points[i], points[i + 1]
        spots: list[Point] = []
        for other in laid:
            for c, d in pairwise(other):
                spot = cross(a, b, c, d)
                if spot is not None and _is_clear(spot, a, b, spots):
                    spots.append(spot)
        found += [(i, spot) for spot in spots]
    return found


def _is_clear(spot: Point, a: Point, b: Point, spots: list[Point]) -> bool:
    def away(p: Point) -> float:
        return abs(p[0] - spot[0]) + abs(p[1] - spot[1])

    return away(a) > 12 and away(b) > 13 and all(away(s) > 11 for s in spots)


def rail_dot(x: float, y: float) -> Shape:
    """Return the sign of an encounter whose channel is not said."""
    return Circle(x=x, y=y, radius=4.5, fill="accent")


def pill(x: float, y: float) -> Shape:
    """Return the pill that stands for a shared step."""
    return Rect(x=x - 15, y=y - 8, width=30, height=16, radius=8, fill="node", stroke="accent",
                stroke_width=2.75)  # fmt: skip
