"""A picture as slides of shapes that can be moved, written in and connected anew."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from lxml import etree

from outsidein.chart.drawing import Drawing
from outsidein.chart.outputs.extras import needed
from outsidein.chart.outputs.sheets import sheets
from outsidein.chart.outputs.slide import Slide
from outsidein.chart.palette import COLOURS
from outsidein.chart.wording import clean

UNIT_EMU = 9_000  # 0.25 mm, as on paper
LEAST_EMU, MOST_EMU = 914_400, 51_206_400  # of a side: 1 and 56 inches, PowerPoint's limits


def pptx(drawings: Sequence[Drawing], *, dark: bool = False) -> bytes:
    """Return drawings as a presentation, a slide each; slides have the size of the largest.

    A drawing of several bands has a slide a band.

    Nodes are shapes with their text, flows of up to two bends are connectors glued to them.
    Raises OutsideInError where python-pptx is not installed.
    """
    library: Any = needed("pptx", "pptx")
    drawings = sheets(drawings)
    colour: Any = needed("pptx.dml.color", "pptx").RGBColor
    width = max(drawing.width for drawing in drawings)
    height = max(drawing.height for drawing in drawings)
    emu = min(UNIT_EMU, MOST_EMU / max(width, height))
    file = library.Presentation()
    file.slide_width, file.slide_height = (
        max(LEAST_EMU, round(length * emu)) for length in (width, height)
    )
    file.core_properties.title = clean(drawings[0].title)
    file.core_properties.author = ""
    for drawing in drawings:
        slide = file.slides.add_slide(file.slide_layouts[6])  # the blank one
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = colour.from_string(COLOURS["paper"][dark][1:])
        for text in Slide(drawing, emu, dark=dark).xml():
            slide.shapes.element.append(etree.fromstring(text))
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()
