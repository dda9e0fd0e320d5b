"""The command chart: the picture of a process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outsidein.cli.overlays import (
    compared_picture,
    heated,
    other_file,
    run_options,
    simulated_figures,
)
from outsidein.cli.picture_files import ENDINGS, picture_file
from outsidein.cli.terminal import customer_option, model_file, read_model, tell, user_errors, write

if TYPE_CHECKING:
    from outsidein.chart import Figures, Picture
    from outsidein.chart.breaks import Fit
    from outsidein.chart.chart import ViewKind
    from outsidein.chart.heat import HeatKind
    from outsidein.model.process import Process

FITS = ("whole", "a3", "a2", "laptop")
VIEWS = ("departments", "company", "blueprint", "journey")


def scale_said(_: click.Context, __: click.Parameter, said: str) -> tuple[float, float]:
    """Read LOW..HIGH."""
    try:
        low, high = (float(end) for end in said.replace("−", "-").split(".."))
    except ValueError:
        low, high = 0.0, 0.0
    if not -1e6 < low < high < 1e6:
        raise click.BadParameter(f"“{said}” is not a scale; write it like 1..5")
    return low, high


@click.command()
@model_file
@other_file
@customer_option
# What is shown: each of these options is a keyword of `drawn`.
@click.option(
    "--view", type=click.Choice(VIEWS), default="departments", show_default=True,
    help="Every department, the company as one, a service blueprint, or the journey.",
)  # fmt: skip
@click.option("--behind", is_flag=True, help="Company view: show the work behind it as well.")
@click.option(
    "--bands", is_flag=True,
    help="Parts in LOVEM's order: front line, back, partners, then systems; else as in MODEL.",
)  # fmt: skip
@click.option(
    "--part", metavar="NAME",
    help="Departments view: this part's line of vision, its way to the customer; the rest is grey.",
)  # fmt: skip
@click.option(
    "--answers", type=click.Path(path_type=Path), metavar="FILE.csv",
    help="Journey: what customers answered: step,score or step,n,mean,low,high.",
)  # fmt: skip
@click.option(
    "--scale", default="-2..2", show_default=True, metavar="LOW..HIGH", callback=scale_said,
    help="Journey: the scale of the answers.",
)  # fmt: skip
@click.option(
    "--fit", type=click.Choice(FITS), default="whole", show_default=True,
    help="One long band, or several below one another that fit a page or a screen.",
)  # fmt: skip
@click.option("--phase", metavar="NAME", help="One phase alone, with an overview above it.")
@run_options
# How it is written.
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=f"A file that ends in {', '.join(ENDINGS)}; default: MODEL.svg.",
)
@click.option(
    "--also", type=click.Choice(VIEWS), multiple=True,
    help="A further view: on the same page of an .html, on one of its own of a .pdf or .pptx.",
)  # fmt: skip
@click.option("--dark", is_flag=True, help="Dark colours, whatever the reader's screen prefers.")
@click.option(
    "--zoom", type=click.FloatRange(0.1, 10), default=1.5, show_default=True,
    help="Pixels a unit, in a .png.",
)  # fmt: skip
def chart(
    model: Path, output: Path | None, view: ViewKind, also: tuple[ViewKind, ...], dark: bool,
    zoom: float, **shown: Any,
) -> None:  # fmt: skip
    """Draw MODEL as a swimlane with the customer on top. It needs no numbers, but for --heat.

    With OTHER, a newer model, or --scenario: what differs, drawn over MODEL.

    Example:

    \b
        outsidein chart shop.yaml -o shop.png
    """
    with user_errors():
        file = picture_file(output or model.with_suffix(".svg"), dark=dark, zoom=zoom)
        views = list(dict.fromkeys((view, *also)))
        if shown["answers"] is not None and "journey" not in views:
            raise click.UsageError("--answers goes with --view journey")
        if shown["part"] is not None and ("departments" not in views or shown["heat"] is not None):
            raise click.UsageError("--part goes with --view departments, and without --heat")
        file.check_holds(len(views))
        process = read_model(model)
        figures = None
        if shown.pop("simulate"):
            run = {key: shown[key] for key in ("cases", "replications", "seed")}
            figures = simulated_figures(process, **run)
        pictures = {one: drawn(process, view=one, figures=figures, **shown) for one in views}
        write(file.path, file.written(pictures))
        tell(file.notes(pictures))
    click.echo(str(file.path))


def drawn(
    process: Process, *, view: ViewKind, behind: bool, bands: bool, answers: Path | None,
    scale: tuple[float, float], fit: Fit, phase: str | None, heat: HeatKind | None,
    other: Path | None, scenario: str | None, cases: int, replications: int, seed: int,
    part: str | None, figures: Figures | None = None,
) -> Picture:  # fmt: skip
    """Return the picture that the options ask for."""
    if other is not None or scenario is not None:
        if heat is not None:
            raise click.UsageError("heat, or a comparison: not both in one picture")
        return compared_picture(
            process, other, scenario, view, cases=cases, replications=replications, seed=seed
        )
    if heat is not None:
        return heated(
            process, heat, view, behind=behind, bands=bands, fit=fit, phase=phase,
            cases=cases, replications=replications, seed=seed,
        )  # fmt: skip
    from outsidein.chart import Figures, draw
    from outsidein.chart.answers import read_answers

    figures = figures or Figures()
    if answers is not None and view == "journey":
        figures = replace(figures, answers=read_answers(answers, process, scale))
    return draw(process, view, figures, behind=behind, bands=bands, fit=fit, phase=phase, part=part)
