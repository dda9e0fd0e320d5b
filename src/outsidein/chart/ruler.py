"""The ruler below the lanes: own time, waiting and cost of each column, and their sums."""

from __future__ import annotations

from outsidein.chart.drawing import Path, Rect, Shape, Text
from outsidein.chart.figures import RulerRow
from outsidein.chart.lines import number
from outsidein.chart.plan import HALF_WIDTH
from outsidein.chart.scene import Scene
from outsidein.chart.space import PAGE_MARGIN

ROW = 34.0
BAR = 84.0  # the longest bar of a row
_FILL = {"own": "accent", "wait": "wait", "cost": "org"}


def paint_ruler(scene: Scene, y: float) -> float:
    """Paint a row a measure, a value and a bar a column; return where the ruler ends."""
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
    y += 30
    for row in rows:
        add(Path(commands=f"M{number(PAGE_MARGIN)} {number(y)}H{number(right)}", stroke="hair"))
        _row(scene, row, y)
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


def _value(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def _row(scene: Scene, row: RulerRow, y: float) -> None:
    values = dict(row.values)
    longest = max([0.0, *values.values()])
    digits = 2 if row.kind == "cost" else 1
    shapes: list[Shape] = [
        Text(x=40, y=y + 15, text=row.name, size=12.5, weight=600),
        Text(x=40, y=y + 28, text=row.unit, size=11.5, role="muted"),
    ]
    for item in scene.plan.items.values():
        if item.half is not None or item.node.kind not in ("step", "timer"):
            continue
        left = scene.space.columns[item.column] - HALF_WIDTH
        value = values.get(item.node.id)
        if value is None or value <= 0:
            shapes.append(Text(x=left, y=y + 15, text="·", size=12, role="ghost"))
            continue
        shapes.append(Text(x=left, y=y + 15, text=_value(value, digits), size=12, weight=500))
        width = max(value / longest * BAR, 1.5)
        hollow = min(row.hollow.get(item.node.id, 0.0), value) / value * width
        if hollow > 2:
            shapes.append(
                Rect(x=left + 0.6, y=y + 20.6, width=hollow - 1.2, height=5.8, fill="poorsoft",
                     stroke="wait", stroke_width=1.2)
            )  # fmt: skip
        if width - hollow > 0.5:
            fill = _FILL[row.kind]
            shapes.append(
                Rect(x=left + hollow, y=y + 20, width=width - hollow, height=7, fill=fill)
            )
    total = row.total if row.total is not None else sum(values.values())
    right = scene.space.right - 6
    shapes += [
        Text(x=right, y=y + 15, text=_value(total, digits), size=13, weight=700, anchor="end"),
        Text(x=right, y=y + 28, text=row.total_note, size=11.5, role="muted", anchor="end"),
    ]
    scene.drawing.add(*shapes, id=f"ruler.{row.kind}", title=f"{row.name}, {row.unit}")
