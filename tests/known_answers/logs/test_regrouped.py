"""Visits, customers and joined logs: small logs, regrouped by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from known_answers.logs.written import clock, moments, spans, told, written
from outsidein.errors import OutsideInError
from outsidein.eventlog.customers.regrouping import as_visits, by_customer, joined
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

HALF_HOUR = 30 * 60.0


def whole(log: EventLog) -> bool:
    """Whether every row of the files is an event or kept aside."""
    return len(log) + sum(aside.count for aside in log.aside) == log.rows


def test_a_gap_of_just_the_limit_is_the_same_visit(tmp_path: Path) -> None:
    """0, 30, 60 are half hours; 90 and a second is more; a moment twice is no gap."""
    rows = [
        ("u", "a", 0),
        ("u", "b", 30),
        ("u", "c", 60),
        ("u", "d", 90 + 1 / 60),
        ("u", "e", 90 + 1 / 60),
    ]
    visits = as_visits(moments(tmp_path, rows), HALF_HOUR)
    assert told(visits) == {"u": ["a", "b", "c"], "u (2)": ["d", "e"]}
    assert whole(visits)


def test_nothing_is_silent_while_something_long_goes_on(tmp_path: Path) -> None:
    """Long 0-100 with b 10-11 and c 50-51 under it: one visit; d at 130 is in it, e at 161 not."""
    rows = [("u", "long", 0, 100), ("u", "b", 10, 11), ("u", "c", 50, 51), ("u", "d", 130, 130),
            ("u", "e", 161, 161)]  # fmt: skip
    visits = as_visits(spans(tmp_path, rows), HALF_HOUR)
    assert told(visits) == {"u": ["b", "c", "long", "d"], "u (2)": ["e"]}


def test_a_long_event_that_begins_in_a_gap_fills_it(tmp_path: Path) -> None:
    """A 0-1, long 20-70, b 45-46: by ends a, b, long; a to b are 44, but long begins after 19."""
    rows = [("u", "a", 0, 1), ("u", "long", 20, 70), ("u", "b", 45, 46)]
    assert told(as_visits(spans(tmp_path, rows), HALF_HOUR)) == {"u": ["a", "b", "long"]}


def test_visits_of_several_interleaved(tmp_path: Path) -> None:
    """Each of x, y, z has silences of their own; cases stand as they began.

    x: 0, 20 | 60; y: 10 | 50, 70 | 101; z: 5, 35, 65 in one.
    """
    rows = [
        ("x", "a", 0), ("z", "a", 5), ("y", "a", 10), ("x", "b", 20), ("z", "b", 35),
        ("y", "b", 50), ("x", "c", 60), ("z", "c", 65), ("y", "c", 70), ("y", "d", 101),
    ]  # fmt: skip
    visits = as_visits(moments(tmp_path, rows), HALF_HOUR)
    assert told(visits) == {
        "x": ["a", "b"], "z": ["a", "b", "c"], "y": ["a"], "y (2)": ["b", "c"], "x (2)": ["c"],
        "y (3)": ["d"],
    }  # fmt: skip
    assert list(told(visits)) == ["x", "z", "y", "y (2)", "x (2)", "y (3)"]
    assert whole(visits)


def test_visits_do_not_take_the_name_of_another_case(tmp_path: Path) -> None:
    """A log that has a case named `u (2)` already: three cases, three names."""
    rows = [("u", "a", 0), ("u (2)", "b", 10), ("u", "c", 90)]
    visits = as_visits(moments(tmp_path, rows), HALF_HOUR)
    assert visits.case_count == 3
    assert len(set(visits.cases)) == 3


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_silence_is_above_0(tmp_path: Path, limit: float) -> None:
    """Nothing else ends a visit."""
    with pytest.raises(OutsideInError):
        as_visits(moments(tmp_path, [("u", "a", 0)]), limit)


def test_customers_with_interleaved_cases(tmp_path: Path) -> None:
    """X has cases 1 and 2, Y case 3; equal times stand as in the file."""
    rows = [
        (1, "a", 0, "X"), (3, "a", 1, "Y"), (2, "b", 5, "X"), (1, "c", 10, "X"),
        (2, "d", 10, "X"), (3, "e", 11, "Y"), (1, "f", 20, "X"),
    ]  # fmt: skip
    log = by_customer(moments(tmp_path, rows, ",customer"))
    assert told(log) == {"X": ["a", "b", "c", "d", "f"], "Y": ["a", "e"]}
    assert (log.case_count, len(log), log.rows) == (2, 7, 7)


def test_an_event_without_a_customer_is_its_cases(tmp_path: Path) -> None:
    """Case 1 names X late: all of it is X's. Case 2 names Y, then X: the unnamed one is Y's.

    Case 3 names nobody: its two events are kept aside, and counted.
    """
    rows = [
        (1, "a", 0, ""), (1, "b", 10, "X"),
        (2, "f", 40, "X"), (2, "e", 30, ""), (2, "d", 20, "Y"),
        (3, "g", 5, ""), (3, "h", 6, ""),
    ]  # fmt: skip
    log = by_customer(moments(tmp_path, rows, ",customer"))
    assert told(log) == {"X": ["a", "b", "f"], "Y": ["d", "e"]}
    assert [(aside.reason, aside.count) for aside in log.aside] == [("no customer", 2)]
    assert (len(log), log.rows) == (5, 7)


def test_no_event_names_a_customer(tmp_path: Path) -> None:
    """A column that is empty throughout is no answer."""
    with pytest.raises(OutsideInError):
        by_customer(moments(tmp_path, [(1, "a", 0, ""), (2, "a", 0, "")], ",customer"))


def test_visits_of_customers(tmp_path: Path) -> None:
    """X's two cases together: 0, 20, 40 are one visit, 80 another; of each case alone not so."""
    rows = [(1, "a", 0, "X"), (2, "b", 20, "X"), (1, "c", 40, "X"), (2, "d", 80, "X")]
    log = moments(tmp_path, rows, ",customer")
    assert told(as_visits(by_customer(log), HALF_HOUR)) == {"X": ["a", "b", "c"], "X (2)": ["d"]}
    assert told(as_visits(log, HALF_HOUR)) == {
        "1": ["a"],
        "1 (2)": ["c"],
        "2": ["b"],
        "2 (2)": ["d"],
    }


