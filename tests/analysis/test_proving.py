"""Proposals are tried one at a time, and what is chosen is simulated on other customers."""

from __future__ import annotations

import pytest

from analysis.test_detectors import SHOP
from outsidein.analysis import findings, prove
from outsidein.analysis.moments import newcombe
from outsidein.analysis.proving import PROVEN_FROM, SCREENED_FROM
from outsidein.document import read_text
from outsidein.simulation import run

KEEPS = SHOP.replace("within: 3 days", "within: 6 days")  # so that a promise decides nothing


@pytest.fixture(scope="module")
def ranked():
    """The findings of the shop, tried."""
    return findings(read_text(KEEPS, "shop.yaml"), cases=300, replications=8, most=4)


def test_the_best_are_tried_and_ranked_by_what_is_shown(ranked):
    """Four are tried again; those that keep most customers from harm come first."""
    tried = [one for one in ranked if one.proven is not None]
    assert ranked[:4] == tried
    better = [one for one in tried if one.verdict == "better"]
    assert better == tried[: len(better)]
    gains = [max(one.gain.customers.value, 0) for one in better]
    assert gains == sorted(gains, reverse=True)
    assert {one.at for one in better} >= {"order.fails.refused", "call-centre.open"}


def test_the_gain_of_a_failure_is_known(ranked):
    """A tenth of the orders is refused; without it a ninth more customers get there."""
    failure = next(one for one in ranked if one.code == "failure")
    today = failure.proven.today.measures
    served = today["well_served"].value + today["poorly_served"].value
    after = failure.tried.results.measures
    again = after["well_served"].value + after["poorly_served"].value
    assert again == pytest.approx(served / 0.9, rel=0.03)


def test_what_is_shown_comes_from_customers_met_never_before(ranked):
    """Today, the screening and the proof run on different replications."""
    plan = ranked[0].proven.today.plan
    assert plan.first_replication == PROVEN_FROM
    assert PROVEN_FROM > SCREENED_FROM + 30
    assert SCREENED_FROM > 1000


def test_today_on_fresh_replications_agrees_with_today(ranked):
    """Other customers, the same process: the figures differ, their intervals meet."""
    today = run(read_text(KEEPS, "shop.yaml"), cases=300, replications=8).measures["well_served"]
    fresh = ranked[0].proven.today.measures["well_served"]
    assert fresh != today
    assert fresh.low <= today.high
    assert today.low <= fresh.high


def test_nothing_to_try_is_no_fault():
    """Without findings nothing is simulated again."""
    assert prove(read_text(KEEPS, "shop.yaml"), [], seed=1, cases=50, replications=2) == []


def test_the_interval_of_two_shares_is_the_published_one():
    """Newcombe (1998), table II, method 10: 56/70 against 48/80, and 9/10 against 3/10."""
    one = newcombe(56 / 70, 70, 48 / 80, 80)
    assert (one.low, one.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    two = newcombe(0.9, 10, 0.3, 10)
    assert (two.low, two.high) == (pytest.approx(0.1705, abs=5e-5), pytest.approx(0.8090, abs=5e-5))


def test_a_proposal_that_overloads_a_later_part_is_not_tried():
    """Nobody is lost before the desk any more, and the desk cannot serve them all."""
    text = """
process: A narrow desk
customers: {Guest: {share: rest}}
channels: {web: self, counter: live}
organisation: {Desk: {people: 1, open: Mon-Sun 00:00-24:00}}
arrivals: {rate: 100 per day}
steps:
  - find: {do: Find the desk, own: 1 min, fails: [60% lost the way -> gone]}
  - ask: {do: Ask, with: Desk, via: counter, takes: 20 min}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""
    ranked = findings(read_text(text, "desk.yaml"), cases=200, replications=4)
    lost = next(one for one in ranked if one.code == "failure")
    assert lost.proven is None
    assert any(one.proven is not None for one in ranked)


def test_a_proposal_that_cannot_run_is_not_tried(monkeypatch):
    """A proposal after which a loop takes no time is ranked last, and stops nothing."""
    from outsidein.analysis import proving
    from outsidein.errors import Fault, OutsideInError

    screen = proving.screen

    def stops_without_picking(process, plan):
        law = next(step.after for step in process.steps if step.id == "pick")
        if law.mean_seconds == 0:
            raise OutsideInError([Fault("loop-without-time", "error", "pick", "a loop")])
        return screen(process, plan)

    monkeypatch.setattr(proving, "screen", stops_without_picking)
    ranked = findings(read_text(KEEPS, "shop.yaml"), cases=100, replications=2, most=2)
    assert ranked[-1].at == "pick.after"
    assert ranked[-1].proven is None
