"""How one customer meets a step: overrides laid over it, and each way as a step of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from outsidein.model.behaviour import Branch, Failure, Law, RaceBranch
from outsidein.model.process import Behaviour, Part, Step, Way

Element = TypeVar("Element")
Labelled = TypeVar("Labelled", Branch, RaceBranch)

BEHAVIOUR_FIELDS = tuple(f.name for f in fields(Behaviour))


def put(element: Element, path: Sequence[str], value: Any) -> Element:
    """Return the element with ``value`` at ``path`` (field names; names of ways and branches).

    Composite values (patience, closed, retry ...) are replaced piece by piece: a piece that is
    None in ``value`` keeps what was there. Raises KeyError if the path leads nowhere.
    """
    head, *rest = path
    if head == "ways" and rest and isinstance(element, Step):
        return replace(element, ways=_put_named(element.ways, rest, value, Way))
    if head == "fails" and rest and isinstance(element, Behaviour):
        return replace(element, fails=_put_failure(element.fails, rest, value))
    if head == "go" and rest and isinstance(element, Behaviour):
        return replace(element, go=_put_labelled(element.go, rest, value, "share"))
    if head == "race" and rest and isinstance(element, Step):
        return replace(element, race=_put_labelled(element.race, rest, value, "after"))
    if head == "skills" and rest and isinstance(element, Part):
        skills = (replace(s, speed=value) if s.name == rest[0] else s for s in element.skills)
        return replace(element, skills=tuple(skills))
    if not hasattr(element, head):
        raise KeyError(head)
    current = getattr(element, head)
    if rest:
        value = put_piece(current, rest, value)
    return replace(element, **{head: merge_pieces(current, value)})  # type: ignore[type-var]


def replacing(head: str, value: Any) -> list[tuple[tuple[str, ...], Any]]:
    """Return the overrides that replace a field as a whole: no piece of the old one is kept.

    `for CUSTOMER` replaces what it names, where a scenario's `set` lays pieces over it.
    """
    composite = is_dataclass(value) and not isinstance(value, Law | Behaviour | type)
    partial = composite and any(getattr(value, f.name) is None for f in fields(value))
    return [((head,), None), ((head,), value)] if partial else [((head,), value)]


def merge_pieces(current: Any, value: Any) -> Any:
    """Lay a composite value over another of its class: None keeps the old piece."""
    composite = is_dataclass(value) and not isinstance(value, Law | Behaviour | type)
    if current is None or not composite or type(current) is not type(value):
        return value
    said = {f.name: getattr(value, f.name) for f in fields(value)}
    return replace(current, **{k: v for k, v in said.items() if v is not None})


def put_piece(current: Any, rest: Sequence[str], value: Any) -> Any:
    """Replace one piece of a composite value: ``sd`` of a law, ``to``, ``most``, ``after``."""
    if current is None:
        raise KeyError(rest[0])
    piece = rest[0]
    spreads = {"lognormal", "gamma", "normal"}
    if piece == "sd" and isinstance(current, Law) and current.kind in spreads:
        spread = value.parameters[0] if isinstance(value, Law) else value
        return replace(current, parameters=(current.parameters[0], spread))
    if piece == "sd" and hasattr(current, "law"):
        return replace(current, law=put_piece(current.law, rest, value))
    if isinstance(current, Law) or not hasattr(current, piece):
        raise KeyError(piece)
    inner = getattr(current, piece)
    return replace(current, **{piece: put_piece(inner, rest[1:], value) if rest[1:] else value})


def _put_named(ways: tuple[Way, ...], rest: Sequence[str], value: Any, kind: type[Way]) -> Any:
    name, *below = rest
    if name not in {w.name for w in ways}:
        ways = (*ways, kind(name=name))
    if not below:
        return tuple(value if w.name == name else w for w in ways)
    return tuple(put(w, below, value) if w.name == name else w for w in ways)


def _put_failure(fails: tuple[Failure, ...], rest: Sequence[str], value: Any) -> Any:
    mode, piece = rest[0], rest[1] if len(rest) > 1 else "chance"
    if mode not in {f.mode for f in fails}:
        raise KeyError(mode)
    return tuple(replace(f, **{piece: value}) if f.mode == mode else f for f in fails)


def _put_labelled(
    branches: tuple[Labelled, ...], rest: Sequence[str], value: Any, usual: str
) -> tuple[Labelled, ...]:
    """Set a piece of one branch; the branch without a share goes on taking the rest."""
    label, piece = rest[0], rest[1] if len(rest) > 1 else usual
    if label not in {b.label for b in branches}:
        raise KeyError(label)
    return tuple(replace(b, **{piece: value}) if b.label == label else b for b in branches)


def seen_by(step: Step, customer: str) -> Step:
    """Return the step as a customer meets it: its `for` keys laid over it, without overrides."""
    if not step.overrides and not any(way.overrides for way in step.ways):
        return step
    for path, value in step.overrides.get(customer, ()):
        step = put(step, path, value)
    ways = tuple(_way_seen_by(way, customer) for way in step.ways)
    return replace(step, ways=ways, overrides={})


def _way_seen_by(way: Way, customer: str) -> Way:
    for path, value in way.overrides.get(customer, ()):
        way = put(way, path, value)
    return replace(way, overrides={})


def ways_of(step: Step, channels: Mapping[str, str]) -> dict[str, Step]:
    """Return each way of a step as a step of its own, keys inherited and `fails` joined.

    A step without ways is its own single way, under the name "". A way's name is its channel
    unless it says `via`.
    """
    if not step.ways:
        return {"": step}
    return {way.name: _as_step(step, way, channels) for way in step.ways}


def _as_step(step: Step, way: Way, channels: Mapping[str, str]) -> Step:
    said = {}
    for name in BEHAVIOUR_FIELDS:
        value = getattr(way, name)
        if value is not None and value != () and value != {} and not _is_default(name, value):
            said[name] = value
    if way.fails:
        said["fails"] = step.fails + way.fails
    if way.channel is None and way.name in channels:
        said["channel"] = way.name
    return replace(step, ways=(), **said)


def _is_default(name: str, value: Any) -> bool:
    return name == "priority" and value == 0.0


def shares_of_ways(step: Step) -> list[float] | None:
    """Return the share of each way, the rest filled in; None while a number is missing."""
    return with_rest([way.share for way in step.ways])


def shares_of_branches(go: Sequence[Branch]) -> list[float] | None:
    """Return the share of each branch, the rest filled in; None while a number is missing."""
    return with_rest([branch.share for branch in go])


def with_rest(shares: list[float | None]) -> list[float] | None:
    """Return shares with the rest filled in; None while a number is missing."""
    if len(shares) == 1 and shares[0] is None:
        return [1.0]
    if shares.count(None) > 1:
        return None
    rest = 1.0 - sum(s for s in shares if s is not None)
    return [max(rest, 0.0) if s is None else s for s in shares]
