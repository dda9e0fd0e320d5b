"""Absorbing chains: solved figures against cases by hand, differences and removal by force."""

from __future__ import annotations

import numpy as np
import pytest

from outsidein.statistics.absorbing import (
    AbsorbingChain,
    Failing,
    expected_totals,
    expected_visits,
    second_moments,
)

CHAINS = [
    pytest.param(1_000, 8, id="1000 small chains"),
    pytest.param(1_000, 60, id="1000 chains of up to 60 states", marks=pytest.mark.long),
]


def random_rows(rng: np.random.Generator, count: int, ends: int, rewards: int) -> np.ndarray:
    """Rows of shares over states and ends, some of them 0, each with a way out; then rewards."""
    shares = rng.random((count, count + ends)) * (rng.random((count, count + ends)) < 0.6)
    shares[np.arange(count), count + rng.integers(0, ends, count)] += 0.1
    shares /= shares.sum(axis=1, keepdims=True)
    return np.hstack([shares, rng.normal(size=(count, rewards))])


class Failures:
    """A random chain whose rows fail: succeeding and failing rows, and the chances."""

    def __init__(self, seed: int, most: int, ends: int = 3, rewards: int = 2) -> None:
        rng = np.random.default_rng(seed)
        self.count, self.ends = int(rng.integers(1, most + 1)), ends
        self.succeeding = random_rows(rng, self.count, ends, rewards)
        self.modes = [random_rows(rng, self.count, ends, rewards) for _ in range(2)]
        self.chances = 0.01 + rng.random((2, self.count)) * 0.45
        self.start = rng.random(self.count)
        self.start /= self.start.sum()
        self.some = np.flatnonzero(rng.random(self.count) < 0.5)  # rows that may be changed
        if not len(self.some):
            self.some = np.array([0])

    def chain(self, chances: np.ndarray) -> AbsorbingChain:
        """The chain with these chances of failing, (2, n)."""
        rows = self.succeeding * (1 - chances.sum(axis=0))[:, None]
        for mode, chance in zip(self.modes, chances, strict=True):
            rows = rows + mode * chance[:, None]
        n, k = self.count, self.ends
        return AbsorbingChain(rows[:, :n], rows[:, n : n + k], rows[:, n + k :], self.start)

    def failing(self, mode: int, rows: np.ndarray) -> list[Failing]:
        """How some rows fail in one mode."""
        n, k = self.count, self.ends
        change = self.modes[mode] - self.succeeding
        return [
            Failing(int(i), float(self.chances[mode, i]), *np.split(change[i], [n, n + k]))
            for i in rows
        ]

    def outlook_if(self, mode: int, rows: np.ndarray, chances: np.ndarray | float) -> np.ndarray:
        """What cases come to when some rows fail with other chances, solved anew."""
        changed = self.chances.copy()
        changed[mode, rows] = chances
        return self.chain(changed).outlook


@pytest.mark.parametrize(("count", "most"), CHAINS)
def test_fixing_a_row_is_what_removing_its_failure_gives(count, most):
    """The rank-one formula equals solving the chain anew with the chance at 0, to 1e-12."""
    for seed in range(count):
        made = Failures(seed, most)
        now, row = made.chain(made.chances), made.some[:1]
        expected = made.outlook_if(0, row, 0.0) - now.outlook
        found = now.fixing(made.failing(0, row))
        assert np.abs(found - expected).max() < 1e-12 * max(1, np.abs(now.outlook).max()), seed


@pytest.mark.parametrize(("count", "most"), CHAINS)
def test_fixing_many_rows_and_both_modes_is_removal(count, most):
    """Several rows at once, each with failures that exclude each other: the same by force."""
    for seed in range(count):
        made = Failures(seed, most)
        now, changed = made.chain(made.chances), made.chances.copy()
        changed[:, made.some] = 0.0
        expected = made.chain(changed).outlook - now.outlook
        both = made.failing(0, made.some) + made.failing(1, made.some)
        error = np.abs(now.fixing(both) - expected).max()
        assert error < 1e-12 * max(1, np.abs(now.outlook).max()), seed


