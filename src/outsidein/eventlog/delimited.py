"""Tables of events as text: the separator and the encoding are found, and said."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.raw import (
    ROW,
    TABLE,
    RawTable,
    keep_out,
    literal,
    not_read,
    quoted,
    refuse_reserved,
    unpacked,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
SAMPLE_BYTES = 1 << 20
MOST_BYTES_A_ROW = 1 << 22


def read_delimited(path: Path, database: DuckDBPyConnection, _: str | None = None) -> RawTable:
    """Read a table with one head line; every cell stays the text it is.

    Rows with too few or too many cells are kept out and counted.
    """
    sample = _sample(path)
    encoding = _encoding(sample)
    head = sample.decode(encoding, errors="replace").lstrip("\ufeff")
    if not head.strip():
        what, hint = "is empty", "a log has a line of names and a line an event"
        raise OutsideInError([Fault("empty", "error", str(path), what, hint)])
    said = head[4:5] if head.casefold().startswith("sep=") else ""
    separator = said if said in SEPARATORS else _separator(head)
    if encoding in {"utf-8", "utf-8-sig"}:
        columns, lost = _load(path, path, separator, database, skip=bool(said))
    else:
        with tempfile.TemporaryDirectory() as folder:
            utf8 = Path(folder) / "utf8.csv"
            _transcode(path, utf8, encoding)
            columns, lost = _load(path, utf8, separator, database, skip=bool(said))
    read_as = (f"separated by {SEPARATORS[separator]}", f"text in {encoding}")
    return RawTable(path, database, columns, read_as, lost)


def _sample(path: Path) -> bytes:
    try:
        with unpacked(path) as stream:
            return stream.read(SAMPLE_BYTES)
    except (OSError, EOFError) as error:
        raise not_read(path, error) from error


def _encoding(sample: bytes) -> str:
    """Return UTF-8 if the sample is, else what its first bytes say, else Windows-1252."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    whole = len(sample) < SAMPLE_BYTES
    try:
        sample[: None if whole else sample.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(head: str) -> str:
    """Return the separator that cuts the first lines into the most equal pieces."""
    lines = [line for line in head.splitlines()[:50] if line.strip()]

    def rank(separator: str) -> tuple[bool, int]:
        cuts = [_outside_quotes(line).count(separator) for line in lines]
        return cuts[0] > 0 and cuts.count(cuts[0]) * 2 > len(cuts), cuts[0]

    return max(SEPARATORS, key=rank)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _transcode(path: Path, target: Path, encoding: str) -> None:
    try:
        with (
            unpacked(path) as source,
            io.TextIOWrapper(source, encoding, errors="replace", newline="") as reader,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            shutil.copyfileobj(reader, out, SAMPLE_BYTES)
    except (OSError, EOFError, UnicodeError) as error:
        raise not_read(path, error) from error


def _load(
    path: Path, file: Path, separator: str, database: DuckDBPyConnection, *, skip: bool
) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    import duckdb

    layout = (
        f"all_varchar=true, header=true, delim={literal(separator)}, quote='\"', escape='\"', "
        f"null_padding=false, store_rejects=true, max_line_size={MOST_BYTES_A_ROW}, "
        f"parallel=false, sample_size=1000, skip={int(skip)}"
    )
    source = f"read_csv({literal(str(file))}, {layout})"
    try:
        names = [row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        refuse_reserved(path, names)
        cells = ", ".join(quoted(name) for name in names)
        database.execute(
            f"CREATE TEMP TABLE {TABLE} AS SELECT row_number() OVER () AS {quoted(ROW)}, {cells} "
            f"FROM {source}"
        )
        lost = _lost(database)
    except duckdb.Error as error:
        raise not_read(path, error) from error
    return tuple(names), lost


def _lost(database: DuckDBPyConnection) -> tuple[tuple[str, int], ...]:
    """Return what rows could not be read, with the first lines of each kind; keep the lines."""
    keep_out(
        database,
        "SELECT NULL, line, replace(lower(min(error_type::VARCHAR)), '_', ' '), min(csv_line) "
        "FROM reject_errors GROUP BY line",
    )
    found = database.execute(
        "SELECT lower(error_type::VARCHAR), count(DISTINCT line), min(line) FROM reject_errors "
        "GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    return tuple(
        (f"{kind.replace('_', ' ')}, first in line {line}", int(count))
        for kind, count, line in found
    )
