"""One view while it is drawn: its chart, its coordinates, its routes and the room on the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from outsidein.chart.chart import Chart
from outsidein.chart.drawing import Box, Drawing, Point
from outsidein.chart.figures import Figures
from outsidein.chart.labels import Room
from outsidein.chart.lines import simplified
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
    occurs: set[str] = field(default_factory=set)  # what the key must explain

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

    def level_of(self, column: int) -> float:
        """Return the line of visibility's level in a column."""
        row = self.dips.get(column)
        if row is None:
            return self.space.visibility
        return self.space.lane_bottom[self.plan.rows[row].lane]


def dips_of(plan: Plan) -> dict[int, int]:
    """Return the columns in which the customer sees into the company, and how deep."""
    found: dict[int, int] = {}
    for item in plan.items.values():
        if item.node.in_sight and item.half is None:
            found[item.column] = max(found.get(item.column, 0), item.row)
    return found
