"""From a table of texts to coded events: what cannot be read is kept aside and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog import passes
from outsidein.eventlog.columns import Roles, guess_roles
from outsidein.eventlog.moments import Clock, clocks_of, reading
from outsidein.eventlog.raw import ROW, TABLE, RawTable, open_raw, quoted, said
from outsidein.eventlog.simulated import as_any_log
from outsidein.eventlog.store import NOT_SAID, Aside, Coded, EventLog, Events
from outsidein.words import did_you_mean

KEPT = ("part", "channel", "customer")  # columns of texts that every log keeps
TOLD = 5  # rows named of each kind that is kept aside

REASONS = {
    "no case": "case_name IS NULL",
    "no activity": "activity_name IS NULL",
    "no time": "end_text IS NULL",
    "a time that cannot be read": "end_us IS NULL",
    "a start that cannot be read": "start_text IS NOT NULL AND start_us IS NULL",
}


def read_log(
    path: str | Path,
    columns: Mapping[str, str] | None = None,
    object_type: str | None = None,
    attributes: Sequence[str] = (),
) -> EventLog:
    """Read an event log, whatever kind of file it stands in.

    Parameters
    ----------
    columns : which column means what, as ``{"case": "Order no"}``; what is not said is guessed.
    object_type : whose way through an object-centric log (OCEL) is meant.
    attributes : columns of the file to keep beside part, channel and customer.

    Raises
    ------
    OutsideInError : a file that cannot be read, has no case, activity or time, or no event.
    """
    with open_raw(Path(path), object_type) as opened:
        raw = as_any_log(opened)
        roles = guess_roles(raw, columns)
        _refuse_unknown(raw, attributes)
        clocks = {
            name: clocks_of(raw, column)
            for name in ("end", "start")
            if (column := getattr(roles, name)) is not None
        }
        _parse(raw, roles, clocks)
        aside = _aside(raw)
        events, activities, resources, cases = _coded(raw)
        if not len(events):
            what = f"not one of its {raw.count:,} rows is an event"
            hint = "; ".join(f"{one.reason}: {one.count:,}" for one in aside)
            raise OutsideInError([Fault("empty", "error", str(path), what, hint)])
        others = tuple(c for c in raw.columns if c not in roles.attributes_of)
        return EventLog(
            path=Path(path),
            roles=roles,
            read_as=(*raw.read_as, *_told(clocks)),
            activities=activities,
            resources=resources,
            cases=cases,
            rows=raw.count,
            events=events,
            said=_said(raw, roles, attributes, events),
            aside=aside,
            attributes=others,
        )


def _told(clocks: Mapping[str, tuple[Clock, ...]]) -> tuple[str, ...]:
    names = dict.fromkeys(clock.name for found in clocks.values() for clock in found)
    return (f"times as {' or '.join(names)}",)


def _parse(raw: RawTable, roles: Roles, clocks: Mapping[str, tuple[Clock, ...]]) -> None:
    """Make a table of what each row means, beside the raw one."""
    cells = {
        "case_name": said(roles.case),
        "activity_name": said(roles.activity),
        "resource_name": said(roles.resource) if roles.resource else "NULL::VARCHAR",
        "end_text": said(roles.end) if roles.end else "NULL::VARCHAR",
        "end_us": reading(roles.end, clocks["end"]) if roles.end else "NULL::BIGINT",
        "start_text": said(roles.start) if roles.start else "NULL::VARCHAR",
        "start_us": reading(roles.start, clocks["start"]) if roles.start else "NULL::BIGINT",
        "place": _place(roles.sequence),
        "transition": _transition(roles.lifecycle),
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    raw.database.execute(
        f"CREATE TEMP TABLE parsed AS SELECT {quoted(ROW)} AS row, {listed} FROM {TABLE}"
    )
    # An event that has only begun counts from its start.
    raw.database.execute(
        "UPDATE parsed SET end_us = start_us, end_text = start_text "
        "WHERE end_text IS NULL AND start_us IS NOT NULL"
    )


def _place(column: str | None) -> str:
    return f"try_cast({said(column)} AS DOUBLE)" if column else "NULL::DOUBLE"


def _transition(column: str | None) -> str:
    if column is None:
        return "0::TINYINT"
    state = f"lower({said(column)})"
    known = f"WHEN 'start' THEN {passes.BEGUN} WHEN 'complete' THEN {passes.DONE}"
    return f"CASE {state} {known} ELSE 0 END::TINYINT"


def _aside(raw: RawTable) -> tuple[Aside, ...]:
    """Take rows that are no events out of the table, each for the first reason that holds."""
    found = [Aside(reason=what, count=count, rows=()) for what, count in raw.lost]
    raw.database.execute("ALTER TABLE parsed ADD COLUMN reason VARCHAR")
    cases = " ".join(f"WHEN {test} THEN '{reason}'" for reason, test in REASONS.items())
    raw.database.execute(f"UPDATE parsed SET reason = CASE {cases} END")
    rows = raw.database.execute(
        f"SELECT reason, count(*), list(row ORDER BY row)[1:{TOLD}] FROM parsed "
        "WHERE reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC, 1"
    ).fetchall()
    found += [Aside(reason=what, count=count, rows=tuple(places)) for what, count, places in rows]
    return tuple(found)


def _coded(raw: RawTable) -> tuple[Events, tuple[str, ...], tuple[str, ...], Any]:
    """Return the events, sorted by case, then time, place and row, and the words of their codes."""
    base = raw.database
    base.execute(
        "CREATE TEMP TABLE activities AS SELECT activity_name, "
        "(row_number() OVER (ORDER BY count(*) DESC, activity_name) - 1)::INTEGER AS code "
        "FROM parsed WHERE reason IS NULL GROUP BY activity_name"
    )
    base.execute(
        "CREATE TEMP TABLE resources AS SELECT resource_name, "
        "(row_number() OVER (ORDER BY resource_name) - 1)::INTEGER AS code "
        "FROM parsed WHERE reason IS NULL AND resource_name IS NOT NULL GROUP BY resource_name"
    )
    base.execute(
        "CREATE TEMP TABLE cases AS SELECT case_name, "
        "row_number() OVER (ORDER BY min(coalesce(start_us, end_us)), min(row)) - 1 AS code "
        "FROM parsed WHERE reason IS NULL GROUP BY case_name"
    )
    found = base.execute(
        "SELECT c.code AS case_code, a.code AS activity, "
        "coalesce(r.code, -1)::INTEGER AS resource, "
        f"end_us, coalesce(start_us, {NOT_SAID}) AS start_us, row, transition FROM parsed p "
        "JOIN cases c USING (case_name) JOIN activities a USING (activity_name) "
        "LEFT JOIN resources r USING (resource_name) WHERE reason IS NULL "
        "ORDER BY case_code, end_us, place NULLS LAST, row"
    ).fetchnumpy()
    case = np.asarray(found["case_code"], dtype=np.int64)
    first = np.flatnonzero(np.diff(case, prepend=-1))
    events = Events(
        case=case[first],
        first=np.append(first, len(case)).astype(np.int64),
        activity=np.asarray(found["activity"], dtype=np.int32),
        resource=np.asarray(found["resource"], dtype=np.int32),
        end=np.asarray(found["end_us"], dtype=np.int64),
        start=np.array(found["start_us"], dtype=np.int64),
        row=np.asarray(found["row"], dtype=np.int64),
    )
    words = _words(base, "activities")
    events = _joined(events, np.array(found["transition"], dtype=np.int8), len(words))
    names = base.execute("SELECT case_name FROM cases ORDER BY code").fetchnumpy()["case_name"]
    return events, words, _words(base, "resources"), np.asarray(names)


def _joined(events: Events, transition: npt.NDArray[np.int8], activities: int) -> Events:
    """Make one event of a start and the completion that belongs to it."""
    first = events.first
    joined = passes.join_lifecycles(
        first, events.activity, transition, events.end, events.start, activities
    )
    if not joined:
        return events
    kept = transition != passes.JOINED
    return Events(
        case=events.case,
        first=np.append(0, np.cumsum(kept))[first],
        activity=events.activity[kept],
        resource=events.resource[kept],
        end=events.end[kept],
        start=events.start[kept],
        row=events.row[kept],
    )


def _said(
    raw: RawTable, roles: Roles, attributes: Sequence[str], events: Events
) -> dict[str, Coded]:
    """Return the columns of texts that are kept, in the order of the events."""
    meant = {name: getattr(roles, name) for name in KEPT if getattr(roles, name) is not None}
    return {
        name: _column(raw, column, events)
        for name, column in {**meant, **{column: column for column in attributes}}.items()
    }


def _column(raw: RawTable, column: str, events: Events) -> Coded:
    found = raw.database.execute(
        f"WITH cells AS (SELECT {quoted(ROW)} AS row, {said(column)} AS cell FROM {TABLE}), "
        "words AS (SELECT cell, (row_number() OVER (ORDER BY cell) - 1)::INTEGER AS code "
        "FROM cells WHERE cell IS NOT NULL GROUP BY cell) "
        "SELECT row, coalesce(code, -1)::INTEGER AS code, cell FROM cells LEFT JOIN words "
        "USING (cell) ORDER BY row"
    ).fetchnumpy()
    codes = np.asarray(found["code"], dtype=np.int32)
    known, place = np.unique(codes, return_index=True)
    words = tuple(str(found["cell"][k]) for k in place[known >= 0])
    rows = np.asarray(found["row"], dtype=np.int64)
    return Coded(words=words, codes=codes[np.searchsorted(rows, events.row)])


def _refuse_unknown(raw: RawTable, attributes: Sequence[str]) -> None:
    faults = [
        Fault(
            "unknown-column", "error", str(raw.path), f"there is no column {column!r}",
            did_you_mean(column, list(raw.columns)),
        )
        for column in attributes
        if column not in raw.columns
    ]  # fmt: skip
    if faults:
        raise OutsideInError(faults)


def _words(base: Any, table: str) -> tuple[str, ...]:
    rows = base.execute(f"SELECT * FROM {table} ORDER BY code").fetchall()
    return tuple(row[0] for row in rows)
