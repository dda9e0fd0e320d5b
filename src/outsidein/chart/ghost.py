"""Turning everything but some elements grey: what is kept stands out, the rest stays readable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from outsidein.chart.drawing import Drawing, Group, Shape, Text

SOLID = frozenset({"fail", "wait", "lost", "good", "accent", "flow", "org", "ink", "muted"})
GROUND = frozenset({"cust", "band", "paper", "node", "hair"})


def ghost_others(drawing: Drawing, first: int, keeps: Callable[[str], bool]) -> None:
    """Grey every group from a layer on whose element is not kept.

    ``keeps`` is asked with the id of the group, or the owner of the label that it is.
    """
    for index in range(first, len(drawing.layers)):
        group = drawing.layers[index]
        if not keeps(group.id or owner_of(drawing, group)):
            shapes = tuple(ghosted(shape, group) for shape in group.shapes)
            drawing.layers[index] = replace(group, shapes=shapes)


def owner_of(drawing: Drawing, group: Group) -> str:
    """Return the owner of a label that was painted without an id; "" if it is none."""
    text = next((shape for shape in group.shapes if isinstance(shape, Text)), None)
    if text is None:
        return ""
    for label in drawing.labels:
        box = label.box
        if box.left - 1 <= text.x <= box.right + 1 and box.top - 1 <= text.y <= box.bottom + 1:
            return label.owner
    return ""


def ghosted(shape: Shape, group: Group) -> Shape:
    """Return a shape in grey: text muted, lines ghost; a solid mark with text becomes hollow."""
    if isinstance(shape, Text):
        return replace(shape, role="muted", weight=min(shape.weight, 500))
    stroke = "ghost" if shape.stroke is not None else None
    fill = shape.fill
    if fill is not None and fill not in GROUND:
        says = any(isinstance(one, Text) for one in group.shapes)
        fill = "node" if says or fill not in SOLID else "ghost"
        stroke = stroke or ("ghost" if says else None)
    return replace(shape, fill=fill, stroke=stroke)
