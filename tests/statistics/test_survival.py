"""Kaplan-Meier against the textbook, and its laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import SurvivalCurve, kaplan_meier

# Freireich et al. (1963): weeks in remission with 6-MP, in Klein & Moeschberger, Survival
# Analysis, section 1.2; ended or still in remission when last seen.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]

observed = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=50)
ended = st.lists(st.integers(0, 1000), min_size=1, max_size=50)


def remission() -> SurvivalCurve:
    """The curve of the 21 patients."""
    return kaplan_meier(ENDED + STILL, [True] * len(ENDED) + [False] * len(STILL))


def test_the_6mp_patients_give_the_published_curve() -> None:
    """Klein & Moeschberger, table 4.1: survival and Greenwood's standard errors."""
    curve = remission()
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.ended.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve.survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.standard_errors.round(3).tolist() == [
        0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135,
    ]  # fmt: skip


def test_the_6mp_patients_have_the_published_median_and_mean() -> None:
    """Median 23 weeks.

    Area up to 35 weeks: 6 + 0.8571 + 3 * (0.8067 + 0.7529 + 0.6902) + 6 * 0.6275 + 0.5378
    + 12 * 0.4482 = 23.287.
    """
    curve = remission()
    assert curve.median == 23
    assert curve.last == 35
    assert curve.restricted_mean() == pytest.approx(23.2874, abs=1e-4)


def test_what_is_read_off_the_curve() -> None:
    """A quarter had ended by week 13 (0.753 before, 0.690 then); never 60 %."""
    curve = remission()
    assert curve.quantile(0.25) == 13
    assert math.isnan(curve.quantile(0.6))
    assert (curve.at(0), curve.at(5.9)) == (1, 1)
    assert curve.at(6) == curve.at(6.9) == pytest.approx(6 / 7)
    assert curve.restricted_mean(7) == pytest.approx(6 + 6 / 7)
    assert curve.restricted_mean(6.5) == pytest.approx(6 + 0.5 * 6 / 7)
    assert curve.restricted_mean(0) == 0


def test_beyond_the_last_seen_nothing_is_known() -> None:
    """The mean up to week 36 is unknown while some are in remission at 35."""
    assert math.isnan(remission().restricted_mean(36))
    assert kaplan_meier([1, 3], [True, True]).restricted_mean(100) == 2


def test_ended_and_still_under_way_at_the_same_time() -> None:
    """At 2 one of two ends and the other is last seen: it counts as at risk, so 1/2."""
    curve = kaplan_meier([2, 2], [True, False])
    assert curve.survival.tolist() == [0.5]
    assert curve.median == 2


def test_nobody_has_ended() -> None:
    """The curve stays at 1: no median, the mean so far is the longest time seen."""
    curve = kaplan_meier([3, 5], [False, False])
    assert (curve.times.size, curve.at(4)) == (0, 1)
    assert math.isnan(curve.median)
    assert curve.restricted_mean() == 5


def test_nobody_was_observed() -> None:
    """Nothing known, nothing said."""
    curve = kaplan_meier([], [])
    assert math.isnan(curve.median)
    assert math.isnan(curve.restricted_mean())


def test_a_share_met_exactly_is_met() -> None:
    """Of ten, the first three have ended: the 30 % quantile is the third, rounding or not."""
    curve = kaplan_meier(range(1, 11), [True] * 10)
    assert [curve.quantile(k / 10) for k in range(1, 11)] == list(range(1, 11))


@pytest.mark.parametrize(
    ("times", "over", "counts", "said"),
    [
        ([1, 2], [True], None, "2 times, 1 ended, 2 counts"),
        ([1, -2], [True, True], None, "finite and >= 0"),
        ([1, math.nan], [True, True], None, "finite and >= 0"),
        ([1, 2], [True, True], [1, -1], "finite and >= 0"),
    ],
)
def test_impossible_times_are_refused(
    times: list[float], over: list[bool], counts: list[int] | None, said: str
) -> None:
    """Times run forward and every one has an ending or not."""
    with pytest.raises(ValueError, match=said):
        kaplan_meier(times, over, counts)


def test_impossible_questions_are_refused() -> None:
    """A share of 0 has no time, a limit is not negative."""
    with pytest.raises(ValueError, match="p is 0, must be above 0"):
        remission().quantile(0)
    with pytest.raises(ValueError, match="limit is -1"):
        remission().restricted_mean(-1)


@given(observed)
def test_counting_equal_ones_together_changes_nothing(seen: list[tuple[int, bool]]) -> None:
    """Each observation twice is each with a count of 2."""
    times, over = [time for time, _ in seen], [end for _, end in seen]
    twice = kaplan_meier(times + times, over + over)
    counted = kaplan_meier(times, over, [2] * len(times))
    assert twice.survival.tolist() == counted.survival.tolist()
    assert twice.times.tolist() == counted.times.tolist()


@given(ended)
def test_without_anything_under_way_it_is_ordinary_counting(times: list[int]) -> None:
    """Survival is the share above, the mean is the mean, the median an ordinary one."""
    curve = kaplan_meier(times, [True] * len(times))
    above = [np.mean(np.array(times) > time) for time in curve.times]
    assert curve.survival == pytest.approx(above, abs=1e-12)
    assert curve.restricted_mean() == pytest.approx(np.mean(times), abs=1e-9)
    assert curve.median == sorted(times)[(len(times) - 1) // 2]


@given(observed)
def test_knowing_less_never_shortens(seen: list[tuple[int, bool]]) -> None:
    """Were all that are under way ended when last seen, everything would be shorter or equal."""
    times, over = [time for time, _ in seen], [end for _, end in seen]
    known, pessimist = kaplan_meier(times, over), kaplan_meier(times, [True] * len(times))
    assert known.restricted_mean() >= pessimist.restricted_mean() - 1e-9
    assert all(known.at(time) >= pessimist.at(time) - 1e-12 for time in times)
