"""A pilot fixes the number of replications once."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import (
    Estimate,
    Plan,
    mean,
    replications_for,
    replications_for_half_width,
    student_t_quantile,
)


def pilot(value: float, deviation: float, replications: int = 10) -> Estimate:
    """An estimate from a pilot whose replications have the given standard deviation."""
    return Estimate(
        value=value,
        low=-math.inf,
        high=math.inf,
        n=replications,
        standard_error=deviation / math.sqrt(replications),
        degrees=replications - 1,
    )


def test_the_number_for_two_percent_by_hand() -> None:
    """Value 100, deviation 10, wanted half-width 2.

    t(98) * 10 / sqrt(99) = 1.98447 * 1.00504 = 1.9945 is enough;
    t(97) * 10 / sqrt(98) = 1.98472 * 1.01015 = 2.0049 is not.
    """
    plan = replications_for([pilot(100, 10)], wanted_relative_precision=0.02)
    assert plan == Plan(replications=99, enough=True)


def test_the_most_demanding_measure_decides() -> None:
    """Alone the first would need 30 and the second 99."""
    pilots = [pilot(100, 1), pilot(-100, 10)]
    assert replications_for(pilots[:1], wanted_relative_precision=0.02).replications == 30
    assert replications_for(pilots, wanted_relative_precision=0.02).replications == 99


def test_what_cannot_be_reached_is_said() -> None:
    """Deviation 10 times the value: at 1 % some 3.8 million replications would be needed."""
    plan = replications_for([pilot(1, 10)], wanted_relative_precision=0.01, at_most=500)
    assert plan == Plan(replications=500, enough=False)


def test_an_estimate_of_zero_has_no_relative_precision() -> None:
    """Around 0 no number is enough, unless the replications are identical."""
    assert not replications_for([pilot(0, 1)], wanted_relative_precision=0.1).enough
    identical = replications_for([pilot(0, 0)], wanted_relative_precision=0.1)
    assert identical == Plan(replications=30, enough=True)


def test_a_half_width_serves_differences() -> None:
    """Deviation 1: t(15)/4 = 0.5329 <= 0.54 < t(14)/sqrt(15) = 0.5538."""
    plan = replications_for_half_width(pilot(0, 1, 4), wanted_half_width=0.54, at_least=2)
    assert plan.replications == 16


def test_the_pilot_keeps_its_confidence() -> None:
    """A pilot at 99 % asks for more than the same pilot at 95 %."""
    values = [9.0, 10.0, 11.0, 10.0, 12.0]
    usual = replications_for([mean(values)], wanted_relative_precision=0.03)
    strict = replications_for([mean(values, confidence=0.99)], wanted_relative_precision=0.03)
    assert strict.replications > usual.replications > 30


@pytest.mark.parametrize(
    ("wanted", "least", "most", "said"),
    [
        (0.0, 30, 100, "wanted_relative_precision is 0.0"),
        (math.nan, 30, 100, "wanted_relative_precision is nan"),
        (0.1, 1, 100, "at_least is 1"),
        (0.1, 30, 20, "at_least is 30, must be from 2 to at_most, 20"),
    ],
)
def test_impossible_wishes_are_refused(wanted: float, least: int, most: int, said: str) -> None:
    """A precision of 0 and bounds that leave nothing between them."""
    with pytest.raises(ValueError, match=said):
        replications_for(
            [pilot(1, 1)], wanted_relative_precision=wanted, at_least=least, at_most=most
        )


def test_a_pilot_of_one_replication_is_refused() -> None:
    """It says nothing about how much replications differ."""
    with pytest.raises(ValueError, match="the pilot has no standard error: one replication"):
        replications_for([mean([3.0])], wanted_relative_precision=0.1)


@given(st.floats(0.01, 3), st.floats(0.02, 1))
def test_the_plan_is_the_smallest_that_does(deviation: float, wanted: float) -> None:
    """That many are narrow enough; one fewer would not be, or was not allowed."""

    def half_width(count: int) -> float:
        return student_t_quantile(0.975, count - 1) * deviation / math.sqrt(count)

    one = pilot(1, deviation)
    plan = replications_for([one], wanted_relative_precision=wanted, at_least=5, at_most=100_000)
    slack = 1 + 1e-9
    assert plan.enough
    assert half_width(plan.replications) <= wanted * slack
    assert plan.replications == 5 or half_width(plan.replications - 1) * slack > wanted
