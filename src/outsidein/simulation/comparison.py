"""Scenarios against today, on the same customers with the same luck (design, rules 12 and 17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import (
    ELAPSED_QUANTILES,
    MEASURE,
    MEASURES,
    Measure,
    counted,
    elapsed_counts,
    sums,
)
from outsidein.measures.measures import measure as all_measures
from outsidein.model.process import Process
from outsidein.model.scenario import resolve_scenario
from outsidein.model.showing import html_of
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.plan import DEFAULT_CASES, Plan, overload_faults, refuse
from outsidein.simulation.program import compile_program
from outsidein.simulation.runs import Results, plan_for, run, runnable_faults
from outsidein.statistics import (
    BreakEven,
    Estimate,
    Verdict,
    break_even_of_line,
    combine,
    difference,
    quantile_difference,
    ratio_of_sums,
    simultaneous_confidence,
    smallest_difference,
    verdict,
)

DEFAULT_JUDGE = "well_served"
MATTERS = 0.01  # the smallest difference that matters, as a share of today's value
NEVER_BELOW = 0.001  # of a share: one case in a thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """One scenario against today: paired differences and the verdict on the primary measure."""

    name: str
    why: str
    results: Results
    differences: Mapping[str, Estimate]  # scenario minus today, by measure
    by_segment: Mapping[str, Mapping[str, Estimate]]
    verdict: Verdict
    pays_from: BreakEven | None = None  # worth of a case kept, where worth is not said
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Today and every scenario, simulated with the same customers."""

    today: Results
    scenarios: tuple[ScenarioResult, ...]
    judge: Measure
    smallest_that_matters: float
    confidence: float  # of each interval of a difference (Bonferroni over scenarios)

    def _repr_html_(self) -> str | None:
        """Show it in a notebook."""
        return html_of(self)


