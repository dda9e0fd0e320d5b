"""What one visit asks of people, who can do it, and how often a branch is taken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from outsidein.model.behaviour import Law, RaceBranch
from outsidein.model.process import BranchBlock, Part, Process, Step
from outsidein.simulation.calendar import staff_week
from outsidein.simulation.draws import quantile
from outsidein.simulation.exact.races import race_of
from outsidein.units import WEEK_SECONDS

GRID = 400  # quantiles of a runner: the shares of a race are within 1 %
ANYTHING = "anything"


def seconds_of(step: Step, part: Part, visits: float) -> float:
    """Return what a visit to a step asks of people, in seconds: of each of a crew as much.

    ``visits`` a case: all after the first take the time of `takes again`, as if each case came
    at least once · a batch shares its service · people of another speed count by the mean.
    """
    takes = _mean(step.takes)
    if step.takes_again is not None and visits > 0:
        first = min(visits, 1.0)
        takes = (first * takes + (visits - first) * _mean(step.takes_again)) / visits
    if step.batch is not None:
        takes /= step.batch.size
    return (takes / mean_speed(part, step.needs) + _mean(step.wrap_up)) * (step.crew or 1)


def mean_speed(part: Part, skill: str | None) -> float:
    """Return the mean speed at a skill of those who have it; without skills it is 1."""
    wanted = skill or ANYTHING
    entries = [entry for entry in part.skills if entry.name == wanted]
    if not entries:
        return 1.0
    speeds = [
        next((e.speed for e in entries if e.has(person)), None if skill else 1.0)
        for person in range(1, most_people(part) + 1)
    ]
    known = [speed for speed in speeds if speed is not None]
    return sum(known) / len(known) if known else 1.0


def most_people(part: Part) -> int:
    """Return the most people a part has at a time."""
    week = staff_week(part)
    return int(max(week.levels)) if week is not None else 0


def skilled_hours(part: Part, skill: str) -> float:
    """Return the hours a week in which people who have a skill are on duty."""
    week = staff_week(part)
    if week is None:
        return 0.0
    entries = [entry for entry in part.skills if entry.name == skill]
    able = [any(e.has(person) for e in entries) for person in range(1, most_people(part) + 1)]
    ends = [*week.moments[1:], week.period]
    seconds = sum(
        (end - start) * sum(able[: int(week.at(start))])
        for start, end in zip(week.moments, ends, strict=True)
    )
    weeks = week.period / WEEK_SECONDS
    return float(seconds) / weeks / 3600 * (1 - (part.absent or 0.0))


def overflowing(
    process: Process, offered: Mapping[str, float]
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Return (offered, staffed) hours of each part with people, what is too much passed on.

    It is passed on once: what is too much for the other part as well is too much.
    """
    staffed = {
        part.id: week.area() / 3600 * (1 - (part.absent or 0.0))
        for part in process.parts
        if (week := staff_week(part)) is not None
    }
    asked = {identity: offered.get(identity, 0.0) for identity in staffed}
    passed = dict(asked)
    for part in process.parts:
        if part.overflow is None or part.id not in staffed or part.overflow.part not in staffed:
            continue
        over = max(asked[part.id] - BUSIEST * staffed[part.id], 0.0)
        passed[part.id] -= over
        passed[part.overflow.part] += over
    return {identity: (passed[identity], hours) for identity, hours in staffed.items()}


BUSIEST = 0.999  # of its hours a part that passes on can work


def shares_taken(blocks: Sequence[BranchBlock]) -> list[float]:
    """Return the chance that each branch of `some of` is taken; the rest if no other is."""
    none = math.prod(1 - (block.share or 0.0) for block in blocks if not block.rest)
    return [none if block.rest else block.share or 0.0 for block in blocks]


def shares_of_race(runners: Sequence[RaceBranch]) -> list[float]:
    """Return the chance that each runner is first: exactly, or from quantiles of each law.

    Working days count as days.
    """
    race = race_of(runners)
    if race is not None:
        return list(race.chances)
    middles = (np.arange(GRID) + 0.5) / GRID
    times = [np.array([quantile(runner.after, float(u)) for u in middles]) for runner in runners]
    found = []
    for k, mine in enumerate(times):
        chance = np.ones(GRID)
        for j, other in enumerate(times):
            if j != k:
                # Of runners alike the first one wins.
                side: Literal["left", "right"] = "left" if j > k else "right"
                chance *= 1 - other.searchsorted(mine, side) / GRID
        found.append(float(chance.mean()))
    total = sum(found)
    return [one / total for one in found] if total > 0 else [1.0, *[0.0] * (len(found) - 1)]


def _mean(law: Law | None) -> float:
    return law.mean_seconds if law else 0.0
