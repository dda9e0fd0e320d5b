"""Simulated times held against observed ones, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outsidein.errors import Fault, OutsideInError
from outsidein.measures import tally as t
from outsidein.measures.measures import counted, elapsed_quantile
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate
from outsidein.study.figures import Totals

QUANTILES = (("p25", 0.25), ("median", 0.5), ("p75", 0.75))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedStep:
    """What a log says of one step: visits a case, and hours a visit from the visit before."""

    visits: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step's share in the difference of the mean time in all, in hours a case."""

    name: str
    observed_visits: float
    simulated_visits: float
    observed_hours: float
    simulated_hours: float

    @property
    def difference_hours(self) -> float:
        """Simulated less observed hours a case."""
        return self.simulated_visits * self.simulated_hours - (
            self.observed_visits * self.observed_hours
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
    """Put the simulated times beside the observed ones."""
    side = counted(results.tallies, results.prices)
    simulated = {name: elapsed_quantile(side, p, 0.95) for name, p in QUANTILES}
    return Observed(
        quantiles=observed.quantiles,
        mean_seconds=observed.mean_seconds,
        n=observed.n,
        period=observed.period,
        source=observed.source,
        steps=observed.steps,
        simulated=simulated,
        simulated_mean=results.measures.get("elapsed_seconds"),
        differing=tuple(_differing(observed, Totals(results))),
    )


def _differing(observed: Observed, totals: Totals) -> list[Step]:
    found = []
    for k, words in enumerate(totals.words.steps):
        seen = observed.steps.get(words.id)
        if seen is None:
            continue
        visits = totals.of_step(k, t.ARRIVALS)
        hours = totals.of_step(k, t.IN_ALL) / visits / 3600 if visits else 0.0
        found.append(
            Step(
                name=words.name,
                observed_visits=seen.visits,
                simulated_visits=visits / totals.arrived,
                observed_hours=seen.hours,
                simulated_hours=hours,
            )
        )
    return sorted(found, key=lambda step: -abs(step.difference_hours))
