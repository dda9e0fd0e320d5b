"""Checks of the laws of durations: moments in closed form of the draws of one wait."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import digamma, ndtr

from outsidein.measures.records import Records
from outsidein.simulation.program import Program
from planted import arrays
from planted.figures import Check, Figure
from planted.runs import DAY, Floats, at, ran, spaced

TEXT = """
process: One wait
customers: {Walker: {share: 100%}}
steps:
  - rest: {wait: LAW}
  - done: {end: Done, outcome: served}
"""
WEEK = 7 * DAY
Statistic = tuple[str, Callable[[Floats], Floats], float]  # of each draw, with its known mean


def text(law: str) -> str:
    """Return a process that waits."""
    return TEXT.replace("LAW", law)


def durations(program: Program, arrivals: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Return when each customer arrived and how long each waited."""
    rest = program.vocabulary.step_code("rest")
    kept: list[Floats] = []

    def take(records: Records) -> None:
        rows = records.steps[records.steps["step"] == rest]
        kept.append(np.stack([rows["case"], rows["ready"], rows["finished"]]))

    ran(program, arrivals, keep=None, each=take)
    found = np.concatenate(kept, axis=1)
    _, begun, ended = found[:, np.argsort(found[0], kind="stable")]
    return begun, ended - begun


def means(n: int, statistics: Sequence[Statistic]) -> Callable[[Program], list[Figure]]:
    """Compare means over n draws with what they are known to be."""

    def figures(program: Program) -> list[Figure]:
        _, drawn = durations(program, spaced(n, 60.0))
        return [mean_of(name, of(drawn), known) for name, of, known in statistics]

    return figures


def mean_of(name: str, values: Floats, known: float) -> Figure:
    """Return the mean of independent draws beside what it is known to be."""
    error = float(values.std() / math.sqrt(len(values)))
    return Figure(name=name, found=float(values.mean()), known=known, error=error, n=len(values))


def _constant(program: Program) -> list[Figure]:
    _, drawn = durations(program, spaced(100, 60.0))
    return [Figure(name="wait", found=float(each), known=90.0) for each in drawn]


def _normal() -> list[Statistic]:
    """Normal law of mean 5 min and sd 3 min, what is below 0 made 0.

    With c = 5/3: E[X] = m P(c) + s p(c); the squares of (X - m) / s over X > 0 have the mean
    P(c) - c p(c).
    """
    m, s, c = 300.0, 180.0, 5 / 3
    above, density = float(ndtr(c)), math.exp(-c * c / 2) / math.sqrt(2 * math.pi)
    return [
        ("mean", lambda x: x, m * above + s * density),
        ("spread", lambda x: ((x - m) / s) ** 2 * (x > 0), above - c * density),
        ("cut at 0", lambda x: (x == 0.0).astype(float), 1 - above),
    ]


def _gamma() -> list[Statistic]:
    """Gamma law of mean 8 min and sd 6 min, so k = 16/9: E[ln X/m] = digamma(k) - ln k."""
    m, k = 480.0, 16 / 9
    return [
        ("mean", lambda x: x / m, 1.0),
        ("shape", lambda x: x / m - np.log(x / m), 1.0 - float(digamma(k)) + math.log(k)),
    ]


def _lognormal() -> list[Statistic]:
    """Lognormal law of mean 6 min and sd 3 min: ln X is normal with variance ln 1.25."""
    variance = math.log(1.25)
    location = math.log(360.0) - variance / 2
    return [
        ("mean of the logarithm", np.log, location),
        ("spread of the logarithm", lambda x: (np.log(x) - location) ** 2, variance),
        ("mean", lambda x: x, 360.0),
    ]


def _triangular(a: float, b: float, c: float) -> list[Statistic]:
    """Triangular law: mean (a + b + c) / 3, variance (a² + b² + c² - ab - ac - bc) / 18."""
    mean = (a + b + c) / 3
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    return [
        ("mean", lambda x: x, mean),
        ("spread", lambda x: (x - mean) ** 2, variance),
        ("on the near side", lambda x: (x < b).astype(float), (b - a) / (c - a)),
    ]


def working_seconds(times: Floats) -> Floats:
    """Return how many seconds of Monday to Friday lie before a time."""
    weeks, rest = np.divmod(times, WEEK)
    return weeks * 5 * DAY + np.minimum(rest, 5 * DAY)


