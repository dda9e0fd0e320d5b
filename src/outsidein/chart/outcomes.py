"""How it ends for all customers: the bar at the top right."""

from __future__ import annotations

from outsidein.chart.drawing import Anchor, Rect, Shape, Text
from outsidein.chart.figures import Quality
from outsidein.chart.scene import Scene
from outsidein.chart.wording import outcome_percent
from outsidein.words import plural

OUTCOME_WIDTH = 400.0
_ROLES: dict[Quality, tuple[str, str, str]] = {
    "well": ("good", "good", "good"),
    "poorly": ("poorsoft", "poor", "poor"),
    "not served": ("node", "org", "muted"),
    "lost": ("lost", "lost", "lost"),
    "under way": ("band", "ghost", "muted"),
}


def paint_outcomes(scene: Scene, right: float) -> None:
    """Paint the share of each outcome, well served first; the shares fill the bar."""
    outcomes = {q: scene.figures.outcomes[q] for q in _ROLES if q in scene.figures.outcomes}
    total = sum(outcomes.values())
    if total <= 0:
        return
    left, shapes = right - OUTCOME_WIDTH, list[Shape]()
    count = scene.figures.customers
    who = plural(scene.chart.customer)
    name = f"{count:,} {who}" if count else f"all {who}"
    shapes.append(Text(x=left, y=36, text=f"How it ends for {name}", size=12, weight=500))
    x, slot = left, OUTCOME_WIDTH / len(outcomes)
    for index, (quality, share) in enumerate(outcomes.items()):
        fill, stroke, role = _ROLES[quality]
        width = share / total * (OUTCOME_WIDTH - 2 * (len(outcomes) - 1))
        hollow = quality in ("poorly", "not served", "under way")
        inset = 0.6 if hollow else 0.0
        shapes.append(
            Rect(
                x=x + inset,
                y=43 + inset,
                width=max(width - 2 * inset, 0.1),
                height=12 - 2 * inset,
                fill=fill,
                stroke=stroke if hollow else None,
                stroke_width=1.2,
            )
        )
        x += width + 2
        anchor: Anchor = (
            "start" if index == 0 else "end" if index == len(outcomes) - 1 else "middle"
        )
        at = {"start": left, "end": right, "middle": left + slot * (index + 0.5)}[anchor]
        text = f"{quality} {outcome_percent(share)}"
        shapes.append(Text(x=at, y=72, text=text, size=11.5, weight=600, role=role, anchor=anchor))
    scene.drawing.add(*shapes, id="outcomes", title="How it ends")
