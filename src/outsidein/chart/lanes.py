"""The lanes of a picture: the customer's persons on top, then the parts in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from outsidein.chart.chart import Lane
from outsidein.chart.wording import clean, percent
from outsidein.model.process import Customer, Part, Process, Step

COMPANY = "company"
CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """All lanes, and where a person and a part are found among them."""

    all: tuple[Lane, ...]
    person_lane: dict[str, str]
    part_lane: dict[str, str]

    def of_person(self, person: str | None) -> str:
        """Return the lane of a person of the customer; anybody not named stands in the main one."""
        return self.person_lane.get(_key(person), CUSTOMER)

    def of_part(self, part: str | None) -> str:
        """Return the lane of a part; a part that is not said is the company as one."""
        return self.part_lane.get(part or "", COMPANY)


def _key(person: str | None) -> str:
    return clean(person or "").casefold()


def every_step(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Yield steps with those of their blocks and acts, in document order."""
    for step in steps:
        yield step
        for block in step.blocks:
            yield from every_step(block.steps)
        yield from step.acts


def build_lanes(process: Process) -> Lanes:
    """Return the lanes of the departments view."""
    people, person_lane = _customer_lanes(process)
    parts, part_lane = _part_lanes(process)
    return Lanes(all=(*people, *parts), person_lane=person_lane, part_lane=part_lane)


def _customer_lanes(process: Process) -> tuple[list[Lane], dict[str, str]]:
    first = {_key(c.people[0]) for c in process.customers if c.people}
    named: dict[str, str] = {}
    for customer in process.customers:
        for person in customer.people:
            named.setdefault(_key(person), person)
    counts: Counter[str] = Counter()
    for step in every_step(process.steps):
        for said in (step, *step.ways):
            key = _key(said.person)
            if key and key not in first:
                named.setdefault(key, said.person or "")
                counts[key] += 1
    lanes, by_person = [], {}
    for key, person in named.items():
        if counts[key]:
            lane_id = f"{CUSTOMER}.{key}"
            by_person[key] = lane_id
            lanes.append(
                Lane(id=lane_id, name=_capital(clean(person)), kind="person",
                     notes=(_owner(process.customers, key), _steps(counts[key])))
            )  # fmt: skip
    return [*lanes, _main_lane(process.customers)], by_person


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _owner(customers: tuple[Customer, ...], key: str) -> str:
    owners = [c.name for c in customers if key in {_key(p) for p in c.people}]
    if len(customers) == 1:
        return ""
    return f"of {clean(owners[0])}" if owners else "person"


def _steps(count: int) -> str:
    return f"{count} step" if count == 1 else f"{count} steps"


def _main_lane(customers: tuple[Customer, ...]) -> Lane:
    if len(customers) < 2:
        name = clean(customers[0].name) if customers else "Customer"
        people = customers[0].people if customers else ()
        note = _capital(clean(people[0])) if people else "customer"
        return Lane(id=CUSTOMER, name=name, kind="customer", notes=(note,))
    rest = 1 - sum(c.share or 0 for c in customers)
    notes = []
    for customer in customers[:4]:
        share = customer.share
        if share is None and sum(c.share is None for c in customers) == 1:
            share = max(rest, 0)
        part = f"{percent(share)} " if share is not None else ""
        notes.append(part + clean(customer.name))
    return Lane(id=CUSTOMER, name="Customers", kind="customer", notes=tuple(notes))


def _part_lanes(process: Process) -> tuple[list[Lane], dict[str, str]]:
    lanes = [
        Lane(id=f"part.{part.id}", name=clean(part.name), kind=part.kind, notes=(_staff(part),),
             idle=_idle(process, part.id))
        for part in process.parts
    ]  # fmt: skip
    by_part = {part.id: f"part.{part.id}" for part in process.parts}
    needs_company = False
    for step in (*process.shared, *every_step(process.steps)):
        overridden = [value for path in step.overrides.values() for p, value in path if "part" in p]
        for said in (step, *step.ways):
            needs_company |= said.part is None and _needs_part(step, said is step)
        for part_id in (*(said.part for said in (step, *step.ways)), *overridden):
            if isinstance(part_id, str) and part_id not in by_part:
                lane_id = by_part[part_id] = f"part.{part_id}"
                lanes.append(Lane(id=lane_id, name=clean(part_id), kind="department"))
    if needs_company:
        note = "part not said" if process.parts else "as one"
        lanes.append(Lane(id=COMPANY, name="Company", kind="company", notes=(note,)))
    return lanes, by_part


def _idle(process: Process, part: str) -> str:
    """Say what a part does that is drawn elsewhere or not at all."""
    said = [
        f"answers in S{number}, drawn once below"
        for number, step in enumerate(process.shared, start=1)
        if part in {s.part for s in (step, *step.ways)}
    ]
    users = [
        clean(step.name) for step in (*process.shared, *every_step(process.steps))
        if any(part in s.uses for s in (step, *step.ways))
    ]  # fmt: skip
    more = f" and {len(users) - 3} more" if len(users) > 3 else ""
    quoted = ", ".join(f"“{name}”" for name in dict.fromkeys(users[:3]))
    said += [f"used by {quoted}{more}"] if users else []
    return "; ".join(said) or "takes no part"


def _needs_part(step: Step, itself: bool) -> bool:
    if step.verb in ("hidden", "check", "tell", "touch"):
        return itself and not any(w.part for w in step.ways)
    if step.verb == "do":
        return itself and step.channel is not None and not step.ways
    return False


def _staff(part: Part) -> str:
    """Return how many work at a part, on how many lines, and who helps."""
    lines = f", {part.lines} lines" if part.lines is not None else ""
    return _people(part) + lines


def _people(part: Part) -> str:
    if isinstance(part.people, int):
        return "1 person" if part.people == 1 else f"{part.people} people"
    if isinstance(part.people, tuple) and part.people:
        numbers = sorted({n for _, n in part.people})
        span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
        return f"{span} people"
    return part.kind
