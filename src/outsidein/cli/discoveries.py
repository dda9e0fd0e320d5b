"""The command discover: the control flow of an event log, drawn and judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outsidein.cli.terminal import UNUSABLE, json_option, on_a_line, user_errors, write

if TYPE_CHECKING:
    from outsidein.discovery.discovery import Discovery

PICTURES = (".svg", ".png")
MODELS = (".yaml", ".yml", ".bpmn", ".xlsx")


@click.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option(
    "--noise", type=click.FloatRange(0, 1), default=0.2, show_default=True, metavar="SHARE",
    help="What is rarer than this share of the strongest way on is left out; 0: nothing is.",
)  # fmt: skip
@click.option(
    "--column", "-c", "columns", multiple=True, metavar="MEANING=NAME",
    help="Which column means what: case, activity, part, …; repeat.",
)  # fmt: skip
@click.option(
    "--object-type", metavar="NAME",
    help="In an object-centric log (OCEL): whose way is meant.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="A picture (.svg, .png), or a model with no times yet (.yaml, .bpmn, .xlsx).",
)  # fmt: skip
@json_option
def discover(
    log: Path, noise: float, columns: tuple[str, ...], object_type: str | None,
    output: Path | None, as_json: bool,
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
    from outsidein.discovery.told import sentences
    from outsidein.eventlog.importing import read_log

    if output is not None and output.suffix.lower() not in PICTURES + MODELS:
        known = ", ".join(PICTURES + MODELS)
        click.echo(f"{output}: it is written as one of {known}", err=True)
        raise SystemExit(UNUSABLE)
    with user_errors():
        read = read_log(log, columns_given(columns), object_type)
        found = discover_log(read, noise=noise)
        if output is not None:
            _write(found, output)
    if as_json:
        click.echo(json.dumps(told_as_json(found), indent=2, ensure_ascii=False))
    else:
        for sentence in sentences(found):
            click.echo(on_a_line(sentence))
    if output is not None:
        click.echo(str(output), err=as_json)


def _write(found: Discovery, output: Path) -> None:
    """Write the picture or the model, as the file's name says."""
    from outsidein.chart import draw
    from outsidein.inputs import write_model

    if output.suffix.lower() in MODELS:
        write_model(found.drawn.process, output)
        return
    picture = draw(found.pictured.process, "departments", found.pictured.figures)
    write(output, picture.png() if output.suffix.lower() == ".png" else picture.svg().encode())
