"""Room for texts: a label takes the first place near its owner that nothing else uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from outsidein.chart.drawing import Anchor, Box, Drawing, Label, Point, Text
from outsidein.chart.fonts import text_width

CELL = 64.0
LINE = 1.22  # line height, in sizes


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a label: the first baseline's point and which side of the text it is."""

    x: float
    y: float
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a line of text looks."""

    size: float = 11.5
    weight: int = 400
    role: str = "ink"


Lines = Sequence[tuple[str, Style]]


class Room:
    """What is taken on the page, found quickly by place."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, str]]] = {}

    def take(self, box: Box, owner: str = "") -> None:
        """Mark a box as taken; a label may touch what its own owner takes by that name."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append((box, owner))

    def take_line(self, points: Sequence[Point], width: float = 2.0, owner: str = "") -> None:
        """Mark a line as taken."""
        for a, b in pairwise(points):
            box = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            self.take(box.grown(width / 2), owner)

    def is_free(self, box: Box, gap: float = 1.5) -> bool:
        """Return whether nothing stands in a box."""
        return not any(
            box.meets(taken, gap)
            for cell in _cells(box.grown(gap))
            for taken, _ in self._cells.get(cell, ())
        )


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for i in range(int(box.left // CELL), int(box.right // CELL) + 1):
        for j in range(int(box.top // CELL), int(box.bottom // CELL) + 1):
            yield i, j


def lines_box(lines: Lines, spot: Spot) -> Box:
    """Return the box of lines of text at a spot."""
    width = max(text_width(text, style.size, style.weight) for text, style in lines)
    left = {"start": spot.x, "middle": spot.x - width / 2, "end": spot.x - width}[spot.anchor]
    first, last = lines[0][1].size, lines[-1][1].size
    bottom = spot.y + sum(style.size * LINE for _, style in lines[1:]) + 0.23 * last
    return Box(left, spot.y - 0.77 * first, left + width, bottom)


def texts_at(lines: Lines, spot: Spot) -> list[Text]:
    """Return lines of text at a spot."""
    texts, y = [], spot.y
    for index, (text, style) in enumerate(lines):
        if index:
            y += style.size * LINE
        texts.append(
            Text(x=spot.x, y=y, text=text, size=style.size, weight=style.weight, role=style.role,
                 anchor=spot.anchor)
        )  # fmt: skip
    return texts


def put_label(
    drawing: Drawing, room: Room, owner: str, choices: Iterable[tuple[Lines, Iterable[Spot]]],
    *, within: Box | None = None,
) -> list[Text]:  # fmt: skip
    """Put a label at the first free spot; the last resort is no label, and it is noted.

    ``choices`` are texts with their spots, the best first.
    """
    first = ""
    for lines, spots in choices:
        first = first or " ".join(text for text, _ in lines)
        for spot in spots:
            box = lines_box(lines, spot)
            if within is not None and not is_inside(box, within):
                continue
            if room.is_free(box):
                room.take(Box(box.left - 4, box.top, box.right + 4, box.bottom), owner)
                text = " ".join(t for t, _ in lines)
                drawing.labels.append(Label(box=box, text=text, owner=owner))
                return texts_at(lines, spot)
    drawing.folded.append(f"{owner}: {first}")
    return []


def is_inside(box: Box, within: Box) -> bool:
    """Return whether a box lies within another."""
    return (
        box.left >= within.left and box.right <= within.right
        and box.top >= within.top and box.bottom <= within.bottom
    )  # fmt: skip


def around(spots: Sequence[Spot], reach: float = 40.0) -> list[Spot]:
    """Return spots and then places further and further away from them."""
    found = list(spots)
    step = 6.0
    k = 1
    while k * step <= reach:
        d = k * step
        for spot in spots:
            found += [
                Spot(spot.x + d, spot.y, spot.anchor), Spot(spot.x - d, spot.y, spot.anchor),
                Spot(spot.x, spot.y - d, spot.anchor), Spot(spot.x, spot.y + d, spot.anchor),
            ]  # fmt: skip
            found += [
                Spot(spot.x + right * d, spot.y + down * d, spot.anchor)
                for down in (-1, 1) for right in (1, -1)
            ]  # fmt: skip
        k += 1
    return found
