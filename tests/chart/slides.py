"""Slides read back by the rules of ISO/IEC 29500, without the program that wrote them."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
Point = tuple[float, float]


@dataclass(kw_only=True)
class Seen:
    """One shape as a reader places it; lengths in units of the drawing."""

    number: int
    name: str
    said: str
    kind: str  # the preset form, or "free"
    outline: list[Point]  # corners; of curves: their ends
    fill: str | None
    stroke: str | None
    width: float
    text: list[tuple[str, float]] = field(default_factory=list)  # lines with their size
    glue: list[tuple[str, int, int]] = field(default_factory=list)
    head: bool = False
    align: str = "l"

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs, ys = [x for x, _ in self.outline], [y for _, y in self.outline]
        return (min(xs), min(ys), max(xs), max(ys))


def slides(content: bytes, emu: float) -> Iterator[list[Seen]]:
    """Yield the shapes of each slide, those in groups too."""
    for slide in Presentation(io.BytesIO(content)).slides:
        yield [_seen(element, emu) for element in slide.shapes.element.iter(f"{P}sp", f"{P}cxnSp")]


def _seen(element: Any, emu: float) -> Seen:
    properties = element.find(f"{P}spPr")
    named = next(element.iter(f"{P}cNvPr"))
    line = properties.find(f"{A}ln")
    free = properties.find(f"{A}custGeom")
    kind = "free" if free is not None else properties.find(f"{A}prstGeom").get("prst")
    corners = _free(free) if free is not None else _preset(properties, kind)
    return Seen(
        number=int(named.get("id")), name=named.get("name"), said=named.get("descr") or "",
        kind=kind, outline=[(x / emu, y / emu) for x, y in _placed(properties, corners)],
        fill=_colour(properties), stroke=_colour(line), width=int(line.get("w", "0")) / emu,
        text=list(_lines(element, emu)), head=line.find(f"{A}tailEnd") is not None,
        glue=[
            (end, int(g.get("id")), int(g.get("idx"))) for end in ("st", "end")
            for g in element.iter(f"{A}{end}Cxn")
        ],
        align=next((p.get("algn") for p in element.iter(f"{A}pPr")), "l"),
    )  # fmt: skip


def _size(properties: Any) -> tuple[int, int]:
    ext = properties.find(f"{A}xfrm/{A}ext")
    return int(ext.get("cx")), int(ext.get("cy"))


def _preset(properties: Any, kind: str) -> list[Point]:
    """Return the corners of a preset form, as presetShapeDefinitions.xml has them."""
    w, h = _size(properties)
    guide = properties.find(f"{A}prstGeom/{A}avLst/{A}gd")
    if kind in ("line", "straightConnector1"):
        return [(0, 0), (w, h)]
    if kind == "bentConnector2":
        return [(0, 0), (w, 0), (w, h)]
    if kind == "bentConnector3":
        x = w * int(guide.get("fmla").split()[1]) / 100_000
        return [(0, 0), (x, 0), (x, h), (w, h)]
    if kind in ("diamond", "ellipse"):
        return [(w / 2, 0), (w, h / 2), (w / 2, h), (0, h / 2)]
    assert kind in ("rect", "roundRect"), kind
    return [(0, 0), (w, 0), (w, h), (0, h)]


def _free(free: Any) -> list[Point]:
    """Return where each piece of an outline ends."""
    (path,) = free.iter(f"{A}path")
    ends = [list(step.iter(f"{A}pt"))[-1:] for step in path]
    return [(int(p.get("x")), int(p.get("y"))) for end in ends for p in end]


def _placed(properties: Any, corners: list[Point]) -> Iterator[Point]:
    """Flip, turn and move: ISO/IEC 29500-1, 20.1.7.6."""
    frame, (w, h) = properties.find(f"{A}xfrm"), _size(properties)
    off = frame.find(f"{A}off")
    angle = math.radians(int(frame.get("rot", "0")) / 60_000)
    for x, y in corners:
        x, y = x - w / 2, y - h / 2
        x = -x if frame.get("flipH") == "1" else x
        y = -y if frame.get("flipV") == "1" else y
        turned = (x * math.cos(angle) - y * math.sin(angle),
                  x * math.sin(angle) + y * math.cos(angle))  # fmt: skip
        yield (turned[0] + w / 2 + int(off.get("x")), turned[1] + h / 2 + int(off.get("y")))


def _colour(element: Any) -> str | None:
    found = element.find(f"{A}solidFill/{A}srgbClr")
    return None if found is None else str(found.get("val"))


def _lines(element: Any, emu: float) -> Iterator[tuple[str, float]]:
    for run in element.iter(f"{A}r"):
        size = int(run.find(f"{A}rPr").get("sz")) / 100 * 12_700 / emu
        yield str(run.find(f"{A}t").text or ""), size
