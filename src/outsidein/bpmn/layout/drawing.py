"""A finished layout: where everything lies, in px."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The greatest x."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The greatest y."""
        return self.y + self.height

    @property
    def middle(self) -> Spot:
        """The point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Box:
        """Return the rectangle elsewhere."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def hits(self, other: Box, margin: float = 0.0) -> bool:
        """Whether two rectangles overlap or come nearer than a margin."""
        return (
            self.x < other.right + margin and other.x < self.right + margin
            and self.y < other.bottom + margin and other.y < self.bottom + margin
        )  # fmt: skip

    def holds(self, other: Box) -> bool:
        """Whether another rectangle lies inside."""
        return (
            self.x <= other.x and other.right <= self.right
            and self.y <= other.y and other.bottom <= self.bottom
        )  # fmt: skip

    def crossed(self, a: Spot, b: Spot, margin: float = 0.0) -> bool:
        """Whether a level or upright stretch passes through the rectangle or near it."""
        return (
            min(a[0], b[0]) < self.right + margin and max(a[0], b[0]) > self.x - margin
            and min(a[1], b[1]) < self.bottom + margin and max(a[1], b[1]) > self.y - margin
        )  # fmt: skip


@dataclass(kw_only=True)
class Drawing:
    """Boxes of bands and nodes, corners of lines, boxes of names, each by key."""

    boxes: dict[str, Box] = field(default_factory=dict)
    routes: dict[str, list[Spot]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    def add(self, other: Drawing, dx: float, dy: float) -> None:
        """Take in a drawing at a place."""
        self.boxes.update({k: box.moved(dx, dy) for k, box in other.boxes.items()})
        self.labels.update({k: box.moved(dx, dy) for k, box in other.labels.items()})
        self.routes.update({
            k: [(x + dx, y + dy) for x, y in points] for k, points in other.routes.items()
        })  # fmt: skip


def straight(points: Iterable[Spot]) -> list[Spot]:
    """Drop points that stand twice or lie on a straight stretch."""
    found: list[Spot] = []
    for point in points:
        if found and abs(point[0] - found[-1][0]) + abs(point[1] - found[-1][1]) < 0.01:
            continue
        if len(found) > 1 and any(
            abs(found[-2][k] - found[-1][k]) < 0.01 and abs(found[-1][k] - point[k]) < 0.01
            for k in (0, 1)
        ):
            found[-1] = point
            continue
        found.append(point)
    return found
