"""Absorbing chains against brute force: whole fractions, paths followed one by one, differences.

The chains are small and random; their shares are fractions, so every figure is known exactly.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from outsidein.statistics.absorbing import (
    AbsorbingChain,
    Failing,
    expected_totals,
    expected_visits,
    second_moments,
)

CHAINS = [pytest.param(200, id="200"), pytest.param(1_000, id="1,000", marks=pytest.mark.long)]
Row = list[Fraction]
H = Fraction(1, 10**6)


@dataclass(frozen=True)
class Written:
    """A chain in fractions: what each row does if it succeeds and if it fails, and how often."""

    succeeding: list[Row]  # to the states, then to the ends
    failing: list[Row]
    chances: Row
    rewards: list[Row]
    failing_rewards: list[Row]
    start: Row

    @property
    def states(self) -> int:
        return len(self.start)

    def rows(self, chances: Row) -> list[Row]:
        """Return the shares of all moves, with other chances of failing."""
        return [
            [(1 - q) * s + q * f for s, f in zip(good, bad, strict=True)]
            for q, good, bad in zip(chances, self.succeeding, self.failing, strict=True)
        ]

    def worth(self, chances: Row) -> list[Row]:
        """Return the mean rewards of a visit."""
        return [
            [(1 - q) * s + q * f for s, f in zip(good, bad, strict=True)]
            for q, good, bad in zip(chances, self.rewards, self.failing_rewards, strict=True)
        ]


def shares(luck: random.Random, count: int, *, leave: int) -> Row:
    """Return random shares that add up to 1; the last, an end, has some."""
    weights = [luck.choice([0, 0, 1, 2, 3, 5]) for _ in range(count)]
    weights[-1 - luck.randrange(leave)] += 1
    return [Fraction(w, sum(weights)) for w in weights]


def written(seed: int) -> Written:
    """Return a random chain of 1 to 6 states and 1 to 3 ends."""
    luck = random.Random(seed)
    n, ends = luck.randint(1, 6), luck.randint(1, 3)
    some = [Fraction(0), Fraction(1, 2), Fraction(1, 10), Fraction(3, 7), Fraction(1, 100)]
    start = [Fraction(0)] * n
    start[0] = Fraction(1)
    if luck.random() < 0.3:
        start = [Fraction(1, n)] * n
    return Written(
        succeeding=[shares(luck, n + ends, leave=ends) for _ in range(n)],
        failing=[shares(luck, n + ends, leave=ends) for _ in range(n)],
        chances=[luck.choice(some) for _ in range(n)],
        rewards=[[Fraction(luck.randint(0, 9)), Fraction(luck.randint(0, 5), 3)] for _ in range(n)],
        failing_rewards=[[Fraction(luck.randint(0, 9)), Fraction(1, 3)] for _ in range(n)],
        start=start,
    )


def solved(matrix: list[Row], right: list[Row]) -> list[Row]:
    """Solve a system of equations in fractions, by elimination (Gauss)."""
    rows = [[*a, *b] for a, b in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = next(i for i in range(k, len(rows)) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(len(rows)):
            if i != k and rows[i][k] != 0:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[len(matrix) :] for row in rows]


def less_identity(moves: list[Row]) -> list[Row]:
    """Return I - Q."""
    return [[Fraction(i == j) - share for j, share in enumerate(r)] for i, r in enumerate(moves)]


def outlook(chain: Written, chances: Row) -> Row:
    """Return the shares of the ends, then the expected totals, exactly."""
    n, rows, worth = chain.states, chain.rows(chances), chain.worth(chances)
    right = [[*row[n:], *more] for row, more in zip(rows, worth, strict=True)]
    totals = solved(less_identity([row[:n] for row in rows]), right)
    return [
        sum((chain.start[i] * totals[i][k] for i in range(n)), Fraction(0))
        for k in range(len(right[0]))
    ]


def visits(chain: Written) -> Row:
    """Return the expected visits to each state, exactly: v (I - Q) = start."""
    n, rows = chain.states, chain.rows(chain.chances)
    across = [list(column) for column in zip(*less_identity([r[:n] for r in rows]), strict=True)]
    return [row[0] for row in solved(across, [[share] for share in chain.start])]


def floats(rows: Sequence[Any]) -> np.ndarray:
    """Return fractions as an array."""
    return np.array([[float(x) for x in row] for row in rows])


def ours(chain: Written) -> AbsorbingChain:
    """Return the chain as the program has it."""
    n, rows = chain.states, floats(chain.rows(chain.chances))
    start = np.array([float(x) for x in chain.start])
    return AbsorbingChain(rows[:, :n], rows[:, n:], floats(chain.worth(chain.chances)), start)


def failing(chain: Written, row: int) -> Failing:
    """Return how a row fails, as the program has it."""
    n = chain.states
    change = floats([chain.failing[row]])[0] - floats([chain.succeeding[row]])[0]
    gain = floats([chain.failing_rewards[row]])[0] - floats([chain.rewards[row]])[0]
    return Failing(row, float(chain.chances[row]), change[:n], change[n:], gain)


def near(found: Any, known: Sequence[Fraction], within: float) -> bool:
    """Whether numbers are as known, within a share of the larger of 1 and their size."""
    exact = np.array([float(x) for x in known])
    return bool((np.abs(np.asarray(found) - exact) <= within * np.maximum(1, abs(exact))).all())


@pytest.mark.parametrize("chains", CHAINS)
def test_visits_ends_and_totals_are_those_of_whole_fractions(chains: int) -> None:
    """Random chains solved once more in fractions, where nothing is rounded."""
    wrong = []
    for seed in range(chains):
        chain = written(seed)
        found = ours(chain)
        if not near(found.visits, visits(chain), 1e-12):
            wrong.append((seed, "visits"))
        if not near(found.outlook, outlook(chain, chain.chances), 1e-12):
            wrong.append((seed, "outlook"))
    assert wrong == []


@pytest.mark.parametrize("chains", CHAINS)
def test_a_failure_removed_is_as_if_it_had_never_been(chains: int) -> None:
    """Random chains: each row's chance set to 0 and solved again, then all rows' at once."""
    wrong = []
    for seed in range(chains):
        chain = written(seed)
        found, before = ours(chain), outlook(chain, chain.chances)
        for rows in [[k] for k in range(chain.states)] + [list(range(chain.states))]:
            chances = [Fraction(0) if k in rows else q for k, q in enumerate(chain.chances)]
            known = [b - a for a, b in zip(before, outlook(chain, chances), strict=True)]
            if not near(found.fixing([failing(chain, k) for k in rows]), known, 1e-12):
                wrong.append((seed, rows))
    assert wrong == []


@pytest.mark.parametrize("chains", CHAINS)
def test_derivatives_are_finite_differences(chains: int) -> None:
    """Random chains: (f(q + h) - f(q - h)) / 2h in fractions, h = 1e-6, within 1e-8.

    The difference misses the derivative by h² f'''/6, f''' at most a few thousand here.
    """
    wrong = []
    for seed in range(chains):
        chain = written(seed)
        found = ours(chain)
        for row in range(chain.states):
            more, less = list(chain.chances), list(chain.chances)
            more[row] += H
            less[row] -= H
            pairs = zip(outlook(chain, more), outlook(chain, less), strict=True)
            known = [(a - b) / (2 * H) for a, b in pairs]
            if not near(found.derivative([failing(chain, row)]), known, 1e-8):
                wrong.append((seed, row))
    assert wrong == []


def followed(moves: np.ndarray, start: np.ndarray, rewards: Sequence[int]) -> tuple[float, ...]:
    """Follow every path, total by total, until less than 1e-13 of all cases is still under way.

    Returns visits to the first state, mean and second moment of the total, and what is left out
    of the last at most.
    """
    under_way = {(k, 0): float(p) for k, p in enumerate(start) if p}
    first = mean = second = 0.0
    while sum(under_way.values()) > 1e-13:
        onward: dict[tuple[int, int], float] = {}
        for (state, total), p in under_way.items():
            first += p * (state == 0)
            total += rewards[state]
            leaving = 1.0 - moves[state].sum()
            mean += p * leaving * total
            second += p * leaving * total**2
            for to in np.flatnonzero(moves[state]):
                key = (int(to), total)
                onward[key] = onward.get(key, 0.0) + p * moves[state, to]
        under_way = onward
    longest = max((total for _, total in under_way), default=0)
    return first, mean, second, 1e-12 * (longest + 100) ** 2


@pytest.mark.parametrize("seed", range(25))
def test_visits_means_and_second_moments_are_those_of_all_paths(seed: int) -> None:
    """Every path followed: Kemeny & Snell's second moment, with fixed rewards of whole numbers."""
    luck = np.random.default_rng(seed)
    n = int(luck.integers(1, 5))
    moves = luck.random((n, n)) * (luck.random((n, n)) < 0.7)
    moves *= 0.6 / np.maximum(moves.sum(axis=1, keepdims=True), 0.6)
    start = np.zeros(n)
    start[0] = 1.0
    rewards = luck.integers(0, 4, n)
    first, mean, second, rest = followed(moves, start, rewards.tolist())
    assert expected_visits(moves, start)[0] == pytest.approx(first, abs=1e-11)
    assert expected_totals(moves, rewards.astype(float))[0] == pytest.approx(mean, abs=1e-9)
    found = second_moments(moves, rewards.astype(float), np.zeros(n))[0]
    assert found == pytest.approx(second, abs=max(rest, 1e-9))


def test_variances_of_rewards_add_up_visit_by_visit() -> None:
    """A loop taken k times with chance 2^-k, an exponential time of mean 60 s each.

    A geometric number of exponential times is exponential: mean 120 s, so 2 x 120² in square.
    """
    moves = np.array([[0.5]])
    found = second_moments(moves, np.array([60.0]), np.array([3600.0]))[0]
    assert found == pytest.approx(2 * 120.0**2, rel=1e-12)


@pytest.mark.parametrize(
    ("moves", "exits", "what"),
    [
        ([[0.5]], [[0.4]], "adds up to 0.9"),
        ([[-0.5]], [[1.5]], "below 0"),
        ([[0.0, 1.0], [1.0, 0.0]], [[0.0], [0.0]], "no end"),
    ],
)
def test_a_chain_that_is_none_is_refused(
    moves: list[list[float]], exits: list[list[float]], what: str
) -> None:
    """Shares that do not add up, that are negative, and a loop that nothing leaves."""
    n = len(moves)
    with pytest.raises(ValueError, match=what):
        AbsorbingChain(np.array(moves), np.array(exits), np.zeros((n, 1)), np.full(n, 1 / n))
