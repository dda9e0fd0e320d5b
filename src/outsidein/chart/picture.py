"""Draw a process: the one function most users need."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from outsidein.chart.breaks import MOST, Fit
from outsidein.chart.chart import ViewKind
from outsidein.chart.drawing import Drawing, Text
from outsidein.chart.figures import Figures
from outsidein.chart.heat import Heat, HeatOverlay
from outsidein.chart.layout import columns, layout
from outsidein.chart.pages import layout_bands
from outsidein.chart.palette import Theme
from outsidein.chart.phase import layout_phase
from outsidein.chart.raster import png, unseen
from outsidein.chart.svg import svg
from outsidein.chart.view import view as view_of
from outsidein.chart.vision import as_vision, part_named
from outsidein.chart.wording import clean
from outsidein.model.process import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn process: as SVG, PNG or PDF, or as a drawing with every place."""

    drawing: Drawing

    @property
    def title(self) -> str:
        """The picture's title: its finding, if figures gave one."""
        return self.drawing.title

    def svg(self, suffix: str = "", *, fonts: bool = True, theme: Theme = "both") -> str:
        """Return the picture as SVG; ``suffix`` keeps ids apart when a page holds several."""
        return svg(self.drawing, suffix, fonts=fonts, theme=theme)

    def _repr_svg_(self) -> str:
        # A notebook may hold several pictures: each keeps its ids and rules to itself.
        own = zlib.crc32(self.svg(fonts=False).encode())
        return self.svg(suffix=f"-{own:08x}")

    def png(self, zoom: float = 1.5, *, dark: bool = False) -> bytes:
        """Return the picture as PNG, ``zoom`` pixels a unit.

        Raises OutsideInError if it would have more than 200 million pixels.
        """
        text = svg(self.drawing, fonts=False, theme="dark" if dark else "light")
        size = (self.drawing.width, self.drawing.height)
        return png(text, zoom=zoom, texts="".join(self.texts()), size=size)

    def pdf(self, *, dark: bool = False) -> bytes:
        """Return the picture as PDF on a page of its own size, 0.25 mm a unit.

        Raises OutsideInError where the extra `pdf` is not installed.
        """
        from outsidein.chart.outputs.pdf import pdf

        return pdf([self.drawing], dark=dark)

    def html(self, name: str = "", *, dark: bool = False) -> str:
        """Return a page to explore the picture: pan, zoom, search, walk; one file, no network."""
        from outsidein.chart.outputs.html import Shown, html

        return html([Shown(name=name, drawing=self.drawing)], dark=dark)

    def pptx(self, *, dark: bool = False) -> bytes:
        """Return the picture as a slide of shapes that can be edited.

        Raises OutsideInError where the extra `pptx` is not installed.
        """
        from outsidein.chart.outputs.pptx import pptx

        return pptx([self.drawing], dark=dark)

    def texts(self) -> Iterator[str]:
        """Yield every text of the picture as it is drawn."""
        for group in self.drawing.layers:
            for shape in group.shapes:
                if isinstance(shape, Text):
                    yield clean(shape.text)

    def unseen(self) -> str:
        """Return the characters that no font here has: in a PNG or PDF they are empty boxes."""
        return unseen("".join(self.texts()))


def draw(
    process: Process, view: ViewKind = "departments", figures: Figures | None = None,
    behind: bool = False, *, bands: bool = False, fit: Fit = "whole", heat: Heat | None = None,
    phase: str | None = None, part: str | None = None,
) -> Picture:  # fmt: skip
    """Draw a process with the customer on top; any process that reads can be drawn.

    ``view``: the departments behind each encounter, or the company as one · ``figures``: what a
    simulation adds · ``behind``: in the company view, also the row of hidden work · ``bands``:
    the parts in LOVEM's order (front line, back, partners, systems) instead of the document's ·
    ``fit``: in one band (whole), or in bands that fit a page (a3, a2) or a screen (laptop) ·
    ``heat``: a measure in five shades, failures and waits hidden below it · ``phase``: that phase
    alone, with an overview of the whole above it · ``part``: in the departments view, the line of
    vision of this part, by name or id.
    """
    departments = view_of(process, "departments", figures, bands=bands)
    company = view_of(process, "company", figures)
    shown = departments
    if view == "company":
        shown = view_of(process, "company", figures, behind=True) if behind else company
    elif view != "departments":
        shown = view_of(process, view, figures)
    elif part is not None:
        shown = as_vision(departments, process, part_named(process, part))
    others = [company]
    if view != "journey" and shown not in (departments, company):
        others.append(shown)
    made = columns(departments, *others)
    overlay = HeatOverlay(heat=heat) if heat is not None else None
    if phase is not None:
        return Picture(drawing=layout_phase(shown, departments, made, figures, phase, overlay))
    if fit != "whole":
        return Picture(drawing=layout_bands(shown, departments, made, figures, MOST[fit], overlay))
    return Picture(drawing=layout(shown, made, figures, overlay))
