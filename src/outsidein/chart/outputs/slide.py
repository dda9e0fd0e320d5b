"""A drawing as the shapes of one slide: what belongs together is one group, texts stand inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from outsidein.chart.described import FLOW, LANE
from outsidein.chart.drawing import Box, Circle, Drawing, Group, Path, Polygon, Rect, Shape, Text
from outsidein.chart.fonts import text_width
from outsidein.chart.outputs.flows import Held, flow
from outsidein.chart.outputs.outline import extent, outline, straight_lines
from outsidein.chart.outputs.shapes import (
    Ink,
    Named,
    box_shape,
    connector,
    free_shape,
    group,
    paragraph,
    text_box,
)
from outsidein.chart.palette import COLOURS

FIRST = 2  # the number of a slide's first shape: the tree itself is 1
FLAT = 0.05  # units
OFF_CENTRE = 4.0  # units: a slide puts the text of a shape into its middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One shape of a group with the lines of text inside it, or lines of text alone."""

    shape: Shape | None
    texts: list[Text] = field(default_factory=list)


class Slide:
    """The shapes of a drawing, in the order they are painted; ``emu`` is the length of a unit."""

    def __init__(self, drawing: Drawing, emu: float, *, dark: bool) -> None:
        self._drawing, self._emu, self._dark = drawing, emu, dark
        self._numbers = count(FIRST)
        self._bodies = _bodies(drawing)
        self._held = {
            one: Held(number=next(self._numbers), form=_form(drawing, one), box=drawing.nodes[one])
            for one in self._bodies
        }
        self._lines = {FLOW + line.id: line for line in drawing.lines if line.id}

    def xml(self) -> Iterator[str]:
        """Yield each shape or group of shapes."""
        named, aside = self._lane_names()
        for k, layer in enumerate(self._drawing.layers):
            if k in aside or _is_page(layer, self._drawing):
                continue
            if layer.id in self._lines and (drawn := self._flow(layer)):
                yield drawn
            elif shapes := (*layer.shapes, *named.get(k, ())):
                yield self._group(layer, shapes)

    def _lane_names(self) -> tuple[dict[int, list[Text]], set[int]]:
        """Return the texts of lanes by the lane's layer, and which layers they are taken from."""
        owners = {lane.partition("~")[0] for lane in self._drawing.lanes}
        labels = [one.box.grown(2) for one in self._drawing.labels if one.owner in owners]
        layers = list(enumerate(self._drawing.layers))
        lanes = [
            (k, box) for k, layer in layers if layer.id.startswith(LANE) and layer.shapes
            and (box := _closed_box(layer.shapes[0])) is not None
        ]  # fmt: skip
        found: dict[int, list[Text]] = {}
        aside: set[int] = set()
        for k, layer in layers:
            texts = [shape for shape in layer.shapes if isinstance(shape, Text)]
            if layer.id or not texts or len(texts) != len(layer.shapes):
                continue
            if any(all(_has(box, text) for text in texts) for box in labels):
                for lane in [one for one, box in lanes if _has(box, texts[0])][:1]:
                    found[lane] = texts
                    aside.add(k)
        return found, aside

    def _flow(self, layer: Group) -> str | None:
        """Return a flow as a connector if it bends little and hops over nothing."""
        path = layer.shapes[0]
        if not isinstance(path, Path) or "A" in path.commands.upper():
            return None
        ink = self._ink(path, head=len(layer.shapes) > 1)
        named = Named(number=next(self._numbers), name=layer.id, said=layer.title)
        return flow(named, self._lines[layer.id], ink, self._held)

    def _group(self, layer: Group, shapes: Sequence[Shape]) -> str:
        pieces = _pieces(shapes)
        if len(pieces) == 1:
            return self._piece(pieces[0], layer, layer.id, layer.title)[1]
        drawn = [
            self._piece(piece, layer, f"{layer.id} {k}" if layer.id else f"part {k}", "")
            for k, piece in enumerate(pieces)
        ]
        boxes = [box for box, _ in drawn]
        whole = Box(
            min(box.left for box in boxes), min(box.top for box in boxes),
            max(box.right for box in boxes), max(box.bottom for box in boxes),
        )  # fmt: skip
        named = Named(number=next(self._numbers), name=layer.id or "group", said=layer.title)
        return group(named, whole, self._emu, [text for _, text in drawn])

    def _piece(self, piece: Piece, layer: Group, name: str, said: str) -> tuple[Box, str]:
        held = self._held.get(layer.id)
        if piece.shape is None or piece.shape is not self._bodies.get(layer.id):
            held = None
        number = held.number if held else next(self._numbers)
        called = name or (piece.texts[0].text if piece.texts else "line")
        named = Named(number=number, name=called, said=said)
        if piece.shape is None:
            colours = [self._colour(text.role) for text in piece.texts]
            return _texts_box(piece.texts), text_box(named, piece.texts, self._emu, colours)
        return self._shape(named, piece.shape, self._inside(piece.texts), held)

    def _inside(self, texts: Sequence[Text]) -> list[str]:
        if not texts:
            return []
        return [paragraph(texts, self._emu, self._colour(texts[0].role))]

    def _shape(
        self, named: Named, shape: Shape, texts: list[str], held: Held | None
    ) -> tuple[Box, str]:
        assert not isinstance(shape, Text)
        ink = self._ink(shape)
        if isinstance(shape, Rect):
            form = "roundRect" if shape.radius else "rect"
            box = Box(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            return box, box_shape(named, box, ink, form=form, radius=shape.radius, texts=texts)
        if isinstance(shape, Circle):
            box = Box(shape.x, shape.y, shape.x, shape.y).grown(shape.radius)
            return box, box_shape(named, box, ink, form="ellipse", texts=texts)
        moves = outline(shape)
        box = extent(moves)
        if held is not None and held.form == "diamond":
            return box, box_shape(named, box, ink, form="diamond", texts=texts)
        if box.right - box.left < FLAT or box.bottom - box.top < FLAT:
            return box, self._strokes(named, straight_lines(moves) or [], box, ink)
        return box, free_shape(named, moves, ink, texts)

    def _strokes(
        self, named: Named, strokes: list[tuple[tuple[float, float], tuple[float, float]]],
        box: Box, ink: Ink,
    ) -> str:  # fmt: skip
        """Return an outline without area: PowerPoint knows it as lines."""
        if len(strokes) < 2:
            ends = strokes[0] if strokes else ((box.left, box.top), (box.right, box.bottom))
            return connector(named, "line", ends, ink)
        parts = [
            connector(
                Named(number=next(self._numbers), name=f"{named.name} {k}"), "line", ends, ink
            )
            for k, ends in enumerate(strokes)
        ]
        return group(named, box, self._emu, parts)

    def _ink(self, shape: Rect | Circle | Path | Polygon, *, head: bool = False) -> Ink:
        return Ink(
            emu=self._emu, fill=self._colour(shape.fill) if shape.fill else None,
            stroke=self._colour(shape.stroke) if shape.stroke else None, width=shape.stroke_width,
            dash=shape.dash if isinstance(shape, Path) else "", head=head,
        )  # fmt: skip

    def _colour(self, role: str) -> str:
        return COLOURS[role][self._dark][1:]


def _has(box: Box, text: Text) -> bool:
    return box.left <= text.x <= box.right and box.top <= text.y <= box.bottom


def _bodies(drawing: Drawing) -> dict[str, Shape]:
    """Return the shape of each node that connectors hold on to: the one that fills its box."""
    found: dict[str, Shape] = {}
    for layer in drawing.layers:
        node = drawing.nodes.get(layer.id)
        for shape in layer.shapes if node else ():
            box = _closed_box(shape)
            if node and box and layer.id not in found and _same(box, node):
                found[layer.id] = shape
    return found


def _same(a: Box, b: Box) -> bool:
    pairs = ((a.left, b.left), (a.top, b.top), (a.right, b.right), (a.bottom, b.bottom))
    return all(abs(x - y) < 2 for x, y in pairs)


def _form(drawing: Drawing, node: str) -> str:
    forms = {"gateway": "diamond", "start": "ellipse", "end": "ellipse", "timer": "ellipse",
             "consult": "ellipse"}  # fmt: skip
    return forms.get(drawing.kinds.get(node, "step"), "rect")


def _is_page(layer: Group, drawing: Drawing) -> bool:
    """Return whether a layer is the page itself: the slide's ground, not a shape on it."""
    match layer.shapes:
        case (Rect(x=0, y=0, fill="paper") as rect,):
            return rect.width >= drawing.width and rect.height >= drawing.height
    return False


def _pieces(shapes: Sequence[Shape]) -> list[Piece]:
    """Put each text into the shape it stands in, and lines below one another together."""
    pieces: list[Piece] = []
    for shape in shapes:
        if not isinstance(shape, Text):
            pieces.append(Piece(shape=shape))
            continue
        host = next((one for one in reversed(pieces) if _holds(one, shape)), None)
        if host is None:
            pieces.append(Piece(shape=None, texts=[shape]))
        else:
            host.texts.append(shape)
    return [part for piece in pieces for part in _apart(piece)]


def _apart(piece: Piece) -> list[Piece]:
    """Return a shape and its texts as one, or as two if the texts do not stand in its middle."""
    if piece.shape is None or not piece.texts:
        return [piece]
    box = _closed_box(piece.shape)
    middle = sum(text.y - 0.35 * text.size for text in piece.texts) / len(piece.texts)
    if box is not None and abs((box.top + box.bottom) / 2 - middle) <= OFF_CENTRE:
        return [piece]
    alone = [Piece(shape=None, texts=[text]) for text in piece.texts]
    return [Piece(shape=piece.shape), *alone]


def _holds(piece: Piece, text: Text) -> bool:
    last = piece.texts[-1] if piece.texts else None
    if piece.shape is None:
        assert last is not None
        below = 0 < text.y - last.y <= 1.6 * max(text.size, last.size)
        return below and (text.x, text.anchor) == (last.x, last.anchor)
    box = _closed_box(piece.shape)
    if box is None or text.anchor != "middle":
        return False
    if last is not None and (last.role != text.role or last.size != text.size):
        return False
    central = abs((box.left + box.right) / 2 - text.x) < 1.5
    fits = text_width(text.text, text.size, text.weight) <= box.right - box.left + 2
    return central and fits and box.top <= text.y - text.size / 3 <= box.bottom


def _closed_box(shape: Shape) -> Box | None:
    """Return the box of a filled shape, which may hold a text."""
    if isinstance(shape, Text) or not shape.fill:
        return None
    if isinstance(shape, Rect):
        return Box(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
    if isinstance(shape, Circle):
        return Box(shape.x, shape.y, shape.x, shape.y).grown(shape.radius)
    return extent(outline(shape))


def _texts_box(texts: Sequence[Text]) -> Box:
    first, last = texts[0], texts[-1]
    width = max(text_width(text.text, text.size, text.weight) for text in texts)
    left = first.x - {"start": 0, "middle": width / 2, "end": width}[first.anchor]
    return Box(left, first.y - first.size, left + width, last.y + last.size / 4)
