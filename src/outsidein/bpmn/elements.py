"""The elements of a BPMN file as frozen values, in the words of the standard.

Source of names and meanings: OMG, *Business Process Model and Notation (BPMN) 2.0.2*,
formal/13-12-09, chapters 7 to 10 (elements) and 12 (diagrams).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

TaskKind = Literal[
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask",
    "businessRuleTask",
]  # fmt: skip
GatewayKind = Literal[
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
    "complexGateway",
]  # fmt: skip
EventKind = Literal[
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
    "implicitThrowEvent",
]  # fmt: skip
SubProcessKind = Literal["subProcess", "transaction", "adHocSubProcess"]
LoopKind = Literal["", "standard", "parallel", "sequential"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What stands inside an element and is no element of its own: kept as it is said.

    ``attributes`` and ``text`` are as in the file; an attribute of XML Schema has its full name.
    """

    name: str
    key: str
    order: int
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    parts: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Anything with an id; ``key`` is its id, or a name of ours if the file gives none.

    ``line`` is where it stands in the file · ``documentation`` what the modeller wrote about it ·
    ``around`` the key of what it stands in, ``order`` its place in the file · ``attributes`` and
    ``parts`` what the standard lets it say, as said; fields that say the same come first.
    """

    key: str
    id: str | None = None
    name: str = ""
    line: int = 0
    documentation: str = ""
    around: str = field(default="", repr=False)
    order: int = field(default=0, repr=False)
    attributes: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    parts: tuple[Detail, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Element):
    """What makes an event what it is: ``kind`` is message, timer, error, signal, link, and so on.

    ``timer`` is (timeDate | timeDuration | timeCycle, text); ``reference`` the message, error,
    signal or escalation it names; ``link`` the name that joins two link events.
    """

    kind: str
    timer: tuple[str, str] | None = None
    reference: str | None = None
    condition: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode(Element):
    """Anything that sequence flows join; ``within`` is the key of its process or sub-process."""

    within: str
    lane: str | None = None  # the innermost one that names it
    default: str | None = None  # the flow taken when no condition holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(FlowNode):
    """A piece of work; ``loop`` says how it repeats."""

    kind: TaskKind
    loop: LoopKind = ""
    for_compensation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(FlowNode):
    """A call of a process or a global task, by its key."""

    called: str | None = None
    loop: LoopKind = ""
    for_compensation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(FlowNode):
    """A process within a process; its own nodes say ``within`` it."""

    kind: SubProcessKind
    triggered: bool = False  # an event sub-process
    loop: LoopKind = ""
    for_compensation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(FlowNode):
    """A point where flows part or meet."""

    kind: GatewayKind
    direction: str = "Unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(FlowNode):
    """Something that happens; a boundary event hangs on an activity (``attached_to``)."""

    kind: EventKind
    definitions: tuple[Definition, ...] = ()
    attached_to: str | None = None
    interrupting: bool = True

    def has(self, kind: str) -> bool:
        """Whether one of its definitions is of a kind."""
        return any(definition.kind == kind for definition in self.definitions)


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFlow(Element):
    """An arrow within a process; an end that the file leaves open is None."""

    within: str
    source: str | None
    target: str | None
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFlow(Element):
    """An arrow between participants, or between their nodes."""

    source: str | None
    target: str | None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Element):
    """A lane of a process; ``inside`` is the lane it is part of."""

    process: str
    inside: str | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Element):
    """A pool; without a process it is drawn closed."""

    process: str | None = None
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration(Element):
    """Participants and the messages between them."""

    participants: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessElement(Element):
    """A process of the file; `BpmnProcess` in other tools' words."""

    executable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataElement(Element):
    """A data object, a reference to one, a store, an input or an output.

    ``reference`` is the object or store it stands for · ``state`` its state, as drawn.
    """

    kind: str
    within: str
    reference: str | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAssociation(Element):
    """What a step reads (``into``) or writes."""

    step: str
    into: bool
    sources: tuple[str, ...] = ()
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Element):
    """A text beside the drawing."""

    text: str
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(Element):
    """A dotted line between anything and anything."""

    source: str | None
    target: str | None
    direction: str = "None"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupElement(Element):
    """A dashed box; its name is that of its category's value."""

    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Element):
    """An element that others refer to: a message, signal, error, escalation, global task."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A rectangle of a diagram, in its own units (points in most tools)."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Element):
    """The place of an element in a diagram, and of its label if the file says so."""

    element: str | None
    bounds: Bounds | None
    horizontal: bool | None = None
    expanded: bool | None = None
    label: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge(Element):
    """The way of an arrow in a diagram."""

    element: str | None
    points: tuple[Point, ...]
    label: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram(Element):
    """One drawing of a process or a collaboration."""

    shows: str | None
    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()
