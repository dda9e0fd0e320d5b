"""The judge on drawings that people made: the old figures still come out, and it misses none."""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.layout import unextended
from benchmarks.layout.__main__ import CORPUS as TRAINING
from benchmarks.layout.__main__ import unpack

from conftest import CORPUS, REPOSITORY, missing

FIRST = CORPUS.parent / "tools" / "bpmn_layout.py"


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The 202 drawings of trainings."""
    if not TRAINING.exists():
        missing(f"{TRAINING} is not here")
    folder = tmp_path_factory.mktemp("training")
    unpack(folder, "")
    return sorted(folder.iterdir())


def test_the_first_scorer_s_figures_come_out(training: list[Path]) -> None:
    """Medians of 136 of the 202, and 31 hard faults, as the first scorer gave them."""
    rows = [row for file in training if (row := unextended.score(file.read_bytes()))]
    assert (len(training), len(rows)) == (202, 136)
    assert statistics.median(r["area_per_node"] for r in rows) == pytest.approx(47_562.5, abs=0.1)
    assert statistics.median(r["length_per_flow"] for r in rows) == pytest.approx(105.98, abs=0.01)
    assert statistics.median(r["bends_per_flow"] for r in rows) == pytest.approx(0.25, abs=0.005)
    assert statistics.mean(r["crossings"] for r in rows) == pytest.approx(0.191, abs=0.001)
    assert sum(map(unextended.hard_faults, rows)) == 31


def test_every_file_scores_as_with_the_first_scorer(training: list[Path]) -> None:
    """The same row, digit for digit, for each of the 202 files and of the references."""
    if not FIRST.exists():
        missing(f"{FIRST} is not here")
    spec = importlib.util.spec_from_file_location("first_scorer", FIRST)
    assert spec is not None
    assert spec.loader is not None
    first = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(first)
    files = training + sorted((CORPUS / "bpmn" / "miwg_reference").glob("*.bpmn"))
    for file in files:
        assert unextended.score(file.read_bytes()) == first.score(str(file)), file.name


@pytest.mark.long
def test_people_ours_and_the_peer_in_one_run(training: list[Path], tmp_path: Path) -> None:
    """The command prints both tables, and its JSON holds every file of everybody it names."""
    told = tmp_path / "all.json"
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])
    command = [sys.executable, "-m", "benchmarks.layout", "--json", str(told)]
    environment = {**os.environ, "PYTHONPATH": paths, "OUTSIDEIN_DATA": str(CORPUS)}
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert "| 136 files | people |" in result.stdout
    assert "| 202 files | people |" in result.stdout
    found = json.loads(told.read_text(encoding="utf-8"))
    for drawer in found.values():
        assert len(drawer["files"]) + len(drawer["refused"]) == len(training)
