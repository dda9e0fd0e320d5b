"""Our facts in a file that was redrawn elsewhere: the drawing wins, what still fits stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from outsidein.bpmn.content import Content
from outsidein.bpmn.elements import FlowNode
from outsidein.bpmn.outline import Outline, plain
from outsidein.model.behaviour import Branch
from outsidein.model.process import Behaviour, Process, Step

# What the drawing itself says of a step, or what refers to other steps.
DRAWN = frozenset({
    "part", "person", "only", "through", "patience", "closed", "retry", "no_show", "fails",
    "at_most", "go", "next", "overrides",
})  # fmt: skip
KEPT = tuple(field.name for field in fields(Behaviour) if field.name not in DRAWN)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A file beside what we would draw of the process it carries."""

    same_flow: bool
    names: Mapping[str, str]  # of the steps that are called otherwise now
    lanes: Mapping[str, str]  # of the parts


def compare(content: Content, process: Process) -> Compared:
    """Hold a drawing against a process; where things stand does not matter."""
    outline = Outline(process)
    shapes = {s.id: s for s in outline.shapes.values() if s.tag != "textAnnotation"}
    nodes = {n.key: n for n in content.nodes.values() if n.within not in content.nodes}
    same = {(s.id, s.tag, s.lane) for s in shapes.values()} == {_sign(n) for n in nodes.values()}
    arrows = Counter((a.source, a.target, plain(a.name)) for a in outline.arrows.values())
    flows = Counter(
        (flow.source, flow.target, plain(flow.name))
        for flow in content.flows.values() if flow.within not in content.nodes
    )  # fmt: skip
    bands = {band.id: band.name for band in outline.bands}
    same = same and arrows == flows and bands.keys() == content.lanes.keys()
    names = {
        shape.step.id: plain(nodes[shape.id].name)
        for shape in shapes.values() if shape.step is not None and shape.id in nodes
        and plain(nodes[shape.id].name) != plain(shape.name) and plain(nodes[shape.id].name)
    }  # fmt: skip
    lanes = {
        part.id: plain(content.lanes[key].name)
        for part in process.parts
        if (key := outline.id_of(f"lane.part.{part.id}")) in content.lanes
        and plain(content.lanes[key].name) not in ("", plain(bands.get(key, "")))
    }
    return Compared(same_flow=same, names=names, lanes=lanes)


def _sign(node: FlowNode) -> tuple[str, str, str | None]:
    return node.key, getattr(node, "kind", "callActivity"), node.lane


def renamed(process: Process, compared: Compared) -> Process:
    """Return a process with the names that its steps and parts have in the drawing."""
    parts = tuple(
        replace(part, name=compared.lanes.get(part.id, part.name)) for part in process.parts
    )
    return replace(process, parts=parts, steps=_renamed(process.steps, compared.names))


def _renamed(steps: tuple[Step, ...], names: Mapping[str, str]) -> tuple[Step, ...]:
    found = []
    for step in steps:
        blocks = tuple(replace(b, steps=_renamed(b.steps, names)) for b in step.blocks)
        acts = _renamed(step.acts, names)
        name = names.get(step.id, step.name)
        found.append(replace(step, name=name, blocks=blocks, acts=acts))
    return tuple(found)


def overlaid(drawn: Process, ours: Process, steps: Mapping[str, Step]) -> tuple[Process, int]:
    """Return the process as drawn with what we know of its steps and parts, and of how many.

    Times, channels, costs and facts of a step that is still there and still done by the same side;
    shares of the answers that are still there; people and hours of the parts that are.
    """
    known = {part.id for part in ours.parts}
    parts = (*ours.parts, *(part for part in drawn.parts if part.id not in known))
    persons = {name.casefold(): name for customer in ours.customers for name in customer.people}
    overlay = _Overlay(steps, persons)
    found = overlay.steps(drawn.steps)
    process = replace(
        drawn, name=ours.name, parts=parts, steps=found, channels=ours.channels,
        customers=ours.customers or drawn.customers, arrivals=ours.arrivals,
        working_days=ours.working_days, numbers=ours.numbers, currency=ours.currency,
        poor_when=ours.poor_when, horizon_seconds=ours.horizon_seconds,
    )  # fmt: skip
    return process, overlay.known


class _Overlay:
    """Lays what we know of steps over steps as they are drawn."""

    def __init__(self, ours: Mapping[str, Step], persons: Mapping[str, str]) -> None:
        self.ours, self.persons = ours, persons
        self.ends = {plain(s.name): s for s in ours.values() if s.verb == "end"}
        self.known = 0

    def steps(self, drawn: tuple[Step, ...]) -> tuple[Step, ...]:
        """Return the steps with what is known of each."""
        return tuple(self._step(step) for step in drawn)

    def _step(self, drawn: Step) -> Step:
        blocks = tuple(replace(b, steps=self.steps(b.steps)) for b in drawn.blocks)
        person = self.persons.get((drawn.person or "").casefold())
        step = replace(drawn, blocks=blocks, person=person)
        ours = self.ours.get(step.id)
        if ours is None and step.verb == "end":
            ours = self.ends.get(plain(step.name))
        if ours is None or not _alike(step, ours) or ours.ways:
            return step
        self.known += 1
        return _laid_over(step, ours)


def _alike(drawn: Step, ours: Step) -> bool:
    """Whether two steps are done by the same side; who informs is drawn as meeting the customer."""
    met = {"do", "tell", "touch"}
    return drawn.verb == ours.verb or (drawn.verb in met and ours.verb in met)


def _laid_over(drawn: Step, ours: Step) -> Step:
    said = {name: getattr(ours, name) for name in KEPT}
    said["go"] = _with_shares(drawn.go, {plain(b.label): b.share for b in ours.go})
    said |= {"verb": ours.verb, "wait": ours.wait, "outcome": ours.outcome, "phase": ours.phase}
    if drawn.part is None or ours.verb in ("do", "tell", "touch"):
        said["part"] = ours.part
    if ours.verb == "tell":
        said["fails"] = ()
    return replace(drawn, **said)


def _with_shares(go: tuple[Branch, ...], shares: Mapping[str, float | None]) -> tuple[Branch, ...]:
    """Return the answers with their shares, if they are the same answers as before."""
    if {plain(branch.label) for branch in go} != shares.keys():
        return go
    return tuple(replace(branch, share=shares[plain(branch.label)]) for branch in go)
