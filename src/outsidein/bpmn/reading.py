"""From the tree of a BPMN file to its values; what is not understood becomes a fault."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.content import KINDS, Content
from outsidein.bpmn.elements import (
    Annotation,
    Association,
    CallActivity,
    Collaboration,
    DataAssociation,
    DataElement,
    Definition,
    Detail,
    Element,
    Event,
    Gateway,
    GroupElement,
    Lane,
    LoopKind,
    MessageFlow,
    Named,
    Participant,
    ProcessElement,
    SequenceFlow,
    SubProcess,
    Task,
)
from outsidein.bpmn.places import read_diagram
from outsidein.bpmn.tags import line_of, local, namespace, space_of, tag
from outsidein.errors import Fault, OutsideInError

FOREIGN_ROOMS = frozenset({"extensionElements", "extension"})
TIMERS = ("timeDate", "timeDuration", "timeCycle")
XML = "http://www.w3.org/XML/1998/namespace"
STANDARD = frozenset(
    {XML, "", tags.MODEL, tags.DIAGRAM, tags.BOUNDS, tags.LINES, tags.INSTANCE, tags.OURS}
)


class Reader:
    """Reads one tree; ``trees`` finds the element of each key again."""

    def __init__(self, root: etree._Element, name: str) -> None:
        self.root, self.name = root, name
        self.faults: list[Fault] = []
        self.trees: dict[str, etree._Element] = {}
        self.keys: dict[etree._Element, str] = {}
        self.order: dict[str, int] = {}
        self.standard: list[tuple[etree._Element, str]] = []  # elements of BPMN, and their names
        self.content: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        self.lane_of: dict[str, str] = {}
        self._nameless: Counter[str] = Counter()

    def read(self) -> Content:
        """Return the values of the file; raise OutsideInError if it is not BPMN 2.0 at all."""
        self._refuse_others()
        self._number()
        self._lanes_first()
        for element, word in self.standard:
            make = _MAKERS.get(word)
            if make is not None:
                kind, value = make(self, element)
                self.content[kind][value.key] = value
        for diagram in self.root.iterchildren(tag("BPMNDiagram", tags.DIAGRAM)):
            found = read_diagram(self, diagram)
            self.content["diagrams"][found.key] = found
        self._not_understood()
        prefixes = {name: space for name, space in self.root.nsmap.items() if name}
        return Content(
            name=self.root.get("name") or "", exporter=self.root.get("exporter") or "",
            root=self.detail(self.root), prefixes=prefixes, **self.content,
        )  # fmt: skip

    # -- before anything is read

    def _refuse_others(self) -> None:
        space, word = namespace(self.root), local(self.root)
        if (space, word) == (tags.MODEL, "definitions"):
            return
        what = f"is not BPMN 2.0: its first element is <{word}>"
        hint = "export it as BPMN 2.0 XML"
        if word == "definitions":
            what = f'is not BPMN 2.0: its namespace is "{space}"'
        raise OutsideInError([Fault("not-bpmn", "error", self.where(self.root), what, hint)])

    def _number(self) -> None:
        """Give every element a key, and find those that carry one id between them."""
        waiting = [self.root]
        while waiting:
            element = waiting.pop()
            word = local(element)
            if not word:
                continue  # a comment
            self._key(element, word)
            if namespace(element) == tags.MODEL:
                self.standard.append((element, word))
            if len(element) and word not in FOREIGN_ROOMS:
                waiting.extend(reversed(element))

    def _key(self, element: etree._Element, word: str) -> None:
        identity = key = (element.get("id") or "").strip()
        if not identity:
            self._nameless[word] += 1
            key = f"{word}~{self._nameless[word]}"
        if key in self.trees:
            if identity:
                first = line_of(self.trees[key])
                what = f'the id "{identity}" is taken: line {first} has it too'
                self.fault("duplicate-id", "error", element, what)
            number = 2
            while f"{key}~{number}" in self.trees:
                number += 1
            key = f"{key}~{number}"
        self.trees[key] = element
        self.keys[element] = key
        self.order[key] = len(self.order)

    def _lanes_first(self) -> None:
        """Remember the lane of each node: of two, the one further inside."""
        for element in self.root.iter(tag("lane")):
            for node in element.iterchildren(tag("flowNodeRef")):
                found = self.resolve(element, node.text, "flowNodeRef")
                if found is not None:
                    self.lane_of[found] = self.keys.get(element, "")

    # -- small questions

    def where(self, element: etree._Element) -> str:
        """Return the place of an element: file and line."""
        return f"{self.name}:{line_of(element)}"

    def fault(self, code: str, severity: Any, element: etree._Element, what: str) -> None:
        """Note what is wrong with an element."""
        self.faults.append(Fault(code, severity, self.where(element), what))

    def base(self, element: etree._Element) -> dict[str, Any]:
        """Return what every element says: key, id, name, line, documentation, and its parts."""
        texts = (_text(d) for d in element.iterchildren(tag("documentation")))
        return self.place(element) | {
            "documentation": "\n".join(text for text in texts if text),
            "around": self.keys[above] if (above := element.getparent()) is not None else "",
            "parts": self.parts(element),
        }

    def place(self, element: etree._Element) -> dict[str, Any]:
        """Return what every shape and line of a diagram says."""
        key = self.keys[element]
        return {
            "key": key,
            "id": element.get("id"),
            "name": element.get("name") or "",
            "line": line_of(element),
            "order": self.order[key],
            "attributes": _attributes(element),
        }

    def parts(self, element: etree._Element) -> tuple[Detail, ...]:
        """Return what stands in an element and is no element of its own."""
        if not len(element):
            return ()
        return tuple(
            self.detail(child)
            for child in element
            if local(child) not in APART and namespace(child) == tags.MODEL
        )

    def detail(self, element: etree._Element) -> Detail:
        """Return an element as it is said."""
        key = self.keys[element]
        return Detail(
            name=local(element), key=key, order=self.order[key],
            attributes=_attributes(element), text=element.text or "", parts=self.parts(element),
        )  # fmt: skip

    def resolve(self, element: etree._Element, text: str | None, what: str) -> str | None:
        """Return the key a reference names; one that leads nowhere is a fault and None."""
        word = (text or "").strip()
        if not word:
            return None
        for name in (word, word.rpartition(":")[2]):
            if name in self.trees:
                return name
        said = f'{what} names "{word}", which is not in the file'
        self.fault("unknown-reference", "warning", element, said)
        return None

    def attribute(self, element: etree._Element, name: str) -> str | None:
        """Return the key that an attribute names."""
        return self.resolve(element, element.get(name), name)

    def children(self, element: etree._Element, name: str) -> tuple[str, ...]:
        """Return the keys that children of a name refer to."""
        found = [self.resolve(c, c.text, name) for c in element.iterchildren(tag(name))]
        return tuple(key for key in found if key is not None)

    def around(self, element: etree._Element, *names: str) -> str:
        """Return the key of the nearest element of certain names around one."""
        for above in element.iterancestors():
            if local(above) in names and namespace(above) == tags.MODEL:
                return self.keys[above]
        return ""

    # -- what is left over

    def _not_understood(self) -> None:
        strange: dict[str, list[etree._Element]] = {}
        for element, word in self.standard:
            if not _is_understood(word):
                strange.setdefault(word, []).append(element)
        for word, found in strange.items():
            times = f", {len(found)} times" if len(found) > 1 else ""
            what = f"<{word}> is not understood{times}: it stays in the file"
            self.fault("not-understood", "warning", found[0], what)
        self._foreign()

    def _foreign(self) -> None:
        """Name the makers whose own elements and attributes are kept and not read."""
        spaces: dict[str, list[etree._Element]] = {}
        for element in self.root.iter(etree.Element):
            words = [namespace(element)]
            words += [space_of(name) for name in element.attrib if ":" in name]
            for space in words:
                if space not in STANDARD and element not in spaces.setdefault(space, [])[-1:]:
                    spaces[space].append(element)
        for space, found in spaces.items():
            first, last = line_of(found[0]), line_of(found[-1])
            lines = f"line {first}" if first == last else f"lines {first} to {last}"
            what = f'extensions of "{space}" ({lines}) are kept as they are, not read'
            self.fault("extension", "warning", found[0], what)


def _attributes(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return the attributes that the standard knows, as said."""
    known: Any = element.attrib.items()
    return tuple(pair for pair in known if pair[0][0] != "{" or space_of(pair[0]) == tags.INSTANCE)


