"""The process as one customer meets it: steps with their overrides, ways, shares and joins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from outsidein.model.graph import Placed, flows_from, placed_steps, start_steps
from outsidein.model.process import Customer, Process, Step
from outsidein.model.resolve import (
    seen_by,
    shares_of_branches,
    shares_of_ways,
    ways_of,
    with_rest,
)
from outsidein.simulation.calendar import staff_week

Arc = tuple[str, str]  # (source, label or kind): one incoming flow of a join


@dataclass(frozen=True, slots=True)
class CustomerRoutes:
    """Everything a customer's token needs to know about the steps.

    Arrivals go to ``first``, or to one of ``starts`` by the shares beside it.
    """

    customer: Customer
    first: str
    placed: Mapping[str, Placed]
    ways: Mapping[str, Mapping[str, Step]]  # by step, then by way ("" if it has none)
    way_shares: Mapping[str, tuple[float, ...]]
    incoming: Mapping[str, frozenset[Arc]]  # of steps that wait for every incoming flow
    starts: tuple[str, ...] = ()
    start_shares: tuple[float, ...] = ()

    def step(self, step_id: str) -> Step:
        """Return a step as this customer meets it."""
        return self.placed[step_id].step

    def onward(self, step_id: str) -> tuple[str, ...]:
        """Return where the flow goes after a step that does not decide; empty at an edge."""
        placed = self.placed[step_id]
        if placed.step.next:
            return placed.step.next
        return (placed.following,) if placed.following else ()


def routes_of(process: Process, customer: Customer) -> CustomerRoutes:
    """Resolve a process for one customer. Raises ValueError if a share is missing."""
    own = for_customer(process, customer.id)
    placed = placed_steps(own)
    ways, shares = {}, {}
    for step_id, place in placed.items():
        ways[step_id], shares[step_id] = _ways(place.step, customer.id, process)
    starts, start_shares = _starts(own, customer.id)
    return CustomerRoutes(
        customer, starts[0], placed, ways, shares, _incoming(placed, own), starts, start_shares
    )


def _starts(process: Process, customer: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the steps where a customer arrives, of several those open to them, and shares."""
    found = start_steps(process)
    if not found:
        raise ValueError("a process needs a step")
    if len(found) > 1:
        found = [s for s in found if s.only in (None, customer)] or found[:1]
    if len(found) == 1:
        return (found[0].id,), (1.0,)
    shares = with_rest([step.share for step in found])
    if shares is None:
        raise ValueError("the shares of the starts are missing")
    return tuple(step.id for step in found), tuple(shares)


def for_customer(process: Process, customer: str) -> Process:
    """Return the process with every override of one customer laid over it."""
    return replace(
        process,
        shared=tuple(_resolve(step, customer) for step in process.shared),
        steps=tuple(_resolve(step, customer) for step in process.steps),
    )


def _resolve(step: Step, customer: str) -> Step:
    step = seen_by(step, customer)
    if not step.blocks and not step.acts:
        return step
    blocks = tuple(
        replace(block, steps=tuple(_resolve(s, customer) for s in block.steps))
        for block in step.blocks
    )
    return replace(step, blocks=blocks, acts=tuple(_resolve(a, customer) for a in step.acts))


def _ways(step: Step, customer: str, process: Process) -> tuple[dict[str, Step], tuple[float, ...]]:
    open_ways = tuple(w for w in step.ways if w.only in (None, customer))
    if len(open_ways) < len(step.ways):
        step = replace(step, ways=open_ways)
    ways = ways_of(step, process.channels)
    if not step.ways:
        return ways, (1.0,)
    shares = shares_of_ways(step)
    if shares is None:
        raise ValueError(f"the shares of the ways of {step.id} are missing")
    return ways, tuple(shares)


def branch_shares(step: Step) -> tuple[float, ...]:
    """Return the shares of a step's branches, the rest filled in."""
    shares = shares_of_branches(step.go)
    if shares is None:
        raise ValueError(f"the shares of the branches of {step.id} are missing")
    return tuple(shares)


def luck_names(process: Process) -> list[str]:
    """Return every text whose stream of random numbers something in a process draws from."""
    found = []
    for step_id, place in placed_steps(process).items():
        step = place.step
        labels = [runner.label for runner in step.race] + [block.name for block in step.blocks]
        labels += ["limit"] if step.limit is not None else []
        found += [step_id, *(f"{step_id}.{label}" for label in labels)]
    for part in process.parts:
        week = staff_week(part) if part.absent is not None else None
        people = 0 if week is None else int(max(week.levels))
        found += [f"{part.id}.{number}" for number in range(1, people + 1)]
    return [*found, "start"]


def _incoming(placed: Mapping[str, Placed], process: Process) -> dict[str, frozenset[Arc]]:
    arcs: dict[str, set[Arc]] = {s: set() for s, p in placed.items() if p.step.join_all}
    if not arcs:
        return {}
    for place in placed.values():
        for flow in flows_from(process, place):
            if flow.target in arcs:
                arcs[flow.target].add((flow.source, flow.label or flow.kind))
    return {step_id: frozenset(found) for step_id, found in arcs.items()}
