"""Alternatives simulated replication by replication, as far as a search asks for them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import OF_RETURN, OF_WORTH, Counted, Measure
from outsidein.measures.prices import Prices
from outsidein.measures.records import Records
from outsidein.measures.tally import STUCK, Shape, Tally
from outsidein.measures.vocabulary import Vocabulary, vocabulary
from outsidein.model.process import Process
from outsidein.progress import Progress
from outsidein.simulation.plan import Plan
from outsidein.simulation.program import Program, compile_program
from outsidein.simulation.replicate import replicate
from outsidein.statistics.selection import FIRST, Sampler

Floats = npt.NDArray[np.float64]
# Replications that choose, and those that show what was chosen: never the same customers.
CHOOSING_FROM, SHOWING_FROM = 2**22, 2**22 + 2**21


class Watched(Protocol):
    """A figure that is counted from the records themselves."""

    def count(self, records: Records, words: Vocabulary) -> tuple[float, float]:
        """Return what a block of records adds to its numerator and its denominator."""
        ...


Figure = Measure | Watched


@dataclass(frozen=True, slots=True)
class _Ready:
    """A process, compiled, with what its records are read by."""

    program: Program
    words: Vocabulary
    shape: Shape
    prices: Prices

    @staticmethod
    def of(process: Process) -> _Ready:
        words = vocabulary(process)
        return _Ready(compile_program(process), words, Shape.of(words), Prices.of(process))


class Trials:
    """Alternatives, and the figures of each replication of each; none is simulated twice.

    Replication r of every alternative has the same luck. Only the figures are kept.
    """

    def __init__(
        self,
        plan: Plan,
        figures: Sequence[Figure],
        *,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.plan, self.figures, self.progress = plan, tuple(figures), progress
        self.threads = threads or os.cpu_count() or 1
        self.processes: list[Process] = []
        self.ready: dict[int, _Ready] = {}
        self.known: dict[tuple[int, int], Floats] = {}

    def add(self, process: Process) -> int:
        """Take an alternative in, and return its number."""
        self.processes.append(process)
        return len(self.processes) - 1

    @property
    def done(self) -> int:
        """Replications simulated so far."""
        return len(self.known)

    def observe(self, who: Sequence[int], replications: range) -> Floats:
        """Return the sums by replication, alternative, figure, and numerator or denominator."""
        asked = [(k, r) for r in replications for k in who]
        new = [job for job in asked if job not in self.known]
        for k in {k for k, _ in new} - self.ready.keys():
            self.ready[k] = _Ready.of(self.processes[k])
        if len(new) == 1 or self.threads == 1:
            found = [self._one(*job) for job in new]
        else:
            with ThreadPoolExecutor(min(self.threads, max(len(new), 1))) as pool:
                found = list(pool.map(lambda job: self._one(*job), new))
        self.known.update(zip(new, found, strict=True))
        shape = (len(replications), len(who), len(self.figures), 2)
        return np.array([self.known[job] for job in asked]).reshape(shape)

    def sampler(self, figure: int = 0, chosen: Sequence[int] | None = None) -> Sampler:
        """Return what a selection asks for observations of one figure.

        ``chosen`` are the alternatives it may ask for, by number from 0; None: all.
        """
        numbers = list(range(len(self.processes))) if chosen is None else list(chosen)

        def sample(who: Sequence[int], replications: range) -> tuple[Floats, Floats]:
            found = self.observe([numbers[k] for k in who], replications)[:, :, figure]
            return found[..., 0], found[..., 1]

        return sample

    def ratio(self, alternative: int, figure: int, replications: int = FIRST) -> float:
        """Return a figure of an alternative over its first replications; NaN if of nothing."""
        top, bottom = self.observe([alternative], range(replications))[:, 0, figure].sum(axis=0)
        return float(top / bottom) if bottom > 0 else float("nan")

    def _one(self, alternative: int, replication: int) -> Floats:
        ready, plan = self.ready[alternative], self.plan
        tally = Tally(ready.shape)
        own = np.zeros((len(self.figures), 2))

        def take(records: Records) -> None:
            tally.add(records)
            for k, figure in enumerate(self.figures):
                if not isinstance(figure, Measure):
                    own[k] += figure.count(records, ready.words)

        end = replicate(
            ready.program,
            seed=plan.seed,
            replication=plan.first_replication + replication,
            warm_up_seconds=plan.warm_up_seconds,
            window_seconds=plan.window_seconds,
            follow_up_seconds=plan.follow_up_seconds,
            on_records=take,
        )
        tally.parts = end.parts
        counted = Counted(tally, ready.prices, tuple(range(tally.shape.segments)), True)
        _refuse_stuck(counted)
        for k, figure in enumerate(self.figures):
            if isinstance(figure, Measure):
                own[k] = figure.top(counted), figure.bottom(counted)
        if self.progress is not None:
            expected = 3 * FIRST * len(self.processes)
            self.progress(self.done, max(expected, self.done + FIRST))
        return own


def must_be_told(process: Process, measure: Measure) -> None:
    """Raise a fault where it is not said what a measure is made of: worth, costs, who returns."""
    prices = Prices.of(process)
    missing, key = "", ""
    if measure.name in OF_WORTH and not prices.knows_worth:
        missing, key = "what a case is worth", "worth"
    elif measure.name in OF_RETURN and not prices.knows_who_comes_back:
        missing, key = "how many come back", "comes back"
    elif measure.name == "cost" and all(c is None for c in prices.cost_per_second):
        missing, key = "what an hour of anybody costs", "cost"
    if missing:
        what, hint = f'"{measure.label}" cannot be told: nobody says {missing}', f"say its `{key}`"
        raise OutsideInError([Fault("no-prices", "error", "search", what, hint)])


def _refuse_stuck(counted: Counted) -> None:
    if counted.cases(STUCK):
        what = "cases can never go on: a token waits for another that does not come"
        hint = "look at the joins and at `until`"
        raise OutsideInError([Fault("stuck", "error", "steps", what, hint)])
