"""Shapes of a slide as DrawingML (ISO/IEC 29500-1, parts 19 and 20), one function a kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from outsidein.chart.drawing import Box, Point, Text
from outsidein.chart.fonts import FAMILY, text_width
from outsidein.chart.outputs.outline import Move, extent
from outsidein.chart.wording import clean

ASCENT, LINE = 0.93, 1.17  # of the font's line, in sizes
POINT = 12_700  # EMU, the unit of a slide
NAMESPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How a shape is painted: colours as six digits, lengths in units; ``emu`` is one unit."""

    emu: float
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: str = ""
    head: bool = False

    def xml(self) -> str:
        """Return fill and line."""
        fill = _solid(self.fill) if self.fill else "<a:noFill/>"
        if not self.stroke:
            return f"{fill}<a:ln><a:noFill/></a:ln>"
        head = '<a:tailEnd type="triangle" w="med" len="med"/>' if self.head else ""
        width = max(1, round(self.width * self.emu))
        return f'{fill}<a:ln w="{width}">{_solid(self.stroke)}{self._dashes()}{head}</a:ln>'

    def _dashes(self) -> str:
        lengths = [float(length) for length in self.dash.split()]
        if not lengths:
            return '<a:prstDash val="solid"/>'
        pairs = zip(lengths[::2], lengths[1::2] or lengths, strict=False)
        dashes = "".join(
            f'<a:ds d="{round(on / self.width * 100_000)}" '
            f'sp="{round(off / self.width * 100_000)}"/>'
            for on, off in pairs
        )
        return f"<a:custDash>{dashes}</a:custDash>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a shape is called: a number of its own on the slide, a name, a text for the blind."""

    number: int
    name: str
    said: str = ""

    def xml(self) -> str:
        """Return the element with which each shape begins."""
        descr = f' descr="{escape(clean(self.said))}"' if self.said else ""
        return f'<p:cNvPr id="{self.number}" name="{escape(clean(self.name))}"{descr}/>'


def group(named: Named, box: Box, emu: float, children: Iterable[str]) -> str:
    """Return a group; its children keep the coordinates of the slide."""
    off, ext = _off(box.left, box.top, emu), _ext(box, emu)
    child = off.replace("a:off", "a:chOff") + ext.replace("a:ext", "a:chExt")
    return (
        f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>{named.xml()}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{off}{ext}{child}</a:xfrm></p:grpSpPr>"
        f"{''.join(children)}</p:grpSp>"
    )


def box_shape(
    named: Named, box: Box, ink: Ink, *, form: str, radius: float = 0.0, texts: Sequence[str] = ()
) -> str:
    """Return a preset form (rect, roundRect, ellipse, diamond) in a box, with its text in it."""
    least = min(box.right - box.left, box.bottom - box.top) or 1.0
    adjust = f'<a:gd name="adj" fmla="val {round(min(radius / least, 0.5) * 100_000)}"/>'
    guides = f"<a:avLst>{adjust if form == 'roundRect' else ''}</a:avLst>"
    frame = f"<a:xfrm>{_off(box.left, box.top, ink.emu)}{_ext(box, ink.emu)}</a:xfrm>"
    return _sp(named, f'{frame}<a:prstGeom prst="{form}">{guides}</a:prstGeom>', ink, texts)


def free_shape(named: Named, moves: list[Move], ink: Ink, texts: Sequence[str] = ()) -> str:
    """Return an outline of its own."""
    box = extent(moves)
    emu = ink.emu
    width, height = _size(box, emu)

    def at(point: Point) -> str:
        x, y = round((point[0] - box.left) * emu), round((point[1] - box.top) * emu)
        return f'<a:pt x="{x}" y="{y}"/>'

    tags = {"move": "moveTo", "line": "lnTo", "curve": "cubicBezTo", "close": "close"}
    steps = "".join(
        f"<a:{tags[move.kind]}>{''.join(map(at, move.points))}</a:{tags[move.kind]}>"
        if move.points else "<a:close/>"
        for move in moves
    )  # fmt: skip
    fill = "" if ink.fill else ' fill="none"'
    frame = f"<a:xfrm>{_off(box.left, box.top, emu)}{_ext(box, emu)}</a:xfrm>"
    geometry = (
        f"{frame}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{height}"{fill}>'
        f"{steps}</a:path></a:pathLst></a:custGeom>"
    )
    return _sp(named, geometry, ink, texts)


