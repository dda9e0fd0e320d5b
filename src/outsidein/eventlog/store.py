"""An event log as coded columns: whole cases one after another, each in the order of its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.columns import Roles

Codes = npt.NDArray[np.int32]
Microseconds = npt.NDArray[np.int64]
NOT_SAID = np.iinfo(np.int64).min  # a time that an event does not have


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Rows that could not become events: why, how many, and where the first ones stand."""

    reason: str
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A column of texts as numbers: the code of each event, -1 where nothing is said."""

    words: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Whole cases of a log: their events from ``first[k]`` up to ``first[k + 1]``.

    ``case`` are the numbers of the cases, in the order in which they began; ``activity`` and
    ``resource`` codes into the log's words (-1: nobody); ``end`` and ``start`` microseconds since
    1970 (start: NOT_SAID where an event has one time only); ``row`` the row in the file.
    """

    case: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    activity: Codes
    resource: Codes
    end: Microseconds
    start: Microseconds
    row: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Number of events."""
        return len(self.activity)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """What happened, event by event: who reads it never names a column of the file.

    ``activities`` are in the order of how often they happen, ``resources`` and ``cases`` by code.
    ``roles`` say which column of the file was taken for what, ``read_as`` how it was read,
    ``aside`` what could not be read.
    """

    path: Path
    roles: Roles
    read_as: tuple[str, ...]
    activities: tuple[str, ...]
    resources: tuple[str, ...]
    cases: npt.NDArray[Any]  # the name of each case
    rows: int  # of the file, also those that are kept aside or were joined to one event
    events: Events
    said: Mapping[str, Coded]  # part, channel, customer where there are, and attributes asked for
    aside: tuple[Aside, ...] = ()
    attributes: tuple[str, ...] = ()  # every other column of the file

    def __len__(self) -> int:
        """Number of events."""
        return len(self.events)

    @property
    def has_starts(self) -> bool:
        """Whether events have a start of their own, and so a duration."""
        return bool(len(self)) and bool(np.any(self.events.start != NOT_SAID))

    def of_cases(self, column: str) -> Codes:
        """Return what each case says in a column: the code of its first event that says it."""
        codes, first = self.said[column].codes, self.events.first
        said = np.flatnonzero(codes >= 0)
        place = np.searchsorted(said, first[:-1])
        found = np.full(len(first) - 1, -1, dtype=np.int32)
        if len(said):
            event = said[np.minimum(place, len(said) - 1)]
            inside = (place < len(said)) & (event < first[1:])
            found[inside] = codes[event[inside]]
        return found

    def blocks(self, most_events: int = 1 << 22) -> Iterator[Events]:
        """Yield the events in blocks of whole cases, a block of at most so many if it can be."""
        events, first = self.events, self.events.first
        begin = 0
        while begin < len(events.case):
            end = int(np.searchsorted(first, first[begin] + most_events, side="right")) - 1
            end = max(end, begin + 1)
            rows = slice(first[begin], first[end])
            yield Events(
                case=events.case[begin:end],
                first=first[begin : end + 1] - first[begin],
                activity=events.activity[rows],
                resource=events.resource[rows],
                end=events.end[rows],
                start=events.start[rows],
                row=events.row[rows],
            )
            begin = end
