"""Around a comparison: the bars of outcomes above, the key below."""

from __future__ import annotations

from dataclasses import replace

from outsidein.chart.comparing_signs import badge, pill
from outsidein.chart.drawing import Path, Rect, Shape, Text
from outsidein.chart.figures import Figures, Quality
from outsidein.chart.fonts import text_width
from outsidein.chart.heat import Warmth
from outsidein.chart.lines import arrow_head
from outsidein.chart.outcomes import OUTCOME_WIDTH
from outsidein.chart.scene import Scene
from outsidein.words import plural

_ROLES: dict[Quality, tuple[str, str, str]] = {
    "well": ("good", "good", "good"),
    "poorly": ("poorsoft", "poor", "poor"),
    "not served": ("node", "org", "muted"),
    "lost": ("lost", "lost", "lost"),
    "under way": ("band", "ghost", "muted"),
}
_BAR = 12.0


def compared_outcomes(scene: Scene, right: float, word: str) -> None:
    """Paint how it ends today and how it ends then, one bar below the other."""
    now, before = scene.figures, scene.figures.before
    if before is None or not now.outcomes or not before.outcomes:
        return
    left = right - OUTCOME_WIDTH + 60
    shapes: list[Shape] = []
    for y, text, figures in ((28.0, "today", before), (45.0, word, now)):
        weight = 500 if figures is now else 400
        role = "ink" if figures is now else "muted"
        shapes.append(Text(x=left - 8, y=y + 10, text=text, size=11.5, weight=weight, role=role,
                           anchor="end"))  # fmt: skip
        shapes += _bar(figures, left, y, right - left)
    x = right
    for quality in reversed([q for q in _ROLES if q in now.outcomes]):
        was, here = (f.outcomes.get(quality, 0.0) for f in (before, now))
        before_text, text = f"{was * 100:.1f}", f"{here * 100:.1f} %"
        if text == f"{before_text} %" and quality not in ("well", "lost"):
            continue
        text = (
            f"{quality} {text}"
            if text == f"{before_text} %"
            else (f"{quality} {before_text} to {text}")
        )
        role = _ROLES[quality][2]
        shapes.append(Text(x=x, y=74, text=text, size=11.5, weight=600, role=role, anchor="end"))
        x -= text_width(text, 11.5, 600) + 16
    who = f"of 1,000 {plural(scene.chart.customer)}"
    scene.drawing.add(*shapes, id="outcomes", title=f"How it ends, {who}: today, and then")


def _bar(figures: Figures, x: float, y: float, width: float) -> list[Shape]:
    shown = [(q, figures.outcomes[q]) for q in _ROLES if q in figures.outcomes]
    total = sum(share for _, share in shown)
    room = width - 2 * (len(shown) - 1)
    shapes: list[Shape] = []
    for quality, share in shown:
        fill, stroke, _ = _ROLES[quality]
        hollow = quality in ("poorly", "not served", "under way")
        inset = 0.6 if hollow else 0.0
        wide = share / total * room
        shapes.append(
            Rect(x=x + inset, y=y + inset, width=max(wide - 2 * inset, 0.1),
                 height=_BAR - 2 * inset, fill=fill, stroke=stroke if hollow else None,
                 stroke_width=1.2)
        )  # fmt: skip
        x += wide + 2
    return shapes


def compared_key(scene: Scene, y: float, measure: str) -> float:
    """Paint what the signs mean, only those that occur."""
    seen = scene.occurs
    entries: list[tuple[list[Shape], float, str]] = []
    y += 30
    for state, text in (("added", "added"), ("removed", "removed"),
                        ("moved", "moved here; dashed box: where it is today")):  # fmt: skip
        if f"is {state}" in seen:
            entries.append((badge(state, (8, -4)), 16, text))
    if any(item.node.kind == "ghost" for item in scene.plan.items.values()) and (
        "is moved" not in seen
    ):
        entries.append(([], 0, "dashed box: where it is today"))
    if any(", was " in label.text or "was " in label.text for label in scene.drawing.labels):
        entries.append(([], 0, "“was”: the figure today"))
    if "change" in seen:
        shapes: list[Shape] = []
        for k, value in enumerate((-1.5, 0.1, 0.0)):
            sure = Warmth(value=value, low=value, high=value)
            shapes += pill(sure, (20 + 44.0 * k, -4))[0]
        text = f"{measure} against today: fewer, more, the same or cannot tell"
        entries.append((shapes, 130, text))
    grey: list[Shape] = [
        Path(commands="M0 -4H26", stroke="ghost", stroke_width=1.6),
        arrow_head([(0, -4), (33, -4)], "ghost", 1.6),
    ]
    entries.append((grey, 34, "grey: as today"))
    add = scene.drawing.add
    add(Text(x=40, y=y, text="How to read it", size=14, weight=600))
    x, right = 158.0, max(scene.space.right, 760.0)
    for shapes, room, text in entries:
        width = room + (8 if room else 0) + text_width(text, 11.5) + 26
        if x + width > right and x > 158:
            x, y = 158.0, y + 26
        add(*(_moved(shape, x, y) for shape in shapes))
        start = x + room + (8 if room else 0)
        add(Text(x=start, y=y, text=text, size=11.5, role="muted"))
        x += width
    return y + 14


def _moved(shape: Shape, dx: float, dy: float) -> Shape:
    if isinstance(shape, Path):
        at = shape.at or (0.0, 0.0)
        return replace(shape, at=(at[0] + dx, at[1] + dy))
    if isinstance(shape, Rect | Text):
        return replace(shape, x=shape.x + dx, y=shape.y + dy)
    return shape
