"""What is planted in a broken document, and when a reported fault is that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from outsidein.errors import Fault

FOLDER = Path(__file__).parent
Severity = Literal["error", "any", "missing"]
CUT = "…"  # a text in a table is cut here; what follows runs to the end of its line


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands in a file: line and column, both from 1."""

    line: int
    column: int

    @staticmethod
    def of(fault: Fault) -> Place:
        """Read ``NAME.yaml:LINE:COLUMN``; the name may hold colons, the numbers not."""
        _, line, column = fault.where.rsplit(":", 2)
        return Place(line=int(line), column=int(column))


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One fault: the texts it may be said to stand at, and words of any good message.

    ``at`` holds (line, column, text): the offending value, or the key where something is unknown
    or missing; a fault of two elements may stand at either. ``lines`` is for what has no one
    place, such as a bracket never closed. ``a|b`` among the words is "a or b".
    Severity ``missing`` is a number to be given, never an error; ``any`` leaves it to the reader.
    """

    at: Sequence[tuple[int, int, str]] = ()
    lines: tuple[int, int] | None = None
    words: Sequence[str]
    severity: Severity = "error"

    def stands_at(self, place: Place) -> bool:
        """A place is right when it is inside one of the texts."""
        if self.lines is not None:
            return self.lines[0] <= place.line <= self.lines[1]
        return any(
            line == place.line
            and column <= place.column
            and (text.endswith(CUT) or place.column < column + max(len(text), 1))
            for line, column, text in self.at
        )

    def is_said_by(self, fault: Fault) -> bool:
        """Say whether `fault` is this one: place, severity and words."""
        said = f"{fault.what} {fault.hint}".lower()
        worded = all(any(one in said for one in word.split("|")) for word in self.words)
        severe = {"error": fault.severity == "error", "missing": fault.severity != "error"}
        return worded and severe.get(self.severity, True) and self.stands_at(Place.of(fault))


@dataclass(frozen=True, eq=False)
class Broken:
    """A document with planted faults; `cascades` allows further errors that follow from them."""

    name: str
    planted: Sequence[Planted]
    mended: Sequence[tuple[str, str]] = ()
    exits: set[int] = field(default_factory=lambda: {1})
    cascades: bool = False

    @property
    def file(self) -> Path:
        """The document."""
        return FOLDER / "broken" / f"{self.name}.yaml"

    @property
    def text(self) -> str:
        """The document as characters, without a byte order mark; bad bytes replaced."""
        return self.file.read_bytes().decode("utf-8-sig", errors="replace")

    def mend(self) -> str:
        """Give the document without its faults; every replacement must find its one text."""
        text = self.file.read_bytes().decode("utf-8")
        for wrong, right in self.mended:
            found = text.count(wrong)
            if found != 1:
                raise ValueError(f"{self.name}: {wrong!r} stands there {found} times, not once")
            text = text.replace(wrong, right)
        return text
