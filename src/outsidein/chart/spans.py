"""Promises and what may happen meanwhile: brackets and bars over the columns of a span."""

from __future__ import annotations

from outsidein.chart.chart import Chart, Span
from outsidein.chart.drawing import Box, Circle, Label, Path, Point, Rect, Shape, Text
from outsidein.chart.fonts import text_width
from outsidein.chart.lines import line_path, number
from outsidein.chart.plan import Item, Plan
from outsidein.chart.scene import Scene
from outsidein.chart.space import HEADER, PAGE_MARGIN

PROMISE = (12.0, 500)
LEG_ASIDE = -36.0  # a bracket's leg beside a decision in its way


def promise_levels(chart: Chart, plan: Plan) -> dict[str, int]:
    """Return on which level each promise's bracket runs, so that none meet."""
    taken: list[list[tuple[int, int]]] = []
    levels: dict[str, int] = {}
    for span in chart.promises:
        first, last = _columns(span, plan)
        for level, ranges in enumerate([*taken, []]):
            if all(last < a or b < first for a, b in ranges):
                if level == len(taken):
                    taken.append([])
                taken[level].append((first, last))
                levels[span.id] = level
                break
    return levels


def _columns(span: Span, plan: Plan) -> tuple[int, int]:
    cells = plan.placement.cells
    columns = [cells[end][2] for end in (span.first, span.last) if end in cells]
    columns += [0] * span.open_left + [plan.columns - 1] * span.open_right
    return (min(columns), max(columns)) if columns else (0, plan.columns - 1)


def paint_spans(scene: Scene) -> None:
    """Paint brackets and bars before the nodes, so that the nodes stand on them."""
    for span in scene.chart.promises:
        _promise(scene, span)
    for span in scene.chart.meanwhiles:
        _meanwhile(scene, span)


def _promise(scene: Scene, span: Span) -> None:
    cells = scene.plan.placement.cells
    ends = sorted((cells[end][2], end) for end in (span.first, span.last) if end in cells)
    is_open = span.open_left or span.open_right
    if not is_open and (len(ends) < 2 or ends[0][0] == ends[1][0]):
        return
    y = scene.space.lane_top[0] + 18 + 22 * scene.promise_level[span.id]
    feet: list[Point] = []
    for column, end in ends:
        item = scene.plan.items.get(end)
        foot, aside = y + 12, 0.0
        if item is not None and scene.plan.of_customer(item.row):
            foot = scene.centre(item)[1] - item.half_height
            aside = LEG_ASIDE if _is_in_the_way(scene, item) else 0.0
        feet.append((scene.space.columns[column] + aside, foot))
    tips = feet.copy()
    if span.open_left:
        feet.insert(0, (PAGE_MARGIN + HEADER + 30, y))
    if span.open_right:
        feet.append((scene.space.right - 26, y))
    if len(feet) != 2:
        return
    (x1, y1), (x2, y2) = feet
    texts = [f"{text}{'   ' + span.kept if span.kept else ''}" for text in span.texts]
    room = x2 - x1 - 36
    text = next((t for t in texts if text_width(t, *PROMISE) < room), "")
    shapes: list[Shape] = []
    pieces: list[list[Point]] = [[(x1, y1), (x1, y), (x2, y), (x2, y2)]]
    middle = (x1 + x2) / 2
    if text:
        half = text_width(text, *PROMISE) / 2 + 10
        pieces = [[(x1, y1), (x1, y), (middle - half, y)], [(middle + half, y), (x2, y), (x2, y2)]]
        shapes += _promise_text(scene, span, text, middle, y + 4.3)
    elif scene.promise_level[span.id] == 0:
        shapes += _promise_text(scene, span, texts[-1], middle, y - 5)
    for piece in pieces:
        shapes.append(Path(commands=line_path(piece, bend=4), stroke="ink", stroke_width=1.25))
        scene.room.take_line(piece, 3, span.id)
    shapes += [dot for k in range(3) if span.open_left for dot in [_dot(x1 - 6 - 6 * k, y)]]
    shapes += [dot for k in range(3) if span.open_right for dot in [_dot(x2 + 6 + 6 * k, y)]]
    for x, foot in tips:
        shapes.append(Rect(x=x - 5, y=foot - 2.5, width=10, height=2.5, fill="ink"))
    scene.drawing.add(*shapes, id=span.id, title=span.title)
    scene.occurs.add("promise")


