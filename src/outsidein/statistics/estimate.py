"""Estimates over replications, with intervals that claim no more than was simulated."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from outsidein.statistics.jackknife import Jackknifed, combine, ratio_of_sums


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """A figure, the interval around it, and how many observations stand behind it.

    `low` and `high` are NaN where no interval can be given; `why_no_interval` then says why.
    Two estimates are equal when all they hold is equal, NaN counting as equal to NaN.
    """

    value: float
    low: float
    high: float
    n: int  # observations: cases, visits, or whatever the denominators counted
    standard_error: float = math.nan
    degrees: int = 0  # of freedom: replications - 1
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"low is {self.low}, must be <= high, which is {self.high}")
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence is {self.confidence}, must be between 0 and 1")

    @property
    def has_interval(self) -> bool:
        """Whether both ends of the interval are known."""
        return not (math.isnan(self.low) or math.isnan(self.high))

    @property
    def why_no_interval(self) -> str:
        """In words why there is no interval; empty where there is one."""
        if self.has_interval:
            return ""
        if math.isnan(self.value):
            return "nothing was observed"
        return "one replication" if self.degrees < 1 else "too few were observed"

    @property
    def half_width(self) -> float:
        """Half the width of the interval, in the unit of the value."""
        return (self.high - self.low) / 2

    @property
    def relative_precision(self) -> float:
        """Half the width as a share of the value: the precision reached; infinite around 0."""
        if self.value == 0:
            return 0.0 if self.half_width == 0 else math.inf
        return self.half_width / abs(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Estimate) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[float | None, ...]:
        held: list[float] = [self.value, self.low, self.high, self.n]
        held += [self.standard_error, self.degrees, self.confidence]
        return tuple(None if math.isnan(number) else number for number in held)


def interval(figure: Jackknifed, n: int, confidence: float = 0.95) -> Estimate:
    """Give a jackknifed figure its Student t interval with replications - 1 degrees of freedom.

    Parameters
    ----------
    figure : the figure and its leave-one-replication-out values.
    n : observations behind it, >= 0.
    confidence : of the interval, between 0 and 1.

    Examples
    --------
    >>> interval(ratio_of_sums([1, 2, 3], [1, 1, 1]), n=3).value
    2.0
    """
    degrees = figure.replications - 1
    error = figure.standard_error
    half = student_t_quantile((1 + confidence) / 2, degrees) * error
    return Estimate(
        value=figure.value,
        low=figure.value - half,
        high=figure.value + half,
        n=n,
        standard_error=error,
        degrees=degrees,
        confidence=confidence,
    )


def ratio(
    numerators: npt.ArrayLike,
    denominators: npt.ArrayLike,
    confidence: float = 0.95,
    *,
    n: int | None = None,
) -> Estimate:
    """Estimate a ratio of sums over replications, with its jackknife t interval.

    Parameters
    ----------
    numerators, denominators : one of each a replication, as for `ratio_of_sums`.
    confidence : of the interval, between 0 and 1.
    n : observations behind the figure. The sum of the denominators when not given, which is
        right where they count something; give it where they are seconds or money.

    Raises
    ------
    ValueError : as `ratio_of_sums`.

    Notes
    -----
    No interval for one replication, nor when one replication holds everything observed.
    Identical replications give an interval without width.

    Examples
    --------
    Four replications: 30 minutes over 10 calls = 3 minutes a call. Leaving one out gives 28/9,
    26/8, 20/6 and 16/7.

    >>> minutes = ratio([2, 4, 10, 14], [1, 2, 4, 3])
    >>> minutes.value, minutes.n, round(minutes.standard_error, 4)
    (3.0, 10, 0.7225)
    """
    figure = ratio_of_sums(numerators, denominators)
    return interval(figure, _counted(denominators) if n is None else n, confidence)


def mean(values: npt.ArrayLike, confidence: float = 0.95) -> Estimate:
    """Estimate the mean of one number a replication; n is the number of replications.

    The classical t interval: the jackknife of a mean is its ordinary standard error.

    Raises
    ------
    ValueError : no value, or one that is not finite. Where a replication may see nothing, use
        `ratio`, which leaves that to its denominator.

    Examples
    --------
    >>> three = mean([1, 2, 3])
    >>> three.value, round(three.standard_error, 6), round(three.high, 4)
    (2.0, 0.57735, 4.4841)
    """
    return ratio(values, np.ones(np.shape(values)), confidence)


def proportion(seen: npt.ArrayLike, among: npt.ArrayLike, confidence: float = 0.95) -> Estimate:
    """Estimate a share: how many were seen among how many, one of each a replication.

    As `ratio`, the interval kept within 0 to 1. When none was seen in n, the interval goes from
    0 to `none_in(n)`; when all were, from 1 - `none_in(n)` to 1, for one replication as well.

    Raises
    ------
    ValueError : as `ratio_of_sums`, or a share outside 0 to 1.

    Examples
    --------
    >>> share = proportion([0, 0, 0], [20, 19, 20])
    >>> share.value, share.low, round(share.high, 4)
    (0.0, 0.0, 0.0495)
    """
    some, all_ = np.asarray(seen, dtype=np.float64), np.asarray(among, dtype=np.float64)
    found = ratio(some, all_, confidence)
    if ((some < 0) | (some > all_)).any():
        raise ValueError(f"seen is {some}, must be between 0 and what it was seen among, {all_}")
    low, high = max(found.low, 0.0), min(found.high, 1.0)
    if found.n and found.value == 0:
        low, high = 0.0, none_in(found.n, confidence)
    if found.n and found.value == 1:
        low, high = 1 - none_in(found.n, confidence), 1.0
    return _with_ends(found, low, high)


def difference(
    numerators_a: npt.ArrayLike,
    denominators_a: npt.ArrayLike,
    numerators_b: npt.ArrayLike,
    denominators_b: npt.ArrayLike,
    confidence: float = 0.95,
    *,
    n: int | None = None,
) -> Estimate:
    """Estimate ratio a minus ratio b, replication by replication on common random numbers.

    Parameters
    ----------
    numerators_a, denominators_a : of the scenario, one of each a replication.
    numerators_b, denominators_b : of today, the same replications in the same order.
    confidence : of the interval, between 0 and 1.
    n : observations behind the figure; the smaller sum of denominators when not given.

    Raises
    ------
    ValueError : as `ratio_of_sums`, or the replications cannot be paired.

    Notes
    -----
    Jackknife of the difference: both ratios leave out the same replication, so what the two
    share cancels. Source: Law, *Simulation Modeling and Analysis*, sections 10.2.1 (paired t)
    and 11.2 (common random numbers).

    Examples
    --------
    Every replication is one minute better, so the difference is certain though the two are not:

    >>> gain = difference([4, 6, 8], [1, 1, 1], [5, 7, 9], [1, 1, 1])
    >>> gain.value, gain.low, gain.high
    (-1.0, -1.0, -1.0)
    """
    ours, theirs = (
        ratio_of_sums(numerators_a, denominators_a),
        ratio_of_sums(numerators_b, denominators_b),
    )
    if n is None:
        n = min(_counted(denominators_a), _counted(denominators_b))
    return interval(combine(np.subtract, ours, theirs), n, confidence)


@lru_cache(maxsize=1024)
def student_t_quantile(p: float, degrees: float) -> float:
    """Give the p-quantile of Student's t; NaN for less than one degree of freedom.

    Examples
    --------
    >>> round(student_t_quantile(0.975, 29), 4), round(student_t_quantile(0.95, 1), 4)
    (2.0452, 6.3138)
    """
    from scipy.special import stdtrit

    if not 0 < p < 1:
        raise ValueError(f"p is {p}, must be between 0 and 1")
    return float(stdtrit(degrees, p)) if degrees >= 1 else math.nan


def none_in(n: int, confidence: float = 0.95) -> float:
    """Give the largest share still believable after seeing none in n independent observations.

    The p with (1 - p)^n = 1 - confidence, a one-sided bound; about 3/n at 95 % ("rule of
    three"). 1 when n is 0.
    Source: Hanley & Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249
    (1983).

    Examples
    --------
    >>> round(none_in(59), 4), round(none_in(10_000) * 10_000, 2)
    (0.0495, 3.0)
    """
    if n < 0:
        raise ValueError(f"n is {n}, must be >= 0")
    return -math.expm1(math.log1p(-confidence) / n) if n else 1.0


def simultaneous_confidence(confidence: float, comparisons: int) -> float:
    """Give the confidence of each interval so that all of them hold at once (Bonferroni).

    Examples
    --------
    >>> simultaneous_confidence(0.95, 5)
    0.99
    """
    if comparisons < 1:
        raise ValueError(f"comparisons is {comparisons}, must be >= 1")
    return 1 - (1 - confidence) / comparisons


def _counted(denominators: npt.ArrayLike) -> int:
    return round(float(np.sum(np.asarray(denominators, dtype=np.float64))))


def _with_ends(found: Estimate, low: float, high: float) -> Estimate:
    return Estimate(
        value=found.value,
        low=low,
        high=high,
        n=found.n,
        standard_error=found.standard_error,
        degrees=found.degrees,
        confidence=found.confidence,
    )
