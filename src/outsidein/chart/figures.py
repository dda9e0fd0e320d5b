"""What a simulation adds to a picture; every figure is optional and nothing is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from outsidein.chart.answers import Answers

Quality = Literal["well", "poorly", "not served", "lost", "under way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulerRow:
    """One measure of the ruler: a value for each step, and what they add up to.

    ``values`` are means over all customers who set out, by step id, in ``unit``; ``hollow`` are
    the parts of them that the customer can follow (waiting in sight).
    """

    name: str
    unit: str
    values: Mapping[str, float]
    hollow: Mapping[str, float] = field(default_factory=dict)
    total: float | None = None
    total_note: str = "in all"
    kind: Literal["own", "wait", "cost"] = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of a run, by the ids of the model; shares are 0 to 1, waits are seconds.

    ``customers`` is the round number that counts refer to (usually 1,000) · ``visits`` are visits
    a case, by step · ``branches`` shares by (step, label) · ``ways`` shares by (step, way) ·
    ``flows`` shares of all customers by (source, target) · ``waits`` median waits by step ·
    ``fails`` and ``noticed`` shares of a step's visits by (step, mode) · ``lost`` and ``ends``
    shares of all customers by step and by end · ``failed`` shares of all customers whom a
    failure sends elsewhere, by (step, mode); ``gave_up`` who leave a queue or a time limit for
    another step, by (step, target); ``limits`` whose visits were used up, by step: a loop can
    bring more than all · ``hidden_waits`` medians from one step of the
    customer to the next, by (source, target) · ``kept`` shares by promise · ``answers``:
    what customers said of steps.
    """

    customers: int | None = None
    customer_name: str | None = None
    title: str | None = None
    subtitle: str | None = None
    visits: Mapping[str, float] = field(default_factory=dict)
    branches: Mapping[tuple[str, str], float] = field(default_factory=dict)
    ways: Mapping[tuple[str, str], float] = field(default_factory=dict)
    flows: Mapping[tuple[str, str], float] = field(default_factory=dict)
    waits: Mapping[str, float] = field(default_factory=dict)
    hidden_waits: Mapping[tuple[str, str], float] = field(default_factory=dict)
    fails: Mapping[tuple[str, str], float] = field(default_factory=dict)
    noticed: Mapping[tuple[str, str], float] = field(default_factory=dict)
    lost: Mapping[str, float] = field(default_factory=dict)
    failed: Mapping[tuple[str, str], float] = field(default_factory=dict)
    gave_up: Mapping[tuple[str, str], float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    ends: Mapping[str, float] = field(default_factory=dict)
    outcomes: Mapping[Quality, float] = field(default_factory=dict)
    kept: Mapping[str, float] = field(default_factory=dict)
    ruler: tuple[RulerRow, ...] = ()
    before: Figures | None = None  # today's, in a comparison
    answers: Answers = field(default_factory=Answers)
