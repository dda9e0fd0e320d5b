"""What a journey says of each step of the customer: reach, channel, wait, effort, satisfaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["tolerates", "gives up after", "promised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A mean of answers with its interval, on the scale of the survey; None: not known."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A wait in seconds beside what is tolerated; None: not known.

    ``kind`` says what the wait is of those who wait · ``how`` what the tolerance is.
    """

    seconds: float | None
    kind: Literal["median", "mean"] = "median"
    tolerated: float | None = None
    how: How = "tolerates"
    limit: str = ""  # what is tolerated, as the document writes it
    mark: str = ""  # its mark in the swimlane charts

    @property
    def is_over(self) -> bool:
        """Whether it is longer than what is tolerated."""
        known = self.seconds is not None and self.tolerated is not None
        return known and self.seconds > self.tolerated  # type: ignore[operator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A mark where something should be done, and how many customers it hurts (of all, 0 to 1)."""

    mark: str
    kind: Literal["fail", "wait"]
    text: str
    title: str
    harm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One step of the customer in a journey.

    ``visits`` are visits a customer who sets out · ``met`` pairs of (channel's sign, whom) ·
    ``own`` seconds of own time a visit.
    """

    node: str
    is_main: bool
    visits: float | None = None
    met: tuple[tuple[str, str], ...] = ()
    words: str = ""
    wait: Wait | None = None
    own: float | None = None
    effort_said: str = ""
    effort: Score | None = None
    satisfaction: Score | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The steps of a journey in the order of their columns, and the survey's scale."""

    touches: tuple[Touch, ...]
    scale: tuple[float, float] = (-2.0, 2.0)
    source: str = ""

    @property
    def neutral(self) -> float:
        """The middle of the scale."""
        return (self.scale[0] + self.scale[1]) / 2
