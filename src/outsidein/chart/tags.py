"""Texts beside things: questions, answers, shares, limits, failures, waits, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from outsidein.chart import glyphs
from outsidein.chart.chart import Exit, Link, Node
from outsidein.chart.drawing import Anchor, Box, Path, Point, Text
from outsidein.chart.fonts import ELLIPSIS, text_width, wrap
from outsidein.chart.ground import name_automation, name_folded, name_sights, name_visibility
from outsidein.chart.labels import Lines, Spot, Style, around, is_inside, lines_box, put_label
from outsidein.chart.links import share_label
from outsidein.chart.marks import beside, exit_lines
from outsidein.chart.plan import (
    QUESTION,
    Item,
    answer_lines,
    question_lines,
    tag_lines,
    trigger_lines,
)
from outsidein.chart.router import Route
from outsidein.chart.scene import Scene
from outsidein.chart.spans import bar_of
from outsidein.chart.wording import count_of, outcome_percent

SHORT_WAIT = 60.0  # a wait line shorter than this says nothing
LONG_WAIT = 400.0  # a longer one is read from afar
PLAIN = Style()
ONLY = Style(weight=500, role="accent")
STRONG = Style(weight=600)
MUTED = Style(role="muted")
WAIT = Style(weight=500, role="wait")
ASKED = Style(size=QUESTION[0], weight=QUESTION[1])


def paint_tags(scene: Scene) -> None:
    """Write every label where there is room for it, the important ones first."""
    for item in scene.plan.items.values():
        if item.shape == "diamond":
            _question(scene, item)
        elif item.shape == "circle":
            _below(scene, item)
    for route in scene.routes:
        _answer(scene, route)
    for item in scene.plan.items.values():
        if item.half is None and item.node.halves:
            _way_shares(scene, item)
        if item.half is None and item.node.wait:
            _wait(scene, item)
        if item.half is None and item.node.trigger:
            _trigger(scene, item)
    name_visibility(scene)
    name_automation(scene)
    name_sights(scene)
    for span in scene.chart.meanwhiles:
        _bar_name(scene, span.id, span.texts, bar_of(scene, span))
    for route in scene.routes:
        _loop(scene, route)
        if route.link.kind == "wait":
            _waits(scene, route)
    for mark in scene.chart.exits:
        _exit(scene, mark)
    for item in scene.plan.items.values():
        _notes(scene, item)
    name_folded(scene)


def _put(scene: Scene, owner: str, choices: Sequence[tuple[Lines, Sequence[Spot]]]) -> list[Text]:
    texts = put_label(scene.drawing, scene.room, owner, [c for c in choices if c[0]])
    if texts:
        scene.drawing.add(*texts)
    return texts


def _question(scene: Scene, item: Item) -> None:
    lines = [(text, ASKED) for text in question_lines(item.node)]
    if not lines:
        return
    if item.node.note:
        lines.append((item.node.note, MUTED))
    if item.node.only:
        lines.insert(0, (f"{item.node.only} only", ONLY))
    x, y = scene.centre(item)
    lift = (len(lines) - 1) * 14.6
    above = Spot(x, y - item.half_height - 7 - lift, "middle")
    left = Spot(x - 6, y - item.half_height - 9 - lift, "end")
    right = Spot(x + 8, y - item.half_height - 9 - lift, "start")
    low = y + item.half_height + 13
    sides = [left, right, Spot(x - 8, low, "end"), Spot(x + 8, low, "start")]
    one = [(item.node.text, ASKED)]
    narrow = [(text, ASKED) for text in wrap(item.node.text, 66, *QUESTION, most=3)]
    rise = (len(narrow) - len(lines)) * 14.6
    raised = [Spot(s.x, s.y - rise, s.anchor) for s in (left, right)]
    reach = around([above, *sides], 60)
    _put(scene, item.id, [(lines, [above, *sides]), (one, sides), (narrow, [*raised, *sides[2:]]),
                          (lines, reach), (narrow, reach)])  # fmt: skip


def _below(scene: Scene, item: Item) -> None:
    node, (x, y) = item.node, scene.centre(item)
    styles = {"served": "good", "not served": "muted", "lost": "lost"}
    if node.kind == "start":
        head, *rest = node.text.split("\n")
        first = Style(size=12, weight=600) if rest else Style(role="muted")
        lines = [(head, first)] + [(text, MUTED) for text in rest]
        lines = [(t, s) for text, s in lines for t in wrap(text, 92, s.size, s.weight)]
    elif node.kind == "end":
        style = Style(size=11.5 if node.is_local else 12, weight=500 if node.is_local else 600,
                      role=styles.get(node.outcome or "", "muted"))  # fmt: skip
        lines = [(t, style) for t in wrap(node.text, 92, style.size, style.weight)]
        share = _share_at_end(scene, node)
        if share is not None and node.is_local and node.outcome == "lost":
            lines = [(f"{count_of(share, scene.figures.customers or 1000)} lost", style)]
        elif share is not None:
            lines.append((outcome_percent(share), style))
        lines += _was_at_end(scene, node, share)
    elif node.kind == "tag":
        lines = [(text, MUTED) for text in tag_lines(node)]
    elif node.kind == "consult":
        lines = [(node.text, Style(weight=500, role="accent"))]
    else:
        lines = [(t, PLAIN) for t in wrap(node.text, 96, 11.5)]
    gap = item.half_height + (18 if node.kind == "end" and not node.is_local else 16)
    spots = [
        Spot(x, y + gap, "middle"),
        Spot(x, y - item.half_height - 7 - 14 * (len(lines) - 1), "middle"),
        Spot(x + item.half_width + 6, y + 4, "start"), Spot(x - item.half_width - 6, y + 4, "end"),
    ]  # fmt: skip
    choices = [(lines, spots), (lines, around(spots))]
    if node.kind == "tag":
        short = [(" ".join(node.note.split()[:2]).rstrip(":"), MUTED)]
        choices += [(short, spots), (short, around(spots))]
    _put(scene, item.id, choices)


def _share_at_end(scene: Scene, node: Node) -> float | None:
    """Return the share of all customers who end there; of a copy: who come from its step."""
    if not node.is_local:
        return scene.figures.ends.get(node.id)
    end, _, source = node.id.partition("~")
    return scene.figures.flows.get((source, end))


def _was_at_end(scene: Scene, node: Node, share: float | None) -> list[tuple[str, Style]]:
    """Return what it is today, in a comparison, where that is another figure."""
    before = scene.figures.before
    if before is None or share is None:
        return []
    was = _share_at_end(replace(scene, figures=before), node)
    if was is None:
        return []
    if node.is_local and node.outcome == "lost":
        told, now = (count_of(s, scene.figures.customers or 1000) for s in (was, share))
    else:
        told, now = (outcome_percent(s).removesuffix(" %") for s in (was, share))
    return [(f"was {told}", MUTED)] if told != now else []


def _answer(scene: Scene, route: Route) -> None:
    """Write the answer and its share beside the way out of a decision."""
    link = route.link
    share = share_label(link)
    if (not link.label and not share) or link.kind == "wait" or link.exit is not None:
        return
    if not link.label and link.share is not None and link.share > 0.9995:
        return
    points = scene.lines[link.id]
    answer = [(text, PLAIN) for text in answer_lines(link.label)]
    both = [*answer, (share, STRONG)] if share else answer
    (x1, y1), (_, y2) = points[0], points[1]
    if abs(y1 - y2) < 0.1:
        _level_answer(scene, link, answer, share, both, points)
        return
    down = y2 > y1
    first = y1 + 32 if down else y1 - 32 - 14 * (len(both) - 1)
    spots = [
        Spot(x1 + 7, first),
        Spot(x1 - 7, first, "end"),
        Spot(x1 + 7, y1 + 15 if down else y1 - 8),
        Spot(x1 + 14, first),
        Spot(x1 - 14, first, "end"),
    ]
    one = [(f"{link.label} {share}".strip(), PLAIN)]
    sides: tuple[tuple[int, Anchor], ...] = ((7, "start"), (-7, "end"))
    steps = range(14, int(abs(y2 - y1)), 6)
    along = [Spot(x1 + s, y1 + (k if down else 6 - k), a) for k in steps for s, a in sides]
    _put(scene, link.id, [(both, [*spots, *along]), (one, [*spots, *along]), (both, around(spots)),
                          (one, _beside(points))])  # fmt: skip


def _level_answer(
    scene: Scene, link: Link, answer: Lines, share: str, both: Lines, points: list[Point]
) -> None:
    (x1, y1), (x2, _) = points[0], points[1]
    start = min(x1, x2) + 4
    lift = 14 * (len(answer) - 1)
    above = [Spot(start, y1 - 7 - lift), Spot(x1 + 4, y1 - 7 - lift)]
    above.append(Spot(start, y1 - 14 - lift))
    below = [Spot(start, y1 + 17), Spot(start + 4, y1 + 17), Spot(start, y1 + 24)]
    turn = points[1]
    beside = (
        []
        if len(points) == 2
        else [
            Spot(turn[0] + 7, y1 + 14),
            Spot(turn[0] - 7, y1 + 16, "end"),
            Spot(turn[0] + 7, y1 - 22),
        ]
    )
    if answer and share:
        one = lines_box(answer, above[0])
        two = lines_box([(share, STRONG)], below[0])
        if scene.room.is_free(one) and scene.room.is_free(two):
            _put(scene, link.id, [(answer, above)])
            _put(scene, link.id, [([(share, STRONG)], below)])
            return
    one_line = [(f"{link.label} {share}".strip(), PLAIN)]
    lifted = [Spot(s.x, s.y - 14 * (len(both) - len(answer))) for s in above]
    _put(scene, link.id, [(both, [*beside[:2], *lifted, *below]), (one_line, [*above, *below]),
                          (both, around([*lifted, *below, *beside])),
                          (one_line, _beside(points))])  # fmt: skip


def _beside(points: list[Point]) -> list[Spot]:
    """Return spots along a line, near its beginning first."""
    found = []
    for (x1, y1), (x2, y2) in pairwise(points):
        length = int(abs(x2 - x1) + abs(y2 - y1))
        for k in range(8, max(length - 8, 9), 10):
            x = x1 + (k if x2 > x1 else -k if x2 < x1 else 0)
            y = y1 + (k if y2 > y1 else -k if y2 < y1 else 0)
            if abs(y1 - y2) < 0.1:
                found += [
                    Spot(x, y - 6),
                    Spot(x, y + 14),
                    Spot(x, y - 6, "end"),
                    Spot(x, y + 14, "end"),
                ]
            else:
                found += [Spot(x + 7, y + 4), Spot(x - 7, y + 4, "end")]
    return found


def _loop(scene: Scene, route: Route) -> None:
    """Write how often a loop may be taken, at its outer bend."""
    link = route.link
    if not link.back or not link.limit:
        return
    points = scene.lines[link.id]
    corner = points[len(points) // 2] if len(points) > 2 else points[0]
    before = points[len(points) // 2 - 1]
    lines = [(f"    {link.limit}", Style(weight=500))]
    spots = [
        Spot(corner[0] - 7, corner[1] + 14, "end"), Spot(corner[0] + 7, corner[1] + 14),
        Spot(corner[0] + 7, corner[1] - 7), Spot(corner[0] - 7, corner[1] - 7, "end"),
        Spot((corner[0] + before[0]) / 2, (corner[1] + before[1]) / 2 - 7, "middle"),
    ]  # fmt: skip
    choices = [(lines, spots), (lines, _beside(points)), (lines, around(spots))]
    texts = put_label(scene.drawing, scene.room, link.id, choices)
    for text in texts:
        left = lines_box(lines, Spot(text.x, text.y, text.anchor)).left
        centre = (left + 4, text.y - 4)
        scene.drawing.add(
            Path(commands=glyphs.LOOP, stroke="ink", stroke_width=1.3, at=centre),
            Path(commands=glyphs.LOOP_HEAD, fill="ink", at=centre),
            replace(text, x=left + 12, anchor="start", text=link.limit),
        )
        scene.occurs.add("loop")


def _waits(scene: Scene, route: Route) -> None:
    """Write the wait once where it begins, and on each of several ways its share at its end."""
    points = scene.lines[route.link.id]
    bundle = [r for r in scene.routes if r.link.kind == "wait" and r.source == route.source]
    first = max(bundle, key=lambda r: (len(scene.lines[r.link.id]) == 2, r.link.share or 0))
    share = share_label(route.link)
    if len(bundle) > 1 and share and len(points) > 2:
        _put(scene, route.link.id, [([(share, WAIT)], _beside(points[::-1]))])
    if route is not first:
        return
    widest = max(pairwise(points), key=lambda s: abs(s[0][0] - s[1][0]))
    (x1, y), (x2, _) = widest
    if abs(x2 - x1) < SHORT_WAIT:
        return
    style = Style(size=13, weight=500, role="wait") if abs(x2 - x1) > LONG_WAIT else WAIT
    alone = len(bundle) == 1 or len(points) == 2
    text = f"{share} {route.link.label}".strip() if alone else route.link.label
    lift = -15 if route.link.wait else -7
    spots = [Spot((x1 + x2) / 2 + d, y + dy, "middle") for dy in (lift, 22 + lift)
             for d in (0, -30, 30, -60, 60, -90, 90, -120, 120)]  # fmt: skip
    short = [(text.removesuffix(" while we work"), style)]
    _put(scene, route.link.id, [([(text, style)], spots), (short, spots), (short, _beside(points))])


def _way_shares(scene: Scene, item: Item) -> None:
    """Write each way's share at the right of its rail, above the line of visibility."""
    x, _ = scene.centre(item)
    level = scene.space.visibility
    rails = scene.plan.rails[item.id]
    together = len({half_id for half_id, _ in rails}) < len(rails)
    by_half = {half.id: half for half in item.node.halves}
    for number, (half_id, dx) in enumerate(rails):
        half = item.node.halves[number] if together else by_half[half_id]
        ordered = half.by_share
        for k, badge in enumerate(ordered):
            if not badge.label or (
                len(rails) == 1 and len(ordered) == 1 and badge.label == "100 %"
            ):
                continue
            forked = len(rails) > 1
            y = (
                level - 22
                if forked and len(ordered) == 1
                else level - 28 * k - (5 if k == 0 else -4)
            )
            side = 4 if forked and len(ordered) == 1 else 16
            spots = [
                Spot(x + dx + side, y),
                Spot(x + dx - side, y, "end"),
                Spot(x + dx + 15, level - 15),
            ]
            _put(scene, half.id, [([(badge.label, STRONG)], [*spots, *around(spots, 12)])])


