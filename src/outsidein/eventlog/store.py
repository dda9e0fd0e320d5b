"""An event log as coded columns: whole cases one after another, each in the order of its time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.columns import Roles

Codes = npt.NDArray[np.int32]
Microseconds = npt.NDArray[np.int64]
NOT_SAID = np.iinfo(np.int64).min  # a time that an event does not have
EVENTS_A_BLOCK = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Rows that could not become events: why, how many, and where the first ones stand."""

    reason: str
    count: int
    rows: tuple[int, ...]


class Asked(Mapping[str, Any]):
    """What is made when it is first asked for, by name."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Any]) -> None:
        self.names, self.make = tuple(names), make
        self.made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return what has a name. Raises KeyError."""
        if name not in self.names:
            raise KeyError(name)
        if name not in self.made:
            self.made[name] = self.make(name)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self.names)

    def __len__(self) -> int:
        """Number of names."""
        return len(self.names)


class _Columns:
    """Columns that may be there from the beginning, or be read when they are asked for."""

    _read: Callable[[str], Any] | None

    def __getattr__(self, name: str) -> Any:
        """Read a column that is not there yet."""
        read = None if name.startswith("_") else self.__dict__.get("_read")
        if read is None:
            raise AttributeError(name)
        value = read(name)
        object.__setattr__(self, name, value)
        return value


@dataclass(frozen=True, kw_only=True)
class Coded(_Columns):
    """A column of texts as numbers: the code of each event, -1 where nothing is said."""

    words: tuple[str, ...]
    codes: Codes

    @classmethod
    def asked(cls, read: Callable[[str], Any]) -> Coded:
        """Return one whose words and codes are read when they are asked for."""
        made = object.__new__(cls)
        made.__dict__["_read"] = read
        return made


@dataclass(frozen=True, kw_only=True)
class Events(_Columns):
    """Whole cases of a log: their events from ``first[k]`` up to ``first[k + 1]``.

    ``case`` are the numbers of the cases, in the order in which they began; ``activity`` and
    ``resource`` codes into the log's words (-1: nobody); ``end`` and ``start`` microseconds since
    1970 (start: NOT_SAID where an event has one time only); ``row`` the row in the file; ``said``
    the codes of the other columns of the log. Of a block, or a log that is stored, each column is
    made when it is asked for.
    """

    case: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    activity: Codes
    resource: Codes
    end: Microseconds
    start: Microseconds
    row: npt.NDArray[np.int64]
    said: Mapping[str, Codes] = field(default_factory=dict)

    @classmethod
    def asked(
        cls,
        first: npt.NDArray[np.int64],
        read: Callable[[str], Any],
        said: Mapping[str, Codes],
    ) -> Events:
        """Return events whose columns are read when they are asked for."""
        made = object.__new__(cls)
        made.__dict__.update(first=first, said=said, _read=read)
        return made

    def __len__(self) -> int:
        """Number of events."""
        return int(self.first[-1])

    def blocks(self, most_events: int) -> Iterator[Events]:
        """Yield blocks of whole cases, each of at most so many events if it can be."""
        for begin, end in itertools.pairwise(ends_of_blocks(self.first, most_events)):
            yield self._cut(begin, end)

    def _cut(self, begin: int, end: int) -> Events:
        rows = slice(self.first[begin], self.first[end])

        def read(name: str) -> Any:
            return self.case[begin:end] if name == "case" else getattr(self, name)[rows]

        said = Asked(self.said, lambda name: self.said[name][rows])
        return Events.asked(self.first[begin : end + 1] - self.first[begin], read, said)


def ends_of_blocks(first: npt.NDArray[np.int64], most_events: int) -> list[int]:
    """Return the cases before which to cut for blocks of so many events, if it can be."""
    ends, begin, count = [0], 0, len(first) - 1
    while begin < count:
        wanted = first[begin] + most_events
        begin = max(int(np.searchsorted(first, wanted, side="right")) - 1, begin + 1)
        ends.append(begin)
    return ends


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """What happened, event by event: who reads it never names a column of the file.

    ``activities`` are in the order of how often they happen, ``resources`` and ``cases`` by code.
    ``roles`` say which column of the file was taken for what, ``read_as`` how it was read,
    ``aside`` what could not be read. What asks of all events asks block by block, so that a log
    may be larger than memory.
    """

    path: Path
    roles: Roles
    read_as: tuple[str, ...]
    activities: tuple[str, ...]
    resources: tuple[str, ...]
    cases: npt.NDArray[Any]  # the name of each case
    rows: int  # of the file, also those that are kept aside or were joined to one event
    events: Events
    said: Mapping[str, Coded]  # KEPT meanings that the file has, and attributes asked for
    aside: tuple[Aside, ...] = ()
    attributes: tuple[str, ...] = ()  # every other column of the file

    def __len__(self) -> int:
        """Number of events."""
        return len(self.events)

    @property
    def case_count(self) -> int:
        """Number of cases."""
        return len(self.events.first) - 1

    @property
    def has_starts(self) -> bool:
        """Whether events have a start of their own, and so a duration."""
        return any(bool(np.any(block.start != NOT_SAID)) for block in self.blocks())

    def of_cases(self, column: str) -> Codes:
        """Return what each case says in a column: the code of its first event that says it."""
        found = [_first_said(block.first, block.said[column]) for block in self.blocks()]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int32)

    def amounts(self, column: str) -> npt.NDArray[np.float64]:
        """Return the sum of the numbers that the events of each case say in a column.

        NaN for a case that says none; what is no number is passed over.
        """
        numbers = np.array([_number(word) for word in self.said[column].words], dtype=np.float64)
        found = []
        for block in self.blocks():
            codes = block.said[column]
            known = codes >= 0
            values = np.full(len(codes), np.nan)
            values[known] = numbers[codes[known]]
            there = ~np.isnan(values)
            sums = np.add.reduceat(np.where(there, values, 0.0), block.first[:-1])
            counts = np.add.reduceat(there.astype(np.int64), block.first[:-1])
            found.append(np.where(counts > 0, sums, np.nan))
        return np.concatenate(found) if found else np.empty(0)

    def blocks(self, most_events: int = EVENTS_A_BLOCK) -> Iterator[Events]:
        """Yield the events in blocks of whole cases, a block of at most so many if it can be."""
        events, columns = self.events, self.said
        if set(columns) != set(events.said):  # made by hand, with the codes beside the events
            events = replace(events, said={name: one.codes for name, one in columns.items()})
        yield from events.blocks(most_events)


def _first_said(first: npt.NDArray[np.int64], codes: Codes) -> Codes:
    """Return for each case the first code that is not -1."""
    said = np.flatnonzero(codes >= 0)
    place = np.searchsorted(said, first[:-1])
    found = np.full(len(first) - 1, -1, dtype=np.int32)
    if len(said):
        event = said[np.minimum(place, len(said) - 1)]
        inside = (place < len(said)) & (event < first[1:])
        found[inside] = codes[event[inside]]
    return found


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        return np.nan
    return number if np.isfinite(number) else np.nan
