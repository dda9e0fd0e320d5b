"""Queues and chains whose answer is known in closed form: |z| < 4 over replications."""

from __future__ import annotations

import math

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.measures import tally as t
from outsidein.simulation.plan import Plan
from outsidein.simulation.runs import Results, run
from outsidein.statistics import ratio_of_sums

REPLICATIONS = 30
SIZES = [
    pytest.param(1_000_000, id="1e6"),
    pytest.param(10_000_000, id="1e7", marks=pytest.mark.long),
]

QUEUE = """
process: A queue
customers: {{Caller: {{share: 100%}}}}
channels: {{phone: live}}
organisation: {{Desk: {{people: {people}, open: Mon-Sun 00:00-24:00}}}}
arrivals: {{rate: {per_hour} per h}}
steps:
  - ring: {{{step}}}
  - done: {{end: Served, outcome: served}}
  - gone: {{end: Gave up, outcome: lost}}
"""


def simulate(people: int, per_hour: float, step: str, customers: int, seed: int = 11) -> Results:
    """Run a queue that is always open; 5,000 customers a replication are left out at the start."""
    text = QUEUE.format(people=people, per_hour=per_hour, step=step)
    seconds = 3600 / per_hour
    plan = Plan(
        warm_up_seconds=5_000 * seconds, window_seconds=customers / REPLICATIONS * seconds,
        follow_up_seconds=1e9, replications=REPLICATIONS, seed=seed, terminating=False,
    )  # fmt: skip
    return run(read_text(text, "queue.yaml"), plan=plan)


def z_score(results: Results, top: int, bottom: int, expected: float) -> float:
    """How many standard errors a ratio of visit counts lies from its known value."""
    above = [x.visits[0, top] for x in results.tallies]
    below = [x.visits[0, bottom] for x in results.tallies]
    figure = ratio_of_sums(above, below)
    return (figure.value - expected) / figure.standard_error


@pytest.mark.parametrize("customers", SIZES)
def test_m_m_1(customers):
    """M/M/1, rate .8, service 1: a wait of rho / (mu - lambda) = 4 (Kleinrock, vol. I, 3.2)."""
    results = simulate(1, 48, "hidden: Work, by: Desk, takes: exponential 1 min", customers)
    totals = [sum(x.visits[0] for x in results.tallies)][0]
    assert totals[t.TRIES] == pytest.approx(customers, rel=0.01)
    wait = [(x.visits[0, t.SERVICE], x.visits[0, t.TRIES]) for x in results.tallies]
    assert abs(z_score(results, t.SERVICE, t.TRIES, 60.0)) < 4, wait[:2]
    assert abs(z_score(results, t.QUEUE, t.JOINED, 240.0)) < 4


@pytest.mark.parametrize("customers", SIZES)
def test_m_m_5(customers):
    """M/M/5, rate 4, service 1: Erlang C = wait = .554113 (recursion from Erlang B .199067)."""
    results = simulate(5, 240, "hidden: Work, by: Desk, takes: exponential 1 min", customers)
    assert abs(z_score(results, t.QUEUE, t.JOINED, 60 * 0.554113)) < 4


def erlang_a(arrivals: float, people: int, impatience: float) -> tuple[float, float]:
    """Return (mean number in the queue, share who give up) of M/M/c+M with service rate 1."""
    weights = [1.0]
    for n in range(1, 400):
        leaving = min(n, people) + max(n - people, 0) * impatience
        weights.append(weights[-1] * arrivals / leaving)
    shares = np.array(weights) / sum(weights)
    queue = float(sum(max(n - people, 0) * p for n, p in enumerate(shares)))
    return queue, impatience * queue / arrivals


