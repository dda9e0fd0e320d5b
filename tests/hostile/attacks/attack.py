"""What an attack is: a file that means harm, and how every command has to meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

UNPARSED, FAULTY = frozenset({2}), frozenset({1})
REFUSED = UNPARSED | FAULTY
INERT = frozenset({0})

SHOP = """\
process: Mend a lamp
numbers: assumed
customers:
  Guest: {share: 70%, worth: 30 EUR}
  Trade: {share: rest, worth: 90 EUR}
channels: {web: self, phone: live, mail: left}
organisation:
  Site: {kind: system}
  Desk: {people: 3, open: Mon-Fri 08:00-18:00, cost: 30 EUR/h}
arrivals: {rate: 40 per day, profile: [Mon-Fri 08:00-18:00 x1]}
steps:
  - look: {do: Look it up, with: Site, via: web, own: 4 min}
  - clear: {choose: Is it clear, go: [82% yes -> send, no -> ask]}
  - ask: {do: Ask, with: Desk, via: phone, takes: 6 min, patience: 5 min -> lost, closed: -> lost}
  - send: {hidden: Mend it, by: Desk, takes: 20 min}
  - done: {end: Mended, outcome: served}
  - lost: {end: Gone, outcome: lost}
scenarios:
  clearer: {set: {clear.go.yes: 92%}}
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Attack:
    """A hostile file: ``make`` puts it into a folder and returns the path to give to a command.

    ``ends`` are the exit codes allowed to `check` and `chart`; ``run_ends`` those allowed to the
    commands that simulate. ``words`` are in the first line said (``a|b`` is "a or b").
    """

    name: str
    make: Callable[[Path], Path]
    ends: frozenset[int] = REFUSED
    run_ends: frozenset[int] | None = None
    words: tuple[str, ...] = ()

    def allowed(self, command: str) -> frozenset[int]:
        """Return the exit codes a command may end with."""
        if command in {"check", "chart"} or self.run_ends is None:
            return self.ends
        return self.run_ends


def raw(content: bytes) -> Callable[[Path], Path]:
    """Make a file of bytes."""

    def make(folder: Path) -> Path:
        file = folder / "model.yaml"
        file.write_bytes(content)
        return file

    return make


def text(content: str) -> Callable[[Path], Path]:
    """Make a file of a text in UTF-8."""
    return raw(content.encode("utf-8", errors="surrogatepass"))


def shop(old: str, new: str) -> Callable[[Path], Path]:
    """Make the harmless shop with one piece of it replaced."""
    assert SHOP.count(old) == 1, old
    return text(SHOP.replace(old, new))
