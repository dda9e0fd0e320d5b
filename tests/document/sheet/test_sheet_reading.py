"""Rows in, steps out; and every fault at its cell."""

from __future__ import annotations

from typing import Any

import pytest

from outsidein.document import read_text
from sheets import DOCUMENT, HEADER, faults_of, opened, process_of, said, steps_of, workbook

SHOP = [
    HEADER,
    ["Choose", "Look at the shop", "Shopper", "web", "Web shop", 4],
    [None, "Is it clear?", "Shopper", None, None, None, "82% yes -> Order it, no -> Ask"],
    [None, "Ask", "Shopper", "phone", "Sales", 6],
    ["Order", "Order it", "Shopper", "web", "Web shop", 3],
    [],
    [None, "Pack", "Sales", None, None, 8, " "],
    [None, "Say so", "Sales", "web"],
    [None, "Call back", "Sales", "phone", None, 2],
    [None, "Done", None, None, None, None, None, "served"],
]
IN_YAML = """\
process: Shop
customers: {Shopper: {}}
channels: {web: self, phone: live}
organisation: {Web shop: {kind: system}, Sales: {}}
steps:
  - phase: Choose
  - look-at-the-shop: {do: Look at the shop, with: Web shop, via: web, own: 4 min}
  - is-it-clear: {choose: "Is it clear?", go: [82% yes -> order-it, no -> ask]}
  - ask: {do: Ask, with: Sales, via: phone, takes: 6 min}
  - phase: Order
  - order-it: {do: Order it, with: Web shop, via: web, own: 3 min}
  - pack: {hidden: Pack, by: Sales, takes: 8 min}
  - say-so: {tell: Say so, by: Sales, via: web}
  - call-back: {touch: Call back, by: Sales, via: phone, takes: 2 min}
  - done: {end: Done, outcome: served}
"""


def changed(row: int, column: str, value: Any) -> list[list[Any]]:
    """Return the shop with one cell changed; rows count from 1."""
    rows = [[*line, *[None] * (len(HEADER) - len(line))] for line in SHOP]
    rows[row - 1][HEADER.index(column)] = value
    return rows


def test_rows_are_the_steps_they_suggest() -> None:
    """Who acts, through which channel and with which answers decides what kind of step it is."""
    assert process_of(workbook(SHOP)) == read_text(IN_YAML)


def test_the_order_of_columns_their_case_and_a_title_make_no_difference() -> None:
    """Nor do empty columns and remarks, wherever they stand."""
    order = [7, 5, 1, 0, 2, 3, 4, 6]
    rows = [["Our shop"], []]
    for k, line in enumerate(SHOP):
        wide = [*line, *[None] * (8 - len(line))]
        cells = [wide[c].upper() if k == 0 else wide[c] for c in order]
        rows.append([None, *cells, "Note" if k == 0 else f"remark {k}"])
    assert process_of(workbook(rows)) == read_text(IN_YAML)


def test_a_bare_sheet_says_what_it_took_for_granted() -> None:
    """Without a sheet `document` the names come from the rows, and that is said as a warning."""
    content = workbook(SHOP, None)
    process = process_of(content)
    assert [part.name for part in process.parts] == ["Web shop", "Sales"]
    assert [customer.name for customer in process.customers] == ["Shopper"]
    assert process.channels == {"web": "self", "phone": "live"}
    assert process.name == "shop"
    notes = [str(f) for f in opened(content).faults]
    assert len(notes) == 3
    assert all("taken from the steps" in note for note in notes)


