"""Attacks by stories: lines that never end, too many of them, names that are markup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hostile.attacks.attack import INERT, REFUSED, UNPARSED, Attack

EITHER = REFUSED | INERT
LINE = "Shopper: phones Call centre, asks about size\n"


def told(content: bytes) -> Callable[[Path], Path]:
    """Make a story of bytes."""

    def make(folder: Path) -> Path:
        file = folder / "model.story"
        file.write_bytes(content)
        return file

    return make


def story(name: str, content: bytes | str, ends: frozenset[int] = EITHER) -> Attack:
    content = content.encode() if isinstance(content, str) else content
    return Attack(name=f"story-{name}", make=told(content), ends=ends, run_ends=EITHER)


STORIES = [
    story("empty", b"", REFUSED),
    story("of-blanks", b" \n\t\n" * 10_000, REFUSED),
    story("of-2-mb", LINE * 50_000, UNPARSED),
    story("of-20000-lines", LINE * 20_000, REFUSED),
    story("of-20000-steps", "".join(f"Shopper: does thing {k}\n" for k in range(20_000)), REFUSED),
    story("of-one-line", "Shopper: phones " + "x" * 900_000, REFUSED),
    story("of-commas", "Shopper: phones Desk" + ", asks" * 100_000, REFUSED),
    story("of-colons", ":" * 500_000, REFUSED),
    story("in-utf-16", LINE.encode("utf-16"), UNPARSED),
    story("in-latin-1", LINE.replace("size", "größe").encode("latin-1"), UNPARSED),
    story("of-null-bytes", b"\x00" * 100_000, UNPARSED),
    story("of-bytes", bytes(range(256)) * 100, UNPARSED),
    story(
        "of-markup", 'Shopper: phones <script>alert(1)</script>, asks "><img onerror=alert(1)>\n'
    ),
    story("of-escapes", "Shopper: phones \x1b[2J, asks \x07\n"),
    story("right-to-left", "Shopper: phones \u202eksed\u202c, asks \u200b\n"),
    story("of-customers", "".join(f"C{k}: phones Desk\n" for k in range(10_000)), UNPARSED),
    story("deeply-indented", "".join(" " * k + "if yes:\n" for k in range(1_200))),
]
