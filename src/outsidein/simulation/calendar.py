"""Clocks that do not always run: staffed hours, the working week, arrivals by the hour."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from outsidein.model.behaviour import Holiday, Weeks, weekly_steps
from outsidein.model.process import Arrivals, Part
from outsidein.units import DAY_SECONDS, WEEK_SECONDS, YEAR_SECONDS


@dataclass(frozen=True, slots=True)
class Week:
    """A weekly or yearly pattern: from each moment (seconds, the first is 0) a level holds."""

    moments: tuple[float, ...]
    levels: tuple[float, ...]
    period: float = WEEK_SECONDS  # or a year of 52 weeks

    def at(self, time: float) -> float:
        """Return the level that holds at a time, and from it on."""
        return self.levels[bisect_right(self.moments, time % self.period) - 1]

    def next_change(self, time: float) -> float:
        """Return the first moment after ``time`` at which the level changes; inf if never."""
        round_, second = divmod(time, self.period)
        if len(self.moments) == 1:
            return math.inf
        start = round_ * self.period
        later = bisect_right(self.moments, second)
        for moment in [*self.moments[later:], self.period]:
            if moment < self.period:
                return start + moment
        if self.levels[0] != self.levels[-1]:
            return start + self.period
        return start + self.period + self.moments[1]

    def next_above_zero(self, time: float) -> float:
        """Return the first moment at or after ``time`` with a level above 0; inf if never."""
        if max(self.levels) <= 0:
            return math.inf
        while self.at(time) <= 0:
            time = self.next_change(time)
        return time

    def area(self) -> float:
        """Return the sum of level x seconds over a week, of a year the mean week."""
        ends = (*self.moments[1:], self.period)
        pieces = zip(self.moments, ends, self.levels, strict=True)
        total = sum((end - start) * level for start, end, level in pieces)
        return total / (self.period / WEEK_SECONDS)


def staff_week(part: Part) -> Week | None:
    """Return the people on duty by the hour, or None for a part that never queues."""
    staff = part.staff()
    if staff is None:
        return None
    steps = weekly_steps(staff)
    week = Week(tuple(m for m, _ in steps), tuple(float(n) for _, n in steps))
    return _with_holidays(week, part.closed_on) if part.closed_on else week


def _with_holidays(week: Week, holidays: Sequence[Holiday]) -> Week:
    """Return a year of weeks with nobody on duty on its holidays."""
    closed = [
        ((day.week - 1) * WEEK_SECONDS + first, (day.week - 1) * WEEK_SECONDS + last)
        for day in holidays
        for first, last in [(day.first_day * DAY_SECONDS, (day.last_day + 1) * DAY_SECONDS)]
    ]
    edges = {edge for span in closed for edge in span if edge < YEAR_SECONDS}

    def level(moment: float) -> float:
        return 0.0 if any(a <= moment < b for a, b in closed) else week.at(moment)

    return _year(week, edges, level)


def _year(week: Week, edges: Iterable[float], level: Callable[[float], float]) -> Week:
    """Return a pattern of 52 weeks whose level may change where the week's does, and at edges."""
    moments = {k * WEEK_SECONDS + m for k in range(52) for m in week.moments} | set(edges)
    kept: list[tuple[float, float]] = []
    for moment in sorted(moments):
        if not kept or kept[-1][1] != level(moment):
            kept.append((moment, level(moment)))
    return Week(tuple(m for m, _ in kept), tuple(n for _, n in kept), YEAR_SECONDS)


def arrival_week(arrivals: Arrivals) -> Week:
    """Return the arrival rate (customers a second) by the hour; its mean is as said."""
    rate = arrivals.per_second or 0.0
    weights = Week((0.0,), (1.0,))
    if arrivals.profile:
        steps = weekly_steps(list(arrivals.profile))
        weights = Week(tuple(m for m, _ in steps), tuple(w for _, w in steps))
    if arrivals.year:
        weights = _weighted(weights, arrivals.year)
    elif not arrivals.profile:
        return Week((0.0,), (rate,))
    scale = rate * WEEK_SECONDS / weights.area()
    return Week(weights.moments, tuple(w * scale for w in weights.levels), weights.period)


def _weighted(week: Week, year: Sequence[Weeks]) -> Week:
    """Return a year whose weeks weigh as said, and those not listed 1."""
    weights = {k: said.weight for said in year for k in range(said.first - 1, said.last)}

    def level(moment: float) -> float:
        return week.at(moment) * weights.get(int(moment // WEEK_SECONDS), 1.0)

    return _year(week, [k * WEEK_SECONDS for k in range(52)], level)


@dataclass(frozen=True, slots=True)
class Accumulator:
    """A weekly or yearly rate added up over time, and the way back from the sum to the time."""

    moments: tuple[float, ...]
    levels: tuple[float, ...]
    sums: tuple[float, ...]  # the area before each moment
    total: float  # the area of a period
    period: float = WEEK_SECONDS

    @staticmethod
    def of(week: Week) -> Accumulator:
        """Add up a pattern."""
        sums = [0.0]
        for k in range(1, len(week.moments)):
            sums.append(sums[-1] + (week.moments[k] - week.moments[k - 1]) * week.levels[k - 1])
        total = sums[-1] + (week.period - week.moments[-1]) * week.levels[-1]
        return Accumulator(week.moments, week.levels, tuple(sums), total, week.period)

    def up_to(self, time: float) -> float:
        """Return the area from time 0 to ``time``."""
        weeks = math.floor(time / self.period)
        second = time - weeks * self.period
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
        return weeks * self.period + self.moments[k] + (rest - self.sums[k]) / self.levels[k]


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
