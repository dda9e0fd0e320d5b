"""Offered load before anything is run: traffic equations of the flow (design, rule 15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from outsidein.model.behaviour import Law
from outsidein.model.process import BranchBlock, Process, Step
from outsidein.simulation.arrivals import segment_shares
from outsidein.simulation.calendar import Week, arrival_week, staff_week
from outsidein.simulation.exact.chain import case_chain
from outsidein.simulation.exact.flow import Flow
from outsidein.simulation.offering import (
    overflowing,
    seconds_of,
    shares_of_race,
    shares_taken,
    skilled_hours,
)
from outsidein.simulation.routes import CustomerRoutes, branch_shares, routes_of
from outsidein.statistics.absorbing import expected_visits as traffic
from outsidein.units import UNIT_SECONDS, WEEK_SECONDS

Node = tuple[str, str]  # (step, way); (step, "*") is the arrival before a way is drawn
Arcs = dict[Node, dict[Node, float]]
QUEUEING = ("live", "left", "booked")


def offered_loads(process: Process) -> dict[str, tuple[float, float]]:
    """Return (offered, staffed) hours a week of each part with people.

    Every joining counts its `takes` and `wrap up`; nobody gives up. A live try finds the part
    open with the share of arrivals that fall into its hours; those who call back join later.
    Acts at random count while their window lasts without queues, a lower bound; acts after
    silence or a broken promise count nothing (the pilot run sees them), nor does where a `limit`
    leads. Of a batch each takes an equal part. People count as often as they are not absent. What
    a part cannot do overflows, as far as it may, to the other part.
    """
    offered: dict[str, float] = defaultdict(float)
    for part_id, _, hours in _asked(process):
        offered[part_id] += hours
    return overflowing(process, offered)


def _visits(process: Process, routes: CustomerRoutes) -> dict[Node, float]:
    """Return the exact visits where a chain can follow the case, else those of the base flow.

    A chain goes through a shared step once a call, and cannot follow one called several times.
    """
    repeated = any(placed.step.times for placed in routes.placed.values())
    followed = None if repeated else case_chain(Flow(process, routes))
    return followed.visits() if followed else expected_visits(process, routes)


def expected_visits(process: Process, routes: CustomerRoutes) -> dict[Node, float]:
    """Return the expected visits of one case to each way of each step, by the base flow.

    It forgets what a case remembers (limits, failures noticed later), as traffic equations do.
    """
    arcs = _arcs(process, routes)
    starts = zip(routes.starts, routes.start_shares, strict=True)
    visits = _solve(arcs, {(step, "*"): share for step, share in starts})
    for act, extra in _acts_at_random(routes, arcs, visits):
        for node, count in _solve(_alone(routes, arcs, act), extra).items():
            visits[node] = visits.get(node, 0.0) + count
    return visits


def skilled_loads(process: Process) -> dict[tuple[str, str], tuple[float, float]]:
    """Return (offered, staffed) hours a week of those of a part who have a skill that is needed.

    More than they can do is too much even where the part as a whole has time.
    """
    offered: dict[tuple[str, str], float] = defaultdict(float)
    for part_id, step, hours in _asked(process):
        if step.needs is not None:
            offered[part_id, step.needs] += hours
    parts = {part.id: part for part in process.parts}
    return {
        (part_id, skill): (hours, skilled_hours(parts[part_id], skill))
        for (part_id, skill), hours in offered.items()
        if staff_week(parts[part_id]) is not None
    }


def _asked(process: Process) -> Iterator[tuple[str, Step, float]]:
    """Yield each part that a step asks, the step, and the hours a week that it asks for."""
    assert process.arrivals is not None
    a_week = (process.arrivals.per_second or 0.0) * WEEK_SECONDS
    for customer, share in zip(process.customers, segment_shares(process), strict=True):
        for part_id, step, seconds in _of_one_case(process, routes_of(process, customer)):
            yield part_id, step, share * a_week * seconds / 3600


def _of_one_case(process: Process, routes: CustomerRoutes) -> Iterator[tuple[str, Step, float]]:
    """Yield each part that a step asks, the step, and the seconds that one case asks for."""
    for (step_id, way), visits in _visits(process, routes).items():
        step = routes.ways[step_id].get(way) if way != "*" else None
        if step is None or step.part is None or not _needs_people(process, step):
            continue
        part = next(p for p in process.parts if p.id == step.part)
        work = seconds_of(step, part, visits)
        moved = part.away.share if part.away and _is_live(process, step) else 0.0
        yield part.id, step, visits * (1 - moved) * work * _joining(process, step)
        if part.away:
            yield part.away.part, step, visits * moved * work


def _mean(law: Law | None) -> float:
    return law.mean_seconds if law else 0.0


def _is_live(process: Process, step: Step) -> bool:
    return step.verb == "do" and process.channels.get(step.channel or "") == "live"


def _needs_people(process: Process, step: Step) -> bool:
    if step.verb in ("tell", "hidden", "check", "touch"):
        return True
    return step.verb == "do" and process.channels.get(step.channel or "") in QUEUEING


def _open_share(process: Process, step: Step) -> float:
    """Return the share of arrivals that fall into the hours of the step's part."""
    part = next((p for p in process.parts if p.id == step.part), None)
    week = staff_week(part) if part else None
    if week is None or process.arrivals is None or not _is_live(process, step):
        return 1.0
    arrivals = arrival_week(process.arrivals)
    period = max(week.period, arrivals.period)
    moments = sorted({*_through(week, period), *_through(arrivals, period)})
    ends = [*moments[1:], period]
    seen = sum((b - a) * arrivals.at(a) for a, b in zip(moments, ends, strict=True) if week.at(a))
    area = arrivals.area() * period / WEEK_SECONDS
    return seen / area if area > 0 else 1.0


