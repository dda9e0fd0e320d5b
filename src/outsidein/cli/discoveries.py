"""The command discover: the control flow of an event log, drawn and judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outsidein.cli.terminal import UNUSABLE, json_option, on_a_line, user_errors, write
from outsidein.cli.terminal import table as as_table
from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from outsidein.discovery.discovery import Discovery

PICTURES = (".svg", ".png")
MODELS = (".yaml", ".yml", ".bpmn", ".xlsx")


@click.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option(
    "--noise", default="auto", show_default=True, metavar="SHARE",
    help="What is rarer than this share of the strongest way on is left out, 0 to 1; auto: the "
    "share that does best on held-out cases.",
)  # fmt: skip
@click.option(
    "--column", "-c", "columns", multiple=True, metavar="MEANING=NAME",
    help="Which column means what: case, activity, part, …; repeat.",
)  # fmt: skip
@click.option(
    "--object-type", metavar="NAME",
    help="In an object-centric log (OCEL): whose way is meant.",
)  # fmt: skip
@click.option("--table", metavar="NAME", help="Of a DuckDB file (.duckdb): the table to read.")
@click.option(
    "--sides", type=click.Path(path_type=Path), metavar="FILE",
    help="Who does which activity, and whether the customer sees it: as log --propose-sides wrote.",
)  # fmt: skip
@click.option("--tried", is_flag=True, help="What each noise tried is worth on held-out cases.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="A picture (.svg, .png), or a model with no times yet (.yaml, .bpmn, .xlsx).",
)  # fmt: skip
@json_option
def discover(
    log: Path, noise: str, columns: tuple[str, ...], object_type: str | None, table: str | None,
    sides: Path | None, tried: bool, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Draw the way that the cases of an event log go, and say how many go otherwise.

    What comes out is sound: every case can end. It has the shares of the log and no times.

    Example:

    \b
        outsidein discover visits.csv -o visits.svg
    """
    from outsidein.cli.logs import columns_given
    from outsidein.discovery.discovery import discover_log
    from outsidein.discovery.told import as_json as told_as_json
    from outsidein.discovery.told import held_out_table, sentences
    from outsidein.eventlog.customers.parties import read_sides
    from outsidein.eventlog.importing import read_log

    if output is not None and output.suffix.lower() not in PICTURES + MODELS:
        known = ", ".join(PICTURES + MODELS)
        click.echo(f"{output}: it is written as one of {known}", err=True)
        raise SystemExit(UNUSABLE)
    with user_errors():
        wanted = _share(noise)
        read = read_log(log, columns_given(columns), object_type, table=table)
        given = read_sides(sides, read.activities) if sides is not None else None
        found = discover_log(read, noise=wanted, sides=given, folds=tried)
        if output is not None:
            _write(found, output)
    if as_json:
        click.echo(json.dumps(told_as_json(found), indent=2, ensure_ascii=False))
    else:
        for sentence in sentences(found):
            click.echo(on_a_line(sentence))
        if tried and found.tried:
            click.echo()
            click.echo(as_table(*held_out_table(found)))
    if output is not None:
        click.echo(str(output), err=as_json)


def _share(text: str) -> float | None:
    """Return a share said as 0.2 or 20%, None for auto. Raises OutsideInError for anything else."""
    if text == "auto":
        return None
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        what, hint = f"{text!r} is no share from 0 to 1", "write --noise 0.2 or --noise auto"
        raise OutsideInError([Fault("misspelt", "error", "--noise", what, hint)])
    return share


def _write(found: Discovery, output: Path) -> None:
    """Write the picture or the model, as the file's name says."""
    from outsidein.chart import draw
    from outsidein.inputs import write_model

    if output.suffix.lower() in MODELS:
        write_model(found.drawn.process, output)
        return
    picture = draw(found.pictured.process, "departments", found.pictured.figures)
    write(output, picture.png() if output.suffix.lower() == ".png" else picture.svg().encode())
