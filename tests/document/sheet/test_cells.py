"""What people type into cells, and what it means in the grammar."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.document.sheet.cells import Cell
from outsidein.document.sheet.spelled import joined, pieces, spelled
from outsidein.document.syntax import TextError
from sheets import DOCUMENT, HEADER, process_of, repacked, said, steps_of, workbook

MINUTE = 60.0


def typed(kind: str, value: str, code: str = "General") -> Cell:
    return Cell(row=2, column=3, kind=kind, value=value, format=code)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (typed("number", "4"), "law", "4 min"),
        (typed("number", "0.1"), "law", "0.1 min"),
        (typed("number", "0.30000000000000004"), "law", "0.3 min"),
        (typed("text", "4"), "law", "4 min"),
        (typed("text", "1..3 days"), "law", "1..3 days"),
        (typed("time", "0.00416666666666667", "h:mm"), "law", "6 min"),
        (typed("number", "0.85", "0%"), "share", "85%"),
        (typed("number", "0.125", "0.0%"), "chance", "12.5%"),
        (typed("number", "5"), "patience", "5 min"),
        (typed("number", "3"), "count", "3"),
        (typed("number", "1E+2"), "number", "100"),
        (typed("number", "38", "#,##0.00 [$€-407]"), "money", "38 EUR"),
        (typed("number", "-40", '"USD" 0'), "money", "-40 USD"),
        (typed("number", "32", "£0"), "rate", "32 GBP/h"),
        (typed("yes-no", "yes"), "yes", "yes"),
    ],
)
def test_what_is_typed_is_spelled_as_in_the_grammar(cell: Cell, kind: str, expected: str) -> None:
    """Numbers are minutes in a column of times; percent cells are percentages."""
    assert spelled(cell, kind) == expected


@pytest.mark.parametrize(
    ("cell", "kind", "what"),
    [
        (typed("date", "45000", "yyyy-mm-dd"), "text", "Excel changed what was typed"),
        (typed("time", "0.25", "h:mm"), "text", "Excel changed what was typed"),
        (typed("error", "#REF!"), "law", "#REF!"),
        (typed("formula", ""), "law", "formula without a value"),
        (typed("number", "NaN"), "law", "too large"),
        (typed("number", "1e400"), "law", "too large"),
        (typed("number", "four"), "law", "no number"),
    ],
)
def test_what_cannot_be_meant_is_refused(cell: Cell, kind: str, what: str) -> None:
    """Dates, errors, formulas nobody computed, numbers that are none."""
    with pytest.raises(TextError, match=what):
        spelled(cell, kind)


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_a_list_in_a_cell_is_read_as_it_was_written(texts: list[str]) -> None:
    """Whatever signs the pieces hold."""
    assert pieces(joined(texts)) == texts


@pytest.mark.parametrize("text", ["a, b", "a; b", "a\nb", "a,b,", '"a", b', "a\r\nb"])
def test_lists_are_separated_by_commas_semicolons_or_lines(text: str) -> None:
    """As people write them."""
    assert pieces(text) == ["a", "b"]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (datetime(2024, 1, 3), "shop.xlsx:steps!F2 holds a date"),  # noqa: DTZ001
        (date(2024, 1, 3), "shop.xlsx:steps!F2 holds a date"),
        ("=4", "shop.xlsx:steps!F2 holds a formula without a value"),
        ("four", 'shop.xlsx:steps!F2 minutes: "four"'),
        (-3, "shop.xlsx:steps!F2"),
    ],
)
def test_a_wrong_cell_is_named_by_its_place(value: Any, fault: str) -> None:
    """The sheet and the cell, as Excel shows them."""
    content = workbook([HEADER, [None, "Look", "Shopper", "web", "Web shop", value]])
    assert any(text.startswith(fault.replace("minutes", "own")) for text in said(content))


def test_a_time_of_day_in_a_column_of_times_is_a_duration() -> None:
    """Excel shows 0:06 for six minutes."""
    content = workbook([HEADER, [None, "Look", "Shopper", "web", "Web shop", time(0, 6)]])
    own = steps_of(content)["look"].own
    assert own is not None
    assert own.mean_seconds == 6 * MINUTE


def test_a_formula_counts_with_the_value_it_was_saved_with() -> None:
    """It is never computed: the value beside it is read, here 7 for a formula that says 8."""
    content = workbook([HEADER, [None, "Look", "Shopper", "web", "Web shop", "=4+4"]])
    saved = repacked(
        content, "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>4+4</f><v></v>", b"<f>4+4</f><v>7</v>").replace(
            b"<f>4+4</f><v/>", b"<f>4+4</f><v>7</v>"
        ),
    )  # fmt: skip
    own = steps_of(saved)["look"].own
    assert own is not None
    assert own.mean_seconds == 7 * MINUTE


def test_numbers_and_percentages_of_the_document_may_be_typed_as_such() -> None:
    """People as a number, a share as a percent cell."""

    def percent(book: Any) -> None:
        book["document"].cell(8, 4).number_format = "0%"

    rows = [
        *DOCUMENT,
        ["customers", "Shopper", "share", 0.4],
        ["organisation", "Sales", "people", 3],
    ]
    process = process_of(workbook([HEADER, [None, "Look"]], rows, percent))
    assert process.customers[0].share == 0.4
    assert process.parts[1].people == 3
