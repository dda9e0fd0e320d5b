"""Further views of every document, reviewed by eye; `pytest --update-golden` rewrites them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from chart.faults import faults
from chart.figured import SHOPPER
from chart.test_golden import DOCUMENTS, EXAMPLES, PICTURES
from chart.test_golden import FILES as REVIEWED
from outsidein.chart import draw
from outsidein.chart.answers import Answers, read_answers
from outsidein.document import read

FILES = {file.stem: file for file in sorted(EXAMPLES.glob("*/*.yaml"))} | {
    name if file.parent != DOCUMENTS or name != "claim" else "claim-document": file
    for name, file in REVIEWED.items()
}
FURTHER = [name for name, file in FILES.items() if file not in REVIEWED.values()]


@pytest.mark.parametrize("name", ["blueprint", "journey", "vision"])
def test_pictures_in_the_guide_are_current(name: str, request: pytest.FixtureRequest) -> None:
    """The guide shows the shopper's process as it is drawn now, with its made-up figures."""
    process = read(FILES["shopper"])
    figures = replace(SHOPPER, answers=read_answers(DOCUMENTS / "answers.csv", process))
    if name == "vision":
        picture = draw(process, figures=figures, part="Billing")
    else:
        picture = draw(process, name, figures)  # type: ignore[arg-type]
    file = PICTURES / f"shopper-{name}.svg"
    if request.config.getoption("--update-golden"):
        file.write_text(picture.svg(), encoding="utf-8")
    shown = re.sub(r"@font-face\{[^}]*\}", "", file.read_text(encoding="utf-8"))
    assert shown == picture.svg(fonts=False)


@pytest.mark.parametrize("view", ["departments", "company"])
@pytest.mark.parametrize("name", FURTHER)
def test_further_examples_are_as_reviewed(
    name: str, view: str, golden: Callable[[str, str], None]
) -> None:
    """The views that the documents reviewed elsewhere have, for the examples that are not."""
    picture = draw(read(FILES[name]), view)  # type: ignore[arg-type]
    assert faults(picture.drawing) == []
    own = f"{name}-example" if name in REVIEWED else name
    golden(f"chart/{own}-{view}.svg", picture.svg(fonts=False))


@pytest.mark.parametrize("view", ["blueprint", "journey"])
@pytest.mark.parametrize("name", FILES)
def test_views_are_as_reviewed(name: str, view: str, golden: Callable[[str, str], None]) -> None:
    """Each document's blueprint and journey are those that were looked at, without a fault."""
    process = read(FILES[name])
    answers = read_answers(DOCUMENTS / "answers.csv", process) if name == "shopper" else Answers()
    figures = replace(SHOPPER, answers=answers) if name == "shopper" else None
    picture = draw(process, view, figures)  # type: ignore[arg-type]
    assert faults(picture.drawing) == []
    golden(f"chart/{name}-{view}.svg", picture.svg(fonts=False))
