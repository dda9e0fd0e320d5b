"""A layer opened: its drawing is read, what it says is laid over it, and the whole is a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.carried import carried_in
from outsidein.bpmn.owners import Owners
from outsidein.bpmn.processes import to_process
from outsidein.bpmn.xml import MOST_BYTES
from outsidein.document.nodes import Node, compose, decode
from outsidein.document.opening import Document, open_text, open_tree
from outsidein.document.syntax import clean
from outsidein.document.trees import tree_of
from outsidein.drawings import step_names
from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped
from outsidein.layer.joining import Joining
from outsidein.layer.nodes import Drawn
from outsidein.layer.places import LayerPlaces

KEY = "drawn in"


def drawing_of(content: bytes, name: str) -> Path | None:
    """Return the file a document is laid over; None if it stands by itself."""
    if KEY.encode() not in content:
        return None
    text, _ = decode(content, name)
    root, _ = compose(text, LayerPlaces(text, name, ""))
    said = root.value_of(KEY) if root is not None else None
    if said is None or said.kind != "text" or said.broken or not said.text.strip():
        return None
    return Path(name).parent / clean(said.text)


def open_layer(content: bytes, name: str, customer: str | None = None) -> Document:
    """Read a document and the drawing it is laid over as one model, each fault at its place.

    The drawing says the steps, who does them and where each leads. The document says the same
    keys as any, for steps by their BPMN id or by a name that only one has; what it says wins.
    ``customer`` names the pool or the lane of the customer; without it, a customer of the document
    who is drawn is taken. Raises OutsideInError if the drawing cannot be read.
    """
    path = drawing_of(content, name)
    text, _ = decode(content, name)
    if path is None:
        return open_text(text, name)  # it stands by itself
    places = LayerPlaces(text, name, str(path))
    root, faults = compose(text, places)
    assert root is not None  # it has a value
    file = _file(path, root, places)
    read = to_process(file, customer or _customer(file, root))
    drawn = Drawn(file, read)
    joining = Joining(drawn, places, faults)
    joined = joining.join(root, tree_of(read.process))
    document = open_tree(
        joined, [*joining.faults, *read.faults], places, name=name, text=text,
        titles=drawn.titles,
    )  # fmt: skip
    return replace(document, drawing=str(path), names=step_names(read.process))


def _file(path: Path, root: Node, places: LayerPlaces) -> BpmnFile:
    try:
        content = read_capped(path, most_bytes=MOST_BYTES)
    except OutsideInError as error:
        said = root.value_of(KEY)
        what = f'the drawing "{path}" cannot be read: {error.faults[0].what}'
        hint = "write its path as seen from this document"
        where = places(said.start if said is not None else 0)
        raise OutsideInError([Fault("no-drawing", "error", where, what, hint)]) from None
    return BpmnFile(content, str(path))


def _customer(file: BpmnFile, root: Node) -> str | None:
    """Return a customer of the document who is drawn as a pool or a lane."""
    ours = carried_in(file.root)
    said = root.value_of("customers")
    if said is None or said.kind != "map" or (ours is not None and ours.process is not None):
        return None
    drawn = {owner.name.casefold() for owner in Owners(file.content).every if owner.name}
    names = [" ".join(clean(key.text).split()) for key, _ in said.entries]
    return next((name for name in names if name.casefold() in drawn), None)
