"""Mean and variance of what is drawn from a law."""

from __future__ import annotations

import math

from outsidein.model.behaviour import Law


def mean_and_variance(law: Law) -> tuple[float, float]:
    """Return mean and variance, in seconds of the law's own clock, of what the simulator draws.

    A normal is cut at 0 by clipping: its mean is m F(m/s) + s f(m/s), F and f the standard normal
    distribution and density (Johnson, Kotz & Balakrishnan, *Continuous Univariate Distributions*,
    volume 1, section 13.10.1).
    """
    p = law.parameters
    if law.kind == "constant":
        return p[0], 0.0
    if law.kind == "uniform":
        return (p[0] + p[1]) / 2, (p[1] - p[0]) ** 2 / 12
    if law.kind == "exponential":
        return p[0], p[0] ** 2
    if law.kind == "triangular":
        a, c, b = p
        return (a + b + c) / 3, (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    if law.kind == "normal":
        return _clipped_normal(p[0], p[1])
    return (p[0], p[1] ** 2) if p[0] > 0 else (0.0, 0.0)


def _clipped_normal(mean: float, spread: float) -> tuple[float, float]:
    if spread == 0:
        return mean, 0.0
    z = mean / spread
    above = 0.5 * math.erfc(-z / math.sqrt(2))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    first = mean * above + spread * density
    second = (mean**2 + spread**2) * above + mean * spread * density
    return first, second - first**2
