"""Changes over time: the border against every border tried, and how often chance is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from known_answers.logs.written import MONDAY, moments
from outsidein.eventlog.drift import Change, drift
from outsidein.eventlog.store import EventLog

DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Minutes after Monday, minutes through, and whether it calls."""

    begins: float
    takes: float
    calls: bool


def planted(folder: Path, seed: int, change: int) -> tuple[Path, list[Case]]:
    """Return 40 days with ten cases each; from a day on more call, and they take longer."""
    luck = np.random.default_rng(seed)
    cases = [
        Case(
            begins=DAY * day + 30 + 60 * k,
            takes=float(luck.integers(20, 60)) + (9 if day >= change else 0),
            calls=bool(luck.random() < (0.55 if day >= change else 0.25)),
        )
        for day in range(40)
        for k in range(10)
    ]
    return folder, cases


def rows_of(cases: list[Case], owners: list[int] | None = None) -> list[tuple[object, ...]]:
    """Return the events of the cases; each its own customer where no owners are given."""
    rows: list[tuple[object, ...]] = []
    for k, case in enumerate(cases):
        who = owners[k] if owners else k
        rows.append((k, "order", case.begins, who))
        if case.calls:
            rows.append((k, "call", case.begins + 10, who))
        rows.append((k, "receive", case.begins + case.takes, who))
    return rows


def by_force(cases: list[Case], values: list[float]) -> int:
    """Return the midnight with the largest difference of means over √(1 / before + 1 / after).

    With a customer a case the error of each difference is one spread times that root, so the
    spread does not matter. A tenth of the cases, and twenty of them, must lie on either side.
    """
    best, place = -1.0, -1
    for day in range(1, 40):
        before = [v for c, v in zip(cases, values, strict=True) if c.begins < DAY * day]
        after = [v for c, v in zip(cases, values, strict=True) if c.begins >= DAY * day]
        if min(len(before), len(after)) < max(20, 0.1 * len(cases)):
            continue
        apart = abs(sum(after) / len(after) - sum(before) / len(before))
        standard = apart / sqrt(1 / len(before) + 1 / len(after))
        if standard > best:
            best, place = standard, day
    return place


def midnight(day: int) -> int:
    """Return a midnight in microseconds since 1970."""
    return int(MONDAY.timestamp() * 1e6) + day * DAY * 60_000_000


def change_of(changes: tuple[Change, ...], figure: str) -> Change:
    [one] = [change for change in changes if figure in change.figure]
    return one


@pytest.mark.parametrize(("seed", "day"), [(1, 14), (2, 26), (3, 30)])
def test_the_border_and_what_lies_on_its_sides(tmp_path: Path, seed: int, day: int) -> None:
    """Every midnight tried: the same one is told, with the share, mean and middle beside it."""
    folder, cases = planted(tmp_path, seed, day)
    told = drift(moments(folder, rows_of(cases), ",customer"))
    assert (told.spell, told.customers) == ("day", told.cases)
    assert told.left_out <= 2  # of one a day's hour: only the last can still be open
    kept = cases[: len(cases) - told.left_out]
    assert told.cases == len(kept)

    calls = [float(case.calls) for case in kept]
    at = by_force(kept, calls)
    change = change_of(told.changes, "call")
    before = [c for c, case in zip(calls, kept, strict=True) if case.begins < DAY * at]
    after = [c for c, case in zip(calls, kept, strict=True) if case.begins >= DAY * at]
    assert (change.at, change.told) == (midnight(at), True)
    assert (change.before, change.after) == pytest.approx((np.mean(before), np.mean(after)))

    takes = [case.takes for case in kept]
    ordered = sorted(takes)
    ranks = [ordered.index(t) + (ordered.count(t) + 1) / 2 for t in takes]
    at = by_force(kept, ranks)
    change = change_of(told.changes, "time through")
    sides = [[t for t, case in zip(takes, kept, strict=True) if (case.begins >= DAY * at) == late]
             for late in (False, True)]  # fmt: skip
    assert change.at == midnight(at)
    assert (change.before, change.after) == tuple(60 * np.median(side) for side in sides)


def bursts(folder: Path, seed: int) -> EventLog:
    """Return a log of 30 customers with five cases within four days of its first three weeks.

    Each calls nearly always or hardly ever, and is quick or slow; none changes.
    """
    luck = np.random.default_rng(seed)
    cases, owners = [], []
    for who in range(30):
        calls, slow = luck.random() < 0.4, 20 + 60 * luck.random()
        first = luck.uniform(0, 16 * DAY)
        for _ in range(5):
            begins, takes = first + luck.uniform(0, 4 * DAY), slow + 20 * luck.random()
            often = luck.random() < (0.9 if calls else 0.1)
            cases.append(Case(begins=round(begins), takes=round(takes), calls=bool(often)))
            owners.append(who)
    return moments(folder, rows_of(cases, owners), ",customer")


def at_other_times(log: EventLog, seed: int) -> EventLog:
    """Return the log with all that a customer does moved to another of the sixteen days."""
    luck = np.random.default_rng(seed)
    events, owner = log.events, log.of_cases("customer")
    of_event = np.repeat(owner, np.diff(events.first))
    firsts = np.array([events.end[of_event == who].min() for who in range(owner.max() + 1)])
    moved = firsts.min() + luck.integers(0, 16 * DAY, len(firsts)) * 60_000_000
    return replace(log, events=replace(events, end=events.end + (moved - firsts)[of_event]))


def test_customers_who_come_in_bursts_are_no_change(tmp_path: Path) -> None:
    """Sixty logs without a change: twelve, each with its customers at five times drawn by chance.

    At 5 % three of sixty tell a change; more than eight would come once in two hundred times.
    The same logs with a customer a case tell one in 34 of the 60.
    """
    logs_that_tell = 0
    for seed in range(12):
        log = bursts(tmp_path, 1000 + seed)
        for again in range(5):
            told = drift(at_other_times(log, 5 * seed + again))
            assert not told.too_short
            logs_that_tell += any(change.told for change in told.changes)
    assert logs_that_tell <= 8
