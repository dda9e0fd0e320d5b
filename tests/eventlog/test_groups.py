"""Kinds of cases beside each other: planted differences are told, chance is not."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from outsidein.errors import OutsideInError
from outsidein.eventlog.groups import Difference, groups
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

START = datetime(2024, 1, 1)  # noqa: DTZ001 a log has no zone of its own


def planted(
    folder: Path, seed: int, *, longer: float = 1.0, more: float = 0.3, cases: int = 600
) -> EventLog:
    """Return a log of two channels: `phone` takes longer and asks more often than `web`."""
    luck = np.random.default_rng(seed)
    lines = ["case,activity,time,channel"]
    for case in range(cases):
        phone = case % 2 == 1
        hours = luck.exponential(10.0 * (longer if phone else 1.0))
        does = ["order", *(["ask"] if luck.random() < (more if phone else 0.3) else []), "pay"]
        for k, activity in enumerate(does):
            moment = START + timedelta(hours=hours * k / (len(does) - 1))
            lines.append(f"{case},{activity},{moment},{'phone' if phone else 'web'}")
    path = folder / f"{seed}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_log(path)


def test_planted_differences_are_told_with_their_size(tmp_path: Path) -> None:
    """Twice as long is longer in two of three pairs; half ask, not three in ten."""
    found = {g.name: g for g in groups(planted(tmp_path, 1, longer=2.0, more=0.5), "channel")}
    told = {d.figure: d for d in found["phone"].differences}
    assert told["time through"].effect == pytest.approx(2 / 3 - 0.5, abs=0.06)
    assert told["ask"].effect == pytest.approx(0.2, abs=0.1)
    assert told["ask"].here == pytest.approx(0.5, abs=0.08)
    assert "order" not in told
    assert {d.figure: -d.effect for d in found["web"].differences} == pytest.approx(
        {name: d.effect for name, d in told.items()}
    )


def test_without_a_difference_nothing_is_told_as_a_rule(tmp_path: Path) -> None:
    """Of 60 logs without any difference at most 8 tell one: 5 % are allowed, 3 are expected."""
    told = sum(
        any(group.differences for group in groups(planted(tmp_path, seed, cases=200), "channel"))
        for seed in range(60)
    )
    assert told <= 8


def test_few_cases_are_counted_not_compared(tmp_path: Path) -> None:
    """Ten cases of a kind say nothing about it."""
    log = planted(tmp_path, 3, longer=50.0, cases=20)
    assert [(group.cases, group.differences) for group in groups(log, "channel")] == [
        (10, ()), (10, ()),
    ]  # fmt: skip


def test_a_column_of_numbers_is_refused(tmp_path: Path) -> None:
    """Every case a kind of its own: a fault that says so."""
    path = tmp_path / "a.csv"
    rows = [f"{k},a,2024-01-01,{k}" for k in range(300)]
    path.write_text("\n".join(["case,activity,time,amount", *rows]), encoding="utf-8")
    with pytest.raises(OutsideInError) as error:
        groups(read_log(path, attributes=["amount"]), "amount")
    assert [fault.code for fault in error.value.faults] == ["too-many-kinds"]


def test_a_case_counts_for_the_first_thing_it_says(tmp_path: Path) -> None:
    """Kinds partition the cases: their counts add up."""
    log = planted(tmp_path, 4)
    found = groups(log, "channel")
    assert sum(group.cases for group in found) == len(log.cases)
    assert all(a.cases >= b.cases for a, b in itertools.pairwise(found))


def test_the_tests_are_those_of_the_books_where_each_case_has_its_customer(tmp_path: Path) -> None:
    """Chances as scipy gives them: Mann and Whitney's, without its correction of 1 in N - 1."""
    from scipy import stats

    from outsidein.eventlog.groups import time_through

    log = planted(tmp_path, 5, longer=1.2, more=0.36)
    phone = log.of_cases("channel") == log.said["channel"].words.index("phone")
    through = time_through(log)
    told = stats.mannwhitneyu(
        through[phone], through[~phone], method="asymptotic", use_continuity=False
    )
    [found] = [d for d in compared(log, phone) if d.figure == "time through"]
    assert found.chance == pytest.approx(told.pvalue, rel=0.02)
    assert found.effect == pytest.approx(told.statistic / 300**2 - 0.5)


def compared(log: EventLog, here: npt.NDArray[np.bool_]) -> list[Difference]:
    """Return all differences of some cases from the others, told or not."""
    from outsidein.eventlog.groups import _compared, _does, time_through
    from outsidein.eventlog.owners import owners

    return _compared(log, here, time_through(log), _does(log), owners(log))


def test_cases_of_one_customer_count_together(tmp_path: Path) -> None:
    """Sixty logs of 24 customers with 25 cases each, alike in each: few tell a difference.

    As if each case were a customer of its own nearly all of them would.
    """
    told = sum(
        any(group.differences for group in groups(_alike(tmp_path, seed), "channel"))
        for seed in range(60)
    )
    assert told <= 8


def _alike(folder: Path, seed: int) -> EventLog:
    """Return a log in which a customer always asks or never, and uses one channel."""
    luck = np.random.default_rng(seed)
    lines = ["case,activity,time,channel,customer"]
    for customer in range(24):
        asks, hours = luck.random() < 0.4, luck.exponential(10.0)
        channel = "phone" if customer % 2 else "web"
        for k in range(25):
            does = ["order", *(["ask"] if asks else []), "pay"]
            for n, activity in enumerate(does):
                at = START + timedelta(hours=hours * (1 + k / 100) * n / (len(does) - 1))
                lines.append(f"{customer}-{k},{activity},{at},{channel},{customer}")
    path = folder / f"alike{seed}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_log(path)
