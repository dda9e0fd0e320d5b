"""JSON from strangers: every value with its line, or a fault that says why not."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from outsidein.errors import Fault, OutsideInError

MOST_BYTES = 10_000_000
MOST_VALUES = 300_000
MOST_DEPTH = 30
_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:(?P<sign>[\[\]{},:])|(?P<text>"(?:[^"\\\x00-\x1f]|\\.)*")|"""
    r"""(?P<number>-?(?:0|[1-9]\d{0,30})(?:\.\d{1,60})?(?:[eE][+-]?\d{1,4})?)(?![\w.])|"""
    r"""(?P<word>true|false|null)(?!\w))""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a JSON text: its kind, what it holds, its line and the path that leads to it.

    A map holds a dict of values, a list a list of values, anything else a plain value.
    """

    kind: Literal["map", "list", "text", "number", "word"]
    holds: Any
    line: int
    path: str


def read_json(content: bytes, name: str) -> Value:
    """Read a JSON text (RFC 8259). Raises OutsideInError with the line of what is wrong."""
    if len(content) > MOST_BYTES:
        raise _refused("too-large", name, f"is larger than {MOST_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("not-utf-8", name, "is not UTF-8", "save it as UTF-8") from None
    return _Reader(text, name).read()


class _Reader:
    """Reads one text, keeping count of lines, values and levels."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.at, self.line, self.count = 0, 1, 0

    def read(self) -> Value:
        value = self.value(self.next(), "", 0)
        if self.text[self.at :].strip():
            raise self.wrong("something stands behind the end")
        return value

    def next(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            blanks = re.compile(r"[ \t\r\n]*").match(self.text, self.at)
            assert blanks is not None
            self.line += blanks.group().count("\n")
            found = self.text[blanks.end() : blanks.end() + 20].split("\n")[0]
            raise self.wrong(f'"{found}" is no JSON' if found else "it ends too soon")
        self.line += match.group().count("\n")
        self.at = match.end()
        kind = match.lastgroup or ""
        return kind, match.group(kind)

    def value(self, token: tuple[str, str], path: str, depth: int) -> Value:
        self.count += 1
        if self.count > MOST_VALUES or depth > MOST_DEPTH:
            what = f"holds more than {MOST_VALUES:,} values, or {MOST_DEPTH} levels"
            raise _refused("too-large", f"{self.name}:{self.line}", what)
        kind, said = token
        line = self.line
        if said == "{" and kind == "sign":
            return Value("map", self.entries(path, depth), line, path)
        if said == "[" and kind == "sign":
            return Value("list", self.members(path, depth), line, path)
        if kind == "text":
            return Value("text", self.spelled(said), line, path)
        if kind == "number":
            number = float(said)
            if not math.isfinite(number):
                raise self.wrong(f'"{said[:30]}" is too large')
            return Value("number", number, line, path)
        if kind == "word":
            return Value("word", {"true": True, "false": False, "null": None}[said], line, path)
        raise self.wrong(f'"{said}" stands where a value should')

    def spelled(self, said: str) -> str:
        try:
            return str(json.loads(said))
        except ValueError:
            raise self.wrong(f"{said[:30]} is no JSON text") from None

    def entries(self, path: str, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        token = self.next()
        if token == ("sign", "}"):
            return found
        while True:
            if token[0] != "text":
                raise self.wrong("a name in quotes is missing")
            key = self.spelled(token[1])
            if key in found:
                raise self.wrong(f'"{key}" is said twice', "keep one of them")
            self.expect(":")
            found[key] = self.value(self.next(), f"{path}.{key}" if path else key, depth + 1)
            if not self.more("}"):
                return found
            token = self.next()

    def members(self, path: str, depth: int) -> list[Value]:
        found: list[Value] = []
        token = self.next()
        if token == ("sign", "]"):
            return found
        while True:
            found.append(self.value(token, f"{path}[{len(found)}]", depth + 1))
            if not self.more("]"):
                return found
            token = self.next()

    def more(self, end: str) -> bool:
        kind, said = self.next()
        if kind == "sign" and said in {",", end}:
            return said == ","
        raise self.wrong(f'"{said}" stands where "," or "{end}" should')

    def expect(self, sign: str) -> None:
        if self.next() != ("sign", sign):
            raise self.wrong(f'"{sign}" is missing')

    def wrong(self, what: str, hint: str = "") -> OutsideInError:
        where = f"{self.name}:{self.line}"
        return _refused("not-json", where, what, hint or "is it the JSON file of Prosimos?")


def _refused(code: str, where: str, what: str, hint: str = "") -> OutsideInError:
    return OutsideInError([Fault(code, "error", where, what, hint)])


class Looking:
    """Looks into values of a JSON text, and notes what is not as it should be."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def where(self, value: Value) -> str:
        """Return file:line of a value."""
        return f"{self.name}:{value.line}"

    def fault(self, value: Value, code: str, what: str, hint: str = "") -> None:
        """Note an error at a value, with the path that leads to it."""
        said = f"{value.path}: {what}" if value.path else what
        self.faults.append(Fault(code, "error", self.where(value), said, hint))

    def warn(self, value: Value, code: str, what: str, hint: str = "") -> None:
        """Note a warning at a value."""
        self.faults.append(Fault(code, "warning", self.where(value), what, hint))

    def entry(self, value: Value, key: str) -> Value | None:
        """Return an entry of a map, None if there is none; a fault if it is no map."""
        if value.kind != "map":
            self.fault(value, "not-as-expected", "a map is expected here")
            return None
        found: Value | None = value.holds.get(key)
        return found

    def needed(self, value: Value, key: str) -> Value | None:
        """Return an entry of a map; a fault if it is missing."""
        found = self.entry(value, key)
        if found is None and value.kind == "map":
            self.fault(value, "value-missing", f'"{key}" is missing')
        return found

    def members(self, value: Value | None, key: str = "id") -> Iterator[Value]:
        """Yield the members of a list; those of a map with its key under ``key`` added."""
        if value is None:
            return
        if value.kind == "list":
            yield from value.holds
        elif value.kind == "map":
            for name, held in value.holds.items():
                said = Value("text", name, held.line, held.path)
                entries = held.holds if held.kind == "map" else {"list": held}
                yield Value("map", {key: said} | entries, held.line, held.path)
        else:
            self.fault(value, "not-as-expected", "a list is expected here")

    def text(self, value: Value | None) -> str:
        """Return a text or a number as text, "" for anything else."""
        if value is not None and value.kind == "text":
            return str(value.holds)
        return f"{value.holds:g}" if value is not None and value.kind == "number" else ""

    def number(self, value: Value | None) -> float | None:
        """Return a number, also one in quotes or under "value"; a fault for anything else."""
        if value is None:
            return None
        if value.kind == "map" and "value" in value.holds:
            return self.number(value.holds["value"])
        if value.kind == "number":
            return float(value.holds)
        try:
            found = float(value.holds) if value.kind == "text" else math.nan
        except ValueError:
            found = math.nan
        if math.isfinite(found):
            return found
        self.fault(value, "not-a-number", "a number is expected here")
        return None
