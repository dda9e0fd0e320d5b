"""A whole document from a process, laid out for people."""

from __future__ import annotations

from pathlib import Path

from outsidein.document.trees import tree_of
from outsidein.document.yaml_text import block_list, block_map, flow, scalar
from outsidein.files import write_atomically
from outsidein.model.process import Process

_SECTIONS = ("customers", "organisation")
_LISTS = ("shared", "steps")


def write(process: Process) -> str:
    """Return a process as the text of a document; reading it gives the same process again."""
    lines: list[str] = []
    for key, value in tree_of(process).items():
        head = f"{scalar(key)}:"
        if key in _LISTS and value:
            lines += [head, *block_list(value, "  ")]
        elif key in _SECTIONS and value:
            lines += [head, *block_map(value, "  ")]
        elif key == "scenarios" and value:
            lines += [head, *block_map(value, "  ", wide=True)]
        else:
            lines += (
                block_map({key: value}) if not isinstance(value, str) else [f"{head} {flow(value)}"]
            )
    return "\n".join(lines) + "\n"


def save(path: str | Path, text: str) -> None:
    """Write a document to a file, whole or not at all; raise OutsideInError if it cannot be."""
    write_atomically(path, text.encode("utf-8"))
