"""A document laid over a drawing: one tree of both, what the document says before what is drawn."""

from __future__ import annotations

from typing import Any

from outsidein.address import slug
from outsidein.document.names import block_name
from outsidein.document.nodes import Node
from outsidein.document.phrases import destination, percent_first
from outsidein.document.syntax import TextError, clean
from outsidein.errors import Fault
from outsidein.layer.nodes import Drawn, steps_in
from outsidein.layer.places import LayerPlaces
from outsidein.model.graph import OFF_THE_FLOW
from outsidein.model.keys import VERBS
from outsidein.words import did_you_mean

BY = {"with": "by", "by": "with"}
MET = ("do",)  # who is met stands behind `with`, who does it alone behind `by`
BLOCKS = ("together", "some of")
LABELLED = ("go", "fails")
LEADING = ("limit", "patience", "at most", "no show", "closed", "balks")  # one value, one arrow


class Joining:
    """Lays one document over one drawing, and notes what does not fit."""

    def __init__(self, drawn: Drawn, places: LayerPlaces, faults: list[Fault]) -> None:
        self.drawn, self.places, self.faults = drawn, places, faults
        self.named: dict[str, Node] = {}  # steps the document speaks of -> where it does

    def join(self, said: Node, tree: dict[str, Any]) -> Node:
        """Return the tree of both."""
        whole = self.drawn.root(tree)
        for key, value in said.entries:
            self._forgive(key, value)
            if key.text == "steps":
                self._steps(whole, value)
            elif key.text == "organisation":
                self._by_name(whole, key, value)
            elif key.text == "customers":
                self._customers(whole, key, value)
            elif key.text != "drawn in" and (value.kind == "text" or value.entries or value.items):
                _put(whole, key, value)
        whole.start, whole.end = said.start, said.end
        return whole

    def fault(self, code: str, node: Node, what: str, hint: str) -> None:
        """Note what does not fit the drawing."""
        self.faults.append(Fault(code, "error", self.places(node.start), what, hint))

    def _forgive(self, key: Node, value: Node) -> None:
        """Take a value that is not there yet for an empty one: its numbers are still comments."""
        if not value.broken or value.text not in ("", "~", "null", "Null", "NULL"):
            return
        where = self.places(key.start)
        kept = [f for f in self.faults if (f.code, f.where) != ("value-missing", where)]
        if len(kept) < len(self.faults):
            self.faults[:] = kept
            value.broken = False
            value.kind = "list" if key.text in ("steps", "shared") else "map"

    # -- customers and parts

    def _customers(self, whole: Node, key: Node, value: Node) -> None:
        """Let the document say who the customers are, unless it names one who is drawn.

        The persons that are drawn stay with whoever takes the place of the customer drawn.
        """
        drawn = whole.value_of("customers")
        known = {slug(name.text): inner for name, inner in drawn.entries} if drawn else {}
        if value.kind != "map" or any(slug(name.text) in known for name, _ in value.entries):
            self._by_name(whole, key, value)
            return
        people = next((one for v in known.values() if (one := v.value_of("people"))), None)
        for name, inner in value.entries:
            self._forgive(name, inner)
            if inner.kind == "map" and people is not None and "people" not in inner.keys:
                inner.entries.append((_word("people", inner), people))
        if value.entries:
            _put(whole, key, value)

    def _by_name(self, whole: Node, key: Node, value: Node) -> None:
        """Lay parts, or customers, over those that are drawn, each by its name or id."""
        drawn = whole.value_of(key.text)
        if drawn is None or value.kind != "map":
            _put(whole, key, value)
            return
        by_id = {_identity(name, inner): (name, inner) for name, inner in drawn.entries}
        by_id |= {slug(name.text): (name, inner) for name, inner in drawn.entries}
        for name, inner in value.entries:
            self._forgive(name, inner)
            found = by_id.get(slug(name.text))
            if found is None:
                drawn.entries.append((name, inner))
            elif inner.kind == "map":
                _at(found[0], name)
                for word, one in inner.entries:
                    _put(found[1], word, one)

    # -- steps

    def _steps(self, whole: Node, value: Node) -> None:
        drawn = whole.value_of("steps")
        if drawn is None or value.kind != "list":
            if not value.broken:
                _put(whole, _word("steps", value), value)
            return
        homes: dict[str, tuple[Node, Node]] = {}
        for section in (drawn, whole.value_of("shared")):
            for around, item, _ in steps_in(section) if section is not None else ():
                homes.setdefault(slug(item.entries[0][0].text), (around, item))
        phase: Node | None = None
        for item in value.items:
            if item.kind != "map" or len(item.entries) != 1:
                drawn.items.append(item)  # the reader says what is wrong with it
                continue
            key, said = item.entries[0]
            self._forgive(key, said)
            if key.text == "phase":
                phase = item
            elif slug(key.text) not in homes and _is_new(said):
                drawn.items.append(item)
            elif (home := self._home(homes, key)) is not None:
                if phase is not None and home[0] is drawn:
                    drawn.items.insert(drawn.items.index(home[1]), phase)
                    phase = None
                self._lay(home[1], key, said)

    def _home(self, homes: dict[str, tuple[Node, Node]], key: Node) -> tuple[Node, Node] | None:
        """Return the list and the item of the step that a key means; else a fault says why not."""
        meant = [one for one in self.drawn.meant(clean(key.text)) if one in homes]
        if len(meant) > 1:
            what = f'{len(meant)} steps are called "{clean(key.text)}"'
            self.fault("two-meanings", key, what, f"use the id: {', '.join(meant)}")
            return None
        if not meant:
            known = [*(name for name in self.drawn.titles), *homes]
            near = did_you_mean(clean(key.text), known)
            hint = near or "draw it there; only a promise or a meanwhile may be added here"
            what = f'"{clean(key.text)}" is not in the drawing {self.drawn.name}'
            self.fault("unknown-step", key, what, hint)
            return None
        if meant[0] in self.named:
            first = self.places(self.named[meant[0]].start)
            what = f'"{clean(key.text)}" is the step that {first} speaks of'
            self.fault("duplicate-key", key, what, "say all of it in one place")
            return None
        self.named[meant[0]] = key
        return homes[meant[0]]

    def _lay(self, item: Node, key: Node, said: Node) -> None:
        drawn_key, drawn = item.entries[0]
        _at(drawn_key, key)
        if said.kind != "map":
            hint = f"write - {clean(key.text)}: {{own: 4 min}}"
            if not said.broken:
                what = f'what is said of "{clean(key.text)}" must be a map of keys'
                self.fault("not-a-step", said, what, hint)
            return
        self._onto(drawn, said)
        drawn.start, drawn.end = said.start, said.end

    def _onto(self, drawn: Node, said: Node) -> None:
        """Lay the keys of a step, or of a way, over those that are drawn."""
        for key, value in said.entries:
            here = drawn.value_of(key.text)
            if key.text in VERBS:
                self._verb(drawn, key, value)
            elif key.text in LABELLED and here is not None:
                self._labelled(here, key, value)
            elif key.text == "ways" and here is not None and value.kind == "map":
                self._ways(here, value)
            else:
                if key.text in LEADING and here is not None and here.text and value.text:
                    value.text = _kept(value.text, here.text)
                other = BY.get(key.text, "")
                drawn.entries = [pair for pair in drawn.entries if pair[0].text != other]
                self._forgive(key, value)
                _put(drawn, key, value)

    def _verb(self, drawn: Node, key: Node, value: Node) -> None:
        """Let a step be done otherwise: as drawn it may look like work out of sight."""
        old = next(name for name, _ in drawn.entries if name.text in VERBS)
        name = drawn.value_of(old.text)
        if old.text == key.text and key.text in BLOCKS and value.kind == "map" and name is not None:
            self._forgive(key, value)
            self._blocks(name, key.text, value)
            return
        if value.broken and name is not None and name.kind == "text":
            self._forgive(key, value)
            value = name
        at = next(n for n, pair in enumerate(drawn.entries) if pair[0] is old)
        drawn.entries[at] = (key, value)
        wrong = "by" if key.text in MET else "with"
        for n, (word, inner) in enumerate(drawn.entries):
            if word.text == wrong:
                drawn.entries[n] = (_word(BY[wrong], word), inner)

    def _ways(self, drawn: Node, said: Node) -> None:
        known = {slug(name.text): inner for name, inner in drawn.entries}
        for name, inner in said.entries:
            here = known.get(slug(name.text))
            if here is not None and here.kind == inner.kind == "map":
                self._onto(here, inner)
            else:
                _put(drawn, name, inner)

    def _blocks(self, drawn: Node, verb: str, said: Node) -> None:
        """Give branches their shares; what is in them is said as of any other step."""
        known = {slug(block_name(name.text, verb)[1]): name for name, _ in drawn.entries}
        for name, inner in said.entries:
            here = known.get(slug(block_name(name.text, verb)[1]))
            self._forgive(name, inner)
            if here is None:
                hint = did_you_mean(name.text, [one.text for one in known.values()])
                self.fault("unknown-branch", name, f'no branch is called "{name.text}"', hint)
                continue
            here.text, here.start, here.end = name.text, name.start, name.end
            if inner.entries or inner.items:
                what = "say what stands in a branch at each of its steps"
                self.fault("in-a-branch", inner, f'"{name.text}" has steps here', what)

    def _labelled(self, drawn: Node, key: Node, said: Node) -> None:
        """Lay answers, or ways to fail, over those of the same name; where they lead stays."""
        known = {_label(item.text, key.text)[0]: item for item in drawn.items if item.text}
        for item in said.items if said.kind == "list" else [said]:
            if item.kind != "text" or item.broken:
                drawn.items.append(item)
                continue
            label, to = _label(item.text, key.text)
            here = known.get(label)
            if here is None and key.text == "go" and to is None:
                answers = [_spoken(one.text) for one in known.values()]
                hint = did_you_mean(_spoken(item.text), answers) or f"drawn: {'; '.join(answers)}"
                self.fault("unknown-answer", item, f'no answer "{_spoken(item.text)}"', hint)
            elif here is None:
                drawn.items.append(item)
            else:
                drawn_to = _label(here.text, key.text)[1]
                here.text = item.text if to is not None else _leading(item.text, drawn_to)
                here.start, here.end = item.start, item.end


