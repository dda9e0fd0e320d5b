"""From the values of a BPMN file to one graph: sub-processes opened, links and messages joined."""

from __future__ import annotations

import re
from collections.abc import Mapping

from outsidein.bpmn.content import Content
from outsidein.bpmn.customer import Customers
from outsidein.bpmn.elements import (
    CallActivity,
    Element,
    Event,
    FlowNode,
    Gateway,
    MessageFlow,
    SubProcess,
    Task,
)
from outsidein.bpmn.owners import Owner, Owners, tidy
from outsidein.bpmn.weave import Knot, KnotKind, Thread, Weave
from outsidein.errors import Fault
from outsidein.model.behaviour import Law

# ISO 8601 durations without years and months, whose length is not fixed.
_DURATION = re.compile(
    r"^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)
_PIECES = ((604_800.0, "week"), (86_400.0, "day"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"))
SEVERAL_WAYS = "may take several ways at once: it is read as taking one"


class Weaver:
    """Makes the graph of one file, and notes what our model cannot hold."""

    def __init__(
        self, content: Content, owners: Owners, customers: Customers, name: str,
        halves: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.halves = halves or {}  # tasks that are a part's half of an encounter -> the step
        self.content, self.owners, self.customers, self.name = content, owners, customers, name
        self.weave = Weave()
        self.faults: list[Fault] = []
        self.beside: set[str] = set()  # what only a boundary event that is left out leads to
        self.opened: dict[str, tuple[str, list[str]]] = {}  # sub-process -> entry, exits

    def make(self) -> Weave:
        """Return the graph."""
        closed = self._closed()
        for node in self.content.nodes.values():
            if not self._is_inside(node, closed) and self._is_on_the_flow(node):
                self._knot(node, is_open=isinstance(node, SubProcess) and node.key not in closed)
        self._flows()
        self._links()
        self._fold_halves()
        self._boundaries()
        self._timers()
        self._conditions()
        return self.weave

    def fault(self, code: str, element: Element, what: str) -> None:
        """Note what our model cannot hold; it stays in the file."""
        where = f"{self.name}:{element.line}"
        said = f'{_kind(element)} "{tidy(element.name) or element.key}" {what}'
        self.faults.append(Fault(code, "warning", where, said))

    def is_customer(self, owner: Owner | None) -> bool:
        """Whether a pool or a lane is the customer's."""
        return owner is not None and owner.key in self.customers.owners

    # -- sub-processes

    def _closed(self) -> set[str]:
        """Return the sub-processes that stay one step: what is inside is not read."""
        found = set()
        for node in self.content.nodes.values():
            if not isinstance(node, SubProcess):
                continue
            inside = self.content.inside(node.key)
            why = ""
            if node.triggered:
                why = "starts by an event: it is left out"
            elif node.kind == "adHocSubProcess":
                why = "is done in any order: it is read as one step"
            elif node.loop:
                why = "repeats: it is read as one step"
            elif inside and self.content.attached(node.key):
                why = "can be left from anywhere inside: it is read as one step"
            elif inside and len(self._entries(inside)) != 1:
                why = "begins in several places: it is read as one step"
            if why or not inside:
                found.add(node.key)
            if why:
                self.fault("sub-process", node, why)
        return found

    def _entries(self, inside: list[FlowNode]) -> list[FlowNode]:
        reached = {flow.target for flow in self.content.flows.values()}
        return [n for n in inside if n.key not in reached and self._is_on_the_flow(n)]

    def _is_inside(self, node: FlowNode, closed: set[str]) -> bool:
        around = node.within
        while around in self.content.nodes:
            if around in closed:
                return True
            around = self.content.nodes[around].within
        return False

    @staticmethod
    def _is_on_the_flow(node: FlowNode) -> bool:
        if isinstance(node, Event):
            return node.kind not in ("boundaryEvent", "implicitThrowEvent")
        if isinstance(node, SubProcess) and node.triggered:
            return False
        return not getattr(node, "for_compensation", False)

    # -- knots

    def _knot(self, node: FlowNode, *, is_open: bool) -> None:
        kind, law = self._kind_of(node)
        owner = self.owners.of(node.key)
        if is_open:
            kind = "pass"
            inside = self.content.inside(node.key)
            left = {flow.source for flow in self.content.flows.values()}
            ends = [n.key for n in inside if n.key not in left and self._is_on_the_flow(n)]
            self.opened[node.key] = (self._entries(inside)[0].key, ends)
        joins = isinstance(node, Gateway) and node.kind == "parallelGateway"
        merges = isinstance(node, Gateway) and node.kind == "inclusiveGateway" and kind == "pass"
        self.weave.add(
            Knot(key=node.key, kind=kind, name=tidy(node.name), owner=owner, node=node, law=law,
                 joins=joins, merges=merges, held=[node.key])
        )  # fmt: skip

    def _kind_of(self, node: FlowNode) -> tuple[KnotKind, Law | None]:
        if isinstance(node, Gateway):
            return self._kind_of_gateway(node), None
        if isinstance(node, Event):
            return self._kind_of_event(node)
        if isinstance(node, Task | CallActivity) and node.loop == "standard":
            self.fault("repeats", node, "repeats: it is read as done once")
        return "work", None

    def _kind_of_gateway(self, node: Gateway) -> KnotKind:
        if len(self.content.outgoing(node.key)) < 2:
            return "pass"
        if node.kind == "parallelGateway":
            return "fork"
        if node.kind == "inclusiveGateway":
            return "some"  # a block, if its ways meet again
        if node.kind == "complexGateway":
            self.fault("gateway", node, SEVERAL_WAYS)
        return "race" if node.kind == "eventBasedGateway" else "choice"

    def _kind_of_event(self, node: Event) -> tuple[KnotKind, Law | None]:
        inner = node.within in self.content.nodes
        if node.kind == "startEvent":
            return ("pass" if inner else "start"), None
        if node.kind == "endEvent":
            return ("pass" if inner else "end"), None
        if node.kind == "intermediateThrowEvent" or node.has("link") or not node.definitions:
            return "pass", None
        return ("news" if node.has("message") else "wait"), law_of(node)

    # -- threads

    def _flows(self) -> None:
        for flow in self.content.flows.values():
            if flow.source is None or flow.target is None:
                continue
            label = tidy(flow.name) or tidy(flow.condition or "")
            node = self.content.nodes.get(flow.source)
            is_default = node is not None and node.default == flow.key
            self.weave.tie(
                Thread(source=flow.source, target=flow.target, label=label, held=(flow.key,),
                       is_default=is_default)
            )  # fmt: skip
        for key, (entry, exits) in self.opened.items():
            for thread in list(self.weave.out[key]):
                self.weave.cut(thread)
                for end in exits:
                    self._tie(end, thread.target, "", thread.held)
            self._tie(key, entry, "", ())

    def _tie(self, source: str, target: str, label: str, held: tuple[str, ...]) -> None:
        self.weave.tie(Thread(source=source, target=target, label=label, held=held))

    def _links(self) -> None:
        """Join link events of one name within a process."""
        catching: dict[tuple[str, str], str] = {}
        events = [n for n in self.content.nodes.values() if isinstance(n, Event) and n.has("link")]
        for event in events:
            if event.kind == "intermediateCatchEvent":
                catching.setdefault(_link(event), event.key)
        for event in events:
            target = catching.get(_link(event))
            if event.kind == "intermediateThrowEvent" and target is not None:
                self._tie(event.key, target, "", ())

    def _boundaries(self) -> None:
        for event in self.content.nodes.values():
            if not isinstance(event, Event) or event.kind != "boundaryEvent":
                continue
            hung = event.attached_to or ""
            host = self.weave.knots.get(self.halves.get(hung, hung))
            targets = [f.target or "" for f in self.content.outgoing(event.key)]
            targets = [self.halves.get(target, target) for target in targets]
            targets = [t for t in targets if t in self.weave.knots]
            why = ""
            if not event.interrupting:
                why = "starts something beside: what follows is left out"
            elif event.has("compensate"):
                why = "undoes a step: it is left out"
            elif host is None or host.kind != "work" or not targets:
                why = "leads nowhere from a step: it is left out"
            if why:
                self.fault("boundary", event, why)
                self.beside |= set(targets)
            elif host is not None:
                mode = tidy(event.name) or _mode(event)
                if event.has("timer") and host.limit is None:
                    host.limit = (len(host.fails), law_of(event))
                host.fails.append((mode, targets[0]))
                host.held.append(event.key)

    def _timers(self) -> None:
        """Let a race that timers alone decide go where they lead, each after its time."""
        weave = self.weave
        for race in [knot for knot in weave.knots.values() if knot.kind == "race"]:
            threads = list(weave.out[race.key])
            timers = [weave.knots[thread.target] for thread in threads]
            alone = all(
                timer.kind == "wait" and timer.law is not None and not timer.fails
                and len(weave.into[timer.key]) == len(weave.out[timer.key]) == 1
                for timer in timers
            )  # fmt: skip
            if not alone or len({timer.key for timer in timers}) < 2:
                continue
            for thread, timer in zip(threads, timers, strict=True):
                thread.law, thread.label = timer.law, thread.label or timer.name
                onward = weave.out[timer.key][0]
                thread.held = (*thread.held, *timer.held, *onward.held)
                weave.lead(thread, onward.target)
                weave.drop(timer.key)

    def _fold_halves(self) -> None:
        """Take a part's half of an encounter of ours into the step it belongs to."""
        weave = self.weave
        for half, of in self.halves.items():
            if half not in weave.knots or of not in weave.knots or half == of:
                continue
            whole = weave.knots[of]
            onward = {t.target for t in weave.out[of]}
            for thread in list(weave.out[half]):
                if thread.target != of and thread.target not in onward:
                    weave.begin(thread, of)
            for thread in list(weave.into[half]):
                if thread.source != of:
                    weave.lead(thread, of)
            whole.held.append(half)
            whole.meets = weave.knots[half].owner
            weave.drop(half)

    def _conditions(self) -> None:
        """Let a step whose flows have conditions be followed by a choice; name a race's ways."""
        weave = self.weave
        conditional = {f.source for f in self.content.flows.values() if f.condition is not None}
        for knot in list(weave.knots.values()):
            out = list(weave.out[knot.key])
            if knot.kind == "race":
                for thread in out:
                    thread.label = thread.label or weave.knots[thread.target].name
            if knot.kind not in ("work", "news", "wait") or len(out) < 2:
                continue
            if knot.key in conditional or (knot.node is not None and knot.node.default):
                name = f"After {knot.name}" if knot.name else ""
                choice = weave.add(
                    Knot(key=f"{knot.key}~which", kind="choice", name=name, owner=knot.owner)
                )
                for thread in out:
                    weave.begin(thread, choice.key)
                self._tie(knot.key, choice.key, "", ())


def law_of(event: Event) -> Law | None:
    """Return the fixed time a timer event waits, if it says one.

    Weeks, days, hours, minutes and seconds of ISO 8601; years and months have no fixed length.
    """
    for definition in event.definitions:
        if definition.timer is None or definition.timer[0] != "timeDuration":
            continue
        found = _DURATION.match(definition.timer[1].strip())
        if found is None or not any(found.groups()):
            return None
        said = list(zip(found.groups(), _PIECES, strict=True))
        seconds = sum(float(number) * size for number, (size, _) in said if number)
        unit = next(word for number, (_, word) in said if number)
        return Law(kind="constant", parameters=(seconds,), unit=unit)
    return None


def _link(event: Event) -> tuple[str, str]:
    name = next((d.link for d in event.definitions if d.kind == "link"), "")
    return event.within, tidy(name) or tidy(event.name)


def _mode(event: Event) -> str:
    kinds = [definition.kind for definition in event.definitions]
    return kinds[0] if kinds else "interrupted"


def _kind(element: Element) -> str:
    kind = getattr(element, "kind", "")
    words = re.sub(r"([A-Z])", r" \1", kind or type(element).__name__).lower().strip()
    return f"the {words}"


def named_message(content: Content, message: MessageFlow) -> str:
    """Return the name of a message flow, or of the message it carries."""
    carried = content.named.get(message.message or "")
    return tidy(message.name) or (tidy(carried.name) if carried is not None else "")
