"""Rules about names as written: unique, no key, and fit to be an id where they are one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from outsidein.address import begins_name, in_name
from outsidein.document.names import Name, Names
from outsidein.document.reading import Reading
from outsidein.document.syntax import clean
from outsidein.model.keys import RESERVED


def check_names(reading: Reading, names: Names, declared: Iterable[Name]) -> None:
    """Note clashing ids, reserved words, dots, and signs that no id may contain."""
    for name, other in names.clashes:
        at = reading.places(other.node.start)
        what = f'"{name.written}" has the id "{name.id}", which is already a {other.kind} at {at}'
        hint = "steps, parts and customers need different names"
        reading.fault("duplicate-id", name.node, what, hint)
        reading.flows_are_sure = False
    names.clashes.clear()
    for name in declared:
        if name.id in RESERVED:
            what = f'"{name.written}" is a key of the grammar, not a name'
            reading.fault("reserved", name.node, what, "choose another name")
        elif name.must_be_id:
            _check_id(reading, name)
        elif "." in name.written:
            what = f'"{name.written}" contains a dot'
            reading.fault("dot", name.node, what, "dots separate the pieces of an address")


def _check_id(reading: Reading, name: Name) -> None:
    text = unicodedata.normalize("NFC", clean(name.node.text))
    wrong = [c for c in text if not (in_name(c) or c == " ")]
    if wrong:
        sign = wrong[0] if wrong[0].isprintable() else f"U+{ord(wrong[0]):04X}"
        what = f'"{_shown(text)}" cannot be an id: it contains "{sign}"'
        hint = "an id has letters, digits, hyphens and blanks; a dot separates an address"
        reading.fault("bad-id", name.node, what, hint)
    elif text and not begins_name(text[0]):
        what = f'"{text}" cannot be an id: it begins with "{text[0]}"'
        reading.fault("bad-id", name.node, what, "an id begins with a letter")


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
