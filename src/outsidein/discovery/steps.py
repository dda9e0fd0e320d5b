"""A tree as steps of our model: decisions with the shares of the log, lanes from parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outsidein.address import slug
from outsidein.discovery.counted import Counted
from outsidein.discovery.tree import SILENT
from outsidein.eventlog.customers.parties import Side
from outsidein.model.behaviour import Branch, Law
from outsidein.model.keys import RESERVED
from outsidein.model.process import BranchBlock, Step, Verb

AT_ONCE = Law(kind="constant", parameters=(0.0,), unit="s")
ENDS_HERE = "~"  # where a branch of a block leads when it is done
WHICH, GO_ON, AGAIN = "Which way", "go on", "again"


@dataclass(slots=True, kw_only=True)
class Answer:
    """One way on from a decision and how often it was taken.

    ``begins`` is the name of what it begins with, empty where it leaves something out.
    """

    label: str
    to: str
    runs: int
    begins: str = ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A step on its way to the model."""

    id: str
    verb: Verb
    name: str
    runs: int
    part: str | None = None
    next: list[str] = field(default_factory=list)
    go: list[Answer] = field(default_factory=list)
    blocks: list[tuple[str, int, list[Draft]]] = field(default_factory=list)
    joins: bool = False

    def targets(self) -> list[str]:
        """Return where it leads."""
        return [*self.next, *(answer.to for answer in self.go)]


