"""Where a case may be, with everything the flow remembers of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["arrive", "try", "serve", "between", "beside", "begin", "race"]
Quality = Literal["well_served", "poorly_served", "not_served", "lost", ""]


class Frame(NamedTuple):
    """A step that visits a shared step and waits for it."""

    called_by: Literal["through", "call"]
    step: str
    way: str
    retries: int
    again: bool


class Carried(NamedTuple):
    """A failure that travels with the case until a later step notices it."""

    step: str
    noticed_at: str
    by_customer: bool
    to: str | None


class Memory(NamedTuple):
    """What the rest of the case depends on besides the place.

    ``arrivals`` counts those of steps that say `at most` · ``carried`` is in order of age ·
    ``begun`` are the steps that take another time when done again · ``contacts`` and
    ``found_first`` count towards poorly served, as far as that matters.
    """

    arrivals: tuple[tuple[str, int], ...] = ()
    carried: tuple[Carried, ...] = ()
    begun: tuple[str, ...] = ()
    contacts: int = 0
    found_first: bool = False


class State(NamedTuple):
    """One state of the chain.

    arrive: at a step, before a way is drawn · try: a try begins · serve: the shared step of
    `through` is behind · between: after giving up, before trying again · beside: a touch that
    the case does not wait for · begin: before a start is drawn · race: a runner, ``way``, is
    first. ``again`` is a try after another, since the arrival.
    """

    kind: Kind
    step: str
    way: str = ""
    retries: int = 0
    again: bool = False
    callers: tuple[Frame, ...] = ()
    memory: Memory = Memory()


class End(NamedTuple):
    """How a case ends, and at which step ("": the flow just stops)."""

    step: str
    quality: Quality


Target = State | End
Moves = list[tuple[float, Target]]


@dataclass(slots=True)
class Leaving:
    """What one visit to a state gives, and where it leads.

    ``seconds`` has mean and variance by class of time · ``failing`` holds, by (step, mode), the
    chance and where it leads; with what is left of the chance the state leads to ``succeeding``.
    """

    succeeding: Moves = field(default_factory=list)
    failing: list[tuple[tuple[str, str], float, Moves]] = field(default_factory=list)
    visit: bool = False
    contact: bool = False
    avoidable: bool = False
    cost: float = 0.0
    seconds: list[tuple[int, float, float]] = field(default_factory=list)
