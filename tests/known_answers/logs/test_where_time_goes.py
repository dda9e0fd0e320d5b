"""Where the time of a case goes, and for whom the customer waits: small logs, by hand.

`ask` and `pay` are the customer's, `talk` and `call` serve them, `show` is a system they see;
`work` and `file` are out of their sight, `sync` is a system out of it. Times are minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from known_answers.logs.written import MINUTE, moments, spans
from outsidein.eventlog.customers.experience import Experience, experience
from outsidein.eventlog.customers.parties import Party, Side
from outsidein.eventlog.customers.spent import Wait
from outsidein.eventlog.store import EventLog

PARTIES: dict[str, tuple[Party, bool]] = {
    "ask": ("customer", True), "pay": ("customer", True),
    "talk": ("organisation", True), "call": ("organisation", True), "show": ("system", True),
    "work": ("organisation", False), "file": ("organisation", False), "sync": ("system", False),
}  # fmt: skip


def lived(log: EventLog, parts: dict[str, str] | None = None) -> Experience:
    """Return what the customers of a log live through."""
    sides = {
        name: Side(
            activity=name,
            party=PARTIES[name][0],
            seen=PARTIES[name][1],
            part=(parts or {}).get(name, ""),
        )
        for name in log.activities
    }
    return experience(log, sides)


def split(log: EventLog) -> tuple[float, ...]:
    """Return the mean minutes a case: served, own, worked, for organisation, for customer."""
    time = lived(log).spent
    parts = (
        time.served_seconds, time.own_seconds, time.worked_seconds,
        time.for_organisation_seconds, time.for_customer_seconds,
    )  # fmt: skip
    assert time.through_seconds == pytest.approx(sum(parts))
    return tuple(round(seconds / MINUTE, 6) for seconds in parts)


def brief(wait: Wait) -> tuple[object, ...]:
    """Return a wait as (activity, party, part, times, cases, median, mean, share), in minutes."""
    median, mean = wait.median_seconds / MINUTE, wait.mean_seconds / MINUTE
    return (
        wait.activity, wait.party, wait.part, wait.times, wait.cases,
        pytest.approx(median), pytest.approx(mean), pytest.approx(wait.share),
    )  # fmt: skip


Row = tuple[object, ...]
SPLITS: dict[str, tuple[list[Row], tuple[float, ...]]] = {
    # name: (events, (served, own, worked, for organisation, for customer)), each with its reason
    "one after another: 2 of gap before work, 3 before pay": (
        [(1, "ask", 0, 4), (1, "work", 6, 10), (1, "pay", 13, 15)],
        (0, 6, 4, 2, 3),
    ),
    "served beats all: talk 2-6 within ask 0-8 and work 1-9": (
        [(1, "ask", 0, 8), (1, "work", 1, 9), (1, "talk", 2, 6)],
        (4, 4, 1, 0, 0),
    ),
    "own beats work: work 0-10, ask 3-5 within it": (
        [(1, "work", 0, 10), (1, "ask", 3, 5)],
        (0, 2, 8, 0, 0),
    ),
    "two alike at once count once: work 0-6, file 4-9; sync 8-10 is work too": (
        [(1, "work", 0, 6), (1, "file", 4, 9), (1, "sync", 8, 10)],
        (0, 0, 10, 0, 0),
    ),
    "a seen system serves: show 5-7 after ask 0-1": (
        [(1, "ask", 0, 1), (1, "show", 5, 7)],
        (2, 1, 0, 4, 0),
    ),
    "no gap, no wait: the end of one is the start of the next": (
        [(1, "ask", 0, 3), (1, "talk", 3, 5), (1, "work", 5, 6)],
        (2, 3, 1, 0, 0),
    ),
    "a moment in a gap cuts it: to file at 4 for the organisation, then to ask at 9": (
        [(1, "talk", 0, 1), (1, "file", 4, 4), (1, "ask", 9, 10)],
        (1, 1, 0, 3, 5),
    ),
    "a moment within work changes nothing": (
        [(1, "work", 0, 6), (1, "ask", 3, 3), (1, "talk", 8, 9)],
        (1, 0, 6, 2, 0),
    ),
    "a moment at the start of a span: the wait before both is one of 5": (
        [(1, "talk", 0, 1), (1, "work", 6, 6), (1, "file", 6, 8)],
        (1, 0, 2, 5, 0),
    ),
    "an end before its start is one moment, the end: work at 4, not 4 to 7": (
        [(1, "ask", 0, 1), (1, "work", 7, 4), (1, "pay", 9, 10)],
        (0, 2, 0, 3, 5),
    ),
    "so is it where a case begins: from 2 on, not from 5": (
        [(1, "ask", 5, 2), (1, "talk", 6, 7)],
        (1, 0, 0, 4, 0),
    ),
    "a start that is not said is the end: work at 5": (
        [(1, "ask", 0, 1), (1, "work", "", 5), (1, "talk", 7, 9)],
        (2, 1, 0, 6, 0),
    ),
    "a case of one event has its own time, no wait": (
        [(1, "talk", 3, 8)],
        (5, 0, 0, 0, 0),
    ),
    "means go over all cases: 6 of service and 2 of wait in one case, nothing in two": (
        [(1, "talk", 0, 3), (1, "call", 5, 8), (2, "ask", 4, 4), (3, "work", 6, 6)],
        (2, 0, 0, 2 / 3, 0),
    ),
    "cases beside each other do not see each other": (
        [(1, "ask", 0, 2), (2, "work", 1, 7), (1, "talk", 8, 10), (2, "pay", 9, 9)],
        (1, 1, 3, 3, 1),
    ),
    "the long one ends last but began first: no wait under work 0-20": (
        [(1, "talk", 2, 3), (1, "ask", 10, 11), (1, "work", 0, 20), (1, "pay", 22, 23)],
        (1, 2, 18, 0, 2),
    ),
    "who begins next, not who ends next: work 5-20 ends the wait, ask 8-9 ends before it": (
        [(1, "ask", 0, 1), (1, "work", 5, 20), (1, "ask", 8, 9)],
        (0, 2, 14, 4, 0),
    ),
    "three that end together: 1-5 own, 5-6 served": (
        [(1, "ask", 1, 6), (1, "work", 2, 6), (1, "call", 5, 6)],
        (1, 4, 0, 0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPLITS)
def test_each_instant_counts_once(tmp_path: Path, name: str) -> None:
    """The split worked out by hand, in minutes a case."""
    rows, by_hand = SPLITS[name]
    assert split(spans(tmp_path, rows)) == pytest.approx(by_hand, abs=1e-5)


def test_rows_in_any_order_give_the_same(tmp_path: Path) -> None:
    """The rows of a file may stand in any order: times decide."""
    for name, (rows, by_hand) in SPLITS.items():
        assert split(spans(tmp_path, rows[::-1])) == pytest.approx(by_hand, abs=1e-5), name


def test_one_time_an_event_is_waiting_alone(tmp_path: Path) -> None:
    """Ask at 0, work at 3, sync at 3, talk at 10, pay at 12; and a case of one moment.

    Nobody is seen working: 3 + 7 minutes for the organisation, 2 for the customer, over two cases.
    Work and sync share their moment: the first of the file ends the wait, the other waits for none.
    """
    rows = [(1, "ask", 0), (1, "work", 3), (1, "sync", 3), (1, "talk", 10), (1, "pay", 12),
            (2, "ask", 5)]  # fmt: skip
    log = moments(tmp_path, rows)
    assert split(log) == (0, 0, 0, 5, 1)
    time = lived(log).spent
    assert not time.has_durations
    assert {(w.activity, w.party, w.times, w.mean_seconds / MINUTE) for w in time.waits} == {
        ("talk", "organisation", 1, 7), ("work", "organisation", 1, 3), ("pay", "customer", 1, 2)
    }  # fmt: skip


def test_waits_of_an_activity_by_hand(tmp_path: Path) -> None:
    """Waits for talk: 1 and 3 in case 1, 8 in case 2, 2 in case 3; for ask: 6 in case 2.

    Talk: 4 times in 3 cases, the middle of 1, 2, 3, 8 is 2.5, the mean 3.5. The cases take
    0-10, 0-20 and 0-5, together 35: talk 14 / 35, ask 6 / 35.
    """
    rows = [
        (1, "ask", 0, 2), (1, "talk", 3, 5), (1, "talk", 8, 10),
        (2, "ask", 0, 1), (2, "talk", 9, 11), (2, "ask", 17, 20),
        (3, "ask", 0, 2), (3, "talk", 4, 5),
    ]  # fmt: skip
    waits = lived(spans(tmp_path, rows)).spent.waits
    assert [brief(wait) for wait in waits] == [
        ("talk", "organisation", "", 4, 3, 2.5, 3.5, 14 / 35),
        ("ask", "customer", "", 1, 1, 6, 6, 6 / 35),
    ]


def test_waits_are_told_apart_by_part(tmp_path: Path) -> None:
    """Work in Desk waits 2 and 4, in Vault 10; where nobody knows (EMPTY, ?) 1 and 5.

    Cases: 0-3, 0-5, 0-11, 0-2, 0-6: together 27.
    """
    rows = [
        (1, "ask", 0, 0, "-"), (1, "work", 2, 3, "Desk"),
        (2, "ask", 0, 0, "-"), (2, "work", 4, 5, "Desk"),
        (3, "ask", 0, 0, "-"), (3, "work", 10, 11, "Vault"),
        (4, "ask", 0, 0, "-"), (4, "work", 1, 2, "EMPTY"),
        (5, "ask", 0, 0, "-"), (5, "work", 5, 6, "?"),
    ]  # fmt: skip
    waits = lived(spans(tmp_path, rows, ",part")).spent.waits
    assert [brief(wait) for wait in waits if wait.part] == [
        ("work", "organisation", "Vault", 1, 1, 10, 10, 10 / 27),
        ("work", "organisation", "Desk", 2, 2, 3, 3, 6 / 27),
    ]
    nobody = [brief(wait) for wait in waits if not wait.part]
    assert nobody == [("work", "organisation", "", 2, 2, 3, 3, 6 / 27)]


def test_the_sides_tell_a_part_where_a_cell_is_empty(tmp_path: Path) -> None:
    """Waits of 2 and 4 have no part in the log, so that of the sides; 6 has the same in the log.

    Where the log says itself that nobody knows (EMPTY, ?) 1 and 3 are nobody's. Together 17.
    """
    rows = [
        (1, "ask", 0, 0, ""), (1, "work", 2, 3, ""), (1, "work", 7, 7, ""),
        (1, "work", 13, 13, "Vault"), (1, "work", 14, 14, "EMPTY"), (1, "work", 17, 17, "?"),
    ]  # fmt: skip
    waits = lived(spans(tmp_path, rows, ",part"), {"work": "Vault"}).spent.waits
    assert [brief(wait) for wait in waits] == [
        ("work", "organisation", "Vault", 3, 1, 4, 4, 12 / 17),
        ("work", "organisation", "", 2, 1, 2, 2, 4 / 17),
    ]


def test_the_sides_tell_a_part_that_the_log_does_not(tmp_path: Path) -> None:
    """A log without parts: the file of sides says that work is done in Vault."""
    rows = [(1, "ask", 0, 0), (1, "work", 2, 3)]
    [wait] = lived(spans(tmp_path, rows), {"work": "Vault"}).spent.waits
    assert (wait.activity, wait.part) == ("work", "Vault")


def test_a_system_is_waited_for_as_a_system(tmp_path: Path) -> None:
    """Its wait counts as one for the organisation, and names the system as party."""
    log = spans(tmp_path, [(1, "ask", 0, 1), (1, "sync", 4, 5)])
    [wait] = lived(log).spent.waits
    assert (wait.activity, wait.party, wait.times) == ("sync", "system", 1)
    assert split(log) == (0, 1, 1, 3, 0)


def test_what_a_case_is_for_the_customer(tmp_path: Path) -> None:
    """Noticed 3 + 1 + 0 + 2, own 1 + 1 + 0 + 0, hidden 2 + 0 + 1 + 1 in four cases.

    Silence, from an end to the next beginning: in case 1 the longer of 2-6 and 7-9, so 4; in
    case 4 from 1 to 11, so 10; cases 2 and 3 have no two: the middle of 4 and 10 is 7.
    """
    rows = [
        (1, "ask", 0, 2), (1, "work", 3, 4), (1, "talk", 6, 7), (1, "file", 7, 8),
        (1, "call", 9, 10),
        (2, "ask", 0, 1),
        (3, "work", 0, 1),
        (4, "talk", 0, 1), (4, "work", 2, 3), (4, "show", 11, 12),
    ]  # fmt: skip
    case = lived(spans(tmp_path, rows))
    assert (case.noticed, case.own, case.hidden) == (6 / 4, 2 / 4, 4 / 4)
    assert case.cases_without == 1
    assert case.silence_median_seconds == 7 * MINUTE


def test_no_silence_while_something_is_noticed(tmp_path: Path) -> None:
    """Talk 0-1, call 5-20 with ask 6-7 inside it, pay at 22: silent from 1 to 5, then 20 to 22.

    By their ends ask stands before call: from talk to ask were 5, but call begins at 5 after 4.
    """
    rows = [(1, "talk", 0, 1), (1, "call", 5, 20), (1, "ask", 6, 7), (1, "pay", 22, 22)]
    assert lived(spans(tmp_path, rows)).silence_median_seconds == 4 * MINUTE


def test_no_silence_under_a_long_call(tmp_path: Path) -> None:
    """Call 0-30, ask 2-3 and 20-21 inside it, pay at 35: silent from 30 to 35 alone."""
    rows = [(1, "call", 0, 30), (1, "ask", 2, 3), (1, "ask", 20, 21), (1, "pay", 35, 35)]
    assert lived(spans(tmp_path, rows)).silence_median_seconds == 5 * MINUTE


def test_nine_of_ten_silences(tmp_path: Path) -> None:
    """Silences of 0, 1, …, 10 minutes in eleven cases: the middle 5, nine of ten at most 9."""
    rows = [r for k in range(11) for r in [(k, "ask", 0, 1), (k, "talk", 1 + k, 2 + k)]]
    case = lived(spans(tmp_path, rows))
    assert case.silence_median_seconds == 5 * MINUTE
    assert case.silence_90_seconds == pytest.approx(9 * MINUTE)


def test_no_silence_where_no_case_has_two(tmp_path: Path) -> None:
    """Nothing is noticed twice: there is no silence to tell."""
    case = lived(spans(tmp_path, [(1, "ask", 0, 1), (1, "work", 3, 4), (2, "work", 0, 1)]))
    assert (case.silence_median_seconds, case.silence_90_seconds) == (None, None)


def test_parts_met_by_hand(tmp_path: Path) -> None:
    """Case 1 meets Desk twice and Shop once, not Vault behind them: 2. Case 2 meets Desk: 1.

    Case 3 meets one whom nobody names, and case 4 nobody: (2 + 1 + 0 + 0) / 4.
    """
    rows = [
        (1, "talk", 0, 1, "Desk"), (1, "work", 2, 3, "Vault"), (1, "call", 4, 5, "Desk"),
        (1, "show", 6, 7, "Shop"),
        (2, "talk", 0, 1, "Desk"),
        (3, "talk", 0, 1, "EMPTY"),
        (4, "work", 0, 1, "Vault"),
    ]  # fmt: skip
    assert lived(spans(tmp_path, rows, ",part")).parts_met == pytest.approx(3 / 4)


def test_parts_met_are_unknown_where_nothing_names_one(tmp_path: Path) -> None:
    """Neither the log nor the sides name a part."""
    assert lived(spans(tmp_path, [(1, "talk", 0, 1)])).parts_met is None


def test_parts_met_from_the_sides(tmp_path: Path) -> None:
    """Talk and call are of one part, show of another: 2 in case 1, 1 in case 2."""
    rows = [(1, "talk", 0, 1), (1, "call", 2, 3), (1, "show", 4, 5), (2, "call", 0, 1)]
    parts = {"talk": "Desk", "call": "Desk", "show": "Shop"}
    assert lived(spans(tmp_path, rows), parts).parts_met == pytest.approx(3 / 2)


def test_a_column_of_placeholders_names_no_part(tmp_path: Path) -> None:
    """EMPTY and ? throughout: as if the log had no parts; the sides may still name them."""
    log = spans(tmp_path, [(1, "talk", 0, 1, "EMPTY"), (2, "talk", 0, 1, "?")], ",part")
    assert lived(log).parts_met is None
    assert lived(log, {"talk": "Desk"}).parts_met == 1
