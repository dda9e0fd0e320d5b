"""Reading the tables of an event log as `write_log` writes them: CSV or Parquet, cases beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.visits import CASE_COLUMNS, TIMES, VISIT_COLUMNS, Column, VisitLog
from outsidein.eventlog.write import CASE_TIMES

READ = (".csv", ".parquet")
WHOLE = frozenset({"replication", "case", "customer", "visit", "person", "attempt"})
DAY_MICROSECONDS, MONDAY = 86_400_000_000, 4  # 1970-01-05 was a Monday
GUARDED = r"^'[=+\-@\t\r]"  # a text that a spreadsheet would run, with the sign that stops it


def read_tables(path: Path) -> tuple[VisitLog, str]:
    """Read a log and return it with the Monday that its time 0 falls on, as 2024-01-01.

    That Monday is the one before the first time of the log; what `write_log` wrote comes back to
    the microsecond.

    Raises
    ------
    OutsideInError : a file that is no such table, or whose table of cases is missing.
    """
    beside = path.with_name(f"{path.stem}.cases{path.suffix}")
    if path.suffix not in READ:
        what, hint = f"{path.suffix or 'this'} logs cannot be read yet", f"one of {', '.join(READ)}"
        raise OutsideInError([Fault("log-kind", "error", str(path), what, hint)])
    for file in (path, beside):
        if not file.is_file():
            what, hint = "is not there", "a log is two tables: LOG and LOG.cases"
            raise OutsideInError([Fault("unreadable", "error", str(file), what, hint)])
    visits = _table(path, VISIT_COLUMNS, TIMES)
    cases = _table(beside, CASE_COLUMNS, CASE_TIMES)
    moments = [visits[name] for name in TIMES] + [cases[name] for name in CASE_TIMES]
    known = np.concatenate(moments)
    first = float(np.nanmin(known)) if np.isfinite(known).any() else 0.0
    day = int(first // DAY_MICROSECONDS)
    monday = day - (day - MONDAY) % 7
    for table, times in ((visits, TIMES), (cases, CASE_TIMES)):
        for name in times:
            table[name] = (table[name] - monday * DAY_MICROSECONDS) / 1e6
    start = str(np.datetime64("1970-01-01") + np.timedelta64(monday, "D"))
    return VisitLog(visits, cases), start


def _table(path: Path, columns: tuple[str, ...], times: tuple[str, ...]) -> dict[str, Column]:
    """Return the columns of a table: numbers, texts, and times in microseconds since 1970."""
    import duckdb

    csv = path.suffix == ".csv"
    texts = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    layout = "auto_detect=false, header=true, delim=',', quote='\"', escape='\"'"
    source = f"read_csv(?, {layout}, columns={{{texts}}})" if csv else "read_parquet(?)"
    wanted = ", ".join(f'{_expression(name, times, csv=csv)} AS "{name}"' for name in columns)
    try:
        with duckdb.connect() as connection:
            query = f"SELECT {wanted} FROM {source}"
            found: dict[str, Any] = connection.execute(query, [str(path)]).fetchnumpy()
    except duckdb.Error as error:
        what = "is no table of a log: " + " ".join(str(error).split())[:160]
        raise OutsideInError([Fault("not-a-log", "error", str(path), what)]) from error
    return {name: _column(found[name], text=_is_text(name, times)) for name in columns}


def _is_text(name: str, times: tuple[str, ...]) -> bool:
    return name not in times and name not in WHOLE and name != "worth"


def _expression(name: str, times: tuple[str, ...], *, csv: bool) -> str:
    """Return the SQL of one column; CSV has texts alone, and an empty one is nothing."""
    column = f'"{name}"'
    value = f"nullif({column}, '')" if csv else column
    if name in times:
        return f"epoch_us(CAST({value} AS TIMESTAMP))::DOUBLE"
    if name in WHOLE:
        return f"CAST({value} AS BIGINT)"
    if name == "worth":
        return f"CAST({value} AS DOUBLE)"
    if not csv:
        return f"coalesce({column}, '')"
    guarded = GUARDED.replace("'", "''")
    return (
        f"CASE WHEN regexp_matches({column}, '{guarded}') THEN substr({column}, 2) "
        f"ELSE coalesce({column}, '') END"
    )


def _column(values: Any, *, text: bool) -> Column:
    if text:
        return np.array([str(value) for value in values.tolist()] or [""])[: len(values)]
    if np.ma.isMaskedArray(values):
        return np.asarray(np.ma.filled(values.astype(float), np.nan))
    return np.asarray(values)
