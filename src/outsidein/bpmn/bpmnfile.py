"""A BPMN file: its tree as its maker wrote it, and what we understand of it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from lxml import etree

from outsidein.bpmn.content import Content
from outsidein.bpmn.reading import Reader
from outsidein.bpmn.xml import MOST_BYTES, parse
from outsidein.errors import Fault
from outsidein.files import read_capped, write_atomically


class BpmnFile:
    """A BPMN 2.0 file that can be looked at, changed in places, and written back.

    The source tree is kept: vendor extensions, ids, colours, positions, comments and prefixes
    survive. Nothing changed means the same bytes again. ``content`` holds the values, ``faults``
    what is not understood, each with its line.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._source = content
        self.root, self.encoding = parse(content, name)
        self._reader: Reader | None = None
        self.changed = False

    @cached_property
    def content(self) -> Content:
        """Every element understood, as values."""
        return self._read()[1]

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the file or not understood, in the order of its lines."""
        reader = self._read()[0]
        return tuple(sorted(dict.fromkeys(reader.faults), key=_line))

    def element(self, key: str) -> etree._Element:
        """Return the tree of an element; KeyError if no element has that key."""
        return self._read()[0].trees[key]

    def touched(self) -> None:
        """Say that the tree was changed: the values are read again when they are asked for."""
        self.changed = True
        for name in ("_both", "content", "faults"):
            self.__dict__.pop(name, None)

    def to_bytes(self) -> bytes:
        """Return the file: as it came if nothing was changed, else its tree."""
        return self.tree_bytes() if self.changed else self._source

    def tree_bytes(self) -> bytes:
        """Return the tree as a file in its own encoding."""
        tree = self.root.getroottree()
        for encoding in (self.encoding, "UTF-8"):
            try:
                written = etree.tostring(tree, encoding=encoding, xml_declaration=True)
                return bytes(written) if isinstance(written, bytes) else written.encode()
            except LookupError:  # an encoding that Python knows and the XML library does not
                continue
        raise AssertionError("UTF-8 is always known")

    def save(self, path: str | Path) -> None:
        """Write the file, whole or not at all; raise OutsideInError if it cannot be written."""
        write_atomically(path, self.to_bytes())

    def _read(self) -> tuple[Reader, Content]:
        return self._both

    @cached_property
    def _both(self) -> tuple[Reader, Content]:
        reader = Reader(self.root, self.name)
        return reader, reader.read()


def _line(fault: Fault) -> int:
    return int(fault.where.rsplit(":", 1)[1])


def open_bpmn(path: str | Path) -> BpmnFile:
    """Open a BPMN file; raise OutsideInError if it is no safe, well-formed BPMN 2.0."""
    return open_bytes(read_capped(path, most_bytes=MOST_BYTES), str(path))


def open_bytes(content: bytes, name: str = "document.bpmn") -> BpmnFile:
    """Open a BPMN file from its bytes, as `open_bpmn` does."""
    opened = BpmnFile(content, name)
    _ = opened.content  # what is not BPMN is refused now, not later
    return opened
