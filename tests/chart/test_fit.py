"""Long processes: bands that fit a page, whole phases in each, tags where a flow goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chart.faults import faults
from outsidein.chart import draw
from outsidein.chart.breaks import MOST, breaks
from outsidein.chart.columns import place
from outsidein.chart.drawing import Drawing, Text
from outsidein.chart.view import view
from outsidein.cli import main
from outsidein.document import read, read_text
from random_processes import random_process

DOCUMENTS = Path(__file__).parent / "documents"
TREATMENT = DOCUMENTS / "treatment.yaml"
VIEWS = ("departments", "company")


def steps_of(drawing: Drawing) -> set[str]:
    """Return the nodes of a drawing but for the tags."""
    return {name for name in drawing.nodes if not name.startswith("~")}


def letters(drawing: Drawing) -> Counter[str]:
    """Count how often each tag's letter is written."""
    return Counter(
        shape.text
        for group in drawing.layers if group.id.startswith("~")
        for shape in group.shapes if isinstance(shape, Text) and re.fullmatch("[A-Z]", shape.text)
    )  # fmt: skip


def test_a_band_holds_whole_phases_and_no_more_columns_than_fit() -> None:
    """Forty steps in eight phases become four bands for A3 and two for A2, none cut inside."""
    chart = view(read(TREATMENT), "departments")
    placement = place(chart)
    for fit, bands in (("a3", 4), ("a2", 2)):
        found = breaks(chart, placement, MOST[fit])
        assert len(found) == bands
        assert found[0][0] == 0
        assert found[-1][1] == len(placement.phases)
        for (_, end), (start, _) in pairwise(found):
            assert end == start
            assert placement.phases[start] != placement.phases[start - 1]


def test_a_phase_longer_than_a_band_breaks_before_a_step_of_the_main_way() -> None:
    """Without phases the break falls before a customer's step that fewest flows jump."""
    steps = "\n".join(f"  - s{k}: {{do: Do number {k}}}" for k in range(30))
    chart = view(read_text(f"process: Long\nsteps:\n{steps}\n"), "departments")
    placement = place(chart)
    found = breaks(chart, placement, 12)
    assert len(found) == 3
    starts = {placement.cells[n][2] for n in chart.nodes if chart.nodes[n].kind == "step"}
    assert all(start in starts for start, _ in found[1:])


@pytest.mark.parametrize("fit", ["a3", "a2", "laptop"])
@pytest.mark.parametrize("view_kind", VIEWS)
def test_bands_show_every_step_once_and_every_tag_twice(view_kind: str, fit: str) -> None:
    """Nothing is lost or doubled; each letter stands where flows leave and where they enter."""
    process = read(TREATMENT)
    whole = draw(process, view_kind).drawing  # type: ignore[arg-type]
    banded = draw(process, view_kind, fit=fit).drawing  # type: ignore[arg-type]
    assert steps_of(banded) == steps_of(whole)
    assert min(letters(banded).values()) >= 2
    assert banded.width < whole.width
    assert faults(banded) == []
    assert banded.folded == []
    assert len(banded.bands) > 1
    assert all(a.bottom < b.top for a, b in pairwise(banded.bands))


def test_a_short_process_is_not_broken() -> None:
    """What fits a page is drawn as it is without the request."""
    small = read_text("process: Short\nsteps:\n  - a: {do: This}\n  - b: {do: That}\n")
    assert draw(small, fit="a3").svg(fonts=False) == draw(small).svg(fonts=False)


@given(seed=st.integers(0, 100_000), view_kind=st.sampled_from(VIEWS))
def test_random_processes_in_bands_have_no_fault(seed: int, view_kind: str) -> None:
    """Whatever a process holds, its bands are drawn as cleanly as the whole."""
    picture = draw(random_process(seed), view_kind, fit="laptop")  # type: ignore[arg-type]
    assert faults(picture.drawing) == []


@pytest.mark.parametrize("view_kind", VIEWS)
def test_the_long_process_is_as_reviewed(
    view_kind: str, golden: Callable[[str, str], None]
) -> None:
    """The bands of a long process for A2 are those that were looked at."""
    picture = draw(read(TREATMENT), view_kind, fit="a2")  # type: ignore[arg-type]
    golden(f"chart/treatment-{view_kind}-a2.svg", picture.svg(fonts=False))


def test_the_command_breaks_and_sorts(tmp_path: Path) -> None:
    """`--fit a2` writes two bands, `--bands` the line of automation."""
    output = tmp_path / "long.svg"
    asked = ["chart", str(TREATMENT), "--fit", "a2", "--bands", "-o", str(output)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    written = output.read_text(encoding="utf-8")
    assert "2 of 2" in written
    assert "Line of automation" in written
