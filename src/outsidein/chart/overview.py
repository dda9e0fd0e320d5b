"""The strip above one phase: every encounter of the process, small, with the phase framed."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.chart import glyphs
from outsidein.chart.chart import Chart
from outsidein.chart.columns import Placement
from outsidein.chart.drawing import Path, Polygon, Rect, Shape, Text
from outsidein.chart.fonts import cut
from outsidein.chart.lanes import CUSTOMER
from outsidein.chart.lines import number
from outsidein.chart.scene import Scene
from outsidein.chart.space import PAGE_MARGIN

STRIP = 106.0
TOP = 86.0  # of the strip
LEFT = 104.0  # from the margin to the first encounter
BOX = (26.0, 11.0)
ROWS = (44.0, 64.0)  # middles of the main way and of the detours
LINE, BARS = 80.0, 92.0


@dataclass(frozen=True, slots=True)
class _Spot:
    """An encounter in the strip."""

    node: str
    x: float
    phase: str
    is_main: bool


def paint_overview(
    scene: Scene, chart: Chart, placement: Placement, phase: str, right: float
) -> None:
    """Paint the strip; ``chart`` and ``placement`` are those of the whole process."""
    left = PAGE_MARGIN
    ground = Rect(x=left, y=TOP, width=right - left, height=STRIP, radius=6, fill="band")
    spots = _spots(chart, placement, left + LEFT, right - 12)
    shapes: list[Shape] = [ground]
    step = (right - 12 - left - LEFT) / max(len(spots), 1)
    shapes += _phases(spots, phase, step)
    y = TOP + ROWS[0]
    if spots:
        line = f"M{number(spots[0].x)} {number(y)}H{number(spots[-1].x)}"
        shapes.append(Path(commands=line, stroke="ghost", stroke_width=1.5))
        level = f"M{number(left + LEFT)} {number(TOP + LINE)}H{number(right - 12)}"
        shapes.append(Path(commands=level, stroke="accent", stroke_width=1.75))
    failing = {mark.node for mark in chart.exits if mark.kind == "fail" and mark.notices is None}
    for spot in spots:
        shapes += _encounter(spot, step, spot.node in failing)
    shapes += _waiting(scene, spots, step)
    name = cut(next(n.name for n in chart.lanes if n.id == CUSTOMER), LEFT - 20, 12, 600)
    shapes.append(Text(x=left + 12, y=y + 4, text=name, size=12, weight=600, role="accent"))
    scene.drawing.add(*shapes, id="overview", title="The whole process, this phase framed")


def _spots(chart: Chart, placement: Placement, left: float, right: float) -> list[_Spot]:
    found = sorted(
        (placement.cells[n.id][2], n.id) for n in chart.nodes.values()
        if n.kind == "step" and n.id in placement.cells
    )  # fmt: skip
    step = (right - left) / max(len(found), 1)
    return [
        _Spot(name, left + step * (k + 0.5), placement.phases[column], name in chart.main)
        for k, (column, name) in enumerate(found)
    ]


def _phases(spots: list[_Spot], current: str, step: float) -> list[Shape]:
    shapes: list[Shape] = []
    start = 0
    for k in range(1, len(spots) + 1):
        if k < len(spots) and spots[k].phase == spots[start].phase:
            continue
        left, right = spots[start].x - step / 2, spots[k - 1].x + step / 2
        here = spots[start].phase == current
        if here:
            shapes.append(
                Rect(x=left, y=TOP + 3, width=right - left, height=STRIP - 6, radius=5,
                     fill="cust", stroke="accent", stroke_width=2)
            )  # fmt: skip
        elif start and spots[start - 1].phase != current:
            line = f"M{number(left)} {number(TOP + 8)}V{number(TOP + STRIP - 8)}"
            shapes.append(Path(commands=line, stroke="ghost", dash="1 4"))
        text = cut(spots[start].phase, right - left - 4, 12, 600 if here else 400)
        shapes.append(
            Text(x=(left + right) / 2, y=TOP + 21, text=text, size=12, weight=600 if here else 400,
                 role="accent" if here else "ink", anchor="middle")
        )  # fmt: skip
        start = k
    return shapes


def _encounter(spot: _Spot, step: float, fails: bool) -> list[Shape]:
    width, height = min(BOX[0], step * 0.8), BOX[1]
    y = TOP + ROWS[0 if spot.is_main else 1]
    rail = f"M{number(spot.x)} {number(y + height / 2)}V{number(TOP + LINE)}"
    shapes: list[Shape] = [Path(commands=rail, stroke="accent", stroke_width=1.25)]
    if not spot.is_main:
        stub = f"M{number(spot.x)} {number(TOP + ROWS[0])}V{number(y - height / 2)}"
        shapes.append(Path(commands=stub, stroke="ghost", stroke_width=1.25))
    shapes.append(
        Rect(x=spot.x - width / 2, y=y - height / 2, width=width, height=height, radius=3,
             fill="node", stroke="accent", stroke_width=1.25)
    )  # fmt: skip
    if fails:
        points = glyphs.octagon(spot.x + width / 2, y - height / 2, 4.6)
        shapes.append(Polygon(points=points, fill="fail", stroke="paper", stroke_width=1))
    return shapes


def _waiting(scene: Scene, spots: list[_Spot], step: float) -> list[Shape]:
    """Return a bar of waiting below each encounter, if figures say how long."""
    row = next((row for row in scene.figures.ruler if row.kind == "wait"), None)
    values = dict(row.values) if row else dict(scene.figures.waits)
    most = max((values.get(spot.node, 0.0) for spot in spots), default=0.0)
    if most <= 0:
        return []
    y = TOP + BARS
    shapes: list[Shape] = [
        Text(x=PAGE_MARGIN + 12, y=y + 4, text="Waiting", size=11.5, role="muted")
    ]
    for spot in spots:
        value = values.get(spot.node, 0.0)
        if value > 0:
            width = max(step * 0.9 * value / most, 1.5)
            shapes.append(Rect(x=spot.x - step * 0.45, y=y - 3, width=width, height=6, fill="wait"))
    return shapes
