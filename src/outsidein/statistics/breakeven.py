"""Where a comparison turns: the number at which the scenario is neither better nor worse."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.statistics.estimate import Estimate, student_t_quantile
from outsidein.statistics.jackknife import Jackknifed

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """The value of a number at which a difference is 0, and the values that may be it.

    `low` is -infinity and `high` infinity where that end lies beyond what was tried.
    """

    value: float
    low: float
    high: float
    rising: bool  # the difference grows as the number grows: it is positive above the value


def break_even(
    numbers: Sequence[float], differences: Sequence[Estimate], *, today: float | None = None
) -> BreakEven | None:
    """Find where a difference, evaluated at two or more values of one number, crosses 0.

    Parameters
    ----------
    numbers : the values tried, two or more, increasing.
    differences : scenario minus today at each of them, on the same random numbers. One without
        a value is left out.
    today : the number's present value; of several crossings the nearest to it is given, the
        lowest when not given.

    Returns
    -------
    The break-even, or None where the differences, as estimated, never change sign.

    Raises
    ------
    ValueError : fewer than two values, not increasing, or not one difference a value.

    Notes
    -----
    Straight lines between the values tried. The interval holds every number, connected to the
    break-even, at which the interval of the difference, drawn straight as well, still holds 0;
    exact when the difference is straight in the number, and then rather too wide than too
    narrow, for the true half-width sags between the values tried.

    Examples
    --------
    The difference is -10 at 20 and 30 at 40: 0 a quarter of the way. Its lower end, from -14 to
    26, is 0 at 27; its upper end, from -6 to 34, at 23.

    >>> tried = [Estimate(value=v, low=v - 4, high=v + 4, n=900) for v in (-10, 30)]
    >>> break_even([20, 40], tried)
    BreakEven(value=25.0, low=23.0, high=27.0, rising=True)
    """
    at = np.asarray(numbers, dtype=np.float64)
    if len(at) < 2 or not (np.diff(at) > 0).all() or len(at) != len(differences):
        raise ValueError(f"need 2 or more increasing numbers and a difference each, have {numbers}")
    band = np.array([(one.value, one.low, one.high) for one in differences], dtype=np.float64)
    at, band = at[~np.isnan(band[:, 0])], band[~np.isnan(band[:, 0])]
    values, lows, highs = band.T
    crossings = list(_crossings(at, values))
    if not crossings:
        return None
    start = -math.inf if today is None else today
    value, rising = min(crossings, key=lambda crossing: (abs(crossing[0] - start), crossing[0]))
    high = _last_holding_zero(at, lows, highs, value)
    low = -_last_holding_zero(-at[::-1], lows[::-1], highs[::-1], -value)
    # Without width, rounding may put an end on the wrong side of the value.
    return BreakEven(value=value, low=min(low, value), high=max(high, value), rising=rising)


def break_even_of_line(
    at_zero: Jackknifed, per_unit: Jackknifed, confidence: float = 0.95
) -> BreakEven | None:
    """Find where a difference that is exactly a straight line in one number is 0.

    "Pays if a kept customer is worth over 31 EUR": the difference is minus the extra cost plus
    worth times customers kept.

    Parameters
    ----------
    at_zero : the difference where the number is 0, jackknifed.
    per_unit : what one unit of the number adds, jackknifed over the same replications.
    confidence : of the interval, between 0 and 1.

    Returns
    -------
    The break-even, or None where one unit adds nothing, as estimated.

    Raises
    ------
    ValueError : the replications cannot be paired.

    Notes
    -----
    The interval holds every number at which the interval of the difference holds 0. It has no
    ends (both infinite) where what one unit adds may itself be 0, and NaN ends where the
    figures have no interval.
    Source: Fieller, "Some problems in interval estimation", Journal of the Royal Statistical
    Society B 16 (1954).

    Examples
    --------
    >>> cost = Jackknifed(value=-62.0, left_out=np.array([-61.0, -62.0, -63.0]))
    >>> kept = Jackknifed(value=2.0, left_out=np.array([2.0, 2.0, 2.0]))
    >>> pays = break_even_of_line(cost, kept)
    >>> pays.value, round(pays.low, 2), round(pays.high, 2), pays.rising
    (31.0, 28.52, 33.48, True)
    """
    if at_zero.replications != per_unit.replications:
        counts = f"{at_zero.replications} and {per_unit.replications}"
        raise ValueError(f"replications cannot be paired, the figures have {counts}")
    if math.isnan(at_zero.value) or not abs(per_unit.value) > 0:
        return None
    low, high = _fieller(at_zero, per_unit, confidence)
    return BreakEven(
        value=-at_zero.value / per_unit.value, low=low, high=high, rising=per_unit.value > 0
    )


def _crossings(at: Floats, values: Floats) -> Iterator[tuple[float, bool]]:
    """Where the straight lines through the points change sign, and whether they rise there."""
    signs = np.sign(values)
    known = np.flatnonzero(signs)
    for left, right in itertools.pairwise(known):
        if signs[left] == signs[right]:
            continue
        if right == left + 1:
            place = _zero(at[left], values[left], at[right], values[right])
        else:  # exactly 0 at the points between: the middle of them
            place = (at[left + 1] + at[right - 1]) / 2
        yield float(place), bool(signs[right] > 0)


def _last_holding_zero(at: Floats, lows: Floats, highs: Floats, value: float) -> float:
    """Give the last number above `value` up to which the band from lows to highs holds 0."""
    before = value, float(np.interp(value, at, lows)), float(np.interp(value, at, highs))
    for place in np.flatnonzero(at > value):
        after = float(at[place]), float(lows[place]), float(highs[place])
        if math.isnan(after[1]) or math.isnan(after[2]):
            return math.nan
        if after[1] > 0:
            return _zero(before[0], before[1], after[0], after[1])
        if after[2] < 0:
            return _zero(before[0], before[2], after[0], after[2])
        before = after
    return math.inf


def _zero(left: float, at_left: float, right: float, at_right: float) -> float:
    return left + (right - left) * at_left / (at_left - at_right)


def _fieller(at_zero: Jackknifed, per_unit: Jackknifed, confidence: float) -> tuple[float, float]:
    """Solve for the numbers x with (a + b x)^2 <= t^2 times the variance of a + b x."""
    count = at_zero.replications
    if count < 2:
        return math.nan, math.nan
    t = student_t_quantile((1 + confidence) / 2, count - 1)
    spread = np.cov([at_zero.left_out, per_unit.left_out]) * (count - 1) ** 2 / count * t**2
    a, b = at_zero.value, per_unit.value
    square, half, rest = b * b - spread[1, 1], a * b - spread[0, 1], a * a - spread[0, 0]
    if math.isnan(square + half + rest):
        return math.nan, math.nan
    if square <= 0:
        return -math.inf, math.inf
    root = math.sqrt(max(half * half - square * rest, 0.0))
    return float((-half - root) / square), float((-half + root) / square)