@pytest.mark.parametrize("customers", SIZES)
@pytest.mark.parametrize(
    ("arrivals", "queue", "gone"), [(4, 0.623749, 0.0779687), (6, 2.716639, 0.226387)]
)
def test_erlang_a(customers, arrivals, queue, gone):
    """Erlang A (Palm 1957; Garnett, Mandelbaum, Reiman 2002), 5 people, patience of mean 2."""
    assert erlang_a(arrivals, 5, 0.5) == pytest.approx((queue, gone), abs=1e-6)
    step = (
        "do: Call, with: Desk, via: phone, takes: exponential 1 min, "
        "patience: exponential 2 min -> gone, closed: -> gone"
    )
    results = simulate(5, 60 * arrivals, step, customers)
    assert abs(z_score(results, t.WAS_LEFT, t.JOINED, gone)) < 4
    assert abs(z_score(results, t.QUEUE, t.JOINED, 60 * queue / arrivals)) < 4


@pytest.mark.parametrize("customers", SIZES)
@pytest.mark.parametrize(
    ("law", "squared_variation"),
    [
        ("1 min", 0.0),
        ("gamma 1 min sd 0.5 min", 0.25),
        ("0.5..1.5 min", 1 / 12),
        ("lognormal 1 min sd 1 min", 1.0),
        ("triangular 0..0.5..2.5 min", (0.25 + 6.25 - 1.25) / 18),
    ],
)
def test_m_g_1(customers, law, squared_variation):
    """M/G/1, rate .8: lambda E[S^2] / (2 (1 - rho)) (Pollaczek and Khinchine)."""
    results = simulate(1, 48, f"hidden: Work, by: Desk, takes: {law}", customers)
    expected = 60 * 0.8 * (1 + squared_variation) / (2 * 0.2)
    if squared_variation > 0:
        assert abs(z_score(results, t.SERVICE, t.TRIES, 60.0)) < 4
    assert abs(z_score(results, t.QUEUE, t.JOINED, expected)) < 4


CHAIN = """
process: A chain
customers: {Walker: {share: 100%}}
arrivals: {rate: 60 per h}
steps:
  - first: {do: First, own: 1 min}
  - turn: {choose: Which way, go: [30% back -> first, 50% on -> second, out -> done]}
  - second: {do: Second, own: 1 min, fails: [20% wrong -> first]}
  - again: {choose: Again, go: [40% yes -> second, no -> done]}
  - done: {end: Done, outcome: served}
"""


@pytest.mark.parametrize("customers", SIZES)
def test_absorbing_chain(customers):
    """Expected visits N = (I - Q)^-1 of an absorbing chain (Kemeny and Snell, chapter 3).

    From first: .3 back, .5 to second. From second: .2 to first, .8 * .4 to second again.
    """
    q = np.array([[0.3, 0.5], [0.2, 0.32]])
    visits = np.linalg.inv(np.eye(2) - q)[0]
    plan = Plan(
        warm_up_seconds=0, window_seconds=customers / REPLICATIONS * 60, follow_up_seconds=1e9,
        replications=REPLICATIONS, seed=5, terminating=True,
    )  # fmt: skip
    results = run(read_text(CHAIN, "chain.yaml"), plan=plan)
    row = {
        s.id: int(results.tallies[0].shape.first_row[k])
        for k, s in enumerate(results.vocabulary.steps)
    }
    arrived = [x.cases[0, t.ARRIVED] for x in results.tallies]
    for step, expected in zip(("first", "second"), visits, strict=True):
        figure = ratio_of_sums([x.visits[row[step], t.TRIES] for x in results.tallies], arrived)
        assert abs(figure.value - expected) / figure.standard_error < 4
    assert not math.isnan(results.measures["elapsed_seconds"].value)


def test_little_s_law():
    """Little: mean number waiting = arrival rate x mean wait, in each part of the time split."""
    results = simulate(5, 240, "hidden: Work, by: Desk, takes: exponential 1 min", 300_000)
    seconds = sum(x.visits[0, t.QUEUE] + x.visits[0, t.SERVICE] for x in results.tallies)
    elapsed = sum(x.cases[0, t.ELAPSED] for x in results.tallies)
    assert seconds == pytest.approx(elapsed, rel=1e-9)
