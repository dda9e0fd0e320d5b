"""Nodes as drawn: boxes, decisions, clocks, starts and ends, with their names."""

from __future__ import annotations

from outsidein.chart import glyphs
from outsidein.chart.chart import Node
from outsidein.chart.drawing import Box, Circle, Path, Point, Polygon, Rect, Shape, Text
from outsidein.chart.fonts import cut, wrap
from outsidein.chart.lines import number
from outsidein.chart.plan import Item
from outsidein.chart.scene import Scene

NAME = (12.5, 500)
END_ROLES = {"served": "good", "not served": "org", "lost": "lost", "missing": "ghost"}


def paint_boxes(scene: Scene) -> None:
    """Paint every node and half, and keep its box."""
    for item in scene.plan.items.values():
        box, (x, y) = scene.box(item.id), scene.centre(item)
        scene.drawing.nodes[item.id] = box
        scene.drawing.kinds[item.id] = "half" if item.half is not None else item.node.kind
        lane = scene.chart.lanes[scene.plan.rows[item.row].lane].id
        scene.drawing.lane_of[item.id] = scene.lane_key(lane)
        scene.room.take(box, item.id)
        shapes = _shapes(scene, item, (x, y), box)
        title = item.half.title if item.half is not None else item.node.title
        scene.drawing.add(*shapes, id=item.id, title=title)


def _shapes(scene: Scene, item: Item, centre: Point, box: Box) -> list[Shape]:
    node = item.node
    if node.id in scene.chart.ghosts:
        scene.occurs.add("ghost")
        radius = 1.5 if item.half is not None and item.half.is_system else 7
        text = item.half.text if item.half is not None else node.text
        return [_rect(box, radius, "node", "ghost", 1.25), *_name(text, centre, box, "muted")]
    if item.half is not None:
        scene.occurs.add("half")
        radius = 1.5 if item.half.is_system else 7
        if item.half.is_system:
            scene.occurs.add("system")
        same = item.half.text == node.text  # the document has one name for both halves
        name = _name(item.half.text, centre, box, "muted" if same else "ink")
        return [_rect(box, radius, "node", "accent", 1.75), *name]
    if node.kind == "gateway":
        return gateway(node, centre, item.half_width)
    if node.kind == "start":
        x, y = centre
        return [Circle(x=x, y=y, radius=13, fill="node", stroke="accent", stroke_width=1.75)]
    if node.kind == "tag":
        scene.occurs.add("tag on" if node.points == "right" else "tag back")
        return tag_sign(node.text, centre, node.points)
    if node.kind == "consult":
        x, y = centre
        return [Circle(x=x, y=y, radius=5, fill="node", stroke="accent", stroke_width=1.5)]
    if node.kind == "timer":
        return timer(centre, 13)
    if node.kind == "end":
        scene.occurs.add(f"end {node.outcome or 'missing'}")
        return end_sign(node.outcome or "missing", centre, item.half_width)
    if node.kind == "ghost":
        return _ghost(node.text, centre, box)
    if node.kind == "back":
        scene.occurs.add("in sight" if node.in_sight else "back")
        if node.is_system:
            scene.occurs.add("system")
        radius = 1.5 if node.is_system else 7
        fill, stroke = ("node", "accent") if node.in_sight else ("back", "org")
        return [_rect(box, radius, fill, stroke, 1.25), *_name(node.text, centre, box)]
    scene.occurs.add("step")
    return [_rect(box, 7, "node", "accent", 1.75), *_name(node.text, centre, box)]


