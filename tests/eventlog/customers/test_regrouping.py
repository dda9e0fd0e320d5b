"""Visits, customers and joined logs: the same events as other cases, none lost in silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from outsidein.errors import OutsideInError
from outsidein.eventlog.customers.regrouping import as_visits, by_customer, joined
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog


def _log(folder: Path, name: str, text: str) -> EventLog:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_log(path)


def _told(log: EventLog) -> dict[str, list[str]]:
    events = log.events
    codes = np.split(events.activity, events.first[1:-1])
    return {
        str(name): [log.activities[code] for code in some]
        for name, some in zip(log.cases, codes, strict=True)
    }


CLICKS = """user_id,event,timestamp
b,cart,2024-01-01 08:00:00
a,main,2024-01-01 09:00:00
a,cart,2024-01-01 09:29:00
a,main,2024-01-01 10:00:00
b,pay,2024-01-01 08:30:00
"""


def test_a_visit_ends_where_nothing_happens(tmp_path: Path) -> None:
    """After more than half an hour a new one begins; exactly half an hour is the same."""
    visits = as_visits(_log(tmp_path, "clicks.csv", CLICKS), 30 * 60)
    assert _told(visits) == {"b": ["cart", "pay"], "a": ["main", "cart"], "a (2)": ["main"]}
    assert list(visits.cases) == ["b", "a", "a (2)"]
    assert list(visits.said["customer"].codes) == [1, 1, 0, 0, 0]


CALLS = """call,customer,activity,time
1,a,call,2024-01-01 09:10:00
2,b,call,2024-01-01 07:00:00
2,b,pay,2024-01-01 07:05:00
3,,call,2024-01-01 07:00:00
"""


def test_logs_of_several_systems_are_joined_by_customer(tmp_path: Path) -> None:
    """Each event keeps its system; what two systems call alike is told apart; the rest is aside."""
    calls = read_log(_written(tmp_path / "calls.csv", CALLS), {"case": "call"})
    whole = joined([_log(tmp_path, "web.csv", CLICKS), calls])
    assert _told(whole) == {
        "b": ["call", "pay (calls)", "cart", "pay (web)"],
        "a": ["main", "call", "cart", "main"],
    }
    assert whole.said["system"].words == ("web", "calls")
    assert [(one.reason, one.count) for one in whole.aside] == [("no customer", 1)]
    assert len(whole) + 1 == whole.rows == 9
    counts = np.bincount(whole.events.activity)
    assert list(counts) == sorted(counts, reverse=True)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_may_be_all_of_a_customer(tmp_path: Path) -> None:
    """Two orders of one customer, interleaved: one case in the order of time."""
    text = (
        "case,activity,time,customer\n1,a,2024-01-01 09:00,X\n2,b,2024-01-01 10:00,X\n"
        "1,c,2024-01-01 11:00,\n2,d,2024-01-01 12:00,Y\n"
    )
    assert _told(by_customer(_log(tmp_path, "log.csv", text))) == {
        "X": ["a", "b", "c"],  # the event that names nobody belongs to its case's customer
        "Y": ["d"],
    }


def test_without_a_customer_nothing_is_joined(tmp_path: Path) -> None:
    """Every log that names no customers is told, with what to do."""
    text = "case,activity,time\n1,a,2024-01-01 09:00\n"
    logs = [_log(tmp_path, "one.csv", text), _log(tmp_path, "two.csv", text)]
    with pytest.raises(OutsideInError) as raised:
        joined(logs)
    assert [fault.code for fault in raised.value.faults] == ["column-missing"] * 2
    with pytest.raises(OutsideInError, match="whose case"):
        by_customer(logs[0])
    with pytest.raises(OutsideInError, match="above 0"):
        as_visits(logs[0], 0)
