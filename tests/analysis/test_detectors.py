"""Each detector on a small process in which what hurts is known."""

from __future__ import annotations

import pytest

from outsidein.analysis import Evidence, find
from outsidein.analysis.contacts import without
from outsidein.analysis.finding import Finding
from outsidein.analysis.streamlining import summed, variance
from outsidein.document import read_text
from outsidein.model.behaviour import Law
from outsidein.model.scenario import Remove, Set, apply
from outsidein.simulation import run

SHOP = """
process: A shop with faults
customers: {Shopper: {share: rest}}
channels: {web: self, phone: live, e-mail: left}
organisation:
  Web shop: {kind: system}
  Call centre: {people: 2, open: Mon-Fri 08:00-18:00}
  Warehouse: {kind: partner}
arrivals: {rate: 60 per day, profile: Mon-Fri 08:00-22:00 x1}
steps:
  - find: {do: Find it, with: Web shop, via: web, own: 4 min, asks for: [address, size]}
  - clear: {choose: Is it clear, go: [60% yes -> order, no -> ask]}
  - ask:
      do: Ask about it
      with: Call centre
      via: phone
      takes: 3 min
      patience: 5 min -> lost
      closed: -> lost
      reason: question
  - order: {do: Order it, with: Web shop, via: web, own: 6 min, asks for: [address],
            fails: [10% refused -> lost]}
  - pay: {do: Pay for it, with: Web shop, via: web, own: 2 min}
  - soon: {promise: pay to receive, within: 3 days}
  - pick: {hidden: Pick it, by: Warehouse, after: 2 days}
  - carry: {hidden: Carry it, by: Warehouse, after: 1..3 days}
  - receive: {do: Receive it, via: web, with: Warehouse, own: 1 min}
  - done: {end: Has it, outcome: served}
  - lost: {end: Gave up, outcome: lost}
"""


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], Finding]:
    """What is found in the shop, by code and address."""
    evidence = Evidence.of(run(read_text(SHOP, "shop.yaml"), cases=400, replications=4))
    return {(one.code, one.at): one for one in find(evidence)}


def test_every_fault_of_the_shop_is_found_and_nothing_else(found):
    """One finding for each thing that was planted."""
    assert set(found) == {
        ("failure", "order.fails.refused"),
        ("wait", "call-centre.people"),
        ("wait", "pick.after"),
        ("wait", "carry.after"),
        ("contact", "ask.reason"),
        ("merge", "pay"),
        ("silence", "soon"),
        ("asked twice", "order.asks-for"),
        ("closed", "call-centre.open"),
    }


def test_the_rates_are_those_of_the_document(found):
    """A tenth of the orders fails, two days pass at picking, everybody is asked again."""
    assert found["failure", "order.fails.refused"].evidence.value == pytest.approx(0.1, abs=0.02)
    assert found["wait", "pick.after"].evidence.value == pytest.approx(2 * 86_400)
    assert found["asked twice", "order.asks-for"].evidence.value == 1.0
    asked = found["contact", "ask.reason"]
    assert asked.evidence.value == pytest.approx(0.4, abs=0.03)
    assert asked.harm.amount.value == pytest.approx(0.4 * 60 * 30, rel=0.08)
    assert found["silence", "soon"].evidence.value == pytest.approx(4 * 86_400, rel=0.03)
    late = found["closed", "call-centre.open"].evidence.value  # open 10 of 14 hours
    assert late == pytest.approx(4 / 14, abs=0.04)


def test_every_proposal_can_be_made(found):
    """Each proposal changes what it should."""
    shop = read_text(SHOP, "shop.yaml")
    changed = {key: apply(shop, one.proposal) for key, one in found.items()}
    steps = {key: {step.id: step for step in process.steps} for key, process in changed.items()}
    assert steps["failure", "order.fails.refused"]["order"].fails[0].chance == 0.0
    assert steps["wait", "pick.after"]["pick"].after.mean_seconds == 0.0
    assert [b.share for b in steps["contact", "ask.reason"]["clear"].go] == [1.0, None]
    merged = steps["merge", "pay"]  # a promise begins at `pay`, so that one stays
    assert "order" not in merged
    assert merged["pay"].own.mean_seconds == 8 * 60
    assert merged["pay"].fails[0].mode == "refused"
    again = steps["asked twice", "order.asks-for"]["order"]
    assert again.asks_for == ()
    assert again.own.mean_seconds == pytest.approx(180.0)  # one thing asked: half the time
    assert "news-pick" in steps["silence", "soon"]
    hours = changed["closed", "call-centre.open"].parts[1].open
    assert {p.end_seconds for p in hours} <= {22 * 3600.0, 23 * 3600.0}
    assert {p.first_day for p in hours} == {0, 1, 2, 3, 4}
    assert changed["wait", "call-centre.people"].parts[1].people > 8


