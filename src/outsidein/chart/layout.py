"""From a chart to a drawing: place, route, measure, paint."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.chart.boxes import paint_boxes
from outsidein.chart.chart import Chart, Link
from outsidein.chart.columns import Placement, place
from outsidein.chart.drawing import Box, Drawing
from outsidein.chart.figures import Figures
from outsidein.chart.flows import paint_flows
from outsidein.chart.frame import finish
from outsidein.chart.ground import (
    paint_automation,
    paint_ground,
    paint_separators,
    paint_visibility,
)
from outsidein.chart.hops import grey_the_rest, paint_hops
from outsidein.chart.journey_rows import paint_journey
from outsidein.chart.marks import paint_marks
from outsidein.chart.overlay import Overlay
from outsidein.chart.plan import Item, Plan, Sizes, plan, sizes_of
from outsidein.chart.router import Route, Router, provisional
from outsidein.chart.scene import Scene, dips_of, sights_of
from outsidein.chart.space import LANES_TOP, Demand, demand, joined, space, walls
from outsidein.chart.spans import paint_spans, promise_levels
from outsidein.chart.stage import paint_evidence, paint_parts, paint_stage
from outsidein.chart.tags import paint_tags
from outsidein.chart.tracks import TrackKey, assign


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A view with its routes, before the coordinates."""

    plan: Plan
    routes: list[Route]
    slots: dict[TrackKey, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a process, computed once: every view stands on them.

    ``sizes`` and ``demand`` suit the fullest of the views · ``walls`` are the gutters with a
    phase separator or a wall of the dip · ``sights``: the lane that the line of visibility goes
    below, by column · ``numbers`` of failures and waits, by mark.
    """

    placement: Placement
    sizes: Sizes
    demand: Demand
    walls: tuple[bool, ...]
    sights: dict[int, str]
    numbers: dict[str, str]
    levels: dict[str, int]


def columns(chart: Chart, *others: Chart) -> Columns:
    """Return the columns of a process from its departments view.

    ``others`` are further views of it: a gutter gets the room that the fullest of them needs.
    """
    return columns_on(place(chart), chart, *others)


def columns_on(placement: Placement, chart: Chart, *others: Chart) -> Columns:
    """Return the columns of views whose nodes have their cells already."""
    plans = [plan(one, placement) for one in (chart, *others)]
    sizes = sizes_of(plans)
    sights = sights_of(plans[0])
    demands = [_demand(made, sizes) for made in plans]
    return Columns(
        placement=placement, sizes=sizes, demand=joined(demands), sights=sights,
        walls=walls(placement.phases, sights), numbers=_numbers(chart, plans[0]),
        levels=promise_levels(chart, plans[0]),
    )  # fmt: skip


def _demand(made: Plan, sizes: Sizes) -> Demand:
    made.grow(sizes)
    routed = route(made)
    return demand(routed.slots, made)


def route(made: Plan) -> Routed:
    """Lay every link of a view, in the order of importance."""
    chart, coordinates = made.chart, provisional(made)
    router = Router(plan=made, place=coordinates)
    for span in chart.promises:
        for end in (span.first, span.last):
            if end in made.items:
                router.reserve(end, "T")
    for item in made.items.values():
        if item.node.act_of is not None and item.half is None and item.shape == "box":
            router.reserve(item.id, "T")
    for link in sorted(chart.links, key=lambda link: _turn(link, made)):
        ends = _ends(link, made)
        if ends is not None:
            router.lay(link, *ends)
    slots = assign(router.routes, coordinates)
    return Routed(plan=made, routes=router.routes, slots=slots)


def _ends(link: Link, made: Plan) -> tuple[Item, Item] | None:
    """Return the items a link joins: the part's halves if the other end is a part's too."""
    if link.source not in made.items or link.target not in made.items:
        return None
    source, target = made.items[link.source], made.items[link.target]
    near = abs(source.column - target.column) < 2
    if link.kind == "wait" and near and not made.chart.waits_bend:
        return None  # too short a line to say anything
    if link.kind == "noticed":
        cause = next(mark for mark in made.chart.exits if mark.id == link.exit)
        return made.items.get(cause.half or "", source), target
    if link.exit is not None:
        if link.exit not in made.feet:
            return None
        source = made.items[made.feet[link.exit][0]]
    elif not made.of_customer(target.row):
        source = _half(made, source)
    if not made.of_customer(source.row):
        target = _half(made, target)
    return source, target


def _half(made: Plan, item: Item) -> Item:
    halves = [h.id for h in item.node.halves if h.id in made.items]
    if item.half is None and len(halves) == 1 and len(item.node.halves) == 1:
        return made.items[halves[0]]
    return item


def _turn(link: Link, made: Plan) -> tuple[int, float, int, str]:
    """Order the laying: row 1, detours, hand-overs, waits, loops, exits; likely ones first."""
    source, target = made.items.get(link.source), made.items.get(link.target)
    if source is None or target is None:
        return (9, 0.0, 0, link.id)
    distance = abs(source.column - target.column)
    same = source.row == target.row
    is_main = link.source in made.chart.main and link.target in made.chart.main
    if link.kind in ("noticed", "consult"):
        turn = 8 if link.kind == "noticed" else 7
    elif link.exit is not None:
        turn = 6
    elif link.back:
        turn = 5
    elif link.kind == "wait":
        turn = 4
    elif same and is_main:
        turn = 0
    elif same:
        turn = 1
    elif made.of_customer(source.row) and made.of_customer(target.row):
        turn = 2
    else:
        turn = 3
    share = link.weight if link.weight is not None else link.share
    merit = -(share or 0.0) if turn in (3, 4) else 0.0
    if turn == 4 and is_main:
        merit -= 2.0
    return (turn, merit, distance, link.id)


def layout(
    chart: Chart, made: Columns, figures: Figures | None = None, overlay: Overlay | None = None
) -> Drawing:
    """Return the drawing of a view on the columns of its process, perhaps with an overlay."""
    chart = overlay.adapt(chart) if overlay is not None else chart
    drawing = new_drawing(chart, made.numbers)
    scene = scene_of(chart, made, figures or Figures(), drawing)
    scene.overlay = overlay
    paint(scene)
    finish(scene)
    return drawing


def new_drawing(chart: Chart, numbers: dict[str, str]) -> Drawing:
    """Return an empty drawing of a view."""
    drawing = Drawing(width=0, height=0, title=chart.title, description=_description(chart))
    drawing.numbers, drawing.main = numbers, chart.main
    return drawing


def scene_of(
    chart: Chart, made: Columns, figures: Figures, drawing: Drawing, *,
    top: float = LANES_TOP, band: int = 0,
) -> Scene:  # fmt: skip
    """Return a view with its routes and coordinates, to be painted into a drawing.

    ``top``: where its lanes begin · ``band``: its number among several on a page, from 0.
    """
    planned = plan(chart, made.placement)
    planned.grow(made.sizes)
    routed = route(planned)
    levels = max([0, *(level + 1 for level in made.levels.values())])
    asked = made.demand
    if chart.kind == "journey":  # no flows: only the gutters are as in the other views
        levels, asked = 0, Demand(gutters=asked.gutters)
    spaces = space(planned, routed.slots, asked, list(made.walls), levels, top)
    return Scene(
        chart=chart, figures=figures, plan=planned, space=spaces, routes=routed.routes,
        drawing=drawing, dips=dips_of(planned, made.sights), promise_level=made.levels,
        numbers=made.numbers, band=band,
    )  # fmt: skip


def paint(scene: Scene) -> None:
    """Paint the lanes with all that stands in them; their surroundings are left to `finish`."""
    paint_ground(scene)
    if scene.chart.kind == "journey":
        paint_journey(scene)
    else:
        _paint_process(scene)
    paint_separators(scene)
    if scene.overlay is not None:
        scene.overlay.tint(scene)


def _paint_process(scene: Scene) -> None:
    first = len(scene.drawing.layers)
    paint_evidence(scene)
    paint_stage(scene)
    paint_flows(scene)
    paint_automation(scene)
    paint_visibility(scene)
    paint_spans(scene)
    paint_boxes(scene)
    paint_marks(scene)
    paint_hops(scene)
    spaces = scene.space
    scene.room.take(Box(0, spaces.bottom, spaces.right, spaces.bottom + 64))
    scene.room.take(Box(0, 0, spaces.right, spaces.top + scene.chart.head))
    paint_parts(scene)
    if scene.overlay is not None:
        scene.overlay.mark(scene)
    paint_tags(scene)
    grey_the_rest(scene, first)


def _description(chart: Chart) -> str:
    """Say in words what the picture shows, for those who do not see it."""
    nodes = chart.nodes.values()
    encounters = sum(bool(node.halves) for node in nodes)
    hidden = sum(node.kind == "back" for node in nodes)
    if chart.journey is not None:
        rows = ", ".join(lane.name for lane in chart.lanes)
        return (
            f"Journey of the {chart.customer} in {_count(len(chart.nodes), 'step')}. Rows: {rows}."
        )
    said = [f"Swimlane chart with the {chart.customer} on top."]
    if encounters:
        said.append(
            f"{_count(encounters, 'encounter')} with the company cross the line of visibility."
        )
    if hidden:
        said.append(f"{_count(hidden, 'step')} stand behind it.")
    said.append("Lanes: " + ", ".join(lane.name for lane in chart.lanes) + ".")
    return " ".join(said)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _numbers(chart: Chart, made: Plan) -> dict[str, str]:
    """Number failures and waits by column, then from top to bottom."""
    found: dict[str, str] = {}
    solid = []
    for mark in chart.exits:
        item = made.items.get(mark.half or "") or made.items.get(mark.node)
        if mark.kind == "fail" and mark.notices is None and item is not None:
            solid.append((item.column, item.row, mark.id))
    for number, (_, _, mark_id) in enumerate(sorted(solid), start=1):
        found[mark_id] = f"F{number}"
    for mark in chart.exits:
        if mark.notices is not None:
            found[mark.id] = found.get(mark.notices, "F")
    waits = [(i.column, i.row, i.id) for i in made.items.values() if i.half is None and i.node.wait]
    waits += [
        (made.items[link.source].column, made.items[link.source].row, link.id)
        for link in chart.links
        if link.wait and link.source in made.items and link.target in made.items
    ]
    for number, (_, _, item_id) in enumerate(sorted(waits), start=1):
        found[item_id] = f"W{number}"
    return found
