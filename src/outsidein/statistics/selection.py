"""Choosing the best of many, and keeping to a bound, with a probability that is promised before.

Both procedures are fully sequential: a replication more of whatever is left, until the sum of
the differences leaves a triangle that narrows with every replication.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# Numerators and denominators: a row a replication, a column an alternative.
Sampler = Callable[[Sequence[int], range], tuple[npt.ArrayLike, npt.ArrayLike]]
FIRST, AT_MOST = 10, 1_000  # replications of each alternative: first stage, and when to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The alternative selected, what it took, and what is promised of it.

    With probability `confidence` the one selected is the best, or worse by less than `zone`.
    Nothing is promised where `decided` is False: the replications allowed did not do.
    """

    best: int
    left: tuple[int, ...]  # not screened out at the end, the best first
    means: tuple[float, ...]  # of what was seen of each; they chose, so they flatter the best
    replications: tuple[int, ...]  # of each alternative
    zone: float
    confidence: float
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Whether a figure keeps to its bound, what it took, and what is promised of the answer.

    With probability `confidence` the answer is right, unless the figure lies within `zone` of
    the bound. Nothing is promised where `decided` is False.
    """

    kept: bool
    value: float
    replications: int
    zone: float
    confidence: float
    decided: bool


def select_best(
    sample: Sampler,
    alternatives: int,
    *,
    zone: float,
    confidence: float = 0.95,
    higher_is_better: bool = True,
    first: int = FIRST,
    at_most: int = AT_MOST,
) -> Selection:
    """Select the alternative with the best ratio of sums, inside an indifference zone (KN).

    Parameters
    ----------
    sample : called with alternatives and replications, gives their numerators and denominators;
        replication r of every alternative is meant to have the same luck. A plain mean has
        denominators of 1.
    alternatives : how many, >= 1.
    zone : the smallest difference worth finding, in the unit of the ratio, > 0.
    confidence : the probability promised, from 1 / alternatives to 1.
    higher_is_better : whether the largest ratio is the best.
    first : replications of every alternative before any is left out, >= 2.
    at_most : replications of an alternative, >= first.

    Raises
    ------
    ValueError : a number is out of range, or an alternative saw nothing in the first stage.

    Notes
    -----
    Kim & Nelson, "A fully sequential procedure for indifference-zone selection in simulation",
    ACM TOMACS 11 (2001), with c = 1 and alpha / (k - 1) for each pair, so that common random
    numbers are allowed. The promise is for normal observations, independent from replication to
    replication. A ratio is made linear around its value in the first stage, so that its mean over
    replications is free of the bias of a mean of ratios.

    Examples
    --------
    >>> luck, means = np.random.default_rng(1), np.array([0.0, 3.0, 1.0])
    >>> def sample(who, replications):
    ...     values = luck.normal(means[list(who)], 1.0, (len(replications), len(who)))
    ...     return values, np.ones(values.shape)
    >>> select_best(sample, 3, zone=1.0).best
    1
    """
    _check(zone, confidence, first, at_most)
    if alternatives < 1 or not 1 / alternatives < confidence:
        raise ValueError(f"{alternatives} alternatives, confidence {confidence}: nothing to choose")
    sign = 1.0 if higher_is_better else -1.0
    seen = _Seen(sample, alternatives, first)
    squared = _squared(1 - confidence, max(alternatives - 1, 1), first) * seen.variances() / zone**2
    left, count = list(range(alternatives)), first
    while True:
        totals = sign * np.array([seen.sums[k] for k in left])
        reach = np.maximum(0.0, zone / 2 * (squared[np.ix_(left, left)] - count))
        beaten = totals[:, np.newaxis] < totals[np.newaxis, :] - reach
        left = [left[k] for k in np.flatnonzero(~np.any(beaten, axis=1))]
        over = count > squared[np.ix_(left, left)].max()
        if len(left) == 1 or over or count >= at_most:
            break
        seen.add(left, range(count, count + 1))
        count += 1
    left.sort(key=lambda k: -sign * seen.sums[k])
    return Selection(
        best=left[0],
        left=(left[0],) if over or len(left) == 1 else tuple(left),
        means=tuple(seen.sums[k] / seen.counts[k] for k in range(alternatives)),
        replications=tuple(seen.counts),
        zone=zone,
        confidence=confidence,
        decided=bool(over) or len(left) == 1,
    )


def holds(
    sample: Sampler,
    bound: float,
    *,
    zone: float,
    confidence: float = 0.95,
    at_least: bool = True,
    first: int = FIRST,
    at_most: int = AT_MOST,
) -> Held:
    """Decide whether a ratio of sums keeps to a bound, unless it is within a zone of it.

    Parameters
    ----------
    sample : as for `select_best`, of one alternative, number 0.
    bound : in the unit of the ratio.
    zone : how close to the bound either answer will do, > 0.
    at_least : whether the ratio should be at least the bound; else at most.
    confidence, first, at_most : as for `select_best`.

    Raises
    ------
    ValueError : as `select_best`.

    Notes
    -----
    The check of one constraint of Andradottir & Kim, "Fully sequential procedures for comparing
    constrained systems via simulation", Naval Research Logistics 57 (2010), with c = 1. What is
    added up is numerator - bound x denominator: its mean is 0 exactly where the ratio is the
    bound.

    Examples
    --------
    >>> luck = np.random.default_rng(1)
    >>> def waits(who, replications):
    ...     shape = len(replications), 1
    ...     return luck.binomial(100, 0.93, shape), np.full(shape, 100.0)
    >>> holds(waits, 0.9, zone=0.01).kept
    True
    """
    _check(zone, confidence, first, at_most)
    sign = 1.0 if at_least else -1.0
    tops, bottoms = _observed(sample, [0], range(first))
    scale = _scale(bottoms)[0]
    beyond = sign * (tops[:, 0] - bound * bottoms[:, 0]) / scale
    wide = _squared(1 - confidence, 1, first) * float(beyond.var(ddof=1)) / (2 * zone)
    total, count = float(beyond.sum()), first
    top, bottom = float(tops.sum()), float(bottoms.sum())
    while abs(total) < (reach := max(0.0, wide - zone * count / 2)) and count < at_most:
        above, below = (float(a[0, 0]) for a in _observed(sample, [0], range(count, count + 1)))
        total += sign * (above - bound * below) / scale
        top, bottom, count = top + above, bottom + below, count + 1
    return Held(
        kept=total >= 0,
        value=top / bottom,
        replications=count,
        zone=zone,
        confidence=confidence,
        decided=abs(total) >= reach,
    )


class _Seen:
    """What was observed so far: each alternative's sum of linear observations."""

    def __init__(self, sample: Sampler, alternatives: int, first: int) -> None:
        self.sample = sample
        every = list(range(alternatives))
        tops, bottoms = _observed(sample, every, range(first))
        self.scales = _scale(bottoms)
        self.ratios = tops.sum(axis=0) / bottoms.sum(axis=0)
        self.first = self._linear(every, tops, bottoms)
        self.sums: list[float] = self.first.sum(axis=0).tolist()
        self.counts = [first] * alternatives

    def _linear(self, who: Sequence[int], tops: Floats, bottoms: Floats) -> Floats:
        ratios = self.ratios[list(who)]
        linear: Floats = ratios + (tops - ratios * bottoms) / self.scales[list(who)]
        return linear

    def variances(self) -> Floats:
        """Return the variance of each difference in the first stage, a row an alternative."""
        each = self.first - self.first[0]  # identical replications give exactly zero
        return np.array([np.var(each - one[:, np.newaxis], axis=0, ddof=1) for one in each.T])

    def add(self, who: Sequence[int], replications: range) -> None:
        """Observe replications of some alternatives."""
        found = self._linear(who, *_observed(self.sample, who, replications))
        for k, total in zip(who, found.sum(axis=0), strict=True):
            self.sums[k] += float(total)
            self.counts[k] += len(replications)


