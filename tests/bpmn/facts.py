"""The facts of a BPMN file, to compare two of them.

A fact is an element with its id and parent, an attribute, a text, the bounds of a shape, the points
of an edge. Prefixes, attributes that equal the schema's default, and white space do not count.
"""

from __future__ import annotations

import io
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DEFAULTS = {
    "isExecutable": "false", "isInterrupting": "true", "cancelActivity": "true",
    "startQuantity": "1", "completionQuantity": "1", "isForCompensation": "false",
    "triggeredByEvent": "false", "parallelMultiple": "false", "isCollection": "false",
    "gatewayDirection": "Unspecified", "isClosed": "false", "instantiate": "false",
    "eventGatewayType": "Exclusive", "processType": "None", "implementation": "##unspecified",
    "textFormat": "text/plain", "associationDirection": "None", "isUnlimited": "true",
    "structureRef": "", "typeLanguage": "http://www.w3.org/2001/XMLSchema",
    "expressionLanguage": "http://www.w3.org/1999/XPath", "isSequential": "false",
    "testBefore": "false", "itemKind": "Information",
}  # fmt: skip
XSI = "http://www.w3.org/2001/XMLSchema-instance"
STANDARD = (
    BPMN, "http://www.omg.org/spec/BPMN/20100524/DI", "http://www.omg.org/spec/DD/20100524/DC",
    "http://www.omg.org/spec/DD/20100524/DI",
)  # fmt: skip
ROOMS = ("extensionElements", "extension")
DRAWN = ("BPMNShape", "BPMNEdge")
FOLDERS = ("miwg_reference", "miwg_vendor", "other")
RESEARCH = "bpmn/camunda_research/english_all.tar.xz"


def plain(value: str) -> str:
    words = " ".join(value.split())
    if ":" in words and not words.startswith(("http", "#")):
        return words.rpartition(":")[2]
    return words


def facts(content: bytes) -> Counter[Any]:
    """Every fact of a file, with how often it is said."""
    found: Counter[Any] = Counter()
    for element in etree.parse(io.BytesIO(content)).getroot().iter(etree.Element):
        name = etree.QName(element)
        space = name.namespace or ""
        if space != BPMN and ("/BPMN/" in space or "/DD/" in space):
            if name.localname in DRAWN:
                shown = plain(element.get("bpmnElement") or "")
                found["drawn", name.localname, shown, tuple(places(element))] += 1
            continue
        parent = element.getparent()
        around = ""
        if parent is not None:
            around = parent.get("id") or etree.QName(parent).localname
        identity = element.get("id") or around
        found["element", name.localname, element.get("id") or "", around] += 1
        for key, value in element.attrib.items():
            word = etree.QName(key)
            standard = space == BPMN and word.namespace is None
            if word.localname != "schemaLocation" and not (
                standard and DEFAULTS.get(word.localname) == value
            ):
                found["attribute", name.localname, identity, word.localname, plain(value)] += 1
        if element.text and element.text.strip():
            found["text", name.localname, identity, plain(element.text)] += 1
    return found


def without_vendors(content: bytes) -> bytes:
    """A file with nothing in it but what BPMN itself has words for."""
    root = etree.parse(io.BytesIO(content)).getroot()
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element)
        around = element.getparent()
        if around is None or (name.namespace in STANDARD and name.localname not in ROOMS):
            for key in [k for k in element.attrib if etree.QName(k).namespace not in (None, XSI)]:
                del element.attrib[key]
        else:
            around.remove(element)
    return etree.tostring(root)


def places(element: Any) -> Iterator[tuple[tuple[str, float], ...]]:
    for child in element.iterchildren(etree.Element):
        if etree.QName(child).localname in ("Bounds", "waypoint"):
            sides = ("x", "y", "width", "height")
            yield tuple((s, round(float(child.get(s)), 1)) for s in sides if child.get(s))


def files_of(folder: str, corpus: Callable[[str], Path]) -> list[tuple[str, bytes]]:
    """The name and content of every BPMN file of a folder of the corpus."""
    if folder == "camunda_research":
        with tarfile.open(corpus(RESEARCH)) as archive:
            members = [m for m in archive.getmembers() if m.name.endswith(".bpmn")]
            return [(m.name, archive.extractfile(m).read()) for m in members]  # type: ignore[union-attr]
    return [(f.name, f.read_bytes()) for f in sorted(corpus(f"bpmn/{folder}").glob("*.bpmn"))]
