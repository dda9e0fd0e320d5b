"""Who is the customer: proposed by name, by who starts and ends, or given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from outsidein.bpmn.content import Content
from outsidein.bpmn.elements import Event, Task
from outsidein.bpmn.owners import Owner, Owners
from outsidein.customers import likeness
from outsidein.errors import Fault, OutsideInError
from outsidein.words import did_you_mean, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """Who the customer is in a file, how that is known, and what is to be said about it.

    ``owners`` are the keys of the pools and lanes that are theirs; empty if nobody is drawn.
    """

    owners: frozenset[str] = frozenset()
    name: str = ""
    how: str = ""  # given, by name, by starting; "" if nobody is drawn
    faults: tuple[Fault, ...] = field(default=())


def find_customer(content: Content, owners: Owners, where: str, given: str | None) -> Customers:
    """Return who the customer is; raise OutsideInError if the one given is not in the file."""
    if given is not None:
        return _given(owners, where, given)
    scores = {owner: likeness(owner.name) for owner in owners.every}
    best = max(scores.values(), default=0)
    if best:
        first = next(owner for owner, score in scores.items() if score == best)
        return Customers(owners=owners.named(first.name), name=first.name, how="by name")
    starting = list(_who_starts_alone(content, owners))
    if len(starting) == 1:
        only = starting[0]
        what = f'nobody is named as a customer; "{only.name}" starts it, and is taken to be'
        hint = f"--customer NAME takes another: {_names(owners)}"
        said = Fault("customer-proposed", "warning", where, what, hint)
        return Customers(
            owners=owners.named(only.name), name=only.name, how="by starting", faults=(said,)
        )
    return Customers(faults=(_nobody(content, owners, where),))


def _given(owners: Owners, where: str, given: str) -> Customers:
    wanted = " ".join(given.split()).casefold()
    for owner in owners.every:
        if wanted in {owner.name.casefold(), owner.key.casefold()}:
            return Customers(
                owners=owners.named(owner.name) or frozenset({owner.key}),
                name=owner.name or given, how="given",
            )  # fmt: skip
    names = [owner.name for owner in owners.every if owner.name]
    what = f'there is no pool or lane "{given}"'
    fault = Fault("unknown-customer", "error", where, what, did_you_mean(given, names))
    raise OutsideInError([fault])


def _who_starts_alone(content: Content, owners: Owners) -> Iterator[Owner]:
    """Yield the pools that set others going and are not set going by anybody themselves."""
    pools = [owner for owner in owners.every if owner.is_pool and owner.name]
    if len(pools) < 2:
        return
    begun, begins = set(), set()
    for message in content.messages.values():
        source, target = owners.pool(message.source), owners.pool(message.target)
        node = content.nodes.get(message.target or "")
        if isinstance(node, Event) and node.kind == "startEvent" and source != target:
            begun.add(target)
            begins.add(source)
    yield from (owner for owner in pools if owner.key in begins and owner.key not in begun)


def _nobody(content: Content, owners: Owners, where: str) -> Fault:
    """Say that nobody is drawn as the customer, and where the customer may stand."""
    what = "nobody is drawn as the customer"
    hint = f"--customer NAME, one of: {_names(owners)}" if _names(owners) else ""
    places = [_quoted(node.name) for node in content.nodes.values() if _meets(node)]
    places += [_quoted(message.name) for message in content.messages.values()]
    places = list(dict.fromkeys(place for place in places if place != '""'))
    if places:
        said = ", ".join(places[:6]) + (", …" if len(places) > 6 else "")
        hint = f"{hint}{'; ' if hint else ''}the customer may stand at {said}"
    return Fault("customer-unknown", "warning", where, what, hint)


def _meets(node: object) -> bool:
    if isinstance(node, Event):
        return node.kind in ("startEvent", "endEvent") or node.has("message")
    return isinstance(node, Task) and node.kind in ("userTask", "sendTask", "receiveTask")


def _names(owners: Owners) -> str:
    return listed(list(dict.fromkeys(_quoted(o.name) for o in owners.every if o.name)))


def _quoted(name: str) -> str:
    return f'"{" ".join(name.split())}"'
