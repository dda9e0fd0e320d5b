"""What the twin can run and the kernel cannot yet: `run` refuses it by name."""

from __future__ import annotations

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.process import Part, Process, Step
from outsidein.model.rules.surroundings import Model


def uncompiled(process: Process) -> list[Fault]:
    """Return what a process says that the kernel cannot run yet, each at its address."""
    found: list[Fault] = []

    def refuse(where: str, what: str) -> None:
        what = f"{what} cannot be simulated yet"
        found.append(Fault("cannot-be-simulated-yet", "error", where, what))

    for seen in Model(process).seen:
        for field, what in _of_step(seen.way):
            refuse(seen.where(field), what)
    for part in process.parts:
        for word, what in _of_part(part):
            refuse(join_address(part.id, word), what)
    if process.arrivals is not None and process.arrivals.year:
        refuse("arrivals.year", "a year")
    if process.drawn_in is not None:
        refuse("drawn-in", "a layer over a drawing")
    return list(dict.fromkeys(found))


def _of_step(way: Step) -> list[tuple[str, str]]:
    """Return (field, what cannot be run) of one way of a step."""
    found = []
    for field, said in (
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
        ("closed on", bool(part.closed_on)),
    ]
    return [(key, f'"{key}"') for key, said in found if said]
