"""Units of time: names, seconds, and durations written for people."""

from __future__ import annotations

DAY_SECONDS = 86_400.0
WEEK_SECONDS = 7 * DAY_SECONDS
YEAR_SECONDS = 52 * WEEK_SECONDS  # of 52 whole weeks, so that each year begins on a Monday

UNIT_SECONDS: dict[str, float] = {
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "day": DAY_SECONDS,
    "week": WEEK_SECONDS,
    "working day": DAY_SECONDS,  # of a clock that runs on working days only
}

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def plain_number(value: float, digits: int = 3) -> str:
    """Write a number with the digits that count, without exponent or trailing zeros.

    >>> plain_number(1234.5), plain_number(0.2468), plain_number(12.0)
    ('1,234', '0.247', '12')
    """
    if value == 0 or abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:.{digits + 6}f}".rstrip("0")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: float) -> str:
    """Write a count with three digits that count, below ten with two.

    >>> rounded(182434.0), rounded(1321.4), rounded(3.14159)
    ('182,000', '1,320', '3.1')
    """
    return plain_number(float(f"{value:.3g}"), 3 if abs(value) >= 10 else 2)


def readable_duration(seconds: float) -> str:
    """Write a duration in the unit a reader would choose: 45 s, 3.4 min, 26 h, 6.5 days.

    >>> readable_duration(204), readable_duration(93_600), readable_duration(561_600)
    ('3.4 min', '26 h', '6.5 days')
    """
    magnitude = abs(seconds)
    for limit, unit, size in ((90, "s", 1.0), (90 * 60, "min", 60.0), (48 * 3600, "h", 3600.0)):
        if magnitude < limit:
            return f"{plain_number(seconds / size, 2)} {unit}"
    return f"{plain_number(seconds / DAY_SECONDS, 2)} days"


def clock(seconds: float) -> str:
    """Write a moment of the week: Mon 08:30.

    >>> clock(8.5 * 3600 + 2 * DAY_SECONDS)
    'Wed 08:30'
    """
    day, rest = divmod(seconds % WEEK_SECONDS, DAY_SECONDS)
    return f"{DAYS[int(day)]} {int(rest // 3600):02d}:{int(rest % 3600 // 60):02d}"
