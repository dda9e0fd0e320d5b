"""Mutants of the twin, the specification of the run: the known answers notice a small slip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from mutants.mutations import mutants

TESTS = Path(__file__).parent.parent
TWIN = "outsidein.simulation.twin"
MODULES = ("split", "records", "cases", "parts", "spans", "state", "steps", "trace")
LEAST_KILLED = 0.8  # of all; some mutants mean the same as what they change


def test_a_mutant_is_one_function_with_one_change() -> None:
    """Each has code of its own, and says what was written and what is written instead."""
    found = mutants(import_module(f"{TWIN}.split"))
    assert len(found) > 20
    assert all(mutant.was != mutant.now for mutant in found)
    assert len({mutant.code for mutant in found}) > len(found) * 0.9


@pytest.mark.long
@pytest.mark.parametrize("module", MODULES)
def test_most_mutants_of_the_twin_are_killed(module: str) -> None:
    """Every comparison, sign, number, `and`, `or` and test changed, one at a time."""
    done = subprocess.run(
        [sys.executable, "-m", "mutants.hunting", f"{TWIN}.{module}", "tests/known_answers"],
        cwd=TESTS.parent, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)])},
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"name"')]
    alive = [line["name"] for line in lines if line["killed by"] is None]
    assert len(lines) == len(mutants(import_module(f"{TWIN}.{module}"))), done.stderr[-2000:]
    assert len(alive) <= (1 - LEAST_KILLED) * len(lines), "\n".join(alive)
