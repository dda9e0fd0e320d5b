"""M/M/c+G, whatever the law of patience; and customers who call again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, exp, factorial, inf, log, sqrt

import pytest
from scipy.integrate import quad

from known_answers.closed_forms.chains import erlang_b, mean, stationary
from known_answers.closed_forms.runs import MINUTE, SIZES, Runs, assert_known, desk, simulate, world
from outsidein.measures import tally as t
from outsidein.measures.records import BETWEEN_TRIES, IN_QUEUE


@dataclass(frozen=True, slots=True)
class Patience:
    """A law of patience, in minutes: its text, the share still patient, and its integral."""

    text: str
    still: Callable[[float], float]
    integral: Callable[[float], float]
    corners: tuple[float, ...] = ()


def lognormal(mean_minutes: float, deviation: float) -> Patience:
    """Return a lognormal patience; the integral of what is left by its partial expectation."""
    spread = log(1 + (deviation / mean_minutes) ** 2)
    middle, root = log(mean_minutes) - spread / 2, sqrt(2 * spread)

    def still(x: float) -> float:
        return erfc((log(x) - middle) / root) / 2 if x > 0 else 1.0

    def integral(x: float) -> float:
        if x <= 0:
            return 0.0
        below = mean_minutes * erfc((middle + spread - log(x)) / root) / 2
        return below + x * still(x)

    return Patience(f"lognormal {mean_minutes} min sd {deviation} min", still, integral)


EXPONENTIAL = Patience("exponential 2 min", lambda x: exp(-x / 2), lambda x: 2 - 2 * exp(-x / 2))
CONSTANT = Patience("1.5 min", lambda x: float(x < 1.5), lambda x: min(x, 1.5), (1.5,))
UNIFORM = Patience(
    "0.5..3 min",
    lambda x: min(1.0, max(0.0, (3 - x) / 2.5)),
    lambda x: min(x, 0.5) + (6.25 - (3 - min(max(x, 0.5), 3)) ** 2) / 5,
    (0.5, 3.0),
)
LAWS = [EXPONENTIAL, CONSTANT, UNIFORM, lognormal(2, 3)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an M/M/c+G queue with a mean service of a minute; waits in minutes."""

    gone: float
    wait: float
    wait_of_served: float  # times the share of the served
    longer: Callable[[float], float]


def m_m_c_g(arrivals: float, people: int, patience: Patience) -> Answer:
    """Return the exact figures of M/M/c+G.

    Source: Zeltyn & Mandelbaum (2005), *Call centers with impatient customers: many-server
    asymptotics of the M/M/n+G queue*, section 2 (after Baccelli & Hebuterne 1981).
    """

    def weight(x: float) -> float:
        return exp(arrivals * patience.integral(x) - people * x)

    def whole(amount: Callable[[float], float], start: float = 0.0) -> float:
        corners = [start, *(c for c in patience.corners if c > start), max(start, 5.0), inf]
        pieces = list(pairwise(corners))
        return sum(quad(lambda x: amount(x) * weight(x), a, b, epsabs=1e-12)[0] for a, b in pieces)

    waiting = arrivals * whole(lambda _: 1.0)
    idle = sum(arrivals**j / factorial(j) for j in range(people))
    all_ = idle / (arrivals ** (people - 1) / factorial(people - 1)) + waiting

    def longer(x: float) -> float:
        return patience.still(x) * arrivals * whole(lambda _: 1.0, x) / all_

    return Answer(
        gone=(1 + (arrivals - people) * waiting / arrivals) / all_,
        wait=arrivals * whole(patience.integral) / all_,
        wait_of_served=arrivals * whole(lambda x: x * patience.still(x)) / all_,
        longer=longer,
    )


def test_exponential_patience_is_erlang_a() -> None:
    """The formulas of M/M/c+G give Erlang A: .0779687 give up, .623749 wait at a time."""
    found = m_m_c_g(4, 5, EXPONENTIAL)
    assert found.gone == pytest.approx(0.0779687, rel=1e-6)
    assert found.wait * 4 == pytest.approx(0.623749, rel=1e-6)


def calls(arrivals: float, people: int, more: str, customers: int, seed: int) -> Runs:
    """Simulate calls of a minute at a desk."""
    step = (
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, "
        f"{more}, closed: -> gone}}"
    )
    return simulate(
        world(step, parts=desk(people), per_minute=arrivals), customers=customers, seed=seed
    )


@pytest.mark.parametrize("customers", SIZES)
@pytest.mark.parametrize("arrivals", [4, 6])
@pytest.mark.parametrize("patience", LAWS, ids=lambda law: law.text)
def test_patience_of_any_law(patience: Patience, arrivals: int, customers: int) -> None:
    """Rule 7: patience runs from joining to the start of service, abandonment is left ÷ joined.

    M/M/5+G at 80 % and 120 % load: who gives up, the mean wait of all and of the served, and
    who waits longer than a minute.
    """
    known = m_m_c_g(arrivals, 5, patience)
    found = calls(arrivals, 5, f"patience: {patience.text} -> gone", customers, seed=31)
    joined, sees = found.visits("ring", t.JOINED), 0.04 if customers >= 10_000_000 else None
    assert_known(found.visits("ring", t.WAS_SERVED), joined, 1 - known.gone, sees=0.02)
    assert_known(found.visits("ring", t.WAS_LEFT), joined, known.gone, sees=sees)
    assert_known(found.cases(t.LOST), found.cases(t.ARRIVED), known.gone, sees=sees)
    assert_known(found.visits("ring", t.QUEUE), joined, MINUTE * known.wait, sees=sees)
    served = found.visits("ring", t.WAIT_OF_SERVED)
    assert_known(served, joined, MINUTE * known.wait_of_served, sees=sees)
    longer, edge = found.waited_longer("ring", MINUTE)
    assert_known(longer, joined, known.longer(edge / MINUTE), sees=sees)


