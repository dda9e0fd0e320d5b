"""Object-centric logs (OCEL 2.0: JSON, XML, SQLite; OCEL 1.0: JSON), seen from one type of object.

An event belongs to the case of each of its objects of that type. Source: Berti and others, OCEL
(Object-Centric Event Log) 2.0 Specification, 2023, sections 5 to 7.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.raw import TABLE, RawTable, keep_out, not_read, quoted, unpacked
from outsidein.eventlog.texts import TextTable
from outsidein.words import did_you_mean

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_BYTES, CHUNK_BYTES, DEEPEST = 1 << 30, 1 << 20, 16
CASE, ACTIVITY, TIME = "case:id", "activity", "time"


@dataclass(frozen=True, slots=True)
class _Event:
    activity: str
    time: str
    objects: tuple[str, ...]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Objects:
    """An object-centric log: the type of each object, and the events."""

    types: Mapping[str, str]
    events: Iterable[_Event]


def read_ocel(path: Path, database: DuckDBPyConnection, object_type: str | None) -> RawTable:
    """Read an object-centric log as a table: a row for each event and object of one type.

    Raises
    ------
    OutsideInError : no or an unknown type of object, with the types that there are.
    """
    try:
        found = _reader(path)(path)
        _refuse_unknown(path, found, object_type)
        table, without = TextTable(database, TABLE), TextTable(database, "without")
        for event in found.events:
            cases = [one for one in event.objects if found.types.get(one) == object_type]
            if not cases:
                without.add({"reason": _without(object_type), "text": _told(event)})
            for case in dict.fromkeys(cases):
                row = {CASE: case, ACTIVITY: event.activity, TIME: event.time}
                table.add({**event.said, **row})
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        expat.ExpatError,
    ) as error:
        if isinstance(error, OutsideInError):
            raise
        raise not_read(path, error) from error
    except (OSError, EOFError, sqlite3.Error) as error:
        raise not_read(path, error) from error
    table.put()
    without.put()
    if without.total:
        keep_out(database, "SELECT NULL, NULL, reason, text FROM without")
    lost = ((_without(object_type), without.total),) if without.total else ()
    return RawTable(path, database, tuple(table.known), (f"OCEL, by {object_type}",), lost)


def _without(object_type: str | None) -> str:
    return f'no object of the type "{object_type}"'


def _told(event: _Event) -> str:
    return json.dumps([event.activity, event.time, event.objects, dict(event.said)])


def _refuse_unknown(path: Path, found: _Objects, object_type: str | None) -> None:
    counts = Counter(found.types.values())
    if object_type in counts:
        return
    listed = ", ".join(f"{name} ({count:,})" for name, count in counts.most_common(12))
    if object_type is None:
        what = "tells of several kinds of objects: whose way is meant?"
        hint = f"--object-type NAME, one of {listed}"
    else:
        what = f"has no objects of the type {object_type!r}"
        hint = did_you_mean(object_type, list(counts)) or f"one of {listed}"
    raise OutsideInError([Fault("object-type", "error", str(path), what, hint)])


def _reader(path: Path) -> Callable[[Path], _Objects]:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    kinds = {".json": _json, ".jsonocel": _json, ".xml": _xml, ".xmlocel": _xml}
    return kinds.get(suffixes[-1], _sqlite) if suffixes else _sqlite


def _json(path: Path) -> _Objects:
    with unpacked(path) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"is larger than {MOST_BYTES:,} bytes")
    told = json.loads(content)
    if "ocel:events" in told:
        return _first_version(told)
    types = {str(one["id"]): str(one["type"]) for one in told["objects"]}
    return _Objects(types, _json_events(told["events"]))


def _json_events(events: Iterable[Any]) -> Iterator[_Event]:
    for one in events:
        related = tuple(str(other["objectId"]) for other in one.get("relationships") or ())
        said = {str(a["name"]): str(a["value"]) for a in one.get("attributes") or ()}
        yield _Event(str(one["type"]), str(one["time"]), related, said)


def _first_version(told: Any) -> _Objects:
    types = {str(name): str(one["ocel:type"]) for name, one in told["ocel:objects"].items()}
    events = (
        _Event(
            str(one["ocel:activity"]),
            str(one["ocel:timestamp"]),
            tuple(map(str, one["ocel:omap"])),
            {str(name): str(value) for name, value in one.get("ocel:vmap", {}).items()},
        )
        for one in told["ocel:events"].values()
    )
    return _Objects(types, events)


class _XmlReader:
    """Collects the objects and the events of an XML file."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.events: list[_Event] = []
        self.inside: list[str] = []
        self.event: dict[str, str] | None = None
        self.related: list[str] = []
        self.said: dict[str, str] = {}
        self.name, self.text = "", ""

    def start(self, tag: str, said: dict[str, str]) -> None:
        self.inside.append(tag)
        if len(self.inside) > DEEPEST:
            raise ValueError(f"is nested deeper than {DEEPEST}")
        if tag == "object" and self.event is None:
            self.types[said["id"]] = said["type"]
        elif tag == "event":
            self.event, self.related, self.said = said, [], {}
        elif tag == "relationship" and self.event is not None:
            self.related.append(said["object-id"])
        elif tag == "attribute" and self.event is not None:
            self.name, self.text = said["name"], ""

    def characters(self, text: str) -> None:
        if self.name:
            self.text += text

    def end(self, tag: str) -> None:
        self.inside.pop()
        if tag == "attribute" and self.name:
            self.said[self.name], self.name = self.text.strip(), ""
        elif tag == "event" and self.event is not None:
            said = self.event
            self.events.append(_Event(said["type"], said["time"], tuple(self.related), self.said))
            self.event = None

    def doctype(self, *_: Any) -> None:
        raise ValueError("has a DOCTYPE, which a log does not need")


def _xml(path: Path) -> _Objects:
    reader, parser = _XmlReader(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.doctype
    with unpacked(path) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return _Objects(reader.types, reader.events)


def _sqlite(path: Path) -> _Objects:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        types = {
            str(name): str(kind)
            for name, kind in base.execute("SELECT ocel_id, ocel_type FROM object")
        }
        related: dict[str, list[str]] = {}
        for event, one in base.execute("SELECT ocel_event_id, ocel_object_id FROM event_object"):
            related.setdefault(str(event), []).append(str(one))
        maps = base.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall()
        events = [event for kind, table in maps for event in _typed(base, kind, table, related)]
    return _Objects(types, events)


def _typed(
    base: sqlite3.Connection, kind: str, table: str, related: Mapping[str, list[str]]
) -> Iterator[_Event]:
    """Yield the events of one type, which have a table of their own."""
    rows = base.execute(f"SELECT * FROM {quoted(f'event_{table}')}")
    names = [column[0] for column in rows.description]
    for row in rows:
        said = {
            name: str(value) for name, value in zip(names, row, strict=True) if value is not None
        }
        event, time = said.pop("ocel_id"), said.pop("ocel_time", "")
        yield _Event(kind, time, tuple(related.get(event, ())), said)
