"""The commands of a path (W3C, SVG 2, section 9.3), as moves, lines and cubic curves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from outsidein.chart.drawing import Box, Path, Point, Polygon

_TOKEN = re.compile(r"([MLHVQCAZmlhvqcaz])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "A": 7, "Z": 0}


@dataclass(frozen=True, slots=True)
class Move:
    """One piece of an outline: where it goes, with the controls of a curve before the end."""

    kind: Literal["move", "line", "curve", "close"]
    points: tuple[Point, ...] = ()


def outline(shape: Path | Polygon) -> list[Move]:
    """Return the pieces of a path or polygon in the drawing's own coordinates."""
    if isinstance(shape, Polygon):
        corners = [tuple(map(float, pair.split(","))) for pair in shape.points.split()]
        places: list[Point] = [(x, y) for x, y in corners]
        moves = [Move("move", (places[0],)), *(Move("line", (p,)) for p in places[1:])]
        return [*moves, Move("close")]
    dx, dy = shape.at or (0.0, 0.0)
    return [
        Move(move.kind, tuple((x + dx, y + dy) for x, y in move.points))
        for move in _moves(shape.commands)
    ]


def extent(moves: list[Move]) -> Box:
    """Return a box around every point of an outline, controls included."""
    xs = [x for move in moves for x, _ in move.points]
    ys = [y for move in moves for _, y in move.points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def straight_lines(moves: list[Move]) -> list[tuple[Point, Point]] | None:
    """Return the strokes of an outline that is nothing but single straight strokes, else None."""
    found: list[tuple[Point, Point]] = []
    for first, second in zip(moves[::2], moves[1::2], strict=False):
        if (first.kind, second.kind) != ("move", "line"):
            return None
        found.append((first.points[0], second.points[0]))
    return found if len(moves) % 2 == 0 else None


def _moves(commands: str) -> Iterator[Move]:
    here = start = (0.0, 0.0)
    for letter, given in _pieces(commands):
        numbers = _absolute(letter, given, here)
        match letter.upper(), numbers:
            case "Z", _:
                yield Move("close")
                here = start
            case "M", [x, y]:
                here = start = (x, y)
                yield Move("move", (here,))
            case "A", [rx, ry, _, large, sweep, x, y]:
                yield from _arc(here, (x, y), rx, ry, large=bool(large), sweep=bool(sweep))
                here = (x, y)
            case "Q", [a, b, x, y]:
                # A quadratic curve as a cubic one: its controls are two thirds of the way.
                first = (here[0] + 2 / 3 * (a - here[0]), here[1] + 2 / 3 * (b - here[1]))
                yield Move("curve", (first, (x + 2 / 3 * (a - x), y + 2 / 3 * (b - y)), (x, y)))
                here = (x, y)
            case "C", [a, b, c, d, x, y]:
                yield Move("curve", ((a, b), (c, d), (x, y)))
                here = (x, y)
            case "H", [x]:
                here = (x, here[1])
                yield Move("line", (here,))
            case "V", [y]:
                here = (here[0], y)
                yield Move("line", (here,))
            case _, [x, y]:
                here = (x, y)
                yield Move("line", (here,))


def _absolute(letter: str, numbers: list[float], here: Point) -> list[float]:
    """Return the numbers of a small letter, which count from where the pen is, from the origin."""
    if letter.isupper() or letter == "z":
        return numbers
    if letter in "hv":
        return [numbers[0] + here[letter == "v"]]
    fixed = 5 if letter == "a" else 0  # radii, angle and flags of an arc
    return numbers[:fixed] + [
        number + here[k % 2] for k, number in enumerate(numbers[fixed:])
    ]  # fmt: skip


def _pieces(commands: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; a command may be followed by several sets of them."""
    assert not set(commands) & set("SsTt"), "smooth curves are not drawn here"
    letter, numbers = "", list[float]()
    for command, number in _TOKEN.findall(commands):
        if command:
            letter = command
            if letter in "Zz":
                yield letter, []
            continue
        numbers.append(float(number))
        if len(numbers) == _TAKES[letter.upper()]:
            yield letter, numbers
            letter, numbers = {"M": "L", "m": "l"}.get(letter, letter), []


def _arc(
    start: Point, end: Point, rx: float, ry: float, *, large: bool, sweep: bool
) -> Iterator[Move]:
    """Yield an arc as curves of at most a quarter turn (SVG 2, appendix B.2.4, no rotation)."""
    x, y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    grown = max(1.0, math.sqrt((x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grown, ry * grown
    below = (x / rx) ** 2 + (y / ry) ** 2
    factor = math.sqrt(max(0.0, 1 / below - 1)) * (-1 if large == sweep else 1) if below else 0.0
    cx = factor * rx * y / ry + (start[0] + end[0]) / 2
    cy = -factor * ry * x / rx + (start[1] + end[1]) / 2
    first = math.atan2((start[1] - cy) / ry, (start[0] - cx) / rx)
    turn = math.atan2((end[1] - cy) / ry, (end[0] - cx) / rx) - first
    if sweep and turn < 0:
        turn += 2 * math.pi
    if not sweep and turn > 0:
        turn -= 2 * math.pi
    count = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    step = turn / count
    reach = 4 / 3 * math.tan(step / 4)
    for k in range(count):
        a, b = first + k * step, first + (k + 1) * step
        yield Move("curve", (
            (cx + rx * (math.cos(a) - reach * math.sin(a)),
             cy + ry * (math.sin(a) + reach * math.cos(a))),
            (cx + rx * (math.cos(b) + reach * math.sin(b)),
             cy + ry * (math.sin(b) - reach * math.cos(b))),
            (cx + rx * math.cos(b), cy + ry * math.sin(b)),
        ))  # fmt: skip
