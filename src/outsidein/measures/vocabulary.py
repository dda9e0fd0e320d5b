"""What the codes in the records stand for: the steps, ways, parts and failures of a process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from outsidein.model.graph import Flow, first_step, flows, placed_steps
from outsidein.model.process import Process, Step, Verb
from outsidein.model.resolve import seen_by, ways_of

Cause = Literal["", "failure", "chase", "unclear"]
CAUSES: tuple[Cause, ...] = ("", "failure", "chase", "unclear")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """One step: its ways and branches over all customers, and why it makes a contact."""

    id: str
    name: str
    verb: Verb
    ways: tuple[str, ...]  # ("",) if it has none
    branches: tuple[str, ...]
    reason: str | None
    cause: Cause  # "" if a contact here is not avoidable
    left: tuple[bool, ...]  # by way: the customer leaves a message and goes on
    live: tuple[bool, ...]  # by way: the customer stands in a queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names behind the codes, each list in the order of the codes."""

    steps: tuple[StepWords, ...]
    channels: tuple[str, ...]
    parts: tuple[str, ...]
    segments: tuple[str, ...]
    modes: tuple[tuple[str, str], ...]  # (step, failure mode)
    reasons: tuple[str, ...]

    def step_code(self, step_id: str) -> int:
        """Return the code of a step."""
        return next(k for k, s in enumerate(self.steps) if s.id == step_id)


def vocabulary(process: Process) -> Vocabulary:
    """Return the names behind the codes of a process's records."""
    placed = placed_steps(process)
    causes = contact_causes(process)
    steps = tuple(_words(process, p.step, causes) for p in placed.values())
    modes = dict.fromkeys(
        (p.step.id, failure.mode)
        for p in placed.values()
        for seen in _faces(process, p.step)
        for way in ways_of(seen, process.channels).values()
        for failure in way.fails
    )
    return Vocabulary(
        steps=steps,
        channels=tuple(process.channels),
        parts=tuple(part.id for part in process.parts),
        segments=tuple(customer.id for customer in process.customers),
        modes=tuple(modes),
        reasons=tuple(dict.fromkeys(s.reason or s.id for s in steps)),
    )


def _faces(process: Process, step: Step) -> Iterable[Step]:
    """Return a step as written and as each customer meets it who meets it otherwise."""
    seen = [seen_by(step, customer.id) for customer in process.customers]
    return [step, *(face for face in seen if face is not step)]


def _words(process: Process, step: Step, causes: dict[str, Cause]) -> StepWords:
    faces = list(_faces(process, step))
    ways: dict[str, Step] = {}
    for face in faces:
        for name, way in ways_of(face, process.channels).items():
            ways.setdefault(name, way)
    kinds = [process.channels.get(way.channel or "", "self") for way in ways.values()]
    return StepWords(
        id=step.id,
        name=step.name,
        verb=step.verb,
        ways=tuple(ways),
        branches=tuple(dict.fromkeys(label for face in faces for label in _labels(face))),
        reason=step.reason or _reason_of_ways(ways.values()),
        cause=causes.get(step.id, ""),
        left=tuple(step.verb == "do" and kind == "left" for kind in kinds),
        live=tuple(step.verb == "do" and kind == "live" for kind in kinds),
    )


def _labels(face: Step) -> list[str]:
    """Return what may be decided at a step: answers, or what comes first."""
    return [branch.label for branch in face.go] + [runner.label for runner in face.race]


def _reason_of_ways(ways: Iterable[Step]) -> str | None:
    """Return the reasons that the ways of a step give where the step gives none."""
    return " / ".join(dict.fromkeys(way.reason for way in ways if way.reason)) or None


def contact_causes(process: Process) -> dict[str, Cause]:
    """Return the steps whose contacts are avoidable, and why.

    chase: an act after silence or a broken promise · failure: only failures of other steps lead
    here, or also less likely answers · unclear: only the less likely answers of a customer's
    decision lead here. A step that customers reach in another way as well is not avoidable.
    """
    placed = placed_steps(process)
    coming = [flow for flow in flows(process) if flow.kind not in ("join", "block")]
    first = first_step(process)
    causes: dict[str, Cause] = {}
    for step_id, place in placed.items():
        if first is not None and step_id == first.id:
            continue
        trigger = place.step.trigger
        into = [f for f in coming if f.target == step_id and f.source != step_id]
        if trigger and trigger.kind in ("passed", "no news"):
            causes[step_id] = "chase"
        elif into and all(_could_be_spared(placed[f.source].step, f) for f in into):
            fails = any(f.kind == "fails" for f in into)
            causes[step_id] = "failure" if fails else "unclear"
    return causes


def _could_be_spared(source: Step, flow: Flow) -> bool:
    return flow.kind == "fails" or _is_less_likely(source, flow.label, flow.kind)


def _is_less_likely(source: Step, label: str, kind: str) -> bool:
    if source.verb != "choose" or kind != "go":
        return False
    shares = [b.share for b in source.go]
    rest = 1.0 - sum(s for s in shares if s is not None)
    known = {b.label: rest if b.share is None else b.share for b in source.go}
    return shares.count(None) <= 1 and known.get(label, 1.0) < max(known.values())
