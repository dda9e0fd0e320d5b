"""One view while it is drawn: its chart, its coordinates, its routes and the room on the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from outsidein.chart.chart import Chart
from outsidein.chart.drawing import Box, Drawing, Point
from outsidein.chart.figures import Figures
from outsidein.chart.labels import Room
from outsidein.chart.lines import simplified
from outsidein.chart.overlay import Overlay
from outsidein.chart.plan import Item, Plan
from outsidein.chart.router import Route
from outsidein.chart.space import Space


@dataclass(slots=True, kw_only=True)
class Scene:
    """Everything the painters share."""

    chart: Chart
    figures: Figures
    plan: Plan
    space: Space
    routes: list[Route]
    drawing: Drawing
    dips: dict[int, int]  # by column: the row that the line of visibility goes below
    promise_level: dict[str, int]
    numbers: dict[str, str]  # of failures and waits, by exit or node
    room: Room = field(default_factory=Room)
    lines: dict[str, list[Point]] = field(default_factory=dict)  # by link
    separators: list[tuple[int, float]] = field(default_factory=list)  # (layer, x)
    occurs: set[str] = field(default_factory=set)  # what the key must explain
    overlay: Overlay | None = None
    band: int = 0  # which of several bands on the page it is

    def lane_key(self, lane: str) -> str:
        """Return the name of a lane of this band among all bands of the page."""
        return f"{lane}~{self.band + 1}" if self.band else lane

    def centre(self, item: Item) -> Point:
        """Return the middle of an item."""
        return (self.space.columns[item.column] + item.dx, self.space.rows[item.row])

    def box(self, item_id: str) -> Box:
        """Return the box of an item."""
        item = self.plan.items[item_id]
        x, y = self.centre(item)
        w, h = item.half_width, item.half_height
        return Box(x - w, y - h, x + w, y + h)

    def polyline(self, route: Route) -> list[Point]:
        """Return the corners of a route."""
        return simplified([(self.space.x(x), self.space.y(y)) for x, y in route.points])

    @property
    def sight(self) -> float:
        """The level of the line of visibility where it does not dip."""
        stages = [i for i, lane in enumerate(self.chart.lanes) if lane.kind == "onstage"]
        return self.space.lane_bottom[stages[0]] if stages else self.space.visibility

    def level_of(self, column: int) -> float:
        """Return the line of visibility's level in a column."""
        row = self.dips.get(column)
        if row is None:
            return self.sight
        if self.chart.kind == "blueprint":
            return self.space.rows[row] + self.plan.below[row] - 6
        return self.space.lane_bottom[self.plan.rows[row].lane]


def sights_of(plan: Plan) -> dict[int, str]:
    """Return the columns in which the customer sees into the company, and down to which lane."""
    deepest: dict[int, int] = {}
    for item in plan.items.values():
        if item.node.in_sight and item.half is None:
            deepest[item.column] = max(deepest.get(item.column, 0), item.row)
    return {c: plan.chart.lanes[plan.rows[row].lane].id for c, row in deepest.items()}


def dips_of(plan: Plan, sights: dict[int, str]) -> dict[int, int]:
    """Return the row that the line of visibility goes below in this view, by column."""
    if plan.chart.kind == "journey":
        return {}
    if plan.chart.kind == "blueprint":
        return _dips_of_blueprint(plan, sights)
    lanes = [plan.chart.lanes[row.lane].id for row in plan.rows]
    last = len(lanes) - 1
    return {column: lanes.index(lane) if lane in lanes else last for column, lane in sights.items()}


def _dips_of_blueprint(plan: Plan, sights: dict[int, str]) -> dict[int, int]:
    """Return the deepest row in sight, the same in columns with no wall between them."""
    found: dict[int, int] = {}
    for item in plan.items.values():
        if item.node.in_sight and item.half is None:
            found[item.column] = max(found.get(item.column, 0), item.row)
    for column in sorted(found):
        if column - 1 in found and sights.get(column) == sights.get(column - 1):
            deepest, left = max(found[column], found[column - 1]), column
            while left in found and sights.get(left) == sights.get(column):
                found[left], left = deepest, left - 1
    return found
