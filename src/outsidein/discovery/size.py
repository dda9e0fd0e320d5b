"""How large the drawing of a tree is, as BPMN draws it."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.discovery.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Nodes of a BPMN drawing: activities, gateways that split or join, a start and an end."""

    activities: int
    gateways: int

    @property
    def nodes(self) -> int:
        """All nodes."""
        return self.activities + self.gateways + 2


def size_of(tree: Tree) -> Size:
    """Return the size of the drawing: two gateways a choice, a parallel block and a loop."""
    activities = sum(leaf.kind == "activity" for leaf in tree.leaves())
    return Size(activities=activities, gateways=2 * _inner(tree))


def _inner(tree: Tree) -> int:
    own = tree.kind in ("choice", "parallel", "loop")
    return own + sum(map(_inner, tree.children))
