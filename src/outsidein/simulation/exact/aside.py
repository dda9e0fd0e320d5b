"""What customers do meanwhile: whether it leaves the way of the case alone."""

from __future__ import annotations

from collections.abc import Iterator

from outsidein.model.process import Step
from outsidein.simulation.routes import CustomerRoutes


def acts_of(routes: CustomerRoutes, window: Step) -> list[Step]:
    """Return the acts of a meanwhile that this customer may do."""
    customer = routes.customer.id
    return [act for act in window.acts if act.only in (None, customer)]


def shared_by(routes: CustomerRoutes, act: Step) -> set[str]:
    """Return the shared steps that an act visits."""
    ways = routes.ways[act.id].values()
    return {named for way in ways for named in (way.through, way.calls) if named is not None}


def leaves_alone(routes: CustomerRoutes, act: Step) -> bool:
    """Whether an act changes nothing else: it leads nowhere, and leaves and finds nothing behind.

    Then it takes time and makes contacts, but the case goes the same way with it and without it.
    """
    if act.next or routes.step(act.id).next:
        return False
    places = {act.id, *shared_by(routes, act)}
    siblings = set(routes.ways[act.id])
    for place in places:
        for seen in routes.ways[place].values():
            if seen.go or seen.at_most or any(failure.noticed_at for failure in seen.fails):
                return False
            if any(to not in siblings for to in _destinations(seen)):
                return False
    return not any(noticed in places for noticed in _noticing(routes))


def _destinations(step: Step) -> Iterator[str]:
    for said in (step.patience, step.closed, step.no_show, *step.fails):
        if said is not None and said.to is not None:
            yield said.to


def _noticing(routes: CustomerRoutes) -> Iterator[str]:
    """Return every step at which a failure of another is noticed."""
    for ways in routes.ways.values():
        for failure in (failure for way in ways.values() for failure in way.fails):
            if failure.noticed_at is not None:
                yield failure.noticed_at
