"""Patches of a text: where the tree before and after differ, and nowhere else."""

from __future__ import annotations

from typing import Any

from outsidein.address import slug
from outsidein.document.nodes import Node
from outsidein.document.syntax import clean
from outsidein.document.yaml_text import INDENT, block_list, block_map, flow, scalar


class Patches:
    """Collects replacements of pieces of a text, and applies them all at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.found: list[tuple[int, int, str]] = []

    def apply(self) -> str:
        """Return the text with every patch made."""
        text = self.text
        # From the end on; of two at one place the later stands behind the earlier.
        ordered = sorted(enumerate(self.found), key=lambda p: (p[1][0], p[0]), reverse=True)
        for _, (start, end, new) in ordered:
            text = text[:start] + new.replace("\n", self.newline) + text[end:]
        return text

    # -- maps

    def patch_map(self, node: Node, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Patch a map where its entries differ."""
        for key in old:
            if key not in new:
                self.drop_entry(node, key)
        before: str | None = None
        for key, value in new.items():
            found = entry_of(node, key)
            if key not in old:
                self.add_entry(node, key, value, before)
            elif key in old and old[key] != value:
                if found is None:
                    self.add_entry(node, key, value, before)
                else:
                    self.patch_value(found[1], old[key], value, node)
            before = key if entry_of(node, key) is not None else before

    def patch_value(self, node: Node, old: Any, new: Any, parent: Node) -> None:
        """Patch a value: deeper where both are maps or lists of the same shape, else whole."""
        if node.kind == "map" and isinstance(old, dict) and isinstance(new, dict):
            self.patch_map(node, old, new)
        elif node.kind == "list" and isinstance(old, list) and isinstance(new, list):
            self.patch_list(node, old, new, parent)
        else:
            self.whole(node, new, parent)

    def whole(self, node: Node, new: Any, parent: Node) -> None:
        """Replace a value as a whole."""
        if parent.flow or node.flow or isinstance(new, str):
            self.found.append((node.start, self.last(node), flow(new)))
            return
        indent = self.indent_of(node) if node.kind != "text" else self.indent_of(parent) + INDENT
        lines = block_map(new, indent) if isinstance(new, dict) else block_list(new, indent)
        start = self.line_start(node.start) if node.kind != "text" else node.start
        text = "\n".join(lines)
        self.found.append((start, self.last(node), text if node.kind != "text" else "\n" + text))

    def drop_entry(self, node: Node, key: str) -> None:
        """Take an entry out, with its line or its comma."""
        found = entry_of(node, key)
        if found is None:
            return
        self.drop([k for k, _ in node.entries], found[0], self.last(found[1]), node)

    def add_entry(self, node: Node, key: str, value: Any, before: str | None) -> None:
        """Put a new entry behind the one before it."""
        entry = entry_of(node, before) if before is not None else None
        if node.flow:
            text = f"{scalar(key)}: {flow(value)}"
            if entry is not None:
                self.found.append((self.last(entry[1]), self.last(entry[1]), f", {text}"))
            else:
                tail = ", " if node.entries else ""
                self.found.append((node.start + 1, node.start + 1, text + tail))
            return
        indent = self.indent_of(node)
        lines = block_map({key: value}, indent)
        if entry is None and node.entries:  # a map in a block has its first key on a line begun
            entry = node.entries[0]
        at = self.line_end(self.last(entry[1])) if entry is not None else self.last(node)
        self.found.append((at, at, "\n" + "\n".join(lines)))

    # -- lists

    def patch_list(self, node: Node, old: list[Any], new: list[Any], parent: Node) -> None:
        """Patch a list: steps by their id, texts one by one."""
        keyed = all(isinstance(item, dict) for item in (*old, *new))
        if keyed and len(node.items) == len(old):
            self.steps(node, old, new)
        elif len(node.items) == len(old) == len(new):
            for item, one, other in zip(node.items, old, new, strict=True):
                if one != other:
                    self.patch_value(item, one, other, node)
        else:
            self.whole(node, new, parent)

    def steps(self, node: Node, old: list[Any], new: list[Any]) -> None:
        """Patch a list of steps; what stays keeps its place in the text."""
        items = {_identity(item): k for k, item in enumerate(old)}
        kept = {_identity(item) for item in new}
        for identity, k in items.items():
            if identity not in kept:
                self.drop(node.items, node.items[k], self.last(node.items[k]), node)
        after: Node | None = None
        for item in new:
            k = items.get(_identity(item), -1)
            if k < 0:
                self.add_item(node, item, after)
                continue
            after = node.items[k]
            if old[k] != item:
                ((_, before_value),), ((_, value),) = old[k].items(), item.items()
                self.patch_value(after.entries[0][1], before_value, value, after)

    def add_item(self, node: Node, item: Any, after: Node | None) -> None:
        """Put a new item behind another, or at the beginning."""
        if node.flow:
            at = self.last(after) if after is not None else node.start + 1
            text = f", {flow(item)}" if after is not None else f"{flow(item)}, "
            self.found.append((at, at, text))
            return
        indent = self.indent_of(node)
        text = "\n".join(block_list([item], indent))
        if after is not None:
            at = self.line_end(self.last(after))
            self.found.append((at, at, "\n" + text))
        else:
            at = self.line_start(node.items[0].start)
            self.found.append((at, at, text + "\n"))

    def drop(self, siblings: list[Node], node: Node, end: int, parent: Node) -> None:
        """Take an item or an entry out of its list or map."""
        if not parent.flow:
            start, after = self.line_start(node.start), self.line_end(end)
            if self.text.startswith(("\r\n", "\n"), after):
                after += 2 if self.text.startswith("\r\n", after) else 1
            self.found.append((start, after, ""))
            return
        at = siblings.index(node)
        if at + 1 < len(siblings):
            self.found.append((node.start, siblings[at + 1].start, ""))
        elif at > 0:
            before = self.text.rfind(",", 0, node.start)
            self.found.append((before, end, ""))
        else:
            self.found.append((node.start, end, ""))

    # -- places

    def last(self, node: Node) -> int:
        """Return where the content of a node ends: a block's own end is the next thing after it."""
        if node.flow or node.kind == "text":
            return self.text_end(node)
        inner = [self.last(item) for item in node.items]
        inner += [max(self.last(v), k.end) for k, v in node.entries]
        return max(inner, default=node.start)

    def text_end(self, node: Node) -> int:
        """Return where a text ends, without the line break that ends a block of text."""
        end = node.end
        while end > node.start and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def line_start(self, position: int) -> int:
        """Return where the line of a position begins."""
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Return where the line of a position ends, before its break."""
        end = self.text.find("\n", position)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > 0 and self.text[end - 1] == "\r" else end

    def indent_of(self, node: Node) -> str:
        """Return the blanks before the entries of a block."""
        first = node.items[0] if node.items else node.entries[0][0] if node.entries else node
        line = self.text[self.line_start(first.start) : first.start]
        if node.kind == "list":
            return line[: len(line) - len(line.lstrip())]
        return " " * len(line)


def entry_of(node: Node, key: str) -> tuple[Node, Node] | None:
    """Return the entry of a map with a key, as written or by its slug."""
    for name, value in node.entries:
        if clean(name.text) == key:
            return name, value
    for name, value in node.entries:
        if slug(name.text) == slug(key):
            return name, value
    return None


def _identity(item: dict[str, Any]) -> str:
    ((key, value),) = item.items()
    return f"phase {value}" if key == "phase" else slug(key)
