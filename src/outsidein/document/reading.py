"""What every reader of a section shares: faults at their places, sources, and plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from outsidein.address import join_address
from outsidein.document import syntax
from outsidein.document.names import Kind, Names
from outsidein.document.nodes import AnyPlaces, Node
from outsidein.document.syntax import TextError
from outsidein.errors import Fault, Severity
from outsidein.model.process import Source
from outsidein.words import did_you_mean

Value = TypeVar("Value")


@dataclass(slots=True)
class Reading:
    """The state of one reading: what was found wrong, where things are, whence numbers come."""

    places: AnyPlaces
    names: Names
    faults: list[Fault] = field(default_factory=list)
    spots: dict[str, int] = field(default_factory=dict)  # address -> position
    sources: dict[str, Source] = field(default_factory=dict)
    currencies: dict[str, Node] = field(default_factory=dict)
    extents: list[tuple[int, int, str]] = field(default_factory=list)  # of elements, by id
    flows_are_sure: bool = True  # no destination was lost: what depends on the flow can be said

    def fault(
        self, code: str, node: Node, what: str, hint: str = "", severity: Severity = "error"
    ) -> None:
        """Note a fault at a node."""
        self.faults.append(Fault(code, severity, self.places(node.start), what, hint))

    def mark(self, node: Node, *address: str) -> None:
        """Remember where the value of an address stands; the first one counts."""
        self.spots.setdefault(join_address(*address), node.start)

    def element(self, key: Node, value: Node, identity: str) -> None:
        """Remember where an element begins and ends."""
        self.mark(key, identity)
        self.extents.append((key.start, max(value.end, key.end), identity))

    def with_names(self, names: Names) -> Reading:
        """Return the same reading with other names in sight."""
        return Reading(
            self.places, names, self.faults, self.spots, self.sources, self.currencies,
            self.extents, self.flows_are_sure,
        )  # fmt: skip

    # -- shapes

    def entries(self, node: Node, what: str) -> list[tuple[Node, Node]]:
        """Return the entries of a map; anything else is a fault."""
        if node.kind != "map":
            if not node.broken:
                self.fault("not-a-map", node, f"{what} must be a map", "write {key: value, …}")
            return []
        return node.entries

    def items(self, node: Node, what: str) -> list[Node]:
        """Return the items of a list; anything else is a fault."""
        if node.kind != "list":
            if not node.broken:
                self.fault("not-a-list", node, f"{what} must be a list", "write [one, two]")
            return []
        return node.items

    def one_or_more(self, node: Node) -> list[Node]:
        """Return the items of a list, or a single value as a list of one."""
        return node.items if node.kind == "list" else [node]

    def text(self, node: Node, what: str) -> str | None:
        """Return a text; anything else, or an empty one, is a fault."""
        if node.broken:
            return None
        if node.kind != "text":
            self.fault("not-a-text", node, f"{what} must be a text", _unwrap(node))
            return None
        text = syntax.clean(node.text)
        if not text:
            self.fault("value-missing", node, f"{what} is empty")
            return None
        return text

    def spelled(self, node: Node, what: str, read: Callable[[str], Value]) -> Value | None:
        """Return the value of a text, or note why it cannot be read."""
        text = self.text(node, what)
        if text is None:
            return None
        try:
            return read(text)
        except TextError as wrong:
            self.fault("misspelt", node, f"{what}: {wrong.what}", wrong.hint)
            return None

    def sourced(
        self, node: Node, what: str, read: Callable[[str], Value], *address: str
    ) -> Value | None:
        """Return the value of a text that may end in its source, which is noted."""

        def split(text: str) -> Value:
            bare, source = syntax.source_of(text)
            if source is not None:
                self.sources[join_address(*address)] = source
            return read(bare)

        self.mark(node, *address)
        return self.spelled(node, what, split)

    def one_rest(self, nodes: Iterable[Node], what: str) -> None:
        """Note a second `share: rest` among several."""
        shares = [n.value_of("share") for n in nodes if n.kind == "map"]
        rests = [s for s in shares if s is not None and s.kind == "text" and s.text == "rest"]
        for share in rests[1:]:
            self.fault("two-rests", share, f"{what} have two rests", "only one can be the rest")

    # -- references

    def unknown(self, node: Node, word: str, known: Iterable[str], what: str) -> None:
        """Note an unknown word, with the one probably meant."""
        code = f"unknown-{what.split(' ', maxsplit=1)[0]}"
        self.fault(code, node, f'unknown {what} "{word}"', did_you_mean(word, known))

    def refer(self, node: Node, text: str, kind: Kind) -> str | None:
        """Return the id a name refers to; an unknown one is a fault and the nearest is taken."""
        found = self.names.find(text, kind)
        if found is not None:
            return found
        near, hint = self.names.guess(text, kind)
        self.fault(f"unknown-{kind}", node, f'unknown {kind} "{text}"', hint)
        if kind == "step" and near is None:
            self.flows_are_sure = False
        return near

    def destination(self, node: Node, text: str | None, ways: tuple[str, ...]) -> str | None:
        """Return where -> leads: a sibling way by its name, else a step by its id."""
        if text is None:
            return None
        step = self.names.find(text, "step")
        if text in ways:
            if step is not None:
                what = f'"{text}" is both a way of this step and a step'
                self.fault("two-meanings", node, what, "rename one of them")
            return text
        if step is None and (near := [w for w in ways if w.casefold() == text.casefold()]):
            self.fault("unknown-step", node, f'unknown step "{text}"', did_you_mean(text, near))
            return near[0]
        return self.refer(node, text, "step")

    def amount(self, node: Node, value: tuple[float, str] | None) -> float | None:
        """Return an amount of money, and remember its currency."""
        if value is None:
            return None
        self.currencies.setdefault(value[1], node)
        return value[0]


def _unwrap(node: Node) -> str:
    if node.kind == "list":
        return "write a single value, without brackets"
    return "write a single value, or a list in [...]; quote a text that contains a colon"
