"""Further views of every document, reviewed by eye; `pytest --update-golden` rewrites them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chart.faults import faults
from chart.figured import SHOPPER
from chart.test_golden import DOCUMENTS, EXAMPLES
from outsidein.chart import draw
from outsidein.chart.answers import Answers, read_answers
from outsidein.document import read

FILES = {file.stem: file for file in sorted(EXAMPLES.glob("*/*.yaml"))} | {
    "shopper": DOCUMENTS / "shopper.yaml",
    "business": DOCUMENTS / "business.yaml",
    "hospital": DOCUMENTS / "hospital.yaml",
}


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
