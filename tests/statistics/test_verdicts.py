"""The four verdicts: every way an interval can lie, by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import Estimate, difference, smallest_difference, verdict

SMALLEST = 2.0  # the zone that does not matter is -2 to 2


def between(low: float, high: float) -> Estimate:
    """A difference with the given interval."""
    return Estimate(value=(low + high) / 2, low=low, high=high, n=1000)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3, 5, "better"),  # beyond the zone
        (1, 5, "better"),  # excludes 0, straddles the edge of the zone
        (2, 2, "better"),  # a difference of exactly the smallest that matters
        (0.5, 1.5, "no difference that matters"),  # excludes 0, inside the zone
        (-1, 1, "no difference that matters"),
        (0, 0, "no difference that matters"),
        (-1.9, 1.9, "no difference that matters"),
        (-1.5, -0.5, "no difference that matters"),
        (0, 3, "cannot tell yet"),  # holds 0 and something that matters
        (-1, 3, "cannot tell yet"),
        (-3, 1, "cannot tell yet"),
        (-3, 3, "cannot tell yet"),
        (-2, 2, "cannot tell yet"),  # both ends matter
        (-3, 0, "cannot tell yet"),
        (-5, -1, "worse"),
        (-5, -3, "worse"),
        (-math.inf, -1, "worse"),
        (-1, math.inf, "cannot tell yet"),
        (math.nan, math.nan, "cannot tell yet"),
    ],
)
def test_the_verdict_of_each_way_to_lie(low: float, high: float, said: str) -> None:
    """Zone -2 to 2; higher is better, and the mirror image where lower is better."""
    assert verdict(between(low, high), SMALLEST, higher_is_better=True) == said
    assert verdict(between(-high, -low), SMALLEST, higher_is_better=False) == said


def test_without_a_zone_only_an_exact_zero_is_no_difference() -> None:
    """A smallest difference of 0: the scenario that changes nothing is still recognised."""
    assert verdict(between(0, 0), 0, higher_is_better=True) == "no difference that matters"
    assert verdict(between(0.001, 0.002), 0, higher_is_better=True) == "better"
    assert verdict(between(-0.001, 0.002), 0, higher_is_better=True) == "cannot tell yet"


def test_from_arrays_to_a_verdict() -> None:
    """Lost customers of 100 in four replications: 20, 22, 18, 20 today; a scenario loses fewer.

    Five fewer in each: better. A tenth fewer in one: less than 1 % of 20 %, no difference.
    Ten fewer and ten more by turns: the interval is 0 -+ 18 points, cannot tell.
    """
    today, among = [20, 22, 18, 20], [100] * 4
    matters = smallest_difference(0.20)

    def said(*lost: float) -> str:
        found = difference(lost, among, today, among)
        return verdict(found, matters, higher_is_better=False)

    assert said(15, 17, 13, 15) == "better"
    assert said(25, 27, 23, 25) == "worse"
    assert said(20, 22, 18, 19.9) == "no difference that matters"
    assert said(10, 32, 8, 30) == "cannot tell yet"


def test_one_replication_cannot_tell() -> None:
    """Without an interval there is no verdict, however large the difference."""
    assert verdict(difference([90], [100], [1], [100]), 0.01, higher_is_better=True) == (
        "cannot tell yet"
    )


def test_one_percent_of_today() -> None:
    """The default: 2.50 of a cost of 250, also where the figure is negative."""
    assert smallest_difference(250) == smallest_difference(-250) == 2.5
    assert smallest_difference(250, share=0.1) == 25


@pytest.mark.parametrize("smallest", [-1, math.nan])
def test_a_zone_has_a_size(smallest: float) -> None:
    """A smallest difference below 0, or unknown, is an error of the program."""
    with pytest.raises(ValueError, match="smallest_that_matters"):
        verdict(between(1, 2), smallest, higher_is_better=True)


@given(st.floats(-100, 100), st.floats(0, 100), st.floats(0.01, 50), st.floats(0.01, 1))
def test_more_precision_never_turns_a_verdict_round(
    middle: float, half: float, smallest: float, shrink: float
) -> None:
    """An interval inside another may say more, never the opposite."""
    opposite = {"better": "worse", "worse": "better"}
    wide = verdict(between(middle - half, middle + half), smallest, higher_is_better=True)
    inner = half * shrink
    narrow = verdict(between(middle - inner, middle + inner), smallest, higher_is_better=True)
    assert narrow != opposite.get(wide)
    assert wide != "no difference that matters" or narrow == wide
