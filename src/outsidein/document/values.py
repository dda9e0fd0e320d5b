"""The value of each kind of key: from a node to a value of the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from outsidein.address import join_address, slug
from outsidein.document import phrases, syntax
from outsidein.document.names import Kind
from outsidein.document.nodes import Node
from outsidein.document.reading import Reading
from outsidein.document.syntax import TextError
from outsidein.model.behaviour import (
    Away,
    Closed,
    Consult,
    Failure,
    Law,
    Limit,
    Overflow,
    Period,
    Span,
    Trigger,
)
from outsidein.model.keys import OUTCOMES_OF, Key
from outsidein.words import did_you_mean

OUTCOMES = OUTCOMES_OF["worth"]
PART_KINDS = ("department", "system", "partner")
CHANNEL_KINDS = ("live", "self", "left", "booked")
SHOWN = ("none", "status", "full")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a value stands: its address, the ways beside it, whether pieces may be left out."""

    address: tuple[str, ...]
    ways: tuple[str, ...] = ()
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One key with its value, where it stands, and the reading it belongs to."""

    reading: Reading
    key: Key
    node: Node
    scope: Scope

    def of(self, node: Node) -> Said:
        """Return the same for one item of a list."""
        return replace(self, node=node)

    def text(self) -> str | None:
        """Return the text of the value."""
        return self.reading.text(self.node, self.key.name)

    def sourced(self, read: Callable[[str], Value]) -> Value | None:
        """Return the value of a text that may end in its source."""
        return self.reading.sourced(self.node, self.key.name, read, *self.scope.address)

    def items(self, *, least: int = 0) -> list[Said]:
        """Return each item of a list, or the single value."""
        found = [self.of(node) for node in self.reading.one_or_more(self.node)]
        if len(found) < least:
            self.reading.fault("value-missing", self.node, f"{self.key.name} is an empty list")
        return found


Reader = Callable[[Said], Any]


def read_value(reading: Reading, key: Key, node: Node, scope: Scope) -> Any:
    """Return the value of a key, or None after noting why there is none."""
    reading.mark(node, *scope.address)
    if node.broken:
        return None
    return _READERS[key.kind](Said(reading, key, node, scope))


def _plain(read: Callable[[str], Any]) -> Reader:
    return lambda said: said.sourced(read)


def _chosen(known: tuple[str, ...]) -> Reader:
    def choose(text: str) -> str:
        if text not in known:
            hint = did_you_mean(text, known)
            raise TextError(f'"{text}" is not one of {", ".join(known)}', hint)
        return text

    return lambda said: said.reading.spelled(said.node, said.key.name, choose)


def _texts(said: Said) -> tuple[str, ...]:
    texts = [item.text() for item in said.items()]
    return tuple(text for text in texts if text is not None)


def _reference(kind: Kind) -> Callable[[Said], str | None]:
    def reader(said: Said) -> str | None:
        text = said.text()
        return None if text is None else said.reading.refer(said.node, text, kind)

    return reader


def _channel(said: Said) -> str | None:
    text, known = said.text(), said.reading.names.channels
    if text is None or text in known:
        return text
    said.reading.unknown(said.node, text, known, "channel")
    return None


def _parts(said: Said) -> tuple[str, ...]:
    found = [_reference("part")(item) for item in said.items()]
    return tuple(part for part in found if part is not None)


def _next(said: Said) -> tuple[str, ...]:
    found: list[str] = []
    for item in said.items(least=1):
        text = item.text()
        if text is not None:
            step = said.reading.refer(item.node, text.removeprefix("->").strip(), "step")
            found += [step] if step else []
    said.reading.flows_are_sure &= bool(found)
    return tuple(found)


def _landing(said: Said, value: Any) -> Any:
    """Replace the destination as written by what it means."""
    if value is None:
        said.reading.flows_are_sure = False
        return None
    to = said.reading.destination(said.node, value.to, said.scope.ways)
    return replace(value, to=to)


def _composite(read: Callable[[str], Any]) -> Reader:
    return lambda said: _landing(said, said.sourced(read))


def _closed(said: Said) -> Any:
    def read(text: str) -> Closed:
        return phrases.closed(text, partly=said.scope.partly)

    return _landing(said, said.sourced(read))


def _labelled(
    said: Said, read: Callable[[str], Value], label: str, kind: str
) -> list[tuple[Said, Any]]:
    """Read a list whose items end their address in a label of their own."""
    found: list[tuple[Said, Any]] = []
    taken: set[str] = set()
    for item in said.items():
        value = _item(item, read, label)
        if value is None:
            said.reading.flows_are_sure = False
            continue
        name = getattr(value, label)
        if slug(name) in taken:
            what = f'two {kind} are called "{name}"'
            said.reading.fault("duplicate-label", item.node, what)
            continue
        taken.add(slug(name))
        found.append((item, value))
    return found


def _item(said: Said, read: Callable[[str], Any], label: str) -> Any:
    """Read an item of a list, and note its source under its own label."""
    reading, text = said.reading, said.text()
    if text is None:
        return None
    try:
        bare, source = syntax.source_of(text)
        value = read(bare)
    except TextError as wrong:
        reading.fault("misspelt", said.node, f"{said.key.name}: {wrong.what}", wrong.hint)
        return None
    address = (*said.scope.address, getattr(value, label))
    reading.mark(said.node, *address)
    if source is not None:
        reading.sources[join_address(*address)] = source
    return value


def _going(read: Callable[[str], Any], kind: str) -> Reader:
    def reader(said: Said) -> Any:
        landed = [_landing(i, value) for i, value in _labelled(said, read, "label", kind)]
        kept = tuple(branch for branch in landed if branch.to is not None)
        said.reading.flows_are_sure &= len(kept) == len(landed)
        return kept

    return reader


def _fails(said: Said) -> tuple[Failure, ...]:
    names = said.reading.names

    def near(word: str) -> str:
        known = ["customer", *(part.written for part in names.of("part"))]
        hint = did_you_mean(word, known)
        return hint if hint.startswith("did") else ""

    def read(text: str) -> Failure:
        return phrases.failure(text, lambda word: names.find(word, "part") is not None, near)

    return tuple(_failure(i, value) for i, value in _labelled(said, read, "mode", "failures"))


def _failure(said: Said, value: Failure) -> Failure:
    reading = said.reading

    def step(text: str | None) -> str | None:
        return None if text is None else reading.refer(said.node, text, "step")

    by = value.by
    if by is not None and by != "customer":
        by = reading.names.find(by, "part")
    value = replace(value, by=by, noticed_at=step(value.noticed_at), until=step(value.until))
    if value.noticed_at is not None:  # it leads on from there, where no way of this step is
        return replace(value, to=step(value.to))
    return replace(value, to=reading.destination(said.node, value.to, said.scope.ways))


def _consults(said: Said) -> tuple[Consult, ...]:
    found: list[Consult] = []
    for item, value in _labelled(said, phrases.consult, "part", "consulted parts"):
        part = said.reading.refer(item.node, value.part, "part")
        found += [replace(value, part=part)] if part is not None else []
    return tuple(found)


def _away(said: Said) -> Away | None:
    value = said.sourced(phrases.away)
    part = None if value is None else said.reading.refer(said.node, value.part, "part")
    return None if value is None or part is None else replace(value, part=part)


def _overflow(said: Said) -> Overflow | None:
    value = said.sourced(phrases.overflow)
    part = None if value is None else said.reading.refer(said.node, value.part, "part")
    return None if value is None or part is None else replace(value, part=part)


def _limit(said: Said) -> Limit | None:
    value = said.sourced(phrases.limit)
    if value is None or value.to is None:
        return value
    return replace(value, to=said.reading.refer(said.node, value.to, "step"))


def _when(said: Said) -> Trigger | None:
    value = said.sourced(phrases.when)
    if value is None or value.passed is None:
        return value
    return replace(value, passed=said.reading.refer(said.node, value.passed, "step"))


def read_span(reading: Reading, node: Node, what: str, *address: str) -> Span | None:
    """Read SPAN: from one step to another."""
    reading.mark(node, *address)
    cuts = reading.spelled(node, what, phrases.span)
    if not cuts:
        return None
    names = reading.names
    good = [c for c in cuts if names.find(c[0], "step") and names.find(c[1], "step")]
    first, last = (good or cuts)[0]
    found_first, found_last = reading.refer(node, first, "step"), reading.refer(node, last, "step")
    if found_first is None or found_last is None:
        return None
    return Span(first=found_first, last=found_last)


def _entries(read: Callable[[str], Any]) -> Reader:
    def reader(said: Said) -> tuple[Any, ...]:
        found = [item.sourced(read) for item in said.items(least=1)]
        return tuple(entry for entry in found if entry is not None)

    return reader


def _staff(said: Said) -> Any:
    if said.node.kind == "text" and " x" not in said.node.text:
        return said.sourced(_people)

    def entry(text: str) -> tuple[Period, int]:
        period, weight = syntax.weighted_hours(text)
        if weight != int(weight):
            raise TextError(f'"{text}" does not give whole people')
        if weight > syntax.MOST_PEOPLE:
            raise TextError(f'"{text}" is too large', f"at most {syntax.MOST_PEOPLE:,} people")
        return period, int(weight)

    return _entries(entry)(said)


def _people(text: str) -> int:
    try:
        return syntax.whole(text, least=1, most=syntax.MOST_PEOPLE)
    except TextError as wrong:
        hint = wrong.hint or "give whole people; a part without people never queues"
        raise TextError(wrong.what, hint) from wrong


def _worth(said: Said) -> Any:
    node = said.node
    if node.kind == "text":
        return _amounts(said, [("served", node)])
    return _amounts(said, _at_outcomes(said))


def _at_outcomes(said: Said) -> list[tuple[str, Node]]:
    """Return what stands at each outcome; a word that is none is a fault."""
    pairs, known = [], OUTCOMES_OF[said.key.name]
    for name, value in said.reading.entries(said.node, said.key.name):
        if name.text in known:
            pairs.append((name.text, value))
        else:
            said.reading.unknown(name, name.text, known, "outcome")
    return pairs


def _amounts(said: Said, pairs: list[tuple[str, Node]]) -> dict[str, float] | None:
    found: dict[str, float] = {}
    for outcome, node in pairs:
        value = said.reading.sourced(node, "worth", syntax.money, *said.scope.address, outcome)
        amount = said.reading.amount(node, value)
        if amount is not None:
            found[outcome] = amount
    return found or None


def _comes_back(said: Said) -> dict[str, float] | None:
    """Return the share who come back by outcome; one alone is that of all who are served."""
    if said.node.kind == "text":
        share = said.sourced(syntax.percent)
        return None if share is None else {"served": share, "poor": share}
    found: dict[str, float] = {}
    for fate, node in _at_outcomes(said):
        share = said.reading.sourced(node, said.key.name, syntax.percent, *said.scope.address, fate)
        if share is not None:
            found[fate] = share
    return found or None


def _cost(read: Callable[[str], tuple[float, str]]) -> Reader:
    return lambda said: said.reading.amount(said.node, said.sourced(read))


def positive_law(text: str) -> Law:
    """Read a duration that must be longer than nothing."""
    value = syntax.duration(text)
    if value.mean_seconds <= 0:
        raise TextError(f'"{text}" is no time at all')
    return value


_READERS: dict[str, Reader] = {
    "law": _plain(syntax.law),
    "duration": _plain(syntax.duration),
    "number": _plain(syntax.number),
    "count": _plain(syntax.times),
    "share": _plain(syntax.share),
    "percent": _plain(syntax.percent),
    "chance": _plain(syntax.chance),
    "retry": _plain(phrases.retry),
    "yes": _plain(syntax.yes_or_no),
    "own customers": _plain(syntax.own_customers),
    "arrival rate": _plain(syntax.arrival_rate),
    "money": _cost(syntax.money),
    "rate": _cost(syntax.rate),
    "text": Said.text,
    "id": Said.text,
    "texts": _texts,
    "part": _reference("part"),
    "customer": _reference("customer"),
    "step": _reference("step"),
    "parts": _parts,
    "channel": _channel,
    "next": _next,
    "patience": _composite(phrases.patience),
    "closed": _closed,
    "no show": _composite(phrases.no_show),
    "balks": _composite(phrases.balks),
    "limit": _limit,
    "batch": _plain(phrases.batch),
    "times": _plain(phrases.times),
    "waiting": _plain(syntax.whole),
    "people": _plain(_people),
    "speed": _plain(phrases.speed),
    "overflow": _overflow,
    "skills": _entries(phrases.skill),
    "holidays": _entries(phrases.holiday),
    "year": _entries(phrases.weeks),
    "at most": _composite(phrases.at_most),
    "go": _going(phrases.branch, "branches"),
    "race": _going(phrases.runner, "runners"),
    "fails": _fails,
    "consults": _consults,
    "away": _away,
    "when": _when,
    "hours": _entries(syntax.hours),
    "staff": _staff,
    "worth": _worth,
    "comes back": _comes_back,
    "profile": _entries(syntax.weighted_hours),
    "shows": _chosen(SHOWN),
    "outcome": _chosen(OUTCOMES),
    "ends": _chosen(("everything",)),
    "part kind": _chosen(PART_KINDS),
    "join": _chosen(("all",)),
    "race by": _chosen(("customer",)),
}
