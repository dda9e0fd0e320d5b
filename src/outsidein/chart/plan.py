"""A chart on its grid: rows of the view, items in their cells, and how much room they ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from outsidein.chart.blueprint import BANDS, rows_of
from outsidein.chart.chart import Chart, Half, Node
from outsidein.chart.columns import Placement
from outsidein.chart.company import BEHIND
from outsidein.chart.fonts import text_width, wrap
from outsidein.chart.links import share_label

GUTTER = 16.0
HALF_WIDTH, HALF_HEIGHT = 48.0, 24.0
SPREAD = 36.0
Shape = Literal["box", "diamond", "circle"]
QUESTION = (12.0, 500)
SMALL = (11.5, 400)
SMALL_STRONG = (11.5, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that stands in a cell: its column's offset and half its size."""

    id: str
    row: int
    column: int
    shape: Shape
    dx: float = 0.0
    half_width: float = HALF_WIDTH
    half_height: float = HALF_HEIGHT
    node: Node
    half: Half | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row of nodes of the view."""

    lane: int
    sub: int
    is_first: bool
    is_last: bool


@dataclass(slots=True, kw_only=True)
class Plan:
    """Rows, items and sizes before routing; ``left`` and ``right`` are extents of the columns."""

    chart: Chart
    placement: Placement
    rows: list[GridRow]
    items: dict[str, Item]
    left: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    above: list[float] = field(default_factory=list)
    below: list[float] = field(default_factory=list)
    bars: dict[str, float] = field(default_factory=dict)  # of meanwhiles, above their acts' middle
    forks: dict[str, float] = field(default_factory=dict)  # of rails, above the line of visibility
    foot: list[float] = field(default_factory=list)  # room below a row without lower tracks
    full_foot: list[float] = field(default_factory=list)  # room below a row's lower tracks
    rails: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    feet: dict[str, tuple[str, float]] = field(default_factory=dict)  # marks on lower edges

    def grow(self, sizes: Sizes) -> None:
        """Take the sizes that suit every view, so that the customer's lane is the same in all."""
        self.left, self.right = list(sizes.left), list(sizes.right)
        for row, (above, below, foot, full) in sizes.rows.items():
            if self.chart.kind == "journey":
                break  # its rows are its own
            self.above[row], self.below[row] = above, below
            self.foot[row], self.full_foot[row] = foot, full
        self.bars.update(sizes.bars)

    def upright_door(self, item: Item) -> float:
        """Return how far right of its centre hand-overs go down from an item, and come to it.

        In a blueprint the part's name stands below a half, at its left edge.
        """
        named = (item.half.part if item.half is not None else item.node.part) != ""
        return 32.0 if named and item.shape == "box" and not self.of_customer(item.row) else 0.0

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.placement.phases)

    def of_customer(self, row: int) -> bool:
        """Return whether a row lies in the customer's lane."""
        return self.chart.lanes[self.rows[row].lane].of_customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What every view of a process shares: extents of columns, heights of the customer's rows."""

    left: tuple[float, ...]
    right: tuple[float, ...]
    rows: dict[int, tuple[float, float, float, float]]
    bars: dict[str, float]


def sizes_of(plans: list[Plan]) -> Sizes:
    """Return the sizes that suit every one of several views."""
    rows = [row for row in range(len(plans[0].rows)) if plans[0].of_customer(row)]
    return Sizes(
        left=tuple(max(sides) for sides in zip(*(p.left for p in plans), strict=True)),
        right=tuple(max(sides) for sides in zip(*(p.right for p in plans), strict=True)),
        rows={
            r: (max(p.above[r] for p in plans), max(p.below[r] for p in plans),
                max(p.foot[r] for p in plans), max(p.full_foot[r] for p in plans))
            for r in rows
        },
        bars={span: height for p in plans for span, height in p.bars.items()},
    )  # fmt: skip


def plan(chart: Chart, placement: Placement) -> Plan:
    """Put a chart's nodes on the columns of its process."""
    from outsidein.chart.heights import set_heights  # it measures plans

    rows, behind = _rows(chart, placement)
    made = Plan(chart=chart, placement=placement, rows=rows, items={})
    index = {(chart.lanes[r.lane].id, r.sub): i for i, r in enumerate(rows)}
    for node in chart.nodes.values():
        if node.id in placement.cells:
            _put(made, node, index, behind)
    _feet(made)
    _extents(made)
    set_heights(made)
    return made


