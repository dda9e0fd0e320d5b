"""One phase of a process: its steps, a grey column on either side, an overview, a panel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chart.faults import faults
from chart.figured import SHOPPER
from outsidein.chart import draw
from outsidein.chart.columns import place
from outsidein.chart.drawing import Drawing, Rect, Text
from outsidein.chart.view import view
from outsidein.cli import main
from outsidein.document import read
from outsidein.errors import OutsideInError
from random_processes import random_process

DOCUMENTS = Path(__file__).parent / "documents"
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))
TREATMENT = DOCUMENTS / "treatment.yaml"


def texts(drawing: Drawing) -> list[str]:
    """Return every text of a drawing."""
    return [s.text for group in drawing.layers for s in group.shapes if isinstance(s, Text)]


def test_a_phase_shows_its_own_steps_and_one_on_either_side() -> None:
    """Five encounters of Appointment, the last of Referral before, the first of Prepare after."""
    drawing = draw(read(TREATMENT), phase="appointment").drawing
    steps = {n for n in drawing.nodes if "." not in n and not n.startswith("~")}
    own = {"choose-date", "suits", "phone-date", "confirm", "still", "move", "letter"}
    assert steps - own == {"reference", "form"}
    assert own <= steps
    assert drawing.nodes["reference"].right < drawing.nodes["choose-date"].left
    assert drawing.nodes["form"].left > drawing.nodes["letter"].right
    assert "5 of 31 encounters" in texts(drawing)
    assert "takes no part in this phase" in texts(drawing)


def test_the_overview_shows_every_encounter() -> None:
    """Above the phase stands a small box for each of the customer's steps."""
    drawing = draw(read(TREATMENT), phase="Appointment").drawing
    strip = next(group for group in drawing.layers if group.id == "overview")
    small = [s for s in strip.shapes if isinstance(s, Rect) and s.height == 11]
    assert len(small) == 31
    assert all(s.y + s.height < min(lane.top for lane in drawing.lanes.values()) for s in small)


def test_the_panel_adds_up_the_figures_of_the_phase() -> None:
    """Waiting in the phase is 9.1 + 26.3 of 51.4 hours."""
    said = texts(draw(read(DOCUMENTS / "shopper.yaml"), figures=SHOPPER, phase="Wait").drawing)
    assert "35.4" in said
    assert "waiting, of 51.4" in said
    assert "954" in said


def test_a_phase_fits_a_laptop() -> None:
    """A phase of five encounters fits 1,440 units across and 960 down."""
    drawing = draw(read(TREATMENT), phase="Appointment").drawing
    assert drawing.width <= 1480
    assert drawing.height <= 980


@pytest.mark.parametrize("name", ["", "Re", "Nowhere"])
def test_a_phase_that_is_not_there_is_a_fault_with_the_names(name: str) -> None:
    """No phase, or the beginning of two: the fault names those there are."""
    with pytest.raises(OutsideInError) as raised:
        draw(read(TREATMENT), phase=name)
    assert raised.value.faults[0].code == "unknown-phase"
    assert "Referral" in (raised.value.faults[0].hint or "")


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_phase_of_the_examples_is_drawn_without_a_fault(file: Path) -> None:
    """Nothing on anything else, no text left out, whatever phase is asked for."""
    process = read(file)
    for phase in dict.fromkeys(s.phase for s in process.steps if s.phase):
        drawing = draw(process, phase=phase).drawing
        assert faults(drawing) == [], phase


@given(seed=st.integers(0, 100_000))
def test_every_first_phase_of_random_processes_is_drawn(seed: int) -> None:
    """Any phase that can be thought up is drawn as cleanly as the whole."""
    process = random_process(seed)
    phases = place(view(process, "departments")).phases
    phase = next((name for name in phases if name), None)
    if phase is None:
        assert draw(process).drawing.nodes
    else:
        assert faults(draw(process, phase=phase).drawing) == []


def test_the_command_draws_a_phase(tmp_path: Path) -> None:
    """`--phase` takes the name, or how it begins."""
    output = tmp_path / "phase.svg"
    result = CliRunner().invoke(
        main, ["chart", str(TREATMENT), "--phase", "App", "-o", str(output)]
    )
    assert result.exit_code == 0, result.output
    assert "phase 2 of 8" in output.read_text(encoding="utf-8")


def test_a_phase_is_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """The phase Wait of the shopper's process is the picture that was looked at."""
    picture = draw(read(DOCUMENTS / "shopper.yaml"), figures=SHOPPER, phase="Wait")
    assert faults(picture.drawing) == []
    golden("chart/shopper-phase.svg", picture.svg(fonts=False))