def _observed(sample: Sampler, who: Sequence[int], replications: range) -> tuple[Floats, Floats]:
    tops, bottoms = (np.asarray(a, dtype=np.float64) for a in sample(who, replications))
    if tops.shape != (len(replications), len(who)) or tops.shape != bottoms.shape:
        raise ValueError(f"{len(replications)} x {len(who)} observations asked, {tops.shape} given")
    if not (np.isfinite(tops).all() and np.isfinite(bottoms).all()):
        raise ValueError("an observation is not finite")
    return tops, bottoms


def _scale(bottoms: Floats) -> Floats:
    scales: Floats = bottoms.mean(axis=0)
    if not (scales > 0).all():
        who = int(np.flatnonzero(~(scales > 0))[0])
        raise ValueError(f"alternative {who} saw nothing in the first stage")
    return scales


def _squared(error: float, pairs: int, first: int) -> float:
    """Return h squared: how many variances of a difference, over the zone squared, to observe."""
    eta = math.expm1(math.log(2 * error / pairs) * -2 / (first - 1)) / 2
    return 2 * eta * (first - 1)


def _check(zone: float, confidence: float, first: int, at_most: int) -> None:
    if not zone > 0:
        raise ValueError(f"zone is {zone}, must be > 0")
    if not 0.5 <= confidence < 1:
        raise ValueError(f"confidence is {confidence}, must be from 0.5 to 1")
    if not 2 <= first <= at_most:
        raise ValueError(f"first is {first}, must be from 2 to at_most, {at_most}")
