"""Commands that simulate: simulate, compare, warmup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outsidein.cli.terminal import (
    json_option,
    model_file,
    parameters_option,
    read_model,
    table,
    user_errors,
)
from outsidein.errors import Fault, OutsideInError
from outsidein.progress import on_terminal

if TYPE_CHECKING:
    from outsidein.simulation.comparison import Comparison, ScenarioResult
    from outsidein.simulation.observed_again import ObservedAgain
    from outsidein.simulation.quantiles import TimeQuantile
    from outsidein.simulation.runs import Results
    from outsidein.study.printed import Table

cases_option = click.option(
    "--cases", type=click.IntRange(1), default=5_000, show_default=True,
    help="Customers counted in each run, at least.",
)  # fmt: skip
replications_option = click.option(
    "--replications", type=click.IntRange(1), default=30, show_default=True,
    help="Independent runs; intervals need 2.",
)  # fmt: skip
seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=1, show_default=True, help="Luck."
)
threads_option = click.option(
    "--threads", type=click.IntRange(1), help="Runs at a time; default: one a processor."
)
unstable_option = click.option(
    "--allow-unstable", is_flag=True, help="Run although more work comes in than people can do."
)


class ShareType(click.ParamType):  # type: ignore[type-arg]
    """A share above 0 and below 1, written 0.95 or 95%."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the share; anything else is refused with an example."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = 0.0
        if not 0 < share < 1:
            self.fail(f"{text!r} is no share between 0 and 1, as 95% or 0.95", param, ctx)
        return share


quantile_option = click.option(
    "--quantile", "shares", multiple=True, type=ShareType(), metavar="SHARE",
    help="Also print within how long this share is done, and has waited in each queue; repeat.",
)  # fmt: skip

inputs_option = click.option(
    "--inputs", is_flag=True,
    help="Also print intervals that hold the chance in the numbers you observed (~observed n=...).",
)  # fmt: skip


controls_option = click.option(
    "--controls", is_flag=True,
    help="Also print intervals made narrower by what is exactly known: visits, and who comes.",
)  # fmt: skip


@click.command()
@model_file
@parameters_option
@click.option("--scenario", help="Simulate this scenario, not today.")
@cases_option
@replications_option
@click.option(
    "--precision", type=ShareType(), metavar="SHARE",
    help="As many runs as the measure you judge by needs for this precision, as 1%.",
)  # fmt: skip
@seed_option
@threads_option
@unstable_option
@click.option(
    "--arrivals",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Customers come when this CSV says: columns time, customer, perhaps step.",
)
@click.option(
    "--in-progress",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Cases that stand at a step when the run starts: columns customer, step.",
)
@click.option(
    "--log", type=click.Path(path_type=Path), help="Write an event log: .csv, .parquet or .xes."
)
@click.option(
    "--start", default="2024-01-01", show_default=True,
    help="The Monday that the log's times begin with.",
)  # fmt: skip
@quantile_option
@inputs_option
@controls_option
@json_option
def simulate(
    model: Path, scenario: str | None, cases: int, replications: int, precision: float | None,
    seed: int, threads: int | None, allow_unstable: bool, arrivals: Path | None,
    in_progress: Path | None, log: Path | None, start: str, shares: tuple[float, ...],
    inputs: bool, controls: bool, as_json: bool,
) -> None:  # fmt: skip
    """Simulate the customers of MODEL and print every measure with its interval.

    Example:

    \b
        outsidein simulate shop.yaml --cases 1000 --replications 10
    """
    if (arrivals or in_progress) and (inputs or controls):
        what = "--inputs and --controls need customers who come as the model says, not from a list"
        raise click.UsageError(what)
    if precision is not None and (arrivals or in_progress):
        raise click.UsageError("--precision needs customers who come as the model says")
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        process = read_model(model)

    from outsidein.model.scenario import resolve_scenario
    from outsidein.simulation import run
    from outsidein.simulation.controls import controlled_measures
    from outsidein.simulation.exact import check_run
    from outsidein.simulation.given import read_arrivals, read_in_progress
    from outsidein.simulation.precision import run_to_precision
    from outsidein.simulation.quantiles import USUAL, time_quantiles
    from outsidein.study.asked import (
        controls_json,
        controls_sentences,
        controls_table,
        inputs_json,
        inputs_table,
        quantiles_json,
        quantiles_table,
    )
    from outsidein.study.checked import sentences
    from outsidein.study.printed import measures_json, measures_table

    with user_errors(model):
        if scenario is not None:
            process = resolve_scenario(process, scenario)
        given = read_arrivals(arrivals) if arrivals else None
        standing = read_in_progress(in_progress) if in_progress else []
        with on_terminal("simulating") as report:
            results = (
                run(
                    process, cases=cases, replications=replications, seed=seed, threads=threads,
                    allow_unstable=allow_unstable, log=log is not None, progress=report,
                    given=given, in_progress=standing,
                )
                if precision is None
                else run_to_precision(
                    process, precision, cases=cases, seed=seed, threads=threads,
                    allow_unstable=allow_unstable, log=log is not None, progress=report,
                )
            )  # fmt: skip
        if log is not None:
            from outsidein.simulation.logs import write_log

            write_log(results, log, start)
            click.echo(f"Event log: {log}", err=True)
    checked, again = check_run(results), _again(results, threads) if inputs else None
    if as_json:
        quantiles = quantiles_json(time_quantiles(results, shares or USUAL))
        found = {**measures_json(results, checked), "quantiles": quantiles}
        found |= {"with_inputs": inputs_json(again)} if again else {}
        if controls:
            found["with_controls"] = controls_json(controlled_measures(results))
        click.echo(json.dumps(found, indent=2))
        return
    click.echo(table(*measures_table(results, checked)))
    if shares:
        asked = quantiles_table(process, time_quantiles(results, shares), changes=False)
        click.echo("\n" + table(*asked))
    if again:
        _tell_inputs(again, inputs_table(results, again))
    if controls:
        narrowed = controlled_measures(results)
        _tell(controls_table(results, narrowed), controls_sentences(narrowed))
    said = sentences(checked) if checked.count else []
    for note in (*results.measures.notes, *results.notes, *said):
        click.echo(note, err=True)


