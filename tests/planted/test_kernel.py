"""Planted errors in the kernel's own source: each fails the check that is named beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from outsidein.simulation import kernel
from planted.figures import FOUND_IN_99_OF_100
from planted.kernels import CHECKS, PLANTS, with_plants

SOURCE = Path(kernel.__file__)
TESTS = Path(__file__).parent.parent


@pytest.mark.long
def test_every_plant_finds_its_place_in_the_kernel() -> None:
    """The text of each stands in the kernel once, and is another after planting."""
    source = SOURCE.read_text(encoding="utf-8")
    planted = with_plants(source)
    made = re.findall(r"(?:grow|is_planted|some)\(w, (?:case.customer, )?(\d+)\)", planted)
    assert sorted(map(int, made)) == list(range(1, len(PLANTS) + 1))
    assert {plant.check for plant in PLANTS.values()} <= set(CHECKS)
    compile(planted, "kernel.py", "exec")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, bool], dict[str, Any]]:
    """Try every plant on a copy of the package, compiled once; by name and whether planted."""
    folder = tmp_path_factory.mktemp("planted")
    package = SOURCE.parent.parent
    shutil.copytree(package, folder / "outsidein", ignore=shutil.ignore_patterns("__pycache__"))
    copy = folder / "outsidein" / "simulation" / "kernel.py"
    copy.write_text(with_plants(copy.read_text(encoding="utf-8")), encoding="utf-8")
    path = os.pathsep.join([str(folder), str(TESTS)])
    done = subprocess.run(
        [sys.executable, "-m", "planted.kernels"], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": path}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {(line["name"], line["number"] > 0): line for line in lines}


@pytest.mark.long
@pytest.mark.parametrize("name", PLANTS)
def test_an_error_in_the_kernel_is_found(
    name: str, found: Mapping[tuple[str, bool], dict[str, Any]]
) -> None:
    """The check passes on the copy that makes no error, and fails on the one that makes it."""
    assert not found[name, False]["found"]
    assert found[name, True]["found"], found[name, True]
    assert found[name, True]["moved"] > FOUND_IN_99_OF_100
