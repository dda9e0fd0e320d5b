"""The journey, point by point, on processes small enough to work out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart.faults import faults
from chart.figured import SHOPPER
from chart.test_hostile import spoilt
from outsidein.chart import Figures, draw
from outsidein.chart.answers import Answers
from outsidein.chart.drawing import Drawing, Text
from outsidein.chart.figures import RulerRow
from outsidein.chart.journey import as_journey
from outsidein.chart.touches import Journey, Score, Touch
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
  - find:  {do: Find a book, with: Web shop, via: web, own: 4 min, fails: [10% not found]}
  - sure:  {choose: Is it the right one, go: [80% yes -> order, no -> ask]}
  - ask:
      do: Ask about it
      with: Call centre
      via: phone
      takes: 6 min
      patience: 3 min -> lost
      fails: [40% no answer]
      next: order
  - phase: Buy
  - order: {do: Order it, with: Web shop, via: web, own: 2 min, effort: high}
  - soon:  {promise: order to news, within: 5 working days}
  - pick:  {hidden: Pick it, by: Warehouse, fails: [30% wrong book]}
  - news:  {tell: It is on its way, by: Web shop, via: e-mail}
  - done:  {end: Has the book, outcome: served}
  - lost:  {end: Went elsewhere, outcome: lost}
"""
RUN = Figures(
    customers=1000,
    visits={"find": 1.0, "ask": 0.2, "order": 1.0, "pick": 1.0, "news": 1.0},
    waits={"ask": 240.0},
    ruler=(
        RulerRow(name="Own time", unit="min", values={"find": 4.0, "ask": 1.5, "order": 2.0}),
        RulerRow(name="Waiting", unit="hours", values={"ask": 0.02, "pick": 200.0}, kind="wait"),
    ),
)


def drawn(figures: Figures | None = None, text: str = BOOK) -> Drawing:
    """Draw the journey of a document."""
    return draw(read_text(text), "journey", figures).drawing


def journey(figures: Figures | None = None, text: str = BOOK) -> Journey:
    """Return what the journey of a document says."""
    made = view(read_text(text), "journey", figures).journey
    assert made is not None
    return made


def touch(name: str, figures: Figures | None = None, text: str = BOOK) -> Touch:
    """Return what a journey says of one step."""
    return next(t for t in journey(figures, text).touches if t.node == name)


def words(drawing: Drawing) -> list[str]:
    """Return every text of a drawing."""
    return [s.text for group in drawing.layers for s in group.shapes if isinstance(s, Text)]


def scored(**scores: tuple[float, float, float, int]) -> Figures:
    """Return figures with answers: mean, low, high and n by step."""
    satisfaction = {
        step: Score(value=mean, low=low, high=high, n=n)
        for step, (mean, low, high, n) in scores.items()
    }
    return Figures(answers=Answers(satisfaction=satisfaction, source="a.csv"))


def test_a_column_a_step_of_the_customer_as_in_the_departments() -> None:
    """Only the customer's steps are shown, in the departments' columns, to the pixel."""
    steps = ["find", "ask", "order", "news"]
    departments, made = draw(read_text(BOOK)).drawing, drawn()
    assert sorted(made.nodes) == sorted(steps)
    for name in steps:
        assert made.nodes[name].left == departments.nodes[name].left
    assert [t.node for t in journey().touches if t.is_main] == ["find", "order", "news"]


def test_rows_without_data_are_left_out() -> None:
    """Without answers and figures there is no row of satisfaction, effort or words."""
    assert list(drawn().lanes) == [
        "journey.touch", "journey.channel", "journey.waits", "journey.own", "journey.act",
    ]  # fmt: skip
    bare = drawn(text="process: P\nsteps:\n  - one: {do: One}\n  - two: {do: Two}\n")
    assert list(bare.lanes) == ["journey.touch"]


def test_visits_are_simulated_else_the_shares_said() -> None:
    """A fifth asks, by the shares; a simulation says what it counted."""
    assert [t.visits for t in journey().touches] == [1.0, pytest.approx(0.2), 1.0, 1.0]
    assert touch("ask", replace(RUN, visits={"ask": 0.31})).visits == 0.31
    assert {"1,000", "200"} <= set(words(drawn(RUN)))


