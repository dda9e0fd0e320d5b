"""Ways on lines, as the search leaves them, cut into pieces that can be moved aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from outsidein.bpmn.layout.board import COL, COUNT, ROW, XS, YS
from outsidein.bpmn.layout.grid import Grid
from outsidein.bpmn.layout.scene import Line

Point = tuple[int, int]


@dataclass(kw_only=True, eq=False)
class Piece:
    """One straight stretch of a way: on ``line``, from ``low`` to ``high`` of the other lines.

    ``turns`` say to which side the way goes on at its low and its high end (-1, 1; 0: it docks) ·
    ``docks`` are the keys at which it docks, low end first · ``aside`` is how far it is moved off
    the middle of its line, px.
    """

    way: Way
    upright: bool
    line: int
    low: int
    high: int
    turns: tuple[int, int] = (0, 0)
    docks: tuple[str | None, str | None] = (None, None)
    aside: float = 0.0


@dataclass(kw_only=True, eq=False)
class Way:
    """The way of one line of the scene, by its corners."""

    line: Line
    corners: list[Point]
    pieces: list[Piece] = field(default_factory=list)


@dataclass(kw_only=True)
class Plan:
    """The result of the search without its empty columns and rows.

    ``cells`` (column, row) by node · ``rows`` the rows of the board that are left.
    """

    grid: Grid
    cells: list[Point]
    columns: int
    rows: list[int]
    ways: list[Way]


def plan_of(grid: Grid) -> Plan:
    """Read a board; only columns and rows that hold something keep a number."""
    board, lines = grid.board, grid.lines
    columns = sorted(set(board.i[COL, : board.nodes].tolist()))
    used = set(board.i[ROW, : board.nodes].tolist())
    rows = [r for r, high in enumerate(grid.rows.bar) if high >= 0 or r in used]
    xs = _dense({c: k for k, c in enumerate(columns)}, board.taken.shape[0])
    ys = _dense({r: k for k, r in enumerate(rows)}, board.taken.shape[1])
    ways = []
    for f, line in enumerate(lines):
        n = int(board.i[COUNT, f])
        points = zip(
            board.i[XS : XS + n, f].tolist(), board.i[YS : YS + n, f].tolist(), strict=True
        )
        corners = _without_idle([(xs[x], ys[y]) for x, y in points])
        ways.append(Way(line=line, corners=corners))
    cells = [
        (xs[2 * c + 1] // 2, ys[2 * r + 1] // 2)
        for c, r in board.i[: ROW + 1, : board.nodes].T.tolist()
    ]
    for way in ways:
        way.pieces = _pieces(way)
    return Plan(grid=grid, cells=cells, columns=len(columns), rows=rows, ways=ways)


def _dense(new: dict[int, int], many: int) -> list[int]:
    lines, before = [], 0
    for c in range(many):
        lines.append(before)
        if c in new:
            lines.append(2 * new[c] + 1)
            before = 2 * new[c] + 2
        else:
            lines.append(before)
    return [*lines, before]


def _without_idle(points: Sequence[Point]) -> list[Point]:
    """Drop points that stand twice or lie on a straight stretch."""
    found: list[Point] = []
    for point in points:
        if found and point == found[-1]:
            continue
        if len(found) > 1 and any(found[-2][k] == found[-1][k] == point[k] for k in (0, 1)):
            found[-1] = point
            continue
        found.append(point)
    return found


def _pieces(way: Way) -> list[Piece]:
    found, points = [], way.corners
    for k in range(len(points) - 1):
        upright = points[k][0] == points[k + 1][0]
        along = 1 if upright else 0
        turns = [0, 0]
        docks: list[str | None] = [None, None]
        for end, beyond in ((k, k - 1), (k + 1, k + 2)):
            other = k + 1 if end == k else k
            at = 0 if points[end][along] < points[other][along] else 1
            if 0 <= beyond < len(points):
                turns[at] = 1 if points[beyond][1 - along] > points[end][1 - along] else -1
            else:
                docks[at] = way.line.source if end == 0 else way.line.target
        low, high = sorted((points[k][along], points[k + 1][along]))
        found.append(Piece(
            way=way, upright=upright, line=points[k][1 - along], low=low, high=high,
            turns=(turns[0], turns[1]), docks=(docks[0], docks[1]),
        ))  # fmt: skip
    return found
