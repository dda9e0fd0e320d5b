"""A story in, a document out: the tree that YAML would have, with the places of the lines."""

from __future__ import annotations

from pathlib import PurePath

from outsidein.address import slug
from outsidein.document.known_words import CUSTOMER_WORDS, channel_kind, time_key
from outsidein.document.nodes import MOST_BYTES, Node, Places, decode
from outsidein.document.opening import Document, open_tree
from outsidein.document.story.lines import Stories, Told, told
from outsidein.document.story.meaning import Meaning, alike, meaning, parts_met
from outsidein.document.story.merging import Spot, in_order, merged
from outsidein.errors import Fault
from outsidein.model.keys import RESERVED
from outsidein.model.process import Verb

MOST_WORDS = 5  # of an id
_DANGLING = frozenset(
    {"a", "an", "the", "of", "to", "on", "in", "at", "for", "by", "from", "with", "and", "or"}
)
_BY_CHANNEL = {"counter": " at the counter", "door": " at the door", "web": " on the web"}


def open_story(content: bytes, name: str = "process.story") -> Document:
    """Read a process from the content of a file of stories, and keep what was found wrong."""
    text, faults = decode(content, name)
    places = Places(text, name)
    if not faults and len(content) > MOST_BYTES:
        what = f"is larger than {MOST_BYTES:,} bytes"
        faults = [Fault("too-large", "error", places(0), what)]
    stories = told(text, places) if not faults else Stories()
    if not faults and not stories.stories and not stories.faults:
        hint = "write WHO: WHAT THEY DO, a line a step"
        faults = [Fault("empty", "error", places(0), "no story is told", hint)]
    if faults or not stories.stories:
        return Document(
            name=name, text=text, root=None, process=None,
            faults=(*faults, *stories.faults), flows_are_sure=False,
        )  # fmt: skip
    return _Telling(stories, places, text, name).document()


