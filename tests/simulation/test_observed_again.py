"""Numbers that were observed n times: which vary, how they are drawn, and what that does."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.model.behaviour import Law
from outsidein.model.check import check
from outsidein.model.numbers import numbers_at, with_number
from outsidein.model.process import Source
from outsidein.model.scenario import resolve_scenario
from outsidein.simulation.comparison import compare
from outsidein.simulation.observed import drawn, observed_numbers, variation, with_numbers
from outsidein.simulation.observed_again import observed_again
from outsidein.simulation.plan import Plan
from outsidein.simulation.runs import run

TEXT = """
process: A shop
customers: {Big: {share: 30% ~observed n=500 2024}, Small: {share: rest}}
channels: {phone: live, web: self, mail: left}
organisation:
  Desk: {people: 2 ~observed n=9 2024, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h ~observed n=5 2024}
arrivals: {rate: 48 per h ~observed n=2500 2024}
steps:
  - order:
      do: Order
      ways:
        phone: {with: Desk, via: phone, takes: exponential 2 min ~observed n=400 2024, share: 60%}
        web: {own: 3 min, via: web, share: rest}
      fails: [4% wrong -> order ~observed n=250 2024, 1% torn -> order]
  - clear:
      choose: Clear
      go: [70% yes -> done ~observed n=100 2024, 20% no -> gone, so so -> gone]
  - even: {choose: Even, go: [50% one -> done ~observed n=50 2024, 50% two -> done]}
  - rest: {wait: gamma 2 h sd 1 h ~observed n=64 2024}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
scenarios:
  clearer: {set: {clear.go.yes: 75%}}
"""


@pytest.fixture(scope="module")
def shop():
    """A shop with numbers of every kind, some of them observed."""
    return read_text(TEXT, "shop.yaml")


def test_what_can_vary_is_found_with_its_spread(shop):
    """Counts of people and costs do not vary; a mean has its law's spread over the root of n."""
    found = {one.address: one for one in observed_numbers(shop)}
    assert set(found) == {
        "arrivals.rate", "big.share", "order.phone.takes", "order.fails.wrong", "clear.go.yes",
        "even.go.one", "rest.wait",
    }  # fmt: skip
    assert found["arrivals.rate"].spread == pytest.approx(0.02)
    assert found["order.phone.takes"].spread == pytest.approx(1 / 20)
    assert found["rest.wait"].spread == pytest.approx(0.5 / 8)
    assert found["clear.go.yes"].spread == pytest.approx(math.sqrt(0.3 / 0.7 / 101))
    assert found["clear.go.yes"].group == "clear.go"
    assert found["big.share"].group == "customers"


def test_a_source_above_a_number_counts_for_it_and_its_own_one_more(shop):
    """The answers of a decision observed together; a number said to be assumed stays."""
    sources = {"clear.go": replace(shop.sources["clear.go.yes"], n=7)}
    sources["clear.go.no"] = replace(sources["clear.go"], kind="assumed", n=None)
    found = {one.address: one.n for one in observed_numbers(replace(shop, sources=sources))}
    assert found == {"clear.go.yes": 7}


def test_an_observed_share_of_who_comes_back_is_drawn(shop):
    """A chance like any other, alone at its outcome; what it is set to stays a share."""
    big = replace(shop.customers[0], comes_back={"served": 0.8, "lost": 0.1})
    sources = {"big.comes-back.served": Source(kind="observed", n=99)}
    loyal = replace(shop, customers=(big, *shop.customers[1:]), sources=sources)
    (found,) = observed_numbers(loyal)
    assert (found.address, found.group) == ("big.comes-back.served", "")
    assert found.spread == pytest.approx(math.sqrt(0.2 / 0.8 / 100))
    changed = with_numbers(loyal, {found.address: 0.7}).customers[0]
    assert changed.comes_back == {"served": 0.7, "lost": 0.1}


def test_draws_vary_as_observing_again_would(shop):
    """Over 4,000 draws: means as observed, spreads as said, shares between 0 and 1."""
    numbers, rng = observed_numbers(shop), np.random.default_rng(2)
    table = [drawn(numbers, rng) for _ in range(4_000)]
    for one in numbers:
        values = np.array([row[one.address] for row in table])
        assert values.mean() == pytest.approx(one.now, rel=5 * one.spread / math.sqrt(4_000))
        assert values.std() == pytest.approx(one.spread * one.now, rel=0.06)
        assert values.min() > 0


def test_the_answers_of_a_decision_still_add_up(shop):
    """With a rest the rest gives way; without one, what was not observed does."""
    values = {"even.go.one": 0.42, "clear.go.yes": 0.9, "order.fails.wrong": 0.3}
    found = with_numbers(shop, values)
    assert [f for f in check(found) if f.severity == "error"] == []
    told = numbers_at(found)
    assert (told["even.go.one"], told["even.go.two"]) == (0.42, pytest.approx(0.58))
    assert (told["clear.go.yes"], told["clear.go.no"]) == (0.9, pytest.approx(0.1))
    assert told["order.fails.torn"] == 0.01


