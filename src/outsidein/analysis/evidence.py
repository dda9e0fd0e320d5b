"""What detectors look at: the process, what its run adds up to, and the records of some cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.analysis.finding import MONTH_SECONDS, scaled
from outsidein.measures import tally as t
from outsidein.measures.records import UNDER_WAY
from outsidein.measures.vocabulary import Vocabulary
from outsidein.model.graph import Placed, placed_steps
from outsidein.model.naming import customers_of
from outsidein.model.numbers import numbers_at
from outsidein.model.process import Process, Step
from outsidein.model.resolve import ways_of
from outsidein.simulation.runs import Results, with_records
from outsidein.statistics import Estimate, ratio
from outsidein.units import plain_number

HOUR_SECONDS = 3600.0
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A process as it ran today: sums of all replications, records of a few."""

    today: Results
    placed: dict[str, Placed]
    numbers: dict[str, float]  # every number by its address
    arrived: Floats  # customers counted, by replication
    records: npt.NDArray[Any]  # STEP, the visits of a few replications that ended
    cases: npt.NDArray[Any]  # CASE, of the same

    @staticmethod
    def of(today: Results) -> Evidence:
        """Gather what detectors need; simulates again a few replications to have records."""
        logged = today if today.log else with_records(today)
        arrived = np.array([float(x.cases[:, t.ARRIVED].sum()) for x in today.tallies])
        steps = np.concatenate([block.steps for block in logged.log])
        return Evidence(
            today=today,
            placed=placed_steps(today.process),
            numbers=numbers_at(today.process),
            arrived=arrived,
            records=steps[steps["how"] < UNDER_WAY],
            cases=np.concatenate([block.cases for block in logged.log]),
        )

    @property
    def process(self) -> Process:
        """The process as it is."""
        return self.today.process

    @property
    def words(self) -> Vocabulary:
        """What the codes in tallies and records stand for."""
        return self.today.vocabulary

    @property
    def people(self) -> str:
        """What the customers are called in a sentence."""
        return customers_of(self.process)

    @property
    def subject(self) -> str:
        """The same at the beginning of a sentence."""
        return self.people[0].upper() + self.people[1:]

    def part_name(self, part_id: str) -> str:
        """Return a part's name as written."""
        return next((p.name for p in self.process.parts if p.id == part_id), part_id)

    def ways(self, step_id: str) -> dict[str, Step]:
        """Return the ways of a step, each as a step of its own, by name ("" if it has none)."""
        return ways_of(self.placed[step_id].step, self.process.channels)

    def rows(self, step_id: str, ways: set[str] | None = None) -> list[int]:
        """Return a step's rows in the tallies: of all its ways, or of some."""
        code = self.words.step_code(step_id)
        first = int(self.today.tallies[0].shape.first_row[code])
        names = self.words.steps[code].ways
        return [first + k for k, name in enumerate(names) if ways is None or name in ways]

    def visits(self, rows: list[int], column: int) -> Floats:
        """Return one column of the visit counts over some rows, by replication."""
        return np.array([float(x.visits[rows, column].sum()) for x in self.today.tallies])

    def a_month(self, counts: Floats) -> Estimate:
        """Turn counts into so many a month of 30 days; ``n`` is how many were seen."""
        return scaled(rate(counts, self.arrived), self._arrivals_a_month())

    def hours_a_month(self, seconds: Floats, visits: Floats) -> Estimate:
        """Turn seconds into hours a month of 30 days; ``n`` is how many visits had them."""
        figure = ratio(seconds / HOUR_SECONDS, self.arrived, n=round(float(visits.sum())))
        return scaled(figure, self._arrivals_a_month())

    def _arrivals_a_month(self) -> float:
        arrivals = self.process.arrivals
        return MONTH_SECONDS * ((arrivals.per_second or 0.0) if arrivals else 0.0)

    def addresses(self, step_id: str, *ending: str) -> list[str]:
        """Return the numbers of a step, said for anybody, whose addresses end so."""
        tail = "." + ".".join(ending)
        return [a for a in self.numbers if a.startswith(f"{step_id}.") and a.endswith(tail)]


def case_keys(rows: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return one number for each row that tells its case from those of other replications."""
    keys: npt.NDArray[np.int64] = rows["replication"].astype(np.int64) << 40 | rows["case"]
    return keys


def rate(top: Floats, bottom: Floats) -> Estimate:
    """Return a rate with its interval; ``n`` counts what happened."""
    return ratio(top, bottom, n=round(float(top.sum())))


def of_so_many(share: float) -> str:
    """Write a share as a sentence has it.

    >>> of_so_many(0.03), of_so_many(0.004), of_so_many(0.00001)
    ('3 of 100', '4 of 1,000', 'fewer than 1 of 1,000')
    """
    for total in (100, 1000):
        if share * total >= 0.95:
            return f"{plain_number(round(share * total), 4)} of {total:,}"
    return "fewer than 1 of 1,000"


def title(step: Step) -> str:
    """Return what a step is called in a sentence; an id of several words without its hyphens."""
    return step.name.replace("-", " ") if step.name == step.id else step.name