def calls_and_clicks(folder: Path, calls: Path, clicks: Path) -> EventLog:
    """Return two logs as one: X and Y call, Y and Z click; a call of nobody, one without a time."""
    heads = "case,activity,time,customer"
    first = written(folder / calls, heads, [
        (1, "ring", clock(0), "X"), (1, "pay", clock(9), "X"), (2, "ring", clock(4), "Y"),
        (3, "ring", clock(5), ""), (4, "ring", "some day", "X"),
    ])  # fmt: skip
    second = written(folder / clicks, heads, [
        (1, "see", clock(2), "Y"), (1, "pay", clock(3), "Y"), (2, "see", clock(1), "Z"),
    ])  # fmt: skip
    return joined([read_log(first), read_log(second)])


def test_two_systems_as_one(tmp_path: Path) -> None:
    """What both call pay is told apart; every row is an event (6) or aside (2)."""
    log = calls_and_clicks(tmp_path, Path("calls.csv"), Path("clicks.csv"))
    assert told(log) == {
        "X": ["ring", "pay (calls)"], "Z": ["see"], "Y": ["see", "pay (clicks)", "ring"]
    }  # fmt: skip
    assert list(told(log)) == ["X", "Z", "Y"]  # as they began
    assert (len(log), log.rows, sum(aside.count for aside in log.aside)) == (6, 8, 2)
    system = log.said["system"]
    by_event = {
        (str(log.activities[a]), system.words[s])
        for a, s in zip(log.events.activity, system.codes, strict=True)
    }
    assert by_event == {
        ("ring", "calls"), ("pay (calls)", "calls"), ("see", "clicks"), ("pay (clicks)", "clicks")
    }  # fmt: skip


def test_customers_keep_their_names_when_joined(tmp_path: Path) -> None:
    """Y is the second customer of one log and the first of the other: Y of both all the same."""
    log = calls_and_clicks(tmp_path, Path("calls.csv"), Path("clicks.csv"))
    customer = log.said["customer"]
    owners = [
        {customer.words[c] for c in customer.codes[begin:end]}
        for begin, end in zip(log.events.first[:-1], log.events.first[1:], strict=True)
    ]
    assert owners == [{"X"}, {"Z"}, {"Y"}]


def test_one_file_name_in_two_folders(tmp_path: Path) -> None:
    """Two systems all the same, told apart by their number; nothing else changes."""
    log = calls_and_clicks(tmp_path, Path("calls/log.csv"), Path("clicks/log.csv"))
    assert log.said["system"].words == ("log 1", "log 2")
    assert told(log) == {
        "X": ["ring", "pay (log 1)"], "Z": ["see"], "Y": ["see", "pay (log 2)", "ring"]
    }  # fmt: skip
    assert (len(log), log.rows, sum(aside.count for aside in log.aside)) == (6, 8, 2)


def three(folder: Path, texts: dict[str, list[str]]) -> EventLog:
    """Return logs of X alone as one: a path and its activities each."""
    heads = "case,activity,time,customer"
    return joined([
        read_log(written(folder / name, heads, [(1, a, clock(k), "X") for k, a in enumerate(acts)]))
        for name, acts in texts.items()
    ])  # fmt: skip


def test_a_number_does_not_make_the_name_of_a_third(tmp_path: Path) -> None:
    """a/log.csv, b/log.csv and `log 1.csv` are three systems: pay of each stays apart."""
    log = three(tmp_path, {"a/log.csv": ["pay"], "b/log.csv": ["pay"], "log 1.csv": ["pay"]})
    assert len(set(log.said["system"].words)) == 3
    assert len(log.activities) == 3


def test_a_name_told_apart_is_not_one_that_is_there(tmp_path: Path) -> None:
    """Log a has pay and `pay (b)`, log b pay: three activities, not two."""
    log = three(tmp_path, {"a.csv": ["pay", "pay (b)"], "b.csv": ["pay"]})
    assert len(log.activities) == 3


def test_three_systems_of_which_two_share_a_word(tmp_path: Path) -> None:
    """Pay is of two and told apart, see of one and stays; 2 + 1 + 1 events of X."""
    heads = "case,activity,time,customer"
    texts = {"a": [("1", "pay", clock(0), "X"), ("1", "see", clock(1), "X")],
             "b": [("1", "pay", clock(2), "X")], "c": [("1", "go", clock(3), "X")]}  # fmt: skip
    paths = [written(tmp_path / f"{name}.csv", heads, rows) for name, rows in texts.items()]
    log = joined([read_log(path) for path in paths])
    assert told(log) == {"X": ["pay (a)", "see", "pay (b)", "go"]}
    assert (len(log), log.rows) == (4, 4)


def test_a_log_without_customers_is_not_joined(tmp_path: Path) -> None:
    """The one that has none is named; the other is not."""
    with_one = read_log(
        written(tmp_path / "good.csv", "case,activity,time,customer", [(1, "a", clock(0), "X")])
    )
    without = read_log(written(tmp_path / "bad.csv", "case,activity,time", [(1, "a", clock(0))]))
    with pytest.raises(OutsideInError) as refused:
        joined([with_one, without])
    assert [Path(fault.where).name for fault in refused.value.faults] == ["bad.csv"]
