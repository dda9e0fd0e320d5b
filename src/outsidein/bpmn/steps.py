"""Knots become steps: who acts decides the verb, the threads decide what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from outsidein.address import slug
from outsidein.bpmn.blocks import Block
from outsidein.bpmn.elements import CallActivity, Event, Task
from outsidein.bpmn.weave import Knot, Thread
from outsidein.bpmn.weaving import Weaver
from outsidein.errors import Fault
from outsidein.model.behaviour import Branch, Failure, Law, Limit, RaceBranch, Times
from outsidein.model.process import BranchBlock, Step

NOBODY = "nobody"  # the owner of what stands in no pool and no lane
AT_ONCE = Law(kind="constant", parameters=(0.0,), unit="s")
UNSPEAKABLE = re.compile(r"->|[,{}\[\]#~\"|>]")
SHARE = re.compile(r"(\d)\s*%")
NAMELESS = ("together", "some of", "first of", "wait")  # a document gives these no name
SEVERAL = "multiInstanceLoopCharacteristics"
UNNAMED = {
    "work": "Unnamed task", "choice": "Which way", "race": "What happens first", "wait": "Wait",
    "news": "Message", "start": "Start", "end": "End", "fork": "Both", "pass": "Both",
    "block": "Both",
}  # fmt: skip


class Naming(Protocol):
    """Who gives ids: ``by_owner`` those of parts and persons."""

    by_owner: dict[str, str]

    def free(self, wanted: str) -> str:
        """Return an id that is not taken."""


class StepMaker:
    """Makes the steps of a graph; ``ids`` are their ids by knot, ``names`` gives others theirs."""

    def __init__(
        self, weaver: Weaver, blocks: dict[str, Block], ids: dict[str, str], names: Naming
    ) -> None:
        self.weaver, self.weave, self.blocks = weaver, weaver.weave, blocks
        self.ids, self.parts, self.free = ids, names.by_owner, names.free
        self.faults: list[Fault] = []
        self.shared: list[Step] = []  # what is done several times
        self.held: dict[str, tuple[str, ...]] = {}  # the elements of those
        self.branches: dict[str, tuple[tuple[str, ...], ...]] = {}  # flows of each answer, by step
        ends = [k for k in self.weave.knots.values() if k.kind == "end"]
        self._customer_ends = any(weaver.is_customer(k.owner) for k in ends)

    def steps(self, keys: Sequence[str], *, in_block: bool = False) -> tuple[Step, ...]:
        """Return the steps of knots in their order; the last one of a branch leads nowhere."""
        found = []
        for at, key in enumerate(keys):
            following = keys[at + 1] if at + 1 < len(keys) else None
            is_last = in_block and following is None
            found.append(self._step(self.weave.knots[key], following, is_last=is_last))
        return tuple(found)

    def _step(self, knot: Knot, following: str | None, *, is_last: bool) -> Step:
        out = [] if is_last else self.weave.out[knot.key]
        said = self._said(knot)
        identity = self.ids[knot.key]
        node = knot.node
        if isinstance(node, Task | CallActivity) and node.loop in ("parallel", "sequential"):
            said = self._several_times(knot, node, said)
        said |= self._onward(knot, out, following)
        if knot.joins:
            said["join_all"] = True
        named = said["verb"] not in NAMELESS
        name = (knot.name or UNNAMED[knot.kind]) if named else identity
        return Step(id=identity, name=name, **said)

    def _several_times(
        self, knot: Knot, node: Task | CallActivity, said: dict[str, Any]
    ) -> dict[str, Any]:
        """Let a step that is done several times be a shared step and the call of it."""
        limit = said.pop("limit", None)
        one = self.free(f"{self.ids[knot.key]}-each")
        name = knot.name or UNNAMED[knot.kind]
        self.held[one] = tuple(knot.held)
        self.shared.append(Step(id=one, name=name, **said))
        times = _times(node)
        if times is None:
            along = ", at once: yes" if node.loop == "parallel" else ""
            what = f"is done several times; how often is not drawn: say times: NUMBER{along}"
            self.weaver.fault("repeats", node, what)
        at_once = True if node.loop == "parallel" and times is not None else None
        return {"verb": "call", "calls": one, "times": times, "at_once": at_once, "limit": limit}

    def _said(self, knot: Knot) -> dict[str, Any]:
        if knot.key in self.blocks:
            block = self.blocks[knot.key]
            verb = "some of" if block.some else "together"
            return {"verb": verb, "blocks": self._branches(block)}
        if knot.kind == "race" and self._race(knot):
            by_customer = self.weaver.is_customer(knot.owner)
            return {"verb": "first of", "race": self._race(knot), "race_by_customer": by_customer}
        if knot.kind in ("choice", "race"):
            return self._decision(knot)
        if knot.kind in ("fork", "pass"):
            return {"verb": "wait", "wait": AT_ONCE}
        if knot.kind == "wait" and knot.law is not None:
            return {"verb": "wait", "wait": knot.law}
        if knot.kind == "start":
            return {"verb": "start"}
        if knot.kind == "end":
            ends = "everything" if self._ends_everything(knot) else None
            return {"verb": "end", "outcome": self._outcome(knot), "ends": ends}
        return self._work(knot)

    def _branches(self, block: Block) -> tuple[BranchBlock, ...]:
        labels = _distinct(
            [label or f"branch {n + 1}" for n, (label, _) in enumerate(block.branches)]
        )
        return tuple(
            BranchBlock(
                name=label, steps=self.steps(keys, in_block=True), rest=number == block.rest
            )
            for number, (label, (_, keys)) in enumerate(zip(labels, block.branches, strict=True))
        )

    def _race(self, knot: Knot) -> tuple[RaceBranch, ...]:
        """Return the runners of a race that timers alone decide; none if anything else does."""
        out = self.weave.out[knot.key]
        if len(out) < 2 or any(thread.law is None for thread in out):
            return ()
        labels = _distinct([
            spoken(thread.label) or f"way {number + 1}" for number, thread in enumerate(out)
        ])  # fmt: skip
        return tuple(
            RaceBranch(label=label, after=thread.law, to=self.ids[thread.target])
            for label, thread in zip(labels, out, strict=True)
            if thread.law is not None
        )

    def _ends_everything(self, knot: Knot) -> bool:
        """Whether an end stops all that goes on: a pool of its own stops for itself alone."""
        ends = isinstance(knot.node, Event) and knot.node.has("terminate")
        pools = {k.owner.pool for k in self.weave.knots.values() if k.owner is not None}
        return ends and (len(pools) < 2 or self.weaver.is_customer(knot.owner))

    def _outcome(self, knot: Knot) -> Any:
        """Return "served" where a part's own flow ends, so that the customer's end decides."""
        ours = self.weaver.is_customer(knot.owner)
        return "served" if self._customer_ends and not ours else None

    def _decision(self, knot: Knot) -> dict[str, Any]:
        if knot.kind == "race" and knot.node is not None:
            self.weaver.fault(
                "race", knot.node, "takes what happens first: it is read as a decision"
            )
        if self.weaver.is_customer(knot.owner):
            return {"verb": "choose", "person": self._person(knot)}
        return {"verb": "check", "part": self._part(knot.owner)}

    def _work(self, knot: Knot) -> dict[str, Any]:
        said: dict[str, Any] = {
            "carries": tuple(spoken(c) for c in knot.carries), "limit": self._limit(knot),
        }  # fmt: skip
        fails = self._fails(knot)
        if self.weaver.is_customer(knot.owner):
            part = self._part(knot.meets) if knot.meets is not None else None
            if (knot.kind == "news" or knot.tells) and not knot.asks and part and not fails:
                return said | {"verb": "tell", "part": part}
            person = self._person(knot)
            return said | {"verb": "do", "part": part, "person": person, "fails": fails}
        part = self._part(knot.owner)
        if knot.asks:
            return said | {"verb": "do", "part": part, "fails": fails}
        if knot.tells:
            if fails:  # a call from a part has no limit of its own
                said |= {"verb": "touch", "limit": None, "fails": self._fails(knot, of_all=True)}
                return said | {"part": part}
            return said | {"verb": "tell", "part": part}
        if isinstance(knot.node, Event) and knot.kind != "wait":
            return said | {"verb": "hidden", "part": part, "after": AT_ONCE}
        return said | {"verb": "hidden", "part": part, "fails": fails}

    def _part(self, owner: Any) -> str | None:
        return self.parts.get(owner.key if owner is not None else NOBODY)

    def _person(self, knot: Knot) -> str | None:
        return self.parts.get(f"person {knot.owner.key}") if knot.owner is not None else None

    def _fails(self, knot: Knot, *, of_all: bool = False) -> tuple[Failure, ...]:
        modes = _distinct([spoken(mode) for mode, _ in knot.fails])
        limit = knot.limit[0] if knot.limit is not None and not of_all else None
        return tuple(
            Failure(mode=mode, to=self.ids.get(to))
            for number, (mode, (_, to)) in enumerate(zip(modes, knot.fails, strict=True))
            if number != limit
        )

    def _limit(self, knot: Knot) -> Limit | None:
        """Return how long a step lasts at most: the timer that hangs on it."""
        if knot.limit is None:
            return None
        number, law = knot.limit
        return Limit(law=law, to=self.ids.get(knot.fails[number][1]))

    def _onward(self, knot: Knot, out: list[Thread], following: str | None) -> dict[str, Any]:
        if knot.kind == "race" and self._race(knot):
            return {}
        if knot.kind in ("choice", "race"):
            self.branches[self.ids[knot.key]] = tuple(thread.held for thread in out)
            return {"go": self._go(out)}
        targets = list(dict.fromkeys(t.target for t in out))
        if not targets or targets == [following]:
            return {}
        return {"next": tuple(self.ids[target] for target in targets)}

    def _go(self, out: list[Thread]) -> tuple[Branch, ...]:
        labels = [spoken(t.label) or spoken(self.weave.knots[t.target].name) for t in out]
        labels = _distinct([label or f"way {n + 1}" for n, label in enumerate(labels)])
        return tuple(
            Branch(label=label, to=self.ids[t.target]) for label, t in zip(labels, out, strict=True)
        )


def _times(node: Task | CallActivity) -> Times | None:
    """Return how often a step is done, if the drawing says a number."""
    for part in node.parts:
        counts = [one.text.strip() for one in part.parts if one.name == "loopCardinality"]
        if part.name == SEVERAL and counts and counts[0].isdecimal() and len(counts[0]) < 4:
            return Times(least=int(counts[0]), most=int(counts[0]))
    return None


def spoken(text: str) -> str:
    """Return a label without the signs that mean something in a document.

    >>> spoken("> 10% off, or [free]")
    '10 percent off or free'
    """
    bare = UNSPEAKABLE.sub(" ", SHARE.sub(r"\1 percent", text))
    return " ".join(bare.split())


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which no two have one address: the second gets a number."""
    found: list[str] = []
    folded: set[str] = set()
    for name in names:
        wanted, number = name, 1
        while slug(wanted) in folded:
            number += 1
            wanted = f"{name} {number}"
        folded.add(slug(wanted))
        found.append(wanted)
    return found