class _Telling:
    """One reading of some stories."""

    def __init__(self, stories: Stories, places: Places, text: str, name: str) -> None:
        self.stories, self.places, self.text, self.name = stories, places, text, name
        self.faults = list(stories.faults)
        self.lines = [line for story in stories.stories for line in story]
        self.customers = self.who_are_customers()
        keys = {name.casefold() for name in self.customers} | set(CUSTOMER_WORDS)
        self.parts = parts_met(self.lines, keys)
        self.meanings = {id(line): meaning(line, self.parts, keys) for line in self.lines}
        self.met = self.first_lines()
        self.ids: dict[int, str] = {}
        self.taken = {slug(name) for name in (*self.customers, *self.parts)} | set(RESERVED)

    def warn(self, code: str, line: Told, what: str, hint: str = "") -> None:
        self.faults.append(Fault(code, "warning", self.places(line.start), what, hint))

    def who_are_customers(self) -> list[str]:
        """A story begins with its customer; who acts later in a story is a part."""
        found: dict[str, Told] = {}
        later = {
            line.who.casefold() for story in self.stories.stories for line in story[1:]
            if story[0].who.casefold() != line.who.casefold()
        }  # fmt: skip
        for k, story in enumerate(self.stories.stories):
            first = story[0]
            if k and first.who.casefold() in later:
                hint = f"begin it with {self.stories.stories[0][0].who}: …"
                what = f'a story begins with the customer, "{first.who}" is a part'
                self.faults.append(
                    Fault("no-customer", "error", self.places(first.start), what, hint)
                )
            elif first.who and first.who.casefold() not in {n.casefold() for n in found}:
                found[first.who] = first
        for name, line in found.items():
            if name.casefold() not in CUSTOMER_WORDS:
                what = f"{name} is taken for a customer: who acts first in a story"
                self.warn("taken-from-story", line, what)
        return [name for name in found if name.casefold() not in CUSTOMER_WORDS]

    # -- the tree

    def document(self) -> Document:
        root = self.node("map", self.lines[0])
        title = self.stories.title or PurePath(self.name).stem.replace("_", " ")
        self.add(root, self.lines[0], "process", title)
        if self.customers:
            self.declare(root, "customers", dict.fromkeys(self.customers, ""))
        channels = self.channels()
        if channels:
            self.declare(root, "channels", channels)
        if self.parts:
            self.declare(root, "organisation", dict.fromkeys(self.parts, ""))
        steps = self.node("list", self.lines[0])
        root.entries.append((self.said(self.lines[0], "steps"), steps))
        self.steps(steps)
        self.notes()
        return open_tree(root, self.faults, self.places, name=self.name, text=self.text)

    def node(self, kind: str, line: Told) -> Node:
        return Node(kind=kind, start=line.start, end=line.end)  # type: ignore[arg-type]

    def said(self, line: Told, text: str) -> Node:
        return Node(kind="text", start=line.start, end=line.end, text=text)

    def add(self, parent: Node, line: Told, key: str, text: str) -> None:
        parent.entries.append((self.said(line, key), self.said(line, text)))

    def declare(self, root: Node, section: str, named: dict[str, str]) -> None:
        """Declare names at the line where each is first met; a name without a kind is a map."""
        node = self.node("map", self.lines[0])
        for name, kind in named.items():
            line = self.met.get(name, self.lines[0])
            value = self.said(line, kind) if kind else self.node("map", line)
            node.entries.append((self.said(line, name), value))
        root.entries.append((self.said(self.lines[0], section), node))

    def first_lines(self) -> dict[str, Told]:
        """Return the line at which each name is first met."""
        found: dict[str, Told] = {}
        for line in self.lines:
            said = self.meanings[id(line)]
            for name in (said.part, said.channel, line.who):
                if name:
                    found.setdefault(name, line)
        return found

    def channels(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.lines:
            channel = self.meanings[id(line)].channel if line.outcome is None else None
            if channel is not None and channel not in found:
                found[channel] = channel_kind(channel) or "live"
        return found

    # -- steps

    def steps(self, node: Node) -> None:
        root = merged(self.stories.stories)
        order = in_order(root)
        for spot in order:
            self.identify(spot)
        phase: str | None = None
        for k, spot in enumerate(order):
            following = order[k + 1] if k + 1 < len(order) else None
            if spot.line is not None:
                tells = spot.line.outcome is None and spot.phase is not None
                if tells and spot.phase != phase:
                    phase = spot.phase
                    item = self.node("map", spot.line)
                    self.add(item, spot.line, "phase", phase or "")
                    node.items.append(item)
                self.step(node, spot, spot.line, following)
            self.after(node, spot)

    def identify(self, spot: Spot) -> None:
        if spot.line is None:
            return
        said = self.meanings[id(spot.line)]
        name = said.name if spot.line.outcome is None else spot.line.what
        self.ids[id(spot)] = self.free_id(name)

    def free_id(self, name: str) -> str:
        """Return an id made of the first words of a name, which nothing else has."""
        words = name.replace(",", " ").split()[:MOST_WORDS]
        while len(words) > 1 and words[-1].casefold() in _DANGLING:
            words.pop()
        identity = slug(" ".join(words))
        free, count = identity, 1
        while free in self.taken:
            count += 1
            free = f"{identity}-{count}"
        self.taken.add(free)
        return free

    def step(self, node: Node, spot: Spot, line: Told, following: Spot | None) -> None:
        said = self.meanings[id(line)]
        step = self.open_step(node, line, self.ids[id(spot)])
        if line.outcome is not None:
            self.add(step, line, "end", line.what[:1].upper() + line.what[1:])
            self.add(step, line, "outcome", line.outcome)
            return
        self.add(step, line, said.verb, said.name)
        self.behaviour(step, line, said)
        # The last step of a story whose end is not told leads to an end of its own.
        if len(spot.after) == 1 and not spot.ends and spot.after[0] is not following:
            self.add(step, line, "next", self.ids[id(spot.after[0])])

    def open_step(self, node: Node, line: Told, identity: str) -> Node:
        item, step = self.node("map", line), self.node("map", line)
        item.entries.append((self.said(line, identity), step))
        node.items.append(item)
        return step

    def behaviour(self, step: Node, line: Told, said: Meaning) -> None:
        if said.part is not None:
            self.add(step, line, "with" if said.verb == "do" else "by", said.part)
        if said.channel is not None:
            self.add(step, line, "via", said.channel)
        if line.time:
            kinds = self.channels()
            key = time_key(said.verb, said.channel or "", said.part is not None, kinds)
            self.add(step, line, key, line.time)
        if said.reason is not None:
            self.add(step, line, "reason", said.reason)

    def after(self, node: Node, spot: Spot) -> None:
        """Add what follows where a story may go on in several ways, or ends without a word."""
        line = spot.line or self.lines[0]
        if len(spot.after) + spot.ends > 1:
            self.decision(node, spot, line)
        if spot.ends:
            step = self.open_step(node, line, self.end_of(spot))
            self.add(step, line, "end", "The story ends")

    def end_of(self, spot: Spot) -> str:
        key = -id(spot)
        if key not in self.ids:
            self.ids[key] = self.free_id("the story ends")
        return self.ids[key]

    def decision(self, node: Node, spot: Spot, line: Told) -> None:
        """Where stories part, somebody decides; how often which way is not said, so missing."""
        who = {one.line.who for one in spot.after if one.line is not None}
        acts = [one.line for one in spot.after if one.line is not None and one.line.outcome is None]
        part = next(iter(who)) if len(who) == 1 and len(acts) == len(spot.after) else ""
        verb: Verb = "check" if part in self.parts and not spot.ends else "choose"
        identity = self.free_id(f"after {self.ids[id(spot)]}" if spot.line else "at first")
        step = self.open_step(node, line, identity)
        asked = f"What does {part if verb == 'check' else 'the customer'} do"
        unseen = verb == "choose" and acts and {one.who for one in acts} <= set(self.parts)
        self.add(step, line, verb, "What happens next" if unseen else asked)
        if verb == "check":
            self.add(step, line, "by", part)
        go = self.node("list", line)
        step.entries.append((self.said(line, "go"), go))
        labels: set[str] = set()
        for one in spot.after:
            go.items.append(self.answer(one, line, labels))
        if spot.ends:
            go.items.append(self.said(line, f"the story ends -> {self.end_of(spot)}"))
        self.warn(
            "taken-from-story", line, f"the stories part here in {len(go.items)} ways",
            "how often customers go which way has to be filled in",
        )  # fmt: skip

    def answer(self, spot: Spot, line: Told, labels: set[str]) -> Node:
        at = spot.line or line
        text = at.what if at.outcome is not None else self.meanings[id(at)].name
        label = text[:1].lower() + text[1:].replace("->", " ").replace("%", " percent")
        label = " ".join(label.replace("~", " ").split()) or "go on"
        channel = None if at.outcome is not None else self.meanings[id(at)].channel
        if slug(label) in labels and channel is not None:
            label += _BY_CHANNEL.get(channel, f" by {channel}")
        while slug(label) in labels:
            label += " as well"
        labels.add(slug(label))
        return self.said(at, f"{label} -> {self.ids[id(spot)]}")

    # -- what was taken for granted

    def notes(self) -> None:
        """Say which words were taken for which channels and parts."""
        said: set[str] = set()
        for line in self.lines:
            means = self.meanings[id(line)]
            channel = means.channel if line.outcome is None else None
            if channel is not None and channel not in said and means.guessed:
                said.add(channel)
                what = f'"{means.guessed}" is taken for {channel} ({self.channels()[channel]})'
                hint = "write by phone, by e-mail, online, in person if it is not"
                if means.verb == "touch":
                    hint += "; another word, such as carries, if the customer is not there"
                self.warn("taken-from-story", line, what, hint)
        if self.parts:
            what = f"parts of the organisation: {', '.join(self.parts)}"
            self.warn("taken-from-story", self.lines[0], what)
        for part, near in alike(self.parts):
            line = self.met.get(part, self.lines[0])
            what = f'"{part}" is taken for another part than "{near}"'
            self.warn("taken-from-story", line, what, "write the same name if they are one")
