"""The rows of a journey: step, channel, words, waiting, effort, own time, where to act."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from outsidein.chart.boxes import NAME
from outsidein.chart.drawing import Box, Label, Rect, Shape, Text
from outsidein.chart.fonts import cut, text_width, wrap
from outsidein.chart.journey_curve import paint_satisfaction
from outsidein.chart.labels import Style
from outsidein.chart.marks import badge_sign, fail_sign, wait_sign
from outsidein.chart.plan import HALF_HEIGHT, HALF_WIDTH
from outsidein.chart.scene import Scene
from outsidein.chart.touches import Touch, Wait
from outsidein.units import readable_duration

WIDTH = 2 * HALF_WIDTH
TEXT = WIDTH + 8
MUTED = Style(role="muted")
STRONG = Style(size=12, weight=600)
CELLS = 7  # of effort
PLAIN = (
    1.0,
    10.0,
    60.0,
    600.0,
    3600.0,
    36_000.0,
    172_800.0,
    604_800.0,
    2_592_000.0,
    15_552_000.0,
)  # ends of the scale of waits, in seconds: 1 s to 180 days
HARD = 4.0  # effort from here is hard

Lines = Sequence[tuple[str, Style]]


def paint_journey(scene: Scene) -> None:
    """Paint every row of a journey; each step has its column."""
    journey = scene.chart.journey
    if journey is None:
        return
    rows = {lane.id.removeprefix("journey."): k for k, lane in enumerate(scene.chart.lanes)}
    painters: dict[str, Callable[[Scene, Touch, float, float], list[Shape]]] = {
        "channel": _channel, "words": _words, "effort": _effort, "act": _act,
    }  # fmt: skip
    for touch in journey.touches:
        if touch.node in scene.plan.items:
            _step(scene, touch)
            for name, paint in painters.items():
                if name in rows:
                    left, middle = _at(scene, touch, rows[name])
                    shapes = paint(scene, touch, left, middle)
                    if shapes:
                        scene.drawing.add(*shapes, id=f"{touch.node}.{name}")
    if "waits" in rows:
        _waiting(scene, rows["waits"])
    if "own" in rows:
        _own(scene, rows["own"])
    if "satisfaction" in rows:
        paint_satisfaction(scene, rows["satisfaction"])


def _at(scene: Scene, touch: Touch, row: int) -> tuple[float, float]:
    """Return the left edge of a step's column and the middle of a row."""
    space, item = scene.space, scene.plan.items[touch.node]
    middle = (space.lane_top[row] + space.lane_bottom[row]) / 2
    return scene.centre(item)[0] - HALF_WIDTH, middle


def write(scene: Scene, owner: str, x: float, y: float, lines: Lines) -> list[Shape]:
    """Write lines of text from a point on, and keep their place."""
    shapes: list[Shape] = []
    for k, (text, style) in enumerate(lines):
        at = y + 14 * k
        width = text_width(text, style.size, style.weight)
        box = Box(x, at - 0.77 * style.size, x + width, at + 0.23 * style.size)
        scene.drawing.labels.append(Label(box=box, text=text, owner=owner))
        scene.room.take(box, owner)
        shapes.append(Text(x=x, y=at, text=text, size=style.size, weight=style.weight,
                           role=style.role))  # fmt: skip
    return shapes


def _step(scene: Scene, touch: Touch) -> None:
    """Paint a step, and below it how many come there."""
    item = scene.plan.items[touch.node]
    (x, y), node = scene.centre(item), item.node
    box = Box(x - HALF_WIDTH, y - HALF_HEIGHT, x + HALF_WIDTH, y + HALF_HEIGHT)
    stroke, width = ("accent", 1.75) if touch.is_main else ("org", 1.25)
    shapes: list[Shape] = [
        Rect(x=box.left, y=box.top, width=WIDTH, height=2 * HALF_HEIGHT, radius=7, fill="node",
             stroke=stroke, stroke_width=width)
    ]  # fmt: skip
    lines = wrap(node.text, WIDTH - 10, *NAME)
    first = y + 4.4 - 7.5 * (len(lines) - 1)
    for k, line in enumerate(lines):
        shapes.append(Text(x=x, y=first + 15 * k, text=cut(line, WIDTH - 8, *NAME), size=NAME[0],
                           weight=NAME[1], anchor="middle"))  # fmt: skip
    scene.drawing.nodes[touch.node] = box
    scene.drawing.lane_of[touch.node] = scene.lane_key("journey.touch")
    scene.room.take(box, touch.node)
    scene.drawing.add(*shapes, id=touch.node, title=node.title)
    scene.occurs.add("main step" if touch.is_main else "detour step")
    if touch.visits is not None:
        _visits(scene, touch, box)


