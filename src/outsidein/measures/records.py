"""The records every measure is defined on: one row a visit, one row a case, one row a promise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

HOW = ("served", "left", "closed", "no show", "failed", "under way")
SERVED, LEFT, CLOSED, NO_SHOW, FAILED, UNDER_WAY = range(6)

OUTCOME = ("served", "not served", "lost")

KEPT, BROKEN, VOID = range(3)
FATE = ("kept", "broken", "void")

TIME_CLASSES = (
    "being served",
    "own effort",
    "in queue",
    "waiting for the organisation",
    "waiting for themselves",
    "own pace",
    "between tries",
)
BEING_SERVED, OWN_EFFORT, IN_QUEUE, FOR_ORGANISATION, FOR_THEMSELVES, OWN_PACE, BETWEEN_TRIES = (
    range(7)
)

POOR_REASONS = (
    "promise broken",
    "more than contacts",
    "a wait over its tolerance",
    "a failure the customer found first",
)

# Times are seconds from Monday 00:00 of week 0; NaN where it did not happen. Codes point into
# the program's lists (steps, ways, channels, parts, failure modes); -1 is none.
STEP = np.dtype(
    [
        ("replication", "i4"),
        ("segment", "i4"),
        ("case", "i8"),  # in order of arrival within the replication
        ("customer", "i8"),  # in order of arrival within the segment
        ("step", "i2"),
        ("way", "i2"),
        ("channel", "i2"),
        ("part", "i2"),  # the part really asked, after `away`
        ("person", "i2"),  # 1, 2, ...; 0 if nobody was held
        ("caller", "i2"),  # the step that visits this one by `through`
        ("before", "i2"),  # the step the customer last completed
        ("branch", "i2"),  # the branch of `go` taken
        ("mode", "i2"),  # the failure that acted at its end
        ("arose", "i2"),  # the failure that arose here, to be noticed later
        ("attempt", "i2"),  # tries before this one, since the token arrived
        ("how", "i1"),
        ("contact", "i1"),
        ("repeat", "i1"),  # a contact for the same reason within a week of the one before
        ("over_tolerance", "i1"),
        ("visit", "i4"),
        ("ready", "f8"),
        ("pause_ended", "f8"),
        ("began", "f8"),  # the customer's person is free: `through`, else `own`, else the queue
        ("own_started", "f8"),
        ("joined", "f8"),
        ("started", "f8"),
        ("ended", "f8"),
        ("finished", "f8"),  # end of `after`, or of the rest: the customer moves on
    ],
    align=True,
)

CASE = np.dtype(
    [
        ("replication", "i4"),
        ("segment", "i4"),
        ("case", "i8"),
        ("customer", "i8"),
        ("start", "f8"),
        ("end", "f8"),  # NaN while under way
        ("seconds", "f8", (7,)),  # by TIME_CLASSES; they add up to end - start
        ("cost", "f8"),  # of the steps' own `cost`
        ("path", "u8"),  # what the customer met, in order: `extend_path` at each end
        ("visits", "i4"),
        ("contacts", "i4"),
        ("repeats", "i4"),
        ("outcome", "i2"),  # by OUTCOME; -1 while under way or stuck
        ("end_step", "i2"),
        ("promises_kept", "i2"),
        ("promises_broken", "i2"),
        ("over_tolerance", "i2"),
        ("found_by_customer", "i2"),
        ("never_noticed", "i2"),
        ("poor", "i2"),  # bit k: POOR_REASONS[k]; 0 unless served
        ("stuck", "i2"),
    ],
    align=True,
)

PROMISE = np.dtype(
    [
        ("replication", "i4"),
        ("promise", "i2"),
        ("fate", "i2"),  # by FATE
        ("case", "i8"),
        ("opened", "f8"),
        ("shut", "f8"),  # NaN if the case ended first
    ],
    align=True,
)


PART = np.dtype(
    [
        ("busy_seconds", "f8"),  # serving and wrapping up, within the window
        ("overtime_seconds", "f8"),  # of these, beyond the shift
        ("staffed_seconds", "f8"),  # people on duty x time, within the window
        ("joined", "i8"),  # live tries that joined or found it closed, within the window
        ("left", "i8"),
        ("closed", "i8"),
    ],
    align=True,
)


class Records(NamedTuple):
    """The records of some cases of one replication; ``steps`` are in order of their end."""

    cases: np.ndarray
    steps: np.ndarray
    promises: np.ndarray


def extend_path(path: int, step: int, how: int) -> int:
    """Return the 64-bit hash of a path that goes on with one more meeting and how it ended."""
    word = (path ^ (step * len(HOW) + how + 1)) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    return word ^ (word >> 29)
