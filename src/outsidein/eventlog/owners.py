"""Whose case each is: cases of one customer are alike, and every error allows for it.

How alike is the intraclass correlation, from the products of what two cases of one customer are off
the mean (Donner & Klar, Design and Analysis of Cluster Randomization Trials, chapter 1). The error
of a difference then comes from all cases together, as it would be without a difference: cases of
one side alone, where an activity may not happen once, tell too small an error.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.store import EventLog

Floats = npt.NDArray[np.float64]


def owners(log: EventLog) -> npt.NDArray[np.int64]:
    """Return a number a case: its customer's, or one of its own where nobody is named."""
    cases = np.arange(len(log.events.case))
    if "customer" not in log.said:
        return cases
    codes = log.of_cases("customer").astype(np.int64)
    found = np.where(codes >= 0, codes, len(log.said["customer"].words) + cases)
    return np.unique(found, return_inverse=True)[1].astype(np.int64)


def likeness(values: Floats, owner: npt.NDArray[np.int64]) -> float:
    """Return how alike the values of one owner's cases are: the intraclass correlation, 0 to 1."""
    off = values - values.mean()
    spread, counts = float((off**2).mean()), np.bincount(owner)
    pairs = float((counts.astype(np.float64) ** 2 - counts).sum())
    if not spread or not pairs:
        return 0.0
    products = float((np.bincount(owner, weights=off) ** 2).sum() - (off**2).sum())
    return min(max(products / pairs / spread, 0.0), 1.0)


def error_of(weights: Floats, owner: npt.NDArray[np.int64], values: Floats) -> float:
    """Return the standard error of a weighted sum of values, if all cases have one mean."""
    alike = likeness(values, owner)
    alone = float((weights**2).sum())
    together = float((np.bincount(owner, weights=weights) ** 2).sum())
    return float(np.sqrt(values.var() * ((1 - alike) * alone + alike * together)))


def ranks(values: Floats) -> Floats:
    """Return the rank of each value; equal ones share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found: Floats = ((2 * last - counts + 1) / 2)[place]
    return found