def _visits(scene: Scene, touch: Touch, box: Box) -> None:
    visits = touch.visits or 0.0
    customers = scene.figures.customers or 100
    most = max([1.0, *(t.visits or 0.0 for t in scene.chart.journey.touches)])  # type: ignore[union-attr]
    text = f"{visits * customers:,.0f}"
    if visits > 0 and text == "0":
        text = "< 1"
    y = box.bottom + 8
    bar: list[Shape] = [
        Rect(x=box.left, y=y, width=WIDTH, height=6, fill="paper"),
        Rect(x=box.left, y=y, width=max(WIDTH * visits / most, 1.0), height=6, fill="accent"),
    ]
    shapes = write(scene, touch.node, box.left, y + 19, [(text, Style(weight=600))])
    title = f"{text} of {customers:,}"
    scene.drawing.add(*bar, *shapes, id=f"{touch.node}.visits", title=title)


def _channel(scene: Scene, touch: Touch, left: float, middle: float) -> list[Shape]:
    shapes: list[Shape] = []
    met = touch.met[:3]
    for k, (glyph, whom) in enumerate(met):
        y = middle + 28 * (k - (len(met) - 1) / 2)
        shapes += badge_sign(glyph, (left + 12, y))
        said = whom if k < 2 or len(touch.met) == 3 else f"{whom}, and others"
        lines = [(line, Style()) for line in wrap(said, TEXT - 30, 11.5)]
        shapes += write(scene, touch.node, left + 30, y + 4 - 7 * (len(lines) - 1), lines)
    return shapes


def _words(scene: Scene, touch: Touch, left: float, middle: float) -> list[Shape]:
    if not touch.words:
        return []
    lines = [(line, Style()) for line in wrap(f"“{touch.words}”", TEXT, 11.5, most=4)]
    return write(scene, touch.node, left, middle + 4 - 7 * (len(lines) - 1), lines)


def _effort(scene: Scene, touch: Touch, left: float, middle: float) -> list[Shape]:
    score = touch.effort
    if score is None:
        return []
    role = "fail" if score.value >= HARD else "accent"
    text = f"{score.value:.1f}"
    style = Style(size=12, weight=600, role="fail" if role == "fail" else "ink")
    shapes = write(scene, touch.node, left, middle - 4, [(text, style)])
    pitch = WIDTH / CELLS
    for k in range(CELLS):
        x = left + pitch * k
        shapes.append(Rect(x=x, y=middle + 6, width=pitch - 2, height=9, fill="hair"))
        full = min(max(score.value - k, 0.0), 1.0)
        if full > 0:
            shapes.append(
                Rect(x=x, y=middle + 6, width=(pitch - 2) * full, height=9, fill=role)
            )  # fmt: skip
    scene.occurs.add("effort")
    return shapes


# Waiting, on a log scale that suits what is there.


def _waiting(scene: Scene, row: int) -> None:
    journey = scene.chart.journey
    assert journey is not None
    waits = [touch.wait for touch in journey.touches if touch.wait is not None]
    there = [t for t in journey.touches if t.wait is not None and t.node in scene.plan.items]
    times = [v for wait in waits for v in (wait.seconds, wait.tolerated) if v]
    low, high = _range(times)
    scene.occurs.add(f"log {_plain(low)} to {_plain(high)}")
    for touch in there:
        left, middle = _at(scene, touch, row)

        def width(seconds: float) -> float:
            return WIDTH * math.log(max(seconds / low, 1.0)) / math.log(max(high / low, 1.01))

        shapes = _wait(scene, touch, left, middle, width)
        scene.drawing.add(*shapes, id=f"{touch.node}.waiting", title=_wait_title(touch.wait))


