"""Reading an event log of any kind, and storing it so that the next time is quick."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.coding import Coding, together
from outsidein.eventlog.columns import guess_roles
from outsidein.eventlog.keeping import SUFFIX, Facts, save_table, write_store
from outsidein.eventlog.moments import Clock, clocks_of
from outsidein.eventlog.raw import RawTable, open_raw
from outsidein.eventlog.simulated import as_any_log
from outsidein.eventlog.store import Coded, EventLog
from outsidein.eventlog.stored import open_store, refuse_other_wishes
from outsidein.words import did_you_mean

KEPT = ("part", "channel", "customer", "cost")  # columns that every log keeps
MOST_IN_MEMORY = 1 << 25  # events; of more, the log stays on the disk and is read block by block
LARGEST_BLOCK = 1 << 62
EVERY_ATTRIBUTE, MOST_ATTRIBUTES = ("*",), 150  # of a store; more are kept when they are named


def read_log(
    path: str | Path,
    columns: Mapping[str, str] | None = None,
    object_type: str | None = None,
    attributes: Sequence[str] = (),
    *,
    table: str | None = None,
    kept_aside: str | Path | None = None,
    most_in_memory: int = MOST_IN_MEMORY,
) -> EventLog:
    """Read an event log, whatever kind of file it stands in, or one that was stored.

    Parameters
    ----------
    columns : which column means what, as ``{"case": "Order no"}``; what is not said is guessed.
    object_type : whose way through an object-centric log (OCEL) is meant.
    attributes : columns of the file to keep beside part, channel, customer and cost.
    table : which table of a database is meant.
    kept_aside : a file (.csv, .parquet) for the rows that are no events, with their reasons.
    most_in_memory : events; a larger log is stored in a folder that goes when the log does.

    Raises
    ------
    OutsideInError : a file that cannot be read, has no case, activity or time, or no event.
    """
    path = Path(path)
    if path.suffix.lower() == SUFFIX:
        log = open_store(path)
        refuse_other_wishes(path, log, columns, object_type or table, attributes)
        if kept_aside is not None:
            log.save_kept_aside(Path(kept_aside))
        return log
    with _coded(path, columns, object_type or table, attributes) as (coding, facts):
        if kept_aside is not None:
            save_table(coding.database, coding.kept_aside(), Path(kept_aside))
        if len(coding) > most_in_memory:
            return _on_disk(coding, facts)
        return _in_memory(coding, facts)


def store_log(
    path: str | Path,
    store: str | Path,
    columns: Mapping[str, str] | None = None,
    object_type: str | None = None,
    attributes: Sequence[str] = EVERY_ATTRIBUTE,
    *,
    table: str | None = None,
    events_a_block: int = 1 << 22,
) -> EventLog:
    """Read an event log once and store it, sorted and coded, in a folder of Parquet files.

    The parameters are those of `read_log`; ``store`` ends in .eventlog, and every attribute is
    kept unless some are named. Return the log as it is read from there.

    Raises
    ------
    OutsideInError : as `read_log`; a folder that is something else or cannot be written.
    """
    store = Path(store)
    if store.suffix.lower() != SUFFIX:
        what, hint = f"{store.name}: a stored log is a folder", f"give it a name like log{SUFFIX}"
        raise OutsideInError([Fault("log-kind", "error", str(store), what, hint)])
    with _coded(Path(path), columns, object_type or table, attributes) as (coding, facts):
        write_store(store, coding, facts, events_a_block)
    return open_store(store)


@contextmanager
def _coded(
    path: Path, columns: Mapping[str, str] | None, which: str | None, attributes: Sequence[str]
) -> Iterator[tuple[Coding, Facts]]:
    """Open a file and give its rows their meaning."""
    with open_raw(path, which) as opened:
        raw = as_any_log(opened)
        roles = guess_roles(raw, columns)
        others = tuple(c for c in raw.columns if c not in roles.attributes_of)
        every = attributes == EVERY_ATTRIBUTE
        wanted = others[:MOST_ATTRIBUTES] if every else tuple(attributes)
        _refuse_unknown(raw, wanted)
        clocks = {
            name: clocks_of(raw, column)
            for name in ("end", "start")
            if (column := getattr(roles, name)) is not None
        }
        meant = {name: getattr(roles, name) for name in KEPT if getattr(roles, name) is not None}
        coding = Coding(raw, roles, clocks, {**meant, **{column: column for column in wanted}})
        count = raw.count
        if not len(coding):
            what = f"not one of its {count:,} rows is an event"
            hint = "; ".join(f"{one.reason}: {one.count:,}" for one in coding.aside)
            raise OutsideInError([Fault("empty", "error", str(path), what, hint)])
        read_as = (*raw.read_as, *_told(clocks))
        if every and len(others) > len(wanted):
            read_as += (f"with the first {len(wanted)} of {len(others):,} attributes",)
        yield coding, Facts(path, roles, read_as, count, coding.aside, others)


def _in_memory(coding: Coding, facts: Facts) -> EventLog:
    events = together(list(coding.blocks(LARGEST_BLOCK)))
    said = {
        name: Coded(words=coding.words(f"kept_{k}"), codes=codes)
        for k, (name, codes) in enumerate(events.said.items())
    }
    return EventLog(
        path=facts.path,
        roles=facts.roles,
        read_as=facts.read_as,
        activities=coding.activities,
        resources=coding.resources,
        cases=coding.case_names(),
        rows=facts.rows,
        events=events,
        said=said,
        aside=facts.aside,
        attributes=facts.attributes,
    )


def _on_disk(coding: Coding, facts: Facts) -> EventLog:
    """Return the log from a folder that is removed with the last use of it."""
    folder = tempfile.TemporaryDirectory()
    store = Path(folder.name) / f"log{SUFFIX}"
    write_store(store, coding, facts)
    log = open_store(store, path=facts.path, read_as=facts.read_as)
    weakref.finalize(log, folder.cleanup)
    return log


def _told(clocks: Mapping[str, tuple[Clock, ...]]) -> tuple[str, ...]:
    names = dict.fromkeys(clock.name for found in clocks.values() for clock in found)
    return (f"times as {' or '.join(names)}",)


def _refuse_unknown(raw: RawTable, attributes: Sequence[str]) -> None:
    faults = [
        Fault(
            "unknown-column", "error", str(raw.path), f"there is no column {column!r}",
            did_you_mean(column, list(raw.columns)),
        )
        for column in attributes
        if column not in raw.columns
    ]  # fmt: skip
    if faults:
        raise OutsideInError(faults)
