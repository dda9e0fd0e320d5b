"""A long picture on paper and on slides: a sheet a band, and nothing gets lost between them."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from pypdf import PdfReader

from chart.slides import slides
from chart.test_golden import FILES
from outsidein.chart import Picture, draw
from outsidein.chart.drawing import Drawing, Path, Polygon, Text
from outsidein.chart.outputs.outline import extent, outline
from outsidein.chart.outputs.pptx import UNIT_EMU
from outsidein.chart.outputs.sheets import sheets
from outsidein.chart.outputs.stops import stops
from outsidein.chart.wording import clean
from outsidein.document import read


@pytest.fixture(scope="module")
def long() -> Picture:
    """A process in three bands."""
    picture = draw(read(FILES["order"]), fit="a3")
    assert len(picture.drawing.bands) == 3
    return picture


def texts(drawing: Drawing) -> Counter[str]:
    """Return how often each text stands in a drawing."""
    return Counter(
        clean(shape.text) for group in drawing.layers for shape in group.shapes
        if isinstance(shape, Text)
    )  # fmt: skip


def test_every_text_stands_on_one_sheet_and_the_title_on_each(long: Picture) -> None:
    """What was drawn once is drawn once, on a sheet of the one size, within its edges."""
    made = sheets([long.drawing])
    assert len(made) == 3
    head = {
        clean(long.drawing.title),
        next(t for t in texts(long.drawing) if t.startswith("today")),
    }
    for text, count in texts(long.drawing).items():
        assert sum(texts(sheet)[text] for sheet in made) == (3 if text in head else count), text
    assert len({sheet.height for sheet in made}) == 1
    for sheet in made:
        for group in sheet.layers:
            for shape in group.shapes:
                if isinstance(shape, Text):
                    assert 0 < shape.y < sheet.height
                elif isinstance(shape, Path | Polygon):
                    box = extent(outline(shape))
                    assert -1 < box.top <= box.bottom < sheet.height


def test_nodes_and_lines_move_with_their_shapes(long: Picture) -> None:
    """Boxes that a program asks for are where the shapes are."""
    for sheet in sheets([long.drawing]):
        for one, box in sheet.nodes.items():
            group = next((group for group in sheet.layers if group.id == one), None)
            if group is not None and sheet.kinds.get(one) in ("half", "step", "back"):
                rect = group.shapes[0]
                assert rect.y == pytest.approx(box.top)  # type: ignore[union-attr]
        for line in sheet.lines:
            assert all(0 < y < sheet.height for _, y in line.points)
    found = [one for sheet in sheets([long.drawing]) for one in sheet.nodes]
    assert sorted(found) == sorted(long.drawing.nodes)


def test_a_page_and_a_slide_a_band(long: Picture) -> None:
    """PDF and PPTX hold three sheets, the lanes named on each."""
    pages = PdfReader(io.BytesIO(long.pdf())).pages
    assert len(pages) == 3
    made = list(slides(long.pptx(), UNIT_EMU))
    assert len(made) == 3
    for page, slide in zip(pages, made, strict=True):
        said = {line for one in slide for line, _ in one.text}
        assert {"Approver", "Warehouse", "Order a product"} <= said
        assert "Warehouse" in page.extract_text()


def test_a_picture_of_one_band_is_its_own_sheet() -> None:
    """Nothing is cut that needs no cutting."""
    drawing = draw(read(FILES["claim"])).drawing
    assert sheets([drawing]) == [drawing]


def test_the_walk_goes_on_in_the_next_band(long: Picture) -> None:
    """A tag at the edge is passed: the step after the last of a band is the first of the next."""
    walk = {one.id: one for one in stops(long.drawing)}
    assert not [one for one in walk if one.startswith("~")]
    assert walk["confirm"].after[0].to == "credit"
    assert "swap" in [way.to for way in walk["keep"].after]
    assert walk["receive"].after[0].to == "keep"
    order = list(walk)
    assert order.index("place") < order.index("credit") < order.index("send-back")
