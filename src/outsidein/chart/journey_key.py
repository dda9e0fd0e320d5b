"""How to read a journey: only what occurs in it."""

from __future__ import annotations

from collections.abc import Callable

from outsidein.chart.drawing import Circle, Path, Rect, Shape
from outsidein.chart.lines import number
from outsidein.chart.marks import fail_sign, wait_sign
from outsidein.chart.scene import Scene

Draw = Callable[[float, float], list[Shape]]


def journey_entries(scene: Scene) -> list[tuple[str, float, Draw]]:
    """Return (text, width of the sign, how to draw it) of everything that occurs."""
    seen = scene.occurs
    scale = next((name.removeprefix("log ") for name in seen if name.startswith("log ")), "")
    every: list[tuple[str, str, float, Draw]] = [
        ("main step", "a step of the main way", 26, _box("accent", 1.75)),
        ("detour step", "a detour", 26, _box("org", 1.25)),
        ("over", "wait longer than what is tolerated", 26, _over),
        ("within", f"within it, or nothing said (log scale, {scale})", 26, _within),
        ("tick", "what is tolerated or promised", 12, _tick),
        ("effort", "effort: red from 4 up", 26, _cells),
        ("curve", "the main way: mean and 95 % interval", 30, _curve),
        ("detour", "a detour; red: the whole interval is below neutral", 14, _detour),
        ("fail", "fail point: share that fails", 21, lambda x, y: fail_sign((x + 10.5, y), "F1")),
        ("wait", "wait point", 21, lambda x, y: wait_sign((x + 10.5, y), "W1")),
    ]
    return [(text, room, draw) for name, text, room, draw in every if name in seen]


def _box(stroke: str, width: float) -> Draw:
    return lambda x, y: [
        Rect(x=x, y=y - 8, width=26, height=16, radius=5, fill="node", stroke=stroke,
             stroke_width=width)
    ]  # fmt: skip


def _over(x: float, y: float) -> list[Shape]:
    return [Rect(x=x, y=y - 4, width=26, height=8, fill="wait")]


def _within(x: float, y: float) -> list[Shape]:
    return [Rect(x=x + 0.6, y=y - 3.4, width=24.8, height=6.8, fill="poorsoft", stroke="wait",
                 stroke_width=1.2)]  # fmt: skip


def _tick(x: float, y: float) -> list[Shape]:
    return [Rect(x=x + 5, y=y - 8, width=2, height=16, fill="ink")]


def _cells(x: float, y: float) -> list[Shape]:
    return [Rect(x=x + 9 * k, y=y - 4, width=7, height=8, fill="fail") for k in range(3)]


def _curve(x: float, y: float) -> list[Shape]:
    line = f"M{number(x)} {number(y)}H{number(x + 30)}"
    return [
        Rect(x=x, y=y - 6, width=30, height=12, fill="custsoft"),
        Path(commands=line, stroke="accent", stroke_width=2.25),
    ]


def _detour(x: float, y: float) -> list[Shape]:
    caps = f"M{number(x)} {number(y - 8)}h14M{number(x)} {number(y + 8)}h14"
    return [
        Rect(x=x, y=y - 8, width=14, height=16, fill="lostsoft"),
        Path(commands=caps, stroke="fail", stroke_width=1.5),
        Circle(x=x + 7, y=y, radius=4, fill="fail"),
    ]
