"""The visual grammar, point by point, on processes small enough to work out by hand."""

from __future__ import annotations

import itertools

import pytest

from outsidein.chart import Figures, draw
from outsidein.chart.columns import place
from outsidein.chart.drawing import Drawing, Text
from outsidein.chart.figures import RulerRow
from outsidein.chart.order import back_links, main_way
from outsidein.chart.view import view
from outsidein.document import read_text

HEAD = """
process: Buy a book
customers: {Reader: {share: rest, people: [reader, payer]}}
channels: {web: self, phone: live, e-mail: left}
organisation:
  Web shop:    {kind: system}
  Call centre: {people: 3, open: Mon-Fri 09:00-17:00}
  Warehouse:   {people: 2, open: Mon-Fri 06:00-14:00}
steps:
"""
BOOK = (
    HEAD
    + """
  - phase: Choose
  - find:  {do: Find a book, with: Web shop, via: web}
  - sure:  {choose: Is it the right one, go: [80% yes -> order, no -> ask]}
  - ask:
      do: Ask about it
      with: Call centre
      via: phone
      patience: 3 min -> lost
      at most: 3 visits -> left
      next: find
  - phase: Buy
  - order: {do: Order it, with: Web shop, via: web}
  - soon:  {promise: order to news, within: 3 days}
  - look:  {hidden: Look for it, by: Call centre}
  - pick:  {hidden: Pick it, by: Warehouse, shows: status, fails: [4% wrong book]}
  - news:  {tell: It is on its way, by: Web shop, via: e-mail}
  - done:  {end: Has the book, outcome: served}
  - left:  {end: Left, outcome: not served}
  - lost:  {end: Went elsewhere, outcome: lost}
"""
)


def drawn(text: str, view_kind: str = "departments", figures: Figures | None = None) -> Drawing:
    """Draw a document."""
    return draw(read_text(text), view_kind, figures).drawing  # type: ignore[arg-type]


def words(drawing: Drawing) -> list[str]:
    """Return every text of a drawing, in painting order."""
    return [s.text for group in drawing.layers for s in group.shapes if isinstance(s, Text)]


def centre(drawing: Drawing, name: str) -> tuple[float, float]:
    """Return the middle of a node."""
    box = drawing.nodes[name]
    return ((box.left + box.right) / 2, (box.top + box.bottom) / 2)


def test_an_encounter_has_a_column_of_its_own_with_both_halves_in_it() -> None:
    """Customer's half above, part's half below, one straight rail; no two share a column."""
    drawing = drawn(BOOK)
    encounters = ["find", "ask", "order", "news"]
    places = [centre(drawing, name)[0] for name in encounters]
    assert len(set(places)) == 4
    for name, x in zip(encounters, places, strict=True):
        assert centre(drawing, f"{name}.with")[0] == x
        assert drawing.nodes[name].bottom < drawing.nodes[f"{name}.with"].top


def test_the_main_way_is_one_straight_row_and_the_exception_falls_below_its_decision() -> None:
    """Find, sure, order and news stand on row 1; ask stands straight below its decision."""
    drawing = drawn(BOOK)
    assert (
        len({centre(drawing, name)[1] for name in ("find", "sure", "order", "news", "done")}) == 1
    )
    assert centre(drawing, "ask")[0] == centre(drawing, "sure")[0]
    assert centre(drawing, "ask")[1] > centre(drawing, "sure")[1]


def test_hidden_work_shares_the_column_of_the_step_before_it() -> None:
    """Order hands over to look, straight down; pick, in sight, must not have look above it."""
    drawing = drawn(BOOK)
    assert centre(drawing, "look")[0] == centre(drawing, "order")[0]
    assert centre(drawing, "pick")[0] > centre(drawing, "look")[0]
    unseen = drawn(BOOK.replace("shows: status, ", ""))
    assert centre(unseen, "pick")[0] == centre(unseen, "look")[0]


def test_lanes_keep_their_order_with_the_customer_on_top() -> None:
    """The bands follow each other from the customer down to the warehouse, without gaps."""
    bands = list(drawn(BOOK).lanes.items())
    assert [name for name, _ in bands] == [
        "customer", "part.web-shop", "part.call-centre", "part.warehouse",
    ]  # fmt: skip
    for (_, upper), (_, lower) in itertools.pairwise(bands):
        assert upper.bottom == lower.top


def test_each_channel_stands_where_its_rail_crosses_the_line_of_visibility() -> None:
    """The badges' centres lie on the lower edge of the customer's lane."""
    drawing = drawn(BOOK)
    level = drawing.lanes["customer"].bottom
    badges = {n: b for n, b in drawing.marks.items() if n.startswith("badge")}
    assert len(badges) == 4
    assert all((box.top + box.bottom) / 2 == pytest.approx(level) for box in badges.values())


def test_the_line_of_visibility_dips_below_a_step_that_shows_its_status() -> None:
    """The line goes below the warehouse's lane around pick, and nowhere else."""
    drawing = drawn(BOOK)
    line = next(line for line in drawing.lines if line.kind == "visibility")
    deepest = max(y for _, y in line.points)
    assert deepest == drawing.lanes["part.warehouse"].bottom
    inside = [x for x, y in line.points if y == deepest]
    assert min(inside) < drawing.nodes["pick"].left
    assert max(inside) > drawing.nodes["pick"].right
    flat = drawn(BOOK.replace("shows: status, ", ""))
    assert {y for _, y in next(x for x in flat.lines if x.kind == "visibility").points} == {
        flat.lanes["customer"].bottom
    }


