"""A scene on a board: rows for its bands, cells for its nodes, numbers for its lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outsidein.bpmn.layout.board import (
    BAR,
    BELOW,
    COL,
    GAP,
    HALF,
    LANE,
    LINK,
    MESSAGE,
    OTHERS,
    ROW,
    SEQUENCE,
    SIZES,
    SOURCE,
    SOUTH,
    SPINE,
    TIPS,
    TRIES,
    WEIGHT,
    WEIGHTS,
    WHOLE,
    Board,
)  # fmt: skip
from outsidein.bpmn.layout.order import ordered
from outsidein.bpmn.layout.scene import Band, Line, Node, Scene

MOST_ROWS = 9  # used rows in one lane
ROW_GAP, LANE_GAP, POOL_GAP, EDGE_GAP = 36.0, 44.0, 36.0, 24.0
CLOSED, EMPTY_LANE = 60.0, 70.0
KINDS = {"sequence": SEQUENCE, "message": MESSAGE, "link": LINK}
OVERHANG = 20.0  # px by which a name beside a node may reach into the gap beside its column


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a board: which lane each belongs to, and those that hold no nodes."""

    lane: list[int]
    bar: list[float]
    gap: list[float]
    first: dict[int, int]  # of a leaf band
    room: dict[int, int]
    top: dict[str, int]  # the row of a pool's upper edge, by pool; of a closed one, itself
    bottom: dict[str, int]


class Grid:
    """A board with the scene it came from; ``lines`` are those of the scene that are routed."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.nodes = scene.nodes
        self.index = {node.key: i for i, node in enumerate(scene.nodes)}
        for i, node in enumerate(scene.nodes):
            self.index.update({event.key: i for event in node.attached})
        self.events = {event.key for node in scene.nodes for event in node.attached}
        self.rows = _rows(scene)
        self.lines = [line for line in scene.lines if self._is_routed(line)]
        self.order = ordered(self)
        self.board = _board(self)

    def _is_routed(self, line: Line) -> bool:
        ends = [end in self.index for end in (line.source, line.target)]
        pools = [end in self.rows.top for end in (line.source, line.target)]
        if all(ends):
            return True
        return any(ends) and any(pools)

    def bar_of(self, pool: str, partner: str) -> int:
        """Return the row of that edge of a pool which faces a node."""
        row = self.rows.first[self.nodes[self.index[partner]].band]
        return self.rows.bottom[pool] if row > self.rows.top[pool] else self.rows.top[pool]


def extents(node: Node) -> tuple[float, float, float]:
    """Return what a node needs with its name: half its width, above and below its middle, px."""
    wide, high = node.label
    half, above, below = node.width / 2, node.height / 2, node.height / 2
    if node.kind in ("event", "data"):
        half, below = max(half, wide / 2 - OVERHANG), below + (high + 4 if high else 0)
    elif node.kind == "gateway":
        half, above = max(half, wide / 2 - OVERHANG), above + (high + 2 if high else 0)
    elif node.kind == "open":
        half = above = below = 6.0
    if node.attached:
        below += max(e.height / 2 for e in node.attached)
        below += max(e.label[1] for e in node.attached)
        half = max(half, sum(max(e.width + 8, e.label[0]) for e in node.attached) / 2)
    return half, above, below


def _rows(scene: Scene) -> Rows:
    rows = Rows(lane=[], bar=[], gap=[], first={}, room={}, top={}, bottom={})
    held: dict[int, int] = {}
    for node in scene.nodes:
        held[node.band] = held.get(node.band, 0) + 1
    for pool in scene.bands:
        gap = POOL_GAP if rows.lane else 0.0
        if pool.frame is not None:
            rows.top[pool.frame] = _add(rows, 0.0, gap)
            gap = EDGE_GAP
        for leaf in pool.leaves():
            _add_leaf(rows, leaf, held.get(leaf.leaf, 0), gap)
            gap = LANE_GAP
        if pool.frame is not None:
            rows.bottom[pool.frame] = _add(rows, 0.0, EDGE_GAP)
        elif pool.key is not None:
            rows.top[pool.key] = rows.bottom[pool.key] = len(rows.lane) - 1
    rows.gap.append(
        0.0 if scene.bands and (scene.bands[-1].frame or scene.bands[-1].closed) else EDGE_GAP
    )
    return rows


def _add(rows: Rows, high: float, gap: float, lane: int = -1) -> int:
    rows.lane.append(lane)
    rows.bar.append(high)
    rows.gap.append(gap)
    return len(rows.lane) - 1


def _add_leaf(rows: Rows, leaf: Band, nodes: int, gap: float) -> None:
    rows.first[leaf.leaf] = len(rows.lane)
    rows.room[leaf.leaf] = min(nodes, MOST_ROWS)
    if nodes == 0:
        _add(rows, CLOSED if leaf.closed else EMPTY_LANE, gap, leaf.leaf)
        return
    for k in range(2 * rows.room[leaf.leaf] + 1):
        _add(rows, -1.0, gap if k == 0 else ROW_GAP, leaf.leaf)


def _board(grid: Grid) -> Board:
    nodes, lines, rows, order = grid.nodes, grid.lines, grid.rows, grid.order
    sizes = np.array([extents(node) for node in nodes], dtype=float).reshape(-1, 3)
    ids = {
        key: k
        for k, key in enumerate(dict.fromkeys(e for x in lines for e in (x.source, x.target)))
    }
    columns, many, flows = 2 * order.columns + 5, len(rows.lane), len(lines)
    taken = np.zeros((columns, many), dtype=np.int64)
    for i, (c, r) in enumerate(order.cells):
        taken[c, r] = i + 1

    def end(key: str) -> int:
        return grid.index.get(key, -1)

    def bar(key: str, partner: str) -> int:
        return -1 if key in grid.index else grid.bar_of(key, partner)

    flow = [
        [
            end(x.source), end(x.target), bar(x.source, x.target), bar(x.target, x.source),
            ids[x.source], ids[x.target], KINDS[x.kind], SOUTH if x.source in grid.events else -1,
            SOUTH if x.target in grid.events else -1, x.key in order.back, x.key in order.spine,
        ]
        for x in lines
    ]  # fmt: skip
    wide = max(len(nodes), flows + 1, 2 * max(columns, many) + 1, TRIES)
    whole, other = np.zeros((WHOLE, wide), dtype=np.int64), np.zeros((OTHERS, wide))
    whole[COL : ROW + 1, : len(nodes)] = np.array(order.cells, dtype=np.int64).reshape(-1, 2).T
    whole[TIPS, : len(nodes)] = [node.kind == "gateway" for node in nodes]
    whole[SOURCE : SPINE + 1, :flows] = np.array(flow, dtype=np.int64).reshape(-1, 11).T
    whole[LANE, :many] = rows.lane
    whole[SIZES, :2] = len(nodes), flows
    other[HALF : BELOW + 1, : len(nodes)] = sizes.T
    other[BAR, :many] = rows.bar
    other[GAP, : many + 1] = rows.gap
    other[WEIGHT, : len(WEIGHTS)] = WEIGHTS
    return Board(i=whole, d=other, taken=taken)
