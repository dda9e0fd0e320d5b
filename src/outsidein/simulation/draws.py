"""Random numbers: one uniform a quantity, keyed by who draws it and for what.

Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011).
The key is the seed; the counter says replication, customer, step, visit and purpose, so that the
same customer has the same luck whatever else a scenario changes.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache

from outsidein.model.behaviour import Law

PURPOSES = (
    "arrival", "way", "pause", "own", "takes", "wrap up", "after", "patience", "retry",
    "retry after", "closed", "call back", "no show", "fails", "go", "away", "within", "wait",
    "clock", "chance", "race", "start", "balks", "absent", "instance",
)  # fmt: skip
PURPOSE = {name: code for code, name in enumerate(PURPOSES)}

WORD = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key."""
    c0, c1, c2, c3 = counter
    for k0, k1 in round_keys(key):
        p0, p1 = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & WORD, (p0 >> 32) ^ c3 ^ k1, p0 & WORD
    return c0, c1, c2, c3


@lru_cache(maxsize=64)
def round_keys(key: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the key of each round: a Weyl sequence from the key on."""
    return tuple(
        ((key[0] + k * _WEYL[0]) & WORD, (key[1] + k * _WEYL[1]) & WORD) for k in range(_ROUNDS)
    )


def stream(step_id: str) -> int:
    """Return the 32-bit number that keys the draws of a step."""
    return int.from_bytes(hashlib.blake2b(step_id.encode(), digest_size=4).digest(), "big")


def uniform(
    seed: int, replication: int, segment: int, number: int, step: int, visit: int, purpose: int
) -> float:
    """Return the uniform in (0, 1) of one quantity.

    replication < 2**24, segment < 2**8, number of the customer in the segment < 2**32,
    step = ``stream(id)``, visit < 2**24, purpose = a code of PURPOSES.
    """
    counter = (replication << 8 | segment, number, step, visit << 8 | purpose)
    w0, w1, _, _ = philox(counter, (seed & WORD, seed >> 32 & WORD))
    return ((w0 << 32 | w1) >> 11) * 2.0**-53 + 2.0**-54


def quantile(law: Law, u: float) -> float:
    """Return the duration, in seconds of the law's clock, that a uniform stands for."""
    p = law.parameters
    if law.kind == "constant":
        return p[0]
    if law.kind == "uniform":
        return p[0] + (p[1] - p[0]) * u
    if law.kind == "exponential":
        return -p[0] * math.log(1.0 - u)
    if law.kind == "triangular":
        return triangular_quantile(p[0], p[1], p[2], u)
    if law.kind == "normal":
        return max(0.0, p[0] + p[1] * normal_quantile(u))
    if law.kind == "lognormal":
        location, spread = lognormal_parameters(p[0], p[1])
        return math.exp(location + spread * normal_quantile(u))
    return p[0] * gamma_quantile(p[1] / p[0], u) if p[0] > 0 else 0.0


def triangular_quantile(low: float, mode: float, high: float, u: float) -> float:
    """Return the quantile of the triangular law."""
    if high == low:
        return low
    cut = (mode - low) / (high - low)
    if u < cut:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def lognormal_parameters(mean: float, spread: float) -> tuple[float, float]:
    """Return (mu, sigma) of the logarithm for an arithmetic mean and standard deviation."""
    if mean <= 0.0:
        return -math.inf, 0.0
    variance = math.log1p((spread / mean) ** 2)
    return math.log(mean) - variance / 2, math.sqrt(variance)


def gamma_quantile(variation: float, u: float) -> float:
    """Return the quantile of the gamma law of mean 1 and coefficient of variation given."""
    from outsidein.simulation.gamma import gamma_table, look_up

    return 1.0 if variation == 0.0 else float(look_up(gamma_table(variation), u))


# Wichura: Algorithm AS 241, the percentage points of the normal distribution (PPND16),
# Applied Statistics 37 (1988), relative accuracy about 1e-16.
_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
      3.3430575583588128105e4, 2.5090809287301226727e3)  # fmt: skip
_B = (4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
      5.2264952788528545610e3)  # fmt: skip
_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4)  # fmt: skip
_D = (2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9)  # fmt: skip
_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7)  # fmt: skip
_F = (5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15)  # fmt: skip


def _fraction(top: tuple[float, ...], bottom: tuple[float, ...], r: float) -> float:
    a = top[7]
    for k in range(6, -1, -1):
        a = a * r + top[k]
    b = bottom[6]
    for k in range(5, -1, -1):
        b = b * r + bottom[k]
    return a / (b * r + 1.0)


def normal_quantile(u: float) -> float:
    """Return the quantile of the standard normal law, 0 < u < 1."""
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _fraction(_A, _B, 0.180625 - q * q)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    x = _fraction(_C, _D, r - 1.6) if r <= 5.0 else _fraction(_E, _F, r - 5.0)
    return -x if q < 0.0 else x
