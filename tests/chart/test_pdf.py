"""The picture as PDF: every label is text, in the picture's font, and is seen in its place."""

from __future__ import annotations

import builtins
import io
from typing import Any

import numpy as np
import pypdfium2
import pytest
from pypdf import PdfReader

from chart.figured import SHOPPER
from chart.test_golden import FILES
from outsidein.chart import Picture, draw
from outsidein.chart.drawing import Text
from outsidein.chart.fonts import text_width
from outsidein.chart.outputs.pdf import pdf
from outsidein.chart.palette import COLOURS
from outsidein.document import read, read_text
from outsidein.errors import OutsideInError
from outsidein.model.process import Process

POINTS_A_UNIT = 0.25 / 25.4 * 72
ZOOM = 1.5  # pixels a unit
GOLDEN = [("shopper", "departments"), ("hospital", "company"), ("order", "departments")]


def picture(name: str, view: str) -> Picture:
    """Draw one of the documents of the reviewed pictures."""
    return draw(read(FILES[name]), view, SHOPPER if name == "shopper" else None)  # type: ignore[arg-type]


def texts(drawn: Picture) -> list[Text]:
    """Return every text of a picture."""
    return [s for group in drawn.drawing.layers for s in group.shapes if isinstance(s, Text)]


def unpainted(drawn: Picture, content: bytes, *, dark: bool = False) -> list[str]:
    """Return the texts at whose place no pixel comes near their colour."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[0].render(scale=ZOOM / POINTS_A_UNIT).to_numpy()[:, :, 2::-1]
    missing = []
    for text in texts(drawn):
        width = text_width(text.text, text.size, text.weight)
        left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
        box = [left, left + width, text.y - 0.75 * text.size, text.y]
        x0, x1, y0, y1 = (int(ZOOM * v) for v in box)
        wanted = np.frombuffer(bytes.fromhex(COLOURS[text.role][dark][1:]), np.uint8)
        there = page[y0 : y1 + 1, x0 : x1 + 1].astype(int)
        if np.abs(there - wanted).max(axis=2).min() >= 90:
            missing.append(text.text)
    return missing


@pytest.mark.parametrize(("name", "view"), GOLDEN)
def test_every_label_is_text_and_is_painted(name: str, view: str) -> None:
    """Read back, the page holds every label; painted, every label has pixels of its colour."""
    drawn = picture(name, view)
    content = drawn.pdf()
    reader = PdfReader(io.BytesIO(content))
    read_back = "".join(reader.pages[0].extract_text().split())
    assert [t.text for t in texts(drawn) if "".join(t.text.split()) not in read_back] == []
    assert len(texts(drawn)) > 60
    assert unpainted(drawn, content) == []
    assert reader.metadata is not None
    assert reader.metadata.title == drawn.title


def test_the_fonts_are_in_the_file_and_nothing_is_a_picture_of_pixels() -> None:
    """A printer needs no font of ours, and lines stay lines at any size."""
    page = PdfReader(io.BytesIO(picture("claim", "company").pdf())).pages[0]
    fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    assert {"Roboto-Regular", "Roboto-Bold"} <= names
    assert all(name.startswith("Roboto") for name in names)
    assert list(page.images) == []


def test_a_page_has_the_picture_s_size_and_each_picture_a_page() -> None:
    """Four units are a millimetre: a picture 1,680 wide is printed on A3."""
    drawings = [picture("claim", view).drawing for view in ("departments", "company")]
    pages = PdfReader(io.BytesIO(pdf(drawings))).pages
    for page, drawing in zip(pages, drawings, strict=True):
        assert float(page.mediabox.width) == pytest.approx(drawing.width * POINTS_A_UNIT, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(drawing.height * POINTS_A_UNIT, abs=0.1)


def test_dark_is_dark() -> None:
    """Asked for dark colours, the page has them, and every label is seen on them."""
    drawn = picture("claim", "company")
    assert unpainted(drawn, drawn.pdf(dark=True), dark=True) == []


def test_the_same_picture_gives_the_same_bytes() -> None:
    """A file under version control changes only with its picture."""
    drawn = draw(Process(name="Nothing"))
    assert drawn.pdf() == drawn.pdf()


def test_names_that_are_code_stay_text() -> None:
    """What means something to the typesetter is printed as it was written."""
    names = ['#panic("x")', "$x$ *b* _i_", "`raw` // no", "@ref <lab> \\u{41}"]
    steps = "".join(f"  - s{k}: {{do: '{name}'}}\n" for k, name in enumerate(names))
    content = draw(read_text(f"process: '#eval(1)'\nsteps:\n{steps}")).pdf()
    read_back = "".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    assert [n for n in [*names, "#eval(1)"] if "".join(n.split()) not in read_back] == []


def test_without_typst_the_fault_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it is first installed names the line that adds PDF."""
    real = builtins.__import__

    def importing(name: str, *args: Any, **words: Any) -> Any:
        if name.partition(".")[0] == "typst":
            raise ImportError(name)
        return real(name, *args, **words)

    monkeypatch.setattr("outsidein.chart.outputs.extras.import_module", importing)
    with pytest.raises(OutsideInError) as caught:
        draw(Process(name="Nothing")).pdf()
    assert caught.value.faults[0].hint == "pip install 'outsidein[pdf]'"


def test_very_long_pictures_stay_within_what_readers_of_pdf_know() -> None:
    """A picture of 30,000 units is printed smaller, on a page of five metres."""
    drawing = draw(Process(name="Nothing")).drawing
    drawing.width = 30_000
    page = PdfReader(io.BytesIO(pdf([drawing]))).pages[0]
    assert float(page.mediabox.width) == pytest.approx(5_000 / 25.4 * 72, abs=0.1)