_FOOT_PLACES = {"fail": (-30.0, 30.0, 0.0), "patience": (39.0, -39.0), "limit": (-39.0, 39.0)}
NOTICE_PLACES = (40.0, -40.0, 20.0)


def _feet(made: Plan) -> None:
    """Give each exit that leads somewhere, or is noticed here, a place on its item's lower edge."""
    taken: dict[str, list[float]] = {}
    cells = made.placement.cells
    aims = {link.exit: link.target for link in made.chart.links if link.exit}
    for mark in made.chart.exits:
        item = mark.half if mark.half in made.items else mark.node
        if item not in made.items or not (mark.leads or mark.end is not None or mark.notices):
            continue
        if made.items[item].shape != "box":
            continue
        places = NOTICE_PLACES if mark.notices else _FOOT_PLACES[mark.kind]
        aim = aims.get(mark.id, mark.to)
        if mark.kind == "fail" and aim in cells and mark.node in cells:
            ahead = cells[aim][2] > cells[mark.node][2]
            places = tuple(sorted(places[:2], reverse=ahead)) + places[2:]
        used = taken.setdefault(item, [0.0] if made.items[item].node.halves else [])
        for place in places:
            if all(abs(place - other) >= 20 for other in used):
                used.append(place)
                made.feet[mark.id] = (item, place)
                break


def _rows(chart: Chart, placement: Placement) -> tuple[list[GridRow], dict[str, int]]:
    """Return the rows, and the row of each hidden step in a lane of several rows."""
    behind: dict[str, int] = {}
    taken: dict[int, int] = {}
    for node in chart.nodes.values():
        if node.lane == BEHIND and node.id in placement.cells:
            column = placement.cells[node.id][2]
            behind[node.id] = taken.get(column, 0)
            taken[column] = behind[node.id] + 1
    columns = {name: column for name, (_, _, column) in placement.cells.items()}
    behind |= rows_of(chart, columns)
    counts = {"customer": placement.rows, BEHIND: max([1, *taken.values()])}
    for name, row in behind.items():
        band = chart.nodes[name].lane
        counts[band] = max(counts.get(band, 1), row + 1)
    rows = []
    for number, lane in enumerate(chart.lanes):
        count = counts.get(lane.id, 1)
        rows += [
            GridRow(lane=number, sub=sub, is_first=sub == 0, is_last=sub == count - 1)
            for sub in range(count)
        ]
    return rows, behind


def _put(made: Plan, node: Node, index: dict[tuple[str, int], int], behind: dict[str, int]) -> None:
    lane, sub, column = made.placement.cells[node.id]
    if node.lane == BEHIND or node.lane in BANDS:
        lane, sub = node.lane, behind[node.id]
    row = index[lane, sub] if (lane, sub) in index else index[node.lane, 0]
    shape, width, height = _shape(node)
    made.items[node.id] = Item(
        id=node.id, row=row, column=column, shape=shape, dx=node.aside, half_width=width,
        half_height=height, node=node,
    )  # fmt: skip
    if node.halves:
        _put_halves(made, node, index, column)


def _put_halves(made: Plan, node: Node, index: dict[tuple[str, int], int], column: int) -> None:
    """Put the halves side by side, each rail passing free on the right of the halves above."""
    order, cells = made.placement.lanes, made.placement.cells
    halves = sorted(node.halves, key=lambda half: order.index(cells[half.id][0]))
    lanes = {half.lane for half in halves}
    spread = _spread(halves)
    first = -spread * (len(halves) - 1) / 2
    together = len(lanes) == 1 and len(halves) > 1
    rails = []
    for number, half in enumerate(halves):
        dx = first + spread * number
        rail = dx if number == 0 else first + spread * (number - 1) + HALF_WIDTH + 12
        rails.append((halves[0].id if together else half.id, rail if len(halves) > 1 else 0.0))
        if together and number:
            continue
        width = HALF_WIDTH + (spread * (len(halves) - 1) / 2 if together else 0)
        made.items[half.id] = Item(
            id=half.id, row=index[half.lane, 0], column=column, shape="box",
            dx=0.0 if together else dx, half_width=width, node=node, half=half,
        )  # fmt: skip
    made.rails[node.id] = rails


