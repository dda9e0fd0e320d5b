"""XML from strangers: bytes in, a tree out, or a fault that says why not."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

from outsidein.bpmn.tags import line_of
from outsidein.errors import Fault, OutsideInError

MOST_BYTES = 32_000_000
MOST_TAGS = 500_000
MOST_ATTRIBUTES = 2_000_000
MOST_DEPTH = 100
ENCODINGS = frozenset({
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii",
    "latin_1", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "iso8859-15",
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "shift_jis", "euc_jp", "gb2312",
    "gbk", "gb18030", "big5", "euc_kr", "koi8-r",
})  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a mark, the first characters tell how wide one is: XML 1.0, appendix F.1.
_WIDTHS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']"""
)
_DECLARATION = re.compile(r"^<\?xml\s[^>]*\?>")
_TOO_DEEP = etree.XPath("/*" * (MOST_DEPTH + 1))
_BLANKS = re.compile(r"[ \t\r\n]*")
_ASIDES = (("<!--", "-->"), ("<?", "?>"))


def parse(content: bytes, name: str) -> tuple[etree._Element, str]:
    """Return the root of an XML file and the encoding to write it in.

    Refused with OutsideInError: an encoding that is unknown or does not fit, any DOCTYPE (and so
    every entity), more than `MOST_TAGS` tags, more than `MOST_DEPTH` levels, and whatever is not
    well-formed XML 1.0. Nothing is fetched from anywhere.
    """
    codec, encoding = encoding_of(content, name)
    text = _decoded(content, codec, name)
    _refuse_types(text, name)
    if text.count("<") > MOST_TAGS or text.count("=") > MOST_ATTRIBUTES:
        raise _refused("too-large", name, f"has more than {MOST_TAGS:,} tags")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True,
        dtd_validation=False, attribute_defaults=False, huge_tree=False, strip_cdata=False,
        remove_blank_text=False, remove_comments=False, remove_pis=False, recover=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        what = f"is not well-formed XML: {_plain(wrong.msg)}"
        raise _refused("not-xml", f"{name}:{line}:{max(column, 1)}", what) from wrong
    except (ValueError, LookupError) as wrong:
        raise _refused("not-xml", name, f"is not XML: {wrong}") from wrong
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise _refused("doctype", name, "has a DOCTYPE", "export it again without one")
    _refuse_depth(root, name)
    return root, encoding


def encoding_of(content: bytes, name: str) -> tuple[str, str]:
    """Return the codec to read an XML file with, and the encoding to write it in again.

    It is told by the file's mark, by the width of its characters, by its declaration; else UTF-8.
    """
    for mark, codec in (*_MARKS, *_WIDTHS):
        if content.startswith(mark):
            return codec, codec.removesuffix("-le").removesuffix("-be").upper()
    declared = _DECLARED.match(content)
    word = declared[1].decode("ascii") if declared else "UTF-8"
    try:
        codec = codecs.lookup(word).name
    except LookupError:
        codec = ""
    if codec not in ENCODINGS:
        raise _refused("encoding", name, f'has the unknown encoding "{word}"', "save it as UTF-8")
    wide = codec.startswith(("utf-16", "utf-32"))  # declared, but its characters are narrow
    return ("utf-8", "UTF-8") if wide else (codec, word)


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as wrong:
        what = f"is not {encoding.upper()}: byte {wrong.start} cannot be read"
        raise _refused("encoding", name, what, "save it as UTF-8") from wrong
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise _refused("not-xml", name, "contains a null character")
    return _DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text


def _refuse_types(text: str, name: str) -> None:
    """Refuse a DOCTYPE before the parser sees it: its entities could grow without end.

    It can stand only before the first element: XML 1.0, section 2.8.
    """
    at = 0
    while True:
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        aside = next((pair for pair in _ASIDES if text.startswith(pair[0], at)), None)
        if aside is None:
            break
        end = text.find(aside[1], at + len(aside[0]))
        if end < 0:
            return
        at = end + len(aside[1])
    if text.startswith("<!", at):
        hint = "a BPMN file needs none: export it again without one"
        raise _refused("doctype", name, "has a DOCTYPE, which is refused", hint)


def _refuse_depth(root: etree._Element, name: str) -> None:
    found: Any = _TOO_DEEP(root)
    if found:
        where = f"{name}:{line_of(found[0])}"
        raise _refused("too-deep", where, f"is nested more than {MOST_DEPTH} levels deep")


def _plain(message: str | None) -> str:
    text = (message or "unknown reason").partition(", line ")[0]
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _refused(code: str, where: str, what: str, hint: str = "") -> OutsideInError:
    return OutsideInError([Fault(code, "error", where, what, hint)])
