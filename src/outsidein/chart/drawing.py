"""A finished drawing: shapes with places, and the boxes and lines that a program may ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Return whether two boxes come nearer than a gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def grown(self, by: float) -> Box:
        """Return the box with a margin."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path; with ``at`` its commands are relative to that point."""

    commands: str
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    dash: str = ""
    at: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon:
    """A polygon."""

    points: str
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text on a baseline."""

    x: float
    y: float
    text: str
    size: float
    weight: int = 400
    role: str = "ink"
    anchor: Anchor = "start"


Shape = Rect | Circle | Path | Polygon | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shapes that belong together: an element of the model, with its address as id."""

    shapes: tuple[Shape, ...]
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text beside something: its box must stay free of everything else."""

    box: Box
    text: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The centre line of a route or a rail, as drawn."""

    points: tuple[Point, ...]
    kind: str
    source: str
    target: str
    id: str = ""


@dataclass(slots=True, kw_only=True)
class Drawing:
    """A picture with everything in its place.

    ``layers`` are painted in order; ``nodes`` are the boxes of nodes and halves by id, ``lanes``
    the bands by id, ``lines`` every flow and rail, ``labels`` every text that stands free;
    ``kinds`` are the kinds of nodes by id (half, step, back, gateway, start, end, timer, consult) ·
    ``main`` the nodes of the main way ·
    ``folded`` are the texts that found no room and are only in the tooltips · ``numbers`` the
    numbers of failures and waits, by mark · ``bands`` the boxes of the bands of a page, if there
    are several: a page may break between them.
    """

    width: float
    height: float
    title: str
    description: str
    layers: list[Group] = field(default_factory=list)
    nodes: dict[str, Box] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    marks: dict[str, Box] = field(default_factory=dict)
    folded: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    main: frozenset[str] = frozenset()
    bands: list[Box] = field(default_factory=list)

    def add(self, *shapes: Shape, id: str = "", title: str = "") -> None:  # noqa: A002
        """Paint shapes on top of what is there."""
        self.layers.append(Group(shapes=shapes, id=id, title=title))
