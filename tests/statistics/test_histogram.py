"""Times in fixed bins: exact counting, quantiles within a bin, intervals, right-censoring."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.statistics import (
    LogBins,
    kaplan_meier,
    proportion,
    quantile,
    quantile_difference,
    quantile_estimate,
    ratio,
    restricted_mean,
)
from outsidein.statistics.histogram import BINS, CENTURY_SECONDS, _woodruff

# One bin a decade from 1 s to 1,000 s: below 1, 1 to 10, 10 to 100, 100 to 1,000, beyond.
COARSE = LogBins(lowest_seconds=1, highest_seconds=1000, per_decade=1)

waits = st.lists(
    st.one_of(st.just(0.0), st.floats(0.001, 1e9, allow_subnormal=False)), min_size=1, max_size=80
)


def replications(seed: int, rows: int = 30, each: int = 200) -> np.ndarray:
    """Exponential waits of mean 100 s counted in a row a replication."""
    rng = np.random.default_rng(seed)
    return np.array([BINS.tally(rng.exponential(100, each)) for _ in range(rows)])


def test_the_usual_bins_go_from_a_millisecond_to_a_century() -> None:
    """1,250 bins of 2.33 %, one below a millisecond, one beyond a hundred years."""
    assert BINS.count == 1252
    assert BINS.edges[0] == 1e-3
    assert BINS.edges[-2] < CENTURY_SECONDS <= BINS.edges[-1]
    assert BINS.relative_width == pytest.approx(0.02329, abs=1e-5)
    assert np.diff(BINS.edges) == pytest.approx(BINS.relative_width * BINS.edges[:-1])
    assert BINS.edges[[300, 400, 500]].tolist() == [1, 10, 100]


def test_where_times_belong() -> None:
    """A bin holds its lower edge; the first everything below 1 s, the last all from 1,000 s."""
    times = [0, 0.99, 1, 9.99, 10, 100, 999, 1000, math.inf]
    assert COARSE.place(times).tolist() == [0, 0, 1, 1, 2, 3, 3, 4, 4]
    assert COARSE.tally(times).tolist() == [2, 2, 1, 2, 2]


@pytest.mark.parametrize("time", [-1.0, math.nan])
def test_a_negative_or_unknown_time_is_refused(time: float) -> None:
    """A wait that ends before it begins is an error of the program."""
    with pytest.raises(ValueError, match=r"times hold .*, must be >= 0"):
        BINS.tally([1.0, time])


def test_impossible_bins_are_refused() -> None:
    """A logarithm needs a positive beginning; a bin needs a width."""
    with pytest.raises(ValueError, match="must be above 0 and increasing"):
        LogBins(lowest_seconds=0)
    with pytest.raises(ValueError, match="per_decade is 0"):
        LogBins(per_decade=0)


def test_quantiles_by_hand() -> None:
    """Of ten times two are below 1 s, four within 1 to 10, four within 10 to 100.

    40 % is 2 + 2 of the four of the second bin: halfway from 1 to 10. 100 % ends at 100.
    """
    counts = np.array([2, 4, 4, 0, 0])
    assert quantile(counts, 0.2, COARSE) == 0
    assert quantile(counts, 0.4, COARSE) == pytest.approx(5.5)
    assert quantile(counts, 0.6, COARSE) == 10
    assert quantile(counts, 0.7, COARSE) == pytest.approx(10 + 90 / 4)
    assert quantile(counts, 1, COARSE) == 100


def test_beyond_the_last_bin_only_that_is_known() -> None:
    """A quantile in the open bin is infinite; of nothing, unknown."""
    assert quantile(np.array([0, 1, 0, 0, 3]), 0.5, COARSE) == math.inf
    assert math.isnan(quantile(np.zeros(5, int), 0.5, COARSE))


@pytest.mark.parametrize(
    ("counts", "p", "said"),
    [
        (np.array([1, 0, 0, 0, 0]), 0, "p is 0"),
        (np.array([1, 0, 0, 0, 0]), 1.1, "p is 1.1"),
        (np.array([1, 0, 0]), 0.5, "1 x 5 whole numbers"),
        (np.array([1.0, 0, 0, 0, 0]), 0.5, "whole numbers >= 0, are .* of float64"),
        (np.array([-1, 0, 0, 0, 3]), 0.5, "whole numbers >= 0"),
    ],
)
def test_impossible_questions_are_refused(counts: np.ndarray, p: float, said: str) -> None:
    """Counts are whole numbers that fit the bins; a share is above 0."""
    with pytest.raises(ValueError, match=said):
        quantile(counts, p, COARSE)


def test_some_still_under_way_by_hand() -> None:
    """Six: two below 1 s, one last seen within 1 to 10, two ended within 10 to 100, one later.

    2/6 have ended by 1 s, nobody by 10; then 2 of 3 at risk: 1 - 4/6 * 1/3 = 7/9 by 100 s. The
    median needs 1/2, (1/2 - 1/3) / (7/9 - 1/3) = 3/8 of the way from 10 to 100: 43.75.
    """
    ended, still = np.array([2, 0, 2, 1, 0]), np.array([0, 1, 0, 0, 0])
    assert quantile(ended, 0.5, COARSE, still) == pytest.approx(43.75)
    assert quantile(ended, 7 / 9, COARSE, still) == pytest.approx(100)


def test_a_share_not_reached_is_unknown() -> None:
    """Three of four are still under way when last seen: there is no median."""
    ended, still = np.array([0, 1, 0, 0, 0]), np.array([0, 0, 0, 3, 0])
    assert math.isnan(quantile(ended, 0.5, COARSE, still))
    found = quantile_estimate(ended, 0.5, COARSE, still)
    assert math.isnan(found.value)
    assert found.why_no_interval == "nothing was observed"


def test_an_interval_of_a_median_by_hand() -> None:
    """Two replications of ten, all within 1 to 100 s: 6 + 4 and 4 + 6, pooled 10 + 10.

    The median is 10 s, by which 6/10 and 4/10 have ended, leaving one out 0.4 and 0.6:
    standard error sqrt(1/2 * 0.02) = 0.1. At 50 % confidence t(1) = 1: the ends are the times
    of 40 % and 60 %, 1 + 9 * 0.8 = 8.2 and 10 + 90 * 0.2 = 28.
    """
    table = np.array([[0, 6, 4, 0, 0], [0, 4, 6, 0, 0]])
    found = quantile_estimate(table, 0.5, COARSE, confidence=0.5)
    assert (found.value, found.n, found.degrees) == (10, 20, 1)
    assert (found.low, found.high) == (pytest.approx(8.2), pytest.approx(28))
    assert found.standard_error == pytest.approx((28 - 8.2) / 2)


def test_a_tail_beyond_what_was_seen_is_open() -> None:
    """99 % of twenty times: the upper end could be anything, the lower end not."""
    table = replications(seed=1, rows=10, each=2)
    found = quantile_estimate(table, 0.99)
    assert found.high == math.inf
    assert 0 < found.low < found.value < math.inf


def test_identical_replications_have_an_interval_without_width() -> None:
    """Nothing differs, so nothing is uncertain; one alone has no interval."""
    row = BINS.tally([10.0, 20, 30, 40])
    same = quantile_estimate(np.array([row] * 5), 0.5)
    assert same.low == same.value == same.high
    assert quantile_estimate(row, 0.5).why_no_interval == "one replication"


def test_most_waits_are_zero() -> None:
    """With 90 % served at once the median is 0 for certain and the 95 % quantile is not."""
    table = replications(seed=2, each=20)
    table[:, 0] += 180
    median, late = quantile_estimate(table, 0.5), quantile_estimate(table, 0.95)
    assert (median.low, median.value, median.high) == (0, 0, 0)
    assert 0 < late.low < late.value < late.high


def test_the_same_in_both_is_exactly_no_difference() -> None:
    """On common random numbers a scenario that changes nothing has no uncertain difference."""
    table = replications(seed=3)
    found = quantile_difference(table, table, 0.9)
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_a_paired_difference_is_narrower_than_two_apart() -> None:
    """The same customers wait a tenth less: known far better than from other customers."""
    rng = np.random.default_rng(4)
    rows = rng.exponential(100, (30, 400)) * rng.uniform(0.5, 1.5, (30, 1))
    today, better = (np.array([BINS.tally(row) for row in rows * f]) for f in (1, 0.9))
    paired, apart = (
        quantile_difference(better, today, 0.5),
        quantile_difference(better[::-1], today, 0.5),
    )
    assert paired.value == apart.value == pytest.approx(-0.1 * quantile(today, 0.5), rel=0.1)
    assert paired.half_width < apart.half_width / 5
    assert paired.n == 12_000


def test_a_difference_in_an_open_tail_has_no_interval() -> None:
    """What has no upper end cannot be compared, and is not."""
    table = replications(seed=5, rows=10, each=2)
    found = quantile_difference(table, replications(seed=6, rows=10, each=2), 0.99)
    assert found.why_no_interval == "too few were observed"


def test_the_mean_up_to_a_limit_by_hand() -> None:
    """Four: one below 1 s, two within 1 to 10, one within 10 to 100.

    Survival 3/4 up to 1 s and at it, 1/4 at 10 s, 0 at 100 s, straight between: 0.75 + 4.5 +
    11.25 = 16.5. Up to 55 s: half of the way from 10 to 100, survival 1/8: 5.25 + 45 * 3/16.
    """
    counts = np.array([1, 2, 1, 0, 0])
    assert restricted_mean(counts, 100, COARSE).value == pytest.approx(16.5)
    assert restricted_mean(counts, 55, COARSE).value == pytest.approx(5.25 + 45 * 3 / 16)
    assert restricted_mean(counts, 0.5, COARSE).value == pytest.approx(0.375)
    assert restricted_mean(counts, 1, COARSE).value == pytest.approx(0.75)


def test_the_mean_beyond_what_was_seen_is_unknown() -> None:
    """One was last seen within 1 to 10 s: the mean up to 100 s is not known, up to 10 it is."""
    ended, still = np.array([1, 2, 0, 0, 0]), np.array([0, 1, 0, 0, 0])
    assert math.isnan(restricted_mean(ended, 100, COARSE, still).value)
    assert restricted_mean(ended, 10, COARSE, still).value == pytest.approx(0.75 + 4.5)
    with pytest.raises(ValueError, match="limit_seconds is 2000"):
        restricted_mean(ended, 2000, COARSE)


def test_the_mean_from_bins_is_the_mean_of_the_times() -> None:
    """With narrow bins and nothing under way: the ratio of sums, and its standard error."""
    rng = np.random.default_rng(7)
    rows = rng.lognormal(5, 1, (30, 500))
    binned = restricted_mean(np.array([BINS.tally(row) for row in rows]), 1e9)
    exact = ratio(rows.sum(axis=1), np.full(30, 500))
    assert binned.value == pytest.approx(exact.value, rel=1e-3)
    assert binned.standard_error == pytest.approx(exact.standard_error, rel=0.01)
    assert binned.n == exact.n == 15_000


def test_bins_and_single_times_give_the_same_survival() -> None:
    """A third still under way: median and mean as Kaplan-Meier has them, within a bin."""
    rng = np.random.default_rng(8)
    lasts, watched = rng.exponential(100, 20_000), rng.exponential(200, 20_000)
    seen, over = np.minimum(lasts, watched), lasts <= watched
    curve = kaplan_meier(seen, over)
    ended, still = BINS.tally(seen[over]), BINS.tally(seen[~over])
    assert quantile(ended, 0.5, under_way=still) == pytest.approx(curve.median, rel=0.0233)
    assert quantile(ended, 0.5) < 0.8 * curve.median  # dropping them would look better
    binned = restricted_mean(ended, 300, under_way=still)
    assert binned.value == pytest.approx(curve.restricted_mean(300), rel=0.005)


def test_the_shares_behind_an_interval_are_ratios_of_sums() -> None:
    """Woodruff's standard error of the share is the one `proportion` gives."""
    table = np.array([[0, 6, 4, 0, 0], [0, 2, 6, 0, 0], [0, 5, 3, 2, 0]])
    found = quantile_estimate(table, 13 / 28, COARSE)  # exactly what ended by 10 s
    share = proportion(table[:, 1], table.sum(axis=1))
    assert found.value == pytest.approx(10)
    assert found.low == pytest.approx(quantile(table, share.low, COARSE))
    assert found.high == pytest.approx(quantile(table, share.high, COARSE))


