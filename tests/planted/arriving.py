"""Checks of arrivals: a Poisson process whose rate changes within the week."""

from __future__ import annotations

import math

import numpy as np

from outsidein.simulation.program import Program
from planted import arrays
from planted.figures import Check, Figure, share
from planted.laws import WEEK, mean_of
from planted.runs import DAY, Floats, ran

TEXT = """
process: Arrivals
customers: CUSTOMERS
arrivals: ARRIVALS
steps:
  - done: {end: Done, outcome: served}
"""
FIRST = 1  # of the segments' clocks; before them the clock of working days
PERIOD = 7_500 * 3600.0  # 44 weeks and a half, and a little more
BORDER = 2 * DAY  # of the week: five times as many before it as after, a day; as many in all


def text(arrivals: str, customers: str = "{Walker: {share: 100%}}") -> str:
    """Return a process whose customers leave at once."""
    return TEXT.replace("ARRIVALS", arrivals).replace("CUSTOMERS", customers)


def arrived(program: Program, seconds: float) -> tuple[Floats, Floats]:
    """Return when and of which segment the customers come in a window."""
    found = ran(program, window=seconds, follow_up=0.0).cases
    return found["start"], found["segment"]


def count(name: str, seen: int, known: float) -> Figure:
    """Return the count of a Poisson law with a known mean."""
    return Figure(name=name, found=seen, known=known, error=math.sqrt(known), n=seen)


def _even(program: Program) -> list[Figure]:
    """60 an hour for 7,500 hours; within the week a customer's time is uniform."""
    times, _ = arrived(program, PERIOD)
    late = int((times % WEEK > 0.99 * WEEK).sum())
    return [
        count("customers", len(times), 450_000),
        mean_of("time between", np.diff(times), 60.0),
        share("in a week's last hundredth", late, len(times), 0.01 * 44 * WEEK / PERIOD),
    ]


def _profile(program: Program) -> list[Figure]:
    """10,000 a week for 50 weeks, half of them on Monday and Tuesday (2 x 5 = 5 x 2)."""
    times, _ = arrived(program, 50 * WEEK)
    within = times % WEEK
    early = within < BORDER
    return [
        count("customers", len(times), 500_000),
        share("on Monday and Tuesday", int(early.sum()), len(times), 0.5),
        mean_of("time on Monday and Tuesday", within[early], BORDER / 2),
        mean_of("time on other days", within[~early], (BORDER + WEEK) / 2),
        share("just after the border", int((within[~early] < BORDER * 1.01).sum()),
              len(times), 0.5 * 0.02 / 5),
    ]  # fmt: skip


def _segments(program: Program) -> list[Figure]:
    """120 an hour for 7,500 hours, half of them Ann, half Bob."""
    _, segments = arrived(program, PERIOD)
    return [count(f"customers of segment {k}", int((segments == k).sum()), 450_000) for k in (0, 1)]


CHECKS = {
    "arrivals": Check(
        text=text("{rate: 60 per h}"),
        figures=_even,
        plants={
            "rate": arrays.faster(FIRST), "level alone": arrays.clock_number(FIRST, "levels", 0),
            "total alone": arrays.scaled("clockworks", "total", FIRST),
        },
    ),
    "profile of arrivals": Check(
        text=text(
            "{rate: 10000 per week, profile: [Mon-Tue 00:00-24:00 x5, Wed-Sun 00:00-24:00 x2]}"
        ),
        figures=_profile,
        plants={
            "rate": arrays.faster(FIRST), "total": arrays.scaled("clockworks", "total", FIRST),
            "Monday's level": arrays.clock_number(FIRST, "levels", 0),
            "Wednesday's level": arrays.clock_number(FIRST, "levels", 1),
            "Wednesday's beginning": arrays.clock_number(FIRST, "moments", 1),
            "customers before Wednesday": arrays.clock_number(FIRST, "sums", 1),
        },
    ),
    "shares of customers": Check(
        text=text("{rate: 120 per h}", "{Ann: {share: 50%}, Bob: {share: rest}}"),
        figures=_segments,
        plants={
            "rate of the first": arrays.faster(FIRST),
            "rate of the second": arrays.faster(FIRST + 1),
        },
    ),
}  # fmt: skip
