"""What the twin can run and the kernel cannot yet: `run` refuses it by name."""

from __future__ import annotations

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.graph import first_step
from outsidein.model.process import Part, Process
from outsidein.model.rules.surroundings import Model, Seen


def uncompiled(process: Process) -> list[Fault]:
    """Return what a process says that the kernel cannot run yet, each at its address."""
    model, found = Model(process), []

    def refuse(where: str, what: str) -> None:
        what = f"{what} cannot be simulated yet"
        found.append(Fault("cannot-be-simulated-yet", "error", where, what))

    for seen in model.seen:
        for field, what in _of_step(model, seen):
            refuse(seen.where(field), what)
    for part in process.parts:
        for word, what in _of_part(part):
            refuse(join_address(part.id, word), what)
    starts = [p.step.id for p in model.placed.values() if p.step.verb == "start"]
    first = first_step(process)
    for start in starts:
        if first is not None and start != first.id:
            refuse(start, f'"{start}", a second start,')
    if process.arrivals is not None and process.arrivals.year:
        refuse("arrivals.year", "a year")
    if process.drawn_in is not None:
        refuse("drawn-in", "a layer over a drawing")
    return list(dict.fromkeys(found))


def _of_step(model: Model, seen: Seen) -> list[tuple[str, str]]:
    """Return (field, what cannot be run) of one way of a step."""
    way, found = seen.way, []
    if model.kind_of_channel(way) == "booked":
        found.append(("channel", "a booked channel"))
    if way.verb in {"first of", "some of"}:
        found.append(("", f'"{way.verb}"'))
    for field, said in (
        ("ends", way.ends),
        ("balks", way.balks),
        ("takes_again", way.takes_again),
        ("needs", way.needs),
        ("limit", way.limit),
        ("interrupts", way.interrupts),
        ("times", way.times),
        ("batch", way.batch),
    ):
        if said is not None:
            found.append((field, f'"{field.replace("_", " ")}"'))
    return found


def _of_part(part: Part) -> list[tuple[str, str]]:
    """Return (key, what cannot be run) of one part."""
    found = [
        ("lines", part.lines is not None),
        ("overflow", part.overflow is not None),
        ("absent", part.absent is not None),
        ("skills", bool(part.skills)),
        ("closed on", bool(part.closed_on)),
    ]
    return [(key, f'"{key}"') for key, said in found if said]
