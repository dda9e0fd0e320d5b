"""Every number of a process by its address, and the process with one of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from outsidein.address import join_address
from outsidein.model.behaviour import (
    AtMost,
    Away,
    Balk,
    Batch,
    Closed,
    Law,
    Limit,
    NoShow,
    Overflow,
    OwnCustomers,
    Patience,
    Retry,
    Times,
    Trigger,
)
from outsidein.model.places import MissedError, every_step, field_path, put_at
from outsidein.model.process import Arrivals, Behaviour, Customer, Part, Process, Step
from outsidein.model.resolve import seen_by

LAW_FIELDS = {
    "pause": "pause", "own": "own", "takes": "takes", "takes_again": "takes again",
    "wrap_up": "wrap up", "after": "after",
    "tolerates": "tolerates", "wait": "wait", "within": "within",
}  # fmt: skip
_CHANCES = ("go", "fails", "comes_back")
_LEAST = {"lines": 1, "crew": 2}


def numbers_at(process: Process) -> dict[str, float]:
    """Return every single number with its address, in document order.

    Shares and chances from 0 to 1 · means of laws in seconds · arrivals a second · costs and
    worth in the document's money · people: how many, or for hours with numbers their mean over
    the hours listed · how often at most. What is "the rest", a spread, or a priority is none.
    """
    found: dict[str, float] = {}
    if process.arrivals is not None and process.arrivals.per_second is not None:
        found["arrivals.rate"] = process.arrivals.per_second
    for customer in process.customers:
        found.update(_of_customer(customer))
    for part in process.parts:
        found.update(_of_part(part))
    for step in every_step(process):
        found.update(_of_step(step))
    return found


def _of_customer(customer: Customer) -> Iterator[tuple[str, float]]:
    if customer.share is not None:
        yield f"{customer.id}.share", customer.share
    for outcome, amount in (customer.worth or {}).items():
        yield join_address(customer.id, "worth", outcome), amount
    for fate, share in (customer.comes_back or {}).items():
        yield join_address(customer.id, "comes back", fate), share


def _of_part(part: Part) -> Iterator[tuple[str, float]]:
    if part.people is not None:
        yield f"{part.id}.people", people_of(part)
    if part.cost_per_hour is not None:
        yield f"{part.id}.cost", part.cost_per_hour
    if part.away is not None:
        yield f"{part.id}.away", part.away.share
    if part.own_customers is not None and part.own_customers.within is not None:
        yield f"{part.id}.own-customers", part.own_customers.within.mean_seconds
    if part.lines is not None:
        yield f"{part.id}.lines", float(part.lines)
    if part.overflow is not None:
        yield f"{part.id}.overflow", float(part.overflow.at)
    if part.absent is not None:
        yield f"{part.id}.absent", part.absent
    for skill in part.skills:
        if skill.speed != 1.0:
            yield join_address(part.id, "skills", skill.name), skill.speed


def people_of(part: Part) -> float:
    """Return how many people a part has: the mean over the hours it lists."""
    if not isinstance(part.people, tuple):
        return float(part.people or 0)
    hours = [
        (len(period.intervals()) * (period.end_seconds - period.start_seconds), count)
        for period, count in part.people
    ]
    total = sum(length for length, _ in hours)
    return sum(length * count for length, count in hours) / total if total else 0.0


def _of_step(step: Step) -> Iterator[tuple[str, float]]:
    yield from _of_behaviour(step, step.id)
    if step.share is not None:
        yield f"{step.id}.share", step.share
    if step.times is not None:
        yield f"{step.id}.times", (step.times.least + step.times.most) / 2
    for way in step.ways:
        if way.share is not None:
            yield join_address(step.id, way.name, "share"), way.share
        yield from _of_behaviour(way, step.id, way.name)
    for runner in step.race:
        yield join_address(step.id, "first of", runner.label), runner.after.mean_seconds
    for block in step.blocks:
        if block.share is not None:
            yield join_address(step.id, block.name, "share"), block.share
    if step.trigger is not None:
        yield from _of_trigger(step.trigger, step.id)
    for customer in step.overrides:
        yield from _of_overrides(step, customer)


def _of_behaviour(said: Behaviour, *above: str) -> Iterator[tuple[str, float]]:
    for field, name in LAW_FIELDS.items():
        law = getattr(said, field, None)
        if law is not None:
            yield join_address(*above, name), law.mean_seconds
    if said.patience is not None and said.patience.law is not None:
        yield join_address(*above, "patience"), said.patience.law.mean_seconds
    if said.closed is not None and said.closed.chance is not None:
        yield join_address(*above, "closed"), said.closed.chance
    if said.retry is not None:
        yield from _of_retry(said.retry, *above)
    if said.balks is not None and said.balks.chance is not None:
        yield join_address(*above, "balks"), said.balks.chance
    if said.balks is not None and said.balks.at is not None:
        yield join_address(*above, "balks", "max"), float(said.balks.at)
    if said.limit is not None and said.limit.law is not None:
        yield join_address(*above, "limit"), said.limit.law.mean_seconds
    if said.batch is not None:
        yield join_address(*above, "batch"), float(said.batch.size)
    if said.crew is not None:
        yield join_address(*above, "crew"), float(said.crew)
    if said.no_show is not None and said.no_show.chance is not None:
        yield join_address(*above, "no show"), said.no_show.chance
    if said.at_most is not None and said.at_most.visits is not None:
        yield join_address(*above, "at most", "max"), float(said.at_most.visits)
    for failure in said.fails:
        if failure.chance is not None:
            yield join_address(*above, "fails", failure.mode), failure.chance
    for branch in said.go:
        if branch.share is not None:
            yield join_address(*above, "go", branch.label), branch.share
    if said.cost is not None:
        yield join_address(*above, "cost"), said.cost


def _of_retry(retry: Retry, *above: str) -> Iterator[tuple[str, float]]:
    if retry.chance is not None:
        yield join_address(*above, "retry"), retry.chance
    if retry.after is not None:
        yield join_address(*above, "retry", "after"), retry.after.mean_seconds
    if retry.most is not None:
        yield join_address(*above, "retry", "max"), float(retry.most)


def _of_trigger(trigger: Trigger, step: str) -> Iterator[tuple[str, float]]:
    if trigger.silence is not None:
        yield f"{step}.when", trigger.silence.mean_seconds
    if trigger.chance is not None:
        yield f"{step}.chance", trigger.chance
    if trigger.again_after is not None:
        yield f"{step}.again-after", trigger.again_after.mean_seconds
    if trigger.most is not None:
        yield f"{step}.max", float(trigger.most)


def _of_overrides(step: Step, customer: str) -> Iterator[tuple[str, float]]:
    """Return the numbers said for one customer: those that differ from everybody else's."""
    plain = dict(_of_step(_alone(step)))
    seen = dict(_of_step(seen_by(step, customer)))
    for address, value in seen.items():
        if plain.get(address) != value:
            head, _, rest = address.partition(".")
            yield f"{head}.for-{customer}.{rest}", value


