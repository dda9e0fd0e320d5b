"""Which reader reads which file: the only registry.

A kind of model is one entry of `KINDS`: how to recognise it, what opens it, what writes it. An
opener takes the content and the name of a file and returns a `Document`: the process as far as
it could be read, every fault at its place, and the place of any address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped, write_atomically

if TYPE_CHECKING:
    from outsidein.document.opening import Document
    from outsidein.model.process import Process

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file a model may stand in.

    ``begins`` are the first bytes of such a file, if they tell; ``opens`` and ``writes`` name
    a function as module:function, loaded when it is needed. What cannot be written has no
    ``writes``.
    """

    name: str
    suffixes: tuple[str, ...]
    begins: tuple[bytes, ...] = ()
    most_bytes: int
    opens: str
    writes: str | None = None
    starts: str | None = None  # gives a commented start


KINDS = (
    Kind(
        name="workbook", suffixes=(".xlsx",),
        begins=(b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"), most_bytes=10 * MEGABYTE,
        opens="outsidein.document.sheet.reading:open_workbook",
        writes="outsidein.document.sheet.writing:write_workbook",
        starts="outsidein.document.sheet.start:new_workbook",
    ),
    Kind(
        name="story", suffixes=(".story", ".txt"), most_bytes=MEGABYTE,
        opens="outsidein.document.story.reading:open_story",
        starts="outsidein.document.story.start:new_story",
    ),
    Kind(
        name="drawing", suffixes=(".bpmn",), most_bytes=32 * MEGABYTE,
        opens="outsidein.drawings:open_drawing", writes="outsidein.bpmn.export:write_bpmn",
    ),
    Kind(
        name="document", suffixes=(".yaml", ".yml"), most_bytes=MEGABYTE,
        opens="outsidein.document.opening:open_bytes",
        writes="outsidein.document.writing:write",
        starts="outsidein.document.start:new_document",
    ),
)  # fmt: skip
DOCUMENT = next(kind for kind in KINDS if kind.name == "document")
OPENS_LAYERS = "outsidein.layer.opening:open_layer"
DRAWING_OF = "outsidein.layer.opening:drawing_of"


def kind_of(path: str | Path, content: bytes = b"") -> Kind:
    """Return the kind of a file: by how it begins, else by its suffix, else a document.

    >>> kind_of("order.xlsx").name, kind_of("order.yaml", b"PK" + bytes([3, 4])).name
    ('workbook', 'workbook')
    """
    for kind in KINDS:
        if content.startswith(kind.begins) and kind.begins:
            return kind
    return kind_by_suffix(path) or DOCUMENT


def kind_by_suffix(path: str | Path) -> Kind | None:
    """Return the kind that a file's suffix names, or None."""
    suffix = Path(path).suffix.lower()
    return next((kind for kind in KINDS if suffix in kind.suffixes), None)


def open_model(
    path: str | Path, customer: str | None = None, parameters: str | Path | None = None
) -> Document:
    """Open a model and keep what was found wrong. Raises OutsideInError if it cannot be read.

    ``customer`` names the pool or the lane of the customer in a drawing; others say it themselves.
    ``parameters``: a file of Prosimos (.json) with the numbers of a drawing.
    """
    content = read_capped(path, most_bytes=max(kind.most_bytes for kind in KINDS))
    kind = kind_of(path, content)
    if len(content) > kind.most_bytes:
        what = f"is larger than {kind.most_bytes:,} bytes"
        raise OutsideInError([Fault("too-large", "error", str(path), what)])
    is_layer = kind is DOCUMENT and is_laid_over(content, path)
    if customer is not None and not is_layer and kind.name != "drawing":
        what, hint = f"is a {kind.name}: it says itself who the customer is", "leave --customer out"
        raise OutsideInError([Fault("not-a-drawing", "error", str(path), what, hint)])
    opens = OPENS_LAYERS if is_layer else kind.opens
    said: dict[str, Any] = {}
    if is_layer or kind.name == "drawing":
        said["customer"] = customer
    if parameters is not None:
        said["parameters"] = _parameters(path, kind, parameters)
    document: Document = _named(opens)(content, str(path), **said)
    return document


def is_laid_over(content: bytes, path: str | Path) -> bool:
    """Whether a document says that it is laid over a drawing."""
    return b"drawn in" in content and _named(DRAWING_OF)(content, str(path)) is not None


def _parameters(path: str | Path, kind: Kind, parameters: str | Path) -> tuple[bytes, str]:
    """Return the content and the name of a file of parameters; only a drawing takes one."""
    if kind.name != "drawing":
        what, hint = f"is a {kind.name}: its numbers stand in it", "leave --parameters out"
        raise OutsideInError([Fault("not-a-drawing", "error", str(path), what, hint)])
    return read_capped(parameters, most_bytes=10 * MEGABYTE), str(parameters)


def read(path: str | Path) -> Process:
    """Read a model, whatever kind of file it stands in.

    Raises OutsideInError with every fault of its spelling at its place.
    """
    return open_model(path).sure()


def check_file(
    path: str | Path, customer: str | None = None, parameters: str | Path | None = None
) -> list[Fault]:
    """Return every fault of a model: its spelling, its meaning, its missing numbers.

    Never raises for a bad file; one that cannot be read is a single fault.
    """
    from outsidein.document.checking import check_document

    try:
        return check_document(open_model(path, customer, parameters))
    except OutsideInError as error:
        return list(error.faults)


def write_model(process: Process, path: str | Path) -> None:
    """Write a process as the kind of file that the suffix names, whole or not at all.

    What was written is read back before it takes the file's place. Raises OutsideInError for a
    suffix that names no kind that can be written, and for a process that would not come back.
    """
    kind = kind_by_suffix(path)
    if kind is None or kind.writes is None:
        raise OutsideInError([unwritable(path)])
    content = _bytes(_named(kind.writes)(process))
    again = _named(kind.opens)(content, str(path)).process
    if not _alike(process, again):
        what = f"this process cannot be said in full as a {kind.name}"
        raise OutsideInError([Fault("not-kept", "error", str(path), what)])
    write_atomically(path, content)


def _alike(one: Process, other: Process | None) -> bool:
    """Whether two processes are written alike: how a field is stored makes no difference."""
    from outsidein.document.trees import tree_of

    return other is not None and (one == other or tree_of(one) == tree_of(other))


def start_of(path: str | Path) -> bytes | None:
    """Return a commented start for a file of this suffix; None if there is none."""
    kind = kind_by_suffix(path)
    return _bytes(_named(kind.starts)()) if kind is not None and kind.starts else None


def unwritable(path: str | Path) -> Fault:
    """Return the fault of a file that cannot be written because of its suffix."""
    known = ", ".join(suffix for kind in KINDS if kind.writes for suffix in kind.suffixes)
    return Fault("unknown-kind", "error", str(path), "is no kind that can be written", known)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _named(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
