"""The three documents of the whole grammar, value by value."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from outsidein.document import check_file, read, syntax
from outsidein.model.behaviour import (
    AtMost,
    Away,
    Branch,
    Closed,
    Consult,
    Failure,
    NoShow,
    OwnCustomers,
    Patience,
    RaceBranch,
    Retry,
    Span,
    Trigger,
)
from outsidein.model.change import Insert, Remove, Set
from outsidein.model.places import every_step
from outsidein.model.process import Part, Process, Source, Step
from outsidein.model.resolve import seen_by, ways_of

FOLDER = Path(__file__).parent / "examples"
law = syntax.law


@cache
def example(name: str) -> Process:
    return read(FOLDER / f"{name}.yaml")


def step(name: str, identity: str) -> Step:
    return next(s for s in every_step(example(name)) if s.id == identity)


@pytest.mark.parametrize("name", ["order", "claim", "hospital"])
def test_each_is_without_error(name: str) -> None:
    """What check finds are remarks: a rest that a scenario moves, an end nobody is told of."""
    faults = check_file(FOLDER / f"{name}.yaml")
    assert {fault.severity for fault in faults} <= {"warning"}
    assert {fault.code for fault in faults} <= {"rest-changes", "ends-unseen"}


def test_the_order_around_its_steps() -> None:
    """Customers, channels, parts, arrivals and the whole."""
    order = example("order")
    assert (order.name, order.numbers, order.currency) == ("Order a product", "assumed", "EUR")
    shopper, business = order.customers
    assert (shopper.id, shopper.share, shopper.worth) == ("shopper", 0.85, {"served": 38.0})
    assert business.share is None
    assert business.worth == {"served": 210.0, "lost": -40.0}
    assert business.people == ("buyer", "approver", "goods-in")
    assert business.priority == 1.0
    assert order.channels == {
        "web": "self", "phone": "live", "counter": "live", "door": "live", "e-mail": "left",
        "letter": "left",
    }  # fmt: skip
    parts = {part.id: part for part in order.parts}
    assert list(parts) == [
        "web-shop", "answering-menu", "call-centre", "sales", "billing", "warehouse",
        "order-system", "courier",
    ]  # fmt: skip
    assert parts["web-shop"] == Part(id="web-shop", name="Web shop", kind="system")
    centre = parts["call-centre"]
    assert (centre.people, centre.cost_per_hour) == (6, 32.0)
    assert [skill.name for skill in centre.skills] == ["advice", "orders"]
    assert centre.open == (syntax.hours("Mon-Fri 08:00-20:00"), syntax.hours("Sat 09:00-14:00"))
    assert parts["warehouse"].people == (
        (syntax.hours("Mon-Fri 06:00-14:00"), 6),
        (syntax.hours("Mon-Fri 14:00-22:00"), 3),
        (syntax.hours("Sat 06:00-14:00"), 2),
    )
    assert order.arrivals is not None
    assert order.arrivals.per_second == 300 / 86_400
    assert [weight for _, weight in order.arrivals.profile] == [3.0, 1.0, 1.0]
    assert order.sources == {
        "arrivals.rate": Source(kind="observed", n=9125, period="2024"),
    }
    assert order.poor_when[1] == ("more than contacts", 2.0)
    assert [s.id for s in order.shared] == ["menu"]


def test_the_order_ways() -> None:
    """A way inherits its step's keys, fails are joined, and a customer may see it differently."""
    find = step("order", "find")
    web, phone = find.ways
    assert (web.name, web.share, web.part) == ("web", None, "web-shop")
    assert web.fails == (Failure(mode="found nothing", chance=0.08, by="customer", to="phone"),)
    assert (phone.share, phone.through, phone.part) == (0.2, "menu", "call-centre")
    assert phone.takes == law("lognormal 6 min sd 3 min")
    assert phone.wrap_up == law("1 min")
    assert phone.patience == Patience(law=law("exponential 4 min"), to="web")
    assert phone.closed == Closed(to="web")
    assert (phone.reason, phone.tolerates) == ("advice", law("2 min"))
    theirs = seen_by(find, "business").ways[1]
    assert (theirs.share, theirs.part, theirs.takes) == (0.6, "sales", phone.takes)
    place = ways_of(step("order", "place"), example("order").channels)["web"]
    assert [failure.mode for failure in place.fails] == ["wrong address", "payment refused"]
    assert (place.channel, place.person) == ("web", "buyer")
    assert place.asks_for == ("address", "payment")


