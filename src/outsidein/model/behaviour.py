"""What a step may say: times, patience, failures, choices, triggers, and hours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from outsidein.units import DAY_SECONDS, UNIT_SECONDS, WEEK_SECONDS

LawKind = Literal[
    "constant", "uniform", "exponential", "lognormal", "gamma", "normal", "triangular"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law of a duration; ``parameters`` are seconds, by kind.

    constant (value) · uniform (low, high) · exponential (mean) · lognormal, gamma and normal
    (arithmetic mean, standard deviation; a normal is cut at 0) · triangular (low, mode, high).
    ``unit`` is the unit as written; in working days the clock runs on working days only.
    """

    kind: LawKind
    parameters: tuple[float, ...]
    unit: str = "s"

    def __post_init__(self) -> None:
        if self.unit not in UNIT_SECONDS:
            raise ValueError(f"unit is {self.unit!r}, must be one of {', '.join(UNIT_SECONDS)}")
        if any(not math.isfinite(p) or p < 0 for p in self.parameters):
            raise ValueError(f"parameters are {self.parameters}, must be finite and >= 0")

    @property
    def working(self) -> bool:
        """Whether the duration passes on working days only."""
        return self.unit == "working day"

    @property
    def mean_seconds(self) -> float:
        """Arithmetic mean, in seconds of the law's own clock (a normal before the cut at 0)."""
        if self.kind == "uniform":
            return sum(self.parameters) / 2
        if self.kind == "triangular":
            return sum(self.parameters) / 3
        return self.parameters[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a customer waits in a queue, and where they go when it ends."""

    law: Law | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What a customer does who finds the part closed: call back (with a chance) or go elsewhere."""

    chance: float | None = None  # of calling back; None with call_back means always
    call_back: bool | None = None
    within: Law | None = None  # delay after opening; exponential 30 min if not said
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Trying again after giving up: with what chance, after how long, how often."""

    chance: float | None = None
    after: Law | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """The customer does not come to an appointment."""

    chance: float | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """How many arrivals a step takes in one case, and where the next one goes."""

    visits: int | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One way in which a step fails, where it is noticed and by whom, and where it leads."""

    mode: str
    chance: float | None = None
    noticed_at: str | None = None
    until: str | None = None
    by: str | None = None  # "customer", a part's id, or None: the part that noticed it
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One answer of a decision; ``share`` None is the rest (one branch) or missing (several)."""

    label: str
    to: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceBranch:
    """One runner of a race: what happens first decides."""

    label: str
    after: Law
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult:
    """A part asked meanwhile, with the share of visits in which it is."""

    part: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """The share of live visits in which a part's people are away, and who takes them."""

    share: float
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Balk:
    """Leaving at once where ``at`` customers wait already, with what chance, and where to.

    ``chance`` None: surely · ``to`` None: as after giving up.
    """

    chance: float | None = None
    at: int | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """How many wait before customers are passed on, and the part they are passed on to."""

    at: int
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """What some of a part's people can do: persons ``first`` to ``last`` (None: everybody).

    ``speed`` divides how long a service takes them; the skill "anything" is work that needs none.
    """

    name: str
    first: int | None = None
    last: int | None = None
    speed: float = 1.0

    def has(self, person: int) -> bool:
        """Whether a person, by number from 1, is one of them."""
        return self.first is None or self.first <= person <= (self.last or self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long a case stays at a step at most, and where it goes then."""

    law: Law | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How often a shared step is run: a whole number from ``least`` to ``most``, all alike."""

    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How many cases are served together, or all that came within a time of the first."""

    size: int
    after: Law | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCustomers:
    """People keep their own customers; after ``within`` anybody free takes them."""

    within: Law | None = None


TriggerKind = Literal["at random", "passed", "no news"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """When a customer acts between two steps, with what chance, and how often.

    ``passed``: the promise whose deadline triggers · ``silence``: the time without news ·
    ``per``: the unit of a chance per unit of time (only at random).
    """

    kind: TriggerKind
    passed: str | None = None
    silence: Law | None = None
    chance: float | None = None
    per: str | None = None
    again_after: Law | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The stretch of a case from one step to another."""

    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The same hours on consecutive days; days count from Monday = 0, ``last_day`` included.

    Seconds count from midnight, 0 <= start < end <= 86,400; Sat-Mon wraps round the week.
    """

    first_day: int
    last_day: int
    start_seconds: float
    end_seconds: float

    def __post_init__(self) -> None:
        if not 0 <= self.start_seconds < self.end_seconds <= DAY_SECONDS:
            raise ValueError(
                f"hours are {self.start_seconds} to {self.end_seconds} s, must lie in one day"
            )

    def intervals(self) -> list[tuple[float, float]]:
        """Return (start, end) in seconds of the week, one a day."""
        days = (self.last_day - self.first_day) % 7 + 1
        starts = [(self.first_day + k) % 7 * DAY_SECONDS for k in range(days)]
        return [(s + self.start_seconds, s + self.end_seconds) for s in starts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Consecutive weeks of a year of 52, from 1, ``last`` included, with a weight."""

    first: int
    last: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days of one week of a year of 52, on which nobody is on duty; days as in `Period`."""

    week: int
    first_day: int
    last_day: int


def weekly_steps(entries: list[tuple[Period, float]]) -> list[tuple[float, float]]:
    """Turn periods with a value into (from second of the week, value), first entry at 0.

    Periods that overlap add up; hours not listed have 0; equal neighbours are joined.
    """
    changes: dict[float, float] = {0.0: 0.0}
    for period, value in entries:
        for start, end in period.intervals():
            changes[start] = changes.get(start, 0.0) + value
            changes[end] = changes.get(end, 0.0) - value
    steps: list[tuple[float, float]] = []
    level = 0.0
    for moment in sorted(changes):
        if moment >= WEEK_SECONDS:
            break
        level = round(level + changes[moment], 9)
        if not steps or steps[-1][1] != level:
            steps.append((moment, level))
    return steps
