"""Estimates and their intervals: tables, textbook data, and what must be said with care."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import (
    Estimate,
    difference,
    mean,
    none_in,
    proportion,
    ratio,
    simultaneous_confidence,
    student_t_quantile,
)

# Student (1908), "The probable error of a mean": hours of sleep gained with two drugs.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
ONES = [1] * 10

pairs = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (29, 2.045), (120, 1.980)],
)
def test_student_t_agrees_with_the_printed_table(degrees: int, quantile: float) -> None:
    """The 97.5 % column of any statistics book."""
    assert round(student_t_quantile(0.975, degrees), 3) == quantile
    assert student_t_quantile(0.025, degrees) == pytest.approx(-student_t_quantile(0.975, degrees))


def test_student_t_needs_a_degree_of_freedom_and_a_share() -> None:
    """One replication has no degree of freedom; a share is strictly between 0 and 1."""
    assert math.isnan(student_t_quantile(0.975, 0))
    with pytest.raises(ValueError, match="p is 1, must be between 0 and 1"):
        student_t_quantile(1, 5)


def test_a_ratio_with_its_interval_by_hand() -> None:
    """30 minutes over 10 calls.

    Leaving one out: 28/9 = 3.1111, 26/8 = 3.25, 20/6 = 3.3333, 16/7 = 2.2857; their mean is
    2.9950, the squares about it add up to 0.69606, times 3/4 is 0.52205 = 0.72253^2.
    t(3) = 3.1824, so 3 -+ 2.2994.
    """
    found = ratio([2, 4, 10, 14], [1, 2, 4, 3])
    assert (found.value, found.n, found.degrees) == (3, 10, 3)
    assert found.standard_error == pytest.approx(0.72253, abs=1e-5)
    assert found.low == pytest.approx(0.7006, abs=1e-4)
    assert found.high == pytest.approx(5.2994, abs=1e-4)
    assert found.half_width == pytest.approx(2.2994, abs=1e-4)
    assert found.relative_precision == pytest.approx(0.7665, abs=1e-4)


def test_the_paired_difference_of_students_sleep_data() -> None:
    """1.58 hours, 95 % interval 0.7001 to 2.4599: the published paired t interval."""
    found = difference(DRUG_2, ONES, DRUG_1, ONES)
    assert found.value == pytest.approx(1.58)
    assert found.low == pytest.approx(0.7001142, abs=1e-6)
    assert found.high == pytest.approx(2.4598858, abs=1e-6)


def test_the_mean_of_students_sleep_data() -> None:
    """Drug 1 alone: 0.75 hours, deviation 1.78901, 95 % interval -0.5298 to 2.0298."""
    found = mean(DRUG_1)
    assert (found.value, found.n) == (pytest.approx(0.75), 10)
    assert found.standard_error == pytest.approx(1.78901 / math.sqrt(10), abs=1e-5)
    assert (found.low, found.high) == (
        pytest.approx(-0.5297804, abs=1e-6),
        pytest.approx(2.0297804, abs=1e-6),
    )


def test_a_difference_of_ratios_leaves_the_same_replication_out_of_both() -> None:
    """6/3 - 4/4 = 1; without the first 4/2 - 3/3 = 1, without the second 2/1 - 1/1 = 1.

    Both ratios are the same in every replication, so the difference is certain.
    """
    found = difference([2, 4], [1, 2], [1, 3], [1, 3])
    assert (found.value, found.low, found.high, found.n) == (1, 1, 1, 3)


def test_common_luck_cancels_in_a_difference_but_not_in_a_scenario() -> None:
    """Replications that differ wildly but by the same amount give a certain difference."""
    today, better = [10, 50, 20], [9, 49, 19]
    assert ratio(today, [1, 1, 1]).half_width > 40
    found = difference(better, [1, 1, 1], today, [1, 1, 1])
    assert (found.value, found.half_width) == (-1, 0)


def test_one_replication_has_a_value_and_no_interval_and_says_so() -> None:
    """A single replication says nothing about the next."""
    found = ratio([6], [3])
    assert (found.value, found.n) == (2, 3)
    assert not found.has_interval
    assert math.isnan(found.low)
    assert found.why_no_interval == "one replication"


def test_nothing_observed_has_no_value_and_says_so() -> None:
    """No visit, no mean wait."""
    found = ratio([0, 0, 0], [0, 0, 0])
    assert math.isnan(found.value)
    assert (found.n, found.why_no_interval) == (0, "nothing was observed")


def test_all_observed_in_one_replication_has_no_interval_and_says_so() -> None:
    """One call in thirty replications: its length is known, its uncertainty is not."""
    found = ratio([0] * 29 + [300], [0] * 29 + [1])
    assert (found.value, found.n, found.why_no_interval) == (300, 1, "too few were observed")


def test_identical_replications_give_an_interval_without_width() -> None:
    """Exactly, although 0.1 is no binary number."""
    found = ratio([0.1] * 30, [0.3] * 30)
    assert found.low == found.high == found.value
    assert found.why_no_interval == ""


def test_n_is_what_the_denominators_counted_unless_said() -> None:
    """Seconds are not observations: the caller says how many stand behind a share of time."""
    assert ratio([1, 2], [40, 41]).n == 81
    assert ratio([1, 2], [3600.0, 3600.0], n=2).n == 2
    assert difference([1, 2], [40, 41], [1, 2], [39, 41]).n == 80


def test_a_share_stays_within_0_and_1() -> None:
    """1 of 20 and none of 20: the t interval would begin below 0."""
    found = proportion([1, 0, 0], [20, 20, 20])
    assert found.value == pytest.approx(1 / 60)
    assert found.low == 0
    assert ratio([1, 0, 0], [20, 20, 20]).low < 0
    assert proportion([20, 19, 20], [20, 20, 20]).high == 1


def test_none_seen_is_not_zero_for_certain() -> None:
    """None in 59: up to 1 - 0.05^(1/59) = 4.95 % is believable; all of 59: from 95.05 %."""
    none, all_ = proportion([0, 0], [29, 30]), proportion([29, 30], [29, 30])
    assert (none.value, none.low, none.n) == (0, 0, 59)
    assert none.high == pytest.approx(0.0495, abs=5e-5)
    assert (all_.value, all_.high) == (1, 1)
    assert all_.low == pytest.approx(0.9505, abs=5e-5)


def test_none_seen_in_one_replication_has_no_lower_doubt() -> None:
    """One replication is enough for "none in N": its cases are the observations."""
    found = proportion([0], [59])
    assert (found.low, round(found.high, 4)) == (0, 0.0495)


def test_a_share_of_nothing_is_unknown() -> None:
    """No case arrived: neither 0 nor 1."""
    found = proportion([0, 0], [0, 0])
    assert math.isnan(found.value)
    assert not found.has_interval


def test_a_share_above_1_is_refused() -> None:
    """More seen than there were is an error of counting."""
    with pytest.raises(ValueError, match="must be between 0 and what it was seen among"):
        proportion([3, 1], [2, 2])


@pytest.mark.parametrize(
    ("n", "confidence", "bound"),
    [(0, 0.95, 1.0), (1, 0.95, 0.95), (3, 0.95, 0.631597), (100, 0.99, 0.045007)],
)
def test_none_in_n_by_hand(n: int, confidence: float, bound: float) -> None:
    """1 - 0.05 = 0.95; 1 - 0.05^(1/3) = 0.6316; 1 - 0.01^(1/100) = 0.0450; of none, anything."""
    assert none_in(n, confidence) == pytest.approx(bound, abs=1e-6)


def test_none_in_many_is_the_rule_of_three() -> None:
    """About 3/n, precise also where 1 - p would be rounded away."""
    assert none_in(10**12) * 10**12 == pytest.approx(-math.log(0.05), rel=1e-9)
    with pytest.raises(ValueError, match="n is -1, must be >= 0"):
        none_in(-1)


def test_bonferroni_shares_the_doubt() -> None:
    """Five comparisons that together may be wrong once in twenty: 99 % each."""
    assert simultaneous_confidence(0.95, 5) == pytest.approx(0.99)
    assert simultaneous_confidence(0.95, 1) == pytest.approx(0.95)
    with pytest.raises(ValueError, match="comparisons is 0"):
        simultaneous_confidence(0.95, 0)


def test_more_confidence_is_a_wider_interval() -> None:
    """The Bonferroni interval of five comparisons: t(9) at 99 % is 3.2498 for 2.2622."""
    narrow, wide = mean(DRUG_1), mean(DRUG_1, confidence=0.99)
    assert wide.half_width / narrow.half_width == pytest.approx(3.249836 / 2.262157, rel=1e-5)
    assert wide.confidence == 0.99


def test_estimates_are_values_even_where_something_is_unknown() -> None:
    """Two estimates with the same unknown end are equal and hash alike."""
    one, same = ratio([6], [3]), ratio([6], [3])
    assert one == same
    assert hash(one) == hash(same)
    assert one != ratio([6], [2])
    assert one != 2.0


def test_an_estimate_refuses_what_cannot_be() -> None:
    """An interval turned round, a confidence of 95."""
    with pytest.raises(ValueError, match="low is 3, must be <= high, which is 2"):
        Estimate(value=2, low=3, high=2, n=1)
    with pytest.raises(ValueError, match="confidence is 95"):
        Estimate(value=2, low=1, high=3, n=1, confidence=95)


def test_precision_around_zero_has_no_share() -> None:
    """A half-width of 1 around 0 is infinitely wide relative to it; a certain 0 is exact."""
    assert Estimate(value=0, low=-1, high=1, n=9).relative_precision == math.inf
    assert Estimate(value=0, low=0, high=0, n=9).relative_precision == 0


@given(pairs)
def test_a_difference_is_minus_the_difference_the_other_way(pairs: list[tuple[int, int]]) -> None:
    """Scenario minus today and today minus scenario are mirror images."""
    above, below = np.array(pairs).T
    there = difference(above, below, above[::-1], below)
    back = difference(above[::-1], below, above, below)
    assert there.value == pytest.approx(-back.value)
    assert there.low == pytest.approx(-back.high, abs=1e-9)


@given(pairs)
def test_nothing_changed_is_exactly_no_difference(pairs: list[tuple[int, int]]) -> None:
    """A scenario that changes nothing has a difference of 0 without any doubt."""
    above, below = np.array(pairs).T
    found = difference(above, below, above, below)
    assert (found.value, found.low, found.high) == (0, 0, 0)


@given(pairs)
def test_an_interval_holds_its_value(pairs: list[tuple[int, int]]) -> None:
    """The estimate lies inside its interval, and a share inside 0 to 1."""
    above, below = np.array(pairs).T
    found, share = ratio(above, below), proportion(np.minimum(above, below), below)
    assert found.low <= found.value <= found.high
    assert 0 <= share.low <= share.value <= share.high <= 1
