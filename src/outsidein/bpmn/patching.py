"""Changes of a BPMN file in place: only what is named is touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.elements import Bounds, Point
from outsidein.bpmn.tags import local, namespace, tag
from outsidein.errors import Fault, OutsideInError
from outsidein.words import did_you_mean

ARTIFACTS = frozenset({"association", "group", "textAnnotation"})
AFTER_FLOWS = ARTIFACTS | {"resourceRole", "performer", "potentialOwner", "humanPerformer",
                           "correlationSubscription", "supports"}  # fmt: skip
HEAD = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")
INDENT = "  "


def rename(file: BpmnFile, key: str, name: str) -> None:
    """Give an element another name."""
    _found(file, key).set("name", name)
    file.touched()


def remove(file: BpmnFile, key: str) -> None:
    """Take an element out, with the flows, boundary events, lines and places that hang on it.

    Flows that met at a step are not joined: what stood before and behind it stays open.
    """
    _found(file, key)
    gone = _with_what_hangs_on(file, key)
    elements = [file.element(one) for one in gone]
    names = {element.get("id") for element in elements} - {None}
    references = file.root.iter(tag("flowNodeRef"), tag("incoming"), tag("outgoing"))
    elements += [one for one in references if _names(one.text, names)]
    drawn = file.root.iter(tag("BPMNShape", tags.DIAGRAM), tag("BPMNEdge", tags.DIAGRAM))
    elements += [one for one in drawn if _names(one.get("bpmnElement"), names)]
    for element in file.root.iter(etree.Element):
        if _names(element.get("default"), names):
            del element.attrib["default"]
    for element in elements:
        cut(element)
    file.touched()


def add_step(
    file: BpmnFile,
    container: str,
    *,
    name: str,
    kind: str = "task",
    identity: str | None = None,
    lane: str | None = None,
    bounds: Bounds | None = None,
) -> str:
    """Add a flow node to a process or a sub-process and return its id.

    ``kind`` is an element's name, such as userTask · ``lane`` the key of the lane it stands in ·
    ``bounds`` its place in the diagram that shows the process; without them it is not drawn.
    """
    if kind not in tags.FLOW_NODES:
        raise _wrong("unknown-kind", kind, f'"{kind}" is no flow node of BPMN', tags.FLOW_NODES)
    home = _found(file, container, tags.CONTAINERS)
    identity = _free(file, identity or f"{kind}_1")
    node = home.makeelement(tag(kind), {"id": identity, "name": name})
    _put(home, node, before=AFTER_FLOWS)
    if lane is not None:
        reference = home.makeelement(tag("flowNodeRef"))
        reference.text = identity
        _put(_found(file, lane, {"lane"}), reference, before={"childLaneSet"})
    if bounds is not None:
        _draw(file, "BPMNShape", container, identity, [bounds])
    file.touched()
    return identity


def add_flow(
    file: BpmnFile,
    source: str,
    target: str,
    *,
    name: str = "",
    identity: str | None = None,
    points: Sequence[Point] = (),
) -> str:
    """Join two flow nodes of one process by a sequence flow and return its id."""
    start, end = (_found(file, key, tags.FLOW_NODES) for key in (source, target))
    home = start.getparent()
    if home is None or home is not end.getparent():
        what = f'"{source}" and "{target}" do not stand in one process'
        raise OutsideInError([Fault("not-one-process", "error", source, what)])
    identity = _free(file, identity or "sequenceFlow_1")
    said = {"id": identity, "sourceRef": start.get("id", ""), "targetRef": end.get("id", "")}
    flow = home.makeelement(tag("sequenceFlow"), said | ({"name": name} if name else {}))
    if next(file.root.iter(tag("incoming"), tag("outgoing")), None) is not None:
        _refer(start, "outgoing", identity, (*HEAD, "incoming", "outgoing"))
        _refer(end, "incoming", identity, (*HEAD, "incoming"))
    _put(home, flow, before=AFTER_FLOWS)
    if points:
        _draw(file, "BPMNEdge", source, identity, points)
    file.touched()
    return identity


def put_extension(home: etree._Element, facts: etree._Element) -> None:
    """Add facts of ours to the extension elements of an element, behind those of others."""
    room = home.find(tag("extensionElements"))
    if room is None:
        room = home.makeelement(tag("extensionElements"))
        _insert(home, room, sum(1 for _ in home.iterchildren(tag("documentation"))))
    _insert(room, facts, len(room))


# -- what hangs on what


def _with_what_hangs_on(file: BpmnFile, key: str) -> list[str]:
    """Return the key and everything that cannot stay without it."""
    content, gone, waiting = file.content, [], [key]
    ends = (content.flows, content.messages, content.associations)
    while waiting:
        one = waiting.pop()
        if one in gone:
            continue
        gone.append(one)
        lines = [line for kind in ends for line in kind.values()]
        waiting += [line.key for line in lines if one in {line.source, line.target}]
        waiting += [event.key for event in content.attached(one)]
        waiting += [node.key for node in content.inside(one)]
    return gone


def _names(text: str | None, names: Iterable[str | None]) -> bool:
    word = (text or "").strip()
    return bool(word) and (word in names or word.rpartition(":")[2] in names)


def cut(element: etree._Element) -> None:
    """Take an element out of its tree; the line break before its parent's end stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.getnext() is None and before is not None:
        before.tail = element.tail
    elif element.getnext() is None:
        parent.text = None if not (parent.text or "").strip() else parent.text
    parent.remove(element)


