"""What all commands share: faults without traceback, progress, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from outsidein.errors import Fault, OutsideInError, shortened
from outsidein.model.process import Process

FAULTS, UNUSABLE = 1, 2
# A file with one of these cannot be parsed, or written, at all: one line, exit 2.
NOT_PARSED = frozenset({
    "unreadable", "not-utf-8", "too-large", "not-yaml", "empty", "not-a-workbook", "no-steps",
    "not-a-log", "log-kind", "bomb",
    "not-xml", "not-bpmn", "doctype", "encoding", "too-deep", "nothing-drawn", "not-a-drawing",
    "picture-ending",
})  # fmt: skip
CUSTOMER = "outsidein.customer"
PARAMETERS = "outsidein.parameters"
# What stands before the place where a file cannot be parsed is most often why.
UNPARSED_BY = frozenset({"cut-by-hash"})
MOST_ON_A_LINE = 1_000  # characters: a path may be long

model_file = click.argument("model", type=click.Path(path_type=Path))
customer_option = click.option(
    "--customer", expose_value=False, metavar="NAME",
    callback=lambda context, _, value: context.meta.update({CUSTOMER: value}),
    help="In a drawing (.bpmn): the pool or the lane of the customer.",
)  # fmt: skip
parameters_option = click.option(
    "--parameters", expose_value=False, metavar="FILE",
    callback=lambda context, _, value: context.meta.update({PARAMETERS: value}),
    help="For a drawing (.bpmn): its numbers, a parameter file of Prosimos (.json).",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, not a table.")


@contextmanager
def user_errors(model: Path | None = None) -> Iterator[None]:
    """Print faults to stderr and end with exit 1 (faults) or 2 (cannot be parsed at all).

    Faults found by address are told at their place in ``model``.
    """
    try:
        yield
    except OutsideInError as error:
        faults = placed(model, error.faults) if model else error.faults
        raise SystemExit(tell(faults)) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except MemoryError:
        what = "not enough memory for this run"
        fault = Fault("memory", "error", str(model or "run"), what, "use fewer --cases")
        raise SystemExit(tell([fault])) from None


def tell(faults: Sequence[Fault]) -> int:
    """Print faults, errors first, and return the exit code."""
    if any(fault.code in NOT_PARSED for fault in faults):
        cause = next(fault for fault in faults if fault.code in NOT_PARSED | UNPARSED_BY)
        click.echo(on_a_line(str(cause)), err=True)
        return UNUSABLE
    errors = [fault for fault in faults if fault.severity == "error"]
    for fault in [*errors, *(f for f in faults if f.severity != "error")]:
        click.echo(on_a_line(str(fault)), err=True)
    return FAULTS if errors else 0


def customer_given() -> str | None:
    """Return who is said to be the customer, with --customer."""
    context = click.get_current_context(silent=True)
    given = context.meta.get(CUSTOMER) if context is not None else None
    return str(given) if given is not None else None


def parameters_given() -> str | None:
    """Return the file of parameters that is said with --parameters."""
    context = click.get_current_context(silent=True)
    given = context.meta.get(PARAMETERS) if context is not None else None
    return str(given) if given is not None else None


def on_a_line(text: str) -> str:
    """Return a text as one line that moves no cursor, however hostile the names in it are."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return shortened(shown, MOST_ON_A_LINE)


def read_model(path: Path) -> Process:
    """Read a model; faults of its spelling and its meaning are all told at their places.

    What the reader took for granted is told as well.
    """
    from outsidein.document.checking import check_document
    from outsidein.inputs import open_model

    document = open_model(path, customer_given(), parameters_given())
    errors = [fault for fault in check_document(document) if fault.severity == "error"]
    if errors or document.process is None:
        raise OutsideInError(errors)
    for fault in document.faults:
        click.echo(on_a_line(str(fault)), err=True)
    return document.process


def placed(path: Path, faults: Sequence[Fault]) -> Sequence[Fault]:
    """Give faults found by address their place in the file."""
    from outsidein.inputs import open_model

    try:
        document = open_model(path, customer_given(), parameters_given())
    except OutsideInError:
        return faults
    if document.root is None and document.spelled_in is None:
        return faults
    return [
        fault if ":" in fault.where else replace(fault, where=document.place(fault.where))
        for fault in faults
    ]


def fingerprinted(path: Path, process: Process) -> str:
    """Return the text whose fingerprint names a model: its own, or what it says as a document."""
    from outsidein.document.writing import write as write_document
    from outsidein.inputs import is_laid_over

    try:
        text = path.read_text(encoding="utf-8-sig")
        return write_document(process) if is_laid_over(text.encode(), path) else text
    except (OSError, UnicodeDecodeError):
        return write_document(process)


def write(path: Path, content: bytes) -> None:
    """Write a file safely, and say its path."""
    from outsidein.files import write_atomically

    write_atomically(path, content)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a plain table: the first column left, the others right."""
    widths = [max(len(row[k]) for row in [heads, *rows]) for k in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if k == 0 else cell.rjust(width)
            for k, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(heads), rule, *(line(row) for row in rows)])
