"""The columns of a sheet: what each is called, what it means, and how a header names it."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.address import slug
from outsidein.document.sheet.cells import Cell, Sheet
from outsidein.document.sheet.places import Grower
from outsidein.model.keys import KEYS
from outsidein.words import did_you_mean

IGNORED = ("note", "notes", "comment", "comments", "remark", "remarks")
HEADER_WITHIN = 20  # rows; a title may stand above the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name in the header, the kind of its values, and what it means."""

    name: str
    kind: str
    means: str


FIRST = (
    Column(name="phase", kind="text", means="the phase; blank: as above"),
    Column(name="step", kind="text", means="what happens, in a few words"),
    Column(
        name="who", kind="text", means="who acts: customer, a customer by name, or a part by name"
    ),
    Column(name="channel", kind="channel", means="how the two meet: phone, web, e-mail, …"),
    Column(name="part", kind="part", means="the part the customer deals with"),
    Column(
        name="minutes", kind="law", means="how long it takes; a plain number is minutes"
    ),
    Column(name="share", kind="share", means="of a way or a start: the share, or rest"),
    Column(
        name="next", kind="next",
        means="the next step, if not the one below; or answers: 82% yes -> place, no -> ask",
    ),
    Column(name="verb", kind="text", means="what kind of step it is; blank: as the row suggests"),
    Column(name="id", kind="text", means="a short name for others to refer to; blank: the step"),
)  # fmt: skip
FURTHER = (
    Column(name="way", kind="text", means="one way of doing the step; its name is the channel"),
    Column(name="for", kind="customer", means="the row says what is different for this customer"),
    Column(
        name="inside", kind="text",
        means="meanwhile step, BLOCK.BRANCH, shared; in a scenario also: after ID, before ID",
    ),
    Column(name="scenario", kind="text", means="the step is there in this scenario only"),
)  # fmt: skip
_OTHERWISE = {"with", "by", "via", "next", "may", "ways"}  # said by who, part, channel, inside, way
KEYED = tuple(
    Column(name=key.name, kind=key.kind, means=key.means)
    for key in KEYS.values() if key.name not in _OTHERWISE
)  # fmt: skip
STEP_COLUMNS = {column.name: column for column in (*FIRST, *FURTHER, *KEYED)}
SAME = {"with": "part", "by": "who", "via": "channel", "does": "verb", "kind": "verb"}

DOCUMENT_COLUMNS = {
    column.name: column
    for column in (
        Column(name="section", kind="text", means="process, customers, channels, organisation, …"),
        Column(name="name", kind="text", means="which customer, channel or part; or an address"),
        Column(name="key", kind="text", means="what is said of it"),
        Column(name="value", kind="text", means="the value, spelled as in the grammar"),
        Column(name="scenario", kind="text", means="the row belongs to this scenario"),
    )
}
LISTED = frozenset(
    {
        "texts",
        "parts",
        "go",
        "fails",
        "consults",
        "next",
        "race",
        "hours",
        "staff",
        "profile",
        "skills",
        "holidays",
        "year",
    }
)


def find_header(
    grower: Grower, sheet: Sheet, known: dict[str, Column], mark: str
) -> tuple[int, dict[int, Column]] | None:
    """Return the row of the header and the column that stands at each number.

    The header is the first row in which the word ``mark`` stands, else the first row at all.
    """
    rows = sorted(sheet.rows)[:HEADER_WITHIN]
    if not rows:
        return None
    marked = [r for r in rows if any(slug(c.value) == mark for c in sheet.rows[r].values())]
    at = (marked or rows)[0]
    found: dict[int, Column] = {}
    for number, cell in sheet.rows[at].items():
        column = _column(grower, sheet, cell, known)
        if column is None:
            continue
        if column in found.values():
            grower.fault("two-columns", sheet.name, cell, f'"{column.name}" heads two columns')
        else:
            found[number] = column
    return at, found


def _column(grower: Grower, sheet: Sheet, cell: Cell, known: dict[str, Column]) -> Column | None:
    name = " ".join(cell.value.split()).casefold()
    if name in IGNORED or name.startswith("#"):
        return None
    column = known.get(SAME.get(name, name) if SAME.get(name) in known else name)
    if column is None:
        hint = did_you_mean(name, known) or "head it with note: such columns are passed over"
        grower.fault(
            "unknown-column", sheet.name, cell, f'unknown column "{cell.value[:60]}"', hint
        )
    return column
