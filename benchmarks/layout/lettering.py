"""Where the text of a drawing is painted: by the bounds in the file, else as bpmn-js 18 does it.

Rules: bpmn-js 18.31, lib/util/LabelUtil.js, lib/draw/TextRenderer.js and BpmnRenderer.js; the
breaking of lines: diagram-js, lib/util/Text.js. Widths are those of Roboto, which is as wide as
the Arial that bpmn-js asks for (median 1.001 over the names of our corpus).
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from benchmarks.layout.drawn import CONTAINERS, EVENTS, GATEWAYS, STORES, Area, Drawing, Edge, Node
from benchmarks.layout.lines import Box, centre
from outsidein.chart.fonts import font_file, text_width

OUTER_SIZE, INNER_SIZE = 11.0, 12.0
SPACING = 1.2
BASELINE = 0.75  # of the spacing, from the top of a line
UNKNOWN = (-0.2, 0.75)  # em: how far a glyph that the font lacks may reach
DEFAULT_WIDTH, DEFAULT_HEIGHT, INDENT = 90.0, 20.0, 15.0
HEADER = 30.0
PADDING = 7.0
OTHER_FONT = 1.1  # how much wider our font may be than the one a file's bounds were made with
LETTERED = EVENTS | GATEWAYS | STORES  # their names stand outside


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text as painted: a box of ink for each line, and whether it fits where it is meant."""

    owner: str
    text: str
    place: str  # outside, inner, header or note
    ink: tuple[Box, ...]
    size: float
    fits: bool = True
    empty: bool = False  # the file gives it no room at all


def labels(drawing: Drawing) -> list[Label]:
    """Return every text of the drawing, in the order of pools and lanes, nodes, edges."""
    found = [*_areas(drawing), *_nodes(drawing), *_edges(drawing)]
    return [label for label in found if label.text]


def _areas(drawing: Drawing) -> Iterator[Label]:
    for area in drawing.shown_areas():
        if area.name:
            yield _closed(area) if area.closed else _header(area)


def _nodes(drawing: Drawing) -> Iterator[Label]:
    for node in drawing.shown_nodes():
        if not node.name:
            continue
        if node.kind in LETTERED:
            yield _outside(drawing, node)
        elif node.kind == "textAnnotation":
            yield _note(node)
        else:
            yield _inner(node)


def _edges(drawing: Drawing) -> Iterator[Label]:
    for edge in drawing.shown_edges("sequence", "message"):
        if edge.name:
            yield _outside(drawing, edge)


def _outside(drawing: Drawing, owner: Node | Edge) -> Label:
    lettered = drawing.letters[owner.id]
    size = lettered.size or OUTER_SIZE
    if lettered.bounds is None:
        x, top = _edge_place(owner) if isinstance(owner, Edge) else _node_place(owner)
        lines = broken(owner.name, DEFAULT_WIDTH, size)
        ink = _centred(lines, x, top, size, SPACING * size)
        return Label(owner=owner.id, text=owner.name, place="outside", ink=ink, size=size)
    if not all(map(math.isfinite, lettered.bounds)) or min(lettered.bounds[2:]) <= 0:
        return Label(
            owner=owner.id, text=owner.name, place="outside", ink=(), size=size, empty=True
        )
    _, top, width, height = lettered.bounds
    lines = broken(owner.name, width, size)
    if len(lines) > height / size + 0.01:
        lines = broken(owner.name, OTHER_FONT * width, size)
    spacing = min(SPACING * size, max(size, height / len(lines)))
    ink = _centred(lines, centre(lettered.bounds)[0], top, size, spacing)
    return Label(owner=owner.id, text=owner.name, place="outside", ink=ink, size=size)


def _node_place(node: Node) -> tuple[float, float]:
    """Below the node, in its middle: x of the middle, y of the top."""
    assert node.box is not None
    return centre(node.box)[0], node.box[1] + node.box[3]


def _edge_place(edge: Edge) -> tuple[float, float]:
    """Above the middle of the leg in the middle, or right of it if it is vertical."""
    middle = len(edge.given) / 2 - 1
    (ax, ay), (bx, by) = edge.given[math.floor(middle)], edge.given[math.ceil(middle + 0.01)]
    x, y = (ax + bx) / 2, (ay + by) / 2
    if ax == bx and ay != by:
        return x + INDENT, y - DEFAULT_HEIGHT / 2
    return x, y - INDENT - DEFAULT_HEIGHT / 2


def _inner(node: Node) -> Label:
    """An activity's name: in its middle; of an open sub-process, at the top."""
    assert node.box is not None
    left, top, width, height = node.box
    lines = broken(node.name, width - 2 * PADDING, INNER_SIZE)
    spacing = SPACING * INNER_SIZE
    tall, x = len(lines) * spacing, left + width / 2
    open_ = node.kind in CONTAINERS and node.expanded
    at = top + PADDING if open_ else top + (height - tall) / 2
    return Label(
        owner=node.id, text=node.name, place="header" if open_ else "inner",
        ink=_centred(lines, x, at, INNER_SIZE, spacing), size=INNER_SIZE,
        fits=open_ or tall <= height + 1,
    )  # fmt: skip


