"""Every semantic fault of a process, and what of it cannot be simulated yet."""

from __future__ import annotations

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.check_scenarios import check_scenarios
from outsidein.model.faults import faults_of
from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process
from outsidein.model.rules.surroundings import Model, error


def check(process: Process, *, flows: bool = True) -> list[Fault]:
    """Return every semantic fault of a process and of its scenarios, each at an address.

    Missing numbers are warnings (``missing-number``): the process can be drawn, not simulated.
    ``flows``: whether the rules about the flow are asked too; a document in which a destination
    was lost is not asked.
    """
    faults = faults_of(process, flows=flows)
    faults += missing_numbers(process)
    faults += check_scenarios(process, faults, flows=flows)
    return list(dict.fromkeys(faults))


def later(process: Process) -> list[Fault]:
    """Return what the process says that can be drawn but not be simulated yet, by name."""
    model, found = Model(process), []

    def refuse(where: str, what: str) -> None:
        found.append(error("cannot-be-simulated-yet", where, f"{what} cannot be simulated yet"))

    for seen in model.seen:
        if seen.way.verb in {"first of", "some of"}:
            refuse(seen.step.id, f'"{seen.way.verb}"')
        if model.kind_of_channel(seen.way) == "booked":
            where = seen.where("channel") if seen.way.channel == seen.step.channel else ""
            refuse(where or join_address(seen.step.id, seen.name), "a booked channel")
    for part in process.parts:
        if part.skills:
            refuse(f"{part.id}.skills", f'the skills of "{part.name}"')
    if process.drawn_in is not None:
        refuse("drawn-in", "a layer over a drawing")
    return list(dict.fromkeys(found))
