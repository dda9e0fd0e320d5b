"""Live customers for whom work that can wait is put aside, and who puts it aside."""

from __future__ import annotations

from outsidein.simulation.twin import steps
from outsidein.simulation.twin.state import PartAtWork, Person, Token


def server(part: PartAtWork, token: Token, order: tuple[float, ...]) -> Person | None:
    """Return who serves an interrupting customer when nobody is idle, or None.

    First somebody who has just become free of another such customer, longest idle first; else
    whoever works on what comes last in the order of who is next, then the highest number.
    """
    able = [p for p in part.people if may_take(part, token, p)]
    free = [p for p in able if p.job is None and p.paused is not None]
    if free:
        return min(free, key=lambda p: (p.idle_since, p.number))
    busy = [(p.job.order, p.number, p) for p in able if p.job is not None and p.job.pauses]
    found = max((entry for entry in busy if entry[0] > order), key=lambda e: e[:2], default=None)
    return found[2] if found is not None else None


def may_take(part: PartAtWork, token: Token, person: Person) -> bool:
    """Whether a person on duty can serve a customer who interrupts."""
    step = steps.doing(token)
    if not step.interrupts or not person.on_duty:
        return False
    if part.part.speed(person.number, step.needs) is None:
        return False
    bound = token.case.bound.get(part.part.id)
    if part.part.own_customers is None or bound in (None, person.number) or token.anybody:
        return True
    return part.part.speed(bound or 0, step.needs) is None
