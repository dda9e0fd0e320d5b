"""Rows of texts, collected column by column and put into a database block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from outsidein.eventlog.raw import ROW, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_AT_ONCE, MOST_COLUMNS = 100_000, 2_000


class TextTable:
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
