"""Which column and row each node takes: one encounter, one column; the main way on row 1."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.chart.cells import Column, Grid, Row
from outsidein.chart.chart import Chart, Node, Span
from outsidein.chart.lanes import CUSTOMER

DETOUR_ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The columns of a process: the same for every view of it.

    ``cells``: (lane id, row in the lane, column) by node and half · ``phases``: name by column ·
    ``spreads``: halves side by side in each column · ``rows``: rows in the main lane.
    """

    lanes: tuple[str, ...]
    cells: dict[str, tuple[str, int, int]]
    phases: tuple[str, ...]
    spreads: tuple[int, ...]
    narrow: tuple[bool, ...]
    rows: int
    act_rows: dict[str, int]  # by meanwhile: the row in the main lane where its acts stand
    act_levels: dict[str, int]  # by meanwhile: how many bars of the same row it runs above


def place(chart: Chart) -> Placement:
    """Place every node of the departments view; the result does not depend on anything else."""
    return _Placer(chart).place()


class _Placer:
    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.grid = Grid()
        self.lane_index = {lane.id: i for i, lane in enumerate(chart.lanes)}
        self.main_lane = self.lane_index[CUSTOMER]
        self.before: dict[str, list[str]] = {}
        self.after: dict[str, list[str]] = {}
        for link in chart.links:
            if link.kind == "flow" and not link.back:
                self.before.setdefault(link.target, []).append(link.source)
                self.after.setdefault(link.source, []).append(link.target)
        self.act_rows: dict[str, int] = {}
        self.act_levels: dict[str, int] = {}
        self.acts_in: dict[int, list[Span]] = {}

    def place(self) -> Placement:
        nodes = self.chart.nodes
        later = [n for n in self.chart.order if nodes[n].kind == "end"]
        for node_id in self.chart.order:
            node = nodes[node_id]
            if node.kind != "end" and node.act_of is None and node_id not in self.grid.cell:
                self._place_base(node)
        for node_id in later:
            if not nodes[node_id].is_local:
                column = self.grid.append(nodes[node_id].phase or self._last_phase())
                self.grid.put(node_id, self._row(nodes[node_id], column), column)
        for span in sorted(self.chart.meanwhiles, key=lambda span: self._span(span)[1]):
            self._place_acts(span)
        for node_id in nodes:
            if node_id not in self.grid.cell and nodes[node_id].kind != "consult":
                self._place_end(nodes[node_id])
        for link in self.chart.links:
            if link.kind == "consult":
                self._place_consult(nodes[link.source], nodes[link.target])
        return self._result()

    def _last_phase(self) -> str:
        return self.grid.columns[-1].phase if self.grid.columns else ""

    def _result(self) -> Placement:
        index = {id(column): i for i, column in enumerate(self.grid.columns)}
        lanes = [lane.id for lane in self.chart.lanes]
        cells = {
            node: (lanes[row[0]], row[1], index[id(column)])
            for node, (row, column) in self.grid.cell.items()
        }
        rows = [
            row[1] for column in self.grid.columns for row in column.at if row[0] == self.main_lane
        ]
        return Placement(
            lanes=tuple(lanes), cells=cells, phases=tuple(c.phase for c in self.grid.columns),
            spreads=tuple(c.spread for c in self.grid.columns),
            narrow=tuple(c.is_narrow for c in self.grid.columns),
            rows=max([0, *rows, *self.act_rows.values()]) + 1, act_rows=dict(self.act_rows),
            act_levels=dict(self.act_levels),
        )  # fmt: skip

    # The flow itself, in the order of reading.

    def _place_base(self, node: Node) -> None:
        of_customer = self.chart.lanes[self.lane_index[node.lane]].of_customer
        if not of_customer:
            self._place_hidden(node)
            return
        column = self._shared_column(node) or self.grid.append(node.phase)
        row = self._row(node, column)
        self._put(node, row, column)
        if node.kind == "gateway" and row[0] == self.main_lane:
            self._pull_detour(node, row, column)
        if node.kind != "step" and len(column.at) == 1:
            column.is_narrow = True

    def _shared_column(self, node: Node) -> Column | None:
        """Return a column that only hidden work of another branch uses, after all steps before."""
        if node.kind not in ("step", "gateway") or len(node.halves) > 1:
            return None
        origins = [
            self.grid.column_of(b) for b in self.before.get(node.id, ()) if b in self.grid.cell
        ]
        top = (self.lane_index[node.lane], 0)
        lows = [(self.lane_index[half.lane], 0) for half in node.halves]
        for column in self.grid.columns[max(origins, default=len(self.grid.columns)) + 1 :]:
            is_open = column.phase == node.phase and not column.is_narrow and column.spread == 1
            alone = all(row[0] > self.main_lane for row in column.at)
            free = all(column.is_free(low) and column.is_free_between(top, low) for low in lows)
            if is_open and alone and free:
                return column
        return None

    def _put(self, node: Node, row: Row, column: Column) -> None:
        self.grid.put(node.id, row, column)
        if not node.halves:
            return
        lanes = [(self.lane_index[half.lane], 0) for half in node.halves]
        for half, half_row in zip(node.halves, lanes, strict=True):
            self.grid.put(half.id, half_row, column)
        column.rails.append((row, max(lanes)))
        column.spread = max(column.spread, len(node.halves))

    def _row(self, node: Node, column: Column) -> Row:
        lane = self.lane_index[node.lane]
        if lane != self.main_lane or node.id in self.chart.main or node.kind == "start":
            return (lane, 0)
        here = self.grid.index(column)
        origins = [self.grid.cell[b] for b in self.before.get(node.id, ()) if b in self.grid.cell]
        near = max(origins, key=lambda cell: self.grid.index(cell[1]), default=None)
        own = near[0][1] if near and near[0][0] == lane else 0
        is_straight = own > 0 or (near is not None and near[0][0] < lane)
        first = self.grid.index(near[1]) + 1 if near and is_straight else here
        tried = [own] if own else []
        for sub in [*tried, *range(max(own, 1), DETOUR_ROWS), *range(1, DETOUR_ROWS)]:
            if self.grid.is_free_row((lane, sub), first, here) and column.is_free((lane, sub)):
                return (lane, sub)
        return (lane, 1)

    def _pull_detour(self, gateway: Node, row: Row, column: Column) -> None:
        """Place the detour a decision leads to straight below it, so that the exception falls."""
        for target in self.after.get(gateway.id, ()):
            node = self.chart.nodes[target]
            waits = [b for b in self.before.get(target, ()) if b not in self.grid.cell]
            if (
                node.kind == "step" and node.lane == CUSTOMER and target not in self.chart.main
                and target not in self.grid.cell and not waits and node.phase == gateway.phase
                and self._has_room(node, row, column)
                and row[1] + 1 < DETOUR_ROWS
            ):  # fmt: skip
                self._put(node, (row[0], row[1] + 1), column)
                return

    def _has_room(self, node: Node, row: Row, column: Column) -> bool:
        lows = [(self.lane_index[half.lane], 0) for half in node.halves]
        return all(column.is_free(low) and column.is_free_between(row, low) for low in lows)

    # Hidden work: as few columns as possible.

    def _place_hidden(self, node: Node) -> None:
        row = (self.lane_index[node.lane], 0)
        near = self._nearest_before(node)
        if near is not None and self._fits_below(node, row, *near):
            column = near[1]
            column.rails.append((min(row, near[0]), max(row, near[0])))  # the hand-over's line
        else:
            first = self.grid.index(near[1]) + 1 if near else len(self.grid.columns)
            column = self._next_free(node, row, first) or self.grid.append(node.phase)
        self.grid.put(node.id, row, column)
        column.is_narrow = len(column.at) == 1 and node.kind != "back"
        if node.in_sight:
            column.in_sight.append(row)

    def _nearest_before(self, node: Node) -> tuple[Row, Column] | None:
        """Return the lowest cell of the step before it that stands furthest right."""
        cells = []
        for before in self.before.get(node.id, ()):
            if before in self.grid.cell:
                row, column = self.grid.cell[before]
                halves = [self.grid.cell[h.id][0] for h in self.chart.nodes[before].halves]
                cells.append((max([row, *halves]), column))
        return max(cells, key=lambda cell: self.grid.index(cell[1]), default=None)

    def _fits_below(self, node: Node, row: Row, above: Row, column: Column) -> bool:
        return (
            row[0] != above[0] and column.phase == node.phase and column.spread == 1
            and node.sign not in ("all", "some") and column.is_free(row)
            and column.is_free_between(above, row)
            and column.hides_well(row, node.in_sight, self.main_lane + 1)
        )  # fmt: skip

    def _next_free(self, node: Node, row: Row, first: int) -> Column | None:
        if node.sign in ("all", "some"):
            return None
        for column in self.grid.columns[first:]:
            if (
                column.phase == node.phase and column.spread == 1 and column.is_free(row)
                and column.hides_well(row, node.in_sight, self.main_lane + 1)
                and not (column.is_narrow and node.kind == "back")
            ):  # fmt: skip
                return column
        return None

    # What may happen meanwhile: acts on a row of their own, in free columns of the span.

    def _span(self, span: Span) -> tuple[int, int]:
        """Return the first and last column of a span as they are now."""
        grid = self.grid
        first = grid.column_of(span.first) if span.first in grid.cell else 0
        last = grid.column_of(span.last) if span.last in grid.cell else len(grid.columns) - 1
        return first, last

    def _place_acts(self, span: Span) -> None:
        grid = self.grid
        first, last = self._span(span)
        end = grid.columns[last] if grid.columns else grid.append("")
        sub, under = self._act_row(first, last)
        self.act_rows[span.id] = sub
        self.act_levels[span.id] = 1 + max((self.act_levels[s.id] for s in under), default=-1)
        self.acts_in.setdefault(sub, []).append(span)
        for act_id in span.acts:
            if act_id not in self.chart.nodes:
                continue
            node = self.chart.nodes[act_id]
            low = max([(self.main_lane, sub), *((self.lane_index[h.lane], 0) for h in node.halves)])
            after = max([first, *(self._span(s)[1] for s in under)])
            column = self._act_column((self.main_lane, sub), low, after, grid.index(end))
            if column is None:
                index = grid.index(end)
                phase = grid.columns[max(index - 1, 0)].phase
                column = grid.insert(index, phase)
            self._put(node, (self.main_lane, sub), column)

    def _act_row(self, first: int, last: int) -> tuple[int, list[Span]]:
        """Return the row of a span's acts, and the spans on it whose bars it runs above.

        Its acts then stand right of them, so that no tap crosses a bar.
        """
        sub = 1
        while True:
            spans = [(s, self._span(s)) for s in self.acts_in.get(sub, ())]
            under = [(s, ends) for s, ends in spans if ends[0] <= last and first <= ends[1]]
            acts = {act for s, _ in under for act in s.acts}
            row = (self.main_lane, sub)
            here = [c.at[row] for c in self.grid.columns[first : last + 1] if row in c.at]
            if acts >= set(here) and all(ends[1] < last for _, ends in under):
                return sub, [s for s, _ in under]
            sub += 1

    def _act_column(self, row: Row, low: Row, first: int, last: int) -> Column | None:
        for column in self.grid.columns[first + 1 : last]:
            customers = [r for r in column.at if r[0] <= self.main_lane]
            is_open = not customers and not column.is_narrow and not column.in_sight
            if is_open and column.is_free(low) and column.is_free_between(row, low):
                return column
        return None

    def _place_consult(self, source: Node, dot: Node) -> None:
        """Place the dot of a part asked meanwhile straight above or below, or nowhere."""
        cell = self.grid.cell.get(source.halves[-1].id if source.halves else source.id)
        row = (self.lane_index[dot.lane], 0)
        if cell is None or row == cell[0] or len(source.halves) > 1:
            return
        if cell[1].is_free(row) and cell[1].is_free_between(cell[0], row):
            self.grid.put(dot.id, row, cell[1])
            cell[1].rails.append((min(row, cell[0]), max(row, cell[0])))

    # Ends beside the step that leads to them.

    def _place_end(self, node: Node) -> None:
        origin = next(iter(self.before.get(node.id, ())), None)
        if origin is None or origin not in self.grid.cell:
            origin = next(
                iter(link.source for link in self.chart.links if link.target == node.id), None
            )
        if origin is None or origin not in self.grid.cell:
            column = self.grid.append(node.phase)
            column.is_narrow = True
            self.grid.put(node.id, (self.main_lane, 1), column)
            return
        (row, column), source = self.grid.cell[origin], self.chart.nodes[origin]
        if row[0] > self.main_lane:
            self._place_end_above(node, row, column)
        elif source.kind == "gateway":
            below = (self.main_lane, row[1] + 1 if row[0] == self.main_lane else 1)
            if column.is_free(below) and column.is_free_between(row, below):
                self.grid.put(node.id, below, column)
            else:
                self._place_end_right(node, below, column)
        else:
            self._place_end_right(node, row, column)

    def _place_end_above(self, node: Node, row: Row, column: Column) -> None:
        for sub in range(1, DETOUR_ROWS):
            above = (self.main_lane, sub)
            if column.is_free(above) and column.is_free_between(above, row):
                self.grid.put(node.id, above, column)
                return
        self._place_end_right(node, (self.main_lane, 1), column)

    def _place_end_right(self, node: Node, row: Row, column: Column) -> None:
        grid = self.grid
        here = grid.index(column)
        last = grid.columns[-1]
        is_end_column = any(
            self.chart.nodes[n].kind == "end" for n in last.at.values() if n in self.chart.nodes
        )
        is_near = len(grid.columns) - here <= 5 and last.is_free(row)
        if is_end_column and is_near and grid.is_free_row(row, here + 1, len(grid.columns) - 1):
            grid.put(node.id, row, last)
            return
        beside = grid.columns[here + 1] if here + 1 < len(grid.columns) else None
        if beside is not None and _takes_end(beside, column.phase, row):
            grid.put(node.id, row, beside)
            return
        narrow = grid.insert(here + 1, column.phase)
        narrow.is_narrow = True
        grid.put(node.id, row, narrow)


def _takes_end(column: Column, phase: str, row: Row) -> bool:
    return not column.rails and column.phase == phase and column.is_free(row)
