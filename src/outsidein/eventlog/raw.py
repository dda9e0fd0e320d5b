"""What a file of events says, before anything is made of it: a table of texts, row by row."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE, ROW, KEPT_OUT = "raw", "outsidein row", "kept_out"
MEMORY = "3GB"  # for the database; what is more goes to disk
CHUNK_BYTES, BEGINNING_CHUNKS = 1 << 20, 16
MOST_TIMES_PACKED = 150  # real logs come to 8 to 60 times
READERS = {  # the end of a file's name -> what reads it
    ".csv": "delimited:read_delimited", ".tsv": "delimited:read_delimited",
    ".tab": "delimited:read_delimited", ".parquet": "raw:read_parquet", ".xes": "xes:read_xes",
    ".json": "ocel:read_ocel", ".jsonocel": "ocel:read_ocel", ".xml": "ocel:read_ocel",
    ".xmlocel": "ocel:read_ocel", ".sqlite": "ocel:read_ocel",
    ".duckdb": "databases:read_duckdb", ".eventlog": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RawTable:
    """Every row of a file as texts, in a table of a database that lives as long as it is open.

    ``columns`` are as the file names them; the row's number in the file, from 1 on, stands in a
    column of its own. ``read_as`` says how the file was read, ``lost`` what could not be; the lost
    rows themselves stand in the table KEPT_OUT (row, line, reason, text), if there is one.
    """

    path: Path
    database: DuckDBPyConnection
    columns: tuple[str, ...]
    read_as: tuple[str, ...]
    lost: tuple[tuple[str, int], ...] = ()  # what could not be read, and how many rows
    timed: frozenset[str] = frozenset()  # columns that are times of the file's own, not texts

    def one(self, query: str) -> tuple[Any, ...]:
        """Return the first row of a query."""
        found = self.database.execute(query).fetchone()
        assert found is not None
        return found

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self.one(f"SELECT count(*) FROM {TABLE}")[0])


def unpacked(path: Path) -> IO[bytes]:
    """Open a file to be read, unpacked if it is packed."""
    return cast("IO[bytes]", gzip.open(path, "rb") if is_packed(path) else path.open("rb"))


def is_packed(path: Path) -> bool:
    """Whether a file's name says that it is packed."""
    return path.suffix.lower() == ".gz"


def refuse_bomb(path: Path) -> None:
    """Raise OutsideInError if the beginning of a packed file is packed as no log ever is."""
    if not is_packed(path):
        return
    try:
        with path.open("rb") as packed, gzip.open(packed) as stream:
            count = sum(len(stream.read(CHUNK_BYTES)) for _ in range(BEGINNING_CHUNKS))
            used = packed.tell()
    except (OSError, EOFError, zlib.error):
        return  # told by who reads it
    if count > MOST_TIMES_PACKED * used and count > CHUNK_BYTES:
        what = f"unpacks to more than {MOST_TIMES_PACKED} times its size"
        hint = "no log does: is it the right file?"
        raise OutsideInError([Fault("bomb", "error", str(path), what, hint)])


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def said(column: str) -> str:
    """Return the SQL of a cell's text without blanks around it; an empty one is nothing."""
    return f"nullif(trim({quoted(column)}::VARCHAR), '')"


@contextmanager
def open_raw(path: Path, which: str | None = None) -> Iterator[RawTable]:
    """Open a file of events: CSV, TSV, Parquet, XES, OCEL or DuckDB; a text may be packed (.gz).

    ``which`` says whose way through an object-centric log, or which table of a database is meant.

    Raises
    ------
    OutsideInError : a file that is not there or cannot be read as what its name says.
    """
    import duckdb

    if not is_log(path):
        what, hint = f"{path.suffix or 'this'} is no kind of log", f"one of {', '.join(READERS)}"
        raise OutsideInError([Fault("log-kind", "error", str(path), what, hint)])
    if not path.is_file():
        what, hint = "is not there", "is the name spelled as it is on the disk?"
        raise OutsideInError([Fault("unreadable", "error", str(path), what, hint)])
    refuse_bomb(path)
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as database:
        database.execute(f"SET temp_directory={literal(spill)}")
        database.execute(f"SET memory_limit={literal(MEMORY)}")
        database.execute("SET TimeZone='UTC'")
        database.execute("SET enable_progress_bar=false")
        database.execute("SET max_expression_depth=100000")  # a log may have many columns
        try:
            yield _reader(path)(path, database, which)
        except duckdb.Error as error:
            raise not_read(path, error) from error


def is_log(path: Path) -> bool:
    """Whether the name of a file says that it is a log of events.

    >>> is_log(Path("visits.csv.gz")), is_log(Path("shop.yaml"))
    (True, False)
    """
    return _suffix(path) in READERS


def _reader(path: Path) -> Any:
    module, _, function = READERS[_suffix(path)].partition(":")
    return getattr(import_module(f"outsidein.eventlog.{module}"), function)


def _suffix(path: Path) -> str:
    """Return the end of a name that says what kind of file it is, packed or not."""
    found = [suffix.lower() for suffix in path.suffixes]
    if found[-1:] == [".gz"]:
        found.pop()
    return found[-1] if found else ""


def read_parquet(path: Path, database: DuckDBPyConnection, _: str | None = None) -> RawTable:
    """Read a table with its own types, as the texts they are written as."""
    import duckdb

    source = f"read_parquet({literal(str(path))}, file_row_number=true)"
    try:
        return typed_view(path, database, source, "file_row_number + 1", "Parquet")
    except duckdb.Error as error:
        raise not_read(path, error) from error


def typed_view(
    path: Path, database: DuckDBPyConnection, source: str, row: str, read_as: str
) -> RawTable:
    """Show a table that has types as texts; its times stay times. ``row`` numbers its rows."""
    described = database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    refuse_reserved(path, tuple(types))
    timed = frozenset(n for n, kind in types.items() if kind.startswith(("TIMESTAMP", "DATE")))
    cells = ", ".join(
        quoted(n) if n in timed else f"{quoted(n)}::VARCHAR AS {quoted(n)}" for n in types
    )
    database.execute(
        f"CREATE TEMP VIEW {TABLE} AS SELECT {row} AS {quoted(ROW)}, {cells} FROM {source}"
    )
    return RawTable(path, database, tuple(types), (read_as,), timed=timed)


def keep_out(database: DuckDBPyConnection, query: str) -> None:
    """Keep rows that never come into the table: (row, line, reason, text), each perhaps NULL."""
    database.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {KEPT_OUT} "
        "(row BIGINT, line BIGINT, reason VARCHAR, text VARCHAR)"
    )
    database.execute(f"INSERT INTO {KEPT_OUT} {query}")


def refuse_reserved(path: Path, columns: Sequence[str]) -> None:
    """Raise OutsideInError if a column has the name of the one that holds the row's number."""
    if ROW in (column.casefold() for column in columns):
        what, hint = f"has a column called {ROW!r}", "give that column another name"
        raise OutsideInError([Fault("reserved", "error", str(path), what, hint)])


def not_read(path: Path, error: Exception) -> OutsideInError:
    """Return the error of a file that is not what its name says."""
    what = "cannot be read: " + " ".join(str(error).split())[:200]
    hint = "is it the right file?"
    return OutsideInError([Fault("not-a-log", "error", str(path), what, hint)])
