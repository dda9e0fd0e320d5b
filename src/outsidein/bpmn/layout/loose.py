"""Lines that the search does not route: between closed pools, and to lines."""

from __future__ import annotations

from outsidein.bpmn.layout.drawing import Drawing
from outsidein.bpmn.layout.scene import Scene


def draw_loose(scene: Scene, drawing: Drawing) -> None:
    """Draw what is still missing as straight lines."""
    for line in scene.lines:
        if line.key in drawing.routes:
            continue
        one, other = drawing.boxes.get(line.source), drawing.boxes.get(line.target)
        if one is None or other is None:
            continue
        low, high = max(one.x, other.x), min(one.right, other.right)
        x = low + (high - low) * 0.5
        if one.y < other.y:
            drawing.routes[line.key] = [(x, one.bottom), (x, other.y)]
        else:
            drawing.routes[line.key] = [(x, one.y), (x, other.bottom)]
