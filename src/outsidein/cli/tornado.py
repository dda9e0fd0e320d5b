"""The command that asks which numbers matter: tornado."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outsidein.cli.simulations import (
    ShareType,
    replications_option,
    seed_option,
    threads_option,
    unstable_option,
)
from outsidein.cli.terminal import (
    json_option,
    model_file,
    read_model,
    table,
    user_errors,
    write,
)
from outsidein.errors import Fault, OutsideInError
from outsidein.progress import on_terminal

if TYPE_CHECKING:
    from outsidein.measures.measures import Measure


@click.command()
@model_file
@click.option("--scenario", "-s", help="What moves this scenario's difference to today.")
@click.option(
    "--by", type=ShareType(), default="20%", show_default=True, metavar="SHARE",
    help="How far each number goes down and up.",
)  # fmt: skip
@click.option(
    "--numbers", multiple=True, metavar="ADDRESS",
    help="Only this number, or those below it; repeat. Default: all.",
)  # fmt: skip
@click.option("--measure", help="What is moved; default: the measure of `judge by`.")
@click.option("--target", help="Without a scenario: where the measure turns, as 90% or 5 min.")
@click.option(
    "--most", type=click.IntRange(1), default=20, show_default=True, help="Rows of the table."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Also write a page with the bars: .html.",
)
@click.option(
    "--cases", type=click.IntRange(1), default=1_000, show_default=True,
    help="Customers counted in each run, at least.",
)  # fmt: skip
@replications_option
@seed_option
@threads_option
@unstable_option
@json_option
def tornado(
    model: Path, scenario: str | None, by: float, numbers: tuple[str, ...], measure: str | None,
    target: str | None, most: int, output: Path | None, cases: int, replications: int, seed: int,
    threads: int | None, allow_unstable: bool, as_json: bool,
) -> None:  # fmt: skip
    """Move every number of MODEL down and up, and print which matter and where each turns.

    Example:

    \b
        outsidein tornado shop.yaml --numbers arrivals -o tornado.html
    """
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        process = read_model(model)

    from outsidein.simulation.comparison import primary_measure
    from outsidein.simulation.one_at_a_time import tornado as moved
    from outsidein.study.tornado import (
        tornado_page,
        tornado_sentences,
        tornado_table,
        tornado_text,
    )

    with user_errors(model):
        judge = _measure(measure) if measure else primary_measure(process)
        with on_terminal("moving numbers") as report:
            found = moved(
                process, scenario, numbers=numbers or None, by=by, measure=judge,
                target=_target(target, judge) if target else None, cases=cases,
                replications=replications, seed=seed, threads=threads,
                allow_unstable=allow_unstable, progress=report,
            )  # fmt: skip
        if output is not None:
            write(output, tornado_page(found, process.name).encode())
    if as_json:
        click.echo(tornado_text(found))
        return
    heads, rows = tornado_table(found, most)
    if rows:
        click.echo(table(heads, rows))
    for sentence in tornado_sentences(found):
        click.echo(sentence)
    if output is not None:
        click.echo(str(output))


def _measure(said: str) -> Measure:
    from outsidein.measures.measures import MEASURES
    from outsidein.words import did_you_mean

    for one in MEASURES:
        if said.casefold() in (one.label, one.name):
            return one
    hint = did_you_mean(said, [one.label for one in MEASURES])
    raise OutsideInError([Fault("unknown-measure", "error", "--measure", f'"{said}"', hint)])


def _target(said: str, judge: Measure) -> float:
    """Read a value of a measure: a share, a duration, or a number."""
    from outsidein.document import syntax

    try:
        if judge.unit == "share":
            return syntax.percent(said)
        if judge.unit == "seconds":
            return syntax.duration(said).mean_seconds
        return syntax.number(said)
    except syntax.TextError as wrong:
        raise OutsideInError(
            [Fault("misspelt", "error", "--target", wrong.what, wrong.hint)]
        ) from None
