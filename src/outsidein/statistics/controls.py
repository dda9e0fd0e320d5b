"""Control variates: what is known exactly makes an interval of what is not narrower."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from outsidein.statistics.estimate import Estimate, student_t_quantile

Floats = npt.NDArray[np.float64]
Side = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
REPLICATIONS_A_CONTROL = 10
NARROWER = 0.8  # of the plain interval's width, at most, for a controlled one to be used


def controlled(
    sides: Sequence[Side],
    controls: npt.ArrayLike,
    n: int,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate a ratio of sums, or a difference of two, with controls whose mean is known to be 0.

    Parameters
    ----------
    sides : numerators and denominators, one of each a replication; a second pair is subtracted.
    controls : a row a replication, a column a control; its expectation is exactly 0.
    n : observations behind the figure.
    confidence : of the interval, between 0 and 1.

    Raises
    ------
    ValueError : not a row a replication, or fewer than `REPLICATIONS_A_CONTROL` for each control.

    Notes
    -----
    Numerators and denominators are regressed on the controls and read off where all controls are
    0; the ratio is taken of these, so that a figure which follows from the controls, as paid hours
    over who comes, is exact. Student's t with R - k - 1 degrees of freedom for R replications and k
    controls; a control that never varies, or repeats others, does not count. With controls that
    explain nothing the variance grows by (R - 2) / (R - k - 2) on average.
    Source: Lavenberg & Welch, "A perspective on the use of control variables to increase the
    efficiency of Monte Carlo simulations", Management Science 27 (1981); Law, *Simulation Modeling
    and Analysis*, section 11.4.
    """
    table, count = np.asarray(controls, dtype=np.float64), len(sides[0][0])
    if table.ndim != 2 or len(table) != count:
        raise ValueError(f"controls are {table.shape}, must have {count} rows")
    if count < REPLICATIONS_A_CONTROL * table.shape[1]:
        raise ValueError(f"{table.shape[1]} controls are too many for {count} replications")
    size = table.std(axis=0)
    table = table[:, size > 0] / size[size > 0]
    mean = table.mean(axis=0)
    moved = table - mean
    rank = int(np.linalg.matrix_rank(moved, rtol=1e-9)) if moved.size else 0
    told = [_at_zero(np.asarray(a, float), np.asarray(b, float), moved, mean) for a, b in sides]
    degrees = count - rank - 1
    value = told[0][0] - sum(one[0] for one in told[1:])
    rest = told[0][1] - sum(one[1] for one in told[1:])
    # How far the point where all controls are 0 lies from the middle of the data.
    away = float(mean @ np.linalg.pinv(moved.T @ moved, rcond=1e-9, hermitian=True) @ mean)
    error = math.sqrt(float(rest @ rest) / degrees * (1 / count + away))
    half = student_t_quantile((1 + confidence) / 2, degrees) * error
    return Estimate(
        value=value, low=value - half, high=value + half, n=n, standard_error=error,
        degrees=degrees, confidence=confidence,
    )  # fmt: skip


def _at_zero(top: Floats, bottom: Floats, moved: Floats, mean: Floats) -> tuple[float, Floats]:
    """Return a ratio where all controls are 0, and what is left of it in each replication."""
    both = np.column_stack([top, bottom])
    line = np.linalg.lstsq(moved, both - both.mean(axis=0), rcond=1e-9)[0]
    above, below = both.mean(axis=0) - mean @ line
    if not below > 0:
        return math.nan, np.full(len(top), math.nan)
    value = float(above / below)
    rest = both - both.mean(axis=0) - moved @ line
    return value, np.asarray((rest[:, 0] - value * rest[:, 1]) / below)


def if_narrower(plain: Estimate, with_controls: Estimate) -> Estimate | None:
    """Give the controlled estimate if its interval is at least a fifth narrower, else None.

    The narrower of two intervals, chosen after the look, would hold too rarely. Of 10,000
    experiments with 30 replications and 3 controls, what this rule shows held the truth 93.6 of
    100 times at worst, where the controls explain half of the variance, and about 95 times where
    they explain less than a third or more than 60 %.
    """
    if not (plain.has_interval and with_controls.has_interval and plain.half_width > 0):
        return None
    return with_controls if with_controls.half_width <= NARROWER * plain.half_width else None