@pytest.mark.parametrize(("count", "most"), CHAINS)
def test_derivatives_are_differences(count, most):
    """The derivative in a chance equals a symmetric difference of fourth order, to 1e-8."""
    for seed in range(count):
        made, step = Failures(seed, most), 1e-3
        at, rows = made.chances[0, made.some], made.some
        far, near = (
            made.outlook_if(0, rows, at + k * step) - made.outlook_if(0, rows, at - k * step)
            for k in (2, 1)
        )
        expected = (8 * near - far) / (12 * step)
        found = made.chain(made.chances).derivative(made.failing(0, rows))
        assert np.abs(found - expected).max() < 1e-8 * max(1, np.abs(expected).max()), seed


def test_the_first_order_alone_would_be_noticed():
    """A fix taken as chance x derivative misses by more than 1 % somewhere: the test has teeth."""
    misses = []
    for seed in range(50):
        made = Failures(seed, 8)
        now, failing = made.chain(made.chances), made.failing(0, made.some[:1])
        first_order = -failing[0].chance * now.derivative(failing)
        misses.append(np.abs(first_order / now.fixing(failing) - 1).max())
    assert np.median(misses) > 0.01


def test_the_gambler():
    """Fair game on 1 .. 4 of 5, from 2: 3/5 are ruined, after 2 x 3 = 6 rounds in the mean.

    The variance of the number of rounds is z(a-z)(z^2+(a-z)^2-2)/3 = 2 x 3 x (4 + 9 - 2) / 3 = 22.
    """
    moves = np.diag([0.5] * 3, 1) + np.diag([0.5] * 3, -1)
    exits = np.zeros((4, 2))
    exits[0, 0] = exits[3, 1] = 0.5
    chain = AbsorbingChain(moves, exits, np.ones((4, 1)), np.array([0.0, 1.0, 0.0, 0.0]))
    assert chain.outlook == pytest.approx([0.6, 0.4, 6.0], abs=1e-14)
    assert chain.visits == pytest.approx([1.2, 2.4, 1.6, 0.8], abs=1e-14)
    assert chain.ends[:, 0] == pytest.approx([0.8, 0.6, 0.4, 0.2], abs=1e-14)
    assert chain.totals[:, 0] == pytest.approx([4, 6, 6, 4], abs=1e-14)
    second = second_moments(moves, np.ones(4), np.zeros(4))
    assert second[1] == pytest.approx(22 + 36, abs=1e-12)


def test_a_repeated_try_by_hand():
    """A try of mean 3, variance 2 fails with 1/4 and is repeated, else the case is over.

    Tries are geometric: 4/3 in the mean, variance (1/4) / (3/4)^2 = 4/9. The total has mean 4 and
    variance 4/3 x 2 + 4/9 x 9 = 20/3. Never failing: 3; the derivative of 3 / (1-q) is 3 / (9/16).
    """
    chain = AbsorbingChain(
        np.array([[0.25]]), np.array([[0.75]]), np.array([[3.0]]), np.array([1.0])
    )
    second = second_moments(chain.transitions, np.array([3.0]), np.array([2.0]))
    assert second[0] - 16 == pytest.approx(20 / 3)
    failing = [Failing(0, 0.25, np.array([1.0]), np.array([-1.0]), np.array([0.0]))]
    assert chain.fixing(failing) == pytest.approx([0.0, -1.0])
    assert chain.derivative(failing) == pytest.approx([0.0, 16 / 3])
    assert chain.fixing([]) == pytest.approx([0.0, 0.0])


def test_expected_numbers_need_not_be_shares():
    """A step that sends two visits on: traffic is solved as well as shares are."""
    moves = np.array([[0.0, 2.0], [0.25, 0.0]])
    assert expected_visits(moves, np.array([1.0, 0.0])) == pytest.approx([2.0, 4.0])
    assert expected_totals(moves, np.array([1.0, 0.0])) == pytest.approx([2.0, 0.5])


@pytest.mark.parametrize(
    ("moves", "exits", "message"),
    [
        ([[0.5]], [[0.4]], "adds up to 0.9"),
        ([[-0.5]], [[1.5]], "below 0"),
        ([[1.0]], [[0.0]], "no end is ever reached"),
        ([[0.0, 1.0], [1.0, 0.0]], [[0.0], [0.0]], "no end is ever reached"),
    ],
)
def test_what_is_no_absorbing_chain_is_refused(moves, exits, message):
    """Rows that do not add up, negative shares and loops without exit are named."""
    count = len(moves)
    with pytest.raises(ValueError, match=message):
        AbsorbingChain(np.array(moves), np.array(exits), np.zeros((count, 1)), np.ones(count))
