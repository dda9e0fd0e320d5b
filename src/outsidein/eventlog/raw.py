"""What a file of events says, before anything is made of it: a table of texts, row by row."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE, ROW = "raw", "outsidein row"


@dataclass(frozen=True, slots=True)
class RawTable:
    """Every row of a file as texts, in a table of a database that lives as long as it is open.

    ``columns`` are as the file names them; the row's number in the file, from 1 on, stands in a
    column of its own. ``read_as`` says how the file was read, ``lost`` what could not be.
    """

    path: Path
    database: DuckDBPyConnection
    columns: tuple[str, ...]
    read_as: tuple[str, ...]
    lost: tuple[tuple[str, int], ...] = ()  # what could not be read, and how many rows

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
    packed = path.suffix.lower() == ".gz"
    return cast("IO[bytes]", gzip.open(path, "rb") if packed else path.open("rb"))


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def said(column: str) -> str:
    """Return the SQL of a cell's text without blanks around it; an empty one is nothing."""
    return f"nullif(trim({quoted(column)}), '')"


@contextmanager
def open_raw(path: Path, object_type: str | None = None) -> Iterator[RawTable]:
    """Open a file of events: CSV, TSV, Parquet, XES or OCEL; a text may be packed (.gz).

    ``object_type`` says whose way through an object-centric log is meant.

    Raises
    ------
    OutsideInError : a file that is not there or cannot be read as what its name says.
    """
    import duckdb

    reader = _reader(path, object_type)
    if not path.is_file():
        what, hint = "is not there", "is the name spelled as it is on the disk?"
        raise OutsideInError([Fault("unreadable", "error", str(path), what, hint)])
    with duckdb.connect() as database:
        database.execute("SET TimeZone='UTC'")
        database.execute("SET enable_progress_bar=false")
        try:
            yield reader(path, database)
        except duckdb.Error as error:
            raise not_read(path, error) from error


def _reader(path: Path, object_type: str | None) -> Any:
    from outsidein.eventlog.delimited import read_delimited
    from outsidein.eventlog.ocel import read_ocel
    from outsidein.eventlog.xes import read_xes

    by_object = partial(read_ocel, object_type=object_type)

    known = {
        ".csv": read_delimited, ".tsv": read_delimited, ".tab": read_delimited,
        ".parquet": _read_parquet, ".xes": read_xes, ".json": by_object, ".jsonocel": by_object,
        ".xml": by_object, ".xmlocel": by_object, ".sqlite": by_object,
    }  # fmt: skip
    for suffix in _suffixes(path):
        if suffix in known:
            return known[suffix]
    what, hint = f"{path.suffix or 'this'} is no kind of log", f"one of {', '.join(known)}"
    raise OutsideInError([Fault("log-kind", "error", str(path), what, hint)])


def _suffixes(path: Path) -> Sequence[str]:
    found = [suffix.lower() for suffix in path.suffixes]
    packed = found and found[-1] in {".gz", ".zst"}
    return found[-2:-1] if packed else found[-1:]


def _read_parquet(path: Path, database: DuckDBPyConnection) -> RawTable:
    import duckdb

    source = f"read_parquet({literal(str(path))}, file_row_number=true)"
    try:
        names = [row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        columns = tuple(name for name in names if name != "file_row_number")
        cells = ", ".join(f"{quoted(name)}::VARCHAR AS {quoted(name)}" for name in columns)
        database.execute(
            f"CREATE TEMP TABLE {TABLE} AS SELECT file_row_number + 1 AS {quoted(ROW)}, {cells} "
            f"FROM {source}"
        )
    except duckdb.Error as error:
        raise not_read(path, error) from error
    return RawTable(path, database, columns, ("Parquet",))


def not_read(path: Path, error: Exception) -> OutsideInError:
    """Return the error of a file that is not what its name says."""
    what = "cannot be read: " + " ".join(str(error).split())[:200]
    hint = "is it the right file?"
    return OutsideInError([Fault("not-a-log", "error", str(path), what, hint)])
