"""When customers arrive: unit-rate epochs of each segment, mapped by the cumulative rate."""

from __future__ import annotations

import math
from dataclasses import replace

from outsidein.model.process import Process
from outsidein.simulation.calendar import Accumulator, arrival_week
from outsidein.simulation.draws import PURPOSE, uniform


def segment_shares(process: Process) -> list[float]:
    """Return each customer's share of the arrivals, the rest filled in."""
    said = [c.share for c in process.customers]
    if len(said) == 1:
        return [1.0]
    rest = 1.0 - sum(s for s in said if s is not None)
    return [max(rest, 0.0) if s is None else s for s in said]


def cumulative_rates(process: Process) -> list[Accumulator | None]:
    """Return each segment's cumulative arrival rate; None for a segment nobody is in."""
    assert process.arrivals is not None
    week = arrival_week(process.arrivals)
    return [
        Accumulator.of(replace(week, levels=tuple(level * share for level in week.levels)))
        if share > 0
        else None
        for share in segment_shares(process)
    ]


def arrivals_until(
    process: Process, end: float, seed: int, replication: int
) -> list[tuple[float, int]]:
    """Return (second, segment) of every arrival before ``end``, in order."""
    found = []
    for segment, rate in enumerate(cumulative_rates(process)):
        epoch, number = 0.0, 0
        while rate is not None:
            u = uniform(seed, replication, segment, number, 0, 0, PURPOSE["arrival"])
            epoch -= math.log(1.0 - u)
            time = rate.when(epoch)
            if time >= end:
                break
            found.append((time, segment))
            number += 1
    return sorted(found)