def _through(week: Week, period: float) -> Iterator[float]:
    """Yield the moments of a pattern, again and again through a longer period."""
    for k in range(round(period / week.period)):
        yield from (k * week.period + moment for moment in week.moments)


def _joining(process: Process, step: Step) -> float:
    """Return the share of a step's arrivals that join its queue in the end."""
    is_open = _open_share(process, step)
    if step.closed and step.closed.call_back:
        chance = 1.0 if step.closed.chance is None else step.closed.chance
        return is_open + (1 - is_open) * chance
    return is_open


def _arcs(process: Process, routes: CustomerRoutes) -> Arcs:
    arcs: Arcs = {}
    for step_id, placed in routes.placed.items():
        step, out = placed.step, defaultdict[Node, float](float)
        if step.verb in ("promise", "meanwhile"):
            continue
        if step.only not in (None, routes.customer.id):
            for node, share in _onward(routes, step_id):
                out[node] += share
        else:
            for name, share in zip(routes.ways[step_id], routes.way_shares[step_id], strict=True):
                out[step_id, name] += share
                arcs[step_id, name] = _way_arcs(process, routes, routes.ways[step_id][name])
        arcs[step_id, "*"] = dict(out)
    return arcs


def _way_arcs(process: Process, routes: CustomerRoutes, step: Step) -> dict[Node, float]:
    out: dict[Node, float] = defaultdict(float)
    if step.verb == "end":
        return out
    if step.verb == "first of":
        for runner, share in zip(step.race, shares_of_race(step.race), strict=True):
            out[runner.to, "*"] += share
        return out
    if step.verb == "some of":
        for block, share in zip(step.blocks, shares_taken(step.blocks), strict=True):
            out[_first_of(block), "*"] += share
        for node, share in _onward(routes, step.id):  # once, however many branches were taken
            out[node] += share
        return out
    if step.through:
        out[step.through, "*"] += 1.0
    if step.calls:
        out[step.calls, "*"] += (step.times.least + step.times.most) / 2 if step.times else 1.0
    if step.verb == "together":
        for block in step.blocks:
            out[_first_of(block), "*"] += 1.0
        return out
    served = _joining(process, step)
    elsewhere = step.closed.to if step.closed and step.closed.to else None
    if elsewhere is None and step.patience:
        elsewhere = step.patience.to
    _lead(routes, step, elsewhere, 1 - served, out)
    failing = 0.0
    for failure in step.fails:
        if failure.noticed_at is None:
            failing += failure.chance or 0.0
            _lead(routes, step, failure.to, served * (failure.chance or 0.0), out)
        else:
            _lead(routes, step, failure.to, served * (failure.chance or 0.0), out)
    going = served * (1 - failing)
    if step.go:
        for branch, share in zip(step.go, branch_shares(step), strict=True):
            out[branch.to, "*"] += going * share
    else:
        for node, share in _onward(routes, step.id):
            out[node] += going * share
    return out


