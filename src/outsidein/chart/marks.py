"""Marks: channels on the line of visibility, failures, waits, clocks and the ends they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from outsidein.chart import glyphs
from outsidein.chart.boxes import end_sign, timer
from outsidein.chart.chart import Exit
from outsidein.chart.drawing import Box, Circle, Line, Path, Point, Polygon, Shape, Text
from outsidein.chart.flows import pill, rail_dot
from outsidein.chart.fonts import wrap
from outsidein.chart.labels import Lines, Spot, Style, lines_box
from outsidein.chart.lines import arrow_head, line_path, shortened
from outsidein.chart.plan import Item
from outsidein.chart.router import Route
from outsidein.chart.scene import Scene

RADIUS = 10.5
CORNERS = ((1, -1), (-1, -1), (1, 1), (-1, 1))
DROP = 38.0  # from a lower edge to the centre of the end below it


def paint_marks(scene: Scene) -> None:
    """Paint the marks; each takes its room before any label is placed."""
    for item in scene.plan.items.values():
        if item.half is None and item.node.halves:
            _badges(scene, item)
    for mark in sorted(scene.chart.exits, key=lambda mark: mark.id not in scene.plan.feet):
        _exit(scene, mark)  # those with a fixed place first
    for item in scene.plan.items.values():
        if item.half is None and item.node.wait:
            _wait(scene, item)
    for route in scene.routes:
        _racer(scene, route)
        if route.link.wait:
            _wait_on_line(scene, route.link.id)


def _badges(scene: Scene, item: Item) -> None:
    x, _ = scene.centre(item)
    level = scene.space.visibility
    by_half = {half.id: half for half in item.node.halves}
    rails = scene.plan.rails[item.id]
    together = len({half_id for half_id, _ in rails}) < len(rails)
    stack = 0
    for number, (half_id, dx) in enumerate(rails):
        half = item.node.halves[number] if together else by_half[half_id]
        ordered = half.by_share
        for k, badge in enumerate(ordered):
            centre = (x + dx, level - 28 * k)
            shapes = badge_sign(badge.glyph, centre)
            scene.drawing.add(
                *shapes,
                id=f"{half.id}.{badge.name}",
                title=badge.name or "encounter",
            )
            _take(scene, f"badge {half.id} {k}", centre, 13)
            scene.occurs.add("badge")
            if badge.through is not None and len(rails) > 1:
                _pill(scene, item, badge.through, (x + dx, level - 50 - 28 * (len(ordered) - 1)))
        stack = max(stack, len(ordered))
    own = {b.through for half in item.node.halves for b in half.badges} if len(rails) > 1 else set()
    for k, shared in enumerate(s for s in item.node.shared if s not in own):
        y = level - 52 - 28 * (stack - 1) - 20 * k - (2 if stack > 1 else 0)
        fork = scene.plan.forks.get(item.id, 0.0)
        _pill(scene, item, shared, (x, level - fork - 16 - 20 * k if len(rails) > 1 else y))


def _pill(scene: Scene, item: Item, shared: str, centre: Point) -> None:
    x, y = centre
    mark = next((s.mark for s in scene.chart.shared if s.id == shared), "S")
    text = Text(x=x, y=y + 3.8, text=mark, size=10.5, weight=700, role="accent", anchor="middle")
    name = f"{item.id}.through.{shared}"
    scene.drawing.add(pill(x, y), text, id=name, title=f"passes through {shared}")
    box = Box(x - 16.5, y - 9.5, x + 16.5, y + 9.5)
    scene.room.take(box, item.id)
    scene.drawing.marks[f"pill {name} {x:.0f}"] = box
    scene.occurs.add("shared")


def badge_sign(glyph: str, centre: Point, radius: float = 12.0) -> list[Shape]:
    """Return the sign of a channel."""
    x, y = centre
    if glyph == "plain":
        return [rail_dot(x, y)]
    return [
        Circle(x=x, y=y, radius=radius, fill="paper", stroke="accent", stroke_width=1.75),
        Path(commands=glyphs.CHANNELS[glyph], stroke="accent", stroke_width=1.25, at=centre),
    ]


def _take(scene: Scene, name: str, centre: Point, radius: float) -> None:
    x, y = centre
    box = Box(x - radius, y - radius, x + radius, y + radius)
    scene.room.take(box, name)
    scene.drawing.marks[name] = box


def fail_sign(centre: Point, text: str, *, hollow: bool = False) -> list[Shape]:
    """Return the octagon of a failure: solid where it goes wrong, hollow where it is noticed."""
    x, y = centre
    points = glyphs.octagon(x, y)
    sign = (
        Polygon(points=points, fill="node", stroke="fail", stroke_width=1.75)
        if hollow
        else Polygon(points=points, fill="fail", stroke="paper", stroke_width=1.5)
    )
    size = 10.5 if len(text) < 3 else 9
    role = "fail" if hollow else "on"
    label = Text(x=x, y=y + 3.8, text=text, size=size, weight=700, role=role, anchor="middle")
    return [sign, label]


def _exit(scene: Scene, mark: Exit) -> None:
    if mark.id in scene.plan.feet:
        item_id, dx = scene.plan.feet[mark.id]
        item = scene.plan.items[item_id]
        x, y = scene.centre(item)
        centre = (x + dx, y + item.half_height + (2 if mark.kind != "fail" else 0))
    else:
        corner = _corner(scene, mark)
        if corner is None:
            return
        centre = corner
    hidden = mark.kind == "fail" and scene.overlay is not None and scene.overlay.hides_failures
    if not hidden:
        scene.occurs.add("noticed" if mark.notices else mark.kind)
    if mark.kind == "fail":
        shapes = fail_sign(centre, scene.numbers.get(mark.id, "F"), hollow=mark.notices is not None)
    elif mark.kind == "patience":
        shapes = timer(centre, 9, "lost" if mark.end == "lost" else "org")
    else:
        shapes = limit_sign(centre)
    shapes = [] if hidden else shapes
    if mark.end is not None and mark.id in scene.plan.feet:
        shapes = [*_drop(scene, mark, centre), *shapes]
    scene.drawing.add(*shapes, id=mark.id, title=mark.title)
    if not hidden:
        _take(scene, f"mark {mark.id}", centre, RADIUS if mark.kind == "fail" else 9.5)


def limit_sign(centre: Point) -> list[Shape]:
    """Return the mark of a limit reached: a ring with the loop's arrow."""
    x, y = centre
    return [
        Circle(x=x, y=y, radius=9, fill="node", stroke="org", stroke_width=1.25),
        Path(commands=glyphs.LOOP, stroke="org", stroke_width=1.3, at=centre),
        Path(commands=glyphs.LOOP_HEAD, fill="org", at=centre),
    ]


