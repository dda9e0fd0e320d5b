"""Commands that search: best, search."""

from __future__ import annotations

import json
from pathlib import Path

import click

from outsidein.cli.simulations import seed_option, threads_option, unstable_option
from outsidein.cli.terminal import json_option, model_file, read_model, table, user_errors
from outsidein.progress import on_terminal

cases_option = click.option(
    "--cases", type=click.IntRange(1), default=1_000, show_default=True,
    help="Customers counted in each run, at least.",
)  # fmt: skip
replications_option = click.option(
    "--replications", type=click.IntRange(2), default=30, show_default=True,
    help="Runs afresh of what was found.",
)  # fmt: skip
most_option = click.option(
    "--most", type=click.IntRange(10), default=1_000, show_default=True,
    help="Runs of one alternative that may choose, at most.",
)  # fmt: skip
sure_option = click.option(
    "--sure", type=click.FloatRange(50, 99.9), default=95.0, show_default=True,
    help="Percent: the probability promised.",
)  # fmt: skip


@click.command()
@model_file
@click.option("--scenario", "-s", "names", multiple=True, help="A scenario; repeat. Default: all.")
@click.option(
    "--zone", type=click.FloatRange(0, min_open=True),
    help="The smallest difference worth finding, in the unit of `judge by`: 0.01 is 10 of 1,000. "
    "Default: 1 % of today's value.",
)  # fmt: skip
@sure_option
@cases_option
@replications_option
@most_option
@seed_option
@threads_option
@unstable_option
@json_option
def best(
    model: Path, names: tuple[str, ...], zone: float | None, sure: float, cases: int,
    replications: int, most: int, seed: int, threads: int | None, allow_unstable: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Find the best of today and the scenarios of MODEL, and simulate it afresh.

    Every run of every alternative has the same customers with the same luck. What is surely
    worse is left out early. The winner is shown on customers that did not choose it.

    Example:

    \b
        outsidein best shop.yaml --sure 95
    """
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        process = read_model(model)

    from outsidein.simulation.search import best as best_of
    from outsidein.study.printed import comparison_table
    from outsidein.study.searched import best_json, best_sentences, best_table

    with user_errors(model), on_terminal("choosing") as report:
        found = best_of(
            process, list(names) or None, zone=zone, confidence=sure / 100, cases=cases,
            replications=replications, most=most, seed=seed, threads=threads,
            allow_unstable=allow_unstable, progress=report,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(best_json(found), indent=2, ensure_ascii=False))
        return
    for sentence in best_sentences(found):
        click.echo(sentence)
    click.echo("\n" + table(*best_table(found)))
    if found.afresh.scenarios:
        click.echo("\nAfresh, against today:\n")
        click.echo(table(*comparison_table(found.afresh)))


@click.command()
@model_file
@click.option(
    "--set", "ranges", multiple=True, metavar="RANGE",
    help='An address and its values: "call-centre.people 4..12"; repeat.',
)  # fmt: skip
@click.option(
    "--keep", multiple=True, metavar="PROMISE",
    help='"90% wait under 5 min at Call centre", "95% delivery kept", "lost at most 2%"; repeat.',
)  # fmt: skip
@click.option("--scenario", help="Search in this scenario, not in today.")
@click.option(
    "--within", type=click.FloatRange(0, 50, min_open=True), default=1.0, show_default=True,
    help="How close to a bound either answer will do: percentage points of a share, else percent.",
)  # fmt: skip
@sure_option
@cases_option
@replications_option
@most_option
@seed_option
@threads_option
@json_option
def search(
    model: Path, ranges: tuple[str, ...], keep: tuple[str, ...], scenario: str | None,
    within: float, sure: float, cases: int, replications: int, most: int, seed: int,
    threads: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Find the fewest people of MODEL that keep promises.

    With several ranges: the people that cost least. What was found is simulated again on other
    customers, and beside it what one person fewer would do.

    Example:

    \b
        outsidein search shop.yaml --set "call-centre.people 2..12" --keep "90% wait under 5 min"
    """
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        process = read_model(model)

    from outsidein.model.scenario import resolve_scenario
    from outsidein.simulation.search import fewest
    from outsidein.study.searched import fewest_json, fewest_sentences, fewest_table, tried_table

    with user_errors(model), on_terminal("searching") as report:
        if scenario is not None:
            process = resolve_scenario(process, scenario)
        found = fewest(
            process, ranges, keep, confidence=sure / 100, within=within / 100, cases=cases,
            replications=replications, most=most, seed=seed, threads=threads, progress=report,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(fewest_json(found), indent=2, ensure_ascii=False))
        return
    for sentence in fewest_sentences(found):
        click.echo(sentence)
    for one in (fewest_table(found), tried_table(found)):
        if one[1]:
            click.echo("\n" + table(*one))
