"""The JSON Schema for editors knows the grammar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from ruamel.yaml import YAML

from outsidein.document import new_document, schema, write
from outsidein.model.keys import KEYS, TOP_KEYS, VERBS
from outsidein.model.process import Process
from strategies import processes

FOLDER = Path(__file__).parent / "examples"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_the_schema_is_a_schema() -> None:
    """It follows its own standard, and every verb and key is in it."""
    jsonschema.Draft202012Validator.check_schema(schema())
    said = str(schema())
    missing = [word for word in (*VERBS, *KEYS, *TOP_KEYS) if repr(word) not in said]
    assert missing == []


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_examples_are_valid(file: Path) -> None:
    """As an editor sees them."""
    assert list(VALIDATOR.iter_errors(loaded(file.read_text(encoding="utf-8")))) == []


@given(processes())
def test_what_we_write_is_valid(process: Process) -> None:
    """Whatever the process."""
    assert list(VALIDATOR.iter_errors(loaded(write(process)))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("process: ", "proces: "),
        ("takes: 4 min", "takse: 4 min"),
        ("takes: 4 min", "takes: 4 minutes"),
        ("takes: 4 min", "takes: 4"),
        ("82% yes -> place", "82% yes"),
        ("share: 85%", "share: 0.85"),
        ("worth: 38 EUR", "worth: 38"),
        ("worth: 38 EUR", "comes back: {gone: 38%}"),
        ("open: Mon-Fri 08:00-18:00", "open: Mo-Fr 8-18"),
        ("people: 4", "people: many"),
        ("kind: system", "kind: sistem"),
        ("outcome: lost", "outcome: gone"),
        ("web: self", "web: selfish"),
        ("rate: 120 per day", "rate: 120"),
        ("hidden: Pick and pack", "hide: Pick and pack"),
        ("{end: Order complete,", "{end: Order complete, next: lost,"),
        ("when: no news for 2 days", "when: now and then"),
        ("closed: 60% call back at opening -> lost", "closed: come back"),
        ("numbers: assumed", "numbers: guessed"),
        ("set: {clear.go.yes: 92%}", "set: {clear: 92%}"),
    ],
)
def test_typical_mistakes_are_not(old: str, new: str) -> None:
    """An editor underlines what the program would refuse."""
    text = new_document()
    assert old in text
    assert list(VALIDATOR.iter_errors(loaded(text.replace(old, new, 1)))) != []
