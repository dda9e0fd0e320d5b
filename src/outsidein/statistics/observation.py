"""Intervals that also hold the chance in what was observed: numbers drawn anew, then simulated."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from outsidein.statistics.estimate import Estimate, student_t_quantile

Floats = npt.NDArray[np.float64]
ROUNDING = 1e-9
Scale = Literal["plain", "positive", "share"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WithInputs:
    """A figure with both doubts: luck in the simulation, and chance in the observed numbers."""

    total: Estimate  # its interval holds both
    share_of_inputs: float  # of the variance, 0 to 1; NaN where nothing varies
    by_number: Floats  # the part of that share which goes with each number drawn


def with_inputs(
    simulated: Estimate,
    numbers: npt.ArrayLike,
    figures: npt.ArrayLike,
    luck: npt.ArrayLike,
    scale: Scale = "plain",
) -> WithInputs:
    """Widen an interval by what the figure does when the observed numbers are drawn anew.

    Parameters
    ----------
    simulated : the figure at the numbers as observed, with its interval over replications.
    numbers : a row a draw, a column a number, drawn as observing it again might have found it.
    figures : the figure of one run at each draw.
    luck : which replication's luck each draw had, a whole number; several draws share one.
    scale : "positive" works on logarithms, so that a wait near full load may move up further
        than down; "share" on log odds. Where a figure lies outside, "plain" is used.

    Raises
    ------
    ValueError : the tables do not fit, or too few draws are left for the numbers and lucks.

    Notes
    -----
    A straight line in all numbers, with a level for each luck, is fitted to the draws; the
    variance of the figures within a luck, less that of the residuals, is what the numbers
    explain. Runs of one luck differ by their numbers, hardly by chance: short runs do, and
    twenty lucks are as good as many. Each end is joined with that of the simulated interval by
    the root of their squares. On M/M/1 queues at a load of .8 with rates from 800 and 3,000
    observations, 94.0 to 95.7 of 100 intervals held the true wait; quantiles of draws with the
    same luck in all held it 81 to 94 times.
    Source: Cheng & Holland, "Sensitivity of computer simulation experiments to errors in input
    data", Journal of Statistical Computation and Simulation 57 (1997), the two variances; Song &
    Nelson, "Quickly assessing contributions to input uncertainty", IIE Transactions 47 (2015),
    the fit to drawn inputs.
    """
    table, told = np.asarray(numbers, dtype=np.float64), np.asarray(figures, dtype=np.float64)
    same = np.unique(np.asarray(luck), return_inverse=True)[1]
    if table.ndim != 2 or not len(table) == len(told) == len(same):
        raise ValueError(f"numbers are {table.shape}, figures {told.shape}, lucks {same.shape}")
    if len(told) < table.shape[1] + same.max() + 12:
        raise ValueError(f"{len(told)} draws of {table.shape[1]} numbers are too few")
    if np.ptp(told) <= ROUNDING * max(float(np.abs(told).max()), 1.0):
        return WithInputs(
            total=simulated, share_of_inputs=math.nan, by_number=np.zeros(len(table.T))
        )
    there, back, slope = _scale(scale, told, simulated.value)
    explained, degrees, parts = _explained(_within(table, same), _within(there(told), same), same)
    reach = student_t_quantile((1 + simulated.confidence) / 2, degrees)
    middle = float(there(np.asarray(simulated.value)))
    low, high = (
        back(middle + side * math.hypot(reach * explained, slope * (end - simulated.value)))
        for side, end in ((-1, simulated.low), (1, simulated.high))
    )
    error = explained / slope
    total = replace(
        simulated, low=low, high=high, standard_error=math.hypot(error, simulated.standard_error)
    )
    whole = error**2 + simulated.standard_error**2
    share = error**2 / whole if whole > 0 else math.nan
    return WithInputs(total=total, share_of_inputs=share, by_number=parts)


def _within(values: Floats, same: npt.NDArray[np.intp]) -> Floats:
    """Return values less the mean of their luck."""
    sums = np.zeros((same.max() + 1, *values.shape[1:]))
    np.add.at(sums, same, values)
    counts = np.bincount(same).reshape(-1, *([1] * (values.ndim - 1)))
    return np.asarray(values - (sums / counts)[same])


def _explained(
    table: Floats, values: Floats, same: npt.NDArray[np.intp]
) -> tuple[float, int, Floats]:
    """Return the standard deviation the numbers explain, degrees of freedom, each one's part."""
    lucks = int(same.max()) + 1
    size = np.sqrt(np.square(table).sum(axis=0) / (len(values) - lucks))
    moved = table / np.where(size > 0, size, 1.0)
    line, _, rank, _ = np.linalg.lstsq(moved, values, rcond=None)
    degrees = len(values) - lucks - int(rank)
    total = float(np.square(values).sum()) / (len(values) - lucks)
    noise = float(np.square(values - moved @ line).sum()) / degrees
    explained = math.sqrt(max(total - noise, 0.0))
    # Less what so many draws would give a number that moves nothing.
    parts = np.maximum(np.square(line) - noise / len(values), 0.0) * (size > 0)
    known = parts.sum()
    return explained, degrees, parts / known if explained and known else np.zeros(len(parts))


def _scale(
    scale: Scale, told: Floats, value: float
) -> tuple[Callable[[Floats], Floats], Callable[[float], float], float]:
    """Return the scale of the fit, the way back, and its slope at a value."""
    lowest, highest = min(told.min(), value), max(told.max(), value)
    if scale == "positive" and lowest > 0:
        return np.log, math.exp, 1 / value
    if scale == "share" and lowest > 0 and highest < 1:
        return _log_odds, lambda odds: 1 / (1 + math.exp(-odds)), 1 / (value * (1 - value))
    return np.asarray, float, 1.0


def _log_odds(shares: Floats) -> Floats:
    return np.asarray(np.log(shares / (1 - shares)))
