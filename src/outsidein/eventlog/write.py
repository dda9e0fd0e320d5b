"""Writing an event log: CSV, Parquet, XES."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.visits import CASE_COLUMNS, TIMES, VISIT_COLUMNS, Column, VisitLog
from outsidein.files import replacing, write_atomically

KINDS = (".csv", ".parquet", ".xes")
CASE_TIMES = ("start", "end")
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run these as a formula


def write_log(log: VisitLog, path: Path, start: str) -> list[Path]:
    """Write a log and return the files written: visits, and for tables the cases beside them.

    ``start`` is the Monday (2024-01-01) on which the log's time 0 falls; times carry no zone.

    Raises
    ------
    OutsideInError : an unknown kind of file, or a start that is no Monday.
    """
    monday = _monday(start)
    if path.suffix not in KINDS:
        what, hint = f"{path.name}: unknown kind of log", f"one of {', '.join(KINDS)}"
        raise OutsideInError([Fault("log-kind", "error", str(path), what, hint)])
    if path.suffix == ".xes":
        write_atomically(path, _xes(log, monday))
        return [path]
    beside = path.with_name(f"{path.stem}.cases{path.suffix}")
    write = _csv if path.suffix == ".csv" else _parquet
    # Neither file takes its place before both are written: the cases belong to the visits.
    with replacing(path) as visits, replacing(beside) as cases:
        for file, table, columns, times in (
            (visits, log.visits, VISIT_COLUMNS, TIMES),
            (cases, log.cases, CASE_COLUMNS, CASE_TIMES),
        ):
            shown = {
                name: _timestamps(table[name], monday) if name in times else table[name]
                for name in columns
            }
            write(shown, file)
    return [path, beside]


def _monday(start: str) -> datetime:
    try:
        day = datetime.fromisoformat(start)
    except ValueError:
        day = None
    if day is None or day.weekday() != 0 or (day.hour, day.minute, day.second) != (0, 0, 0):
        what = f"the log cannot start at {start!r}"
        hint = "give a Monday: 2024-01-01"
        raise OutsideInError([Fault("log-start", "error", "--start", what, hint)])
    return day.replace(tzinfo=None)


def _timestamps(seconds: Column, monday: datetime) -> Column:
    """Return microsecond timestamps; a time that did not come is NaT."""
    known = np.isfinite(seconds)
    moments = np.full(len(seconds), np.datetime64("NaT"), dtype="datetime64[us]")
    offsets = np.round(seconds[known] * 1e6).astype("timedelta64[us]")
    moments[known] = np.datetime64(monday, "us") + offsets
    return moments


def _csv(table: dict[str, Column], file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table)
        for row in zip(*(_texts(column) for column in table.values()), strict=True):
            writer.writerow(row)


def _texts(column: Column) -> list[str]:
    if column.dtype.kind == "M":
        return ["" if t == "NaT" else t for t in np.datetime_as_string(column).tolist()]
    if column.dtype.kind == "f":
        return ["" if v != v else repr(v) for v in column.tolist()]  # noqa: PLR0124
    texts = [str(value) for value in column.tolist()]
    if column.dtype.kind in "UO":
        return [f"'{t}" if t.startswith(RISKY) else t for t in texts]
    return texts


def _parquet(table: dict[str, Column], file: Path) -> None:
    import duckdb

    columns = {name: c.astype(object) if c.dtype.kind == "U" else c for name, c in table.items()}
    target = str(file).replace("'", "''")
    into = f"COPY (SELECT * FROM log) TO '{target}' (FORMAT parquet, USE_TMP_FILE false)"
    with duckdb.connect() as connection:
        connection.register("log", columns)
        try:
            connection.execute(into)
        except duckdb.IOException as error:
            raise OSError(0, " ".join(str(error).split())[:200]) from error


def _xes(log: VisitLog, monday: datetime) -> bytes:
    """Return the log as XES 1.0 (IEEE 1849-2016): a trace a case, an event a visit."""
    from lxml import etree

    root = etree.Element(
        "log", {"xes.version": "1849-2016", "xmlns": "http://www.xes-standard.org/"}
    )
    for name, prefix in (("Concept", "concept"), ("Time", "time"), ("Organizational", "org")):
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        etree.SubElement(root, "extension", name=name, prefix=prefix, uri=uri)
    order = np.lexsort((log.visits["finished"], log.visits["case"], log.visits["replication"]))
    visits = {name: column[order] for name, column in log.visits.items()}
    keys = np.stack([visits["replication"], visits["case"]])
    cuts = np.flatnonzero(np.any(np.diff(keys), axis=0)) + 1
    outcomes = {
        (int(r), int(c)): k
        for k, (r, c) in enumerate(zip(log.cases["replication"], log.cases["case"], strict=True))
    }
    for rows in np.split(np.arange(len(order)), cuts) if len(order) else []:
        first = rows[0]
        key = int(visits["replication"][first]), int(visits["case"][first])
        _trace(etree, root, log, visits, rows, outcomes.get(key), monday)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _trace(
    etree: Any,
    root: Any,
    log: VisitLog,
    visits: dict[str, Column],
    rows: Column,
    case: int | None,
    monday: datetime,
) -> None:
    trace = etree.SubElement(root, "trace")
    first = rows[0]
    name = f"{visits['replication'][first]}-{visits['case'][first]}"
    _attribute(etree, trace, "string", "concept:name", name)
    if case is not None:
        for column in ("customer", "segment", "outcome"):
            _attribute(etree, trace, "string", column, str(log.cases[column][case]))
    for k in rows:
        event = etree.SubElement(trace, "event")
        _attribute(etree, event, "string", "concept:name", str(visits["step"][k]))
        for column, kind in (("part", "org:group"), ("channel", "channel"), ("how", "how")):
            if visits[column][k]:
                _attribute(etree, event, "string", kind, str(visits[column][k]))
        if visits["person"][k]:
            person = f"{visits['part'][k]} {visits['person'][k]}"
            _attribute(etree, event, "string", "org:resource", person)
        for column, kind in (("started", "start_timestamp"), ("finished", "time:timestamp")):
            seconds = float(visits[column][k])
            if np.isfinite(seconds):
                _attribute(etree, event, "date", kind, _moment(seconds, monday))


def _moment(seconds: float, monday: datetime) -> str:
    moment = monday.replace(tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds")


def _attribute(etree: Any, parent: Any, kind: str, key: str, value: str) -> None:
    etree.SubElement(parent, kind, key=key, value=_printable(value))


def _printable(text: str) -> str:
    """Leave out characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 0x20)
