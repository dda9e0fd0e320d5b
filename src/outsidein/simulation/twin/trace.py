"""Run a process from the first arrival to the last end, and tell what happened."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from outsidein.measures.records import TIME_CLASSES
from outsidein.model.process import Process
from outsidein.simulation.calendar import working_clock
from outsidein.simulation.given import Given, arrivals_of
from outsidein.simulation.routes import routes_of
from outsidein.simulation.twin import cases, parts
from outsidein.simulation.twin.split import split_time
from outsidein.simulation.twin.state import DONE, START, Case, Luck, Visit, World
from outsidein.units import WEEK_SECONDS

FOLLOW_UP_SECONDS = 26 * WEEK_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedCase:
    """What became of one case; ``seconds`` by class of time add up to end - start."""

    number: int
    customer: str
    of_segment: int
    start: float
    end: float | None
    outcome: str | None
    end_step: str | None
    seconds: dict[str, float]
    contacts: int
    repeats: int
    promises_kept: int
    promises_broken: int
    over_tolerance: int
    found_by_customer: int
    never_noticed: int
    stuck: bool
    poor: tuple[str, ...]
    worth: float | None
    cost: float
    path: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything that happened in a run, in seconds from Monday 00:00."""

    visits: list[Visit]
    cases: list[TracedCase]
    promises: list[tuple[int, str, float, float | None, str]]
    busy: dict[str, float]
    overtime: dict[str, float]
    joined: dict[str, int]
    left: dict[str, int]


def trace(
    process: Process,
    arrivals: Sequence[tuple[float, str] | Given] | None = None,
    *,
    seed: int = 1,
    replication: int = 0,
    luck: Luck | None = None,
    until: float | None = None,
    arrive_until: float | None = None,
) -> Trace:
    """Run a process and return every visit, case and promise.

    Parameters
    ----------
    arrivals : (second, customer's name) of each arrival, or who comes to which step; None: as
        the process says, before ``arrive_until`` (seconds).
    luck : uniforms fixed by (step, visit, purpose) or (step, visit, purpose, case).
    until : stop at this second; None: when everything has ended, at most 26 weeks after the
        last arrival.

    Raises
    ------
    OutsideInError : ``loop-without-time``.
    """
    routes = [routes_of(process, customer) for customer in process.customers]
    world = World(process, routes, seed, replication, luck or {})
    world.working = working_clock(process.working_days)
    parts.prepare(world)
    drawn = arrivals_of(
        process, None if arrivals is None else [_given(one) for one in arrivals], (),
        until=arrive_until or 0.0, seed=seed, replication=replication,
    )  # fmt: skip
    times, segments = drawn.times.tolist(), drawn.segments.tolist()
    counts = [0] * len(routes)
    for number, (time, segment, at) in enumerate(zip(times, segments, drawn.steps, strict=True)):
        case = Case(number, routes[segment], segment, counts[segment], time)
        counts[segment] += 1
        world.cases.append(case)
        world.open_cases.add(number)
        key = (number, -1, 0)
        world.schedule(time, DONE, key, lambda case=case, at=at: cases.begin(world, case, at))  # type: ignore[misc]
    last = float(drawn.times[-1]) if len(drawn.times) else 0.0
    _run(world, last + FOLLOW_UP_SECONDS if until is None else until)
    return _told(world)


def _given(one: tuple[float, str] | Given) -> Given:
    return one if isinstance(one, Given) else Given(time_seconds=one[0], customer=one[1])


def _run(world: World, until: float) -> None:
    while True:
        _drop_dead(world)
        top = world.heap[0] if world.heap else None
        if world.dirty and (top is None or top[0] > world.now or top[1] >= START):
            if not _start_one(world):
                world.dirty.clear()
            continue
        if top is None or top[0] > until:
            break
        time, _, _, _, entry = heapq.heappop(world.heap)
        world.now = time
        entry.action()
        if not world.open_cases and not _at_work(world):
            return
    world.now = max(world.now, until)


def _at_work(world: World) -> bool:
    """Whether anybody still finishes what a case has left behind."""
    return any(
        part.orphans or any(p.job or p.paused for p in part.people) for part in world.parts.values()
    )


def _drop_dead(world: World) -> None:
    while world.heap and not world.heap[0][4].alive:
        heapq.heappop(world.heap)


def _start_one(world: World) -> bool:
    """Start one service: of all that could start now, the first by case, step and visit."""
    found = []
    for part_id in world.dirty:
        part = world.parts[part_id]
        possible = parts.next_start(world, part)
        if possible is not None:
            found.append((possible[0], part.position, part, possible[1], possible[2]))
    if not found:
        return False
    _, _, part, what, person = min(found, key=lambda f: f[:2])
    parts.start(world, part, what, person)
    return True


def _told(world: World) -> Trace:
    for case in world.cases:
        for token in case.tokens:
            if token.row is not None and token.row.how is None:
                token.row.how, token.row.finished = "under way", world.now
                world.visits.append(token.row)
                case.rows.append(token.row)
    order = lambda v: (v.finished, v.case)  # noqa: E731  # then as they ended
    return Trace(
        visits=sorted(world.visits, key=order),
        cases=[_told_case(world, case) for case in world.cases],
        promises=world.promises,
        busy={name: part.busy_seconds for name, part in world.parts.items()},
        overtime={name: part.overtime_seconds for name, part in world.parts.items()},
        joined={name: part.joined for name, part in world.parts.items()},
        left={name: part.left for name, part in world.parts.items()},
    )


def _told_case(world: World, case: Case) -> TracedCase:
    end = case.end if case.end is not None else world.now
    totals = split_time(world.process, case, case.start, end)
    worth = case.routes.customer.worth
    outcome = case.outcome if case.end is not None and not case.stuck else None
    return TracedCase(
        number=case.number,
        customer=case.name,
        of_segment=case.of_segment,
        start=case.start,
        end=case.end,
        outcome=outcome,
        end_step=case.end_step,
        seconds=dict(zip(TIME_CLASSES, totals, strict=True)),
        contacts=case.contacts,
        repeats=case.repeats,
        promises_kept=case.promises_kept,
        promises_broken=case.promises_broken,
        over_tolerance=case.over_tolerance,
        found_by_customer=case.found_by_customer,
        never_noticed=case.never_noticed,
        stuck=case.stuck,
        poor=_poor(world.process, case) if outcome == "served" else (),
        worth=None if worth is None else worth.get(outcome, 0.0) if outcome else 0.0,  # type: ignore[call-overload]
        cost=case.cost,
        path=case.path,
    )


def _poor(process: Process, case: Case) -> tuple[str, ...]:
    """Return the reasons for which a served case was poorly served, as the document writes them."""
    found = []
    for reason, limit in process.poor_when:
        if reason == "promise broken" and case.promises_broken:
            found.append(reason)
        elif reason == "more than contacts" and case.contacts > limit:
            found.append(f"more than {limit:g} contacts")
        elif reason == "a wait over its tolerance" and case.over_tolerance:  # noqa: SIM114
            found.append(reason)
        elif reason == "a failure the customer found first" and case.found_by_customer:
            found.append(reason)
    return tuple(found)
