"""Commands that end in a page: demo and study."""

from __future__ import annotations

from pathlib import Path

import click

import outsidein
from outsidein.cli.simulations import (
    cases_option,
    inputs_option,
    replications_option,
    seed_option,
    threads_option,
    unstable_option,
)
from outsidein.cli.terminal import (
    customer_given,
    customer_option,
    fingerprinted,
    model_file,
    parameters_option,
    read_model,
    user_errors,
    write,
)
from outsidein.progress import on_terminal

DEMO_CASES = 800  # the demo has to end soon


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("order.html"),
    show_default=True, help="Where the page goes.",
)  # fmt: skip
@threads_option
def demo(output: Path, threads: int | None) -> None:
    """Study the example that comes with the program: ordering a product.

    Example:

    \b
        outsidein demo
    """
    _study(
        _example("order/order.yaml"), output, cases=DEMO_CASES, threads=threads, source="order.yaml"
    )  # fmt: skip


def _example(name: str) -> Path:
    """Return an example: from the installed package, or from the source tree."""
    package = Path(outsidein.__file__).parent
    installed = package / "examples" / name
    return installed if installed.is_file() else package.parents[1] / "examples" / name


@click.command()
@model_file
@customer_option
@parameters_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The page; default: MODEL.html."
)
@cases_option
@replications_option
@seed_option
@threads_option
@unstable_option
@click.option(
    "--observed", type=click.Path(path_type=Path, exists=True),
    help="Observed times to hold the simulated ones against; default: observed.json beside MODEL.",
)  # fmt: skip
@inputs_option
@click.option(
    "--tornado", is_flag=True,
    help="Also move every number alone: which matter, and where the verdict turns.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON as well.")
def study(
    model: Path, output: Path | None, cases: int, replications: int, seed: int,
    threads: int | None, allow_unstable: bool, observed: Path | None, inputs: bool,
    tornado: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read MODEL, draw it, simulate it and its scenarios, and write one page about it.

    MODEL may be an event log (CSV, Parquet, XES): then the page tells what it holds.
    A document without numbers is drawn, and what is missing is listed.

    Example:

    \b
        outsidein study shop.yaml -o shop.html
    """
    from outsidein.eventlog.raw import is_log

    if is_log(model):
        from outsidein.cli.logs import tell_log

        page = output or model.with_name(f"{model.name.partition('.')[0]}.html")
        tell_log(model, output=page, as_json=as_json)
        return
    _study(
        model, output or model.with_suffix(".html"), cases=cases, replications=replications,
        seed=seed, threads=threads, allow_unstable=allow_unstable, observed=observed,
        inputs=inputs, tornado=tornado, as_json=as_json,
    )  # fmt: skip


def _study(
    model: Path,
    output: Path,
    *,
    cases: int = 5_000,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    allow_unstable: bool = False,
    observed: Path | None = None,
    inputs: bool = False,
    tornado: bool = False,
    as_json: bool = False,
    source: str | None = None,
) -> None:
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        process = read_model(model)

    from outsidein.inputs import open_model
    from outsidein.model.missing import missing_numbers
    from outsidein.study import drawn_only, study_process

    with user_errors(model):
        missing = missing_numbers(process)
        if missing:
            document = open_model(model, customer_given())
            rows = document.rows(missing)
            page = drawn_only(process, rows, source or str(model), document.faults)
            write(output, page.encode())
            said = f"{len(missing)} numbers are missing: drawn and listed, not simulated"
            click.echo(said, err=True)
            click.echo(str(output))
            return
        beside = model.with_name("observed.json")
        with on_terminal("simulating") as report:
            found = study_process(
                process, cases=cases, replications=replications, seed=seed, threads=threads,
                source=source or str(model), text=fingerprinted(model, process),
                allow_unstable=allow_unstable, inputs=inputs, tornado=tornado,
                progress=report,
                observed=observed or (beside if beside.exists() else None),
            )  # fmt: skip
        write(output, found.html().encode())
    click.echo(found.json() if as_json else found.headline)
    click.echo(str(output), err=as_json)
