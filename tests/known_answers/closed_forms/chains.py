"""Markov chains in continuous time that stand in for what has no formula."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from math import factorial

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import spsolve

Moves = Callable[[Hashable], Iterable[tuple[Hashable, float]]]


def stationary(start: Hashable, moves: Moves) -> Mapping[Hashable, float]:
    """Return the stationary law of the states that can be reached; the chain must be finite.

    `moves` gives the rate into each next state. Source: Stewart, *Introduction to the Numerical
    Solution of Markov Chains*, section 2.2: one equation of balance gives way to the sum of one.
    """
    number, todo = {start: 0}, [start]
    rates: dict[tuple[int, int], float] = {}
    while todo:
        state = todo.pop()
        for following, rate in moves(state):
            if rate <= 0 or following == state:
                continue
            if following not in number:
                number[following] = len(number)
                todo.append(following)
            key = (number[following], number[state])
            rates[key] = rates.get(key, 0.0) + rate
    return dict(zip(number, solved(len(number), rates), strict=True))


def solved(count: int, rates: Mapping[tuple[int, int], float]) -> list[float]:
    """Solve the equations of balance; `rates` are by (to, from)."""
    entries = dict(rates)
    for (_, left), rate in rates.items():
        entries[left, left] = entries.get((left, left), 0.0) - rate
    entries = {place: rate for place, rate in entries.items() if place[0]}
    entries |= {(0, column): 1.0 for column in range(count)}
    rows, columns = zip(*entries, strict=True)
    matrix = csc_matrix((list(entries.values()), (rows, columns)), shape=(count, count))
    right = np.zeros(count)
    right[0] = 1.0
    found: list[float] = np.atleast_1d(spsolve(matrix, right)).tolist()
    return found


def mean(law: Mapping[Hashable, float], amount: Callable[..., float]) -> float:
    """Return the mean of an amount of a state that is a tuple."""
    return sum(share * amount(*state) for state, share in law.items())  # type: ignore[misc]


def birth_and_death(births: Callable[[int], float], deaths: Callable[[int], float]) -> list[float]:
    """Return the stationary law of a birth and death process (Kleinrock, vol. I, 3.1)."""
    weights, total = [1.0], 1.0
    for n in range(1, 5_000):
        birth = births(n - 1)
        if not birth:
            break
        weights.append(weights[-1] * birth / deaths(n))
        total += weights[-1]
    return [weight / total for weight in weights]


def erlang_b(load: float, servers: int) -> float:
    """Return the share that is blocked (Erlang 1917), by the textbook's sum."""
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def erlang_c(load: float, servers: int) -> float:
    """Return the share that waits without end; the load is below the number of servers."""
    blocked = erlang_b(load, servers)
    return blocked / (1 - load / servers * (1 - blocked))
