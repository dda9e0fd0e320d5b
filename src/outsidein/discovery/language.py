"""The runs of a tree, activity by activity: what may come next, and what is left to do then.

What is left after an activity is a tree again, its derivative; so a state is a tree.
Source: Brzozowski, Derivatives of regular expressions, Journal of the ACM 11 (1964).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from outsidein.discovery.tree import SILENT, Tree, choice, parallel, sequence


class Language(Protocol):
    """The runs of a model as an automaton; its states are numbers, 0 is the beginning."""

    def onward(self, state: int) -> Sequence[tuple[str, int]]:
        """Return each activity that may come next, with the state after it."""
        ...

    def may_end(self, state: int) -> bool:
        """Whether a run may end here."""
        ...

    def fewest(self, state: int) -> int:
        """Return at least how many activities are still to come, never more than there are."""
        ...

    def still(self, state: int) -> frozenset[str]:
        """Return the activities that may still come."""
        ...


class TreeLanguage:
    """The runs of a tree; states are found when they are asked for."""

    def __init__(self, tree: Tree) -> None:
        self.trees = [tree]
        self._numbers = {tree: 0}
        self._onward: dict[int, tuple[tuple[str, int], ...]] = {}

    def onward(self, state: int) -> tuple[tuple[str, int], ...]:
        """Return each activity that may come next, by name, with the state after it."""
        if state not in self._onward:
            tree = self.trees[state]
            self._onward[state] = tuple(
                (label, self._number(after))
                for label in sorted(begins(tree))
                if (after := derivative(tree, label)) is not None
            )
        return self._onward[state]

    def may_end(self, state: int) -> bool:
        """Whether a run may end here."""
        return self.trees[state].may_be_empty

    def fewest(self, state: int) -> int:
        """Return how many activities the shortest way to the end has."""
        return self.trees[state].fewest

    def still(self, state: int) -> frozenset[str]:
        """Return the activities that may still come."""
        return self.trees[state].labels

    def _number(self, tree: Tree) -> int:
        if tree not in self._numbers:
            self._numbers[tree] = len(self.trees)
            self.trees.append(tree)
        return self._numbers[tree]


@cache
def begins(tree: Tree) -> frozenset[str]:
    """Return the activities with which a run may begin."""
    if tree.label is not None:
        return frozenset((tree.label,))
    found: frozenset[str] = frozenset()
    children = tree.children
    if tree.kind == "loop" and not children[0].may_be_empty:
        children = children[:1]
    for child in children:
        found |= begins(child)
        if tree.kind == "sequence" and not child.may_be_empty:
            break
    return found


@cache
def derivative(tree: Tree, label: str) -> Tree | None:
    """Return what is left of a tree after an activity; None: no run begins with it."""
    if label not in tree.labels:
        return None
    if tree.label is not None:
        return SILENT
    if tree.kind == "choice":
        return _any([derivative(child, label) for child in tree.children])
    if tree.kind == "parallel":
        return _any([
            parallel(*tree.children[:k], after, *tree.children[k + 1 :])
            for k, child in enumerate(tree.children)
            if (after := derivative(child, label)) is not None
        ])  # fmt: skip
    if tree.kind == "loop":
        return _of_loop(tree, label)
    found: list[Tree | None] = []
    for k, child in enumerate(tree.children):
        after = derivative(child, label)
        found.append(sequence(after, *tree.children[k + 1 :]) if after is not None else None)
        if not child.may_be_empty:
            break
    return _any(found)


def _of_loop(tree: Tree, label: str) -> Tree | None:
    do, redo = tree.children[0], choice(*tree.children[1:])
    again = choice(SILENT, sequence(redo, tree))
    found: list[Tree | None] = []
    if (after := derivative(do, label)) is not None:
        found.append(sequence(after, again))
    if do.may_be_empty and (after := derivative(redo, label)) is not None:
        found.append(sequence(after, tree))
    return _any(found)


def _any(trees: Sequence[Tree | None]) -> Tree | None:
    some = [tree for tree in trees if tree is not None]
    return choice(*some) if some else None
