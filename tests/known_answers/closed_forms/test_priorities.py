"""Who is next, against Cobham's waits: priorities of steps and customers, kinds of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from known_answers.closed_forms.chains import erlang_c
from known_answers.closed_forms.runs import MINUTE, SIZES, assert_known, desk, simulate, world
from outsidein.measures import tally as t
from outsidein.measures.records import IN_QUEUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """Customers of one priority, minutes: how many come, how long they take and its square."""

    rate: float
    mean: float = 1.0
    square: float = 2.0


def cobham(classes: Sequence[Class], people: int = 1) -> list[float]:
    """Return the mean wait of each class, the first served first, in minutes.

    A service is never interrupted. Source: Cobham (1954), *Priority assignment in waiting line
    problems*; with several servers all times must be exponential with one mean.
    """
    load = sum(one.rate * one.mean for one in classes)
    left = sum(one.rate * one.square for one in classes) / 2
    if people > 1:
        left = erlang_c(load, people) / people
    waits, above = [], 0.0
    for one in classes:
        below = above + one.rate * one.mean / people
        waits.append(left / ((1 - above) * (1 - below)))
        above = below
    return waits


@pytest.mark.parametrize("customers", SIZES)
@pytest.mark.parametrize("people", [1, 3])
def test_priorities_of_customers(people: int, customers: int) -> None:
    """Grammar §4.6, rule 10: the larger priority of a customer is served first (M/M/1, M/M/3)."""
    rate = 0.8 * people
    text = world(
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, closed: -> gone}",
        parts=desk(people),
        per_minute=rate,
        customers="\n  Gold: {share: 20%, priority: 2}\n  Basic: {share: 50%}\n"
        "  Silver: {share: rest, priority: 0.5}",
    )
    waits = cobham([Class(rate=share * rate) for share in (0.2, 0.3, 0.5)], people)
    found = simulate(text, customers, seed=41)
    for segment, wait, sees in zip((0, 2, 1), waits, (0.015, 0.02, 0.05), strict=True):
        assert_known(
            found.seconds(IN_QUEUE, segment),
            found.cases(t.ENDED, segment),
            MINUTE * wait,
            sees=sees if customers >= 10_000_000 else None,
        )


@pytest.mark.parametrize("customers", SIZES)
def test_priority_of_the_step_before_that_of_the_customer(customers: int) -> None:
    """Grammar §4.6: priority of step, then of customer: four classes in this order (M/M/1)."""
    text = world(
        """
        - what: {choose: What is it, go: [40% urgent -> urgent, other -> ordinary]}
        - urgent:
            do: Call at once
            with: Desk
            via: phone
            takes: exponential 1 min
            priority: 1
            closed: -> gone
            next: done
        - ordinary:
            {do: Call, with: Desk, via: phone, takes: exponential 1 min, closed: -> gone}
        """,
        parts=desk(1),
        per_minute=0.8,
        customers="{Gold: {share: 50%, priority: 9}, Basic: {share: rest}}",
    )
    rates = [0.8 * step * customer for step in (0.4, 0.6) for customer in (0.5, 0.5)]
    waits = cobham([Class(rate=rate) for rate in rates])
    found = simulate(text, customers, seed=42)
    both = [(waits[0] + waits[1]) / 2, (waits[2] + waits[3]) / 2]
    for step, wait in zip(("urgent", "ordinary"), both, strict=True):
        assert_known(found.visits(step, t.QUEUE), found.visits(step, t.JOINED), MINUTE * wait)
    for segment in (0, 1):
        wait = 0.4 * waits[segment] + 0.6 * waits[2 + segment]
        sums, ended = found.seconds(IN_QUEUE, segment), found.cases(t.ENDED, segment)
        assert_known(sums, ended, MINUTE * wait)


@pytest.mark.parametrize("customers", SIZES)
def test_times_of_each_class(customers: int) -> None:
    """Grammar §4.6: priorities whose services differ (M/G/1): 30 s, and 1 to 3 minutes."""
    text = world(
        "- ring:\n    do: Call\n    with: Desk\n    via: phone\n    takes: 30 s\n"
        "    closed: -> gone\n    for Basic: {takes: 1..3 min}",
        parts=desk(1),
        per_minute=0.6,
        customers="{Gold: {share: 50%, priority: 1}, Basic: {share: rest}}",
    )
    short = Class(rate=0.3, mean=0.5, square=0.25)
    long = Class(rate=0.3, mean=2.0, square=4 + 1 / 3)
    found = simulate(text, customers, seed=43)
    for segment, wait in enumerate(cobham([short, long])):
        sums, ended = found.seconds(IN_QUEUE, segment), found.cases(t.ENDED, segment)
        assert_known(sums, ended, MINUTE * wait, sees=0.02 if customers >= 10_000_000 else None)


@pytest.mark.parametrize("customers", SIZES)
def test_kinds_of_work(customers: int) -> None:
    """Grammar §4.6: at equal priority live first, then what is left, then hidden work (M/M/2)."""
    text = world(
        """
        - how: {choose: How, go: [30% call -> ring, 40% write -> write, other -> sort]}
        - ring:
            do: Call
            with: Desk
            via: phone
            takes: exponential 1 min
            closed: -> gone
            next: done
        - write: {do: Write, with: Desk, via: letter, takes: exponential 1 min, next: done}
        - sort: {hidden: Sort, by: Desk, takes: exponential 1 min}
        """,
        parts=desk(2),
        per_minute=1.6,
    )
    waits = cobham([Class(rate=1.6 * share) for share in (0.3, 0.4, 0.3)], 2)
    found = simulate(text, customers, seed=44)
    for step, wait, sees in zip(("ring", "write", "sort"), waits, (0.015, 0.02, 0.05), strict=True):
        assert_known(
            found.visits(step, t.QUEUE),
            found.visits(step, t.JOINED),
            MINUTE * wait,
            sees=sees if customers >= 10_000_000 else None,
        )
