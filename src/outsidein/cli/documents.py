"""Commands about documents: new, check, schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from outsidein.cli.terminal import (
    FAULTS,
    UNUSABLE,
    customer_given,
    customer_option,
    json_option,
    model_file,
    parameters_given,
    parameters_option,
    tell,
    user_errors,
    write,
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def new(file: Path, force: bool) -> None:
    """Write a commented start to FILE, to change into a process of your own.

    The name decides what it is: shop.yaml a text, shop.xlsx a workbook, shop.story a story.

    Example:

    \b
        outsidein new shop.yaml
    """
    from outsidein.inputs import start_of

    start = start_of(file)
    if start is None:
        hint = f"name it, say, {file.stem}.yaml, {file.stem}.xlsx or {file.stem}.story"
        click.echo(f"{file} is no kind of file to start with - {hint}", err=True)
        raise SystemExit(UNUSABLE)
    if file.exists() and not force:
        click.echo(f"{file} exists - choose another name, or --force", err=True)
        raise SystemExit(UNUSABLE)
    with user_errors():
        write(file, start)
    click.echo(f"Written: {file}. Next: outsidein study {file}")


@click.command()
@model_file
@customer_option
@parameters_option
@json_option
def check(model: Path, as_json: bool) -> None:
    """List every fault of MODEL with its place and what to do.

    Missing numbers are listed too: a picture does not need them, a simulation does.

    Example:

    \b
        outsidein check shop.yaml
    """
    from outsidein.inputs import check_file

    with user_errors():
        faults = check_file(model, customer_given(), parameters_given())
    if as_json:
        rows = [
            {
                "code": f.code,
                "severity": f.severity,
                "where": f.where,
                "what": f.what,
                "hint": f.hint,
            }
            for f in faults
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        raise SystemExit(FAULTS if any(f.severity == "error" for f in faults) else 0)
    code = tell(faults)
    if not faults:
        click.echo(f"{model}: no faults")
    raise SystemExit(code)


@click.command()
def schema() -> None:
    """Print the JSON Schema of the document, for editors.

    Example:

    \b
        outsidein schema > outsidein.schema.json
    """
    from outsidein.document import schema as make_schema

    click.echo(json.dumps(make_schema(), indent=2, ensure_ascii=False))
