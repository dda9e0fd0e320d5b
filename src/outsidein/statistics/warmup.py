"""How much of the start to leave out, so that an empty beginning does not colour the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BATCH = 5
MOST_PILOT_WEEKS = 100  # weekly means in batches of 5 need about that many to settle


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """How many observations (weeks, for weekly means) to leave out at the start."""

    length: int
    settled: bool  # False: the best cut is the latest one allowed, so the pilot was too short
    observed: int  # how many observations the pilot had


def warm_up(pilots: npt.ArrayLike, batch: int = BATCH) -> WarmUp:
    """Find the warm-up of a series, or of the average of several pilot replications, by MSER-5.

    Parameters
    ----------
    pilots : one series, or one row a pilot replication, finite: with calendars the weekly means
        of work in progress (a `length` in weeks), without them any evenly spaced observations.
    batch : observations in a batch, >= 1.

    Raises
    ------
    ValueError : not a series or a table of them, a number that is not finite, or `batch` < 1.

    Notes
    -----
    Batch means Z of `batch` observations, the incomplete last batch dropped. The cut d minimises
    sum over i > d of (Z_i - their mean)^2 / (m - d)^2, the squared standard error of what is
    kept, over d <= m/2; the earliest of equal ones. At d = m/2 the series has not settled.
    Source: White, "An effective truncation heuristic for bias reduction in simulation output",
    Simulation 69 (1997); White, Cobb & Spratt, "A comparison of five steady-state truncation
    heuristics for simulation", Winter Simulation Conference 2000 (batches of 5).

    Examples
    --------
    Batch means 10, 4, 6, 4, 6, 4: the statistic is 0.759, 0.192, 0.25 and 0.296 for d = 0 to 3.

    >>> warm_up([mean for mean in (10, 4, 6, 4, 6, 4) for _ in range(5)])
    WarmUp(length=5, settled=True, observed=30)
    """
    table = np.atleast_2d(np.asarray(pilots, dtype=np.float64))
    if table.ndim > 2 or not len(table):
        raise ValueError(f"pilots must be a series or a table of series, has shape {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("pilots hold a number that is not finite")
    if batch < 1:
        raise ValueError(f"batch is {batch}, must be >= 1")
    series = table.mean(axis=0)
    batches = len(series) // batch
    means = series[: batches * batch].reshape(batches, batch).mean(axis=1)
    latest = batches // 2
    cut = int(np.argmin(_standard_errors_squared(means)[: latest + 1])) if batches else 0
    return WarmUp(length=cut * batch, settled=cut < latest, observed=len(series))


def longest(warm_ups: Iterable[WarmUp]) -> WarmUp:
    """Give the warm-up that serves all scenarios compared: the longest; settled if all are.

    Examples
    --------
    >>> short = WarmUp(length=5, settled=True, observed=100)
    >>> longest([short, WarmUp(length=50, settled=False, observed=100)])
    WarmUp(length=50, settled=False, observed=100)
    """
    found = list(warm_ups)
    return WarmUp(
        length=max(one.length for one in found),
        settled=all(one.settled for one in found),
        observed=min(one.observed for one in found),
    )


def _standard_errors_squared(means: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each cut d: the sum of squares about their mean of the batches after d, over count^2."""
    # Seen from the last batch and summed from the end: a constant tail gives exactly zero.
    backwards = (means - means[-1])[::-1]
    count = np.arange(1, len(means) + 1)
    squares = np.cumsum(np.square(backwards)) - np.square(np.cumsum(backwards)) / count
    statistic: npt.NDArray[np.float64] = np.maximum(squares, 0.0) / np.square(count)
    return statistic[::-1]
