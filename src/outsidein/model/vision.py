"""The line of vision: how far a part stands from the customer, and what the customer sees of it.

The word is LOVEM's (IBM, "Line of Visibility Engineering", SG24-2590): whoever works behind the
line should know the way that leads from their work to the customer.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from outsidein.model.graph import Placed, flows, placed_steps
from outsidein.model.process import Process, Step
from outsidein.model.resolve import seen_by

ONWARD = frozenset({"next", "go", "block", "race"})
SEEN = ("status", "full")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionWay:
    """A way between a part's work and the customer, in the order of the flow.

    ``holders`` are the ids of the parts that hold the work at each step: at the customer's, the
    part that meets them.
    """

    steps: tuple[str, ...]
    holders: tuple[str, ...]

    @property
    def hand_offs(self) -> int:
        """How often the work goes from one part to another on the way."""
        return sum(a != b for a, b in pairwise(self.holders))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision:
    """A part's line of vision.

    ``meets`` are its encounters with the customer, shared steps among them · ``hidden`` its other
    steps, ``in_sight`` those of them that the customer can follow · ``onward`` the shortest way
    from each hidden step to the customer, ``back`` the shortest from the customer to it; a step
    without such a way is missing.
    """

    part: str
    meets: tuple[str, ...]
    hidden: tuple[str, ...]
    in_sight: tuple[str, ...]
    onward: Mapping[str, VisionWay]
    back: Mapping[str, VisionWay]

    @property
    def nearest(self) -> VisionWay | None:
        """The shortest way from any hidden step to the customer; None: none leads there."""
        return min(
            self.onward.values(), key=lambda way: (way.hand_offs, len(way.steps)), default=None
        )


def line_of_vision(process: Process, part: str) -> Vision:
    """Return the line of vision of a part, by its id.

    The shortest way has the fewest hand-overs, then the fewest steps. It follows the flow; what
    is done after a failure, or by who gives up, is no way. Any step of the customer ends it: an
    encounter, a step of their own, their choice.
    """
    placed = placed_steps(process)
    owners = {name: _owner(process, p.step) for name, p in placed.items()}
    onward = _edges(process, placed)
    backward: dict[str, list[str]] = defaultdict(list)
    for source, targets in onward.items():
        for target in targets:
            backward[target].append(source)
    mine = [name for name, owner in owners.items() if part in owner.parts]
    hidden = tuple(name for name in mine if not owners[name].is_customer)
    ways = {name: _shortest(name, part, onward, owners) for name in hidden}
    back = {name: _shortest(name, part, backward, owners) for name in hidden}
    return Vision(
        part=part,
        meets=tuple(name for name in mine if owners[name].is_customer),
        hidden=hidden,
        in_sight=tuple(name for name in hidden if placed[name].step.shows in SEEN),
        onward={name: way for name, way in ways.items() if way is not None},
        back={
            name: VisionWay(steps=way.steps[::-1], holders=way.holders[::-1])
            for name, way in back.items() if way is not None
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Owner:
    """Who does a step: the customer (meeting some parts, or none), parts, or nobody."""

    is_customer: bool
    parts: frozenset[str]


def _owner(process: Process, step: Step) -> _Owner:
    if step.verb == "call":
        step = next((s for s in process.shared if s.id == step.calls), step)
    said = [step, *(seen_by(step, customer) for customer in step.overrides)]
    parts = frozenset(
        one.part for seen in said for one in (seen, *seen.ways) if one.part is not None
    )
    if step.verb in ("do", "touch", "tell", "choose"):
        return _Owner(True, parts if step.verb != "choose" else frozenset())
    if step.verb in ("hidden", "check"):
        return _Owner(False, parts or frozenset({""}))
    return _Owner(False, frozenset())


def _edges(process: Process, placed: dict[str, Placed]) -> dict[str, list[str]]:
    """Return where each step leads; a block leads into its branches, and these out of it."""
    found: dict[str, list[str]] = defaultdict(list)
    for flow in flows(process):
        if flow.kind not in ONWARD or flow.target not in placed or flow.source not in placed:
            continue
        step = placed[flow.source].step
        passes = flow.kind == "next" and step.verb == "together" and step.blocks
        if not passes:
            found[flow.source].append(flow.target)
    for name, p in placed.items():
        if p.block_of is not None and _ends_branch(p):
            found[name] += [target for target in _after(placed, p.block_of) if target in placed]
    return {source: list(dict.fromkeys(targets)) for source, targets in found.items()}


def _ends_branch(placed: Placed) -> bool:
    step = placed.step
    leads = step.next or step.go or step.race or step.blocks
    return placed.following is None and not leads and step.verb != "end"


def _after(placed: dict[str, Placed], block: str) -> Iterator[str]:
    """Yield the steps after a block, or after the block around it."""
    here = placed[block]
    if here.step.next:
        yield from here.step.next
    elif here.following is not None:
        yield here.following
    elif here.block_of is not None:
        yield from _after(placed, here.block_of)


def _shortest(
    start: str, part: str, onward: Mapping[str, list[str]], owners: Mapping[str, _Owner]
) -> VisionWay | None:
    """Return the way with fewest hand-overs to a step of the customer (Dijkstra's algorithm)."""
    queue: list[tuple[int, int, tuple[str, ...], tuple[str, ...]]] = [(0, 0, (start,), (part,))]
    done: set[tuple[str, str]] = set()
    while queue:
        hand_offs, length, way, holders = heapq.heappop(queue)
        here, holder = way[-1], holders[-1]
        if length and owners[here].is_customer:
            return VisionWay(steps=way, holders=holders)
        if (here, holder) in done:
            continue
        done.add((here, holder))
        for step in onward.get(here, ()):
            owner = owners.get(step)
            if owner is None:
                continue
            for after in sorted(_holders(owner, holder)):
                more = hand_offs + (after != holder)
                heapq.heappush(queue, (more, length + 1, (*way, step), (*holders, after)))
    return None


def _holders(owner: _Owner, holder: str) -> frozenset[str]:
    """Return who may hold the work at a step: nobody new if nobody, or the holder, works there."""
    return frozenset({holder}) if not owner.parts or holder in owner.parts else owner.parts
