"""Races, branches and starts by their laws; appointments that wait like an M/M/c queue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest

from known_answers.closed_forms.chains import erlang_c
from known_answers.closed_forms.runs import MINUTE, Simulate, assert_known, desk, sizes, world
from outsidein.measures import tally as t
from outsidein.measures.records import FOR_ORGANISATION, OWN_PACE

SIZES = sizes()
COURIER = "Courier: {kind: partner}"


def longest(rates: Sequence[float]) -> float:
    """Return the mean of the longest of independent exponential times, by inclusion-exclusion."""
    return sum(
        -((-1) ** size) / sum(chosen)
        for size in range(1, len(rates) + 1)
        for chosen in combinations(rates, size)
    )


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_race(simulate: Simulate, customers: int) -> None:
    """`first of`: of exponential times the shortest wins in proportion to its rate.

    Means of 4, 6 and 12 min: rates 1/4, 1/6 and 1/12 add up to 1/2: 2 min; half, a third, a sixth.
    """
    text = world(
        """
        - wait-for:
            first of:
              - answer after exponential 4 min -> thank
              - doubt after exponential 6 min -> gone
              - friend after exponential 12 min -> done
            by: customer
        - thank: {do: Thank, via: web, own: exponential 1 min}
        """,
        parts=COURIER,
        per_minute=1,
    )
    found = simulate(text, customers)
    arrived, sees = found.cases(t.ARRIVED), 0.02 if customers >= 10_000_000 else None
    assert_known(found.seconds(OWN_PACE), arrived, 2 * MINUTE, sees=sees)
    assert_known(found.visits("thank", t.TRIES), arrived, 1 / 2, sees=sees)
    assert_known(found.cases(t.LOST), arrived, 1 / 3, sees=sees)
    row = found.words.step_code("wait-for")
    third = [float(tally.branches[row, 2]) for tally in found.tallies]
    assert_known(third, arrived, 1 / 6, sees=sees)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_all_branches(simulate: Simulate, customers: int) -> None:
    """`together`: the longest of three exponential times: inclusion and exclusion."""
    text = world(
        """
        - all:
            together:
              one: [{pack: {hidden: Pack, by: Courier, after: exponential 5 min}}]
              two: [{print: {hidden: Print, by: Courier, after: exponential 10 min}}]
              three: [{sign: {hidden: Sign, by: Courier, after: exponential 20 min}}]
        """,
        parts=COURIER,
        per_minute=1,
    )
    found = simulate(text, customers)
    known = longest([1 / 5, 1 / 10, 1 / 20])
    sees = 0.02 if customers >= 10_000_000 else None
    assert_known(found.cases(t.ELAPSED), found.cases(t.ENDED), MINUTE * known, sees=sees)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_some_branches(simulate: Simulate, customers: int) -> None:
    """`some of`: each branch by its own draw; the rest when no other is taken.

    60 % and 30 %, each on its own; 28 % take neither and so the rest.
    """
    text = world(
        """
        - some:
            some of:
              60% one: [{pack: {hidden: Pack, by: Courier, after: exponential 5 min}}]
              30% two: [{print: {hidden: Print, by: Courier, after: exponential 10 min}}]
              rest three: [{sign: {hidden: Sign, by: Courier, after: exponential 20 min}}]
        """,
        parts=COURIER,
        per_minute=1,
    )
    found = simulate(text, customers)
    known = 0.42 * 5 + 0.12 * 10 + 0.18 * longest([1 / 5, 1 / 10]) + 0.28 * 20
    sees = 0.02 if customers >= 10_000_000 else None
    assert_known(found.cases(t.ELAPSED), found.cases(t.ENDED), MINUTE * known, sees=sees)
    for step, share in (("pack", 0.6), ("print", 0.3), ("sign", 0.28)):
        assert_known(found.visits(step, t.TRIES), found.cases(t.ARRIVED), share, sees=sees)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
@pytest.mark.parametrize("people", [1, 4])
def test_booked_customers_wait_at_home(people: int, simulate: Simulate, customers: int) -> None:
    """Grammar §4.7: booked joins the list at once and waits for the organisation: M/M/c."""
    rate = 0.75 * people
    text = world(
        "- visit: {do: Visit, with: Desk, via: home, takes: exponential 1 min}",
        parts=desk(people),
        per_minute=rate,
    ).replace("letter: left}", "letter: left, home: booked}")
    wait = erlang_c(rate, people) / (people - rate)
    found = simulate(text, customers)
    ended, sees = found.cases(t.ENDED), 0.05 if customers >= 10_000_000 else None
    assert_known(found.seconds(FOR_ORGANISATION), ended, MINUTE * wait, sees=sees)
    assert_known(found.visits("visit", t.QUEUE), ended, MINUTE * wait, sees=sees)
    assert sum(found.cases(t.CONTACTS)) == 0


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_several_starts(simulate: Simulate, customers: int) -> None:
    """Several starts: a customer arrives at one by its share."""
    text = world(
        """
        - web-start: {start: On the web, share: 20%}
        - look: {do: Look, via: web, own: 1 min, next: done}
        - desk-start: {start: At the desk, share: 35%}
        - queue-up: {do: Queue, via: web, own: 2 min, next: done}
        - home-start: {start: At home, share: rest}
        - think: {do: Think, via: web, own: 3 min}
        """,
        parts=COURIER,
        per_minute=1,
    )
    found = simulate(text, customers)
    arrived, sees = found.cases(t.ARRIVED), 0.02 if customers >= 10_000_000 else None
    for step, share in (("look", 0.20), ("queue-up", 0.35), ("think", 0.45)):
        assert_known(found.visits(step, t.TRIES), arrived, share, sees=sees)
