"""How a time varies, as other simulators say it, and the law of ours that comes closest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outsidein.model.behaviour import Law

POINTS = 4_000
NEGLIGIBLE = 1e-4  # of the mean: nearer than any figure that is printed
Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Spread:
    """A distribution of times in seconds by its quantiles.

    ``text`` says it as its file does · ``quantile`` maps probabilities in (0, 1) to seconds ·
    ``law`` is ours if one means the same.
    """

    text: str
    quantile: Callable[[Numbers], Numbers]
    mean_seconds: float
    sd_seconds: float
    law: Law | None = None

    def points(self, count: int = POINTS) -> Numbers:
        """Return quantiles in the middle of equal slices, none below 0."""
        return np.maximum(self.quantile((np.arange(count) + 0.5) / count), 0.0)


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """A law of ours for a spread, and how far it is off: the mean distance, as a share of the mean.

    The distance is that of equal quantiles: the first Wasserstein distance.
    """

    law: Law
    off: float


class SpreadError(ValueError):
    """A distribution that cannot be: why."""


# -- what means the same as a law of ours


def fixed(value: float, text: str = "") -> Spread:
    """Return a time that is always the same."""
    _positive(value, "a time")
    law = Law(kind="constant", parameters=(value,))
    return Spread(text or f"fixed {value:g} s", lambda u: np.full(len(u), value), value, 0.0, law)


def uniform(low: float, high: float, text: str = "") -> Spread:
    """Return a time anywhere between two."""
    low, high = min(low, high), max(low, high)
    _positive(low, "the least time")
    if low == high:
        return fixed(low, text)
    law = Law(kind="uniform", parameters=(low, high))
    sd = (high - low) / math.sqrt(12)
    return Spread(text, lambda u: low + u * (high - low), (low + high) / 2, sd, law)


def triangular(low: float, mode: float, high: float, text: str = "") -> Spread:
    """Return a time between two, most often near a third."""
    _positive(low, "the least time")
    if not low <= mode <= high:
        raise SpreadError(f"{mode:g} does not lie between {low:g} and {high:g}")
    if low == high:
        return fixed(low, text)
    from scipy import stats

    found = stats.triang((mode - low) / (high - low), loc=low, scale=high - low)
    law = Law(kind="triangular", parameters=(low, mode, high))
    return Spread(text, found.ppf, found.mean(), found.std(), law)


def exponential(mean: float, text: str = "", *, least: float = 0.0) -> Spread:
    """Return a time without memory behind a least time."""
    rest = mean - least
    _positive(least, "the least time")
    if rest <= 0:
        return fixed(mean, text)
    law = Law(kind="exponential", parameters=(mean,)) if least == 0 else None

    def quantile(u: Numbers) -> Numbers:
        return np.asarray(least - rest * np.log(np.maximum(1 - u, 1e-300)))

    return Spread(text, quantile, mean, rest, law)


def normal(mean: float, sd: float, text: str = "") -> Spread:
    """Return a normal time; what would be below 0 counts as 0."""
    _positive(mean, "the mean")
    if sd <= 0:
        return fixed(mean, text)
    from scipy import stats

    law = Law(kind="normal", parameters=(mean, sd))
    return Spread(text, stats.norm(mean, sd).ppf, mean, sd, law)


def lognormal(mean: float, sd: float, text: str = "", *, least: float = 0.0) -> Spread:
    """Return a lognormal time of that arithmetic mean and deviation, behind a least time."""
    if mean - least <= 0:
        raise SpreadError(f"a lognormal time has a mean above 0, not {mean - least:g}")
    if sd <= 0:
        return fixed(mean, text)
    from scipy import stats

    sigma = math.sqrt(math.log1p((sd / (mean - least)) ** 2))
    scale = (mean - least) / math.exp(sigma**2 / 2)
    law = Law(kind="lognormal", parameters=(mean, sd)) if least == 0 else None
    return Spread(text, stats.lognorm(sigma, least, scale).ppf, mean, sd, law)


def gamma(mean: float, sd: float, text: str = "", *, least: float = 0.0) -> Spread:
    """Return a gamma time of that mean and deviation, behind a least time."""
    if mean - least <= 0:
        raise SpreadError(f"a gamma time has a mean above 0, not {mean - least:g}")
    if sd <= 0:
        return fixed(mean, text)
    from scipy import stats

    shape = ((mean - least) / sd) ** 2
    law = Law(kind="gamma", parameters=(mean, sd)) if least == 0 else None
    return Spread(text, stats.gamma(shape, least, (mean - least) / shape).ppf, mean, sd, law)


# -- what our laws do not hold


def from_quantiles(text: str, quantile: Callable[[Numbers], Numbers]) -> Spread:
    """Return a spread that only its quantiles are known of."""
    points = np.maximum(quantile((np.arange(POINTS) + 0.5) / POINTS), 0.0)
    return Spread(text, quantile, float(points.mean()), float(points.std()))


def values(of: Sequence[float], chances: Sequence[float], text: str) -> Spread:
    """Return a time that is one of several, each with its chance."""
    total = sum(chances)
    if not of or total <= 0 or min(chances) < 0 or min(of) < 0:
        raise SpreadError("its values or chances are below 0, or none")
    order = np.argsort(np.asarray(of, dtype=np.float64))
    known = np.asarray(of, dtype=np.float64)[order]
    edges = np.cumsum(np.asarray(chances, dtype=np.float64)[order] / total)
    last = len(known) - 1

    def quantile(u: Numbers) -> Numbers:
        return known[np.minimum(np.searchsorted(edges, u), last)]

    weights = np.diff(edges, prepend=0.0)
    mean = float(weights @ known)
    return Spread(text, quantile, mean, math.sqrt(max(float(weights @ (known - mean) ** 2), 0.0)))


def between(spread: Spread, least: float, most: float) -> Spread:
    """Return a spread drawn again until it lies between two times; itself if it always does."""
    if not least < most:
        raise SpreadError(f"nothing lies between {least:g} and {most:g}")
    ends = [_below(spread, max(least, 0.0)) if least > 0 else 0.0, _below(spread, most)]
    low, high = ends
    if spread.law is not None and spread.law.kind == "normal" and low == 0.0:
        low = _below(spread, 0.0)  # a normal time drawn again, not cut
    if high - low < 1e-6:
        raise SpreadError(f"next to nothing of it lies between {least:g} and {most:g}")
    if low < NEGLIGIBLE and high > 1 - NEGLIGIBLE:
        return spread
    quantile = spread.quantile
    return from_quantiles(spread.text, lambda u: quantile(low + u * (high - low)))


def mixture(several: Sequence[tuple[Spread, float]]) -> Spread:
    """Return one of several spreads, each as often as its weight says."""
    if len(several) == 1:
        return several[0][0]
    total = sum(weight for _, weight in several)
    pieces = [spread.points(POINTS // 2) for spread, _ in several]
    weights = [
        np.full(len(p), w / total / len(p)) for p, (_, w) in zip(pieces, several, strict=True)
    ]
    known = np.concatenate(pieces)
    order = np.argsort(known, kind="stable")
    edges = np.cumsum(np.concatenate(weights)[order])
    known = known[order]
    text = " or ".join(dict.fromkeys(spread.text for spread, _ in several))

    def quantile(u: Numbers) -> Numbers:
        return known[np.minimum(np.searchsorted(edges, u), len(known) - 1)]

    return from_quantiles(text, quantile)


def _below(spread: Spread, value: float) -> float:
    """Return the chance of a shorter time, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if float(spread.quantile(np.array([middle]))[0]) < value:
            low = middle
        else:
            high = middle
    return (low + high) / 2


