"""Our document: its grammar, its schema, reading, writing and editing it."""

from __future__ import annotations

from outsidein.lazy import lazily

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

__getattr__ = lazily(__name__, _HOMES)
