"""What is found in planted and clean processes: small runs, kept for the tests that share them."""

from __future__ import annotations

import sys
from functools import cache

from outsidein.analysis import Evidence, Finding, find, findings
from outsidein.model.process import Process
from outsidein.simulation.comparison import Comparison, judged, primary_measure, shared_plan
from outsidein.simulation.runs import run
from outsidein.statistics import Estimate
from planted_findings.clean import clean
from planted_findings.plants import Planted, planted

CASES, REPLICATIONS = 300, 8
MONTH_SECONDS = 30 * 86_400


@cache
def plant(detector: str, seed: int) -> Planted:
    """Return a planted process."""
    return planted(detector, seed)


def looked_at(process: Process, seed: int) -> list[Finding]:
    """Return what is found in a process; no proposal is tried."""
    today = run(process, cases=CASES, replications=REPLICATIONS, seed=seed, threads=1)
    return find(Evidence.of(today))


def tried(process: Process, seed: int) -> list[Finding]:
    """Return what is found in a process, the best proposals tried."""
    return findings(process, cases=CASES, replications=REPLICATIONS, seed=seed, threads=1)


@cache
def found(detector: str, seed: int) -> list[Finding]:
    """Return what is found in a planted process; no proposal is tried."""
    return looked_at(plant(detector, seed).draft.process(), seed)


@cache
def found_and_tried(detector: str, seed: int) -> list[Finding]:
    """Return what is found in a planted process, the best proposals tried."""
    return tried(plant(detector, seed).draft.process(), seed)


@cache
def found_in_clean(seed: int) -> list[Finding]:
    """Return what is found in a clean process; every fourth has hours and working days."""
    return tried(clean(seed, weekly=seed % 4 == 3).process(), seed)


def its_own(detector: str, seed: int, among: list[Finding]) -> Finding | None:
    """Return the finding that a plant had to lead to, if it is there."""
    wanted = plant(detector, seed)
    return next((f for f in among if (f.code, f.at) == (wanted.code, wanted.at)), None)


@cache
def mended_by_hand(detector: str, seed: int) -> Comparison:
    """Compare a planted process with the same mended by hand, on the same customers."""
    one = plant(detector, seed)
    processes = [one.draft.process(), one.mended.process()]
    plan = shared_plan(processes, ["mended"], CASES, REPLICATIONS, seed + 1, False)
    results = [
        run(p, replications=REPLICATIONS, seed=seed + 1, threads=1, plan=plan) for p in processes
    ]
    return judged(results, ["mended"], primary_measure(processes[0]))


def monthly(process: Process) -> float:
    """Return how many customers come in a month of 30 days."""
    assert process.arrivals is not None
    assert process.arrivals.per_second
    return process.arrivals.per_second * MONTH_SECONDS


def is_like(one: Estimate, value: float, spread: float = 4.0) -> bool:
    """Whether a value lies within so many standard errors of an estimate."""
    return abs(one.value - value) <= spread * one.standard_error + 1e-9


def tell(text: str) -> None:
    """Print a count; `pytest -rP` or `-s` shows it."""
    sys.stdout.write(text + "\n")
