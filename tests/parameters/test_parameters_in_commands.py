"""The option --parameters of the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from outsidein.cli import main
from parameters.made_files import BPSIM, drawing, parameters, written


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A drawing and its parameters."""
    (tmp_path / "claim.bpmn").write_bytes(drawing())
    (tmp_path / "claim.json").write_bytes(written(parameters()))
    return tmp_path / "claim.bpmn", tmp_path / "claim.json"


def run(*words: object) -> tuple[int, str]:
    found = CliRunner().invoke(main, [str(word) for word in words])
    return found.exit_code, found.output


def test_check_takes_parameters(files: tuple[Path, Path]) -> None:
    """With them nothing is missing; without them much is."""
    model, said = files
    assert "missing" in run("check", model)[1]
    code, output = run("check", model, "--parameters", said)
    assert code == 0
    assert "missing" not in output


def test_convert_writes_a_document_that_can_be_run(files: tuple[Path, Path]) -> None:
    """A drawing and its parameters as one text."""
    model, said = files
    target = model.with_suffix(".yaml")
    assert run("convert", model, target, "--parameters", said)[0] == 0
    assert "takes: normal 20 min sd 5 min" in target.read_text(encoding="utf-8")
    assert run("check", target)[0] == 0


def test_simulate_takes_parameters(files: tuple[Path, Path]) -> None:
    """The clerks are busy: 17 claims a day of 20 min in 16 h of two."""
    model, said = files
    words = ("--parameters", said, "--cases", 100, "--replications", 2)
    code, output = run("simulate", model, *words)
    assert code == 0, output
    assert "use of Clerk" in output


def test_only_a_drawing_takes_parameters(files: tuple[Path, Path]) -> None:
    """A document says its numbers itself."""
    _, said = files
    code, output = run("check", said.with_name("other.yaml"), "--parameters", said)
    assert code != 0
    (said.with_name("other.yaml")).write_text("process: x\nsteps: []\n", encoding="utf-8")
    code, output = run("check", said.with_name("other.yaml"), "--parameters", said)
    assert code != 0
    assert "leave --parameters out" in output


def test_parameters_in_a_drawing_need_no_option(tmp_path: Path) -> None:
    """BPSim stands in the file."""
    path = tmp_path / "claim.bpmn"
    path.write_bytes(drawing(behind=BPSIM))
    code, output = run("check", path)
    assert code == 0
    assert "missing" not in output