def test_the_company_view_shows_a_wait_in_place_of_hidden_work() -> None:
    """No hidden step is left; a wait joins order and news; the customer follows what is shown."""
    drawing = drawn(BOOK, "company")
    assert not {"look", "pick"} & set(drawing.nodes)
    assert list(drawing.lanes) == ["customer", "company"]
    wait = next(line for line in drawing.lines if line.kind == "wait")
    assert (wait.source, wait.target) == ("order", "news")
    assert "waits while we work" in words(drawing)
    assert any("Pick it" in text for text in words(drawing) + drawing.folded)


def test_patience_and_limits_lead_to_ends_beside_the_step() -> None:
    """A clock with its limit, an end below it; the loop says how often it may be taken."""
    drawing = drawn(BOOK)
    assert {"end ask.patience.lost", "end ask.at-most"} <= set(drawing.marks)
    assert {"3 min", "after 3"} <= set(words(drawing))
    assert "Went elsewhere" in " ".join(words(drawing))


def test_failures_are_numbered_and_say_their_share() -> None:
    """The one failure is F1; beside it, where there is room, what goes wrong, else the share."""
    assert {"F1", "4 %"} <= set(words(drawn(BOOK)))
    roomy = BOOK.replace("shows: status, ", "")
    assert "4 % wrong book" in " ".join(words(drawn(roomy)))
    assert ">4 % wrong book<" in draw(read_text(BOOK)).svg(fonts=False)  # in the tooltip


def test_nothing_is_invented_without_figures() -> None:
    """No count, no outcome bar, no ruler and no wait point unless a simulation gives them."""
    said = " ".join(words(drawn(BOOK)))
    for word in ("1,000", "How it ends", "Ruler", "W1", "kept"):
        assert word not in said


def test_figures_are_written_where_they_belong() -> None:
    """Counts at the start, shares at branches and ends, medians at waits, sums in the ruler."""
    ruler = RulerRow(name="Own time", unit="min a reader", values={"find": 4.0, "look": 1.5})
    figures = Figures(
        customers=1000, title="Seven of ten have their book", waits={"ask": 120.0},
        branches={("sure", "yes"): 0.75, ("sure", "no"): 0.25}, ends={"done": 0.7},
        outcomes={"well": 0.6, "poorly": 0.1, "lost": 0.3}, kept={"soon": 0.9}, ruler=(ruler,),
    )  # fmt: skip
    drawing = drawn(BOOK, figures=figures)
    assert drawing.title == "Seven of ten have their book"
    assert {
        "1,000", "readers", "75 %", "25 %", "70.0 %", "W1", "2 min",
        "How it ends for 1,000 readers",
        "well 60.0 %", "poorly 10.0 %", "lost 30.0 %", "kept 90 %", "4.0", "1.5", "5.5",
    } <= set(words(drawing))  # fmt: skip


def test_flows_are_as_wide_as_the_share_of_customers_that_takes_them() -> None:
    """Four of five go on: 2.75; one in five asks: 1.9."""
    text = draw(read_text(BOOK)).svg(fonts=False)
    assert 'stroke-width="2.75"' in text.split('id="flow.sure.go.yes"')[1].split("</g>")[0]
    assert 'stroke-width="1.9"' in text.split('id="flow.sure.go.no"')[1].split("</g>")[0]


def test_the_key_explains_only_what_occurs() -> None:
    """A bare list of steps needs no word on failures, promises or channels."""
    said = words(drawn("process: P\nsteps:\n  - one: {do: One}\n  - two: {do: Two}\n"))
    assert "customer’s step" in said
    assert not any("fail" in text or "promise" in text or "channel" in text for text in said)


def test_each_person_has_a_lane_and_the_first_one_is_next_to_the_line() -> None:
    """The payer stands above, the reader next to the line of visibility."""
    drawing = drawn(BOOK.replace("order: {do", "order: {as: payer, do"))
    assert list(drawing.lanes)[:2] == ["customer.payer", "customer"]
    assert drawing.lane_of["order"] == "customer.payer"


def test_ways_that_meet_different_parts_fork_with_their_shares() -> None:
    """Two halves side by side in one column, a badge and a share each."""
    ways = "ways: {web: {share: 70%, with: Web shop}, phone: {share: rest, with: Call centre}}"
    drawing = drawn(BOOK.replace("order: {do: Order it, with: Web shop, via: web}",
                                 f"order: {{do: Order it, {ways}}}"))  # fmt: skip
    first, second = drawing.nodes["order.web.with"], drawing.nodes["order.phone.with"]
    assert second.left - first.left == 36
    assert first.bottom < second.top
    assert {"70 %", "30 %"} <= set(words(drawing))


def test_only_links_against_the_order_on_a_circle_go_back() -> None:
    """Asking leads back to finding; everything else goes on."""
    chart = view(read_text(BOOK), "departments")
    assert [link.id for link in chart.links if link.back] == ["ask.next"]
    assert back_links(chart.nodes, chart.links) == {"ask.next"}


def test_the_main_way_takes_the_likeliest_branch_to_a_served_end() -> None:
    """From the start over find, sure and order to the end that serves."""
    chart = view(read_text(BOOK), "departments")
    forward = [link for link in chart.links if not link.back]
    way = main_way(chart.nodes, forward, "start~")
    assert way == ["start~", "find", "sure", "order", "look", "pick", "news", "done"]


def test_a_phase_begins_a_new_column() -> None:
    """No column holds steps of two phases, and the phases follow each other."""
    placement = place(view(read_text(BOOK), "departments"))
    assert sorted(set(placement.phases), key=placement.phases.index) == ["Choose", "Buy"]
    assert list(placement.phases) == sorted(placement.phases, reverse=True)
