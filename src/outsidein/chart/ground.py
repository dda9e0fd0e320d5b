"""What lies under a picture: lanes, phases, the dips, and the line of visibility."""

from __future__ import annotations

from outsidein.chart.chart import Lane
from outsidein.chart.drawing import Box, Group, Line, Path, Rect, Text
from outsidein.chart.fonts import cut, text_width, wrap
from outsidein.chart.labels import Spot, Style, put_label
from outsidein.chart.lines import line_path, number, simplified
from outsidein.chart.scene import Scene
from outsidein.chart.space import HEADER, PAGE_MARGIN

DIP_BEND = 10.0


def paint_ground(scene: Scene) -> None:
    """Paint the bands of the lanes, what the customer sees into, separators and names."""
    _bands(scene)
    _dips(scene)
    _phases(scene)
    _names(scene)


def _bands(scene: Scene) -> None:
    space, drawing = scene.space, scene.drawing
    left, width = PAGE_MARGIN, space.right - PAGE_MARGIN
    of_parts = 0
    for index, lane in enumerate(scene.chart.lanes):
        top, bottom = space.lane_top[index], space.lane_bottom[index]
        of_customer = lane.of_customer or lane.kind in ("onstage", "touch")
        fill = "cust" if of_customer else ("band" if of_parts % 2 else "paper")
        of_parts += not of_customer
        drawing.add(
            Rect(x=left, y=top, width=width, height=bottom - top, fill=fill), id=f"lane.{lane.id}",
            title=lane.name,
        )  # fmt: skip
        drawing.lanes[scene.lane_key(lane.id)] = Box(left, top, space.right, bottom)
        if lane.kind == "person":
            drawing.add(
                Path(commands=f"M{number(left)} {number(bottom)}H{number(space.right)}",
                     stroke="ghost", dash="6 4")
            )  # fmt: skip
            scene.room.take_line([(left, bottom), (space.right, bottom)])
        elif not lane.of_customer:
            drawing.add(
                Path(
                    commands=f"M{number(left)} {number(bottom)}H{number(space.right)}",
                    stroke="hair",
                )
            )


def dips(scene: Scene) -> list[tuple[float, float, float]]:
    """Return (left, right, level) of each stretch of the line of visibility below its level."""
    space, sight = scene.space, scene.sight
    found: list[tuple[float, float, float]] = []
    for column in range(scene.plan.columns):
        level = scene.level_of(column)
        left = space.wall[column]
        right = space.wall[column + 1]
        if found and abs(found[-1][2] - level) < 0.1 and abs(found[-1][1] - left) < 0.1:
            found[-1] = (found[-1][0], right, level)
        else:
            found.append((left, right, level))
    return [s for s in found if s[2] > sight + 0.1]


def _dips(scene: Scene) -> None:
    top = scene.sight
    for left, right, level in dips(scene):
        scene.occurs.add("dip")
        scene.drawing.add(Rect(x=left, y=top, width=right - left, height=level - top, fill="cust"))
        scene.drawing.add(
            Path(
                commands=f"M{number(left)} {number(top)}H{number(right)}",
                stroke="accent",
                dash="2 3",
            )
        )


def _phases(scene: Scene) -> None:
    space, phases = scene.space, scene.plan.placement.phases
    start = 0
    for column in range(1, len(phases) + 1):
        if column < len(phases) and phases[column] == phases[start]:
            continue
        left = space.wall[start] + 2 if start else PAGE_MARGIN + HEADER
        right = space.wall[column] - 2 if column < len(phases) else space.right - 2
        if phases[start]:
            beside = scene.chart.focus not in ("", phases[start])
            fill, role = ("ghost", "muted") if beside else ("accent", "ink")
            text = cut(phases[start], right - left - 12, 13, 600)
            scene.drawing.add(
                Rect(x=left, y=space.top - 7.5, width=right - left, height=2.5, fill=fill)
            )
            scene.drawing.add(
                Text(x=left + 10, y=space.top - 14, text=text, size=13, weight=600, role=role)
            )
        if start:
            scene.separators.append((len(scene.drawing.layers), space.wall[start]))
        start = column


