"""How sure a figure is when the numbers observed might have come out otherwise."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from outsidein.measures.measures import ELAPSED_QUANTILES, MEASURE, elapsed_counts, sums
from outsidein.model.numbers import numbers_at
from outsidein.model.process import Process
from outsidein.progress import Progress
from outsidein.simulation.comparison import Comparison
from outsidein.simulation.observed import (
    ObservedNumber,
    drawn,
    is_share,
    observed_numbers,
    with_numbers,
)
from outsidein.simulation.plan import Plan, overload_faults, window_for
from outsidein.simulation.runs import Results
from outsidein.simulation.screening import screen
from outsidein.statistics import Estimate, WithInputs, quantile, with_inputs
from outsidein.statistics.observation import Scale

Floats = npt.NDArray[np.float64]
DRAWS, LUCKS = 200, 20  # ten draws a luck
CASES = 2_000  # counted in each draw
FEWEST_DRAWS_A_NUMBER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedAgain:
    """Figures with the interval that also holds the chance in the observed numbers.

    ``fixed`` counts the numbers that stay: assumed, counted, or without an n · ``overloaded``
    counts the draws in which more work came in than people can do.
    """

    numbers: tuple[ObservedNumber, ...]
    fixed: int
    draws: int
    overloaded: int
    today: Mapping[str, WithInputs]  # by measure
    differences: Mapping[str, Mapping[str, WithInputs]]  # by scenario and measure

    def leading(self, found: WithInputs) -> ObservedNumber | None:
        """Return the number whose chance moves a figure most; None where none does."""
        if not self.numbers or not found.by_number.any():
            return None
        return self.numbers[int(np.argmax(found.by_number))]


def observed_again(
    simulated: Comparison | Results,
    *,
    draws: int = DRAWS,
    cases: int = CASES,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ObservedAgain:
    """Draw the numbers that were observed n times anew, simulate, and widen each interval.

    Parameters
    ----------
    simulated : a run or a comparison, at the numbers as observed.
    draws : how often; at least 40, and three for each number that was observed and each luck.
    cases : customers counted in each draw, at least.
    threads : runs at a time; None: one a processor.

    Notes
    -----
    See `outsidein.simulation.observed.drawn` for the laws and
    `outsidein.statistics.observation.with_inputs` for the intervals. In each draw today and all
    scenarios have the same numbers and the same luck, one of twenty. Numbers that a scenario sets
    are proposed and stay.
    """
    runs = [simulated] if isinstance(simulated, Results) else _runs(simulated)
    processes = [results.process for results in runs]
    numbers = observed_numbers(*processes)
    draws = max(draws, 2 * LUCKS, FEWEST_DRAWS_A_NUMBER * (len(numbers) + LUCKS))
    values, figures, overloaded = _draw(
        processes, runs[0].plan, numbers, draws, cases, threads, progress
    )
    today = _widened(runs[0].measures.estimates, values, figures[:, 0], _scales())
    differences = {}
    for k, scenario in enumerate(() if isinstance(simulated, Results) else simulated.scenarios):
        moved = figures[:, k + 1] - figures[:, 0]
        differences[scenario.name] = _widened(scenario.differences, values, moved, {})
    return ObservedAgain(
        numbers=numbers, fixed=len(numbers_at(processes[0])) - len(observed_numbers(processes[0])),
        draws=draws, overloaded=overloaded, today=today, differences=differences,
    )  # fmt: skip


def _runs(comparison: Comparison) -> list[Results]:
    return [comparison.today, *(scenario.results for scenario in comparison.scenarios)]


def _draw(
    processes: Sequence[Process],
    plan: Plan,
    numbers: Sequence[ObservedNumber],
    draws: int,
    cases: int,
    threads: int | None,
    progress: Progress | None,
) -> tuple[Floats, Floats, int]:
    """Return numbers (draw, number), figures (draw, process, figure), and overloaded draws."""
    if not numbers:
        return np.zeros((0, 0)), np.zeros((0, len(processes), 0)), 0
    short = replace(
        plan,
        replications=1,
        window_seconds=min(plan.window_seconds, window_for(processes[0], cases)),
    )
    done = 0

    def one(draw: int) -> tuple[list[float], list[list[float]], bool]:
        nonlocal done
        found = drawn(numbers, np.random.default_rng([plan.seed, draw]))
        first = plan.first_replication + plan.replications + draw % LUCKS
        changed = [with_numbers(process, found) for process in processes]
        told = [_figures(process, replace(short, first_replication=first)) for process in changed]
        done += 1
        if progress is not None:
            progress(done, draws)
        moved = [_moved(x, found[x.address]) for x in numbers]
        return moved, told, any(overload_faults(process) for process in changed)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        rows = list(pool.map(one, range(draws)))
    values, figures, over = zip(*rows, strict=True)
    return np.array(values), np.array(figures), sum(over)


def _moved(number: ObservedNumber, value: float) -> float:
    """Return how far a number was moved, on a scale on which its chance is about even."""
    if is_share(number.address):
        return math.log(max(value, 1e-12) / max(1 - value, 1e-12))
    return math.log(max(value, 1e-300) / number.now)


def _figures(process: Process, plan: Plan) -> list[float]:
    """Return every measure and quantile of one short run; NaN where nothing was counted."""
    counted = screen(process, plan)
    found = []
    for one in MEASURE.values():
        top, bottom = sums(one, counted)
        found.append(float(top.sum() / bottom.sum()) if bottom.sum() > 0 else math.nan)
    ended, so_far = elapsed_counts(counted)
    return found + [quantile(ended, p, under_way=so_far) for _, p in ELAPSED_QUANTILES]


NAMES = (*MEASURE, *(name for name, _ in ELAPSED_QUANTILES))


def _scales() -> dict[str, Scale]:
    """Return the scale on which each figure itself is widened; differences are on the plain one."""
    scales: dict[str, Scale] = {name: "positive" for name, _ in ELAPSED_QUANTILES}
    for name, one in MEASURE.items():
        if one.unit != "money":
            scales[name] = "share" if one.unit == "share" else "positive"
    return scales


def _widened(
    known: Mapping[str, Estimate], values: Floats, figures: Floats, scales: Mapping[str, Scale]
) -> dict[str, WithInputs]:
    found = {}
    for k, name in enumerate(NAMES if values.size else ()):
        estimate, told = known.get(name), figures[:, k]
        if estimate is not None and estimate.has_interval and np.isfinite(told).all():
            luck = np.arange(len(values)) % LUCKS
            found[name] = with_inputs(estimate, values, told, luck, scales.get(name, "plain"))
    return found
