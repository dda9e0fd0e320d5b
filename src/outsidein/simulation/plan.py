"""The plan of a run: warm-up, window, follow-up (design, rules 13 to 15)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from outsidein.errors import Fault, OutsideInError
from outsidein.model.process import Part, Process, Step
from outsidein.simulation.calendar import arrival_week, staff_week
from outsidein.simulation.load import offered_loads, skilled_loads
from outsidein.simulation.routes import routes_of
from outsidein.units import WEEK_SECONDS

FOLLOW_UP_SECONDS = 26 * WEEK_SECONDS
DEFAULT_CASES = 5_000
MOST_WEEKS = 50_000  # a thousand years: a count of each week is kept
MOST_ARRIVALS = 1_000_000_000  # in one run: hours of work
_SHORTER = "look at the rate, ask for fewer cases, or shorten the horizon"
PILOTS, PILOT_WEEKS = 2, 50  # runs that are averaged, and weeks of each: 100 in all
PILOT_BINS = 250  # of each, where weeks do not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is simulated in each replication; all in seconds."""

    warm_up_seconds: float
    window_seconds: float
    follow_up_seconds: float
    replications: int
    seed: int
    terminating: bool  # starts empty, no warm-up, never a steady state
    settled: bool = True  # False: the pilot found no end of the warm-up
    first_replication: int = 0  # others meet other customers


def needs_weeks(process: Process) -> bool:
    """Whether hours or arrivals differ within the week, so that only whole weeks are alike."""
    weeks = [staff_week(part) for part in process.parts]
    if any(week is not None and len(week.moments) > 1 for week in weeks):
        return True
    return process.arrivals is not None and len(arrival_week(process.arrivals).moments) > 1


def period_of(process: Process) -> float:
    """Return how long it takes, in seconds, until hours and arrivals repeat: a week, or a year."""
    patterns = [staff_week(part) for part in process.parts]
    if process.arrivals is not None:
        patterns.append(arrival_week(process.arrivals))
    return max((pattern.period for pattern in patterns if pattern is not None), default=0.0)


def window_for(process: Process, cases: int) -> float:
    """Return the window, in seconds, in which at least ``cases`` customers are expected.

    Raises OutsideInError for a run that would not end while anybody waits.
    """
    assert process.arrivals is not None
    assert process.arrivals.per_second
    rate = process.arrivals.per_second
    seconds = process.horizon_seconds or cases / rate
    if process.horizon_seconds is None and needs_weeks(process):
        period = period_of(process)
        seconds = math.ceil(seconds / period) * period
    where = "arrivals" if process.horizon_seconds is None else "horizon"
    if seconds > MOST_WEEKS * WEEK_SECONDS:
        what = f"a run would last more than {MOST_WEEKS:,} weeks"
        raise OutsideInError([Fault("endless-run", "error", where, what, _SHORTER)])
    if seconds * rate > MOST_ARRIVALS:
        what = f"more than {MOST_ARRIVALS:,} customers would come in one run"
        raise OutsideInError([Fault("endless-run", "error", where, what, _SHORTER)])
    return seconds


def overload_faults(process: Process) -> list[Fault]:
    """Return a fault for each part offered more than its people can do, where nobody gives up."""
    found, loads = [], offered_loads(process)
    for part in process.parts:
        offered, staffed = loads.get(part.id, (0.0, 1.0))
        if offered < staffed or not _somebody_never_gives_up(process, part):
            continue
        what = f"{offered:.0f} hours a week are asked of {part.name}, which has {staffed:.0f}"
        found.append(
            Fault("overload", "error", part.id, what, "add people or hours, or shorten the work")
        )
    overloaded = {fault.where for fault in found}
    for (part_id, skill), (offered, staffed) in skilled_loads(process).items():
        part = next(one for one in process.parts if one.id == part_id)
        gives_up = not _somebody_never_gives_up(process, part)
        if offered < staffed or part_id in overloaded or gives_up:
            continue
        what = (
            f"{offered:.0f} hours a week are asked of those of {part.name} who can {skill}, who"
            f" have {staffed:.0f}"
        )
        hint = f"let more of them learn to {skill}, or shorten the work"
        found.append(Fault("overload", "error", f"{part_id}.skills", what, hint))
    return found


def _somebody_never_gives_up(process: Process, part: Part) -> bool:
    for customer in process.customers:
        routes = routes_of(process, customer)
        steps: list[Step] = [way for ways in routes.ways.values() for way in ways.values()]
        if any(s.part == part.id and s.takes and not _leaves(process, part, s) for s in steps):
            return True
    return False


def _leaves(process: Process, part: Part, step: Step) -> bool:
    """Whether customers leave a queue that grows: patience or time ends, or they cannot join."""
    is_live = step.verb == "do" and process.channels.get(step.channel or "") == "live"
    balks = step.balks is not None and step.balks.chance is None
    ends = step.patience is not None or step.limit is not None
    return ends or (is_live and (balks or part.lines is not None))


def refuse(faults: list[Fault]) -> None:
    """Raise the errors among some faults, if any."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise OutsideInError(errors)