def paint_separators(scene: Scene) -> None:
    """Paint the dotted lines between phases under everything, cut above and below any label."""
    for layer, x in reversed(scene.separators):
        gaps = sorted(
            (label.box.top - 4, label.box.bottom + 4)
            for label in scene.drawing.labels
            if label.box.left - 3 < x < label.box.right + 3
        )
        y, commands = scene.space.top, ""
        for top, bottom in [*gaps, (scene.space.bottom, scene.space.bottom)]:
            if top > y:
                commands += f"M{number(x)} {number(y)}V{number(min(top, scene.space.bottom))}"
            y = max(y, bottom)
        line = Path(commands=commands, stroke="ghost", dash="1 4")
        scene.drawing.layers.insert(layer, Group(shapes=(line,)))


def _names(scene: Scene) -> None:
    space = scene.space
    for index, lane in enumerate(scene.chart.lanes):
        top, bottom = space.lane_top[index], space.lane_bottom[index]
        if is_folded(scene, index):
            _folded_name(scene, lane, (top + bottom) / 2 + 4)
            continue
        names = wrap(lane.name, HEADER - 16, 14, 600)
        notes = [cut(note, HEADER - 14, 11.5) for note in lane.notes if note]
        height = 17 * len(names) + 14 * len(notes)
        y = (top + bottom) / 2 - height / 2 + 13
        if lane.kind == "customer":
            first = next(i for i, row in enumerate(scene.plan.rows) if row.lane == index)
            y = min(y, max(space.rows[first] + 40, top + 40))
        role = "accent" if lane.of_customer else "ink"
        lines = [(name, Style(size=14, weight=600, role=role)) for name in names]
        lines += [(note, Style(role="muted")) for note in notes]
        scene.drawing.add(*put_label(scene.drawing, scene.room, lane.id, [(lines, [Spot(40, y)])]))


def is_folded(scene: Scene, lane: int) -> bool:
    """Return whether nothing stands in a part's lane, so that it is drawn low."""
    this = scene.chart.lanes[lane]
    if this.of_customer or this.kind in ("company", "behind", "touch", "row"):
        return False
    if this.id in scene.chart.open_lanes:
        return False
    return all(scene.plan.rows[item.row].lane != lane for item in scene.plan.items.values())


def _folded_name(scene: Scene, lane: Lane, y: float) -> None:
    name = cut(lane.name, HEADER - 14, 12.5, 500)
    lines = [(name, Style(size=12.5, weight=500, role="muted"))]
    scene.drawing.add(*put_label(scene.drawing, scene.room, lane.id, [(lines, [Spot(40, y)])]))


def name_folded(scene: Scene) -> None:
    """Say in each low lane what its part does that is not drawn there."""
    space = scene.space
    for index, lane in enumerate(scene.chart.lanes):
        if not is_folded(scene, index):
            continue
        y = (space.lane_top[index] + space.lane_bottom[index]) / 2 + 4
        left, right = int(PAGE_MARGIN + HEADER + 10), int(space.right)
        style = Style(role="muted")
        shorter = lane.idle.split("; ")[0]
        choices = []
        for text in dict.fromkeys([lane.idle, shorter, *wrap(shorter, 220, 11.5, most=1)]):
            width = text_width(text, style.size, style.weight)
            spots = [Spot(x, y) for x in range(left, max(int(right - width), left + 1), 12)]
            choices.append(([(text, style)], spots))
        scene.drawing.add(*put_label(scene.drawing, scene.room, f"{lane.id}.idle", choices))


