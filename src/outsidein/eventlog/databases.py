"""A table of a DuckDB database as a log: read only, its own types, no views of foreign files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.raw import RawTable, literal, not_read, quoted, typed_view
from outsidein.words import did_you_mean

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOURCE = "source_of_log"


def read_duckdb(path: Path, database: DuckDBPyConnection, table: str | None) -> RawTable:
    """Show one table of a database; where it has one only, it need not be named.

    Raises
    ------
    OutsideInError : no database, no such table, several to choose from.
    """
    import duckdb

    try:
        database.execute(f"ATTACH {literal(str(path))} AS {SOURCE} (READ_ONLY)")
        there = database.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() "
            f"WHERE database_name = '{SOURCE}' AND NOT internal ORDER BY ALL"
        ).fetchall()
        schema, name = _chosen(path, there, table)
        source = f"{SOURCE}.{quoted(schema)}.{quoted(name)}"
        return typed_view(path, database, source, "rowid + 1", f'the table "{name}" of DuckDB')
    except duckdb.Error as error:
        raise not_read(path, error) from error


def _chosen(path: Path, there: list[tuple[str, str]], table: str | None) -> tuple[str, str]:
    """Return schema and name of the table that is meant: `name` or `schema.name`."""
    names = [name if schema == "main" else f"{schema}.{name}" for schema, name in there]
    if table is None and len(there) == 1:
        return there[0]
    if table in names:
        return there[names.index(table)]
    listed = ", ".join(names[:12]) or "it has none"
    if table is None:
        what, hint = "has several tables: which is the log?", f"--table NAME, one of {listed}"
        if not there:
            what, hint = "has no table", "a log is a table with a row an event"
    else:
        what = f"has no table {table!r}"
        hint = did_you_mean(table, names) or f"one of {listed}"
    raise OutsideInError([Fault("table", "error", str(path), what, hint)])
