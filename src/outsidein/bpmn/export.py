"""Any process as a BPMN file: one pool, the customer's lane on top, a diagram, and our facts.

What BPMN has a sign for is drawn with it. Every number and every fact of ours travels beside it in
extension elements, so that reading the file gives the same process again.
"""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from outsidein.bpmn import tags
from outsidein.bpmn.carried import process_facts, step_facts
from outsidein.bpmn.outline import Arrow, Band, Outline, Shape, printable
from outsidein.bpmn.tags import tag
from outsidein.chart.drawing import Box
from outsidein.model.behaviour import Times
from outsidein.model.process import Process, Step

HEADER = 30.0  # the strip of a pool with its name
NAMES = {
    None: tags.MODEL, "bpmndi": tags.DIAGRAM, "dc": tags.BOUNDS, "di": tags.LINES,
    "xsi": tags.INSTANCE, "oi": tags.OURS,
}  # fmt: skip
EXPRESSION = (tag("type", tags.INSTANCE), "tFormalExpression")
SECONDS_A_DAY = 86_400


def write_bpmn(process: Process) -> bytes:
    """Return a process as a BPMN 2.0 file with a diagram; reading it gives the process again."""
    return _Writer(process).write()


class _Writer:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.outline = Outline(process)
        self.own = {name: self.outline.id_of(f"bpmn.{name}") for name in
                    ("pool", "process", "collaboration", "diagram", "plane")}  # fmt: skip

    def write(self) -> bytes:
        root = etree.Element(tag("definitions"), nsmap=NAMES)  # type: ignore[arg-type]
        root.set("targetNamespace", tags.OURS)
        root.set("exporter", "outsidein")
        self._collaboration(root)
        for step in self.process.shared:
            shared = _sub(root, "globalTask", id=self.outline.id_of(step.id), name=step.name)
            self._carry(shared, step)
        self._process(root)
        self._diagram(root)
        etree.indent(root)
        written = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        return bytes(written)

    def _collaboration(self, root: etree._Element) -> None:
        element = _sub(root, "collaboration", id=self.own["collaboration"])
        _sub(element, "participant", id=self.own["pool"], name=self.process.name,
             processRef=self.own["process"])  # fmt: skip

    def _process(self, root: etree._Element) -> None:
        element = _sub(root, "process", id=self.own["process"], isExecutable="false")
        _sub(element, "extensionElements").append(process_facts(self.process))
        self._lanes(element)
        notes = []
        for shape in self.outline.shapes.values():
            if shape.tag == "textAnnotation":
                notes.append(shape)
            else:
                self._shape(element, shape)
        for arrow in self.outline.arrows.values():
            _flow(element, arrow)
        for note in notes:
            found = _sub(element, "textAnnotation", id=note.id)
            self._carry(found, note.step)
            _sub(found, "text").text = printable(note.name)

    def _lanes(self, element: etree._Element) -> None:
        inside: dict[str, list[str]] = defaultdict(list)
        for shape in self.outline.shapes.values():
            inside[shape.lane or ""].append(shape.id)
        lanes = _sub(element, "laneSet", id=self.outline.id_of("bpmn.lanes"))
        for band in self.outline.bands:
            lane = _sub(lanes, "lane", id=band.id, name=band.name)
            for identity in inside[band.id]:
                _sub(lane, "flowNodeRef").text = identity

    def _shape(self, element: etree._Element, shape: Shape) -> None:
        found = _sub(element, shape.tag, id=shape.id, name=shape.name)
        if shape.host is not None:
            found.set("attachedToRef", shape.host)
        if shape.default in self.outline.arrows:
            found.set("default", shape.default or "")
        self._carry(found, shape.step, half_of=shape.half_of)
        for arrow in self.outline.arrows.values():
            if arrow.target == shape.id:
                _sub(found, "incoming").text = arrow.id
        for arrow in self.outline.arrows.values():
            if arrow.source == shape.id:
                _sub(found, "outgoing").text = arrow.id
        if shape.tag == "callActivity" and shape.step is not None and shape.step.calls:
            found.set("calledElement", self.outline.id_of(shape.step.calls))
        if shape.tag == "subProcess" and shape.step is not None:
            found.set("triggeredByEvent", "true")
            self._act(found, shape.step)
        if shape.event is not None:
            self._event(found, shape)
        if shape.times is not None:
            self._times(found, *shape.times)

    def _event(self, element: etree._Element, shape: Shape) -> None:
        found = _sub(element, f"{shape.event}EventDefinition")
        law = shape.law
        if shape.event == "timer" and law is not None and law.kind == "constant":
            said = _sub(found, "timeDuration")
            said.set(*EXPRESSION)
            said.text = duration(law.parameters[0])

    @staticmethod
    def _times(element: etree._Element, times: Times, at_once: bool) -> None:
        """Say that a step is done several times, and how often if it is always as often."""
        said = _sub(element, "multiInstanceLoopCharacteristics",
                    isSequential="false" if at_once else "true")  # fmt: skip
        if times.least == times.most:
            number = _sub(said, "loopCardinality")
            number.set(*EXPRESSION)
            number.text = str(times.least)

    def _act(self, element: etree._Element, step: Step) -> None:
        """What a customer may do meanwhile: an event starts it, beside everything else."""

        def own(name: str) -> str:
            return self.outline.id_of(f"{step.id}.{name}")

        start = _sub(element, "startEvent", id=own("start"), isInterrupting="false")
        _sub(start, "outgoing").text = own("begins")
        condition = _sub(_sub(start, "conditionalEventDefinition"), "condition")
        condition.set(*EXPRESSION)
        condition.text = step.trigger.kind if step.trigger is not None else "at any time"
        task = _sub(element, "userTask", id=own("task"), name=step.name)
        _sub(task, "incoming").text = own("begins")
        _sub(task, "outgoing").text = own("ends")
        _sub(_sub(element, "endEvent", id=own("end")), "incoming").text = own("ends")
        for name, source, target in (("begins", "start", "task"), ("ends", "task", "end")):
            _sub(
                element, "sequenceFlow", id=own(name), sourceRef=own(source), targetRef=own(target)
            )

    def _carry(
        self, element: etree._Element, step: Step | None, half_of: str | None = None
    ) -> None:
        if step is None and half_of is None:
            return
        room = _sub(element, "extensionElements")
        if step is not None:
            room.append(step_facts(self.outline.placed[step.id]))
        if half_of is not None:
            etree.SubElement(room, tag("half", tags.OURS), {"of": half_of})

    # -- the diagram

    def _diagram(self, root: etree._Element) -> None:
        diagram = etree.SubElement(root, tag("BPMNDiagram", tags.DIAGRAM), id=self.own["diagram"])
        plane = etree.SubElement(
            diagram, tag("BPMNPlane", tags.DIAGRAM),
            {"id": self.own["plane"], "bpmnElement": self.own["collaboration"]},
        )  # fmt: skip
        bands = self.outline.bands
        self._place(plane, self.own["pool"], _pool(bands), horizontal=True)
        for band in bands:
            self._place(plane, band.id, band.box, horizontal=True)
        for shape in self.outline.shapes.values():
            self._place(plane, shape.id, shape.box, folded=shape.tag == "subProcess")
        for arrow in self.outline.arrows.values():
            edge = etree.SubElement(
                plane, tag("BPMNEdge", tags.DIAGRAM),
                {"id": self.outline.id_of(f"{arrow.id}.edge"), "bpmnElement": arrow.id},
            )  # fmt: skip
            for x, y in arrow.points:
                etree.SubElement(edge, tag("waypoint", tags.LINES), {"x": _far(x), "y": _far(y)})

    def _place(
        self, plane: etree._Element, identity: str, box: Box, *, horizontal: bool = False,
        folded: bool = False,
    ) -> None:  # fmt: skip
        said = {"id": self.outline.id_of(f"{identity}.shape"), "bpmnElement": identity}
        said |= {"isHorizontal": "true"} if horizontal else {}
        said |= {"isExpanded": "false"} if folded else {}
        shape = etree.SubElement(plane, tag("BPMNShape", tags.DIAGRAM), said)
        sides = {
            "x": box.left, "y": box.top, "width": box.right - box.left,
            "height": box.bottom - box.top,
        }  # fmt: skip
        etree.SubElement(
            shape, tag("Bounds", tags.BOUNDS), {side: _far(size) for side, size in sides.items()}
        )