@pytest.mark.parametrize(
    ("row", "column", "value", "fault"),
    [
        (4, "part", "Sale", 'steps!E4 unknown part "Sale" - did you mean "Sales"?'),
        (4, "channel", "phnoe", 'steps!D4 unknown channel "phnoe" - did you mean "phone"?'),
        (
            4,
            "who",
            "Shoper",
            'steps!C4 unknown customer or part "Shoper" - did you mean "Shopper"?',
        ),
        (4, "next", "Pakc", 'steps!G4 unknown step "Pakc" - did you mean "pack"?'),
        (3, "next", "82% yes -> Oder it, no -> Ask", 'steps!G3 unknown step "Oder it"'),
        (3, "next", "120% yes -> Ask, no -> Ask", "steps!G3"),
        (10, "outcome", "sold", 'steps!H10 outcome: "sold" is not one of'),
        (5, "step", "Ask", 'steps!B5 "ask" has the id "ask", which is already a step at'),
        (1, "minutes", "minuts", 'steps!F1 unknown column "minuts" - did you mean "minutes"?'),
        (1, "minutes", "step", 'steps!F1 "step" heads two columns'),
        (1, "minutes", None, "steps!F2 has no header above"),
    ],
)
def test_a_fault_stands_at_its_cell(row: int, column: str, value: Any, fault: str) -> None:
    """With the same hints as in YAML."""
    content = workbook(changed(row, column, value))
    assert any(text.startswith(f"shop.xlsx:{fault}") for text in said(content)), said(content)


def test_all_faults_are_told_at_once_in_the_order_of_the_sheets() -> None:
    """The sheet `document` first, then row by row."""
    rows = changed(4, "part", "Sale")
    rows[7][3] = "wep"
    document = [*DOCUMENT, ["organisation", "Sales", "kind", "shop"], ["organistion", "x"]]
    places = [text.split(" ")[0] for text in said(workbook(rows, document))]
    assert places == [
        "shop.xlsx:document!D8", "shop.xlsx:document!A9",
        "shop.xlsx:steps!E4", "shop.xlsx:steps!D8",
    ]  # fmt: skip


def test_missing_numbers_are_listed_at_their_rows() -> None:
    """A decision without shares draws; what is missing is said, never filled in."""
    faults = faults_of(workbook(changed(3, "next", "yes -> Order it, no -> Ask")))
    missing = [f.where for f in faults if f.code == "missing-number"]
    assert missing.count("shop.xlsx:steps!G3") == 2
    assert not any(f.severity == "error" for f in faults)


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        (SHOP, "in the sheet document: section arrivals, key rate, value NUMBER per day"),
        (changed(4, "minutes", None), "in the column own: NUMBER min"),
        (SHOP[:-1], "add a row with the verb end, and in the column outcome: served"),
        (changed(3, "next", "yes -> Ask, no -> Ask"), "NUMBER% yes"),
    ],
)
def test_what_to_do_is_said_for_a_workbook(rows: list[list[Any]], hint: str) -> None:
    """Which column, or which row of the sheet `document`."""
    assert any(fault.hint.startswith(hint) for fault in faults_of(workbook(rows)))


def test_a_merge_down_a_column_counts_for_all_its_rows() -> None:
    """What is seen in several rows holds in several rows; across columns it is refused."""

    def merge(where: str) -> Any:
        return lambda book: book["steps"].merge_cells(where)

    rows = [["step", "channel", "part"], ["Look", "web", "Web shop"], ["Order"], ["Done"]]
    steps = steps_of(workbook(rows, change=merge("B2:B3")))
    assert [step.channel for step in steps.values()] == ["web", "web", None]
    wide = said(workbook(rows, change=merge("A3:B3")))
    assert any(text.startswith("shop.xlsx:steps!A3 is merged across columns") for text in wide)


def test_a_hidden_row_is_read_and_said_to_be() -> None:
    """A filter must not change the process."""

    def hide(book: Any) -> None:
        book["steps"].row_dimensions[4].hidden = True

    content = workbook(SHOP, change=hide)
    assert process_of(content) == read_text(IN_YAML)
    assert [f.where for f in opened(content).faults] == ["shop.xlsx:steps!B4"]


