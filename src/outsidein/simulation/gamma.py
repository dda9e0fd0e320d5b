"""Quantile tables of the gamma law, fine in both tails."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

CELLS = 128  # in each halving of the distance to 0 and to 1
HALVINGS = 53
TABLE = 2 * CELLS * HALVINGS + 2


@lru_cache(maxsize=256)
def gamma_table(variation: float) -> np.ndarray:
    """Return quantiles of the gamma law with mean 1 and the given coefficient of variation.

    The table holds ``look_up``'s nodes: CELLS in each interval (2**-k-1, 2**-k] below 1/2, and
    the same from above. It is scaled so that its mean is exact; its variance is within 1e-5.
    """
    from scipy.special import gammainccinv, gammaincinv

    shape = variation**-2
    nodes = _nodes()
    lower = gammaincinv(shape, nodes) / shape
    upper = gammainccinv(shape, nodes) / shape
    table = np.concatenate([lower, upper])
    return table / _mean(table, nodes)


def _nodes() -> np.ndarray:
    """Return the probabilities of the nodes: 1/2 downwards, CELLS a halving, ending at 0."""
    halving, cell = np.divmod(np.arange(CELLS * HALVINGS), CELLS)
    nodes = 2.0 ** -(halving + 1.0) * (1.0 - cell / (2.0 * CELLS))
    return np.append(nodes, 2.0 ** -(HALVINGS + 1.0))


def _mean(table: np.ndarray, nodes: np.ndarray) -> float:
    """Return the mean of the law that linear interpolation between the nodes gives."""
    half = len(nodes)
    width = nodes[:-1] - nodes[1:]
    total = 0.0
    for part in (table[:half], table[half:]):
        total += float(np.sum(width * (part[:-1] + part[1:]) / 2)) + nodes[-1] * float(part[-1])
    return total


def look_up(table: np.ndarray, u: float) -> float:
    """Return the quantile at u in (0, 1) by linear interpolation."""
    start = 0 if u <= 0.5 else len(table) // 2
    p = u if u <= 0.5 else 1.0 - u
    mantissa, exponent = math.frexp(p)  # p = mantissa * 2**exponent, 1/2 <= mantissa < 1
    if mantissa == 0.5:
        mantissa, exponent = 1.0, exponent - 1
    place = (-exponent - 1) * CELLS + (1.0 - mantissa) * 2.0 * CELLS
    last = len(table) // 2 - 1
    cell = min(int(place), last - 1)
    share = min(place - cell, 1.0)
    below, above = table[start + cell], table[start + cell + 1]
    return float(below + (above - below) * share)
