"""`chart` with figures of a run: heat."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from outsidein.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "executives" / "executives.yaml"
FEW = ("--cases", "50", "--replications", "2")
BARE = """
process: Ask
customers: {Shopper: {share: rest}}
channels: {phone: live}
organisation: {Desk: {people: 1, open: Mon-Fri 08:00-18:00}}
steps:
  - ask: {do: Phone us, with: Desk, via: phone, closed: -> gone}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""


def test_heat_is_simulated_and_drawn(tmp_path: Path) -> None:
    """The picture has the scale, the exact values and their intervals in the tooltips."""
    file = tmp_path / "warm.svg"
    asked = ["chart", str(EXAMPLE), "--heat", "waiting", *FEW, "-o", str(file)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    assert 'id="heat-scale"' in text
    assert "95 % interval" in text
    assert "that a customer waits are at" in text


@pytest.mark.parametrize("measure", ["waiting", "cost"])
def test_heat_without_numbers_says_what_is_missing(tmp_path: Path, measure: str) -> None:
    """A document without numbers is refused with the address of each number, and no traceback."""
    model = tmp_path / "ask.yaml"
    model.write_text(BARE, encoding="utf-8")
    result = CliRunner().invoke(main, ["chart", str(model), "--heat", measure, *FEW])
    assert result.exit_code == 1
    assert "missing" in result.output
    assert "ask" in result.output
    assert not model.with_suffix(".svg").exists()


def test_heat_of_what_the_document_does_not_say(tmp_path: Path) -> None:
    """Failures that nobody wrote down cannot be shown: the fault says what to write."""
    model = tmp_path / "ask.yaml"
    numbers = "arrivals: {rate: 10 per day}\n"
    text = BARE.replace("via: phone,", "via: phone, takes: 5 min,") + numbers
    model.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["chart", str(model), "--heat", "failures", *FEW])
    assert result.exit_code == 1
    assert "no step says how it fails" in result.output


def test_a_scenario_over_today_is_simulated_and_drawn(tmp_path: Path) -> None:
    """The title is the verdict with its figures; the added part and the pills are there."""
    file = tmp_path / "over.svg"
    asked = ["chart", str(EXAMPLE), "--scenario", "dedicated executives", *FEW, "-o", str(file)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    assert "what-if “dedicated executives” drawn over today" in text
    assert 'id="ask.change"' in text
    assert "against today" in text


def test_two_models_without_numbers_are_compared_by_structure(tmp_path: Path) -> None:
    """The structure is drawn, and it is said that nothing was simulated, and why."""
    old, new, file = tmp_path / "old.yaml", tmp_path / "new.yaml", tmp_path / "over.svg"
    old.write_text(BARE, encoding="utf-8")
    step = "  - thank: {tell: Thank them, by: Desk, via: phone}\n  - done:"
    new.write_text(BARE.replace("  - done:", step), encoding="utf-8")
    result = CliRunner().invoke(main, ["chart", str(old), str(new), "-o", str(file)])
    assert result.exit_code == 0, result.output
    assert "not simulated" in result.output
    text = file.read_text(encoding="utf-8")
    assert "“new” adds 1 step" in text
    assert 'id="thank.added"' in text


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--scenario", "no such"], "unknown scenario"),
     (["--scenario", "both", "--heat", "cost"], "not both"),
     (["--scenario", "both", "--view", "journey"], "departments and company")],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(words: list[str], said: str) -> None:
    """Wrong words end in a sentence, never a traceback."""
    result = CliRunner().invoke(main, ["chart", str(EXAMPLE), *words, *FEW])
    assert result.exit_code in (1, 2)
    assert said in result.output
