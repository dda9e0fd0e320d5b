"""Our facts in the file of another maker: it keeps everything of its own and carries ours.

They stand in the extension elements of the elements they are about. With them travels what the
drawing said when they were written: as long as it says the same, they are believed whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.carried import PROCESS, STEP, process_facts, step_facts
from outsidein.bpmn.patching import cut, put_extension
from outsidein.bpmn.tags import OURS, tag
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process, Step

SIGN, CUSTOMER, DRAWN_AS = "drawn", "customer", "drawn_as"


def inscribe(
    file: BpmnFile, process: Process, drawn: Process, held: Mapping[str, tuple[str, ...]],
    customer: str | None = None,
) -> None:  # fmt: skip
    """Write what is said of a process into the file that draws it; what it said before goes.

    ``drawn`` is the process as the drawing alone says it · ``held`` the elements of each of its
    steps · ``customer`` the pool or lane that was given as the customer's.
    """
    for element in [*file.root.iter(tag(PROCESS, OURS), tag(STEP, OURS))]:
        cut(element)
    home = _home(file)
    whole = process_facts(process)
    whole.set(SIGN, sign_of(drawn))
    if customer is not None:
        whole.set(CUSTOMER, customer)
    put_extension(home, whole)
    names = {identity: placed.step.name for identity, placed in placed_steps(drawn).items()}
    for identity, placed in placed_steps(process).items():
        facts = step_facts(placed)
        if names.get(identity, placed.step.name) != placed.step.name:
            facts.set(DRAWN_AS, names[identity])
        nodes = [key for key in held.get(identity, ()) if key in file.content.nodes]
        put_extension(file.element(nodes[0]) if nodes else home, facts)
    file.touched()


def _home(file: BpmnFile) -> etree._Element:
    """Return the process that has the most steps: what is said of the whole stands there."""
    content = file.content
    return file.element(max(content.processes, key=lambda key: len(content.inside(key))))


def inscribed(file: BpmnFile) -> etree._Element | None:
    """Return the facts of a process that were written into a file of another maker."""
    whole = next(file.root.iter(tag(PROCESS, OURS)), None)
    return whole if whole is not None and whole.get(SIGN) is not None else None


def sign_of(drawn: Process) -> str:
    """Return a fingerprint of what a drawing says: who does what and where it leads; no names."""
    parts = {part.id: str(number) for number, part in enumerate(drawn.parts)}
    said = "\n".join([str(len(drawn.parts)), *_lines(drawn.steps, parts)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _lines(steps: tuple[Step, ...], parts: Mapping[str, str]) -> Iterator[str]:
    for step in steps:
        go = [(branch.label, branch.to) for branch in step.go]
        fails = [(failure.mode, failure.to) for failure in step.fails]
        part = parts.get(step.part or "", "")
        yield repr((step.id, step.verb, part, step.person, step.join_all, go, fails, step.next))
        for block in step.blocks:
            yield f"[{block.name}"
            yield from _lines(block.steps, parts)
            yield "]"


def with_names(process: Process, whole: etree._Element, drawn: Process) -> Process:
    """Return the process that a file carries, with the names that its drawing has now."""
    now = {identity: placed.step.name for identity, placed in placed_steps(drawn).items()}
    then = {
        element.get("id") or "": element.get(DRAWN_AS)
        for element in whole.getroottree().iter(tag(STEP, OURS))
    }

    def renamed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        found = []
        for step in steps:
            blocks = tuple(replace(b, steps=renamed(b.steps)) for b in step.blocks)
            name = now.get(step.id, step.name)
            same = name == (then.get(step.id) or step.name)
            acts = renamed(step.acts)
            found.append(replace(step, name=step.name if same else name, blocks=blocks, acts=acts))
        return tuple(found)

    known = len(drawn.parts)
    parts = [
        replace(part, name=other.name)
        for part, other in zip(process.parts[:known], drawn.parts, strict=False)
    ]
    return replace(
        process, steps=renamed(process.steps), parts=(*parts, *process.parts[len(parts) :])
    )
