"""What is done again: an activity twice in a case, soon after, or sent back between parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outsidein.eventlog import passes
from outsidein.eventlog.store import EventLog

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One activity done again in the same case.

    ``cases`` of those that do it at all; ``soon`` of the repetitions came within the window.
    """

    activity: str
    cases: int
    cases_again: int
    times: int  # beyond the first time in each case
    soon: int
    median_seconds: float  # from one time to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class BackAndForth:
    """Work that went from one part to another and back: the parts in the order of the alphabet."""

    parts: tuple[str, str]
    times: int
    cases: int


def done_again(log: EventLog, window_seconds: float) -> tuple[Again, ...]:
    """Return what is done more than once in a case, the most frequent first.

    ``window_seconds`` tells what soon means, from the end of one time to the end of the next.
    """
    events, width = log.events, len(log.activities)
    activity, case, gap = passes.repetitions(events.first, events.activity, events.end, width)
    cases = passes.count_cases_with(events.first, events.activity, width)
    order = np.lexsort((gap, activity))
    activity, case, gap = activity[order], case[order], gap[order] / MICROSECONDS
    first = np.flatnonzero(np.diff(activity, prepend=-1))
    found = [
        Again(
            activity=log.activities[activity[cut[0]]],
            cases=int(cases[activity[cut[0]]]),
            cases_again=len(np.unique(case[cut])),
            times=len(cut),
            soon=int(np.count_nonzero(gap[cut] <= window_seconds)),
            median_seconds=float(np.median(gap[cut])),
        )
        for cut in np.split(np.arange(len(activity)), first[1:])
        if len(cut)
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.activity)))


def back_and_forth(log: EventLog) -> tuple[BackAndForth, ...]:
    """Return between which parts work goes to and fro; none where a log knows no parts.

    Events in a row at one part are one stay there; events that name no part are passed over.
    """
    if "part" not in log.said:
        return ()
    column = log.said["part"]
    near, far, case = passes.returns(log.events.first, column.codes)
    low, high = np.minimum(near, far).astype(np.int64), np.maximum(near, far)
    pair = low * max(len(column.words), 1) + high
    order = np.lexsort((case, pair))
    pair, case = pair[order], case[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    found = [
        BackAndForth(
            parts=(
                column.words[pair[cut[0]] // len(column.words)],
                column.words[pair[cut[0]] % len(column.words)],
            ),
            times=len(cut),
            cases=len(np.unique(case[cut])),
        )
        for cut in np.split(np.arange(len(pair)), first[1:])
        if len(cut)
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.parts)))