def _is_new(said: Node) -> bool:
    """Whether a step is one that nobody draws: it stands off the flow."""
    return said.kind == "map" and any(key.text in OFF_THE_FLOW for key, _ in said.entries)


def _identity(name: Node, inner: Node) -> str:
    said = inner.value_of("id") if inner.kind == "map" else None
    return slug(said.text if said is not None else name.text)


def _put(home: Node, key: Node, value: Node) -> None:
    """Set the value of a key of a map; a new key goes to the end."""
    for n, (word, _) in enumerate(home.entries):
        if word.text == key.text:
            home.entries[n] = (key, value)
            return
    home.entries.append((key, value))
    home.keys.add(key.text)


def _at(drawn: Node, said: Node) -> None:
    """Let a word that is drawn stand where the document says it."""
    drawn.start, drawn.end = said.start, said.end


def _word(text: str, near: Node) -> Node:
    return Node(kind="text", start=near.start, end=near.end, text=text)


def _label(text: str, key: str) -> tuple[str, str | None]:
    """Return the label of an answer, or the mode of a failure, as an id, and where it leads."""
    try:
        head, to = destination(text.partition(" ~")[0])
    except TextError:
        return slug(text), None
    label = _without_share(head)
    if key == "fails":
        for word in (" until ", " noticed at ", " by "):
            label = label.partition(word)[0]
    return slug(label), to


def _spoken(text: str) -> str:
    """Return an answer as people say it: without share, source and arrow."""
    return _without_share(text.partition(" ~")[0].partition("->")[0].strip())


def _kept(text: str, drawn: str) -> str:
    """Return a value that leads where the drawing says, if it does not say so itself."""
    to = drawn.partition(" ~")[0].partition("->")[2].strip()
    return text if "->" in text or not to else _leading(text, to)


def _without_share(head: str) -> str:
    try:
        return percent_first(head)[1]
    except TextError:
        return head


def _leading(text: str, to: str | None) -> str:
    """Return an item that leads where the drawing says, its source still at the end."""
    head, tilde, source = text.partition(" ~")
    return f"{head.strip()} -> {to}{tilde}{source}" if to is not None else text
