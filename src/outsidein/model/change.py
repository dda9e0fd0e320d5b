"""Scenarios: changes to a process, and the process they lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from outsidein.model.process import Part, Step

Where = Literal["after", "before", "on"]  # on: `on ID.LABEL`, a branch of a decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Put a value at an address (`ask.patience`, `call-centre.people`, `clear.go.yes`)."""

    address: str
    value: Any
    for_customer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Insert steps after, before or on the branch of a step, or a part among the parts."""

    elements: tuple[Step, ...] | Part
    where: Where = "after"
    at: str = ""
    for_customer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Remove a step, an act or a part by its id."""

    id: str
    for_customer: str | None = None


Change = Set | Insert | Remove


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named list of changes, possibly on top of another scenario."""

    name: str
    why: str = ""
    for_customer: str | None = None
    on_top_of: str | None = None
    changes: tuple[Change, ...] = field(default=())
