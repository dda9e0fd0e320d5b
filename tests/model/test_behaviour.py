"""Laws and hours as values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.document import syntax
from outsidein.model.behaviour import Law, Period, weekly_steps
from outsidein.model.process import Part

DAY = 86_400.0


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("4 min", 240),
        ("1..3 min", 120),
        ("triangular 1..2..6 min", 180),
        ("exponential 4 min", 240),
        ("lognormal 6 min sd 9 min", 360),
        ("gamma 6 min sd 9 min", 360),
    ],
)
def test_the_mean_of_a_law(text: str, mean: float) -> None:
    """In seconds of its own clock."""
    assert syntax.law(text).mean_seconds == mean


def test_a_law_checks_itself() -> None:
    """No negative time, no unit of its own invention; working days run on working days."""
    with pytest.raises(ValueError, match="parameters"):
        Law(kind="constant", parameters=(-1.0,))
    with pytest.raises(ValueError, match="parameters"):
        Law(kind="constant", parameters=(float("nan"),))
    with pytest.raises(ValueError, match="unit"):
        Law(kind="constant", parameters=(1.0,), unit="month")
    assert syntax.law("1 working day").working
    assert not syntax.law("1 day").working


def test_hours_become_steps_of_the_week() -> None:
    """Overlapping entries add up, touching ones are joined, hours not listed have none."""
    day = syntax.hours("Mon-Tue 08:00-12:00")
    assert weekly_steps([(day, 2.0)]) == [
        (0.0, 0.0), (8 * 3600.0, 2.0), (12 * 3600.0, 0.0),
        (DAY + 8 * 3600.0, 2.0), (DAY + 12 * 3600.0, 0.0),
    ]  # fmt: skip
    over = syntax.hours("Mon 10:00-12:00")
    assert weekly_steps([(day, 2.0), (over, 1.0)])[2] == (10 * 3600.0, 3.0)
    joined = [(syntax.hours("Mon 00:00-12:00"), 1.0), (syntax.hours("Mon 12:00-24:00"), 1.0)]
    assert weekly_steps(joined) == [(0.0, 1.0), (DAY, 0.0)]
    assert weekly_steps([(syntax.hours("Mon-Sun 00:00-24:00"), 1.0)]) == [(0.0, 1.0)]
    assert weekly_steps([]) == [(0.0, 0.0)]


@given(st.integers(0, 6), st.integers(0, 6))
def test_days_go_round_the_week(first: int, last: int) -> None:
    """Sat-Mon is three days."""
    period = Period(first_day=first, last_day=last, start_seconds=0.0, end_seconds=3600.0)
    days = [start // DAY for start, _ in period.intervals()]
    assert days[0] == first
    assert days[-1] == last
    assert len(days) == (last - first) % 7 + 1


def test_the_staff_of_a_part() -> None:
    """People with hours, hours with people, or nobody who queues."""
    hours = (syntax.hours("Mon-Fri 08:00-18:00"),)
    assert Part(id="a", name="A", people=3, open=hours).staff() == [(hours[0], 3.0)]
    assert Part(id="a", name="A", people=((hours[0], 2),)).staff() == [(hours[0], 2.0)]
    assert Part(id="a", name="A").staff() is None
    assert Part(id="a", name="A", people=3).staff() is None
