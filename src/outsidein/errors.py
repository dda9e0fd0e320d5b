"""Faults: what is wrong in the user's input, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the user can correct: what is wrong, where, and what to do.

    ``where`` is a place in a file (``order.yaml:14:11``) or an element's address.
    """

    code: str
    severity: Severity
    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        tail = f" - {self.hint}" if self.hint else ""
        return f"{self.where} {self.what}{tail} [{self.code}]"


class OutsideInError(ValueError):
    """Raised with every fault found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
