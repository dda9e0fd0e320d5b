"""The kernel's source: one file, no cycle of calls, one signature, a cache never stale."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import numpy as np
import pytest

from outsidein.measures import records
from outsidein.simulation import draws, gamma, kernel
from outsidein.simulation.twin import state
from simulation.side_by_side import kernel_run
from strategies import random_process

SOURCE = Path(kernel.__file__)
TREE = ast.parse(SOURCE.read_text(encoding="utf-8"))
FUNCTIONS = {node.name: node for node in TREE.body if isinstance(node, ast.FunctionDef)}


def called_by(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    } & set(FUNCTIONS)


def test_no_function_of_the_kernel_calls_itself() -> None:
    """Numba links a cycle of calls afresh only: from the cache it would jump to nowhere."""
    graph = {name: called_by(function) for name, function in FUNCTIONS.items()}
    assert len(graph) > 100
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(FUNCTIONS)


def test_the_kernel_imports_nothing_whose_edit_the_cache_would_miss() -> None:
    """Numba's cache knows the text of this one file: nothing compiled comes from another."""
    imported = {
        node.module for node in TREE.body if isinstance(node, ast.ImportFrom) and node.module
    }
    ours = {module for module in imported if module.startswith("outsidein")}
    assert ours == {"outsidein.simulation.together"}  # decorators: how, not what, is compiled


def test_every_function_of_the_kernel_is_used() -> None:
    """What nothing calls is not compiled, and not tested."""
    used = set().union(*map(called_by, FUNCTIONS.values())) | {"run", "code", "codes"}
    assert set(FUNCTIONS) - used == {"pointer"} - used


def test_codes_of_the_kernel_are_those_of_the_records_and_the_twin() -> None:
    """The kernel writes its constants down again, so that its cache is never stale."""
    assert kernel.STEP == records.STEP
    assert kernel.CASE == records.CASE
    assert kernel.PROMISE == records.PROMISE
    assert kernel.PURPOSES == draws.PURPOSES
    assert kernel.GAMMA_CELLS == gamma.CELLS
    assert kernel.MOST_MOVES_AT_ONE_INSTANT == state.MOST_MOVES_AT_ONE_INSTANT
    for name in (
        "SERVED", "LEFT", "CLOSED", "NO_SHOW", "FAILED", "UNDER_WAY", "KEPT", "BROKEN", "VOID",
        "BEING_SERVED", "OWN_EFFORT", "IN_QUEUE", "FOR_ORGANISATION", "FOR_THEMSELVES",
        "OWN_PACE", "BETWEEN_TRIES",
    ):  # fmt: skip
        assert getattr(kernel, name) == getattr(records, name), name
    ranks = (
        "DONE", "LIMIT", "CLOSING", "OPENING", "ROUTING", "TRIGGER", "START", "GIVING_UP",
        "DEADLINE",
    )  # fmt: skip
    for module in (kernel, state):
        assert sorted(ranks, key=lambda name: float(getattr(module, name))) == [*ranks]
    assert len(records.HOW) == kernel.HOWS
    bits = (
        kernel.PROMISE_BROKEN, kernel.TOO_MANY_CONTACTS, kernel.OVER_TOLERANCE,
        kernel.CUSTOMER_FOUND,
    )  # fmt: skip
    assert bits == tuple(1 << k for k in range(len(records.POOR_REASONS)))


def test_one_signature_serves_every_process() -> None:
    """The process is numbers in arrays: nothing is compiled for a model."""
    for seed in range(5):
        kernel_run(random_process(seed), warm_up_seconds=0.0, window_seconds=86_400.0)
    assert len(kernel.run.signatures) == 1


PROGRAM = """
import time
import numpy as np
from outsidein.document import read_text
from outsidein.simulation.program import compile_program
from outsidein.simulation import kernel
from outsidein.simulation.replicate import replicate
process = read_text('''
process: A desk
customers: {Shopper: {share: 100%}}
channels: {phone: live}
organisation: {Desk: {people: 1, open: "Mon-Sun 00:00-24:00"}}
steps:
  - ring: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done}
  - done: {end: Done, outcome: served}
''')
began = time.process_time()
end = replicate(
    compile_program(process), seed=1, replication=0, warm_up_seconds=0.0, window_seconds=1e6,
    on_records=None, arrivals=(np.array([60.0]), np.zeros(1, dtype=np.int32)),
)
hits = sum(kernel.run.stats.cache_hits.values())
print(end.stopped_at, hits, time.process_time() - began)
"""


def run_copy(folder: Path) -> tuple[float, int, float]:
    """Run PROGRAM on a copy of the package: when it ended, hits of the cache, CPU seconds."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "NUMBA_CACHE_DIR": ""}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=folder, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ended, hits, seconds = done.stdout.split()
    return float(ended), int(hits), float(seconds)


def copy_of_the_package(folder: Path) -> Path:
    package = SOURCE.parent.parent
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, folder / "outsidein", ignore=without)
    return folder / "outsidein" / "simulation" / "kernel.py"


def test_a_second_process_does_not_compile_again(tmp_path: Path) -> None:
    """The compiled kernel is found on disk, with the same answer, in a fraction of the time."""
    copy_of_the_package(tmp_path)
    first, second = run_copy(tmp_path), run_copy(tmp_path)
    assert first[:2] == (660.0, 0)
    assert second[:2] == (660.0, 1)
    assert second[2] < first[2] / 5


@pytest.mark.long
def test_an_edit_is_never_answered_from_the_cache(tmp_path: Path) -> None:
    """A service made a minute longer, deep below the function that is cached: the new answer."""
    copy = copy_of_the_package(tmp_path)
    before = run_copy(tmp_path)
    text = copy.read_text(encoding="utf-8")
    old = "    job.left = delay(w, t, view.takes, TAKES)\n"
    assert text.count(old) == 1
    copy.write_text(text.replace(old, old[:-1] + " + 60.0\n"), encoding="utf-8")
    after = run_copy(tmp_path)
    assert (before[0], after[0]) == (660.0, 720.0)
    assert after[1] == 0


def test_the_ordinary_compiler_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of Numba that was not tried compiles function by function."""
    from outsidein.simulation import together

    monkeypatch.setattr(together, "TRIED", ("none",))
    apart = together.Together()

    @apart.part
    def double(x: float) -> float:
        return 2.0 * x

    @apart.whole
    def quadruple(x: float) -> float:
        return double(double(x))

    assert quadruple(1.5) == 6.0
    assert np.isfinite(quadruple(0.1))
