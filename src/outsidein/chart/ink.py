"""Lines on the grid: where a route bends, named by column, gutter, row and track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

XKind = Literal["column", "gutter"]
YKind = Literal["row", "upper", "lower"]


@dataclass(slots=True, eq=False)
class Track:
    """A stretch of a gutter or of a lane's track that one route has for itself."""

    index: int  # of the gutter, or of the row
    low: float
    high: float
    route: str
    target: str
    bundle: str = ""  # tracks of one bundle may lie on each other: they start together
    slot: int = 0
    before: float = 0.0  # where the route comes from, and where it goes on, across the track
    after: float = 0.0
    starts_low: bool = True


@dataclass(frozen=True, slots=True)
class X:
    """A vertical line: in a column with an offset from its centre, or in a gutter."""

    kind: XKind
    index: int
    offset: float = 0.0
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Y:
    """A horizontal line: through a row with an offset, or on an upper or lower track."""

    kind: YKind
    index: int
    offset: float = 0.0
    track: Track | None = None


Points = list[tuple[X, Y]]
