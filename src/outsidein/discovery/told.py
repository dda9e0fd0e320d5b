"""What was discovered, in sentences and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from outsidein.discovery.conformance import Deviation, Fitness
from outsidein.statistics import Estimate
from outsidein.words import listed

if TYPE_CHECKING:
    from outsidein.discovery.discovery import Discovery

MOST_NAMED = 3
MOST_TOLD = 10


def left_out(fit: Fitness, drawn: Collection[str]) -> str:
    """Return what a drawing leaves out, in a sentence."""
    if fit.fitting == fit.cases:
        return f"{fit.cases:,} cases, every one goes as drawn"
    named = [_deviation(d, drawn) for d in fit.deviations[:MOST_NAMED]]
    count = fit.cases - fit.fitting
    return f"{count:,} of {fit.cases:,} cases go otherwise: {listed(named)}"


def _deviation(one: Deviation, drawn: Collection[str]) -> str:
    """Say the more frequent way in which cases deviate at an activity."""
    if one.activity not in drawn:
        return f"{one.extra_cases:,} do “{one.activity}”, which is not drawn"
    if one.extra_cases >= one.missing_cases:
        return f"{one.extra_cases:,} do “{one.activity}” elsewhere or again"
    return f"{one.missing_cases:,} leave “{one.activity}” out"


def sentences(found: Discovery) -> list[str]:
    """Return what was found and what the model leaves out, a sentence a line."""
    fit, size = found.fitness, found.size
    drawn = f"{size.activities} activities, {size.gateways} gateways"
    told = [
        f"{fit.cases:,} cases; {fit.fitting / fit.cases:.1%} go as drawn ({drawn}).",
        f"Fitness {fit.of_log:.3f}, precision {found.precision.value:.3f}, noise {found.noise:g}.",
    ]
    told += [_chosen(found)] if found.tried else []
    return [*told, *leaves_out(found)]


def leaves_out(found: Discovery) -> list[str]:
    """Return what the drawing leaves out: activities, and where cases go otherwise."""
    named = [f"{_deviation(one, found.tree.labels)}." for one in found.fitness.deviations]
    return [*_not_drawn(found), *named[:MOST_TOLD]]


def _not_drawn(found: Discovery) -> list[str]:
    """Say which activities the drawing leaves out altogether, the most frequent first."""
    events: Counter[str] = Counter()
    for one in found.aligned.alignments:
        for activity in one.way.activities:
            events[activity] += one.way.cases
    gone = [name for name, _ in events.most_common() if name not in found.tree.labels]
    if not gone:
        return []
    share = sum(events[name] for name in gone) / events.total()
    named = [f"“{name}”" for name in gone[:MOST_NAMED]]
    more = len(gone) - len(named)
    named += [f"{more} more"] if more else []
    return [f"Not drawn at all ({share:.1%} of all events): {listed(named)}."]


def _chosen(found: Discovery) -> str:
    """Say how the noise was chosen, and what the model is worth on cases it was not mined from."""
    best = next(one for one in found.tried if one.noise == found.noise)
    figures = [
        f"{name} {one.value:.2f} ({max(one.low, 0):.2f} to {min(one.high, 1):.2f})"
        for name, one in (("fitness", best.fitness), ("precision", best.precision), ("F", best.f))
    ]
    many = len(found.tried)
    begin = f"Of {many} noises it does best on" if many > 1 else "On"
    return f"{begin} held-out cases ({len(best.folds)} folds by variant): {listed(figures)}."


def held_out_table(found: Discovery) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows: what each noise is worth on held-out cases."""
    heads = ["Noise", "Fitness", "Precision", "F", "Nodes"]
    rows = [
        [f"{one.noise:g}", _between(one.fitness), _between(one.precision), _between(one.f),
         f"{one.nodes.value:.0f}"]
        for one in found.tried
    ]  # fmt: skip
    return heads, rows


def _between(one: Estimate) -> str:
    return f"{one.value:.3f} ({max(one.low, 0):.3f} to {min(one.high, 1):.3f})"


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
        "precision": found.precision.value,
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
        "escapes": [
            {"after": one.after, "activity": one.activity, "cases": one.cases}
            for one in found.precision.escapes
        ],
        "held_out": [
            {
                "noise": one.noise,
                **{
                    name: {"value": figure.value, "low": figure.low, "high": figure.high}
                    for name, figure in (
                        ("fitness", one.fitness),
                        ("precision", one.precision),
                        ("f", one.f),
                        ("nodes", one.nodes),
                    )
                },
            }
            for one in found.tried
        ],
        "steps": [
            {"id": found.drawn.ids[label], "activity": label, "visits_per_case": visits}
            for label, visits in found.visits.items()
        ],
    }
