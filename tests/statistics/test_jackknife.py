"""Ratios of sums and their leave-one-out values, against a published example."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import combine, ratio_of_sums

# Efron & Tibshirani, An Introduction to the Bootstrap, table 10.1: eight subjects of the
# medical patch data, new minus old over old minus placebo.
NEW_MINUS_OLD = [-1200, 2601, -2705, 1982, -1290, 351, -638, -2719]
OLD_MINUS_PLACEBO = [8406, 2342, 8187, 8459, 4795, 3516, 4796, 10238]

counts = st.lists(st.integers(1, 1000), min_size=2, max_size=40)


def test_the_patch_data_give_the_published_ratio_and_jackknife() -> None:
    """Ratio -0.0713, jackknife bias 0.0080 and standard error 0.106 (chapters 10 and 11)."""
    figure = ratio_of_sums(NEW_MINUS_OLD, OLD_MINUS_PLACEBO)
    bias = (8 - 1) * (figure.left_out.mean() - figure.value)
    assert round(figure.value, 4) == -0.0713
    assert round(bias, 4) == 0.0080
    assert round(figure.standard_error, 3) == 0.106


def test_leaving_one_out_by_hand() -> None:
    """12/4 = 3; without the first 10/3, without the second 8/2, without the third 6/3."""
    figure = ratio_of_sums([2, 4, 6], [1, 2, 1])
    assert figure.value == 3
    assert figure.left_out.tolist() == [10 / 3, 4, 2]


def test_a_replication_that_saw_nothing_stays_a_replication() -> None:
    """Without the empty one the ratio is the whole 6/3; without the others 4/2 and 2/1."""
    figure = ratio_of_sums([0, 2, 4], [0, 1, 2])
    assert figure.replications == 3
    assert figure.left_out.tolist() == [2, 2, 2]
    assert figure.standard_error == 0


def test_nothing_seen_at_all_is_not_a_number() -> None:
    """A share of no cases is unknown, not 0."""
    figure = ratio_of_sums([0, 0], [0, 0])
    assert math.isnan(figure.value)
    assert math.isnan(figure.standard_error)


def test_all_seen_in_one_replication_leaves_no_standard_error() -> None:
    """Without that replication there is nothing to divide by."""
    figure = ratio_of_sums([0, 5, 0], [0, 2, 0])
    assert figure.value == 2.5
    assert math.isnan(figure.left_out[1])
    assert math.isnan(figure.standard_error)


@pytest.mark.parametrize(
    ("above", "below", "said"),
    [
        ([1, 2], [1], "2 numerators but 1 denominators"),
        ([1, 2], [1, -1], "denominators hold -1.0, must be >= 0"),
        ([], [], "one number a replication"),
        ([[1, 2]], [[1, 2]], "one number a replication"),
        ([1, math.nan], [1, 1], "numerators hold nan"),
        ([1, 1], [1, math.inf], "denominators hold inf"),
    ],
)
def test_impossible_sums_are_refused(above: list[float], below: list[float], said: str) -> None:
    """What cannot come from counting is an error of the program, named."""
    with pytest.raises(ValueError, match=said):
        ratio_of_sums(above, below)


def test_combining_needs_the_same_replications() -> None:
    """Twenty replications of one and thirty of the other cannot be paired."""
    with pytest.raises(ValueError, match=r"cannot be paired, the figures have \[2, 3\]"):
        combine(np.subtract, ratio_of_sums([1, 2], [1, 1]), ratio_of_sums([1, 2, 3], [1, 1, 1]))


def test_combining_divides_by_zero_without_noise() -> None:
    """A quotient of two figures is infinite or unknown where the second is 0, no warning."""
    zero = ratio_of_sums([0, 0], [1, 1])
    assert math.isnan(combine(np.divide, zero, zero).value)


@given(counts, st.integers(1, 100))
def test_a_ratio_does_not_depend_on_its_unit(numbers: list[int], factor: int) -> None:
    """Seconds or minutes: value and standard error are multiplied, nothing else."""
    below = list(range(1, len(numbers) + 1))
    one = ratio_of_sums(numbers, below)
    many = ratio_of_sums([number * factor for number in numbers], below)
    assert many.value == pytest.approx(one.value * factor)
    assert many.standard_error == pytest.approx(one.standard_error * factor, abs=1e-9 * factor)


@given(counts)
def test_the_jackknife_of_a_mean_is_its_ordinary_standard_error(numbers: list[int]) -> None:
    """With denominators of 1 the ratio is the mean: deviation over the root of the number."""
    figure = ratio_of_sums(numbers, np.ones(len(numbers)))
    ordinary = np.std(numbers, ddof=1) / math.sqrt(len(numbers))
    assert figure.standard_error == pytest.approx(ordinary, abs=1e-9)


@given(counts)
def test_the_order_of_replications_does_not_matter(numbers: list[int]) -> None:
    """Replications are exchangeable."""
    below = np.arange(1, len(numbers) + 1)
    one, other = ratio_of_sums(numbers, below), ratio_of_sums(numbers[::-1], below[::-1])
    assert one.value == other.value
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-9)