def _wait(scene: Scene, item: Item) -> None:
    box = scene.box(item.id)
    lines = [(item.node.wait, WAIT)]
    spots = [Spot(box.left, box.top - 15, "middle"), Spot(box.left - 14, box.top - 2, "end"),
             Spot(box.left + 14, box.top - 6)]  # fmt: skip
    _put(scene, item.id, [(lines, spots), (lines, around(spots))])


def _trigger(scene: Scene, item: Item) -> None:
    x, _ = scene.centre(item)
    top = scene.box(item.id).top
    lines = [(text, PLAIN) for text in trigger_lines(item.node)]
    first = top - 11 - 14 * (len(lines) - 1)
    spots = [Spot(x + 7, first), Spot(x - 7, first, "end")]
    _put(scene, item.id, [(lines, spots), (lines, around(spots))])


def _bar_name(
    scene: Scene, owner: str, texts: tuple[str, ...], bar: tuple[float, float, float] | None
) -> None:
    if bar is None:
        return
    left, right, y = bar
    style = Style(size=12, weight=500, role="accent")
    choices = []
    for text in texts:
        spots = [
            Spot(x, y - 10) for x in range(int(left) + 12, max(int(right) - 40, int(left) + 13), 8)
        ]
        width = text_width(text, style.size, style.weight)
        fits = [spot for spot in spots if spot.x + width < right - 8]
        choices.append(([(text, style)], fits))
    _put(scene, owner, choices)


