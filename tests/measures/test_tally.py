"""Measures on records written by hand: every count and sum is worked out in the docstring."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.measures import tally as t
from outsidein.measures.measures import MEASURES, measure
from outsidein.measures.prices import Prices
from outsidein.measures.records import (
    BROKEN,
    CASE,
    CLOSED,
    FAILED,
    KEPT,
    LEFT,
    PROMISE,
    SERVED,
    STEP,
    UNDER_WAY,
    VOID,
    Records,
)
from outsidein.measures.tally import Shape, Tally
from outsidein.measures.vocabulary import contact_causes, vocabulary

TEXT = """
process: By hand
customers:
  Shopper: {share: 80%, worth: 10 EUR}
  Business: {share: rest, worth: {served: 100 EUR, lost: -40 EUR}}
channels: {web: self, phone: live}
organisation:
  Web shop: {kind: system}
  Desk: {people: 1, open: Mon-Fri 08:00-18:00, cost: 36 EUR/h}
arrivals: {rate: 10 per day}
steps:
  - order:
      do: Order
      fails: [5% wrong -> ask]
      ways:
        web: {share: 60%, with: Web shop, own: 4 min}
        phone: {share: rest, with: Desk, takes: 5 min, patience: 3 min -> gone, closed: -> gone}
  - clear: {choose: Is it clear, go: [80% yes -> done, no -> ask]}
  - promised: {promise: order to ask, within: 1 day}
  - ask: {do: Ask, with: Desk, via: phone, takes: 2 min, patience: 3 min -> gone, closed: -> gone}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""
NAN = math.nan


def process():
    """The process the records are of."""
    return read_text(TEXT, "by-hand.yaml")


def case(segment, start, end, outcome, *, poor=0, contacts=0, seconds=(0,) * 7, cost=0.0):
    """One case; outcome -1 is still under way."""
    row = np.zeros(1, dtype=CASE)
    row["segment"], row["start"], row["end"], row["outcome"] = segment, start, end, outcome
    row["poor"], row["contacts"], row["seconds"], row["cost"] = poor, contacts, [seconds], cost
    row["end_step"] = -1
    return row


def visit(step, way, how, times, **said):
    """One visit; times are ready, pause ended, began, own, joined, started, ended, finished."""
    row = np.zeros(1, dtype=STEP)
    for name in ("part", "channel", "caller", "before", "branch", "mode", "arose"):
        row[name] = -1
    row["step"], row["way"], row["how"] = step, way, how
    names = (
        "ready",
        "pause_ended",
        "began",
        "own_started",
        "joined",
        "started",
        "ended",
        "finished",
    )
    for name, time in zip(names, times, strict=True):
        row[name] = time
    for name, value in said.items():
        row[name] = value
    return row


def tally_of(cases=(), visits=(), promises=()):
    """Add up some records."""
    words = vocabulary(process())
    tally = Tally(Shape.of(words))
    made = np.zeros(len(promises), dtype=PROMISE)
    for row, (promise, fate) in zip(made, promises, strict=True):
        row["promise"], row["fate"] = promise, fate
    tally.add(
        Records(
            np.concatenate([*cases, np.zeros(0, CASE)]),
            np.concatenate([*visits, np.zeros(0, STEP)]),
            made,
        )
    )
    return tally


def test_cases_by_outcome():
    """4 shoppers: one well, one poor (promise broken), one lost, one under way; 10 + 20 + 30 s."""
    tally = tally_of(
        [
            case(0, 0, 10, 0, contacts=1),
            case(0, 5, 25, 0, poor=1, contacts=3),
            case(0, 10, 40, 2),
            case(0, 20, NAN, -1),
        ]
    )
    row = tally.cases[0]
    assert [row[k] for k in (t.ARRIVED, t.ENDED, t.WELL, t.POOR, t.NOT_SERVED, t.LOST)] == [
        4,
        3,
        1,
        1,
        0,
        1,
    ]
    assert row[t.UNDER_WAY] == 1
    assert row[t.ELAPSED] == 60
    assert row[t.CONTACTS] == 4
    assert row[t.POOR_REASON] == 1
    assert not tally.cases[1].any()
    assert tally.elapsed[0].sum() == 3
    assert tally.so_far[0].sum() == 1


