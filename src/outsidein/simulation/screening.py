"""Short runs that sort out what is worth a closer look: same customers, no warm-up, no intervals.

The screening says what matters, not how much to the last digit; what it chooses is simulated
again on other customers before it is shown (design, rule 17).
"""

from __future__ import annotations

import math
from dataclasses import replace

from outsidein.measures.measures import Counted, counted
from outsidein.measures.prices import Prices
from outsidein.measures.tally import Shape, Tally
from outsidein.model.process import Process
from outsidein.simulation.plan import Plan, needs_weeks
from outsidein.simulation.program import compile_program
from outsidein.simulation.replicate import replicate
from outsidein.statistics import Estimate
from outsidein.units import WEEK_SECONDS

SCREENING_CASES = 800
SCREENING_REPLICATIONS = 2
LONGEST_FOLLOW_UP_WEEKS = 26.0


def screening_plan(
    process: Process, plan: Plan, *, follow_up_weeks: float = 1, first_replication: int = 0
) -> Plan:
    """Return a short plan: the window for some hundred customers, from empty.

    ``follow_up_weeks`` should be as long as most cases last: what a change does at the end of a
    case is not seen in cases that are cut off.
    """
    rate = process.arrivals.per_second if process.arrivals else None
    window = SCREENING_CASES / (rate or 1.0)
    if needs_weeks(process):
        window = math.ceil(window / WEEK_SECONDS) * WEEK_SECONDS
    return replace(
        plan,
        window_seconds=min(window, plan.window_seconds),
        warm_up_seconds=0.0,
        follow_up_seconds=follow_up_weeks * WEEK_SECONDS,
        replications=SCREENING_REPLICATIONS,
        first_replication=first_replication,
    )


def weeks_to_follow(lasting: Estimate | None) -> float:
    """Return how many weeks most cases need to end: the time that 9 of 10 take."""
    if lasting is None or not math.isfinite(lasting.value):
        return LONGEST_FOLLOW_UP_WEEKS
    weeks: float = max(math.ceil(lasting.value / WEEK_SECONDS), 1.0)
    return min(weeks, LONGEST_FOLLOW_UP_WEEKS)


def screen(process: Process, plan: Plan) -> list[Counted]:
    """Run a process by a short plan and return what each replication adds up to."""
    program = compile_program(process)
    shape = Shape.of(program.vocabulary)
    tallies = []
    for number in range(plan.replications):
        tally = Tally(shape)
        end = replicate(
            program,
            seed=plan.seed,
            replication=plan.first_replication + number,
            warm_up_seconds=plan.warm_up_seconds,
            window_seconds=plan.window_seconds,
            follow_up_seconds=plan.follow_up_seconds,
            on_records=tally.add,
        )
        tally.parts = end.parts
        tallies.append(tally)
    return counted(tallies, Prices.of(process))
