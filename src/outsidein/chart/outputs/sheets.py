"""A long drawing on several sheets: one a band, all of one size, each with the title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from outsidein.chart.drawing import (
    Box,
    Circle,
    Drawing,
    Group,
    Label,
    Path,
    Point,
    Polygon,
    Rect,
    Shape,
    Text,
)
from outsidein.chart.outputs.outline import extent, outline

FOOT = 20.0  # below what stands lowest on a sheet


def sheets(drawings: Iterable[Drawing]) -> list[Drawing]:
    """Return a drawing a page or slide: those of several bands are cut between their bands."""
    return [sheet for drawing in drawings for sheet in _cut(drawing)]


def _cut(drawing: Drawing) -> Iterator[Drawing]:
    bands = drawing.bands
    if len(bands) < 2:
        yield drawing
        return
    cuts = [(above.bottom + below.top) / 2 for above, below in pairwise(bands)]
    head, tops = bands[0].top, [bands[0].top, *cuts]
    ends = [*cuts, drawing.height]
    height = max(
        end - band.top + head for band, end in zip(bands, ends, strict=True)
    ) + FOOT  # fmt: skip
    for number, (band, top, end) in enumerate(zip(bands, tops, ends, strict=True)):
        yield _sheet(
            drawing, head, Box(0, top, drawing.width, end), head - band.top, height, number
        )


def _sheet(
    drawing: Drawing, head: float, part: Box, by: float, height: float, number: int
) -> Drawing:
    """Return what stands in a part of a drawing, moved up below the drawing's title."""

    def here(y: float) -> bool:
        return part.top <= y < part.bottom

    page = Rect(x=0, y=0, width=drawing.width, height=height, fill="paper")
    layers = [Group(shapes=(page,))]
    for group in drawing.layers:
        box = _around(group.shapes)
        middle = (box.top + box.bottom) / 2 if box else 0.0
        if box is None or box.bottom - box.top >= drawing.height - 1:
            continue  # nothing, or the page
        if middle < head:
            layers.append(group if number == 0 else replace(group, id=""))
        elif here(middle):
            shapes = tuple(_moved(shape, by) for shape in group.shapes)
            layers.append(replace(group, shapes=shapes))
    return replace(
        drawing, height=height, layers=layers, bands=[],
        nodes={one: _down(box, by) for one, box in drawing.nodes.items() if here(box.top)},
        lanes={one: _down(box, by) for one, box in drawing.lanes.items() if here(box.top)},
        marks={one: _down(box, by) for one, box in drawing.marks.items() if here(box.top)},
        lines=[
            replace(line, points=tuple(_lower(point, by) for point in line.points))
            for line in drawing.lines if here(line.points[0][1])
        ],
        labels=[_label(label, by) for label in drawing.labels if here(label.box.top)],
    )  # fmt: skip


def _around(shapes: Iterable[Shape]) -> Box | None:
    boxes = [_box(shape) for shape in shapes]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes), min(box.top for box in boxes),
        max(box.right for box in boxes), max(box.bottom for box in boxes),
    )  # fmt: skip


def _box(shape: Shape) -> Box:
    if isinstance(shape, Text):
        return Box(shape.x, shape.y - shape.size, shape.x, shape.y)
    if isinstance(shape, Rect):
        return Box(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
    if isinstance(shape, Circle):
        return Box(shape.x, shape.y, shape.x, shape.y).grown(shape.radius)
    return extent(outline(shape))


def _moved(shape: Shape, by: float) -> Shape:
    if isinstance(shape, Path):
        x, y = shape.at or (0.0, 0.0)
        return replace(shape, at=(x, y + by))
    if isinstance(shape, Polygon):
        corners = [pair.split(",") for pair in shape.points.split()]
        return replace(shape, points=" ".join(f"{x},{float(y) + by:.1f}" for x, y in corners))
    return replace(shape, y=shape.y + by)


def _lower(point: Point, by: float) -> Point:
    return (point[0], point[1] + by)


def _down(box: Box, by: float) -> Box:
    return Box(box.left, box.top + by, box.right, box.bottom + by)


def _label(label: Label, by: float) -> Label:
    return replace(label, box=_down(label.box, by))
