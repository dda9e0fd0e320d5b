"""The names of BPMN's elements, and what becomes of each when a file is read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from outsidein.bpmn.elements import EventKind, GatewayKind, SubProcessKind, TaskKind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
OURS = "urn:outsidein:1"

TASKS = frozenset(get_args(TaskKind))
GATEWAYS = frozenset(get_args(GatewayKind))
EVENTS = frozenset(get_args(EventKind))
SUB_PROCESSES = frozenset(get_args(SubProcessKind))
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
CONTAINERS = SUB_PROCESSES | {"process"}
LOOPS = {
    "standardLoopCharacteristics": "standard",
    "multiInstanceLoopCharacteristics": "parallel",
}
DATA = frozenset({
    "dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput",
    "dataOutput",
})  # fmt: skip
NAMED = frozenset({
    "message", "signal", "error", "escalation", "itemDefinition", "globalTask", "globalUserTask",
    "globalManualTask", "globalScriptTask", "globalBusinessRuleTask", "categoryValue", "resource",
})  # fmt: skip

# Read as part of the element around them.
PARTS = frozenset({
    "definitions", "incoming", "outgoing", "documentation", "extensionElements", "laneSet",
    "childLaneSet", "flowNodeRef", "conditionExpression", "text", "participantMultiplicity",
    "condition", "timeDate", "timeDuration", "timeCycle", "sourceRef", "targetRef", "dataState",
    "category", "categoryValueRef", "eventDefinitionRef", "ioSpecification", "inputSet",
    "outputSet", "dataInputRefs", "dataOutputRefs", "loopCondition", "loopCardinality",
    "script", "messageRef", "source", "target",
})  # fmt: skip
EVENT_DEFINITION = "EventDefinition"
UNDERSTOOD = (
    FLOW_NODES | DATA | NAMED | PARTS | frozenset(LOOPS)
    | {
        "process", "collaboration", "participant", "messageFlow", "sequenceFlow", "lane",
        "dataInputAssociation", "dataOutputAssociation", "textAnnotation", "association", "group",
    }
)  # fmt: skip


@lru_cache(maxsize=4_096)
def _halves(full: str) -> tuple[str, str]:
    """Return the namespace and the name of an element, as lxml writes both in one."""
    if not full.startswith("{"):
        return "", full
    space, _, word = full[1:].rpartition("}")
    return space, word


def local(element: Any) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    full = element.tag
    return _halves(full)[1] if isinstance(full, str) else ""


def namespace(element: Any) -> str:
    """Return the namespace of an element, "" if it has none."""
    full = element.tag
    return _halves(full)[0] if isinstance(full, str) else ""


def space_of(attribute: Any) -> str:
    """Return the namespace of an attribute by its full name, "" if it has none."""
    return _halves(str(attribute))[0]


def line_of(element: Any) -> int:
    """Return the line on which an element begins, 1 if it is not known."""
    return int(element.sourceline or 1)


def tag(name: str, space: str = MODEL) -> str:
    """Return the full name of an element, as lxml writes it."""
    return f"{{{space}}}{name}"
