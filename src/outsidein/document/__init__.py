"""Our document: its grammar, its schema, reading, writing and editing it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Document": "opening",
    "check_document": "checking",
    "check_file": "checking",
    "check_text": "checking",
    "edit": "editing",
    "new_document": "start",
    "open_text": "opening",
    "read": "opening",
    "read_text": "opening",
    "save": "writing",
    "schema": "schemas",
    "to_fill_in": "gaps",
    "write": "writing",
}

__all__ = [
    "Document",
    "check_document",
    "check_file",
    "check_text",
    "edit",
    "new_document",
    "open_text",
    "read",
    "read_text",
    "save",
    "schema",
    "to_fill_in",
    "write",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.document' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.document.{_HOMES[name]}"), name)