def _drop(scene: Scene, mark: Exit, centre: Point) -> list[Shape]:
    """Return the small end below a mark, and the line down to it."""
    assert mark.end is not None
    ink = "fail" if mark.kind == "fail" else ("lost" if mark.end == "lost" else "org")
    item_id, _ = scene.plan.feet[mark.id]
    below = (centre[0], scene.box(item_id).bottom + DROP)
    points = [centre, (below[0], below[1] - 9.5)]
    scene.drawing.lines.append(
        Line(points=tuple(points), kind="exit", source=item_id, target=mark.id, id=mark.id)
    )
    scene.room.take_line(points, 3, mark.id)
    _take(scene, f"end {mark.id}", below, 11)
    scene.occurs.add(f"end {mark.end}")
    line = Path(commands=line_path(shortened(points)), stroke=ink, stroke_width=1.25)
    return [
        line,
        arrow_head(points, ink, 1.25),
        *end_sign(mark.end, below, 9.5),
    ]


def _corner(scene: Scene, mark: Exit) -> Point | None:
    """Return the corner of the half where a failure arises: top right unless that is taken."""
    item = scene.plan.items.get(mark.half or "") or scene.plan.items.get(mark.node)
    if item is None:
        return None
    box = scene.box(item.id)
    x, y = scene.centre(item)
    if any(route.link.kind == "noticed" and route.link.exit == mark.id for route in scene.routes):
        return (box.right, box.top)
    if item.shape != "box":
        w, h = item.half_width - 6, item.half_height - 6
        spots = [(x - w, y + h), (x - w, y - h), (x + w, y + h), (x + w, y - h)]
    else:
        spots = [(x + sx * item.half_width, y + sy * item.half_height) for sx, sy in CORNERS]
    if item.shape == "box":
        spots += [(x + side * 28, edge) for edge in (box.top, box.bottom) for side in (1, -1)]
    clear = [spot for spot in spots if _is_clear(scene, spot, box)]
    lines = exit_lines(mark, 92.0, brief=scene.chart.kind == "company")
    for spot in clear:
        if lines and any(scene.room.is_free(lines_box(lines, s)) for s in beside(spot, lines)):
            return spot
    if clear:
        return clear[0]
    scene.drawing.folded.append(f"{mark.id}: {mark.title}")
    return None


def exit_lines(mark: Exit, width: float, *, brief: bool) -> list[tuple[str, Style]]:
    """Return what stands beside a mark, in lines of a width; briefly: only a failure's share."""
    role = "fail" if mark.kind == "fail" else "lost" if mark.end == "lost" else "muted"
    style = Style(weight=500, role=role)
    most = 3 if width > 80 else 4
    said = [text for text in mark.lines if text]
    if brief and mark.kind == "fail" and mark.short:
        said = [mark.short]
    lines = [line for text in said for line in wrap(text, width, 11.5, 500, most=most)]
    return [(line, style) for line in lines[:5]]


