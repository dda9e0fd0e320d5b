"""Alignments: the cheapest way to make each case a run of a model, and what had to be changed.

An event that the model does not allow is a log move, an activity that the model demands and the
case does not show a model move; each costs 1, silent moves nothing.
Source: Adriansyah, Aligning observed and modeled behavior (2014), chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outsidein.discovery.language import Language, TreeLanguage
from outsidein.discovery.search import Move, cheapest
from outsidein.discovery.tree import Kind, Tree
from outsidein.eventlog.flows import Way

_CODES: dict[Kind, int] = {
    "activity": 0, "silent": 1, "sequence": 2, "choice": 3, "parallel": 4, "loop": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A way that cases went, made a run of a model."""

    way: Way
    cost: int
    moves: tuple[Move, ...]

    @property
    def run(self) -> tuple[str, ...]:
        """The run of the model: its activities in order."""
        return tuple(move.activity for move in self.moves if move.kind != "log")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignments:
    """The alignments of all ways of a log with one model.

    ``shortest``: activities of the shortest run of the model · ``leaves``: how often all cases
    together went through each leaf of the tree, from left to right; empty where it is not known.
    """

    alignments: tuple[Alignment, ...]
    shortest: int
    leaves: tuple[int, ...] = ()


def align(tree: Tree, ways: Sequence[Way]) -> Alignments:
    """Return an optimal alignment of each way with a tree; the same ones on every run.

    A tree in which an activity stands twice is searched as any other model is.
    """
    return _fast(tree, ways) if tree.has_each_once else align_with(TreeLanguage(tree), ways)


def align_with(language: Language, ways: Sequence[Way]) -> Alignments:
    """Return an optimal alignment of each way with any model that says what may come next."""
    found = []
    for way in ways:
        cost, moves = cheapest(language, way.activities)
        found.append(Alignment(way=way, cost=cost, moves=moves))
    shortest, _ = cheapest(language, ())
    return Alignments(alignments=tuple(found), shortest=shortest)


def _fast(tree: Tree, ways: Sequence[Way]) -> Alignments:
    """Align with a tree in which no activity stands twice."""
    from outsidein.discovery import intervals

    nodes = _nodes(tree)
    labels = {label: k for k, label in enumerate(sorted(tree.labels))}
    told = [[], *([labels.get(a, -1) for a in way.activities] for way in ways)]
    starts = np.cumsum([0, *map(len, told)]).astype(np.int64)
    events = np.array([code for way in told for code in way], np.int32)
    costs, ends, leaves, matched = intervals.align_all(starts, events, *_arrays(nodes, labels))
    places = [v for v, (node, _) in enumerate(nodes) if not node.children]
    names = {v: nodes[v][0].label for v in places}
    visits = np.zeros(len(nodes), np.int64)
    found = []
    for k, way in enumerate(ways, start=1):
        part = slice(ends[k - 1], ends[k])
        np.add.at(visits, leaves[part], way.cases)
        run = [names[v] for v in leaves[part].tolist()]
        moves = _moves(way, run, matched[part].tolist())
        found.append(Alignment(way=way, cost=int(costs[k]), moves=moves))
    counts = tuple(int(visits[v]) for v in places)
    return Alignments(alignments=tuple(found), shortest=int(costs[0]), leaves=counts)


def _arrays(nodes: Sequence[tuple[Tree, list[int]]], labels: dict[str, int]) -> tuple[Any, ...]:
    """Return kind, first child, children and activities of each node."""
    kind = np.array([_CODES[node.kind] for node, _ in nodes], np.int32)
    first = np.cumsum([0, *(len(children) for _, children in nodes)]).astype(np.int32)
    child = np.array([c for _, children in nodes for c in children], np.int32)
    holds = np.zeros((len(nodes), len(labels)), np.bool_)
    for v, (node, _) in enumerate(nodes):
        holds[v, [labels[label] for label in node.labels]] = True
    return kind, first, child, holds


def _moves(way: Way, run: Sequence[str | None], matched: Sequence[int]) -> tuple[Move, ...]:
    """Return the moves in order: what the log does alone stands where it happened."""
    found: list[Move] = []
    told = 0
    for label, event in zip(run, matched, strict=True):
        if event >= 0:
            found += [Move(activity=a, kind="log") for a in way.activities[told:event]]
            told = event + 1
        if label is not None:
            found.append(Move(activity=label, kind="both" if event >= 0 else "model"))
    found += [Move(activity=a, kind="log") for a in way.activities[told:]]
    return tuple(found)


def _nodes(tree: Tree) -> list[tuple[Tree, list[int]]]:
    """Return the nodes, children first, each with the places of its children."""
    found: list[tuple[Tree, list[int]]] = []

    def visit(node: Tree) -> int:
        places = [visit(child) for child in node.children]
        found.append((node, places))
        return len(found) - 1

    visit(tree)
    return found
