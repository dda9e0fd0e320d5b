"""Documents changed at random: by words and signs, by keys and values, by bytes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from hostile.expected import BROKEN, FINE
from outsidein.document import new_document
from outsidein.document.nodes import Node, Places, compose

REPOSITORY = Path(__file__).parents[2]
PIECE = re.compile(r"\w+|[^\w\s]|\s+")
ODD = [
    "", "null", "~", "-", "?", "|", ">", "&a", "*a", "!x", "#", " #", "\t", "\n", "  - ", "{", "}",
    "[", "]", ":", "->", "rest", "100%", "-1", "1e999", "\u2028", "\x00", '"', "'", "<<", "%", "@",
]  # fmt: skip
HOSTILE = [
    "0", "-0", "-1", "1e400", ".nan", ".inf", "9" * 5_000, "1.5.2", "1,5 min", "010", "0x1F", "yes",
    "2026-01-01", "100.0001%", "0 s", "1000000000000 weeks", "rest", "customer", "-> look", "->",
    "[]", "{}", "[[]]", "{a: {b: {c: {}}}}", '""', "''", "~", "*x", "&x y", "!!int 3", "|\n",
    '"\\ud83d"', '"\\u202e"', '"<script>alert(1)</script>"', "=1+1", "../../etc/passwd", "a.b.c",
    "[1, 2, {a: b}]", "lognormal 1 s sd 1000000000000 weeks", "x" * 5_000,
]  # fmt: skip
Mutator = Callable[[str, random.Random], bytes]


@cache
def documents() -> tuple[str, ...]:
    """The examples, the start, and the tests' documents, right and broken, but for endless ones."""
    files = [*(REPOSITORY / "examples").rglob("*.yaml"), *FINE, *(one.file for one in BROKEN)]
    found = [new_document()]
    for file in sorted(files):
        content = file.read_bytes()
        if len(content) <= 20_000:
            found.append(content.decode("utf-8-sig", errors="replace"))
    return tuple(found)


def by_words(text: str, chance: random.Random) -> bytes:
    """Replace, drop, add, swap, repeat or cut out a few words and signs."""
    pieces = PIECE.findall(text) or [""]
    words = [piece for piece in pieces if piece.strip()] + ODD
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(pieces))
        until = min(len(pieces), at + chance.randrange(1, 60))
        match chance.randrange(6):
            case 0:
                pieces[at] = chance.choice(words)
            case 1:
                pieces[at] = ""
            case 2:
                pieces.insert(at, chance.choice(words))
            case 3:
                other = chance.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 4:
                pieces[at:at] = pieces[at:until]
            case _:
                pieces[at:until] = [""]
    return "".join(pieces).encode("utf-8", errors="surrogatepass")


def by_bytes(text: str, chance: random.Random) -> bytes:
    """Turn bits over, cut, repeat and insert bytes, join two documents in the middle."""
    content = bytearray(text.encode("utf-8", errors="surrogatepass") or b" ")
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content))
        until = at + chance.randrange(1, 40)
        match chance.randrange(6):
            case 0:
                content[at] ^= 1 << chance.randrange(8)
            case 1:
                content[at:at] = chance.randbytes(chance.randrange(1, 5))
            case 2:
                del content[at:until]
            case 3:
                content[at:at] = content[at:until]
            case 4:
                content[at : at + 1] = chance.choice((b"\xff", b"\x00", b"\xed\xa0\x80", b"\xc2"))
            case _:
                other = chance.choice(documents()).encode("utf-8", errors="surrogatepass")
                content = content[:at] + other[chance.randrange(len(other) + 1) :]
        content = content or bytearray(b" ")
    return bytes(content)


def by_structure(text: str, chance: random.Random) -> bytes:
    """Drop, repeat, swap and rename keys and values; put hostile values or another's in place."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        spans = pieces_of(text)
        if not spans:
            return by_words(text, chance)
        start, end = chance.choice(spans)
        other_start, other_end = chance.choice(spans)
        match chance.randrange(6):
            case 0:
                text = text[:start] + chance.choice(HOSTILE) + text[end:]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:start] + text[other_start:other_end] + text[end:]
            case 3 if end <= other_start:
                middle = text[other_start:other_end] + text[end:other_start] + text[start:end]
                text = text[:start] + middle + text[other_end:]
            case 4:
                text = with_line_again(text, start, end, chance)
            case _:
                text = text[:start] + spliced(chance) + text[end:]
    return text.encode("utf-8", errors="surrogatepass")


def spliced(chance: random.Random) -> str:
    """Return a piece of any document: a key, a value, a list, a section."""
    other = chance.choice(documents())
    spans = pieces_of(other) or [(0, len(other))]
    start, end = chance.choice(spans)
    return other[start:end]


def with_line_again(text: str, start: int, end: int, chance: random.Random) -> str:
    """Repeat the lines of a piece, here or anywhere."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    lines = text[first : len(text) if last < 0 else last + 1]
    at = chance.choice((first, text.rfind("\n", 0, chance.randrange(len(text) + 1)) + 1))
    return text[:at] + lines + text[at:]


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Return where the keys and values of a document begin and end; none if it is not YAML."""
    root, _ = compose(text, Places(text, "x"))
    return [] if root is None else [(n.start, n.end) for n in nodes_of(root) if n.end > n.start]


def nodes_of(root: Node) -> Iterator[Node]:
    """Yield every node of a tree."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.items
        waiting += [one for pair in node.entries for one in pair]


MUTATORS: dict[str, Mutator] = {
    "words": by_words,
    "bytes": by_bytes,
    "structure": by_structure,
}
