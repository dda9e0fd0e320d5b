"""Who gains by a scenario: each kind of customer against itself, all intervals at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outsidein.document import read_text
from outsidein.simulation.comparison import Comparison, compare
from outsidein.simulation.gains import gain_measure, gains
from outsidein.simulation.plan import Plan

TEXT = """
process: Two kinds
judge by: JUDGE
customers: {Big: {share: 30%}, Small: {share: rest}}
channels: {web: self}
organisation: {Shop: {kind: system}}
arrivals: {rate: 100 per day}
steps:
  - order: {do: Order, with: Shop, via: web, own: 1 min}
  - clear:
      choose: Clear
      go: [60% yes -> done, no -> gone]
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
scenarios:
  for the big: {for: Big, set: {clear.go.yes: 80%}}
  against the small: {for: Small, set: {clear.go.yes: 50%}}
  nothing: {set: {order.own: 2 min}}
"""


def compared(judge: str = "well served") -> Comparison:
    """Compare three scenarios: one helps the big, one harms the small, one changes nothing."""
    plan = Plan(
        warm_up_seconds=0.0, window_seconds=20 * 86_400.0, follow_up_seconds=1e6, replications=10,
        seed=3, terminating=True,
    )  # fmt: skip
    return compare(read_text(TEXT.replace("JUDGE", judge), "two.yaml"), plan=plan)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Judged by who is well served."""
    return compared()


def test_who_gains_and_who_loses_is_told(comparison):
    """The big gain 20 of 100 and the small nothing; the small lose 10; nothing changes nobody."""
    found = gains(comparison)
    sides = {name: [one.side for one in told] for name, told in found.items()}
    none = "no difference that matters"
    assert sides == {
        "for the big": ["gains", none],
        "against the small": [none, "loses"],
        "nothing": [none, none],
    }
    big = found["for the big"][0]
    assert (big.customer, big.name) == ("big", "Big")
    assert big.change.low < 0.2 < big.change.high
    assert found["for the big"][1].change.value == 0


def test_all_intervals_hold_together(comparison):
    """Three scenarios of two kinds of customers are six looks."""
    found = gains(comparison)
    told = [one.change.confidence for of_scenario in found.values() for one in of_scenario]
    assert told == pytest.approx([1 - 0.05 / 6] * 6)


def test_the_parts_add_up_to_the_whole(comparison):
    """What everyone gains is what the kinds gain, each by its share."""
    for scenario in comparison.scenarios:
        parts = gains(comparison)[scenario.name]
        whole = scenario.differences["well_served"].value
        weighted = sum(
            one.change.value * scenario.by_segment[one.customer]["well_served"].n for one in parts
        )
        assert weighted / scenario.differences["well_served"].n == pytest.approx(whole, abs=1e-3)


def test_a_measure_that_is_not_kept_by_customer_falls_back():
    """Judged by cost, which no customer has alone, gains are told by who is well served."""
    found = compared("avoidable contacts")
    assert gain_measure(found).name == "well_served"
    assert gains(found)["for the big"][0].side == "gains"


def test_one_kind_of_customer_has_nothing_to_tell(comparison):
    """Where all are alike nobody gains at another's cost."""
    process = comparison.today.process
    alone = replace(process, customers=process.customers[:1])
    single = replace(comparison, today=replace(comparison.today, process=alone))
    assert gains(single) == {}
