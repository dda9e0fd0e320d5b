"""The best of today and its scenarios: selected by KN, then simulated afresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import Measure
from outsidein.model.process import Process
from outsidein.model.scenario import resolve_scenario
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.comparison import (
    MATTERS,
    NEVER_BELOW,
    Comparison,
    judged,
    primary_measure,
    shared_plan,
)
from outsidein.simulation.plan import Plan
from outsidein.simulation.runs import run
from outsidein.simulation.search.trials import CHOOSING_FROM, SHOWING_FROM, Trials, must_be_told
from outsidein.statistics import smallest_difference
from outsidein.statistics.selection import Selection, select_best

CASES = 1_000  # in each replication: a search simulates many
CHOOSING, SHOWING = 0.7, 1.0  # shares of the work


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The best of many: what was selected, how surely, and how it does on other customers."""

    name: str  # of the scenario; empty: today
    names: tuple[str, ...]  # of what was chosen from, in the order of the selection
    selection: Selection
    afresh: Comparison  # with today; of no scenario, where today is the best
    cases: int  # counted in each replication, at least

    @property
    def judge(self) -> Measure:
        """The measure that decides."""
        return self.afresh.judge


def best(
    process: Process,
    scenarios: Sequence[str] | None = None,
    *,
    zone: float | None = None,
    confidence: float = 0.95,
    cases: int = CASES,
    replications: int = 30,
    most: int = 1_000,
    seed: int = 1,
    threads: int | None = None,
    allow_unstable: bool = False,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Best:
    """Select the best of today and scenarios, and simulate it afresh beside today.

    Replication r of every alternative has the same customers with the same luck. Alternatives
    are left out as soon as they are surely not the best (see `statistics.select_best`). What is
    shown of the winner comes from replications that did not choose it.

    Parameters
    ----------
    scenarios : names; None: every scenario of the process.
    zone : the smallest difference worth finding, in the unit of the measure that decides, > 0;
        None: 1 % of today's value (of a share: at least one in a thousand).
    confidence : the probability promised, at least 0.5.
    cases, replications, seed, threads, plan : as `run`; the replications show the winner.
    most : replications of an alternative that may choose, at least 10.

    Raises
    ------
    OutsideInError : everything `compare` raises, and ``no-zone``: the measure is 0 today.
    """
    names = [s.name for s in process.scenarios] if scenarios is None else list(scenarios)
    judge = primary_measure(process)
    must_be_told(process, judge)
    every = [process, *(resolve_scenario(process, name) for name in names)]
    with in_notebook("choosing", progress) as report:
        found = shared_plan(every, names, cases, replications, seed, allow_unstable, plan)
        choosing = replace(found, first_replication=CHOOSING_FROM, seed=seed)
        trials = Trials(choosing, [judge], threads=threads, progress=part_of(report, 0.0, CHOOSING))
        for one in every:
            trials.add(one)
        selection = select_best(
            trials.sampler(),
            len(every),
            zone=zone_for(trials, judge) if zone is None else zone,
            confidence=confidence,
            higher_is_better=judge.higher_is_better,
            at_most=most,
        )
        name = ["", *names][selection.best]
        chosen = [process] if not name else [process, every[selection.best]]
        afresh = shown(chosen, [name] if name else [], judge, found, threads=threads,
                       allow_unstable=allow_unstable, zone=selection.zone,
                       progress=part_of(report, CHOOSING, SHOWING))  # fmt: skip
    return Best(name=name, names=("", *names), selection=selection, afresh=afresh, cases=cases)


def zone_for(trials: Trials, judge: Measure) -> float:
    """Return the smallest difference that matters of a measure, by the first alternative."""
    value: float = smallest_difference(trials.ratio(0, 0), MATTERS)
    value = max(value, NEVER_BELOW) if judge.share else value
    if not value > 0:
        what = f'"{judge.label}" is 0 today: 1 % of it is no difference'
        raise OutsideInError(
            [
                Fault(
                    "no-zone", "error", "judge-by", what, "say the smallest difference that matters"
                )
            ]
        )
    return value


def shown(
    processes: Sequence[Process],
    names: Sequence[str],
    judge: Measure,
    plan: Plan,
    *,
    zone: float,
    threads: int | None = None,
    allow_unstable: bool = False,
    progress: Progress | None = None,
) -> Comparison:
    """Compare processes with the first one, on customers that chose none of them."""
    fresh = replace(plan, first_replication=SHOWING_FROM)
    results = [
        run(
            one, plan=fresh, replications=plan.replications, seed=plan.seed, threads=threads,
            allow_unstable=allow_unstable,
            progress=part_of(progress, k / len(processes), (k + 1) / len(processes)),
        )
        for k, one in enumerate(processes)
    ]  # fmt: skip
    return judged(results, names, judge, zone)
