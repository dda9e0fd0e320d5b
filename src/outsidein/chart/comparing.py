"""One process drawn over another: what changes keeps its colour, all else turns grey."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from outsidein.chart.chart import Chart
from outsidein.chart.compared_ruler import paint_compared_ruler
from outsidein.chart.comparing_key import compared_key, compared_outcomes
from outsidein.chart.comparing_signs import BADGES, badge, pill
from outsidein.chart.drawing import Box, Group, Label, Line, Path, Rect, Shape, Text
from outsidein.chart.ghosts import State, Union
from outsidein.chart.heat import Warmth
from outsidein.chart.lines import arrow_head, number
from outsidein.chart.overlay import retitled
from outsidein.chart.scene import Scene

GREY = {"ink": "muted", "accent": "ghost", "org": "ghost", "flow": "ghost", "good": "ghost",
        "lost": "ghost", "fail": "ghost", "wait": "ghost", "poor": "ghost"}  # fmt: skip
COLOUR: dict[State, tuple[str, str]] = {
    "added": ("good", "goodsoft"), "moved": ("moved", "movedsoft"),
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Comparing:
    """Paints differences over the union of two views.

    ``what`` is the subtitle's "what-if “name” drawn over today" · ``name`` of what is compared
    with today · ``minutes`` the change of own time by step, in minutes a customer, with its 95 %
    interval of paired runs · ``changes`` the same of each measure of the ruler, in its unit.
    """

    union: Union
    what: str
    name: str
    title: str = ""
    minutes: Mapping[str, Warmth] = field(default_factory=dict)
    changes: Mapping[tuple[str, str], Warmth] = field(default_factory=dict)
    measure: str = "own minutes"
    word: str = "what-if"  # beside its bar of outcomes
    hides_failures: bool = False
    outcomes: bool = True
    own_key: bool = True
    told: set[str] = field(default_factory=set)  # whose label says another figure than today's

    def subtitle(self, chart: Chart) -> str:
        """Say what was compared."""
        view = "company as one" if chart.kind == "company" else f"{chart.kind} view"
        return f"{self.what}, {view}  ·  grey = as today"

    def adapt(self, chart: Chart) -> Chart:
        """The union is what is drawn."""
        return replace(chart, title=self.title or chart.title)

    def mark(self, scene: Scene) -> None:
        """Put the badges and pills on their boxes, and the arrows between old and new places."""
        for item in scene.plan.items.values():
            state = self.union.states.get(item.id)
            if item.shape == "box" and state in BADGES:
                self._badge(scene, item.id, state)
        for step in self.minutes:
            self._pill(scene, step)
        for ghost, place in self.union.arrows.items():
            self._arrow(scene, ghost, place)

    def _badge(self, scene: Scene, name: str, state: State) -> None:
        item = scene.plan.items[name]
        if item.half is None and item.node.halves and state != "added":
            return
        box = scene.box(name)
        spots = ((box.right - 2, box.top), (box.left + 2, box.top), (box.right - 2, box.bottom))
        x, y = next((spot for spot in spots if _has_room(scene, *spot, 7.5, 7.5)), spots[0])
        around = Box(x - 7.5, y - 7.5, x + 7.5, y + 7.5)
        up = self._is_up(scene, name)
        shapes = badge(state, (x, y), up=up)
        scene.drawing.add(*shapes, id=f"{name}.{state}", title=BADGES[state])
        scene.drawing.marks[f"badge {name} {state}"] = around
        scene.room.take(around, name)
        scene.occurs.add(f"is {state}")

    def _is_up(self, scene: Scene, name: str) -> bool:
        old = next((g for g, to in self.union.arrows.items() if to == name), None)
        if old is None or old not in scene.plan.items:
            return True
        return scene.box(name).top < scene.box(old).top

    def _pill(self, scene: Scene, step: str) -> None:
        item = scene.plan.items.get(step)
        change = self.minutes[step]
        if item is None or item.shape != "box" or item.half is not None:
            return
        if item.node.kind == "ghost":
            return
        box = scene.box(step)
        shapes, width = pill(change, (0.0, 0.0))
        xs = (box.right - width / 2 + 8, box.left + width / 2 - 8)
        x = next((x for x in xs if _has_room(scene, x, box.top, width / 2, 9)), xs[0])
        around = Box(x - width / 2, box.top - 9, x + width / 2, box.top + 9)
        shapes, _ = pill(change, (x, box.top))
        scene.drawing.add(*shapes, id=f"{step}.change", title=self._said(change))
        scene.drawing.marks[f"change {step}"] = around
        scene.room.take(around, step)
        scene.occurs.add("change")

    def _said(self, change: Warmth) -> str:
        text = f"{self.measure} a customer against today: {change.value:+.2f}"
        if math.isnan(change.low):
            return text
        sure = "" if change.low > 0 or change.high < 0 else "; cannot tell"
        return f"{text}, 95 % interval {change.low:+.2f} to {change.high:+.2f}{sure}"

    def _arrow(self, scene: Scene, ghost: str, place: str) -> None:
        """Draw a dotted arrow from the old place to the new one, if the way is free."""
        items = scene.plan.items
        if ghost not in items or place not in items:
            return
        old, new = scene.box(ghost), scene.box(place)
        up = new.top < old.top
        low, high = (new.bottom, old.top) if up else (old.bottom, new.top)
        inner = max(old.left, new.left) + 8, min(old.right, new.right) - 8
        for x in (inner[0] + k * 6.0 for k in range(int(max(inner[1] - inner[0], 0) // 6) + 1)):
            way = Box(x - 3, low + 1, x + 3, high - 1)
            if low < high and self._is_free(scene, way):
                break
        else:
            return
        points = [(x, old.top), (x, new.bottom)] if up else [(x, old.bottom), (x, new.top)]
        end = points[1][1] + (7 if up else -7)
        scene.drawing.add(
            Path(commands=f"M{number(x)} {number(points[0][1])}V{number(end)}", stroke="moved",
                 stroke_width=1.5, dash="2 3"),
            arrow_head(points, "moved", 1.25), id=f"{ghost}.moved", title="moves here",
        )  # fmt: skip
        scene.drawing.lines.append(
            Line(
                points=tuple(points), kind="moved", source=ghost, target=place, id=f"{ghost}.moved"
            )
        )
        scene.room.take_line(points, 3.0, ghost)

    def _is_free(self, scene: Scene, way: Box) -> bool:
        drawing = scene.drawing
        if any(way.meets(box) for box in (*drawing.nodes.values(), *drawing.marks.values())):
            return False
        for line in drawing.lines:
            for a, b in zip(line.points, line.points[1:], strict=False):
                upright = abs(a[0] - b[0]) < 0.1
                box = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
                if upright and way.meets(box, 2):
                    return False
        return True

    def tint(self, scene: Scene) -> None:
        """Colour what is added, moved and removed; turn grey what stays as it is."""
        self.told = {label.owner for label in scene.drawing.labels if "was " in label.text}
        scene.drawing.layers[:] = [self._tinted(scene, group) for group in scene.drawing.layers]
        same = {n for n, state in self.union.states.items() if state in ("same", "was")}
        grey = [label for label in scene.drawing.labels if label.owner in same - self.told]
        for index, group in enumerate(scene.drawing.layers):
            if not group.id and any(_is_of(group, label) for label in grey):
                scene.drawing.layers[index] = _grey(group)

    def _tinted(self, scene: Scene, group: Group) -> Group:
        kind, _, name = group.id.partition(".")
        if kind == "lane":
            return self._lane(group)
        if kind in ("flow", "rail") and (name in self.union.states or kind == "rail"):
            return self._line(scene, group, kind, name)
        state = self.union.states.get(group.id)
        if group.id.endswith(".waits"):
            owner = group.id.removesuffix(".waits")
            same = self.union.states.get(owner) == "same" and owner not in self.told
            return _grey(group) if same else group
        if state is None:
            return group
        if state in COLOUR:
            return _coloured(group, *COLOUR[state], said=BADGES[state])
        if state == "removed":
            return retitled(_lined(group, "lost"), BADGES["removed"])
        if state == "same" and group.id not in self.told and not self._matters(group.id):
            return _grey(group)
        return group

    def _matters(self, step: str) -> bool:
        """Return whether own time at a step changes."""
        change = self.minutes.get(step)
        return change is not None and (change.low > 0 or change.high < 0)

    def _lane(self, group: Group) -> Group:
        state = self.union.states.get(group.id)
        if state != "added":
            return group
        return replace(group, shapes=tuple(
            replace(s, fill="goodsoft") if isinstance(s, Rect) else s for s in group.shapes
        ))  # fmt: skip

    def _line(self, scene: Scene, group: Group, kind: str, name: str) -> Group:
        states = self.union.states
        if kind == "rail":
            return self._rail(scene, group, name)
        state = states[name]
        if state in COLOUR:
            return _stroked(group, COLOUR[state][0])
        if state == "removed":
            return _dashed(group, "lost")
        if state == "was":
            return _dashed(group, "ghost")
        return _grey(group)

    def _rail(self, scene: Scene, group: Group, name: str) -> Group:
        """Colour each branch of a rail by the half it leads to; the trunk with all of them."""
        halves = [half for half, _ in scene.plan.rails.get(name, ())]
        states = [self.union.states.get(half, "same") for half in halves]
        if self.union.states.get(name) == "added":
            states = ["added"] * len(states)
        trunk = states[0] if len(set(states)) == 1 else "same"
        shapes: list[Shape] = []
        for shape, state in zip(group.shapes, [*states, trunk], strict=False):
            one = replace(group, shapes=(shape,))
            one = _stroked(one, COLOUR[state][0]) if state in COLOUR else _grey(one)
            shapes += one.shapes
        return replace(group, shapes=tuple(shapes))

    def surround(self, scene: Scene, right: float) -> None:
        """Paint two bars of outcomes: today, and what is compared with it."""
        compared_outcomes(scene, right, self.word)

    def ruler(self, scene: Scene, y: float) -> float | None:
        """Paint the ruler with today's bars as outlines."""
        return paint_compared_ruler(scene, y, self.changes, self.name)

    def key(self, scene: Scene, y: float) -> float:
        """Paint the key of the differences; the steps drawn once are painted by then."""
        for index, group in enumerate(scene.drawing.layers):
            if group.id.startswith("once."):
                scene.drawing.layers[index] = self._tinted(scene, group)
        if any(n.startswith("once.") and s == "removed" for n, s in self.union.states.items()):
            scene.occurs.add("is removed")
        return compared_key(scene, y, self.measure)


