"""Several people for one task: who waits for them, and who they are."""

from __future__ import annotations

from outsidein.simulation.twin import parts, steps
from outsidein.simulation.twin.state import Case, PartAtWork, Person, Token, World


def who_may_start(
    world: World, part: PartAtWork, idle: list[Person]
) -> list[tuple[tuple[float, ...], Token]]:
    """Return the queue without those passed over, and nobody behind who waits for a crew.

    A token waits for its crew if the idle could serve it, were they enough.
    """
    found = []
    for order, token in part.queue:
        if parts.is_passed_over(world, token):
            continue
        crew = steps.doing(token).crew or 1
        able = parts.able_of(part, idle, token)
        if len(able) < crew and parts.server_of(part, token, able) is not None:
            break
        found.append((order, token))
    return found


def mates(part: PartAtWork, token: Token, first: Person) -> list[Person]:
    """Return who serves a token together with its first person: the longest idle who can."""
    crew = steps.doing(token).crew or 1
    idle = [p for p in parts.free_people(part) if p.paused is None and p is not first]
    return parts.able_of(part, idle, token)[: crew - 1]


def look_behind(world: World, case: Case) -> None:
    """A person of the customer is busy: whoever stands behind a crew for them may start."""
    for token in case.tokens:
        row = token.row
        if token.state == "queue" and steps.doing(token).crew and row and row.part in world.parts:
            world.dirty.add(row.part)
