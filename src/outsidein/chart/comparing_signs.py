"""Signs of a comparison: badges for added, removed and moved, pills for minutes."""

from __future__ import annotations

import math

from outsidein.chart.drawing import Path, Point, Rect, Shape, Text
from outsidein.chart.fonts import text_width
from outsidein.chart.ghosts import State
from outsidein.chart.heat import Warmth

BADGES: dict[State, str] = {"added": "added", "removed": "removed", "moved": "moved here"}
_SIGNS: dict[str, tuple[str, str]] = {
    "added": ("good", "M-3.6 0H3.6M0 -3.6V3.6"),
    "removed": ("lost", "M-3.6 0H3.6"),
    "moved": ("moved", "M0 4V-3.6M-3 -0.8L0 -3.8L3 -0.8"),
    "down": ("moved", "M0 -4V3.6M-3 0.8L0 3.8L3 0.8"),
}


def badge(state: str, centre: Point, *, up: bool = True) -> list[Shape]:
    """Return the square sign of a state; of what moved, an arrow to where it went."""
    x, y = centre
    role, commands = _SIGNS["down" if state == "moved" and not up else state]
    return [
        Rect(x=x - 7, y=y - 7, width=14, height=14, radius=1.5, fill=role),
        Path(commands=commands, stroke="on", stroke_width=1.8, at=centre),
    ]


def tone(change: Warmth, digits: int = 1) -> str:
    """Return the colour of a change where less is better; grey if it is none, or could be."""
    if round(abs(change.value), digits) == 0:
        return "ghost"
    if math.isnan(change.low) or change.low <= 0 <= change.high:
        return "ghost"
    return "good" if change.value < 0 else "lost"


def signed(value: float, digits: int = 1) -> str:
    """Write a change with its sign, a true minus; 0.0 without."""
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        return text
    return f"{'−' if value < 0 else '+'}{text}"


def pill(change: Warmth, centre: Point) -> tuple[list[Shape], float]:
    """Return a change in a pill, and its width; one that could be none is hollow and grey."""
    x, y = centre
    text, role = signed(change.value), tone(change)
    width = max(38.0, text_width(text, 11.5, 600) + 14)
    shapes: list[Shape] = [
        Rect(x=x - width / 2, y=y - 9, width=width, height=18, radius=9, fill="node", stroke=role,
             stroke_width=1.5),
        Text(x=x, y=y + 4, text=text, size=11.5, weight=600, anchor="middle",
             role="muted" if role == "ghost" else role),
    ]  # fmt: skip
    return shapes, width
