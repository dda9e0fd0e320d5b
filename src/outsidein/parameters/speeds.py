"""People who differ: who can do a task, and how fast each is at it."""

from __future__ import annotations

import re

import numpy as np

from outsidein.bpmn.steps import spoken
from outsidein.model.behaviour import Skill
from outsidein.model.process import Step
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


def skills_of(step: Step, work: Work, pool: Pool) -> list[Skill]:
    """Return who can do a task and at what speed; nothing if everybody does it alike."""
    told = [work.times.get(resource.id) for resource in pool.resources]
    if None not in told and len({spread.text for spread in told if spread is not None}) == 1:
        return []
    usual = usual_mean(work, pool)
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
