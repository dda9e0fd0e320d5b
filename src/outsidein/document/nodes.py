"""YAML as it stands in the file: a tree of texts, lists and maps, each with its place.

No value is ever constructed, so `08` stays "08" and `2026-01-01` is no date. What a reader of
YAML may do and a document must not (aliases, tags, merge keys, several documents) is a fault.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from outsidein.errors import Fault

MOST_BYTES = 1_000_000
MOST_DEPTH = 8
MOST_NODES = 20_000  # texts, lists and maps: read in a second or two, twenty times an example
MOST_ENTRIES = 1_000  # of one list or map
MOST_LETTERS = 20_000  # of one text: several pages
MOST_FAULTS = 500  # of the spelling of YAML; a file with more is something else
MOST_ALIKE = 5  # anchors and aliases told one by one; a bomb has thousands
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True, kw_only=True)
class Node:
    """A text, a list or a map; ``start`` and ``end`` are positions in the file's text.

    A ``broken`` node has a fault of its own already: readers pass over it in silence.
    """

    kind: Literal["text", "list", "map"]
    start: int
    end: int
    text: str = ""
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    broken: bool = False
    flow: bool = False  # written in brackets
    depth: int = 0
    waiting: Node | None = None  # while the tree grows: a key whose value is still to come
    keys: set[str] = field(default_factory=set)

    def value_of(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


class AnyPlaces(Protocol):
    """Where the positions of a tree stand: in the lines of a text, or in the cells of sheets."""

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return two numbers that order positions as people read them."""

    def order(self, where: str) -> tuple[int, int]:
        """Return the same two numbers of a place as it is written."""

    def __call__(self, position: int) -> str:
        """Return the place of a position as it is written."""


class Places:
    """Lines and columns of positions in a text, counted from 1."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._starts = [0] + [m.end() for m in re.finditer("\r\n|\n|\r", text)]

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return the line and the column of a position."""
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1

    def order(self, where: str) -> tuple[int, int]:
        """Return the line and the column of file:line:column."""
        pieces = where.rsplit(":", 2)
        return int(pieces[-2]), int(pieces[-1])

    def __call__(self, position: int) -> str:
        """Return file:line:column of a position."""
        line, column = self.line_and_column(position)
        return f"{self.name}:{line}:{column}"


