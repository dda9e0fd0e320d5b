"""Drawings as models: a BPMN file opened as a document is, each fault at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from outsidein.address import slug
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.carried import carried_in
from outsidein.bpmn.inscribing import inscribe
from outsidein.bpmn.owners import Owners, tidy
from outsidein.bpmn.processes import ProcessRead, as_drawn, to_process
from outsidein.bpmn.xml import MOST_BYTES
from outsidein.document.opening import Document
from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped, write_atomically
from outsidein.model.graph import OFF_THE_FLOW, placed_steps
from outsidein.model.process import Process
from outsidein.parameters.inside import is_about_parameters, parameters_inside
from outsidein.parameters.joining import with_parameters
from outsidein.parameters.prosimos import read_prosimos
from outsidein.parameters.values import Parameters


class Lines:
    """Where things stand in a drawing's file: a position is a line, 0 is not known."""

    def __init__(self, name: str) -> None:
        self.name = name

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return the line, and 1: a drawing is not read by columns."""
        return position, 1

    def order(self, where: str) -> tuple[int, int]:
        """Return the line of file:line, to sort by."""
        line = where.rpartition(":")[2]
        return int(line) if line.isdigit() else 0, 1

    def __call__(self, position: int) -> str:
        """Return file:line of a position."""
        return f"{self.name}:{max(position, 1)}"


def open_drawing(
    content: bytes, name: str, customer: str | None = None,
    parameters: tuple[bytes, str] | None = None,
) -> Document:  # fmt: skip
    """Read a BPMN file as a model, with its faults and the line of every step.

    Raises OutsideInError if it is no BPMN 2.0 that can be read safely, if nothing flows in it, or
    if the customer given is not drawn in it. ``parameters``: content and name of a file of
    Prosimos; those that stand in the drawing (QBP, BPSim) are read without being asked for.
    """
    file = BpmnFile(content, name)
    read = to_process(file, customer)
    process, faults = _with_parameters(file, read, parameters)
    return Document(
        name=name, text="", root=None, process=process, faults=faults,
        spots=_lines(file, read), spelled_in=Lines(name), names=step_names(read.process),
    )  # fmt: skip


def step_names(process: Process) -> dict[str, str]:
    """Return what people call each step whose id says something else."""
    placed = placed_steps(process).items()
    names = {identity: tidy(one.step.name) for identity, one in placed}
    return {identity: name for identity, name in names.items() if slug(name) != identity}


def _with_parameters(
    file: BpmnFile, read: ProcessRead, given: tuple[bytes, str] | None
) -> tuple[Process, tuple[Fault, ...]]:
    """Return the process with the parameters given, else with those that stand in the drawing."""
    if given is not None:
        parameters, looking = read_prosimos(*given)
        found: tuple[Parameters | None, Sequence[Fault]] = (parameters, looking.faults)
    elif carries_ours(file):
        found = (None, ())
    else:
        found = parameters_inside(file)
    if found[0] is None:
        return read.process, (*read.faults, *found[1])
    process, said = with_parameters(file, read, found[0])
    rest = [fault for fault in read.faults if not is_about_parameters(fault)]
    return process, (*rest, *found[1], *said)


def carries_ours(file: BpmnFile) -> bool:
    """Whether a drawing carries a process of ours: it knows more than parameters do."""
    ours = carried_in(file.root)
    return ours is not None and ours.process is not None


def _lines(file: BpmnFile, read: ProcessRead) -> dict[str, int]:
    lines = {element.key: element.line for element in file.content.every()}
    known = {step: [lines[key] for key in held if key in lines] for step, held in read.held.items()}
    return {step: found[0] for step, found in known.items() if found}


def write_into(drawing: str | Path, process: Process, output: str | Path) -> None:
    """Write a drawing again with what is said of its process in it, whole or not at all.

    Everything its maker wrote stays. What was written is read back before it takes the file's
    place. Raises OutsideInError if the drawing cannot be read, or would not give the process again.
    """
    content = read_capped(drawing, most_bytes=MOST_BYTES)
    written = with_facts(BpmnFile(content, str(drawing)), process)
    if to_process(BpmnFile(written, str(output))).process != process:
        what = f"this process cannot be said in full in {drawing}"
        raise OutsideInError([Fault("not-kept", "error", str(output), what)])
    write_atomically(output, written)


def with_facts(file: BpmnFile, process: Process) -> bytes:
    """Return a drawing with what is said of its process in it; the same bytes if nothing is new.

    Raises OutsideInError if it is another process than the one that is drawn.
    """
    if to_process(file).process == process:
        return file.to_bytes()
    found = next((read for read in _readings(file, process) if _draws(read, process)), None)
    if found is None:
        what = "is not the drawing of this process: its steps are others"
        raise OutsideInError([Fault("another-drawing", "error", file.name, what)])
    customer = found.customers.name if found.customers.how == "given" else None
    inscribe(file, process, found.process, found.held, customer)
    return file.to_bytes()


def _readings(file: BpmnFile, process: Process) -> Iterator[ProcessRead]:
    """Yield what a drawing says, with the customer it proposes and with those of the process."""
    yield as_drawn(file)
    drawn = {owner.name.casefold() for owner in Owners(file.content).every}
    for customer in process.customers:
        if customer.name.casefold() in drawn:
            yield as_drawn(file, customer.name)


def _draws(read: ProcessRead, process: Process) -> bool:
    """Whether a process has the steps that are drawn, and the parts in their order."""
    drawn, known = placed_steps(read.process), placed_steps(process)
    new = [known[identity] for identity in known.keys() - drawn.keys()]
    ids = [part.id for part in read.process.parts]
    return (
        drawn.keys() <= known.keys()
        and all(placed.step.verb in OFF_THE_FLOW or placed.act_of for placed in new)
        and [part.id for part in process.parts[: len(ids)]] == ids
    )