def test_the_order_steps() -> None:
    """A step of each verb, with everything it says."""
    ask = step("order", "ask")
    assert ask.closed == Closed(chance=0.6, call_back=True, to="lost")
    assert ask.retry == Retry(chance=0.7, after=law("2 h"), most=3)
    assert ask.consults == (Consult(part="warehouse", share=0.2),)
    assert (ask.phase, ask.through, ask.channel) == ("Research", "menu", "phone")
    assert step("order", "decide").go == (
        Branch(label="yes", to="place", share=0.61),
        Branch(label="look again", to="options", share=0.2),
        Branch(label="no", to="left"),
    )
    assert step("order", "options").at_most == AtMost(visits=4, to="left")
    assert step("order", "options").uses == ("order-system",)
    approval = step("order", "approval")
    assert (approval.only, approval.person) == ("business", "approver")
    assert (approval.pause, approval.own) == (law("lognormal 5 h sd 6 h"), law("5 min"))
    delivery = step("order", "delivery")
    assert delivery.span == Span(first="place", last="receive")
    assert delivery.within == law("4 working days")
    assert seen_by(delivery, "business").within == law("3 working days")
    revise, cancel = step("order", "before-shipping").acts
    assert revise.trigger == Trigger(kind="at random", chance=0.02, per="day", most=1)
    assert revise.next == ("credit",)
    assert cancel.patience == Patience(law=law("5 min"))
    assert step("order", "chase").trigger == Trigger(
        kind="no news", silence=law("1 day"), chance=0.3, most=5
    )
    goods, papers = step("order", "prepare").blocks
    assert [s.id for s in goods.steps] == ["pick", "pack"]
    assert [s.cost for s in papers.steps] == [0.2]
    assert step("order", "pick").fails == (
        Failure(mode="wrong item", chance=0.03, noticed_at="receive", by="customer", to="swap"),
    )
    ship = step("order", "ship")
    assert (ship.shows, ship.carries, ship.evidence) == ("status", ("parcel",), ("van and parcel",))
    assert seen_by(ship, "business").after == law("1 working day")
    assert step("order", "receive").moment_of_truth is True
    assert step("order", "pay").race == (
        RaceBranch(label="paid", after=law("lognormal 14 days sd 8 days"), to="done"),
        RaceBranch(label="overdue", after=law("30 days"), to="remind"),
    )
    assert step("order", "done").outcome == "served"


def test_the_order_scenarios() -> None:
    """Changes in their order: parts, inserted steps, values, removals."""
    scenarios = {scenario.name: scenario for scenario in example("order").scenarios}
    assert scenarios["better descriptions"].changes == (
        Set(address="clear.go.yes", value=0.92),
        Set(address="decide.go.yes", value=0.69),
        Set(address="decide.go.look-again", value=0.12),
    )
    assert scenarios["no answering menu"].changes == (Remove(id="menu"),)
    executives = scenarios["account executives"]
    assert executives.for_customer == "business"
    part, inserted, *sets = executives.changes
    assert isinstance(part, Insert)
    assert isinstance(part.elements, Part)
    assert part.elements.place == ("above", "sales")
    assert part.elements.own_customers == OwnCustomers(within=law("1 min"))
    assert part.elements.away == Away(share=0.15, part="call-centre")
    assert isinstance(inserted, Insert)
    assert (inserted.where, inserted.at) == ("after", "receive")
    assert Set(
        address="ask.takes", value=law("4 min"), for_customer="business"
    ) in sets  # fmt: skip
    assert scenarios["executives for sales"].on_top_of == "account executives"


def test_the_claim() -> None:
    """Outcomes with their worth, a race at the customer's pace, a touch that leads on."""
    claim = example("claim")
    assert claim.customers[0].worth == {"served": 300.0, "not served": 0.0, "lost": -400.0}
    assert claim.parts[2].away == Away(share=0.1, part="claims-line")
    assert claim.judge_by == "time in all"
    docs = step("claim", "docs")
    assert docs.race_by_customer
    assert docs.race[0].after == law("lognormal 9 days sd 7 days")
    need = step("claim", "need")
    assert [b.share for b in need.go] == [0.65, None]
    assert [b.share for b in seen_by(need, "large-claim").go] == [0.9, None]
    visit = step("claim", "visit")
    assert visit.no_show == NoShow(chance=0.06, to="visit-plan")
    assert step("claim", "visit-plan").verb == "touch"
    assert step("claim", "visit-plan").next == ("visit",)
    assert step("claim", "withdraw").trigger == Trigger(
        kind="at random", chance=0.003, per="day", most=1
    )
    assert step("claim", "ask-docs").at_most == AtMost(visits=2, to="cover")
    assert step("claim", "damage").verb == "start"
    status = claim.scenarios[1]
    assert [c.address for c in status.changes if isinstance(c, Set)] == [
        "docs.shows", "visit.shows", "write.shows",
    ]  # fmt: skip


def test_the_hospital() -> None:
    """Booked channels, some of several branches, a wait that differs by customer."""
    hospital = example("hospital")
    assert hospital.channels["clinic"] == "booked"
    assert hospital.poor_when == (
        ("promise broken", 0.0),
        ("more than contacts", 3.0),
        ("a failure the customer found first", 0.0),
    )
    assert hospital.arrivals is not None
    assert hospital.arrivals.per_second == 140 / (7 * 86_400)
    which = step("hospital", "which")
    assert [(b.name, b.share) for b in which.blocks] == [("blood", 0.6), ("imaging", 0.35)]
    waiting = step("hospital", "list")
    assert waiting.wait == law("lognormal 7 weeks sd 3 weeks")
    assert seen_by(waiting, "urgent").wait == law("lognormal 8 days sd 3 days")
    assert step("hospital", "refer").fails[0].until == "chase"
    assert step("hospital", "analyse").fails[0].by == "laboratory"
    assert hospital.scenarios[0].changes[0] == Set(
        address="seen.no-show", value=NoShow(chance=0.04)
    )
    people = hospital.scenarios[1].changes[0]
    assert isinstance(people, Set)
    assert [count for _, count in people.value] == [4, 2]