def test_times_of_a_visit():
    """Ready 0, pause to 10, person free at 15, own from 20 to 50, queue to 80, served to 200, after
    that to 260: pace 10, themselves 5, effort 30, queue 30, service 120, afterwards 60.
    """
    tally = tally_of(visits=[visit(0, 1, SERVED, (0, 10, 15, 20, 50, 80, 200, 260), contact=1)])
    row = tally.visits[1]
    assert [row[k] for k in (t.PACE, t.THEMSELVES, t.EFFORT, t.QUEUE, t.SERVICE, t.AFTERWARDS)] == [
        10, 5, 30, 30, 120, 60,
    ]  # fmt: skip
    assert row[t.IN_ALL] == 260
    assert row[t.WAIT_OF_SERVED] == 30
    assert tally.reasons[0, -1] == 1
    assert tally.reason_seconds[0, -1] == 185  # from 15 to 200


def test_how_visits_end():
    """Left after 60 s in the queue; closed at once; gave up in a `through`; failed; cut short."""
    tally = tally_of(
        visits=[
            visit(3, 0, LEFT, (0, 0, 0, 0, 0, NAN, 60, 60), contact=1, before=0),
            visit(3, 0, CLOSED, (0, 0, 0, 0, 5, NAN, 5, 5), contact=1, attempt=1, repeat=1),
            visit(3, 0, LEFT, (0, 0, 0, NAN, NAN, NAN, 30, 30), contact=1),
            visit(3, 0, FAILED, (0, 0, 0, 0, 0, 10, 20, 20), mode=0),
            visit(3, 0, UNDER_WAY, (0, 0, 0, 0, 0, NAN, NAN, 99)),
        ]
    )
    row = tally.visits[4]
    assert [row[k] for k in (t.TRIES, t.ARRIVALS, t.JOINED, t.WAS_LEFT, t.WAS_CLOSED)] == [
        5,
        4,
        3,
        1,
        1,
    ]
    assert row[t.GAVE_UP_BEFORE] == 1
    assert row[t.WAS_FAILED] == 1
    assert row[t.QUEUE] == 60 + 0 + 10
    assert row[t.MADE_CONTACT] == 3
    assert row[t.WAS_REPEAT] == 1
    assert row[t.WAS_AVOIDABLE] == 3  # asking is reached by a failure: every contact is avoidable
    assert tally.acted.tolist() == [1]
    assert tally.reasons[3, 0] == 1
    assert tally.waits[4].sum() == 3


def test_promises_are_counted_by_fate():
    """Two kept, one broken, one void."""
    tally = tally_of(promises=[(2, KEPT), (2, KEPT), (2, BROKEN), (2, VOID)])
    assert tally.promises[2].tolist() == [2, 1, 1]


def test_causes_of_contacts():
    """A failure of the order leads to asking, from another step: failure."""
    assert contact_causes(process()) == {"ask": "failure"}


def test_money():
    """2 shoppers (served, lost) and 1 business lost: 10 + 0 - 40 = -30 EUR, less 3 h of 36 EUR and
    steps' own cost 2 EUR: -140 EUR over 3 customers.
    """
    tally = tally_of([case(0, 0, 9, 0, cost=2), case(0, 0, 9, 2), case(1, 0, 9, 2)])
    tally.parts["staffed_seconds"][1] = 2.5 * 3600
    tally.parts["overtime_seconds"][1] = 0.5 * 3600
    found = measure([tally, tally], Prices.of(process()))
    assert found["worth"].value == pytest.approx(-10)
    assert found["cost"].value == pytest.approx(110 / 3)
    assert found["contribution"].value == pytest.approx(-140 / 3)
    assert found["lost"].value == pytest.approx(2 / 3)


