"""Commands that read event logs: log."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outsidein.cli.terminal import json_option, on_a_line, table, user_errors, write
from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from outsidein.discovery.deviations import Deviations
    from outsidein.eventlog.description import Description
    from outsidein.eventlog.store import EventLog


@click.command()
@click.argument("logs", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--column", "-c", "columns", multiple=True, metavar="MEANING=NAME",
    help="Which column means what: case, activity, end, start, resource, …; repeat.",
)  # fmt: skip
@click.option(
    "--object-type", metavar="NAME",
    help="In an object-centric log (OCEL): whose way is meant.",
)  # fmt: skip
@click.option("--table", metavar="NAME", help="In a DuckDB database: which table is the log.")
@click.option(
    "--path", "paths", multiple=True, metavar="WAY",
    help='Count the cases that go a way: "order -> not call -> receive, never return"; repeat.',
)  # fmt: skip
@click.option(
    "--funnel", "funnels", multiple=True, metavar="WAY",
    help='How far cases come on a way: "search -> cart -> pay"; repeat.',
)  # fmt: skip
@click.option("--drift", is_flag=True, help="What changed over time, and when.")
@click.option("--by", metavar="COLUMN", help="Compare kinds of cases: channel, part, any column.")
@click.option(
    "--sides", type=click.Path(path_type=Path), metavar="FILE",
    help="Who does which activity, and whether the customer sees it: as --propose-sides wrote it.",
)  # fmt: skip
@click.option(
    "--propose-sides", type=click.Path(path_type=Path), metavar="FILE",
    help="Write who probably does what to a .csv file, to look at and to change.",
)  # fmt: skip
@click.option(
    "--plan", type=click.Path(path_type=Path), metavar="MODEL",
    help="The journey as planned: tell where customers' own journeys deviate from it.",
)  # fmt: skip
@click.option(
    "--by-customer", is_flag=True, help="A case is all that a customer did, not one order or call."
)
@click.option(
    "--visits", metavar="TIME", help='A case ends where nothing happens so long: "30 min".'
)
@click.option(
    "--most", type=click.IntRange(1), default=10, show_default=True, help="Rows of each table."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a page: .html.")
@click.option(
    "--store", type=click.Path(path_type=Path), metavar="FOLDER.eventlog",
    help="Keep the log sorted and coded: reading it again is quick.",
)  # fmt: skip
@click.option(
    "--kept-aside", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the rows that are no events, with the reasons: .csv or .parquet.",
)  # fmt: skip
@json_option
def log(
    logs: tuple[Path, ...], columns: tuple[str, ...], object_type: str | None,
    table: str | None, paths: tuple[str, ...], funnels: tuple[str, ...], drift: bool,
    by: str | None, sides: Path | None, propose_sides: Path | None, plan: Path | None,
    by_customer: bool, visits: str | None, most: int, output: Path | None, store: Path | None,
    kept_aside: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell what an event log holds: what happens, what follows what, which ways, how long.

    CSV, TSV, Parquet, XES, OCEL and a table of DuckDB are read, packed with gzip or not. Which
    column means what is guessed, said, and yours to change. Several logs are joined by customer.

    Example:

    \b
        outsidein log visits.csv
    """
    with user_errors():
        given = columns_given(columns)
        _refuse_whole_customers(drift, by_customer or len(logs) > 1, visits)
        silence = None if visits is None else _silence(visits)
    tell_log(
        *logs, columns=given, object_type=object_type, table=table, paths=paths, funnels=funnels,
        over_time=drift, by=by, sides=sides, proposed=propose_sides, plan=plan,
        by_customer=by_customer,
        visits_seconds=silence, most=most, output=output, store=store, kept_aside=kept_aside,
        as_json=as_json,
    )  # fmt: skip


def _refuse_whole_customers(drift: bool, whole: bool, visits: str | None) -> None:
    """Refuse to look over time at cases that no log holds whole."""
    if drift and whole and visits is None:
        what = "a customer who came before the log began, or will come again, is no whole case"
        hint = 'look over time at cases, or at visits: --visits "30 days"'
        raise OutsideInError([Fault("customers-over-time", "error", "--drift", what, hint)])


def _only(logs: Sequence[Path], option: str) -> Path:
    """Return the one log that an option is about. Raises OutsideInError where there are several."""
    if len(logs) > 1:
        what, hint = "is about one log", "say it for each log alone, then join what was stored"
        raise OutsideInError([Fault("one-log", "error", option, what, hint)])
    return logs[0]


def _silence(text: str) -> float:
    from outsidein.document import syntax

    try:
        return syntax.duration(text).mean_seconds
    except syntax.TextError as wrong:
        raise OutsideInError(
            [Fault("duration", "error", "--visits", wrong.what, wrong.hint)]
        ) from wrong


