"""People who differ: who can do a task, and how fast each is at it."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from outsidein.bpmn.steps import spoken
from outsidein.model.behaviour import Skill
from outsidein.model.process import Step
from outsidein.parameters.hours import hours_of
from outsidein.parameters.pools import Pool
from outsidein.parameters.spreads import Spread, from_quantiles
from outsidein.parameters.values import Work

PLAIN = re.compile(r"[^\W\d][\w -]*")


def usual_mean(work: Work, pool: Pool) -> float:
    """Return the mean time of a task, each person who does it counted once; seconds."""
    able = [(work.times[r.id].mean_seconds, r.number) for r in pool.resources if r.id in work.times]
    return sum(mean * number for mean, number in able) / sum(number for _, number in able)


def scaled(spread: Spread, mean: float) -> Spread:
    """Return a spread of another mean and the same shape; one that is always 0 stays."""
    if spread.mean_seconds <= 0:
        return spread
    factor, quantile = mean / spread.mean_seconds, spread.quantile
    return from_quantiles(spread.text, lambda u: np.asarray(quantile(u) * factor))


def are_nested(pool: Pool) -> bool:
    """Whether those with shorter hours are there only while those with longer ones are.

    Only then is the person with a number always the same: of two who take turns, number 1 is
    now the one and now the other, and the speed of one would be the speed of both.
    """
    for longer, shorter in pairwise(resource.hours for resource in pool.resources):
        covered = hours_of([*longer.intervals, *shorter.intervals])
        if covered.open_seconds > longer.open_seconds:
            return False
    return True


def skills_of(step: Step, work: Work, pool: Pool) -> list[Skill]:
    """Return who can do a task and at what speed; nothing if everybody does it alike."""
    told = [work.times.get(resource.id) for resource in pool.resources]
    alike = len({spread.text for spread in told if spread is not None}) == 1
    if None not in told and (alike or not are_nested(pool)):
        return []
    usual = usual_mean(work, pool) if are_nested(pool) else 0.0
    found: list[tuple[int, int, float]] = []
    person = 1
    for resource, spread in zip(pool.resources, told, strict=True):
        first, last = person, person + resource.number - 1
        person = last + 1
        if spread is None:
            continue
        mean = spread.mean_seconds
        speed = float(f"{usual / mean:.4g}") if mean > 0 and usual > 0 else 1.0
        if found and found[-1][1] == first - 1 and found[-1][2] == speed:
            found[-1] = (found[-1][0], last, speed)
        else:
            found.append((first, last, speed))
    name = skill_name(step)
    return [
        Skill(name=name, first=first, last=last, speed=speed) for first, last, speed in found
    ]  # fmt: skip


def skill_name(step: Step) -> str:
    """Return a name for the skill of a step that a document can hold."""
    name = spoken(step.name).casefold()
    plain = PLAIN.fullmatch(name) is not None and " at " not in f" {name} "
    return name if plain and name != "anything" else step.id
