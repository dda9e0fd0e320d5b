"""Hours of the week, as other simulators write them: merged, counted, and as our periods."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from outsidein.model.behaviour import Period
from outsidein.units import DAY_SECONDS, WEEK_SECONDS

A_MINUTE = 60.0
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Hours:
    """Open hours of a week: intervals in seconds from Monday 00:00, in order, none touching."""

    intervals: tuple[tuple[float, float], ...]

    @property
    def open_seconds(self) -> float:
        """Seconds open in a week."""
        return sum(end - start for start, end in self.intervals)

    @property
    def always(self) -> bool:
        """Whether they are all hours of the week."""
        return self.intervals == ((0.0, WEEK_SECONDS),)

    def at(self, moment: float) -> bool:
        """Whether they are open at a second of the week."""
        k = bisect_right(self.intervals, (moment, WEEK_SECONDS + 1)) - 1
        return k >= 0 and moment < self.intervals[k][1]


ALWAYS = Hours(((0.0, WEEK_SECONDS),))


def hours_of(intervals: Iterable[tuple[float, float]]) -> Hours:
    """Join intervals; a gap of a minute is none: "until 23:59" means midnight."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if joined and start - joined[-1][1] <= A_MINUTE:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    if joined and WEEK_SECONDS - joined[-1][1] <= A_MINUTE:
        joined[-1] = (joined[-1][0], WEEK_SECONDS)
    return Hours(tuple(joined))


def days_of(first: int, last: int, start: float, end: float) -> list[tuple[float, float]]:
    """Return the same hours on each day from one to another, round the week; seconds of a day.

    Hours that end before they start go past midnight.
    """
    end = DAY_SECONDS if DAY_SECONDS - end <= A_MINUTE else end
    end = end + DAY_SECONDS if end <= start else end
    found = []
    for k in range((last - first) % 7 + 1):
        begins = (first + k) % 7 * DAY_SECONDS + start
        ends = (first + k) % 7 * DAY_SECONDS + end
        found.append((begins, min(ends, WEEK_SECONDS)))
        if ends > WEEK_SECONDS:
            found.append((0.0, ends - WEEK_SECONDS))
    return found


def second_of(text: str) -> float | None:
    """Return the second of the day of 09:00, 09:00:30 or 09:00:00.000+00:00, to the minute.

    >>> second_of("09:30:00.000+00:00"), second_of("23:59:59.999"), second_of("25:00")
    (34200.0, 86400.0, None)
    """
    clock = text.strip().partition("+")[0].removesuffix("Z")
    pieces = clock.split(":")
    if not 2 <= len(pieces) <= 3:
        return None
    try:
        hour, minute = int(pieces[0]), int(pieces[1])
        second = float(pieces[2]) if len(pieces) == 3 else 0.0
    except ValueError:
        return None
    if not (0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    said = round((hour * 3600 + minute * 60 + second) / 60) * 60.0
    return said if said <= DAY_SECONDS else None


def day_of(text: str) -> int | None:
    """Return the day of the week of its name, Monday = 0.

    >>> day_of("FRIDAY"), day_of("Fri"), day_of("Feast")
    (4, 4, None)
    """
    word = text.strip().casefold()
    found = [k for k, day in enumerate(DAYS) if len(word) >= 2 and day.startswith(word)]
    return found[0] if len(found) == 1 else None


def periods(hours: Hours, value: float = 1.0) -> list[tuple[Period, float]]:
    """Return open hours as periods with a value, the same hours on following days as one."""
    return levels([(hours, value)])


def levels(several: Sequence[tuple[Hours, float]]) -> list[tuple[Period, float]]:
    """Add up values by the hour: how many people are there, when each has hours of their own."""
    edges = {k * DAY_SECONDS for k in range(8)}
    edges |= {moment for hours, _ in several for pair in hours.intervals for moment in pair}
    ordered = sorted(edges)
    pieces: list[tuple[float, float, float]] = []
    for start, end in pairwise(ordered):
        value = sum(said for hours, said in several if hours.at(start))
        day = start // DAY_SECONDS
        if pieces and pieces[-1][2] == value and start % DAY_SECONDS and pieces[-1][1] == start:
            pieces[-1] = (pieces[-1][0], end, value)
        elif value > 0:
            assert day < 7
            pieces.append((start, end, value))
    return _same_on_following_days(pieces)


def _same_on_following_days(
    pieces: Sequence[tuple[float, float, float]],
) -> list[tuple[Period, float]]:
    days: list[list[tuple[float, float, float]]] = [[] for _ in range(7)]
    for start, end, value in pieces:
        first = int(start // DAY_SECONDS)
        begins = start - first * DAY_SECONDS
        days[first].append((begins, end - first * DAY_SECONDS, value))
    found: list[tuple[Period, float]] = []
    at = 0
    while at < 7:
        last = at
        while last + 1 < 7 and days[last + 1] == days[at]:
            last += 1
        for start, end, value in days[at]:
            said = Period(first_day=at, last_day=last, start_seconds=start, end_seconds=end)
            found.append((said, value))
        at = last + 1
    return found
