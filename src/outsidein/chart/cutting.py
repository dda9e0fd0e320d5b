"""One band of a process: its own nodes on their columns, tags where flows leave and enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from outsidein.chart.chart import Chart, Link, Node, Span
from outsidein.chart.columns import Placement
from outsidein.chart.continuations import Crossing
from outsidein.chart.lanes import CUSTOMER

ASIDE = 32.0  # a tag below its target stands this far right of the column's centre
Cell = tuple[str, int]  # (lane, row in it)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A chart and its cells: what stands in one band; ``column``: the new of each old column."""

    chart: Chart
    placement: Placement
    column: dict[int, int]


@dataclass(slots=True)
class _Slot:
    """A column of the band: an old one, or a narrow one for tags."""

    old: int | None
    phase: str
    at: dict[Cell, str] = field(default_factory=dict)


def cut_out(
    chart: Chart, placement: Placement, bands: dict[str, int], number: int,
    crossed: Sequence[Crossing], name: Callable[[Crossing, bool], str],
    ghosts: frozenset[str] = frozenset(),
) -> Band:  # fmt: skip
    """Return one band of a chart.

    ``bands``: the band of each node · ``number``: of this band · ``crossed``: the flows between
    bands · ``name``: where a flow goes on (True) or comes from (False), for its tag ·
    ``ghosts``: nodes of a neighbouring band that are drawn in this one too.
    """
    return _Cutter(chart, placement, bands, number, crossed, name, ghosts).cut()


