"""XES logs (IEEE 1849-2016) as a table: a row an event, what the trace says before what it says.

Read as a stream, so that a log of any size needs the memory of its cells. A DOCTYPE is refused.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import numpy as np

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.raw import ROW, TABLE, RawTable, not_read, quoted, unpacked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
OF_TRACE = "case:"
NAME, TRACE = f"{OF_TRACE}concept:name", "outsidein trace"
CHUNK_BYTES, ROWS_AT_ONCE = 1 << 20, 100_000
DEEPEST, MOST_COLUMNS = 32, 2_000


class _Reader:
    """Turns the tags of a XES file into rows; nested attributes are passed over."""

    def __init__(self, events: _Table, traces: _Table) -> None:
        self.events, self.traces = events, traces
        self.depth = 0
        self.values_at = -1  # the depth at which attributes belong to the trace or the event
        self.trace: dict[str, str] = {}
        self.event: dict[str, str] = {}
        self.holder: dict[str, str] = {}
        self.in_trace = False

    def start(self, tag: str, said: dict[str, str]) -> None:
        self.depth += 1
        if tag in VALUES:
            if self.depth == self.values_at and "key" in said:
                self.holder[said["key"]] = said.get("value", "")
        elif tag == "event":
            self.holder = self.event = {TRACE: str(self.traces.total) if self.in_trace else ""}
            self.values_at = self.depth + 1
        elif tag == "trace":
            self.holder = self.trace = {}
            self.in_trace, self.values_at = True, self.depth + 1
        if self.depth > DEEPEST:
            raise ValueError(f"is nested deeper than {DEEPEST}")

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag == "event":
            self.events.add(self.event)
            self.holder, self.values_at = self.trace, self.depth + 1 if self.in_trace else -1
        elif tag == "trace":
            self.end_trace()

    def end_trace(self) -> None:
        """Keep what the trace says; a trace without a name is known by its number."""
        if not self.in_trace:
            return
        row = {OF_TRACE + key: value for key, value in self.trace.items()}
        row.setdefault(NAME, f"trace {self.traces.total + 1}")
        row[TRACE] = str(self.traces.total)
        self.traces.add(row)
        self.in_trace, self.values_at = False, -1

    def doctype(self, *_: Any) -> None:
        raise ValueError("has a DOCTYPE, which a log does not need")


class _Table:
    """Collects rows column by column and puts them into the database now and then."""

    def __init__(self, database: DuckDBPyConnection, name: str) -> None:
        self.database, self.name = database, name
        self.columns: dict[str, list[str | None]] = {}
        self.known: list[str] = []
        self.waiting = self.total = 0
        database.execute(f"CREATE TEMP TABLE {name} ({quoted(ROW)} BIGINT)")

    def add(self, row: dict[str, str]) -> None:
        """Add a row; what it does not say is nothing."""
        columns, waiting = self.columns, self.waiting
        for key, value in row.items():
            column = columns.get(key)
            if column is None:
                column = columns[key] = []
                if len(columns) > MOST_COLUMNS:
                    raise ValueError(f"has more than {MOST_COLUMNS} kinds of attributes")
            missing = waiting - len(column)
            if missing:
                column.extend([None] * missing)
            column.append(value)
        self.waiting += 1
        self.total += 1
        if self.waiting == ROWS_AT_ONCE:
            self.put()

    def put(self) -> None:
        """Put what waits into the database."""
        if not self.waiting:
            return
        block: dict[str, Any] = {
            ROW: np.arange(self.total - self.waiting + 1, self.total + 1, dtype=np.int64)
        }
        for key, column in self.columns.items():
            column.extend([None] * (self.waiting - len(column)))
            block[key] = np.array(column, dtype=object)
            if key not in self.known:
                self.known.append(key)
                self.database.execute(f"ALTER TABLE {self.name} ADD COLUMN {quoted(key)} VARCHAR")
        self.database.register("block", block)
        names = ", ".join(quoted(name) for name in block)
        cells = ", ".join(quoted(n) if n == ROW else f"{quoted(n)}::VARCHAR" for n in block)
        self.database.execute(f"INSERT INTO {self.name} ({names}) SELECT {cells} FROM block")
        self.database.unregister("block")
        self.waiting = 0
        self.columns = {key: [] for key in self.columns}


def read_xes(path: Path, database: DuckDBPyConnection) -> RawTable:
    """Read a XES log, plain or packed; attributes of a trace get the prefix ``case:``.

    Of a file that breaks off, what stands before is read, and the rest is said to be lost.
    """
    events, traces = _Table(database, "events"), _Table(database, "traces")
    reader = _Reader(events, traces)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.StartDoctypeDeclHandler = reader.doctype
    lost: tuple[tuple[str, int], ...] = ()
    try:
        with unpacked(path) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except ValueError as error:
        raise OutsideInError([Fault("not-a-log", "error", str(path), str(error))]) from error
    except (expat.ExpatError, OSError, EOFError, zlib.error) as error:
        if not events.total:
            raise not_read(path, error) from error
        lost = ((f"the file breaks off: {error}", 1),)
        reader.end_trace()
    if not events.total:
        what, hint = "has no events", "a log has <trace> with <event> in it"
        raise OutsideInError([Fault("empty", "error", str(path), what, hint)])
    return RawTable(path, database, _joined(events, traces), ("XES",), lost)


def _joined(events: _Table, traces: _Table) -> tuple[str, ...]:
    """Let the events say what their traces say, and return the names of all columns."""
    events.put()
    traces.put()
    own = [name for name in events.known if name != TRACE]
    shared = [name for name in traces.known if name != TRACE]
    listed = [f"e.{quoted(name)}" for name in (ROW, *own)]
    listed += [f"t.{quoted(name)}" for name in shared if name not in own]
    joined = f"LEFT JOIN traces t USING ({quoted(TRACE)})" if traces.total else ""
    events.database.execute(
        f"CREATE TEMP VIEW {TABLE} AS SELECT {', '.join(listed)} FROM events e {joined}"
    )
    return tuple(dict.fromkeys([*own, *shared]))