class Drafting:
    """Drafts the steps of a tree from its end to its beginning, so that each knows the next.

    ``names`` are the activities as they are shown, ``parts`` the id of the part of each,
    ``sides`` who does it and whether the customer sees it.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        parts: Mapping[str, str],
        sides: Mapping[str, Side],
        taken: Iterable[str],
    ) -> None:
        self.names, self.parts, self.sides = names, parts, sides
        self.taken = set(taken)
        self.ids = {label: free(label, self.taken) for label in names}

    def draft(self, node: Counted, onward: str, *, in_block: bool) -> tuple[str, list[Draft]]:
        """Return where a node begins, and its steps; ``onward`` is where it leads."""
        if node.tree.kind == "silent":
            return onward, []
        if node.tree.kind == "activity":
            one = self._activity(node, onward)
            return one.id, [one]
        if node.tree.kind == "sequence":
            found: list[Draft] = []
            for child in reversed(node.children):
                onward, steps = self.draft(child, onward, in_block=in_block)
                found = steps + found
            return onward, found
        if node.tree.kind == "choice":
            return self._choice(node, onward, in_block=in_block)
        if node.tree.kind == "loop":
            return self._loop(node, onward, in_block=in_block)
        nested = any(_holds_parallel(child) for child in node.children)
        return self._fork(node, onward) if nested or in_block else self._block(node, onward)

    def _activity(self, node: Counted, onward: str) -> Draft:
        label = str(node.tree.label)
        side = self.sides.get(label)
        verb: Verb = "tell" if side is not None and side.seen else "hidden"
        return Draft(
            id=self.ids[label],
            verb="do" if self._by_customer(label) else verb,
            name=self.names[label],
            runs=node.runs,
            part=self.parts.get(label),
            next=[onward],
        )

    def _by_customer(self, label: str) -> bool:
        side = self.sides.get(label)
        return side is not None and side.party == "customer"

    def _choice(self, node: Counted, onward: str, *, in_block: bool) -> tuple[str, list[Draft]]:
        some = [child for child in node.children if child.tree.kind != "silent"]
        alone = len(some) == 1
        check = self._check(self._first(some[0]) if alone else WHICH, some, node.runs)
        found = [check]
        for child in sorted(node.children, key=lambda child: -child.runs):
            to, steps = self.draft(child, onward, in_block=in_block)
            begins = self._first(child)
            label = ("yes" if begins else "no") if alone else begins or GO_ON
            check.go.append(Answer(label=label, to=to, runs=child.runs, begins=begins))
            found += steps
        return check.id, found

    def _loop(self, node: Counted, onward: str, *, in_block: bool) -> tuple[str, list[Draft]]:
        do, *redos = node.children
        alone = len(redos) == 1
        asked = self._first(redos[0]) or f"{self._first(do)} {AGAIN}"
        some = [child for child in node.children if child.tree.kind != "silent"]
        check = self._check(asked if alone else WHICH, some, do.runs)
        begin, found = self.draft(do, check.id, in_block=in_block)
        found = [*found, check]
        check.go.append(Answer(label="no" if alone else GO_ON, to=onward, runs=node.runs))
        for redo in redos:
            to, steps = self.draft(redo, begin, in_block=in_block)
            begins = self._first(redo) or AGAIN
            label = "yes" if alone else begins
            check.go.append(Answer(label=label, to=to, runs=redo.runs, begins=begins))
            found += steps
        return begin, found

    def _check(self, name: str, ways: Sequence[Counted], runs: int) -> Draft:
        """Draft a decision: the customer's where the customer acts next on every way."""
        firsts = [leaf for way in ways for leaf in _first_leaves(way)]
        theirs = [self._by_customer(leaf) for leaf in firsts]
        by_customer = bool(theirs) and all(theirs)
        ours = [self.parts.get(leaf) for leaf, mine in zip(firsts, theirs, strict=True) if not mine]
        return Draft(
            id=free(f"whether {name}", self.taken), verb="choose" if by_customer else "check",
            name=name, runs=runs, part=None if by_customer else next(filter(None, ours), None),
        )  # fmt: skip

    def _fork(self, node: Counted, onward: str) -> tuple[str, list[Draft]]:
        """Draft a fork and its join as steps without time: no block stands in another one."""
        fork = Draft(id=free("both", self.taken), verb="wait", name="both", runs=node.runs)
        join = Draft(
            id=free("joined", self.taken), verb="wait", name="joined", runs=node.runs,
            next=[onward], joins=True,
        )  # fmt: skip
        found = [fork]
        for child in node.children:
            to, steps = self.draft(child, ENDS_HERE, in_block=False)
            fork.next.append(to)
            found += self._met(steps, join.id)
        return fork.id, [*found, join]

    def _block(self, node: Counted, onward: str) -> tuple[str, list[Draft]]:
        """Draft a block; a branch that may do nothing is done by its share."""
        some = any(_without_nothing(child) is not child for child in node.children)
        block = Draft(
            id=free("both", self.taken), verb="some of" if some else "together", name="both",
            runs=node.runs, next=[onward],
        )  # fmt: skip
        for child in node.children:
            branch = _without_nothing(child)
            _, steps = self.draft(branch, ENDS_HERE, in_block=True)
            block.blocks.append((self._first(branch), branch.runs, self._ended(steps)))
        return block.id, [block]

    def _ended(self, steps: list[Draft]) -> list[Draft]:
        """Let every way out of a branch of a block meet in its last step."""
        last = steps[-1]
        if all(ENDS_HERE not in step.targets() for step in steps[:-1]) and not last.go:
            last.next = []
            return steps
        return self._met(steps, None)

    def _met(self, steps: list[Draft], onward: str | None) -> list[Draft]:
        """Let every way out of a branch meet before it goes on: a join waits once a branch."""
        ways_out = sum(step.targets().count(ENDS_HERE) for step in steps)
        meeting: list[Draft] = []
        to = onward
        if ways_out > 1 or onward is None:
            then = Draft(id=free("then", self.taken), verb="wait", name="then", runs=steps[0].runs)
            then.next = [] if onward is None else [onward]
            meeting, to = [then], then.id
        for step in steps:
            step.next = [str(to) if one == ENDS_HERE else one for one in step.next]
            for answer in step.go:
                answer.to = str(to) if answer.to == ENDS_HERE else answer.to
        return [*steps, *meeting]

    def _first(self, node: Counted) -> str:
        """Return the name of what a node most often begins with; empty: nothing is done."""
        if node.tree.label is not None:
            return self.names[node.tree.label]
        ways = [child for child in node.children if child.tree.kind != "silent"]
        if node.tree.kind in ("choice", "parallel"):
            ways.sort(key=lambda child: -child.runs)
        return self._first(ways[0]) if ways else ""