def beside(centre: Point, lines: Lines) -> list[Spot]:
    """Return the places right and left of a mark for lines of text."""
    x, y = centre
    drop = 14 * (len(lines) - 1)
    return [
        Spot(x + 14, y + 4), Spot(x - 14, y + 4, "end"), Spot(x + 14, y - 4 - drop),
        Spot(x - 13, y - 6 - drop, "end"),
    ]  # fmt: skip


def _is_clear(scene: Scene, spot: Point, box: Box) -> bool:
    """Return whether a mark may stand on a corner: no line, mark or node but its own is there."""
    x, y = spot
    around = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
    for other in scene.drawing.marks.values():
        if around.meets(other):
            return False
    for other in scene.drawing.nodes.values():
        if other != box and around.meets(other):
            return False
    for line in scene.drawing.lines:
        for a, b in zip(line.points, line.points[1:], strict=False):
            stretch = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            if around.meets(stretch, 1):
                return False
    level = scene.space.visibility
    return not (y - RADIUS < level < y + RADIUS)


def _wait(scene: Scene, item: Item) -> None:
    box = scene.box(item.id)
    for spot in ((box.left, box.top), (box.right, box.top)):
        if _is_clear(scene, spot, box) or spot[0] == box.right:
            shapes = wait_sign(spot, scene.numbers.get(item.id, "W"))
            scene.drawing.add(*shapes, id=f"{item.id}.waits", title=f"waits {item.node.wait}")
            _take(scene, f"wait {item.id}", spot, RADIUS)
            scene.occurs.add("wait point")
            return


def _wait_on_line(scene: Scene, link: str) -> None:
    """Paint the ring of a wait in the middle of its line."""
    points = scene.lines[link]
    (x1, y), (x2, _) = max(pairwise(points), key=lambda s: abs(s[0][0] - s[1][0]))
    if abs(x2 - x1) < 60:
        return
    middle = ((x1 + x2) / 2, y)
    ground = Circle(x=middle[0], y=y, radius=14, fill="cust")
    sign = wait_sign(middle, scene.numbers.get(link, "W"))
    scene.drawing.add(ground, *sign, id=f"{link}.waits", title="waits")
    _take(scene, f"wait {link}", middle, RADIUS)
    scene.occurs.add("wait point")


def _racer(scene: Scene, route: Route) -> None:
    """Paint what each way out of a race waits for: a message, or a time."""
    source = scene.plan.items[route.source]
    if source.node.sign != "race" or route.link.kind != "flow":
        return
    centre = next(
        (p for p in _along(scene.lines[route.link.id]) if _is_alone(scene, route, p)), None
    )
    if centre is None:
        return
    timed = route.link.label[:1].isdigit()
    scene.drawing.add(
        *(timer(centre, 9) if timed else message(centre)), id=f"{route.link.id}.event",
        title=route.link.label,
    )  # fmt: skip
    _take(scene, f"mark {route.link.id}", centre, 9.5)
    scene.occurs.add("time" if timed else "message")


def _along(points: list[Point]) -> Iterator[Point]:
    """Yield places on a line for a ring, the best first: near its beginning, clear of its bends."""
    for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        length = abs(x2 - x1) + abs(y2 - y1)
        first = ((22, 30)[abs(x2 - x1) < 1], 16) if index == 0 else ()
        for away in (*first, *range(18, int(length) - 20, 12)):
            if away + 24 < length:
                yield (x1 + away * (x2 - x1) / length, y1 + away * (y2 - y1) / length)


def _is_alone(scene: Scene, route: Route, centre: Point) -> bool:
    """Return whether no mark, node or line but its own stands where a ring would."""
    x, y = centre
    box = Box(x - 10, y - 10, x + 10, y + 10)
    if any(box.meets(other) for other in scene.drawing.marks.values()):
        return False
    if any(box.meets(other) for other in scene.drawing.nodes.values()):
        return False
    for line in scene.drawing.lines:
        for a, b in pairwise(line.points) if line.id != route.link.id else ():
            stretch = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            if box.meets(stretch):
                return False
    return True


def message(centre: Point) -> list[Shape]:
    """Return a double ring with an envelope: something comes."""
    x, y = centre
    return [
        Circle(x=x, y=y, radius=9, fill="node", stroke="org", stroke_width=1.25),
        Circle(x=x, y=y, radius=6.4, stroke="org", stroke_width=1.1),
        Path(commands=glyphs.ENVELOPE, stroke="org", stroke_width=1, at=centre),
    ]


def wait_sign(centre: Point, text: str) -> list[Shape]:
    """Return the ring of a wait."""
    x, y = centre
    return [
        Circle(x=x, y=y, radius=RADIUS, fill="node", stroke="wait", stroke_width=2),
        Text(x=x, y=y + 3.7, text=text, size=10 if len(text) < 3 else 9, weight=700, role="wait",
             anchor="middle"),
    ]  # fmt: skip
