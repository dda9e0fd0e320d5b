"""Times of which some have not ended yet: the Kaplan-Meier curve and what is read off it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# A product of fractions misses a round share by a few units in the last place.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurvivalCurve:
    """The share not yet ended after each time at which something ended, a step function."""

    times: Floats  # increasing: where the curve steps down
    survival: Floats  # share not yet ended just after each of them
    at_risk: Floats  # not yet ended and still observed just before
    ended: Floats  # ended at that time
    last: float  # the longest time observed, ended or not; NaN without observations

    @property
    def standard_errors(self) -> Floats:
        """Standard error of the survival after each step, by Greenwood's formula.

        0 once nothing survives. Source: Greenwood (1926), in Klein & Moeschberger, *Survival
        Analysis*, section 4.2.
        """
        left = self.at_risk - self.ended
        terms = np.divide(self.ended, self.at_risk * left, out=np.zeros_like(left), where=left > 0)
        errors: Floats = self.survival * np.sqrt(np.cumsum(terms))
        return errors

    @property
    def median(self) -> float:
        """The time by which half have ended; NaN when the curve does not come down that far."""
        return self.quantile(0.5)

    def at(self, time: float) -> float:
        """Give the share not yet ended just after `time`."""
        step = int(np.searchsorted(self.times, time, side="right"))
        return float(self.survival[step - 1]) if step else 1.0

    def quantile(self, p: float) -> float:
        """Give the earliest time by which a share `p` has ended; NaN when it never has.

        Raises
        ------
        ValueError : p is not above 0 and at most 1.
        """
        if not 0 < p <= 1:
            raise ValueError(f"p is {p}, must be above 0 and at most 1")
        below = np.flatnonzero(self.survival <= 1 - p + ROUNDING)
        return float(self.times[below[0]]) if below.size else math.nan

    def restricted_mean(self, limit: float | None = None) -> float:
        """Give the mean of the times, each counted up to `limit`: the area under the curve.

        The limit is the longest time observed when not given. Beyond that nothing is known, so
        a later limit gives NaN unless everything has ended.

        Raises
        ------
        ValueError : the limit is negative.
        """
        limit = self.last if limit is None else limit
        if limit < 0:
            raise ValueError(f"limit is {limit}, must be >= 0")
        if math.isnan(limit) or (limit > self.last and self.at(self.last) > 0):
            return math.nan
        within = self.times < limit
        corners = np.concatenate([[0.0], self.times[within], [limit]])
        heights = np.concatenate([[1.0], self.survival[within]])
        return float((np.diff(corners) * heights).sum())


def kaplan_meier(
    times: npt.ArrayLike, ended: npt.ArrayLike, counts: npt.ArrayLike | None = None
) -> SurvivalCurve:
    """Estimate how long things last when some were still under way when last seen.

    Parameters
    ----------
    times : how long each was observed, >= 0, in any unit.
    ended : True where it ended at that time, False where it was still under way.
    counts : how many each observation stands for, >= 0; one when not given.

    Raises
    ------
    ValueError : the lengths differ, a time or count is negative or not finite.

    Notes
    -----
    The product over ending times of 1 - ended/at risk. What ends and what is still under way at
    the same time: the latter counts as at risk. Assumes that being observed shortly has nothing
    to do with lasting long. Source: Kaplan & Meier, "Nonparametric estimation from incomplete
    observations", JASA 53 (1958).

    Examples
    --------
    Of four, one ended at 1, one was under way at 2, two ended at 3: 3/4 and then 0.

    >>> curve = kaplan_meier([1, 2, 3, 3], [True, False, True, True])
    >>> curve.survival.tolist(), curve.median, curve.restricted_mean()
    ([0.75, 0.0], 3.0, 2.5)
    """
    lasted = np.asarray(times, dtype=np.float64).ravel()
    over = np.asarray(ended, dtype=np.bool_).ravel()
    weight = np.ones_like(lasted) if counts is None else np.asarray(counts, dtype=np.float64)
    if not lasted.shape == over.shape == weight.shape:
        raise ValueError(f"{lasted.size} times, {over.size} ended, {weight.size} counts")
    if not (np.isfinite(lasted) & np.isfinite(weight) & (lasted >= 0) & (weight >= 0)).all():
        raise ValueError("times and counts must be finite and >= 0")
    lasted, over, weight = lasted[weight > 0], over[weight > 0], weight[weight > 0]
    steps, place = np.unique(lasted, return_inverse=True)
    left = np.asarray(np.bincount(place, weights=weight, minlength=len(steps)), np.float64)
    ends = np.asarray(np.bincount(place, weights=weight * over, minlength=len(steps)), np.float64)
    at_risk: Floats = np.cumsum(left[::-1])[::-1]
    some = ends > 0
    return SurvivalCurve(
        times=steps[some],
        survival=np.asarray(np.cumprod(1 - ends[some] / at_risk[some]), dtype=np.float64),
        at_risk=at_risk[some],
        ended=ends[some],
        last=float(steps[-1]) if len(steps) else math.nan,
    )
