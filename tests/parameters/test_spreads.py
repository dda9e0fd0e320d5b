"""Laws that ours do not hold, hours, and arrivals that are moved to the next opening."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.parameters import spreads
from outsidein.parameters.arriving import arriving
from outsidein.parameters.hours import ALWAYS, Hours, days_of, hours_of, levels, periods
from outsidein.parameters.values import Incoming

DAY = hours_of(days_of(0, 4, 9 * 3600.0, 17 * 3600.0))


def test_a_fixed_interval_starts_anew_each_day() -> None:
    """Every 3 h from 9 to 17: at 9, 12 and 15, and 18 becomes 9 of the next day; 15 a week."""
    found = arriving(Incoming(between=spreads.fixed(10_800.0), hours=DAY, moves_on=True))
    assert found.arrivals.per_second is not None
    assert found.arrivals.per_second * 604_800 == pytest.approx(15, rel=1e-5)
    assert found.variation == 0


def test_an_interval_that_passes_in_open_hours_loses_nothing() -> None:
    """40 open hours a week, one customer in 2 of them: 20 a week, as likely at any open hour."""
    found = arriving(Incoming(between=spreads.exponential(7_200.0), hours=DAY))
    assert found.arrivals.per_second is not None
    assert found.arrivals.per_second * 604_800 == pytest.approx(20, rel=1e-5)
    assert found.arrivals.profile == tuple(periods(DAY))


def test_always_open_needs_no_profile() -> None:
    """One in an hour: 24 a day."""
    incoming = Incoming(between=spreads.exponential(3_600.0), hours=ALWAYS, moves_on=True)
    assert arriving(incoming).arrivals.per_second == pytest.approx(1 / 3_600)
    assert arriving(incoming).arrivals.profile == ()


def test_the_nearest_law_of_a_cut_normal_is_flat() -> None:
    """N(100, 30) between 90 and 110 is nearly even."""
    cut = spreads.between(spreads.normal(100, 30, "n"), 90, 110)
    found = spreads.nearest(cut)
    assert found.law.kind == "uniform"
    assert found.off < 0.001


@given(
    mean=st.floats(1, 1e5), variation=st.floats(0.1, 3), least=st.floats(0, 1),
    most=st.floats(1.5, 5),
)  # fmt: skip
def test_the_nearest_law_keeps_the_mean(
    mean: float, variation: float, least: float, most: float
) -> None:
    """Whatever is drawn again between two bounds, its law has the same mean, and not far off."""
    whole = spreads.lognormal(mean, variation * mean, "x")
    cut = spreads.between(whole, least * mean, most * mean)
    found = spreads.nearest(cut)
    assert found.law.mean_seconds == pytest.approx(float(cut.points().mean()), rel=1e-3)
    assert found.off < 0.5


def test_a_mixture_has_the_mean_of_its_parts() -> None:
    """Two in three take 30 s, one 90 s."""
    found = spreads.mixture([(spreads.fixed(30.0), 2.0), (spreads.fixed(90.0), 1.0)])
    assert found.mean_seconds == pytest.approx(50, rel=1e-3)


def test_people_with_hours_of_their_own_are_counted() -> None:
    """9-17 and 13-17: one, then two."""
    late = hours_of(days_of(0, 4, 13 * 3600.0, 17 * 3600.0))
    counted = [(p.start_seconds / 3600, p.end_seconds / 3600, n) for p, n in levels(
        [(DAY, 1.0), (late, 1.0)])]  # fmt: skip
    assert counted == [(9, 13, 1), (13, 17, 2)]


def test_a_night_goes_round_the_week() -> None:
    """Sunday 22:00 to 06:00 ends on Monday."""
    assert hours_of(days_of(6, 6, 79_200.0, 21_600.0)) == Hours(
        ((0.0, 21_600.0), (597_600.0, 604_800.0))
    )
