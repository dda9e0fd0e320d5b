"""The commands read a drawing as they read a document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpmn.made import bpmn, pool
from outsidein.cli import main
from outsidein.inputs import open_model, read

HERE = Path(__file__).parent / "documents"


@pytest.fixture
def dinner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a drawing in it."""
    monkeypatch.chdir(tmp_path)
    file = bpmn(
        pool("Guest", "start in; task order; task eat; end done",
             "in > order; order > eat; eat > done"),
        pool("Cook", "start asked message; task cook; end cooked message",
             "asked > cook; cook > cooked"),
        messages="order > asked; cooked > eat",
    )  # fmt: skip
    file.save("dinner.bpmn")
    return tmp_path / "dinner.bpmn"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_check_tells_every_fault_at_its_line(dinner: Path) -> None:
    """Missing numbers stand at the line of their step; none is filled in."""
    result = call("check", "dinner.bpmn")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert all(re.match(r"dinner\.bpmn:\d+ ", line) for line in lines)
    assert {line.rpartition(" ")[2] for line in lines} == {"[missing-number]"}
    result = call("check", str(HERE / "everything.bpmn"))
    at = {f.rpartition(" [")[2]: f.partition(" ")[0].rpartition(":")[2] for f in
          result.output.splitlines()}  # fmt: skip
    assert at["not-understood]"] == "15"


def test_chart_and_study_draw_it(dinner: Path) -> None:
    """A drawing without numbers is drawn again, with the customer on top, and the gaps listed."""
    assert call("chart", "dinner.bpmn").exit_code == 0
    assert "Guest" in Path("dinner.svg").read_text()
    result = call("study", "dinner.bpmn")
    assert result.exit_code == 0, result.output
    assert "numbers are missing" in result.output
    assert Path("dinner.html").exists()


def test_a_drawing_becomes_a_document(dinner: Path) -> None:
    """The document says the same process."""
    result = call("convert", "dinner.bpmn", "dinner.yaml")
    assert result.exit_code == 0, result.output
    assert read("dinner.yaml") == read("dinner.bpmn")


def test_a_document_becomes_a_drawing_and_comes_back(dinner: Path) -> None:
    """Written as BPMN and read again, it is the same process, numbers and all."""
    assert call("new", "shop.yaml").exit_code == 0
    result = call("convert", "shop.yaml", "shop.bpmn")
    assert result.exit_code == 0, result.output
    assert read("shop.bpmn") == read("shop.yaml")
    assert call("check", "shop.bpmn").exit_code == 0


def test_a_drawing_stays_the_same_file(dinner: Path) -> None:
    """From .bpmn to .bpmn not a byte changes, and what is not understood is told."""
    assert call("convert", "dinner.bpmn", "copy.bpmn").exit_code == 0
    assert Path("copy.bpmn").read_bytes() == dinner.read_bytes()
    result = call("convert", str(HERE / "everything.bpmn"), "all.bpmn")
    assert "[not-understood]" in result.output


def test_the_customer_is_said_with_an_option(dinner: Path) -> None:
    """The one who is named becomes the customer; a wrong name is a fault with candidates."""
    assert call("convert", "dinner.bpmn", "cook.yaml", "--customer", "Cook").exit_code == 0
    assert [c.name for c in read("cook.yaml").customers] == ["Cook"]
    assert call("chart", "dinner.bpmn", "--customer", "cook").exit_code == 0
    result = call("check", "dinner.bpmn", "--customer", "Coook")
    assert result.exit_code == 1
    assert 'did you mean "Cook"' in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<!DOCTYPE x><x/>", "[doctype]"), ("<x/>", "[not-bpmn]"), ("<x", "[not-xml]"),
        ("once", "[not-xml]"),
    ],
)  # fmt: skip
def test_what_cannot_be_parsed_is_one_line(dinner: Path, content: str, said: str) -> None:
    """Exit 2, one line with place and reason, and no traceback."""
    dinner.write_text(content)
    result = call("check", "dinner.bpmn")
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
    assert result.output.rstrip().endswith(said)


def test_a_place_in_a_drawing_is_its_line(dinner: Path) -> None:
    """An address leads to the line of its step, and any other to the first line."""
    document = open_model(HERE / "everything.bpmn")
    assert document.place("ask.own").endswith("everything.bpmn:27")
    assert document.place("arrivals.rate").endswith("everything.bpmn:1")
