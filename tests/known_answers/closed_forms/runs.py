"""Runs whose answers are known in closed form, and how far a figure lies from what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.measures.records import Records
from outsidein.measures.tally import FIRST_CLASS, Shape, Tally
from outsidein.measures.vocabulary import Vocabulary, vocabulary
from outsidein.model.process import Process
from outsidein.simulation.plan import FOLLOW_UP_SECONDS, Plan
from outsidein.simulation.runs import run
from outsidein.simulation.twin import trace
from outsidein.simulation.twin.records import records_of
from outsidein.statistics import ratio_of_sums
from outsidein.statistics.histogram import BINS

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

REPLICATIONS = 30
MINUTE = 60.0
SIZES = [
    pytest.param(300_000, id="3e5"),
    pytest.param(10_000_000, id="1e7", marks=pytest.mark.long),
]
FROM_FOUR_TO_FAIL = 6.33  # standard errors: an error of so many is found 99 times in 100

ALWAYS = "Mon-Sun 00:00-24:00"
WORLD = """
process: What is known
customers: {customers}
channels: {{web: self, phone: live, counter: live, letter: left}}
organisation:
  Machine: {{kind: system}}
{parts}
arrivals: {{rate: {per_hour} per h}}
{shared}
steps:
{steps}
  - done: {{end: Served, outcome: served}}
  - gone: {{end: Gave up, outcome: lost}}
"""


def world(
    steps: str, *, parts: str, per_minute: float, customers: str = "{Caller: {share: 100%}}",
    shared: str = "",
) -> str:  # fmt: skip
    """Write a process around some steps; `done` and `gone` are there already."""
    return WORLD.format(
        customers=customers, parts=indent(dedent(parts).strip(), "  "), per_hour=60 * per_minute,
        shared=f"shared:\n{indent(dedent(shared).strip(), '  ')}" if shared else "",
        steps=indent(dedent(steps).strip(), "  "),
    )  # fmt: skip


def desk(people: int, more: str = "") -> str:
    """Write a desk that is always open."""
    return f"Desk: {{people: {people}, open: {ALWAYS}{more}}}"


def simulate(text: str, customers: int, *, seed: int = 1, warm_up_customers: int = 1_500) -> Runs:
    """Simulate 30 replications of a process that is always open, its start left out."""
    process = read_text(text, "known.yaml")
    between = seconds_between(process)
    plan = Plan(
        warm_up_seconds=warm_up_customers * between,
        window_seconds=customers / REPLICATIONS * between, follow_up_seconds=FOLLOW_UP_SECONDS,
        replications=REPLICATIONS, seed=seed, terminating=False,
    )  # fmt: skip
    results = run(process, plan=plan)
    return Runs(results.tallies, results.vocabulary)


def in_the_twin(text: str, customers: int, *, seed: int = 1, warm_up_customers: int = 300) -> Runs:
    """Run the same in plain Python: slow, so few customers, and none counted who came last."""
    process = read_text(text, "known.yaml")
    between, words = seconds_between(process), vocabulary(process)
    start = warm_up_customers * between
    end = start + customers / REPLICATIONS * between
    segments = {customer.name: k for k, customer in enumerate(process.customers)}
    tallies = []
    for replication in range(REPLICATIONS):
        told = trace(process, seed=seed, replication=replication, arrive_until=end + start)
        found = records_of(told, words, segments, replication)
        counts = (found.cases["start"] >= start) & (found.cases["start"] < end)
        numbers = found.cases["case"][counts]
        tally = Tally(Shape.of(words))
        chosen = [part[np.isin(part["case"], numbers)] for part in found]
        tally.add(Records(*chosen))
        tallies.append(tally)
    return Runs(tallies, words)


class Simulate(Protocol):
    """`simulate` or `in_the_twin`."""

    def __call__(self, text: str, customers: int, *, seed: int = 1) -> Runs:
        """Run a process."""


def sizes() -> list[ParameterSet]:
    """Return what runs and how many customers: the twin, and the kernel."""
    return [
        pytest.param(in_the_twin, 60_000, id="twin", marks=pytest.mark.long),
        pytest.param(simulate, 300_000, id="3e5"),
        pytest.param(simulate, 10_000_000, id="1e7", marks=pytest.mark.long),
    ]


def seconds_between(process: Process) -> float:
    """Return the mean time between two customers."""
    assert process.arrivals is not None
    assert process.arrivals.per_second
    return 1 / process.arrivals.per_second


@dataclass(frozen=True, slots=True)
class Runs:
    """Sums of each replication, by step, class of time or customer."""

    tallies: Sequence[Tally]
    words: Vocabulary

    def row(self, step: str) -> int:
        """Return the row of a step in the counts of visits."""
        return int(self.tallies[0].shape.first_row[self.words.step_code(step)])

    def visits(self, step: str, column: int) -> list[float]:
        """Return a count of visits, one number a replication."""
        row = self.row(step)
        return [float(tally.visits[row, column]) for tally in self.tallies]

    def cases(self, column: int, segment: int | None = None) -> list[float]:
        """Return a count of cases, one number a replication."""
        chosen = slice(None) if segment is None else segment
        return [float(tally.cases[chosen, column].sum()) for tally in self.tallies]

    def seconds(self, kind: int, segment: int | None = None) -> list[float]:
        """Return the seconds that cases spent in a class of time, one number a replication."""
        return self.cases(FIRST_CLASS + kind, segment)

    def waited_longer(self, step: str, seconds: float) -> tuple[list[float], float]:
        """Return who waited longer than about so many seconds, and how many those are exactly."""
        edge = min(range(len(BINS.edges)), key=lambda k: abs(BINS.edges[k] - seconds))
        row = self.row(step)
        longer = [float(tally.waits[row, edge + 1 :].sum()) for tally in self.tallies]
        return longer, float(BINS.edges[edge])

    def lasted_longer(self, seconds: float) -> tuple[list[float], float]:
        """Return the cases that lasted longer than about so many seconds, and how many exactly."""
        edge = min(range(len(BINS.edges)), key=lambda k: abs(BINS.edges[k] - seconds))
        longer = [float(tally.elapsed[:, edge + 1 :].sum()) for tally in self.tallies]
        return longer, float(BINS.edges[edge])


def assert_known(
    top: Sequence[float], bottom: Sequence[float], known: float, *, sees: float | None = None
) -> None:
    """Assert that a ratio of sums lies within 4 standard errors of what is known.

    `sees`: the error of this share that would be found in 99 runs of 100.
    """
    figure = ratio_of_sums(top, bottom)
    z = (figure.value - known) / figure.standard_error
    assert abs(z) < 4, f"{figure.value:.6g}, known {known:.6g}, z = {z:.1f}"
    if sees is not None:
        seen = FROM_FOUR_TO_FAIL * figure.standard_error / known
        assert seen <= sees, f"an error of {seen:.2%} would be seen, {sees:.2%} was said"