def test_what_a_scenario_sets_stays(shop):
    """A proposed number is no observation; the others are drawn as today."""
    values = {"clear.go.yes": 0.6, "arrivals.rate": 0.01}
    told = numbers_at(with_numbers(resolve_scenario(shop, "clearer"), values))
    assert (told["clear.go.yes"], told["arrivals.rate"]) == (0.75, 0.01)


@pytest.mark.parametrize(
    ("kind", "parameters", "known"),
    [("constant", (5.0,), 0), ("exponential", (5.0,), 1), ("uniform", (0.0, 6.0), 1 / math.sqrt(3)),
     ("triangular", (0.0, 0.0, 3.0), math.sqrt(0.5)), ("normal", (4.0, 1.0), 0.25)],
)  # fmt: skip
def test_the_variation_of_each_law(kind, parameters, known):
    """Standard deviation over mean; a triangle from 0 has sd 3 / sqrt(18) and mean 1."""
    assert variation(Law(kind=kind, parameters=parameters)) == pytest.approx(known)


QUEUE = """
process: A queue
customers: {Caller: {share: 100%}}
channels: {phone: live}
organisation: {Desk: {people: 1, open: Mon-Sun 00:00-24:00}}
arrivals: {rate: 48 per h ~observed n=N 2024}
steps:
  - ring: {hidden: Work, by: Desk, takes: exponential 1 min ~observed n=N 2024}
  - done: {end: Served, outcome: served}
scenarios:
  faster: {set: {ring.takes: exponential 30 s}}
  slower callers: {set: {arrivals.rate: 40 per h}}
"""


def queue(observed: int):
    """An M/M/1 queue at a load of .8, its rates observed so many times."""
    return read_text(QUEUE.replace("N 2024", f"{observed} 2024"), "queue.yaml")


def plan(replications: int = 10, minutes: float = 10_000) -> Plan:
    """Windows of 8,000 customers, 800 left out."""
    return Plan(
        warm_up_seconds=60_000, window_seconds=60 * minutes, follow_up_seconds=1e9,
        replications=replications, seed=5, terminating=False,
    )  # fmt: skip


def test_the_doubt_about_a_queue_is_the_known_one():
    """The mean time in the queue and at the desk is 1 / (1 / s - a) = 300 s.

    Its logarithm moves by a / (1 / s - a) = 4 for one of rate, and by 5 for one of service:
    sqrt(16 + 25) times the spread of 1 / sqrt(2000), .143.
    """
    found = observed_again(run(queue(2_000), plan=plan()))
    total = found.today["elapsed_seconds"]
    assert (found.draws, len(found.numbers), found.fixed, found.overloaded) == (200, 2, 2, 0)
    assert total.total.low < 300 < total.total.high
    inputs = math.log(total.total.high / total.total.value) / 1.97
    assert inputs == pytest.approx(0.143, rel=0.3)
    assert total.share_of_inputs > 0.8
    leading = found.leading(total)
    assert leading is not None
    assert leading.address == "ring.takes"


def test_a_difference_has_its_own_doubt_and_what_is_proposed_has_none():
    """Faster by half: only the rate is in doubt there, both are in today."""
    found = observed_again(compare(queue(2_000), plan=plan()), draws=60)
    for name, gone in (("faster", 60 / (1 - 0.4) / 2), ("slower callers", 180.0)):
        change = found.differences[name]["elapsed_seconds"].total
        assert change.low < gone - 300 < change.high < 0
    assert found.draws == 66


def test_numbers_without_an_n_leave_everything_as_it_is(shop):
    """Nothing to draw: no second interval."""
    results = run(replace(shop, sources={}), plan=plan(2, 100))
    found = observed_again(results)
    assert (found.numbers, found.today, found.fixed) == ((), {}, len(numbers_at(shop)))


@pytest.mark.long
def test_intervals_of_a_simulated_queue_cover_its_true_time():
    """Of 100 studies that each observed the rates 400 times, with the program's own simulator."""
    rng, covered, alone = np.random.default_rng(8), 0, 0
    for k in range(100):
        process = queue(400)
        for address, truth in (("arrivals.rate", 0.8 / 60), ("ring.takes", 60.0)):
            process = with_number(process, address, truth * rng.gamma(400) / 400)
        short = replace(plan(10, 5_000), seed=k)
        results = run(process, plan=short, allow_unstable=True)
        total = observed_again(results, cases=1_000).today["elapsed_seconds"].total
        covered += total.low <= 300 <= total.high
        known = results.measures["elapsed_seconds"]
        alone += known.low <= 300 <= known.high
    assert covered >= 88
    assert alone < 60
