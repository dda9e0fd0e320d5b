"""A graph of knots and threads: a BPMN file on its way to our model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from outsidein.bpmn.elements import FlowNode
from outsidein.bpmn.owners import Owner
from outsidein.model.behaviour import Law

KnotKind = Literal[
    "work", "choice", "race", "some", "fork", "wait", "news", "pass", "block", "start", "end"
]
DECIDING = ("choice", "race", "some")  # kinds that take some of their ways


@dataclass(slots=True, kw_only=True)
class Knot:
    """A node on its way to a step.

    ``joins``: waits for every thread that comes in · ``meets``: the other side of an encounter ·
    ``merges``: an inclusive gateway where ways may meet again ·
    ``asks``, ``tells``: the customer begins it, or the part · ``fails``: (mode, target) ·
    ``limit``: which of them is a limit of time, and how long it is ·
    ``held``: keys of the file's elements that this knot stands for.
    """

    key: str
    kind: KnotKind
    name: str
    owner: Owner | None
    node: FlowNode | None = None
    joins: bool = False
    meets: Owner | None = None
    asks: bool = False
    tells: bool = False
    carries: list[str] = field(default_factory=list)
    merges: bool = False
    fails: list[tuple[str, str]] = field(default_factory=list)
    limit: tuple[int, Law | None] | None = None
    law: Law | None = None
    held: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Thread:
    """A way from one knot to another; ``message`` if it goes between pools.

    ``law``: when a race takes this way, if a timer decides it · ``is_default``: if nothing else.
    """

    source: str
    target: str
    label: str = ""
    message: bool = False
    law: Law | None = None
    is_default: bool = False
    held: tuple[str, ...] = ()


class Weave:
    """Knots by key and the threads between them."""

    def __init__(self) -> None:
        self.knots: dict[str, Knot] = {}
        self.out: dict[str, list[Thread]] = {}
        self.into: dict[str, list[Thread]] = {}

    def add(self, knot: Knot) -> Knot:
        """Add a knot."""
        self.knots[knot.key] = knot
        self.out.setdefault(knot.key, [])
        self.into.setdefault(knot.key, [])
        return knot

    def tie(self, thread: Thread) -> None:
        """Add a thread between two knots; the same one twice is one."""
        if thread.source not in self.knots or thread.target not in self.knots:
            return
        self.out[thread.source].append(thread)
        self.into[thread.target].append(thread)

    def cut(self, thread: Thread) -> None:
        """Take a thread out."""
        self.out[thread.source].remove(thread)
        self.into[thread.target].remove(thread)

    def lead(self, thread: Thread, target: str) -> None:
        """Let a thread end elsewhere."""
        self.into[thread.target].remove(thread)
        thread.target = target
        self.into[target].append(thread)

    def begin(self, thread: Thread, source: str) -> None:
        """Let a thread begin elsewhere."""
        self.out[thread.source].remove(thread)
        thread.source = source
        self.out[source].append(thread)

    def drop(self, key: str) -> None:
        """Take a knot out, with its threads."""
        for thread in [*self.out[key], *self.into[key]]:
            if thread in self.out.get(thread.source, ()):
                self.cut(thread)
        del self.knots[key], self.out[key], self.into[key]

    def failures_to(self, key: str) -> list[Knot]:
        """Return the knots one of whose failures leads to a knot."""
        return [k for k in self.knots.values() if any(to == key for _, to in k.fails)]
