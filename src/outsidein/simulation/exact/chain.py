"""The states of one customer's cases, numbered, as an absorbing chain."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from outsidein.measures.records import TIME_CLASSES
from outsidein.simulation.exact.flow import Flow
from outsidein.simulation.exact.states import End, Leaving, Moves, State, Target
from outsidein.statistics.absorbing import AbsorbingChain, Failing, Floats, second_moments

MOST_STATES = 2_000
DEEPEST = 8  # arrivals in a row that are led through at once
Way = tuple[str, str]  # (step, way)
Mode = tuple[str, str]  # (step, failure mode)

# Columns of the rewards; the classes of time follow.
CONTACTS, AVOIDABLE, COST, FIRST_CLASS = range(4)
REWARDS = FIRST_CLASS + len(TIME_CLASSES)


@dataclass(frozen=True, slots=True)
class CaseChain:
    """One customer's cases: the chain, and what its rows and columns stand for."""

    chain: AbsorbingChain
    states: tuple[State, ...]
    ends: tuple[End, ...]
    failing: dict[Mode, tuple[Failing, ...]]
    visited: dict[int, Way]  # states in which a visit begins
    variances: Floats  # of the seconds of each state, (n,)

    def visits(self) -> dict[Way, float]:
        """Return the expected visits to each way of each step."""
        found: dict[Way, float] = defaultdict(float)
        for row, way in self.visited.items():
            found[way] += float(self.chain.visits[row])
        return dict(found)

    def fixing(self, modes: Iterable[Mode]) -> Floats:
        """Return what the chain's outlook changes by if some failures never happen."""
        return self.chain.fixing([one for mode in modes for one in self.failing.get(mode, ())])

    def slope(self, mode: Mode) -> Floats:
        """Return the derivative of the chain's outlook in the chance of a failure."""
        return self.chain.derivative(self.failing.get(mode, ()))

    def elapsed(self) -> tuple[float, float]:
        """Return mean and standard deviation of the seconds of a case."""
        means = self.chain.rewards[:, FIRST_CLASS:].sum(axis=1)
        second = second_moments(self.chain.transitions, means, self.variances)
        first = float(self.chain.start @ self.chain.totals[:, FIRST_CLASS:].sum(axis=1))
        return first, math.sqrt(max(float(self.chain.start @ second) - first**2, 0.0))


def case_chain(flow: Flow) -> CaseChain | None:
    """Return the chain of a customer's cases; None, with a reason, if it cannot be followed."""
    if "routes" in flow.reasons.found:
        return None
    leavings = _explored(flow)
    if "routes" in flow.reasons.found:
        return None
    built = _built(leavings, flow.unknown)
    if built is None:
        flow.reasons.add("routes", "endless")
    return built


def _explored(flow: Flow) -> dict[State, Leaving]:
    """Return every state a case may come to, in the order found, and what it leads to."""
    found: dict[State, Leaving] = {}
    waiting = [flow.first()]
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        if len(found) >= MOST_STATES:
            flow.reasons.add("routes", "many")
            return found
        leaving = found[state] = _shortened(flow, flow.leaving(state))
        if "routes" in flow.reasons.found:
            return found
        for moves in (leaving.succeeding, *(moves for _, _, moves in leaving.failing)):
            waiting += [to for _, to in moves if isinstance(to, State)]
    return found


def _shortened(flow: Flow, leaving: Leaving) -> Leaving:
    """Let moves lead straight on through states in which nothing happens but a choice of way."""
    leaving.succeeding = _led_on(flow, leaving.succeeding, 0)
    leaving.failing = [(m, chance, _led_on(flow, to, 0)) for m, chance, to in leaving.failing]
    return leaving


def _led_on(flow: Flow, moves: Moves, depth: int) -> Moves:
    found: dict[Target, float] = defaultdict(float)
    for share, to in moves:
        if share <= 0:
            continue
        if isinstance(to, State):
            to = flow.forgetting(to)
        if isinstance(to, State) and to.kind == "arrive" and depth < DEEPEST:
            for part, beyond in _led_on(flow, flow.leaving(to).succeeding, depth + 1):
                found[beyond] += share * part
        else:
            found[to] += share
    return [(share, to) for to, share in found.items()]


def _built(leavings: dict[State, Leaving], unknown: set[str]) -> CaseChain | None:
    ends = _ends(leavings)
    columns: dict[Target, int] = {}
    targets: list[Target] = [*leavings, *ends]
    for target in targets:
        columns[target] = len(columns)
    count = len(leavings)
    rows = np.zeros((count, len(columns)))
    rewards, variances = np.zeros((count, REWARDS)), np.zeros(count)
    failing: dict[Mode, list[Failing]] = defaultdict(list)
    for row, leaving in enumerate(leavings.values()):
        succeeding = _row(leaving.succeeding, columns)
        rows[row] = succeeding
        for mode, chance, moves in leaving.failing:
            change = _row(moves, columns) - succeeding
            rows[row] += chance * change
            failing[mode].append(
                Failing(row, chance, change[:count], change[count:], np.zeros(REWARDS))
            )
        rewards[row], variances[row] = _rewards(leaving)
    start = np.zeros(count)
    start[0] = 1.0
    try:
        chain = AbsorbingChain(rows[:, :count], rows[:, count:], rewards, start)
    except ValueError:  # a loop without an exit: check warns of those it sees
        return None
    visited = {
        k: (state.step, "" if state.kind == "race" else state.way)
        for k, (state, found) in enumerate(leavings.items())
        if found.visit and state.step not in unknown
    }
    modes = {mode: tuple(rows) for mode, rows in failing.items()}
    rows_that_fail = {one.row for ones in modes.values() for one in ones}
    if rows_that_fail:
        chain.columns(np.array(sorted(rows_that_fail)))
    return CaseChain(chain, tuple(leavings), tuple(ends), modes, visited, variances)


def _ends(leavings: dict[State, Leaving]) -> list[End]:
    found: dict[End, None] = {}
    for leaving in leavings.values():
        for moves in (leaving.succeeding, *(moves for _, _, moves in leaving.failing)):
            found |= {to: None for _, to in moves if isinstance(to, End)}
    return list(found)


def _row(moves: Moves, columns: dict[Target, int]) -> Floats:
    row = np.zeros(len(columns))
    for share, to in moves:
        if share > 0:
            row[columns[to]] += share
    return row


def _rewards(leaving: Leaving) -> tuple[Floats, float]:
    found = np.zeros(REWARDS)
    found[CONTACTS], found[AVOIDABLE] = leaving.contact, leaving.avoidable
    found[COST] = leaving.cost
    for kind, mean, _ in leaving.seconds:
        found[FIRST_CLASS + kind] += mean
    return found, sum(variance for _, _, variance in leaving.seconds)
