"""The flows of a process: every step in reading order, and where each leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from outsidein.model.behaviour import Branch
from outsidein.model.process import Process, Step
from outsidein.model.resolve import seen_by, ways_of

FlowKind = Literal[
    "next", "go", "block", "join", "patience", "closed", "balks", "fails", "no show", "at most",
    "limit", "race",
]  # fmt: skip

OFF_THE_FLOW = frozenset({"promise", "meanwhile"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A step where it stands: its position in the document and what it stands in.

    ``following`` is the step the flow falls through to (None: nothing follows) · ``act_of`` the
    meanwhile it is an act of · ``block_of`` the block it is in · ``is_shared`` drawn once.
    """

    step: Step
    position: int
    following: str | None
    act_of: str | None = None
    block_of: str | None = None
    block_name: str | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One way from a step to another; ``share`` is of the source's visits, if said."""

    source: str
    target: str
    kind: FlowKind
    label: str = ""
    share: float | None = None


def placed_steps(process: Process) -> dict[str, Placed]:
    """Return every step by id, shared ones first, each with its position and surroundings."""
    found: dict[str, Placed] = {}
    for step in process.shared:
        found[step.id] = Placed(step=step, position=len(found), following=None, is_shared=True)
    for placed in _walk(process.steps, None, None, None):
        step = placed.step
        found[step.id] = Placed(
            step=step,
            position=len(found),
            following=placed.following,
            act_of=placed.act_of,
            block_of=placed.block_of,
            block_name=placed.block_name,
        )
    return found


def _walk(
    steps: Sequence[Step], act_of: str | None, block_of: str | None, block_name: str | None
) -> Iterator[Placed]:
    for index, step in enumerate(steps):
        following = next((s.id for s in steps[index + 1 :] if s.verb not in OFF_THE_FLOW), None)
        yield Placed(
            step=step, position=0, following=following,
            act_of=act_of, block_of=block_of, block_name=block_name,
        )  # fmt: skip
        for block in step.blocks:
            yield from _walk(block.steps, act_of, step.id, block.name)
        for act in step.acts:
            yield Placed(step=act, position=0, following=None, act_of=step.id)


def first_step(process: Process) -> Step | None:
    """Return the step where every arrival goes: the `start`, else the first of the flow."""
    flowing = [s for s in process.steps if s.verb not in OFF_THE_FLOW]
    return next((s for s in flowing if s.verb == "start"), flowing[0] if flowing else None)


def start_steps(process: Process) -> list[Step]:
    """Return every step where customers may arrive: the starts, else the first of the flow."""
    first = first_step(process)
    starts = [s for s in process.steps if s.verb == "start"]
    return starts or ([first] if first is not None else [])


def flows(process: Process) -> list[Flow]:
    """Return every flow between steps, in document order; ways of one step are not flows."""
    placed = placed_steps(process)
    found = [flow for p in placed.values() for flow in flows_from(process, p)]
    return list(dict.fromkeys(found))


def flows_from(process: Process, placed: Placed) -> list[Flow]:
    """Return the flows that leave one step, for any customer (overrides included)."""
    step, found = placed.step, []
    found += _onward(placed)
    for block in step.blocks:
        first = next((s.id for s in block.steps if s.verb not in OFF_THE_FLOW), None)
        if first:
            found.append(
                Flow(
                    source=step.id, target=first, kind="block", label=block.name, share=block.share
                )
            )
    siblings = {way.name for way in step.ways}
    for seen in (step, *_overridden(step)):
        for way in ways_of(seen, process.channels).values():
            found += _not_served(step.id, way, siblings)
            found += [_branch_flow(step.id, b) for b in way.go]
            found += _runners(step.id, way)
            found += [Flow(source=step.id, target=to, kind="next") for to in way.next]
    return list(dict.fromkeys(found))


def _overridden(step: Step) -> list[Step]:
    """Return the step as each customer meets it who meets it in a way of their own."""
    customers = dict.fromkeys((*step.overrides, *(c for w in step.ways for c in w.overrides)))
    found = []
    for customer in customers:
        try:
            found.append(seen_by(step, customer))
        except (KeyError, TypeError, ValueError):
            continue  # check reports an override that does not fit
    return found


def _branch_flow(source: str, branch: Branch) -> Flow:
    return Flow(source=source, target=branch.to, kind="go", label=branch.label, share=branch.share)


def _runners(source: str, step: Step) -> list[Flow]:
    return [Flow(source=source, target=r.to, kind="race", label=r.label) for r in step.race]


def _onward(placed: Placed) -> list[Flow]:
    step = placed.step
    if step.verb in OFF_THE_FLOW or step.verb == "end":
        return []
    found = [_branch_flow(step.id, branch) for branch in step.go]
    found += _runners(step.id, step)
    if step.next:
        found += [Flow(source=step.id, target=target, kind="next") for target in step.next]
    elif placed.following and placed.act_of is None and (step.only or not (step.go or step.race)):
        found.append(Flow(source=step.id, target=placed.following, kind="next"))
    return found


def _not_served(source: str, way: Step, siblings: set[str]) -> list[Flow]:
    found: list[Flow] = []

    def leads(to: str | None, kind: FlowKind, label: str = "", share: float | None = None) -> None:
        if to is not None and to not in siblings:
            found.append(Flow(source=source, target=to, kind=kind, label=label, share=share))

    leads(way.patience.to if way.patience else None, "patience")
    leads(way.closed.to if way.closed else None, "closed")
    leads(way.balks.to if way.balks else None, "balks")
    for failure in way.fails:
        at = failure.noticed_at
        if at is None:
            leads(failure.to, "fails", failure.mode, failure.chance)
        elif failure.to is not None:
            found.append(Flow(source=at, target=failure.to, kind="fails", label=failure.mode))
    leads(way.no_show.to if way.no_show else None, "no show")
    leads(way.at_most.to if way.at_most else None, "at most")
    leads(way.limit.to if way.limit else None, "limit")
    return found