def _is_of(group: Group, label: Label) -> bool:
    """Return whether a group is the texts of a label that belongs to no other."""
    if not group.shapes or not all(isinstance(s, Text) for s in group.shapes):
        return False
    texts = [s for s in group.shapes if isinstance(s, Text)]
    return " ".join(s.text for s in texts) == label.text and (
        label.box.left - 1 <= texts[0].x <= label.box.right + 1
        and label.box.top <= texts[0].y <= label.box.bottom
    )


def _has_room(scene: Scene, x: float, y: float, width: float, height: float) -> bool:
    around = Box(x - width, y - height, x + width, y + height)
    return not any(around.meets(other) for other in scene.drawing.marks.values())


def _grey(group: Group) -> Group:
    return replace(group, shapes=tuple(_greyed(shape) for shape in group.shapes))


def _greyed(shape: Shape) -> Shape:
    if isinstance(shape, Text):
        return replace(shape, role="muted" if shape.role in GREY else shape.role)
    stroke = GREY.get(shape.stroke, shape.stroke) if shape.stroke else None
    fill = GREY.get(shape.fill, shape.fill) if shape.fill else None
    if shape.fill in ("fail", "wait"):
        fill = "muted"  # a mark's number stands on it
    return replace(shape, stroke=stroke, fill=fill)


