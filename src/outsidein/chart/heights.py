"""How high each row must be: only what stands above one another asks for room."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from outsidein.chart.chart import Exit, Node, Span
from outsidein.chart.fonts import wrap
from outsidein.chart.lanes import COMPANY
from outsidein.chart.links import share_label
from outsidein.chart.plan import (
    Item,
    Plan,
    answer_lines,
    lines_above,
    question_lines,
    tag_lines,
    trigger_lines,
)

TEXT = 14.0  # one line of text
GAP = 10.0
LEAST_PITCH = 96.0  # between two rows of the customer
LEAST_FOOT = 84.0  # from the last row of the customer to the line of visibility
FOLDED = 28.0  # height of a lane that nothing stands in
BARS = 26.0  # from one bar of acts to the next above it
# Above and below the centre of a blueprint's rows, where the part's name stands below each half.
_STAGES = {"onstage": (54.0, 52.0), "backstage": (46.0, 56.0), "support": (46.0, 52.0)}


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far an item, with its labels, reaches above and below its centre."""

    column: int
    row: int
    up: float
    down: float
    near: int = 1  # columns on either side in which it must not meet anything


def set_heights(made: Plan) -> None:
    """Give each row the room its nodes and labels ask for, above and below its centre."""
    count = len(made.rows)
    made.above, made.below = [0.0] * count, [0.0] * count
    made.foot, made.full_foot = [0.0] * count, [0.0] * count
    made.forks = {i.id: _fork(i) for i in made.items.values() if len(made.rails.get(i.id, ())) > 1}
    _bars(made)
    of_customer = [row for row in range(count) if made.of_customer(row)]
    if of_customer:
        _customer_rows(made, of_customer)
    for row in range(count):
        if not made.of_customer(row):
            _part_row(made, row)


# What an item needs above and below its centre.


def _up(made: Plan, item: Item) -> float:
    node = item.node
    if item.shape == "diamond":
        return item.half_height + 8 + 14.6 * lines_above(item)
    room = item.half_height + 6
    if item.shape == "box" and node.wait:
        room = item.half_height + 28
    elif item.shape == "box" and (node.only or _fails_here(made, item)):
        room = item.half_height + 18
    return room


def _fails_here(made: Plan, item: Item) -> bool:
    return any(
        mark.kind == "fail" and mark.node == item.id and mark.half is None
        and mark.id not in made.feet for mark in made.chart.exits
    )  # fmt: skip


def _down(made: Plan, item: Item) -> float:
    node = item.node
    if item.shape == "circle":
        return item.half_height + 8 + TEXT * _lines_of(node)
    if item.shape == "diamond":
        return _down_of_decision(made, item)
    marks = [m for m in made.chart.exits if m.id in made.feet and made.feet[m.id][0] == item.id]
    room = item.half_height + (18 if node.note or (node.only and node.wait) else 6)
    for mark in marks:
        room = max(room, item.half_height + 14, _hanging(mark))
    return room


def _hanging(mark: Exit) -> float:
    """Return how far the end that hangs below a mark reaches, with its name."""
    if mark.end is None:
        return 0.0
    return 24.0 + 38 + 12 + TEXT * max(1, len(wrap(mark.end_text, 84, 11.5, 500)))


def _lines_of(node: Node) -> int:
    if node.kind == "tag":
        return len(tag_lines(node))
    if node.kind == "end":
        return len(wrap(node.text, 92, 12, 600)) + (not node.is_local)
    return node.text.count("\n") + len(wrap(node.text, 92, 12))


def _down_of_decision(made: Plan, item: Item) -> float:
    """Return the room for the answers on the ways down."""
    room = item.half_height + 8
    for link in made.chart.links:
        target = made.items.get(link.target)
        if link.source != item.id or target is None or not (link.label or link.share):
            continue
        if target.row > item.row:
            lines = len(answer_lines(link.label)) + bool(share_label(link))
            room = max(room, item.half_height + 16 + TEXT * lines + 8)
    return room


# The rows of the customer.


def _customer_rows(made: Plan, rows: list[int]) -> None:
    items = [i for i in made.items.values() if i.half is None and made.of_customer(i.row)]
    reaches = [_Reach(i.column, i.row, _up(made, i), _down(made, i)) for i in items]
    for row in rows:
        hard = [_hard(made, i) for i in items if i.row == row]
        made.above[row] = max([34.0, *(up for up, _ in hard)])
        made.below[row] = max([36.0, *(down for _, down in hard)])
    first = rows[0]
    made.above[first] = max([56.0, *(r.up for r in reaches if r.row == first)]) + 22
    for before, row in pairwise(rows):
        _part_rows(made, before, row, reaches)
    _foot(made, rows[-1], items, reaches)


def _hard(made: Plan, item: Item) -> tuple[float, float]:
    """Return what must stay free of lines: ends that hang below a mark, and the rings of waits."""
    down = item.half_height + 12
    for mark in made.chart.exits:
        if mark.id in made.feet and made.feet[mark.id][0] == item.id:
            down = max(down, 24.0 + 12, 24.0 + 38 + 14 if mark.end is not None else 0.0)
    return item.half_height + 14, down


