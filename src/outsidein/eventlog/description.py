"""What a log holds, as one value: how it was read, what happens, which ways, how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import passes
from outsidein.eventlog.customers.experience import Experience, experience
from outsidein.eventlog.customers.parties import Side
from outsidein.eventlog.customers.proposing import propose_sides
from outsidein.eventlog.drift import Drift, drift
from outsidein.eventlog.flows import Follows, Way, directly_follows, ways
from outsidein.eventlog.funnels import Funnel, funnel
from outsidein.eventlog.groups import Group, groups, time_through
from outsidein.eventlog.medians import medians_of
from outsidein.eventlog.patterns import cases_that_go, read_pattern
from outsidein.eventlog.repeats import Again, BackAndForth, back_and_forth, done_again
from outsidein.eventlog.store import NOT_SAID, Aside, EventLog, Events
from outsidein.units import WEEK_SECONDS

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
MICROSECONDS = 1e6
QUANTILES = (0.25, 0.5, 0.75, 0.9)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCount:
    """One activity: how often, in how many cases, how many begin and end with it."""

    name: str
    events: int
    cases: int
    begins: int
    ends: int
    work_median_seconds: float | None  # from its start to its end, where events have both


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWay:
    """A way that was asked for, and the cases that go it."""

    text: str
    cases: int
    through_median_seconds: float | None  # of those cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What `outsidein log` tells; times in seconds, from the first event of a case to its last."""

    path: str
    read_as: tuple[str, ...]
    columns: dict[str, str]  # meaning -> column of the file
    attributes: tuple[str, ...]  # every other column
    aside: tuple[Aside, ...]
    rows: int  # of the file
    events: int
    cases: int
    people: int
    first: str
    last: str
    ends_before_start: int  # events whose times are the wrong way round
    tied_events: int  # events with the very time of the one before them in their case
    activities: tuple[ActivityCount, ...]
    follows: tuple[Follows, ...]
    ways: Sequence[Way]
    again: tuple[Again, ...]
    back_and_forth: tuple[BackAndForth, ...]
    asked: tuple[AskedWay, ...]
    by: str  # the column whose groups are told; empty: none
    groups: tuple[Group, ...]
    events_per_case: float
    through_mean_seconds: float
    through_seconds: dict[float, float]  # share of the cases -> time within which they end
    experience: Experience  # what a case is for the customer
    funnels: tuple[Funnel, ...]
    drift: Drift | None  # where it was asked for


def describe(
    log: EventLog,
    *,
    paths: Sequence[str] = (),
    by: str = "",
    funnels: Sequence[str] = (),
    over_time: bool = False,
    sides: Mapping[str, Side] | None = None,
    soon_seconds: float = WEEK_SECONDS,
) -> Description:
    """Return what a log holds.

    Parameters
    ----------
    paths : ways to be looked for, as `patterns.read_pattern` reads them.
    by : part, channel, customer or an attribute that the log was read with: its groups are told.
    funnels : ways of which it is told how far cases come.
    over_time : whether to look for what changed over time.
    sides : who does which activity; what they do not name is proposed.
    soon_seconds : within which something done again counts as soon.

    Raises
    ------
    OutsideInError : a way with an unknown activity, a column with too many kinds.
    """
    through, told = time_through(log), _tally(log)
    asked = [read_pattern(log, text) for text in paths]
    proposed = {side.activity: side for side in propose_sides(log)}
    return Description(
        path=str(log.path),
        read_as=log.read_as,
        columns=log.roles.said(),
        attributes=log.attributes,
        aside=log.aside,
        rows=log.rows,
        events=len(log),
        cases=log.case_count,
        people=len(log.resources),
        first=moment(told.first),
        last=moment(told.last),
        ends_before_start=told.ends_before_start,
        tied_events=told.tied_events,
        activities=_activities(log, told),
        follows=directly_follows(log),
        ways=ways(log),
        again=done_again(log, soon_seconds),
        back_and_forth=back_and_forth(log),
        asked=tuple(_asked(cases_that_go(log, one), one.text, through) for one in asked),
        by=by,
        groups=groups(log, by) if by else (),
        events_per_case=len(log) / log.case_count,
        through_mean_seconds=float(through.mean()),
        through_seconds={q: float(np.quantile(through, q)) for q in QUANTILES},
        experience=experience(log, {**proposed, **(sides or {})}),
        funnels=tuple(funnel(log, text) for text in funnels),
        drift=drift(log) if over_time else None,
    )


def _asked(goes: npt.NDArray[np.bool_], text: str, through: Floats) -> AskedWay:
    median = float(np.median(through[goes])) if goes.any() else None
    return AskedWay(text=text, cases=int(goes.sum()), through_median_seconds=median)


@dataclass(frozen=True, slots=True)
class _Tally:
    """What is counted in one go over all events."""

    counts: Integers  # of each activity: events, cases, beginnings, ends
    cases: Integers
    begins: Integers
    ends: Integers
    worked: Integers  # events that have both a start and an end
    first: int
    last: int
    ends_before_start: int
    tied_events: int


def _tally(log: EventLog) -> _Tally:
    width = len(log.activities)
    counts, cases, begins, ends, worked = (np.zeros(width, dtype=np.int64) for _ in range(5))
    first, last, wrong, ties = np.iinfo(np.int64).max, np.iinfo(np.int64).min, 0, 0
    for events in log.blocks():
        began = np.where(events.start != NOT_SAID, events.start, events.end)
        counts += np.bincount(events.activity, minlength=width)
        cases += passes.count_cases_with(events.first, events.activity, width)
        starts, stops = passes.count_starts_and_ends(events.first, events.activity, width)
        begins += starts
        ends += stops
        worked += np.bincount(_work(events)[0], minlength=width)
        first, last = min(first, int(began.min())), max(last, int(events.end.max()))
        wrong += int(np.count_nonzero(began > events.end))
        ties += int(passes.count_ties(events.first, events.end))
    return _Tally(counts, cases, begins, ends, worked, first, last, wrong, ties)


def _activities(log: EventLog, told: _Tally) -> tuple[ActivityCount, ...]:
    middles = medians_of(told.worked, lambda: map(_work, log.blocks())) / MICROSECONDS
    return tuple(
        ActivityCount(
            name=name,
            events=int(told.counts[k]),
            cases=int(told.cases[k]),
            begins=int(told.begins[k]),
            ends=int(told.ends[k]),
            work_median_seconds=float(middles[k]) if told.worked[k] else None,
        )
        for k, name in enumerate(log.activities)
    )


def _work(events: Events) -> tuple[npt.NDArray[np.int32], Integers]:
    """Return the activity and the time from start to end of the events that have both."""
    timed = (events.start != NOT_SAID) & (events.start <= events.end)
    return events.activity[timed], (events.end - events.start)[timed]


def moment(microseconds: int) -> str:
    """Return a moment as people write it, to the second."""
    return (EPOCH + timedelta(microseconds=microseconds)).strftime("%Y-%m-%d %H:%M:%S")
