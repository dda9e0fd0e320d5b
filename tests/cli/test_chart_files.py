"""The command chart writes the format that the file's name asks for, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation
from pypdf import PdfReader

from outsidein.cli import main
from outsidein.cli.picture_files import ENDINGS

BEGINS = {".svg": b"<svg", ".png": b"\x89PNG", ".pdf": b"%PDF", ".html": b"<!doctype html>",
          ".pptx": b"PK"}  # fmt: skip
SHOP = "process: Shop\nsteps:\n  - one: {do: One}\n  - two: {do: Two}\n"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A document of two steps in a folder of its own."""
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP)
    return file


def chart(model: Path, output: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["chart", str(model), "-o", str(output), *more])


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("more", [(), ("--dark",)])
def test_the_ending_says_the_format(ending: str, more: tuple[str, ...], model: Path) -> None:
    """Each ending, in any case, gives a file of its kind."""
    for name in (f"shop{ending}", f"LOUD{ending.upper()}"):
        done = chart(model, model.parent / name, *more)
        assert (done.exit_code, done.stderr) == (0, "")
        assert (model.parent / name).read_bytes().startswith(BEGINS[ending])


@pytest.mark.parametrize("name", ["shop.jpg", "shop", "shop.svg.gz"])
def test_an_unknown_ending_is_wrong_usage(name: str, model: Path) -> None:
    """One line names the endings there are; nothing is written."""
    done = chart(model, model.parent / name)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert all(ending in done.stderr for ending in ENDINGS)
    assert not (model.parent / name).exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_that_is_not_there_or_in_the_way_is_a_fault(ending: str, model: Path) -> None:
    """Neither a missing folder nor one with the file's name ends in a traceback."""
    in_the_way = model.parent / f"folder{ending}"
    in_the_way.mkdir()
    for output in (in_the_way, model.parent / "none" / f"shop{ending}"):
        done = chart(model, output)
        assert done.exit_code == 1
        assert "unwritable" in done.stderr


@pytest.mark.parametrize("extra", ["pdf", "pptx"])
def test_a_missing_extra_is_a_fault_with_the_line_that_installs_it(
    extra: str, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its package the format is refused, and what was there before stays."""

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("outsidein.chart.outputs.extras.import_module", absent)
    old = model.parent / f"shop.{extra}"
    old.write_bytes(b"old")
    done = chart(model, old)
    assert done.exit_code == 1
    assert f"pip install 'outsidein[{extra}]'" in done.stderr
    assert old.read_bytes() == b"old"


def test_a_character_in_no_font_is_named_and_the_file_written(model: Path) -> None:
    """An empty box in the picture never comes unsaid; an SVG leaves it to the reader's fonts."""
    model.write_text(SHOP.replace("One", '"\\U000f0123"'))
    for ending, codes in ((".png", ["no-glyph"]), (".pdf", ["no-glyph"]), (".svg", [])):
        done = chart(model, model.parent / f"shop{ending}")
        assert done.exit_code == 0
        assert [line.rpartition("[")[2].rstrip("]") for line in done.stderr.splitlines()] == codes


def test_zoom_is_pixels_a_unit(model: Path) -> None:
    """Twice the zoom is twice the width; a zoom beyond sense is wrong usage."""
    widths = []
    for zoom in ("1", "2"):
        chart(model, model.parent / "shop.png", "--zoom", zoom)
        widths.append(int.from_bytes((model.parent / "shop.png").read_bytes()[16:20]))
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)
    assert chart(model, model.parent / "shop.png", "--zoom", "1000").exit_code == 2


def test_several_views_go_into_one_file_where_it_has_room(model: Path) -> None:
    """A page has a switch, a PDF a page a view; a picture alone has room for one."""
    more = ("--also", "company", "--also", "journey", "--also", "company")
    page, printed = model.parent / "shop.html", model.parent / "shop.pdf"
    assert chart(model, page, *more).exit_code == 0
    assert page.read_text().count('type="radio"') == 3
    assert chart(model, printed, *more).exit_code == 0
    assert len(PdfReader(printed).pages) == 3
    slides = model.parent / "shop.pptx"
    assert chart(model, slides, *more).exit_code == 0
    assert len(Presentation(str(slides)).slides) == 3
    refused = chart(model, model.parent / "shop.svg", *more)
    assert refused.exit_code == 1
    assert "one-view" in refused.stderr