@click.command()
@model_file
@parameters_option
@click.option("--scenario", "-s", "names", multiple=True, help="A scenario; repeat. Default: all.")
@cases_option
@replications_option
@seed_option
@threads_option
@unstable_option
@quantile_option
@inputs_option
@controls_option
@json_option
def compare(
    model: Path, names: tuple[str, ...], cases: int, replications: int, seed: int,
    threads: int | None, allow_unstable: bool, shares: tuple[float, ...], inputs: bool,
    controls: bool, as_json: bool,
) -> None:  # fmt: skip
    """Simulate scenarios of MODEL against today, on the same customers, and judge them.

    Example:

    \b
        outsidein compare shop.yaml -s "better descriptions"
    """
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        process = read_model(model)

    from outsidein.simulation import compare as compare_scenarios
    from outsidein.simulation.controls import controlled_differences
    from outsidein.simulation.gains import gains
    from outsidein.simulation.quantiles import USUAL
    from outsidein.study.asked import (
        changes_with_controls,
        changes_with_inputs,
        controls_json,
        controls_sentences,
        gains_json,
        gains_table,
        inputs_json,
        quantiles_json,
        quantiles_table,
    )
    from outsidein.study.printed import comparison_json, comparison_table

    with user_errors(model):
        if not process.scenarios:
            what, hint = "the document has no scenarios", "write them under `scenarios:`"
            raise OutsideInError([Fault("no-scenarios", "error", "scenarios", what, hint)])
        with on_terminal("comparing") as report:
            comparison = compare_scenarios(
                process, list(names) or None, cases=cases, replications=replications, seed=seed,
                threads=threads, allow_unstable=allow_unstable, progress=report,
            )  # fmt: skip
    who, again = gains(comparison), _again(comparison, threads) if inputs else None
    if as_json:
        found = comparison_json(comparison)
        found |= {"with_inputs": inputs_json(again)} if again else {}
        for told, scenario in zip(found["scenarios"], comparison.scenarios, strict=True):
            told["who_gains"] = gains_json(who.get(scenario.name, ()))
            if controls:
                narrower = controlled_differences(comparison, scenario)
                told["with_controls"] = controls_json(narrower)
            told["quantile_differences"] = quantiles_json(
                _changes(comparison, scenario, shares or USUAL)
            )
        click.echo(json.dumps(found, indent=2))
        return
    click.echo(table(*comparison_table(comparison)))
    if any(who.values()):
        click.echo("\n" + table(*gains_table(comparison, who)))
    for scenario in comparison.scenarios if shares else ():
        changes = _changes(comparison, scenario, shares)
        click.echo(f"\n{scenario.name}\n" + table(*quantiles_table(process, changes, changes=True)))
    if again:
        _tell_inputs(again, changes_with_inputs(comparison, again))
    if controls:
        narrowed = {s.name: controlled_differences(comparison, s) for s in comparison.scenarios}
        said = [one for of in narrowed.values() for one in controls_sentences(of)]
        _tell(changes_with_controls(comparison, narrowed), list(dict.fromkeys(said)))


def _again(simulated: Comparison | Results, threads: int | None) -> ObservedAgain:
    from outsidein.simulation.observed_again import observed_again

    with on_terminal("drawing numbers") as report:
        return observed_again(simulated, threads=threads, progress=report)


def _tell_inputs(found: ObservedAgain, told: Table) -> None:
    from outsidein.study.asked import inputs_sentences

    _tell(told, inputs_sentences(found))


def _tell(told: Table, sentences: list[str]) -> None:
    if told[1]:
        click.echo("\n" + table(*told))
    for sentence in sentences:
        click.echo(sentence, err=True)


def _changes(
    comparison: Comparison, scenario: ScenarioResult, shares: tuple[float, ...]
) -> list[TimeQuantile]:
    from outsidein.simulation.quantiles import time_quantile_differences

    return time_quantile_differences(
        scenario.results, comparison.today, shares, comparison.confidence
    )


@click.command()
def warmup() -> None:
    """Compile the simulator once, so that later commands start at full speed.

    Example:

    \b
        outsidein warmup
    """
    from outsidein.document import new_document, read_text
    from outsidein.simulation import run

    with user_errors(), on_terminal("compiling") as report:
        run(read_text(new_document(), "new.yaml"), cases=50, replications=1, progress=report)
    click.echo("The simulator is compiled.")
