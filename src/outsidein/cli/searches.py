"""Commands that search: best, search."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from outsidein.cli.simulations import seed_option, threads_option, unstable_option
from outsidein.cli.terminal import json_option, model_file, read_model, table, user_errors
from outsidein.errors import Fault, OutsideInError
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
@click.option(
    "--by", metavar="MEASURE", help="The measure that decides; with --front, that of the customers."
)
@click.option("--front", is_flag=True, help="Weigh customers' time, or --by, against paid cost.")
@click.option("--scenario", help="Search in this scenario, not in today.")
@click.option(
    "--zone", type=click.FloatRange(0, min_open=True),
    help="With --by: the smallest difference worth finding. Default: 1 % of today's value.",
)  # fmt: skip
@click.option(
    "--within", type=click.FloatRange(0, 50, min_open=True), default=1.0, show_default=True,
    help="With --keep: how close to a bound either answer will do, in percentage points of a "
    "share, else percent. With --front: the difference that matters, in percent.",
)  # fmt: skip
@click.option(
    "--settings", type=click.IntRange(10), default=60, show_default=True,
    help="Settings that are simulated, at most.",
)  # fmt: skip
@sure_option
@cases_option
@replications_option
@most_option
@seed_option
@threads_option
@json_option
def search(
    model: Path, ranges: tuple[str, ...], keep: tuple[str, ...], by: str | None, front: bool,
    scenario: str | None, zone: float | None, within: float, settings: int, sure: float,
    cases: int, replications: int, most: int, seed: int, threads: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Search ranges of MODEL: the fewest people that keep promises, the best, or the front.

    With --keep: the fewest people (of several parts: the cheapest) that keep promises. With
    --front: the settings that no other beats in customers' time and in cost. Else the best
    setting by `judge by`, or --by. What is shown was simulated again on other customers.

    Example:

    \b
        outsidein search shop.yaml --set "call-centre.people 2..12" --keep "90% wait under 5 min"
        outsidein search shop.yaml --set "ask.patience 2..10 min" --by "well served"
        outsidein search shop.yaml --set "call-centre.people 2..6" --front
    """
    with user_errors(model):  # before what simulates is loaded: a refusal is quick
        _must_be_one(keep, by, front)
        process = read_model(model)

    from outsidein.model.scenario import resolve_scenario
    from outsidein.simulation import search as searching

    more: dict[str, Any] = {
        "confidence": sure / 100, "cases": cases, "replications": replications, "seed": seed,
        "threads": threads, "settings": settings,
    }  # fmt: skip
    with user_errors(model), on_terminal("searching") as report:
        if scenario is not None:
            process = resolve_scenario(process, scenario)
        if keep:
            found = searching.fewest(
                process, ranges, keep, within=within / 100, most=most, progress=report, **more
            )
        elif front:
            found = searching.front(
                process, ranges, by=by, within=within / 100, progress=report, **more
            )
        else:
            found = searching.tune(
                process, ranges, by=by, zone=zone, most=most, progress=report, **more
            )
    _tell(found, as_json)


def _must_be_one(keep: tuple[str, ...], by: str | None, front: bool) -> None:
    asked = [name for name, said in (("--keep", keep), ("--by", by), ("--front", front)) if said]
    if keep and len(asked) > 1:
        what, hint = f"{' and '.join(asked)} are different questions", "ask one of them"
        raise OutsideInError([Fault("two-questions", "error", "search:", what, hint)])


def _tell(found: Any, as_json: bool) -> None:
    """Print what a search found: sentences and tables, or JSON."""
    from outsidein.simulation.search.frontier import Front
    from outsidein.simulation.search.tuning import Tuned
    from outsidein.study import searched as people
    from outsidein.study import searched_ranges as told
    from outsidein.study.printed import Table, comparison_table

    sentences: list[str]
    tables: list[Table]
    as_program: Callable[[Any], dict[str, Any]]
    if isinstance(found, Front):
        sentences, tables = told.front_sentences(found), [told.front_table(found)]
        as_program = told.front_json
    elif isinstance(found, Tuned):
        sentences, tables = told.tuned_sentences(found), [told.tuned_table(found)]
        if found.afresh.scenarios:
            tables.append(comparison_table(found.afresh))
        as_program = told.tuned_json
    else:
        sentences = people.fewest_sentences(found)
        tables = [people.fewest_table(found), people.tried_table(found)]
        as_program = people.fewest_json
    if as_json:
        click.echo(json.dumps(as_program(found), indent=2, ensure_ascii=False))
        return
    for sentence in sentences:
        click.echo(sentence)
    for one in tables:
        if one[1]:
            click.echo("\n" + table(*one))
