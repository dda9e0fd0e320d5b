"""A stored log, read from its folder column by column, block by block, as it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.keeping import Contents, read_contents, save_table, source_beside
from outsidein.eventlog.raw import literal, quoted
from outsidein.eventlog.store import (
    EVENTS_A_BLOCK,
    NOT_SAID,
    Asked,
    Coded,
    Codes,
    EventLog,
    Events,
)
from outsidein.words import did_you_mean

MOST_HELD = 1 << 25  # events; the columns of a larger log are not kept between two questions
Integers = npt.NDArray[np.int64]


class _Folder:
    """Reads columns of the Parquet files of one store, and refuses codes that mean nothing."""

    def __init__(self, store: Path, contents: Contents) -> None:
        import duckdb

        self.store, self.contents = store, contents
        self.database = duckdb.connect()
        self.database.execute("SET enable_progress_bar=false")

    def table(self, file: str, cells: str) -> dict[str, Any]:
        """Return some cells of a file as arrays."""
        import duckdb

        try:
            return (
                self.database.cursor()
                .execute(f"SELECT {cells} FROM {self.source(file)}")
                .fetchnumpy()
            )
        except duckdb.Error as error:
            what = f"{file} cannot be read: {' '.join(str(error).split())[:160]}"
            raise self.broken(what) from error

    def source(self, file: str) -> str:
        """Return the SQL of a file."""
        return f"read_parquet({literal(str(self.store / file))})"

    def texts(self, file: str, column: str = "word") -> list[str]:
        """Return a column of texts."""
        return [str(one) for one in self.table(file, quoted(column))[column]]

    def column(self, files: Sequence[str], cell: str, count: int) -> npt.NDArray[Any]:
        """Return one column of the events."""
        found = [np.asarray(self.table(file, f"{cell} AS cell")["cell"]) for file in files]
        column = np.concatenate(found) if len(found) != 1 else found[0]
        if len(column) != count:
            raise self.broken(f"has {len(column):,} events where {count:,} are meant to be")
        return column

    def codes(self, files: Sequence[str], cell: str, count: int, words: int, least: int) -> Codes:
        """Return a column of codes, from ``least`` on and below ``words``."""
        column = self.column(files, f"coalesce({cell}, -1)::INTEGER", count)
        if count and not (least <= column.min() and column.max() < words):
            raise self.broken(f"{cell} has codes that mean nothing")
        return column.astype(np.int32, copy=False)

    def broken(self, what: str) -> OutsideInError:
        hint = "store the log again from its source"
        return OutsideInError([Fault("broken-store", "error", str(self.store), what, hint)])


def open_store(
    store: str | Path, path: Path | None = None, read_as: tuple[str, ...] = ()
) -> StoredLog:
    """Return a stored log; its columns are read when they are asked for.

    Raises
    ------
    OutsideInError : no stored log, one of a newer outsidein, one that is cut or was changed.
    """
    store = Path(store)
    contents = read_contents(store)
    how = read_as or (*contents.read_as, source_beside(store, contents.source))
    return StoredLog.opened(_Folder(store, contents), path or store, how)


class StoredLog(EventLog):
    """An event log that stays in its folder: names and columns are read when asked for."""

    @classmethod
    def opened(cls, folder: _Folder, path: Path, read_as: tuple[str, ...]) -> StoredLog:
        """Return the log of a folder; none of its columns is read yet."""
        contents = folder.contents
        made = object.__new__(cls)
        made.__dict__.update(
            _folder=folder,
            path=path,
            roles=contents.roles,
            read_as=read_as,
            rows=contents.rows,
            aside=contents.aside,
            attributes=contents.attributes,
            activities=tuple(folder.texts(contents.tables["activities"])),
            resources=tuple(folder.texts(contents.tables["resources"])),
            said={name: Coded.asked(made._coded(name)) for name in contents.words},
        )
        made.__dict__["events"] = made._events(contents.blocks, 0, made._first())
        return made

    _folder: _Folder

    def __getattr__(self, name: str) -> Any:
        """Read the names of the cases when they are asked for."""
        if name != "cases":
            raise AttributeError(name)
        found = self._folder.texts(self._folder.contents.tables["cases"], "name")
        self.__dict__["cases"] = np.array(found, dtype=object)
        return self.__dict__["cases"]

    def blocks(self, most_events: int = EVENTS_A_BLOCK) -> Iterator[Events]:
        """Yield blocks of whole cases; of a large log from the disk, a file after the other."""
        if len(self) <= MOST_HELD or "_folder" not in self.__dict__:  # one made of another
            yield from super().blocks(most_events)
            return
        begin = 0
        first = self.events.first
        for file, end in self._ends():
            block = self._events((file,), begin, first[begin : end + 1] - first[begin])
            yield from block.blocks(most_events)
            begin = end

    def save_kept_aside(self, file: Path) -> None:
        """Write the rows that are no events into a table (.csv, .parquet), with the reasons."""
        folder = self._folder
        query = f"SELECT * FROM {folder.source(folder.contents.tables['aside'])}"
        save_table(folder.database, query, file)

    def _first(self) -> Integers:
        folder, contents = self._folder, self._folder.contents
        counts = np.asarray(folder.table(contents.tables["cases"], "events")["events"])
        first: Integers = np.append(0, np.cumsum(counts, dtype=np.int64))
        if len(counts) != contents.cases or first[-1] != contents.events or counts.min() < 1:
            raise folder.broken("its cases do not have the events that are meant to be there")
        return first

    def _ends(self) -> Iterator[tuple[str, int]]:
        """Yield each file of events with the number of the case before which it ends."""
        for file in self._folder.contents.blocks:
            last = self._folder.table(file, 'max("case")::BIGINT AS last')["last"]
            end = int(np.asarray(last)[0]) + 1
            if not 0 < end < len(self.events.first):
                raise self._folder.broken(f"{file} holds cases that are not there")
            yield file, end

    def _events(self, files: Sequence[str], begin: int, first: Integers) -> Events:
        """Return the events of some files, whose columns are read when asked for."""
        folder, count, cases = self._folder, int(first[-1]), len(first) - 1
        words = list(folder.contents.words)

        def read(name: str) -> Any:
            if name == "case":
                return np.arange(begin, begin + cases, dtype=np.int64)
            if name == "activity":
                return folder.codes(files, name, count, len(self.activities), 0)
            if name == "resource":
                return folder.codes(files, name, count, len(self.resources), -1)
            return folder.column(files, TIMES_AND_ROWS[name], count).astype(np.int64, copy=False)

        def said(name: str) -> Codes:
            known = len(self.said[name].words)
            return folder.codes(files, f"kept_{words.index(name)}", count, known, -1)

        return Events.asked(first, read, Asked(words, said))

    def _coded(self, name: str) -> Callable[[str], Any]:
        def read(what: str) -> Any:
            if what == "words":
                return tuple(self._folder.texts(self._folder.contents.words[name]))
            return self.events.said[name]

        return read


TIMES_AND_ROWS = {
    "end": 'epoch_us("end")',
    "start": f'coalesce(epoch_us("start"), {NOT_SAID})',
    "row": '"row"',
}


def refuse_other_wishes(
    store: Path,
    log: EventLog,
    columns: Mapping[str, str] | None,
    which: str | None,
    attributes: Sequence[str],
) -> None:
    """Raise OutsideInError for what must be said when a log is stored, not when it is read."""
    faults = []
    hint = "say it when the log is stored: outsidein log LOG --store " + store.name
    if columns and any(log.roles.said().get(name) != one for name, one in columns.items()):
        what = "a stored log has its columns already"
        faults.append(Fault("stored", "error", str(store), what, hint))
    if which:
        what = "a stored log is of one kind of object, or of one table, already"
        faults.append(Fault("stored", "error", str(store), what, hint))
    for column in attributes:
        if column not in log.said:
            what = f"there is no column {column!r}"
            known = did_you_mean(column, list(log.said)) or hint
            faults.append(Fault("unknown-column", "error", str(store), what, known))
    if faults:
        raise OutsideInError(faults)
