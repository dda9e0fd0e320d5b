"""The laws of a run hold in the twin, whatever a process says."""

from __future__ import annotations

from collections import Counter

import pytest

from outsidein.simulation.twin import trace
from simulation.side_by_side import customers_of
from strategies import random_process

CUSTOMERS = 30
WHOLE = frozenset[str]()  # features left out: none


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_whatever_is_simulated_adds_up(first: int) -> None:
    """Times add up to what elapsed, nothing is stuck, and visits have an order within."""
    for seed in range(first, first + 20):
        process = random_process(seed, WHOLE)
        names = [customer.name for customer in process.customers]
        drawn = customers_of(process, seed, CUSTOMERS, crowding=(1.0, 3.0)[seed % 2])
        told = trace(process, [(time, names[k]) for time, k in drawn], seed=seed)
        assert [case.number for case in told.cases if case.stuck] == [], seed
        for case in told.cases:
            if case.end is not None:
                assert sum(case.seconds.values()) == pytest.approx(case.end - case.start), seed
        visits = Counter((visit.case, visit.step, visit.visit) for visit in told.visits)
        assert set(visits.values()) <= {1}, seed
        for visit in told.visits:
            times = [visit.ready, visit.pause_ended, visit.began, visit.joined, visit.started,
                     visit.ended, visit.finished]  # fmt: skip
            known = [time for time in times if time is not None]
            assert known == sorted(known), seed
