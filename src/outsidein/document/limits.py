"""How much a document may hold: far more than people can oversee, little enough to be looked at.

Checking looks at every way of every step as each customer meets it, and again for every
scenario; drawing compares every arrow with every other.
"""

from __future__ import annotations

from collections.abc import Iterator

from outsidein.document.nodes import Node
from outsidein.document.reading import Reading
from outsidein.model.change import Change, Insert
from outsidein.model.graph import flows
from outsidein.model.places import every_step
from outsidein.model.process import Process, Step

MOST_STEPS = 500
MOST_ARROWS = 1_500
MOST_MEETINGS = 5_000  # a way of a step as one customer meets it
MOST_CUSTOMERS = MOST_PARTS = MOST_CHANNELS = 200
MOST_SCENARIOS = 100
MOST_CHANGED = 50_000  # steps times changes of all scenarios: each change walks through the steps
_A_SCENARIO = 10  # changes that the scenario itself weighs as much as
_SPLIT = "describe a large process in several documents"


def within_limits(reading: Reading, root: Node, process: Process) -> bool:
    """Say whether a process is small enough to be looked at; note why it is not."""
    for key, count, most, what in _counts(process):
        if count > most:
            at = root.value_of(key) or root
            reading.fault("too-many", at, f"there are more than {most:,} {what}", _SPLIT)
            return False
    return True


def _counts(process: Process) -> Iterator[tuple[str, int, int, str]]:
    """Yield what is limited, cheapest first: (top key, how many, how many at most, of what)."""
    steps = list(every_step(process))
    yield "customers", len(process.customers), MOST_CUSTOMERS, "customers"
    yield "organisation", len(process.parts), MOST_PARTS, "parts"
    yield "channels", len(process.channels), MOST_CHANNELS, "channels"
    yield "steps", len(steps), MOST_STEPS, "steps"
    inserted = max((sum(map(_weight, s.changes)) for s in process.scenarios), default=0)
    yield "scenarios", len(steps) + inserted, MOST_STEPS, "steps and changes in a scenario"
    yield "steps", sum(map(_meetings, steps)), MOST_MEETINGS, "ways of steps for customers"
    yield "steps", len(flows(process)), MOST_ARROWS, "arrows between steps"
    yield "scenarios", len(process.scenarios), MOST_SCENARIOS, "scenarios"
    changed = sum(_changes(process).values()) * max(len(steps), 1)
    yield "scenarios", changed, MOST_CHANGED, "changes of steps in all scenarios together"


def _meetings(step: Step) -> int:
    customers = {*step.overrides, *(c for way in step.ways for c in way.overrides)}
    return max(len(step.ways), 1) * (1 + len(customers))


def _changes(process: Process) -> dict[str, int]:
    """Return how many changes each scenario makes, with those of what it stands on."""
    own = {s.name: s for s in process.scenarios}
    found: dict[str, int] = {}
    for scenario in process.scenarios:
        count, name, seen = 0, scenario.name, set[str]()
        while name in own and name not in seen:
            seen.add(name)
            count += sum(map(_weight, own[name].changes)) + _A_SCENARIO
            name = own[name].on_top_of or ""
        found[scenario.name] = count
    return found


def _weight(change: Change) -> int:
    if isinstance(change, Insert) and isinstance(change.elements, tuple):
        return len(change.elements)
    return 1
