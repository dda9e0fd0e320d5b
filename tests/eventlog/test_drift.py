"""What changed over time: planted changes are found where they are, and chance is not told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from outsidein.eventlog.description import moment
from outsidein.eventlog.drift import DAY, FEWEST_CASES, drift
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
CASES = 600  # six a day


def _log(folder: Path, seed: int, *, changes: bool, customers: int = 0) -> EventLog:
    """Return a log of 100 days: `call` in 20 % of the cases, from day 60 on in 40 % if it changes;
    `complain` in 3 %, throughout.

    With customers, each calls always or never: a fifth of them do.
    """
    rng = np.random.default_rng(seed)
    rows = ["case,activity,time,customer"]
    for case in range(CASES):
        at = FIRST + timedelta(hours=4 * case)
        owner = int(rng.integers(customers)) if customers else case
        chance = 0.4 if changes and case >= 6 * 60 else 0.2
        calls = owner % 5 == 0 if customers else rng.random() < chance
        rows.append(f"{case},order,{at:%Y-%m-%d %H:%M},{owner}")
        if calls:
            rows.append(f"{case},call,{at + timedelta(hours=1):%Y-%m-%d %H:%M},{owner}")
        if rng.random() < 0.03:
            rows.append(f"{case},complain,{at + timedelta(hours=1):%Y-%m-%d %H:%M},{owner}")
        done = at + timedelta(hours=2 + float(rng.exponential(5)))
        rows.append(f"{case},receive,{done:%Y-%m-%d %H:%M},{owner}")
    path = folder / "log.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return read_log(path)


def test_a_planted_change_is_found_when_it_was(tmp_path: Path) -> None:
    """Calls double on day 60: told, near that day, with both levels; nothing else is told."""
    found = drift(_log(tmp_path, 1, changes=True))
    told = {change.figure: change for change in found.changes if change.told}
    assert set(told) == {"call", "events a case"}
    day = (datetime.fromisoformat(f"{moment(told['call'].at)}+00:00") - FIRST).days
    assert abs(day - 60) <= 7
    assert told["call"].before == pytest.approx(0.2, abs=0.05)
    assert told["call"].after == pytest.approx(0.4, abs=0.08)
    assert (found.customers, found.too_short) == (found.cases, False)


def test_chance_is_told_as_a_change_in_one_log_of_twenty(tmp_path: Path) -> None:
    """Forty logs without a change: with five figures each, at most six logs tell of one."""
    told = [
        any(change.told for change in drift(_log(tmp_path, seed, changes=False)).changes)
        for seed in range(40)
    ]
    assert sum(told) <= 6


def test_customers_who_come_again_are_no_change(tmp_path: Path) -> None:
    """Nine customers, each always alike: as cases of their own they would tell too much."""
    log = _log(tmp_path, 3, changes=False, customers=9)
    found = drift(log)
    assert found.customers == 9
    assert not any(change.told for change in found.changes if change.figure == "call")


def test_a_short_log_says_so(tmp_path: Path) -> None:
    """A handful of cases, or a single day, tells nothing of time."""
    path = tmp_path / "log.csv"
    rows = [f"{k},a,2024-01-01 09:{k:02d}" for k in range(60)]
    path.write_text("case,activity,time\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert drift(read_log(path)).too_short
    path.write_text("case,activity,time\n1,a,2024-01-01\n", encoding="utf-8")
    assert drift(read_log(path)).too_short


def test_borders_are_mondays_and_leave_enough_on_both_sides(tmp_path: Path) -> None:
    """A log of two years is cut into four weeks; each border has a tenth of the cases beside it."""
    path = tmp_path / "log.csv"
    rows = [f"{k},{'ab'[k % 2]},{FIRST + timedelta(days=k):%Y-%m-%d}" for k in range(730)]
    path.write_text("case,activity,time\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = drift(read_log(path))
    assert found.spell == "four weeks"
    assert all((change.at - 4 * DAY) % (7 * DAY) == 0 for change in found.changes)
    assert 730 // 28 - 2 * (73 // 28) - 3 <= found.borders <= 730 // 28
    assert FEWEST_CASES < 73
