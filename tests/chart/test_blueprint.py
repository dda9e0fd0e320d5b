"""The service blueprint, point by point, on a process small enough to work out by hand."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart.faults import faults
from chart.figured import SHOPPER
from chart.test_hostile import spoilt
from outsidein.chart import draw
from outsidein.chart.blueprint import lanes_met_live
from outsidein.chart.drawing import Drawing, Text
from outsidein.chart.evidence import channel_noun
from outsidein.chart.view import view
from outsidein.document import read, read_text

DOCUMENTS = Path(__file__).parent / "documents"
BOOK = """
process: Buy a book
customers: {Reader: {share: rest}}
channels: {web: self, phone: live, e-mail: left}
organisation:
  Web shop:    {kind: system}
  Call centre: {people: 3, open: Mon-Fri 09:00-17:00}
  Warehouse:   {people: 2, open: Mon-Fri 06:00-14:00}
steps:
  - phase: Choose
  - find:  {do: Find a book, with: Web shop, via: web, fails: [3% not found]}
  - ask:   {do: Ask about it, with: Call centre, via: phone}
  - look:  {hidden: Look for it, by: Call centre, fails: [2% forgotten]}
  - pick:  {hidden: Pick it, by: Warehouse, shows: status, fails: [4% wrong book]}
  - pack:  {hidden: Pack it, by: Warehouse}
  - news:  {tell: It is on its way, by: Web shop, via: e-mail, gives: [tracking link]}
  - use:   {do: Open the parcel, evidence: a parcel with our name, with: Warehouse, via: e-mail}
  - done:  {end: Has the book, outcome: served}
"""


def drawn(text: str = BOOK) -> Drawing:
    """Draw the blueprint of a document."""
    return draw(read_text(text), "blueprint").drawing


def words(drawing: Drawing) -> list[str]:
    """Return every text of a drawing."""
    return [s.text for group in drawing.layers for s in group.shapes if isinstance(s, Text)]


def test_backstage_is_hidden_work_of_parts_that_the_customer_meets_live() -> None:
    """The call centre is met by phone: its hidden work is backstage; the warehouse supports."""
    lanes = drawn().lane_of
    assert {name: lanes[name] for name in ("look", "pick", "pack")} == {
        "look": "backstage", "pick": "support", "pack": "support",
    }  # fmt: skip
    assert {lanes[f"{name}.with"] for name in ("find", "ask", "news", "use")} == {"onstage"}
    process = read_text(BOOK)
    assert lanes_met_live(view(process, "departments"), process) == {"part.call-centre"}


def test_the_bands_follow_each_other_from_the_customer_down() -> None:
    """Evidence above the customer, then onstage, backstage and support, without a gap."""
    drawing = drawn()
    assert list(drawing.lanes) == ["customer", "onstage", "backstage", "support"]
    bands = list(drawing.lanes.values())
    assert all(a.bottom == b.top for a, b in itertools.pairwise(bands))
    evidence = [label for label in drawing.labels if label.owner.startswith("evidence")]
    assert all(label.box.bottom < drawing.lanes["customer"].top for label in evidence)


def test_three_lines_stand_between_the_bands() -> None:
    """Interaction below the customer with the channels, visibility below onstage, internal."""
    drawing = drawn()
    lines = {line.kind: line for line in drawing.lines}
    levels = {kind: lines[kind].points[0][1] for kind in ("interaction", "visibility", "internal")}
    assert levels == {
        "interaction": drawing.lanes["customer"].bottom,
        "visibility": drawing.lanes["onstage"].bottom,
        "internal": drawing.lanes["backstage"].bottom,
    }
    badges = [box for name, box in drawing.marks.items() if name.startswith("badge")]
    assert len(badges) == 4
    assert all((b.top + b.bottom) / 2 == pytest.approx(levels["interaction"]) for b in badges)
    assert {"Line of interaction", "Line of visibility", "Line of internal interaction"} <= set(
        words(drawing)
    )


def test_the_line_of_visibility_dips_below_work_in_sight_alone() -> None:
    """Pick shows its status: the line goes below it, and pack stands below the line."""
    drawing = drawn()
    line = next(line for line in drawing.lines if line.kind == "visibility")
    deepest = max(y for _, y in line.points)
    assert drawing.nodes["pick"].bottom < deepest
    assert deepest < drawing.nodes["pack"].top or drawing.nodes["pack"].left > max(
        x for x, y in line.points if y == deepest
    )
    flat = drawn(BOOK.replace("shows: status, ", ""))
    levels = {y for _, y in next(x for x in flat.lines if x.kind == "visibility").points}
    assert levels == {flat.lanes["onstage"].bottom}


def test_evidence_is_the_documents_word_else_the_channels() -> None:
    """What the document says is written in ink, what the channel suggests is muted."""
    texts = {
        s.text: s.role for g in drawn().layers if g.id.startswith("evidence")
        for s in g.shapes if isinstance(s, Text)
    }  # fmt: skip
    assert texts["web page"] == texts["voice on the line"] == "muted"
    assert texts["tracking link"] == "ink"
    assert texts["a parcel with"] == texts["our name"] == "ink"


@pytest.mark.parametrize(
    ("channel", "noun"),
    [("web", "web page"), ("phone", "voice on the line"), ("e-mail", "e-mail"),
     ("counter", "person at the counter"), ("letter", "letter"), ("pigeon", "pigeon"),
     ("appointment", "appointment"), ("parcel", "parcel")],
)  # fmt: skip
def test_a_channel_has_a_plain_noun(channel: str, noun: str) -> None:
    """A known channel is what is seen or held; an unknown one keeps its own name."""
    assert channel_noun(channel) == noun


def test_each_half_says_its_part() -> None:
    """Below each half and hidden step stands its part's name, since parts have no lanes."""
    drawing = drawn()
    names = {label.owner: label.text for label in drawing.labels}
    assert names["ask.with"] == "Call centre"
    assert names["pick"] == "Warehouse"
    box, label = drawing.nodes["pick"], next(x for x in drawing.labels if x.owner == "pick")
    assert box.bottom < label.box.top < box.bottom + 12
    assert label.box.left == pytest.approx(box.left + 2)


