"""A drawing as SVG: semantic ids, tooltips, classes by role, every user text escaped."""

from __future__ import annotations

from collections.abc import Iterator

from outsidein.chart.described import Said, described
from outsidein.chart.drawing import Circle, Drawing, Group, Path, Polygon, Rect, Shape, Text
from outsidein.chart.fonts import font_faces
from outsidein.chart.lines import number
from outsidein.chart.palette import Theme, style_sheet
from outsidein.chart.wording import clean

_WEIGHTS = {500: " w5", 600: " w6", 700: " w7"}
_ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def escaped(text: str) -> str:
    """Make a text safe in SVG and HTML: no mark-up, no quote, no control character."""
    plain = clean(text)
    for char, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("'", "&#39;"),
    ):
        plain = plain.replace(char, entity)
    return plain


def svg(drawing: Drawing, suffix: str = "", *, fonts: bool = True, theme: Theme = "both") -> str:
    """Return a drawing as SVG text.

    ``suffix`` is added to every id, for several pictures in one page; ``fonts``: embed the
    glyphs used, so that the picture looks the same everywhere; ``theme``: light with dark on dark
    screens and colours that a page may set, or one of the two alone.
    """
    width, height = number(drawing.width), number(drawing.height)
    name = f"chart{suffix}"
    scope = f"#{name} " if suffix else ""
    roles = {role for group in drawing.layers for shape in group.shapes for role in _roles(shape)}
    faces = font_faces(_texts(drawing)) if fonts else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="graphics-document document" '
        f'aria-roledescription="chart" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc" font-family="sans-serif">'
        f'<title id="{name}-title">{escaped(drawing.title)}</title>'
        f'<desc id="{name}-desc">{escaped(drawing.description)}</desc>'
        f"<style>{faces}{style_sheet(roles, scope, name, theme)}</style>"
    )
    ids, said = Ids(), described(drawing)
    groups = "\n".join(
        _group(group, ids.of(group.id), suffix, said.get(group.id)) for group in drawing.layers
    )
    return f"{head}\n{groups}\n</svg>\n"


def _texts(drawing: Drawing) -> Iterator[tuple[str, int]]:
    for group in drawing.layers:
        for shape in group.shapes:
            if isinstance(shape, Text):
                yield clean(shape.text), shape.weight


def _roles(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Text):
        yield shape.role
        return
    if shape.fill:
        yield shape.fill
    if shape.stroke:
        yield shape.stroke


def _group(group: Group, name: str, suffix: str, said: Said | None) -> str:
    body = "".join(_shape(shape) for shape in group.shapes)
    if not name:
        return f"<g>{body}</g>"
    kind = f' data-kind="{said.kind}"' if said else ""
    title = f"<title>{escaped(group.title)}</title>" if group.title else ""
    text = f"<desc>{escaped(said.text)}</desc>" if said and said.text else ""
    role = ' role="graphics-symbol img"' if title else ""
    return f'<g id="{name}{suffix}"{kind}{role}>{title}{text}{body}</g>'


class Ids:
    """The ids of a picture's elements: each only once, the same for the same picture."""

    def __init__(self) -> None:
        self._used = {"chart", "chart-title", "chart-desc"}

    def of(self, name: str) -> str:
        """Return an id of letters, digits and the signs of an address; a later one gets ~2."""
        kept = "".join(c if c.isalnum() or c in "-_.~" else "-" for c in clean(name))
        if not kept:
            return ""
        free, number = kept, 2
        while free in self._used:
            free, number = f"{kept}~{number}", number + 1
        self._used.add(free)
        return free


def _paint(fill: str | None, stroke: str | None, width: float) -> str:
    if fill is None:
        return f' stroke-width="{number2(width)}" class="l s-{stroke}"'
    if stroke is None:
        return f' class="f-{fill}"'
    return f' stroke-width="{number2(width)}" class="f-{fill} s-{stroke}"'


def number2(value: float) -> str:
    """Write a number with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shape(shape: Shape) -> str:
    if isinstance(shape, Text):
        weight = _WEIGHTS.get(shape.weight, "")
        return (
            f'<text x="{number(shape.x)}" y="{number(shape.y)}" font-size="{number2(shape.size)}" '
            f'class="f-{shape.role}{weight}"{_ANCHORS[shape.anchor]}>{escaped(shape.text)}</text>'
        )
    paint = _paint(shape.fill, shape.stroke, shape.stroke_width)
    if isinstance(shape, Rect):
        radius = f' rx="{number2(shape.radius)}"' if shape.radius else ""
        return (
            f'<rect x="{number(shape.x)}" y="{number(shape.y)}" width="{number(shape.width)}" '
            f'height="{number(shape.height)}"{radius}{paint}/>'
        )
    if isinstance(shape, Circle):
        return (
            f'<circle cx="{number(shape.x)}" cy="{number(shape.y)}" '
            f'r="{number2(shape.radius)}"{paint}/>'
        )
    if isinstance(shape, Polygon):
        return f'<polygon points="{shape.points}"{paint}/>'
    return _path(shape, paint)


def _path(shape: Path, paint: str) -> str:
    dash = f' stroke-dasharray="{shape.dash}"' if shape.dash else ""
    place = ""
    if shape.at is not None:
        place = f' transform="translate({number(shape.at[0])} {number(shape.at[1])})"'
    return f'<path d="{shape.commands}"{place}{dash}{paint}/>'
