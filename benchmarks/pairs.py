"""Alternating pairs: our program and a peer's, one after the other, each in a process of its own.

The machine's speed changes from minute to minute; the ratio within a pair changes less.
"""

import math
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from benchmarks.network import MEASURES, Answer, assert_equal, visits
from benchmarks.prepare import interpreter
from benchmarks.timed import Timed, from_json

ROOT = Path(__file__).resolve().parent.parent
EVENTS_PER_CASE = 1 + sum(visits().values())  # the arrival and the end of each activity: 9.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A module that follows `benchmarks.timed`, and how much of it is one run."""

    module: str
    python: Path
    cases: int
    parallel: bool = False

    def timed(self, seed: int) -> Timed:
        """Run it once in a process of its own; its answer is asserted there."""
        asked = ["--cases", str(self.cases), "--seed", str(seed)]
        if self.parallel:
            asked.append("--parallel")
        return from_json(child([str(self.python), "-m", self.module, *asked]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Our runs and the peer's, in the order they were made."""

    ours: Sequence[Timed]
    theirs: Sequence[Timed]

    @property
    def ratios(self) -> list[float]:
        """How many times as many cases in a CPU second, pair by pair."""
        return [
            one.cases_per_second / other.cases_per_second
            for one, other in zip(self.ours, self.theirs, strict=True)
        ]


def ours(cases: int, *, parallel: bool) -> Program:
    """Name our program, in the environment this one runs in."""
    return Program(
        module="benchmarks.ours", python=Path(sys.executable), cases=cases, parallel=parallel
    )


def peer(module: str, package: str, cases: int, *, parallel: bool = False) -> Program:
    """Name a peer's program, in the environment `benchmarks.prepare` made for it."""
    return Program(
        module=f"benchmarks.{module}", python=interpreter(package), cases=cases, parallel=parallel
    )


def child(command: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    """Run a command in the repository's root and return what it printed; stop where it failed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **(more or {})}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


def alternate(one: Program, other: Program, count: int) -> Pairs:
    """Run the two `count` times each; every second pair the other one begins."""
    left: list[Timed] = []
    right: list[Timed] = []
    sides = [(one, left), (other, right)]
    for seed in range(1, count + 1):
        for program, runs in sides if seed % 2 else reversed(sides):
            runs.append(program.timed(seed))
    found = Pairs(ours=left, theirs=right)
    assert_same_answers(found)
    return found


def assert_same_answers(found: Pairs) -> None:
    """Raise AssertionError when the two programs answer differently, all pairs taken together."""
    one, other = merged(found.ours), merged(found.theirs)
    for name in MEASURES:
        assert_equal(name, one[name], other[name])


def merged(runs: Sequence[Timed]) -> Mapping[str, Answer]:
    """Answers of several runs of one size with different seeds, as one."""
    return {
        name: Answer(
            mean=fmean(run.answers[name].mean for run in runs),
            error=math.hypot(*(run.answers[name].error for run in runs)) / len(runs),
        )
        for name in MEASURES
    }


def report(found: Pairs) -> str:
    """Give a table row for each program, and the ratio as median and range."""
    rows = [_row(found.ours), _row(found.theirs)]
    ratios = found.ratios
    rows.append(
        f"  ratio {median(ratios):.2f} (lowest {min(ratios):.2f}, highest {max(ratios):.2f}) "
        f"in {len(ratios)} pairs, {found.ours[0].variant} variant"
    )
    return "\n".join(rows)


def _row(runs: Sequence[Timed]) -> str:
    rate = median(run.cases_per_second for run in runs)
    return (
        f"  {runs[0].program:32} {rate:>12,.0f} cases/s {rate * EVENTS_PER_CASE:>12,.0f} events/s"
    )
