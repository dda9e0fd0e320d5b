"""The ways through a process that has no numbers: how many there are, and the shortest of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outsidein.model.graph import first_step, flows, placed_steps
from outsidein.model.process import Process, Step

ENCOUNTERS = ("do", "touch", "tell")


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The ways to one end; no loop counts, and a block is one step however it is done.

    ``shortest`` are the steps of the way with the fewest · ``meetings`` the encounters on it.
    """

    end: Step
    count: int
    shortest: tuple[Step, ...]

    @property
    def meetings(self) -> tuple[Step, ...]:
        """Return the encounters on the shortest way."""
        return tuple(step for step in self.shortest if step.verb in ENCOUNTERS)


def ways_through(process: Process) -> tuple[tuple[Ways, ...], int]:
    """Return the ways to each end that can be reached, and how many arrows lead back."""
    first = first_step(process)
    if first is None:
        return (), 0
    steps = {identity: placed.step for identity, placed in placed_steps(process).items()}
    onward: dict[str, list[str]] = {identity: [] for identity in steps}
    for source, target in dict.fromkeys(
        (flow.source, flow.target) for flow in flows(process) if flow.kind != "block"
    ):
        if target in onward:
            onward[source].append(target)
    order, back = _in_order(first.id, onward)
    count = {first.id: 1}
    for identity in order:
        for target in onward[identity]:
            if (identity, target) not in back:
                count[target] = count.get(target, 0) + count[identity]
    before = _nearest(first.id, onward)
    ends = [steps[i] for i in order if steps[i].verb == "end" or not onward[i]]
    found = [
        Ways(end=end, count=count[end.id], shortest=_way(end.id, before, steps)) for end in ends
    ]
    return tuple(sorted(found, key=lambda ways: -ways.count)), len(back)


def _in_order(
    first: str, onward: Mapping[str, Sequence[str]]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Return what can be reached, each behind those that lead to it, and the arrows that do not."""
    done: list[str] = []
    back: set[tuple[str, str]] = set()
    under, seen = {first}, {first}
    stack = [(first, list(onward[first]))]
    while stack:
        identity, waiting = stack[-1]
        if not waiting:
            stack.pop()
            under.discard(identity)
            done.append(identity)
            continue
        target = waiting.pop()
        if target in under:
            back.add((identity, target))
        elif target not in seen:
            seen.add(target)
            under.add(target)
            stack.append((target, list(onward[target])))
    return done[::-1], back


def _nearest(first: str, onward: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    before: dict[str, str | None] = {first: None}
    waiting = deque([first])
    while waiting:
        identity = waiting.popleft()
        for target in onward[identity]:
            if target not in before:
                before[target] = identity
                waiting.append(target)
    return before


def _way(end: str, before: Mapping[str, str | None], steps: Mapping[str, Step]) -> tuple[Step, ...]:
    found: list[Step] = []
    at: str | None = end
    while at is not None:
        found.append(steps[at])
        at = before[at]
    return tuple(found[::-1])
