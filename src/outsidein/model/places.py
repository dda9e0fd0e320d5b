"""Addresses: from `find.phone.takes` to the field it names, and putting a value there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from outsidein.address import slug, split_address
from outsidein.model.keys import (
    ACT_KEYS,
    ARRIVAL_KEYS,
    CUSTOMER_KEYS,
    OUTCOMES_OF,
    PART_KEYS,
    PIECES,
    Key,
    act_says,
    says,
    way_says,
)
from outsidein.model.process import Arrivals, Part, Process, Step
from outsidein.model.resolve import merge_pieces, put, seen_by
from outsidein.words import did_you_mean

ElementKind = Literal["step", "part", "customer", "arrivals"]
FieldPath = tuple[ElementKind, str, tuple[str, ...]]

_LABELLED = {"go": "go", "fails": "fails", "first-of": "race", "some-of": "blocks"}
_COMPOSITE = {
    "patience": ("to", "sd"), "closed": ("to",), "retry": ("after", "max"), "no show": ("to",),
    "at most": ("to", "max"), "law": ("sd",), "balks": ("to", "max"), "limit": ("to", "sd"),
}  # fmt: skip


_MAX = {"at most": "visits", "balks": "at"}  # what `max` is called there


class MissedError(ValueError):
    """An address that leads nowhere, or a change that cannot be made: why, and what to do."""

    def __init__(self, what: str, hint: str = "", element: str = "") -> None:
        super().__init__(what)
        self.what, self.hint, self.element = what, hint, element


def field_path(process: Process, address: str) -> FieldPath:
    """Return what an address names: the kind of element, its id, and the path of the field.

    A path consists of names of fields, ways and labels, as `resolve.put` takes them; what is
    said for one customer begins with ("for", id). Raises MissedError.
    """
    head, *rest = split_address(address)
    if not rest or not all(rest):
        raise MissedError(f'"{address}" names no value', "write it as step.key")
    if head == "arrivals":
        key = _known(ARRIVAL_KEYS, rest[0], "arrivals")
        return "arrivals", head, _no_more(rest, key)
    for part in process.parts:
        if part.id == head:
            keys = {name: key for name, key in PART_KEYS.items() if name != "id"}
            if rest[0] == "skills" and len(rest) == 2:
                return "part", head, _skill_path(part, rest[1])
            return "part", head, _no_more(rest, _known(keys, rest[0], f'part "{head}"'))
    for customer in process.customers:
        if customer.id == head:
            return "customer", head, _customer_path(rest, head)
    return "step", head, _step_path(process, find_step(process, head), rest)


def _known(keys: Mapping[str, Key], text: str, what: str) -> Key:
    for name, key in keys.items():
        if slug(name) == text:
            return key
    hint = did_you_mean(text, [slug(name) for name in keys])
    raise MissedError(f'"{text}" is not said of {what}', hint)


def _no_more(rest: Sequence[str], key: Key) -> tuple[str, ...]:
    if len(rest) > 1:
        raise MissedError(f'"{".".join(rest)}": "{key.name}" has no piece "{rest[1]}"')
    return (key.field,)


def _skill_path(part: Part, label: str) -> tuple[str, ...]:
    names = [skill.name for skill in part.skills]
    name = next((name for name in names if slug(name) == label), None)
    if name is None:
        hint = did_you_mean(label, [slug(name) for name in names])
        raise MissedError(f'part "{part.id}" has no skill "{label}"', hint)
    return ("skills", name, "speed")


def _customer_path(rest: Sequence[str], customer: str) -> tuple[str, ...]:
    key = _known(CUSTOMER_KEYS, rest[0], f'customer "{customer}"')
    if key.name in OUTCOMES_OF and len(rest) == 2:
        outcomes = {slug(outcome): outcome for outcome in OUTCOMES_OF[key.name]}
        if rest[1] not in outcomes:
            hint = did_you_mean(rest[1], outcomes)
            raise MissedError(f'"{rest[1]}" is not an outcome', hint)
        return (key.field, outcomes[rest[1]])
    return _no_more(rest, key)


def find_step(process: Process, identity: str) -> Step:
    """Return a step by its id, wherever it stands. Raises MissedError."""
    for step in every_step(process):
        if step.id == identity:
            return step
    known = ids_of(process)
    hint = did_you_mean(identity, known)
    raise MissedError(f'nothing is called "{identity}"', hint)


def ids_of(process: Process) -> list[str]:
    """Return every id: of steps, parts and customers."""
    found = [step.id for step in every_step(process)]
    found += [part.id for part in process.parts]
    return found + [customer.id for customer in process.customers]


def every_step(process: Process) -> Iterable[Step]:
    """Yield every step, with those of blocks and acts."""
    waiting = [*process.shared, *process.steps]
    while waiting:
        step = waiting.pop(0)
        yield step
        waiting[:0] = [*step.acts, *(s for block in step.blocks for s in block.steps)]


def _step_path(process: Process, step: Step, rest: list[str]) -> tuple[str, ...]:
    above: tuple[str, ...] = ()
    seen = step
    if rest[0].startswith("for-"):
        customer = rest[0].removeprefix("for-")
        known = [c.id for c in process.customers]
        if customer not in known:
            hint = did_you_mean(customer, known)
            raise MissedError(f'unknown customer "{customer}"', hint)
        above, rest = ("for", customer), rest[1:]
        seen = seen_by(step, customer)
    if not rest:
        raise MissedError(f'"{step.id}" is a step, not a value', "write it as step.key")
    way = next((w for w in seen.ways if slug(w.name) == rest[0]), None)
    if way is not None and len(rest) > 1:
        return (*above, "ways", way.name, *_key_path(way, way_says(), rest[1:], step))
    return (*above, *_key_path(seen, _keys_of(step), rest, step))


def _keys_of(step: Step) -> dict[str, Key]:
    keys = act_says() if step.trigger is not None else says(step.verb)
    return {name: key for name, key in keys.items() if key.kind not in {"ways", "acts", "join"}}


def _key_path(
    element: Any, keys: Mapping[str, Key], rest: Sequence[str], step: Step
) -> tuple[str, ...]:
    head, pieces = rest[0], list(rest[1:])
    if head in _LABELLED and pieces and (field := _LABELLED[head]) in _fields(element):
        return _labelled_path(element, field, pieces, step)
    block = next((b for b in step.blocks if slug(b.name) == head), None)
    if block is not None and step.verb == "some of" and pieces in ([], ["share"]):
        return ("blocks", block.name, "share")
    known = {name: key for name, key in keys.items() if not (name == "way" and pieces)}
    ways = {slug(w.name): Key(w.name, "", "way") for w in step.ways}
    key = _known(known | ways, head, f'"{step.id}", a {step.verb}')
    if key.kind == "way":
        raise MissedError(f'"{head}" is a way, not a value', f"write {step.id}.{head}.key")
    above = ("trigger",) if key.name in ACT_KEYS else ()
    if key.name == "when":
        return _no_pieces(pieces, key, ("trigger",))
    if not pieces:
        return (*above, key.field)
    return (*above, key.field, *_piece(element, key, pieces))


def _fields(element: Any) -> frozenset[str]:
    return frozenset(n for n in ("go", "fails", "race", "blocks") if hasattr(element, n))


def _no_pieces(pieces: Sequence[str], key: Key, path: tuple[str, ...]) -> tuple[str, ...]:
    if pieces:
        raise MissedError(f'"{key.name}" has no piece "{pieces[0]}"')
    return path


def _labelled_path(element: Any, field: str, pieces: Sequence[str], step: Step) -> tuple[str, ...]:
    names = {"fails": "mode", "blocks": "name"}
    labels = [getattr(one, names.get(field, "label")) for one in getattr(element, field)]
    label = next((text for text in labels if slug(text) == pieces[0]), None)
    if label is None:
        hint = did_you_mean(pieces[0], [slug(text) for text in labels])
        raise MissedError(f'"{step.id}" has no "{pieces[0]}"', hint)
    if len(pieces) == 1:
        return (field, label, "share") if field == "blocks" else (field, label)
    if pieces[1:] == ["to"] and field != "blocks":
        return (field, label, "to")
    raise MissedError(f'"{label}" has no piece "{pieces[1]}"')


def _piece(element: Any, key: Key, pieces: Sequence[str]) -> tuple[str, ...]:
    piece = pieces[0]
    if len(pieces) > 1 or piece not in _COMPOSITE.get(key.kind, ()):
        known = _COMPOSITE.get(key.kind, ())
        hint = did_you_mean(piece, known) if known else ""
        raise MissedError(f'"{key.name}" has no piece "{".".join(pieces)}"', hint)
    if getattr(element, key.field, None) is None:
        raise MissedError(f'"{key.name}" is not said, so "{piece}" has nothing to change')
    if piece == "max" and key.name in _MAX:
        return (_MAX[key.name],)
    return (PIECES[piece],)


def put_at(process: Process, found: FieldPath, value: Any) -> Process:
    """Return the process with a value where `field_path` found it. Raises MissedError."""
    kind, identity, path = found
    try:
        if kind == "arrivals":
            return replace(process, arrivals=put(process.arrivals or Arrivals(), path, value))
        if kind == "part":
            parts = tuple(put(p, path, value) if p.id == identity else p for p in process.parts)
            return replace(process, parts=parts)
        if kind == "customer":
            return _put_customer(process, identity, path, value)
        return map_step(process, identity, lambda step: put_in_step(step, path, value))
    except (KeyError, TypeError, ValueError) as wrong:
        if isinstance(wrong, MissedError):
            raise
        text = str(wrong.args[0]) if wrong.args else "the value"
        raise MissedError(f'"{identity}" cannot take this: {text}') from wrong


def _put_customer(process: Process, identity: str, path: tuple[str, ...], value: Any) -> Process:
    changed = []
    for customer in process.customers:
        if customer.id == identity and len(path) == 2:
            by_outcome = dict(getattr(customer, path[0]) or {}) | {path[1]: value}
            customer = put(customer, path[:1], by_outcome)
        elif customer.id == identity:
            customer = put(customer, path, value)
        changed.append(customer)
    return replace(process, customers=tuple(changed))


def put_in_step(step: Step, path: tuple[str, ...], value: Any) -> Step:
    """Put a value into a step, or among what it says for one customer."""
    if path[0] == "for":
        return _put_override(step, path[1], path[2:], value)
    if path[0] == "blocks":
        blocks = tuple(
            replace(b, share=value, rest=False) if b.name == path[1] else b for b in step.blocks
        )
        return replace(step, blocks=blocks)
    return put(step, path, value)


def _put_override(step: Step, customer: str, path: tuple[str, ...], value: Any) -> Step:
    """Lay a value over what this customer meets; the latest is said last."""
    said = list(step.overrides.get(customer, ()))
    old = [entry for entry in said if entry[0] == path]
    kept = [entry for entry in said if entry[0] != path]
    if old and old[-1][1] is not None:
        clears = [entry for entry in old if entry[1] is None]
        kept += clears[:1]
        value = merge_pieces(old[-1][1], value)
    changed = replace(step, overrides={**step.overrides, customer: (*kept, (path, value))})
    seen_by(changed, customer)  # raises if the path leads nowhere
    return changed


def map_step(process: Process, identity: str, change: Callable[[Step], Step]) -> Process:
    """Return the process with one step changed, wherever it stands."""
    return map_steps(process, lambda step: change(step) if step.id == identity else step)


def map_steps(process: Process, change: Callable[[Step], Step]) -> Process:
    """Return the process with every step changed, the inner ones first."""

    def walk(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(change(_inside(step, walk)) for step in steps)

    return replace(process, shared=walk(process.shared), steps=walk(process.steps))


def _inside(step: Step, walk: Callable[[tuple[Step, ...]], tuple[Step, ...]]) -> Step:
    if not step.acts and not step.blocks:
        return step
    blocks = tuple(replace(block, steps=walk(block.steps)) for block in step.blocks)
    return replace(step, acts=walk(step.acts), blocks=blocks)
