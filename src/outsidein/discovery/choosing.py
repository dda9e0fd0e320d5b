"""How much to leave out: judged by cases that the miner has not seen.

A model that shows everything allows everything, one that shows little fits little. Both are
measured on held-out cases: fitness, precision and their harmonic mean F. Folds are made of whole
ways, so that no case of a way is on both sides.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from outsidein.discovery.alignments import align
from outsidein.discovery.conformance import fitness
from outsidein.discovery.language import TreeLanguage
from outsidein.discovery.mining import discover
from outsidein.discovery.precision import precision
from outsidein.discovery.size import size_of
from outsidein.discovery.tree import Tree
from outsidein.eventlog.flows import Way
from outsidein.statistics import Estimate, mean

NOISES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
FOLDS = 5
SEED = 1
MOST_WAYS = 500  # looked at in choosing; of more, some are taken at equal distance


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One model judged by cases: fitness of the log, precision, and the nodes of its drawing."""

    fitness: float
    precision: float
    nodes: int

    @property
    def f(self) -> float:
        """The harmonic mean of fitness and precision."""
        both = self.fitness + self.precision
        return 2 * self.fitness * self.precision / both if both else 0.0


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """What models mined from the other folds are worth on each fold, for one noise."""

    noise: float
    folds: tuple[Judged, ...]

    @cached_property
    def fitness(self) -> Estimate:
        """Mean fitness over the folds, with its interval."""
        return mean([one.fitness for one in self.folds])

    @cached_property
    def precision(self) -> Estimate:
        """Mean precision over the folds, with its interval."""
        return mean([one.precision for one in self.folds])

    @cached_property
    def f(self) -> Estimate:
        """Mean F over the folds, with its interval."""
        return mean([one.f for one in self.folds])

    @cached_property
    def nodes(self) -> Estimate:
        """Mean nodes over the folds, with their interval."""
        return mean([one.nodes for one in self.folds])


def judged(tree: Tree, ways: Sequence[Way]) -> Judged:
    """Return what a tree is worth for cases."""
    aligned = align(tree, ways)
    return Judged(
        fitness=fitness(aligned).of_log,
        precision=precision(TreeLanguage(tree), aligned).value,
        nodes=size_of(tree).nodes,
    )


def folds_of(
    ways: Sequence[Way], folds: int = FOLDS, seed: int = SEED
) -> list[tuple[list[Way], list[Way]]]:
    """Return (ways to mine from, ways to judge by) for each fold, shuffled by the seed."""
    order = sorted(ways, key=lambda way: way.activities)
    random.Random(seed).shuffle(order)  # noqa: S311 no secret hangs on it
    cut = [order[k::folds] for k in range(folds)]
    return [
        ([way for j, other in enumerate(cut) if j != k for way in other], cut[k])
        for k in range(folds)
    ]


def held_out(
    ways: Sequence[Way], noise: float, folds: int = FOLDS, seed: int = SEED
) -> HeldOut | None:
    """Return what a noise is worth on held-out cases; None with fewer ways than folds."""
    if len(ways) < folds:
        return None
    found = [judged(discover(train, noise), test) for train, test in folds_of(ways, folds, seed)]
    return HeldOut(noise=noise, folds=tuple(found))


def choose(
    ways: Sequence[Way], noises: Sequence[float] = NOISES, folds: int = FOLDS, seed: int = SEED
) -> tuple[float, tuple[HeldOut, ...]]:
    """Return the noise with the best F on held-out cases, and what each was worth.

    With fewer ways than folds nothing can be held out: then nothing is left out either. Of more
    than 500 ways, some are taken at equal distance, the frequent ones first.
    """
    if len(ways) < folds:
        return 0.0, ()
    by_often = sorted(ways, key=lambda way: (-way.cases, way.activities))
    step = -(-len(by_often) // MOST_WAYS)
    some = by_often[::step]
    found = tuple(
        one for noise in noises if (one := held_out(some, noise, folds, seed)) is not None
    )
    best = max(found, key=lambda one: (one.f.value, -one.noise))
    return best.noise, found