def _exit(scene: Scene, mark: Exit) -> None:
    """Write what fails beside its mark, or when patience ends beside its clock."""
    box = scene.drawing.marks.get(f"mark {mark.id}")
    if box is None:
        if mark.end is not None:
            _end_name(scene, mark)
        return
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    brief = scene.chart.kind == "company"
    full, narrow = (exit_lines(mark, width, brief=brief) for width in (92.0, 62.0))
    short = [(mark.short, full[0][1])] if mark.short and full else []
    choices: list[tuple[Lines, Sequence[Spot]]] = []
    shapes = [s for s in (full, narrow) if not any(ELLIPSIS in text for text, _ in s)] or [full]
    for lines, reach in [(s, 0.0) for s in shapes] + [(s, 18.0) for s in [*shapes, short]]:
        if lines:
            drop = 14 * (len(lines) - 1)
            spots = [
                *beside((x, y), lines), Spot(x, y - 14 - drop, "middle"), Spot(x + 14, y + 12),
                Spot(x - 14, y + 12, "end"), Spot(x, y + 23, "middle"),
            ]  # fmt: skip
            choices.append((lines, around(spots, reach)))
    if choices:
        full_only = choices[: 2 * len(shapes)]
        _put(scene, mark.id, [*_in_its_lane(scene, (x, y), full_only), *choices])
    if mark.end is not None:
        _end_name(scene, mark)


