"""A whole document from a process, laid out for people."""

from __future__ import annotations

from pathlib import Path

from outsidein.document.trees import tree_of
from outsidein.document.yaml_text import INDENT, Tree, block_list, block_map, flow, scalar
from outsidein.files import write_atomically
from outsidein.model.process import Process

_SECTIONS = ("customers", "organisation", "scenarios")
_LISTS = ("shared", "steps")


def write(process: Process) -> str:
    """Return a process as the text of a document; reading it gives the same process again."""
    lines: list[str] = []
    for key, value in tree_of(process).items():
        lines += section(key, value)
    return "\n".join(lines) + "\n"


def section(key: str, value: Tree) -> list[str]:
    """Return a top key and its value as lines."""
    head = f"{scalar(key)}:"
    if isinstance(value, str) or not value:
        return [f"{head} {flow(value)}"]
    if isinstance(value, list) and key in _LISTS:
        return [head, *block_list(value, INDENT)]
    if isinstance(value, dict) and key in _SECTIONS:
        return [head, *block_map(value, INDENT, wide=key == "scenarios")]
    return block_map({key: value})


def save(path: str | Path, text: str) -> None:
    """Write a document to a file, whole or not at all; raise OutsideInError if it cannot be."""
    write_atomically(path, text.encode("utf-8"))
