"""Heat: one measure of each step in five shades of one hue, its exact value beside the step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from outsidein.chart.chart import Chart, Exit
from outsidein.chart.drawing import Rect, Shape, Text
from outsidein.chart.fonts import text_width, wrap
from outsidein.chart.labels import Spot, Style, around, put_label
from outsidein.chart.overlay import recoloured, retitled
from outsidein.chart.plan import Item
from outsidein.chart.scene import Scene
from outsidein.units import plain_number

HeatKind = Literal["waiting", "visits", "failures", "cost", "own"]
SHADES = ("heat1", "heat2", "heat3", "heat4", "heat5")
_STEPS = (1.0, 2.0, 5.0)
_SWATCH = 19.0
VALUE = Style(size=12.5, weight=600)
DOUBTFUL = Style(size=12.5, weight=600, role="muted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warmth:
    """A measure of one step: the value and its 95 % interval; NaN where there is none."""

    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """One measure by step, over all customers who set out; the steps add up to ``total``.

    ``values`` by step · ``by_part`` by (step, part), where a step costs several parts ·
    ``unit`` as it is printed, "hours a shopper" · ``digits`` after the point · ``of_parts``:
    the part's halves are filled, not the customer's.
    """

    kind: HeatKind
    name: str
    unit: str
    values: Mapping[str, Warmth]
    by_part: Mapping[tuple[str, str], Warmth] = field(default_factory=dict)
    digits: int = 1
    total: float | None = None
    title: str = ""
    of_parts: bool = False

    @property
    def limits(self) -> tuple[float, ...]:
        """The four limits between the five shades."""
        shown = [w.value for w in (*self.values.values(), *self.by_part.values())]
        return round_limits(max(shown, default=0.0))

    def shade(self, value: float) -> int:
        """Return the number of a value's shade, 0 to 4: a value at a limit is above it."""
        return sum(value >= limit for limit in self.limits)

    def is_doubtful(self, warmth: Warmth) -> bool:
        """Return whether the interval reaches into another shade, or there is no interval."""
        if math.isnan(warmth.low) or math.isnan(warmth.high):
            return True
        return self.shade(warmth.low) != self.shade(warmth.high)

    def text(self, value: float) -> str:
        """Write a value without its unit."""
        least = 10**-self.digits
        return f"{value:,.{self.digits}f}" if value >= least / 2 else f"< {least:.{self.digits}f}"


def round_limits(most: float) -> tuple[float, ...]:
    """Return four limits for values up to ``most`` (> 0): 1, 2, 5, 10, 20 ..., the last below it.

    Each shade is about twice the one before. Measures of steps are skewed: with equal steps
    nearly all would be of the first shade; with equal counts two steps that hardly differ could
    be of two shades, and a step would change its shade because another one did.
    """
    if not most > 0:
        return (1.0, 2.0, 5.0, 10.0)
    power = math.floor(math.log10(most))
    series = [step * 10.0**p for p in range(power - 3, power + 2) for step in _STEPS]
    return tuple(limit for limit in series if limit < most * (1 - 1e-9))[-4:]