def compare(
    process: Process,
    scenarios: Sequence[str] | None = None,
    *,
    cases: int = DEFAULT_CASES,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    paths: bool = False,
    allow_unstable: bool = False,
    smallest_that_matters: float | None = None,
    plan: Plan | None = None,
    looks: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Simulate today and scenarios on common random numbers and judge each.

    Parameters
    ----------
    scenarios : names; None: every scenario of the process.
    smallest_that_matters : in the primary measure's unit; None: 1 % of today's value.
    plan : the warm-up and window to use; None: found by a pilot of each process.
    looks : differences that are judged together, >= 1, which widens each interval (Bonferroni);
        None: one a scenario.

    Raises
    ------
    OutsideInError : an unknown scenario, and everything `run` raises, for any of the processes.
    """
    names = [s.name for s in process.scenarios] if scenarios is None else list(scenarios)
    judge = primary_measure(process)
    processes = [process, *(resolve_scenario(process, name) for name in names)]
    found = shared_plan(processes, names, cases, replications, seed, allow_unstable, plan)
    results = []
    with in_notebook("comparing", progress) as report:
        for number, one in enumerate(processes):
            done, then = number / len(processes), (number + 1) / len(processes)
            results.append(
                run(
                    one, replications=replications, seed=seed, threads=threads, plan=found,
                    paths=paths, allow_unstable=allow_unstable,
                    progress=part_of(report, done, then),
                )
            )  # fmt: skip
    return judged(results, names, judge, smallest_that_matters, looks)


def compare_two(
    today: Process,
    other: Process,
    name: str,
    *,
    cases: int = DEFAULT_CASES,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    allow_unstable: bool = False,
    progress: Progress | None = None,
) -> Comparison:
    """Simulate two processes of the same customers on common random numbers, and count moves.

    Raises
    ------
    OutsideInError : everything `run` raises, for either.
    """
    both = [today, other]
    found = shared_plan(both, [name], cases, replications, seed, allow_unstable)
    results = []
    with in_notebook("comparing", progress) as report:
        for number, one in enumerate(both):
            results.append(
                run(
                    one, replications=replications, seed=seed, threads=threads, plan=found,
                    paths=True, allow_unstable=allow_unstable,
                    progress=part_of(report, number / 2, (number + 1) / 2),
                )
            )  # fmt: skip
    return judged(results, [name], primary_measure(today))


def primary_measure(process: Process) -> Measure:
    """Return the measure scenarios are judged by. Raises OutsideInError for an unknown one."""
    said = process.judge_by
    if said is None:
        return MEASURE[DEFAULT_JUDGE]
    for one in MEASURES:
        if said.casefold() in (one.label, one.name):
            return one
    known = ", ".join(one.label for one in MEASURES)
    what = f'unknown measure "{said}" in `judge by`'
    raise OutsideInError([Fault("unknown-measure", "error", "judge-by", what, f"one of: {known}")])


def shared_plan(
    processes: Sequence[Process],
    names: Sequence[str],
    cases: int,
    replications: int,
    seed: int,
    allow_unstable: bool,
    plan: Plan | None = None,
) -> Plan:
    """Check all processes, and return one plan for all. Raises OutsideInError with all faults."""
    faults = []
    unstable = False
    for name, process in zip(["", *names], processes, strict=True):
        found = [f for f in runnable_faults(process) if f.severity == "error"]
        overloads = overload_faults(process) if not found else []
        unstable = unstable or bool(overloads)
        found += [] if allow_unstable else overloads
        faults += [
            replace(f, where=f"scenario {name}: {f.where}" if name else f.where) for f in found
        ]
    refuse(faults)
    if plan is not None:
        return plan
    terminating = unstable or any(p.horizon_seconds is not None for p in processes)
    programs = [compile_program(process) for process in processes]
    return plan_for(programs, processes, cases, replications, seed, terminating)


def judged(
    results: Sequence[Results],
    names: Sequence[str],
    judge: Measure,
    smallest_that_matters: float | None = None,
    looks: int | None = None,
) -> Comparison:
    """Compare results of one plan; the first is today."""
    today, *others = results
    confidence = simultaneous_confidence(0.95, max(looks or len(others), 1))
    matters = smallest_that_matters
    if matters is None:
        known = today.measures.get(judge.name)
        matters = smallest_difference(known.value if known else 0.0, MATTERS)
        if judge.share:
            matters = max(matters, NEVER_BELOW)
    why = {s.name: s.why for s in today.process.scenarios}
    scenarios = tuple(
        _against(today, other, name, why.get(name, ""), judge, matters, confidence)
        for name, other in zip(names, others, strict=True)
    )
    return Comparison(
        today=today, scenarios=scenarios, judge=judge, smallest_that_matters=matters,
        confidence=confidence,
    )  # fmt: skip


def _against(
    today: Results,
    other: Results,
    name: str,
    why: str,
    judge: Measure,
    matters: float,
    confidence: float,
) -> ScenarioResult:
    differences = paired_differences(today, other, None, confidence)
    own = differences.get(judge.name)
    return ScenarioResult(
        name=name,
        why=why,
        results=other,
        differences=differences,
        by_segment={
            customer.id: paired_differences(today, other, [k], confidence)
            for k, customer in enumerate(today.process.customers)
        },
        verdict=verdict(own, matters, higher_is_better=judge.higher_is_better)
        if own
        else "cannot tell yet",
        pays_from=_pays_from(today, other, confidence),
        findings=tuple(_longer_hours(today.process, other.process)),
    )


def paired_differences(
    today: Results, other: Results, segments: Sequence[int] | None, confidence: float
) -> dict[str, Estimate]:
    """Return scenario minus today for every measure that both can tell."""
    a = counted(other.tallies, other.prices, segments)
    b = counted(today.tallies, today.prices, segments)
    told = [
        (all_measures(r.tallies, r.prices, segments=segments) if segments else r.measures)
        for r in (other, today)
    ]
    found = {}
    for one in MEASURES:
        if all(one.name in m.estimates for m in told):
            top_a, bottom_a = sums(one, a)
            top_b, bottom_b = sums(one, b)
            n = round(float(min(bottom_a.sum(), bottom_b.sum())))
            found[one.name] = difference(top_a, bottom_a, top_b, bottom_b, confidence, n=n)
    (ended_a, still_a), (ended_b, still_b) = elapsed_counts(a), elapsed_counts(b)
    for name, share in ELAPSED_QUANTILES:
        found[name] = quantile_difference(
            ended_a, ended_b, share, confidence=confidence, under_way_a=still_a, under_way_b=still_b
        )
    return found


def _pays_from(today: Results, other: Results, confidence: float) -> BreakEven | None:
    """Return the worth of a served case from which the scenario's extra cost is covered."""
    if today.prices.knows_worth or "cost" not in today.measures.estimates:
        return None
    if "cost" not in other.measures.estimates:
        return None
    figures = []
    for results in (other, today):
        side = counted(results.tallies, results.prices)
        cost = ratio_of_sums(*sums(MEASURE["cost"], side))
        arrived = sums(MEASURE["well_served"], side)[1]
        served = sum(sums(MEASURE[m], side)[0] for m in ("well_served", "poorly_served"))
        figures.append((cost, ratio_of_sums(served, arrived)))
    (cost_a, served_a), (cost_b, served_b) = figures
    extra = combine(lambda x, y: y - x, cost_a, cost_b)
    kept = combine(np.subtract, served_a, served_b)
    return break_even_of_line(extra, kept, confidence)


def _longer_hours(today: Process, scenario: Process) -> list[str]:
    """Return a warning for each new part open longer than a part that its customers met before."""
    from outsidein.simulation.calendar import staff_week

    known = {part.id for part in today.parts}
    hours = {}
    for part in scenario.parts:
        week = staff_week(part)
        if week:
            hours[part.id] = sum(
                end - start
                for start, end, level in zip(
                    week.moments, (*week.moments[1:], 7 * 86_400.0), week.levels, strict=True
                )
                if level
            )
    found = []
    for part in scenario.parts:
        for other in relieved(today, scenario, part.id):
            if part.id not in known and hours.get(part.id, 0) > hours.get(other, float("inf")):
                name = next(p.name for p in scenario.parts if p.id == other)
                found.append(
                    f"{part.name} is open longer than {name}, which it relieves: part of the "
                    "difference comes from the longer hours"
                )
    return found


def relieved(today: Process, scenario: Process, part: str) -> list[str]:
    """Return the parts that, today, do what a part does in the scenario."""
    from outsidein.simulation.routes import routes_of

    found = []
    for before, after in zip(today.customers, scenario.customers, strict=False):
        was, now = routes_of(today, before), routes_of(scenario, after)
        for step_id, ways in now.ways.items():
            for name, way in ways.items():
                old = was.ways.get(step_id, {}).get(name)
                if way.part == part and old and old.part and old.part != part:
                    found.append(old.part)
    return list(dict.fromkeys(found))
