"""Process trees: sequences, choices, parallel branches and loops, one inside the other.

Source: Leemans, Robust Process Mining with Guarantees (2017), chapter 2. Every process tree is
sound: each run can end, and nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["activity", "silent", "sequence", "choice", "parallel", "loop"]
SIGNS = {"sequence": "->", "choice": "X", "parallel": "+", "loop": "*"}


@dataclass(frozen=True, kw_only=True)
class Tree:
    """A process tree; ``label`` is the activity of a leaf, None of all others.

    A loop does its first child, then may go through one of the others and back to the first,
    as often as it likes. A silent leaf does nothing that is seen.
    """

    kind: Kind
    label: str | None = None
    children: tuple[Tree, ...] = ()

    def __str__(self) -> str:
        """Return the tree as the papers write it: ->( 'a', X( tau, 'b' ) )."""
        if self.kind == "silent":
            return "tau"
        if self.kind == "activity":
            return f"'{self.label}'"
        return f"{SIGNS[self.kind]}( {', '.join(map(str, self.children))} )"

    @cached_property
    def labels(self) -> frozenset[str]:
        """The activities in it."""
        if self.kind == "activity" and self.label is not None:
            return frozenset((self.label,))
        return frozenset().union(*(child.labels for child in self.children))

    @cached_property
    def may_be_empty(self) -> bool:
        """Whether it can be gone through without any activity."""
        if self.kind in ("silent", "activity"):
            return self.kind == "silent"
        if self.kind == "choice":
            return any(child.may_be_empty for child in self.children)
        if self.kind == "loop":
            return self.children[0].may_be_empty
        return all(child.may_be_empty for child in self.children)

    @cached_property
    def has_each_once(self) -> bool:
        """Whether no activity stands in it twice."""
        leaves = [leaf.label for leaf in self.leaves() if leaf.kind == "activity"]
        return len(leaves) == len(set(leaves))

    @cached_property
    def fewest(self) -> int:
        """Activities of its shortest run."""
        if self.kind in ("silent", "activity"):
            return int(self.kind == "activity")
        each = [child.fewest for child in self.children]
        if self.kind == "choice":
            return min(each)
        return each[0] if self.kind == "loop" else sum(each)

    @cached_property
    def _hash(self) -> int:
        return hash((self.kind, self.label, self.children))

    def __hash__(self) -> int:
        """Return a hash that is made once: trees are the states of a search."""
        return self._hash

    def leaves(self) -> Iterator[Tree]:
        """Yield its leaves from left to right, the silent ones too."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


SILENT = Tree(kind="silent")


def activity(label: str) -> Tree:
    """Return a leaf."""
    return Tree(kind="activity", label=label)


def sequence(*children: Tree) -> Tree:
    """Return one after the other, reduced."""
    return _flat("sequence", children)


def parallel(*children: Tree) -> Tree:
    """Return all at a time, in any order, reduced."""
    return _flat("parallel", children)


def choice(*children: Tree) -> Tree:
    """Return one of several, reduced: no choice in a choice, doing nothing said once."""
    flat: list[Tree] = []
    for child in children:
        flat += child.children if child.kind == "choice" else (child,)
    some = list(dict.fromkeys(child for child in flat if child.kind != "silent"))
    needs_silent = len(some) < len(flat) and SILENT in flat
    if needs_silent and not any(child.may_be_empty for child in some):
        some = [SILENT, *some]
    if not some:
        return SILENT
    return some[0] if len(some) == 1 else Tree(kind="choice", children=tuple(some))


def loop(do: Tree, *redo: Tree) -> Tree:
    """Return do, (redo, do)*, reduced: a choice to redo is several redos, a loop alone is one."""
    flat: list[Tree] = []
    for child in redo:
        flat += child.children if child.kind == "choice" else (child,)
    again = list(dict.fromkeys(flat))
    if do.kind == "silent" and again in ([], [SILENT]):
        return SILENT
    if do.kind == "loop" and again == [SILENT]:
        again = list(dict.fromkeys((*do.children[1:], SILENT)))
        do = do.children[0]
    if do.kind == "choice" and SILENT in do.children and again == [SILENT]:
        # To do something or nothing again and again: nothing, or something again and again.
        rest = [child for child in do.children if child.kind != "silent"]
        return choice(SILENT, loop(choice(*rest), SILENT))
    return Tree(kind="loop", children=(do, *again))


def _flat(kind: Literal["sequence", "parallel"], children: tuple[Tree, ...]) -> Tree:
    flat: list[Tree] = []
    for child in children:
        flat += child.children if child.kind == kind else (child,)
    some = [child for child in flat if child.kind != "silent"]
    if not some:
        return SILENT
    return some[0] if len(some) == 1 else Tree(kind=kind, children=tuple(some))
