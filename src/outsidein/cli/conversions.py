"""The command convert: the same process as another kind of file."""

from __future__ import annotations

from pathlib import Path

import click

from outsidein.cli.terminal import UNUSABLE, model_file, user_errors


@click.command()
@model_file
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def convert(model: Path, output: Path, force: bool) -> None:
    """Write MODEL as another kind of file; the name of OUTPUT says which.

    A model may be a text (.yaml), a workbook (.xlsx) or a story (.story, .txt); a story can be
    read, not written. Comments are not carried over.

    Example:

    \b
        outsidein convert shop.yaml copy-of-shop.xlsx
    """
    from outsidein.inputs import open_model, write_model
    from outsidein.model.check import check

    if output.exists() and not force:
        click.echo(f"{output} exists - choose another name, or --force", err=True)
        raise SystemExit(UNUSABLE)
    with user_errors(model):
        document = open_model(model)
        process = document.sure()
        write_model(process, output)
        for fault in document.faults:
            click.echo(str(fault), err=True)
        if document.has_comments:
            click.echo(f"{model}: its comments are not carried over", err=True)
        open_ends = sum(fault.severity == "error" for fault in check(process))
        if open_ends:
            click.echo(f"Faults to mend in it: {open_ends}; outsidein check {output}", err=True)
    click.echo(str(output))
