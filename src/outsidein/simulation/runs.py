"""Runs: replications of a process, in threads, added up in their order."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from outsidein.errors import Fault
from outsidein.measures.measures import Measures, measure
from outsidein.measures.moves import Moves, leads_of
from outsidein.measures.prices import Prices
from outsidein.measures.records import Records
from outsidein.measures.tally import Shape, Tally
from outsidein.measures.vocabulary import Vocabulary
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process
from outsidein.model.showing import html_of
from outsidein.progress import Progress, in_notebook
from outsidein.simulation.given import Given, arrivals_of, given_faults, span_of
from outsidein.simulation.plan import (
    DEFAULT_CASES,
    FOLLOW_UP_SECONDS,
    PILOT_BINS,
    PILOT_WEEKS,
    PILOTS,
    Plan,
    needs_weeks,
    overload_faults,
    period_of,
    refuse,
    window_for,
)
from outsidein.simulation.program import Program, compile_program
from outsidein.simulation.replicate import Given as Listed
from outsidein.simulation.replicate import ReplicationEnd, replicate
from outsidein.statistics import WarmUp, longest, warm_up
from outsidein.units import WEEK_SECONDS

LAST_REPLICATION = 2**24 - 1  # pilots count down from here: never a replication that counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a run found: measures with intervals, and the tallies behind them."""

    process: Process
    vocabulary: Vocabulary
    prices: Prices
    plan: Plan
    tallies: tuple[Tally, ...]
    measures: Measures
    by_segment: Mapping[str, Measures]
    events: int
    log: tuple[Records, ...] = ()
    notes: tuple[str, ...] = ()
    given: Sequence[Given] | None = None
    in_progress: Sequence[Given] = ()

    @property
    def arrived(self) -> int:
        """Customers counted, over all replications."""
        return int(sum(t.cases[:, 0].sum() for t in self.tallies))

    def _repr_html_(self) -> str | None:
        """Show it in a notebook."""
        return html_of(self)


@dataclass(slots=True)
class _Kept:
    """The records of a replication, copied out of the buffers they came in."""

    blocks: list[Records] = field(default_factory=list)

    def add(self, records: Records) -> None:
        self.blocks.append(Records(*(part.copy() for part in records)))


def run(
    process: Process,
    *,
    cases: int = DEFAULT_CASES,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    log: bool = False,
    paths: bool = False,
    allow_unstable: bool = False,
    plan: Plan | None = None,
    given: Sequence[Given] | None = None,
    in_progress: Sequence[Given] = (),
    progress: Progress | None = None,
) -> Results:
    """Simulate a process and estimate every measure.

    Parameters
    ----------
    cases : customers counted in each replication, at least; rounded up to whole weeks where
        hours or arrivals differ within the week.
    replications : independent runs, >= 1; intervals need 2.
    threads : replications at a time; None: one a processor. Results do not depend on it.
    log : keep every record.
    paths : count the ways through, and who went from which step to which.
    allow_unstable : run an overloaded process from empty, and never call it a steady state.
    plan : the warm-up and window to use; None: found by a pilot.
    given : customers who come when and where a list says, not by the rate; the run starts
        empty, and each replication meets the same customers with other luck.
    in_progress : cases that stand at a step when the run starts; it starts with nobody else.

    Raises
    ------
    OutsideInError : faults, missing numbers, parts of the grammar that cannot be simulated yet,
        ``overload``, ``loop-without-time``, ``stuck``.
    """
    refuse([f for f in runnable_faults(process) if given is None or f.where != "arrivals.rate"])
    refuse(given_faults(process, [*in_progress, *(given or ())]))
    overloads = overload_faults(process) if given is None else []
    if not allow_unstable:
        refuse(overloads)
    program = compile_program(process)
    if plan is None:
        terminating = bool(overloads or in_progress) or process.horizon_seconds is not None
        plan = (
            plan_for([program], [process], cases, replications, seed, terminating)
            if given is None else _plan_over(given, replications, seed)
        )  # fmt: skip
    drawn = _ListedArrivals(process, plan, given, in_progress)
    with in_notebook("simulating", progress) as report:
        ends = _replications(program, plan, threads, log, paths, report, drawn)
    tallies = tuple(tally for tally, _, _ in ends)
    words, prices = program.vocabulary, Prices.of(process)
    refuse(_stuck_faults(tallies))
    return Results(
        process=process,
        vocabulary=words,
        prices=prices,
        plan=plan,
        tallies=tallies,
        measures=measure(tallies, prices),
        by_segment={
            customer.id: measure(tallies, prices, segments=[k])
            for k, customer in enumerate(process.customers)
        },
        events=sum(end.events for _, end, _ in ends),
        log=tuple(block for _, _, kept in ends for block in kept.blocks),
        notes=_notes(plan, overloads),
        given=given,
        in_progress=in_progress,
    )


@dataclass(frozen=True, slots=True)
class _ListedArrivals:
    """Who comes in a replication if a list says so."""

    process: Process
    plan: Plan
    given: Sequence[Given] | None
    in_progress: Sequence[Given]

    def of(self, replication: int) -> Listed | None:
        """Return the arrivals of a replication; None: as the process says."""
        if self.given is None and not self.in_progress:
            return None
        found = arrivals_of(
            self.process, self.given, self.in_progress, until=self.plan.window_seconds,
            seed=self.plan.seed, replication=replication,
        )  # fmt: skip
        codes = {step_id: k for k, step_id in enumerate(placed_steps(self.process))}
        steps = [-1 if step is None else codes[step] for step in found.steps]
        return found.times, found.segments, np.array(steps, dtype=np.int32)


