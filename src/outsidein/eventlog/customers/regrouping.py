"""The same events as other cases: visits, whole customers, several systems' logs joined."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.customers.quiet import begins, quiet_seconds
from outsidein.eventlog.store import Aside, Coded, EventLog, Events

SYSTEM = "system"  # the column that tells from which of several logs an event comes
NO_CUSTOMER = "no customer"


def as_visits(log: EventLog, silence_seconds: float) -> EventLog:
    """Return a log whose cases end where nothing happens for so long: visits, sessions.

    The first visit of case 7 is called ``7``, the second ``7 (2)``.

    Raises
    ------
    OutsideInError : a silence that is not above 0.
    """
    if not silence_seconds > 0:
        what, hint = "a visit ends after a time above 0", "for instance 30 min"
        raise OutsideInError([Fault("out-of-range", "error", "--visits", what, hint)])
    events = log.events
    case = np.repeat(np.arange(len(events.case)), np.diff(events.first))
    quiet = quiet_seconds(case, begins(events), events.end)
    first = np.flatnonzero((quiet < 0) | (quiet > silence_seconds))
    owner = case[first]
    named = [str(name) for name in log.cases]
    taken, names = set(named), list[str]()
    for before, k in zip([-1, *owner.tolist()], owner.tolist(), strict=False):
        names.append(named[k] if k != before else _free(named[k], taken))
        taken.add(names[-1])
    cut = replace(events, case=np.arange(len(first)), first=np.append(first, len(case)))
    return replace(_by_beginning(cut, log), cases=_named(names, _order(cut)))


def by_customer(log: EventLog) -> EventLog:
    """Return a log whose cases are the customers: all that one customer went through.

    Events that name no customer are kept aside, and counted.

    Raises
    ------
    OutsideInError : a log without a customer column, or in which no event names a customer.
    """
    if "customer" not in log.said:
        what = "no column tells whose case it is"
        hint = "say it: --column customer=NAME"
        raise OutsideInError([Fault("column-missing", "error", str(log.path), what, hint)])
    codes = _customers(log)
    kept = np.flatnonzero(codes >= 0)
    if not len(kept):
        what, hint = "no event names its customer", "say another: --column customer=NAME"
        raise OutsideInError([Fault("empty", "error", str(log.path), what, hint)])
    chosen = _taken(log, kept)
    words = log.said["customer"].words
    return _without(_grouped(chosen, codes[kept], words), len(log) - len(kept))


def joined(logs: Sequence[EventLog]) -> EventLog:
    """Return several systems' logs as one, joined by customer; ``system`` tells them apart.

    An activity that two systems name alike is told apart by the system's name.

    Raises
    ------
    OutsideInError : a log without a customer column; every such log is named.
    """
    faults = [
        Fault(
            "column-missing", "error", str(log.path), "no column tells whose case it is",
            "say it: --column customer=NAME",
        )
        for log in logs
        if "customer" not in log.said
    ]  # fmt: skip
    if faults:
        raise OutsideInError(faults)
    return by_customer(_one_after_another(logs))


def _one_after_another(logs: Sequence[EventLog]) -> EventLog:
    names = _systems(logs)
    acts = _unlike([(log.activities, name) for log, name in zip(logs, names, strict=True)])
    activities, activity = _merged(acts, [log.events.activity for log in logs])
    resources, resource = _merged(
        [log.resources for log in logs], [log.events.resource for log in logs]
    )
    counts = np.cumsum([0, *(len(log) for log in logs)])
    cases = np.cumsum([0, *(len(log.events.case) for log in logs)])
    rows = np.cumsum([0, *(log.rows for log in logs)])
    events = Events(
        case=np.arange(cases[-1]),
        first=np.append(
            np.concatenate([log.events.first[:-1] + counts[k] for k, log in enumerate(logs)]),
            counts[-1],
        ).astype(np.int64),
        activity=activity, resource=resource,
        end=np.concatenate([log.events.end for log in logs]),
        start=np.concatenate([log.events.start for log in logs]),
        row=np.concatenate([log.events.row + rows[k] for k, log in enumerate(logs)]),
    )  # fmt: skip
    systems = np.repeat(np.arange(len(logs)), np.diff(counts)).astype(np.int32)
    said = {
        name: _side_by_side(logs, name) for name in dict.fromkeys(n for g in logs for n in g.said)
    }
    whole = replace(
        logs[0], read_as=tuple(dict.fromkeys(one for log in logs for one in log.read_as)),
        activities=activities, resources=resources, rows=int(rows[-1]), events=events,
        cases=np.concatenate([np.asarray(log.cases, dtype=object) for log in logs]),
        said={**said, SYSTEM: Coded(words=tuple(names), codes=systems)},
        aside=_all_aside(logs, names),
    )  # fmt: skip
    return _renumbered(whole)


def _systems(logs: Sequence[EventLog]) -> list[str]:
    """Return a name for each log: its file's, without what they all end in."""
    names = [log.path.name.split(".")[0] or log.path.name for log in logs]
    taken = {name for name in names if names.count(name) == 1}
    found = []
    for name in names:
        found.append(name if name in taken else _free(name, taken, "{} {}", first=1))
        taken.add(found[-1])
    return found


