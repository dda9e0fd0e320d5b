"""The XML schema of our facts, made from the classes they are the values of."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from lxml import etree

from outsidein.bpmn.facts import ANYTHING, CLASSES, Form, forms
from outsidein.bpmn.inscribing import CUSTOMER, DRAWN_AS, SIGN
from outsidein.bpmn.tags import OURS, tag

XSD = "http://www.w3.org/2001/XMLSchema"
TYPES = {str: "xsd:string", float: "xsd:double", int: "xsd:integer", bool: "xsd:boolean"}
NUMBERS = {float: "numbers", int: "integers"}
PLACE = ("position", "is_shared", "act_of", "block_of", "block_name", DRAWN_AS)
ABOUT = """
Facts of the customer process that BPMN has no element for. <process> stands in the extension
elements of a BPMN process, <step> in those of the element that draws the step, <half> in those of
the task that draws a part's half of an encounter. Times are in seconds, shares from 0 to 1.
"""


def schema_text() -> str:
    """Return the schema of our namespace as the text of its file."""
    root = etree.Element(tag("schema", XSD), nsmap={"xsd": XSD, "oi": OURS})
    root.set("targetNamespace", OURS)
    root.set("elementFormDefault", "qualified")
    note = _sub(_sub(root, "annotation"), "documentation")
    note.text = ABOUT
    whole = _sub(_sub(root, "element", name="process"), "complexType")
    extension = _sub(_sub(whole, "complexContent"), "extension", base="oi:Process")
    for name in (SIGN, CUSTOMER):
        _sub(extension, "attribute", name=name, type="xsd:string")
    step = _sub(_sub(root, "element", name="step"), "complexType")
    extension = _sub(_sub(step, "complexContent"), "extension", base="oi:Step")
    for name in PLACE:
        _sub(extension, "attribute", name=name, type="xsd:string")
    half = _sub(_sub(root, "element", name="half"), "complexType")
    _sub(half, "attribute", name="of", type="xsd:string", use="required")
    for name, kind in (("numbers", "xsd:double"), ("integers", "xsd:integer")):
        _sub(_sub(root, "simpleType", name=name), "list", itemType=kind)
    _anything(root)
    for name in sorted(CLASSES):
        _class(root, name, CLASSES[name])
    etree.indent(root)
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def _sub(parent: etree._Element, word: str, /, **said: str) -> etree._Element:
    return etree.SubElement(parent, tag(word, XSD), said)


def _anything(root: etree._Element) -> None:
    kind = _sub(root, "complexType", name=ANYTHING)
    inside = _sub(kind, "sequence")
    _sub(inside, "any", namespace="##targetNamespace", processContents="skip", minOccurs="0",
         maxOccurs="unbounded")  # fmt: skip
    _sub(kind, "attribute", name="is", type="xsd:string", use="required")
    _sub(kind, "anyAttribute", namespace="##local", processContents="skip")


def _class(root: etree._Element, name: str, cls: Any) -> None:
    kind = _sub(root, "complexType", name=name)
    inside = _sub(kind, "sequence")
    for field, form in forms(cls).items():
        if form.kind not in ("attribute", "numbers"):
            _child(inside, field, form)
    for field, form in forms(cls).items():
        if form.kind == "numbers":
            _sub(kind, "attribute", name=field, type=f"oi:{NUMBERS[form.of]}")
        elif form.kind == "attribute":
            _attribute(kind, field, form.of)


def _child(inside: etree._Element, field: str, form: Form) -> None:
    often = "unbounded" if form.kind in ("texts", "many") else "1"
    kind = "xsd:string" if form.kind == "texts" else f"oi:{ANYTHING}"
    if form.kind in ("one", "many"):
        kind = f"oi:{form.of.__name__}"
    _sub(inside, "element", name=field, type=kind, minOccurs="0", maxOccurs=often)


def _attribute(kind: etree._Element, field: str, of: Any) -> None:
    if get_origin(of) is not Literal:
        _sub(kind, "attribute", name=field, type=TYPES[of])
        return
    said = _sub(_sub(kind, "attribute", name=field), "simpleType")
    words = _sub(said, "restriction", base="xsd:string")
    for word in get_args(of):
        _sub(words, "enumeration", value=word)