def _in_its_lane(
    scene: Scene, mark: Point, choices: Sequence[tuple[Lines, Sequence[Spot]]]
) -> list[tuple[Lines, Sequence[Spot]]]:
    """Return the spots at which a text stays in the lane of its mark, off the line between two."""
    lane = next((b for b in scene.drawing.lanes.values() if b.top <= mark[1] <= b.bottom), None)
    if lane is None:
        return []
    inside = Box(lane.left, lane.top + 1, lane.right, lane.bottom - 1)
    return [
        (lines, [spot for spot in spots if is_inside(lines_box(lines, spot), inside)])
        for lines, spots in choices
    ]


def _ends_beside(scene: Scene, mark: Exit) -> set[str]:
    """Return the other marks of a step that lead to the same end: one name is enough."""
    return {
        other.id for other in scene.chart.exits
        if other.id != mark.id and other.node == mark.node and other.end_text == mark.end_text
    }  # fmt: skip


def _end_name(scene: Scene, mark: Exit) -> None:
    box = scene.drawing.marks.get(f"end {mark.id}")
    if box is None:
        return
    role = {"lost": "lost", "served": "good"}.get(mark.end or "", "muted")
    style = Style(weight=500, role=role)
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    text = mark.end_text
    lost = mark.went
    if lost is None and not scene.figures.gave_up and mark.kind != "limit":
        lost = scene.figures.lost.get(mark.node)
    if lost is not None and scene.figures.customers:
        count = count_of(lost, scene.figures.customers)
        text = f"{count} lost" if mark.end == "lost" else f"{text}: {count}"
        text += f", was {mark.went_before}" if mark.went_before not in ("", count) else ""
    elif any(label.owner in _ends_beside(scene, mark) for label in scene.drawing.labels
             if label.text == text):  # fmt: skip
        return
    choices: list[tuple[Lines, Sequence[Spot]]] = []
    for width in (84, 60):
        lines = [(t, style) for t in wrap(text, width, 11.5, 500)]
        spots = [Spot(x, y + 24, "middle"), Spot(x + 16, y + 4), Spot(x - 16, y + 4, "end")]
        choices.append((lines, [*spots, *around(spots, 18)]))
    _put(scene, mark.id, choices)


