"""The runs of a process of ours, as far as its customers see them: what they may meet next.

Steps pass tokens on as in design rule 2: several `next` split, a join waits for every flow, a block
for its branches. Every way out of a step may be taken: answers, failures, patience, a closed
door. What a customer may do meanwhile may come at any time. What customers do not meet is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outsidein.errors import Fault, OutsideInError
from outsidein.model.graph import OFF_THE_FLOW, Placed, flows_from, placed_steps, start_steps
from outsidein.model.process import Process, Step

Marking = tuple[str, ...]  # the places of the tokens, sorted
MET = frozenset({"do", "touch", "tell"})
BEGIN = "begin"
MOST_MARKINGS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Transition:
    label: str | None
    takes: Marking
    puts: Marking


def met_steps(process: Process) -> dict[str, Step]:
    """Return the steps that customers meet, by id, with those they may do meanwhile."""
    return {
        identity: placed.step
        for identity, placed in placed_steps(process).items()
        if placed.step.verb in MET
    }


class FlowLanguage:
    """The runs of a process over the ids of the steps that customers meet.

    Raises OutsideInError (``too-large``) for a process in which tokens multiply without end.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.placed = placed_steps(process)
        self.labels = frozenset(met_steps(process))
        self.transitions = [t for p in self.placed.values() for t in self._of(p)]
        self.transitions += [
            _Transition(label=None, takes=(BEGIN,), puts=(self._into(BEGIN, step.id),))
            for step in start_steps(process)
        ]
        self._states: list[frozenset[Marking]] = []
        self._numbers: dict[frozenset[Marking], int] = {}
        self._onward: dict[int, tuple[tuple[str, int], ...]] = {}
        self._number([(BEGIN,)])

    def onward(self, state: int) -> tuple[tuple[str, int], ...]:
        """Return each step that a customer may meet next, by id, with the state after it."""
        if state not in self._onward:
            after: dict[str, set[Marking]] = {}
            for marking in self._states[state]:
                for transition in self.transitions:
                    if transition.label is not None:
                        fired = _fired(marking, transition)
                        if fired is not None:
                            after.setdefault(transition.label, set()).add(fired)
            found = {label: self._number(markings) for label, markings in after.items()}
            found |= self._meanwhile(state)
            self._onward[state] = tuple(sorted(found.items()))
        return self._onward[state]

    def may_end(self, state: int) -> bool:
        """Whether a case may end here."""
        return () in self._states[state]

    def fewest(self, state: int) -> int:  # noqa: ARG002
        """Return 0: nothing is known of how much is still to come."""
        return 0

    def still(self, state: int) -> frozenset[str]:  # noqa: ARG002
        """Return every step that customers meet: nothing more is known."""
        return self.labels

    def _meanwhile(self, state: int) -> dict[str, int]:
        found = {}
        for identity, placed in self.placed.items():
            if placed.act_of is None or placed.step.verb not in MET:
                continue
            jumps = [self._into(identity, to) for to in placed.step.next]
            found[identity] = self._number([tuple(sorted(jumps))]) if jumps else state
        return found

    def _into(self, source: str, target: str) -> str:
        """Return the place before a step: one for all flows, or one for each where it joins."""
        placed = self.placed.get(target)
        joins = placed is not None and placed.step.join_all
        return f"{source}>{target}" if joins else f">{target}"

    def _of(self, placed: Placed) -> list[_Transition]:
        step = placed.step
        if step.verb in OFF_THE_FLOW or placed.act_of is not None or placed.is_shared:
            return []
        takes: Marking = (f">{step.id}",)
        if step.join_all:
            takes = tuple(sorted({
                f"{flow.source}>{step.id}"
                for other in self.placed.values()
                for flow in flows_from(self.process, other)
                if flow.target == step.id
            }))  # fmt: skip
        done = f"{step.id}!"
        label = step.id if step.verb in MET else None
        if step.verb == "call" and step.calls in self.labels:
            label = step.calls
        found = self._block(step, takes, done) if step.blocks else [
            _Transition(label=label, takes=takes, puts=(done,))
        ]  # fmt: skip
        ways = self._ways_on(placed)
        return found + [_Transition(label=None, takes=(done,), puts=puts) for puts in ways]

    def _block(self, step: Step, takes: Marking, done: str) -> list[_Transition]:
        found, begun, over = [], [], []
        for block in step.blocks:
            first = next(s.id for s in block.steps if s.verb not in OFF_THE_FLOW)
            into, end = self._into(step.id, first), f"{step.id}|{block.name}"
            over.append(end)
            if step.verb == "together" or block.share == 1:
                begun.append(into)
                continue
            maybe = f"{end}?"
            begun.append(maybe)
            found += [_Transition(label=None, takes=(maybe,), puts=(p,)) for p in (into, end)]
        found.append(_Transition(label=None, takes=takes, puts=tuple(sorted(begun))))
        found.append(_Transition(label=None, takes=tuple(sorted(over)), puts=(done,)))
        return found

    def _ways_on(self, placed: Placed) -> list[Marking]:
        """Return where tokens may go from a step; nowhere is the end of a case or a branch."""
        step = placed.step
        alone = [
            (self._into(step.id, flow.target),)
            for flow in flows_from(self.process, placed)
            if flow.kind != "block" and not (flow.kind == "next" and flow.target in step.next)
        ]
        found: list[Marking] = list(dict.fromkeys(alone))
        if step.next:
            found.append(tuple(sorted(self._into(step.id, to) for to in step.next)))
        falls_off = not (step.next or placed.following or step.go or step.race)
        if step.verb == "end" or falls_off:
            inside = placed.block_of is not None
            found.append((f"{placed.block_of}|{placed.block_name}",) if inside else ())
        return found

    def _number(self, markings: Iterable[Marking]) -> int:
        state = self._closed(markings)
        if state not in self._numbers:
            self._numbers[state] = len(self._states)
            self._states.append(state)
        return self._numbers[state]

    def _closed(self, markings: Iterable[Marking]) -> frozenset[Marking]:
        """Return markings with all that silent steps lead to."""
        found = set(markings)
        waiting = list(found)
        while waiting:
            marking = waiting.pop()
            for transition in self.transitions:
                if transition.label is not None:
                    continue
                after = _fired(marking, transition)
                if after is not None and after not in found:
                    found.add(after)
                    waiting.append(after)
            if len(found) > MOST_MARKINGS:
                what = "too much may go on at a time in it to follow cases through it"
                hint = "let what splits meet again"
                raise OutsideInError([
                    Fault("too-large", "error", self.process.name, what, hint)
                ])  # fmt: skip
        return frozenset(found)


def _fired(marking: Marking, transition: _Transition) -> Marking | None:
    left = list(marking)
    for place in transition.takes:
        if place not in left:
            return None
        left.remove(place)
    return tuple(sorted([*left, *transition.puts]))


def known_as(process: Process, activities: Sequence[str]) -> Mapping[str, str]:
    """Return the step of each activity of a log: of the same name or id, case ignored."""
    from outsidein.address import slug

    steps: dict[str, str] = {}
    for identity, placed in placed_steps(process).items():
        steps.setdefault(slug(placed.step.name), identity)
    steps |= {identity: identity for identity in placed_steps(process)}
    return {a: steps[slug(a)] for a in activities if slug(a) in steps}
