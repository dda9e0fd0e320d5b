"""Ways that cases go or do not go: `order -> not call -> receive`, `buy, never contact support`.

A pattern is a list of steps joined by arrows. `a -> b`: b some time after a. `a => b`: b is the
very next. `a -> not x -> b`: no x between. After a comma, `never x` or `x` asks of the whole case.
An activity is named as in the log, whatever its case; `*` stands for any letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog import passes
from outsidein.eventlog.store import EventLog, Events
from outsidein.words import did_you_mean

Mask = npt.NDArray[np.bool_]
_ARROW = re.compile(r"\s*(->|=>)\s*")
_NOT = re.compile(r"not\s+", re.IGNORECASE)
_NEVER = re.compile(r"never\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a pattern: what happens, what must not come before it, whether at once."""

    activities: frozenset[int]
    without: frozenset[int]
    at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What a case must go through in this order, and what must and must not occur in it at all."""

    text: str
    steps: tuple[Step, ...]
    somewhere: tuple[frozenset[int], ...]
    never: frozenset[int]


def read_pattern(log: EventLog, text: str) -> Pattern:
    """Read a pattern for a log. Raises OutsideInError with every name that is no activity."""
    faults: list[Fault] = []
    chain, *others = [piece.strip() for piece in _pieces(text)]
    never: frozenset[int] = frozenset()
    somewhere: list[frozenset[int]] = []
    steps: tuple[Step, ...] = ()
    for piece in (chain, *others):
        if said := _NEVER.match(piece):
            never |= _named(log, text, piece[said.end() :], faults)
        elif _ARROW.search(piece) and not steps:
            steps = _chain(log, text, piece, faults)
        else:
            somewhere.append(_named(log, text, piece, faults))
    if faults:
        raise OutsideInError(faults)
    return Pattern(text=text, steps=steps, somewhere=tuple(somewhere), never=never)


def _pieces(text: str) -> list[str]:
    """Cut at commas that are not inside double quotes."""
    return re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', text)


def _chain(log: EventLog, text: str, piece: str, faults: list[Fault]) -> tuple[Step, ...]:
    names = _ARROW.split(piece)
    steps: list[Step] = []
    without: frozenset[int] = frozenset()
    at_once = False
    for k, name in enumerate(names):
        if k % 2:
            at_once = name == "=>"
        elif said := _NOT.match(name):
            without |= _named(log, text, name[said.end() :], faults)
            if k == len(names) - 1:
                hint = 'write what comes after it: "a -> not x -> b", or ", never x"'
                faults.append(_fault(text, f'nothing follows "{name}"', hint))
        else:
            steps.append(
                Step(
                    activities=_named(log, text, name, faults),
                    without=without,
                    at_once=at_once and not without,
                )
            )
            without = frozenset()
    return tuple(steps)


def _named(log: EventLog, text: str, name: str, faults: list[Fault]) -> frozenset[int]:
    wanted = name.strip().strip('"').casefold()
    found = frozenset(
        code for code, one in enumerate(log.activities) if fnmatchcase(one.casefold(), wanted)
    )
    if not found:
        hint = did_you_mean(name.strip(), list(log.activities))
        faults.append(_fault(text, f'no activity is called "{name.strip()}"', hint))
    return found


def _fault(text: str, what: str, hint: str) -> Fault:
    return Fault("pattern", "error", f"path: {text}", what, hint or "name an activity of the log")


def cases_that_go(log: EventLog, pattern: Pattern) -> npt.NDArray[np.bool_]:
    """Return which cases go the way of a pattern."""
    masks, width = step_masks(log, pattern), len(log.activities)
    found = [_goes(block, pattern, masks, width) for block in log.blocks()]
    return np.concatenate([np.empty(0, dtype=np.bool_), *found])


def _goes(
    events: Events, pattern: Pattern, masks: tuple[Mask, Mask, Mask], width: int
) -> npt.NDArray[np.bool_]:
    found = np.ones(len(events.case), dtype=np.bool_)
    if pattern.steps:
        found &= passes.go(events.first, events.activity, *masks)
    for one in pattern.somewhere:
        found &= passes.has(events.first, events.activity, _masks([one], width)[0])
    if pattern.never:
        found &= ~passes.has(events.first, events.activity, _masks([pattern.never], width)[0])
    return found


def step_masks(log: EventLog, pattern: Pattern) -> tuple[Mask, Mask, Mask]:
    """Return a row a step: the activities it is, those that must not come before, and at once."""
    width = len(log.activities)
    return (
        _masks([step.activities for step in pattern.steps], width),
        _masks([step.without for step in pattern.steps], width),
        np.array([step.at_once for step in pattern.steps], dtype=np.bool_),
    )


def _masks(sets: Sequence[frozenset[int]], width: int) -> npt.NDArray[np.bool_]:
    masks = np.zeros((len(sets), width), dtype=np.bool_)
    for k, one in enumerate(sets):
        masks[k, list(one)] = True
    return masks
