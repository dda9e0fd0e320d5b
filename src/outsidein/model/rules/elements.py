"""Rules about names, customers, parts and what a verb may say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise

from outsidein.address import join_address, slug
from outsidein.errors import Fault
from outsidein.model.keys import act_says, says, way_says
from outsidein.model.process import Behaviour, Part, Step
from outsidein.model.resolve import seen_by
from outsidein.model.rules.surroundings import Model, Seen, error, word_of
from outsidein.units import clock
from outsidein.words import did_you_mean

TINY = 1e-9  # rounding of sums of percentages


def ids(model: Model) -> Iterator[Fault]:
    """Steps, parts and customers share one namespace; an id is a slug."""
    process = model.process
    named = [("customer", c.id) for c in process.customers]
    named += [("part", p.id) for p in process.parts]
    named += [("step", step.id) for step in _every_step(process.shared + process.steps)]
    seen: dict[str, str] = {}
    for kind, identity in named:
        if identity in seen:
            what = f'"{identity}" is the id of a {seen[identity]} and of a {kind}'
            yield error("duplicate-id", identity, what, "choose another name")
        elif slug(identity) != identity:
            hint = f"write {slug(identity)}"
            yield error("bad-id", slug(identity), f'"{identity}" cannot be an id', hint)
        seen.setdefault(identity, kind)


def _every_step(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _every_step(step.acts)
        for block in step.blocks:
            yield from _every_step(block.steps)


def customer_shares(model: Model) -> Iterator[Fault]:
    """The shares of customers add up to 100 %."""
    shares = [customer.share for customer in model.process.customers]
    wrong = add_up(shares)
    if wrong and shares:
        yield error("shares", "customers", f"the shares of customers {wrong}", _SHARE_HINT)


def shares_who_come_back(model: Model) -> Iterator[Fault]:
    """The share who come back lies between none and all, at every outcome."""
    for customer in model.process.customers:
        for fate, share in (customer.comes_back or {}).items():
            if not 0 <= share <= 1:
                where = join_address(customer.id, "comes back", fate)
                what = f'{percent(share)} of "{customer.name}" cannot come back'
                yield error("shares", where, what, "a share lies between 0% and 100%")


def add_up(shares: Sequence[float | None]) -> str:
    """Return what is wrong with shares of which one may be the rest, or ""."""
    total = sum(share for share in shares if share is not None)
    if total > 1 + TINY:
        return f"add up to {percent(total)}, more than 100%"
    if None not in shares and abs(total - 1) > TINY:
        return f"add up to {percent(total)}, not to 100%"
    return ""


def percent(share: float) -> str:
    """Write a share: 82%."""
    return f"{round(share * 100, 6):g}%"


_SHARE_HINT = "let one of them be the rest"


def parts_with_hours(model: Model) -> Iterator[Fault]:
    """People have opening hours, opening hours have people, and neither is said twice."""
    for part in model.process.parts:
        if isinstance(part.people, int) and not part.open:
            what = f'"{part.name}" has people but no opening hours'
            hint = "say open: Mon-Fri 08:00-18:00; round the clock is Mon-Sun 00:00-24:00"
            yield error("people-without-hours", f"{part.id}.people", what, hint)
        elif part.people is None and part.open:
            what = f'"{part.name}" is open but has no people'
            hint = "say how many people; a part without people never queues and never closes"
            yield error("hours-without-people", part.id, what, hint)
        elif isinstance(part.people, tuple) and part.open:
            what = f'the hours of "{part.name}" are said twice: in `people` and in `open`'
            yield error("hours-twice", f"{part.id}.open", what, "leave `open` out")
        elif isinstance(part.people, tuple) and not any(n for _, n in part.people):
            what = f'"{part.name}" never has any people'
            yield error("people-without-hours", f"{part.id}.people", what)
        yield from _overlap(part)


def _overlap(part: Part) -> Iterator[Fault]:
    spans = sorted(span for period in part.open for span in period.intervals())
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            what = f'the opening hours of "{part.name}" overlap from {clock(start)}'
            hint = "for more people at some hours write people: [HOURS x2, HOURS x1]"
            yield error("hours-overlap", f"{part.id}.open", what, hint)
            return


_OF_PEOPLE = {
    "own_customers": "own customers", "away": "away", "overflow": "a queue", "absent": "a shift",
    "closed_on": "a holiday",
}  # fmt: skip


def parts_that_share_work(model: Model) -> Iterator[Fault]:
    """Only people keep customers or are away, and somebody else takes over."""
    for part in model.process.parts:
        for field, word in _OF_PEOPLE.items():
            if getattr(part, field) not in (None, ()) and part.people is None:
                what = f'"{part.name}" has no people who could have {word}'
                where = join_address(part.id, field.replace("_", " "))
                yield error("nobody-there", where, what)
        for word in ("away", "overflow"):
            other = getattr(part, word)
            if other is not None and other.part not in model.parts:
                hint = did_you_mean(other.part, model.parts)
                what = f'unknown part "{other.part}"'
                yield error("unknown-part", f"{part.id}.{word}", what, hint)
            elif other is not None and other.part == part.id:
                what = f'"{part.name}" takes over from itself'
                yield error(f"{word}-to-itself", f"{part.id}.{word}", what)


def keys_of_verbs(model: Model) -> Iterator[Fault]:
    """A step says only what its verb may say."""
    for placed in model.placed.values():
        step = placed.step
        known = act_says() if step.trigger is not None else says(step.verb)
        yield from _unsayable(step, {key.field for key in known.values()}, f"a {step.verb}", step)
        for way in step.ways:
            allowed = {key.field for key in way_says().values()}
            yield from _unsayable(way, allowed, "a way", step, way.name)


def _unsayable(
    said: Behaviour, allowed: set[str], what: str, step: Step, way: str = ""
) -> Iterator[Fault]:
    for field in fields(Behaviour):
        value = getattr(said, field.name)
        if field.name == "overrides" or field.name in allowed:
            continue
        if value is not None and value != () and value != 0.0:
            word = word_of(field.name, step)
            where = join_address(step.id, *([way] if way else []), word)
            yield error("key-not-here", where, f'"{word}" cannot be said of {what}')


def references(model: Model) -> Iterator[Fault]:
    """Parts, channels, customers and persons exist."""
    process = model.process
    customers = [customer.id for customer in process.customers]
    for seen in model.seen:
        way = seen.way
        mentions = [("part", way.part, "part"), *(("uses", part, "part") for part in way.uses)]
        mentions += [("consults", consult.part, "part") for consult in way.consults]
        mentions += [("fails", f.by, "part") for f in way.fails if f.by != "customer"]
        for field, name, kind in mentions:
            if name is not None and name not in model.parts:
                yield _unknown(seen, field, name, kind, list(model.parts))
        if way.channel is not None and way.channel not in process.channels:
            yield _unknown(seen, "channel", way.channel, "channel", list(process.channels))
        if way.only is not None and way.only not in customers:
            yield _unknown(seen, "only", way.only, "customer", customers)
        yield from _person(model, seen)
    for placed in model.placed.values():
        for customer in placed.step.overrides:
            if customer not in customers:
                where = join_address(placed.step.id, f"for-{customer}")
                hint = did_you_mean(customer, customers)
                yield error("unknown-customer", where, f'unknown customer "{customer}"', hint)


def _unknown(seen: Seen, field: str, name: str, kind: str, known: list[str]) -> Fault:
    hint = did_you_mean(name, known)
    return error(f"unknown-{kind}", seen.where(field), f'unknown {kind} "{name}"', hint)


def _person(model: Model, seen: Seen) -> Iterator[Fault]:
    person, only = seen.way.person, seen.way.only
    if person is None:
        return
    those = [c for c in model.process.customers if only in {None, c.id}]
    people = [name for customer in those for name in customer.people]
    if person not in people:
        hint = did_you_mean(person, people) or "say people: [...] of a customer"
        yield error("unknown-person", seen.where("person"), f'unknown person "{person}"', hint)


def overrides(model: Model) -> Iterator[Fault]:
    """What is said for a customer can be laid over the step."""
    for placed in model.placed.values():
        step = placed.step
        for customer in step.overrides:
            try:
                seen_by(step, customer)
            except (KeyError, TypeError, ValueError) as wrong:
                where = join_address(step.id, f"for-{customer}")
                what = f'what is said for "{customer}" does not fit "{step.id}": {wrong}'
                yield error("bad-override", where, what)


def working_days(model: Model) -> Iterator[Fault]:
    """There is at least one working day, else a clock of working days never moves."""
    if not model.process.working_days:
        yield error("no-working-day", "working-days", "there is no working day")


def profile(model: Model) -> Iterator[Fault]:
    """Somebody arrives at some hour."""
    arrivals = model.process.arrivals
    if arrivals is None:
        return
    weeks = [week for said in arrivals.year for week in range(said.first, said.last + 1)]
    if len(set(weeks)) < len(weeks):
        what = "a week of the year has two weights"
        yield error("weeks-overlap", "arrivals.year", what, "list each week once")
    if len(set(weeks)) == 52 and not any(said.weight > 0 for said in arrivals.year):
        yield error("nobody-arrives", "arrivals.year", "no week has a weight above 0")
    if arrivals.profile and not any(weight > 0 for _, weight in arrivals.profile):
        yield error("nobody-arrives", "arrivals.profile", "no hour has a weight above 0")