@given(waits, st.integers(1, 100))
def test_a_quantile_is_within_one_bin_of_the_time_it_stands_for(
    times: list[float], percent: int
) -> None:
    """The documented bound, against the smallest time whose share is at least p."""
    p = percent / 100
    ordered = sorted(times)
    shares = np.arange(1, len(times) + 1) / len(times)
    exact = ordered[int(np.flatnonzero(shares >= p)[0])]
    found = quantile(BINS.tally(times), p)
    assert abs(found - exact) <= max(exact * BINS.relative_width * (1 + 1e-9), 1e-3)


@given(waits, st.integers(1, 99), st.integers(0, 1000))
def test_counting_in_any_order_and_any_parts_gives_the_same(
    times: list[float], percent: int, seed: int
) -> None:
    """Whole numbers add up exactly: threads and chunks leave no trace."""
    mixed = np.random.default_rng(seed).permutation(times)
    half = len(times) // 2
    parts = np.array([BINS.tally(mixed[:half]), BINS.tally(mixed[half:])])
    assert quantile(parts, percent / 100) == quantile(BINS.tally(times), percent / 100)


@given(waits)
def test_quantiles_do_not_go_backwards(times: list[float]) -> None:
    """A larger share takes at least as long."""
    counts = BINS.tally(times)
    found = [quantile(counts, percent / 100) for percent in range(1, 101)]
    assert found == sorted(found)


