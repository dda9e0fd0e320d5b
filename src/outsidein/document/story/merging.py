"""Several stories as one graph: what begins alike and what ends alike is told once.

The graph holds exactly the stories told, and no other way through: it is the smallest automaton
without cycles that accepts them.
Source: Daciuk, Mihov, Watson & Watson, *Incremental Construction of Minimal Acyclic Finite-State
Automata*, Computational Linguistics 26(1), 2000 (here built from the finished tree).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from outsidein.document.story.lines import Told


@dataclass(slots=True, eq=False)
class Spot:
    """One line where it stands in the stories, and what may come next."""

    line: Told | None  # None before the first line
    after: list[Spot] = field(default_factory=list)
    ends: bool = False  # a story is over here, without an outcome
    phase: str | None = None


def merged(stories: Sequence[Sequence[Told]]) -> Spot:
    """Return the graph of some stories, from the spot before their first lines."""
    root, every = Spot(None), list[Spot]()
    for story in stories:
        at = root
        for line in story:
            known = [s for s in at.after if s.line is not None and s.line.key == line.key]
            if known:
                at = known[0]
                _take_time(at, line)
            else:
                spot = Spot(line, phase=line.phase)
                at.after.append(spot)
                every.append(spot)
                at = spot
        at.ends = at.ends or (at.line is not None and at.line.outcome is None)
    _share_ends([root, *every])
    return root


def _share_ends(every: list[Spot]) -> None:
    """Let spots with the same line and the same continuations be one, from the ends back."""
    same: dict[tuple[object, ...], Spot] = {}
    stands_for: dict[int, Spot] = {}
    for spot in reversed(every):  # a spot is made before those after it
        spot.after = [stands_for[id(one)] for one in spot.after]
        key = spot.line.key if spot.line is not None else ()
        signature = (key, spot.ends, frozenset(id(one) for one in spot.after))
        stands_for[id(spot)] = same.setdefault(signature, spot)
        _take_time(stands_for[id(spot)], spot.line)


def _take_time(spot: Spot, line: Told | None) -> None:
    """Let a spot whose line tells no time be told by the same line of another story, which does."""
    if spot.line is not None and line is not None and line.time and not spot.line.time:
        spot.line = line


def in_order(root: Spot) -> list[Spot]:
    """Return the spots so that each stands behind all that lead to it, first stories first."""
    order: list[Spot] = []
    state: dict[int, int] = {}
    stack = [root]
    while stack:
        spot = stack[-1]
        done = state.setdefault(id(spot), len(spot.after))
        if done == 0:
            stack.pop()
            if spot not in order:
                order.append(spot)
            continue
        state[id(spot)] = done - 1
        child = spot.after[done - 1]
        if id(child) not in state:
            stack.append(child)
    return order[::-1]
