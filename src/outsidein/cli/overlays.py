"""Pictures that need a run: heat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from outsidein.progress import on_terminal

if TYPE_CHECKING:
    from outsidein.chart import Picture
    from outsidein.chart.breaks import Fit
    from outsidein.chart.chart import ViewKind
    from outsidein.chart.heat import HeatKind
    from outsidein.model.process import Process

HEATS = ("waiting", "visits", "failures", "cost", "own")
Command = Callable[..., Any]


def run_options(command: Command) -> Command:
    """Add the options of a run that a picture needs."""
    for option in (
        click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=1, show_default=True,
                     help="Luck of these runs."),
        click.option("--replications", type=click.IntRange(2), default=30, show_default=True,
                     help="Independent runs for --heat."),
        click.option("--cases", type=click.IntRange(1), default=2_000, show_default=True,
                     help="Customers counted in each of these runs, at least."),
        click.option("--heat", type=click.Choice(HEATS),
                     help="Simulate, and shade each step by what it adds to this measure."),
    ):  # fmt: skip
        command = option(command)
    return command


def heated(
    process: Process, kind: HeatKind, view: ViewKind, *, behind: bool, bands: bool,
    fit: Fit, phase: str | None, cases: int, replications: int, seed: int,
) -> Picture:  # fmt: skip
    """Simulate a process and return its picture with heat.

    Raises
    ------
    OutsideInError : what keeps it from being simulated, each missing number by its address;
        ``no-heat`` where the document says nothing of the measure.
    """
    if view == "journey":
        raise click.UsageError("--heat goes with the views departments, company and blueprint")

    from outsidein.chart import draw
    from outsidein.model.naming import customers_of
    from outsidein.simulation import run
    from outsidein.study.figures import chart_figures
    from outsidein.study.heated import heat_of

    with on_terminal("simulating") as report:
        results = run(
            process, cases=cases, replications=replications, seed=seed, paths=True,
            progress=report,
        )  # fmt: skip
    heat = heat_of(results, kind)
    base = f"of 1,000 {customers_of(process)} who set out"
    figures = chart_figures(results, title=heat.title, subtitle=base)
    return draw(process, view, figures, behind, bands=bands, fit=fit, phase=phase, heat=heat)
