"""Every number of a process by its address."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given

from outsidein.document import read
from outsidein.model.behaviour import Law
from outsidein.model.check import check
from outsidein.model.numbers import people_of, scaled_law
from outsidein.model.places import MissedError, every_step
from outsidein.model.process import Process
from outsidein.model.resolve import seen_by
from outsidein.model.scenario import numbers_at, with_number
from strategies import processes

EXAMPLES = Path(__file__).parents[1] / "document" / "examples"


@cache
def order() -> Process:
    return read(EXAMPLES / "order.yaml")


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("arrivals.rate", 300 / 86_400),
        ("shopper.share", 0.85),
        ("shopper.worth.served", 38.0),
        ("business.worth.lost", -40.0),
        ("call-centre.people", 6.0),
        ("call-centre.cost", 32.0),
        ("menu.own", 70.0),
        ("menu.fails.gave-up", 0.04),
        ("find.phone.share", 0.2),
        ("find.phone.takes", 360.0),
        ("find.for-business.phone.share", 0.6),
        ("clear.go.yes", 0.82),
        ("decide.go.look-again", 0.2),
        ("ask.patience", 180.0),
        ("ask.closed", 0.6),
        ("ask.retry", 0.7),
        ("ask.retry.after", 7200.0),
        ("ask.retry.max", 3.0),
        ("options.at-most.max", 4.0),
        ("delivery.within", 4 * 86_400.0),
        ("delivery.for-business.within", 3 * 86_400.0),
        ("revise.chance", 0.02),
        ("enquire.when", 2 * 86_400.0),
        ("enquire.max", 3.0),
        ("ship.after", 2 * 86_400.0),
        ("pay.first-of.overdue", 30 * 86_400.0),
        ("receive.for-business.fails.not-at-home", 0.01),
        ("invoice.cost", 0.2),
        ("pick.fails.wrong-item", 0.03),
    ],
)
def test_numbers_have_their_addresses(address: str, value: float) -> None:
    """Shares and chances, means in seconds, money, people, counts."""
    assert numbers_at(order())[address] == pytest.approx(value)


def test_other_numbers_of_the_examples() -> None:
    """No shows, branches of `some of`, waits for one customer, absence, own customers."""
    hospital, claim = (read(EXAMPLES / f"{name}.yaml") for name in ("hospital", "claim"))
    found = numbers_at(hospital)
    assert found["seen.no-show"] == 0.09
    assert found["which.blood.share"] == 0.6
    assert found["list.for-urgent.wait"] == 8 * 86_400
    assert numbers_at(claim)["case-handlers.away"] == 0.1


def test_the_rest_is_no_number() -> None:
    """It follows from the others."""
    found = numbers_at(order())
    assert not [a for a in found if a in {"business.share", "find.web.share", "clear.go.no"}]


def test_people_by_the_hour_are_told_as_their_mean() -> None:
    """Warehouse: 6 and 3 people 40 hours each, 2 on Saturday 8 hours: 376 over 88 hours."""
    warehouse = next(part for part in order().parts if part.id == "warehouse")
    assert people_of(warehouse) == pytest.approx((6 * 40 + 3 * 40 + 2 * 8) / 88)
    changed = with_number(order(), "warehouse.people", 2 * people_of(warehouse))
    part = next(part for part in changed.parts if part.id == "warehouse")
    assert isinstance(part.people, tuple)
    assert [count for _, count in part.people] == [12, 6, 4]


def test_a_law_keeps_its_shape() -> None:
    """Mean and spread grow alike; a uniform stays a uniform."""
    changed = with_number(order(), "find.phone.takes", 720.0)
    takes = next(s for s in every_step(changed) if s.id == "find").ways[1].takes
    assert takes == Law(kind="lognormal", parameters=(720.0, 360.0), unit="min")
    assert scaled_law(Law(kind="uniform", parameters=(60.0, 180.0)), 60.0).parameters == (30, 90)
    nothing = Law(kind="constant", parameters=(0.0,), unit="h")
    assert scaled_law(nothing, 60.0) == Law(kind="constant", parameters=(60.0,), unit="h")
    with pytest.raises(ValueError, match="below 0"):
        scaled_law(nothing, -1.0)


def test_destinations_and_other_customers_stay() -> None:
    """Patience still leads where it led; what is said for a customer is theirs alone."""
    changed = with_number(order(), "ask.patience", 60.0)
    ask = next(s for s in every_step(changed) if s.id == "ask")
    assert ask.patience is not None
    assert ask.patience.to == "lost"
    theirs = with_number(order(), "delivery.for-business.within", 86_400.0)
    delivery = next(s for s in every_step(theirs) if s.id == "delivery")
    assert delivery.within is not None
    assert delivery.within.mean_seconds == 4 * 86_400
    assert seen_by(delivery, "business").within == Law(
        kind="constant", parameters=(86_400.0,), unit="working day"
    )


def test_what_is_no_number_or_no_share_is_refused() -> None:
    """A share above 1, an address without a number, an address without anything."""
    with pytest.raises(ValueError, match="share"):
        with_number(order(), "clear.go.yes", 1.2)
    with pytest.raises(MissedError):
        with_number(order(), "ask.wrap-up", 60.0)
    with pytest.raises(MissedError):
        with_number(order(), "ask.takse", 60.0)


@given(processes())
def test_every_number_can_be_changed_and_found_again(process: Process) -> None:
    """Each alone, by a tenth; the changed process is as sound as before."""
    before = {fault.code for fault in check(process)}
    for address, value in numbers_at(process).items():
        if address.endswith(
            (".people", ".max", ".lines", ".overflow", ".batch", ".times", ".crew")
        ):
            continue  # whole numbers
        changed = with_number(process, address, value * 0.9)
        assert numbers_at(changed)[address] == pytest.approx(value * 0.9)
        assert {fault.code for fault in check(changed)} <= before | {"shares"}
