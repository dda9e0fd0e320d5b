"""Which assumed numbers a verdict rests on: screened by groups, then one by one.

Every number of a step or part is moved together first; the numbers of the groups that move the
difference most are then moved alone (sequential bifurcation in two stages: Bettonvil and
Kleijnen, Searching for important factors in simulation models, EJOR 96 (1997)). Short runs on
the same customers: the screening says what matters, not how much to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from outsidein.address import split_address
from outsidein.measures.measures import Measure, sums
from outsidein.measures.tally import ARRIVALS
from outsidein.model.numbers import numbers_at, with_number
from outsidein.model.places import MissedError
from outsidein.model.process import Process
from outsidein.progress import Progress
from outsidein.simulation.comparison import Comparison, ScenarioResult
from outsidein.simulation.plan import Plan
from outsidein.simulation.runs import Results
from outsidein.simulation.screening import (
    SCREENING_REPLICATIONS,
    screen,
    screening_plan,
    weeks_to_follow,
)

MOVE = 1.2  # a fifth more
GROUPS_KEPT, NUMBERS_TOLD = 3, 3
FEWEST = 3  # customers whose outcome changes; fewer are luck
RARE = 0.03  # arrivals at a step for each case
TURNING_WITHIN = 5.0  # a break-even beyond this factor of the number is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """How far one assumed number moves a scenario's difference in the primary measure."""

    address: str
    now: float
    effect: float  # on the difference, if the number is a fifth more
    break_even: float | None  # where the difference would be 0, if that is near


Job = tuple[str, str, int, Process | None]  # scenario, addresses moved, replications, process


@dataclass(slots=True)
class _Screen:
    """Short runs of one comparison; what was run once is not run again."""

    judge: Measure
    plan: Plan
    customers: float  # in a run, about
    threads: int | None
    known: dict[tuple[str, str, int], float]

    def values(self, jobs: Sequence[Job]) -> list[float]:
        """Return the primary measure of each job."""
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(self._one, jobs))

    def _one(self, job: Job) -> float:
        name, addresses, replications, process = job
        key = (name, addresses, replications)
        if key not in self.known:
            self.known[key] = math.nan if process is None else self._run(process, replications)
        return self.known[key]

    def _run(self, process: Process, replications: int) -> float:
        plan = replace(self.plan, replications=replications)
        top, bottom = sums(self.judge, screen(process, plan))
        return float(top.sum() / bottom.sum()) if bottom.sum() > 0 else math.nan


def influences(
    comparison: Comparison,
    *,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> dict[str, tuple[Influence, ...]]:
    """Return, for each scenario, the three assumed numbers that move its verdict most."""
    today = comparison.today
    process = today.process
    weeks = weeks_to_follow(today.measures.get("elapsed_90_seconds"))
    plan = replace(screening_plan(process, today.plan, follow_up_weeks=weeks), seed=seed)
    rate = process.arrivals.per_second or 0.0 if process.arrivals else 0.0
    customers = max(rate * plan.window_seconds * plan.replications, 1.0)
    screened = _Screen(comparison.judge, plan, customers, threads, {})
    rare = _rare(today)
    found: dict[str, tuple[Influence, ...]] = {}
    for scenario in comparison.scenarios:
        found[scenario.name] = _of_scenario(screened, process, scenario, rare)
        if progress is not None:
            progress(len(found), len(comparison.scenarios))
    return found


def _rare(today: Results) -> set[str]:
    """Return the steps that hardly any case comes to: a fifth of them moves nothing."""
    arrived = max(today.arrived, 1)
    found = set()
    for k, step in enumerate(today.vocabulary.steps):
        first = int(today.tallies[0].shape.first_row[k])
        rows = slice(first, first + len(step.ways))
        visits = sum(float(x.visits[rows, ARRIVALS].sum()) for x in today.tallies)
        if 0 < visits < RARE * arrived:
            found.add(step.id)
    return found


def _of_scenario(
    screen: _Screen, process: Process, scenario: ScenarioResult, rare: set[str]
) -> tuple[Influence, ...]:
    other = scenario.results.process
    assumed = _assumed(process, other)
    groups: dict[str, list[str]] = {}
    for address in assumed:
        element = split_address(address)[0]
        if element not in rare:
            groups.setdefault(element, []).append(address)
    pairs = list(map(tuple, groups.values()))
    first = _differences(screen, process, other, scenario.name, [()], 1)[0]
    moved = _differences(screen, process, other, scenario.name, pairs, 1)
    order = sorted(zip(groups, moved, strict=True), key=lambda e: -_size(e[1], first))
    chosen = [(a,) for name, _ in order[:GROUPS_KEPT] for a in groups[name]]
    several = SCREENING_REPLICATIONS
    start = _differences(screen, process, other, scenario.name, [()], several)[0]
    alone = _differences(screen, process, other, scenario.name, chosen, several)
    told = scenario.differences.get(screen.judge.name)
    least = FEWEST / screen.customers if screen.judge.share else 0.0
    found = [
        Influence(
            address=address,
            now=assumed[address],
            effect=value - start,
            break_even=_turns(
                other, address, assumed[address], told.value if told else math.nan, value - start
            ),
        )
        for (address,), value in zip(chosen, alone, strict=True)
        if not math.isnan(value) and abs(value - start) > least
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.effect))[:NUMBERS_TOLD])


