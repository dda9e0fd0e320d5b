"""What a BPMN file says, as values in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from outsidein.bpmn.elements import (
    Annotation,
    Association,
    Collaboration,
    DataAssociation,
    DataElement,
    Detail,
    Diagram,
    Element,
    Event,
    FlowNode,
    GroupElement,
    Lane,
    MessageFlow,
    Named,
    Participant,
    ProcessElement,
    SequenceFlow,
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """Every element understood, by kind and key; ``exporter`` is the program that wrote it.

    ``root`` is what the file says of itself, with what stands in it and is no element of its own ·
    ``prefixes`` the namespaces it names.
    """

    name: str = ""
    exporter: str = ""
    root: Detail | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, ProcessElement] = field(default_factory=dict)
    collaborations: Mapping[str, Collaboration] = field(default_factory=dict)
    participants: Mapping[str, Participant] = field(default_factory=dict)
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    nodes: Mapping[str, FlowNode] = field(default_factory=dict)
    flows: Mapping[str, SequenceFlow] = field(default_factory=dict)
    messages: Mapping[str, MessageFlow] = field(default_factory=dict)
    stores: Mapping[str, DataElement] = field(default_factory=dict)
    data_associations: Mapping[str, DataAssociation] = field(default_factory=dict)
    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    associations: Mapping[str, Association] = field(default_factory=dict)
    groups: Mapping[str, GroupElement] = field(default_factory=dict)
    named: Mapping[str, Named] = field(default_factory=dict)
    diagrams: Mapping[str, Diagram] = field(default_factory=dict)

    def every(self) -> Iterator[Element]:
        """Yield every element, kind by kind."""
        for kind in KINDS:
            yield from getattr(self, kind).values()

    def inside(self, container: str) -> list[FlowNode]:
        """Return the flow nodes that stand directly in a process or a sub-process."""
        return [node for node in self.nodes.values() if node.within == container]

    def outgoing(self, node: str) -> list[SequenceFlow]:
        """Return the flows that leave a node, in the order of the file."""
        return [flow for flow in self.flows.values() if flow.source == node]

    def incoming(self, node: str) -> list[SequenceFlow]:
        """Return the flows that reach a node, in the order of the file."""
        return [flow for flow in self.flows.values() if flow.target == node]

    def attached(self, node: str) -> list[Event]:
        """Return the boundary events of an activity."""
        found = (n for n in self.nodes.values() if isinstance(n, Event))
        return [event for event in found if event.attached_to == node]

    def process_of(self, key: str) -> str | None:
        """Return the process in which a node or a sub-process stands."""
        while key in self.nodes:
            key = self.nodes[key].within
        return key if key in self.processes else None


KINDS = (
    "processes", "collaborations", "participants", "lanes", "nodes", "flows", "messages",
    "stores", "data_associations", "annotations", "associations", "groups", "named", "diagrams",
)  # fmt: skip
