"""Trying proposals: all of them in short runs, the best on customers nobody has met before."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from outsidein.analysis.finding import GAINS, MATTERS, NEVER_BELOW, Finding
from outsidein.errors import OutsideInError
from outsidein.measures.measures import MEASURE, Counted, sums
from outsidein.measures.tally import STUCK
from outsidein.model.process import Process
from outsidein.model.scenario import apply
from outsidein.progress import Progress, part_of
from outsidein.simulation.comparison import compare, shared_plan
from outsidein.simulation.plan import DEFAULT_CASES, Plan, overload_faults
from outsidein.simulation.runs import runnable_faults
from outsidein.simulation.screening import screen, screening_plan

PROVEN = 5  # proposals that are simulated again
SCREENED_FROM, PROVEN_FROM = 2**20, 2**21  # replications: never those today was seen with
Score = tuple[float, float, float]  # customers, minutes, contacts
NOT_TRIED: Score = (-math.inf, -math.inf, -math.inf)


def prove(
    process: Process,
    findings: Sequence[Finding],
    *,
    seed: int,
    cases: int = DEFAULT_CASES,
    replications: int = 30,
    threads: int | None = None,
    plan: Plan | None = None,
    most: int = PROVEN,
    follow_up_weeks: float = 2,
    allow_unstable: bool = False,
    progress: Progress | None = None,
) -> list[Finding]:
    """Try every finding's proposal, one at a time, and rank the findings by what it gains.

    All are screened in short runs on the same customers; the best are simulated again on fresh
    replications. What comes back: those simulated again, most customers a month first, then
    most minutes; then the others, as the screening ranked them, not proven.

    Parameters
    ----------
    findings : of one process; a proposal that cannot be made or run is ranked last.
    cases, replications, seed, threads : as `compare`, for those simulated again.
    plan : the warm-up and window of today's run; None: found by a pilot.
    most : how many are simulated again, >= 0.
    follow_up_weeks : how long a screened customer is followed after the window.

    Raises
    ------
    OutsideInError : everything `run` raises for the process itself.
    """
    if plan is None:
        plan = shared_plan([process], [], cases, replications, seed, allow_unstable)
    short = screening_plan(
        process,
        plan,
        follow_up_weeks=follow_up_weeks,
        first_replication=SCREENED_FROM,
    )
    short = replace(short, seed=seed)
    ranked = sorted(
        _screened(process, findings, short, threads, allow_unstable, part_of(progress, 0.0, 0.4)),
        key=lambda one: one.score,
        reverse=True,
    )
    chosen = [one.finding for one in ranked[:most] if max(one.score) > 0]
    others = [one.finding for one in ranked if one.finding not in chosen]
    fresh = replace(plan, seed=seed, first_replication=PROVEN_FROM)
    proven = _compared(process, chosen, fresh, threads, allow_unstable, part_of(progress, 0.4, 1.0))
    return sorted(proven, key=_rank) + others


@dataclass(frozen=True, slots=True)
class _Screened:
    finding: Finding
    score: Score  # in units of the smallest gain that matters


def _screened(
    process: Process,
    findings: Sequence[Finding],
    plan: Plan,
    threads: int | None,
    allow_unstable: bool,
    progress: Progress | None,
) -> list[_Screened]:
    today = _gains(screen(process, plan))
    changed = [_changed(process, finding, allow_unstable) for finding in findings]

    def score(other: Process | None) -> Score:
        if other is None:
            return NOT_TRIED
        try:
            found = screen(other, plan)
        except OutsideInError:  # a loop without time, for one
            return NOT_TRIED
        stuck = any(one.cases(STUCK) for one in found)
        return NOT_TRIED if stuck else _score(today, _gains(found))

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        scores = []
        for found in pool.map(score, changed):
            scores.append(found)
            if progress is not None:
                progress(len(scores), len(changed))
    return [_Screened(f, s) for f, s in zip(findings, scores, strict=True)]


def _changed(process: Process, finding: Finding, allow_unstable: bool) -> Process | None:
    """Return the process with the proposal, or None where it cannot be made or run.

    Those it keeps may be more than a later part can serve: then it cannot be run alone.
    """
    if finding.proposal is None:
        return None
    try:
        changed = apply(process, finding.proposal)
    except OutsideInError:
        return None
    errors = [fault for fault in runnable_faults(changed) if fault.severity == "error"]
    if not errors and not allow_unstable:
        errors = overload_faults(changed)
    return None if errors else changed


def _gains(found: list[Counted]) -> tuple[float, ...]:
    figures = []
    for name in GAINS:
        top, bottom = sums(MEASURE[name], found)
        figures.append(float(top.sum() / bottom.sum()) if bottom.sum() else math.nan)
    return tuple(figures)


def _score(today: tuple[float, ...], other: tuple[float, ...]) -> Score:
    """Return customers, minutes and contacts gained; what does not matter counts nothing."""
    customers = (other[0] - today[0]) / max(MATTERS * today[0], NEVER_BELOW)
    spared = [(a - b) / (MATTERS * a) if a else 0.0 for a, b in zip(today, other, strict=True)]
    gains = [0.0 if math.isnan(g) or abs(g) < 1 else g for g in (customers, *spared[1:])]
    return gains[0], gains[1], gains[2]


def _compared(
    process: Process,
    chosen: Sequence[Finding],
    plan: Plan,
    threads: int | None,
    allow_unstable: bool,
    progress: Progress | None,
) -> list[Finding]:
    """Simulate proposals against today; all their gains hold together at 95 %."""
    if not chosen:
        return []
    proposals = [
        replace(finding.proposal, name=f"{number}. {finding.proposal.name}")
        for number, finding in enumerate(chosen, start=1)
        if finding.proposal is not None
    ]
    comparison = compare(
        replace(process, scenarios=tuple(proposals), judge_by=None),
        replications=plan.replications, seed=plan.seed, threads=threads, plan=plan,
        looks=len(chosen) * len(GAINS), allow_unstable=allow_unstable, progress=progress,
    )  # fmt: skip
    return [
        replace(finding, proven=replace(comparison, scenarios=(scenario,)))
        for finding, scenario in zip(chosen, comparison.scenarios, strict=True)
    ]


def _rank(finding: Finding) -> tuple[float, ...]:
    """Order by customers kept from harm, then minutes, then contacts; only what is shown counts."""
    gain = finding.gain
    if gain is None or finding.verdict != "better":
        return (1.0,)
    gains = (gain.customers, gain.minutes, gain.contacts)
    return (0.0, *(-one.value if one is not None and one.low > 0 else 0.0 for one in gains))
