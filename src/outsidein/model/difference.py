"""What differs between two processes: steps, parts, flows, and everything said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from outsidein.address import join_address
from outsidein.model.graph import flows
from outsidein.model.keys import (
    ARRIVAL_KEYS,
    CUSTOMER_KEYS,
    KEYS,
    PART_KEYS,
)
from outsidein.model.places import every_step
from outsidein.model.process import Arrivals, Behaviour, Part, Process, Step
from outsidein.model.resolve import seen_by

_STRUCTURE = frozenset({"ways", "acts", "id", "next"})
_LABELS = {"go": "label", "fails": "mode", "race": "label"}
_NAMES = {"go": "go", "fails": "fails", "race": "first of"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing said otherwise, by its address; None: not said."""

    address: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A step, or one way of it, that another part does now; ``address`` names the `with`."""

    step: str
    address: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A flow, without its share."""

    source: str
    target: str
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a new process has otherwise than an old one; ids and addresses of the model.

    ``changed`` are things said of elements that both have; a change of the part is in ``moved``
    instead · flows count by where they lead: one that a new step bends is removed and added.
    """

    added_steps: tuple[str, ...] = ()
    removed_steps: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    added_parts: tuple[str, ...] = ()
    removed_parts: tuple[str, ...] = ()
    added_flows: tuple[Edge, ...] = ()
    removed_flows: tuple[Edge, ...] = ()
    changed: tuple[Changed, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two processes say the same."""
        return self == Difference()

    def of(self, element: str) -> tuple[Changed, ...]:
        """Return what changed of one step, part or customer."""
        return tuple(one for one in self.changed if one.address.split(".")[0] == element)


def difference(old: Process, new: Process) -> Difference:
    """Return what differs from an old process to a new one; scenarios and sources left out.

    Examples
    --------
    >>> difference(Process(name="A"), Process(name="A")).is_empty
    True
    """
    olds, news = ({s.id: s for s in every_step(p)} for p in (old, new))
    parts = [{p.id: p for p in one.parts} for one in (old, new)]
    was, now = _everything(old), _everything(new)
    both = (olds.keys() & news.keys()) | (parts[0].keys() & parts[1].keys())
    moved, changed = [], []
    for address in dict.fromkeys((*was, *now)):
        head = address.split(".")[0]
        before, after = was.get(address), now.get(address)
        if before == after or (head in olds.keys() | news.keys() and head not in both):
            continue
        if head in parts[0].keys() ^ parts[1].keys():
            continue
        if before is None and ".for-" in address:  # said for one customer: what everybody meets
            before = was.get(_for_all(address))
        to_other_part = address.rsplit(".", 1)[-1] in ("with", "by") and head in olds
        if to_other_part and isinstance(before, str) and isinstance(after, str):
            moved.append(Moved(step=head, address=address, was=before, now=after))
        else:
            changed.append(Changed(address=address, was=before, now=after))
    edges = [_edges(one) for one in (old, new)]
    return Difference(
        added_steps=tuple(i for i in news if i not in olds),
        removed_steps=tuple(i for i in olds if i not in news),
        moved=tuple(moved),
        added_parts=tuple(i for i in parts[1] if i not in parts[0]),
        removed_parts=tuple(i for i in parts[0] if i not in parts[1]),
        added_flows=tuple(e for e in edges[1] if e not in edges[0]),
        removed_flows=tuple(e for e in edges[0] if e not in edges[1]),
        changed=tuple(changed),
    )


def _for_all(address: str) -> str:
    return ".".join(p for p in address.split(".") if not p.startswith("for-"))


def _edges(process: Process) -> dict[Edge, None]:
    return {
        Edge(source=f.source, target=f.target, kind=f.kind, label=f.label): None
        for f in flows(process)
    }


def _everything(process: Process) -> dict[str, Any]:
    """Return everything said, by address; what is not said is not in it."""
    found: dict[str, Any] = {"process": process.name}
    found["poor-when"], found["working-days"] = process.poor_when, process.working_days
    found |= {"horizon": process.horizon_seconds, "judge-by": process.judge_by}
    found |= {join_address("channels", name): kind for name, kind in process.channels.items()}
    found |= dict(_of(process.arrivals or Arrivals(), ARRIVAL_KEYS, "arrivals"))
    for customer in process.customers:
        found[f"{customer.id}.name"] = customer.name
        found |= dict(_of(customer, CUSTOMER_KEYS, customer.id))
    for part in process.parts:
        found[f"{part.id}.name"] = part.name
        found |= dict(_of(replace(part, place=None), PART_KEYS, part.id))
    for step in every_step(process):
        found |= dict(_of_step(step))
    return {address: value for address, value in found.items() if value not in (None, ())}


def _of(element: Any, keys: Mapping[str, Any], *above: str) -> Iterator[tuple[str, Any]]:
    for name, key in keys.items():
        if key.field in _STRUCTURE:
            continue
        value = getattr(element, key.field, None)
        if key.field == "skills" and isinstance(element, Part):
            for skill in element.skills:
                yield join_address(*above, "skills", skill.name), skill
        elif isinstance(value, Mapping):
            for outcome, amount in value.items():
                yield join_address(*above, name, outcome), amount
        else:
            yield join_address(*above, name), value


def _of_step(step: Step) -> Iterator[tuple[str, Any]]:
    plain = dict(_alone(step))
    yield from plain.items()
    for customer in dict.fromkeys((*step.overrides, *(c for w in step.ways for c in w.overrides))):
        seen = dict(_alone(seen_by(step, customer)))
        for address in dict.fromkeys((*plain, *seen)):
            if plain.get(address) != seen.get(address):
                head, _, rest = address.partition(".")
                yield f"{head}.for-{customer}.{rest}", seen.get(address)


def _alone(step: Step) -> Iterator[tuple[str, Any]]:
    """Yield what is said of a step for everybody."""
    yield f"{step.id}.verb", step.verb
    yield f"{step.id}.name", step.name
    yield f"{step.id}.phase", step.phase
    yield from _said(step, step.verb, step.id)
    yield from ((f"{step.id}.share", step.share), (f"{step.id}.wait", step.wait))
    for runner in step.race:
        yield join_address(step.id, "first of", runner.label), replace(runner, label="")
    for block in step.blocks:
        if block.share is not None or block.rest:
            yield join_address(step.id, block.name, "share"), block.share or "rest"
    if step.span is not None:
        yield f"{step.id}.span", step.span
    if step.calls is not None:
        yield f"{step.id}.calls", step.calls
    for way in step.ways:
        yield join_address(step.id, way.name, "share"), way.share
        yield from _said(way, step.verb, step.id, way.name)


def _said(said: Behaviour, verb: str, *above: str) -> Iterator[tuple[str, Any]]:
    trigger = getattr(said, "trigger", None)
    if trigger is not None:
        yield join_address(*above, "when"), (trigger.kind, trigger.passed, trigger.silence)
        for name, value in (("chance", (trigger.chance, trigger.per)), ("max", trigger.most),
                            ("again after", trigger.again_after)):  # fmt: skip
            yield join_address(*above, name), value
    for field, label in _LABELS.items():
        for one in getattr(said, field, ()):
            named = replace(one, **{label: ""})
            yield join_address(*above, _NAMES[field], getattr(one, label)), named
    for name, key in KEYS.items():
        if key.field in _STRUCTURE or key.field in _LABELS or not hasattr(said, key.field):
            continue
        if key.field == "part" and name != ("with" if verb == "do" else "by"):
            continue
        yield join_address(*above, name), getattr(said, key.field) or None