def _working_exponential(program: Program) -> list[Figure]:
    begun, lasted = durations(program, spaced(430_000, 60.0))
    worked = working_seconds(begun + lasted) - working_seconds(begun)
    weekend = ((begun + lasted) % WEEK > 5 * DAY).mean()
    return [
        mean_of("mean in working time", worked, 2 * DAY),
        Figure(name="ends at a week-end", found=float(weekend), known=0.0),
    ]


def _working_constant(program: Program) -> list[Figure]:
    """Three working days from Monday 01:00, Thursday 12:00, Saturday 00:30, Sunday of week 1.

    Monday 01:00 goes to Thursday 01:00; Thursday 12:00 has 36 h left in its week, so 36 h of
    the next: Tuesday 12:00; the week-end begins on Monday and ends with Wednesday.
    """
    begun = [3600.0, 3.5 * DAY, 5 * DAY + 1800, WEEK + 6.5 * DAY]
    ended = [3 * DAY + 3600, WEEK + 1.5 * DAY, WEEK + 3 * DAY, 2 * WEEK + 3 * DAY]
    start, lasted = durations(program, at(*begun))
    return [
        Figure(name="end", found=float(a + b), known=c)
        for a, b, c in zip(start, lasted, ended, strict=True)
    ]


CHECKS = {
    "constant": Check(
        text=text("90 s"), figures=_constant, plants={"seconds": arrays.law("constant")}
    ),
    "uniform": Check(
        text=text("100..120 s"),
        figures=means(150_000, [("mean", lambda x: x, 110.0),
                               ("from the middle", lambda x: abs(x - 110.0), 5.0)]),
        plants={"from": arrays.law("uniform"), "to": arrays.law("uniform", "b")},
    ),
    "exponential": Check(
        text=text("exponential 7 min"),
        figures=means(460_000, [("mean", lambda x: x, 420.0)]),
        plants={"mean": arrays.law("exponential", a=420.0)},
    ),
    "lognormal": Check(
        text=text("lognormal 6 min sd 3 min"),
        figures=means(260_000, _lognormal()),
        plants={"mean": arrays.lognormal_mean, "spread": arrays.law("lognormal", "b")},
    ),
    "gamma": Check(
        text=text("gamma 8 min sd 6 min"),
        figures=means(420_000, _gamma()),
        plants={
            "mean": arrays.law("gamma"), "spread": arrays.another_table,
            "table": arrays.quantiles, "upper half of the table": arrays.half_of_the_quantiles,
        },
    ),
    "normal": Check(
        text=text("normal 5 min sd 3 min"),
        figures=means(500_000, _normal()),
        plants={"mean": arrays.law("normal"), "spread": arrays.law("normal", "b")},
    ),
    "triangular": Check(
        text=text("triangular 100..110..130 s"),
        figures=means(60_000, _triangular(100.0, 110.0, 130.0)),
        plants={
            "from": arrays.law("triangular"), "mode": arrays.law("triangular", "b"),
            "to": arrays.law("triangular", "c"),
        },
    ),
    "triangular from its mode": Check(
        text=text("triangular 0..0..30 s"),
        figures=means(230_000, [("mean", lambda x: x, 10.0)]),
        plants={"to": arrays.law("triangular", "c")},
    ),
    "triangular to its mode": Check(
        text=text("triangular 0..30..30 s"),
        figures=means(70_000, [("mean", lambda x: x, 20.0)]),
        plants={"mode and to": arrays.both(
            arrays.law("triangular", "b"), arrays.law("triangular", "c"))},
    ),
    "working days": Check(
        text=text("3 working days"),
        figures=_working_constant,
        plants={
            "seconds": arrays.law("constant"),
            "days of a week": arrays.scaled("clockworks", "total"),
            "Friday's end": arrays.clock_number(0, "moments", 1),
            "pace": arrays.clock_number(0, "levels", 0),
            "days before the week-end": arrays.clock_number(0, "sums", 1),
        },
    ),
    "exponential working days": Check(
        text=text("exponential 2 working days"),
        figures=_working_exponential,
        plants={"mean": arrays.law("exponential", a=2 * DAY)},
        is_long=True,
    ),
}  # fmt: skip
