"""Customers under way when arrivals change by the hour: M_t/G/infinity."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np
import pytest

from known_answers.closed_forms.runs import world
from outsidein.document import read_text
from outsidein.simulation.program import compile_program
from outsidein.simulation.replicate import replicate
from outsidein.units import WEEK_SECONDS

HOURS = 168
PER_HOUR = 20.0
PROFILE = "Mon-Fri 08:00-12:00 x3, Mon-Fri 12:00-18:00 x1, Sat 22:00-24:00 x2, Sun 00:00-03:00 x5"


def weights() -> list[float]:
    """Return the weight of each hour of the week, as in the profile."""
    found = [0.0] * HOURS
    for day in range(5):
        found[day * 24 + 8 : day * 24 + 12] = [3.0] * 4
        found[day * 24 + 12 : day * 24 + 18] = [1.0] * 6
    found[5 * 24 + 22 : 6 * 24] = [2.0] * 2
    found[6 * 24 : 6 * 24 + 3] = [5.0] * 3
    return found


def exponential_left(minutes: float) -> Callable[[float], float]:
    """Return the twofold integral of the share that lasts longer, of hours."""
    m = minutes / 60
    return lambda x: m * x - m * m * (1 - exp(-x / m)) if x > 0 else 0.0


def uniform_left(low: float, high: float) -> Callable[[float], float]:
    """Return the twofold integral of the share that lasts longer, of hours."""
    a, b = low / 60, high / 60

    def twice(x: float) -> float:
        if x <= 0:
            return 0.0
        if x <= a:
            return x * x / 2
        inside = min(x, b)
        left = inside * inside / 2 - (inside - a) ** 3 / (6 * (b - a))
        return left + max(x - b, 0) * (a + b) / 2

    return twice


def under_way(twice: Callable[[float], float]) -> list[float]:
    """Return the mean number under way in each hour of the week.

    m(t) is the integral of rate(s) P(S > t - s) ds (Eick, Massey & Whitt 1993, *The physics of
    the M_t/G/infinity queue*, theorem 1); here the rate is constant by the hour, and m is
    averaged over the hour: a second difference of the twofold integral of P(S > x).
    """
    rate = np.array(weights()) * PER_HOUR * HOURS / sum(weights())
    reach = 3 * HOURS
    kernel = [twice(d + 1) - 2 * twice(d) + twice(d - 1) for d in range(reach)]
    found = [
        sum(rate[(hour - d) % HOURS] * kernel[d] for d in range(reach)) for hour in range(HOURS)
    ]
    return [float(value) for value in found]


@pytest.mark.parametrize(
    "weeks",
    [pytest.param(3, id="3 weeks"), pytest.param(100, id="100 weeks", marks=pytest.mark.long)],
)
@pytest.mark.parametrize(
    ("step", "twice"),
    [
        ("wait: exponential 7 h", exponential_left(420)),
        ("hidden: Bring, by: Courier, after: 2..30 h", uniform_left(120, 1_800)),
        ("do: Read, via: web, own: 45..50 min", uniform_left(45, 50)),
    ],
    ids=["exponential", "uniform", "nearly constant"],
)
def test_the_mean_number_under_way_by_the_hour(
    step: str, twice: Callable[[float], float], weeks: int
) -> None:
    """Grammar §4.14, rule 11: arrivals by the hour of the week, times of any law, no queue.

    Each hour of the week in which 5 are expected is a figure over 30 replications.
    """
    text = world(
        f"- stay: {{{step}}}", parts="Courier: {kind: partner}", per_minute=PER_HOUR / 60
    ).replace(" per h}", f" per h, profile: [{PROFILE}]}}")
    program = compile_program(read_text(text, "hours.yaml"))
    found = []
    for replication in range(30):
        end = replicate(
            program, seed=61, replication=replication, warm_up_seconds=0,
            window_seconds=(1 + weeks) * WEEK_SECONDS, follow_up_seconds=0.0, on_records=None,
            bin_seconds=3600.0,
        )  # fmt: skip
        bins = end.work_in_progress[HOURS : (1 + weeks) * HOURS]
        found.append(bins.reshape(weeks, HOURS).mean(axis=0))
    known = np.array(under_way(twice))
    assert known.sum() == pytest.approx(PER_HOUR * HOURS * twice(HOURS) / HOURS, rel=0.2)
    means = np.mean(found, axis=0)
    errors = np.std(found, axis=0, ddof=1) / 30**0.5
    asked = known >= 5
    z = (means - known)[asked] / errors[asked]
    assert asked.sum() >= 30
    assert np.abs(z).max() < 5, z  # the largest of up to 168, t with 29 degrees: 5 is 1 in 250
    assert z.std(ddof=1) < 1.6
    assert (means.sum() - known.sum()) / known.sum() == pytest.approx(0, abs=0.01)