def test_ways_customers_blocks_and_acts_have_rows_of_their_own() -> None:
    """A way and a difference for a customer stand below their step, inner steps say inside what."""
    rows = [
        ["step", "id", "verb", "part", "minutes", "share", "way", "for", "inside", "when",
         "chance", "within"],
        ["Find", "find"],
        [None, None, None, "Web shop", 4, "rest", "web"],
        [None, None, None, "Sales", 6, "20%", "phone"],
        [None, None, None, None, None, "60%", "phone", "Shopper"],
        ["goods, papers", "prepare", "together"],
        ["Pick", "pick", "hidden", "Sales", 3, None, None, None, "prepare.goods"],
        ["Write", "write", "hidden", "Sales", 2, None, None, None, "prepare.papers"],
        ["find to pick", "any", "meanwhile"],
        ["Ask", "ask", None, "Sales", 2, None, None, None, "any", "at random", "2% per day"],
        ["find to write", "vow", "promise", *[None] * 8, "4 working days"],
    ]  # fmt: skip
    steps = steps_of(workbook(rows))
    assert [way.name for way in steps["find"].ways] == ["web", "phone"]
    assert steps["find"].ways[0].own is not None
    assert steps["find"].ways[1].takes is not None
    assert steps["find"].overrides == {"shopper": ((("ways", "phone", "share"), 0.6),)}
    assert [b.name for b in steps["prepare"].blocks] == ["goods", "papers"]
    assert [a.id for a in steps["any"].acts] == ["ask"]
    assert steps["vow"].within is not None


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (["Pick", "prepare.good"], 'no branch "good"'),
        (["Pick", "prepair"], "is no place for a step"),
        (["Pick", None, "more"], "does not say where it goes"),
        (["goods, papers", "prepare.goods"], "stands inside itself"),
    ],
)
def test_a_step_inside_nothing_is_a_fault(row: list[str], what: str) -> None:
    """It would be lost in silence."""
    head = ["step", "inside", "scenario", "id", "verb"]
    block = ["goods, papers", None, None, "prepare", "together"]
    if row[0] != "Pick":
        block[1] = row[1]
        row = ["Other"]
    assert any(what in text for text in said(workbook([head, block, row])))


def test_a_scenario_may_bring_parts_steps_and_numbers() -> None:
    """Its rows name it in the column scenario."""
    document = [
        [*DOCUMENT[0], "scenario"], *DOCUMENT[1:],
        ["why", None, None, "they ask less", "better"],
        ["set", "is-it-clear.go.yes", None, "92%", "better"],
        ["organisation", "Executive", "above", "Sales", "better"],
        ["scenario", None, None, None, "as it is"],
    ]  # fmt: skip
    rows = [[*line, *[None] * (8 - len(line))] for line in SHOP]
    rows[0] += ["inside", "scenario", "id"]
    rows.append(
        ["Order", "Thank", "Executive", "web", *[None] * 4, "after order-it", "better", "ty"]
    )
    process = process_of(workbook(rows, document))
    better, same = process.scenarios
    assert (better.why, len(better.changes), same.changes) == ("they ask less", 3, ())


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (["prozess", None, None, "x"], 'A8 unknown section "prozess" - did you mean "process"?'),
        (["steps", "x"], 'A8 "steps" does not stand here'),
        ([None, "x"], "B8 belongs to no section"),
        (["process", None, None, "x"], 'A8 "process" is said twice here'),
        (["horizon"], 'A8 the value of "horizon" is missing'),
        (["customers", None, "share", "3%"], "A8 names nobody"),
        (
            ["organisation", "Sales", "pepole", 3],
            'C8 unknown key "pepole" - did you mean "people"?',
        ),
        (["organisation", "Sales", None, 3], "D8 is the value of nothing"),
    ],
)
def test_a_wrong_row_of_the_document_is_told(row: list[Any], what: str) -> None:
    """Each at its cell."""
    found = said(workbook(SHOP, [*DOCUMENT, row]))
    assert any(text.startswith(f"shop.xlsx:document!{what}") for text in found), found