def _is_understood(word: str) -> bool:
    return word in tags.UNDERSTOOD or word.endswith(tags.EVENT_DEFINITION)


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def _yes(element: etree._Element, name: str, default: str = "false") -> bool:
    return (element.get(name) or default).strip() in {"true", "1"}


# -- one function an element


def _node(reader: Reader, element: etree._Element) -> dict[str, Any]:
    said = reader.base(element)
    said["within"] = reader.around(element, *tags.CONTAINERS)
    said["lane"] = reader.lane_of.get(said["key"])
    said["default"] = reader.attribute(element, "default")
    return said


def _loop(element: etree._Element) -> LoopKind:
    if element.find(tag("standardLoopCharacteristics")) is not None:
        return "standard"
    several = element.find(tag("multiInstanceLoopCharacteristics"))
    if several is None:
        return ""
    return "sequential" if _yes(several, "isSequential") else "parallel"


def _activity(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    said = _node(reader, element) | {
        "loop": _loop(element), "for_compensation": _yes(element, "isForCompensation")
    }  # fmt: skip
    kind: Any = local(element)
    if kind == "callActivity":
        return "nodes", CallActivity(called=reader.attribute(element, "calledElement"), **said)
    if kind in tags.SUB_PROCESSES:
        return "nodes", SubProcess(kind=kind, triggered=_yes(element, "triggeredByEvent"), **said)
    return "nodes", Task(kind=kind, **said)


def _gateway(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    kind: Any = local(element)
    direction = element.get("gatewayDirection") or "Unspecified"
    return "nodes", Gateway(kind=kind, direction=direction, **_node(reader, element))


def _event(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    kind: Any = local(element)
    found = [_definition(reader, c) for c in element if _defines(c)]
    named = reader.children(element, "eventDefinitionRef")
    found += [_definition(reader, reader.trees[key]) for key in named]
    word = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    said = _node(reader, element)
    attached = reader.attribute(element, "attachedToRef")
    return "nodes", Event(
        kind=kind, definitions=tuple(found), attached_to=attached,
        interrupting=_yes(element, word, "true"), **said,
    )  # fmt: skip


def _defines(element: etree._Element) -> bool:
    return local(element).endswith(tags.EVENT_DEFINITION) and namespace(element) == tags.MODEL


def _definition(reader: Reader, element: etree._Element) -> Definition:
    kind = local(element).removesuffix(tags.EVENT_DEFINITION)
    timer = next(((local(c), _text(c)) for c in element if local(c) in TIMERS), None)
    condition = element.find(tag("condition"))
    reference = reader.attribute(element, f"{kind}Ref")
    return Definition(
        kind=kind, timer=timer, reference=reference,
        condition=_text(condition) if condition is not None else "",
        link=element.get("name") or "", **reader.base(element),
    )  # fmt: skip


def _sequence_flow(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    ends = [_end(reader, element, name) for name in ("sourceRef", "targetRef")]
    condition = element.find(tag("conditionExpression"))
    return "flows", SequenceFlow(
        within=reader.around(element, *tags.CONTAINERS), source=ends[0], target=ends[1],
        condition=_text(condition) if condition is not None else None, **reader.base(element),
    )  # fmt: skip


def _end(reader: Reader, element: etree._Element, name: str) -> str | None:
    """Return the node at one end of a sequence flow; an open end is a fault."""
    if not (element.get(name) or "").strip():
        word = "begins" if name == "sourceRef" else "ends"
        said = element.get("name") or element.get("id") or ""
        reader.fault("open-end", "warning", element, f'the flow "{said}" {word} nowhere')
        return None
    key = reader.attribute(element, name)
    if key is not None and local(reader.trees[key]) not in tags.FLOW_NODES:
        what = f"a sequence flow leads to a {local(reader.trees[key])}"
        reader.fault("wrong-end", "warning", element, what)
        return None
    return key


def _message_flow(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    return "messages", MessageFlow(
        source=reader.attribute(element, "sourceRef"),
        target=reader.attribute(element, "targetRef"),
        message=reader.attribute(element, "messageRef"), **reader.base(element),
    )  # fmt: skip


def _lane(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    nodes = tuple(key for key in reader.children(element, "flowNodeRef"))
    return "lanes", Lane(
        process=reader.around(element, "process"), inside=reader.around(element, "lane") or None,
        nodes=nodes, **reader.base(element),
    )  # fmt: skip


def _participant(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    several = element.find(tag("participantMultiplicity")) is not None
    process = reader.attribute(element, "processRef")
    if process is not None and local(reader.trees[process]) != "process":
        process = None
    return "participants", Participant(process=process, several=several, **reader.base(element))


def _collaboration(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    def keys(name: str) -> tuple[str, ...]:
        return tuple(reader.keys[c] for c in element.iterchildren(tag(name)))

    return "collaborations", Collaboration(
        participants=keys("participant"), messages=keys("messageFlow"), **reader.base(element)
    )


def _process(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    executable = _yes(element, "isExecutable")
    return "processes", ProcessElement(executable=executable, **reader.base(element))


def _stored(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    kind = local(element)
    name = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}.get(kind)
    state = element.find(tag("dataState"))
    return "stores", DataElement(
        kind=kind, within=reader.around(element, *tags.CONTAINERS),
        reference=reader.attribute(element, name) if name else None,
        state=(state.get("name") or "") if state is not None else "", **reader.base(element),
    )  # fmt: skip


def _data_association(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    return "data_associations", DataAssociation(
        step=reader.around(element, *tags.FLOW_NODES),
        into=local(element) == "dataInputAssociation",
        sources=reader.children(element, "sourceRef"),
        target=next(iter(reader.children(element, "targetRef")), None), **reader.base(element),
    )  # fmt: skip


def _annotation(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    text = element.find(tag("text"))
    within = reader.around(element, *tags.CONTAINERS, "collaboration")
    said = _text(text) if text is not None else ""
    return "annotations", Annotation(text=said, within=within, **reader.base(element))


def _association(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    return "associations", Association(
        source=reader.attribute(element, "sourceRef"),
        target=reader.attribute(element, "targetRef"),
        direction=element.get("associationDirection") or "None", **reader.base(element),
    )  # fmt: skip


def _group(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    said = reader.base(element)
    category = reader.attribute(element, "categoryValueRef")
    if category is not None and not said["name"]:
        said["name"] = reader.trees[category].get("value") or ""
    return "groups", GroupElement(category=category, **said)


def _named(reader: Reader, element: etree._Element) -> tuple[str, Element]:
    said = reader.base(element)
    said["name"] = said["name"] or element.get("value") or ""
    return "named", Named(kind=local(element), **said)


_MAKERS: dict[str, Any] = {
    **dict.fromkeys(tags.ACTIVITIES, _activity),
    **dict.fromkeys(tags.GATEWAYS, _gateway),
    **dict.fromkeys(tags.EVENTS, _event),
    **dict.fromkeys(tags.DATA, _stored),
    **dict.fromkeys(tags.NAMED, _named),
    "sequenceFlow": _sequence_flow,
    "messageFlow": _message_flow,
    "lane": _lane,
    "participant": _participant,
    "collaboration": _collaboration,
    "process": _process,
    "dataInputAssociation": _data_association,
    "dataOutputAssociation": _data_association,
    "textAnnotation": _annotation,
    "association": _association,
    "group": _group,
}

# Elements of their own, and the rooms of other makers: no part of what stands around them.
APART = frozenset(_MAKERS) | FOREIGN_ROOMS
