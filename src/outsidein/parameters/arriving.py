"""Arrivals: from the time between two of them to a mean rate with a profile."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from outsidein.model.behaviour import Period
from outsidein.model.process import Arrivals
from outsidein.parameters.hours import Hours, hours_of, levels, periods
from outsidein.parameters.spreads import Spread
from outsidein.parameters.values import Incoming
from outsidein.units import WEEK_SECONDS

MINUTES = int(WEEK_SECONDS / 60)
FIRST_HOUR = 3_600.0
MOST_WEEKS = 60
SLIGHT = 0.05  # a first hour this little busier than the rest is not told apart


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """Arrivals of ours for those of a file, and how much its intervals vary.

    ``variation`` is the coefficient of variation of an interval: ours are 1.
    """

    arrivals: Arrivals
    variation: float


def arriving(incoming: Incoming) -> Arriving:
    """Return the rate and the profile that give as many arrivals, hour by hour.

    What moves an arrival out of hours to the next opening makes an arrival at each opening, and
    loses what was left of the interval: the expected number is computed minute by minute.
    """
    between, hours = incoming.between, incoming.hours
    mean = between.mean_seconds
    variation = between.sd_seconds / mean
    if hours.always:
        return Arriving(arrivals=_rated(1 / mean, ()), variation=variation)
    if not incoming.moves_on or mean > MOST_WEEKS / 6 * WEEK_SECONDS:
        rate = hours.open_seconds / WEEK_SECONDS / mean
        return Arriving(arrivals=_rated(rate, tuple(periods(hours))), variation=variation)
    expected = _by_minute(between, hours)
    profile = _profile(expected, hours)
    rate = float(expected.sum()) / WEEK_SECONDS
    return Arriving(arrivals=_rated(rate, profile), variation=variation)


def _rated(per_second: float, profile: tuple[tuple[Period, float], ...]) -> Arrivals:
    per_day = float(f"{per_second * 86_400:.6g}")
    return Arrivals(per_second=per_day / 86_400, profile=profile, unit="day")


def _by_minute(between: Spread, hours: Hours) -> np.ndarray:
    """Return the arrivals to expect in each minute of a week far from the start.

    The renewal equation, forward in time: an arrival at each minute is one interval behind an
    earlier one; those of closed minutes are moved to the next opening.
    """
    chances = _jumps(between)
    weeks = max(4, math.ceil(6 * between.mean_seconds / WEEK_SECONDS))
    is_open = np.array([hours.at(60.0 * k) for k in range(MINUTES)])
    expected = np.zeros(weeks * MINUTES)
    moved = 1.0  # the first one
    backwards = chances[:0:-1]
    for at in range(len(expected)):
        reach = min(at, len(backwards))
        landed = float(backwards[len(backwards) - reach :] @ expected[at - reach : at])
        if not is_open[at % MINUTES]:
            moved += landed
            continue
        expected[at] = (landed + moved) / (1 - chances[0])
        moved = 0.0
    return expected[-MINUTES:]


def _jumps(between: Spread) -> np.ndarray:
    """Return the chance of an interval of 0, 1, 2, … minutes; its mean is kept."""
    points = np.maximum(between.points(), 0.6)  # of nothing but zeros there is no end
    points = points * (between.mean_seconds / points.mean())
    points = np.minimum(points / 60.0, MOST_WEEKS * MINUTES)
    whole = np.floor(points).astype(np.int64)
    part = points - whole
    size = int(whole.max()) + 2
    found = np.bincount(whole, 1 - part, size) + np.bincount(whole + 1, part, size)
    return np.asarray(found / len(points))


def _profile(expected: np.ndarray, hours: Hours) -> tuple[tuple[Period, float], ...]:
    """Return weights by hours: the first hour of an opening apart if it is busier."""
    opened = [(start, end) for start, end in hours.intervals]
    rest = hours_of((s + FIRST_HOUR, e) for s, e in opened if e - s >= 2 * FIRST_HOUR)
    if not rest.intervals:
        return tuple(periods(hours))
    usual = _density(expected, rest.intervals)
    weighed: list[tuple[Hours, float]] = []
    for start, end in opened:
        pieces = [(start, end)]
        if end - start >= 2 * FIRST_HOUR:
            pieces = [(start, start + FIRST_HOUR), (start + FIRST_HOUR, end)]
        for piece in pieces:
            weight = _density(expected, (piece,)) / usual
            if abs(weight - 1) < SLIGHT:
                weight = 1.0
            weighed.append((Hours((piece,)), round(weight, 2)))
    return tuple(levels(weighed))


def _density(expected: np.ndarray, intervals: tuple[tuple[float, float], ...]) -> float:
    minutes = np.concatenate([np.arange(int(s / 60), int(e / 60)) for s, e in intervals])
    return float(expected[minutes].mean())
