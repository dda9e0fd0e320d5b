"""Steps from rows: the tree that a document in YAML would have, grown from cells."""

from __future__ import annotations

from outsidein.document.known_words import CUSTOMER_WORDS, time_key
from outsidein.document.nodes import MOST_DEPTH, Node
from outsidein.document.sheet.cells import Cell
from outsidein.document.sheet.columns import STEP_COLUMNS
from outsidein.document.sheet.drafts import BY_VERBS, Draft, Known, is_answers
from outsidein.document.sheet.spelled import pieces
from outsidein.document.sheet.table import Row, Table
from outsidein.words import did_you_mean

_BY_HAND = frozenset(
    {"phase", "step", "id", "verb", "who", "channel", "part", "minutes", "share", "next", "way",
     "for", "inside", "scenario"}
)  # fmt: skip
IN_WAY = " (way)"  # after a customer: said in the way itself, not under the customer


class StepNodes:
    """Turns drafts into the items of a list of steps."""

    def __init__(self, table: Table, known: Known) -> None:
        self.table, self.known = table, known
        self.grower = table.grower

    def items(self, node: Node, steps: list[Draft], phase: str = "", depth: int = 0) -> Node:
        """Fill a list with steps, a `phase` before each that begins one."""
        for draft in steps:
            draft.placed = True
            cell = draft.row.cells.get("phase")
            text = draft.row.text("phase")
            if cell is not None and text != phase:
                phase = text
                node.items.append(self.single(draft.row, cell, "phase", text))
            node.items.append(self.step(draft, phase, depth))
        return node

    def single(self, row: Row, cell: Cell, key: str, text: str) -> Node:
        """Return a map of one key, such as a phase."""
        found = self.grower.open_map(row.sheet, cell)
        name = self.grower.text(row.sheet, cell, key)
        found.entries.append((name, self.grower.text(row.sheet, cell, text)))
        return found

    def step(self, draft: Draft, phase: str, depth: int) -> Node:
        """Return the item of one step: its key and the map of what it says."""
        row = draft.row
        item = self.grower.open_map(row.sheet, draft.place)
        key = self.grower.text(row.sheet, draft.place, draft.key)
        value = self.grower.open_map(row.sheet, draft.place)
        item.entries.append((key, value))
        self.verb(draft, value, phase, depth)
        if draft.own:
            self.row(value, row, draft)
        else:
            self.who(value, row, draft)
        if draft.ways:
            self.ways(draft, value)
        if draft.verb == "meanwhile" and draft.inner:
            self.acts(draft, value, phase, depth)
        self.for_customers(draft, value)
        return item

    # -- what stands behind the verb

    def verb(self, draft: Draft, value: Node, phase: str, depth: int) -> None:
        """Add the verb with what stands behind it."""
        row, verb = draft.row, draft.verb
        cell = row.cell("step", "id")
        key = self.grower.text(row.sheet, row.cell("verb", "step", "id"), verb)
        if verb == "wait":
            said = "minutes" if "minutes" in row.cells or "id" not in row.cells else "step"
            self.table.pair(value, key, self.table.value(row, row.cell(said), "law"))
        elif verb in {"together", "some of"}:
            self.table.pair(value, key, self.branches(draft, cell, phase, depth))
        elif verb == "first of":
            self.table.pair(value, key, self.table.value(row, cell, "race"))
        else:
            title = self.table.value(row, cell, "text")
            self.table.pair(value, key, title)

    def branches(self, draft: Draft, cell: Cell, phase: str, depth: int) -> Node:
        """Return the branches of a block, each with its steps."""
        row = draft.row
        named = pieces(row.text("step")) if "step" in row.cells else list(draft.inner)
        if "id" not in row.cells:  # then the column says what happens, not which branches there are
            named = list(draft.inner)
        node = self.grower.open_map(row.sheet, cell)
        for name in [*named, *(one for one in draft.inner if _branch(one, named) is None)]:
            steps = next((s for n, s in draft.inner.items() if _branch(n, [name])), [])
            key = self.grower.text(row.sheet, cell, name)
            if name not in named:
                at = steps[0].row
                what = f'"{draft.key}" has no branch "{name}"'
                place = at.cell("inside")
                hint = did_you_mean(name, named)
                self.grower.fault("unknown-branch", at.sheet, place, what, hint)
            self.table.pair(node, key, self.inner(row, cell, steps, phase, depth))
        return node

    def inner(self, row: Row, cell: Cell, steps: list[Draft], phase: str, depth: int) -> Node:
        """Return the steps inside a step as a list."""
        node = self.grower.open_list(row.sheet, steps[0].place if steps else cell)
        if depth >= MOST_DEPTH:
            what = f"is nested deeper than {MOST_DEPTH} levels"
            self.grower.fault("too-deep", row.sheet, cell, what)
            return node
        return self.items(node, steps, phase, depth + 1)

    def acts(self, draft: Draft, value: Node, phase: str, depth: int) -> None:
        """Add what customers may do meanwhile."""
        row = draft.row
        key = self.grower.text(row.sheet, draft.place, "may")
        steps = [one for several in draft.inner.values() for one in several]
        self.table.pair(value, key, self.inner(row, draft.place, steps, phase, depth))

    # -- what a row says

    def row(self, value: Node, row: Row, draft: Draft, *, way: str | None = None) -> None:
        """Add what a row says to the map of a step, of a way, or of `for CUSTOMER`."""
        if draft.own or row is not draft.row:
            self.who(value, row, draft)
        for name, cell in row.cells.items():
            if name == "part" and draft.verb not in BY_VERBS:
                self.table.entry(value, row, cell, "with", "part")
            elif name == "channel":
                self.table.entry(value, row, cell, "via", "channel")
            elif name == "minutes":
                if draft.verb != "wait" or row is not draft.row:
                    self.table.entry(value, row, cell, self.time_key(row, draft, way), "law")
            elif name == "step" and draft.verb == "first of" and row is not draft.row:
                self.table.entry(value, row, cell, "first of", "race")
            elif name == "share":
                self.share(value, row, cell, way, draft)
            elif name == "next":
                key = "go" if is_answers(row.text("next")) else "next"
                self.table.entry(value, row, cell, key, key)
            elif name not in _BY_HAND:
                self.table.entry(value, row, cell, name, STEP_COLUMNS[name].kind)

    def share(self, value: Node, row: Row, cell: Cell, way: str | None, draft: Draft) -> None:
        """Add the share of a way or of a start; another step has none."""
        if way is not None or draft.verb == "start":
            self.table.entry(value, row, cell, "share", "share")
            return
        what, hint = "is the share of no way", 'name the way in the column "way"'
        self.grower.fault("no-way", row.sheet, cell, what, hint)

    def time_key(self, row: Row, draft: Draft, way: str | None) -> str:
        """Return whose time the minutes are: the customer's own, or a person's of the part."""
        if way is not None:
            channel = row.text("channel") or self.channel_of(draft, way)
        else:
            channel = row.text("channel") or draft.row.text("channel")
        parted = "part" in row.cells or "part" in draft.row.cells
        return time_key(draft.verb, channel, parted, self.known.channels)

    def channel_of(self, draft: Draft, way: str) -> str:
        """Return the channel of a way: said in its own row, in the step's, or its name."""
        said = [r.text("channel") for r in draft.ways if r.text("way") == way]
        return next((text for text in said if text), "") or way

    def who(self, value: Node, row: Row, draft: Draft) -> None:
        """Add who acts: the part of a step that a part does, else which customers."""
        cell, text = row.cells.get("who"), row.text("who")
        if draft.verb in BY_VERBS:
            said = [c for c in (cell, row.cells.get("part")) if c is not None]
            if len(said) == 2 and text != row.text("part"):
                what, hint = f'who is "{text}", the part another', "name one of them"
                self.grower.fault("two-parts", row.sheet, said[1], what, hint)
            if said:
                self.table.entry(value, row, said[0], "by", "part")
            return
        if cell is None or draft.verb in {"promise", "meanwhile", "end", "start"}:
            return
        if draft.verb == "first of":
            self.table.entry(value, row, cell, "by", "text")
        elif text in self.known.customers:
            if len(self.known.customers) > 1:
                self.table.entry(value, row, cell, "only", "customer")
        elif text.casefold() not in CUSTOMER_WORDS:
            self.unknown_who(row, cell, text, draft)

    def unknown_who(self, row: Row, cell: Cell, text: str, draft: Draft) -> None:
        """Note somebody who is neither a customer nor a part."""
        if text in self.known.parts:
            what = f'"{text}" is a part, and a {draft.verb} is done by the customer'
            hint = 'name the part in the column "part"'
        else:
            what = f'unknown customer or part "{text}"'
            hint = did_you_mean(text, ["customer", *self.known.customers, *self.known.parts])
        self.grower.fault("unknown-who", row.sheet, cell, what, hint)

    # -- ways, and customers for whom it is different

    def ways(self, draft: Draft, value: Node) -> None:
        """Add the ways of a step, each from its row."""
        first = draft.ways[0]
        cell = first.cell("way")
        node_key = self.grower.text(first.sheet, cell, "ways")
        node = self.grower.open_map(first.sheet, cell)
        for row in draft.ways:
            name = row.text("way")
            key = self.grower.text(row.sheet, row.cells["way"], name)
            inner = self.grower.open_map(row.sheet, row.cells["way"])
            self.row(inner, row, draft, way=name)
            for other in draft.others:
                if other.text("way") == name and (whom := self.in_way(other)) is not None:
                    self.for_customer(inner, other, whom, draft, way=name)
            self.table.pair(node, key, inner)
        self.table.pair(value, node_key, node)

    def in_way(self, row: Row) -> str | None:
        """Return the customer of a row that speaks in the way itself."""
        text = row.text("for")
        if text in self.known.customers or not text.endswith(IN_WAY):
            return None
        return text.removesuffix(IN_WAY)

    def for_customer(
        self, parent: Node, row: Row, whom: str, draft: Draft, *, way: str | None = None
    ) -> Node:
        """Add what is different for a customer in one way."""
        cell = row.cells["for"]
        key = self.grower.text(row.sheet, cell, f"for {whom}")
        node = self.grower.open_map(row.sheet, cell)
        self.row(node, row, draft, way=way)
        self.table.pair(parent, key, node)
        return node

    def for_customers(self, draft: Draft, value: Node) -> None:
        """Add what is different for each customer: of the step, and of its ways."""
        by_customer: dict[str, list[Row]] = {}
        for row in draft.others:
            if "way" not in row.cells or self.in_way(row) is None:
                by_customer.setdefault(row.text("for"), []).append(row)
        for whom, rows in by_customer.items():
            cell = rows[0].cells["for"]
            key = self.grower.text(rows[0].sheet, cell, f"for {whom}")
            node = self.grower.open_map(rows[0].sheet, cell)
            for row in rows:
                if "way" not in row.cells:
                    self.row(node, row, draft)
            ways = [row for row in rows if "way" in row.cells]
            if ways:
                self.ways_for(node, ways, draft)
            self.table.pair(value, key, node)

    def ways_for(self, node: Node, rows: list[Row], draft: Draft) -> None:
        """Add what is different for a customer in some ways."""
        cell = rows[0].cells["way"]
        key = self.grower.text(rows[0].sheet, cell, "ways")
        ways = self.grower.open_map(rows[0].sheet, cell)
        for row in rows:
            name = self.grower.text(row.sheet, row.cells["way"], row.text("way"))
            inner = self.grower.open_map(row.sheet, row.cells["way"])
            self.row(inner, row, draft, way=row.text("way"))
            self.table.pair(ways, name, inner)
        self.table.pair(node, key, ways)


def _branch(name: str, named: list[str]) -> str | None:
    """Return the branch that a name means: written with its share, or without it."""
    for one in named:
        if name in {one, one.partition("% ")[2], one.removeprefix("rest ")}:
            return one
    return None