def _alone(step: Step) -> Step:
    return replace(step, overrides={})


def with_number(process: Process, address: str, value: float) -> Process:
    """Return the process with another number at an address of `numbers_at`.

    A law is scaled to the new mean, its shape kept; people by hours are scaled and rounded to
    whole people, at least one where there were any; counts are rounded. Raises MissedError if
    there is no number, ValueError if the value cannot be one (a share above 1).
    """
    kind, identity, path = field_path(process, address)
    old = _current(process, kind, identity, path)
    if old is None:
        raise MissedError(f'there is no number at "{address}"')
    return put_at(process, (kind, identity, path), _scaled(old, value, path))


def _current(process: Process, kind: str, identity: str, path: tuple[str, ...]) -> Any:
    elements: dict[str, tuple[Any, ...]] = {
        "part": process.parts,
        "customer": process.customers,
        "step": tuple(every_step(process)),
        "arrivals": (process.arrivals or Arrivals(),),
    }
    found = next(e for e in elements[kind] if getattr(e, "id", identity) == identity)
    if path[0] == "for":
        found, path = seen_by(found, path[1]), path[2:]
    for name in path:
        found = _inside(found, name)
        if found is None:
            return None
    return found


def _inside(found: Any, name: str) -> Any:
    if isinstance(found, tuple):
        named = ("name", "label", "mode")
        return next((one for one in found for n in named if getattr(one, n, None) == name), None)
    if isinstance(found, dict):
        return found.get(name)
    return getattr(found, name, None)


def _scaled(old: Any, value: float, path: tuple[str, ...]) -> Any:
    if isinstance(old, Law):
        return scaled_law(old, value)
    if isinstance(old, Patience | Limit) and old.law is not None:
        return type(old)(law=scaled_law(old.law, value))
    if isinstance(old, Overflow):
        return Overflow(at=round(value), part=old.part)
    if isinstance(old, Batch):
        return replace(old, size=max(round(value), 1))
    if isinstance(old, Times):
        return _times(old, value)
    if isinstance(old, Balk | Closed | NoShow | Retry):
        return type(old)(chance=_chance(value))
    if isinstance(old, AtMost):
        return AtMost(visits=round(value))
    if isinstance(old, Away):
        return Away(share=_chance(value), part=old.part)
    if isinstance(old, OwnCustomers) and old.within is not None:
        return OwnCustomers(within=scaled_law(old.within, value))
    if isinstance(old, Trigger) and old.silence is not None:
        return replace(old, silence=scaled_law(old.silence, value))
    if path[-1] == "people":
        return _people(old, value)
    if isinstance(old, int) or path[-1] in {"most", "visits"}:
        return max(round(value), _LEAST.get(path[-1], 0))
    if hasattr(old, "after"):
        return scaled_law(old.after, value)
    shared = path[-1] in {"share", "chance", "absent"} or (len(path) > 1 and path[-2] in _CHANCES)
    return _chance(value) if shared else value


def _times(old: Times, mean: float) -> Times:
    """Return how often, shifted to another mean as well as whole numbers allow."""
    width = old.most - old.least
    least = max(round(mean - width / 2), 0)
    return Times(least=least, most=least + width)


def scaled_law(law: Law, mean: float) -> Law:
    """Return a law of the same shape with another mean, in seconds."""
    if mean < 0:
        raise ValueError(f"a mean of {mean} s is below 0")
    if law.mean_seconds == 0:
        return replace(law, kind="constant", parameters=(mean,))
    factor = mean / law.mean_seconds
    return replace(law, parameters=tuple(p * factor for p in law.parameters))


def _chance(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is not a share from 0 to 1")
    return value


def _people(old: Any, value: float) -> Any:
    if not isinstance(old, tuple):
        return max(round(value), 1)
    factor = value / people_of(Part(id="", name="", people=old))
    return tuple((period, max(round(count * factor), 1) if count else 0) for period, count in old)
