"""Numbers, durations and moments written for people."""

from __future__ import annotations

import pytest

from outsidein.units import clock, plain_number, readable_duration


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (12.0, "12"),
        (0.2468, "0.247"),
        (1234.5, "1,234"),
        (-0.5, "-0.5"),
        (0.000123456, "0.000123"),
        (1.5e-7, "0.00000015"),
    ],
)
def test_a_number_has_the_digits_that_count(value: float, expected: str) -> None:
    """No exponent, no trailing zero, thousands apart."""
    assert plain_number(value) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (45, "45 s"),
        (204, "3.4 min"),
        (5_399, "90 min"),
        (93_600, "26 h"),
        (561_600, "6.5 days"),
        (0, "0 s"),
    ],
)
def test_a_duration_is_told_in_its_unit(seconds: float, expected: str) -> None:
    """The unit a reader would choose."""
    assert readable_duration(seconds) == expected


def test_a_moment_of_the_week() -> None:
    """Second 0 is Monday at midnight, and weeks repeat."""
    assert clock(0) == "Mon 00:00"
    assert clock(7 * 86_400 + 90 * 60) == "Mon 01:30"
    assert clock(6 * 86_400 + 86_399) == "Sun 23:59"
