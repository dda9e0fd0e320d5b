"""Resources become parts: who shares a task shares a queue."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from outsidein.address import slug
from outsidein.bpmn.steps import spoken
from outsidein.errors import Fault
from outsidein.model.keys import RESERVED
from outsidein.model.process import Part
from outsidein.parameters.hours import levels, periods
from outsidein.parameters.spreads import Spread
from outsidein.parameters.values import Parameters, Resource, Work


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Resources that stand behind one queue, and the part that they are for us.

    Those with the longest hours come first: of a part, person 1 is there whenever anybody is.
    """

    part: Part
    resources: tuple[Resource, ...]


def pools_of(
    parameters: Parameters, taken: Collection[str], drawn: Sequence[Part]
) -> tuple[list[Pool], list[Fault]]:
    """Return the pools of a parameter file; ``taken`` are ids that something else has.

    A pool that is called as a lane is that lane's part.
    """
    known = {resource.id: resource for resource in parameters.resources}
    groups = _joined([
        [name for name in work.times if name in known] for work in parameters.work
    ])  # fmt: skip
    lanes = {part.name.casefold(): part for part in drawn}
    used = set(taken)
    faults: list[Fault] = []
    found: list[Pool] = []
    for names in groups:
        held = [resource for resource in parameters.resources if resource.id in names]
        members = tuple(sorted(held, key=lambda one: -one.hours.open_seconds))
        name = _name(members)
        lane = lanes.get(name.casefold())
        identity = lane.id if lane is not None else free_id(name, used)
        used.add(identity)
        part = Part(
            id=identity, name=lane.name if lane is not None else name,
            cost_per_hour=_cost(members, faults), **_people(members),
        )  # fmt: skip
        found.append(Pool(part=part, resources=members))
    idle = [r for r in parameters.resources if not any(r.id in names for names in groups)]
    for resource in idle:
        what = f'nothing is done by "{resource.name}": it is left out'
        faults.append(Fault("not-needed", "warning", resource.where, what))
    return found, faults


def _joined(groups: Sequence[Sequence[str]]) -> list[set[str]]:
    """Return groups of names such that two that stand in one list are in one group."""
    found: list[set[str]] = []
    for names in groups:
        if not names:
            continue
        apart = [group for group in found if not group & set(names)]
        together = [group for group in found if group & set(names)]
        merged = set(names).union(*together)
        at = found.index(together[0]) if together else len(found)
        found = [*apart[:at], merged, *apart[at:]]
    return found


def _name(resources: Sequence[Resource]) -> str:
    names = [resource.name for resource in resources]
    if len(names) == 1:
        return spoken(names[0]) or "Resource"
    common = re.sub(r"[\s_\-.#\d]+$", "", _begins_alike(names))
    pools = {resource.pool for resource in resources}
    said = common if len(common) >= 3 else next(iter(pools)) if len(pools) == 1 else ""
    return spoken(said) or spoken(" and ".join(names[:2])) or "Resources"


def _begins_alike(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def free_id(name: str, used: Collection[str]) -> str:
    """Return an id for a name that is not taken and no word of the grammar."""
    identity, number = slug(name), 1
    while identity in used or identity in RESERVED:
        number += 1
        identity = f"{slug(name)}-{number}"
    return identity


def _people(resources: Sequence[Resource]) -> dict[str, Any]:
    """Return how many people a part has: a number with hours, or a number by the hour."""
    if len({resource.hours for resource in resources}) == 1:
        opened = tuple(period for period, _ in periods(resources[0].hours))
        return {"people": sum(resource.number for resource in resources), "open": opened}
    counted = levels([(resource.hours, float(resource.number)) for resource in resources])
    return {"people": tuple((period, int(number)) for period, number in counted)}


def _cost(resources: Sequence[Resource], faults: list[Fault]) -> float | None:
    """Return what an hour costs on average, over people and hours; say it if it differs."""
    said = [r for r in resources if r.cost_per_hour is not None]
    if not said:
        return None
    hours = sum(r.number * r.hours.open_seconds for r in said)
    paid = sum((r.cost_per_hour or 0.0) * r.number * r.hours.open_seconds for r in said)
    mean = paid / hours if hours else 0.0
    if len({r.cost_per_hour for r in said}) > 1:
        what = f"people of one pool cost different amounts: read as {mean:.4g} an hour each"
        faults.append(Fault("approximated", "warning", said[0].where, what))
    return float(f"{mean:.6g}")


def differing(pool: Pool, works: Sequence[Work]) -> list[str]:
    """Return what differs among the people of a pool: which tasks they do, how fast, when."""
    found = []
    done = {r.id: {w.element for w in works if r.id in w.times} for r in pool.resources}
    if len({frozenset(tasks) for tasks in done.values()}) > 1:
        found.append("tasks")
    if any(len({s.text for s in _times(work, pool)}) > 1 for work in works):
        found.append("times")
    if len({resource.hours for resource in pool.resources}) > 1:
        found.append("hours")
    return found


def _times(work: Work, pool: Pool) -> list[Spread]:
    return [work.times[r.id] for r in pool.resources if r.id in work.times]
