"""The ruler of a comparison: filled bars for what is compared, outlines for today."""

from __future__ import annotations

import math
from collections.abc import Mapping

from outsidein.chart.comparing_signs import signed, tone
from outsidein.chart.drawing import Path, Rect, Shape, Text
from outsidein.chart.figures import RulerRow
from outsidein.chart.fonts import text_width
from outsidein.chart.heat import Warmth
from outsidein.chart.lines import number
from outsidein.chart.plan import HALF_WIDTH
from outsidein.chart.ruler import BAR, HEAD, ROW, cells_of, value_text
from outsidein.chart.scene import Scene
from outsidein.chart.space import PAGE_MARGIN

_FILL = {"own": "accent", "wait": "wait", "cost": "org"}


def paint_compared_ruler(
    scene: Scene, y: float, changes: Mapping[tuple[str, str], Warmth], name: str
) -> float | None:
    """Paint a row a measure: the value, its difference to today, both bars; None: no figures."""
    before = scene.figures.before
    if before is None or not scene.figures.ruler or not before.ruler:
        return None
    add, right = scene.drawing.add, scene.space.right
    y += 20
    count = scene.figures.customers
    note = f"mean over all {count:,}" if count else "mean over all"
    add(
        Text(x=40, y=y + 4, text="Ruler", size=14, weight=600),
        Text(x=40, y=y + 20, text=note, size=11.5, role="muted"),
    )
    _legend(scene, y + 4, name)
    y += HEAD - 20
    olds = {row.kind: row for row in before.ruler}
    for row in scene.figures.ruler:
        add(Path(commands=f"M{number(PAGE_MARGIN)} {number(y)}H{number(right)}", stroke="hair"))
        _row(scene, row, olds.get(row.kind), y, changes)
        y += ROW
    add(Path(commands=f"M{number(PAGE_MARGIN)} {number(y)}H{number(right)}", stroke="hair"))
    return y


def _legend(scene: Scene, y: float, name: str) -> None:
    left = scene.space.columns[min(1, len(scene.space.columns) - 1)] - HALF_WIDTH
    scene.drawing.add(
        Rect(x=left + 0.6, y=y - 7.4, width=26, height=5.8, fill="node", stroke="ghost",
             stroke_width=1.2),
        Text(x=left + 34, y=y, text="today", size=11.5, role="muted"),
        Rect(x=left + 96, y=y - 8, width=26, height=7, fill="accent"),
        Text(x=left + 130, y=y, text=name, size=11.5, role="muted"),
    )  # fmt: skip


def _row(
    scene: Scene, row: RulerRow, old: RulerRow | None, y: float,
    changes: Mapping[tuple[str, str], Warmth],
) -> None:  # fmt: skip
    now = {c: cell.value for c, cell in cells_of(scene, row).items()}
    was = {c: cell.value for c, cell in cells_of(scene, old).items()} if old else {}
    steps: dict[int, list[str]] = {}
    for step, (_, _, column) in scene.plan.placement.cells.items():
        steps.setdefault(column, []).append(step)
    digits = 2 if row.kind == "cost" else 1
    shapes: list[Shape] = [
        Text(x=40, y=y + 15, text=row.name, size=12.5, weight=600),
        Text(x=40, y=y + 28, text=row.unit, size=11.5, role="muted"),
    ]
    plan = scene.plan
    rooms = {c: min(plan.left[c] + plan.right[c], BAR) for c in now.keys() | was.keys()}
    largest = {c: max(now.get(c, 0.0), was.get(c, 0.0)) for c in rooms}
    scale = min((rooms[c] / v for c, v in largest.items() if v > 0), default=0.0)
    for column in sorted(rooms):
        left = scene.space.columns[column] - min(plan.left[column], HALF_WIDTH)
        if largest[column] <= 0:
            continue
        value = now.get(column, 0.0)
        text = value_text(value, digits) if value else "0"
        shapes.append(Text(x=left, y=y + 15, text=text, size=12, weight=500))
        change = _sum(changes, row.kind, steps.get(column, []))
        if change is not None:
            at = left + text_width(text, 12, 500) + 7
            shapes.append(_told(change, digits, at, y + 15))
        shapes += _bars(row, value * scale, was.get(column, 0.0) * scale, left, y + 20)
    whole = changes.get((row.kind, ""))
    right = scene.space.right - 6
    total = row.total if row.total is not None else sum(row.values.values())
    shapes.append(Text(x=right, y=y + 15, text=value_text(total, digits), size=13, weight=700,
                       anchor="end"))  # fmt: skip
    if whole is not None:
        role = tone(whole, digits)
        shapes.append(
            Text(x=right, y=y + 28, text=signed(whole.value, digits), size=11.5, weight=600,
                 role="muted" if role == "ghost" else role, anchor="end")
        )  # fmt: skip
    scene.drawing.add(*shapes, id=f"ruler.{row.kind}", title=f"{row.name}, {row.unit}")


def _sum(changes: Mapping[tuple[str, str], Warmth], kind: str, steps: list[str]) -> Warmth | None:
    """Add up the changes of the steps of a column; the ends of the interval add up at worst."""
    found = [changes[kind, step] for step in steps if (kind, step) in changes]
    if not found:
        return None
    low, high = (math.fsum(getattr(w, end) for w in found) for end in ("low", "high"))
    return Warmth(value=math.fsum(w.value for w in found), low=low, high=high)


def _told(change: Warmth, digits: int, x: float, y: float) -> Text:
    role = tone(change, digits)
    text = signed(change.value, digits)
    if float(text.replace("−", "-").replace(",", "")) == 0:
        text, role = "=", "ghost"
    muted = role == "ghost"
    return Text(x=x, y=y, text=text, size=11.5, weight=400 if muted else 600,
                role="muted" if muted else role)  # fmt: skip


def _bars(row: RulerRow, now: float, was: float, x: float, y: float) -> list[Shape]:
    shapes: list[Shape] = []
    if now > 0:
        shapes.append(Rect(x=x, y=y, width=max(now, 1.5), height=7, fill=_FILL[row.kind]))
    if was > 0:
        width = max(was, 1.5)
        outline = f"M{number(x + 0.6)} {number(y + 0.6)}h{number(max(width - 1.2, 0.3))}v5.8h"
        outline += f"{number(-max(width - 1.2, 0.3))}Z"
        shapes.append(Path(commands=outline, stroke="ghost", stroke_width=1.2))
    return shapes
