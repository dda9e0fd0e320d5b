"""What is to be drawn on one plane, as values: bands, nodes and lines, none of them placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["event", "gateway", "activity", "data", "note", "open"]
LineKind = Literal["sequence", "message", "link"]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """An event on the border of an activity; ``names`` are the sizes its name may take, px."""

    key: str
    width: float
    height: float
    names: tuple[Size, ...] = ()

    @property
    def label(self) -> Size:
        """The size its name has at best, px."""
        return self.names[0] if self.names else (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something that stands in a cell; an "open" one is where a line begins or ends at nothing.

    ``band`` is the number of the leaf band it must stand in.

    ``inner`` is what an expanded sub-process holds · ``names`` the sizes, px, that a name beside it
    may take.
    """

    key: str
    kind: NodeKind
    width: float
    height: float
    band: int = 0
    names: tuple[Size, ...] = ()
    attached: tuple[Attached, ...] = ()
    inner: Scene | None = None

    @property
    def label(self) -> Size:
        """The size its name has at best, px."""
        return self.names[0] if self.names else (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that joins two nodes, boundary events or pools; ``names`` as of nodes."""

    key: str
    kind: LineKind
    source: str
    target: str
    names: tuple[Size, ...] = ()

    @property
    def label(self) -> Size:
        """The size its name has at best, px."""
        return self.names[0] if self.names else (0.0, 0.0)


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

    @property
    def frame(self) -> str | None:
        """The key under which the edges of a pool are known; None if it has no edge of its own."""
        if self.closed or (self.key is None and not self.bands):
            return None
        return self.key or self.bands[0].key

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

    def band_keys(self) -> set[str]:
        """Return the keys of all pools and lanes."""
        found, waiting = set(), list(self.bands)
        while waiting:
            band = waiting.pop()
            waiting += band.bands
            if band.key is not None:
                found.add(band.key)
        return found
