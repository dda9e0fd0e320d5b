"""Small event logs, written as a table and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
MINUTE = 60.0


def clock(minutes: float) -> str:
    """Return a time so many minutes after Monday 2024-01-01 00:00, as a table writes it."""
    return f"{MONDAY + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"


def written(path: Path, heads: str, rows: Sequence[Sequence[object]]) -> Path:
    """Write a table; ``path`` may lie in a folder that is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [heads, *(",".join(str(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def spans(folder: Path, rows: Sequence[tuple[object, ...]], more: str = "") -> EventLog:
    """Return a log of (case, activity, minute of start, minute of end, more columns).

    A start or an end that is a text is written as it is.
    """
    said = []
    for case, activity, start, end, *rest in rows:
        times = [t if isinstance(t, str) else clock(float(str(t))) for t in (start, end)]
        said.append((case, activity, *times, *rest))
    return read_log(written(folder / "log.csv", f"case,activity,start_time,end_time{more}", said))


def moments(folder: Path, rows: Sequence[tuple[object, ...]], more: str = "") -> EventLog:
    """Return a log of (case, activity, minute, more columns)."""
    said = [(case, what, clock(float(str(at))), *rest) for case, what, at, *rest in rows]
    return read_log(written(folder / "log.csv", f"case,activity,time{more}", said))


def words(
    folder: Path, cases: Mapping[str, str], owners: Mapping[str, str] | None = None
) -> EventLog:
    """Return a log of cases whose letters are events, a minute from one to the next."""
    rows = [
        (case, letter, minute, (owners or {}).get(case, case))
        for case, letters in cases.items()
        for minute, letter in enumerate(letters)
    ]
    return moments(folder, rows, ",customer")


def told(log: EventLog) -> dict[str, list[str]]:
    """Return the activities of each case, by its name."""
    events = log.events
    return {
        str(log.cases[number]): [log.activities[a] for a in events.activity[begin:end]]
        for number, begin, end in zip(events.case, events.first[:-1], events.first[1:], strict=True)
    }
