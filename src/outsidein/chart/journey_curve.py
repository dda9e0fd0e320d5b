"""Satisfaction along a journey: means with intervals, the main way as a curve, detours apart."""

from __future__ import annotations

from itertools import pairwise

from outsidein.chart.drawing import Box, Circle, Label, Path, Point, Rect, Shape, Text
from outsidein.chart.fonts import text_width
from outsidein.chart.labels import Spot
from outsidein.chart.lines import number
from outsidein.chart.scene import Scene
from outsidein.chart.space import HEADER, PAGE_MARGIN
from outsidein.chart.touches import Journey, Score, Touch

PAD = 30.0  # above the best and below the worst
BOX = 14.0  # width of a detour's interval
DOT = 4.5
ENDS = ("delighted", "neutral", "let down")


def paint_satisfaction(scene: Scene, row: int) -> None:
    """Paint the scale, the curve through the main steps, and each detour with its interval."""
    journey = scene.chart.journey
    if journey is None:
        return
    panel = _Panel(scene, journey, scene.space.lane_top[row], scene.space.lane_bottom[row])
    rated = [t for t in journey.touches if t.satisfaction and t.node in scene.plan.items]
    rated.sort(key=panel.x)
    main = [touch for touch in rated if touch.is_main]
    panel.paint_scale()
    curve = [(panel.x(t), panel.y(_of(t).value)) for t in main]
    panel.paint_curve(main, curve)
    before: Point | None = None
    for touch in rated:
        if touch.is_main:
            before = (panel.x(touch), panel.y(_of(touch).value))
        else:
            before = panel.paint_detour(touch, curve, before)
    for touch in rated:
        panel.paint_label(touch)


def _of(touch: Touch) -> Score:
    assert touch.satisfaction is not None
    return touch.satisfaction