# -- where new elements go


def _put(home: etree._Element, element: etree._Element, before: Iterable[str]) -> None:
    """Put an element behind its like, but before what the schema wants last."""
    names = set(before)
    later = (c for c in home if local(c) in names and namespace(c) == tags.MODEL)
    first = next(later, None)
    at = home.index(first) if first is not None else len(home)
    _insert(home, element, at)


def _refer(node: etree._Element, word: str, identity: str, after: Sequence[str]) -> None:
    reference = node.makeelement(tag(word))
    reference.text = identity
    at = sum(1 for child in node if local(child) in after or not local(child))
    _insert(node, reference, min(at, len(node)))


def _insert(home: etree._Element, element: etree._Element, at: int) -> None:
    """Insert an element, laid out as its neighbours are."""
    if len(home) == 0:
        outer = _break_before(home)
        home.text, element.tail = f"{outer}{INDENT}", outer
    elif at == 0:
        element.tail = home.text
    else:
        last = at == len(home)
        element.tail = home[at - 1].tail
        if last:
            home[at - 1].tail = home.text
    home.insert(at, element)


def _break_before(element: etree._Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    return text if text is not None and text.strip() == "" and "\n" in text else "\n"


def _draw(
    file: BpmnFile, kind: str, shown: str, identity: str, places: Sequence[Bounds | Point]
) -> None:
    """Add a shape or an edge to the plane that shows an element; without one nothing is drawn."""
    plane = _plane_of(file, shown)
    if plane is None:
        return
    names = {"dc": tags.BOUNDS, "di": tags.LINES}
    said = {"id": _free(file, f"{identity}_di"), "bpmnElement": identity}
    drawn = plane.makeelement(tag(kind, tags.DIAGRAM), said, nsmap=names)
    for place in places:
        if isinstance(place, Bounds):
            sides = {side: f"{getattr(place, side):g}" for side in ("x", "y", "width", "height")}
            etree.SubElement(drawn, tag("Bounds", tags.BOUNDS), sides)
        else:
            etree.SubElement(
                drawn, tag("waypoint", tags.LINES), {"x": f"{place[0]:g}", "y": f"{place[1]:g}"}
            )
    _insert(plane, drawn, len(plane))
    etree.cleanup_namespaces(drawn, keep_ns_prefixes=[])


def _plane_of(file: BpmnFile, shown: str) -> etree._Element | None:
    """Return the plane on which an element, or something of its process, is drawn."""
    planes = list(file.root.iter(tag("BPMNPlane", tags.DIAGRAM)))
    for plane in planes:
        if any(_names(c.get("bpmnElement"), {shown}) for c in (plane, *plane)):
            return plane
    return planes[0] if len(planes) == 1 else None


# -- what is meant


def _found(file: BpmnFile, key: str, kinds: Iterable[str] = ()) -> etree._Element:
    try:
        element = file.element(key)
    except KeyError:
        known = [one.key for one in file.content.every()]
        raise _wrong("unknown-id", key, f'there is no element "{key}"', known) from None
    wanted = set(kinds)
    if wanted and local(element) not in wanted:
        what = f'"{key}" is a {local(element)}'
        raise OutsideInError([Fault("wrong-kind", "error", key, what)])
    return element


def _free(file: BpmnFile, wanted: str) -> str:
    """Return an id that is not taken yet."""
    taken = {element.get("id") for element in file.root.iter(etree.Element)}
    if wanted not in taken:
        return wanted
    stem = wanted.rstrip("0123456789").rstrip("_")
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _wrong(code: str, where: str, what: str, known: Iterable[str]) -> OutsideInError:
    return OutsideInError([Fault(code, "error", where, what, did_you_mean(where, known))])
