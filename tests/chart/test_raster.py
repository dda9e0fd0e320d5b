"""The picture as PNG: every text is really painted, in the font that measured it."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from chart.pixels import Pixels
from outsidein.chart import Figures, Picture, draw
from outsidein.chart.drawing import Text
from outsidein.chart.fonts import font_file, text_width
from outsidein.chart.palette import COLOURS
from outsidein.chart.raster import unseen
from outsidein.document import read_text
from outsidein.errors import OutsideInError

SHOP = """
process: Buy a book
channels: {web: self, phone: live}
organisation: {Web shop: {kind: system}, Call centre: {people: 3, open: Mon-Fri 09:00-17:00}}
steps:
  - phase: Choose
  - find:  {do: Find a book, with: Web shop, via: web, own: 4 min, fails: [8% found nothing]}
  - sure:  {choose: Is it the right one, go: [80% yes -> buy, no -> ask]}
  - ask:
      {do: Ask, with: Call centre, via: phone, takes: 6 min, patience: 3 min -> lost, next: buy}
  - phase: Buy
  - buy:   {do: Buy it, with: Web shop, via: web}
  - done:  {end: Has the book, outcome: served}
  - lost:  {end: Went elsewhere, outcome: lost}
"""


def test_every_text_is_painted() -> None:
    """At each text of the drawing there are pixels of its own colour, mixed at most by half."""
    figures = Figures(customers=1000, title="Eight of ten buy", outcomes={"well": 0.8, "lost": 0.2})
    picture = draw(read_text(SHOP), figures=figures)
    pixels = Pixels(picture.png(zoom=1.5))
    texts = [s for group in picture.drawing.layers for s in group.shapes if isinstance(s, Text)]
    assert len(texts) > 30
    for text in texts:
        width = text_width(text.text, text.size, text.weight)
        left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
        box = tuple(1.5 * v for v in (left, text.y - 0.75 * text.size, left + width, text.y))
        wanted = bytes.fromhex(COLOURS[text.role][0][1:])
        nearest = min(
            max(abs(a - b) for a, b in zip(c, wanted, strict=True)) for c in pixels.colours(*box)
        )
        assert nearest < 80, f"{text.text!r} at {text.x}, {text.y} is not painted"


def test_text_widths_are_those_of_the_font() -> None:
    """The width of a line is the sum of its glyphs' advances, in units of the type size."""
    with TTFont(font_file(500)) as font:
        advances, names = font["hmtx"].metrics, font.getBestCmap()
        expected = sum(advances[names[ord(c)]][0] for c in "Call centre") / font["head"].unitsPerEm
    assert text_width("Call centre", 12.5, 500) == pytest.approx(12.5 * expected)


def test_a_text_the_font_lacks_is_still_given_room() -> None:
    """A name in another script is drawn with a system font and counted a full em a character."""
    assert text_width("日本", 10) == 20
    drawing = draw(read_text(SHOP.replace("Find a book", "本を探す"))).drawing
    assert drawing.nodes["find"].right - drawing.nodes["find"].left == 96


def test_characters_that_no_font_here_has_are_named() -> None:
    """What the picture's font has is never asked for; what none has is said, each once."""
    assert unseen("Plain, Ångström ≤ 5 €") == ""
    picture = draw(read_text(SHOP.replace("Find a book", "Find \U000f0123\U000f0123")))
    assert picture.unseen() == "\U000f0123"


def test_a_picture_too_large_for_the_memory_is_a_fault() -> None:
    """More than 200 million pixels are refused before anything is painted."""
    drawing = draw(read_text(SHOP)).drawing
    drawing.width = 1e6
    with pytest.raises(OutsideInError, match="too-many-pixels"):
        Picture(drawing=drawing).png()
