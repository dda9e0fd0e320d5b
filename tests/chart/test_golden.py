"""Pictures reviewed by eye, compared as text; `pytest --update-golden` rewrites them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from chart.faults import faults
from chart.figured import SHOPPER
from outsidein.chart import draw
from outsidein.document import read

REPOSITORY = Path(__file__).parents[2]
DOCUMENTS = Path(__file__).parent / "documents"
EXAMPLES = REPOSITORY / "examples"
PICTURES = REPOSITORY / "docs" / "pictures"
FILES = {
    "shopper": DOCUMENTS / "shopper.yaml",
    "business": DOCUMENTS / "business.yaml",
    "claim": DOCUMENTS / "claim.yaml",
    "hospital": DOCUMENTS / "hospital.yaml",
    "order": EXAMPLES / "order" / "order.yaml",
    "loan": EXAMPLES / "loan" / "loan.yaml",
}


@pytest.mark.parametrize("view", ["departments", "company"])
@pytest.mark.parametrize("name", FILES)
def test_pictures_are_as_reviewed(name: str, view: str, golden: Callable[[str, str], None]) -> None:
    """Each document's two pictures are those that were looked at, without a fault."""
    figures = SHOPPER if name == "shopper" else None
    picture = draw(read(FILES[name]), view, figures)  # type: ignore[arg-type]
    assert faults(picture.drawing) == []
    golden(f"chart/{name}-{view}.svg", picture.svg(fonts=False))


@pytest.mark.parametrize("view", ["departments", "company"])
@pytest.mark.parametrize("name", ["order", "loan"])
def test_pictures_in_the_documentation_are_current(
    name: str, view: str, request: pytest.FixtureRequest
) -> None:
    """The pictures people see first show the examples as they are now."""
    picture, file = draw(read(FILES[name]), view), PICTURES / f"{name}-{view}.svg"  # type: ignore[arg-type]
    if request.config.getoption("--update-golden"):
        file.write_text(picture.svg(), encoding="utf-8")
    shown = re.sub(r"@font-face\{[^}]*\}", "", file.read_text(encoding="utf-8"))
    assert shown == picture.svg(fonts=False)


def test_the_row_behind_shows_hidden_work_in_the_company_view() -> None:
    """Only on request does the company view show what the customer never meets."""
    process = read(FILES["shopper"])
    without = draw(process, "company").drawing
    behind = draw(process, "company", behind=True).drawing
    hidden = {"payment", "reserve", "pick", "collect", "carry", "approve", "money"}
    assert not hidden & set(without.nodes)
    assert hidden <= set(behind.nodes)
    assert faults(behind) == []
    assert all(behind.nodes[name] == without.nodes[name] for name in ("find", "ask", "refund"))
