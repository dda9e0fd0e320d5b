"""Our facts as XML: every value of the model, under our own namespace, and back.

The shape of an element follows the fields of its class: texts, numbers and answers are attributes,
everything else is a child of the field's name. A field that has its default is left out.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from lxml import etree

from outsidein.bpmn.tags import OURS, local, tag
from outsidein.model import behaviour, change, process

CLASSES: dict[str, type] = {
    name: found
    for module in (behaviour, process, change)
    for name, found in vars(module).items()
    if isinstance(found, type) and dataclasses.is_dataclass(found)
}
SCALARS = (str, float, int, bool)
ANYTHING = "anything"


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """How a field is written.

    ``kind`` is attribute, numbers (an attribute of several), texts, one, many or anything ·
    ``of`` the class or the type of what is inside.
    """

    kind: str
    of: Any = None


@cache
def forms(cls: type) -> dict[str, Form]:
    """Return how each field of a class of the model is written, in its order."""
    hints = get_type_hints(cls, localns={"Scenario": change.Scenario})
    return {field.name: _form(hints[field.name]) for field in dataclasses.fields(cls)}


def _form(hint: Any) -> Form:
    inner = _without_none(hint)
    if inner in SCALARS:
        return Form("attribute", inner)
    if get_origin(inner) is Literal:
        return Form("attribute", inner)
    if isinstance(inner, type) and dataclasses.is_dataclass(inner):
        return Form("one", inner)
    items = get_args(inner) if get_origin(inner) is tuple else ()
    if len(items) == 2 and items[1] is Ellipsis:
        if items[0] is str:
            return Form("texts")
        if items[0] in (int, float):
            return Form("numbers", items[0])
        if isinstance(items[0], type) and dataclasses.is_dataclass(items[0]):
            return Form("many", items[0])
    return Form(ANYTHING, hint)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value read from a file is what a field of the model may hold."""
    inner, inside = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if inner in (Union, types.UnionType):
        return any(fits(value, one) for one in inside)
    if inner is Literal:
        return value in inside
    if inner is tuple and len(inside) == 2 and inside[1] is Ellipsis:
        return isinstance(value, tuple) and all(fits(one, inside[0]) for one in value)
    if inner is tuple:
        right = isinstance(value, tuple) and len(value) == len(inside)
        return right and all(fits(one, h) for one, h in zip(value, inside, strict=True))
    if inner is not None:  # a mapping
        pairs = value.items() if isinstance(value, Mapping) else [(None, None)]
        return all(fits(key, inside[0]) and fits(one, inside[1]) for key, one in pairs)
    return isinstance(value, (float, int) if hint is float else hint)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        left = [one for one in get_args(hint) if one is not type(None)]
        return left[0] if len(left) == 1 else hint
    return hint


# -- out


def encode(value: Any, name: str) -> etree._Element:
    """Return a value of the model as an element of our namespace."""
    element = etree.Element(tag(name, OURS), nsmap={"oi": OURS})
    _fill(element, value)
    return element


def _fill(element: etree._Element, value: Any) -> None:
    kind: Any = type(value)
    for field in dataclasses.fields(value):
        found = getattr(value, field.name)
        if _is_default(field, found):
            continue
        form = forms(kind)[field.name]
        if form.kind == "attribute" and found is not None:
            element.set(field.name, _text(found))
        elif form.kind == "numbers":
            element.set(field.name, " ".join(map(_text, found)))
        elif form.kind == "texts":
            for text in found:
                _child(element, field.name).text = text
        elif form.kind == "one" and found is not None:
            _fill(_child(element, field.name), found)
        elif form.kind == "many":
            for one in found:
                _fill(_child(element, field.name), one)
        else:
            _anything(_child(element, field.name), found)


def _is_default(field: dataclasses.Field[Any], found: Any) -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(found == field.default) and type(found) is type(field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(found == field.default_factory())
    return False


def _child(element: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(element, tag(name, OURS))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _anything(element: etree._Element, value: Any) -> None:
    """Write a value whose class its field does not tell: ``is`` tells it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        element.set("is", type(value).__name__)
        _fill(element, value)
    elif isinstance(value, Mapping):
        element.set("is", "map")
        for key, one in value.items():
            item = _child(element, "item")
            item.set("key", str(key))
            _anything(item, one)
    elif isinstance(value, tuple | list):
        element.set("is", "list")
        for one in value:
            _anything(_child(element, "item"), one)
    elif value is None:
        element.set("is", "nothing")
    else:
        element.set("is", type(value).__name__)
        element.set("value", _text(value))


# -- and back


def decode(element: etree._Element, cls: type) -> Any:
    """Return the value that an element says; raise ValueError or KeyError if it says none."""
    said: dict[str, Any] = {}
    for name, form in forms(cls).items():
        children = [c for c in element if local(c) == name]
        if form.kind == "attribute" and name in element.attrib:
            said[name] = _value(element.get(name) or "", form.of)
        elif form.kind == "numbers" and name in element.attrib:
            said[name] = tuple(_value(word, form.of) for word in (element.get(name) or "").split())
        elif children and form.kind == "texts":
            said[name] = tuple(child.text or "" for child in children)
        elif children and form.kind == "one":
            said[name] = decode(children[0], form.of)
        elif children and form.kind == "many":
            said[name] = tuple(decode(child, form.of) for child in children)
        elif children and form.kind == ANYTHING:
            said[name] = _decode_anything(children[0])
            if not fits(said[name], form.of):
                raise ValueError(f"{name} is not what it must be")
        elif form.kind in ("numbers", "texts", "many") and name in _needed(cls):
            said[name] = ()
    try:
        return cls(**said)
    except TypeError as wrong:
        raise ValueError(str(wrong)) from wrong


@cache
def _needed(cls: type) -> frozenset[str]:
    """Return the fields of a class that have no default."""
    missing = dataclasses.MISSING
    fields = dataclasses.fields(cls)
    return frozenset(f.name for f in fields if f.default is f.default_factory is missing)


def _value(text: str, kind: Any) -> Any:
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            raise ValueError(f'"{text}" is not one of {", ".join(get_args(kind))}')
        return text
    return text in ("true", "1") if kind is bool else kind(text)


def _decode_anything(element: etree._Element) -> Any:
    kind = element.get("is") or ""
    if kind in CLASSES:
        return decode(element, CLASSES[kind])
    items = [child for child in element if local(child) == "item"]
    if kind == "map":
        return {item.get("key") or "": _decode_anything(item) for item in items}
    if kind == "list":
        return tuple(_decode_anything(item) for item in items)
    if kind == "nothing":
        return None
    scalars = {scalar.__name__: scalar for scalar in SCALARS}
    return _value(element.get("value") or "", scalars[kind])
