"""Steps: from the list in the document to steps of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outsidein.address import slug
from outsidein.document.names import BLOCKS, block_name
from outsidein.document.nodes import Node
from outsidein.document.phrases import share_first
from outsidein.document.reading import Reading
from outsidein.document.syntax import clean
from outsidein.document.values import Scope, read_span, read_value
from outsidein.model.behaviour import Trigger
from outsidein.model.keys import (
    ACT_KEYS,
    KEYS,
    SHARE,
    STEP_KEYS,
    VERBS,
    Key,
    act_says,
    says,
    way_says,
)
from outsidein.model.process import BranchBlock, Override, Step, Way
from outsidein.model.resolve import replacing
from outsidein.words import closest, did_you_mean

_NAMED_BY_KEY = ("wait", "first of", "some of", "together", "promise", "meanwhile", "call")
_SYNONYMS = {"with": "by", "by": "with"}


@dataclass(slots=True)
class _Phase:
    name: str | None = None


def read_steps(
    reading: Reading, node: Node, what: str, *, acts: bool = False, phase: str | None = None
) -> tuple[Step, ...]:
    """Read a list of steps; a `phase` names the phase of those that follow it."""
    found: list[Step] = []
    current = _Phase(phase)
    for item in reading.items(node, what):
        pair = _only_entry(reading, item)
        if pair is None:
            reading.flows_are_sure = False
            continue
        key, value = pair
        if key.text == "phase":
            current.name = reading.text(value, "phase") or current.name
        else:
            step = _read_step(reading, key, value, acts=acts, phase=current.name)
            if step is None:
                reading.flows_are_sure = False
            else:
                found.append(step)
    return tuple(found)


def _only_entry(reading: Reading, item: Node) -> tuple[Node, Node] | None:
    if item.broken:
        return None
    if item.kind != "map":
        hint = "write - ID: {do: NAME}"
        reading.fault("not-a-step", item, "a step must be a map of one key", hint)
        return None
    if len(item.entries) != 1:
        place = item.entries[1][0] if item.entries else item
        hint = "begin each step with a dash; write its keys deeper, or in {…}"
        reading.fault("not-a-step", place, "a step must be a map of one key", hint)
        return None
    return item.entries[0]


def _read_step(
    reading: Reading, key: Node, value: Node, *, acts: bool, phase: str | None
) -> Step | None:
    written, identity = clean(key.text), slug(key.text)
    reading.element(key, value, identity)
    if value.broken:
        return None
    if value.kind != "map":
        hint = f"write - {written}: {{do: {clean(value.text) or 'NAME'}}}"
        reading.fault("not-a-step", value, f'step "{written}" must be a map of its keys', hint)
        return None
    verb = _verb(reading, key, value)
    if verb is None:
        return None
    if acts and verb.text != "do":
        what = f'"{written}" is a {verb.text}: what a customer may do meanwhile is a `do`'
        reading.fault("not-a-do", verb, what)
    said = _StepReader(reading, identity, verb.text, acts=acts, phase=phase).read(value)
    name = said.pop("name", None) or written
    return Step(id=identity, name=name, phase=phase, **said)


def _verb(reading: Reading, key: Node, value: Node) -> Node | None:
    verbs = [name for name, _ in value.entries if name.text in VERBS]
    if len(verbs) == 1:
        return verbs[0]
    if len(verbs) > 1:
        texts = ", ".join(v.text for v in verbs)
        reading.fault("two-verbs", verbs[1], f'"{key.text}" has {len(verbs)} verbs: {texts}')
        return verbs[0]
    first = value.entries[0][0] if value.entries else None
    near = closest(first.text, VERBS) if first is not None else None
    hint = f'did you mean "{near}"?' if near else f"one of: {', '.join(VERBS)}"
    reading.fault("no-verb", key, f'"{key.text}" does not say who does what', hint)
    return None


class _StepReader:
    """Reads the keys of one step into the fields of the model."""

    def __init__(
        self, reading: Reading, identity: str, verb: str, *, acts: bool, phase: str | None
    ) -> None:
        self.reading, self.id, self.verb = reading, identity, verb
        self.acts, self.phase = acts, phase
        name = reading.names.by_id.get(identity)
        self.ways = name.ways if name is not None else ()
        self.keys = act_says() if acts else says(verb)
        self.said: dict[str, Any] = {"verb": verb}
        self.trigger: dict[str, Any] = {}

    def read(self, node: Node) -> dict[str, Any]:
        for key, value in node.entries:
            if key.text == self.verb:
                self.read_verb(value)
            elif key.text in VERBS:
                continue  # a second verb has been noted
            elif key.text.startswith("for "):
                self.read_for(key, value)
            elif key.text == "ways" and "ways" in self.keys:
                self.said["ways"] = self.read_ways(value)
            elif key.text == "may" and "may" in self.keys:
                self.said["acts"] = self.read_acts(value)
            else:
                self.read_key(key, value)
        if "kind" in self.trigger:  # without `when` there is none, and check says so
            self.said["trigger"] = Trigger(**self.trigger)
        if "join_all" in self.said:
            self.said["join_all"] = self.said["join_all"] == "all"
        if "race_by_customer" in self.said:
            self.said["race_by_customer"] = self.said["race_by_customer"] == "customer"
        return self.said

    # -- the verb

    def read_verb(self, node: Node) -> None:
        reading, verb = self.reading, self.verb
        if verb not in _NAMED_BY_KEY:
            name = reading.text(node, verb)
            if name is not None:
                self.said["name"] = name
            return
        scope = Scope(address=(self.id, verb), ways=())
        if verb == "wait":
            self.said["wait"] = read_value(reading, Key("wait", "wait", "law"), node, scope)
        elif verb == "first of":
            self.said["race"] = read_value(reading, Key(verb, "race", "race"), node, scope)
        elif verb in BLOCKS:
            self.said["blocks"] = self.read_blocks(node)
        elif verb == "call":
            self.said["calls"] = read_value(reading, Key("call", "calls", "step"), node, scope)
            called = reading.names.by_id.get(self.said["calls"] or "")
            self.said["name"] = called.title if called is not None else None
        else:
            self.said["span"] = read_span(reading, node, verb, self.id, verb)

    def read_blocks(self, node: Node) -> tuple[BranchBlock, ...]:
        found: list[BranchBlock] = []
        taken: set[str] = set()
        for key, value in self.reading.entries(node, self.verb):
            share, name, rest = block_name(key.text, self.verb)
            if self.verb == "some of":
                self.reading.spelled(key, self.verb, share_first)
            if slug(name) in taken:
                self.reading.fault("duplicate-label", key, f'two branches are called "{name}"')
                continue
            taken.add(slug(name))
            self.reading.mark(key, self.id, name)
            steps = read_steps(self.reading, value, f'branch "{name}"', phase=self.phase)
            found.append(BranchBlock(name=name, steps=steps, share=share, rest=rest))
        return tuple(found)

    def read_acts(self, node: Node) -> tuple[Step, ...]:
        self.reading.mark(node, self.id, "may")
        return read_steps(self.reading, node, "may", acts=True, phase=self.phase)

    # -- keys

    def read_key(self, key: Node, node: Node) -> None:
        known = self.keys.get(key.text)
        if known is None:
            self.unknown_key(key, self.keys)
            return
        scope = Scope(address=(self.id, known.name), ways=self.ways)
        value = read_value(self.reading, known, node, scope)
        if value is None:
            return
        if known.name in ACT_KEYS:
            self.trigger |= trigger_fields(known, value)
        else:
            self.said[known.field] = value

    def unknown_key(self, key: Node, known: dict[str, Key]) -> None:
        text = key.text
        if text in KEYS or text in {"ways", "may", *ACT_KEYS}:
            hint = _elsewhere(text, self.verb, known)
            what = f'"{text}" cannot be said of a {self.verb}'
            self.reading.fault("key-not-here", key, what, hint)
            return
        self.reading.unknown(key, text, [*known, "for CUSTOMER"], "key")

    # -- ways

    def read_ways(self, node: Node) -> tuple[Way, ...]:
        self.reading.mark(node, self.id, "ways")
        found: list[Way] = []
        taken: set[str] = set()
        for key, value in self.reading.entries(node, "ways"):
            name = clean(key.text)
            self.reading.mark(key, self.id, name)
            if slug(name) in taken:
                self.reading.fault("duplicate-label", key, f'two ways are called "{name}"')
            elif slug(name) in _WAY_KEYS:
                what = f'a way cannot be called "{name}": it is a key'
                self.reading.fault("reserved", key, what)
            else:
                taken.add(slug(name))
                found.append(Way(name=name, **self.read_way(key, value, name)))
        if not found and not node.broken:
            self.reading.fault("value-missing", node, "no way is given")
        self.reading.one_rest([v for _, v in node.entries], f'the ways of "{self.id}"')
        return tuple(found)

    def read_way(self, name_node: Node, node: Node, name: str) -> dict[str, Any]:
        said: dict[str, Any] = {}
        overrides: dict[str, tuple[Override, ...]] = {}
        for key, value in self.reading.entries(node, f'way "{name}"'):
            known = way_says().get(key.text)
            if key.text.startswith("for "):
                customer = self.customer(key)
                changes = self.overrides(customer or "", value, (self.id, name))
                self.once(key, customer, overrides, changes)
            elif known is None:
                self.unknown_key(key, way_says())
            else:
                scope = Scope(address=(self.id, name, known.name), ways=self.ways)
                found = read_value(self.reading, known, value, scope)
                if found is not None:
                    said[known.field] = found
        if "channel" not in said and name not in self.reading.names.channels:
            hint = did_you_mean(name, self.reading.names.channels) or "declare it, or say via"
            self.reading.fault("unknown-channel", name_node, f'unknown channel "{name}"', hint)
        return said | ({"overrides": overrides} if overrides else {})

    # -- for CUSTOMER

    def read_for(self, key: Node, node: Node) -> None:
        customer = self.customer(key)
        changes = self.overrides(customer or "", node, (self.id,))
        self.once(key, customer, self.said.setdefault("overrides", {}), changes)

    def once(
        self, key: Node, customer: str | None, overrides: dict[str, Any],
        changes: tuple[Override, ...],
    ) -> None:  # fmt: skip
        """Keep what is said for a customer; said a second time it is a fault."""
        if customer in overrides:
            self.reading.fault("duplicate-key", key, f'"{key.text}" is said twice here')
        elif customer is not None:
            overrides[customer] = changes

    def customer(self, key: Node) -> str | None:
        return self.reading.refer(key, clean(key.text.removeprefix("for ")), "customer")

    def overrides(self, customer: str, node: Node, above: tuple[str, ...]) -> tuple[Override, ...]:
        """Read the keys of `for CUSTOMER` as changes of fields, ways key by key."""
        address = (*above[:1], f"for-{customer}", *above[1:])
        found: list[Override] = []
        known = way_says() if len(above) > 1 else self.keys
        for key, value in self.reading.entries(node, "for"):
            if key.text == "ways" and "ways" in known:
                for way, inner in self.reading.entries(value, "ways"):
                    name = self.sibling(way)
                    changes = self.overridden(inner, way_says(), (*address, name))
                    found += [(("ways", name, *path), said) for path, said in changes]
            elif key.text in known:
                found += self.overridden_key(known[key.text], value, address)
            else:
                self.unknown_key(key, known)
        return tuple(sorted(found, key=lambda change: self.rank(change[0], known)))

    def rank(self, path: tuple[str, ...], known: dict[str, Key]) -> tuple[int, int]:
        """Return where a change of a field stands: in whatever order a document says them."""
        fields = [key.field for key in known.values()]
        if path[0] == "ways" and len(path) > 2:
            inner = [key.field for key in way_says().values()]
            way = self.ways.index(path[1]) if path[1] in self.ways else len(self.ways)
            return len(fields) + way, inner.index(path[2]) if path[2] in inner else len(inner)
        return fields.index(path[0]) if path[0] in fields else len(fields), 0

    def sibling(self, way: Node) -> str:
        name = clean(way.text)
        if name not in self.ways and name not in self.reading.names.channels:
            self.reading.unknown(way, name, self.ways, "way")
        return name

    def overridden(
        self, node: Node, known: dict[str, Key], address: tuple[str, ...]
    ) -> list[Override]:
        found: list[Override] = []
        for key, value in self.reading.entries(node, "the way"):
            if key.text in known:
                found += self.overridden_key(known[key.text], value, address)
            else:
                self.unknown_key(key, known)
        return found

    def overridden_key(self, key: Key, node: Node, address: tuple[str, ...]) -> list[Override]:
        scope = Scope(address=(*address, key.name), ways=self.ways)
        value = read_value(self.reading, key, node, scope)
        if key.kind == "share" and node.kind == "text" and node.text == "rest":
            return [(("share",), None)]
        if value is None:
            return []
        if key.name in ACT_KEYS:
            return [(("trigger", name), said) for name, said in trigger_fields(key, value).items()]
        return replacing(key.field, value)


_WAY_KEYS = frozenset(slug(key.name) for key in (SHARE, *STEP_KEYS))


def trigger_fields(key: Key, value: Any) -> dict[str, Any]:
    """Return the fields of a trigger that one of its keys fills."""
    if key.name == "when":
        said = {"kind": value.kind, "passed": value.passed, "silence": value.silence}
        return {name: piece for name, piece in said.items() if piece is not None}
    if key.name == "chance":
        chance, per = value
        return {"chance": chance} | ({"per": per} if per else {})
    return {key.field: value}


def _elsewhere(key: str, verb: str, known: dict[str, Key]) -> str:
    if key in _SYNONYMS and _SYNONYMS[key] in known:
        return f'write "{_SYNONYMS[key]}"'
    if key in ACT_KEYS:
        return "only what a customer may do meanwhile is triggered"
    return f"a {verb} may say: {', '.join(known)}" if len(known) < 12 else ""
