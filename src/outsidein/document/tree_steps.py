"""Steps as trees of their document: the inverse of reading them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outsidein.address import join_address, slug, split_address
from outsidein.document import spelling
from outsidein.document.changes import find_target
from outsidein.document.names import Name, Names
from outsidein.document.nodes import Node
from outsidein.model.behaviour import Trigger
from outsidein.model.change import Insert, Scenario
from outsidein.model.keys import ACT_KEYS, SHARE, Key, act_says, says, way_says
from outsidein.model.places import every_step
from outsidein.model.process import Behaviour, BranchBlock, Part, Process, Step, Way
from outsidein.model.resolve import seen_by

_NOWHERE = Node(kind="text", start=0, end=0)
_NAMED_BY_KEY = frozenset(
    {"wait", "first of", "some of", "together", "promise", "meanwhile", "call"}
)


class Words:
    """Names by id, and sources by address, of a process (as one of its scenarios sees it)."""

    def __init__(self, process: Process, scenario: Scenario | None = None) -> None:
        self.process = process
        self.parts = {part.id: part.name for part in process.parts}
        self.customers = {customer.id: customer.name for customer in process.customers}
        self.names = Names()
        self._declare(process.parts, tuple(every_step(process)))
        for one in _chain(process, scenario):
            for change in one.changes:
                if isinstance(change, Insert) and isinstance(change.elements, Part):
                    self.parts[change.elements.id] = change.elements.name
                    self._declare((change.elements,), ())
                elif isinstance(change, Insert) and not isinstance(change.elements, Part):
                    inner = Process(name="", steps=change.elements)
                    self._declare((), tuple(every_step(inner)))

    def _declare(self, parts: Sequence[Part], steps: Sequence[Step]) -> None:
        for customer in self.process.customers:
            self.names.add(
                Name(written=customer.name, id=customer.id, kind="customer", node=_NOWHERE)
            )
        for part in parts:
            self.names.add(Name(written=part.name, id=part.id, kind="part", node=_NOWHERE))
        for step in steps:
            ways = tuple(way.name for way in step.ways)
            self.names.add(Name(written=step.id, id=step.id, kind="step", node=_NOWHERE, ways=ways))

    def part(self, identity: str) -> str:
        """Return a part's name."""
        return self.parts.get(identity, identity)

    def customer(self, identity: str) -> str:
        """Return a customer's name."""
        return self.customers.get(identity, identity)

    def any_name(self, identity: str) -> str:
        """Return the name of a part, or the id of a step."""
        return self.parts.get(identity, identity)

    def sourced(self, text: str, *address: str) -> str:
        """Return a text with its source behind it."""
        source = self.process.sources.get(join_address(*address))
        return text if source is None else f"{text} {spelling.source(source)}"

    def first_sourced(self, texts: Sequence[str], *address: str) -> str | list[str]:
        """Return a text or a list, the source behind the first."""
        if len(texts) == 1:
            return self.sourced(texts[0], *address)
        return [self.sourced(texts[0], *address), *texts[1:]]

    def value_at(self, address: str, value: Any) -> Any:
        """Return the tree of the value of a `set`."""
        target = find_target(split_address(address), self.names)
        if target is None:
            return str(value)
        if target.key.kind == "landing":
            return f"-> {value}"
        return self.value(target.key, value)

    # -- values by kind

    def value(self, key: Key, value: Any, address: tuple[str, ...] = ()) -> Any:
        """Return the tree of a value of a kind of key; with an address, its source behind it."""
        if key.kind in _LISTED:
            spell, label = _LISTED[key.kind]
            return [self._item(spell(self, one), getattr(one, label), address) for one in value]
        tree = _TREES[key.kind](self, value)
        if not address or key.kind in _WITHOUT_SOURCE:
            return tree
        if isinstance(tree, list):
            return self.first_sourced(tree, *address)
        return self.sourced(tree, *address) if isinstance(tree, str) else tree

    def _item(self, text: str, label: str, address: tuple[str, ...]) -> str:
        return self.sourced(text, *address, label) if address else text

    def noticer(self, by: str | None) -> str | None:
        """Return who notices a failure, by name."""
        return by if by in {None, "customer"} else self.part(by or "")

    def money(self, amount: float) -> str:
        """Write an amount in the document's currency."""
        return spelling.money(amount, self.process.currency)

    def rate(self, amount: float) -> str:
        """Write a cost per hour in the document's currency."""
        return spelling.rate(amount, self.process.currency)

    def arrival_rate(self, per_second: float) -> str:
        """Write a rate of arrivals in the document's unit."""
        arrivals = self.process.arrivals
        return spelling.arrival_rate(per_second, arrivals.unit if arrivals is not None else "day")

    def worth(self, value: Any) -> Any:
        """Write what a case is worth."""
        if not isinstance(value, Mapping):
            return self.money(value)
        amounts = {outcome: self.money(amount) for outcome, amount in value.items()}
        return amounts["served"] if list(amounts) == ["served"] else amounts

    def comes_back(self, value: Any) -> Any:
        """Write the share who come back: one text where it is that of all who are served."""
        if not isinstance(value, Mapping):
            return spelling.percent(value)
        if list(value) == ["served", "poor"] and value["served"] == value["poor"]:
            return spelling.percent(value["served"])
        return {fate: spelling.percent(share) for fate, share in value.items()}


