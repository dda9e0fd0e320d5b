"""Flows on a slide: connectors that hold on to their steps, as far as PowerPoint's forms go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from outsidein.chart.drawing import Box, Line, Point
from outsidein.chart.outputs.shapes import Ink, Named, connector

NEAR = 2.0  # of an edge, in units
# The sites where a connector holds on (ECMA-376, presetShapeDefinitions.xml): top, left, bottom,
# right.
SITES = {"ellipse": (0, 2, 4, 6)}
OF_OTHERS = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A shape that a connector may hold on to."""

    number: int
    form: str
    box: Box


def flow(named: Named, line: Line, ink: Ink, held: Mapping[str, Held]) -> str | None:
    """Return the connector of a line; None if it bends more often than a connector can."""
    points = line.points
    ends = (points[0], points[-1])
    glue = tuple(_glue(line, held))
    ink = replace(ink, fill=None)
    match points:
        case (a, b):
            form = "straightConnector1"
            return connector(named, form, (a, b), ink, glue=glue)
        case (a, b, _):
            upright = _upright(a, b)
            return connector(named, "bentConnector2", ends, ink, quarter=upright, glue=glue)
        case (a, b, _, d):
            upright = _upright(a, b)
            whole = d[1] - a[1] if upright else d[0] - a[0]
            part = b[1] - a[1] if upright else b[0] - a[0]
            if abs(whole) < 1:
                return None
            return connector(
                named, "bentConnector3", ends, ink, quarter=upright, adjust=part / whole, glue=glue
            )
    return None


def _upright(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < abs(a[1] - b[1])


def _glue(line: Line, held: Mapping[str, Held]) -> Iterator[tuple[str, int, int]]:
    for end, name, point in (
        ("st", line.source, line.points[0]),
        ("end", line.target, line.points[-1]),
    ):
        if name in held and (site := _site(held[name], point)) is not None:
            yield end, held[name].number, site


def _site(held: Held, point: Point) -> int | None:
    box, (x, y) = held.box, point
    if not (box.left - NEAR <= x <= box.right + NEAR and box.top - NEAR <= y <= box.bottom + NEAR):
        return None
    away = [abs(y - box.top), abs(x - box.left), abs(y - box.bottom), abs(x - box.right)]
    nearest = min(range(4), key=lambda k: away[k])
    return SITES.get(held.form, OF_OTHERS)[nearest] if away[nearest] <= NEAR else None
