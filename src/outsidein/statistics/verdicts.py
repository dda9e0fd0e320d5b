"""The verdict of a comparison: what an interval allows to be said, in four words."""

from __future__ import annotations

from typing import Literal

from outsidein.statistics.estimate import Estimate

Verdict = Literal["better", "worse", "no difference that matters", "cannot tell yet"]


def verdict(
    difference: Estimate, smallest_that_matters: float, *, higher_is_better: bool
) -> Verdict:
    """Say what the interval of a difference (scenario minus today) allows to be said.

    Parameters
    ----------
    difference : with its interval, at the confidence of the comparison.
    smallest_that_matters : in the same unit, >= 0; smaller differences, either way, are of no
        interest. A difference of exactly this size matters.
    higher_is_better : whether a positive difference is an improvement.

    Raises
    ------
    ValueError : `smallest_that_matters` is negative or NaN.

    Notes
    -----
    In this order, with s the smallest difference that matters:

    - no interval: cannot tell yet;
    - the whole interval strictly between -s and s, or exactly 0 at both ends: no difference that
      matters, even if the interval excludes 0;
    - the whole interval above 0: better (worse where lower is better); below 0: the other way
      round, even if it reaches into the zone that does not matter;
    - otherwise, the interval holds 0 and something that matters: cannot tell yet.

    Examples
    --------
    >>> gain = Estimate(value=3, low=0.5, high=5.5, n=900)
    >>> verdict(gain, 1, higher_is_better=True), verdict(gain, 6, higher_is_better=True)
    ('better', 'no difference that matters')
    """
    if not smallest_that_matters >= 0:
        raise ValueError(f"smallest_that_matters is {smallest_that_matters}, must be >= 0")
    if not difference.has_interval:
        return "cannot tell yet"
    low, high = difference.low, difference.high
    if (-smallest_that_matters < low and high < smallest_that_matters) or low == high == 0:
        return "no difference that matters"
    if low > 0:
        return "better" if higher_is_better else "worse"
    if high < 0:
        return "worse" if higher_is_better else "better"
    return "cannot tell yet"


def smallest_difference(today: float, share: float = 0.01) -> float:
    """Give the smallest difference that matters as a share of today's value, in its unit.

    Examples
    --------
    >>> smallest_difference(-250.0)
    2.5
    """
    return abs(today) * share