def _chain(process: Process, scenario: Scenario | None) -> list[Scenario]:
    by_name = {one.name: one for one in process.scenarios}
    chain: list[Scenario] = []
    while scenario is not None and scenario not in chain:
        chain.append(scenario)
        scenario = by_name.get(scenario.on_top_of or "")
    return chain[::-1]


Spell = Callable[[Words, Any], Any]


def _just(spell: Callable[[Any], str]) -> Spell:
    """Spell a value that names nothing."""
    return lambda _words, value: spell(value)


def _texts(_words: Words, value: Sequence[str]) -> str | list[str]:
    return value[0] if len(value) == 1 else list(value)


def _parts(words: Words, value: Sequence[str]) -> str | list[str]:
    return _texts(words, [words.part(part) for part in value])


def _hours(words: Words, value: Sequence[Any]) -> str | list[str]:
    return _texts(words, [spelling.hours(period) for period in value])


def _weighted(words: Words, value: Any) -> str | list[str]:
    if isinstance(value, int):
        return str(value)
    return _texts(words, [spelling.weighted_hours(entry) for entry in value])


def _chance(_words: Words, value: Any) -> str:
    return spelling.chance(*value) if isinstance(value, tuple) else spelling.percent(value)


def _overflow(words: Words, value: Any) -> str:
    return spelling.overflow(value, words.part(value.part))


def _entries(spell: Callable[[Any], str]) -> Spell:
    """Spell a list of which the first may carry the source."""
    return lambda words, value: _texts(words, [spell(entry) for entry in value])


def _away(words: Words, value: Any) -> str:
    return spelling.away(value, words.part(value.part))


