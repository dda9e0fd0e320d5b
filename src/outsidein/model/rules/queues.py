"""Rules about queues: lines, who leaves at once, skills, interruptions, batches, crews."""

from __future__ import annotations

from collections.abc import Iterator

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.behaviour import weekly_steps
from outsidein.model.process import Part, Step
from outsidein.model.rules.surroundings import Model, Seen, error
from outsidein.words import did_you_mean

ANYTHING = "anything"  # the skill of steps that need none


def busy_lines_lead_somewhere(model: Model) -> Iterator[Fault]:
    """Who hears the busy tone, or leaves at once as many wait, goes somewhere."""
    for seen in model.seen:
        way = seen.way
        patience_to = way.patience.to if way.patience is not None else None
        if seen.placed.act_of is not None or seen.placed.is_shared or patience_to is not None:
            continue
        if hears_busy(model, way):
            what = f'lines need a way out: who finds them busy at "{seen.step.id}" goes nowhere'
            yield error("leads-nowhere", seen.where(), what, "say patience: 5 min -> STEP")
        if way.balks is not None and way.balks.to is None:
            what = f'who leaves "{seen.step.id}" at once goes nowhere'
            yield error("leads-nowhere", seen.where("balks"), what, "add -> STEP")


def hears_busy(model: Model, way: Step) -> bool:
    """Whether the lines of a part, or of who answers for it, may be busy for a way of a step."""
    if way.verb != "do" or model.kind_of_channel(way) != "live":
        return False
    part = model.parts.get(way.part or "")
    deputy = model.parts.get(part.away.part) if part is not None and part.away else None
    return any(p is not None and p.lines is not None for p in (part, deputy))


def live_queues(model: Model) -> Iterator[Fault]:
    """Only a live customer leaves at once or interrupts, and only where people serve."""
    for seen in model.seen:
        way, kind = seen.way, model.kind_of_channel(seen.way)
        live = way.verb == "touch" or (way.verb == "do" and kind == "live")
        for field, word in (("balks", "leaves at once"), ("interrupts", "interrupts")):
            if not getattr(way, field):
                continue
            if not live:
                what = f'"{seen.step.id}" is not live: nobody {word}'
                yield error("not-live", seen.where(field), what, "leave it out")
            elif way.part is not None and not model.has_people(way.part):
                what = f'nobody queues at "{seen.step.id}", so nobody {word}'
                yield error("nobody-there", seen.where(field), what, "leave it out")


def again_after_before(model: Model) -> Iterator[Fault]:
    """How long it takes again needs how long it takes."""
    for seen in model.seen:
        if seen.way.takes_again is not None and seen.way.takes is None:
            what = f'"{seen.step.id}" says how long it takes again, not how long it takes'
            yield error("again-without-takes", seen.where("takes_again"), what, "say takes: 5 min")


def skills_exist(model: Model) -> Iterator[Fault]:
    """Somebody has each skill that is needed, wherever the customer may be served."""
    known = {skill.name for part in model.parts.values() for skill in part.skills}
    for seen in model.seen:
        needs = seen.way.needs
        if needs is None:
            continue
        if needs not in known or needs == ANYTHING:
            hint = did_you_mean(needs, known) or f"say skills: [{needs}] of a part"
            what = f'unknown skill "{needs}"'
            yield error("unknown-skill", seen.where("needs"), what, hint)
            continue
        for part in _may_serve(model, seen):
            if not any(skill.name == needs for skill in part.skills):
                what = f'nobody of "{part.name}" can do "{needs}"'
                hint = f"say skills: [{needs}] of {part.name}"
                yield error("skill-missing", seen.where("needs"), what, hint)


def _may_serve(model: Model, seen: Seen) -> list[Part]:
    """Return the part of a step, and those that may serve in its place."""
    part = model.parts.get(seen.way.part or "")
    if part is None:
        return []
    live = seen.way.verb == "do" and model.kind_of_channel(seen.way) == "live"
    others = [o.part for o in (part.away, part.overflow) if o is not None] if live else []
    return [part, *(model.parts[o] for o in others if o in model.parts)]


def persons_exist(model: Model) -> Iterator[Fault]:
    """A skill is of persons that a part has."""
    for part in model.parts.values():
        most = _most(part)
        for skill in part.skills:
            last = skill.last or skill.first or 0
            if last > most:
                what = f'"{part.name}" has {most} people: there is no number {last}'
                where = join_address(part.id, "skills", skill.name)
                yield error("no-such-person", where, what, f"count up to {most}")


def _most(part: Part) -> int:
    """Return how many people a part has at most."""
    if not isinstance(part.people, tuple):
        return part.people or 0
    staff = part.staff() or []
    return int(max((level for _, level in weekly_steps(staff)), default=0))


def batches_are_served(model: Model) -> Iterator[Fault]:
    """What waits for others is then served by somebody."""
    for seen in model.seen:
        if seen.way.batch is not None and seen.way.takes is None:
            what = f'"{seen.step.id}" is a batch that takes nobody any time'
            yield error("batch-without-takes", seen.where("batch"), what, "say takes: 5 min")


def crews_come_together(model: Model) -> Iterator[Fault]:
    """Two people or more do what a crew does; each part that may do it has so many who can."""
    for seen in model.seen:
        if seen.way.crew is None:
            continue
        code, what, hint = _no_crew(model, seen) or ("", "", "")
        if code:
            yield error(code, seen.where("crew"), what, hint)
            continue
        for part in _may_serve(model, seen):
            most = range(1, _most(part) + 1)
            able = sum(part.speed(person, seen.way.needs) is not None for person in most)
            if part.people is not None and able < seen.way.crew:
                what = f'"{part.name}" never has {seen.way.crew} people for "{seen.step.id}"'
                yield error("crew-too-large", seen.where("crew"), what, f"it has {able} who can")


def _no_crew(model: Model, seen: Seen) -> tuple[str, str, str] | None:
    """Return why what a step says goes with no crew: code, what and hint; None if it does."""
    way, step = seen.way, f'"{seen.step.id}"'
    if (way.crew or 0) < 2:
        return "crew-of-one", f"the crew of {step} is no crew", "say 2 or more, or leave it out"
    if way.takes is None:
        return "crew-without-takes", f"{step} takes its crew no time", "say takes: 5 min"
    if not model.has_people(way.part):
        return (
            "nobody-there",
            f"{step} has no people to make a crew of",
            "say people: 2 of its part",
        )
    if way.verb == "do" and model.kind_of_channel(way) not in ("live", "left"):
        return "crew-alone", f"no crew meets at {step}", "choose a channel that is live or left"
    if way.interrupts:
        return "crew-interrupts", f"nobody is interrupted for the crew of {step}", "leave one out"
    if way.batch is not None:
        return "crew-of-batch", f"{step} is done by a crew, or in a batch", "leave one out"
    return None
