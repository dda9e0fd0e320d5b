"""What is worked out of a log again is what the simulator recorded."""

from __future__ import annotations

import numpy as np
import pytest

from outsidein.eventlog.journeys import journeys
from outsidein.measures.prices import Prices
from outsidein.measures.records import Records
from outsidein.measures.vocabulary import vocabulary
from outsidein.simulation.logs import event_log
from outsidein.simulation.twin.records import records_of
from outsidein.simulation.twin.trace import trace
from outsidein.units import DAY_SECONDS, WEEK_SECONDS
from strategies import random_process

SEEDS = [*range(40), *(pytest.param(k, marks=pytest.mark.long) for k in range(40, 600))]


def assert_same(found: Records, expected: Records) -> None:
    """Every column of every record agrees; times to a microsecond."""
    for kind in Records._fields:
        ours, theirs = getattr(found, kind), getattr(expected, kind)
        assert len(ours) == len(theirs), kind
        for name in ours.dtype.names:
            if ours[name].dtype.kind == "f":
                np.testing.assert_allclose(
                    ours[name], theirs[name], rtol=1e-9, atol=1e-6, err_msg=f"{kind}.{name}"
                )
            else:
                np.testing.assert_array_equal(ours[name], theirs[name], err_msg=f"{kind}.{name}")


@pytest.mark.parametrize("seed", SEEDS)
def test_journeys_of_a_log_are_the_records(seed):
    """journeys(log) equals the records the log was written from, on random processes."""
    process = random_process(seed)
    words = vocabulary(process)
    run = trace(process, arrive_until=3 * DAY_SECONDS, seed=seed, until=3 * WEEK_SECONDS)
    segments = {customer.name: k for k, customer in enumerate(process.customers)}
    records = records_of(run, words, segments, 0)
    log = event_log([records], words, Prices.of(process))
    (again,) = journeys(log, process)
    assert_same(again, records)
