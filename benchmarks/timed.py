"""What every benchmarked program does: run small, run timed, assert its answer, print one line.

Plain Python without dependencies, because the programs of the peers read it inside their own
virtual environments.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from benchmarks.network import Answer, assert_exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one run gave: cases simulated, and an answer for each of MEASURES."""

    cases: int
    answers: Mapping[str, Answer]
    reading_seconds: float = 0.0  # CPU, to read its answers back from a file: not its work


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One timed run whose answer was asserted."""

    program: str  # name and version
    variant: str  # sequential or parallel
    cases: int
    cpu_seconds: float
    answers: Mapping[str, Answer]

    @property
    def cases_per_second(self) -> float:
        """Cases simulated in a CPU second."""
        return self.cases / self.cpu_seconds


Run = Callable[[int, int, bool], Outcome]
"""A program: cases wanted, seed, whether picking and invoicing run beside each other."""


def timed_run(program: str, run: Run, *, cases: int, seed: int, parallel: bool) -> Timed:
    """Time one run in CPU seconds after a small one that pays for compilation and caches."""
    run(1_000, seed, parallel)
    start = time.process_time()
    outcome = run(cases, seed, parallel)
    seconds = time.process_time() - start - outcome.reading_seconds
    if not parallel:
        assert_exact(outcome.answers)
    return Timed(
        program=program,
        variant="parallel" if parallel else "sequential",
        cases=outcome.cases,
        cpu_seconds=seconds,
        answers=outcome.answers,
    )


def from_json(line: str) -> Timed:
    """Read back what `main` printed."""
    fields = json.loads(line)
    fields["answers"] = {name: Answer(**answer) for name, answer in fields["answers"].items()}
    return Timed(**fields)


def main(program: str, run: Run) -> None:
    """Run a benchmarked program from its command line: print one line of JSON, or fail."""
    parser = argparse.ArgumentParser(description=f"The order process in {program}.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", action="store_true", help="pick and invoice side by side")
    asked = parser.parse_args()
    timed = timed_run(program, run, cases=asked.cases, seed=asked.seed, parallel=asked.parallel)
    sys.stdout.write(json.dumps(asdict(timed)) + "\n")
