"""What the property tests draw from: processes, and a count of what occurs in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from hypothesis import strategies as st

from outsidein.model.behaviour import Law
from outsidein.model.process import Behaviour, Process, Step
from random_processes import random_process
from random_surroundings import all_steps

__all__ = ["features", "processes", "random_process"]


def processes() -> st.SearchStrategy[Process]:
    """Processes without faults, over the whole grammar."""
    return st.integers(0, 2**32).map(lambda seed: random_process(seed, frozenset()))


def features(process: Process) -> Counter[str]:
    """Count what occurs in a process: verbs, keys, laws, triggers, ways out, hours."""
    found: Counter[str] = Counter()
    for step in all_steps(process.steps + process.shared):
        found.update(_of_step(step))
        for way in step.ways:
            found.update(f"way {said}" for said in _said(way))
    for part in process.parts:
        found.update(f"part {name}" for name in _filled(part))
        found["part staffed by hour"] += isinstance(part.people, tuple)
        found["part never closed"] += len(part.open) == 1 and part.open[0].last_day == 6
    for customer in process.customers:
        found.update(f"customer {name}" for name in _filled(customer))
    found.update(f"process {name}" for name in _filled(process))
    found["two customers"] += len(process.customers) > 1
    found["other working days"] += process.working_days != (0, 1, 2, 3, 4)
    found["profile"] += process.arrivals is not None and bool(process.arrivals.profile)
    return +found


def _of_step(step: Step) -> Iterator[str]:
    yield f"verb {step.verb}"
    yield from _said(step)
    if step.trigger is not None:
        yield f"when {step.trigger.kind}"
        yield from (f"act {name}" for name in _filled(step.trigger))
    if step.join_all:
        yield "join all"
    yield from (f"says {name}" for name in ("ends", "times", "at_once") if getattr(step, name))
    if len(step.next) > 1:
        yield "split by next"
    if step.verb == "touch":
        leads = bool(step.go or step.next or step.fails)
        yield "touch that leads on" if leads else "touch beside"
    if step.trigger is not None and step.next:
        yield "act with next"


def _said(said: Behaviour) -> Iterator[str]:
    for field in fields(Behaviour):
        value = getattr(said, field.name)
        if value:
            yield f"says {field.name}"
        if isinstance(value, Law):
            yield f"law {value.kind}"
            yield "in working days" if value.working else "on the clock"
    if said.closed is not None:
        yield "calls back" if said.closed.call_back else "goes elsewhere when closed"
        if said.closed.chance is not None:
            yield "calls back with a chance"
    for failure in said.fails:
        yield "fails at once" if not (failure.noticed_at or failure.until) else "fails later"
        yield from (f"fails {name}" for name in _filled(failure))
    if said.shows is not None:
        yield f"shows {said.shows}"


def _filled(element: object) -> Iterator[str]:
    for field in fields(element):  # type: ignore[arg-type]
        if getattr(element, field.name) not in (None, (), 0.0, {}, ""):
            yield field.name
