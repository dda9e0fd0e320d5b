"""What only a blueprint has: the row of evidence, the lines between bands, names of parts."""

from __future__ import annotations

from outsidein.chart.drawing import Box, Label, Line, Path, Rect, Text
from outsidein.chart.fonts import cut, text_width, wrap
from outsidein.chart.ground import dips
from outsidein.chart.labels import Lines, Spot, Style, put_label
from outsidein.chart.lines import number
from outsidein.chart.scene import Scene
from outsidein.chart.space import HEADER, PAGE_MARGIN

NAMES_AT = PAGE_MARGIN + HEADER + 2
EVIDENCE = 11.5
PART = Style(role="muted")


def paint_evidence(scene: Scene) -> None:
    """Write above each column what the customer sees or holds there."""
    if not scene.chart.evidence:
        return
    top, height = scene.space.top, scene.chart.head
    left, right = PAGE_MARGIN, scene.space.right
    scene.drawing.add(
        Rect(x=left, y=top, width=right - left, height=height, fill="paper"),
        Text(x=40, y=top + 28, text="Evidence", size=14, weight=600),
        Text(x=40, y=top + 44, text="what is seen or held", size=11.5, role="muted"),
        id="lane.evidence", title="Evidence",
    )  # fmt: skip
    said: dict[int, list[tuple[str, str]]] = {}
    for name, evidence in scene.chart.evidence.items():
        if name in scene.plan.items:
            texts = said.setdefault(scene.plan.items[name].column, [])
            texts.append((evidence.text, "ink" if evidence.is_said else "muted"))
    for column, texts in said.items():
        _evidence(scene, column, texts, top + height / 2)


def _evidence(scene: Scene, column: int, texts: list[tuple[str, str]], middle: float) -> None:
    room = 2 * min(scene.plan.left[column], scene.plan.right[column])
    x, most = scene.space.columns[column], 4 // len(texts) if len(texts) < 4 else 1
    lines = [
        (line, role) for text, role in texts for line in wrap(text, room, EVIDENCE, most=most)
    ][:4]
    first = middle - 7 * (len(lines) - 1) + 4
    shapes = []
    for k, (line, role) in enumerate(lines):
        width = text_width(line, EVIDENCE)
        y = first + 14 * k
        shapes.append(Text(x=x, y=y, text=line, size=EVIDENCE, role=role, anchor="middle"))
        box = Box(x - width / 2, y - 9, x + width / 2, y + 2.6)
        scene.drawing.labels.append(Label(box=box, text=line, owner=f"evidence {column}"))
    title = "; ".join(text for text, _ in texts)
    scene.drawing.add(*shapes, id=f"evidence.{column}", title=title)


def paint_stage(scene: Scene) -> None:
    """Paint the line of interaction, and the line of internal interaction outside the dips."""
    if scene.chart.kind != "blueprint":
        return
    space, kinds = scene.space, [lane.kind for lane in scene.chart.lanes]
    if "onstage" in kinds:
        _line(scene, space.visibility, "interaction", "accent", 1.5, "")
    if "backstage" in kinds and "support" in kinds:
        _line(scene, space.lane_bottom[kinds.index("backstage")], "internal", "org", 1.25, "8 4")


def _line(scene: Scene, y: float, kind: str, role: str, width: float, dash: str) -> None:
    """Paint a line from edge to edge, but not where the customer sees into the company."""
    x, pieces = PAGE_MARGIN, []
    for left, right, level in dips(scene):
        if level > y - 1 > scene.sight:
            pieces.append((x, left))
            x = right
    pieces.append((x, scene.space.right))
    commands = "".join(f"M{number(a)} {number(y)}H{number(b)}" for a, b in pieces if b > a)
    name = {"interaction": "Line of interaction", "internal": "Line of internal interaction"}[kind]
    scene.drawing.add(
        Path(commands=commands, stroke=role, stroke_width=width, dash=dash),
        id=f"line-of-{kind}", title=name,
    )  # fmt: skip
    for a, b in pieces:
        if b > a:
            points = ((a, y), (b, y))
            scene.room.take_line(points, 2.0, kind)
            scene.drawing.lines.append(Line(points=points, kind=kind, source=kind, target=kind))
    scene.occurs.add(kind)


def paint_parts(scene: Scene) -> None:
    """Write the names of the lines, and below each half and hidden step the name of its part."""
    if scene.chart.kind != "blueprint":
        return
    _name_lines(scene)
    for item in scene.plan.items.values():
        part = item.half.part if item.half is not None else item.node.part
        if item.half is not None:
            part = ", ".join(dict.fromkeys(h.part for h in item.node.halves if h.lane)) or part
        is_block = item.node.sign in ("all", "some") or item.node.kind == "timer"
        if part and not is_block and not scene.plan.of_customer(item.row):
            _part(scene, item.id, part)


def _part(scene: Scene, name: str, part: str) -> None:
    box = scene.box(name)
    x, y = box.left + 2, box.bottom + 14
    wide, narrow = max(box.right - box.left, 96.0), 72.0
    below = [Spot(x, y)]
    middle, level = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + 4
    above = [Spot(x, box.top - 7), Spot(box.right - 2, box.top - 7, "end")]
    above += [Spot(middle + 16, box.top - 7), Spot(middle - 16, box.top - 7, "end")]
    beside = [Spot(box.right + 5, level), Spot(box.left - 5, level, "end")]
    lower = [Spot(x, y + d) for d in (4, 8, 12)]
    end = [Spot(box.right - 2, y, "end"), Spot(x + 24, y), Spot(x + 38, y)]
    choices: list[tuple[Lines, list[Spot]]] = []
    for room in (wide, narrow, narrow - 26):
        lines = [(line, PART) for line in wrap(part, room, 11.5)]
        choices += [([(cut(part, room, 11.5), PART)], below)] if len(lines) == 1 else []
        choices.append((lines, below))
    choices.append(([(cut(part, wide, 11.5), PART)], end))
    short = [(cut(part, narrow, 11.5), PART)]
    choices += [(short, [*below, *end, *above, *beside, *lower])]
    least = [(cut(part, 46, 11.5), PART)]
    choices += [(least, [Spot(middle, y, "middle"), *below, *end, *above])]
    texts = put_label(scene.drawing, scene.room, name, choices)
    if texts:
        scene.drawing.add(*texts)


def _name_lines(scene: Scene) -> None:
    space, kinds = scene.space, [lane.kind for lane in scene.chart.lanes]
    if "interaction" in scene.occurs:
        _named(scene, "Line of interaction", space.visibility, "accent")
    if "internal" in scene.occurs:
        level = space.lane_bottom[kinds.index("backstage")]
        _named(scene, "Line of internal interaction", level, "muted")


def _named(scene: Scene, text: str, level: float, role: str) -> None:
    lines = [(text, Style(weight=500, role=role))]
    spots = [Spot(NAMES_AT, level - 8), Spot(40, level - 8), Spot(40, level + 17)]
    texts = put_label(
        scene.drawing, scene.room, text.casefold().replace(" ", "-"), [(lines, spots)]
    )
    if texts:
        scene.drawing.add(*texts)
