"""A workbook as a package of XML parts, unpacked with a limit on everything.

Only the parts that are asked for are unpacked: macros, pictures, links to other files and
whatever else a workbook may carry are never touched.
Source: ECMA-376, *Office Open XML File Formats*, part 2 (packages) and part 1, section 18
(SpreadsheetML).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NoReturn

from outsidein.errors import Fault, OutsideInError

MOST_PACKED = 10_000_000
MOST_UNPACKED = 50_000_000
MOST_PART = 10_000_000
MOST_ENTRIES = 10_000
MOST_TAGS = 400_000  # begun, ended or given a value, in all parts that are read
MOST_RATIO = 200
SMALL = 100_000  # bytes; below, a ratio says nothing
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    ValueError, KeyError,
)  # fmt: skip


class Package:
    """The parts of a workbook by name; every part is read at most once and below a limit."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if content.startswith(b"\xd0\xcf\x11\xe0"):  # an old .xls, or one with a password
            self.refuse("is an old or an encrypted workbook", "save it as .xlsx without a password")
        try:
            self.file = zipfile.ZipFile(BytesIO(content))
            entries = self.file.infolist()
        except _BROKEN as error:
            self.refuse("is no workbook", "save it as .xlsx", error)
        self.guard(entries)
        self.tags = 0
        self.names = {entry.filename.lower().lstrip("/"): entry for entry in entries}

    def refuse(self, what: str, hint: str = "", cause: Exception | None = None) -> NoReturn:
        """Raise OutsideInError: the file cannot be read at all."""
        raise OutsideInError([Fault("not-a-workbook", "error", self.name, what, hint)]) from cause

    def guard(self, entries: list[zipfile.ZipInfo]) -> None:
        """Refuse what would take far more room than it seems to."""
        unpacked = sum(entry.file_size for entry in entries)
        steep = [
            e for e in entries if e.file_size > SMALL and e.file_size > MOST_RATIO * e.compress_size
        ]
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or steep:
            what = f"unpacks to {unpacked:,} bytes in {len(entries):,} files"
            self.refuse(what, f"at most {MOST_UNPACKED:,} bytes; leave pictures and tables out")

    def part(self, name: str) -> bytes | None:
        """Return a part of the package, or None if it has none of that name."""
        entry = self.names.get(name.lower().lstrip("/"))
        if entry is None:
            return None
        try:
            with self.file.open(entry) as stream:
                content = stream.read(MOST_PART + 1)
        except _BROKEN as error:
            self.refuse(f"has a broken part: {name}", "open it and save it anew", error)
        if len(content) > MOST_PART:
            self.refuse(f"has a part of more than {MOST_PART:,} bytes: {name}")
        self.harmless(name, content)
        self.tags += max(content.count(b"<"), content.count(b"="))
        if self.tags > MOST_TAGS:
            self.refuse("holds far more cells than a process has", "leave other tables out")
        return content

    def harmless(self, name: str, content: bytes) -> None:
        """Refuse XML that could define entities, or hide that it does."""
        said = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        strange = said is not None and said[1].lower() not in _ENCODINGS
        if strange or b"\x00" in content[:200] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.refuse(f"has a part that is not UTF-8: {name}")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            self.refuse(f"has a part with a DOCTYPE: {name}", "no workbook needs one")

    def elements(self, name: str, *wanted: str) -> Iterator[Any]:
        """Yield the elements of a part with some local names, each whole, then forget it."""
        from lxml import etree

        content = self.part(name)
        if content is None:
            return
        tags = [f"{{*}}{local}" for local in wanted]
        try:
            for _, element in etree.iterparse(
                BytesIO(content), tag=tags, resolve_entities=False, no_network=True,
                huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
            ):  # fmt: skip
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            self.refuse(f"has a part that is no XML: {name}", "open it and save it anew", error)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part inside the package: id -> (kind, name of the part)."""
        folder, file = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}
        for one in self.elements(f"{folder}/_rels/{file}.rels", "Relationship"):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target") or ""
            whole = target if target.startswith("/") else posixpath.join(folder, target)
            kind = (one.get("Type") or "").rpartition("/")[2]
            found[one.get("Id") or ""] = (kind, posixpath.normpath(whole).lstrip("/"))
        return found


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
