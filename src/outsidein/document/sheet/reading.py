"""A workbook in, a document out: the same tree, checks and hints as for a text in YAML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from outsidein.address import slug
from outsidein.document.known_words import CHANNEL_WORDS, CUSTOMER_WORDS, channel_kind
from outsidein.document.nodes import Node
from outsidein.document.opening import Document, open_tree
from outsidein.document.sheet.cells import Cell, Sheet, Workbook
from outsidein.document.sheet.columns import DOCUMENT_COLUMNS, STEP_COLUMNS
from outsidein.document.sheet.drafts import Draft, Known, drafts
from outsidein.document.sheet.hints import sheet_hint
from outsidein.document.sheet.places import CellPlaces, Grower
from outsidein.document.sheet.sections import SectionNodes, Sections
from outsidein.document.sheet.steps import StepNodes
from outsidein.document.sheet.table import Row, Table
from outsidein.errors import Fault, OutsideInError
from outsidein.words import did_you_mean

MOST_BYTES = 10_000_000
WHERES = ("after ", "before ", "on ")
Blocks = dict[tuple[str, str], Draft]


def open_workbook(content: bytes, name: str = "document.xlsx") -> Document:
    """Read a process from the content of a workbook and keep what was found wrong.

    What cannot be read as a workbook at all is a single fault.
    """
    try:
        return _Opening(Workbook(content, name), name).document()
    except OutsideInError as error:
        return Document(
            name=name, text="", root=None, process=None, faults=error.faults,
            flows_are_sure=False, spelled_in=CellPlaces(name),
        )  # fmt: skip


class _Opening:
    """One reading of a workbook."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.name = book, name
        self.places = CellPlaces(name)
        self.grower = Grower(self.places)

    def document(self) -> Document:
        steps, said = self.sheet("steps", alone=True), self.sheet("document", alone=False)
        if steps is None:
            others = [name for name in self.book.sheets if slug(name) != "document"]
            hint = did_you_mean("steps", others) or "a step a row, with a header above"
            fault = Fault("no-steps", "error", self.name, 'has no sheet "steps"', hint)
            raise OutsideInError([fault])
        self.places.sheets = [one.name for one in (said, steps) if one is not None]
        start = next((c for row in steps.rows.values() for c in row.values()), _NOWHERE)
        table = Table(self.grower, steps, STEP_COLUMNS, "step")
        rows = list(table.rows())
        root = self.grower.open_map(steps.name, start)
        sections = Sections(top=root)
        if said is not None:
            self.read_sections(said, sections)
        known = self.known(sections, rows)
        titles = self.read_steps(table, rows, known, sections)
        if root.value_of("process") is None:
            self.name_it(root, steps, start)
        self.grower.number(root)
        document = open_tree(
            root, self.grower.faults, self.places, name=self.name, titles=titles
        )  # fmt: skip
        return replace(document, hints=sheet_hint)

    def sheet(self, wanted: str, *, alone: bool) -> Sheet | None:
        """Return the sheet of a name; a workbook's only sheet needs none."""
        names = [name for name in self.book.sheets if slug(name) == wanted]
        if not names and alone and len(self.book.sheets) == 1:
            names = list(self.book.sheets)
        return self.book.sheet(names[0]) if names else None

    def read_sections(self, sheet: Sheet, sections: Sections) -> None:
        table = Table(self.grower, sheet, DOCUMENT_COLUMNS, "section")
        nodes = SectionNodes(table, sections)
        for row in table.rows():
            nodes.take(row)

    def name_it(self, root: Node, steps: Sheet, start: Cell) -> None:
        """Call a process after its file where nobody names it."""
        stem = PurePath(self.name).stem.replace("_", " ").strip() or "Process"
        key = self.grower.text(steps.name, start, "process")
        root.entries.insert(0, (key, self.grower.text(steps.name, start, stem)))

    # -- what is declared, or else known by its use

    def known(self, sections: Sections, rows: list[Row]) -> Known:
        customers = _names(sections.top.value_of("customers"))
        parts = _names(sections.top.value_of("organisation"))
        channels = sections.top.value_of("channels")
        kinds = {k.text: v.text for k, v in channels.entries} if channels is not None else {}
        scenario_parts = [
            name for path, node in sections.named.items()
            if len(path) == 3 and path[0] == "scenarios" and path[2] == "organisation"
            for name in _names(node)
        ]  # fmt: skip
        if sections.top.value_of("customers") is None:
            customers = self.customers_used(sections, rows, parts)
        if sections.top.value_of("organisation") is None:
            parts = self.parts_used(sections, rows, customers)
        if channels is None:
            kinds = self.channels_used(sections, rows)
        return Known(
            customers=tuple(customers), parts=(*parts, *scenario_parts), channels=kinds
        )  # fmt: skip

    def customers_used(self, sections: Sections, rows: list[Row], parts: list[str]) -> list[str]:
        """A process begins with the customer: who acts first is one, unless it is a part."""
        first = next((row for row in rows if "who" in row.cells), None)
        if first is None or first.text("who").casefold() in CUSTOMER_WORDS:
            return []
        name = first.text("who")
        if name in parts:
            return []
        self.declare(sections, "customers", [(name, "", first.cells["who"], first)])
        return [name]

    def parts_used(self, sections: Sections, rows: list[Row], customers: list[str]) -> list[str]:
        found: dict[str, tuple[str, str, Cell, Row]] = {}
        for row in rows:
            for column in ("part", "who"):
                name = row.text(column)
                if not name or name in customers or name.casefold() in CUSTOMER_WORDS:
                    continue
                if column in row.cells and name not in found:
                    found[name] = (name, "", row.cells[column], row)
        self.declare(sections, "organisation", list(found.values()))
        return list(found)

    def channels_used(self, sections: Sections, rows: list[Row]) -> dict[str, str]:
        found: dict[str, tuple[str, str, Cell, Row]] = {}
        for row in rows:
            for column in ("channel", "way"):
                name = row.text(column)
                if column == "way" and "channel" in row.cells:
                    continue
                kind = channel_kind(name) if name else None
                if name and kind is not None and name not in found:
                    found[name] = (name, kind, row.cells[column], row)
                elif name and name not in found:
                    self.unknown_channel(row, row.cells[column], name)
                    # Taken as live, so that it is not called unknown once more.
                    found[name] = (name, "live", row.cells[column], row)
        self.declare(sections, "channels", list(found.values()))
        return {name: kind for name, kind, _, _ in found.values()}

    def unknown_channel(self, row: Row, cell: Cell, name: str) -> None:
        hint = did_you_mean(name, CHANNEL_WORDS)
        hint = hint or "say in the sheet document whether it is live, self, left or booked"
        self.grower.fault("unknown-channel", row.sheet, cell, f'unknown channel "{name}"', hint)

    def declare(
        self, sections: Sections, section: str, found: list[tuple[str, str, Cell, Row]]
    ) -> None:
        """Declare what the steps use, and say so."""
        if not found:
            return
        _, _, cell, row = found[0]
        key = self.grower.text(row.sheet, cell, section)
        node = self.grower.open_map(row.sheet, cell)
        for name, kind, at, of in found:
            place = self.grower.text(of.sheet, at, name)
            value = (
                self.grower.text(of.sheet, at, kind) if kind else
                self.grower.open_map(of.sheet, at)
            )  # fmt: skip
            node.entries.append((place, value))
        sections.top.entries.append((key, node))
        said = ", ".join(f"{name} ({kind})" if kind else name for name, kind, _, _ in found)
        what, hint = f"{section} taken from the steps: {said}", "declare them in the sheet document"
        self.grower.warn("taken-from-steps", row.sheet, cell, what, hint)

    # -- steps

    def read_steps(
        self, table: Table, rows: list[Row], known: Known, sections: Sections
    ) -> dict[str, str]:
        every = drafts(table, rows, known)
        nodes = StepNodes(table, known)
        main: dict[str, list[Draft]] = {"steps": [], "shared": []}
        inserted: dict[tuple[str, str], list[Draft]] = {}
        blocks = _blocks(every)
        for draft in every:
            self.put(draft, blocks, main, inserted)
        for key in ("shared", "steps"):
            if main[key]:
                node_key = self.grower.text(table.sheet.name, main[key][0].place, key)
                items = self.grower.open_list(table.sheet.name, main[key][0].place)
                sections.top.entries.append((node_key, nodes.items(items, main[key])))
        for (scenario, place), steps in inserted.items():
            self.insert(SectionNodes(table, sections), nodes, scenario, place, steps)
        for draft in every:
            if not draft.placed:
                what = f'"{draft.key}" stands inside itself'
                self.grower.fault("inside-itself", draft.row.sheet, draft.place, what)
        return {
            draft.row.text("step"): draft.id for draft in reversed(every)
            if draft.row.text("step") and not draft.row.text("scenario")
        }  # fmt: skip

    def put(
        self, draft: Draft, blocks: Blocks, main: dict[str, list[Draft]],
        inserted: dict[tuple[str, str], list[Draft]],
    ) -> None:  # fmt: skip
        """Put a step where it belongs: in the list, in a block, among acts, in a scenario."""
        inside, scenario = draft.row.text("inside"), draft.row.text("scenario")
        if scenario and inside.startswith(WHERES):
            inserted.setdefault((scenario, inside), []).append(draft)
        elif not scenario and (not inside or inside == "shared"):
            main[inside or "steps"].append(draft)
        elif (found := _block(blocks, inside, scenario)) is not None:
            block, branch = found
            block.inner.setdefault(branch, []).append(draft)
        else:
            self.nowhere(draft, blocks, inside)

    def nowhere(self, draft: Draft, blocks: Blocks, inside: str) -> None:
        draft.placed = True
        cell = draft.row.cell("inside", "scenario")
        known = dict.fromkeys(block.key for block in blocks.values())
        if not inside:
            what, hint = "does not say where it goes", 'write after ID in the column "inside"'
        else:
            what = f'"{inside}" is no place for a step'
            hint = did_you_mean(inside.partition(".")[0], [*known, "shared"])
            hint = hint or "shared, a meanwhile step, or BLOCK.BRANCH"
        self.grower.fault("unknown-place", draft.row.sheet, cell, what, hint)

    def insert(
        self, sections: SectionNodes, nodes: StepNodes, scenario: str, place: str,
        steps: list[Draft],
    ) -> None:  # fmt: skip
        row = steps[0].row
        node = sections.scenario(scenario, row)
        path = ("scenarios", scenario, "insert")
        outer = sections.map_at(node, path, row, row.cells["inside"])
        key = self.grower.text(row.sheet, row.cells["inside"], place)
        items = self.grower.open_list(row.sheet, steps[0].place)
        sections.table.pair(outer, key, nodes.items(items, steps))


_NOWHERE = Cell(row=1, column=1, kind="text", value="")


def _names(node: Node | None) -> list[str]:
    return [key.text for key, _ in node.entries] if node is not None else []


def _blocks(every: list[Draft]) -> Blocks:
    """Return the steps that others stand inside of, by scenario and by id or what happens."""
    found: Blocks = {}
    for draft in every:
        if draft.verb in {"meanwhile", "together", "some of"}:
            for name in (draft.id, draft.row.text("step")):
                found.setdefault((draft.row.text("scenario"), name), draft)
    return found


def _block(blocks: Blocks, inside: str, scenario: str) -> tuple[Draft, str] | None:
    """Return the step a step stands inside of, and the branch."""
    head, _, branch = inside.partition(".")
    for name in (slug(inside), inside):
        found = blocks.get((scenario, name))
        if found is not None and found.verb == "meanwhile":
            return found, ""
    for name in (slug(head), head):
        found = blocks.get((scenario, name))
        if found is not None and found.verb != "meanwhile" and branch:
            return found, branch.strip()
    return None
