"""A layer to fill in: the drawing it is laid over, and as comments every missing number."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from outsidein.address import slug
from outsidein.bpmn.owners import tidy
from outsidein.document.opening import Document
from outsidein.document.yaml_text import flow, scalar
from outsidein.drawings import Lines
from outsidein.errors import Fault, OutsideInError
from outsidein.files import write_atomically
from outsidein.layer.nodes import folded
from outsidein.layer.opening import open_layer
from outsidein.model.graph import placed_steps
from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process

LABELLED = ("go", "fails")
_PAIR = re.compile(r"([a-z ]+): (.*)", re.DOTALL)


def layer_text(process: Process, drawing: str) -> str:
    """Return a document to lay over a drawing of a process; read again it is that process.

    ``drawing`` is the path as the document will say it. Every number that is missing stands as a
    comment where it belongs, in the drawing's order: without its # it is filled in.
    """
    missing = missing_numbers(process)
    lines = [f"process: {scalar(process.name)}", f"drawn in: {scalar(drawing)}"]
    if missing:
        lines += [
            "",
            f"# Missing before this can be simulated: {len(missing)}.",
            "# Take away the # before a number that you know, and write it for NUMBER.",
            "# One share of several may be left out.",
        ]  # fmt: skip
    lines += _customers(process, missing)
    lines += _arrivals(missing)
    lines += _steps(process, missing)
    return "\n".join(lines) + "\n"


def _customers(process: Process, missing: Sequence[Fault]) -> Iterator[str]:
    unsaid = {fault.where for fault in missing}
    yield "customers:"
    if not process.customers:
        yield "#   Customer:  # nobody is drawn as the customer: who comes?"
    for customer in process.customers:
        yield f"  {scalar(customer.name)}:"
        if f"{customer.id}.share" in unsaid:
            yield "  #   share: NUMBER%"


def _arrivals(missing: Sequence[Fault]) -> Iterator[str]:
    if any(fault.where == "arrivals.rate" for fault in missing):
        yield "arrivals:"
        yield "#   rate: NUMBER per day"


def _steps(process: Process, missing: Sequence[Fault]) -> Iterator[str]:
    yield "steps:"
    placed = placed_steps(process)
    names = Counter(folded(one.step.name) for one in placed.values())
    for identity, one in placed.items():
        faults = [f for f in missing if f.where == identity or f.where.startswith(f"{identity}.")]
        if faults:
            name = tidy(one.step.name)
            by_name = names[folded(name)] == 1 and slug(name) not in placed
            word, other = (name, identity) if by_name else (identity, name)
            yield f"  - {scalar(word)}:" + (f"  # {other}" if other != word else "")
            yield from (f"  #     {line}" for line in _said(faults))


def _said(faults: Sequence[Fault]) -> Iterator[str]:
    """Yield what is to be said of a step, a line a key."""
    labelled: dict[str, list[str]] = {}
    ways: dict[str, list[str]] = {}
    branches = []
    for fault in faults:
        pieces = fault.where.split(".")
        pair = _PAIR.fullmatch(fault.hint)
        if len(pieces) > 2 and pieces[1] in LABELLED:
            labelled.setdefault(pieces[1], []).append(fault.hint)
        elif len(pieces) > 2 and pair is not None:
            ways.setdefault(pieces[1], []).append(fault.hint)
        elif pair is not None:
            yield f"{pair[1]}: {pair[2].removesuffix(' -> STEP')}"
        else:
            branches.append(fault.hint)
    for key, items in labelled.items():
        yield f"{key}: {flow(items)}"
    yield from ("ways:",) if ways else ()
    yield from (f"  {name}: {{{', '.join(said)}}}" for name, said in ways.items())
    yield from ("some of:",) if branches else ()
    yield from (f"  {scalar(branch)}:" for branch in branches)


def write_layer(document: Document, output: str | Path) -> int:
    """Write a layer over the drawing that was read, and return how many numbers are missing.

    What was written is read back before it takes the file's place. Raises OutsideInError if the
    document is no drawing, the output no .yaml, or the layer would not be the same process.
    """
    if not isinstance(document.places, Lines):
        what = "is no drawing: a layer is laid over a .bpmn file"
        raise OutsideInError([Fault("not-a-drawing", "error", document.name, what)])
    if Path(output).suffix.lower() not in (".yaml", ".yml"):
        raise OutsideInError([Fault("unknown-kind", "error", str(output), "a layer is a .yaml")])
    process = document.sure()
    folder = Path(output).resolve().parent
    drawing = Path(os.path.relpath(Path(document.name).resolve(), folder)).as_posix()
    content = layer_text(process, drawing).encode("utf-8")
    if open_layer(content, str(output)).process != process:
        what = "this drawing cannot be laid under a document as it is read"
        raise OutsideInError([Fault("not-kept", "error", str(output), what)])
    write_atomically(output, content)
    return len(missing_numbers(process))