def _note(node: Node) -> Label:
    """An annotation's text: from its upper left corner."""
    assert node.box is not None
    left, top, width, height = node.box
    lines = broken(node.name, width - 2 * PADDING, INNER_SIZE)
    spacing = SPACING * INNER_SIZE
    ink = _lines(lines, [left + PADDING] * len(lines), top + PADDING, INNER_SIZE, spacing)
    fits = PADDING + len(lines) * spacing <= height + 1
    return Label(owner=node.id, text=node.name, place="note", ink=ink, size=INNER_SIZE, fits=fits)


def _header(area: Area) -> Label:
    """The name of a lane or a pool in its header: at the left and turned, or at the top."""
    assert area.box is not None
    left, top, width, height = area.box
    along = height if area.level else width
    lines = broken(area.name, along, INNER_SIZE)
    spacing = SPACING * INNER_SIZE
    tall = len(lines) * spacing
    flat = _centred(lines, 0.0, (HEADER - tall) / 2, INNER_SIZE, spacing)
    if area.level:
        middle = top + height / 2
        ink = tuple((left + y, middle + x, h, w) for x, y, w, h in flat)
    else:
        ink = tuple((left + width / 2 + x, top + y, w, h) for x, y, w, h in flat)
    return Label(
        owner=area.id, text=area.name, place="header", ink=ink, size=INNER_SIZE,
        fits=tall <= HEADER + 1,
    )  # fmt: skip


def _closed(area: Area) -> Label:
    """The name of a pool that shows no process: in its middle."""
    assert area.box is not None
    left, top, width, height = area.box
    along, across = (width, height) if area.level else (height, width)
    lines = broken(area.name, along, INNER_SIZE)
    spacing = SPACING * INNER_SIZE
    tall = len(lines) * spacing
    flat = _centred(lines, 0.0, -tall / 2, INNER_SIZE, spacing)
    x0, y0 = left + width / 2, top + height / 2
    if area.level:
        ink = tuple((x0 + x, y0 + y, w, h) for x, y, w, h in flat)
    else:
        ink = tuple((x0 + y, y0 + x, h, w) for x, y, w, h in flat)
    return Label(
        owner=area.id, text=area.name, place="header", ink=ink, size=INNER_SIZE,
        fits=tall <= across + 1,
    )  # fmt: skip


def _centred(
    lines: list[str], x: float, top: float, size: float, spacing: float
) -> tuple[Box, ...]:
    lefts = [x - text_width(line, size) / 2 for line in lines]
    return _lines(lines, lefts, top, size, spacing)


def _lines(
    lines: list[str], lefts: list[float], top: float, size: float, spacing: float
) -> tuple[Box, ...]:
    baselines = [top + spacing * (n + BASELINE) for n in range(len(lines))]
    boxes = []
    for line, left, base in zip(lines, lefts, baselines, strict=True):
        low, high = _reach(line)
        boxes.append((left, base - high * size, text_width(line, size), (high - low) * size))
    return tuple(boxes)


def _reach(line: str) -> tuple[float, float]:
    """How far the glyphs of a line reach down (negative) and up from its baseline, in em."""
    glyphs = [_glyphs().get(ord(char), UNKNOWN) for char in line if not char.isspace()]
    return min(low for low, _ in glyphs), max(high for _, high in glyphs)


@cache
def _glyphs() -> dict[int, tuple[float, float]]:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(400)) as font:
        em, outlines = font["head"].unitsPerEm, font["glyf"]
        shapes = {code: outlines[name] for code, name in font.getBestCmap().items()}
        return {
            code: (shape.yMin / em, shape.yMax / em)
            for code, shape in shapes.items()
            if shape.numberOfContours
        }


def broken(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of a width (px) as diagram-js does: by a guess, made shorter.

    The guess is how many characters fit if all are as wide as the text's mean; what does not fit
    is cut at a space or a hyphen before that, else within a word.
    """
    lines: list[str] = []
    waiting = re.split(r"\u00ad?\r?\n", text)
    while waiting:
        whole = waiting.pop(0)
        line = whole
        while len(line) > 1 and (wide := text_width(line.rstrip(), size)) > width:
            most = max(len(line) * width / wide, 1)
            line = _shortened(line, most) or line[: max(math.floor(most - 0.5), 1)]
        lines.append(line)
        if len(line) < len(whole):
            waiting.insert(0, whole[len(line) :].strip())
    return [line.strip() for line in lines if line.strip()]


def _shortened(line: str, most: float) -> str:
    """The words of a line that have fewer characters than a number; none, if there is no break."""
    parts, kept, count = re.split(r"(\s|-|\u00ad)", line), [""], 0
    for part in parts if len(parts) > 1 else ():
        if not part:
            break
        if len(part) + count >= most:
            if part in {"-", "\u00ad"}:
                kept.pop()
            break
        kept.append(part)
        count += len(part)
    return "".join(kept)
