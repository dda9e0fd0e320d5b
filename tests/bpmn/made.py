"""Small BPMN files, written as lines of text."""

from __future__ import annotations

from outsidein.bpmn.bpmnfile import BpmnFile, open_bytes
from outsidein.bpmn.processes import ProcessRead, to_process

SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KINDS = {
    "start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent", "boundary": "boundaryEvent", "xor": "exclusiveGateway",
    "and": "parallelGateway", "or": "inclusiveGateway", "race": "eventBasedGateway",
}  # fmt: skip


def pool(name: str, nodes: str, flows: str, lanes: str = "") -> tuple[str, str, str, str]:
    """A pool: nodes as `kind id [event]`, flows as `a > b [label]`, lanes as `name: id id`."""
    return name, nodes, flows, lanes


def bpmn(*pools: tuple[str, str, str, str], messages: str = "", closed: str = "") -> BpmnFile:
    """A file of pools; `messages` as `a > b`, `closed` names of pools without a process."""
    together, processes = [], []
    for number, (name, nodes, flows, lanes) in enumerate(pools):
        if name:
            together.append(
                f'<participant id="pool{number}" name="{name}" processRef="process{number}"/>'
            )
        inner = lane_set(lanes) + "".join(map(node, nodes.split(";"))) + threads(flows)
        processes.append(f'<process id="process{number}">{inner}</process>')
    together += [f'<participant id="{c.strip()}" name="{c.strip()}"/>' for c in closed.split()]
    for number, line in enumerate(lines(messages)):
        source, _, target = line.partition(" > ")
        together.append(
            f'<messageFlow id="m{number}" name="m{number}" sourceRef="{source}"'
            f' targetRef="{target}"/>'
        )
    collaboration = (
        f'<collaboration id="together">{"".join(together)}</collaboration>' if together else ""
    )
    text = f'<definitions xmlns="{SPACE}" targetNamespace="x">{collaboration}{"".join(processes)}'
    return open_bytes(f"{text}</definitions>".encode(), "made.bpmn")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split(";") if line.strip()]


def node(text: str) -> str:
    kind, key, *event = text.split()
    host = f' attachedToRef="{event.pop(0)}"' if kind == "boundary" else ""
    inside = "".join(map(definition, event))
    tag = KINDS.get(kind, kind)
    return f'<{tag} id="{key}" name="{key}"{host}>{inside}</{tag}>'


def definition(text: str) -> str:
    if text.startswith("P"):
        lasts = f"<timeDuration>{text}</timeDuration>"
        return f"<timerEventDefinition>{lasts}</timerEventDefinition>"
    return f"<{text}EventDefinition/>"


def threads(text: str) -> str:
    found = []
    for number, line in enumerate(lines(text)):
        source, _, rest = line.partition(" > ")
        target, _, label = rest.partition(" ")
        key = f"f-{source}-{target}-{number}"
        found.append(
            f'<sequenceFlow id="{key}" name="{label}" sourceRef="{source}" targetRef="{target}"/>'
        )
    return "".join(found)


def lane_set(text: str) -> str:
    found = []
    for number, line in enumerate(lines(text)):
        name, _, keys = line.partition(": ")
        refs = "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in keys.split())
        found.append(f'<lane id="lane{number}" name="{name}">{refs}</lane>')
    return f"<laneSet>{''.join(found)}</laneSet>" if found else ""


def said(read: ProcessRead) -> list[str]:
    """The steps of a process, a line each: id, verb, part, where it leads."""
    parts = {part.id: part.name for part in read.process.parts}
    found = []
    for step in read.process.steps:
        line = f"{step.id} {step.verb}"
        line += f" {parts[step.part]}" if step.part else ""
        line += " all:" * step.join_all
        line += "".join(f" {b.label}->{b.to}" for b in step.go)
        line += "".join(f" !{f.mode}->{f.to}" for f in step.fails)
        line += f" >{','.join(step.next)}" if step.next else ""
        for block in step.blocks:
            line += f" [{block.name}: {' '.join(s.id for s in block.steps)}]"
        found.append(line)
    return found


def steps(file: BpmnFile, customer: str | None = "Guest") -> list[str]:
    return said(to_process(file, customer))
