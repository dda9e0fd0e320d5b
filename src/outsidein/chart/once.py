"""The strip below the lanes: shared steps, drawn once."""

from __future__ import annotations

from outsidein.chart.boxes import NAME
from outsidein.chart.chart import Shared
from outsidein.chart.drawing import Box, Path, Rect, Shape, Text
from outsidein.chart.flows import RAIL, pill
from outsidein.chart.fonts import ELLIPSIS, text_width, wrap
from outsidein.chart.lines import number
from outsidein.chart.marks import badge_sign
from outsidein.chart.scene import Scene
from outsidein.chart.space import PAGE_MARGIN

STRIP = 82.0


def paint_once(scene: Scene, y: float) -> float:
    """Paint every shared step with its halves side by side; return where the strip ends."""
    used = {shared for node in scene.chart.nodes.values() for shared in node.shared}
    drawn = [shared for shared in scene.chart.shared if shared.id in used]
    if not drawn:
        return y
    add = scene.drawing.add
    middle = y + STRIP / 2
    add(
        Text(x=40, y=middle - 4, text="Drawn once", size=14, weight=600),
        Text(x=40, y=middle + 12, text="shared steps", size=11.5, role="muted"),
    )
    x, right = 162.0, max(scene.space.right, 720.0)
    for shared in drawn:
        if x > 162.0 and x + _room(shared) > right:
            x, y, middle = 162.0, y + STRIP, middle + STRIP
        x = _shared(scene, shared, x, middle) + 40
    line = f"M{number(PAGE_MARGIN)} {number(y + STRIP)}H{number(scene.space.right)}"
    add(Path(commands=line, stroke="hair"))
    return y + STRIP


def _notes(shared: Shared) -> list[str]:
    return [line for note in shared.note for line in wrap(note, 300, 11.5, most=4)][:5]


def _room(shared: Shared) -> float:
    """Return the width of a shared step with its half and notes."""
    half = shared.node.halves[0] if shared.node.halves else None
    end = 60 + _width(shared.node.text)
    end += 94 + _width(shared.part_name or half.text) if half is not None else 0
    return end + 16 + max([0.0, *(text_width(line, 11.5) for line in _notes(shared))])


def _shared(scene: Scene, shared: Shared, x: float, y: float) -> float:
    shapes: list[Shape] = []
    half = shared.node.halves[0] if shared.node.halves else None
    left = x + 60
    shapes.append(_rail(x + 30, left, y))
    shapes += [pill(x + 15, y), Text(x=x + 15, y=y + 3.8, text=shared.mark, size=10.5, weight=700,
                                     role="accent", anchor="middle")]  # fmt: skip
    wide = _width(shared.node.text)
    shapes += _box(scene, shared.id, shared.node.text, left, y, 7)
    end = left + wide
    if half is not None:
        shapes.append(_rail(end, end + 94, y))
        for badge in half.badges[:1]:
            shapes += badge_sign(badge.glyph, (end + 47, y))
        radius = 1.5 if half.is_system else 7
        shapes += _box(scene, half.id, shared.part_name or half.text, end + 94, y, radius)
        end += 94 + _width(shared.part_name or half.text)
    notes = _notes(shared)
    top = y - 7 * (len(notes) - 1) + 4
    for k, line in enumerate(notes):
        shapes.append(Text(x=end + 16, y=top + 14 * k, text=line, size=11.5, role="muted"))
    scene.drawing.add(*shapes, id=f"once.{shared.id}", title=shared.node.title)
    return end + 16 + max([0.0, *(text_width(line, 11.5) for line in notes)])


def _rail(x1: float, x2: float, y: float) -> Path:
    return Path(
        commands=f"M{number(x1)} {number(y)}H{number(x2)}", stroke="accent", stroke_width=RAIL
    )


def _width(text: str) -> float:
    """Return the width of a box that holds a text on two lines, as far as that is sensible."""
    fits = (w for w in range(96, 200, 8)
            if not any(ELLIPSIS in line for line in wrap(text, w - 10, *NAME)))  # fmt: skip
    return float(next(fits, 200))


def _box(scene: Scene, name: str, text: str, x: float, y: float, radius: float) -> list[Shape]:
    wide = _width(text)
    lines = wrap(text, wide - 10, *NAME)
    scene.drawing.nodes[f"once.{name}"] = Box(x, y - 24, x + wide, y + 24)
    shapes: list[Shape] = [
        Rect(x=x, y=y - 24, width=wide, height=48, radius=radius, fill="node", stroke="accent",
             stroke_width=1.75)
    ]  # fmt: skip
    first = y + 4.4 - 7.5 * (len(lines) - 1)
    for k, line in enumerate(lines):
        shapes.append(
            Text(x=x + wide / 2, y=first + 15 * k, text=line, size=NAME[0], weight=NAME[1],
                 anchor="middle")
        )  # fmt: skip
    return shapes
