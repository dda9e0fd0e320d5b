"""Whole pictures: safe, accessible, deterministic, and everything in them painted."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from outsidein.chart import draw
from outsidein.document import read_text
from outsidein.model.process import Process

BARE = "process: Ten steps\nsteps:\n" + "".join(
    f"  - step-{k}: {{do: Step number {k}}}\n" for k in range(1, 11)
)
SCRIPT = """
process: "<script>alert('a')</script>"
steps:
  - one: {do: "<script>alert(1)</script>"}
  - two: {do: "Say \\"hello\\" & go"}
"""


def test_ten_bare_steps_are_drawn() -> None:
    """A list of steps without numbers, parts and ends has a picture with every step in it."""
    drawing = draw(read_text(BARE)).drawing
    assert {f"step-{k}" for k in range(1, 11)} <= set(drawing.nodes)
    lefts = [drawing.nodes[f"step-{k}"].left for k in range(1, 11)]
    assert lefts == sorted(lefts)


def test_a_process_without_steps_is_drawn() -> None:
    """Not even an empty process is refused."""
    assert "<svg" in draw(Process(name="Nothing")).svg()


@pytest.mark.parametrize("view", ["departments", "company"])
def test_markup_in_names_is_inert(view: str) -> None:
    """A step named <script> is text: the picture has no such element and stays well-formed."""
    text = draw(read_text(SCRIPT), view).svg()  # type: ignore[arg-type]
    root = ET.fromstring(text)
    names = {element.tag.split("}")[1] for element in root.iter()}
    assert names <= {
        "svg",
        "title",
        "desc",
        "style",
        "g",
        "rect",
        "circle",
        "path",
        "polygon",
        "text",
    }
    assert "&lt;script&gt;" in text


def test_the_same_process_gives_the_same_picture() -> None:
    """Drawing twice gives the same bytes."""
    process = read_text(BARE)
    assert draw(process).svg() == draw(process).svg()
    assert draw(process).png() == draw(process).png()


def test_a_picture_says_what_it_is() -> None:
    """The picture is an image with a name and a description for those who cannot see it."""
    root = ET.fromstring(draw(read_text(BARE)).svg("-1"))
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert root.get("role") == "graphics-document document"
    assert root.get("aria-labelledby") == "chart-1-title"
    assert root.get("aria-describedby") == "chart-1-desc"
    assert ids["chart-1-title"] == "Ten steps"
    assert "step-1-1" in ids
