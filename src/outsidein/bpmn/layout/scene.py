"""What is to be drawn on one plane, as values: bands, nodes and lines, none of them placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["event", "gateway", "activity", "data", "note"]
LineKind = Literal["sequence", "message", "link"]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """An event on the border of an activity; ``label`` is the size of its name, px."""

    key: str
    width: float
    height: float
    label: Size = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something that stands in a cell; ``band`` is the number of the leaf band it must stand in.

    ``inner`` is what an expanded sub-process holds · ``label`` the size of a name beside it, px.
    """

    key: str
    kind: NodeKind
    width: float
    height: float
    band: int = 0
    label: Size = (0.0, 0.0)
    attached: tuple[Attached, ...] = ()
    inner: Scene | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that joins two nodes, boundary events or pools; ``label`` is its name's size."""

    key: str
    kind: LineKind
    source: str
    target: str
    label: Size = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A pool or a lane; a pool without contents is closed, one without a key has no frame.

    ``leaf`` is the number of a band that holds nodes itself, -1 of one that holds bands ·
    ``title`` the least height in which its name can be read along its edge, px.
    """

    key: str | None
    kind: Literal["pool", "lane"]
    bands: tuple[Band, ...] = ()
    leaf: int = -1
    closed: bool = False
    title: float = 0.0

    def leaves(self) -> list[Band]:
        """Return the bands within that hold no others, from the top down."""
        if not self.bands:
            return [self]
        return [leaf for band in self.bands for leaf in band.leaves()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that one plane or one expanded sub-process shows.

    ``loose`` are lines with an end that is no node of this scene: drawn at the very end.
    """

    bands: tuple[Band, ...]
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    groups: tuple[str, ...] = ()

    def leaves(self) -> list[Band]:
        """Return the bands that hold nodes, from the top down."""
        return [leaf for band in self.bands for leaf in band.leaves()]