def _plan_over(given: Sequence[Given], replications: int, seed: int) -> Plan:
    """Return the plan of a run over the span of a list."""
    return Plan(
        warm_up_seconds=0.0, window_seconds=span_of(given), follow_up_seconds=FOLLOW_UP_SECONDS,
        replications=replications, seed=seed, terminating=True,
    )  # fmt: skip


def with_records(results: Results, replications: int = 2) -> Results:
    """Return results with every record of their first replications, to follow single cases."""
    plan = replace(results.plan, replications=min(replications, results.plan.replications))
    logged = run(
        results.process, plan=plan, log=True, allow_unstable=True, given=results.given,
        in_progress=results.in_progress,
    )  # fmt: skip
    return replace(results, log=logged.log)


def runnable_faults(process: Process) -> list[Fault]:
    """Return everything that keeps a process from being simulated."""
    from outsidein.model.check import check
    from outsidein.model.missing import missing_numbers
    from outsidein.simulation.uncompiled import uncompiled

    faults = [*check(process), *uncompiled(process)]
    if not process.customers:
        what, hint = "nobody is said to come", "customers: {Customer: {share: rest}}"
        faults.append(Fault("no-customers", "error", "customers", what, hint))
    faults += [replace(missing, severity="error") for missing in missing_numbers(process)]
    return list(dict.fromkeys(faults))


def plan_for(
    programs: Sequence[Program],
    processes: Sequence[Process],
    cases: int,
    replications: int,
    seed: int,
    terminating: bool,
) -> Plan:
    """Return one plan for all processes that are compared: the longest warm-up serves all."""
    window = max(window_for(process, cases) for process in processes)
    found = WarmUp(length=0, settled=True, observed=0)
    bin_seconds = WEEK_SECONDS
    if not terminating:
        bin_seconds = WEEK_SECONDS if any(map(needs_weeks, processes)) else window / PILOT_BINS
        found = longest([_pilot(program, seed, bin_seconds) for program in programs])
    warm_up_seconds = found.length * bin_seconds
    period = max(map(period_of, processes))
    if period > WEEK_SECONDS:  # the seasons of a year: only whole years are alike
        warm_up_seconds = math.ceil(warm_up_seconds / period) * period
    return Plan(
        warm_up_seconds=warm_up_seconds,
        window_seconds=window,
        follow_up_seconds=FOLLOW_UP_SECONDS,
        replications=replications,
        seed=seed,
        terminating=terminating,
        settled=found.settled,
    )


def _pilot(program: Program, seed: int, bin_seconds: float) -> WarmUp:
    """Find where the work in progress, averaged over the pilot runs, has settled (MSER-5)."""
    bins = PILOT_WEEKS if bin_seconds == WEEK_SECONDS else PILOT_BINS
    pilots = [
        replicate(
            program,
            seed=seed,
            replication=LAST_REPLICATION - pilot,
            warm_up_seconds=0.0,
            window_seconds=bins * bin_seconds,
            follow_up_seconds=0.0,
            on_records=None,
            bin_seconds=bin_seconds,
        ).work_in_progress[:bins]
        for pilot in range(PILOTS)
    ]
    return warm_up(pilots)


def _replications(
    program: Program,
    plan: Plan,
    threads: int | None,
    log: bool,
    paths: bool,
    progress: Progress | None,
    drawn: _ListedArrivals | None = None,
) -> list[tuple[Tally, ReplicationEnd, _Kept]]:
    shape = Shape.of(program.vocabulary)
    words = program.vocabulary.steps
    leads = leads_of(program.process, [w.id for w in words]) if paths else None
    done = 0

    def one(replication: int) -> tuple[Tally, ReplicationEnd, _Kept]:
        nonlocal done
        moves = Moves(tuple(w.verb for w in words), leads) if leads is not None else None
        tally, kept = Tally(shape, paths={} if paths else None, moves=moves), _Kept()

        def take(records: Records) -> None:
            tally.add(records)
            if log:
                kept.add(records)

        end = replicate(
            program,
            seed=plan.seed,
            replication=replication,
            warm_up_seconds=plan.warm_up_seconds,
            window_seconds=plan.window_seconds,
            follow_up_seconds=plan.follow_up_seconds,
            on_records=take,
            arrivals=drawn.of(replication) if drawn is not None else None,
        )
        tally.parts = end.parts
        if moves is not None:
            moves.close()
        done += 1
        if progress:
            progress(done, plan.replications)
        return tally, end, kept

    workers = min(threads or os.cpu_count() or 1, plan.replications)
    numbers = range(plan.first_replication, plan.first_replication + plan.replications)
    if workers <= 1:
        return [one(k) for k in numbers]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, numbers))


def _stuck_faults(tallies: Sequence[Tally]) -> list[Fault]:
    from outsidein.measures.tally import STUCK

    stuck = int(sum(tally.cases[:, STUCK].sum() for tally in tallies))
    if not stuck:
        return []
    what = f"{stuck} cases can never go on: a token waits for another that does not come"
    return [Fault("stuck", "error", "steps", what, "look at the joins and at `until`")]


def _notes(plan: Plan, overloads: Sequence[Fault]) -> tuple[str, ...]:
    notes = [f"{fault.what}: queues grow, this is not a steady state" for fault in overloads]
    if plan.terminating and not overloads:
        notes.append("starts empty and ends: no warm-up is left out")
    if not plan.settled:
        notes.append("the warm-up had not ended within the pilot run: read the figures with care")
    return tuple(notes)
