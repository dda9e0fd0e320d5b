"""The numbers that were observed, how well, and what observing them again might have found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outsidein.model.behaviour import Law, OwnCustomers, Patience, Trigger
from outsidein.model.numbers import numbers_at, with_number
from outsidein.model.places import every_step, field_path
from outsidein.model.process import Process
from outsidein.model.resolve import seen_by

SHARES = frozenset({"share", "closed", "retry", "no-show", "chance", "away"})
FIXED = frozenset({"people", "cost", "max", "worth"})  # counted or agreed, not estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedNumber:
    """One number that was observed n times, and how far it may be from the truth.

    ``group`` is the decision whose shares are drawn together; "" for one drawn alone.
    ``spread`` is the standard error of the number as a share of it.
    """

    address: str
    now: float
    n: int
    group: str
    spread: float


def observed_numbers(*processes: Process) -> tuple[ObservedNumber, ...]:
    """Return the numbers with a source that says `observed n=...`, as the first process has them.

    Numbers that cannot vary are left out: counts of people, costs, worth, limits, a time that is
    constant, and a share of none or all. An address counts for all numbers below it.
    """
    found: dict[str, ObservedNumber] = {}
    for process in processes:
        for address, now in numbers_at(process).items():
            n = _observations(process, address)
            if n is None or address in found or FIXED & set(address.split(".")[1:]) or now <= 0:
                continue
            spread = _spread(process, address, now, n)
            if spread > 0:
                group = _group(process, address)
                found[address] = ObservedNumber(
                    address=address, now=now, n=n, group=group, spread=spread
                )
    return tuple(found.values())


def _observations(process: Process, address: str) -> int | None:
    """Return how often a number was observed; the nearest source above it counts."""
    pieces = address.split(".")
    for length in range(len(pieces), 0, -1):
        source = process.sources.get(".".join(pieces[:length]))
        if source is not None:
            return source.n if source.kind == "observed" else None
    return None


def is_share(address: str) -> bool:
    """Whether the number at an address is a share or a chance."""
    pieces = address.split(".")
    above = {"go", "fails", "comes-back"}
    return pieces[-1] in SHARES or (len(pieces) > 1 and pieces[-2] in above)


def _spread(process: Process, address: str, now: float, n: int) -> float:
    """Return the standard error of a number, as a share of it."""
    if address == "arrivals.rate":
        return 1 / math.sqrt(n)
    if is_share(address):
        return math.sqrt(max(1 - now, 0.0) / (now * (n + 1)))
    law = _law(process, address)
    return variation(law) / math.sqrt(n) if law is not None else 0.0


def variation(law: Law) -> float:
    """Return the standard deviation of a law as a share of its mean."""
    if law.mean_seconds == 0 or law.kind == "constant":
        return 0.0
    if law.kind == "exponential":
        return 1.0
    if law.kind == "uniform":
        low, high = law.parameters
        return (high - low) / math.sqrt(12) / law.mean_seconds
    if law.kind == "triangular":
        a, b, c = law.parameters
        return math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18) / law.mean_seconds
    return law.parameters[1] / law.parameters[0]


def _group(process: Process, address: str) -> str:
    """Return the decision a share belongs to: answers, failures, ways of a step, or customers."""
    pieces = address.split(".")
    if len(pieces) > 1 and pieces[-2] in {"go", "fails"}:
        return ".".join(pieces[:-1])
    if pieces[-1] != "share":
        return ""
    if any(customer.id == pieces[0] for customer in process.customers):
        return "customers"
    step = next((one for one in every_step(process) if one.id == pieces[0]), None)
    return ".".join(pieces[:-2]) if step is not None and step.ways else ""


def _said(process: Process, address: str) -> Any:
    """Return what stands at an address: a law, a chance, the answers of a decision."""
    kind, identity, path = field_path(process, address)
    found: Any = process.arrivals
    if kind != "arrivals":
        kinds = {"part": process.parts, "customer": process.customers}
        among: Any = kinds.get(kind, tuple(every_step(process)))
        found = next(one for one in among if one.id == identity)
    if path[0] == "for":
        found, path = seen_by(found, path[1]), path[2:]
    for name in path:
        if isinstance(found, tuple):
            keys = ("name", "label", "mode")
            found = next(x for x in found if name in {getattr(x, key, None) for key in keys})
        else:
            found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
    return found


def _law(process: Process, address: str) -> Law | None:
    """Return the law whose mean is the number at an address."""
    said = _said(process, address)
    if isinstance(said, Patience):
        said = said.law
    elif isinstance(said, Trigger):
        said = said.silence
    elif isinstance(said, OwnCustomers):
        said = said.within
    elif hasattr(said, "after"):
        said = said.after
    return said if isinstance(said, Law) else None


def drawn(numbers: Sequence[ObservedNumber], rng: np.random.Generator) -> dict[str, float]:
    """Draw each number as observing it again might have found it.

    Shares of one decision from a Dirichlet law with n observations, a chance from a beta law, a
    rate and a mean from a gamma law with the standard error of n observations: exact for the
    rate of a Poisson stream and the mean of exponential times.
    """
    found: dict[str, float] = {}
    groups: dict[str, list[ObservedNumber]] = {}
    for one in numbers:
        if is_share(one.address):
            groups.setdefault(one.group or one.address, []).append(one)
        else:
            shape = one.spread**-2
            found[one.address] = float(rng.gamma(shape)) / shape * one.now
    for members in groups.values():
        n = min(one.n for one in members)
        shares = [one.now for one in members]
        rest = max(1 - sum(shares), 0.0)
        weights = rng.gamma(np.array([*shares, rest]) * n)
        found |= {
            one.address: float(weight / weights.sum())
            for one, weight in zip(members, weights, strict=False)
        }
    return found


def with_numbers(process: Process, values: Mapping[str, float]) -> Process:
    """Return a process with other numbers, where it still has the number and says it observed it.

    What a scenario has set stays. Shares that stand beside drawn ones without a rest give way, so
    that the shares of a decision still add up to 1.
    """
    before = numbers_at(process)
    mine = {a: v for a, v in values.items() if a in before and _observations(process, a)}
    changed = process
    for address, value in mine.items():
        changed = with_number(changed, address, value)
    groups = {_group(process, address) for address in mine if is_share(address)} - {""}
    for group in groups:
        if not group.endswith(".fails"):
            changed = _filled_up(changed, group, mine)
    return changed


def with_share(process: Process, address: str, value: float) -> Process:
    """Return a process with another number; a share's own decision still adds up to 1.

    Raises as `outsidein.model.numbers.with_number`.
    """
    changed = with_number(process, address, value)
    group = _group(process, address) if is_share(address) else ""
    if not group:
        return changed
    if group.endswith(".fails"):
        chances = [v for a, v in numbers_at(changed).items() if a.rpartition(".")[0] == group]
        if sum(chances) > 1:
            raise ValueError(f"the failures of {group} add up to more than 1")
        return changed
    return _filled_up(changed, group, {address: value})


def _filled_up(process: Process, group: str, fixed: Mapping[str, float]) -> Process:
    """Scale the shares of a decision to add up to 1, those not drawn first."""
    shares = {
        address: value
        for address, value in numbers_at(process).items()
        if is_share(address) and _group(process, address) == group
    }
    over = sum(shares.values()) > 1
    if _has_rest(process, group) and not over:
        return process
    others = {a: v for a, v in shares.items() if a not in fixed}
    room = 1 - sum(v for a, v in shares.items() if a in fixed)
    if room < 0 or not sum(others.values()):
        others, room = shares, 1.0
    total = sum(others.values())
    for address, value in others.items():
        process = with_number(process, address, min(value * room / total, 1.0))
    return process


def _has_rest(process: Process, group: str) -> bool:
    """Whether one share of a decision is the rest of the others."""
    if group == "customers":
        return any(customer.share is None for customer in process.customers)
    if group.endswith(".go"):
        return any(branch.share is None for branch in _said(process, group))
    step, *whom = group.split(".")
    found = next(one for one in every_step(process) if one.id == step)
    if whom:
        found = seen_by(found, whom[0].removeprefix("for-"))
    return any(way.share is None for way in found.ways)
