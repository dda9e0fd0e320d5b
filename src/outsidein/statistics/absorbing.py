"""Absorbing chains: visits, ends and rewards solved for, and what one change of a row is worth.

A case moves among transient states until it is absorbed. With transitions Q among transient
states, exits E into absorbing ones and mean rewards R of a visit, N = (I - Q)^-1 holds the
expected visits, N E the shares of the ends, N R the expected totals (Kemeny & Snell, *Finite
Markov Chains*, section 3.3). N itself is never formed: everything is solved for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ROUNDING = 1e-9  # by which a row of shares may miss 1


def expected_visits(transitions: Floats, start: Floats) -> Floats:
    """Return the expected visits to each state: v = start + v transitions.

    Parameters
    ----------
    transitions : (n, n) shares, or expected numbers, of moves from a row to a column.
    start : (n,) expected arrivals from outside.

    Raises
    ------
    numpy.linalg.LinAlgError : some loop is never left.
    """
    return np.asarray(np.linalg.solve(np.eye(len(start)) - transitions.T, start))


def expected_totals(transitions: Floats, rewards: Floats) -> Floats:
    """Return the expected total from each state on: t = rewards + transitions t, (n,) or (n, r).

    Shares of ends are totals too: give the exits as rewards.

    Raises
    ------
    numpy.linalg.LinAlgError : some loop is never left.
    """
    return np.asarray(np.linalg.solve(np.eye(len(transitions)) - transitions, rewards))


def second_moments(transitions: Floats, means: Floats, variances: Floats) -> Floats:
    """Return the second moment, from each state on, of a total of independent rewards.

    Parameters
    ----------
    transitions : (n, n) shares.
    means, variances : (n,) of the reward of one visit, independent of where the case goes next.

    Notes
    -----
    E(total^2) = variance + mean^2 + 2 mean Q t + Q E(total^2), with t the expected totals.
    Source: Kemeny & Snell, section 3.3, theorem 3.3.5, for general rewards.
    """
    onward = transitions @ expected_totals(transitions, means)
    return expected_totals(transitions, variances + means**2 + 2 * means * onward)


@dataclass(frozen=True, slots=True)
class Failing:
    """How one row fails: with ``chance``, it leads elsewhere and gives other rewards.

    The row is (1 - chance) x succeeding + chance x failing, up to what else it does. ``moves`` (n,)
    and ``exits`` (k,) are failing minus succeeding; so is ``rewards`` (r,) where a failure itself
    costs or counts something.
    """

    row: int
    chance: float
    moves: Floats
    exits: Floats
    rewards: Floats


@dataclass(frozen=True)
class AbsorbingChain:
    """A chain that ends: transitions (n, n), exits (n, k), rewards (n, r) and start (n,).

    Raises
    ------
    ValueError : shares below 0, rows that do not add up to 1, or a state that never ends.
    """

    transitions: Floats
    exits: Floats
    rewards: Floats
    start: Floats

    def __post_init__(self) -> None:
        if min(self.transitions.min(initial=0), self.exits.min(initial=0)) < -ROUNDING:
            raise ValueError("a share is below 0")
        sums = self.transitions.sum(axis=1) + self.exits.sum(axis=1)
        wrong = np.flatnonzero(np.abs(sums - 1) > ROUNDING)
        if len(wrong):
            raise ValueError(f"row {wrong[0]} adds up to {sums[wrong[0]]}, must be 1")
        endless = np.flatnonzero(~_ending(self.transitions, self.exits))
        if len(endless):
            raise ValueError(f"from state {endless[0]} no end is ever reached")

    @cached_property
    def visits(self) -> Floats:
        """Expected visits to each state, (n,)."""
        return expected_visits(self.transitions, self.start)

    @cached_property
    def _totals(self) -> Floats:
        return expected_totals(self.transitions, np.hstack([self.exits, self.rewards]))

    @property
    def ends(self) -> Floats:
        """Share of each end, from each state, (n, k)."""
        return self._totals[:, : self.exits.shape[1]]

    @property
    def totals(self) -> Floats:
        """Expected total of each reward, from each state, (n, r)."""
        return self._totals[:, self.exits.shape[1] :]

    @cached_property
    def outlook(self) -> Floats:
        """Shares of the ends, then expected totals, of one case, (k + r,)."""
        return np.asarray(self.start @ self._totals)

    def derivative(self, failing: Sequence[Failing]) -> Floats:
        """Return d outlook / d chance, the chances of all rows given moved together, (k + r,).

        Source: Birnbaum importance; the derivative of N is N (dQ) N.
        """
        found = np.zeros(len(self.outlook))
        for one in failing:
            found += self.visits[one.row] * self._gain(one)
        return found

    def fixing(self, failing: Sequence[Failing]) -> Floats:
        """Return what outlook changes by if all rows given never fail, (k + r,): exact.

        Each row may be given more than once, for failures that exclude each other.

        Notes
        -----
        For one row: -q N_0i g / (1 + q d N_i), g the gain of failing and d its moves; for several
        the same with a matrix: Woodbury's identity (Golub & Van Loan, *Matrix Computations*,
        section 2.1.4).
        """
        if not failing:
            return np.zeros(len(self.outlook))
        rows = np.array([one.row for one in failing])
        chances = np.array([one.chance for one in failing])
        moves = np.stack([one.moves for one in failing])
        inner = np.eye(len(failing)) + (moves @ self.columns(rows)) * chances
        gains = np.linalg.solve(inner, np.stack([self._gain(one) for one in failing]))
        return np.asarray(-(self.visits[rows] * chances) @ gains)

    def columns(self, rows: npt.NDArray[np.intp]) -> Floats:
        """Return the columns of N of some rows, (n, rows): visits to them from each state.

        They are solved for once; ask for all that will be needed together.
        """
        new = np.array(sorted(set(rows.tolist()) - self._columns.keys()), dtype=np.intp)
        if len(new):
            unit = np.zeros((len(self.start), len(new)))
            unit[new, np.arange(len(new))] = 1.0
            solved = expected_totals(self.transitions, unit)
            self._columns.update(zip(new.tolist(), solved.T, strict=True))
        return np.stack([self._columns[row] for row in rows.tolist()], axis=1)

    @cached_property
    def _columns(self) -> dict[int, Floats]:
        return {}

    def _gain(self, one: Failing) -> Floats:
        """Return what outlook gains, from a failing row on, by failing instead of succeeding."""
        return np.asarray(np.concatenate([one.exits, one.rewards]) + one.moves @ self._totals)


def _ending(transitions: Floats, exits: Floats) -> npt.NDArray[np.bool_]:
    """Return from which states an end can be reached."""
    ending = (exits > 0).any(axis=1)
    linked = transitions > 0
    while True:
        further = ending | linked[:, ending].any(axis=1)
        if (further == ending).all():
            return np.asarray(ending)
        ending = further
