"""How well cases go through a model, and where they do not.

Sources: Adriansyah, Aligning observed and modeled behavior (2014), section 5.3 (fitness by case);
van der Aalst, Adriansyah, van Dongen, Replaying history on process models for conformance checking
and performance analysis (2012), section 3 (fitness of a log).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from outsidein.discovery.alignments import Alignments


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """What cases do otherwise than a model at one activity: in how many cases, how often."""

    activity: str
    extra_cases: int  # done where the model does not have it
    extra_moves: int
    missing_cases: int  # not done where the model demands it
    missing_moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitness:
    """How well a log fits a model.

    ``of_log``: 1 less all costs by the costs if no event fitted · ``mean``: the mean over cases of
    the same · ``fitting``: cases that are a run of the model as they are.
    """

    cases: int
    fitting: int
    of_log: float
    mean: float
    deviations: tuple[Deviation, ...]


def fitness(aligned: Alignments) -> Fitness:
    """Return how well the cases fit; the activities with most deviations come first."""
    cases = fitting = cost = worst = 0
    by_case = 0.0
    extra: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    extra_cases: Counter[str] = Counter()
    missing_cases: Counter[str] = Counter()
    for one in aligned.alignments:
        count, most = one.way.cases, len(one.way.activities) + aligned.shortest
        cases += count
        fitting += count if one.cost == 0 else 0
        cost, worst = cost + one.cost * count, worst + most * count
        by_case += count * (1 - one.cost / most if most else 1.0)
        for kind, moves, in_cases in (
            ("log", extra, extra_cases), ("model", missing, missing_cases),
        ):  # fmt: skip
            found = Counter(move.activity for move in one.moves if move.kind == kind)
            for activity, times in found.items():
                moves[activity] += times * count
                in_cases[activity] += count
    deviations = [
        Deviation(
            activity=activity, extra_cases=extra_cases[activity], extra_moves=extra[activity],
            missing_cases=missing_cases[activity], missing_moves=missing[activity],
        )
        for activity in extra.keys() | missing.keys()
    ]  # fmt: skip
    deviations.sort(key=lambda d: (-d.extra_moves - d.missing_moves, d.activity))
    return Fitness(
        cases=cases,
        fitting=fitting,
        of_log=1 - cost / worst if worst else 1.0,
        mean=by_case / cases if cases else 1.0,
        deviations=tuple(deviations),
    )