def free(wanted: str, taken: set[str]) -> str:
    """Return an id that is not taken and no word of the grammar; from now on it is taken."""
    identity, number = slug(wanted), 1
    while identity in taken or identity in RESERVED:
        number += 1
        identity = f"{slug(wanted)}-{number}"
    taken.add(identity)
    return identity


def _holds_parallel(node: Counted) -> bool:
    return node.tree.kind == "parallel" or any(map(_holds_parallel, node.children))


def _without_nothing(node: Counted) -> Counted:
    """Return what is done where a branch is not left out."""
    if node.tree.kind != "choice" or SILENT not in node.tree.children:
        return node
    some = tuple(child for child in node.children if child.tree.kind != "silent")
    if len(some) == 1:
        return some[0]
    tree = replace(node.tree, children=tuple(child.tree for child in some))
    return replace(node, runs=sum(child.runs for child in some), children=some, tree=tree)


def _first_leaves(node: Counted) -> list[str]:
    """Return the activities that a node may begin with."""
    if node.tree.label is not None:
        return [node.tree.label]
    found: list[str] = []
    together = node.tree.kind in ("choice", "parallel")
    for child in node.children:
        found += _first_leaves(child)
        if not together and not child.tree.may_be_empty:
            break
    return found


def every(drafts: Sequence[Draft]) -> list[Draft]:
    """Return steps with those inside their blocks."""
    found = list(drafts)
    for draft in drafts:
        for _, _, steps in draft.blocks:
            found += every(steps)
    return found


def finished(drafts: Sequence[Draft]) -> tuple[Step, ...]:
    """Return drafts as steps: what follows by itself is not said, one answer is the rest."""
    found = []
    for k, draft in enumerate(drafts):
        following = drafts[k + 1].id if k + 1 < len(drafts) else None
        onward = () if draft.next in ([], [following]) else tuple(draft.next)
        found.append(
            Step(
                id=draft.id, verb=draft.verb, name=draft.name, part=draft.part, next=onward,
                go=_answers(draft), blocks=_branches(draft), join_all=draft.joins,
                wait=AT_ONCE if draft.verb == "wait" else None,
            )
        )  # fmt: skip
    return tuple(found)


def share(runs: int, of: int) -> float:
    """Return a share to four places."""
    return round(runs / of, 4) if of else 0.0


def _answers(draft: Draft) -> tuple[Branch, ...]:
    """Return the ways on with their shares; the most frequent one is the rest."""
    if not draft.go:
        return ()
    most = max(range(len(draft.go)), key=lambda k: draft.go[k].runs)
    of = sum(answer.runs for answer in draft.go)
    labels = distinct([answer.label for answer in draft.go])
    return tuple(
        Branch(label=label, to=answer.to, share=None if k == most else share(answer.runs, of))
        for k, (label, answer) in enumerate(zip(labels, draft.go, strict=True))
    )


def _branches(draft: Draft) -> tuple[BranchBlock, ...]:
    labels = distinct([label for label, _, _ in draft.blocks])
    some = draft.verb == "some of"
    return tuple(
        BranchBlock(
            name=label, steps=finished(steps), share=share(runs, draft.runs) if some else None
        )
        for label, (_, runs, steps) in zip(labels, draft.blocks, strict=True)
    )


def distinct(names: Sequence[str]) -> list[str]:
    """Return names of which no two have one address: the second gets a number."""
    taken: set[str] = set()
    found = []
    for name in names:
        wanted, number = name, 1
        while slug(wanted) in taken:
            number += 1
            wanted = f"{name} {number}"
        taken.add(slug(wanted))
        found.append(wanted)
    return found
