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
