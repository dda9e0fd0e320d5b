"""The outlines of nodes: circles, diamonds, boxes with and without round corners."""

import math
from dataclasses import dataclass

from benchmarks.layout.lines import Box, Point, centre, clamped, to_segment

ROUND_CORNER = 10.0  # of activities, as bpmn-js draws them
_STEPS = 40  # of a search that keeps two thirds of its range each time


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A convex shape, the same left and right, and above and below, of its middle."""

    form: str  # circle, diamond, round (a box with round corners) or box
    box: Box

    @property
    def centre(self) -> Point:
        """Its middle."""
        return centre(self.box)

    @property
    def size(self) -> float:
        """The smaller of width and height."""
        return min(self.box[2:])

    def distance(self, point: Point) -> float:
        """Distance of a point from the outline, negative inside."""
        cx, cy = self.centre
        x, y = abs(point[0] - cx), abs(point[1] - cy)
        half_width, half_height = self.box[2] / 2, self.box[3] / 2
        if self.form == "circle":
            return math.hypot(x, y) - self.size / 2
        if self.form == "diamond":
            within = x * half_height + y * half_width <= half_width * half_height
            away = to_segment((x, y), (half_width, 0), (0, half_height))
            return -away if within else away
        corner = min(ROUND_CORNER, self.size / 2) if self.form == "round" else 0.0
        over_x, over_y = x - half_width + corner, y - half_height + corner
        outer = math.hypot(max(over_x, 0), max(over_y, 0))
        return outer + min(max(over_x, over_y), 0) - corner

    def normal(self, point: Point) -> Point:
        """The way out of the shape at a point of its outline, of length 1."""
        x, y = point
        dx = self.distance((x + 0.5, y)) - self.distance((x - 0.5, y))
        dy = self.distance((x, y + 0.5)) - self.distance((x, y - 0.5))
        length = math.hypot(dx, dy) or 1.0
        return dx / length, dy / length

    def deepest(self, a: Point, b: Point) -> float:
        """The least distance along a leg: it is a convex function, so thirds find it."""

        def at(t: float) -> float:
            return self.distance((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))

        low, high = 0.0, 1.0
        for _ in range(_STEPS):
            one, two = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, two) if at(one) <= at(two) else (one, high)
        return min(at((low + high) / 2), at(0.0), at(1.0))

    def gap(self, box: Box) -> float:
        """Distance of a box from the shape, negative by as much as it enters it.

        Distance grows with |x| and with |y| from the middle, so the point of the box that is
        nearest in both is the nearest.
        """
        return self.distance(clamped(self.centre, box))
