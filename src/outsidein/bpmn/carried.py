"""Our facts in a BPMN file: those of the process on its process, those of a step on its element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from outsidein.bpmn.facts import decode, encode
from outsidein.bpmn.tags import OURS, tag
from outsidein.model.graph import Placed
from outsidein.model.process import Process, Step

PROCESS, STEP, HALF = "process", "step", "half"


def process_facts(process: Process) -> etree._Element:
    """Return what is said of a process as a whole: everything but its steps."""
    return encode(replace(process, steps=(), shared=()), PROCESS)


def step_facts(placed: Placed) -> etree._Element:
    """Return what is said of a step, and where it stands; the steps inside it say it themselves."""
    step = placed.step
    bare = replace(step, acts=(), blocks=tuple(replace(b, steps=()) for b in step.blocks))
    element = encode(bare, STEP)
    element.set("position", str(placed.position))
    if placed.is_shared:
        element.set("is_shared", "true")
    for word, value in (("act_of", placed.act_of), ("block_of", placed.block_of),
                        ("block_name", placed.block_name)):  # fmt: skip
        if value is not None:
            element.set(word, value)
    return element


@dataclass(frozen=True, kw_only=True)
class Carried:
    """The facts found in a file: the process as it was written, None if they are not whole.

    ``steps`` are the steps by id, without those inside them.
    """

    process: Process | None
    steps: Mapping[str, Step]


def carried_in(root: etree._Element) -> Carried | None:
    """Return our facts in a file; None if it has none."""
    whole = next(root.iter(tag(PROCESS, OURS)), None)
    found: dict[str, tuple[etree._Element, Step]] = {}
    for element in root.iter(tag(STEP, OURS)):
        step = _decoded(element, Step)
        if isinstance(step, Step):
            found.setdefault(step.id, (element, step))
    process = _decoded(whole, Process) if whole is not None else None
    steps = {identity: step for identity, (_, step) in found.items()}
    if not isinstance(process, Process):
        return Carried(process=None, steps=steps) if steps else None
    return Carried(process=_assembled(process, found), steps=steps)


def halves_in(root: etree._Element) -> dict[str, str]:
    """Return the tasks that draw a part's half of an encounter: their id -> the step's."""
    found = {}
    for element in root.iter(tag(HALF, OURS)):
        task = next(element.iterancestors(tag("task"), tag("sendTask")), None)
        if task is not None:
            found[task.get("id") or ""] = element.get("of") or ""
    return found


def _decoded(element: etree._Element, cls: type) -> object:
    try:
        return decode(element, cls)
    except (ValueError, KeyError, TypeError):
        return None


def _assembled(process: Process, found: Mapping[str, tuple[etree._Element, Step]]) -> Process:
    homes: dict[tuple[str, str], list[tuple[int, Step]]] = defaultdict(list)
    for element, step in found.values():
        homes[_home(element)].append((_position(element), step))

    builder = _Builder(homes)
    return replace(
        process, steps=tuple(builder.steps(("", ""))), shared=tuple(builder.steps(("shared", "")))
    )


def _home(element: etree._Element) -> tuple[str, str]:
    if element.get("is_shared"):
        return "shared", ""
    if element.get("act_of"):
        return f"act {element.get('act_of')}", ""
    if element.get("block_of"):
        return f"block {element.get('block_of')}", element.get("block_name") or ""
    return "", ""


def _position(element: etree._Element) -> int:
    text = element.get("position") or ""
    return int(text) if text.isdigit() else 0


class _Builder:
    """Puts the steps of blocks and acts into the steps they stand in."""

    def __init__(self, homes: Mapping[tuple[str, str], list[tuple[int, Step]]]) -> None:
        self.homes = homes
        self.used: set[str] = set()

    def steps(self, home: tuple[str, str]) -> Iterator[Step]:
        for _, step in sorted(self.homes.get(home, ()), key=lambda pair: pair[0]):
            if step.id in self.used:
                continue  # a file that was made up may place a step inside itself
            self.used.add(step.id)
            blocks = tuple(
                replace(b, steps=tuple(self.steps((f"block {step.id}", b.name))))
                for b in step.blocks
            )
            acts = tuple(self.steps((f"act {step.id}", "")))
            yield replace(step, blocks=blocks, acts=acts)
