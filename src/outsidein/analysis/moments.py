"""Moments of truth: the encounters after which the outcome differs most."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.analysis.evidence import Evidence, case_keys
from outsidein.measures import records as r
from outsidein.statistics import Estimate

FEWEST = 30  # cases on either side; fewer tell nothing
TOLD = 5
Z = 1.959964  # of a two-sided 95 % interval of the normal law
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentOfTruth:
    """One encounter: who is well served after it went well, and after it did not.

    It went wrong where a visit failed, the customer gave up, found it closed, or waited longer
    than they put up with. Shares are of the cases that visited the step.
    """

    step: str
    name: str
    cases: int
    went_wrong: float
    well_after_good: float
    well_after_wrong: float
    difference: Estimate  # of the two shares; Newcombe's hybrid score interval


def moments_of_truth(evidence: Evidence, most: int = TOLD) -> list[MomentOfTruth]:
    """Return the encounters whose course explains most of who is well served, most first.

    Ranked by the squared phi coefficient: the share of the variance of "well served" that "went
    wrong here" explains. An interval that includes no difference is left out.

    Source of the interval: Newcombe, Interval estimation for the difference between independent
    proportions, Statistics in Medicine 17 (1998), method 10.
    """
    cases = evidence.cases[evidence.cases["outcome"] >= 0]
    keys = case_keys(cases)
    order = keys.argsort()
    keys = keys[order]
    well = ((cases["outcome"] == 0) & (cases["poor"] == 0))[order]
    found = []
    for code, words in enumerate(evidence.words.steps):
        if words.verb in ("do", "touch"):
            visited, wrong = _course(evidence, code, keys)
            told = _moment(words.id, words.name, well[visited], wrong[visited])
            if told is not None:
                found.append(told)
    found.sort(key=lambda e: -e[0])
    return [moment for _, moment in found[:most]]


def _course(evidence: Evidence, code: int, keys: npt.NDArray[np.int64]) -> tuple[Bools, Bools]:
    """Return which cases visited a step, and for which of them it went wrong at least once."""
    rows = evidence.records[evidence.records["step"] == code]
    bad = (rows["how"] != r.SERVED) | (rows["over_tolerance"] > 0)
    visited = np.isin(keys, case_keys(rows))
    return visited, np.isin(keys, case_keys(rows[bad]))


def _moment(step: str, name: str, well: Bools, wrong: Bools) -> tuple[float, MomentOfTruth] | None:
    n_wrong, n_good = int(wrong.sum()), int((~wrong).sum())
    if min(n_wrong, n_good) < FEWEST:
        return None
    good, bad = float(well[~wrong].mean()), float(well[wrong].mean())
    difference = newcombe(good, n_good, bad, n_wrong)
    if difference.low <= 0:
        return None
    p, q = float(well.mean()), n_wrong / len(well)
    explained = (good - bad) ** 2 * q * (1 - q) / (p * (1 - p)) if 0 < p < 1 else 0.0
    moment = MomentOfTruth(
        step=step, name=name, cases=len(well), went_wrong=q, well_after_good=good,
        well_after_wrong=bad, difference=difference,
    )  # fmt: skip
    return explained, moment


def newcombe(p1: float, n1: int, p2: float, n2: int) -> Estimate:
    """Return p1 - p2 with its 95 % hybrid score interval (Newcombe 1998, method 10)."""
    low1, high1 = _wilson(p1, n1)
    low2, high2 = _wilson(p2, n2)
    value = p1 - p2
    low = value - math.hypot(p1 - low1, high2 - p2)
    high = value + math.hypot(high1 - p1, p2 - low2)
    return Estimate(value=value, low=low, high=high, n=n1 + n2)


def _wilson(p: float, n: int) -> tuple[float, float]:
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return middle - half, middle + half