def text_box(named: Named, lines: Sequence[Text], emu: float, colours: Sequence[str]) -> str:
    """Return lines of text that stand free, each in its own style."""
    first, last = lines[0], lines[-1]
    width = max(text_width(line.text, line.size, line.weight) for line in lines) + 1
    left = first.x - {"start": 0, "middle": width / 2, "end": width}[first.anchor]
    top = first.y - ASCENT * first.size
    box = Box(left, top, left + width, last.y + (LINE - ASCENT) * last.size)
    frame = f"<a:xfrm>{_off(box.left, box.top, emu)}{_ext(box, emu)}</a:xfrm>"
    said = [
        paragraph([line], emu, colour) for line, colour in zip(lines, colours, strict=True)
    ]  # fmt: skip
    geometry = f'{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return _sp(named, geometry, Ink(emu=emu), said, free=True)


def paragraph(lines: Sequence[Text], emu: float, colour: str) -> str:
    """Return a paragraph; its lines are broken where the picture breaks them."""
    align = {"start": "l", "middle": "ctr", "end": "r"}[lines[0].anchor]
    spans = []
    for line in lines:
        size = max(100, round(line.size * emu / POINT * 100))
        bold = ' b="1"' if line.weight > 500 else ""
        style = f'lang="en-US" sz="{size}"{bold}'
        font = f'<a:latin typeface="{FAMILY}" pitchFamily="34" charset="0"/>'
        spans.append(
            f"<a:r><a:rPr {style}>{_solid(colour)}{font}</a:rPr>"
            f"<a:t>{escape(clean(line.text), quote=False)}</a:t></a:r>"
        )
    return f'<a:p><a:pPr algn="{align}"/>{"<a:br/>".join(spans)}</a:p>'


def connector(
    named: Named, form: str, ends: tuple[Point, Point], ink: Ink, *, quarter: bool = False,
    adjust: float | None = None, glue: Sequence[tuple[str, int, int]] = (),
) -> str:  # fmt: skip
    """Return a connector; ``glue`` says (start or end, number of the shape, connection site).

    ``quarter``: the form is turned by a quarter, so that it leaves upright; its box is that of
    the form before the turn.
    """
    (x1, y1), (x2, y2) = ends
    across, down = x2 - x1, y2 - y1
    flips = (down < 0, across > 0) if quarter else (across < 0, down < 0)
    width, height = (abs(down), abs(across)) if quarter else (abs(across), abs(down))
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    left, top = middle[0] - width / 2, middle[1] - height / 2
    box = Box(left, top, left + width, top + height)
    turned = ' rot="5400000"' if quarter else ""
    turned += ' flipH="1"' if flips[0] else ""
    turned += ' flipV="1"' if flips[1] else ""
    guide = "" if adjust is None else f'<a:gd name="adj1" fmla="val {round(adjust * 100_000)}"/>'
    glued = "".join(f'<a:{end}Cxn id="{number}" idx="{site}"/>' for end, number, site in glue)
    return (
        f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>{named.xml()}<p:cNvCxnSpPr>{glued}</p:cNvCxnSpPr>"
        f"<p:nvPr/></p:nvCxnSpPr><p:spPr>"
        f"<a:xfrm{turned}>{_off(box.left, box.top, ink.emu)}{_ext(box, ink.emu)}</a:xfrm>"
        f'<a:prstGeom prst="{form}"><a:avLst>{guide}</a:avLst></a:prstGeom>{ink.xml()}</p:spPr>'
        "</p:cxnSp>"
    )


def _sp(named: Named, geometry: str, ink: Ink, texts: Sequence[str], *, free: bool = False) -> str:
    kind = '<p:cNvSpPr txBox="1"/>' if free else "<p:cNvSpPr/>"
    wrap, anchor = ("none", "t") if free else ("square", "ctr")
    insets = 'lIns="0" tIns="0" rIns="0" bIns="0"'
    body = "".join(texts) or '<a:p><a:endParaRPr lang="en-US"/></a:p>'
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{named.xml()}{kind}<p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{geometry}{ink.xml()}</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="{wrap}" {insets} anchor="{anchor}" rtlCol="0"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>"
    )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _off(left: float, top: float, emu: float) -> str:
    return f'<a:off x="{round(left * emu)}" y="{round(top * emu)}"/>'


def _ext(box: Box, emu: float) -> str:
    width, height = _size(box, emu)
    return f'<a:ext cx="{width}" cy="{height}"/>'


def _size(box: Box, emu: float) -> tuple[int, int]:
    return round((box.right - box.left) * emu), round((box.bottom - box.top) * emu)