def _sub(parent: etree._Element, word: str, /, **said: str) -> etree._Element:
    return etree.SubElement(parent, tag(word), {key: printable(text) for key, text in said.items()})


def _flow(element: etree._Element, arrow: Arrow) -> None:
    found = _sub(element, "sequenceFlow", id=arrow.id, sourceRef=arrow.source,
                 targetRef=arrow.target)  # fmt: skip
    if arrow.name:
        found.set("name", printable(arrow.name))
    if arrow.condition:
        condition = _sub(found, "conditionExpression")
        condition.set(*EXPRESSION)
        condition.text = printable(arrow.condition)


def _pool(bands: list[Band]) -> Box:
    boxes = [band.box for band in bands]
    return Box(
        min(b.left for b in boxes) - HEADER, min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip


def _far(number: float) -> str:
    return f"{round(number, 2):g}" if abs(number) < 1e5 else repr(round(number, 2))


def duration(seconds: float) -> str:
    """Return a length of time as ISO 8601 writes it.

    >>> duration(90_061)
    'P1DT1H1M1S'
    """
    days, left = divmod(seconds, SECONDS_A_DAY)
    hours, left = divmod(left, 3_600)
    minutes, left = divmod(left, 60)
    said = f"P{int(days)}D" if days else "P"
    pieces = [(hours, "H"), (minutes, "M"), (left, "S")]
    clock = "".join(f"{number:g}{unit}" for number, unit in pieces if number)
    if clock:
        return f"{said}T{clock}"
    return said if days else "PT0S"