def test_a_queue_is_set_against_patience_and_hidden_work_against_the_promise() -> None:
    """Four minutes in the queue, three of patience; 200 h behind the order, 7 days promised."""
    queue, hidden = touch("ask", RUN).wait, touch("order", RUN).wait
    assert queue is not None
    assert (queue.seconds, queue.kind, queue.tolerated) == (240.0, "median", 180.0)
    assert (queue.how, queue.limit, queue.is_over) == ("gives up after", "3 min", True)
    assert hidden is not None
    assert (hidden.seconds, hidden.kind, hidden.how) == (720_000.0, "mean", "promised")
    assert hidden.tolerated == 7 * 86_400.0  # five working days on the clock
    assert hidden.limit == "5 working days"
    assert hidden.is_over


def test_the_wait_behind_is_the_one_measured() -> None:
    """A median from step to step is shown before the mean of the hidden work between."""
    wait = touch("order", replace(RUN, hidden_waits={("order", "news"): 90_000.0})).wait
    assert wait is not None
    assert (wait.seconds, wait.kind, wait.mark) == (90_000.0, "median", "order.wait.news")
    assert not wait.is_over


def test_no_wait_is_said_as_such() -> None:
    """Where most are served at once the wait is none, and within what is tolerated."""
    figures = replace(RUN, waits={"ask": 0.0}, ruler=RUN.ruler[:1])
    assert {"none", "within it"} <= set(words(drawn(figures)))
    assert drawn(figures).title == (
        "Nowhere do most readers wait longer than they tolerate or were promised"
    )


def test_without_a_simulation_only_what_is_tolerated_is_shown() -> None:
    """The tick stands there alone: no wait is made up."""
    wait = touch("ask").wait
    assert wait is not None
    assert wait.seconds is None
    assert not wait.is_over
    assert {"gives up after 3 min"} <= set(words(drawn()))
    assert not {"over it", "within it"} & set(words(drawn()))


def test_own_time_is_a_visits_as_said_or_simulated() -> None:
    """Asking takes the six minutes of the call; simulated, 1.5 min a customer, a fifth asks."""
    assert [t.own for t in journey().touches] == [240.0, 360.0, 120.0, None]
    assert touch("ask", RUN).own == pytest.approx(450.0)
    assert "effort: high" in words(drawn())


def test_effort_from_answers_takes_the_row_of_own_time() -> None:
    """Seven cells a step, red from four up."""
    effort = {"find": Score(value=2.0), "ask": Score(value=5.4)}
    made = drawn(replace(RUN, answers=Answers(effort=effort)))
    assert "journey.effort" in made.lanes
    assert "journey.own" not in made.lanes
    fills = {
        group.id: [s.fill for s in group.shapes if getattr(s, "height", 0) == 9]
        for group in made.layers if group.id.endswith(".effort")
    }  # fmt: skip
    assert fills["find.effort"].count("accent") == 2
    assert fills["ask.effort"].count("fail") == 6  # five whole cells and a part of the sixth


def test_where_to_act_is_the_mark_that_hurts_most_in_each_column() -> None:
    """Of 1,000: 100 find nothing, 80 get no answer, 100 wait too long, 300 get the wrong book."""
    acts = {t.node: t.act for t in journey(RUN).touches if t.act is not None}
    assert {node: (act.kind, round(act.harm, 3)) for node, act in acts.items()} == {
        "find": ("fail", 0.1), "ask": ("wait", 0.1), "order": ("wait", 0.5),
    }  # fmt: skip
    plain = {t.node: t.act.mark for t in journey().touches if t.act is not None}
    assert plain == {
        "find": "find.fails.not-found", "ask": "ask.fails.no-answer",
        "order": "pick.fails.wrong-book",
    }  # fmt: skip


