"""Parameters that stand inside a BPMN file: those of QBP, or those of BPSim."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.tags import line_of, local, namespace
from outsidein.errors import Fault
from outsidein.parameters.values import Parameters

QBP = "http://www.qbp-simulator.com/Schema"
BPSIM = "http://www.bpsim.org/schemas/"


class Elements:
    """Looks into elements of an XML file, and notes what is not as it should be."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def where(self, element: etree._Element) -> str:
        """Return file:line of an element."""
        return f"{self.name}:{line_of(element)}"

    def fault(self, element: etree._Element, code: str, what: str, hint: str = "") -> None:
        """Note an error at an element."""
        said = f"<{local(element)}>: {what}"
        self.faults.append(Fault(code, "error", self.where(element), said, hint))

    def warn(self, element: etree._Element, code: str, what: str, hint: str = "") -> None:
        """Note a warning at an element."""
        said = f"<{local(element)}>: {what}"
        self.faults.append(Fault(code, "warning", self.where(element), said, hint))

    def number(self, element: etree._Element, name: str) -> float | None:
        """Return an attribute as a number, None if it is not there or NaN; else a fault."""
        said = element.get(name)
        if said is None or said.strip() in {"", "NaN"}:
            return None
        try:
            found = float(said)
        except ValueError:
            found = float("inf")
        if abs(found) < 1e15:
            return found
        self.fault(element, "not-a-number", f'{name}="{said[:30]}" is no number')
        return None


def parameters_inside(file: BpmnFile) -> tuple[Parameters | None, tuple[Fault, ...]]:
    """Return the parameters that stand in a BPMN file, and what is wrong with them.

    None if there are none. QBP's come first where both are there.
    """
    from outsidein.parameters.bpsim import read_bpsim
    from outsidein.parameters.qbp import read_qbp

    looking = Elements(file.name)
    for element in named(file.root, QBP, "processSimulationInfo"):
        return read_qbp(element, looking), tuple(looking.faults)
    for element in named(file.root, BPSIM, "BPSimData"):
        found = read_bpsim(element, file, looking)
        return found, tuple(looking.faults)
    return None, ()


def named(root: etree._Element, space: str, name: str) -> Iterator[etree._Element]:
    """Yield the elements below one that have a name, in any version of a maker's namespace."""
    for element in root.iter():
        if local(element) == name and namespace(element).startswith(space):
            yield element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the children of an element that have a name, whatever their namespace."""
    for child in () if element is None else element:
        if local(child) == name:
            yield child


def first(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return what a path of names leads to, the first of each; None if it leads nowhere."""
    for name in names:
        element = next(children(element, name), None)
    return element


def is_about_parameters(fault: Fault) -> bool:
    """Whether a fault says that parameters stand in a drawing unread."""
    return fault.code == "extension" and (QBP in fault.what or BPSIM in fault.what)
