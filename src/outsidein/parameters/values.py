"""What a parameter file says about a drawing, whichever simulator it was written for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from outsidein.parameters.hours import Hours
from outsidein.parameters.spreads import Spread

Maker = Literal["Prosimos", "QBP", "BPSim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """People who are alike: how many, their hours, their cost an hour, where they are said."""

    id: str
    name: str
    number: int
    hours: Hours
    cost_per_hour: float | None = None
    pool: str = ""  # what its maker calls those it belongs to
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is said of a task or an event: how long it takes whom, and what it costs.

    ``times`` has a spread for each resource, by its id; "" is the time of a task that holds
    nobody. Seconds.
    """

    element: str
    times: Mapping[str, Spread] = field(default_factory=dict)
    cost: float | None = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """How customers arrive: the time between two of them in seconds, and in which hours.

    ``moves_on``: an arrival that falls outside the hours is moved to the next opening; otherwise
    the time between two arrivals passes in open hours only.
    """

    between: Spread
    hours: Hours
    moves_on: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """The chances of one decision: by the id of a flow, or of the element it leads to."""

    gateway: str
    chances: Mapping[str, float]
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Everything a parameter file says that our model holds.

    ``choices`` are chances of decisions that are named; ``flows`` those of flows by their id.
    """

    maker: Maker
    where: str
    resources: tuple[Resource, ...] = ()
    work: tuple[Work, ...] = ()
    incoming: Incoming | None = None
    choices: tuple[Chances, ...] = ()
    flows: Mapping[str, float] = field(default_factory=dict)
    currency: str | None = None
