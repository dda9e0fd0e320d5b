"""A tree with how often cases went through each of its nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outsidein.discovery.tree import Tree, choice, loop, parallel, sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A node of a tree and how often it was gone through; a loop counts once for all its rounds."""

    tree: Tree
    runs: int
    children: tuple[Counted, ...] = ()


def counted(tree: Tree, leaves: Sequence[int]) -> Counted:
    """Return a tree with its counts; ``leaves`` are those of its leaves from left to right."""
    return _counted(tree, iter(leaves))


def _counted(tree: Tree, leaves: Iterator[int]) -> Counted:
    if not tree.children:
        return Counted(tree=tree, runs=next(leaves))
    children = tuple(_counted(child, leaves) for child in tree.children)
    if tree.kind == "choice":
        runs = sum(child.runs for child in children)
    elif tree.kind == "loop":
        runs = children[0].runs - sum(child.runs for child in children[1:])
    else:
        runs = children[0].runs
    return Counted(tree=tree, runs=runs, children=children)


def in_use(node: Counted, least: float = 0.0) -> Tree:
    """Return the tree without the branches and the rounds that few cases go through.

    ``least``: of the cases of the strongest branch, the share that a branch needs more than, 0 to
    1; at 0 one case is enough.
    """
    tree = node.tree
    if not node.children or not node.runs:
        return tree
    if tree.kind in ("choice", "loop"):
        enough = least * max(child.runs for child in node.children)
        kept = [child for child in node.children if child.runs > enough]
        if tree.kind == "choice":
            return choice(*(in_use(child, least) for child in kept))
        rounds = [in_use(child, least) for child in kept if child is not node.children[0]]
        do = in_use(node.children[0], least)
        return loop(do, *rounds) if rounds else do
    build = sequence if tree.kind == "sequence" else parallel
    return build(*(in_use(child, least) for child in node.children))
