"""The heavy questions about a log as expressions that run where its table is (extra `[engines]`).

For a log beyond one machine. DuckDB and Spark are tested; another backend of ibis may do. Each
question is an ibis table that nothing has computed yet; `run` computes all and answers as the
passes over an `EventLog` do, number for number.

A row is an event: starts and completions in rows of their own are not joined here, and a row
without a case, an activity or a time is counted and left out. Equal times stand in the order of
the sequence column, then of the activity's name: a distributed table has no order of its own.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.columns import Roles
from outsidein.eventlog.flows import Follows, Way
from outsidein.eventlog.repeats import Again
from outsidein.units import WEEK_SECONDS
from outsidein.words import did_you_mean

if TYPE_CHECKING:
    import ibis.expr.types as ir

MICROSECONDS = 1_000_000
SINCE_1970 = {"duckdb": "epoch_us", "pyspark": "unix_micros"}
CASE, ACTIVITY, END, START, PLACE = "case_id", "activity", "end_us", "start_us", "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One case: its events, and the seconds from its first moment to its last."""

    case: str
    events: int
    through_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a table of events holds, in the words of `description.Description`."""

    rows: int
    events: int
    cases: int
    tied_events: int  # with the very time of the one before them in their case
    begins: Mapping[str, int]  # activity -> cases that begin with it
    ends: Mapping[str, int]
    follows: tuple[Follows, ...]
    ways: tuple[Way, ...]  # the most frequent ones
    again: tuple[Again, ...]
    through_mean_seconds: float
    through_median_seconds: float


def run(
    table: ir.Table, roles: Roles, *, soon_seconds: float = WEEK_SECONDS, most_ways: int = 1_000
) -> Answers:
    """Compute every question on the engine that holds a table.

    Parameters
    ----------
    table : a row an event, e.g. ``ibis.duckdb.connect("log.duckdb").table("visits")``.
    roles : which column is what; times are timestamps, or whole microseconds since 1970.
    soon_seconds : within which something done again counts as soon.
    most_ways : how many ways are fetched; the table of `ways` has all.

    Raises
    ------
    OutsideInError : a column that the table does not have; no row that is an event.
    """
    _refuse_missing()
    events = events_of(table, roles)
    steps = step_records(events)
    cases = case_records(events)
    some = _rows(cases.aggregate(
        cases=cases.count(), events=cases.events.sum(),
        mean=cases.through_seconds.mean(), median=cases.through_seconds.median(),
    ))[0]  # fmt: skip
    if not some["cases"]:
        what, hint = "no row is an event", "do the columns hold a case, an activity and a time?"
        raise OutsideInError([Fault("empty", "error", "table", what, hint)])
    return Answers(
        rows=int(table.count().execute()),
        events=int(some["events"]),
        cases=int(some["cases"]),
        tied_events=int(steps.filter(steps.since_us == 0).count().execute()),
        begins=_counts(steps.filter(steps.before.isnull())),
        ends=_counts(steps.filter(steps.after.isnull())),
        follows=tuple(Follows(**row) for row in _rows(directly_follows(steps))),
        ways=tuple(
            Way(activities=tuple(row["activities"]), cases=int(row["cases"]))
            for row in _rows(ways(events).limit(most_ways))
        ),
        again=tuple(Again(**row) for row in _rows(done_again(events, soon_seconds))),
        through_mean_seconds=float(some["mean"]),
        through_median_seconds=float(some["median"]),
    )


def events_of(table: ir.Table, roles: Roles) -> ir.Table:
    """Return the rows that are events: case_id, activity, end_us, start_us, place."""
    import ibis

    _refuse_unknown(table, roles)
    end = _microseconds(table, roles.end) if roles.end else ibis.null("int64")
    start = _microseconds(table, roles.start) if roles.start else ibis.null("int64")
    place = table[roles.sequence].cast("float64") if roles.sequence else ibis.literal(0.0)
    said = table.select(
        **{
            CASE: table[roles.case].cast("string").strip().nullif(""),
            ACTIVITY: table[roles.activity].cast("string").strip().nullif(""),
            END: ibis.coalesce(end, start),
            START: start,
            PLACE: ibis.coalesce(place, ibis.literal(float("inf"))),  # without a place: last
        }
    )
    return said.filter(said[CASE].notnull(), said[ACTIVITY].notnull(), said[END].notnull())


def step_records(events: ir.Table) -> ir.Table:
    """Return each event with what is right before and after it in its case, and the time since."""
    import ibis

    in_case = ibis.window(
        group_by=events[CASE], order_by=[events[END], events[PLACE], events[ACTIVITY]]
    )
    return events.mutate(
        before=events[ACTIVITY].lag().over(in_case),
        after=events[ACTIVITY].lead().over(in_case),
        since_us=events[END] - events[END].lag().over(in_case),
    )


def case_records(events: ir.Table) -> ir.Table:
    """Return a row a case: its events, its first and last moment, and the seconds between."""
    import ibis

    began = ibis.least(ibis.coalesce(events[START], events[END]), events[END])
    found = events.group_by(CASE).aggregate(
        events=events.count(), first_us=began.min(), last_us=events[END].max()
    )
    return found.mutate(through_seconds=(found.last_us - found.first_us) / float(MICROSECONDS))


def directly_follows(steps: ir.Table) -> ir.Table:
    """Return source, target, count, mean_seconds, median_seconds, the most frequent first.

    The pairs are a table of their own before they are counted: a median straight over a window
    took DuckDB fifteen times as long.
    """
    import ibis

    pairs = steps.filter(steps.before.notnull()).select(
        source="before", target=ACTIVITY, between="since_us"
    )
    found = pairs.group_by("source", "target").aggregate(
        count=pairs.count(),
        mean_seconds=pairs.between.mean() / float(MICROSECONDS),
        median_seconds=pairs.between.median() / float(MICROSECONDS),
    )
    return found.order_by(ibis.desc("count"), "source", "target")


def ways(events: ir.Table) -> ir.Table:
    """Return activities (a list) and cases, the most frequent first."""
    import ibis

    event = ibis.struct({name: events[name] for name in (END, PLACE, ACTIVITY)})
    gone = events.group_by(CASE).aggregate(way=event.collect())
    listed = gone.select(activities=gone.way.sort().map(lambda one: one[ACTIVITY]))
    found = listed.group_by("activities").aggregate(cases=listed.count())
    return found.order_by(ibis.desc("cases"), "activities")


def done_again(events: ir.Table, soon_seconds: float) -> ir.Table:
    """Return what is done more than once in a case, as `repeats.Again`, most often first."""
    import ibis

    earlier = ibis.window(
        group_by=[events[CASE], events[ACTIVITY]], order_by=[events[END], events[PLACE]]
    )
    done = events.mutate(gap=events[END] - events[END].lag().over(earlier))
    again = done.gap.notnull()
    found = done.group_by(ACTIVITY).aggregate(
        cases=done[CASE].nunique(),
        cases_again=done[CASE].nunique(where=again),
        times=again.sum(),
        soon=(done.gap <= int(soon_seconds * MICROSECONDS)).sum(),
        median_seconds=done.gap.median() / float(MICROSECONDS),
    )
    return found.filter(found.times > 0).order_by(ibis.desc("times"), ACTIVITY)


def _microseconds(table: ir.Table, column: str) -> Any:
    """Return a time as whole microseconds since 1970: each engine has its own word for it."""
    import ibis

    time = table[column]
    if time.type().is_integer():
        return time.cast("int64")
    engine = table.get_backend().name
    name = SINCE_1970.get(engine)
    if name is None:
        what = f"times of {engine} are read in whole seconds only"
        hint = f"give {column!r} as whole microseconds since 1970"
        raise OutsideInError([Fault("time-of-engine", "error", "table", what, hint)])
    count = ibis.udf.scalar.builtin(name=name, signature=((time.type(),), "int64"))
    return count(lambda _: ...)(time)


def _counts(steps: ir.Table) -> dict[str, int]:
    found = steps.group_by(ACTIVITY).aggregate(cases=steps.count())
    return {row[ACTIVITY]: int(row["cases"]) for row in _rows(found)}


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    """Compute a table and return its rows."""
    return [dict(row) for row in table.to_pyarrow().to_pylist()]


def _refuse_missing() -> None:
    """Raise OutsideInError if ibis is not installed."""
    if importlib.util.find_spec("ibis") is None:
        what, hint = "ibis is not installed", "pip install 'outsidein[engines]'"
        raise OutsideInError([Fault("engines-missing", "error", "table", what, hint)])


def _refuse_unknown(table: ir.Table, roles: Roles) -> None:
    faults = [
        Fault(
            "unknown-column", "error", "table", f"there is no column {column!r}",
            did_you_mean(column, list(table.columns)) or f"one of {', '.join(table.columns)}",
        )
        for column in roles.said().values()
        if column not in table.columns
    ]  # fmt: skip
    if roles.end is None and roles.start is None:
        what, hint = "no column is the time of an event", "say it: Roles(..., end=NAME)"
        faults.append(Fault("column-missing", "error", "table", what, hint))
    if faults:
        raise OutsideInError(faults)