def _ghost(name: str, centre: Point, box: Box) -> list[Shape]:
    """Return a dashed box, smaller than others: where something stands today."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    outline = (
        f"M{number(left + 6)} {number(top)}H{number(right - 6)}"
        f"Q{number(right)} {number(top)} {number(right)} {number(top + 6)}V{number(bottom - 6)}"
        f"Q{number(right)} {number(bottom)} {number(right - 6)} {number(bottom)}H{number(left + 6)}"
        f"Q{number(left)} {number(bottom)} {number(left)} {number(bottom - 6)}V{number(top + 6)}"
        f"Q{number(left)} {number(top)} {number(left + 6)} {number(top)}Z"
    )
    lines = wrap(name, right - left - 6, 11, 400)
    x, y = centre
    first = y + 4 - 6.5 * (len(lines) - 1)
    return [
        Path(commands=outline, fill="paper", stroke="ghost", stroke_width=1.25, dash="4 3"),
        *(Text(x=x, y=first + 13 * k, text=cut(line, right - left - 4, 11), size=11,
               anchor="middle", role="muted") for k, line in enumerate(lines[:2])),
    ]  # fmt: skip


def _rect(box: Box, radius: float, fill: str, stroke: str, width: float) -> Rect:
    return Rect(
        x=box.left, y=box.top, width=box.right - box.left, height=box.bottom - box.top,
        radius=radius, fill=fill, stroke=stroke, stroke_width=width,
    )  # fmt: skip


def _name(name: str, centre: Point, box: Box, role: str = "ink") -> list[Text]:
    lines = wrap(name, box.right - box.left - 10, *NAME)
    x, y = centre
    first = y + 4.4 - 7.5 * (len(lines) - 1)
    return [
        Text(x=x, y=first + 15 * i, text=cut(line, box.right - box.left - 8, *NAME), size=NAME[0],
             weight=NAME[1], anchor="middle", role=role)
        for i, line in enumerate(lines)
    ]  # fmt: skip


def gateway(node: Node, centre: Point, size: float) -> list[Shape]:
    """Return a decision, split, join or race."""
    x, y = centre
    shapes: list[Shape] = [
        Path(commands=f"M{number(x)} {number(y - size)}L{number(x + size)} {number(y)}"
             f"L{number(x)} {number(y + size)}L{number(x - size)} {number(y)}Z",
             fill="node", stroke="org", stroke_width=1.5)
    ]  # fmt: skip
    if node.sign == "race":
        shapes.append(Circle(x=x, y=y, radius=size / 2, stroke="org", stroke_width=1.25))
        points = glyphs.pentagon(x, y, size * 0.3)
        shapes.append(Polygon(points=points, stroke="org", stroke_width=1.25))
    elif node.sign is not None:
        width = 2.25 if node.sign == "all" else 1.75
        commands = glyphs.SIGNS[node.sign]
        shapes.append(Path(commands=commands, stroke="org", stroke_width=width, at=centre))
    return shapes


def tag_sign(letter: str, centre: Point, points: str) -> list[Shape]:
    """Return the pentagon at which a flow goes on elsewhere; hollow if it goes back."""
    x, y = centre
    if points == "up":
        corners = ((0, -15), (11, -6), (11, 15), (-11, 15), (-11, -6))
    else:
        way = 1 if points == "right" else -1
        corners = ((15 * way, 0), (6 * way, 11), (-15 * way, 11), (-15 * way, -11), (6 * way, -11))
    text = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in corners)
    solid = points == "right"
    sign = (
        Polygon(points=text, fill="flow", stroke="flow", stroke_width=1)
        if solid
        else Polygon(points=text, fill="node", stroke="flow", stroke_width=1.6)
    )
    drop = 7 if points == "up" else 4
    return [
        sign,
        Text(x=x, y=y + drop, text=letter, size=11.5, weight=700,
             role="on" if solid else "ink", anchor="middle"),
    ]  # fmt: skip


def timer(centre: Point, radius: float, role: str = "org") -> list[Shape]:
    """Return a double ring with the hands of a clock."""
    x, y = centre
    scale = radius / 9
    hands = f"M0 {number(-4.2 * scale)}V0L{number(2.9 * scale)} {number(1.7 * scale)}"
    return [
        Circle(x=x, y=y, radius=radius, fill="node", stroke=role, stroke_width=1.25),
        Circle(x=x, y=y, radius=radius - 2.6, stroke=role, stroke_width=1.1),
        Path(commands=hands, stroke=role, stroke_width=1.4, at=centre),
    ]


def end_sign(outcome: str, centre: Point, radius: float) -> list[Shape]:
    """Return an end event: a ring with the sign of its outcome."""
    x, y = centre
    role, big = END_ROLES[outcome], radius > 10
    sign = glyphs.ENDS[outcome]
    if not big:
        sign = {"served": "M-3.7 .4L-1.1 3L3.7 -3", "lost": "M-2.9 -2.9L2.9 2.9M2.9 -2.9L-2.9 2.9",
                "not served": "M-3.7 0H3.7", "missing": sign}[outcome]  # fmt: skip
    return [
        Circle(x=x, y=y, radius=radius, fill="node", stroke=role, stroke_width=3.2 if big else 2.6),
        Path(commands=sign, stroke=role, stroke_width=2.2 if big else 1.6, at=centre),
    ]