# -- the nearest law


def nearest(spread: Spread) -> Nearest:
    """Return the law of ours that means the same, or comes closest with the same mean."""
    if spread.law is not None:
        return Nearest(law=spread.law, off=0.0)
    points = spread.points()
    mean, sd = float(points.mean()), float(points.std())
    if mean <= 0 or sd <= NEGLIGIBLE * mean:
        return Nearest(law=Law(kind="constant", parameters=(max(mean, 0.0),)), off=0.0)
    found = []
    for candidate in _candidates(mean, sd, points):
        if candidate.law is not None:
            off = float(np.abs(candidate.points() - points).mean()) / mean
            found.append(Nearest(law=candidate.law, off=off))
    return min(found, key=lambda one: one.off)


def _candidates(mean: float, sd: float, points: Numbers) -> list[Spread]:
    found = [exponential(mean), gamma(mean, sd), lognormal(mean, sd)]
    if mean > 3 * sd:
        found.append(normal(mean, sd))
    half = sd * math.sqrt(3)
    if mean > half:
        found.append(uniform(mean - half, mean + half))
    low, high = float(points[0]), float(points[-1])
    mode = 3 * mean - low - high
    if low <= mode <= high:
        found.append(triangular(low, mode, high))
    return found


def rounded(law: Law) -> Law:
    """Return a law with four digits that count, enough to read and to run."""
    pieces = tuple(float(f"{value:.6g}") for value in law.parameters)
    return Law(kind=law.kind, parameters=pieces, unit=law.unit)


def _positive(value: float, what: str) -> None:
    if not math.isfinite(value) or value < 0:
        raise SpreadError(f"{what} cannot be {value:g}")
