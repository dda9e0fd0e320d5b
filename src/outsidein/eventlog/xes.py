"""XES logs (IEEE 1849-2016) as a table: a row an event, what the trace says before what it says.

Read as a stream, so that a log of any size needs the memory of its cells. A DOCTYPE is refused.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.plain_xes import read_plain
from outsidein.eventlog.raw import ROW, TABLE, RawTable, not_read, quoted, unpacked
from outsidein.eventlog.texts import TextTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
OF_TRACE = "case:"
NAME, TRACE = f"{OF_TRACE}concept:name", "outsidein trace"
CHUNK_BYTES, DEEPEST = 1 << 20, 32


class _Reader:
    """Turns the tags of a XES file into rows; nested attributes are passed over."""

    def __init__(self, events: TextTable, traces: TextTable) -> None:
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


def read_xes(path: Path, database: DuckDBPyConnection, _: str | None = None) -> RawTable:
    """Read a XES log, plain or packed; attributes of a trace get the prefix ``case:``.

    Of a file that breaks off, what stands before is read, and the rest is said to be lost. A plain
    file is read by `plain_xes`, with the same result; expat reads all others.
    """
    columns = read_plain(path, database)
    return (
        read_any(path, database) if columns is None else RawTable(path, database, columns, ("XES",))
    )


def read_any(path: Path, database: DuckDBPyConnection) -> RawTable:
    """Read any XES log, tag by tag."""
    events, traces = TextTable(database, "events"), TextTable(database, "traces")
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


def _joined(events: TextTable, traces: TextTable) -> tuple[str, ...]:
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
