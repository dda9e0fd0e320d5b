"""A figure together with what it would be without each replication: the base of every interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Jackknifed:
    """A figure over all replications, and the same figure with each one left out.

    Two of them can be combined only if replication i is the same in both: that is what keeps
    the advantage of common random numbers.
    """

    value: float
    left_out: Floats  # one a replication; NaN where nothing is left without it

    @property
    def replications(self) -> int:
        """How many replications stand behind the figure."""
        return len(self.left_out)

    @property
    def standard_error(self) -> float:
        """The jackknife standard error, in the unit of the figure; NaN for one replication.

        Source: Efron & Tibshirani, *An Introduction to the Bootstrap*, section 11.2.
        """
        count = self.replications
        if count < 2:
            return float("nan")
        # From the first one, so that identical replications give exactly zero.
        moved = self.left_out - self.left_out[0]
        moved = moved - moved.mean()
        return float(np.sqrt((count - 1) / count * np.square(moved).sum()))


def ratio_of_sums(numerators: npt.ArrayLike, denominators: npt.ArrayLike) -> Jackknifed:
    """Give the sum of the numerators over the sum of the denominators, one of each a replication.

    Parameters
    ----------
    numerators : what was summed in each replication, any finite number.
    denominators : what it was summed over (cases, visits, seconds), finite, >= 0. A replication
        that saw nothing has 0 and stays one of the replications.

    Raises
    ------
    ValueError : lengths differ or are 0, a number is not finite, a denominator is negative.

    Notes
    -----
    The plain ratio, biased by a term of order 1/R; the value is NaN when the denominators sum
    to 0. Source: Efron & Tibshirani, chapter 11; Law, *Simulation Modeling and Analysis*,
    section 9.5.3 (the regenerative method: ratios and their jackknife).

    Examples
    --------
    >>> figure = ratio_of_sums([2, 4, 6], [1, 2, 1])
    >>> figure.value, figure.left_out.tolist()
    (3.0, [3.3333333333333335, 4.0, 2.0])
    """
    above, below = (
        _per_replication(numerators, "numerators"),
        _per_replication(denominators, "denominators"),
    )
    if len(above) != len(below):
        raise ValueError(f"{len(above)} numerators but {len(below)} denominators")
    if (below < 0).any():
        raise ValueError(f"denominators hold {below.min()}, must be >= 0")
    return Jackknifed(
        value=float(_quotient(above.sum(), below.sum())),
        left_out=_quotient(above.sum() - above, below.sum() - below),
    )


def combine(function: Callable[..., Any], *figures: Jackknifed) -> Jackknifed:
    """Apply a smooth function of numbers to figures measured in the same replications.

    The function must work on arrays element by element.

    Raises
    ------
    ValueError : the figures do not have the same number of replications.

    Examples
    --------
    >>> ours, theirs = ratio_of_sums([2, 4], [1, 1]), ratio_of_sums([1, 1], [1, 1])
    >>> combine(lambda a, b: a - b, ours, theirs).left_out.tolist()
    [3.0, 1.0]
    """
    counts = {figure.replications for figure in figures}
    if len(counts) != 1:
        raise ValueError(f"replications cannot be paired, the figures have {sorted(counts)}")
    with np.errstate(divide="ignore", invalid="ignore"):
        left_out = function(*(figure.left_out for figure in figures))
        value = function(*(np.float64(figure.value) for figure in figures))
    return Jackknifed(value=float(value), left_out=np.asarray(left_out, dtype=np.float64))


def _per_replication(values: npt.ArrayLike, name: str) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not array.size:
        raise ValueError(f"{name} must be one number a replication, have shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} hold {array[~np.isfinite(array)][0]}, must be finite")
    return array


def _quotient(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    result: Floats = np.full(above.shape, np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result
