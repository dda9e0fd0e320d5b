"""Every semantic fault of a process, and what of it cannot be simulated yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process
from outsidein.model.rules import elements, flow, steps
from outsidein.model.rules.surroundings import Model, error

Rule = Callable[[Model], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    elements.ids,
    elements.customer_shares,
    elements.parts_with_hours,
    elements.parts_that_share_work,
    elements.keys_of_verbs,
    elements.references,
    elements.overrides,
    elements.working_days,
    elements.profile,
    steps.shares_of_branches,
    steps.shares_of_ways,
    steps.chances_of_failures,
    steps.failures_lead_somewhere,
    steps.everybody_has_a_way_out,
    steps.limits_lead_somewhere,
    steps.retries_follow_patience,
    steps.no_shows_are_booked,
    steps.touches_are_live,
    steps.encounters_have_a_channel,
    steps.work_has_a_part,
    steps.channel_or_ways,
    steps.decisions_decide,
    steps.blocks_have_branches,
    steps.acts_are_triggered,
    steps.spans,
    steps.shared_steps,
)
FLOW_RULES: tuple[Rule, ...] = (
    flow.destinations,
    flow.jumps,
    flow.ends_outside_blocks,
    flow.starts,
    flow.joins,
    flow.reached,
    flow.exits,
    flow.ends_seen,
)


def check(process: Process, *, flows: bool = True) -> list[Fault]:
    """Return every semantic fault of a process and of its scenarios, each at an address.

    Missing numbers are warnings (``missing-number``): the process can be drawn, not simulated.
    ``flows``: whether the rules about the flow are asked too; a document in which a destination
    was lost is not asked.
    """
    faults = faults_of(process, flows=flows)
    faults += missing_numbers(process)
    from outsidein.model.check_scenarios import check_scenarios

    faults += check_scenarios(process, faults)
    return list(dict.fromkeys(faults))


def faults_of(process: Process, *, flows: bool = True) -> list[Fault]:
    """Return the faults of the process itself, by rule."""
    model = Model(process)
    rules = RULES + (FLOW_RULES if flows else ())
    return list(dict.fromkeys(fault for rule in rules for fault in rule(model)))


def later(process: Process) -> list[Fault]:
    """Return what the process says that can be drawn but not be simulated yet, by name."""
    model, found = Model(process), []

    def refuse(where: str, what: str) -> None:
        found.append(error("cannot-be-simulated-yet", where, f"{what} cannot be simulated yet"))

    for seen in model.seen:
        if seen.way.verb in {"first of", "some of"}:
            refuse(seen.step.id, f'"{seen.way.verb}"')
        if model.kind_of_channel(seen.way) == "booked":
            where = seen.where("channel") if seen.way.channel == seen.step.channel else ""
            refuse(where or join_address(seen.step.id, seen.name), "a booked channel")
    for part in process.parts:
        if part.skills:
            refuse(f"{part.id}.skills", f'the skills of "{part.name}"')
    if process.drawn_in is not None:
        refuse("drawn-in", "a layer over a drawing")
    return list(dict.fromkeys(found))
