"""The rules, and every fault of a process without its scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from outsidein.errors import Fault
from outsidein.model.process import Process
from outsidein.model.rules import elements, flow, queues, steps
from outsidein.model.rules.surroundings import Model

Rule = Callable[[Model], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    elements.ids,
    elements.customer_shares,
    elements.shares_who_come_back,
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
    steps.booked_never_closes,
    steps.touches_are_live,
    steps.encounters_have_a_channel,
    steps.work_has_a_part,
    steps.channel_or_ways,
    steps.decisions_decide,
    steps.blocks_have_branches,
    steps.acts_are_triggered,
    steps.spans,
    steps.shared_steps,
    steps.calls_end,
    queues.busy_lines_lead_somewhere,
    queues.live_queues,
    queues.again_after_before,
    queues.skills_exist,
    queues.persons_exist,
    queues.batches_are_served,
    queues.crews_come_together,
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


def faults_of(process: Process, *, flows: bool = True) -> list[Fault]:
    """Return the faults of the process itself, by rule."""
    model = Model(process)
    rules = RULES + (FLOW_RULES if flows else ())
    return list(dict.fromkeys(fault for rule in rules for fault in rule(model)))