@dataclass(slots=True, kw_only=True)
class HeatOverlay:
    """Paints heat over a view."""

    heat: Heat
    hides_failures: bool = True
    outcomes: bool = False
    own_key: bool = False

    def subtitle(self, chart: Chart) -> str:
        """Say what the heat is."""
        view = "company as one" if chart.kind == "company" else f"{chart.kind} view"
        return f"today, {view}  ·  heat: {self.heat.name}, {self.heat.unit}"

    def adapt(self, chart: Chart) -> Chart:
        """Leave out the marks of waits, and those of failures that lead nowhere."""
        nodes = {i: replace(node, wait="") for i, node in chart.nodes.items()}
        links = tuple(replace(link, wait=False) for link in chart.links)
        kept = tuple(e for e in chart.exits if not _only_a_mark(e, chart))
        return replace(
            chart, nodes=nodes, links=links, exits=kept, title=self.heat.title or chart.title
        )

    def mark(self, scene: Scene) -> None:
        """Write the value above the top right corner of each step."""
        for item in scene.plan.items.values():
            warmth = self._of(scene, item)
            if warmth is None:
                continue
            doubtful = self.heat.is_doubtful(warmth)
            text = f"{'≈ ' if doubtful else ''}{self.heat.text(warmth.value)}"
            box, lines = scene.box(item.id), [(text, DOUBTFUL if doubtful else VALUE)]
            if item.shape != "box":
                box = box.grown(-6)
            spots = [
                Spot(box.right, box.top - 5, "end"), Spot(box.left, box.top - 5),
                Spot(box.right, box.bottom + 14, "end"), Spot(box.left, box.bottom + 14),
            ]  # fmt: skip
            owner = f"{item.id}.heat"
            texts = put_label(
                scene.drawing, scene.room, owner, [(lines, [*spots, *around(spots, 18)])]
            )
            scene.drawing.add(*texts, id=owner, title=self._said(warmth))
            scene.occurs |= {"heat"} | ({"doubtful"} if doubtful else set())

    def tint(self, scene: Scene) -> None:
        """Fill the steps."""
        scene.occurs -= {"fail", "noticed"}  # their ways are drawn, their marks are not
        noticed = {f"flow.{k.id}" for k in scene.chart.links if k.kind == "noticed"}
        layers = scene.drawing.layers
        layers[:] = [group for group in layers if group.id not in noticed]
        found = {i.id: w for i in scene.plan.items.values() if (w := self._of(scene, i))}
        for number, group in enumerate(scene.drawing.layers):
            if group.id in found and group.shapes:
                warmth = found[group.id]
                shade = self.heat.shade(warmth.value)
                filled = recoloured(group, SHADES[shade], "on" if shade == 4 else "ink")
                scene.drawing.layers[number] = retitled(filled, self._said(warmth))

    def surround(self, scene: Scene, right: float) -> None:
        """Nothing is added above the lanes."""

    def ruler(self, scene: Scene, y: float) -> float | None:  # noqa: ARG002
        """The ruler stays as it is."""
        return None

    def key(self, scene: Scene, y: float) -> float:
        """Paint the scale: five shades with their limits, and what is not in the picture."""
        y += 32
        add, x = scene.drawing.add, 158.0
        add(Text(x=40, y=y, text="Heat", size=14, weight=600))
        name = f"{self.heat.name}, {self.heat.unit}"
        shapes: list[Shape] = [Text(x=x, y=y, text=name, size=11.5, role="muted")]
        x += text_width(name, 11.5) + 16
        texts = self._scale()
        width = max(70.0, max(text_width(text, 11.5, 500) for text in texts) + 14)
        for number, text in enumerate(texts):
            role = "on" if number == 4 else "ink"
            shapes += [
                Rect(x=x, y=y - _SWATCH + 6, width=width, height=_SWATCH, fill=SHADES[number],
                     stroke="ghost" if number == 0 else None, stroke_width=0.8),
                Text(x=x + width / 2, y=y + 0.5, text=text, size=11.5, weight=500, role=role,
                     anchor="middle"),
            ]  # fmt: skip
            x += width + 3
        add(*shapes, id="heat-scale", title=f"Heat: {name}")
        said = ["The number at a step is the exact value; the shade helps the eye to find it."]
        if "doubtful" in scene.occurs:
            said.append("≈: its 95 % interval reaches into another shade.")
        text = " ".join([*said, self._rest(scene)]).strip()
        room = max(scene.space.right, 760.0) - 158.0
        for line in wrap(text, room, 11.5, most=4):
            y += 20 if line[:3] == text[:3] else 15
            add(Text(x=158, y=y, text=line, size=11.5, role="muted"))
        return y + 4

    def _scale(self) -> list[str]:
        limits = [plain_number(limit) for limit in self.heat.limits]
        between = [f"{a}–{b}" for a, b in pairwise(limits)]
        return [f"under {limits[0]}", *between, f"{limits[-1]} or more"]

    def _rest(self, scene: Scene) -> str:
        """Say what of the total no step in this picture shows."""
        total = self.heat.total
        if total is None:
            return ""
        shown = sum(w.value for i in scene.plan.items.values() if (w := self._of(scene, i)))
        rest = total - shown
        if rest < 0.5 * 10**-self.heat.digits:
            return f"In all {self.heat.text(total)}."
        rest_text = self.heat.text(rest)
        return f"In all {self.heat.text(total)}, of it {rest_text} at steps outside the lanes."

    def _of(self, scene: Scene, item: Item) -> Warmth | None:
        """Return the warmth of a box; None: it has none, or it is a customer's half of a cost."""
        node, heat = item.node, self.heat
        if node.kind in ("start", "end", "consult"):
            return None
        if item.half is None:
            own = not (heat.of_parts and node.halves)
            found = heat.values.get(node.id) if own else None
        elif not heat.of_parts:
            return None
        else:
            apart = sum(i.half is not None and i.node.id == node.id
                        for i in scene.plan.items.values()) > 1  # fmt: skip
            found = (
                heat.by_part.get((node.id, item.half.lane.removeprefix("part.")))
                if apart
                else heat.values.get(node.id)
            )
        return found if found is not None and found.value > 0 else None

    def _said(self, warmth: Warmth) -> str:
        text = f"{self.heat.name} {self.heat.text(warmth.value)} {self.heat.unit}"
        if math.isnan(warmth.low):
            return text
        return (
            f"{text}, 95 % interval {self.heat.text(warmth.low)} to {self.heat.text(warmth.high)}"
        )


def _only_a_mark(mark: Exit, chart: Chart) -> bool:
    if mark.kind != "fail" or mark.end is not None or mark.leads or mark.notices is not None:
        return False
    return not any(link.exit == mark.id for link in chart.links)