_WITHOUT_SOURCE = frozenset(
    {"text", "texts", "channel", "step", "shows", "outcome", "ends", "part kind", "join", "race by",
     "part", "customer", "parts", "next", "worth"}
)  # fmt: skip
_TREES: dict[str, Spell] = {
    **dict.fromkeys(
        ("text", "channel", "step", "shows", "outcome", "ends", "part kind"), _just(str)
    ),
    "law": _just(spelling.law),
    "duration": _just(spelling.law),
    "number": _just(spelling.number),
    "count": _just(str),
    "share": _just(spelling.share),
    "percent": _just(spelling.percent),
    "chance": _chance,
    "patience": _just(spelling.patience),
    "closed": _just(spelling.closed),
    "retry": _just(spelling.retry),
    "no show": _just(spelling.no_show),
    "at most": _just(spelling.at_most),
    "balks": _just(spelling.balks),
    "limit": _just(spelling.limit),
    "batch": _just(spelling.batch),
    "times": _just(spelling.times),
    "waiting": _just(str),
    "people": _just(str),
    "speed": _just(spelling.percent),
    "overflow": _overflow,
    "skills": _entries(spelling.skill),
    "holidays": _entries(spelling.holiday),
    "year": _entries(spelling.weeks),
    "when": _just(spelling.when),
    "own customers": _just(spelling.own_customers),
    "yes": _just(lambda value: "yes" if value else "no"),
    "join": _just(lambda _: "all"),
    "race by": _just(lambda _: "customer"),
    "part": Words.part,
    "customer": Words.customer,
    "parts": _parts,
    "texts": _texts,
    "next": _texts,
    "money": Words.money,
    "rate": Words.rate,
    "arrival rate": Words.arrival_rate,
    "away": _away,
    "hours": _hours,
    "staff": _weighted,
    "profile": _weighted,
    "worth": Words.worth,
    "comes back": Words.comes_back,
}
_LISTED: dict[str, tuple[Spell, str]] = {
    "go": (_just(spelling.branch), "label"),
    "race": (_just(spelling.runner), "label"),
    "fails": (lambda words, one: spelling.failure(one, words.noticer(one.by)), "mode"),
    "consults": (lambda words, one: spelling.consult(one, words.part(one.part)), "part"),
}


