"""Races: which runner is first, and how long it took, without luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from outsidein.model.behaviour import RaceBranch

Moments = tuple[float, float]  # mean and variance, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """The chance of each runner, and mean and variance of the race's time when it is first."""

    chances: tuple[float, ...]
    times: tuple[Moments, ...]


def race_of(runners: Sequence[RaceBranch]) -> Race | None:
    """Return a race of exponential and constant runners; None if there is another law.

    Of constant runners only the shortest can win, the first of those alike. An exponential one
    wins before it with chance λ/Λ (1 - exp(-Λc)), Λ the sum of the rates; the time, if one of
    them wins, is exponential of rate Λ, cut at c. Source: Ross, *Introduction to Probability
    Models*, section 5.2.3.
    """
    laws = [runner.after for runner in runners]
    if any(law.kind not in ("exponential", "constant") for law in laws):
        return None
    if any(law.working for law in laws):
        return None
    if any(law.kind == "exponential" and law.parameters[0] <= 0 for law in laws):
        return None
    fixed = [law.parameters[0] if law.kind == "constant" else math.inf for law in laws]
    end = min(fixed)
    rates = [1 / law.parameters[0] if law.kind == "exponential" else 0.0 for law in laws]
    total = math.fsum(rates)
    late = math.exp(-total * end) if math.isfinite(end) else 0.0
    cut = _cut(total, end, late) if total > 0 and late < 1 else (0.0, 0.0)
    chances = [rate / total * (1 - late) if total > 0 else 0.0 for rate in rates]
    times = [cut] * len(laws)
    if math.isfinite(end):
        shortest = fixed.index(end)
        chances[shortest], times[shortest] = late, (end, 0.0)
    return Race(chances=tuple(chances), times=tuple(times))


def _cut(rate: float, end: float, late: float) -> Moments:
    """Return mean and variance of an exponential time, given that it is below ``end``."""
    if not math.isfinite(end):
        return 1 / rate, 1 / rate**2
    if rate * end < 1e-4:  # nearly even below the end; the formula would lose its digits
        return end / 2, end**2 / 12
    behind = end * late / (1 - late)
    mean = 1 / rate - behind
    second = 2 / rate**2 - behind * (end + 2 / rate)
    return mean, max(second - mean**2, 0.0)
