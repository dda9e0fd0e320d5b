"""Simulated times held against observed ones, and where they differ."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import counted, elapsed_quantile
from outsidein.measures.records import Records
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate

REST, REST_NAME = "", "after the last of these"
QUANTILES = (("p25", 0.25), ("median", 0.5), ("p75", 0.75))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedStep:
    """What a log says of one step: visits a case, and hours from the visit before to its end."""

    visits: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step's share in the mean time in all, observed and simulated."""

    name: str
    observed: ObservedStep
    simulated: ObservedStep

    @property
    def difference_hours(self) -> float:
        """Simulated less observed hours a case."""
        return (
            self.simulated.visits * self.simulated.hours
            - self.observed.visits * self.observed.hours
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Observed quantiles of the time in all, in seconds, and the simulated ones beside them."""

    quantiles: Mapping[str, float]
    mean_seconds: float | None
    n: int
    period: str
    source: str
    steps: Mapping[str, ObservedStep]
    simulated: Mapping[str, Estimate]
    simulated_mean: Estimate | None = None
    differing: tuple[Step, ...] = ()


def read_observed(path: Path) -> Observed:
    """Read observed times. Raises OutsideInError if the file is not as expected."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        elapsed = held["elapsed_seconds"]
        return Observed(
            quantiles={name: float(elapsed[name]) for name, _ in QUANTILES if name in elapsed},
            mean_seconds=float(elapsed["mean"]) if "mean" in elapsed else None,
            n=int(elapsed["n"]),
            period=str(held.get("period", "")),
            source=str(held.get("source", "")),
            steps={
                name: ObservedStep(visits=float(s["visits"]), hours=float(s["hours"]))
                for name, s in held.get("steps", {}).items()
            },
            simulated={},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"the observed times cannot be read: {error}"
        hint = 'write {"elapsed_seconds": {"median": 3600, "n": 100}}'
        raise OutsideInError([Fault("observed", "error", str(path), what, hint)]) from error


def held_against(observed: Observed, results: Results) -> Observed:
    """Put the simulated times beside the observed ones; the results need a log."""
    side = counted(results.tallies, results.prices)
    return replace(
        observed,
        simulated={name: elapsed_quantile(side, p, 0.95) for name, p in QUANTILES},
        simulated_mean=results.measures.get("elapsed_seconds"),
        differing=tuple(_differing(observed, results)),
    )


def _differing(observed: Observed, results: Results) -> list[Step]:
    """Split the simulated time as the observed one: by the step that ends each piece of it."""
    ids = [step.id for step in results.vocabulary.steps]
    names = {step.id: step.name for step in results.vocabulary.steps} | {REST: REST_NAME}
    hours: dict[str, float] = defaultdict(float)
    visits: dict[str, int] = defaultdict(int)
    cases = 0
    for block_cases, rows in _cases(results.log):
        for case in block_cases:
            last, cases = float(case["start"]), cases + 1
            for row in rows.get(int(case["case"]), ()):
                name = ids[row["step"]]
                if name in observed.steps:
                    hours[name] += (float(row["finished"]) - last) / 3600
                    visits[name] += 1
                    last = float(row["finished"])
            hours[REST] += (float(case["end"]) - last) / 3600
    visits[REST] = cases
    nothing = ObservedStep(visits=0.0, hours=0.0)
    found = [
        Step(
            name=names[name],
            observed=observed.steps.get(name, nothing),
            simulated=ObservedStep(
                visits=visits[name] / max(cases, 1), hours=hours[name] / max(visits[name], 1)
            ),
        )
        for name in [*(k for k in observed.steps if k in ids), REST]
    ]
    return sorted(found, key=lambda step: -abs(step.difference_hours)) if observed.steps else []


def _cases(log: Sequence[Records]) -> Iterator[tuple[Any, dict[int, list[Any]]]]:
    """Yield the ended cases of each replication and their visits in the order of their end."""
    replications = sorted({int(n) for block in log for n in np.unique(block.cases["replication"])})
    for number in replications:
        rows: dict[int, list[Any]] = defaultdict(list)
        cases = []
        for block in log:
            for row in block.steps[block.steps["replication"] == number]:
                rows[int(row["case"])].append(row)
            chosen = block.cases[block.cases["replication"] == number]
            cases += list(chosen[~np.isnan(chosen["end"])])
        for found in rows.values():
            found.sort(key=lambda row: float(row["finished"]))
        yield cases, rows
