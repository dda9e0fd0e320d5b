"""Which steps a case may still come to from each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outsidein.model.process import Step
from outsidein.simulation.routes import CustomerRoutes


def reachable(routes: CustomerRoutes) -> Mapping[str, frozenset[str]]:
    """Return, for each step, itself and every step that may follow; rather too many than too few.

    Who visits a shared step is taken to follow it; a failure noticed later leads on from there.
    """
    leads = {step: set(_leads(routes, step)) for step in routes.placed}
    for noticed_at, to in _noticed(routes):
        leads[noticed_at].add(to)
    for step, follows in list(leads.items()):
        for shared in follows:
            if routes.placed[shared].is_shared:
                leads[shared].add(step)
    return {step: frozenset(_closure(step, leads)) for step in leads}


def _leads(routes: CustomerRoutes, step_id: str) -> Iterator[str]:
    for seen in (routes.step(step_id), *routes.ways[step_id].values()):
        for to in (*routes.onward(step_id), *_named(seen)):
            if to in routes.placed:  # not a sister way
                yield to


def _noticed(routes: CustomerRoutes) -> Iterator[tuple[str, str]]:
    for ways in routes.ways.values():
        for failure in (failure for way in ways.values() for failure in way.fails):
            at, to = failure.noticed_at, failure.to
            if at is not None and to is not None and to in routes.placed:
                yield at, to


def _named(step: Step) -> Iterator[str]:
    yield from (branch.to for branch in step.go)
    yield from (runner.to for runner in step.race)
    yield from (inner.id for block in step.blocks for inner in block.steps)
    for said in (step.patience, step.closed, step.no_show, step.at_most, *step.fails):
        if said is not None and said.to is not None:
            yield said.to
    yield from (named for named in (step.through, step.calls) if named is not None)


def _closure(step: str, leads: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {step}, [step]
    while waiting:
        new = leads[waiting.pop()] - found
        found |= new
        waiting += new
    return found
