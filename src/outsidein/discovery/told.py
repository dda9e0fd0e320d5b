"""What was discovered, in sentences and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outsidein.discovery.conformance import Deviation, Fitness
from outsidein.words import listed

if TYPE_CHECKING:
    from outsidein.discovery.discovery import Discovery

MOST_NAMED = 3


def left_out(fit: Fitness) -> str:
    """Return what a drawing leaves out, in a sentence."""
    if fit.fitting == fit.cases:
        return f"{fit.cases:,} cases, every one goes as drawn"
    named = [_deviation(d) for d in fit.deviations[:MOST_NAMED]]
    count = fit.cases - fit.fitting
    return f"{count:,} of {fit.cases:,} cases go otherwise: {listed(named)}"


def _deviation(one: Deviation) -> str:
    """Say the more frequent way in which cases deviate at an activity."""
    if one.extra_cases >= one.missing_cases:
        return f"{one.extra_cases:,} do “{one.activity}” elsewhere or again"
    return f"{one.missing_cases:,} leave “{one.activity}” out"


def sentences(found: Discovery) -> list[str]:
    """Return what was found and what the model leaves out, a sentence a line."""
    fit, size = found.fitness, found.size
    drawn = f"{size.activities} activities, {size.gateways} gateways"
    told = [
        f"{fit.cases:,} cases; {fit.fitting / fit.cases:.1%} go as drawn ({drawn}).",
        f"Fitness {fit.of_log:.3f}, noise {found.noise:g}.",
    ]
    gone = sorted({a for one in found.aligned.alignments for a in one.way.activities})
    gone = [activity for activity in gone if activity not in found.tree.labels]
    if gone:
        told.append(f"Not drawn at all: {listed(gone)}.")
    told += [f"{_deviation(one)}." for one in fit.deviations[:10]]
    return told


def as_json(found: Discovery) -> dict[str, Any]:
    """Return what was found, for programs; shares are 0 to 1."""
    fit, size = found.fitness, found.size
    return {
        "log": str(found.log.path),
        "noise": found.noise,
        "tree": str(found.tree),
        "cases": fit.cases,
        "fitting_cases": fit.fitting,
        "fitness_of_log": fit.of_log,
        "fitness_mean_of_cases": fit.mean,
        "size": {"nodes": size.nodes, "gateways": size.gateways, "activities": size.activities},
        "deviations": [
            {
                "activity": one.activity,
                "extra_cases": one.extra_cases,
                "extra_moves": one.extra_moves,
                "missing_cases": one.missing_cases,
                "missing_moves": one.missing_moves,
            }
            for one in fit.deviations
        ],
        "steps": [
            {"id": found.drawn.ids[label], "activity": label, "visits_per_case": visits}
            for label, visits in found.visits.items()
        ],
    }
