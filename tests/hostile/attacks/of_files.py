"""Attacks by the file itself: its encoding, its kind, its size, the way to it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from hostile.attacks.attack import INERT, SHOP, UNPARSED, Attack, raw

ACCENTED = SHOP.replace("Mend a lamp", "Réparer une lampe")
GIGABYTE = 2**30


def folder(at: Path) -> Path:
    (at / "model.yaml").mkdir()
    return at / "model.yaml"


def pipe(at: Path) -> Path:
    os.mkfifo(at / "model.yaml")
    return at / "model.yaml"


def endless(_: Path) -> Path:
    return Path("/dev/zero")


def endless_by_link(at: Path) -> Path:
    (at / "model.yaml").symlink_to("/dev/zero")
    return at / "model.yaml"


def terminal(_: Path) -> Path:
    return Path("/dev/tty")


def circle(at: Path) -> Path:
    (at / "model.yaml").symlink_to(at / "other.yaml")
    (at / "other.yaml").symlink_to(at / "model.yaml")
    return at / "model.yaml"


def nowhere(at: Path) -> Path:
    (at / "model.yaml").symlink_to(at / "gone.yaml")
    return at / "model.yaml"


def unix_socket(at: Path) -> Path:
    before = Path.cwd()
    os.chdir(at)  # the path of a socket is at most 107 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("model.yaml")
    finally:
        os.chdir(before)
    return at / "model.yaml"


def sparse(at: Path) -> Path:
    file = at / "model.yaml"
    with file.open("wb") as stream:
        stream.truncate(GIGABYTE)
    return file


def sparse_behind_a_document(at: Path) -> Path:
    file = at / "model.yaml"
    file.write_text(SHOP)
    os.truncate(file, GIGABYTE)
    return file


def beneath_a_file(at: Path) -> Path:
    (at / "model.yaml").write_text(SHOP)
    return at / "model.yaml" / "inner.yaml"


def long_name(at: Path) -> Path:
    return at / ("x" * 5_000 + ".yaml")


def obeyed_name(at: Path) -> Path:
    file = at / "\x1b[2Jmodel\n.yaml"
    file.write_text("steps: [")
    return file


def name_that_is_markup(at: Path) -> Path:
    file = at / "<script>alert(1)<!--.yaml"
    file.write_text(SHOP)
    return file


def not_characters(at: Path) -> Path:
    file = Path(os.fsdecode(os.fsencode(at) + b"/mod\xffel.yaml"))
    file.write_text(SHOP)
    return file


FILES = [
    Attack(name="empty", make=raw(b""), ends=UNPARSED, words=("empty",)),
    Attack(name="blanks-only", make=raw(b" \n" * 10_000), ends=UNPARSED, words=("empty",)),
    Attack(name="folder", make=folder, ends=UNPARSED, words=("folder|directory",)),
    Attack(name="pipe", make=pipe, ends=UNPARSED, words=("file",)),
    Attack(name="endless", make=endless, ends=UNPARSED, words=("file",)),
    Attack(name="endless-by-link", make=endless_by_link, ends=UNPARSED, words=("file",)),
    Attack(name="terminal", make=terminal, ends=UNPARSED, words=("file|no such",)),
    Attack(name="circle-of-links", make=circle, ends=UNPARSED, words=("link",)),
    Attack(name="link-to-nowhere", make=nowhere, ends=UNPARSED, words=("no such",)),
    Attack(name="socket", make=unix_socket, ends=UNPARSED, words=("file",)),
    Attack(name="gigabyte-of-nothing", make=sparse, ends=UNPARSED, words=("larger|large",)),
    Attack(
        name="gigabyte-behind-a-document",
        make=sparse_behind_a_document,
        ends=UNPARSED,
        words=("larger|large",),
    ),
    Attack(name="beneath-a-file", make=beneath_a_file, ends=UNPARSED, words=("director|folder",)),
    Attack(name="name-of-5000", make=long_name, ends=UNPARSED, words=("long",)),
    Attack(name="name-a-terminal-obeys", make=obeyed_name, ends=UNPARSED),
    Attack(name="name-that-is-markup", make=name_that_is_markup, ends=INERT),
    Attack(name="name-of-no-characters", make=not_characters, ends=INERT),
    Attack(
        name="utf-16-with-mark", make=raw(SHOP.encode("utf-16")), ends=UNPARSED, words=("utf-8",)
    ),
    Attack(
        name="utf-16-le-bare", make=raw(SHOP.encode("utf-16-le")), ends=UNPARSED, words=("utf-8",)
    ),
    Attack(
        name="utf-16-be-bare", make=raw(SHOP.encode("utf-16-be")), ends=UNPARSED, words=("utf-8",)
    ),
    Attack(name="utf-32", make=raw(SHOP.encode("utf-32")), ends=UNPARSED, words=("utf-8",)),
    Attack(name="latin-1", make=raw(ACCENTED.encode("latin-1")), ends=UNPARSED, words=("utf-8",)),
    Attack(
        name="mixed-encodings",
        make=raw(ACCENTED.encode() + "# né\n".encode("latin-1")),
        ends=UNPARSED,
        words=("utf-8",),
    ),
    Attack(
        name="overlong-encoding",
        make=raw(SHOP.encode().replace(b"lamp", b"la\xc0\xafmp")),
        ends=UNPARSED,
        words=("utf-8",),
    ),
    Attack(
        name="half-a-pair-in-bytes",
        make=raw(SHOP.encode().replace(b"lamp", b"la\xed\xa0\x80mp")),
        ends=UNPARSED,
        words=("utf-8",),
    ),
    Attack(
        name="cut-within-a-character",
        make=raw(SHOP.encode() + b"# \xe2\x82"),
        ends=UNPARSED,
        words=("utf-8",),
    ),
    Attack(name="null-bytes", make=raw(SHOP.encode().replace(b"lamp", b"la\x00mp"))),
    Attack(
        name="mark-in-the-middle",
        make=raw(SHOP.replace("lamp", "la\ufeffmp").encode()),
        ends=UNPARSED | INERT,
    ),
    Attack(name="picture", make=raw(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), ends=UNPARSED),
    Attack(name="zip", make=raw(b"PK\x03\x04" + bytes(range(256)) * 4), ends=UNPARSED),
]
