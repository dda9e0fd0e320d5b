"""Where a process too long for a page breaks: between phases, and within one only if it must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from outsidein.chart.chart import Chart
from outsidein.chart.columns import Placement
from outsidein.chart.lanes import CUSTOMER

Fit = Literal["whole", "a3", "a2", "laptop"]
# Columns that fit side by side: A3 and A2 at 0.25 mm a unit, a laptop at 1,440 x 900.
MOST: dict[str, int] = {"a3": 12, "a2": 18, "laptop": 10}
NARROW = 0.6  # of a column, where only a decision or an end stands
_CUT = ("flow", "fail", "patience", "limit")


@dataclass(frozen=True, slots=True, order=True)
class _Cost:
    bands: int
    jumps: int  # flows cut by breaks within a phase
    widest: float


def breaks(chart: Chart, placement: Placement, most: int) -> list[tuple[int, int]]:
    """Return the column ranges of the bands, each (first, behind the last).

    A band holds whole phases and at most ``most`` columns; of all breaks with the fewest bands
    the one whose widest band is narrowest. A phase longer than that breaks before a step of the
    main way that the fewest flows jump.
    """
    count = len(placement.phases)
    widths = [NARROW if narrow else 1.0 + 0.3 * (spread - 1) for narrow, spread in
              zip(placement.narrow, placement.spreads, strict=True)]  # fmt: skip
    inner = _inner_breaks(chart, placement, widths, most)
    starts = {0, count} | {c for c in range(1, count) if _is_new(placement.phases, c)} | set(inner)
    marks = sorted(starts)
    best: dict[int, tuple[_Cost, int]] = {0: (_Cost(0, 0, 0.0), 0)}
    for k, end in enumerate(marks):
        for start in marks[:k]:
            width = sum(widths[start:end])
            if start not in best or (width > most + 0.5 and start != marks[k - 1]):
                continue
            before = best[start][0]
            cost = _Cost(
                before.bands + 1, before.jumps + inner.get(end, 0), max(before.widest, width)
            )
            if end not in best or cost < best[end][0]:
                best[end] = (cost, start)
    found, end = [], count
    while end > 0:
        start = best[end][1]
        found.append((start, end))
        end = start
    return found[::-1]


def _is_new(phases: Sequence[str], column: int) -> bool:
    return phases[column] != phases[column - 1]


def _inner_breaks(
    chart: Chart, placement: Placement, widths: list[float], most: int
) -> dict[int, int]:
    """Return the columns where a phase too long for a band may break, with the flows cut."""
    found: dict[int, int] = {}
    first = 0
    count = len(widths)
    for column in range(1, count + 1):
        if column < count and not _is_new(placement.phases, column):
            continue
        if sum(widths[first:column]) > most + 0.5:
            on_main = {
                placement.cells[n][2] for n in chart.main
                if n in placement.cells and placement.cells[n][0] == CUSTOMER
                and chart.nodes[n].kind == "step"
            }  # fmt: skip
            found |= {c: _jumps(chart, placement, c) for c in range(first + 1, column)
                      if c in on_main} or {
                c: _jumps(chart, placement, c) for c in range(first + 1, column)
            }  # fmt: skip
        first = column
    return found


def _jumps(chart: Chart, placement: Placement, column: int) -> int:
    cells = placement.cells
    return sum(
        (cells[link.source][2] < column) != (cells[link.target][2] < column)
        for link in chart.links
        if link.kind in _CUT and link.source in cells and link.target in cells
    )
