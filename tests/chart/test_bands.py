"""LOVEM's bands on request: front line, back, partners, line of automation, systems."""

from __future__ import annotations

from pathlib import Path

import pytest

from chart.faults import faults
from outsidein.chart import draw
from outsidein.chart.drawing import Drawing, Text
from outsidein.document import read, read_text

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))
SHOP = """
process: Buy a book
channels: {web: self, phone: live, e-mail: left}
organisation:
  Ledger:      {kind: system}
  Web shop:    {kind: system}
  Courier:     {kind: partner}
  Warehouse:   {people: 2}
  Call centre: {people: 3}
  Stock list:  {kind: system}
steps:
  - find:  {do: Find a book, with: Web shop, via: web}
  - ask:   {do: Ask about it, with: Call centre, via: phone}
  - pick:  {hidden: Pick it, by: Warehouse, uses: [Stock list]}
  - carry: {hidden: Carry it, by: Courier}
  - book:  {hidden: Book it, by: Ledger}
  - done:  {end: Has the book, outcome: served}
"""


def names_of_lanes(drawing: Drawing) -> list[str]:
    """Return the parts' lanes from top to bottom."""
    parts = [name for name in drawing.lanes if name.startswith("part.")]
    return sorted(parts, key=lambda name: drawing.lanes[name].top)


def texts(drawing: Drawing) -> list[str]:
    """Return every text of a drawing."""
    return [s.text for group in drawing.layers for s in group.shapes if isinstance(s, Text)]


def test_the_given_order_is_never_changed_unasked() -> None:
    """Without the request the parts stay in the order of the document."""
    drawing = draw(read_text(SHOP)).drawing
    order = ["ledger", "web-shop", "courier", "warehouse", "call-centre", "stock-list"]
    assert [n.removeprefix("part.").casefold().replace(" ", "-")
            for n in names_of_lanes(drawing)] == order  # fmt: skip
    assert "Line of automation" not in texts(drawing)


def test_bands_put_who_meets_the_customer_first_and_systems_last() -> None:
    """Front line, back, partner, then interactive and batch systems under their line."""
    drawing = draw(read_text(SHOP), bands=True).drawing
    order = ["call-centre", "warehouse", "courier", "web-shop", "stock-list", "ledger"]
    assert [n.removeprefix("part.").casefold().replace(" ", "-")
            for n in names_of_lanes(drawing)] == order  # fmt: skip
    label = next(label for label in drawing.labels if label.text == "Line of automation")
    courier, shop = (drawing.lanes[names_of_lanes(drawing)[k]] for k in (2, 3))
    assert courier.top < label.box.top < shop.bottom
    assert "batch system" in texts(drawing)
    assert faults(drawing) == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_in_bands_have_no_fault_and_no_lost_text(file: Path) -> None:
    """With the parts in LOVEM's order nothing stands on anything else and no text is left out."""
    drawing = draw(read(file), bands=True).drawing
    assert faults(drawing) == []
    assert drawing.folded == []


@pytest.mark.parametrize("view", ["departments", "company"])
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_text_of_the_examples_finds_room(file: Path, view: str) -> None:
    """No label is left out or cut in any example."""
    drawing = draw(read(file), view).drawing  # type: ignore[arg-type]
    assert drawing.folded == []
    assert not [text for text in texts(drawing) if "…" in text]
