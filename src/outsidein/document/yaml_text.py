"""YAML as we write it: a line a step where it fits, else a block; quotes only where needed."""

from __future__ import annotations

import re
from typing import Any

WIDTH = 100
INDENT = "  "
Tree = str | list[Any] | dict[str, Any]

_PLAIN = re.compile(r"(?:\w|-[\w>])(?:.*[^\s:])?", re.DOTALL)
_UNSAFE = re.compile(
    r"""[,\[\]{}"'#&*!|`@\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]|:\s"""
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(text: str) -> str:
    """Write a text, quoted if YAML would read anything else."""
    plain = _PLAIN.fullmatch(text) and not _UNSAFE.search(text)
    if plain and text.lower() not in {"null", "~"} and not text.startswith(("---", "...")):
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if character == " " or character.isprintable():
        return character
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def flow(tree: Tree) -> str:
    """Write a tree on one line, in brackets."""
    if isinstance(tree, str):
        return scalar(tree)
    if isinstance(tree, list):
        return "[" + ", ".join(flow(item) for item in tree) + "]"
    return "{" + ", ".join(f"{scalar(key)}: {flow(value)}" for key, value in tree.items()) + "}"


def block_map(tree: dict[str, Any], indent: str = "", *, wide: bool = False) -> list[str]:
    """Write a map as lines, one key a line; ``wide``: each value a block of its own."""
    lines: list[str] = []
    for key, value in tree.items():
        lines += _entry(f"{indent}{scalar(key)}:", value, indent + INDENT, wide=wide)
    return lines


def _entry(head: str, value: Tree, indent: str, *, wide: bool = False) -> list[str]:
    """Write what stands behind a key: on its line if it fits, else as a block below."""
    line = f"{head} {flow(value)}"
    fits = len(line) <= WIDTH and not (wide and value and not isinstance(value, str))
    if isinstance(value, str) or not value or (fits and _is_flat(value)):
        return [line]
    if isinstance(value, list):
        return [head, *block_list(value, indent)]
    return [head, *block_map(value, indent)]


def _is_flat(tree: Tree, levels: int = 2) -> bool:
    """Whether a tree is plain enough for one line: maps and lists at most two deep."""
    if isinstance(tree, str):
        return True
    inner = list(tree.values()) if isinstance(tree, dict) else tree
    return levels > 0 and all(_is_flat(one, levels - 1) for one in inner)


def block_list(items: list[Any], indent: str) -> list[str]:
    """Write a list as lines, an item a line where it fits."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, dict) and len(item) == 1:
            ((key, value),) = item.items()
            lines += _entry(f"{indent}- {scalar(key)}:", value, indent + INDENT * 2)
        else:
            lines.append(f"{indent}- {flow(item)}")
    return lines
