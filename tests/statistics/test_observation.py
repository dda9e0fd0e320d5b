"""Do intervals that also hold the chance in observed numbers keep their promise?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from numba import njit

from outsidein.statistics import Estimate, mean, with_inputs

LOAD, LUCKS, DRAWS = 0.8, 20, 200


def simulated(value: float, error: float) -> Estimate:
    """A figure over 30 replications."""
    half = 2.045 * error
    return Estimate(
        value=value, low=value - half, high=value + half, n=30, standard_error=error, degrees=29
    )


def drawn(noise: float, seed: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two numbers of spread .03 and .04; a figure 3 x + 1 y above the level of its luck."""
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(DRAWS, 2)) * (0.03, 0.04)
    luck = np.arange(DRAWS) % LUCKS
    level = rng.normal(size=LUCKS) * 5
    return numbers, 2 + level[luck] + numbers @ (3, 1) + noise * rng.normal(size=DRAWS), luck


def test_the_two_doubts_add_up_as_squares():
    """Inputs as the figure moves within a luck, about .0985, and luck of .05 beside."""
    numbers, figures, luck = drawn(noise=0.0)
    found = with_inputs(simulated(2, 0.05), numbers, figures, luck)
    levels = np.array([figures[luck == k].mean() for k in range(LUCKS)])
    inputs = math.sqrt(np.square(figures - levels[luck]).sum() / (DRAWS - LUCKS))
    assert inputs == pytest.approx(0.0985, rel=0.15)
    assert found.total.standard_error == pytest.approx(math.hypot(inputs, 0.05))
    assert found.share_of_inputs == pytest.approx(inputs**2 / (inputs**2 + 0.05**2))
    assert found.by_number == pytest.approx([0.835, 0.165], abs=0.06)
    assert found.total.high - 2 == pytest.approx(2 - found.total.low)
    assert found.total.high - 2 == pytest.approx(math.hypot(1.97 * inputs, 2.045 * 0.05), rel=0.01)


def test_the_luck_of_short_runs_does_not_count_as_doubt_about_numbers():
    """Runs twice as noisy as the numbers' effect give about the same answer, on average."""
    errors = [
        with_inputs(simulated(2, 0.0), *drawn(noise=0.2, seed=k)).total.standard_error
        for k in range(60)
    ]
    assert math.sqrt(np.mean(np.square(errors))) == pytest.approx(0.0985, rel=0.15)


def test_numbers_that_move_nothing_leave_the_interval_almost_alone():
    """Half of all draws show nothing at all, the others a little."""
    wide = []
    for seed in range(40):
        numbers, figures, luck = drawn(noise=0.0, seed=seed)
        noise = np.random.default_rng(seed).normal(size=DRAWS)
        wide.append(with_inputs(simulated(2, 1.0), numbers, noise, luck).total.half_width / 2.045)
        assert len(figures) == DRAWS
    assert sum(one == pytest.approx(1) for one in wide) >= 10
    assert np.mean(wide) < 1.02


def test_a_wait_moves_up_further_than_down_and_a_share_stays_one():
    """On logarithms the ends are the same factor away; on log odds they never pass 1."""
    numbers, figures, luck = drawn(noise=0.0)
    waits = with_inputs(
        simulated(5, 0.0), numbers, np.exp(figures - figures.mean()), luck, "positive"
    )
    assert waits.total.high / 5 == pytest.approx(5 / waits.total.low)
    shares = with_inputs(
        simulated(0.99, 0.0), numbers, 1 / (1 + np.exp(-4 - figures)), luck, "share"
    )
    assert 0.9 < shares.total.low < 0.99 < shares.total.high < 1
    none = with_inputs(simulated(0.0, 0.0), numbers, np.zeros(DRAWS), luck, "positive")
    assert (none.total.low, none.total.high, math.isnan(none.share_of_inputs)) == (0, 0, True)


def test_too_few_draws_are_refused():
    """A line in forty numbers cannot be told from thirty draws."""
    with pytest.raises(ValueError, match="too few"):
        with_inputs(simulated(1, 1), np.ones((30, 40)), np.ones(30), np.zeros(30))
    with pytest.raises(ValueError, match="figures"):
        with_inputs(simulated(1, 1), np.ones((60, 2)), np.ones(59), np.zeros(60))


@njit
def mean_waits(seed, rows, customers, rate, service):  # pragma: no cover, compiled
    """Mean waits in M/M/1 queues, each row with the luck of its own seed."""
    found = np.zeros(rows)
    for row in range(rows):
        np.random.seed(seed + row)  # noqa: NPY002, what Numba knows
        wait, total = 0.0, 0.0
        for k in range(customers + 500):
            total += wait if k >= 500 else 0.0
            wait += np.random.exponential(service)  # noqa: NPY002
            wait = max(wait - np.random.exponential(1 / rate), 0.0)  # noqa: NPY002
        found[row] = total / customers
    return found


def covered(experiments: int, observed: int, customers: int) -> tuple[int, int]:
    """Count intervals that hold the true mean wait 4, with and without the observed rates.

    Each experiment observes rate and service so many times, simulates 30 replications at what it
    found, and draws both again 200 times in short runs.
    """
    rng, with_both, alone = np.random.default_rng(observed + customers), 0, 0
    for k in range(experiments):
        rate, service = observed / rng.gamma(observed, 1 / LOAD), rng.gamma(observed) / observed
        found = mean(mean_waits(100_000 * k, 30, 5_000, rate, service))
        moved = rng.gamma(observed, size=(DRAWS, 2)) / observed
        figures = [
            mean_waits(100_000 * k + 50 + j % LUCKS, 1, customers, rate * a, service * b)[0]
            for j, (a, b) in enumerate(moved)
        ]
        both = with_inputs(
            found, np.log(moved), figures, np.arange(DRAWS) % LUCKS, "positive"
        ).total
        truth = LOAD / (1 - LOAD)
        with_both += both.low <= truth <= both.high
        alone += found.low <= truth <= found.high
    return with_both, alone


def test_intervals_with_estimated_rates_cover_about_right():
    """Of 100, rates from 800 observations: about 95; the simulation's own hold about 17."""
    with_both, alone = covered(100, observed=800, customers=500)
    assert 88 <= with_both <= 100
    assert alone < 40


@pytest.mark.long
@pytest.mark.parametrize(
    ("observed", "customers", "least"), [(200, 1_000, 900), (800, 500, 930), (3_000, 2_000, 930)]
)
def test_intervals_with_estimated_rates_cover_what_the_guide_says(observed, customers, least):
    """Of 1,000 experiments; 950 is nominal, 7 one standard error.

    With 200 observations 922: one rate in seventy then leaves the queue overloaded.
    """
    with_both, _ = covered(1_000, observed, customers)
    assert least <= with_both <= 970
