"""Which rows make which step: its own row, the rows of its ways, the rows for some customers."""

from __future__ import annotations

from dataclasses import dataclass, field

from outsidein.address import slug
from outsidein.document.sheet.cells import Cell
from outsidein.document.sheet.table import Row, Table
from outsidein.document.syntax import clean
from outsidein.model.keys import VERBS
from outsidein.words import did_you_mean

# What a row of a way still says of the whole step.
OF_THE_STEP = frozenset({"phase", "step", "id", "verb", "inside", "scenario", "who"})
BY_VERBS = frozenset({"touch", "tell", "hidden", "check"})
KEYED_VERBS = frozenset({"wait", "first of", "some of", "together", "promise", "meanwhile", "call"})


@dataclass(slots=True, kw_only=True)
class Draft:
    """A step that is growing from its rows."""

    row: Row
    key: str  # as written: the id, or what happens where no id is given
    verb: str
    own: bool = True  # the first row speaks of the step, not of one of its ways
    ways: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)  # rows for some customers
    inner: dict[str, list[Draft]] = field(default_factory=dict)  # acts ("") or branches by name
    placed: bool = False

    @property
    def id(self) -> str:
        """The id that others refer to."""
        return slug(self.key)

    @property
    def place(self) -> Cell:
        """The cell that names the step."""
        return self.row.cell("id", "step", "way", "for")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that other sheets and rows declare: what `who` may mean."""

    customers: tuple[str, ...]
    parts: tuple[str, ...]
    channels: dict[str, str]  # name -> kind


def drafts(table: Table, rows: list[Row], known: Known) -> list[Draft]:
    """Return the steps of a sheet, each with its rows."""
    found: list[Draft] = []
    named: dict[tuple[str, str], Draft] = {}  # by scenario and id, or what happens
    for row in rows:
        if {"way", "for"} & row.cells.keys():
            owner = _owner(found, named, row)
            if owner is None and "way" in row.cells and {"step", "id"} & row.cells.keys():
                owner = _begin(table, row, known, found, named)
                owner.own = False
            if owner is None:
                what, hint = "belongs to no step", "put it below the row of its step"
                table.grower.fault("no-step", row.sheet, row.cell("way", "for"), what, hint)
            elif "for" in row.cells:
                owner.others.append(row)
            else:
                owner.ways.append(row)
        elif {"step", "id"} & row.cells.keys():
            _begin(table, row, known, found, named)
        elif set(row.cells) != {"phase"}:
            what = "says something of no step"
            table.grower.fault("no-step", row.sheet, row.first, what, 'fill the column "step"')
    return found


def _begin(
    table: Table, row: Row, known: Known, found: list[Draft], named: dict[tuple[str, str], Draft]
) -> Draft:
    """Begin a step; later rows find it by its id or by what happens."""
    draft = _draft(table, row, known)
    found.append(draft)
    for name in (f"id {draft.id}", f"step {row.text('step')}"):
        named[row.text("scenario"), name] = draft
    return draft


def _owner(
    found: list[Draft], named: dict[tuple[str, str], Draft], row: Row
) -> Draft | None:  # fmt: skip
    """Return the step a further row belongs to: the one it names, else the one above."""
    identity, title, scenario = row.text("id"), row.text("step"), row.text("scenario")
    if identity:
        return named.get((scenario, f"id {slug(identity)}"))
    if title:
        return named.get((scenario, f"step {title}"))
    return found[-1] if found else None


def _draft(table: Table, row: Row, known: Known) -> Draft:
    verb = _verb(table, row, known)
    identity, title = row.text("id"), row.text("step")
    return Draft(row=row, key=identity or (title if verb == "wait" else slug(title)), verb=verb)


def _verb(table: Table, row: Row, known: Known) -> str:
    """Return the verb of a row: as written, else what the row suggests."""
    written = row.text("verb")
    if written in VERBS:
        return written
    if written:
        near = did_you_mean(written, VERBS) or f"one of: {', '.join(VERBS)}"
        what = f'unknown verb "{written}"'
        table.grower.fault("unknown-verb", row.sheet, row.cells["verb"], what, near)
    who, answers = row.text("who"), leads_by_answers(row)
    if who in known.parts and who not in known.customers:
        if "channel" in row.cells:
            live = known.channels.get(row.text("channel")) == "live"
            return "touch" if live else "tell"
        return "check" if answers else "hidden"
    if "outcome" in row.cells:
        return "end"
    if answers and not {"part", "channel", "way"} & row.cells.keys():
        return "choose"
    return "do"


def leads_by_answers(row: Row) -> bool:
    """Whether a row names answers: in `go`, or in `next` as 82% yes -> place."""
    return "go" in row.cells or is_answers(row.text("next"))


def is_answers(text: str) -> bool:
    """Whether what stands in `next` is a choice of answers, not a step."""
    return "->" in text and not clean(text).startswith("->")
