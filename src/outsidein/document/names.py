"""The names of a document: what each reference may mean, collected before anything is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from outsidein.address import slug
from outsidein.document.nodes import Node
from outsidein.document.phrases import share_first
from outsidein.document.syntax import TextError, clean
from outsidein.model.keys import VERBS
from outsidein.words import closest, did_you_mean

Kind = Literal["step", "part", "customer"]
BLOCKS = ("together", "some of")
MOST_GUESSES = 200  # each takes as long as there are names


@dataclass(slots=True, kw_only=True)
class Name:
    """A declared name: as written, its id, what it names, and where."""

    written: str
    id: str
    kind: Kind
    node: Node
    title: str = ""  # what a step says it does
    act: bool = False
    must_be_id: bool = False  # what stands there is no free name
    ways: tuple[str, ...] = ()


@dataclass(slots=True)
class Names:
    """Every name that may be referred to; a scenario sees its own on top of the process's."""

    by_id: dict[str, Name] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)
    every: list[Name] = field(default_factory=list)  # the second of two with one id as well
    clashes: list[tuple[Name, Name]] = field(default_factory=list)
    known: dict[tuple[Kind, str], str] = field(default_factory=dict)  # as written, and by id
    guesses: int = 0

    def copy(self) -> Names:
        """Return names that can grow without touching these."""
        return Names(dict(self.by_id), list(self.channels), list(self.every), [], dict(self.known))

    def add(self, name: Name) -> None:
        """Declare a name; the second of two with the same id is a clash."""
        self.every.append(name)
        self.known.setdefault((name.kind, name.id), name.id)
        self.known.setdefault((name.kind, name.written), name.id)
        if name.id in self.by_id:
            self.clashes.append((name, self.by_id[name.id]))
        else:
            self.by_id[name.id] = name

    def of(self, kind: Kind) -> list[Name]:
        """Return the names of one kind, in document order."""
        return [name for name in self.every if name.kind == kind]

    def find(self, text: str, kind: Kind) -> str | None:
        """Return the id of a name: written as declared, or as its id."""
        return self.known.get((kind, clean(text)))

    def guess(self, text: str, kind: Kind) -> tuple[str | None, str]:
        """Return the id probably meant, and the hint that says so; not for the thousandth time."""
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return None, ""
        known = self.of(kind)
        written = [name.written for name in known]
        best = closest(text, written)
        near = next((name.id for name in known if name.written == best), None)
        hint = did_you_mean(text, written)
        other = self.by_id.get(slug(text))
        if near is None and other is not None and other.kind != kind:
            hint = f'"{other.written}" is a {other.kind}, not a {kind}'
        elif not known:
            hint = f"no {kind} is declared"
        return near, hint


def collect_maps(names: Names, node: Node | None, kind: Kind) -> None:
    """Declare the keys of a map (customers or parts)."""
    if node is None or node.kind != "map":
        return
    for key, value in node.entries:
        own = value.value_of("id") if kind == "part" and value.kind == "map" else None
        said = own if own is not None and own.kind == "text" and not own.broken else key
        written, found = clean(key.text), slug(said.text)
        names.add(Name(written=written, id=found, kind=kind, node=said, must_be_id=said is not key))


def collect_steps(names: Names, node: Node | None, *, acts: bool = False) -> None:
    """Declare the steps of a list, with those of its blocks and its acts."""
    if node is None or node.kind != "list":
        return
    for key, value in step_entries(node):
        ways = value.value_of("ways") if value.kind == "map" else None
        written = clean(key.text)
        names.add(
            Name(
                written=written, id=slug(written), kind="step", node=key, act=acts, must_be_id=True,
                title=_title(value),
                ways=tuple(clean(k.text) for k, _ in ways.entries) if ways else (),
            )
        )  # fmt: skip
        for inner, are_acts in inner_lists(value):
            collect_steps(names, inner, acts=are_acts)


def _title(value: Node) -> str:
    said = [inner for key, inner in value.entries if key.text in VERBS and inner.kind == "text"]
    return clean(said[0].text) if said else ""


def step_entries(node: Node) -> list[tuple[Node, Node]]:
    """Return (key, value) of each step of a list; phases and broken ones are left out."""
    pairs = [
        pair for item in node.items if item.kind == "map" and len(item.entries) == 1
        for pair in item.entries
    ]  # fmt: skip
    return [(key, value) for key, value in pairs if key.text != "phase"]


def inner_lists(value: Node) -> Iterable[tuple[Node, bool]]:
    """Return the lists of steps inside a step, and whether they are acts."""
    if value.kind != "map":
        return []
    found = [(acts, True) for acts in [value.value_of("may")] if acts is not None]
    for verb in BLOCKS:
        block = value.value_of(verb)
        if block is not None and block.kind == "map":
            found += [(inner, False) for _, inner in block.entries]
    return found


def block_name(text: str, verb: str) -> tuple[float | None, str, bool]:
    """Return the share and the name of a branch of a block, and whether it is the rest."""
    text = clean(text)
    if verb != "some of":
        return None, text, False
    if text.startswith("rest "):
        return None, text.removeprefix("rest "), True
    try:
        return *share_first(text), False
    except TextError:
        return None, text, False
