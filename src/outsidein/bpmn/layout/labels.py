"""Names beside events, gateways, data and lines: each where nothing else lies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from outsidein.bpmn.layout.drawing import Box, Drawing, Spot
from outsidein.bpmn.layout.placing import GAP, Demands, Placing
from outsidein.bpmn.layout.scene import Attached, Node, Size
from outsidein.bpmn.layout.ways import Way

NEAR = 3.0  # px between a name and what it belongs to
CLEAR = 2.0  # px between a name and anything else
EDGE = 18.0  # px by which a name may reach beyond all else in a drawing without pools
CELL = 160.0  # px: the side of the squares by which what lies near is found


class Crowd:
    """What is drawn already, by squares: boxes that hide a name, and stretches of lines."""

    def __init__(self) -> None:
        self.boxes: dict[tuple[int, int], list[Box]] = {}
        self.lines: dict[tuple[int, int], list[tuple[Spot, Spot]]] = {}

    def add_box(self, box: Box) -> None:
        """Take in a box."""
        for square in _squares(box):
            self.boxes.setdefault(square, []).append(box)

    def add_line(self, a: Spot, b: Spot) -> None:
        """Take in a stretch of a line."""
        box = Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
        for square in _squares(box):
            self.lines.setdefault(square, []).append((a, b))

    def hidden(self, box: Box) -> float:
        """Return how much a name would suffer at a place: 0 if nothing is there."""
        cost = 0.0
        seen: set[object] = set()
        for square in _squares(box):
            for other in self.boxes.get(square, []):
                if id(other) not in seen and box.hits(other, CLEAR):
                    seen.add(id(other))
                    wide = min(box.right, other.right) - max(box.x, other.x) + CLEAR
                    high = min(box.bottom, other.bottom) - max(box.y, other.y) + CLEAR
                    cost += 10 + wide * high / 50
            for a, b in self.lines.get(square, []):
                if (a, b) not in seen and box.crossed(a, b, CLEAR - 0.5):
                    seen.add((a, b))
                    cost += 5
        return cost


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    for i in range(int(box.x // CELL), int(box.right // CELL) + 1):
        for j in range(int(box.y // CELL), int(box.bottom // CELL) + 1):
            yield i, j


def place_labels(placing: Placing, drawing: Drawing, demands: Demands) -> bool:
    """Find a place for every name; raise demands and return False where there is no room."""
    crowd, bands = Crowd(), placing.grid.scene.band_keys()
    for key, box in drawing.boxes.items():
        if key not in bands and box.width:
            crowd.add_box(box)
    for box in drawing.labels.values():
        crowd.add_box(box)
    for points in drawing.routes.values():
        for a, b in pairwise(points):
            crowd.add_line(a, b)
    for border in _borders(placing, drawing):
        crowd.add_line(*border)
    fits = True
    for node in placing.nodes:
        fits &= _for_node(placing, drawing, crowd, node, demands)
        for event in node.attached:
            fits &= _for_attached(placing, drawing, crowd, node, event, demands)
    for way in placing.plan.ways:
        fits &= _for_line(placing, drawing, crowd, way, demands)
    return fits


def _borders(placing: Placing, drawing: Drawing) -> list[tuple[Spot, Spot]]:
    """Return the edges of pools and lanes as stretches a name must not lie on."""
    found = []
    waiting = list(placing.grid.scene.bands)
    while waiting:
        band = waiting.pop()
        waiting += band.bands
        if band.key is not None:
            box = drawing.boxes[band.key]
            found += [((box.x, y), (box.right, y)) for y in (box.y, box.bottom)]
            found.append(((box.x + 30, box.y), (box.x + 30, box.bottom)))
            found.append(((box.right, box.y), (box.right, box.bottom)))
            if band.closed:
                found.append(((box.x, box.middle[1]), (box.right, box.middle[1])))
    return found


def page_of(placing: Placing, drawing: Drawing, band: int) -> Box | None:
    """Return the box in which a name must stay: its pool, or the whole of a drawing."""
    for pool in placing.grid.scene.bands:
        if pool.key is not None and any(leaf.leaf == band for leaf in pool.leaves()):
            return drawing.boxes[pool.key]
    spots = [spot for points in drawing.routes.values() for spot in points]
    spots += [spot for b in drawing.boxes.values() for spot in ((b.x, b.y), (b.right, b.bottom))]
    x, y = min(x for x, _ in spots) - EDGE, min(y for _, y in spots) - EDGE
    wide = max(x for x, _ in spots) + EDGE - x
    return Box(x, y, wide, max(y for _, y in spots) + EDGE - y)


def choose(
    drawing: Drawing, crowd: Crowd, key: str, spots: Iterator[Box], page: Box | None
) -> bool:
    """Put a name at the first free place on its page, else where it suffers least."""
    best, least = None, 1e18
    for box in spots:
        cost = crowd.hidden(box)
        if page is not None and not page.holds(box):
            cost += 20.0
        if cost < least:
            best, least = box, cost
        if cost == 0:
            break
    if best is not None:
        drawing.labels[key] = best
        crowd.add_box(best)
    return least == 0


def _for_node(
    placing: Placing, drawing: Drawing, crowd: Crowd, node: Node, demands: Demands
) -> bool:
    if not node.names:
        return True
    box = drawing.boxes[node.key]
    if choose(
        drawing,
        crowd,
        node.key,
        _around(box, node.names, above=node.kind == "gateway"),
        page_of(placing, drawing, node.band),
    ):
        return True
    column, row = placing.plan.cells[placing.grid.index[node.key]]
    wanted = demands.above if node.kind == "gateway" else demands.below
    for channel in (column, column + 1):
        demands.column[channel] = demands.column.get(channel, placing.gap(channel)) + 8.0
    wanted[row] = wanted.get(row, 0.0) + 8.0
    return False


def _around(box: Box, sizes: tuple[Size, ...], *, above: bool) -> Iterator[Box]:
    """Yield the places above and below a node, in the middle and to the sides, then beside it."""
    for far in (0.0, 9.0, 18.0, 27.0):
        for wide, high in sizes:
            middle = box.middle[0]
            up, down = box.y - high - NEAR - far, box.bottom + NEAR + far
            for y in (up, down) if above else (down, up):
                yield Box(middle - wide / 2, y, wide, high)
                yield Box(middle + 4, y, wide, high)
                yield Box(middle - wide - 4, y, wide, high)
                for step in (8, 16, 24, 32):
                    yield Box(middle - wide / 2 - step, y, wide, high)
                    yield Box(middle - wide / 2 + step, y, wide, high)
    for wide, high in sizes:
        for x in (box.right + NEAR, box.x - wide - NEAR):
            for y in (box.bottom - high / 2, box.y - high / 2, box.bottom - 4, box.y - high + 4):
                yield Box(x, y, wide, high)


def _for_attached(
    placing: Placing, drawing: Drawing, crowd: Crowd, host: Node, event: Attached,
    demands: Demands,
) -> bool:  # fmt: skip
    if not event.names:
        return True
    box, below = drawing.boxes[event.key], drawing.boxes[host.key].bottom + NEAR
    if choose(
        drawing,
        crowd,
        event.key,
        _below(box, below, event.names),
        page_of(placing, drawing, host.band),
    ):
        return True
    row = placing.plan.cells[placing.grid.index[host.key]][1]
    demands.below[row] = demands.below.get(row, 0.0) + 8.0
    return False


def _below(box: Box, line: float, sizes: tuple[Size, ...]) -> Iterator[Box]:
    """Yield the places of a boundary event's name below the ``line`` of its host's lower side."""
    x = box.middle[0]
    for far in (0.0, 8.0, 16.0, 24.0):
        for wide, high in sizes:
            yield Box(box.right + 1, line + far, wide, high)
            yield Box(box.x - wide - 1, line + far, wide, high)
            yield Box(x + 4, box.bottom + 1 + far, wide, high)
            yield Box(x - wide - 4, box.bottom + 1 + far, wide, high)
            yield Box(x - wide / 2, box.bottom + 1 + far, wide, high)


def _for_line(placing: Placing, drawing: Drawing, crowd: Crowd, way: Way, demands: Demands) -> bool:
    line = way.line
    if not line.names:
        return True
    points = drawing.routes[line.key]
    spots = (box for size in line.names for box in along(points, size))
    node = placing.grid.index.get(line.source)
    band = placing.nodes[node].band if node is not None and line.kind == "sequence" else -1
    if choose(drawing, crowd, line.key, spots, page_of(placing, drawing, band)):
        return True
    _ask_for_room(way, line.label, demands)
    return False


def along(points: list[Spot], size: Size) -> Iterator[Box]:
    """Yield places beside the stretches of a line, the first stretch first."""
    wide, high = size
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) < 0.01:
            way = 1 if x1 > x0 else -1
            far = abs(x1 - x0)
            for k in range(int(max(0.0, far - wide) // 12) + 1):
                start = x0 + way * (4 + 12 * k)
                x = start if way > 0 else start - wide
                if abs(x1 - x0) < wide + 4:
                    x = (x0 + x1 - wide) / 2
                yield Box(x, y0 - high - 1.5, wide, high)
                yield Box(x, y0 + 2, wide, high)
        else:
            way = 1 if y1 > y0 else -1
            far = abs(y1 - y0)
            for k in range(int(max(0.0, far - high) // 10) + 1):
                start = y0 + way * (4 + 10 * k)
                y = start if way > 0 else start - high
                if far < high + 4:
                    y = (y0 + y1 - high) / 2
                yield Box(x0 + 4, y, wide, high)
                yield Box(x0 - wide - 4, y, wide, high)


def _ask_for_room(way: Way, size: Size, demands: Demands) -> None:
    """Widen the channel that the first stretch of a line runs through, or crosses."""
    wide, high = size
    first = way.pieces[0]
    low, high_line = first.low, first.high
    channel = (low + 1 if low % 2 else low) // 2
    if way.corners[0] > way.corners[1] or len(way.pieces) == 1:
        channel = (high_line if high_line % 2 == 0 else high_line - 1) // 2
    if first.upright:
        column = way.corners[0][0] // 2
        for beside in (column, column + 1):
            demands.column[beside] = demands.column.get(beside, GAP) + 8.0
        demands.row[channel] = max(demands.row.get(channel, 0.0) + 8, high + 20)
    else:
        demands.column[channel] = max(demands.column.get(channel, 0.0) + 8, wide + 14)
