"""Further views of every document, reviewed by eye; `pytest --update-golden` rewrites them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chart.faults import faults
from chart.figured import SHOPPER
from chart.test_golden import DOCUMENTS, EXAMPLES
from chart.test_golden import FILES as REVIEWED
from outsidein.chart import draw
from outsidein.chart.answers import Answers, read_answers
from outsidein.document import read

FILES = {file.stem: file for file in sorted(EXAMPLES.glob("*/*.yaml"))} | {
    name if file.parent != DOCUMENTS or name != "claim" else "claim-document": file
    for name, file in REVIEWED.items()
}
FURTHER = [name for name, file in FILES.items() if file not in REVIEWED.values()]


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
