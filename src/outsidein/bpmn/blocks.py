"""Forks and joins that belong together: a block whose branches are done all."""

from __future__ import annotations

from dataclasses import dataclass, field

from outsidein.bpmn.weave import DECIDING, Knot, Thread, Weave


@dataclass(slots=True, kw_only=True)
class Block:
    """A fork with its join: the name and the knots of each branch, first and last in place.

    ``some``: each branch by its own chance · ``rest``: the one that is done if no other is.
    """

    branches: list[tuple[str, list[str]]] = field(default_factory=list)
    some: bool = False
    rest: int | None = None


class Blocks:
    """Finds the blocks of a graph, the innermost first, and takes their branches out of it.

    No block stands in another one: a document of ours would be nested too deep. The outer fork
    and join then stay as steps without time.
    """

    def __init__(self, weave: Weave) -> None:
        self.weave = weave
        self.found: dict[str, Block] = {}

    def fold(self) -> dict[str, Block]:
        """Return every block by the key of the knot that takes its place."""
        changed = True
        while changed:
            changed = any(self._fold_one(knot) for knot in list(self.weave.knots.values()))
        return self.found

    def _fold_one(self, fork: Knot) -> bool:
        weave = self.weave
        if fork.key not in weave.knots or len(weave.out[fork.key]) < 2:
            return False
        if fork.kind in DECIDING and fork.kind != "some":
            return False
        for join in self._candidates(fork):
            branches = [self._branch(thread, fork, join) for thread in weave.out[fork.key]]
            regions = [branch for branch in branches if branch is not None]
            inside = [key for region in regions for key in region]
            if fork.kind == "some" and not any(
                region and not thread.is_default
                for thread, region in zip(weave.out[fork.key], branches, strict=True)
            ):
                continue  # nothing that could be done by chance
            if len(regions) == len(branches) and len(set(inside)) == len(inside):
                self._replace(fork, join, regions)
                return True
        return False

    def _candidates(self, fork: Knot) -> list[Knot]:
        wanted = len(self.weave.out[fork.key])
        some = fork.kind == "some"
        knots = [k for k in self.weave.knots.values() if k.key != fork.key]
        joins = [k for k in knots if (k.merges if some else k.joins)]
        return [join for join in joins if len(self.weave.into[join.key]) == wanted]

    def _branch(self, thread: Thread, fork: Knot, join: Knot) -> list[str] | None:
        """Return the knots from a fork to a join along one branch, None if it is no branch."""
        weave = self.weave
        region: list[str] = []
        waiting = [thread.target]
        if fork.kind == "some" and thread.target == join.key:
            return region  # nothing is done on this way
        while waiting:
            key = waiting.pop()
            if key in region:
                continue
            if key in (join.key, fork.key):
                return None
            knot = weave.knots[key]
            if knot.kind in ("end", "start") or key in self.found or weave.failures_to(key):
                return None
            region.append(key)
            if (knot.kind not in DECIDING or knot.kind == "some") and len(weave.out[key]) != 1:
                return None
            waiting += [t.target for t in weave.out[key] if t.target != join.key]
            waiting += [to for _, to in knot.fails if to in weave.knots]
        entering = [t for key in region for t in weave.into[key] if t.source not in region]
        leaving = [t for key in region for t in weave.out[key] if t.target == join.key]
        if len(entering) != 1 or len(leaving) != 1:
            return None
        last = leaving[0].source
        if weave.knots[last].kind in DECIDING:
            return None
        return _ordered(weave, thread.target, last, region)

    def _replace(self, fork: Knot, join: Knot, regions: list[list[str]]) -> None:
        weave = self.weave
        out = list(weave.out[fork.key])
        block = weave.add(Knot(key=f"{fork.key}~all", kind="block", name="", owner=fork.owner))
        labels = _labels(weave, out)
        rest = next((t for t in out if t.is_default), None)
        for thread in [*out, *weave.into[join.key]]:
            if thread in weave.out.get(thread.source, ()):
                weave.cut(thread)
        some = fork.kind == "some"
        plain = fork.kind in ("fork", "pass", "some") and not fork.joins
        if plain and not weave.failures_to(fork.key):
            for thread in list(weave.into[fork.key]):
                weave.lead(thread, block.key)
            block.held, block.name = fork.held, fork.name
            weave.drop(fork.key)
        else:
            fork.kind = "pass" if some else fork.kind
            weave.tie(Thread(source=fork.key, target=block.key))
        weave.tie(Thread(source=block.key, target=join.key))
        join.joins = join.merges = False
        done = [(t, label, region) for t, label, region in zip(out, labels, regions, strict=True)
                if region]  # fmt: skip
        self.found[block.key] = Block(
            branches=[(label, region) for _, label, region in done], some=some,
            rest=next((n for n, (t, _, _) in enumerate(done) if t is rest), None),
        )  # fmt: skip


def _labels(weave: Weave, threads: list[Thread]) -> list[str]:
    """Return the name of each branch: of its flow, else of its first step."""
    return [thread.label or weave.knots[thread.target].name for thread in threads]


def _ordered(weave: Weave, first: str, last: str, region: list[str]) -> list[str] | None:
    """Return the knots of a branch with its first in front and its last at the end."""
    if first == last:
        return [first] if len(region) == 1 else None
    order = [key for key in in_order(weave, first) if key in region and key != last]
    return [*order, last]


def in_order(weave: Weave, first: str) -> list[str]:
    """Return every knot that can be reached, each behind those that lead to it, loops apart.

    Reverse postorder of a depth-first search, the first way out last to be searched.
    """
    seen, done = {first}, []
    stack = [(first, _onward(weave, first))]
    while stack:
        key, waiting = stack[-1]
        if not waiting:
            done.append(key)
            stack.pop()
            continue
        target = waiting.pop()
        if target not in seen:
            seen.add(target)
            stack.append((target, _onward(weave, target)))
    return done[::-1]


def _onward(weave: Weave, key: str) -> list[str]:
    found = [t.target for t in weave.out[key]]
    return [*found, *(to for _, to in weave.knots[key].fails if to in weave.knots)]
