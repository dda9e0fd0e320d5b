"""Where a case's time went: each instant once, by the first class that holds (design, rule 4)."""

from __future__ import annotations

import itertools

from outsidein.measures.records import (
    BEING_SERVED,
    BETWEEN_TRIES,
    FOR_ORGANISATION,
    FOR_THEMSELVES,
    IN_QUEUE,
    OWN_EFFORT,
    OWN_PACE,
    TIME_CLASSES,
)
from outsidein.model.process import Process
from outsidein.simulation.twin.state import Case, Visit


def split_time(process: Process, case: Case, start: float, end: float) -> list[float]:
    """Return the seconds of each class from start to end; the rest is between tries."""
    spans = [
        (max(a, start), min(b, end), kind)
        for row in case.rows
        for a, b, kind in _classes(process, case, row)
        if min(b, end) > max(a, start)
    ]
    totals = [0.0] * len(TIME_CLASSES)
    moments = sorted({start, end, *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    for a, b in itertools.pairwise(moments):
        here = [kind for first, last, kind in spans if first <= a and b <= last]
        totals[min(here, default=BETWEEN_TRIES)] += b - a
    return totals


def _classes(process: Process, case: Case, row: Visit) -> list[tuple[float, float, int]]:
    """Return the stretches of one visit and the class of each."""
    step = case.routes.ways[row.step][row.way or ""]
    last = row.finished
    assert last is not None
    kind = process.channels.get(step.channel or "", "self")
    live = step.verb == "touch" or (step.verb in ("do", "choose") and kind != "left")
    served = live and not row.no_show
    queue = IN_QUEUE if step.verb == "do" and kind == "live" else FOR_ORGANISATION
    own_until = _first(row.joined, row.ended, last)
    stretches = [
        (row.ready, _first(row.pause_ended, last), OWN_PACE),
        (row.pause_ended, _first(row.began, last), FOR_THEMSELVES),
        (row.own_started, own_until, OWN_EFFORT),
        (row.joined, _first(row.started, row.ended, last), queue),
        (row.started, _first(row.ended, last), BEING_SERVED if served else FOR_ORGANISATION),
        (row.ended, last, FOR_ORGANISATION),
    ]
    if step.batch is not None:
        stretches.append((row.began, _first(row.joined, last), FOR_ORGANISATION))
    if step.verb == "do" and kind == "booked":  # own effort follows the service
        stretches[2] = (row.own_started, _first(row.own_ended, last), OWN_EFFORT)
    if step.verb in ("wait", "first of"):
        stretches = [(row.ready, last, OWN_PACE if step.race_by_customer else FOR_ORGANISATION)]
    return [(a, b, c) for a, b, c in stretches if a is not None and b > a]


def _first(*times: float | None) -> float:
    return next(t for t in times if t is not None)
