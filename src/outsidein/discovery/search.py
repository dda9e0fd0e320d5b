"""Optimal alignments with any model that says what may come next: A* on states and events.

Source: Adriansyah, Aligning observed and modeled behavior (2014), section 4.4; the bound is ours:
events that the model cannot do any more, and activities it still demands beyond the events left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal

from outsidein.discovery.language import Language

Kind = Literal["both", "log", "model"]
Place = tuple[int, int]  # a state of the model, events behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One move: in the log and the model (both), in the log alone, in the model alone."""

    activity: str
    kind: Kind


def cheapest(language: Language, trace: Sequence[str]) -> tuple[int, tuple[Move, ...]]:
    """Return the cost of an optimal alignment and its moves; the same ones on every run.

    Of several, the one that goes on together earliest, then the first by name.
    """
    begin: Place = (0, 0)
    best, came = {begin: 0}, dict[Place, tuple[Place, Move]]()
    waiting = [(_bound(language, trace, begin), 0, 0, 0, begin)]
    pushed = 0
    while waiting:
        _, cost, _, _, place = heappop(waiting)
        if cost > best[place]:
            continue
        state, done = place
        if done == len(trace) and language.may_end(state):
            return cost, _back(came, place)
        for move, onward, price in _moves(language, trace, place):
            if cost + price < best.get(onward, cost + price + 1):
                best[onward] = cost + price
                came[onward] = (place, move)
                pushed += 1
                bound = cost + price + _bound(language, trace, onward)
                heappush(waiting, (bound, cost + price, -onward[1], pushed, onward))
    raise ValueError("a model without any run")


def _moves(language: Language, trace: Sequence[str], place: Place) -> list[tuple[Move, Place, int]]:
    state, done = place
    found = []
    here = trace[done] if done < len(trace) else None
    ways = language.onward(state)
    for label, after in ways:
        if label == here:
            found.append((Move(activity=label, kind="both"), (after, done + 1), 0))
    if here is not None:
        found.append((Move(activity=here, kind="log"), (state, done + 1), 1))
    for label, after in ways:
        found.append((Move(activity=label, kind="model"), (after, done), 1))
    return found


def _bound(language: Language, trace: Sequence[str], place: Place) -> int:
    state, done = place
    still = language.still(state)
    fitting = sum(event in still for event in trace[done:])
    return len(trace) - done - fitting + max(0, language.fewest(state) - fitting)


def _back(came: dict[Place, tuple[Place, Move]], place: Place) -> tuple[Move, ...]:
    moves = []
    while place in came:
        place, move = came[place]
        moves.append(move)
    return tuple(reversed(moves))