def test_the_curve_joins_main_steps_only() -> None:
    """Three points on the curve, the detour's beside it, at the places of their values."""
    figures = scored(find=(1, 0.8, 1.2, 40), ask=(-1, -1.4, -0.6, 12), order=(0, -0.2, 0.2, 30),
                     news=(2, 1.9, 2.0, 9))  # fmt: skip
    root = ET.fromstring(draw(read_text(BOOK), "journey", figures).svg(fonts=False))
    groups = {e.get("id"): e for e in root.iter() if e.get("id")}
    line = next(e for e in groups["satisfaction.curve"] if "s-accent" in (e.get("class") or ""))
    points = [tuple(map(float, p.split())) for p in re.split("[ML]", line.get("d") or "")[1:]]
    assert len(points) == 3
    (_, one), (_, zero), (_, two) = points
    assert two < one < zero
    assert one - two == pytest.approx(zero - one, abs=0.2)  # the scale is even
    said = [e.text for e in groups["ask.score"].iter() if e.tag.endswith("text")]
    assert said == ["−1.0", "n 12"]


def test_a_detour_is_red_only_if_its_whole_interval_is_below_neutral() -> None:
    """The same mean with a wider interval is not red."""
    roles = []
    for high in (-0.1, 0.1):
        made = drawn(scored(find=(1, 0.8, 1.2, 40), ask=(-1, -1.4, high, 12)))
        group = next(g for g in made.layers if g.id == "ask.score")
        roles.append(next(s.role for s in group.shapes if isinstance(s, Text)))
    assert roles == ["fail", "ink"]


def test_the_title_is_the_lowest_point_else_the_longest_wait() -> None:
    """Answers say the lowest point; waits say which is too long; a document alone, its name."""
    low = scored(find=(1, 0.8, 1.2, 40), ask=(-1, -1.4, -0.6, 12))
    assert drawn(low).title == "One step of two is a low point: “Ask about it”"
    unsure = scored(find=(1, 0.8, 1.2, 40), ask=(-1, -2, 0.2, 3))
    assert drawn(unsure).title == "No step is clearly below neutral; the lowest is “Ask about it”"
    assert drawn(RUN).title == (
        "Two waits are too long, most of all at “Ask about it”: 4 min, they give up after 3 min"
    )
    assert drawn().title == "Buy a book"
    promised = drawn(replace(RUN, waits={})).title
    assert promised == "One wait is too long, at “Order it”: 8.3 days, 5 working days promised"


def test_the_subtitle_says_where_answers_come_from() -> None:
    """The file and the number of answers stand below the title."""
    figures = scored(find=(1, 0.8, 1.2, 40), ask=(-1, -1.4, -0.6, 12))
    figures = replace(figures, answers=replace(figures.answers, n=52))
    assert any("52 answers in a.csv, 95 % intervals" in text for text in words(drawn(figures)))


def test_words_and_marks_stand_in_their_column() -> None:
    """What customers said of a step begins at the step's left edge."""
    made = drawn(replace(RUN, answers=Answers(words={"ask": "Nobody knew"})))
    quoted = next(label for label in made.labels if label.text == "“Nobody knew”")
    assert quoted.box.left == made.nodes["ask"].left
    lanes = list(made.lanes.values())
    assert all(a.bottom == b.top for a, b in pairwise(lanes))


def test_marks_have_the_numbers_of_the_swimlane() -> None:
    """F and W are numbered as in the departments view."""
    process = read(DOCUMENTS / "shopper.yaml")
    one, two = (draw(process, kind, SHOPPER).drawing for kind in ("departments", "journey"))  # type: ignore[arg-type]
    assert one.numbers == two.numbers
    assert {"F1", "W1", "W2"} <= set(words(two))


@given(seed=st.integers(0, 100_000), figured=st.booleans())
def test_any_process_has_a_clean_journey(seed: int, figured: bool) -> None:
    """Nothing stands on anything else, whatever the process and the answers."""
    process = spoilt(seed)
    steps = [step.id for step in process.steps]
    satisfaction = {
        step: Score(value=k % 5 - 2.0, low=max(k % 5 - 2.4, -2), high=min(k % 5 - 1.6, 2), n=10**k)
        for k, step in enumerate(steps)
    }
    figures = Figures(answers=Answers(satisfaction=satisfaction)) if figured else None
    assert faults(draw(process, "journey", figures).drawing) == []


def test_a_process_without_steps_has_a_journey() -> None:
    """Not even an empty process is refused."""
    made = as_journey(view(read_text("process: P\nsteps: []\n"), "departments"),
                      read_text("process: P\nsteps: []\n"), Figures())  # fmt: skip
    assert made.journey is not None
    assert made.journey.touches == ()
