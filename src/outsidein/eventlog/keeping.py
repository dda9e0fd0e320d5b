"""Stored logs: a folder of Parquet files, written whole or not at all, read column by column.

`log.json` says what the others are: `events-*` (case, activity, resource, end, start, row and a
column of codes for each text that was kept), whole cases in each file and in the order of their
time; `cases-*` and `words-*` the names behind the codes; `aside-*` the rows that are no events.
"""

from __future__ import annotations

import json
import re
import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.coding import Coding
from outsidein.eventlog.columns import Roles
from outsidein.eventlog.raw import literal, quoted
from outsidein.eventlog.store import EVENTS_A_BLOCK, NOT_SAID, Aside, Events
from outsidein.files import read_capped, replacing, write_atomically

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUFFIX, CONTENTS = ".eventlog", "log.json"
FORMAT, VERSION = "outsidein event log", 1
MOST_BYTES = 1 << 28  # of log.json
END_BYTES, CHUNK_BYTES = 1 << 20, 1 << 22
FILE = re.compile(r"[a-z]+-[0-9a-f]{8}-[0-9]+\.parquet")
RISKY = r"^[=+\-@\t\r]"  # a text that a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file beside its events."""

    path: Path
    roles: Roles
    read_as: tuple[str, ...]
    rows: int
    aside: tuple[Aside, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What `log.json` says."""

    source: Mapping[str, Any]
    roles: Roles
    read_as: tuple[str, ...]
    rows: int
    events: int
    cases: int
    aside: tuple[Aside, ...]
    attributes: tuple[str, ...]
    blocks: tuple[str, ...]
    words: Mapping[str, str]  # the kept columns: name -> file
    tables: Mapping[str, str]  # activities, resources, cases, aside -> file
    files: Mapping[str, tuple[int, int]]  # each file's bytes and CRC-32


def write_store(
    store: Path, coding: Coding, facts: Facts, events_a_block: int = EVENTS_A_BLOCK
) -> None:
    """Write a log into a folder; the old one stays whole until the new one is."""
    import duckdb

    _refuse_foreign(store)
    try:
        store.mkdir(exist_ok=True)
        contents = _Writer(store, coding).write(facts, events_a_block)
        told = {"format": FORMAT, "version": VERSION, **asdict(contents)}
        told["roles"] = facts.roles.said()
        write_atomically(store / CONTENTS, json.dumps(told, indent=1).encode())
        _sweep(store, contents)
    except (OSError, duckdb.IOException) as error:
        what = "cannot be written: " + " ".join(str(error).split())[:160]
        hint = "the old log, if there was any, is as it was"
        raise OutsideInError([Fault("unwritable", "error", str(store), what, hint)]) from error


class _Writer:
    """Writes the files of one store, under names that no earlier one has."""

    def __init__(self, store: Path, coding: Coding) -> None:
        self.store, self.coding, self.database = store, coding, coding.database
        self.mark, self.files = secrets.token_hex(4), {}

    files: dict[str, tuple[int, int]]

    def write(self, facts: Facts, events_a_block: int) -> Contents:
        coding, events = self.coding, 0
        blocks, counts = [], []
        for number, block in enumerate(coding.blocks(events_a_block)):
            blocks.append(self._block(number, block))
            counts.append(block.first[1:] - block.first[:-1])
            events += len(block)
        words = {
            name: self._table("words", number, coding.words_query(f"kept_{number}"))
            for number, name in enumerate(coding.kept)
        }
        return Contents(
            source=_source(facts.path),
            roles=facts.roles,
            read_as=facts.read_as,
            rows=facts.rows,
            events=events,
            cases=len(coding.counts),
            aside=facts.aside,
            attributes=facts.attributes,
            blocks=tuple(blocks),
            words=words,
            tables={
                "activities": self._table("activities", 0, coding.words_query("activity")),
                "resources": self._table("resources", 0, coding.words_query("resource")),
                "cases": self._cases(counts),
                "aside": self._table("aside", 0, coding.kept_aside()),
            },
            files=self.files,
        )

    def _block(self, number: int, block: Events) -> str:
        columns: dict[str, Any] = {
            "case": block.case, "activity": block.activity, "resource": block.resource,
            "end": block.end, "start": block.start, "row": block.row,
        }  # fmt: skip
        columns["case"] = columns["case"].repeat(block.first[1:] - block.first[:-1])
        narrow = "USMALLINT" if len(self.coding.activities) <= 1 << 16 else "UINTEGER"
        told = [
            '"case"::INTEGER AS "case"', f"activity::{narrow} AS activity",
            "nullif(resource, -1) AS resource", 'make_timestamp("end") AS "end"',
            f'make_timestamp(nullif("start", {NOT_SAID})) AS "start"', '"row"',
        ]  # fmt: skip
        for k, codes in enumerate(block.said.values()):
            columns[f"kept_{k}"] = codes
            told.append(f"nullif(kept_{k}, -1) AS kept_{k}")
        self.database.register("block", columns)
        try:
            return self._table("events", number, f"SELECT {', '.join(told)} FROM block")
        finally:
            self.database.unregister("block")

    def _cases(self, counts: Sequence[Any]) -> str:
        """Write the cases with the number of their events, fewer where starts found their ends."""
        import numpy as np

        self.database.register("sizes", {"events": np.concatenate(counts).astype(np.int32)})
        try:
            return self._table(
                "cases", 0,
                "SELECT s.events, w.word AS name FROM (SELECT events, row_number() OVER () - 1 AS "
                "code FROM sizes) s JOIN numbered_case n USING (code) "
                "JOIN words_of_case w ON w.code = n.before ORDER BY n.code",
            )  # fmt: skip
        finally:
            self.database.unregister("sizes")

    def _table(self, kind: str, number: int, query: str) -> str:
        name = f"{kind}-{self.mark}-{number}.parquet"
        file = self.store / name
        self.database.execute(
            f"COPY ({query}) TO {literal(str(file))} "
            "(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
        )
        self.files[name] = (file.stat().st_size, _checksum(file))
        return name


def save_table(database: DuckDBPyConnection, query: str, file: Path) -> None:
    """Write the rows of a query as CSV or Parquet; no cell of a CSV runs in a spreadsheet."""
    if file.suffix.lower() not in {".csv", ".parquet"}:
        what, hint = f"{file.name}: unknown kind of table", "one of .csv, .parquet"
        raise OutsideInError([Fault("table-kind", "error", str(file), what, hint)])
    layout = "FORMAT parquet" if file.suffix.lower() == ".parquet" else "FORMAT csv, HEADER"
    if "csv" in layout:
        described = database.execute(f"DESCRIBE {query}").fetchall()
        cells = ", ".join(
            f"CASE WHEN regexp_matches({quoted(name)}, {literal(RISKY)}) "
            f"THEN '''' || {quoted(name)} ELSE {quoted(name)} END AS {quoted(name)}"
            if kind == "VARCHAR"
            else quoted(name)
            for name, kind, *_ in described
        )
        query = f"SELECT {cells} FROM ({query})"
    with replacing(file) as unsaved:
        target = literal(str(unsaved))
        database.execute(f"COPY ({query}) TO {target} ({layout}, USE_TMP_FILE false)")


def read_contents(store: Path) -> Contents:
    """Return what a stored log says of itself. Raises OutsideInError where it is none or broken."""
    if not store.is_dir():
        what, hint = "is not there", "is the name spelled as it is on the disk?"
        raise OutsideInError([Fault("unreadable", "error", str(store), what, hint)])
    if not (store / CONTENTS).is_file():
        raise _broken(store, f"has no {CONTENTS}: it is no stored log, or was never finished")
    try:
        told = json.loads(read_capped(store / CONTENTS, most_bytes=MOST_BYTES))
        if told["format"] != FORMAT:
            raise _broken(store, f"{CONTENTS} is of something else")
        if told["version"] > VERSION:
            what = f"was written by a newer outsidein (format {told['version']})"
            hint = "update outsidein, or store the log again from its source"
            raise OutsideInError([Fault("newer", "error", str(store), what, hint)])
        contents = _contents(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, OutsideInError):
            raise
        raise _broken(store, f"{CONTENTS} cannot be read: {error}") from error
    for name, (size, checksum) in contents.files.items():
        _refuse_changed(store, name, size, checksum)
    return contents


def _contents(told: Mapping[str, Any]) -> Contents:
    files = {str(name): (int(size), int(check)) for name, (size, check) in told["files"].items()}
    blocks, words, tables = tuple(told["blocks"]), dict(told["words"]), dict(told["tables"])
    named = {*blocks, *words.values(), *(tables[kind] for kind in TABLES)}
    if named != set(files) or not all(FILE.fullmatch(name) for name in named):
        raise ValueError("the files it names are not those it lists")
    return Contents(
        source=dict(told["source"]),
        roles=Roles(**{str(k): str(v) for k, v in told["roles"].items()}),
        read_as=tuple(map(str, told["read_as"])),
        rows=int(told["rows"]),
        events=int(told["events"]),
        cases=int(told["cases"]),
        aside=tuple(
            Aside(
                reason=str(one["reason"]),
                count=int(one["count"]),
                rows=tuple(map(int, one["rows"])),
            )
            for one in told["aside"]
        ),
        attributes=tuple(map(str, told["attributes"])),
        blocks=blocks,
        words=words,
        tables=tables,
        files=files,
    )


TABLES = ("activities", "resources", "cases", "aside")


def _refuse_changed(store: Path, name: str, size: int, checksum: int) -> None:
    file = store / name
    if not file.is_file():
        raise _broken(store, f"lacks its file {name}")
    if file.stat().st_size != size:
        raise _broken(store, f"{name} has {file.stat().st_size:,} bytes instead of {size:,}")
    if _checksum(file) != checksum:
        raise _broken(store, f"{name} is not what was written")


def _broken(store: Path, what: str) -> OutsideInError:
    hint = "store the log again from its source: outsidein log LOG --store " + store.name
    return OutsideInError([Fault("broken-store", "error", str(store), what, hint)])


def _refuse_foreign(store: Path) -> None:
    """Raise OutsideInError if a folder holds anything but a stored log."""
    if store.is_dir():
        others = [one.name for one in store.iterdir() if not _is_ours(one.name)]
        if others:
            what = f"holds other files, such as {others[0]}"
            hint = "name a folder that is not there yet"
            raise OutsideInError([Fault("unwritable", "error", str(store), what, hint)])
    elif store.exists():
        what, hint = "is a file, and a stored log is a folder", "choose another name"
        raise OutsideInError([Fault("unwritable", "error", str(store), what, hint)])


def _is_ours(name: str) -> bool:
    return name == CONTENTS or bool(FILE.fullmatch(name)) or name.startswith(f".{CONTENTS}")


def _sweep(store: Path, contents: Contents) -> None:
    """Remove the files of earlier stores, and of those that were never finished."""
    for one in store.iterdir():
        if FILE.fullmatch(one.name) and one.name not in contents.files:
            one.unlink(missing_ok=True)


def _checksum(file: Path) -> int:
    found = 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            found = zlib.crc32(chunk, found)
    return found


def _source(path: Path) -> dict[str, Any]:
    """Return what a file is known by: its name, its size, and its beginning and end."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        digest = blake2b(stream.read(END_BYTES), digest_size=16)
        stream.seek(max(0, size - END_BYTES))
        digest.update(stream.read(END_BYTES))
    return {"name": path.name, "bytes": size, "digest": digest.hexdigest()}


def source_beside(store: Path, source: Mapping[str, Any]) -> str:
    """Return in words whether the file that a store came from, if it lies beside, has changed."""
    name = str(source.get("name", ""))
    beside = store.resolve().parent / name
    told = f"stored from {name}"
    if not name or Path(name).name != name or not beside.is_file():
        return told
    return told if _source(beside) == dict(source) else f"{told}, which has changed since"
