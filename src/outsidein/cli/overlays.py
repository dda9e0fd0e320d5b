"""Pictures that need a run, or a second model: heat, and one process drawn over another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from outsidein.progress import on_terminal

if TYPE_CHECKING:
    from outsidein.chart import Figures, Picture
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
                     help="Independent runs, for --simulate, --heat and comparisons."),
        click.option("--cases", type=click.IntRange(1), default=2_000, show_default=True,
                     help="Customers counted in each of these runs, at least."),
        click.option("--scenario", metavar="NAME",
                     help="Draw this scenario over today; simulated if no number is missing."),
        click.option("--simulate", is_flag=True,
                     help="Simulate, and write visits, waits, failures and outcomes on it."),
        click.option("--heat", type=click.Choice(HEATS),
                     help="Simulate, and shade each step by what it adds to this measure."),
    ):  # fmt: skip
        command = option(command)
    return command


other_file = click.argument(
    "other", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)


def compared_picture(
    process: Process, other: Path | None, scenario: str | None, view: ViewKind, *,
    cases: int, replications: int, seed: int,
) -> Picture:  # fmt: skip
    """Return the picture of a scenario, or of another model, drawn over a process.

    Both are simulated on the same customers where every number is there; else the structure is
    compared alone, and it is said why.

    Raises
    ------
    OutsideInError : an unknown scenario, a model that cannot be read.
    """
    if other is not None and scenario is not None:
        raise click.UsageError("OTHER, or --scenario: not both")
    if view not in ("departments", "company"):
        raise click.UsageError("comparisons go with the views departments and company")

    from outsidein.chart.over import draw_over
    from outsidein.cli.terminal import read_model
    from outsidein.model.scenario import resolve_scenario

    if other is not None:
        new, name = read_model(other), other.stem
    else:
        new, name = resolve_scenario(process, scenario or ""), scenario or ""
    kind: Literal["departments", "company"] = "company" if view == "company" else "departments"
    why = _why_not_simulated(process, new)
    if why:
        click.echo(f"structure alone, not simulated: {why}", err=True)
        return draw_over(process, new, kind, name=name, is_scenario=other is None)

    from outsidein.simulation.comparison import compare_two
    from outsidein.study.compared import picture_over

    with on_terminal("comparing") as report:
        comparison = compare_two(
            process, new, name, cases=cases, replications=replications, seed=seed, progress=report
        )
    return picture_over(comparison, comparison.scenarios[0], kind, is_scenario=other is None)


def _why_not_simulated(today: Process, other: Process) -> str:
    """Return the first thing that keeps the two from being simulated; empty if nothing does."""
    from outsidein.simulation.plan import overload_faults
    from outsidein.simulation.runs import runnable_faults

    for process in (today, other):
        faults = [fault for fault in runnable_faults(process) if fault.severity == "error"]
        faults = faults or overload_faults(process)
        if faults:
            more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
            return f"{faults[0].where} {faults[0].what}{more}"
    if [c.id for c in today.customers] != [c.id for c in other.customers]:
        return "the two have different customers"
    return ""


def simulated_figures(process: Process, cases: int, replications: int, seed: int) -> Figures:
    """Simulate a process and return what any of its pictures shows of the run.

    Raises
    ------
    OutsideInError : what keeps it from being simulated, each missing number by its address.
    """
    from outsidein.model.naming import customers_of
    from outsidein.simulation import run
    from outsidein.study.figures import chart_figures

    with on_terminal("simulating") as report:
        results = run(
            process, cases=cases, replications=replications, seed=seed, paths=True,
            progress=report,
        )  # fmt: skip
    base = f"of 1,000 {customers_of(process)} who set out, simulated"
    return chart_figures(results, title="", subtitle=base)


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