def _range(times: list[float]) -> tuple[float, float]:
    """Return the plain durations that hold all times between them."""
    low = max((t for t in PLAIN if t < min(times, default=60.0)), default=PLAIN[0])
    high = min((t for t in PLAIN if t >= max(times, default=3600.0)), default=max(times, default=1))
    return low, high


def _plain(seconds: float) -> str:
    return "1 min" if seconds == 60 else "1 h" if seconds == 3600 else readable_duration(seconds)


def _wait(
    scene: Scene, touch: Touch, left: float, middle: float, width: Callable[[float], float]
) -> list[Shape]:
    wait = touch.wait
    assert wait is not None
    y = middle - 2
    shapes: list[Shape] = [Rect(x=left, y=y, width=WIDTH, height=9, fill="hair")]
    if wait.seconds is not None:
        text = readable_duration(wait.seconds) if wait.seconds >= 1 else "none"
        sign = scene.numbers.get(wait.mark, "")
        x = left
        if sign.startswith("W"):
            shapes += wait_sign((left + 11, middle - 22), sign)
            x = left + 27
        style = Style(weight=600, role="wait")
        shapes += write(scene, touch.node, x, middle - 18, [(text, style)])
        long = max(width(wait.seconds), 2.0)
        if wait.is_over:
            shapes.append(Rect(x=left, y=y, width=long, height=9, fill="wait"))
            scene.occurs.add("over")
        else:
            shapes.append(Rect(x=left + 0.6, y=y + 0.6, width=max(long - 1.2, 0.8), height=7.8,
                               fill="poorsoft", stroke="wait", stroke_width=1.2))  # fmt: skip
            scene.occurs.add("within")
    if wait.tolerated is not None:
        tick = left + width(wait.tolerated)
        shapes.append(Rect(x=tick - 1, y=y - 4, width=2, height=17, fill="ink"))
        shapes += write(scene, touch.node, left, middle + 24, _tolerated(wait))
        scene.occurs.add("tick")
    return shapes


def _tolerated(wait: Wait) -> Lines:
    lines = [(line, MUTED) for line in wrap(f"{wait.how} {wait.limit}", TEXT, 11.5)]
    if wait.seconds is None:
        return lines
    over = Style(weight=600, role="wait")
    return [*lines, ("over it", over) if wait.is_over else ("within it", MUTED)]


def _wait_title(wait: Wait | None) -> str:
    assert wait is not None
    said = []
    if wait.seconds is not None:
        said.append(f"waits {readable_duration(wait.seconds)} ({wait.kind})")
    if wait.tolerated is not None:
        said.append(f"{wait.how} {wait.limit}")
    return ", ".join(said)


def _own(scene: Scene, row: int) -> None:
    journey = scene.chart.journey
    assert journey is not None
    most = max([1.0, *(touch.own or 0.0 for touch in journey.touches)])
    for touch in journey.touches:
        if touch.node not in scene.plan.items or not (touch.own or touch.effort_said):
            continue
        left, middle = _at(scene, touch, row)
        shapes: list[Shape] = []
        if touch.own:
            text = readable_duration(touch.own)
            shapes += write(scene, touch.node, left, middle - 9, [(text, STRONG)])
            width = max(WIDTH * touch.own / most, 1.5)
            shapes.append(Rect(x=left, y=middle - 2, width=width, height=7, fill="accent"))
        if touch.effort_said:
            said = cut(f"effort: {touch.effort_said}", TEXT, 11.5)
            shapes += write(scene, touch.node, left, middle + 21, [(said, MUTED)])
        scene.drawing.add(*shapes, id=f"{touch.node}.own", title="own time a visit")


def _act(scene: Scene, touch: Touch, left: float, middle: float) -> list[Shape]:
    act = touch.act
    if act is None:
        return []
    sign = scene.numbers.get(act.mark, "F" if act.kind == "fail" else "W")
    centre = (left + 11, middle)
    shapes = fail_sign(centre, sign) if act.kind == "fail" else wait_sign(centre, sign)
    role = "fail" if act.kind == "fail" else "wait"
    style = Style(weight=500, role=role)
    lines = [(line, style) for line in wrap(act.text, TEXT - 27, 11.5, 500, most=4)]
    scene.occurs.add(act.kind)
    return shapes + write(scene, touch.node, left + 27, middle + 4 - 7 * (len(lines) - 1), lines)
