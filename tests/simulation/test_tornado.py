"""The tornado: effects of single numbers against known ones, and where a figure turns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outsidein import check, read
from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.measures.measures import MEASURE
from outsidein.simulation.one_at_a_time import Tornado, _moves, _set, tornado
from outsidein.simulation.plan import Plan
from outsidein.study.tornado import (
    tornado_page,
    tornado_picture,
    tornado_sentences,
    tornado_table,
    tornado_text,
)

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))
TEXT = """
process: A shop
customers: {Shopper: {share: 100%}}
channels: {web: self, phone: live}
organisation:
  Shop: {kind: system}
  Desk: {people: 2, open: Mon-Sun 00:00-24:00}
arrivals: {rate: 480 per day}
steps:
  - order: {do: Order, with: Shop, via: web, own: 3 min}
  - clear: {choose: Clear, go: [60% yes -> done, 20% no -> gone, so so -> ask]}
  - ask: {do: Ask, with: Desk, via: phone, takes: exponential 2 min}
  - sure: {choose: Sure, go: [50% yes -> done ~observed n=100 2024, 50% no -> gone]}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
scenarios:
  clearer: {set: {clear.go.yes: 66%}}
"""


@pytest.fixture(scope="module")
def shop():
    """Of all, 60 are clear, 20 gone, 20 ask, of whom half are served: 70 of 100."""
    return read_text(TEXT, "shop.yaml")


def plan() -> Plan:
    """Windows of 20 days, about 9,600 customers, eight times."""
    return Plan(
        warm_up_seconds=0.0, window_seconds=20 * 86_400.0, follow_up_seconds=1e6, replications=8,
        seed=2, terminating=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def today(shop) -> Tornado:
    """What moves the share of the well served, and where it is 74 %."""
    return tornado(shop, target=0.74, plan=plan())


@pytest.fixture(scope="module")
def scenario(shop) -> Tornado:
    """What moves the gain of being clearer."""
    return tornado(shop, "clearer", numbers=["clear"], plan=plan())


def test_effects_are_the_known_ones(today):
    """With y clear and n gone y + (1 - y - n) / 2 are served; a fifth of y moves it by .06."""
    bars = {bar.address: bar for bar in today.bars}
    known = {
        "clear.go.yes": (-0.06, 0.06), "clear.go.no": (0.02, -0.02), "sure.go.no": (0.02, -0.02),
    }  # fmt: skip
    for address, (low, high) in known.items():
        assert bars[address].at_low.low <= low <= bars[address].at_low.high
        assert bars[address].at_high.low <= high <= bars[address].at_high.high
        assert bars[address].shown
    assert today.bars[0].address == "clear.go.yes"
    assert not bars["order.own"].shown
    assert today.figure.low < 0.7 < today.figure.high
    assert today.confidence == pytest.approx(1 - 0.05 / (2 * len(today.bars)))


def test_an_observed_number_goes_through_its_own_range(today):
    """Half of 100: 1.96 standard errors of .0498 to either side; the other answer gives way."""
    bar = next(bar for bar in today.bars if bar.address == "sure.go.yes")
    assert bar.observed
    assert (bar.low, bar.high) == pytest.approx((0.4025, 0.5975), abs=1e-3)
    assert bar.at_high.low < 0.2 * 0.0975 < bar.at_high.high


def test_whole_numbers_move_by_one_and_too_few_people_are_said(shop):
    """Two people a fifth more are still two: one and three are tried; one is busy 83 of 100."""
    wanted = tornado(shop, numbers=["desk.people"], plan=plan())
    assert [(bar.low, bar.high, bar.why_not) for bar in wanted.bars] == [(1, 3, "")]
    text = TEXT.replace("480 per day", "4000 per day")
    busy = tornado(read_text(text, "busy.yaml"), numbers=["desk.people"], plan=plan())
    assert busy.bars[0].why_not == "more work than people can do"
    assert busy.bars[0].at_low is None
    assert busy.bars[0].at_high is not None


def test_where_it_turns_is_confirmed_by_a_run(today):
    """74 of 100 need y = .68, or no answer of 12 %; the run there holds the target."""
    bars = {bar.address: bar for bar in today.bars}
    assert bars["clear.go.yes"].turns_at == pytest.approx(0.68, abs=0.01)
    assert bars["clear.go.no"].turns_at == pytest.approx(0.12, abs=0.01)
    there = bars["clear.go.yes"].there
    assert there.low <= 0 <= there.high or abs(there.value) < 0.003
    assert bars["order.own"].turns_at is None


def test_a_scenarios_own_number_and_todays_are_told_apart(scenario):
    """A gain of 3 of 100 is gone where the scenario is no clearer, or today as clear."""
    bars = {(bar.address, bar.whose): bar for bar in scenario.bars}
    assert scenario.figure.low < 0.03 < scenario.figure.high
    assert bars["clear.go.yes", "scenario"].turns_at == pytest.approx(0.60, abs=0.01)
    assert bars["clear.go.yes", "today"].turns_at == pytest.approx(0.66, abs=0.01)
    assert bars["clear.go.yes", "today"].at_high.value < 0
    assert not bars["clear.go.no", "both"].shown


def test_it_is_told_to_people_and_programs(today, scenario):
    """Table, sentences of at most 25 words, JSON without NaN, a picture without a script."""
    heads, rows = tornado_table(today)
    assert rows[0][:4] == ["clear.go.yes", "60.0 %", "48.0 %", "72.0 %"]
    assert len(heads) == len(rows[0])
    said = [*tornado_sentences(today), *tornado_sentences(scenario)]
    assert all(len(sentence.split()) <= 25 for sentence in said), said
    found = json.loads(tornado_text(scenario))
    assert (found["scenario"], found["target"]) == ("clearer", 0.0)
    assert {one["whose"] for one in found["numbers"]} == {"both", "today", "scenario"}
    assert tornado_picture(today).count("<rect") >= 6
    page = tornado_page(today, "A <shop>")
    assert "A &lt;shop&gt;" in page
    assert "<script" not in page


def test_what_is_not_there_is_refused(shop):
    """An address without a number is answered with the nearest; so is an unknown scenario."""
    with pytest.raises(OutsideInError, match=r"clear\.go\.yes"):
        tornado(shop, numbers=["clear.go.yess"], plan=plan())
    with pytest.raises(OutsideInError, match="clearer"):
        tornado(shop, "cleaner", plan=plan())
    with pytest.raises(ValueError, match="between 0 and 1"):
        tornado(shop, by=1.5, plan=plan())


def test_another_measure_can_be_asked_for(shop):
    """The time at the desk is 2 min for 20 of 100; own effort 3 min for all."""
    found = tornado(shop, numbers=["order.own"], measure=MEASURE["own_seconds"], plan=plan())
    assert found.bars[0].at_high.value == pytest.approx(36, rel=0.01)
    assert found.bars[0].shown


@pytest.mark.long
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_number_of_every_example_can_be_moved(path):
    """A fifth down and up leaves a document without faults: shares still add up to 1."""
    process = read(path)
    before = {str(fault) for fault in check(process)}
    for number in _moves([process], None, 0.2):
        for value in (number.low, number.high):
            moved = _set(process, number.address, value)
            wrong = [f for f in check(moved) if f.severity == "error" and str(f) not in before]
            assert wrong == [], (number.address, value)