def tell_log(
    *logs: Path,
    columns: Mapping[str, str] | None = None,
    object_type: str | None = None,
    table: str | None = None,
    paths: Sequence[str] = (),
    funnels: Sequence[str] = (),
    over_time: bool = False,
    by: str | None = None,
    sides: Path | None = None,
    proposed: Path | None = None,
    plan: Path | None = None,
    by_customer: bool = False,
    visits_seconds: float | None = None,
    most: int = 10,
    output: Path | None = None,
    store: Path | None = None,
    kept_aside: Path | None = None,
    as_json: bool = False,
) -> None:
    """Read one log or several and tell them: on a page, as JSON, or as tables."""
    from outsidein.eventlog.customers.parties import read_sides, write_sides
    from outsidein.eventlog.description import describe
    from outsidein.eventlog.importing import KEPT, read_log, store_log
    from outsidein.study.log_drawing import draw_log
    from outsidein.study.log_page import headline, log_page
    from outsidein.study.logged import log_json, log_sentences

    with user_errors():
        attributes = [by] if by and by not in KEPT and by != "system" else []
        if store is not None:
            logs = (
                store_log(_only(logs, "--store"), store, columns, object_type, table=table).path,
            )
            columns = object_type = table = None
        if kept_aside is not None:
            _only(logs, "--kept-aside")
        parts = [
            read_log(one, columns, object_type, attributes, table=table, kept_aside=kept_aside)
            for one in logs
        ]
        read = _regrouped(parts, by_customer, visits_seconds)
        if by is None and output is not None and "channel" in read.said:
            by = "channel"  # a page tells how channels differ
        given = read_sides(sides, read.activities) if sides is not None else None
        found = describe(
            read, paths=paths, funnels=funnels, over_time=over_time,
            by=_told_apart(read.said, by), sides=given,
        )  # fmt: skip
        planned = None if plan is None else _beside(plan, read, found)
        if proposed is not None:
            write_sides(proposed, found.experience.sides)
        if output is not None:
            drawing = draw_log(read, len(found.ways), given)
            write(output, log_page(found, drawing, planned).encode())
    if as_json:
        told = log_json(found) | ({"plan": asdict(planned)} if planned else {})
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    elif output is not None:
        click.echo(headline(found))
    else:
        for sentence in log_sentences(found):
            click.echo(on_a_line(sentence))
        _print_tables(found, most, planned)
    for written in (output, proposed, store, kept_aside):
        if written is not None:
            click.echo(str(written), err=as_json)


def _regrouped(
    logs: Sequence[EventLog], by_customer: bool, visits_seconds: float | None
) -> EventLog:
    """Return one log: joined by customer where there are several, cut into visits if asked."""
    from outsidein.eventlog.customers import regrouping

    whole = logs[0]
    if len(logs) > 1:
        whole = regrouping.joined(logs)
    elif by_customer:
        whole = regrouping.by_customer(whole)
    return whole if visits_seconds is None else regrouping.as_visits(whole, visits_seconds)


def _beside(plan: Path, read: EventLog, found: Description) -> Deviations:
    """Compare the journeys of a log with a plan, as customers notice them."""
    from outsidein.cli.terminal import read_model
    from outsidein.discovery.deviations import deviations

    sides = {side.activity: side for side in found.experience.sides}
    return deviations(read, read_model(plan), sides=sides)


def _print_tables(found: Description, most: int, planned: Deviations | None) -> None:
    from outsidein.study import logged, logged_customers
    from outsidein.study.log_plan import plan_sentence, plan_table

    if planned is not None:
        click.echo(plan_sentence(planned))

    tables = (
        logged.asked_table, logged_customers.funnel_table, logged_customers.changes_table,
        logged_customers.waits_table, logged.groups_table, logged.activities_table,
        logged.follows_table, logged.ways_table, logged.again_table, logged.back_and_forth_table,
    )  # fmt: skip
    beside = [plan_table(planned, most)] if planned is not None else []
    for heads, rows in (*beside, *(made(found, most) for made in tables)):
        if rows:
            click.echo()
            click.echo(
                table(
                    heads, [[on_a_line(logged.short_codes(cell)) for cell in row] for row in rows]
                )
            )


def _told_apart(said: Collection[str], by: str | None) -> str:
    """Return the column whose kinds of cases are compared. Raises where the log has none such."""
    if by is not None and by not in said:
        what, hint = f"this log has no {by}", f"name a column of it, or --column {by}=NAME"
        raise OutsideInError([Fault("unknown-column", "error", "--by", what, hint)])
    return by or ""


def columns_given(columns: tuple[str, ...]) -> dict[str, str]:
    """Return what --column says. Raises OutsideInError where it has no `=`."""
    faults = [
        Fault("misspelt", "error", "--column", f"{said!r} has no =", "write --column case=NAME")
        for said in columns
        if "=" not in said
    ]
    if faults:
        raise OutsideInError(faults)
    return {name: column for name, _, column in (said.partition("=") for said in columns)}
