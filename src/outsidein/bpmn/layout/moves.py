"""The search itself: nodes change cells as long as the drawing gets better, and a bit beyond."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np

from outsidein.bpmn.layout.board import (
    BOTTOM,
    COL,
    COUNT,
    CX,
    CY,
    LANE,
    LEFT,
    POINTS,
    RECOUNT,
    RIGHT,
    ROW,
    SETTLE,
    TOP,
    XS,
    YS,
    Board,
)  # fmt: skip
from outsidein.bpmn.layout.grid import Grid
from outsidein.bpmn.layout.search import attempt

SEED = 20_26  # of no meaning, and the same for every file: the same input, the same picture
HOT, COLD = 2.0, 0.05
Move = tuple[list[int], list[int], list[int]]


class Search:
    """Anneals one board: the same moves for the same scene, always."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.board = grid, grid.board
        self.many = len(grid.nodes)
        self.draw = random.Random(SEED).random  # noqa: S311
        self.col: list[int] = self.board.i[COL, : self.many].tolist()
        self.row: list[int] = self.board.i[ROW, : self.many].tolist()
        rows = grid.rows
        self.low = [rows.first[node.band] for node in grid.nodes]
        self.high = [rows.first[node.band] + 2 * rows.room[node.band] for node in grid.nodes]
        self.at = {(c, r): i for i, (c, r) in enumerate(zip(self.col, self.row, strict=True))}
        self.pool = self._pools()
        self.partners: list[list[int]] = [[] for _ in range(self.many)]
        self.flows: list[list[int]] = [[] for _ in range(self.many)]
        for f, line in enumerate(grid.lines):
            i, j = grid.index.get(line.source, -1), grid.index.get(line.target, -1)
            for one, other in ((i, j), (j, i)):
                if one >= 0:
                    self.flows[one].append(f)
                    if other >= 0 and other != one:
                        self.partners[one].append(other)
        self.cost = 0.0
        self._all(SETTLE)
        self._all(SETTLE)

    def _all(self, what: int) -> None:
        none = np.zeros(0, dtype=np.int64)
        self.cost = attempt(self.board, none, none, none, what, 0.0, 0.0)

    def _pools(self) -> list[int]:
        pool_of = {leaf.leaf: k for k, pool in enumerate(self.grid.scene.bands)
                   for leaf in pool.leaves()}  # fmt: skip
        return [pool_of[node.band] for node in self.grid.nodes]

    def run(self, rounds: int) -> float:
        """Try moves; return the cost of the best drawing, which the board holds then."""
        if self.many < 2:
            return float(self.cost)
        best, kept = self.cost, self._snapshot()
        cooling = (COLD / HOT) ** (1 / max(1, rounds))
        heat = HOT
        for k in range(rounds):
            heat *= cooling
            self._try(heat if k < 0.9 * rounds else 0.0)
            if self.cost < best - 1e-6:
                best, kept = self.cost, self._snapshot()
        self._restore(kept)
        return float(best)

    # -- one try

    def _try(self, heat: float) -> None:
        kind = self.draw()
        move = (
            self._one() if kind < 0.6 else self._side() if kind < 0.75
            else self._run() if kind < 0.9 else self._swap_rows()
        )  # fmt: skip
        if move is None or not move[0]:
            return
        nodes, cols, rows = move
        if not self._fits(nodes, cols, rows):
            return
        most = self.cost - heat * math.log(max(self.draw(), 1e-12)) if heat else self.cost
        near = self.flows[nodes[0]]
        extra = -1
        if self.draw() < 0.3 and self.board.flows:
            extra = int(self.draw() * self.board.flows)
        elif near and self.draw() < 0.5:
            extra = near[int(self.draw() * len(near))]
        cost = attempt(
            self.board, np.array(nodes), np.array(cols), np.array(rows), extra, self.cost, most
        )
        if cost < 0:
            return
        self.cost = cost
        for i in nodes:
            self.at.pop((self.col[i], self.row[i]), None)
        for i, c, r in zip(nodes, cols, rows, strict=True):
            self.col[i], self.row[i] = c, r
            self.at[c, r] = i
        self._renumber()

    def _fits(self, nodes: list[int], cols: list[int], rows: list[int]) -> bool:
        moved = set(nodes)
        last = self.board.taken.shape[0]
        for i, c, r in zip(nodes, cols, rows, strict=True):
            if not (0 <= c < last and self.low[i] <= r <= self.high[i]):
                return False
            if self.at.get((c, r), i) not in moved:
                return False
        if len(set(zip(cols, rows, strict=True))) < len(nodes):
            return False
        opened = {i for i, r in zip(nodes, rows, strict=True) if (r - self.low[i]) % 2 == 0}
        return not opened or all(self._has_room(i, moved, rows) for i in opened)

    def _has_room(self, i: int, moved: set[int], rows: list[int]) -> bool:
        """Whether the lane of a node does not use more rows than it may."""
        low, high = self.low[i], self.high[i]
        used = {r for k, r in enumerate(self.row) if low <= r <= high and k not in moved}
        used |= {r for r in rows if low <= r <= high}
        return len(used) <= (high - low) // 2

    # -- the kinds of moves

    def _pick(self, count: int) -> int:
        return int(self.draw() * count)

    def _one(self) -> Move | None:
        """Move a node near one it is joined to, or one step aside; two may change places."""
        i = self._pick(self.many)
        base = i
        if self.partners[i] and self.draw() < 0.6:
            base = self.partners[i][self._pick(len(self.partners[i]))]
        c = self.col[base] + self._pick(5) - 2
        r = (self.row[base] if self.draw() < 0.5 else self.row[i]) + (
            0 if self.draw() < 0.4 else self._pick(5) - 2
        )
        r = min(max(r, self.low[i]), self.high[i])
        j = self.at.get((c, r))
        if j == i:
            return None
        if j is None:
            return [i], [c], [r]
        return [i, j], [c, self.col[i]], [r, self.row[i]]

    def _side(self) -> Move | None:
        """Shift a column, or what follows in a row or a pool, by one or two columns."""
        i = self._pick(self.many)
        step = (-2, -1, 1, 2)[self._pick(4)]
        here, kind = self.col[i], self.draw()
        if kind < 0.3:
            nodes = [k for k, c in enumerate(self.col) if c == here]
        elif kind < 0.3 + 12 / (self.many + 15):
            nodes = [k for k, c in enumerate(self.col)
                     if c >= here and self.pool[k] == self.pool[i]]  # fmt: skip
        else:
            nodes = [k for k, c in enumerate(self.col) if c >= here and self.row[k] == self.row[i]]
        return nodes, [self.col[k] + step for k in nodes], [self.row[k] for k in nodes]

    def _run(self) -> Move | None:
        """Move a run of neighbours of one row to another row, perhaps aside as well."""
        i = self._pick(self.many)
        many = 1 + self._pick(5)
        row = sorted(
            (self.col[k], k) for k in range(self.many)
            if self.row[k] == self.row[i] and self.col[k] >= self.col[i]
        )  # fmt: skip
        nodes = [k for _, k in row[:many]]
        down = (-2, -1, 1, 2, 0)[self._pick(5)]
        aside = 0 if down and self.draw() < 0.6 else (-2, -1, 1, 2)[self._pick(4)]
        return nodes, [self.col[k] + aside for k in nodes], [self.row[k] + down for k in nodes]

    def _swap_rows(self) -> Move | None:
        """Let two rows of one lane change places, in some columns or in all."""
        i = self._pick(self.many)
        one, other = self.row[i], self.row[i] + (-2, 2, -4, 4)[self._pick(4)]
        if not self.low[i] <= other <= self.high[i]:
            return None
        start = self.col[i] if self.draw() < 0.6 else 0
        end = start + 2 * self._pick(6) if self.draw() < 0.5 else 1 << 30
        nodes = [k for k in range(self.many) if self.row[k] in (one, other)
                 and start <= self.col[k] <= end]  # fmt: skip
        rows = [other if self.row[k] == one else one for k in nodes]
        return nodes, [self.col[k] for k in nodes], rows

    # -- columns and rows, numbered anew

    def _renumber(self) -> None:
        """Leave one empty column and row between used ones, so that any can be opened."""
        columns, rows = self._new_columns(), self._new_rows()
        if columns is None and rows is None:
            return
        b = self.board
        if columns is not None:
            lines = _lines(columns, b.taken.shape[0])
            b.i[XS:YS, : b.flows] = lines[b.i[CX][b.i[XS:YS, : b.flows]]]
            self.col = [columns[c] for c in self.col]
        if rows is not None:
            lines = _lines(rows, b.taken.shape[1])
            b.i[YS:, : b.flows] = lines[b.i[CY][b.i[YS:, : b.flows]]]
            self.row = [rows[r] for r in self.row]
        self._write()

    def _new_columns(self) -> dict[int, int] | None:
        used = sorted(set(self.col))
        if all(c == 2 * k + 1 for k, c in enumerate(used)):
            return None
        return {c: 2 * k + 1 for k, c in enumerate(used)}

    def _new_rows(self) -> dict[int, int] | None:
        used: dict[int, list[int]] = {}
        for r in sorted(set(self.row)):
            used.setdefault(int(self.board.i[LANE, r]), []).append(r)
        first = self.grid.rows.first
        wanted = {r: first[leaf] + 2 * k + 1 for leaf, rows in used.items()
                  for k, r in enumerate(rows)}  # fmt: skip
        if all(r == s for r, s in wanted.items()):
            return None
        return wanted | {r: r for r, high in enumerate(self.grid.rows.bar) if high >= 0}

    def _write(self) -> None:
        b = self.board
        b.i[COL, : self.many], b.i[ROW, : self.many] = self.col, self.row
        b.taken[:] = 0
        b.taken[self.col, self.row] = np.arange(self.many) + 1
        self.at = {(c, r): i for i, (c, r) in enumerate(zip(self.col, self.row, strict=True))}
        _boxes(b)
        self._all(RECOUNT)

    def _snapshot(self) -> tuple[Any, ...]:
        b = self.board
        return (list(self.col), list(self.row), b.i[LEFT:].copy())

    def _restore(self, kept: tuple[Any, ...]) -> None:
        self.col, self.row = list(kept[0]), list(kept[1])
        self.board.i[LEFT:] = kept[2]
        self._write()


def _lines(new: dict[int, int], many: int) -> np.ndarray:
    """Return the new number of each line: of used columns as told, channels before the next."""
    lines = np.zeros(2 * many + 1, dtype=np.int64)
    before = 0
    for c in range(many):
        lines[2 * c] = before
        if c in new:
            lines[2 * c + 1] = 2 * new[c] + 1
            before = 2 * new[c] + 2
    lines[2 * many] = before
    return lines


def _boxes(b: Board) -> None:
    flows = b.flows
    unused = np.arange(POINTS)[:, None] >= b.i[COUNT, :flows]
    for first, least, most in ((XS, LEFT, RIGHT), (YS, TOP, BOTTOM)):
        lines = b.i[first : first + POINTS, :flows]
        b.i[least, :flows] = np.where(unused, lines[0], lines).min(axis=0)
        b.i[most, :flows] = np.where(unused, lines[0], lines).max(axis=0)
