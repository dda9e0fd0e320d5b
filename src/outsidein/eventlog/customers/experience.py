"""What customers go through: what they do, whom they meet, and how long they hear nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.customers.parties import Side, named_part
from outsidein.eventlog.customers.quiet import begins, quiet_seconds
from outsidein.eventlog.customers.spent import Spent, spent
from outsidein.eventlog.store import EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What a case is for the customer; counts are means a case.

    ``noticed`` are events that the customer does or sees, ``own`` those the customer does,
    ``hidden`` the rest · ``silence``: the longest time in a case between two events that the
    customer notices; None where no case has two.
    """

    sides: tuple[Side, ...]
    noticed: float
    own: float
    hidden: float
    cases_without: int  # cases in which the customer notices nothing
    parts_met: float | None  # different parts a case whose work the customer notices
    silence_median_seconds: float | None
    silence_90_seconds: float | None
    spent: Spent


def experience(log: EventLog, sides: Mapping[str, Side]) -> Experience:
    """Return what cases are for the customer; ``sides`` name every activity of the log."""
    events = log.events
    cases, case = len(events.case), _case_of(log)
    seen = np.array([sides[name].seen for name in log.activities], dtype=np.bool_)
    own = np.array([sides[name].party == "customer" for name in log.activities], dtype=np.bool_)
    noticed = (seen | own)[events.activity]
    silences = quiet_seconds(case[noticed], begins(events)[noticed], events.end[noticed])
    longest = np.full(cases, -1.0)
    np.maximum.at(longest, case[noticed], silences)
    longest = longest[longest >= 0]
    return Experience(
        sides=tuple(sides[name] for name in log.activities),
        noticed=float(noticed.sum()) / cases,
        own=float(own[events.activity].sum()) / cases,
        hidden=float((~noticed).sum()) / cases,
        cases_without=cases - len(np.unique(case[noticed])),
        parts_met=_parts_met(log, sides, noticed & ~own[events.activity]),
        silence_median_seconds=float(np.median(longest)) if len(longest) else None,
        silence_90_seconds=float(np.quantile(longest, 0.9)) if len(longest) else None,
        spent=spent(log, sides),
    )


def _case_of(log: EventLog) -> npt.NDArray[np.int64]:
    return np.repeat(np.arange(len(log.events.case)), np.diff(log.events.first))


def _parts_met(
    log: EventLog, sides: Mapping[str, Side], met: npt.NDArray[np.bool_]
) -> float | None:
    """Return how many different parts a case meets, if the log or the sides name parts."""
    names = sorted({side.part for side in sides.values()} - {""})
    coded = log.said.get("part")
    if coded is not None and not any(named_part(word) for word in coded.words):
        coded = None
    if coded is None and not names:
        return None
    if coded is not None:
        known = np.array([*(bool(named_part(word)) for word in coded.words), False])
        part = np.where(known[coded.codes], coded.codes, -1).astype(np.int64)
    else:
        places = {name: k for k, name in enumerate(names)}
        by_activity = [places.get(sides[name].part, -1) for name in log.activities]
        part = np.array(by_activity, dtype=np.int64)[log.events.activity]
    chosen = met & (part >= 0)
    width = int(part.max(initial=0)) + 1
    pairs = np.unique(_case_of(log)[chosen] * width + part[chosen])
    return len(pairs) / len(log.events.case)
