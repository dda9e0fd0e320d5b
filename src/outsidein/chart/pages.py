"""A process too long for a page: several bands below one another, the same lanes in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from outsidein.chart.breaks import breaks
from outsidein.chart.chart import Chart, Node
from outsidein.chart.continuations import Crossing, bands_of, crossings
from outsidein.chart.cutting import Band, cut_out
from outsidein.chart.drawing import Box, Drawing, Text
from outsidein.chart.figures import Figures
from outsidein.chart.frame import WITH_RULER, finish
from outsidein.chart.layout import Columns, columns_on, layout, new_drawing, paint, scene_of
from outsidein.chart.overlay import Overlay
from outsidein.chart.plan import plan
from outsidein.chart.ruler import height_of_ruler, paint_ruler, scales_of
from outsidein.chart.scene import Scene
from outsidein.chart.space import LANES_TOP, walls

BETWEEN = 84.0  # from one band to the lanes of the next


def layout_bands(
    chart: Chart,
    departments: Chart,
    made: Columns,
    figures: Figures | None,
    most: int,
    overlay: Overlay | None = None,
) -> Drawing:
    """Return the drawing of a view in bands of at most ``most`` columns each.

    ``departments`` is the view on whose columns all others stand: it decides the breaks, so that
    every view of a process breaks at the same places.
    """
    ranges = breaks(departments, made.placement, most)
    if len(ranges) < 2:
        return layout(chart, made, figures, overlay)
    chart = overlay.adapt(chart) if overlay is not None else chart
    band_of = {c: k for k, (first, end) in enumerate(ranges) for c in range(first, end)}
    bands = bands_of(chart, made.placement, band_of)
    crossed = crossings(chart, made.placement, bands)
    drawing = new_drawing(chart, made.numbers)
    scenes: list[Scene] = []
    top = LANES_TOP
    for number in range(len(ranges)):
        band = cut_out(chart, made.placement, bands, number, crossed, _elsewhere(chart))
        own = columns_of(band, made)
        scene = scene_of(band.chart, own, figures or Figures(), drawing, top=top, band=number)
        scene.overlay = overlay
        scenes.append(scene)
        top = scene.space.bottom + height_of_ruler(scene) + BETWEEN
    right = max(scene.space.right for scene in scenes)
    scales, bottom = scales_of(scenes), 0.0
    for scene in scenes:
        scene.space.right = right
        paint(scene)
        text = f"{scene.band + 1} of {len(ranges)}"
        drawing.add(Text(x=40, y=scene.space.top - 14, text=text, size=13, role="muted"))
        bottom, above = scene.space.bottom, scene.space.top - 32
        if chart.kind in WITH_RULER:
            part = "" if scene is scenes[-1] else "in this band"
            bottom = paint_ruler(scene, bottom, scales, part=part)
        drawing.bands.append(Box(0, above, right, bottom))
    finish(page_of(scenes, chart, made), bottom)
    return drawing


def columns_of(band: Band, made: Columns) -> Columns:
    """Return a band's own columns, with the numbers and dips of the whole."""
    own = columns_on(band.placement, band.chart)
    sights = {band.column[c]: lane for c, lane in made.sights.items() if c in band.column}
    for column in range(1, len(band.placement.phases) - 1):  # a tag's, between two in sight
        if column not in band.column.values() and {column - 1, column + 1} <= set(sights):
            sights[column] = sights[column - 1]
    return replace(
        own, sights=sights, walls=walls(band.placement.phases, sights), numbers=made.numbers
    )


def _elsewhere(chart: Chart) -> Callable[[Crossing, bool], str]:
    def name(crossing: Crossing, onwards: bool) -> str:
        end = crossing.link.target if onwards else crossing.link.source
        word, number = ("to", crossing.last) if onwards else ("from", crossing.first)
        return f"{word} {number + 1}: {partner_name(chart.nodes[end])}"

    return name


def partner_name(node: Node) -> str:
    """Return what stands at a tag: the step at the other end, a block as what it is."""
    if node.kind == "gateway" and not node.text:
        return {"all": "all branches", "some": "some branches"}.get(node.sign or "", "a decision")
    return node.text


def page_of(scenes: list[Scene], chart: Chart, made: Columns) -> Scene:
    """Return the whole page as one scene, for the key and what stands around the bands."""
    last = scenes[-1]
    tags = {n.id: n for scene in scenes for n in scene.chart.nodes.values() if n.kind == "tag"}
    whole = plan(chart, made.placement)
    return replace(
        last, chart=replace(chart, nodes=chart.nodes | tags), plan=whole,
        routes=[route for scene in scenes for route in scene.routes],
        occurs={name for scene in scenes for name in scene.occurs},
    )  # fmt: skip