def _free(name: str, taken: Collection[str], shape: str = "{} ({})", first: int = 2) -> str:
    """Return a name with the first number that makes it one that nobody has."""
    return next(one for n in itertools.count(first) if (one := shape.format(name, n)) not in taken)


def _unlike(told: Sequence[tuple[tuple[str, ...], str]]) -> list[tuple[str, ...]]:
    """Return the activities of each log, with the system where two have the same."""
    every = [name for names, _ in told for name in names]
    taken = set(every)
    found = []
    for names, system in told:
        apart = {n: f"{n} ({system})" for n in names if every.count(n) > 1}
        apart = {n: one if one not in taken else _free(one, taken) for n, one in apart.items()}
        taken |= set(apart.values())
        found.append(tuple(apart.get(name, name) for name in names))
    return found


def _merged(words: Sequence[tuple[str, ...]], codes: Sequence[Any]) -> tuple[tuple[str, ...], Any]:
    """Return one list of words for several, and the codes into it."""
    whole = tuple(dict.fromkeys(word for some in words for word in some))
    place = {word: k for k, word in enumerate(whole)}
    pieces = []
    for some, code in zip(words, codes, strict=True):
        lookup = np.array([*(place[word] for word in some), -1], dtype=np.int32)
        pieces.append(lookup[code])
    return whole, np.concatenate(pieces)


def _side_by_side(logs: Sequence[EventLog], name: str) -> Coded:
    words, codes = [], []
    for log in logs:
        coded = log.said.get(name)
        words.append(coded.words if coded else ())
        codes.append(coded.codes if coded else np.full(len(log), -1, dtype=np.int32))
    return Coded(**dict(zip(("words", "codes"), _merged(words, codes), strict=True)))


def _all_aside(logs: Sequence[EventLog], names: Sequence[str]) -> tuple[Aside, ...]:
    return tuple(
        replace(one, reason=f"{one.reason} in {name}")
        for log, name in zip(logs, names, strict=True)
        for one in log.aside
    )


def _renumbered(log: EventLog) -> EventLog:
    """Number activities by how often they happen, as every log does."""
    counts = np.bincount(log.events.activity, minlength=len(log.activities))
    order = sorted(range(len(counts)), key=lambda k: (-int(counts[k]), log.activities[k]))
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order))
    return replace(
        log, activities=tuple(log.activities[k] for k in order),
        events=replace(log.events, activity=place[log.events.activity]),
    )  # fmt: skip


def _customers(log: EventLog) -> npt.NDArray[np.int64]:
    """Return the customer of each event: its own, else the one its case names first."""
    own = log.said["customer"].codes.astype(np.int64)
    of_case = np.repeat(log.of_cases("customer"), np.diff(log.events.first))
    return np.where(own >= 0, own, of_case)


def _taken(log: EventLog, rows: npt.NDArray[np.int64]) -> EventLog:
    """Return a log of some events; its cases are still to be told."""
    events = log.events
    return replace(
        log, events=_reordered(events, rows, events.case, events.first),
        said={n: Coded(words=c.words, codes=c.codes[rows]) for n, c in log.said.items()},
    )  # fmt: skip


def _reordered(events: Events, rows: Any, case: Any, first: Any) -> Events:
    return Events(
        case=case, first=first, activity=events.activity[rows], resource=events.resource[rows],
        end=events.end[rows], start=events.start[rows], row=events.row[rows],
    )  # fmt: skip


def _grouped(log: EventLog, owner: npt.NDArray[np.int64], words: tuple[str, ...]) -> EventLog:
    """Return the log with an owner for each event as its case: by owner, time, row."""
    events = log.events
    order = np.lexsort((events.row, events.end, owner))
    owner = owner[order]
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    sorted_log = _taken(log, order)
    cut = _reordered(
        sorted_log.events, slice(None), np.arange(len(first)), np.append(first, len(owner))
    )
    names = [words[k] for k in owner[first].tolist()]
    return replace(_by_beginning(cut, sorted_log), cases=_named(names, _order(cut)))


def _without(log: EventLog, lost: int) -> EventLog:
    if not lost:
        return log
    return replace(log, aside=(*log.aside, Aside(reason=NO_CUSTOMER, count=lost, rows=())))


def _order(events: Events) -> npt.NDArray[np.int64]:
    """Return the cases in the order in which they began."""
    return np.argsort(np.minimum.reduceat(begins(events), events.first[:-1]), kind="stable")


def _by_beginning(events: Events, log: EventLog) -> EventLog:
    """Return the log with its cases in the order in which they began."""
    order = _order(events)
    counts = np.diff(events.first)[order]
    first = np.append(0, np.cumsum(counts)).astype(np.int64)
    rows = np.repeat(events.first[:-1][order] - first[:-1], counts) + np.arange(first[-1])
    return replace(
        log, events=_reordered(events, rows, np.arange(len(order)), first),
        said={n: Coded(words=c.words, codes=c.codes[rows]) for n, c in log.said.items()},
    )  # fmt: skip


def _named(names: Sequence[str], order: npt.NDArray[np.int64]) -> Any:
    found = np.empty(len(names), dtype=object)
    found[:] = [names[k] for k in order.tolist()]
    return found