def _first_of(block: BranchBlock) -> str:
    return next(s.id for s in block.steps if s.verb not in ("promise", "meanwhile"))


def _lead(
    routes: CustomerRoutes, step: Step, to: str | None, share: float, out: dict[Node, float]
) -> None:
    if to is None:
        return
    out[(step.id, to) if to in routes.ways[step.id] else (to, "*")] += share


def _onward(routes: CustomerRoutes, step_id: str) -> Iterator[tuple[Node, float]]:
    placed = routes.placed[step_id]
    if placed.act_of and not placed.step.next:
        return
    following = routes.onward(step_id)
    if not following and placed.block_of:
        block = routes.step(placed.block_of)
        if block.verb == "some of":
            return
        for node, share in _onward(routes, placed.block_of):
            yield node, share / len(block.blocks)
        return
    for to in following:
        arcs = routes.incoming.get(to)
        yield (to, "*"), 1.0 / max(len(arcs), 1) if arcs else 1.0


def _solve(arcs: Arcs, start: dict[Node, float]) -> dict[Node, float]:
    """Return expected visits v = start + v P; a loop without exit gives infinite visits."""
    nodes = list(arcs)
    place = {node: k for k, node in enumerate(nodes)}
    matrix, begin = np.zeros((len(nodes), len(nodes))), np.zeros(len(nodes))
    for node, out in arcs.items():
        for to, share in out.items():
            if to in place:
                matrix[place[node], place[to]] += share
    for node, count in start.items():
        begin[place[node]] += count
    try:
        visits = traffic(matrix, begin)
    except np.linalg.LinAlgError:
        return dict.fromkeys(nodes, np.inf)
    return dict(zip(nodes, visits.tolist(), strict=True))


def _acts_at_random(
    routes: CustomerRoutes, arcs: Arcs, visits: dict[Node, float]
) -> Iterator[tuple[Step, dict[Node, float]]]:
    """Yield each act at random with its expected starts: rate x length of its window."""
    for placed in routes.placed.values():
        span = placed.step.span
        if placed.step.verb != "meanwhile" or span is None:
            continue
        openings = visits.get((span.first, "*"), 0.0)
        length = _length(routes, arcs, span.first, span.last)
        for act in placed.step.acts:
            trigger = act.trigger
            if trigger is None or trigger.kind != "at random" or not trigger.chance:
                continue
            if act.only not in (None, routes.customer.id):
                continue
            expected = length * trigger.chance / UNIT_SECONDS[trigger.per or "day"]
            most = trigger.most if trigger.most is not None else expected
            yield act, {(act.id, "*"): openings * _at_most(expected, most)}


def _alone(routes: CustomerRoutes, arcs: Arcs, act: Step) -> Arcs:
    """Let nothing follow an act that takes over: it ends the flow that is counted already."""
    if not act.next:
        return arcs
    return arcs | {(act.id, way): {} for way in routes.ways[act.id]}


def _at_most(mean: float, most: float) -> float:
    """Return the mean of a Poisson count cut at ``most``."""
    total, chance, tail = 0.0, float(np.exp(-mean)), 1.0
    for count in range(int(most)):
        tail -= chance
        total += tail
        chance *= mean / (count + 1)
    return min(total, mean)


def _length(routes: CustomerRoutes, arcs: Arcs, first: str, last: str) -> float:
    """Return the mean seconds from the end of one step to the start of another, no queues."""
    cut = {node: ({} if node[0] == last else out) for node, out in arcs.items()}
    start: dict[Node, float] = defaultdict(float)
    for way in routes.ways[first]:
        for node, share in arcs.get((first, way), {}).items():
            start[node] += share / len(routes.ways[first])
    total = 0.0
    for (step_id, way), count in _solve(cut, dict(start)).items():
        if way == "*" or step_id == last:
            continue
        step = routes.ways[step_id][way]
        laws = (step.pause, step.own, step.takes, step.after, step.wait)
        total += count * sum(_mean(law) for law in laws)
    return max(total, 0.0)
