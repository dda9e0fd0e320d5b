"""Around the lanes: title, outcome bar, steps drawn once, ruler, key, and the page itself."""

from __future__ import annotations

from outsidein.chart.drawing import Group, Rect, Text
from outsidein.chart.fonts import cut, text_width
from outsidein.chart.key import WIDE, paint_key
from outsidein.chart.once import paint_once
from outsidein.chart.outcomes import OUTCOME_WIDTH, paint_outcomes
from outsidein.chart.ruler import paint_ruler
from outsidein.chart.scene import Scene
from outsidein.chart.space import PAGE_MARGIN

TITLE = (21.5, 600)
LEAST_WIDTH = 760.0
MOST_TITLE = 1090.0  # a longer title does not widen the page
WITH_RULER = ("departments", "company")
VIEW_NAMES = {
    "departments": "departments view", "company": "company as one",
    "blueprint": "service blueprint", "journey": "journey",
}  # fmt: skip


def finish(scene: Scene, bottom: float | None = None, right: float = 0.0) -> None:
    """Add what stands around the lanes and settle the size of the page.

    ``bottom``: where the last of several bands ends, each with its ruler · ``right``: how far
    what stands beside the lanes reaches.
    """
    drawing, space = scene.drawing, scene.space
    bars = _room_of_bars(scene)
    title_width = text_width(drawing.title, *TITLE) + PAGE_MARGIN + bars
    if bars or scene.overlay is not None:
        title_width = max(title_width, text_width(_subtitle(scene), 13) + PAGE_MARGIN + bars)
    right = max(space.right, LEAST_WIDTH, right, min(title_width, MOST_TITLE + bars))
    title_room = right - PAGE_MARGIN
    if scene.overlay is not None:
        scene.overlay.surround(scene, right)
    if scene.figures.outcomes and not scene.chart.focus:
        if scene.overlay is None or not scene.overlay.outcomes:
            paint_outcomes(scene, right)
        title_room -= bars
    size, small = (28.0, 15.0) if right > WIDE else (TITLE[0], 13.0)
    title = cut(drawing.title, title_room, size, TITLE[1])
    drawing.add(Text(x=28, y=46, text=title, size=size, weight=TITLE[1]))
    subtitle = cut(_subtitle(scene), title_room, small)
    drawing.add(Text(x=28, y=72, text=subtitle, size=small, role="muted"))
    y = space.bottom if bottom is None else bottom
    own = scene.overlay.ruler(scene, y) if scene.overlay is not None else None
    if own is not None:
        y = own
    elif scene.chart.kind in WITH_RULER and bottom is None:
        y = paint_ruler(scene, y, part="in this phase" if scene.chart.focus else "")
    y = paint_once(scene, y)
    if scene.overlay is not None:
        y = scene.overlay.key(scene, y)
    key_right = right
    if scene.overlay is None or not scene.overlay.own_key:
        y, key_right = paint_key(scene, y, right)
    furthest = max([0.0, *(label.box.right for label in drawing.labels)])
    drawing.width = max(right, key_right, furthest) + PAGE_MARGIN
    drawing.height = y + 16
    page = Rect(x=0, y=0, width=drawing.width, height=drawing.height, fill="paper")
    drawing.layers.insert(0, Group(shapes=(page,)))


def _room_of_bars(scene: Scene) -> float:
    """Return the width that the bars of outcomes take from the title."""
    if not scene.figures.outcomes or scene.chart.focus:
        return 0.0
    both = scene.overlay is not None and scene.overlay.outcomes  # each outcome has two figures
    return OUTCOME_WIDTH + 24 + (120 if both else 0)


def _subtitle(scene: Scene) -> str:
    chart = scene.chart
    name = VIEW_NAMES[chart.kind]
    if chart.sightline is not None:
        name = f"line of vision of {chart.sightline.part}"
    what = scene.overlay.subtitle(chart) if scene.overlay is not None else f"today, {name}"
    pieces = [chart.name if chart.title != chart.name else "", what, chart.subtitle]
    return "  ·  ".join(piece for piece in pieces if piece)
