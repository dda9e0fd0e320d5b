"""The numbers a process does not say: never filled in, listed one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.graph import first_step
from outsidein.model.process import Process, Step
from outsidein.model.rules.flow import falls_off, starts_of
from outsidein.model.rules.surroundings import Model, Seen, warning

TIMES = ("own", "takes", "pause", "after")


def missing_numbers(process: Process) -> list[Fault]:
    """Return every number that a simulation needs and nobody gave, at the address it belongs to.

    Each is a warning ``missing-number``; its hint is what to write into the document.
    """
    model = Model(process)
    found = [*_around(process), *_of_flow(model)]
    for seen in model.seen:
        found += _of_times(model, seen)
        found += _of_behaviour(seen)
        found += _of_steps(seen)
    for placed in model.placed.values():
        found += _of_shares(placed.step)
    return list(dict.fromkeys(found))


def missing(where: str, what: str, hint: str) -> Fault:
    """Return the fault of one missing number."""
    return warning("missing-number", where, f"missing: {what}", hint)


def _around(process: Process) -> Iterator[Fault]:
    if process.arrivals is None or process.arrivals.per_second is None:
        what = "how many customers arrive"
        yield missing("arrivals.rate", what, "arrivals: {rate: NUMBER per day}")
    for customer in process.customers:
        begun = [s for s in process.steps if s.verb == "start"]
        theirs = [s for s in starts_of(begun, customer.id) if s.only in (None, customer.id)]
        unsaid_starts = [s for s in theirs if s.share is None]
        for step in unsaid_starts if len(unsaid_starts) > 1 else ():
            what = f'how many of the customers begin with "{step.id}"'
            yield missing(f"{step.id}.share", what, "share: NUMBER%")
    unsaid = [c for c in process.customers if c.share is None]
    if len(unsaid) > 1:
        for customer in unsaid:
            what = f'the share of "{customer.name}" among the customers'
            yield missing(f"{customer.id}.share", what, "share: NUMBER%")


def _of_flow(model: Model) -> Iterator[Fault]:
    first = first_step(model.process)
    for placed in model.placed.values():
        if first is not None and falls_off(placed):
            what = f'what has become of the customer after "{placed.step.id}"'
            hint = "- done: {end: NAME, outcome: served | not served | lost}"
            yield missing(placed.step.id, what, hint)
        if placed.step.verb == "end" and placed.step.outcome is None:
            what = f'the outcome of "{placed.step.id}"'
            hint = "outcome: served | not served | lost"
            yield missing(f"{placed.step.id}.outcome", what, hint)


def _of_times(model: Model, seen: Seen) -> Iterator[Fault]:
    """No time is taken to be zero where somebody works, or where nothing else is said."""
    way, verb = seen.way, seen.way.verb
    people = model.has_people(way.part)
    queued = verb in {"touch", "tell", "hidden", "check"} or (
        verb == "do" and model.kind_of_channel(way) != "self"
    )
    if people and queued and way.takes is None:
        who = model.parts[way.part or ""].name
        what = f'how long "{seen.step.id}" takes {who}'
        yield missing(seen.where("takes"), what, "takes: NUMBER min")
    elif verb == "do" and all(getattr(way, name) is None for name in TIMES) and not way.through:
        what = f'how long "{seen.step.id}" takes the customer'
        yield missing(seen.where("own"), what, "own: NUMBER min")
    elif verb == "hidden" and way.takes is None and way.after is None:
        what = f'how long "{seen.step.id}" takes'
        yield missing(seen.where("after"), what, "after: NUMBER h")


def _of_behaviour(seen: Seen) -> Iterator[Fault]:
    way, step = seen.way, seen.step.id
    if way.patience is not None and way.patience.law is None:
        what = f'how long customers wait at "{step}"'
        yield missing(seen.where("patience"), what, "patience: NUMBER min")
    if way.retry is not None:
        retry = way.retry
        if None in {retry.chance, retry.after, retry.most}:
            what = f'with what chance, after how long and how often customers retry "{step}"'
            yield missing(seen.where("retry"), what, "retry: NUMBER% after NUMBER h max NUMBER")
    if way.no_show is not None and way.no_show.chance is None:
        what = f'how many do not come to "{step}"'
        yield missing(seen.where("no_show"), what, "no show: NUMBER%")
    if way.at_most is not None and way.at_most.visits is None:
        what = f'how often "{step}" is visited at most'
        yield missing(seen.where("at_most"), what, "at most: NUMBER visits")
    if way.balks is not None and way.balks.at is None:
        what = f'how many waiting make customers leave "{step}"'
        yield missing(seen.where("balks"), what, "balks: at NUMBER waiting")
    if way.limit is not None and way.limit.law is None:
        what = f'how long "{step}" lasts at most'
        yield missing(seen.where("limit"), what, "limit: NUMBER days -> STEP")
    for failure in way.fails:
        if failure.chance is None:
            what = f'the chance of "{failure.mode}" at "{step}"'
            yield missing(seen.where("fails", failure.mode), what, f"NUMBER% {failure.mode}")
    trigger = way.trigger
    if trigger is not None and trigger.chance is None:
        per = " per day" if trigger.kind == "at random" else ""
        what = f'the chance that customers do "{step}"'
        yield missing(f"{step}.chance", what, f"chance: NUMBER%{per}")


def _of_steps(seen: Seen) -> Iterator[Fault]:
    step = seen.step
    if step.verb == "wait" and step.wait is None:
        yield missing(seen.where("wait"), f'how long "{step.id}" is', "wait: NUMBER days")
    if step.verb == "promise" and step.within is None:
        yield missing(seen.where("within"), f'what "{step.id}" promises', "within: NUMBER days")
    yield from _unshared(seen, [(b.label, b.share) for b in seen.way.go])


def _unshared(seen: Seen, branches: Sequence[tuple[str, float | None]]) -> Iterator[Fault]:
    unsaid = [label for label, share in branches if share is None]
    if len(unsaid) > 1:
        for label in unsaid:
            what = f'how often "{label}" is the answer at "{seen.step.id}"'
            yield missing(seen.where("go", label), what, f"NUMBER% {label}")


def _of_shares(step: Step) -> Iterator[Fault]:
    unsaid = [way.name for way in step.ways if way.share is None]
    if len(unsaid) > 1:
        for name in unsaid:
            what = f'the share of "{name}" among the ways of "{step.id}"'
            yield missing(join_address(step.id, name, "share"), what, "share: NUMBER%")
    if step.verb == "some of":
        for block in step.blocks:
            if block.share is None and not block.rest:
                what = f'the chance of "{block.name}" at "{step.id}"'
                yield missing(join_address(step.id, block.name), what, f"NUMBER% {block.name}")
