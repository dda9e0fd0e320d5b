"""Funnels: how many cases come how far on a way, how long it takes, and what the others do instead.

A funnel is a way as `patterns` reads it: each step may say what must not come before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.owners import owners
from outsidein.eventlog.patterns import read_pattern, step_masks
from outsidein.eventlog.store import EventLog
from outsidein.statistics.estimate import Estimate, proportion

MICROSECONDS = 1e6
INSTEAD_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of a funnel: how many cases reach it, and what those do who come no further.

    ``of_before``: the share of the cases at the step before, its 95 % interval over customers,
    since one customer's cases are alike; over cases where no customer is known · ``instead``: what
    comes next in the cases that stop here, "" for nothing more, and in how many of them.
    """

    name: str
    cases: int
    of_before: Estimate
    of_all: Estimate
    median_seconds: float | None  # since the step before was first reached
    instead: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How far cases come on a way."""

    text: str
    cases: int
    stages: tuple[Stage, ...]


def funnel(log: EventLog, text: str) -> Funnel:
    """Return how far cases come on a way such as ``search -> cart -> not call -> pay``.

    Raises
    ------
    OutsideInError : as `patterns.read_pattern`; no arrow in it; a condition on the whole case.
    """
    pattern = read_pattern(log, text)
    if not pattern.steps or pattern.never or pattern.somewhere:
        what = "a funnel is one way: steps with arrows between them"
        hint = 'for instance "search -> cart -> pay"; ask conditions on the whole case with --path'
        raise OutsideInError([Fault("pattern", "error", f"funnel: {text}", what, hint)])
    wanted, without, at_once = step_masks(log, pattern)
    at = reached_at(log.events.first, log.events.activity, wanted, without, at_once)
    owner = owners(log)
    names = ["/".join(log.activities[a] for a in sorted(step.activities)) for step in pattern.steps]
    here = at >= 0
    before = np.column_stack([np.ones(len(at), dtype=np.bool_), here[:, :-1]])
    return Funnel(
        text=text, cases=len(at),
        stages=tuple(
            Stage(
                name=name, cases=int(here[:, k].sum()),
                of_before=_share(here[:, k], before[:, k], owner),
                of_all=_share(here[:, k], np.ones(len(at), dtype=np.bool_), owner),
                median_seconds=_median_since(log, at, k) if k else None,
                instead=_instead(log, at, k) if k + 1 < len(names) else (),
            )
            for k, name in enumerate(names)
        ),
    )  # fmt: skip


def _share(
    here: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_], owner: npt.NDArray[np.int64]
) -> Estimate:
    return proportion(np.bincount(owner, weights=here & among), np.bincount(owner, weights=among))


def _median_since(log: EventLog, at: npt.NDArray[np.int64], k: int) -> float | None:
    both = at[:, k] >= 0
    if not both.any():
        return None
    end = log.events.end
    return float(np.median((end[at[both, k]] - end[at[both, k - 1]]) / MICROSECONDS))


def _instead(log: EventLog, at: npt.NDArray[np.int64], k: int) -> tuple[tuple[str, int], ...]:
    """Return what comes right after a step in the cases that come no further."""
    stopped = np.flatnonzero((at[:, k] >= 0) & (at[:, k + 1] < 0))
    after = at[stopped, k] + 1
    goes_on = after < log.events.first[stopped + 1]
    told = Counter(log.activities[a] for a in log.events.activity[after[goes_on]].tolist())
    if not goes_on.all():
        told[""] = int((~goes_on).sum())
    return tuple(sorted(told.items(), key=lambda one: (-one[1], one[0]))[:INSTEAD_TOLD])


@njit(cache=True, nogil=True)
def reached_at(first: Any, activity: Any, wanted: Any, without: Any, at_once: Any) -> Any:
    """Return the event at which each case first comes to each step of a way; -1: never.

    A step counts as reached as `passes.go` counts the way up to it as gone.
    """
    steps = len(wanted)
    found = np.full((len(first) - 1, steps), -1, np.int64)
    reached = np.zeros(steps, np.bool_)
    for k in range(len(first) - 1):
        reached[:] = False
        for e in range(first[k], first[k + 1]):
            a = activity[e]
            for s in range(steps - 1, -1, -1):
                takes = (s == 0 or reached[s - 1]) and wanted[s, a]
                if takes and found[k, s] < 0:
                    found[k, s] = e
                if s + 1 < steps and (at_once[s + 1] or without[s + 1, a]):
                    reached[s] = takes
                elif takes:
                    reached[s] = True
    return found