@given(waits, st.integers(1, 99))
def test_nothing_under_way_is_the_same_as_not_saying(times: list[float], percent: int) -> None:
    """The product over bins of what is left is then ordinary counting."""
    counts = BINS.tally(times)
    late = np.zeros_like(counts)
    late[-1] = 1  # one still under way beyond every bin, with the weight of one in a million
    usual = quantile(counts, percent / 100, under_way=np.zeros_like(counts))
    assert usual == quantile(counts, percent / 100)
    many = quantile(counts * 1_000_000, percent / 100, under_way=late)
    assert many >= usual * (1 - 1e-9)


def test_the_linearised_quantile_has_the_estimates_standard_error() -> None:
    """Against a quantile known for certain, the difference is as uncertain as the one."""
    table = replications(seed=9)
    certain = np.array([BINS.tally([100.0] * 200)] * 30)
    found = quantile_difference(table, certain, 0.5)
    assert found.standard_error == pytest.approx(quantile_estimate(table, 0.5).standard_error)
    assert found.n == 6000


def test_the_linearised_quantile_moves_with_the_quantile() -> None:
    """Left out one by one, it goes up and down as the quantile without that replication does."""
    table = replications(seed=10, each=500)
    _, figure = _woodruff(table, np.zeros_like(table), 0.5, BINS, 0.95)
    really = [quantile(np.delete(table, row, axis=0), 0.5) for row in range(len(table))]
    assert np.corrcoef(figure.left_out, really)[0, 1] > 0.95


def test_a_low_quantile_of_few_times_begins_at_zero() -> None:
    """No share below the lowest seen is excluded, and no time is negative."""
    found = quantile_estimate(replications(seed=11, rows=5, each=3), 0.05)
    assert found.low == 0 < found.value < found.high
