"""Inserting and removing steps: every flow into and out of them is joined again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from outsidein.address import slug
from outsidein.model.change import Insert
from outsidein.model.graph import OFF_THE_FLOW, Placed, flows, placed_steps
from outsidein.model.keys import RESERVED
from outsidein.model.places import MissedError, every_step, find_step, ids_of, map_step, map_steps
from outsidein.model.process import Process, Step
from outsidein.words import did_you_mean

Steps = tuple[Step, ...]
FLOW_FIELDS = (
    "patience", "closed", "balks", "no_show", "at_most", "limit", "fails", "go", "race",
)  # fmt: skip


def insert_steps(process: Process, change: Insert, steps: Steps) -> Process:
    """Insert steps after, before or on the branch of a step. Raises MissedError."""
    if not steps:
        raise MissedError("no step is inserted")
    existing = set(ids_of(process))
    for step in _all(steps):
        must_be_id(step.id)
        if step.id in existing:
            raise MissedError(f'"{step.id}" exists already', "choose another id", step.id)
        existing.add(step.id)
    identity, _, label = change.at.partition(".")
    anchor = find_step(process, identity)
    steps = tuple(_in_phase(step, anchor.phase) for step in steps)
    placed = placed_steps(process)[anchor.id]
    if anchor.verb in OFF_THE_FLOW:
        raise MissedError(f'"{anchor.id}" is a {anchor.verb}: nothing flows through it')
    if placed.is_shared:
        raise MissedError(f'"{anchor.id}" is shared: insert at the steps that call it')
    if placed.act_of is not None:
        return _beside_act(process, placed, change, steps)
    if change.where == "after":
        return _after(process, placed, steps)
    if change.where == "before":
        return _before(process, placed, steps)
    return _on_branch(process, placed, label, steps)


def must_be_id(identity: str) -> None:
    """Refuse an id that no document could write. Raises MissedError."""
    if identity in RESERVED:
        raise MissedError(f'"{identity}" is a key of the grammar', "choose another id", identity)
    if slug(identity) != identity:
        what = f'"{identity}" cannot be an id'
        raise MissedError(what, f"write {slug(identity)}", identity)


def _all(steps: Steps) -> Iterator[Step]:
    yield from every_step(Process(name="", steps=steps))


def _in_phase(step: Step, phase: str | None) -> Step:
    acts = tuple(_in_phase(act, phase) for act in step.acts)
    blocks = tuple(
        replace(b, steps=tuple(_in_phase(s, phase) for s in b.steps)) for b in step.blocks
    )
    return replace(step, phase=step.phase or phase, acts=acts, blocks=blocks)


def _beside_act(process: Process, placed: Placed, change: Insert, steps: Steps) -> Process:
    if change.where == "on" or any(step.trigger is None for step in steps):
        what = f'"{placed.step.id}" is an act: only acts stand beside it'
        raise MissedError(what, "say when and chance of what is inserted")
    at = 1 if change.where == "after" else 0
    return _splice(process, placed.step.id, lambda s, k: (*s[: k + at], *steps, *s[k + at :]))


def _after(process: Process, placed: Placed, steps: Steps) -> Process:
    anchor = placed.step
    if anchor.go or anchor.race or any(way.go for way in anchor.ways):
        hint = f"write on {anchor.id}.LABEL"
        raise MissedError(f'"{anchor.id}" leads to several steps: after which answer?', hint)
    if anchor.verb == "end":
        raise MissedError(f'nothing comes after "{anchor.id}": it is an end', "write before")
    if any(way.next for way in anchor.ways):
        raise MissedError(f'the ways of "{anchor.id}" lead to different steps')
    if anchor.next:
        process = map_step(process, anchor.id, lambda step: replace(step, next=()))
        steps = _leading_to(steps, anchor.next)
    return _splice(process, anchor.id, lambda s, k: (*s[: k + 1], *steps, *s[k + 1 :]))


def _before(process: Process, placed: Placed, steps: Steps) -> Process:
    anchor = placed.step
    if anchor.verb == "start":
        raise MissedError(f'nothing comes before "{anchor.id}": it is the start')
    process = redirect(process, anchor.id, _first(steps).id)
    return _splice(process, anchor.id, lambda s, k: (*s[:k], *steps, *s[k:]))


def _on_branch(process: Process, placed: Placed, label: str, steps: Steps) -> Process:
    anchor = placed.step
    branches = {slug(b.label): (b.label, b.to) for b in anchor.go}
    branches |= {slug(r.label): (r.label, r.to) for r in anchor.race}
    if label not in branches:
        hint = did_you_mean(label, branches) if branches else f"write after {anchor.id}"
        raise MissedError(f'"{anchor.id}" has no answer "{label}"', hint)
    chosen, target = branches[label]
    first = _first(steps).id
    steps = _leading_to(steps, (target,))

    def lead(step: Step) -> Step:
        step = _redirected(step, lambda to, name: first if name == chosen else to)
        onward = (placed.following,) if placed.following else ()
        return replace(step, next=step.next or onward) if step.only else step

    process = map_step(process, anchor.id, lead)
    return _splice(process, anchor.id, lambda s, k: (*s[: k + 1], *steps, *s[k + 1 :]))


def _first(steps: Steps) -> Step:
    found = next((step for step in steps if step.verb not in OFF_THE_FLOW), None)
    if found is None:
        raise MissedError("nothing inserted lies on the flow")
    return found


def _leading_to(steps: Steps, onward: tuple[str, ...]) -> Steps:
    """Let the last step of the flow go on to where the flow went."""
    at = max(k for k, step in enumerate(steps) if step.id == _last(steps).id)
    last = steps[at]
    decided = last.verb == "end" or last.next or ((last.go or last.race) and not last.only)
    if decided:
        return steps
    return (*steps[:at], replace(last, next=onward), *steps[at + 1 :])


def _last(steps: Steps) -> Step:
    return _first(tuple(reversed(steps)))


def _splice(process: Process, identity: str, change: Callable[[Steps, int], Steps]) -> Process:
    """Change the list in which a step stands."""

    def walk(steps: Steps) -> Steps:
        at = next((k for k, step in enumerate(steps) if step.id == identity), None)
        return steps if at is None else change(steps, at)

    def inside(step: Step) -> Step:
        blocks = tuple(replace(b, steps=walk(b.steps)) for b in step.blocks)
        return replace(step, acts=walk(step.acts), blocks=blocks)

    process = map_steps(process, inside)
    return replace(process, shared=walk(process.shared), steps=walk(process.steps))


def redirect(process: Process, old: str, new: str) -> Process:
    """Lead every flow into a step to another one."""

    def change(step: Step) -> Step:
        if old in {way.name for way in step.ways}:
            return step
        return _redirected(step, lambda to, _: new if to == old else to)

    return map_steps(process, change)


def _redirected(step: Step, lead: Callable[[str, str], str]) -> Step:
    """Change where a step leads, also in its ways and in what it says for one customer."""
    ways = tuple(_led(way, lead) for way in step.ways)
    overrides = {
        customer: tuple((path, _led_value(path, value, lead)) for path, value in said)
        for customer, said in step.overrides.items()
    }
    led: Step = _led(step, lead)
    return replace(led, ways=ways, overrides=overrides)


def _led(element: Any, lead: Callable[[str, str], str]) -> Any:
    said: dict[str, Any] = {"next": tuple(lead(to, "") for to in element.next)}
    for name in FLOW_FIELDS:
        value = getattr(element, name, None)
        if value:
            said[name] = _led_value((name,), value, lead)
    return replace(element, **said)


def _led_value(path: tuple[str, ...], value: Any, lead: Callable[[str, str], str]) -> Any:
    if isinstance(value, tuple) and path[-1] == "next":
        return tuple(lead(to, "") for to in value)
    if isinstance(value, tuple):
        return tuple(_led_value(path, one, lead) for one in value)
    if path[-1] == "to" and isinstance(value, str):
        return lead(value, path[-2] if path[0] == "go" else "")
    if getattr(value, "to", None) is not None:
        return replace(value, to=lead(value.to, getattr(value, "label", "")))
    return value


def remove_step(process: Process, identity: str) -> Process:
    """Remove a step or an act; what led to it leads on to its single way out.

    Removing a shared step removes its `through`s and the steps that call it. Raises MissedError.
    """
    step = find_step(process, identity)
    placed = placed_steps(process)[identity]
    if placed.is_shared:
        for caller in [s.id for s in every_step(process) if s.calls == identity != s.id]:
            process = remove_step(process, caller)
        process = _without_through(process, identity)
    elif placed.act_of is None and step.verb not in OFF_THE_FLOW:
        process = _bypassed(process, placed)
    process = _splice(process, identity, lambda s, k: (*s[:k], *s[k + 1 :]))
    if placed.act_of is not None:
        process = _without_empty(process, placed.act_of)
    gone = {inner.id for inner in _all((step,))}
    for user in every_step(process):
        for named in sorted(gone & set(_mentions(user))):
            what = f'"{named}" cannot be removed: "{user.id}" names it'
            raise MissedError(what, f'change or remove "{user.id}" too')
    return process


def _bypassed(process: Process, placed: Placed) -> Process:
    """Join what led to a step to where it leads."""
    step = placed.step
    if step.verb == "end":
        led = [flow.source for flow in flows(process) if flow.target == step.id]
        if led:
            what = f'"{step.id}" is an end, and "{led[0]}" leads there'
            raise MissedError(what, f"let {led[0]} lead elsewhere first")
        return process
    onward = {b.to for b in step.go} | {r.to for r in step.race} | set(step.next)
    onward |= {to for way in step.ways for to in way.next}
    falls = not step.next and (step.only or not (step.go or step.race))
    if falls and placed.following is not None:
        onward.add(placed.following)
    onward.discard(step.id)
    if len(onward) > 1:
        what = f'"{step.id}" leads to {len(onward)} steps: where should the flow go on?'
        raise MissedError(what, "only a step with a single way out can be removed")
    if not onward:
        return process  # the last of its list: what still names it is found later
    target = onward.pop()
    process = redirect(process, step.id, target)
    return _falling_on(process, placed, target)


def _falling_on(process: Process, placed: Placed, target: str) -> Process:
    """What fell through to the removed step falls on to the next one, or is led to the target."""
    if target == placed.following:
        return process
    before = [
        p.step for p in placed_steps(process).values()
        if p.following == placed.step.id and p.step.verb not in OFF_THE_FLOW
        and not p.step.next and (p.step.only or not (p.step.go or p.step.race))
        and p.step.verb != "end"
    ]  # fmt: skip
    for step in before:
        process = map_step(process, step.id, lambda s: replace(s, next=(target,)))
    flowing = [s for s in process.steps if s.verb not in OFF_THE_FLOW]
    if flowing and flowing[0].id == placed.step.id:
        what = f'everybody arrives at "{placed.step.id}", and the next step is not where it leads'
        raise MissedError(what)
    return process


def _without_through(process: Process, identity: str) -> Process:
    def change(step: Step) -> Step:
        ways = tuple(replace(w, through=None) if w.through == identity else w for w in step.ways)
        overrides: Mapping[str, Any] = {
            customer: tuple(e for e in said if not (e[0][-1] == "through" and e[1] == identity))
            for customer, said in step.overrides.items()
        }
        kept = {customer: said for customer, said in overrides.items() if said}
        through = None if step.through == identity else step.through
        return replace(step, through=through, ways=ways, overrides=kept)

    return map_steps(process, change)


def _without_empty(process: Process, meanwhile: str) -> Process:
    step = find_step(process, meanwhile)
    if step.acts:
        return process
    return _splice(process, meanwhile, lambda s, k: (*s[:k], *s[k + 1 :]))


def _mentions(element: Any) -> Iterator[str]:
    """Yield every step a step names."""
    yield from _named(element)
    for way in getattr(element, "ways", ()):
        yield from _mentions(way)
    for said in element.overrides.values():
        for path, value in said:
            if path[-1] in {"to", "through"} and isinstance(value, str):
                yield value
            elif path[-1] == "next":
                yield from value
            else:
                yield from _in_value(value)


def _named(element: Any) -> Iterator[str]:
    yield from element.next
    yield from (name for name in (element.through, getattr(element, "calls", None)) if name)
    for name in FLOW_FIELDS:
        yield from _in_value(getattr(element, name, None))
    span, trigger = getattr(element, "span", None), getattr(element, "trigger", None)
    if span is not None:
        yield from (span.first, span.last)
    if trigger is not None and trigger.passed is not None:
        yield trigger.passed


def _in_value(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _in_value(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for name in ("to", "noticed_at", "until"):
            if name in {f.name for f in fields(value)} and getattr(value, name) is not None:
                yield getattr(value, name)


def remove_part(process: Process, identity: str) -> Process:
    """Remove a part that nothing names any more. Raises MissedError."""
    kept = tuple(part for part in process.parts if part.id != identity)
    for part in kept:
        if any(o is not None and o.part == identity for o in (part.away, part.overflow)):
            raise MissedError(f'"{identity}" cannot be removed: it takes over from "{part.id}"')
    for step in every_step(process):
        if identity in set(_parts_of(step)):
            what = f'"{identity}" cannot be removed: "{step.id}" names it'
            raise MissedError(what, f"set {step.id} to another part first")
    return replace(process, parts=kept)


def _parts_of(element: Any) -> Iterator[str]:
    yield from (name for name in (element.part, *element.uses) if name)
    yield from (consult.part for consult in element.consults)
    yield from (failure.by for failure in element.fails if failure.by)
    for way in getattr(element, "ways", ()):
        yield from _parts_of(way)
    for said in element.overrides.values():
        for path, value in said:
            if path[-1] == "part" and isinstance(value, str):
                yield value
            elif path[-1] == "uses":
                yield from value
            elif path[-1] == "fails":
                yield from (failure.by for failure in value if failure.by)
            elif path[-1] == "consults":
                yield from (consult.part for consult in value)