def _stroked(group: Group, role: str) -> Group:
    shapes: list[Shape] = []
    for shape in group.shapes:
        if isinstance(shape, Text):
            shapes.append(shape)
            continue
        fill = role if shape.fill in ("flow", "accent", "wait", "fail") else shape.fill
        shapes.append(replace(shape, stroke=role if shape.stroke else None, fill=fill))
    return replace(group, shapes=tuple(shapes))


def _dashed(group: Group, role: str) -> Group:
    found = _stroked(group, role)
    shapes = [replace(s, dash="4 3") if isinstance(s, Path) and s.stroke else s
              for s in found.shapes]  # fmt: skip
    return replace(found, shapes=tuple(shapes))


def _lined(group: Group, role: str) -> Group:
    """Return a group whose lines and texts have one colour."""
    found = _stroked(group, role)
    shapes = [replace(s, role=role) if isinstance(s, Text) else s for s in found.shapes]
    return replace(found, shapes=tuple(shapes))


def _coloured(group: Group, stroke: str, fill: str, *, said: str) -> Group:
    found = _stroked(group, stroke)
    ground = found.shapes[0] if found.shapes else None
    if isinstance(ground, Rect):
        ground = replace(ground, fill=fill, stroke_width=2.0)
        texts = [replace(s, role="ink") if isinstance(s, Text) else s for s in found.shapes[1:]]
        found = replace(found, shapes=(ground, *texts))
    return retitled(found, said)
