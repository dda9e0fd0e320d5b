"""Clocks that do not always run: staffed hours, the working week, arrivals by the hour."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from outsidein.model.behaviour import weekly_steps
from outsidein.model.process import Arrivals, Part
from outsidein.units import DAY_SECONDS, WEEK_SECONDS


@dataclass(frozen=True, slots=True)
class Week:
    """A weekly pattern: from each moment (seconds of the week, first is 0) a level holds."""

    moments: tuple[float, ...]
    levels: tuple[float, ...]

    def at(self, time: float) -> float:
        """Return the level that holds at a time, and from it on."""
        return self.levels[bisect_right(self.moments, time % WEEK_SECONDS) - 1]

    def next_change(self, time: float) -> float:
        """Return the first moment after ``time`` at which the level changes; inf if never."""
        week, second = divmod(time, WEEK_SECONDS)
        if len(self.moments) == 1:
            return math.inf
        start = week * WEEK_SECONDS
        later = bisect_right(self.moments, second)
        for moment in [*self.moments[later:], WEEK_SECONDS]:
            if moment < WEEK_SECONDS:
                return start + moment
        if self.levels[0] != self.levels[-1]:
            return start + WEEK_SECONDS
        return start + WEEK_SECONDS + self.moments[1]

    def next_above_zero(self, time: float) -> float:
        """Return the first moment at or after ``time`` with a level above 0; inf if never."""
        if max(self.levels) <= 0:
            return math.inf
        while self.at(time) <= 0:
            time = self.next_change(time)
        return time

    def area(self) -> float:
        """Return the sum of level x seconds over a week."""
        ends = (*self.moments[1:], WEEK_SECONDS)
        pieces = zip(self.moments, ends, self.levels, strict=True)
        return sum((end - start) * level for start, end, level in pieces)


def staff_week(part: Part) -> Week | None:
    """Return the people on duty by the hour, or None for a part that never queues."""
    staff = part.staff()
    if staff is None:
        return None
    steps = weekly_steps(staff)
    return Week(tuple(m for m, _ in steps), tuple(float(n) for _, n in steps))


def arrival_week(arrivals: Arrivals) -> Week:
    """Return the arrival rate (customers a second) by the hour; its weekly mean is as said."""
    rate = arrivals.per_second or 0.0
    if not arrivals.profile:
        return Week((0.0,), (rate,))
    steps = weekly_steps(list(arrivals.profile))
    weights = Week(tuple(m for m, _ in steps), tuple(w for _, w in steps))
    scale = rate * WEEK_SECONDS / weights.area()
    return Week(weights.moments, tuple(w * scale for w in weights.levels))


@dataclass(frozen=True, slots=True)
class Accumulator:
    """A weekly rate added up over time, and the way back from the sum to the time."""

    moments: tuple[float, ...]
    levels: tuple[float, ...]
    sums: tuple[float, ...]  # the area before each moment
    total: float  # the area of a week

    @staticmethod
    def of(week: Week) -> Accumulator:
        """Add up a weekly pattern."""
        sums = [0.0]
        for k in range(1, len(week.moments)):
            sums.append(sums[-1] + (week.moments[k] - week.moments[k - 1]) * week.levels[k - 1])
        total = sums[-1] + (WEEK_SECONDS - week.moments[-1]) * week.levels[-1]
        return Accumulator(week.moments, week.levels, tuple(sums), total)

    def up_to(self, time: float) -> float:
        """Return the area from time 0 to ``time``."""
        weeks = math.floor(time / WEEK_SECONDS)
        second = time - weeks * WEEK_SECONDS
        k = bisect_right(self.moments, second) - 1
        return weeks * self.total + self.sums[k] + (second - self.moments[k]) * self.levels[k]

    def when(self, area: float) -> float:
        """Return the first time at which the area from time 0 reaches ``area`` > 0."""
        weeks = math.floor(area / self.total)
        rest = area - weeks * self.total
        if rest <= 0.0:
            weeks -= 1
            rest = self.total
        k = len(self.sums) - 1
        while self.sums[k] >= rest:
            k -= 1
        return weeks * WEEK_SECONDS + self.moments[k] + (rest - self.sums[k]) / self.levels[k]


def working_clock(working_days: Sequence[int]) -> Accumulator:
    """Return the clock that runs on working days only (Monday = 0)."""
    levels = [1.0 if day in working_days else 0.0 for day in range(7)]
    moments = [0.0]
    kept = [levels[0]]
    for day in range(1, 7):
        if levels[day] != kept[-1]:
            moments.append(day * DAY_SECONDS)
            kept.append(levels[day])
    return Accumulator.of(Week(tuple(moments), tuple(kept)))


def add_working(clock: Accumulator, time: float, seconds: float) -> float:
    """Return the time at which a clock of working days has run ``seconds`` from ``time``."""
    return time if seconds <= 0.0 else clock.when(clock.up_to(time) + seconds)