def decode(content: bytes, name: str) -> tuple[str, list[Fault]]:
    """Return the text of a file in UTF-8; what is not UTF-8 is a fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = _place_of_byte(content, error.start, name)
        what = f"byte {content[error.start]:#04x} is not UTF-8"
        return "", [Fault("not-utf-8", "error", where, what, "save it as UTF-8")]
    if "\0" in text:
        where = _place_of_byte(content, content.index(0), name)
        what = "byte 0x00 is no text in UTF-8"
        return "", [Fault("not-utf-8", "error", where, what, "save it as UTF-8, not UTF-16")]
    return text, []


def _place_of_byte(content: bytes, at: int, name: str) -> str:
    line_start = content.rfind(b"\n", 0, at) + 1
    line = content.count(b"\n", 0, at) + 1
    column = len(content[line_start:at].decode("utf-8-sig", errors="replace")) + 1
    return f"{name}:{line}:{column}"


def compose(text: str, places: Places) -> tuple[Node | None, list[Fault]]:
    """Return the tree of a document and every fault of its YAML."""
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        what = f"is larger than {MOST_BYTES:,} bytes"
        return None, [Fault("too-large", "error", places(0), what)]
    tree = _Tree(text, places)
    tree.grow()
    return tree.root, tree.faults


class _Tree:
    """Grows the tree from the parser's events; deep input never means deep recursion."""

    def __init__(self, text: str, places: Places) -> None:
        self.text, self.places = text, places
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self.open: list[Node] = []
        self.spans: list[tuple[int, int]] = []  # of texts: a # inside one is no comment
        self.documents = 0
        self.nodes = 0

    def fault(self, code: str, position: int, what: str, hint: str = "") -> None:
        self.faults.append(Fault(code, "error", self.places(position), what, hint))

    def alike(self, code: str, position: int, what: str, hint: str) -> None:
        """Note a fault unless enough of its kind are known."""
        if sum(fault.code == code for fault in self.faults) < MOST_ALIKE:
            self.fault(code, position, what, hint)

    def grow(self) -> None:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            for event in YAML(typ="safe", pure=True).parse(self.text):
                if not self.take(event):
                    return
        except MarkedYAMLError as error:
            self.not_yaml(error)
        except (YAMLError, ValueError, OverflowError, IndexError) as error:
            position = getattr(error, "position", 0)
            self.fault("not-yaml", position if isinstance(position, int) else 0, _short(error))
        if self.root is None and not self.faults:
            self.fault("empty", 0, "the document is empty", "begin with `process: NAME`")
        self.look_for_cut_comments()

    def not_yaml(self, error: Any) -> None:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or error.context or "is not YAML").strip()
        hints = {
            "mapping values are not allowed": "quote a text that contains a colon",
            "found character": "indent with blanks; quote a text that begins with a sign",
            "expected ',' or": "close the bracket, or quote a text that contains a sign",
            "did not find expected": "look at the indentation and the brackets",
        }
        hint = next((h for start, h in hints.items() if what.startswith(start)), "")
        self.root = None
        self.fault("not-yaml", mark.index if mark else 0, f"cannot be read as YAML: {what}", hint)

    def take(self, event: Any) -> bool:
        """Add one event to the tree; False ends the reading."""
        kind = type(event).__name__
        start, end = event.start_mark.index, event.end_mark.index
        if kind == "DocumentStartEvent":
            return self.begin_document(event, start)
        if kind == "AliasEvent":
            self.alike("alias", start, f"`*{event.anchor}` refers elsewhere", "write it out")
            self.add(Node(kind="text", start=start, end=end, broken=True))
        elif kind == "ScalarEvent":
            self.spans.append((start, end))
            if len(event.value) > MOST_LETTERS:
                hint = "is it the right file?"
                return self.give_up(
                    "too-long", start, f"is longer than {MOST_LETTERS:,} letters", hint
                )
            if found := _NOT_TEXT.search(event.value):
                what = f"contains U+{ord(found[0]):04X}, which is no character of a text"
                self.fault("not-a-character", start, what, "leave it out")
            self.add(self.plain(event, Node(kind="text", start=start, end=end, text=event.value)))
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            shape: Literal["map", "list"] = "map" if kind.startswith("Map") else "list"
            flow = bool(event.flow_style)
            node = self.plain(event, Node(kind=shape, start=start, end=end, flow=flow))
            self.add(node)
            self.open.append(node)
            return self.shallow(node) and self.is_few(start)
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self.open.pop().end = end
        return self.is_few(start)

    def is_few(self, position: int) -> bool:
        """Say whether there is not more than anybody writes, of nodes and of faults."""
        hint = "is it the right file? Describe a large process in several documents"
        parent = self.open[-1] if self.open else None
        self.nodes += 1
        if parent is not None and max(len(parent.items), len(parent.entries)) > MOST_ENTRIES:
            what = f"a {parent.kind} has more than {MOST_ENTRIES:,} entries"
            return self.give_up("too-many", parent.start, what, hint)
        if self.nodes > MOST_NODES:
            return self.give_up(
                "too-many", position, f"there are more than {MOST_NODES:,} values", hint
            )
        if len(self.faults) > MOST_FAULTS:
            what = f"there are more than {MOST_FAULTS:,} faults"
            return self.give_up("too-many", position, what, hint)
        return True

    def give_up(self, code: str, position: int, what: str, hint: str) -> bool:
        """Read no further: what was read is left, and what was wrong up to here is told."""
        self.root, self.faults = None, self.faults[:MOST_ALIKE]
        self.fault(code, position, what, hint)
        return False

    def begin_document(self, event: Any, start: int) -> bool:
        self.documents += 1
        if event.version or event.tags:
            self.fault("directive", 0, "begins with a directive", "leave the line with % out")
        if self.documents > 1:
            self.fault("several-documents", start, "a second document begins", "one a file")
            return False
        return True

    def plain(self, event: Any, node: Node) -> Node:
        """Refuse anchors and tags; the node itself can still be read."""
        if event.anchor:
            hint = "leave it out: nothing may refer elsewhere"
            self.alike("anchor", node.start, f"`&{event.anchor}` is an anchor", hint)
        tag = getattr(event, "tag", None)
        if tag:
            self.fault("tag", node.start, "a tag (`!`) stands before the value", "leave it out")
        return node

    def shallow(self, node: Node) -> bool:
        """Say whether the node is not too deep: an item of a list is as deep as its list."""
        parent = self.open[-2] if len(self.open) > 1 else None
        if parent is not None:
            apart = parent.kind == "map" or node.kind == "list"
            node.depth = parent.depth + (1 if apart else 0)
        deepest = node.depth if node.kind == "map" else parent.depth if parent else 0
        if deepest > MOST_DEPTH:
            what = f"is nested deeper than {MOST_DEPTH} levels"
            return self.give_up("too-deep", node.start, what, "close the brackets before")
        return True

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.kind == "list":
            self.no_null(node, node.start, "an item of the list is empty")
            parent.items.append(node)
        elif parent.waiting is None:
            parent.waiting = self.key(node)
        else:
            key, parent.waiting = parent.waiting, None
            self.pair(parent, key, node)

    def key(self, node: Node) -> Node:
        if node.kind != "text":
            self.fault("key", node.start, "a key must be a plain text")
            node.broken = True
        elif not node.text.strip():
            self.fault("key", node.start, "a key is empty", "write a name before the colon")
            node.broken = True
        elif node.text == "<<":
            self.fault("merge-key", node.start, "`<<` merges maps", "write the keys out")
            node.broken = True
        return node

    def pair(self, parent: Node, key: Node, value: Node) -> None:
        if _is_null(self.text, value):
            value.broken = True
            colon = self.text.find(":", key.end, max(value.start, key.end) + 1)
            if parent.flow and colon < 0:
                what = f'"{key.text}" has no value: the text was cut by a comma'
                self.fault("cut-by-comma", key.start, what, "quote the value, or use a block")
            elif not key.broken:
                self.fault("value-missing", key.start, f'the value of "{key.text}" is missing')
        if key.broken:
            return
        if key.text in parent.keys:
            self.fault("duplicate-key", key.start, f'"{key.text}" is written twice here')
            return
        parent.keys.add(key.text)
        parent.entries.append((key, value))

    def no_null(self, node: Node, position: int, what: str) -> None:
        if _is_null(self.text, node):
            node.broken = True
            self.fault("value-missing", position, what)

    def look_for_cut_comments(self) -> None:
        """A # with one blank before it hides the end of a text: `do: Ask for #5`."""
        since = 0  # no line that begins before the last comment is looked at again
        for position in self.comments():
            line_start = max(self.text.rfind(end, since, position) for end in "\n\r")
            line_start, since = max(line_start, since - 1), position
            before = self.text[line_start + 1 : position]
            if before.strip() and not before.endswith("  "):
                hint = "quote the text, or write two blanks before a comment"
                self.fault("cut-by-hash", position, "the text was cut by a #", hint)
            if len(self.faults) > MOST_FAULTS:
                return

    def comments(self) -> Iterator[int]:
        position, spans = 0, iter([*sorted(self.spans), (len(self.text), len(self.text))])
        for start, end in spans:
            while position < start:
                found = self.text.find("#", position, start)
                if found < 0:
                    break
                yield found
                line_end = self.text.find("\n", found)
                position = len(self.text) if line_end < 0 else line_end + 1
            position = max(position, end)


def _is_null(text: str, node: Node) -> bool:
    if node.kind != "text" or node.broken:
        return False
    if node.start == node.end:
        return True
    plain = text[node.start] not in "'\"|>"
    return plain and node.text in {"~", "null", "Null", "NULL"}


def _short(error: Exception) -> str:
    return "cannot be read as YAML: " + " ".join(str(error).split())[:120]
