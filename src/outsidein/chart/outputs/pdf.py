"""A picture as PDF, set by typst: lines as lines, text as text in the picture's font."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from outsidein.chart.drawing import Drawing, Group, Text
from outsidein.chart.fonts import font_file
from outsidein.chart.outputs.extras import needed
from outsidein.chart.outputs.sheets import sheets
from outsidein.chart.palette import COLOURS
from outsidein.chart.svg import svg
from outsidein.chart.wording import clean

UNIT_MM = 0.25  # a picture 1,680 units wide fills an A3 page
MOST_MM = 5_000.0  # of one side: PDF readers know no longer page than 5,080 mm


def pdf(drawings: Sequence[Drawing], *, dark: bool = False) -> bytes:
    """Return drawings as PDF, a page each in the size of its drawing (1 unit = 0.25 mm).

    A drawing of several bands has a page a band.

    Characters that the picture's font lacks are taken from the fonts of this computer. Raises
    OutsideInError where typst is not installed.
    """
    typst: Any = needed("typst", "pdf")
    drawings = sheets(drawings)
    given = {
        "title": clean(drawings[0].title) or "Process",
        "pages": json.dumps([_page(drawing, dark=dark) for drawing in drawings]),
    }
    template = files("outsidein.chart.outputs").joinpath("pages.typ").read_bytes()
    made: bytes = typst.compile(
        template, sys_inputs=given, font_paths=[str(Path(font_file(400)).parent)]
    )
    return made


def _page(drawing: Drawing, *, dark: bool) -> dict[str, Any]:
    unit = min(UNIT_MM, MOST_MM / max(drawing.width, drawing.height))
    shapes = replace(
        drawing,
        layers=[
            Group(shapes=tuple(s for s in group.shapes if not isinstance(s, Text)))
            for group in drawing.layers
        ],
    )
    return {
        "width": drawing.width, "height": drawing.height, "unit": unit,
        "said": f"{clean(drawing.title)}. {clean(drawing.description)}",
        "shapes": svg(shapes, fonts=False, theme="dark" if dark else "light"),
        "texts": [
            _text(shape, dark=dark) for group in drawing.layers for shape in group.shapes
            if isinstance(shape, Text)
        ],
    }  # fmt: skip


def _text(text: Text, *, dark: bool) -> dict[str, Any]:
    weight = 700 if text.weight == 600 else text.weight  # as the picture's own style sheet
    colour = COLOURS[text.role][dark]
    return asdict(text) | {"text": clean(text.text), "weight": weight, "colour": colour}
