"""A process as what BPMN draws: shapes in lanes, arrows between them, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outsidein.address import slug
from outsidein.bpmn.wires import centre, wire
from outsidein.chart.chart import Exit, Link, Node
from outsidein.chart.drawing import Box, Drawing, Point
from outsidein.chart.layout import columns, layout
from outsidein.chart.links import IF_NO_OTHER
from outsidein.chart.view import view
from outsidein.chart.wording import clean, law_text
from outsidein.model.behaviour import Law, Times
from outsidein.model.graph import OFF_THE_FLOW, Placed, placed_steps
from outsidein.model.process import Process, Step

EVENT, GATEWAY = 18.0, 25.0  # half the side of an event and of a gateway
GATEWAYS = {
    "choice": "exclusiveGateway", "race": "eventBasedGateway", "all": "parallelGateway",
    "some": "inclusiveGateway",
}  # fmt: skip
CALLED = "callActivity"
CALLS = ("touch", "tell")  # begun by the part: its half comes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One element with a place; ``step`` is the step whose facts it carries.

    ``half_of`` names the step whose part's half it is · ``host`` the activity that a boundary
    event hangs on · ``event`` the kind of its event definition, ``law`` how long a timer takes ·
    ``default`` the arrow taken if no other is · ``times`` how often it is done, all at once or not.
    """

    id: str
    tag: str
    name: str
    box: Box
    lane: str | None = None
    step: Step | None = None
    half_of: str | None = None
    host: str | None = None
    event: str | None = None
    law: Law | None = None
    default: str | None = None
    times: tuple[Times, bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One sequence flow; ``condition`` says which way it is, if a step has several halves."""

    id: str
    source: str
    target: str
    name: str
    points: tuple[Point, ...]
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One lane."""

    id: str
    name: str
    box: Box


class Outline:
    """Everything that is drawn of a process, by BPMN id."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.placed = placed_steps(process)
        self.chart = view(process, "departments")
        self.drawing: Drawing = layout(self.chart, columns(self.chart))
        self.shapes: dict[str, Shape] = {}
        self.arrows: dict[str, Arrow] = {}
        self.ids: dict[str, str] = {}
        self._taken: set[str] = set()
        self._carried: set[str] = set()
        self._lines = {line.id: line.points for line in self.drawing.lines if line.id}
        self._marks: dict[str, int] = {}
        for placed in self.placed.values():
            self.id_of(placed.step.id)  # steps keep their own ids; all others give way
        self.bands = [
            Band(id=self.id_of(f"lane.{lane.id}"), name=lane.name, box=self.drawing.lanes[lane.id])
            for lane in self.chart.lanes
        ]
        self._draw()

    def id_of(self, name: str) -> str:
        """Return the id of anything the chart has a name for: an NCName of its own."""
        if name not in self.ids:
            pieces = [slug(piece) for piece in re.split(r"[.~]", name) if piece]
            wanted = found = ".".join(pieces) or "_"
            number = 1
            while found in self._taken:
                number += 1
                found = f"{wanted}.{number}"
            self._taken.add(found)
            self.ids[name] = found
        return self.ids[name]

    def _draw(self) -> None:
        for node in self.chart.nodes.values():
            if node.kind != "consult":
                self._node(node)
        for node in self.chart.nodes.values():
            self._inside(node)
        exits = {mark.id: mark for mark in self.chart.exits}
        for link in self.chart.links:
            if link.kind in ("wait", "consult", "noticed"):
                continue
            if link.exit is None:
                self._link(link)
            else:
                self._exit(exits[link.exit], link)
        for mark in exits.values():
            if mark.end is not None:
                self._end(mark)
        self._limits(exits)
        self._notes()

    # -- shapes

    def _node(self, node: Node) -> None:
        box = self.drawing.nodes.get(node.id, Box(0, 0, 100, 60))
        tag, event = self._kind(node)
        if tag.endswith("Event"):
            box = around(centre(box), EVENT)
        elif tag.endswith("Gateway"):
            box = around(centre(box), GATEWAY)
        step = self._carrier(node)
        said = self.placed[node.id].step if node.id in self.placed else step
        self._add(
            Shape(id=self.id_of(node.id), tag=tag, name=node.text.replace("\n", " "), box=box,
                  lane=self.id_of(f"lane.{node.lane}"), step=step, event=event,
                  law=said.wait if said is not None and event == "timer" else None,
                  default=self._default(node, said),
                  times=_times(said))
        )  # fmt: skip
        if node.act_of is not None:
            return
        for half in node.halves:
            verb = step.verb if step is not None else "do"
            self._add(
                Shape(id=self.id_of(half.id), tag="sendTask" if verb in CALLS else "task",
                      name=half.text, box=self.drawing.nodes.get(half.id, box),
                      lane=self.id_of(f"lane.{half.lane}"), half_of=self.id_of(node.id))
            )  # fmt: skip

    def _add(self, shape: Shape) -> Shape:
        self.shapes[shape.id] = shape
        return shape

    def _kind(self, node: Node) -> tuple[str, str | None]:
        step = self.placed[node.id].step if node.id in self.placed else None
        if node.act_of is not None and step is not None:
            return "subProcess", None
        if node.kind == "end":
            own = self.placed.get(node.id) or self.placed.get(node.id.partition("~")[0])
            stops = own is not None and own.step.ends is not None
            return "endEvent", "terminate" if stops else None
        if node.kind == "start":
            return "startEvent", None
        if node.kind == "gateway":
            return GATEWAYS[node.sign or "choice"], None
        if node.kind == "timer":
            return "intermediateCatchEvent", "timer"
        if node.kind == "back":
            return ("serviceTask" if node.is_system else "task"), None
        if step is not None and step.verb == "call":
            return "callActivity", None
        return ("receiveTask" if step is not None and step.verb in CALLS else "userTask"), None

    def _default(self, node: Node, step: Step | None) -> str | None:
        """Return the arrow to the branch that is done if no other is."""
        rest = next((b for b in step.blocks if b.rest), None) if step is not None else None
        first = rest.steps[0].id if rest is not None and rest.steps else None
        links = (k for k in self.chart.links if k.source == node.id and k.target == first)
        link = next(links, None)
        return self.id_of(f"flow.{link.id}") if link is not None else None

    def _carrier(self, node: Node) -> Step | None:
        """Return the step whose facts a node carries: each step's travel once."""
        identity = node.id if node.id in self.placed else node.id.partition("~")[0]
        is_copy = node.is_local and identity in self.placed
        if (node.id in self.placed or is_copy) and identity not in self._carried:
            self._carried.add(identity)
            return self.placed[identity].step
        return None

    # -- arrows

    def _arrow(self, name: str, source: str, target: str, label: str = "", **said: str) -> None:
        drawn = self._lines.get(said.pop("line", ""), ())
        points = wire(self.shapes[source].box, self.shapes[target].box, drawn)
        identity = self.id_of(f"flow.{name}")
        self.arrows[identity] = Arrow(
            id=identity, source=source, target=target, name=label, points=tuple(points), **said
        )

    def _inside(self, node: Node) -> None:
        """Join the halves of an encounter: who begins it comes first."""
        if node.kind == "consult" or node.act_of is not None:
            return
        own = self.id_of(node.id)
        for half in node.halves:
            other = self.id_of(half.id)
            if self._begins_below(node):
                self._arrow(f"{half.id}.up", other, own)
            else:
                ways = ", ".join(dict.fromkeys(badge.name for badge in half.badges if badge.name))
                condition = ways if len(node.halves) > 1 else ""
                self._arrow(f"{half.id}.down", own, other, ways, condition=condition)

    def _begins_below(self, node: Node) -> bool:
        placed = self.placed.get(node.id)
        verb = placed.step.verb if placed is not None else ""
        return verb in CALLS and len(node.halves) == 1

    def _link(self, link: Link) -> None:
        source, target = self.chart.nodes[link.source], self.chart.nodes[link.target]
        entry = self._entry(target)
        if source.sign == "race":
            self._race(link, entry)
            return
        for number, leave in enumerate(self._leaves(source)):
            name = f"{link.id}.{number}" if number else link.id
            label = link.label.removesuffix(IF_NO_OTHER)  # BPMN has a sign for it
            self._arrow(name, leave, entry, label, line=link.id)

    def _race(self, link: Link, entry: str) -> None:
        """Let a timer stand on each way of a race: BPMN wants an event behind such a gateway."""
        gateway = self.shapes[self.id_of(link.source)]
        race = self.placed[link.source].step.race
        runners = [r for r in race if r.to == link.target.partition("~")[0]]
        by_label = [r for r in runners if link.id.endswith(r.label.replace(" ", "-"))]
        x, y = centre(gateway.box)
        for runner in by_label or runners:
            identity = self.id_of(f"{link.source}.{runner.label}.timer")
            if identity in self.shapes:
                continue
            place = (x + 3.5 * EVENT, y + 2.5 * EVENT * self._marks.get(gateway.id, 0))
            self._marks[gateway.id] = self._marks.get(gateway.id, 0) + 1
            self._add(
                Shape(id=identity, tag="intermediateCatchEvent", name=runner.label,
                      box=around(place, EVENT), lane=gateway.lane, event="timer", law=runner.after)
            )  # fmt: skip
            self._arrow(f"{link.id}.{runner.label}.begins", gateway.id, identity)
            self._arrow(f"{link.id}.{runner.label}.ends", identity, entry)

    def _entry(self, node: Node) -> str:
        below = self._begins_below(node) and node.act_of is None
        return self.id_of(node.halves[0].id if below else node.id)

    def _leaves(self, node: Node) -> list[str]:
        """Return the shapes a step is left from: its halves, and itself where a way has none."""
        own = self.id_of(node.id)
        if not node.halves or node.act_of is not None or self._begins_below(node):
            return [own]
        step = self.placed[node.id].step if node.id in self.placed else None
        alone = step is not None and any(
            way.part is None and way.channel is None and step.part is None and step.channel is None
            and way.name not in self.process.channels
            for way in step.ways
        )  # fmt: skip
        return [*([own] if alone else []), *(self.id_of(half.id) for half in node.halves)]

    # -- ways out

    def _exit(self, mark: Exit, link: Link) -> None:
        if link.target in self.chart.nodes:
            hung = self._boundary(mark)
            entry = self._entry(self.chart.nodes[link.target])
            self._arrow(link.id, hung, entry, line=link.id)

    def _limits(self, exits: Mapping[str, Exit]) -> None:
        """Hang a timer on each step that lasts a time at most, unless the chart draws it."""
        for identity, placed in self.placed.items():
            limit = placed.step.limit
            host = self.shapes.get(self.ids.get(identity, ""))
            if limit is None or host is None or f"{identity}.limit.{limit.to}" in exits:
                continue
            if not (host.tag.endswith(("Task", "task")) or host.tag == CALLED):
                continue  # what is not drawn still travels as a fact
            to = self._drawn(limit.to) or self._end_below(limit.to, host)
            if to is None:
                continue
            number = self._marks.get(host.id, 0)
            self._marks[host.id] = number + 1
            place = (host.box.left + EVENT + 1 + number * 2.2 * EVENT, host.box.bottom)
            hung = self._add(
                Shape(id=self.id_of(f"{identity}.limit"), tag="boundaryEvent", event="timer",
                      name=law_text(limit.law) if limit.law else "", host=host.id, lane=host.lane,
                      box=around(place, EVENT), law=limit.law)
            )  # fmt: skip
            self._arrow(f"{identity}.limit", hung.id, to)

    def _drawn(self, identity: str | None) -> str | None:
        """Return the shape where a step is entered; of an end drawn several times, the first."""
        nodes = self.chart.nodes
        found = (n for n in nodes.values() if identity in (n.id, n.id.partition("~")[0]))
        node = next(found, None)
        return self._entry(node) if node is not None else None

    def _end_below(self, identity: str | None, host: Shape) -> str | None:
        """Draw an end that nothing else leads to below what leads to it."""
        placed = self.placed.get(identity or "")
        if placed is None or placed.step.verb != "end" or placed.step.id in self._carried:
            return None
        self._carried.add(placed.step.id)
        place = (host.box.left + EVENT, host.box.bottom + 3 * EVENT)
        stops = "terminate" if placed.step.ends is not None else None
        end = Shape(
            id=self.id_of(placed.step.id), tag="endEvent", name=clean(placed.step.name),
            box=around(place, EVENT), lane=host.lane, step=placed.step, event=stops,
        )  # fmt: skip
        return self._add(end).id

    def _end(self, mark: Exit) -> None:
        hung = self.shapes[self._boundary(mark)]
        x, y = centre(hung.box)
        end = self._add(
            Shape(id=self.id_of(f"{mark.id}.end"), tag="endEvent", name=mark.end_text,
                  box=around((x, y + 3 * EVENT), EVENT), lane=hung.lane, step=self._ending(mark))
        )  # fmt: skip
        self._arrow(f"{mark.id}.to-end", hung.id, end.id)

    def _ending(self, mark: Exit) -> Step | None:
        """Return the end that a mark leads straight to, unless its facts travel already."""
        for placed in self.placed.values():
            step = placed.step
            named = step.verb == "end" and clean(step.name) == mark.end_text
            if named and step.id not in self._carried:
                self._carried.add(step.id)
                return step
        return None

    def _boundary(self, mark: Exit) -> str:
        """Return the boundary event of a mark, or its host if nothing can hang on that."""
        host = self.shapes[self.ids.get(mark.half or "", "") or self.id_of(mark.node)]
        if not (host.tag.endswith("Task") or host.tag in ("task", "callActivity")):
            return host.id
        identity = self.id_of(f"{mark.id}.mark")
        if identity in self.shapes:
            return identity
        number = self._marks.get(host.id, 0)
        self._marks[host.id] = number + 1
        place = (host.box.left + EVENT + 1 + number * 2.2 * EVENT, host.box.bottom)
        event = {"fail": "error", "patience": "timer", "limit": "escalation"}[mark.kind]
        self._add(
            Shape(id=identity, tag="boundaryEvent", name="; ".join(mark.lines) or mark.title,
                  box=around(place, EVENT), lane=host.lane, host=host.id, event=event,
                  law=self._time_limit(mark))
        )  # fmt: skip
        return identity

    def _time_limit(self, mark: Exit) -> Law | None:
        """Return how long a step lasts at most, if that is what a mark says."""
        placed = self.placed.get(mark.node)
        limit = placed.step.limit if placed is not None else None
        if limit is None or mark.id != f"{mark.node}.limit.{limit.to}":
            return None
        return limit.law

    # -- what has no sign

    def _notes(self) -> None:
        """Let what BPMN has no sign for, promises above all, stand above the lanes as notes."""
        left, top = 0.0, min((band.box.top for band in self.bands), default=0.0) - 80
        for placed in self.placed.values():
            if placed.step.id in self._carried or placed.is_shared:
                continue
            self._add(
                Shape(id=self.id_of(placed.step.id), tag="textAnnotation", name=_noted(placed),
                      box=Box(left, top, left + 180, top + 50), step=placed.step)
            )  # fmt: skip
            left += 200


def plain(text: str) -> str:
    """Return a text as a drawing has it: on one line, each character one of XML's."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Return a text without the characters that XML has no place for."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or (c >= "\ue000"
                   and c not in "\ufffe\uffff"))  # fmt: skip


def _times(step: Step | None) -> tuple[Times, bool] | None:
    """Return how often a step is done, and whether all at once."""
    if step is None or step.times is None:
        return None
    return step.times, bool(step.at_once)


def _noted(placed: Placed) -> str:
    step = placed.step
    if step.verb in OFF_THE_FLOW and step.span is not None:
        return f"{step.verb}: {step.name}, {step.span.first} to {step.span.last}"
    return f"{step.verb}: {step.name}"


def around(point: Point, half: float) -> Box:
    """Return a square around a point."""
    x, y = point
    return Box(x - half, y - half, x + half, y + half)
