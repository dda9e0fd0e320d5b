"""Work that gives way to customers, and time limits."""

from __future__ import annotations

from math import exp

import pytest

from known_answers.closed_forms.chains import birth_and_death
from known_answers.closed_forms.runs import MINUTE, Simulate, assert_known, desk, sizes, world
from outsidein.measures import tally as t

SIZES = sizes()


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_work_that_gives_way(simulate: Simulate, customers: int) -> None:
    """`interrupts: yes`: M/M/1, what is interrupted goes on where it stopped.

    Callers wait as if there were no other work; the work is done after
    m / (1 - a) + R / ((1 - a)(1 - a - b)), where a and b are the loads and R the mean work left
    (Jaiswal 1968, *Priority Queues*, chapter 4, pre-emptive resume).
    """
    urgent, other = 0.4, 0.3
    text = world(
        f"""
        - which: {{choose: Which, go: [{urgent / (urgent + other):.6%} call -> ring, no -> sort]}}
        - ring:
            do: Call
            with: Desk
            via: phone
            takes: exponential 1 min
            interrupts: yes
            closed: -> gone
            next: done
        - sort: {{hidden: Sort, by: Desk, takes: exponential 1 min}}
        """,
        parts=desk(1),
        per_minute=urgent + other,
    )
    found = simulate(text, customers)
    ring, sort = found.visits("ring", t.JOINED), found.visits("sort", t.JOINED)
    wait = urgent / (1 - urgent)
    assert_known(found.visits("ring", t.QUEUE), ring, MINUTE * wait)
    done = 1 / (1 - urgent) + (urgent + other) / ((1 - urgent) * (1 - urgent - other))
    assert_known(found.visits("sort", t.IN_ALL), sort, MINUTE * done)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_limit_on_what_takes_time(simulate: Simulate, customers: int) -> None:
    """`limit`: what lasts longer than the limit is left: own effort of any law against a constant.

    Exponential own effort of 5 min within 4 min: exp(-4/5) do not make it; the mean time at it is
    5 (1 - exp(-4/5)).
    """
    text = world(
        "- fill: {do: Fill in, via: web, own: exponential 5 min, limit: 4 min -> gone}",
        parts="Courier: {kind: partner}",
        per_minute=1,
    )
    found = simulate(text, customers)
    arrived = found.cases(t.ARRIVED)
    assert_known(found.cases(t.LOST), arrived, exp(-0.8))
    assert_known(found.cases(t.ELAPSED), arrived, 5 * MINUTE * (1 - exp(-0.8)))


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_limit_on_a_call(simulate: Simulate, customers: int) -> None:
    """`limit`: in the queue it acts as a patience; a service it cuts is finished by the part.

    So people are as busy as in Erlang A, and of those who start, a service of 1 min is over before
    a limit of 3 min on average with probability 3/4.
    """
    rate, people, limit = 3.0, 3, 3.0
    law = birth_and_death(
        lambda n: rate if n < 300 else 0.0, lambda n: min(n, people) + max(n - people, 0) / limit
    )
    queue = sum(max(n - people, 0) * share for n, share in enumerate(law))
    text = world(
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, "
        f"limit: exponential {limit} min -> gone, closed: -> gone}}",
        parts=desk(people),
        per_minute=rate,
    )
    found = simulate(text, customers)
    arrived, started = found.cases(t.ARRIVED), 1 - queue / limit / rate
    assert_known(found.visits("ring", t.QUEUE), arrived, MINUTE * queue / rate)
    assert_known(found.cases(t.LOST), arrived, 1 - started * 3 / 4)