def _is_in_the_way(scene: Scene, item: Item) -> bool:
    """Return whether a decision of another person stands above a step in its column."""
    return any(
        other.column == item.column and other.row < item.row and other.half is None
        and other.shape != "box" for other in scene.plan.items.values()
    )  # fmt: skip


def _dot(x: float, y: float, role: str = "ink") -> Circle:
    return Circle(x=x, y=y, radius=1.5, fill=role)


def _promise_text(scene: Scene, span: Span, text: str, middle: float, y: float) -> list[Shape]:
    width = text_width(text, *PROMISE)
    box = Box(middle - width / 2, y - 9, middle + width / 2, y + 3)
    scene.room.take(box, span.id)
    scene.drawing.labels.append(Label(box=box, text=text, owner=span.id))
    left = middle - width / 2
    body = text.removesuffix(span.kept).rstrip() if span.kept else text
    shapes: list[Shape] = [Text(x=left, y=y, text=body, size=PROMISE[0], weight=PROMISE[1])]
    if span.kept:
        shapes.append(
            Text(x=left + width, y=y, text=span.kept, size=PROMISE[0], weight=600, role="good",
                 anchor="end")
        )  # fmt: skip
    return shapes


def bar_of(scene: Scene, span: Span) -> tuple[float, float, float] | None:
    """Return (left, right, level) of the bar of a meanwhile; None without acts to hang on it."""
    acts = [scene.plan.items[a] for a in span.acts if a in scene.plan.items]
    if not acts:
        return None
    xs = [scene.centre(act)[0] for act in acts]
    cells = scene.plan.placement.cells
    xs += [scene.space.columns[cells[end][2]] for end in (span.first, span.last) if end in cells]
    xs += [PAGE_MARGIN + HEADER + 30] * span.open_left + [scene.space.right - 26] * span.open_right
    if len(xs) == 1:
        xs.append(xs[0] - 40)
    return min(xs), max(xs), scene.space.rows[acts[0].row] - scene.plan.bars[span.id]


def _meanwhile(scene: Scene, span: Span) -> None:
    bar = bar_of(scene, span)
    if bar is None:
        return
    left, right, y = bar
    shapes: list[Shape] = [
        Rect(x=left, y=y - 3.5, width=right - left, height=7, radius=3.5, fill="node",
             stroke="accent", stroke_width=1.25)
    ]  # fmt: skip
    ends = [left] * (not span.open_left) + [right] * (not span.open_right)
    shapes += [Circle(x=x, y=y, radius=4.5, fill="accent") for x in ends]
    shapes += [_dot(left - 6 - 6 * k, y, "accent") for k in range(3) if span.open_left]
    shapes += [_dot(right + 6 + 6 * k, y, "accent") for k in range(3) if span.open_right]
    scene.room.take(Box(left - 4, y - 5, right + 4, y + 5), span.id)
    scene.drawing.marks[f"bar {span.id}"] = Box(left, y - 3.5, right, y + 3.5)
    for act_id in span.acts:
        if act_id not in scene.plan.items:
            continue
        act = scene.plan.items[act_id]
        x, centre = scene.centre(act)
        top = centre - act.half_height
        tap = f"M{number(x)} {number(y)}V{number(top)}"
        shapes.append(Path(commands=tap, stroke="accent", stroke_width=1.5))
        shapes.append(Circle(x=x, y=y, radius=4, fill="accent"))
        scene.room.take_line([(x, y), (x, top)], 3, span.id)
    scene.drawing.add(*shapes, id=span.id, title=span.title)
    scene.occurs.add("meanwhile")