def _spread(halves: list[Half]) -> float:
    """Return how far apart halves stand: each rail's share must fit before the next rail."""
    labels = [badge.label for half in halves[1:-1] for badge in half.badges]
    return max([SPREAD, *(text_width(label, 11.5, 600) + 9 for label in labels)])


def _shape(node: Node) -> tuple[Shape, float, float]:
    if node.kind == "gateway":
        size = 15.0 if node.sign in ("all", "some") else 18.0
        return "diamond", size, size
    if node.kind in ("start", "timer"):
        return "circle", 13.0, 13.0
    if node.kind == "consult":
        return "circle", 5.0, 5.0
    if node.kind == "tag":
        return "circle", *((11.0, 15.0) if node.points == "up" else (15.0, 11.0))
    if node.kind == "end":
        size = 9.5 if node.is_local else 13.0
        return "circle", size, size
    if node.kind == "ghost":
        return "box", 38.0, 18.0
    return "box", HALF_WIDTH, HALF_HEIGHT


def question_lines(node: Node) -> list[str]:
    """Return the lines of a decision's question."""
    return wrap(node.text, 104, *QUESTION) if node.text else []


def lines_above(item: Item) -> int:
    """Return how many lines stand above a decision: its question, and how long it takes."""
    if item.shape != "diamond":
        return 0
    node = item.node
    return len(question_lines(node)) + bool(node.text and node.note) + bool(node.text and node.only)


def answer_lines(label: str) -> list[str]:
    """Return the lines of an answer beside its flow."""
    return wrap(label, 92, *SMALL) if label else []


def _extents(made: Plan) -> None:
    """Give each column the room that its nodes and labels ask for, left and right."""
    spread = made.placement.spreads
    made.left = [(HALF_WIDTH if not n else 8.0) + SPREAD * (spread[i] - 1) / 2
                 for i, n in enumerate(made.placement.narrow)]  # fmt: skip
    made.right = list(made.left)
    for item in made.items.values():
        c = item.column
        side = max(item.half_width + abs(item.dx), _margin(item.node) if item.half is None else 0)
        made.left[c], made.right[c] = max(made.left[c], side), max(made.right[c], side)
    for link in made.chart.links:
        source = made.items.get(link.source)
        if source is None or source.shape != "diamond" or not link.label:
            continue
        texts = [*answer_lines(link.label), share_label(link)]
        width = max(text_width(t, *SMALL_STRONG) for t in texts)
        c = source.column
        made.right[c] = max(made.right[c], source.half_width + width + 2)
    for node in made.chart.nodes.values():
        if node.trigger and node.id in made.items:
            width = max(text_width(t, *SMALL) for t in trigger_lines(node))
            c = made.items[node.id].column
            made.right[c] = max(made.right[c], width + 8)


def trigger_lines(node: Node) -> list[str]:
    """Return the lines beside an act's tap: when it happens."""
    return wrap(node.trigger[0], 96, *SMALL) if node.trigger else []


def tag_lines(node: Node) -> list[str]:
    """Return the lines below a tag: where the flow goes on, or comes from."""
    return wrap(node.note, 78, *SMALL, most=3)


def _margin(node: Node) -> float:
    """Return half the width of what stands above or below a narrow node."""
    if node.kind == "start":
        return 26.0
    if node.kind == "end":
        lines = wrap(node.text, 92, 12, 600) if not node.is_local else wrap(node.text, 84, *SMALL)
        return max([24.0, *(text_width(t, 12, 600) / 2 for t in lines)])
    if node.kind == "gateway" and node.sign in ("choice", "race"):
        return max([28.0, *(text_width(t, *QUESTION) / 2 - 4 for t in question_lines(node))])
    if node.kind == "tag":
        texts = [text_width(t, *SMALL) / 2 for t in tag_lines(node)]
        return 15.0 if node.aside else max([24.0, *texts])
    if node.kind == "timer":
        return max(28.0, text_width(node.text, *SMALL) / 2)
    return 0.0