def _notes(scene: Scene, item: Item) -> None:
    """Write small facts: how long it takes, and for whom alone it is."""
    note = item.half.note if item.half is not None else item.node.note
    box = scene.box(item.id)
    bottom = Spot(box.left + 2, box.bottom + 13), Spot(box.right - 2, box.bottom + 13, "end")
    top = Spot(box.left + 2, box.top - 5), Spot(box.right - 2, box.top - 5, "end")
    if note and item.shape != "diamond" and item.node.kind != "tag":
        x, _ = scene.centre(item)
        inner = Spot(x - 5, box.bottom + 13, "end"), Spot(x + 5, box.bottom + 13)
        short = note.split(", ")[0]
        spots = [*bottom, *inner, *top]
        y = (box.top + box.bottom) / 2 + 4
        sides = [Spot(box.right + 6, y), Spot(box.left - 6, y, "end")]
        choices = [([(note, MUTED)], spots), ([(short, MUTED)], spots)]
        lines = [(line, MUTED) for line in wrap(short, 80, 11.5)]
        choices += [(lines, [*sides, *around([*spots, *sides], 24)])]
        _put(scene, f"{item.id}.note", choices)
    if item.half is None and item.node.only and not (item.shape == "diamond" and item.node.text):
        lines = [(f"{item.node.only} only", ONLY)]
        spots = [top[1], top[0], *bottom, Spot(box.right + 4, box.bottom + 12)]
        _put(scene, f"{item.id}.only", [(lines, [*spots, *around(spots, 30)])])