def test_a_band_without_work_is_left_out() -> None:
    """Without hidden work there are no backstage, no support and no internal line."""
    text = "\n".join(line for line in BOOK.splitlines() if "hidden" not in line)
    drawing = drawn(text)
    assert list(drawing.lanes) == ["customer", "onstage"]
    assert {line.kind for line in drawing.lines} & {"interaction", "visibility", "internal"} == {
        "interaction", "visibility",
    }  # fmt: skip


def test_with_figures_the_title_is_where_failures_start() -> None:
    """Four marks of seven stand on stage; without figures the title is the process."""
    process = read(DOCUMENTS / "shopper.yaml")
    title = draw(process, "blueprint", SHOPPER).title
    assert title == (
        "Four of the seven failures happen on stage, before the shopper; three start behind"
    )
    assert draw(process, "blueprint").title == "Order a product"


def test_the_customers_steps_stand_in_the_same_columns_in_every_view() -> None:
    """Blueprint and departments put the customer's steps in the same order and distances."""
    process = read(DOCUMENTS / "shopper.yaml")
    one, two = (draw(process, kind).drawing for kind in ("departments", "blueprint"))  # type: ignore[arg-type]
    own = [name for name, lane in two.lane_of.items() if lane == "customer"]
    assert own == [name for name, lane in one.lane_of.items() if lane == "customer"]
    lefts = sorted(own, key=lambda name: one.nodes[name].left)
    assert [two.nodes[a].left for a in lefts] == sorted(two.nodes[a].left for a in lefts)
    rows = {round(one.nodes[a].top - two.nodes[a].top) for a in own}
    assert len(rows) == 1  # all moved down by the row of evidence


@given(seed=st.integers(0, 100_000))
def test_any_process_has_a_clean_blueprint(seed: int) -> None:
    """Nothing stands on anything else, whatever the process."""
    assert faults(draw(spoilt(seed), "blueprint").drawing) == []