def _part_rows(made: Plan, before: int, row: int, reaches: list[_Reach]) -> None:
    """Set a row as near below the one before it as what stands in their columns allows."""
    parted = made.rows[before].lane != made.rows[row].lane
    uppers = [r for r in reaches if r.row < row]
    lowers = [r for r in reaches if r.row == row] + _taps(made, row)
    pitch = 0.0 if parted else LEAST_PITCH
    for low in lowers:
        for up in uppers:
            if abs(up.column - low.column) <= low.near:
                between = sum(
                    made.below[k] + made.above[k + 1] for k in range(up.row, before)
                )  # fmt: skip
                pitch = max(pitch, up.down + low.up + GAP - between)
    below, above = made.below[before], made.above[row]
    if parted:
        below = max([below, *(r.down for r in reaches if r.row == before)]) + 6
        above = max([above, *(r.up for r in lowers)]) + 14
    made.below[before] = below
    made.above[row] = max(above, pitch - below)


def _taps(made: Plan, row: int) -> list[_Reach]:
    """Return what the bars of acts need above them, in every column they run over."""
    found = []
    for span in made.chart.meanwhiles:
        acts = [made.items[a] for a in span.acts if a in made.items]
        if acts and acts[0].row == row:
            first, last = span_columns(made, span)
            up = made.bars[span.id] + 24
            found += [_Reach(column, row, up, 0.0, 0) for column in range(first, last + 1)]
    return found


def span_columns(made: Plan, span: Span) -> tuple[int, int]:
    """Return the first and last column that the bar of a meanwhile runs over."""
    cells = made.placement.cells
    found = [made.items[a].column for a in span.acts if a in made.items]
    found += [cells[end][2] for end in (span.first, span.last) if end in cells]
    found += [0] * span.open_left + [made.columns - 1] * span.open_right
    return (min(found), max(found)) if found else (0, 0)


def _bars(made: Plan) -> None:
    """Set the bar of each meanwhile above its acts, and above the bars that it runs over."""
    levels = made.placement.act_levels
    base: dict[int, float] = {}
    for span in made.chart.meanwhiles:
        for act in (made.items[a] for a in span.acts if a in made.items):
            lines = len(trigger_lines(act.node))
            base[act.row] = max(base.get(act.row, 0.0), 54.0 + TEXT * max(lines - 1, 0))
    for span in made.chart.meanwhiles:
        acts = [made.items[a] for a in span.acts if a in made.items]
        if acts:
            made.bars[span.id] = base[acts[0].row] + BARS * levels.get(span.id, 0)


# Between the last row of the customer and the line of visibility.


def _fork(item: Item) -> float:
    """Return how far above the line of visibility an encounter's rail forks."""
    room = 48.0
    for half in item.node.halves:
        stacked = 28.0 * (len(half.badges) - 1)
        room = max(room, stacked + (76.0 if any(b.through for b in half.badges) else 44.0))
    return room


def _foot(made: Plan, last: int, items: list[Item], reaches: list[_Reach]) -> None:
    has_halves = any(i.node.halves for i in items)
    below = made.below[last]
    least = LEAST_FOOT if has_halves else below + 24.0
    full = 0.0
    for item, reach in zip(items, reaches, strict=True):
        above = sum(made.below[k] + made.above[k + 1] for k in range(item.row, last))
        rail = _rail_room(made, item)
        room = reach.down + (16 if rail else 24)
        if rail:
            solid = item.half_height + (18 if item.node.note else 6)
            forked = len(made.rails[item.id]) > 1
            room = max(room + (rail if forked and reach.down > solid else 0), solid + rail + GAP)
            room = max(room, above + rail + 14)  # clear of the flows on the last row
        least = max(least, room - above)
        full = max(full, rail)
    made.foot[last] = max(least - below, 0.0)
    made.full_foot[last] = max(full + 8, 24.0)


def _rail_room(made: Plan, item: Item) -> float:
    """Return the room that badges, forks and pills take on a rail above the line."""
    halves = item.node.halves
    if not halves:
        return 0.0
    own = {badge.through for half in halves for badge in half.badges}
    forked = len(made.rails[item.id]) > 1
    pills = len([s for s in item.node.shared if not forked or s not in own])
    if forked:
        return made.forks[item.id] + (8 + 20.0 * pills if pills else 0)
    return (
        14.0
        + 28 * (max(len(half.badges) for half in halves) - 1)
        + ((50.0 if pills else 0) + 20.0 * max(pills - 1, 0))
    )


# The rows of the parts.


def _part_row(made: Plan, row: int) -> None:
    lane = made.chart.lanes[made.rows[row].lane]
    inside = [item for item in made.items.values() if item.row == row]
    can_fold = lane.kind not in ("company", "behind") and lane.id not in made.chart.open_lanes
    if not inside and lane.room is None and can_fold:
        made.above[row] = made.below[row] = FOLDED / 2
        return
    if lane.room is not None:
        made.above[row], made.below[row] = lane.room
        return
    above, below = _STAGES.get(lane.kind, (56.0 if lane.id == COMPANY else 41.0, 41.0))
    if lane.id == COMPANY and made.chart.in_sight:
        below += 2 * TEXT  # the names of what the customer can follow
    asked = max((len(question_lines(i.node)) + bool(i.node.note) + bool(i.node.only)
                 for i in inside if i.shape == "diamond"), default=0)  # fmt: skip
    if asked:
        above = max(above, 18 + 6 + 14.4 * asked + 6)
    ids = {item.id for item in inside}
    for mark in made.chart.exits:
        if mark.end is not None and mark.id in made.feet and made.feet[mark.id][0] in ids:
            below = max(below, _hanging(mark) + 4)
    below = max([below, *(_down(made, i) + 4 for i in inside if i.node.kind == "tag")])
    made.above[row], made.below[row] = above, below
