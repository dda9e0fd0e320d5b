"""From lines to px: how wide columns, rows and channels are, and where everything lies then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from outsidein.bpmn.layout.drawing import Box, Drawing, Spot, straight
from outsidein.bpmn.layout.grid import EDGE_GAP, extents
from outsidein.bpmn.layout.scene import Band, Node
from outsidein.bpmn.layout.tracks import Range, spread
from outsidein.bpmn.layout.ways import Piece, Plan, Way

GAP, MARGIN = 46.0, 24.0  # px between columns; before the first and behind the last
CLEAR = 18.0  # px between a way and the nodes beside its channel
HEADER = 30.0  # px: the strip with the name of a pool or a lane
PORT = 14.0  # px from a corner of a box to the nearest way that docks there


@dataclass(kw_only=True)
class Demands:
    """Room that names need beyond what columns, rows and ways do, px by number."""

    column: dict[int, float] = field(default_factory=dict)  # channel before a column
    row: dict[int, float] = field(default_factory=dict)  # channel above a row
    above: dict[int, float] = field(default_factory=dict)  # a row itself
    below: dict[int, float] = field(default_factory=dict)


class Placing:
    """Places one plan; ``offsets`` say how far boundary events lie off their host's middle."""

    def __init__(self, plan: Plan, demands: Demands) -> None:
        self.plan, self.grid, self.demands = plan, plan.grid, demands
        self.nodes = plan.grid.nodes
        self.offsets = self._offsets()
        for way in plan.ways:
            self._bend(way)
        self.widths = spread(plan.ways, self._reach)
        self.depth = max((_depth(band) for band in self.grid.scene.bands), default=0)
        self._columns()
        self._rows()

    # -- where ways may lie

    def _offsets(self) -> dict[str, float]:
        """Place boundary events along the lower side of their host: its own flows keep left."""
        busy = {
            key for way in self.plan.ways for piece in (way.pieces[0], way.pieces[-1])
            if piece.upright for key in piece.docks if key is not None
        }  # fmt: skip
        offsets: dict[str, float] = {}
        for node in self.nodes:
            wide = [max(e.width + 10, e.label[0] / 2 + e.width / 2) for e in node.attached]
            if wide and sum(wide) > node.width - 8:
                wide = [(node.width - 8) / len(wide)] * len(wide)
            x = -sum(wide) / 2
            if node.key in busy:
                x = max(x, node.width / 2 - sum(wide) - 4) if wide else x
            for event, room in zip(node.attached, wide, strict=True):
                offsets[event.key] = round(x + room / 2)
                x += room
        return offsets

    def _bend(self, way: Way) -> None:
        """Give a straight way a jog if its ends cannot dock on one line."""
        piece = way.pieces[0]
        if len(way.pieces) > 1 or not piece.upright or None in piece.docks:
            return
        ends = [self._dock_reach(key, piece) for key in piece.docks
                if key is not None and key in self.grid.index]  # fmt: skip
        if max(low for low, _ in ends) <= min(high for _, high in ends):
            return
        (x, first), (_, last) = way.corners
        middle = first + (1 if last > first else -1)
        way.corners = [(x, first), (x, middle), (x, middle), (x, last)]
        upper, lower = sorted((first, middle)), sorted((middle, last))
        above, below = piece.docks if last > first else piece.docks[::-1]
        down = last > first
        way.pieces = [
            Piece(way=way, upright=True, line=x, low=upper[0], high=upper[1],
                  docks=(above, None) if down else (None, above)),
            Piece(way=way, upright=False, line=middle, low=x, high=x),
            Piece(way=way, upright=True, line=x, low=lower[0], high=lower[1],
                  docks=(None, below) if down else (below, None)),
        ]  # fmt: skip

    def _reach(self, piece: Piece) -> Range:
        low, high = -1e9, 1e9
        for key in piece.docks:
            if key is None or key not in self.grid.index:
                continue
            one = self._dock_reach(key, piece)
            low, high = max(low, one[0]), min(high, one[1])
        if piece.line % 2 and low == -1e9:
            return (-30.0, 30.0)
        return (low, high) if low <= high else ((low + high) / 2, (low + high) / 2)

    def _dock_reach(self, key: str, piece: Piece) -> Range:
        if key in self.offsets:
            return (self.offsets[key], self.offsets[key]) if piece.upright else (0.0, 0.0)
        node = self.nodes[self.grid.index[key]]
        if node.kind in ("event", "gateway", "open"):
            return (0.0, 0.0)
        half = (node.width if piece.upright else node.height) / 2 - PORT
        half = max(0.0, half)
        if piece.upright and node.attached and self._docks_below(piece, key):
            first = min(self.offsets[e.key] - e.width / 2 for e in node.attached)
            return (-half, max(-half, first - PORT / 2))
        return (-half, half)

    @staticmethod
    def _docks_below(piece: Piece, key: str) -> bool:
        return piece.docks[0] == key  # its low end is the upper one: it leads down from the node

    # -- across

    def gap(self, c: int) -> float:
        """Return the least width of the channel before a column, px."""
        return MARGIN if c in (0, self.plan.columns) else GAP

    def _overhang(self, half: list[float]) -> dict[int, float]:
        """Return the room that names need before the first column and behind the last, px."""
        last = self.plan.columns
        found = {0: MARGIN, last: MARGIN}
        for node, (c, _) in zip(self.nodes, self.plan.cells, strict=True):
            for edge, column in ((0, 0), (last, last - 1)):
                if c == column:
                    found[edge] = max(found[edge], node.label[0] / 2 - half[c] + 10.0)
        return found

    def _columns(self) -> None:
        columns = self.plan.columns
        half = [0.0] * columns
        for node, (c, _) in zip(self.nodes, self.plan.cells, strict=True):
            half[c] = max(half[c], extents(node)[0])
        x = self.depth * HEADER
        self.x: list[float] = []
        edges = self._overhang(half)
        for c in range(columns + 1):
            low, high = self.widths.get((True, 2 * c), (0.0, 0.0))
            edge = c in (0, columns)
            gap = max(
                edges.get(c, self.gap(c)), self.demands.column.get(c, 0.0),
                high - low + (2 * MARGIN if edge else 2 * CLEAR) if high > low or (edge and (
                    True, 2 * c) in self.widths) else 0.0,
            )  # fmt: skip
            self.x.append(round(x + gap / 2 - (low + high) / 2))
            x += gap
            if c < columns:
                self.x.append(round(x + half[c]))
                x += 2 * half[c]
        self.right = x

    # -- down

    def _rows(self) -> None:
        plan, rows = self.plan, self.grid.rows
        many = len(plan.rows)
        above, below = [0.0] * many, [0.0] * many
        for k, r in enumerate(plan.rows):
            if rows.bar[r] >= 0:
                above[k] = below[k] = rows.bar[r] / 2
        for node, (_, k) in zip(self.nodes, plan.cells, strict=True):
            _, up, down = extents(node)
            above[k], below[k] = max(above[k], up), max(below[k], down)
        for k in range(many):
            low, high = self.widths.get((False, 2 * k + 1), (0.0, 0.0))
            above[k], below[k] = max(above[k], 8 - low), max(below[k], high + 8)
            if rows.bar[plan.rows[k]] >= 0:
                half = rows.bar[plan.rows[k]] / 2
                above[k] = below[k] = half
            above[k] += self.demands.above.get(k, 0.0)
            below[k] += self.demands.below.get(k, 0.0)
        self.above, self.below = above, below
        self._stretch()
        self._heights()

    def _gap(self, k: int) -> float:
        """Return the least height of the channel above a row that is left."""
        rows, kept = self.grid.rows, self.plan.rows
        before = kept[k - 1] + 1 if k else 0
        last = kept[k] + 1 if k < len(kept) else len(rows.gap)
        return max([*rows.gap[before:last], 0.0])

    def _is_border(self, k: int) -> bool:
        """Whether a channel lies between two lanes."""
        rows, kept = self.grid.rows, self.plan.rows
        if not 0 < k < len(kept):
            return False
        one, other = rows.lane[kept[k - 1]], rows.lane[kept[k]]
        return one >= 0 and other >= 0 and one != other

    def _heights(self) -> None:
        y = 0.0
        self.y: list[float] = []
        self.border: dict[int, float] = {}
        for k in range(len(self.plan.rows) + 1):
            low, high = self.widths.get((False, 2 * k), (0.0, 0.0))
            used = (False, 2 * k) in self.widths
            room = high - low + 2 * CLEAR if used else 0.0
            side = 14.0 if used and self._is_border(k) else 0.0
            gap = max(self._gap(k), self.demands.row.get(k, 0.0), room + side)
            middle = y + gap / 2 + side / 2 - (low + high) / 2
            self.y.append(round(middle))
            self.border[k] = middle + low - 14.0 if side else y + gap / 2
            y += gap
            if k < len(self.plan.rows):
                self.y.append(round(y + self.above[k]))
                y += self.above[k] + self.below[k]
        self.bottom = y

    def _stretch(self) -> None:
        """Make lanes high enough for their names."""
        leaf_rows: dict[int, list[int]] = {}
        for k, r in enumerate(self.plan.rows):
            if self.grid.rows.lane[r] >= 0:
                leaf_rows.setdefault(self.grid.rows.lane[r], []).append(k)
        for leaf in self.grid.scene.leaves():
            held = leaf_rows.get(leaf.leaf, [])
            if not held:
                continue
            high = sum(self.above[k] + self.below[k] + EDGE_GAP for k in held)
            lack = max(0.0, leaf.title - high)
            self.above[held[0]] += lack / 2
            self.below[held[-1]] += lack / 2

    # -- everything

    def drawing(self, inner: Mapping[str, Drawing]) -> Drawing:
        """Return the drawing, names aside."""
        found = Drawing(width=self.right, height=self.bottom)
        self._bands(found)
        for node, (c, r) in zip(self.nodes, self.plan.cells, strict=True):
            x, y = self.x[2 * c + 1], self.y[2 * r + 1]
            box = Box(x - node.width / 2, y - node.height / 2, node.width, node.height)
            found.boxes[node.key] = box
            for event in node.attached:
                middle = box.middle[0] + self.offsets[event.key]
                found.boxes[event.key] = Box(
                    middle - event.width / 2, box.bottom - event.height / 2, event.width,
                    event.height,
                )  # fmt: skip
            if node.key in inner:
                found.add(inner[node.key], box.x, box.y)
        for way in self.plan.ways:
            found.routes[way.line.key] = self._corners(way, found)
        return found

    def _corners(self, way: Way, found: Drawing) -> list[Spot]:
        places = [(self.x if p.upright else self.y)[p.line] + p.aside for p in way.pieces]
        points: list[Spot] = []
        first, last = way.pieces[0], way.pieces[-1]
        points.append(self._dock(way, way.line.source, first, places[0], 0, found))
        for k in range(len(places) - 1):
            if way.pieces[k].upright:
                points.append((places[k], places[k + 1]))
            else:
                points.append((places[k + 1], places[k]))
        points.append(self._dock(way, way.line.target, last, places[-1], -1, found))
        return straight(points)

    def _dock(
        self, way: Way, key: str, piece: Piece, place: float, end: int, found: Drawing
    ) -> Spot:  # fmt: skip
        """Return where a way leaves or reaches the outline of what it joins."""
        here, there = way.corners[end], way.corners[1 if end == 0 else -2]
        if key not in self.grid.index:
            pool = found.boxes[key]
            return place, pool.bottom if there[1] > here[1] else pool.y
        box = found.boxes[key]
        if piece.upright:
            return place, box.bottom if there[1] > here[1] else box.y
        return box.right if there[0] > here[0] else box.x, place

    # -- pools and lanes

    def _bands(self, found: Drawing) -> None:
        rows = self.grid.rows
        kept = {r: k for k, r in enumerate(self.plan.rows)}
        for band in self.grid.scene.bands:
            leaves = band.leaves()
            first = min(k for r, k in kept.items() if rows.lane[r] == leaves[0].leaf)
            last = max(k for r, k in kept.items() if rows.lane[r] == leaves[-1].leaf)
            top = self._edge(band, kept, first, upper=True)
            bottom = self._edge(band, kept, last + 1, upper=False)
            self._band(found, band, 0.0, top, bottom, kept)

    def _edge(self, band: Band, kept: Mapping[int, int], k: int, *, upper: bool) -> float:
        rows = self.grid.rows
        if band.frame is not None:
            side = rows.top if upper else rows.bottom
            return self.y[2 * kept[side[band.frame]] + 1]
        row = k if upper else k - 1
        middle = self.y[2 * row + 1]
        if band.closed:
            return middle - self.above[row] if upper else middle + self.below[row]
        edge = 0 if upper else len(self.plan.rows)
        if k == edge:
            return 0.0 if upper else self.bottom
        return self.border.get(k, self.y[2 * k])

    def _band(
        self, found: Drawing, band: Band, x: float, top: float, bottom: float,
        kept: Mapping[int, int],
    ) -> None:  # fmt: skip
        if band.key is not None:
            found.boxes[band.key] = _round(Box(x, top, self.right - x, bottom - top))
            x += HEADER
        y = top
        for k, part in enumerate(band.bands):
            end = bottom
            if k + 1 < len(band.bands):
                below = band.bands[k + 1].leaves()[0].leaf
                row = min(j for r, j in kept.items() if self.grid.rows.lane[r] == below)
                end = self.border[row]
            self._band(found, part, x, y, end, kept)
            y = end


def _round(box: Box) -> Box:
    x, y = round(box.x), round(box.y)
    return Box(x, y, round(box.right) - x, round(box.bottom) - y)


def _depth(band: Band) -> int:
    own = 1 if band.key is not None else 0
    return own + max((_depth(part) for part in band.bands), default=0)


def grown(node: Node, inner: Drawing) -> tuple[float, float]:
    """Return the size of an expanded sub-process around what it holds."""
    return max(node.width, round(inner.width)), max(node.height, round(inner.height))
