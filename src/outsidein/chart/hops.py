"""The hand-overs of a line of vision: numbered rings on the flows, and the rest in grey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from outsidein.chart.chart import Sightline
from outsidein.chart.drawing import Box, Circle, Group, Path, Point, Rect, Shape, Text
from outsidein.chart.ghost import ghost_others
from outsidein.chart.scene import Scene

RADIUS = 8.0
OWN = 3.0  # width of the frame of the part's own steps


def hop_sign(centre: Point, number: int) -> list[Shape]:
    """Return the mark of a hand-over."""
    x, y = centre
    text = Text(x=x, y=y + 3.7, text=str(number), size=10.5, weight=700, role="on", anchor="middle")
    return [
        Circle(x=x, y=y, radius=RADIUS, fill="ink", stroke="paper", stroke_width=1.5),
        text,
    ]


def paint_hops(scene: Scene) -> None:
    """Number each hand-over on its flow, where nothing else stands."""
    sightline = scene.chart.sightline
    if sightline is None:
        return
    for link, number in sightline.hops.items():
        if link not in scene.lines:
            continue
        spot = next((s for s in _spots(scene.lines[link]) if _is_free(scene, link, s)), None)
        if spot is None:
            scene.drawing.folded.append(f"{link}: hand-over {number}")
            continue
        x, y = spot
        box = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
        title = f"hand-over {number}, counted from {sightline.part}"
        scene.drawing.add(*hop_sign(spot, number), id=f"hop.{link}", title=title)
        scene.drawing.marks[f"hop {link}"] = box
        scene.room.take(box, link)
        scene.occurs.add("hop")


def _spots(points: list[Point]) -> Iterator[Point]:
    """Yield places on a line: the middle of its longest stretch first, then others."""
    stretches = sorted(
        pairwise(points), key=lambda s: -(abs(s[0][0] - s[1][0]) + abs(s[0][1] - s[1][1]))
    )
    for (x1, y1), (x2, y2) in stretches:
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            yield (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)


def _is_free(scene: Scene, link: str, spot: Point) -> bool:
    x, y = spot
    box = Box(x - RADIUS - 2, y - RADIUS - 2, x + RADIUS + 2, y + RADIUS + 2)
    drawing = scene.drawing
    if any(box.meets(other) for other in (*drawing.nodes.values(), *drawing.marks.values())):
        return False
    return not any(
        box.meets(Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
        for line in drawing.lines
        if line.id != link
        for a, b in pairwise(line.points)
    )


def grey_the_rest(scene: Scene, first: int) -> None:
    """Turn everything but the line of vision grey, and frame the part's own steps."""
    sightline = scene.chart.sightline
    if sightline is None:
        return
    ghost_others(scene.drawing, first, lambda element: _keeps(scene, sightline, element))
    for index in range(first, len(scene.drawing.layers)):
        group = scene.drawing.layers[index]
        if group.id in sightline.own:
            scene.drawing.layers[index] = _framed(group)
    scene.occurs.add("sightline")


def _keeps(scene: Scene, sightline: Sightline, element: str) -> bool:
    ground = element.startswith(("line-of-", "lane.", "hop.")) or element in scene.drawing.lanes
    name = element.removeprefix("flow.").removesuffix(".idle")
    return (
        ground or name in sightline.kept or element in sightline.kept or name in scene.drawing.lanes
    )


def _framed(group: Group) -> Group:
    """Return a part's own step with a thick frame and its name in full ink."""
    return replace(group, shapes=tuple(_strong(shape) for shape in group.shapes))


def _strong(shape: Shape) -> Shape:
    if isinstance(shape, Text):
        return replace(shape, role="ink")
    is_frame = isinstance(shape, Rect | Path) and shape.stroke is not None
    return replace(shape, stroke_width=OWN) if is_frame else shape
