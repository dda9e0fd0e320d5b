"""How long nothing happens in a case before each of its events."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from outsidein.eventlog.store import NOT_SAID, Events

MICROSECONDS = 1e6


def begins(events: Events) -> npt.NDArray[np.int64]:
    """Return when each event begins: its end, where it has no start or one after its end."""
    found: npt.NDArray[np.int64] = np.where(
        events.start != NOT_SAID, np.minimum(events.start, events.end), events.end
    )
    return found


def quiet_seconds(
    case: npt.NDArray[np.int64], begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return how long nothing goes on before each event, by its case; -1 for a case's first.

    Events stand by case, then by their end. What goes on over the time before an event, ended or
    not, is something: the time runs from the last end to the earliest beginning still to come.
    """
    return np.asarray(_quiet(case, begin, end)) / MICROSECONDS


@njit(cache=True, nogil=True)
def _quiet(case: Any, begin: Any, end: Any) -> Any:
    quiet = np.full(len(case), -1e6, np.float64)
    ahead = 0
    for e in range(len(case) - 1, -1, -1):
        last = e == len(case) - 1 or case[e + 1] != case[e]
        ahead = begin[e] if last else min(ahead, begin[e])
        if e > 0 and case[e - 1] == case[e]:
            quiet[e] = max(ahead - end[e - 1], 0)
    return quiet
