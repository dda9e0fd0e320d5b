"""The customer process as a value: customers, channels, parts, steps, arrivals, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from outsidein.model.behaviour import (
    AtMost,
    Away,
    Balk,
    Batch,
    Branch,
    Closed,
    Consult,
    Failure,
    Holiday,
    Law,
    Limit,
    NoShow,
    Overflow,
    OwnCustomers,
    Patience,
    Period,
    RaceBranch,
    Retry,
    Skill,
    Span,
    Times,
    Trigger,
    Weeks,
)
from outsidein.model.showing import html_of

if TYPE_CHECKING:
    from outsidein.model.change import Scenario

ChannelKind = Literal["live", "self", "left", "booked"]
PartKind = Literal["department", "system", "partner"]
Outcome = Literal["served", "not served", "lost"]
Fate = Literal["served", "poor", "not served", "lost"]  # who was served poorly apart
SourceKind = Literal["assumed", "observed", "proposed"]
Shows = Literal["none", "status", "full"]
Verb = Literal[
    "do", "touch", "tell", "hidden", "choose", "check", "wait", "first of", "some of",
    "together", "promise", "meanwhile", "call", "start", "end",
]  # fmt: skip

Override = tuple[tuple[str, ...], Any]  # (field path below the element, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a number comes from: assumed, observed (n, period) or proposed."""

    kind: SourceKind
    n: int | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A segment of customers; ``share`` None is the rest; ``worth`` is by outcome.

    ``comes_back`` is the share who come back, 0 to 1, of those well served (``served``), served
    poorly (``poor``), not served and lost; what is not named is 0. None: not said.
    """

    id: str
    name: str
    share: float | None = None
    worth: Mapping[Outcome, float] | None = None
    comes_back: Mapping[Fate, float] | None = None
    people: tuple[str, ...] = ()  # names of the persons inside; empty means one person
    priority: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the organisation: a department, a system or a partner.

    ``people`` is a number (with ``open``) or hours with a number each; None never queues.
    """

    id: str
    name: str
    kind: PartKind = "department"
    people: int | tuple[tuple[Period, int], ...] | None = None
    open: tuple[Period, ...] = ()
    cost_per_hour: float | None = None
    skills: tuple[Skill, ...] = ()
    own_customers: OwnCustomers | None = None
    away: Away | None = None
    lines: int | None = None  # customers who can be on its lines at once
    overflow: Overflow | None = None
    absent: float | None = None  # chance that a person does not come to a shift
    closed_on: tuple[Holiday, ...] = ()
    place: tuple[Literal["above", "below"], str] | None = None  # in a scenario: next to a part

    def speed(self, person: int, needs: str | None) -> float | None:
        """Return how fast a person, by number from 1, does what needs a skill; None: not at all.

        ``needs`` None: a step that needs none, which everybody does.
        """
        wanted = needs or "anything"
        speeds = [s.speed for s in self.skills if s.name == wanted and s.has(person)]
        return speeds[0] if speeds else (1.0 if needs is None else None)

    def staff(self) -> list[tuple[Period, float]] | None:
        """Return the people by hours, or None for a part that never queues or lacks hours."""
        if self.people is None:
            return None
        if isinstance(self.people, tuple):
            return [(period, float(n)) for period, n in self.people]
        return [(period, float(self.people)) for period in self.open] or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How customers arrive: mean rate over the whole week (year), weights by hour (week)."""

    per_second: float | None = None
    profile: tuple[tuple[Period, float], ...] = ()
    year: tuple[Weeks, ...] = ()  # weeks not listed weigh 1
    unit: str = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a step and each of its ways may say; None or empty means: not said."""

    part: str | None = None  # `with` or `by`
    channel: str | None = None  # `via`
    only: str | None = None
    person: str | None = None  # `as`
    through: str | None = None
    pause: Law | None = None
    own: Law | None = None
    takes: Law | None = None
    takes_again: Law | None = None
    needs: str | None = None  # a skill
    crew: int | None = None  # people at once; None: one
    wrap_up: Law | None = None
    after: Law | None = None
    patience: Patience | None = None
    closed: Closed | None = None
    retry: Retry | None = None
    balks: Balk | None = None
    no_show: NoShow | None = None
    fails: tuple[Failure, ...] = ()
    at_most: AtMost | None = None
    limit: Limit | None = None
    batch: Batch | None = None
    interrupts: bool | None = None
    priority: float = 0.0
    go: tuple[Branch, ...] = ()
    next: tuple[str, ...] = ()
    asks_for: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    consults: tuple[Consult, ...] = ()
    shows: Shows | None = None
    effort: str | None = None
    moment_of_truth: bool | None = None
    evidence: tuple[str, ...] = ()
    reason: str | None = None
    tolerates: Law | None = None
    cost: float | None = None
    overrides: Mapping[str, tuple[Override, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Behaviour):
    """One way of doing a step; ``share`` None is the rest (one way) or missing (several)."""

    name: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchBlock:
    """One branch of a block: its name, its share (`some of` only) and its steps.

    ``rest``: taken if no other branch is; then it has no share.
    """

    name: str
    steps: tuple[Step, ...]
    share: float | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Behaviour):
    """A step of the process: who acts is in its ``verb``, everything else in its keys."""

    id: str
    verb: Verb
    name: str
    phase: str | None = None
    ways: tuple[Way, ...] = ()
    wait: Law | None = None
    race: tuple[RaceBranch, ...] = ()
    race_by_customer: bool = False
    blocks: tuple[BranchBlock, ...] = ()
    span: Span | None = None  # promise and meanwhile
    within: Law | None = None  # promise
    acts: tuple[Step, ...] = ()  # meanwhile
    trigger: Trigger | None = None  # an act
    calls: str | None = None
    times: Times | None = None  # a call
    at_once: bool | None = None  # a call
    share: float | None = None  # a start: None is the rest (one start) or missing (several)
    outcome: Outcome | None = None
    ends: Literal["everything"] | None = None
    join_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A customer process: everything the document says, nothing derived."""

    name: str
    customers: tuple[Customer, ...] = ()
    channels: Mapping[str, ChannelKind] = field(default_factory=dict)  # by name as written
    parts: tuple[Part, ...] = ()
    arrivals: Arrivals | None = None
    shared: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    poor_when: tuple[tuple[str, float], ...] = (
        ("promise broken", 0.0),
        ("more than contacts", 2.0),
        ("a wait over its tolerance", 0.0),
        ("a failure the customer found first", 0.0),
    )
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    horizon_seconds: float | None = None
    judge_by: str | None = None
    numbers: SourceKind = "assumed"  # source of every number that does not say otherwise
    sources: Mapping[str, Source] = field(default_factory=dict)
    currency: str | None = None
    drawn_in: str | None = None

    def _repr_html_(self) -> str | None:
        """Show it in a notebook."""
        return html_of(self)