class _Panel:
    """The panel of the curve: where a step and a value stand."""

    def __init__(self, scene: Scene, journey: Journey, top: float, bottom: float) -> None:
        self.scene, self.journey, self.top, self.bottom = scene, journey, top, bottom
        self.low, self.high = journey.scale

    def x(self, touch: Touch) -> float:
        return self.scene.centre(self.scene.plan.items[touch.node])[0]

    def y(self, value: float) -> float:
        share = (self.high - value) / (self.high - self.low)
        return self.top + PAD + share * (self.bottom - self.top - 2 * PAD)

    def paint_scale(self) -> None:
        """Paint a hairline at each step of the scale, with its number and words at the ends."""
        left, right = PAGE_MARGIN + HEADER + 30, self.scene.space.right - 66
        shapes: list[Shape] = []
        for value in _ticks(self.low, self.high):
            y = self.y(value)
            role = "ghost" if value == self.journey.neutral else "hair"
            line = f"M{number(left)} {number(y)}H{number(right)}"
            shapes.append(Path(commands=line, stroke=role))
            text = _signed(value, self.low)
            shapes.append(Text(x=left - 8, y=y + 4, text=text, size=11.5, role="muted",
                               anchor="end"))  # fmt: skip
        values = (self.high, self.journey.neutral, self.low)
        for word, value in zip(ENDS, values, strict=True):
            shapes.append(Text(x=right + 8, y=self.y(value) + 4, text=word, size=11.5,
                               role="muted"))  # fmt: skip
        self.scene.drawing.add(*shapes, id="satisfaction.scale", title="satisfaction")

    def paint_curve(self, main: list[Touch], curve: list[Point]) -> None:
        """Paint straight lines between main steps, and the band of their intervals."""
        if not main:
            return
        scores = [_of(touch) for touch in main]
        shapes: list[Shape] = []
        if len(main) > 1 and all(s.low is not None and s.high is not None for s in scores):
            up = [(x, self.y(s.high or 0.0)) for (x, _), s in zip(curve, scores, strict=True)]
            down = [(x, self.y(s.low or 0.0)) for (x, _), s in zip(curve, scores, strict=True)]
            shapes.append(Path(commands=_through([*up, *down[::-1]]) + "Z", fill="custsoft"))
        elif len(main) > 1 or scores[0].low is not None:
            shapes += [s for t in main for s in self._interval(self.x(t), _of(t), "custsoft")]
        if len(main) > 1:
            shapes.append(Path(commands=_through(curve), stroke="accent", stroke_width=2.25))
        shapes += [s for point in curve for s in _dot(point, "accent")]
        self.scene.drawing.add(*shapes, id="satisfaction.curve", title="the main way")
        self.scene.occurs.add("curve")
        for a, b in pairwise(curve):
            self._take(a, b)
        for x, y in curve:
            self.scene.room.take(Box(x - 6, y - 6, x + 6, y + 6), "curve")

    def _take(self, a: Point, b: Point) -> None:
        """Keep texts off a slanting line."""
        steps = max(int(abs(b[0] - a[0]) / 6), 1)
        for k in range(steps + 1):
            x = a[0] + (b[0] - a[0]) * k / steps
            y = a[1] + (b[1] - a[1]) * k / steps
            self.scene.room.take(Box(x - 3, y - 4, x + 3, y + 4), "curve")

    def paint_detour(self, touch: Touch, curve: list[Point], before: Point | None) -> Point:
        """Paint a detour's point and interval, hung on a dotted line from the curve."""
        x, score = self.x(touch), _of(touch)
        point = (x, self.y(score.value))
        role, soft = ("fail", "lostsoft") if self._is_low(score) else ("org", "hair")
        start = _on(curve, x) or before
        shapes: list[Shape] = []
        if start is not None:
            line = _through([start, point])
            shapes.append(Path(commands=line, stroke=role, stroke_width=1.25, dash="2 3"))
            self._take(start, point)
        shapes += self._interval(x, score, soft, role)
        shapes += _dot(point, role)
        self.scene.drawing.add(*shapes, id=f"{touch.node}.satisfaction", title=_title(score))
        self.scene.occurs.add("detour")
        top = self.y(score.high if score.high is not None else score.value) - 3
        bottom = self.y(score.low if score.low is not None else score.value) + 3
        self.scene.room.take(Box(x - 8, min(top, point[1] - 6), x + 8, max(bottom, point[1] + 6)))
        return point

    def _interval(self, x: float, score: Score, soft: str, role: str = "") -> list[Shape]:
        if score.low is None or score.high is None:
            return []
        top, bottom = self.y(score.high), self.y(score.low)
        shapes: list[Shape] = [
            Rect(x=x - BOX / 2, y=top, width=BOX, height=max(bottom - top, 0.5), fill=soft)
        ]
        if role:
            for y in (top, bottom):
                line = f"M{number(x - BOX / 2)} {number(y)}H{number(x + BOX / 2)}"
                shapes.append(Path(commands=line, stroke=role, stroke_width=1.5))
        return shapes

    def _is_low(self, score: Score) -> bool:
        return score.high is not None and score.high < self.journey.neutral

    def paint_label(self, touch: Touch) -> None:
        """Write the mean and the number of answers beside a point."""
        score = _of(touch)
        value = _signed(score.value, self.low, digits=1)
        n = f"n {score.n:,}" if score.n is not None else ""
        role = "accent" if touch.is_main else "fail" if self._is_low(score) else "ink"
        wide = text_width(value, 12, 600) + (7 + text_width(n, 11.5) if n else 0)
        x, y = self.x(touch), self.y(score.value)
        high = self.y(score.high) if score.high is not None else y
        low = self.y(score.low) if score.low is not None else y
        spots = [Spot(x - wide / 2, min(high, y) - 11), Spot(x - wide / 2, max(low, y) + 19),
                 Spot(x + 12, y + 4), Spot(x - 12 - wide, y + 4)]  # fmt: skip
        if not touch.is_main:
            spots = [spots[2], spots[3], spots[0], spots[1]]
        more = [Spot(s.x + dx, s.y + dy) for dy in (0, -12, 12, -24, 24) for dx in (0, 20, -20)
                for s in spots]  # fmt: skip
        for spot in [*spots, *more]:
            box = Box(spot.x, spot.y - 10, spot.x + wide, spot.y + 3)
            inside = self.top + 2 < box.top and box.bottom < self.bottom - 2
            if inside and self.scene.room.is_free(box, 1.0):
                self._write(touch, box, spot, value, n, role)
                return
        self.scene.drawing.folded.append(f"{touch.node}: {value}")

    def _write(self, touch: Touch, box: Box, spot: Spot, value: str, n: str, role: str) -> None:
        ground = Rect(x=box.left - 2, y=box.top, width=box.right - box.left + 4,
                      height=box.bottom - box.top, fill=self.ground)  # fmt: skip
        shapes: list[Shape] = [
            ground, Text(x=spot.x, y=spot.y, text=value, size=12, weight=600, role=role)
        ]  # fmt: skip
        if n:
            at = spot.x + text_width(value, 12, 600) + 7
            shapes.append(Text(x=at, y=spot.y, text=n, size=11.5, role="muted"))
        self.scene.room.take(box, touch.node)
        label = Label(box=box, text=f"{value} {n}".strip(), owner=touch.node)
        self.scene.drawing.labels.append(label)
        self.scene.drawing.add(*shapes, id=f"{touch.node}.score", title=_title(_of(touch)))

    @property
    def ground(self) -> str:
        """The fill of the lane that the panel stands on."""
        number_of = next(k for k, lane in enumerate(self.scene.chart.lanes)
                         if lane.id == "journey.satisfaction")  # fmt: skip
        return "band" if (number_of - 1) % 2 else "paper"


def _title(score: Score) -> str:
    said = f"mean {score.value:.2f}"
    if score.low is not None and score.high is not None:
        said += f", 95 % interval {score.low:.2f} to {score.high:.2f}"
    return said + (f", {score.n:,} answers" if score.n is not None else "")


def _dot(point: Point, role: str) -> list[Shape]:
    x, y = point
    return [
        Circle(x=x, y=y, radius=DOT + 1.5, fill="paper"),
        Circle(x=x, y=y, radius=DOT, fill=role),
    ]


def _through(points: list[Point]) -> str:
    first, *rest = points
    return f"M{number(first[0])} {number(first[1])}" + "".join(
        f"L{number(x)} {number(y)}" for x, y in rest
    )


def _on(curve: list[Point], x: float) -> Point | None:
    """Return the point of the curve at a place between two of its points; None outside."""
    for (x1, y1), (x2, y2) in pairwise(curve):
        if x1 <= x <= x2 and x2 > x1:
            return (x, y1 + (y2 - y1) * (x - x1) / (x2 - x1))
    return None


def _ticks(low: float, high: float) -> list[float]:
    """Return five to seven values of a scale, its ends and its middle among them."""
    span = high - low
    steps = next((n for n in (4, 6, 8) if (span / n).is_integer()), 4)
    return [low + span * k / steps for k in range(steps + 1)]


def _signed(value: float, low: float, digits: int = 0) -> str:
    """Write a value of the scale: with its sign if the scale goes below zero."""
    text = f"{value:.{digits}f}" if digits else f"{value:g}"
    if low < 0 and value > 0:
        text = f"+{text}"
    return text.replace("-", "−")
