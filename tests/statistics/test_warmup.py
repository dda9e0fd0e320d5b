"""MSER-5: where the empty start ends, and when a pilot was too short to tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import WarmUp, longest, warm_up

levels = st.lists(st.integers(-50, 50), min_size=2, max_size=60)


def weeks(*means: float) -> list[float]:
    """Five equal observations for each batch mean."""
    return [mean for mean in means for _ in range(5)]


def test_the_cut_by_hand() -> None:
    """Batch means 10, 4, 6, 4, 6, 4, of which at most three may go.

    d = 0: 220 - 34^2/6 = 27.33, over 36 = 0.759; d = 1: 120 - 24^2/5 = 4.8, over 25 = 0.192;
    d = 2: 104 - 20^2/4 = 4, over 16 = 0.25; d = 3: 68 - 14^2/3 = 2.67, over 9 = 0.296.
    The smallest is at one batch: five observations.
    """
    assert warm_up(weeks(10, 4, 6, 4, 6, 4)) == WarmUp(length=5, settled=True, observed=30)


def test_a_long_start_is_cut_where_it_ends() -> None:
    """Four batches of climbing work in progress, then sixteen at the same level."""
    found = warm_up(weeks(0, 10, 20, 30, *[40] * 16))
    assert found == WarmUp(length=20, settled=True, observed=100)


def test_a_series_that_keeps_climbing_has_not_settled() -> None:
    """For a straight line every further cut is better, so the best is the last allowed."""
    found = warm_up(np.arange(100))
    assert found == WarmUp(length=50, settled=False, observed=100)


def test_a_series_level_from_the_first_day_needs_no_warm_up() -> None:
    """Nothing is left out where nothing changes, exactly."""
    assert warm_up([0.1] * 40) == WarmUp(length=0, settled=True, observed=40)


def test_pilots_are_averaged_before_the_cut_is_sought() -> None:
    """Two pilots whose noise is opposite: the cut of their average, not of either."""
    clean, noise = np.array(weeks(10, 4, 6, 4, 6, 4)), np.array(weeks(-5, 7, 0, 0, 0, 0))
    assert warm_up([clean + noise, clean - noise]).length == 5
    assert warm_up(clean + noise).length == 10


def test_what_does_not_fill_a_batch_is_left_out() -> None:
    """Four wild observations at the end change nothing but the number observed."""
    found = warm_up([*weeks(10, 4, 6, 4, 6, 4), 999, 999, 999, 999])
    assert found == WarmUp(length=5, settled=True, observed=34)


@pytest.mark.parametrize("observed", [0, 4, 9])
def test_a_pilot_too_short_for_two_batches_has_not_settled(observed: int) -> None:
    """Nothing can be cut from it, and it says so."""
    assert warm_up([1.0] * observed) == WarmUp(length=0, settled=False, observed=observed)


def test_batches_may_have_another_size() -> None:
    """The series worked by hand, one observation a batch."""
    assert warm_up([10, 4, 6, 4, 6, 4], batch=1).length == 1


@pytest.mark.parametrize(
    ("pilots", "batch", "said"),
    [
        ([[[1.0]]], 5, "a series or a table of series"),
        ([1.0, float("nan")], 5, "not finite"),
        ([1.0, 2.0], 0, "batch is 0"),
    ],
)
def test_impossible_pilots_are_refused(pilots: list[float], batch: int, said: str) -> None:
    """What is no series of numbers is an error of the program."""
    with pytest.raises(ValueError, match=said):
        warm_up(pilots, batch)


def test_all_scenarios_share_the_longest_warm_up() -> None:
    """The longest is used for all; one that has not settled makes the whole unsettled."""
    short = WarmUp(length=5, settled=True, observed=100)
    long = WarmUp(length=25, settled=True, observed=80)
    assert longest([short, long]) == WarmUp(length=25, settled=True, observed=80)
    assert not longest([short, WarmUp(length=0, settled=False, observed=9)]).settled


def test_the_start_of_a_queue_from_empty_is_found() -> None:
    """A first-order series that forgets at 0.9 and starts 10 deviations away from its level.

    The start has decayed below one deviation after 22 steps and below a tenth after 44.
    """
    rng = np.random.default_rng(3)
    level, series = 10.0, []
    for _ in range(1000):
        level = 0.9 * level + rng.normal(0, np.sqrt(1 - 0.9**2))
        series.append(level)
    found = warm_up(series)
    assert found.settled
    assert 10 <= found.length <= 60


@given(levels)
def test_the_cut_minimises_the_statistic_as_defined(levels: list[int]) -> None:
    """The sums over the tail, written out for each cut, agree."""
    means = np.array(levels, dtype=float)
    by_hand = [
        np.square(means[cut:] - means[cut:].mean()).sum() / (len(means) - cut) ** 2
        for cut in range(len(means) // 2 + 1)
    ]
    found = warm_up(weeks(*levels))
    assert by_hand[found.length // 5] == pytest.approx(min(by_hand), abs=1e-9)
    assert found.settled == (found.length // 5 < len(means) // 2)


@given(levels, st.integers(-1000, 1000))
def test_the_cut_does_not_depend_on_the_level(levels: list[int], shift: int) -> None:
    """Two hundred more customers all along: the same warm-up."""
    assert warm_up(weeks(*levels)) == warm_up(weeks(*[level + shift for level in levels]))
