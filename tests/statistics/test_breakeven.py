"""Where a comparison turns."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import (
    Estimate,
    Jackknifed,
    break_even,
    break_even_of_line,
    combine,
    interval,
    ratio_of_sums,
)
from outsidein.statistics.breakeven import BreakEven


def band(*values: float, half: float = 0.0) -> list[Estimate]:
    """Differences with intervals of the same half-width."""
    return [Estimate(value=v, low=v - half, high=v + half, n=100) for v in values]


def test_between_two_numbers_by_hand() -> None:
    """-10 at 20, 30 at 40: a quarter of the way; 4 either way is a tenth of it, 2."""
    assert break_even([20, 40], band(-10, 30, half=4)) == BreakEven(
        value=25, low=23, high=27, rising=True
    )


def test_a_falling_difference() -> None:
    """The mirror image: positive below, negative above."""
    found = break_even([20, 40], band(10, -30, half=4))
    assert found == BreakEven(value=25, low=23, high=27, rising=False)


def test_a_difference_that_never_turns_has_no_break_even() -> None:
    """Better at every number tried, or nothing at all."""
    assert break_even([1, 2, 3], band(5, 1, 4)) is None
    assert break_even([1, 2, 3], band(0, 0, 0)) is None
    assert break_even([1, 2, 3], band(5, 0, 4)) is None


def test_an_interval_that_leaves_what_was_tried_is_open() -> None:
    """-1 at 0 and 9 at 10, 2 either way: the upper end is above 0 all along; 3 is the other."""
    found = break_even([0, 10], band(-1, 9, half=2))
    assert found == BreakEven(value=1, low=-math.inf, high=3, rising=True)


def test_the_line_bends_at_the_numbers_tried() -> None:
    """-4 at 0, -2 at 10, 6 at 14: zero a quarter of the way from 10 to 14, at 11.

    Upper end -1, 1, 9: zero halfway from 0 to 10. Lower end -7, -5, 3: zero at 12.5.
    """
    found = break_even([0, 10, 14], band(-4, -2, 6, half=3))
    assert found == BreakEven(value=11, low=5, high=12.5, rising=True)


def test_of_several_crossings_the_nearest_to_today() -> None:
    """Down through 0 at 1, up at 3, down at 5."""
    numbers, differences = [0, 2, 4, 6], band(1, -1, 1, -1)

    def nearest(today: float | None) -> float:
        found = break_even(numbers, differences, today=today)
        assert found is not None
        return found.value

    assert [nearest(today) for today in (None, 0, 3.5, 9)] == [1, 1, 3, 5]


def test_a_difference_of_exactly_zero_where_it_turns() -> None:
    """At one number tried; or at several, then their middle, and all of them may be it."""
    assert break_even([1, 2, 3], band(-5, 0, 5)) == BreakEven(value=2, low=2, high=2, rising=True)
    assert break_even([1, 2, 4, 5], band(-5, 0, 0, 5)) == BreakEven(
        value=3, low=2, high=4, rising=True
    )


def test_a_number_without_a_difference_is_left_out() -> None:
    """Nothing was observed at 15; without it the line goes from 10 to 20."""
    nothing = Estimate(value=math.nan, low=math.nan, high=math.nan, n=0)
    found = break_even([10, 15, 20], [*band(-1), nothing, *band(1)])
    assert found == BreakEven(value=15, low=15, high=15, rising=True)


def test_without_intervals_the_break_even_has_none() -> None:
    """One replication: a break-even, and no idea how precise."""
    bare = [Estimate(value=v, low=math.nan, high=math.nan, n=1) for v in (-1, 1)]
    found = break_even([0, 2], bare)
    assert found is not None
    assert found.value == 1
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@pytest.mark.parametrize("numbers", [[1.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0, 3.0]])
def test_numbers_must_be_two_or_more_and_increase(numbers: list[float]) -> None:
    """Anything else cannot be joined by lines."""
    with pytest.raises(ValueError, match="2 or more increasing numbers"):
        break_even(numbers, band(-1, 1))


def test_worth_of_a_kept_customer_by_hand() -> None:
    """62 EUR more cost, 2 customers kept: pays over 31 EUR each.

    The cost alone is uncertain: leave-one-out 61, 62, 63 give a standard error of
    sqrt(2/3 * 2) = 1.1547, times t(2) = 4.3027 is 4.968, over 2 customers 2.484.
    """
    cost = Jackknifed(value=-62, left_out=np.array([-61.0, -62.0, -63.0]))
    kept = Jackknifed(value=2, left_out=np.array([2.0, 2.0, 2.0]))
    found = break_even_of_line(cost, kept)
    assert found is not None
    assert (found.value, found.rising) == (31, True)
    assert found.low == pytest.approx(31 - 2.484, abs=1e-3)
    assert found.high == pytest.approx(31 + 2.484, abs=1e-3)


def test_worth_of_a_lost_customer_by_hand() -> None:
    """62 EUR saved, 2 customers lost: pays as long as each is worth less than 31 EUR."""
    found = break_even_of_line(ratio_of_sums([61, 63], [1, 1]), ratio_of_sums([-2, -2], [1, 1]))
    assert found is not None
    assert (found.value, found.rising) == (31, False)
    assert found.low < 31 < found.high


def test_customers_perhaps_kept_pay_at_no_known_worth() -> None:
    """2 customers kept, plus or minus 17: the break-even may be anything."""
    cost = Jackknifed(value=-62, left_out=np.array([-62.0, -62.0, -62.0]))
    kept = Jackknifed(value=2, left_out=np.array([-1.0, 2.0, 5.0]))
    found = break_even_of_line(cost, kept)
    assert found == BreakEven(value=31, low=-math.inf, high=math.inf, rising=True)


def test_a_line_that_does_not_slope_has_no_break_even() -> None:
    """No customer kept: no worth pays for it."""
    cost, kept = ratio_of_sums([-5, -6], [1, 1]), ratio_of_sums([0, 0], [1, 1])
    assert break_even_of_line(cost, kept) is None


def test_a_line_from_one_replication_has_no_interval() -> None:
    """Nor can replications that differ in number be paired."""
    found = break_even_of_line(ratio_of_sums([-6], [1]), ratio_of_sums([2], [1]))
    assert found is not None
    assert found.value == 3
    assert math.isnan(found.low)
    with pytest.raises(ValueError, match="cannot be paired"):
        break_even_of_line(ratio_of_sums([-6], [1]), ratio_of_sums([2, 2], [1, 1]))


@given(st.integers(0, 10_000))
def test_at_the_ends_of_a_lines_interval_zero_is_just_believable(seed: int) -> None:
    """There an end of the interval of the difference itself is 0: Fieller's definition."""
    rng = np.random.default_rng(seed)
    cost = ratio_of_sums(rng.normal(-60, 5, 12), np.ones(12))
    kept = ratio_of_sums(rng.normal(2, 0.5, 12), np.ones(12))
    found = break_even_of_line(cost, kept)
    assert found is not None
    for end in (found.low, found.high):
        at_end = interval(combine(lambda a, b, end=end: a + end * b, cost, kept), n=12)
        assert min(abs(at_end.low), abs(at_end.high)) == pytest.approx(0, abs=1e-6)


@given(
    st.lists(st.integers(-20, 20), min_size=2, max_size=8),
    st.integers(0, 10),
    st.integers(1, 9),
)
def test_a_break_even_lies_inside_its_interval(values: list[int], half: int, step: int) -> None:
    """And there the difference, drawn straight, is 0."""
    numbers = [step * k for k in range(len(values))]
    found = break_even(numbers, band(*values, half=half))
    if found is None:
        signs = {value > 0 for value in values if value}
        assert len(signs) < 2
    else:
        assert found.low <= found.value <= found.high
        assert np.interp(found.value, numbers, values) == pytest.approx(0, abs=1e-9)
