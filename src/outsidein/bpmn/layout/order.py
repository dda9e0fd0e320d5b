"""The order of a scene before any search: loops broken, the main way found, first cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsidein.bpmn.layout.grid import Grid


@dataclass(frozen=True, kw_only=True)
class Order:
    """Lines that close loops and lines of the main way by key; a cell (column, row) by node.

    ``columns`` is how many columns may be used at most.
    """

    back: frozenset[str]
    spine: frozenset[str]
    cells: tuple[tuple[int, int], ...]
    columns: int


def ordered(grid: Grid) -> Order:
    """Break loops depth-first from the starts in the order of the file; place by longest path."""
    many = len(grid.nodes)
    out: list[list[tuple[int, str]]] = [[] for _ in range(many)]
    into = [0] * many
    for line in grid.lines:
        i, j = grid.index.get(line.source, -1), grid.index.get(line.target, -1)
        if line.kind == "sequence" and i >= 0 and j >= 0 and i != j:
            out[i].append((j, line.key))
            into[j] += 1
    starts = [i for i in range(many) if into[i] == 0] + list(range(many))
    back, finished = _loops(out, starts)
    back |= {x.key for x in grid.lines if grid.index.get(x.source) == grid.index.get(x.target)}
    layer, follow = _longest(out, back, finished)
    spine = _spine(out, back, follow, layer, starts)
    cells = _cells(grid, layer, spine)
    return Order(back=frozenset(back), spine=frozenset(spine), cells=tuple(cells), columns=many + 1)


def _loops(out: list[list[tuple[int, str]]], starts: list[int]) -> tuple[set[str], list[int]]:
    """Return the lines that lead back to what is still open, and the nodes as they were left."""
    state = [0] * len(out)
    back: set[str] = set()
    finished: list[int] = []
    for start in starts:
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(out[start]))]
        while stack:
            node, rest = stack[-1]
            found = next(rest, None)
            if found is None:
                state[node] = 2
                finished.append(node)
                stack.pop()
            elif state[found[0]] == 1:
                back.add(found[1])
            elif state[found[0]] == 0:
                state[found[0]] = 1
                stack.append((found[0], iter(out[found[0]])))
    return back, finished


def _longest(
    out: list[list[tuple[int, str]]], back: set[str], finished: list[int]
) -> tuple[list[int], list[int]]:
    """Return the longest path to each node and from each node, in lines."""
    layer, follow = [0] * len(out), [0] * len(out)
    for node in reversed(finished):
        for after, key in out[node]:
            if key not in back:
                layer[after] = max(layer[after], layer[node] + 1)
    for node in finished:
        for after, key in out[node]:
            if key not in back:
                follow[node] = max(follow[node], follow[after] + 1)
    return layer, follow


def _spine(
    out: list[list[tuple[int, str]]], back: set[str], follow: list[int], layer: list[int],
    starts: list[int],
) -> set[str]:  # fmt: skip
    """Return the lines of the longest way from each start, the first of equals."""
    spine: set[str] = set()
    seen: set[int] = set()
    for start in starts:
        if layer[start] or start in seen:
            continue
        node = start
        while node not in seen:
            seen.add(node)
            ahead = [(follow[after], -k, after, key) for k, (after, key) in enumerate(out[node])
                     if key not in back]  # fmt: skip
            if not ahead:
                break
            _, _, node, key = max(ahead)
            spine.add(key)
    return spine


def _cells(grid: Grid, layer: list[int], spine: set[str]) -> list[tuple[int, int]]:
    """Return a first cell for each node: its layer, and the first free row of its lane."""
    on_spine = {grid.index[e] for x in grid.lines if x.key in spine for e in (x.source, x.target)}
    cells: list[tuple[int, int]] = [(0, 0)] * len(grid.nodes)
    taken: set[tuple[int, int]] = set()
    firsts = sorted(range(len(cells)), key=lambda i: (i not in on_spine, i))
    for i in firsts:
        node, column = grid.nodes[i], 2 * layer[i] + 1
        first, room = grid.rows.first[node.band], grid.rows.room[node.band]
        rows = [first + 2 * k + 1 for k in range(room)]
        while all((column, row) in taken for row in rows):
            column += 2
        cells[i] = next((column, row) for row in rows if (column, row) not in taken)
        taken.add(cells[i])
    return cells
