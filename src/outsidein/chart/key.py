"""How to read it: only what occurs in the picture."""

from __future__ import annotations

from collections.abc import Callable

from outsidein.chart import glyphs
from outsidein.chart.boxes import end_sign, gateway, tag_sign, timer
from outsidein.chart.chart import Node, Sign
from outsidein.chart.drawing import Circle, Path, Polygon, Rect, Shape, Text
from outsidein.chart.flows import UNKNOWN, pill
from outsidein.chart.fonts import text_width
from outsidein.chart.hops import hop_sign
from outsidein.chart.journey_key import journey_entries
from outsidein.chart.lines import arrow_head, number
from outsidein.chart.marks import badge_sign, fail_sign, limit_sign, message, wait_sign
from outsidein.chart.scene import Scene

WIDE = 1900.0  # a wider picture is read from further away
Draw = Callable[[float, float], list[Shape]]
Add = Callable[[bool, str, float, Draw], None]  # whether it occurs, text, width of the sign


_BESIDE = "step of the phase before or after"
_ELSEWHERE = "from or to another phase"
_BACK_THERE = "back from or to another phase"
_STRIP = "above: a fail point of the step"
_OF_A_PHASE = {_BESIDE, _ELSEWHERE, _BACK_THERE, _STRIP}


def paint_key(scene: Scene, y: float, right: float) -> tuple[float, float]:
    """Paint the key in rows; return where it ends below and at the right."""
    entries = _entries(scene)
    if scene.chart.focus and scene.chart.kind != "journey":
        entries = [entry for entry in entries if entry[0] in _OF_A_PHASE]
    size, pitch = (13.5, 30.0) if right > WIDE else (11.5, 26.0)
    y += 30
    scene.drawing.add(Text(x=40, y=y, text="How to read it", size=14, weight=600))
    x, left, row_end = 162.0, 162.0, 0.0
    widths = [_offset(room) + 20 + text_width(text, size) for text, room, _ in entries]
    per_row = max(1, -(-len(entries) // 2))
    while per_row > 1 and max(_row_widths(widths, per_row)) > max(right, 720) - left:
        per_row -= 1
    columns = [max(widths[c::per_row] or [0]) for c in range(per_row)]
    shapes: list[Shape] = []
    for index, (text, room, draw) in enumerate(entries):
        if index and index % per_row == 0:
            y, x = y + pitch, left
        shapes += draw(x + max(17 - room / 2, 0), y - 4)
        start = x + _offset(room)
        shapes.append(Text(x=start, y=y, text=text, size=size, role="muted"))
        row_end = max(row_end, start + text_width(text, size))
        x += columns[index % per_row]
    scene.drawing.add(*shapes, id="key", title="How to read it")
    return y + 14, row_end


def _offset(room: float) -> float:
    return max(42.0, room + 8)


def _row_widths(widths: list[float], per_row: int) -> list[float]:
    return [sum(max(widths[c::per_row] or [0]) for c in range(per_row))]


def _box(fill: str, stroke: str, radius: float) -> Draw:
    return lambda x, y: [
        Rect(
            x=x,
            y=y - 8,
            width=26,
            height=16,
            radius=radius,
            fill=fill,
            stroke=stroke,
            stroke_width=1.75,
        )
    ]


def _framed(x: float, y: float) -> list[Shape]:
    return [Rect(x=x, y=y - 8, width=26, height=16, radius=5, fill="node", stroke="accent",
                 stroke_width=3)]  # fmt: skip


def _line(role: str, width: float, dash: str = "", *, head: bool = True) -> Draw:
    def draw(x: float, y: float) -> list[Shape]:
        line = Path(commands=f"M{number(x)} {number(y)}H{number(x + 33 - 7 * head)}", stroke=role,
                    stroke_width=width, dash=dash)  # fmt: skip
        return [line, arrow_head([(x, y), (x + 33, y)], role, width)] if head else [line]

    return draw


def _gate(sign: Sign) -> Draw:
    node = Node(id="", kind="gateway", lane="", text="", title="", position=0, sign=sign)
    return lambda x, y: gateway(node, (x + 12, y), 12)


def _entries(scene: Scene) -> list[tuple[str, float, Draw]]:
    """Return (text, width of the sign, how to draw it) of everything that occurs."""
    if scene.chart.kind == "journey":
        return journey_entries(scene)
    found: list[tuple[str, float, Draw]] = []

    def add(wanted: bool, text: str, room: float, draw: Draw) -> None:
        if wanted:
            found.append((text, room, draw))

    _add_boxes(scene, add)
    _add_lines(scene, add)
    _add_decisions(scene, add)
    _add_marks(scene, add)
    _add_ends(scene.occurs, add)
    add("loop" in scene.occurs, "loop and its limit", 30, _loop)
    return found


def _add_boxes(scene: Scene, add: Add) -> None:
    seen, who = scene.occurs, scene.chart.customer
    halves = "half" in seen
    add(scene.chart.focus != "", _STRIP, 14, _octagon)
    add("ghost" in seen, _BESIDE, 26, _box("node", "ghost", 5))
    add(
        "step" in seen,
        f"{who}’s step" + (", or the half that meets it" if halves else ""),
        26,
        _box("node", "accent", 5),
    )
    square = " (square corners: a system)" if "system" in seen else ""
    add("back" in seen, f"step out of sight{square}", 26, _box("back", "org", 5))
    add(
        "back" not in seen and "system" in seen,
        "square corners: a system",
        26,
        _box("node", "accent", 1.5),
    )
    add(
        "badge" in seen,
        "encounter, through this channel",
        24,
        lambda x, y: badge_sign("web", (x + 12, y), 11),
    )


def _add_lines(scene: Scene, add: Add) -> None:
    seen, who = scene.occurs, scene.chart.customer
    add(
        "interaction" in seen,
        f"line of interaction: {who} and company meet",
        30,
        _line("accent", 1.5, head=False),
    )
    add(
        "internal" in seen,
        "internal: parts met live, and the others",
        30,
        _line("org", 1.25, "8 4", head=False),
    )
    dip = "; dips where all is in sight" if "dip" in seen else ""
    add("visibility" in seen, f"line of visibility{dip}", 30, _line("accent", 3, head=False))
    add(
        "automation" in seen,
        "line of automation: people above, systems below",
        33,
        _line("org", 2, "10 5", head=False),
    )
    weights = any(route.link.weight is not None for route in scene.routes)
    add(weights, "50 % or more · 10 to 50 % · under 10 %", 34, _widths)
    add(not weights and "flow" in seen, "what comes next", 33, _line("flow", UNKNOWN))
    sightline = scene.chart.sightline
    part = sightline.part if sightline is not None else ""
    add("sightline" in seen, f"work of {part}", 26, _framed)
    add("hop" in seen, f"hand-over, counted from {part}", 18, lambda x, y: hop_sign((x + 9, y), 1))
    add("sightline" in seen, "the rest of the process", 26, _box("node", "ghost", 5))
    add("consult" in seen, "asked meanwhile", 33, _line("accent", 1.5, "5 4"))
    add(
        "wait" in seen,
        f"{who} waits, the company works",
        33,
        _line("wait", 2.25, "9 5", head=False),
    )


def _add_decisions(scene: Scene, add: Add) -> None:
    seen, who = scene.occurs, scene.chart.customer
    signs = {i.node.sign for i in scene.plan.items.values()}
    add("choice" in signs, "a decision", 24, _gate("choice"))
    add("all" in signs, "all branches, then on", 24, _gate("all"))
    add("some" in signs, "some of the branches, then on", 24, _gate("some"))
    add("race" in signs, "whichever comes first", 24, _gate("race"))
    add("message" in seen, "something comes", 18, lambda x, y: message((x + 9, y)))
    add("promise" in seen, "promise, from and to", 26, _bracket)
    add("meanwhile" in seen, f"{who} may act while it runs", 30, _bar)
    add("shared" in seen, "passes through step S1", 30, _pill)


def _add_marks(scene: Scene, add: Add) -> None:
    seen = scene.occurs
    add(
        "fail" in seen,
        "fail point: share that fails",
        21,
        lambda x, y: fail_sign((x + 10.5, y), "F1"),
    )
    add(
        "noticed" in seen,
        "failed earlier, noticed here",
        21,
        lambda x, y: fail_sign((x + 10.5, y), "F1", hollow=True),
    )
    add(
        "wait point" in seen,
        "wait point: median wait",
        21,
        lambda x, y: wait_sign((x + 10.5, y), "W1"),
    )
    add(
        "patience" in seen,
        _clock_text(scene),
        18,
        lambda x, y: timer((x + 9, y), 9, "lost"),
    )
    add("limit" in seen, "after so many visits", 18, lambda x, y: limit_sign((x + 9, y)))
    add(
        "timer" in {i.node.kind for i in scene.plan.items.values()} or "time" in seen,
        "time passes",
        18,
        lambda x, y: timer((x + 9, y), 9),
    )
    add(
        "tag on" in seen,
        _ELSEWHERE if scene.chart.focus else "goes on in the other band at the same letter",
        30,
        lambda x, y: tag_sign("A", (x + 15, y), "right"),
    )
    add(
        "tag back" in seen,
        _BACK_THERE if scene.chart.focus else "goes back, to the same letter",
        30,
        lambda x, y: tag_sign("C", (x + 15, y), "left"),
    )


def _clock_text(scene: Scene) -> str:
    """Return what a clock at a border means, of what occurs."""
    ids = [mark.id for mark in scene.chart.exits if mark.kind == "patience"]
    said = (("patience", "patience ends"), ("limit", "time is up"), ("balks", "too many wait"))
    words = [text for word, text in said if _any(ids, word)]
    return "gives up when " + " or ".join(words)


def _any(ids: list[str], word: str) -> bool:
    return any(f".{word}." in identity for identity in ids)


def _add_ends(seen: set[str], add: Add) -> None:
    names = {"served": "served", "not served": "not served", "lost": "lost", "missing": "not said"}
    here = [o for o in names if f"end {o}" in seen]
    if not here:
        return

    def draw(x: float, y: float) -> list[Shape]:
        shapes: list[Shape] = []
        for k, outcome in enumerate(here):
            shapes += end_sign(outcome, (x + 10 + 22 * k, y), 8.5)
        return shapes

    add(True, "ends: " + ", ".join(names[o] for o in here), 20 + 22 * (len(here) - 1), draw)


def _widths(x: float, y: float) -> list[Shape]:
    shapes: list[Shape] = []
    for k, width in enumerate((2.75, 1.9, 1.25)):
        left = x - 6 + 15 * k
        line = Path(
            commands=f"M{number(left)} {number(y)}H{number(left + 6)}",
            stroke="flow",
            stroke_width=width,
        )
        shapes += [line, arrow_head([(left, y), (left + 13, y)], "flow", width)]
    return shapes


def _bracket(x: float, y: float) -> list[Shape]:
    commands = f"M{number(x)} {number(y + 6)}V{number(y - 4)}H{number(x + 26)}V{number(y + 6)}"
    return [Path(commands=commands, stroke="ink", stroke_width=1.25)]


def _bar(x: float, y: float) -> list[Shape]:
    return [
        Rect(
            x=x + 3,
            y=y - 3.5,
            width=24,
            height=7,
            radius=3.5,
            fill="node",
            stroke="accent",
            stroke_width=1.25,
        ),
        Circle(x=x + 3, y=y, radius=4.5, fill="accent"),
        Circle(x=x + 27, y=y, radius=4.5, fill="accent"),
    ]


def _pill(x: float, y: float) -> list[Shape]:
    text = Text(
        x=x + 15, y=y + 3.8, text="S1", size=10.5, weight=700, role="accent", anchor="middle"
    )
    return [pill(x + 15, y), text]


def _octagon(x: float, y: float) -> list[Shape]:
    points = glyphs.octagon(x + 7, y, 4.6)
    return [Polygon(points=points, fill="fail", stroke="paper", stroke_width=1)]


def _loop(x: float, y: float) -> list[Shape]:
    return [
        Path(commands=glyphs.LOOP, stroke="ink", stroke_width=1.3, at=(x + 2, y)),
        Path(commands=glyphs.LOOP_HEAD, fill="ink", at=(x + 2, y)),
        Text(x=x + 10, y=y + 4, text="≤ 3×", size=11.5, weight=500),
    ]
