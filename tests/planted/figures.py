"""A figure found by the program beside the one known without it, and what a check is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from outsidein.document import read_text
from outsidein.simulation.program import Program, compile_program

# A right program must stay within it. A plant that moves a figure by 4 + 2.33 standard errors
# leaves it in 99 runs of 100.
MOST = 4.0
FOUND_IN_99_OF_100 = MOST + 2.33


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was found, what is known, and the standard error if all is right; 0: exact."""

    name: str
    found: float
    known: float
    error: float = 0.0
    n: int = 1

    @property
    def z(self) -> float:
        """How many standard errors lie between; an exact figure is right or infinitely wrong."""
        gap = self.found - self.known
        if self.error > 0.0:
            return gap / self.error
        near = math.isclose(self.found, self.known, rel_tol=1e-9, abs_tol=1e-6)
        return 0.0 if near else math.copysign(math.inf, gap)

    @property
    def is_right(self) -> bool:
        """Whether the figure is as known, as far as luck allows."""
        return abs(self.z) < MOST

    def __str__(self) -> str:
        return f"{self.name}: {self.found:.6g}, known {self.known:.6g} (z = {self.z:.2f})"


Plant = Callable[[Program], None]  # changes a number in the arrays of its own copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A process whose figures are known in closed form, and the errors its test must find.

    ``is_long``: its law is checked in another place as well, so it need not be at every change.
    """

    text: str
    figures: Callable[[Program], Sequence[Figure]]
    plants: Mapping[str, Plant] = field(default_factory=dict)
    is_long: bool = False

    def program(self) -> Program:
        """Return the process compiled."""
        return compile_program(read_text(self.text, "known.yaml"))


def exact(name: str, found: Sequence[float], known: Sequence[float]) -> list[Figure]:
    """Return a figure for each number of two lists, all known exactly."""
    lengths = Figure(name=f"how many of {name}", found=len(found), known=len(known))
    pairs = zip(found, known, strict=False)
    return [lengths, *(Figure(name=name, found=float(a), known=float(b)) for a, b in pairs)]


def share(name: str, seen: float, among: float, p: float) -> Figure:
    """Return a share of independent draws with a known chance: the binomial law."""
    error = math.sqrt(p * (1 - p) / max(among, 1))
    found = float(seen) / max(among, 1)
    return Figure(name=name, found=found, known=p, error=error, n=int(among))


def assert_right(figures: Sequence[Figure]) -> None:
    """Assert that every figure is as known."""
    wrong = [str(figure) for figure in figures if not figure.is_right]
    assert not wrong, "; ".join(wrong[:5])


def furthest_moved(right: Sequence[Figure], planted: Sequence[Figure]) -> float:
    """Return by how many standard errors a plant moved the figure that it moved most.

    Both runs have the same luck, so what differs is the plant alone. Infinite where a figure
    that is known exactly is wrong, or where there are other figures.
    """
    if len(right) != len(planted):
        return math.inf
    pairs = zip(right, planted, strict=True)
    return max(0.0 if a.z == b.z else abs(b.z - a.z) for a, b in pairs)


def assert_found(right: Sequence[Figure], planted: Sequence[Figure]) -> None:
    """Assert that a check fails on a planted error, and would in 99 runs of 100."""
    moved = furthest_moved(right, planted)
    assert any(not figure.is_right for figure in planted), f"not found, moved by {moved:.2f}"
    assert moved > FOUND_IN_99_OF_100, f"found by luck, moved by {moved:.2f}"