def test_sentences_are_short_and_plain(found):
    """At most 25 words, a capital first, a full stop last."""
    for one in found.values():
        assert len(one.what.split()) <= 25
        assert one.what[0].isupper() or one.what[0].isdigit()
        assert one.what.endswith(".")
        assert not set(one.what) & set("<>{}[]=+*%→")


def test_a_face_that_one_customer_meets_is_changed_too():
    """What is said for one customer gets the same change as what is said for all."""
    text = SHOP.replace("{Shopper: {share: rest}}", "{Shopper: {share: rest}, Firm: {share: 30%}}")
    text = text.replace(
        "go: [60% yes -> order, no -> ask]}",
        "go: [60% yes -> order, no -> ask], for Firm: {go: [20% yes -> order, no -> ask]}}",
    )
    evidence = Evidence.of(run(read_text(text, "shop.yaml"), cases=200, replications=2))
    asked = next(one for one in find(evidence) if one.at == "ask.reason")
    assert asked.proposal is not None
    assert {change.address for change in asked.proposal.changes} == {
        "clear.go.yes", "clear.for-firm.go.yes",
    }  # fmt: skip


def test_shares_without_some_names_add_up():
    """What is taken away goes to the others in proportion; the rest takes what is left."""
    assert without({"a": 0.5, "b": 0.25, "c": 0.25}, {"a"}) == {"a": 0.0, "b": 0.5, "c": 0.5}
    assert without({"a": 0.5, "b": 0.2, "c": None}, {"c"}) == {
        "a": pytest.approx(0.5 / 0.7), "b": pytest.approx(0.2 / 0.7),
    }  # fmt: skip
    assert without({"a": 0.5, "b": None}, {"a"}) == {"a": 0.0}
    assert without({"a": None}, {"a"}) is None


def test_one_time_after_the_other():
    """Means and variances add up; two constants stay constant."""
    constant = Law(kind="constant", parameters=(60.0,))
    spread = Law(kind="gamma", parameters=(120.0, 30.0))
    assert summed(constant, constant) == Law(kind="constant", parameters=(120.0,))
    assert summed(None, spread) is spread
    both = summed(spread, spread)
    assert both is not None
    assert both.mean_seconds == 240.0
    assert variance(both) == pytest.approx(2 * 900.0)
    assert variance(Law(kind="uniform", parameters=(0.0, 12.0))) == 12.0
    assert variance(Law(kind="triangular", parameters=(0.0, 0.0, 6.0))) == 2.0


def test_a_merge_keeps_the_later_failures():
    """The second encounter's failures become the first's."""
    text = SHOP.replace("own: 2 min}", "own: 2 min, fails: [5% card lost -> lost]}")
    text = text.replace("promise: pay to", "promise: order to")
    shop = read_text(text, "shop.yaml")
    evidence = Evidence.of(run(shop, cases=100, replications=2))
    merge = next(one for one in find(evidence) if one.code == "merge")
    assert merge.proposal is not None
    kinds = [type(change) for change in merge.proposal.changes]
    assert kinds == [Set, Set, Remove]
    order = next(s for s in apply(shop, merge.proposal).steps if s.id == "order")
    assert [f.mode for f in order.fails] == ["refused", "card lost"]


def test_a_silence_may_last_to_the_end():
    """A promise that an end keeps has its silence, too."""
    text = SHOP.replace("promise: pay to receive", "promise: pay to done")
    meets = "receive: {do: Receive it, via: web, with: Warehouse, own: 1 min}"
    text = text.replace(meets, "tidy: {hidden: File it, by: Warehouse, takes: 1 min}")
    evidence = Evidence.of(run(read_text(text, "shop.yaml"), cases=100, replications=2))
    silence = next(one for one in find(evidence) if one.code == "silence")
    assert silence.evidence.value == pytest.approx(4 * 86_400, rel=0.05)


def test_a_contact_that_something_names_is_not_proposed_away():
    """A promise begins at the contact: taking it away would leave the promise without a start."""
    text = SHOP.replace("pay: {do: Pay for it, with: Web shop, via: web, own: 2 min}", PAY_AT_DESK)
    evidence = Evidence.of(run(read_text(text, "shop.yaml"), cases=100, replications=2))
    assert "pay.reason" not in {one.at for one in find(evidence)}
    free = text.replace("promise: pay to", "promise: order to")
    evidence = Evidence.of(run(read_text(free, "shop.yaml"), cases=100, replications=2))
    assert "pay.reason" in {one.at for one in find(evidence)}


PAY_AT_DESK = """pay:
      do: Pay for it
      with: Call centre
      via: phone
      takes: 2 min
      reason: pay
      closed: -> lost"""
