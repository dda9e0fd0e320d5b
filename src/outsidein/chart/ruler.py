"""The ruler below the lanes: own time, waiting and cost of each column, and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from outsidein.chart.drawing import Path, Rect, Shape, Text
from outsidein.chart.figures import RulerRow
from outsidein.chart.lines import number
from outsidein.chart.plan import HALF_WIDTH
from outsidein.chart.scene import Scene
from outsidein.chart.space import PAGE_MARGIN

HEAD = 50.0
ROW = 34.0
BAR = 84.0  # the longest bar of a row
_FILL = {"own": "accent", "wait": "wait", "cost": "org"}


def height_of_ruler(scene: Scene) -> float:
    """Return the height of the ruler: 0 without figures."""
    rows = len(scene.figures.ruler)
    return HEAD + ROW * rows if rows else 0.0


def scales_of(scenes: Sequence[Scene]) -> dict[str, float]:
    """Return the units of width a unit of each measure, one scale for all bands of a page."""
    found: dict[str, float] = {}
    for scene in scenes:
        for row in scene.figures.ruler:
            found[row.name] = min(found.get(row.name, inf), _scale(scene, row))
    return {name: scale for name, scale in found.items() if scale < inf}


def _scale(scene: Scene, row: RulerRow) -> float:
    plan = scene.plan
    return min(
        (min(plan.left[c] + plan.right[c], BAR) / cell.value
         for c, cell in cells_of(scene, row).items() if cell.value > 0),
        default=inf,
    )  # fmt: skip


def paint_ruler(
    scene: Scene, y: float, scales: dict[str, float] | None = None, *, part: str = ""
) -> float:
    """Paint a row a measure, a value and a bar a column; return where the ruler ends.

    ``scales``: by measure, if several bands share them · ``part``: what part of the
    process this is; the sum at the right is then its own.
    """
    rows = scene.figures.ruler
    if not rows:
        return y
    add, right = scene.drawing.add, scene.space.right
    y += 20
    count = scene.figures.customers
    note = f"mean over all {count:,}" if count else "mean over all"
    add(
        Text(x=40, y=y + 4, text="Ruler", size=14, weight=600),
        Text(x=40, y=y + 20, text=note, size=11.5, role="muted"),
    )
    if any(row.hollow for row in rows):
        _legend(scene, y + 4)
    y += HEAD - 20
    for row in rows:
        add(Path(commands=f"M{number(PAGE_MARGIN)} {number(y)}H{number(right)}", stroke="hair"))
        _row(scene, row, y, scales, part)
        y += ROW
    add(Path(commands=f"M{number(PAGE_MARGIN)} {number(y)}H{number(right)}", stroke="hair"))
    return y


def _legend(scene: Scene, y: float) -> None:
    left = scene.space.columns[min(1, len(scene.space.columns) - 1)] - HALF_WIDTH
    scene.drawing.add(
        Rect(
            x=left + 0.6,
            y=y - 7.4,
            width=26,
            height=5.8,
            fill="poorsoft",
            stroke="wait",
            stroke_width=1.2,
        ),
        Text(
            x=left + 34,
            y=y,
            text=f"waiting the {scene.chart.customer} can follow",
            size=11.5,
            role="muted",
        ),
        Rect(x=left + 236, y=y - 8, width=26, height=7, fill="wait"),
        Text(x=left + 270, y=y, text="waiting out of sight", size=11.5, role="muted"),
    )


def value_text(value: float, digits: int) -> str:
    """Write a value of the ruler; one that rounds to nothing as "< 0.1"."""
    least = 10**-digits
    return f"{value:,.{digits}f}" if value >= least / 2 else f"< {least:.{digits}f}"


@dataclass(slots=True)
class Cell:
    """What one column adds to a measure, and how much of it the customer can follow."""

    value: float = 0.0
    hollow: float = 0.0
    is_encounter: bool = False


def cells_of(scene: Scene, row: RulerRow) -> dict[int, Cell]:
    """Add up a measure by column: the customer's step and the hidden work in the same column."""
    found: dict[int, Cell] = {}
    for item in scene.plan.items.values():
        is_step = item.half is None and item.node.kind == "step"
        if is_step and item.id not in scene.chart.ghosts:
            found.setdefault(item.column, Cell()).is_encounter = True
    for name, (_, _, column) in scene.plan.placement.cells.items():
        if name in row.values and name not in scene.chart.ghosts:
            cell = found.setdefault(column, Cell())
            cell.value += row.values[name]
            cell.hollow += min(row.hollow.get(name, 0.0), row.values[name])
    return found


def _row(scene: Scene, row: RulerRow, y: float, scales: dict[str, float] | None, part: str) -> None:
    cells, plan = cells_of(scene, row), scene.plan
    digits = 2 if row.kind == "cost" else 1
    shapes: list[Shape] = [
        Text(x=40, y=y + 15, text=row.name, size=12.5, weight=600),
        Text(x=40, y=y + 28, text=row.unit, size=11.5, role="muted"),
    ]
    scale = scales.get(row.name, 0.0) if scales else _scale(scene, row)
    for column, cell in sorted(cells.items()):
        left = scene.space.columns[column] - min(plan.left[column], HALF_WIDTH)
        if cell.value > 0:
            text = value_text(cell.value, digits)
            shapes.append(Text(x=left, y=y + 15, text=text, size=12, weight=500))
            shapes += _bar(row, cell, left, y + 20, scale)
        elif cell.is_encounter:
            shapes.append(Text(x=left, y=y + 15, text="·", size=12, role="ghost"))
    whole = row.total if row.total is not None else sum(row.values.values())
    here = sum(cell.value for cell in cells.values()) if part else whole
    note = part or _total_note(scene, row, digits)
    right = scene.space.right - 6
    sums: list[Shape] = [
        Text(x=right, y=y + 15, text=value_text(here, digits), size=13, weight=700, anchor="end"),
        Text(x=right, y=y + 28, text=note, size=11.5, role="muted", anchor="end"),
    ]
    if not scene.chart.focus:  # there the panel beside the phase says it
        shapes += sums
    scene.drawing.add(*shapes, id=f"ruler.{row.kind}", title=f"{row.name}, {row.unit}")


def _total_note(scene: Scene, row: RulerRow, digits: int) -> str:
    """Return the note, and what the steps that are drawn once add to the columns."""
    once = [(s.mark, row.values[s.id]) for s in scene.chart.shared if row.values.get(s.id)]
    said = [f"{value_text(value, digits)} at {mark}" for mark, value in once]
    return ", ".join([row.total_note, *said])


def _bar(row: RulerRow, cell: Cell, x: float, y: float, scale: float) -> list[Shape]:
    """Return a column's bar: hollow as far as the customer can follow, then solid."""
    width = max(cell.value * scale, 1.5)
    hollow = width * cell.hollow / cell.value
    bars: list[Shape] = []
    if hollow > 2:
        bars.append(
            Rect(x=x + 0.6, y=y + 0.6, width=hollow - 1.2, height=5.8, fill="poorsoft",
                 stroke="wait", stroke_width=1.2)
        )  # fmt: skip
    else:
        hollow = 0.0
    if width - hollow > 0.5:
        fill = _FILL[row.kind]
        bars.append(Rect(x=x + hollow, y=y, width=width - hollow, height=7, fill=fill))
    return bars
