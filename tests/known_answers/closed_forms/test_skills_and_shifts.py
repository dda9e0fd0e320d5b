"""Who can do what, and who is not there: skills by first come, first served; absence by the day."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from scipy.linalg import expm

from known_answers.closed_forms.chains import mean, stationary
from known_answers.closed_forms.runs import (
    ALWAYS,
    MINUTE,
    Simulate,
    assert_known,
    desk,
    simulate,
    sizes,
    world,
)
from outsidein.measures import tally as t

SIZES = sizes()

CAN = {1: {"a": 1.0}, 2: {"a": 0.5, "b": 1.0}, 3: {"b": 0.8}}  # speed of each person
RATES, PATIENCE, MOST = {"a": 1.0, "b": 1.1}, 1.5, 9
Skilled = tuple[tuple[str, ...], tuple[int, ...], tuple[tuple[int, str], ...]]


def skilled_moves(state: Skilled) -> list[tuple[Skilled, float]]:
    """Return where a skilled desk can go: (who waits in order, idle in order, busy with what).

    First come, first served; the longest idle who can takes a customer (the rule under which
    Adan & Weiss 2014, *A skill based parallel service system under FCFS-ALIS*, have a product
    form; here with services by person and skill, so by the chain itself).
    """
    queue, idle, busy = state
    found: list[tuple[Skilled, float]] = []
    for kind, rate in RATES.items():
        able = [person for person in idle if kind in CAN[person]]
        if able:
            rest = tuple(person for person in idle if person != able[0])
            now = tuple(sorted((*busy, (able[0], kind))))
            found.append(((queue, rest, now), rate))
        elif len(queue) < MOST:
            found.append((((*queue, kind), idle, busy), rate))
    for place in range(len(queue)):
        fewer = queue[:place] + queue[place + 1 :]
        found += [((fewer, idle, busy), 1 / PATIENCE)]
    for person, kind in busy:
        others = tuple(one for one in busy if one[0] != person)
        place = next((k for k, waiting in enumerate(queue) if waiting in CAN[person]), None)
        if place is None:
            after = (queue, (*idle, person), others)
        else:
            now = tuple(sorted((*others, (person, queue[place]))))
            after = (queue[:place] + queue[place + 1 :], idle, now)
        found.append((after, CAN[person][kind]))
    return found


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_skills(simulate: Simulate, customers: int) -> None:
    """`skills` and `needs`: a free person takes the first in the queue whom they can serve.

    Three people, two skills, speeds of their own; a patience of 1.5 min. Who gives up and how long
    each kind waits, by a chain of 9 in the queue at most.
    """
    law = stationary(((), (1, 2, 3), ()), skilled_moves)
    assert sum(share for (queue, _, _), share in law.items() if len(queue) == MOST) < 2e-4
    whole = sum(RATES.values())
    step = f"via: phone, takes: exponential 1 min, patience: exponential {PATIENCE} min -> gone, "
    text = world(
        f"""
        - which: {{choose: Which, go: [{RATES["a"] / whole:.6%} a -> first, b -> second]}}
        - first: {{do: Ask, with: Desk, {step} closed: -> gone, needs: alpha, next: done}}
        - second: {{do: Tell, with: Desk, {step} closed: -> gone, needs: beta}}
        """,
        parts=desk(3, ", skills: [1 alpha, 2 alpha at 50%, 2 beta, 3 beta at 80%]"),
        per_minute=whole,
    )
    found = simulate(text, customers)
    sees = 0.05 if customers >= 10_000_000 else None
    for kind, step_id in (("a", "first"), ("b", "second")):
        waiting = mean(law, lambda queue, *_, kind=kind: queue.count(kind))
        tries = found.visits(step_id, t.TRIES)
        left = waiting / PATIENCE / RATES[kind]
        assert_known(found.visits(step_id, t.WAS_LEFT), tries, left, sees=sees)
        known = MINUTE * waiting / RATES[kind]
        assert_known(found.visits(step_id, t.QUEUE), tries, known, sees=sees)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_repeat_takes_another_time(simulate: Simulate, customers: int) -> None:
    """`takes again`: the first service has a law, every later one of the case another.

    Half come again after each service; 400 people, so nobody waits: the time in all is of phase
    type: 6 minutes, then 2 each time.
    """
    text = world(
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 6 min, "
        "takes again: exponential 2 min, closed: -> gone, fails: [50% unclear -> ring]}",
        parts=desk(400),
        per_minute=2,
    )
    found = simulate(text, customers)
    ended, sees = found.cases(t.ENDED), 0.02 if customers >= 10_000_000 else None
    assert_known(found.cases(t.ELAPSED), ended, MINUTE * 8.0, sees=sees)
    matrix = np.array([[-1 / 6, 1 / 12], [0.0, -1 / 4]])
    for minutes in (5, 20):
        longer, edge = found.lasted_longer(MINUTE * minutes)
        known = float(expm(matrix * edge / MINUTE)[0].sum())
        assert_known(longer, ended, known, sees=sees)


@pytest.mark.parametrize(
    "customers",
    [pytest.param(600_000, id="6e5"), pytest.param(6_000_000, id="6e6", marks=pytest.mark.long)],
)
def test_who_is_absent(customers: int) -> None:
    """`absent`: drawn for each person at each beginning of a shift, and paid all the same.

    Each of 3 is absent with 25 %: so many are there as a binomial law says. An hour a day two
    come a minute, nobody waits: those lost are the integral of P(all busy) from an empty
    morning on; with nobody there the queue frightens all away.
    """
    people, absent, rate, hours = 3, 0.25, 2.0, 1.0
    text = world(
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, "
        "balks: at 0 waiting -> gone, closed: -> gone}",
        parts=desk(people, f", absent: {absent:.0%}").replace(ALWAYS, "Mon-Sun 08:00-09:00"),
        per_minute=rate * hours / 24,
    ).replace(" per h}", " per h, profile: [Mon-Sun 08:00-09:00 x1]}")
    known = sum(
        comb(people, there) * (1 - absent) ** there * absent ** (people - there)
        * lost_in_a_day(rate, there, 60 * hours)
        for there in range(people + 1)
    )  # fmt: skip
    found = simulate(text, customers, warm_up_customers=0)
    assert_known(found.visits("ring", t.WAS_LEFT), found.visits("ring", t.TRIES), known, sees=0.07)
    staffed = sum(float(tally.parts["staffed_seconds"][-1]) for tally in found.tallies)
    days = customers / (rate * 60 * hours)
    assert staffed == pytest.approx(days * people * hours * 3_600, rel=0.02)


def lost_in_a_day(rate: float, people: int, minutes: float) -> float:
    """Return the share of a day's customers who find nobody free, from an empty morning on."""
    chain = np.zeros((people + 1, people + 1))
    for n in range(people):
        chain[n, n + 1], chain[n + 1, n] = rate, n + 1
    chain -= np.diag(chain.sum(axis=1))
    whole = np.zeros((people + 2, people + 2))  # the last column adds up the time all are busy
    whole[:-1, :-1] = chain
    whole[people, -1] = 1.0
    return float(expm(whole * minutes)[0, -1]) / minutes
