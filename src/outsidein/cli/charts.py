"""The command chart: the picture of a process."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from outsidein.cli.terminal import (
    UNUSABLE,
    customer_option,
    model_file,
    read_model,
    user_errors,
    write,
)


@click.command()
@model_file
@customer_option
@click.option(
    "--view", type=click.Choice(["departments", "company"]), default="departments",
    show_default=True, help="Every department, or the company as one.",
)  # fmt: skip
@click.option("--behind", is_flag=True, help="Company view: show the work behind it as well.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A .svg or .png file; default: MODEL.svg.",
)
def chart(
    model: Path, view: Literal["departments", "company"], behind: bool, output: Path | None
) -> None:
    """Draw MODEL as a swimlane with the customer on top. It needs no numbers.

    Example:

    \b
        outsidein chart shop.yaml -o shop.png
    """
    from outsidein.chart import draw

    output = output or model.with_suffix(".svg")
    if output.suffix not in (".svg", ".png"):
        click.echo(f"{output}: a picture is written as .svg or .png", err=True)
        raise SystemExit(UNUSABLE)
    with user_errors():
        picture = draw(read_model(model), view, behind=behind)
        write(output, picture.png() if output.suffix == ".png" else picture.svg().encode())
    click.echo(str(output))