REDIAL = 0.6
AGAIN_AFTER = 5.0


@pytest.mark.parametrize("customers", SIZES)
def test_customers_who_call_again(customers: int) -> None:
    """Rule 8: who gave up calls again with a chance, after a while, with fresh patience.

    M/M/2+M with 60 % who call again after 5 min on average, however often: callers in the
    system and callers between tries are a Markov chain, cut at 60 and 120 (retrial queues:
    Falin & Templeton, *Retrial Queues*, 1997, chapter 2, by truncation).
    """
    arrivals, people, patience = 1.8, 2, 1.5

    def moves(state: tuple[int, int]) -> list[tuple[tuple[int, int], float]]:
        n, away = state
        leaving = max(n - people, 0) / patience
        return [
            ((min(n + 1, 60), away), arrivals),
            ((n - 1, away), min(n, people) + leaving * (1 - REDIAL)),
            ((n - 1, min(away + 1, 120)), leaving * REDIAL),
            ((min(n + 1, 60), away - 1), away / AGAIN_AFTER),
        ]

    law = stationary((0, 0), moves)
    waiting = mean(law, lambda n, _: max(n - people, 0))
    more = (
        f"patience: exponential {patience} min -> gone, "
        f"retry: {REDIAL:.0%} after exponential {AGAIN_AFTER} min max 1000"
    )
    found = calls(arrivals, people, more, customers, seed=32)
    arrived, sees = found.cases(t.ARRIVED), 0.02 if customers >= 10_000_000 else None
    left = waiting / patience / arrivals  # tries given up, a customer
    assert_known(found.cases(t.LOST), arrived, left * (1 - REDIAL), sees=sees)
    assert_known(found.visits("ring", t.TRIES), arrived, 1 + left * REDIAL, sees=0.01)
    assert_known(found.cases(t.CONTACTS), arrived, 1 + left * REDIAL)
    assert_known(found.seconds(IN_QUEUE), arrived, MINUTE * waiting / arrivals, sees=sees)
    away = mean(law, lambda _, away: away) / arrivals
    assert_known(found.seconds(BETWEEN_TRIES), arrived, MINUTE * away, sees=sees)


@pytest.mark.parametrize("customers", SIZES)
@pytest.mark.parametrize("most", [1, 2])
def test_customers_who_call_again_so_many_times(most: int, customers: int) -> None:
    """Rule 8: `max` counts the tries after the first; rule 1: a start comes before a patience.

    Nobody waits at all (a patience of 0): a retrial queue M/M/3/3, whose callers between tries
    are counted by how often they have tried: a Markov chain, cut at 25 of each.
    """
    arrivals, people, again = 2.4, 3, 4.0

    def moves(state: tuple[int, ...]) -> list[tuple[tuple[int, ...], float]]:
        n, away = state[0], list(state[1:])
        found = [((n - 1, *away), float(n))]

        def tries(kind: int, rate: float, waiting: list[int]) -> None:
            if n < people:
                found.append(((n + 1, *waiting), rate))
                return
            found.append(((n, *waiting), rate * (1 - REDIAL)))
            if kind < most:
                more = list(waiting)
                more[kind] = min(more[kind] + 1, 25)
                found.append(((n, *more), rate * REDIAL))
            else:
                found.append(((n, *waiting), rate * REDIAL))

        tries(0, arrivals, away)
        for kind in range(most):
            if away[kind]:
                fewer = [count - (k == kind) for k, count in enumerate(away)]
                tries(kind + 1, away[kind] / again, fewer)
        return [(state, rate) for state, rate in found if rate > 0]

    law = stationary((0, *[0] * most), moves)
    between = mean(law, lambda _, *away: sum(away))
    served = mean(law, lambda n, *_: n) / arrivals
    more = f"patience: 0 min -> gone, retry: {REDIAL:.0%} after exponential {again} min max {most}"
    found = calls(arrivals, people, more, customers, seed=33)
    arrived, sees = found.cases(t.ARRIVED), 0.01 if customers >= 10_000_000 else None
    assert_known(found.cases(t.LOST), arrived, 1 - served, sees=sees)
    assert_known(found.visits("ring", t.TRIES), arrived, 1 + between / again / arrivals, sees=0.01)
    assert_known(found.seconds(BETWEEN_TRIES), arrived, MINUTE * between / arrivals, sees=sees)
    tries_when_full = mean(law, lambda n, *away: (n == people) * (arrivals + sum(away) / again))
    assert_known(found.visits("ring", t.WAS_LEFT), arrived, tries_when_full / arrivals, sees=sees)


@pytest.mark.parametrize("customers", SIZES)
def test_nobody_waits(customers: int) -> None:
    """Rule 1: who joins a free person starts before a patience of 0 runs out: Erlang B."""
    found = calls(4, 5, "patience: 0 min -> gone", customers, seed=34)
    sees = 0.01 if customers >= 10_000_000 else None
    left = found.visits("ring", t.WAS_LEFT)
    assert_known(left, found.visits("ring", t.JOINED), erlang_b(4, 5), sees=sees)
