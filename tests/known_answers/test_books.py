"""The books the twin keeps: every count of a world worked out by hand, to the second.

The world is that of `planted.measuring`: 10 days, 16 customers a day, nothing left to chance.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from outsidein.document import read_text
from outsidein.measures.vocabulary import vocabulary
from outsidein.model.behaviour import NoShow
from outsidein.model.process import Process
from outsidein.simulation.twin import Trace, trace
from outsidein.simulation.twin.records import records_of
from planted.figures import assert_right
from planted.measuring import DAYS, PARTS, TEXT, arrivals, case_figures, tally_of, visit_figures
from planted.runs import DAY


def world() -> Process:
    """Return the world, where Absent never comes (booked channels are still to come)."""
    process = read_text(TEXT, "world.yaml")
    absent = NoShow(chance=1.0, to="refused")
    steps = (replace(s, no_show=absent) if s.id == "come" else s for s in process.steps)
    return replace(process, steps=tuple(steps))


def traced() -> Trace:
    """Run the twin."""
    process = world()
    names = [customer.name for customer in process.customers]
    times, who = arrivals([customer.id for customer in process.customers])
    coming = [(float(time), names[k]) for time, k in zip(times, who, strict=True)]
    return trace(process, coming, until=DAYS * DAY)


def test_cases_and_visits_are_counted_as_worked_out_by_hand() -> None:
    """Outcomes, reasons, promises, contacts, repeats, times of each class, paths, ends."""
    process = world()
    words = vocabulary(process)
    segments = {customer.name: k for k, customer in enumerate(process.customers)}
    tally = tally_of(records_of(traced(), words, segments, 0))
    assert_right(case_figures(tally))
    assert_right([f for f in visit_figures(tally) if f.name != "in all"])


def test_parts_are_counted_as_worked_out_by_hand() -> None:
    """People at work, beyond their hours, asked and given up on, of the desk and the clinic."""
    found = traced()
    for name, of_a_day in PARTS.items():
        counted = getattr(found, name.removesuffix("_seconds"), None)
        if counted is not None:  # staffed and closed are counted by the kernel alone
            seen = [counted.get(part, 0) for part in ("desk", "clinic")]
            assert seen == pytest.approx([n * DAYS for n in of_a_day], abs=1e-6), name
