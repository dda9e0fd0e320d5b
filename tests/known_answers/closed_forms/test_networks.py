"""Jackson networks, and cycle times of phase type: no queue, many ways through."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from known_answers.closed_forms.chains import erlang_c
from known_answers.closed_forms.runs import ALWAYS, MINUTE, SIZES, assert_known, simulate, world
from outsidein.measures import tally as t

PEOPLE = {"Front": 2, "Back": 3, "Lab": 1}
MINUTES = {"Front": 1.0, "Back": 2.0, "Lab": 0.8}
# From each step to each: greet, look up (Front again), treat (Back), test (Lab).
WHERE = ("Front", "Front", "Back", "Lab")
ROUTES = np.array(
    [[0.0, 0.4, 0.6, 0.0], [0.0, 0.0, 0.7, 0.0], [0.2, 0.0, 0.0, 0.3], [0.0, 0.0, 0.5, 0.1]]
)
NETWORK = """
- greet:
    do: Greet
    with: Front
    via: counter
    takes: exponential 1 min
    closed: -> gone
    go: [40% ask -> find, no -> treat]
- find:
    do: Look it up
    with: Front
    via: counter
    takes: exponential 1 min
    closed: -> gone
    go: [70% found -> treat, no -> done]
- treat:
    hidden: Treat
    by: Back
    takes: exponential 2 min
    go: [20% again -> greet, 30% test -> test, well -> done]
- test:
    check: Test
    by: Lab
    takes: exponential 0.8 min
    go: [50% treat -> treat, 10% unclear -> test, well -> done]
"""


@pytest.mark.parametrize("customers", SIZES)
def test_a_jackson_network(customers: int) -> None:
    """Rule 10, grammar §4.10: each part of a network with returns waits as an M/M/c of its own.

    Source: Jackson (1957), *Networks of waiting lines*; Baskett, Chandy, Muntz & Palacios
    (1975) for two steps at one part. Visits, the wait at each step, and the mean time in all.
    """
    rate = 0.5
    visits = np.linalg.inv(np.eye(4) - ROUTES)[0]
    offered = {name: rate * sum(visits[k] for k in range(4) if WHERE[k] == name) for name in PEOPLE}
    waits = {}
    for name, people in PEOPLE.items():
        load = offered[name] * MINUTES[name]
        waits[name] = erlang_c(load, people) * MINUTES[name] / (people - load)
    parts = "\n".join(f"{name}: {{people: {n}, open: {ALWAYS}}}" for name, n in PEOPLE.items())
    found = simulate(world(NETWORK, parts=parts, per_minute=rate), customers, seed=51)
    arrived, sees = found.cases(t.ARRIVED), 0.03 if customers >= 10_000_000 else None
    for k, step in enumerate(("greet", "find", "treat", "test")):
        joined = found.visits(step, t.JOINED)
        assert_known(joined, arrived, float(visits[k]), sees=0.02)
        assert_known(found.visits(step, t.QUEUE), joined, MINUTE * waits[WHERE[k]], sees=sees)
    elapsed = sum(visits[k] * (waits[WHERE[k]] + MINUTES[WHERE[k]]) for k in range(4))
    ended, sees = found.cases(t.ENDED), 0.01 if customers >= 10_000_000 else None
    assert_known(found.cases(t.ELAPSED), ended, MINUTE * float(elapsed), sees=sees)


PHASES = """
- fill:
    {do: Fill in the form, own: exponential 3 min, fails: [15% wrong -> fill]}
- look: {hidden: Look at it, by: Courier, after: exponential 8 min}
- fine: {check: Is it fine, by: Courier, go: [25% no -> fill, 35% unsure -> ask, yes -> bring]}
- ask: {wait: exponential 20 min, next: look}
- bring: {do: Bring it, own: exponential 5 min}
"""


@pytest.mark.parametrize("customers", SIZES)
def test_cycle_times_of_phase_type(customers: int) -> None:
    """Grammar §4.1, §4.10: times that follow each other with returns have a law of phase type.

    P(longer than t) = a exp(Tt) 1, mean -a T^-1 1 (Neuts, *Matrix-Geometric Solutions*, 1981,
    chapter 2). From the median far into the tail; the time in all is counted in bins, so each
    is asked at the edge of one.
    """
    rates = np.array([1 / 3, 1 / 8, 1 / 20, 1 / 5])  # fill, look, ask, bring: a minute
    leads = np.array([[0.15, 0.85, 0, 0], [0.25, 0, 0.35, 0.40], [0, 1.0, 0, 0], [0, 0, 0, 0]])
    matrix = rates[:, None] * (leads - np.eye(4))
    mean = -np.linalg.inv(matrix)[0].sum()
    text = world(PHASES, parts="Courier: {kind: partner}", per_minute=1)
    found = simulate(text, customers, seed=52, warm_up_customers=0)
    ended, sees = found.cases(t.ENDED), 0.01 if customers >= 10_000_000 else None
    assert_known(found.cases(t.ELAPSED), ended, MINUTE * float(mean), sees=sees)
    for minutes in (5, 15, 30, 60, 120):
        longer, edge = found.lasted_longer(MINUTE * minutes)
        known = expm(matrix * edge / MINUTE)[0].sum()
        assert_known(longer, ended, float(known), sees=sees)