def _size(value: float, start: float) -> float:
    return 0.0 if math.isnan(value) else abs(value - start)


def _assumed(process: Process, other: Process) -> dict[str, float]:
    """Return the numbers of both processes that nobody observed, 0 left out."""
    found = {**numbers_at(other), **numbers_at(process)}
    observed = {a for a, s in process.sources.items() if s.kind == "observed"}
    return {
        address: value
        for address, value in found.items()
        if value
        and not _stays(address, value)
        and not any(address == o or address.startswith(f"{o}.") for o in observed)
    }


def _stays(address: str, value: float) -> bool:
    """Return whether a count is so small that a fifth more is the same count: 2 people."""
    return address.rsplit(".", 1)[-1] in ("people", "max") and round(value * MOVE) == value


def _differences(
    screen: _Screen,
    process: Process,
    other: Process,
    name: str,
    moves: Sequence[tuple[str, ...]],
    replications: int,
) -> list[float]:
    """Return scenario minus today with the numbers of each move a fifth larger."""
    jobs: list[Job] = []
    models = [(name, other, numbers_at(other)), ("", process, numbers_at(process))]
    for addresses in moves:
        label = " ".join(addresses)
        for who, model, numbers in models:
            known = (who, label, replications) in screen.known
            changed = None if known else _moved(model, numbers, addresses)
            jobs.append((who, label, replications, changed))
    values = screen.values(jobs)
    return [values[k] - values[k + 1] for k in range(0, len(values), 2)]


def _moved(
    process: Process, numbers: Mapping[str, float], addresses: Sequence[str]
) -> Process | None:
    """Return the process with numbers a fifth larger; what it does not have stays away."""
    for address in addresses:
        now = numbers.get(address)
        if now is None:
            continue
        try:
            process = with_number(process, address, now * MOVE)
        except MissedError:
            return None
        except ValueError:  # a share: no more than nearly all
            process = with_number(process, address, max(now, 0.999))
    return process


def _turns(
    process: Process, address: str, now: float, difference: float, effect: float
) -> float | None:
    """Return where the difference would be 0 if the number moved it along a straight line.

    None where that is far away, or no value the number can have (a share above 1).
    """
    if not effect or math.isnan(difference):
        return None
    value = now * (1 - (MOVE - 1) * difference / effect)
    if not now / TURNING_WITHIN <= value <= now * TURNING_WITHIN:
        return None
    try:
        with_number(process, address, value)
    except ValueError:
        return None
    return value