class StepTrees:
    """Turns steps into the items of a list."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def items(self, steps: Sequence[Step], phase: str | None = None) -> list[Any]:
        """Return the items of a list of steps, with a `phase` wherever it changes."""
        found: list[Any] = []
        for step in steps:
            if step.phase != phase and step.phase is not None:
                found.append({"phase": step.phase})
                phase = step.phase
            found.append({self.key_of(step): self.step(step)})
        return found

    def key_of(self, step: Step) -> str:
        """Return the key of a step: its name if it has no other place, else its id."""
        if step.verb in _NAMED_BY_KEY and step.verb != "call" and slug(step.name) == step.id:
            return step.name
        return step.id

    def step(self, step: Step) -> dict[str, Any]:
        """Return the keys of a step."""
        keys = act_says() if step.trigger is not None else says(step.verb)
        tree: dict[str, Any] = {}
        if step.only is not None:
            tree["only"] = self.words.customer(step.only)
        tree[step.verb] = self.verb_value(step)
        if step.verb == "start" and step.share is None and self.is_rest(step):
            tree["share"] = "rest"
        for key in keys.values():
            if key.name in {"only", "wait", "first of"}:
                continue
            value = self.key_value(step, key, (step.id, key.name))
            if value is not None:
                tree[key.name] = value
        for customer in step.overrides:
            name = f"for {self.words.customer(customer)}"
            tree[name] = self.overrides(step, customer, keys)
        return tree

    def is_rest(self, start: Step) -> bool:
        """Whether a start is the one of several that takes the rest."""
        starts = [s for s in self.words.process.steps if s.verb == "start"]
        return len(starts) > 1 and [s.id for s in starts if s.share is None] == [start.id]

    def verb_value(self, step: Step) -> Any:
        """Return what stands behind the verb."""
        if step.verb == "wait":
            return self.words.value(
                Key("wait", "wait", "law"), step.wait, (step.id, "wait")
            ) if step.wait is not None else ""  # fmt: skip
        if step.verb == "call":
            return step.calls or ""
        if step.verb == "first of":
            return self.words.value(
                Key("first of", "race", "race"), step.race, (step.id, step.verb)
            )
        if step.verb in {"together", "some of"}:
            return {self.block_key(b): self.items(b.steps, step.phase) for b in step.blocks}
        if step.span is not None:
            return spelling.span(step.span)
        return step.name

    def block_key(self, block: BranchBlock) -> str:
        """Return the key of a branch, with its share if it has one."""
        if block.rest:
            return f"rest {block.name}"
        return (
            block.name if block.share is None else f"{spelling.percent(block.share)} {block.name}"
        )

    def key_value(self, said: Behaviour, key: Key, address: tuple[str, ...]) -> Any:
        """Return the tree of one key of a step or a way; None if it is not said."""
        if key.kind == "ways":
            ways = getattr(said, "ways", ())
            return {way.name: self.way(said, way) for way in ways} or None
        if key.kind == "acts":
            acts = getattr(said, "acts", ())
            return self.items(acts, getattr(said, "phase", None)) if acts else None
        value = field_value(said, key)
        if value is None or (value in ((), False) and key.kind not in {"yes", "number"}):
            return None
        if key.kind == "number" and value == 0.0:
            return None
        return self.words.value(key, value, address)

    def way(self, step: Any, way: Way) -> dict[str, Any]:
        """Return the keys of one way."""
        tree: dict[str, Any] = {}
        if way.share is not None:
            address = (step.id, way.name, "share")
            tree["share"] = self.words.value(SHARE, way.share, address)
        elif len(step.ways) > 1 and sum(w.share is None for w in step.ways) == 1:
            tree["share"] = "rest"
        for key in way_says().values():
            if key.name != "share":
                value = self.key_value(way, key, (step.id, way.name, key.name))
                if value is not None:
                    tree[key.name] = value
        for customer in way.overrides:
            alone = Step(id=step.id, verb="do", name="", ways=(way,))
            seen = seen_by(alone, customer).ways[0]
            tree[f"for {self.words.customer(customer)}"] = self.said_for(
                [path for path, _ in way.overrides[customer]], seen, way_says(),
                (step.id, f"for-{customer}", way.name),
            )  # fmt: skip
        return tree

    # -- for CUSTOMER

    def overrides(self, step: Step, customer: str, keys: Mapping[str, Key]) -> dict[str, Any]:
        """Return what a step says for one customer: each field as that customer meets it."""
        seen = seen_by(step, customer)
        paths = [path for path, _ in step.overrides[customer]]
        address = (step.id, f"for-{customer}")
        tree = self.said_for([p for p in paths if p[0] != "ways"], seen, keys, address)
        said = {path[1] for path in paths if path[0] == "ways" and len(path) > 1}
        names = [way.name for way in seen.ways if way.name in said]
        ways = {
            name: self.said_for(
                [p[2:] for p in paths if p[:2] == ("ways", name)],
                next(w for w in seen.ways if w.name == name), way_says(), (*address, name),
            )
            for name in names
        }  # fmt: skip
        return tree | ({"ways": ways} if ways else {})

    def said_for(
        self, paths: Sequence[tuple[str, ...]], seen: Behaviour, keys: Mapping[str, Key],
        address: tuple[str, ...],
    ) -> dict[str, Any]:  # fmt: skip
        """Return the keys that some paths of overrides name, with their values in effect."""
        tree: dict[str, Any] = {}
        for key in keys.values():  # in the order of the keys, as they are read
            if not any(names_field(key, path) for path in paths):
                continue
            value = field_value(seen, key)
            if key.name == "share":
                tree["share"] = self.words.value(key, value, (*address, "share"))
            elif value is not None:
                tree[key.name] = self.words.value(key, value, (*address, key.name))
        return tree


def names_field(key: Key, path: tuple[str, ...]) -> bool:
    """Whether a path of an override leads to the field of a key."""
    if path[0] != "trigger":
        return key.field == path[0] and key.name not in ACT_KEYS
    if key.name not in ACT_KEYS:
        return False
    piece = path[1] if len(path) > 1 else "kind"
    of = {"kind": "when", "passed": "when", "silence": "when", "per": "chance"}
    return (
        of.get(piece, {"most": "max", "again_after": "again after"}.get(piece, piece)) == key.name
    )


def field_value(said: Behaviour, key: Key) -> Any:
    """Return the value of a key's field, or of its piece of the trigger."""
    if key.name not in ACT_KEYS:
        return getattr(said, key.field, None)
    trigger: Trigger | None = getattr(said, "trigger", None)
    if trigger is None:
        return None
    if key.name == "when":
        return trigger
    if key.name == "chance":
        return None if trigger.chance is None else (trigger.chance, trigger.per)
    return getattr(trigger, key.field)