class _Cutter:
    def __init__(
        self, chart: Chart, placement: Placement, bands: dict[str, int], number: int,
        crossed: Sequence[Crossing], name: Callable[[Crossing, bool], str],
        ghosts: frozenset[str],
    ) -> None:  # fmt: skip
        self.chart, self.placement, self.name, self.number = chart, placement, name, number
        self.ghosts = ghosts
        self.ends: list[Node] = []  # that stand in this band, but on a column of another
        mine = [n for n in bands if bands[n] == number or n in ghosts]
        columns = {placement.cells[n][2] for n in mine if chart.nodes[n].kind != "end"}
        columns |= {c for c in self._columns_of_ends(mine) if self._is_between(c, columns)}
        self.slots = [_Slot(c, placement.phases[c]) for c in sorted(columns)]
        self.kept = set(mine)
        for node in (chart.nodes[n] for n in mine):
            if placement.cells[node.id][2] not in columns:
                self.ends.append(node)
            else:
                slot = self._slot_of(placement.cells[node.id][2])
                slot.at[self._cell(node.id)] = node.id
                slot.at |= {(half.lane, 0): half.id for half in node.halves}
        self.out = [c for c in crossed if c.first == number]
        self.into = [c for c in crossed if c.last == number]
        self.edges: dict[bool, _Slot] = {}  # the tag columns, at the end and not
        self.tags: dict[str, tuple[Node, _Slot, Cell]] = {}
        self.links: list[Link] = []

    def _columns_of_ends(self, mine: list[str]) -> list[int]:
        return [self.placement.cells[n][2] for n in mine if self.chart.nodes[n].kind == "end"]

    def _is_between(self, column: int, columns: set[int]) -> bool:
        """Return whether an end's column lies in this band, or right behind it."""
        if not columns:
            return True
        others = [
            c for n, (_, _, c) in self.placement.cells.items()
            if n in self.chart.nodes and c not in columns and min(columns) < c <= column
            and self.chart.nodes[n].kind != "end"
        ]  # fmt: skip
        return column > min(columns) and not others

    def _slot_of(self, column: int) -> _Slot:
        return next(slot for slot in self.slots if slot.old == column)

    def _cell(self, node: str) -> Cell:
        """Return the cell of a node in this view, which may have other lanes."""
        lane, sub, _ = self.placement.cells[node]
        own = self.chart.nodes[node].lane
        return (lane, sub) if lane == own else (own, 0)

    def cut(self) -> Band:
        for node in self.ends:
            self._move(node)
        for crossing in self.out:
            self._leave_back(crossing) if crossing.back else self._leave(crossing)
        for crossing in self.into:
            self._enter_back(crossing) if crossing.back else self._enter(crossing)
        return self._result()

    def _move(self, end: Node) -> None:
        """Let an end stand at the right edge of the band that leads to it."""
        source = next(link.source for link in self.chart.links if link.target == end.id)
        slot, cell = self._edge([self._cell(source)], at_end=True)
        node = replace(end, lane=cell[0])
        slot.at[cell] = end.id
        self.tags[end.id] = (node, slot, cell)

    # Forwards: at the edges of the band.

    def _leave(self, crossing: Crossing) -> None:
        tag_id = f"~to.{self.number}.{crossing.link.target}"
        if tag_id not in self.tags:
            source = self._origin(crossing.link)
            slot, cell = self._edge([source, self._cell(crossing.link.source)], at_end=True)
            self._put(crossing, tag_id, slot, cell, onwards=True)
        link = crossing.link
        self.links.append(replace(link, target=tag_id, limit="", back=False))

    def _origin(self, link: Link) -> Cell:
        """Return the cell a flow leaves from: of a mark, the half on which it stands."""
        node = self.chart.nodes[link.source]
        mark = next((e for e in self.chart.exits if e.id == link.exit), None)
        half = next((h for h in node.halves if mark is not None and h.id == mark.half), None)
        return (half.lane, 0) if half is not None else self._lowest(link.source, link.target)

    def _lowest(self, source: str, target: str) -> Cell:
        """Return the cell a flow leaves from: the part's half if it goes on to a part."""
        node = self.chart.nodes[source]
        to_part = not self.chart.lane(self.chart.nodes[target].lane).of_customer
        if to_part and len(node.halves) == 1:
            return node.halves[0].lane, 0
        return self._cell(source)

    def _enter(self, crossing: Crossing) -> None:
        tag_id = f"~from.{self.number}.{crossing.link.target}"
        target = crossing.link.target
        if tag_id in self.tags:
            return
        source = self._origin(crossing.link)
        slot, cell = self._edge([source, self._cell(target)], at_end=False)
        self._put(crossing, tag_id, slot, cell, onwards=False)
        self._link_in(crossing, tag_id)

    def _link_in(self, crossing: Crossing, tag_id: str) -> None:
        together = [c.link for c in self.into if c.link.target == crossing.link.target
                    and c.back == crossing.back]  # fmt: skip
        known = [link.weight for link in together if link.weight is not None]
        weight = min(sum(known), 1.0) if len(known) == len(together) else None
        self.links.append(
            Link(id=f"{tag_id}.on", source=tag_id, target=crossing.link.target, weight=weight,
                 back=crossing.back, limit=crossing.link.limit if crossing.back else "",
                 kind="wait" if crossing.link.kind == "wait" else "flow")
        )  # fmt: skip

    def _edge(self, wanted: list[Cell], *, at_end: bool) -> tuple[_Slot, Cell]:
        """Return a cell of a tag column at an edge: in a wanted row if the way there is free."""
        lanes = [lane.id for lane in self.chart.lanes]
        others = [(CUSTOMER, sub) for sub in range(self.placement.rows)]
        others += [(lane, 0) for lane in lanes if lane != CUSTOMER]
        inner = [s for s in self.slots if s.old is not None and not self._is_ghost(s)]
        ordered = inner[::-1] if at_end else inner
        if at_end not in self.edges:
            place = self.slots.index(ordered[0]) + at_end if ordered else 0
            self.edges[at_end] = _Slot(None, ordered[0].phase if ordered else "")
            self.slots.insert(place, self.edges[at_end])
        edge = self.edges[at_end]
        taken = self._rows_of_ghosts(at_end=at_end)
        for cell in [*wanted, *others]:
            free = cell not in edge.at and cell not in taken
            if free and (cell in wanted or not ordered or cell not in ordered[0].at):
                return edge, cell
        further = _Slot(None, edge.phase)
        self.slots.insert(self.slots.index(edge) + at_end, further)
        return further, wanted[0]

    def _is_ghost(self, slot: _Slot) -> bool:
        return bool(self.ghosts & set(slot.at.values()))

    def _rows_of_ghosts(self, *, at_end: bool) -> set[Cell]:
        """Return the rows in which flows run between this phase and a neighbour's step."""
        found: set[Cell] = set()
        for link in self.chart.links:
            ghost, own = (link.target, link.source) if at_end else (link.source, link.target)
            if ghost in self.ghosts and own in self.kept:
                node = self.chart.nodes[ghost]
                found |= {self._cell(ghost), *((half.lane, 0) for half in node.halves)}
        return found

    # Backwards: beside the step, never through a band.

    def _leave_back(self, crossing: Crossing) -> None:
        link = crossing.link
        tag_id = f"~back.{link.source}.{link.target}"
        if tag_id not in self.tags:
            column = self.placement.cells[link.source][2]
            cell = self._origin(link)
            source = self.chart.nodes[link.source]
            before = source.kind in ("step", "back") and link.exit is None
            index = self.slots.index(self._slot_of(column))
            slot = self._beside(index, cell, before=before)
            self._put(crossing, tag_id, slot, cell, onwards=True)
        self.links.append(replace(link, target=tag_id, limit="", back=True))

    def _beside(self, index: int, cell: Cell, *, before: bool) -> _Slot:
        """Return a narrow column beside another with the cell free."""
        near = index - 1 if before else index + 1
        if 0 <= near < len(self.slots):
            slot = self.slots[near]
            if slot.old is None and cell not in slot.at:
                return slot
        slot = _Slot(None, self.slots[index].phase)
        self.slots.insert(index if before else index + 1, slot)
        return slot

    def _enter_back(self, crossing: Crossing) -> None:
        target = crossing.link.target
        tag_id = f"~again.{self.number}.{target}"
        if tag_id in self.tags:
            return
        node = self.chart.nodes[target]
        lane, sub = self._cell(target)
        slot, below = self._slot_of(self.placement.cells[target][2]), (lane, sub + 1)
        if self._has_room_below(node, lane, slot, below):
            self._put(crossing, tag_id, slot, below, onwards=False, aside=ASIDE)
        else:
            cell = self._lowest(target, crossing.link.source)
            beside = self._beside(self.slots.index(slot), cell, before=False)
            self._put(crossing, tag_id, beside, cell, onwards=False)
        self._link_in(crossing, tag_id)

    def _has_room_below(self, node: Node, lane: str, slot: _Slot, below: Cell) -> bool:
        is_plain = node.kind == "step" and len(node.halves) < 2 and not node.shared
        return lane == CUSTOMER and is_plain and below not in slot.at

    def _put(
        self, crossing: Crossing, tag_id: str, slot: _Slot, cell: Cell, *, onwards: bool,
        aside: float = 0.0,
    ) -> None:  # fmt: skip
        end = crossing.link.target if onwards else crossing.link.source
        node = Node(
            id=tag_id, kind="tag", lane=cell[0], text=crossing.letter,
            title=f"{'goes on' if onwards else 'comes'} {self.name(crossing, onwards)}",
            position=self.chart.nodes[end].position, note=self.name(crossing, onwards),
            points=_points(crossing, onwards, aside), aside=aside,
        )  # fmt: skip
        slot.at[cell] = tag_id
        self.tags[tag_id] = (node, slot, cell)

    # The band as a chart of its own.

    def _result(self) -> Band:
        index = {id(slot): k for k, slot in enumerate(self.slots)}
        column = {slot.old: k for k, slot in enumerate(self.slots) if slot.old is not None}
        cells = {
            node: (lane, sub, column[old])
            for node, (lane, sub, old) in self.placement.cells.items()
            if old in column and (node in self.kept or node not in self.chart.nodes)
        }  # fmt: skip
        cells |= {name: (*cell, index[id(slot)]) for name, (_, slot, cell) in self.tags.items()}
        olds = [slot.old for slot in self.slots]
        spreads, narrow = self.placement.spreads, self.placement.narrow
        rows = [sub for lane, sub, _ in cells.values() if lane == CUSTOMER]
        placement = replace(
            self.placement, cells=cells, phases=tuple(slot.phase for slot in self.slots),
            spreads=tuple(1 if old is None else spreads[old] for old in olds),
            narrow=tuple(True if old is None else narrow[old] for old in olds),
            rows=max([0, *rows]) + 1,
        )  # fmt: skip
        return Band(chart=self._chart(cells), placement=placement, column=column)

    def _chart(self, cells: dict[str, tuple[str, int, int]]) -> Chart:
        chart = self.chart
        nodes = {name: node for name, node in chart.nodes.items() if name in self.kept}
        nodes |= {name: node for name, (node, _, _) in self.tags.items()}
        links = [link for link in chart.links if link.source in nodes and link.target in nodes]
        main = set(chart.main)
        main |= {link.target for link in self.links if link.source in main and not link.back}
        main |= {link.source for link in self.links if link.target in main and not link.back}
        return replace(
            chart, nodes=nodes, links=(*links, *self.links),
            exits=tuple(e for e in chart.exits if e.node in nodes),
            promises=tuple(s for span in chart.promises for s in self._span(span, ())),
            meanwhiles=tuple(
                s for span in chart.meanwhiles
                for s in self._span(span, tuple(a for a in span.acts if a in nodes))
            ),
            in_sight={n: text for n, text in chart.in_sight.items() if n in cells},
            order=tuple(n for n in chart.order if n in nodes), main=frozenset(main),
            open_lanes=_used_lanes(chart), ghosts=self.ghosts,
        )  # fmt: skip

    def _span(self, span: Span, acts: tuple[str, ...]) -> list[Span]:
        """Return the piece of a bracket or bar that runs over this band."""
        cells = self.placement.cells
        olds = [slot.old for slot in self.slots if slot.old is not None]
        ends = [cells[end][2] for end in (span.first, span.last) if end in cells]
        if len(ends) < 2 or not olds:
            return []
        low, high = min(ends), max(ends)
        if high < olds[0] or low > olds[-1] or (span.acts and not acts):
            return []
        left, right = low < olds[0], high > olds[-1]
        first, last = (span.first, span.last) if ends[0] <= ends[1] else (span.last, span.first)
        return [replace(span, first="" if left else first, last="" if right else last, acts=acts,
                        open_left=left, open_right=right)]  # fmt: skip


def _points(crossing: Crossing, onwards: bool, aside: float) -> str:
    """Return which way a tag points: on, back, or up to the step above it."""
    if not crossing.back:
        return "right"
    if onwards:
        return "left"
    return "up" if aside else "left"


def _used_lanes(chart: Chart) -> frozenset[str]:
    halves = {half.lane for node in chart.nodes.values() for half in node.halves}
    return frozenset({node.lane for node in chart.nodes.values()} | halves)
