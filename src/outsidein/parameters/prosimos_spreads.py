"""Distributions of Prosimos: a name, and parameters whose order tells which version wrote them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from outsidein.parameters import spreads
from outsidein.parameters.json_text import Looking, Value
from outsidein.parameters.spreads import Spread, SpreadError, between

ENDLESS = math.inf


def spread_of(looking: Looking, said: Value) -> Spread | None:
    """Return the spread that a map names with its parameters; None and a fault if it cannot be."""
    named = looking.text(looking.needed(said, "distribution_name"))
    if not named:
        return None
    if named == "histogram_sampling":
        return _sampled(looking, said)
    pieces = [looking.number(one) for one in looking.members(said.holds.get("distribution_params"))]
    known = [piece for piece in pieces if piece is not None]
    make = MAKERS.get(named)
    if make is None:
        hint = f"known are {', '.join(MAKERS)} and histogram_sampling"
        looking.fault(said, "unknown-law", f'no distribution is called "{named}"', hint)
        return None
    if len(known) < len(pieces):
        return None
    text = f"{named}({', '.join(f'{piece:g}' for piece in known)})"
    try:
        return make(known, text)
    except IndexError:
        what = f"{named} has {len(known)} parameters: too few"
        looking.fault(said, "bad-law", what, f"write {named} with {WANTED[named]}")
    except SpreadError as why:
        looking.fault(said, "bad-law", f"{text}: {why}", f"write {named} with {WANTED[named]}")
    return None


def _sampled(looking: Looking, said: Value) -> Spread | None:
    """Return one of the middles of the bins, each as often as the steps of the sums say."""
    held = looking.needed(said, "histogram_data")
    if held is None:
        return None
    sums = [looking.number(one) for one in looking.members(looking.needed(held, "cdf"))]
    middles = [looking.number(o) for o in looking.members(looking.needed(held, "bin_midpoints"))]
    known = [one for one in sums if one is not None]
    values = [one for one in middles if one is not None]
    if not known or len(known) != len(values) or list(np.sort(known)) != known or known[0] < 0:
        what = "its sums must grow, one for each bin"
        looking.fault(held, "bad-law", what)
        return None
    try:
        steps = [float(step) for step in np.diff(known, prepend=0.0)]
        return spreads.values(values, steps, f"a histogram of {len(values)} bins")
    except SpreadError as why:
        looking.fault(held, "bad-law", str(why))
        return None


def _bounds(numbers: Sequence[float]) -> tuple[float, float]:
    least = numbers[0] if numbers else 0.0
    return least, numbers[1] if len(numbers) > 1 else ENDLESS


def _cut(spread: Spread, numbers: Sequence[float]) -> Spread:
    """Draw again until a time lies between the bounds that are said."""
    least, most = _bounds(numbers)
    if not numbers or spread.sd_seconds == 0:
        return spread
    return between(spread, least, most)


def _fix(n: Sequence[float], text: str) -> Spread:
    return spreads.fixed(n[0], text)


def _expon(n: Sequence[float], text: str) -> Spread:
    """Mean, least, most; before: start, scale (, least, most)."""
    if len(n) == 3:
        least = min(n[1], n[0])
        return _cut(spreads.exponential(n[0], text, least=max(least, 0.0)), n[1:])
    if len(n) == 1:
        return spreads.exponential(n[0], text)
    return _cut(spreads.exponential(n[0] + n[1], text, least=n[0]), n[2:])


def _norm(n: Sequence[float], text: str) -> Spread:
    return _cut(spreads.normal(n[0], n[1], text), n[2:])


def _uniform(n: Sequence[float], text: str) -> Spread:
    """Least, most; before: start and width, as the file of another simulator wrote them."""
    return spreads.uniform(n[0], n[1], text)


def _lognorm(n: Sequence[float], text: str) -> Spread:
    """Mean, variance, least, most; before: shape, start, scale (, least, most)."""
    if len(n) in (2, 4):
        return _cut(spreads.lognormal(n[0], _root(n[1]), text), n[2:])
    shape, start, scale = n[0], n[1], n[2]
    mean = scale * math.exp(min(shape, 20.0) ** 2 / 2)
    sd = mean * math.sqrt(math.expm1(min(shape, 20.0) ** 2))
    return _cut(spreads.lognormal(start + mean, sd, text, least=start), n[3:])


def _gamma(n: Sequence[float], text: str) -> Spread:
    """Mean, variance, least, most; before: shape, start, scale (, least, most)."""
    if len(n) in (2, 4):
        return _cut(spreads.gamma(n[0], _root(n[1]), text), n[2:])
    shape, start, scale = n[0], n[1], n[2]
    mean = shape * scale
    return _cut(spreads.gamma(start + mean, _root(shape) * scale, text, least=start), n[3:])


def _triang(n: Sequence[float], text: str) -> Spread:
    """Shape, start, width (, least, most), as scipy has it."""
    return _cut(spreads.triangular(n[1], n[1] + n[0] * n[2], n[1] + n[2], text), n[3:])


def _exponnorm(n: Sequence[float], text: str) -> Spread:
    """Shape, start, scale (, least, most): a normal time and an exponential one behind it."""
    from scipy import stats

    if n[0] <= 0 or n[2] <= 0:
        raise SpreadError("its shape and scale must be above 0")
    # scipy inverts one number at a time, in half a minute; a fine table is as good.
    far = n[2] * (10 + 25 * n[0])
    times = np.linspace(n[1] - 10 * n[2], n[1] + far, 40_001)
    sums = np.maximum.accumulate(stats.exponnorm(n[0], n[1], n[2]).cdf(times))
    found = spreads.from_quantiles(text, lambda u: np.interp(u, sums, times))
    return _cut(found, n[3:])


def _root(variance: float) -> float:
    if variance < 0:
        raise SpreadError(f"a variance cannot be {variance:g}")
    return math.sqrt(variance)


MAKERS: dict[str, Callable[[Sequence[float], str], Spread]] = {
    "fix": _fix, "expon": _expon, "norm": _norm, "uniform": _uniform, "lognorm": _lognorm,
    "gamma": _gamma, "triang": _triang, "exponnorm": _exponnorm,
}  # fmt: skip
WANTED = {
    "fix": "one number", "expon": "mean, least and most", "norm": "mean, deviation, least and most",
    "uniform": "least and most", "lognorm": "mean, variance, least and most",
    "gamma": "mean, variance, least and most", "triang": "shape, start and width",
    "exponnorm": "shape, start, scale, least and most",
}  # fmt: skip