def test_who_comes_back_and_what_that_is_worth():
    """Shoppers well, poor, lost: 0.8 + 0.5 + 0.05; of businesses 0.6 served, none lost.

    1.95 of 5 come back; 1.35 of them as shoppers of 10 EUR, 0.6 as businesses of 100 EUR: 73.5 EUR.
    A segment alone: 1.35 of 3, and 13.5 EUR. Where one segment does not say it, only the other.
    """
    tally = tally_of(
        [
            case(0, 0, 9, 0), case(0, 0, 9, 0, poor=1), case(0, 0, 9, 2), case(1, 0, 9, 0),
            case(1, 0, 9, 2), case(1, 0, NAN, -1),
        ]
    )  # fmt: skip
    prices = replace(Prices.of(process()), comes_back=((0.8, 0.5, 0.2, 0.05), (0.6, 0.6, 0.0, 0.0)))
    found = measure([tally, tally], prices)
    assert found["comes_back"].value == pytest.approx(1.95 / 5)
    assert found["worth_of_return"].value == pytest.approx(73.5 / 5)
    shoppers = measure([tally, tally], prices, segments=[0])
    assert shoppers["comes_back"].value == pytest.approx(1.35 / 3)
    assert shoppers["worth_of_return"].value == pytest.approx(13.5 / 3)
    half = replace(prices, comes_back=(prices.comes_back[0], None))
    assert "comes_back" in measure([tally, tally], half, segments=[0]).estimates
    unsaid = measure([tally, tally], half).estimates
    assert {"comes_back", "worth_of_return"}.isdisjoint(unsaid)
    free = replace(prices, worth=(None, (1.0, 0.0, 0.0)))
    assert "comes_back" in measure([tally, tally], free).estimates
    assert "worth_of_return" not in measure([tally, tally], free).estimates


def test_no_mean_time_while_many_are_under_way():
    """Rule 14: more than 1 % still under way, no mean of a time is printed."""
    tally = tally_of([case(0, 0, 10, 0), case(0, 0, NAN, -1)])
    found = measure([tally, tally], Prices.of(process()))
    assert found.get("elapsed_seconds") is None
    assert found.get("own_seconds") is None
    assert "still under way" in found.notes[0]


def test_blocks_do_not_matter():
    """However records are cut into blocks, counts and sums are the same to the bit."""
    random = np.random.default_rng(5)
    rows = [visit(3, 0, SERVED, np.sort(random.exponential(100, 8)), contact=1) for _ in range(200)]
    words = vocabulary(process())
    whole, cut = Tally(Shape.of(words)), Tally(Shape.of(words))
    nothing = (np.zeros(0, CASE), np.zeros(0, PROMISE))
    whole.add(Records(nothing[0], np.concatenate(rows), nothing[1]))
    for first in range(0, 200, 7):
        cut.add(Records(nothing[0], np.concatenate(rows[first : first + 7]), nothing[1]))
    assert (whole.visits == cut.visits).all()
    assert (whole.waits == cut.waits).all()


def test_measures_have_names_labels_and_directions():
    """Names and labels are unique: `judge by` and programs rely on them."""
    assert len({m.name for m in MEASURES}) == len({m.label for m in MEASURES}) == len(MEASURES)


def test_a_letter_takes_the_customer_only_until_it_is_left() -> None:
    """Twenty minutes of writing count, the three days until the answer do not."""
    from outsidein.document import read_text
    from outsidein.simulation import run

    text = """
process: Letters
customers: {Member: {share: rest}}
channels: {letter: left, phone: live}
organisation: {Office: {people: 3, open: Mon-Sun 00:00-24:00}}
arrivals: {rate: 24 per day}
steps:
  - write: {do: Write, with: Office, via: letter, own: 20 min, takes: 5 min, after: 3 days}
  - phone-them: {do: Call, with: Office, via: phone, takes: 4 min}
  - done: {end: Done, outcome: served}
"""
    results = run(read_text(text, "letters.yaml"), cases=50, replications=2)
    seconds = sum(tally.reason_seconds for tally in results.tallies).sum(axis=1)
    contacts = sum(tally.reasons for tally in results.tallies).sum(axis=1)
    assert seconds[0] / contacts[0] == pytest.approx(20 * 60)
    assert seconds[1] / contacts[1] == pytest.approx(4 * 60, rel=0.05)