def paint_visibility(scene: Scene) -> None:
    """Paint the line of visibility: level, but below every hidden step that the customer sees."""
    if all(lane.of_customer for lane in scene.chart.lanes):
        return
    scene.occurs.add("visibility")
    space, sight = scene.space, scene.sight
    points = [(PAGE_MARGIN, sight)]
    for left, right, level in dips(scene):
        points += [(left, points[-1][1] if abs(points[-1][0] - left) < 0.1 else sight)]
        points += [(left, level), (right, level)]
    if len(points) > 1:
        points += [(points[-1][0], sight)]
    points.append((space.right, sight))
    corners = _joined(points, sight)
    scene.drawing.add(
        Path(commands=line_path(corners, bend=DIP_BEND), stroke="accent", stroke_width=3),
        id="line-of-visibility", title="Line of visibility: above it, what the customer sees",
    )  # fmt: skip
    scene.room.take_line(corners, 3.0, "visibility")
    scene.drawing.lines.append(
        Line(points=tuple(corners), kind="visibility", source="visibility", target="visibility")
    )
    for left, right, _ in dips(scene):
        scene.room.take_line([(left, sight), (right, sight)], 1, "visibility")


def _joined(points: list[tuple[float, float]], level: float) -> list[tuple[float, float]]:
    """Return to the level between two dips that do not touch."""
    found = [points[0]]
    for point in points[1:]:
        last = found[-1]
        if abs(point[0] - last[0]) > 0.1 and abs(point[1] - last[1]) > 0.1:
            found += [(last[0], level), (point[0], level)]
        found.append(point)
    return simplified(found)


def name_visibility(scene: Scene) -> None:
    """Write the line's name above its beginning, or in the lane's header."""
    if "visibility" not in scene.occurs:
        return
    y = scene.sight - 9
    lines = [("Line of visibility", Style(weight=500, role="accent"))]
    x = PAGE_MARGIN + HEADER + 2
    spots = [Spot(x, y), Spot(40, y)]
    if scene.chart.kind == "blueprint":
        spots = [Spot(x, scene.sight + 18), *spots, Spot(40, scene.sight + 16)]
    scene.drawing.add(*put_label(scene.drawing, scene.room, "line-of-visibility", [(lines, spots)]))


def paint_automation(scene: Scene) -> None:
    """Paint the line between what people do and what systems do."""
    first = scene.chart.automated_from
    if first is None:
        return
    index = next(i for i, lane in enumerate(scene.chart.lanes) if lane.id == first)
    y, right = scene.space.lane_top[index], scene.space.right
    scene.drawing.add(
        Path(commands=f"M{number(PAGE_MARGIN)} {number(y)}H{number(right)}", stroke="org",
             stroke_width=2, dash="10 5"),
        id="line-of-automation", title="Line of automation: people above, systems below",
    )  # fmt: skip
    scene.room.take_line([(PAGE_MARGIN, y), (right, y)], 3.0, "automation")
    scene.occurs.add("automation")


def name_automation(scene: Scene) -> None:
    """Write the line's name above its beginning."""
    first = scene.chart.automated_from
    if first is None:
        return
    index = next(i for i, lane in enumerate(scene.chart.lanes) if lane.id == first)
    y = scene.space.lane_top[index] - 7
    lines = [("Line of automation", Style(weight=500, role="org"))]
    left = PAGE_MARGIN + HEADER + 2
    spots = [Spot(left + 8 * k, y) for k in range(40)]
    spots += [Spot(left + 8 * k, y + 21) for k in range(40)]
    scene.drawing.add(*put_label(scene.drawing, scene.room, "line-of-automation", [(lines, spots)]))


def name_sights(scene: Scene) -> None:
    """Say which hidden steps the customer can follow, where the steps themselves are left out."""
    cells, space = scene.plan.placement.cells, scene.space
    for left, right, level in dips(scene):
        here = [
            text for name, text in scene.chart.in_sight.items()
            if name in cells and left < space.columns[cells[name][2]] < right
        ]  # fmt: skip
        if not here:
            continue
        style = Style(weight=500, role="accent")
        said = f"In sight: {', '.join(here)}"
        lines = [(t, style) for t in wrap(said, right - left - 14, 11.5, 500, most=4)]
        x, height = (left + right) / 2, 14 * len(lines)
        ys = range(int(level - height - 2), int(space.visibility + 16), -6)
        spots = [
            Spot(x, y, "middle")
            for y in sorted(ys, key=lambda y: abs(y - (level + space.visibility - height) / 2))
        ]
        scene.drawing.add(*put_label(scene.drawing, scene.room, "in sight", [(lines, spots)]))
