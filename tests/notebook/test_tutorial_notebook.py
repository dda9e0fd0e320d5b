"""The tutorial notebook runs from top to bottom, and its values show themselves."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "tutorial.ipynb"


@pytest.fixture(scope="module")
def cells() -> list[Any]:
    """The code cells after a run in a kernel of their own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the notebook machinery's own
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(NOTEBOOK, as_version=4)
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(cells: list[Any], source: str) -> list[Any]:
    """What the cell whose last line is ``source`` has put out."""
    cell = next(c for c in cells if c.source.splitlines()[-1] == source)
    return [out for out in cell.outputs if out.output_type != "stream"]


def test_a_process_shows_its_picture(cells):
    """The value of a process is an SVG with its steps."""
    html = outputs(cells, "process")[0]["data"]["text/html"]
    assert "<svg" in html
    assert "Hand in" in html


def test_results_and_comparison_show_tables(cells):
    """Measures, and each scenario with its verdict."""
    results = outputs(cells, "today")[-1]["data"]["text/html"]
    assert results.startswith("<p>Of 1,000 citizens")
    assert "<td>well served</td>" in results
    compared = outputs(cells, "compared")[-1]["data"]["text/html"]
    assert "a fourth clerk" in compared


def test_long_work_shows_progress_that_is_wiped(cells):
    """The line that told how far it was is empty at the end."""
    line = outputs(cells, "today")[0]["data"]
    assert line == {"text/plain": ""}


def test_a_study_is_its_page_in_a_frame(cells):
    """The page is shown whole, and cannot touch the notebook."""
    html = outputs(cells, "study")[-1]["data"]["text/html"]
    assert html.startswith("<iframe srcdoc=")
    assert "What to put right" in html


def test_findings_are_told(cells):
    """The loop prints at least one finding with its gain."""
    cell = next(c for c in cells if c.source.startswith("for one in outsidein.findings"))
    text = "".join(out.text for out in cell.outputs if out.output_type == "stream")
    assert "well served a month" in text


def test_the_notebook_is_stored_without_outputs():
    """What is committed is what was written, not what one machine put out."""
    import json

    stored = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(not c.get("outputs") for c in stored["cells"])
    assert all(c.get("execution_count") is None for c in stored["cells"])
