"""The command convert: the same process as another kind of file."""

from __future__ import annotations

from pathlib import Path

import click

from outsidein.cli.terminal import (
    UNUSABLE,
    customer_given,
    customer_option,
    model_file,
    parameters_given,
    parameters_option,
    user_errors,
)

LOGS = (".csv", ".parquet", ".xes")


@click.command()
@model_file
@customer_option
@parameters_option
@click.argument("output", type=click.Path(path_type=Path))
@click.option(
    "--layer", is_flag=True,
    help="Of a drawing: write a text to lay over it, with every number that is missing.",
)  # fmt: skip
@click.option(
    "--layout", is_flag=True,
    help="From .bpmn to .bpmn: draw the diagram anew, lanes as given, and change nothing else.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def convert(model: Path, output: Path, layer: bool, layout: bool, force: bool) -> None:
    """Write MODEL as another kind of file; the name of OUTPUT says which.

    A model may be a text (.yaml), a workbook (.xlsx), a story (.story, .txt) or a drawing
    (.bpmn); a story can be read, not written. Comments are not carried over. From .bpmn to .bpmn
    the file is read, its doubts are told, and nothing in it changes; --layout gives it a new
    diagram. A text laid over a drawing
    becomes that drawing with what the text says in it; --layer writes such a text. An event log
    as `simulate --log` writes it (.csv, .parquet) may become .csv, .parquet or .xes.

    Example:

    \b
        outsidein convert shop.yaml copy-of-shop.xlsx
    """
    from outsidein.drawings import write_into
    from outsidein.inputs import open_model, write_model
    from outsidein.model.check import check

    if output.exists() and not force:
        click.echo(f"{output} exists - choose another name, or --force", err=True)
        raise SystemExit(UNUSABLE)
    if model.suffix in LOGS or output.suffix in LOGS:
        _convert_log(model, output)
        return
    with user_errors(model):
        if layer:
            _layer(model, output)
            return
        if {model.suffix.lower(), output.suffix.lower()} == {".bpmn"}:
            _copy(model, output, layout)
            return
        if layout:
            click.echo("--layout is for a drawing that becomes a drawing (.bpmn)", err=True)
            raise SystemExit(UNUSABLE)
        document = open_model(model, customer_given(), parameters_given())
        process = document.sure()
        if document.drawing is not None and output.suffix.lower() == ".bpmn":
            write_into(document.drawing, process, output)
        else:
            write_model(process, output)
        for fault in document.faults:
            click.echo(str(fault), err=True)
        if document.has_comments:
            click.echo(f"{model}: its comments are not carried over", err=True)
        open_ends = sum(fault.severity == "error" for fault in check(process))
        if open_ends:
            click.echo(f"Faults to mend in it: {open_ends}; outsidein check {output}", err=True)
    click.echo(str(output))


def _copy(model: Path, output: Path, layout: bool) -> None:
    """Write a drawing as it is or laid out anew; what is not understood in it is told."""
    from outsidein.bpmn import open_bpmn

    file = open_bpmn(model)
    for fault in file.faults:
        click.echo(str(fault), err=True)
    if layout:
        from outsidein.bpmn.layout import relayout

        relayout(file)
    file.save(output)
    click.echo(str(output))


def _layer(model: Path, output: Path) -> None:
    """Write a text to lay over a drawing."""
    from outsidein.inputs import open_model
    from outsidein.layer.writing import write_layer

    document = open_model(model, customer_given())
    missing = write_layer(document, output)
    for fault in document.faults:
        click.echo(str(fault), err=True)
    click.echo(f"{missing} numbers are missing: they stand in it, each behind a #", err=True)
    click.echo(str(output))


def _convert_log(log: Path, output: Path) -> None:
    """Write an event log as another kind of file."""
    from outsidein.errors import Fault, OutsideInError
    from outsidein.eventlog.tables import read_tables
    from outsidein.eventlog.write import write_log

    with user_errors():
        if log.suffix not in LOGS:
            what, hint = "is no event log", f"outsidein simulate {log} --log {output}"
            raise OutsideInError([Fault("log-kind", "error", str(log), what, hint)])
        table, start = read_tables(log)
        for written in write_log(table, output, start):
            click.echo(str(written))
