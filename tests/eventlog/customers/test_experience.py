"""Where the time of a case goes, by hand; and that all of it goes somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.eventlog.customers.experience import experience
from outsidein.eventlog.customers.parties import Party, Side
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

HOUR = 3600.0
SIDES: dict[str, tuple[Party, bool]] = {
    "ask": ("customer", True),
    "answer": ("organisation", True),
    "work": ("organisation", False),
    "sync": ("system", False),
}


def _sides(*names: str) -> dict[str, Side]:
    return {n: Side(activity=n, party=SIDES[n][0], seen=SIDES[n][1]) for n in names}


def _log(folder: Path, rows: list[tuple[int, str, float, float]]) -> EventLog:
    """Return a log of (case, activity, hour of start, hour of end)."""
    lines = ["case,activity,start_time,end_time"]
    lines += [f"{c},{a},{round(b * HOUR)},{round(e * HOUR)}" for c, a, b, e in rows]
    path = folder / "log.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_log(path)


def test_the_time_of_a_case_by_hand(tmp_path: Path) -> None:
    """Ask 0-1, work 3-5 with a sync 4-6, answer 6-7 beside work 6-8, ask again at 10."""
    rows = [
        (1, "ask", 0, 1), (1, "work", 3, 5), (1, "sync", 4, 6), (1, "answer", 6, 7),
        (1, "work", 6, 8), (1, "ask", 10, 10),
    ]  # fmt: skip
    told = experience(_log(tmp_path, rows), _sides("ask", "answer", "work", "sync"))
    time = told.spent
    assert (time.served_seconds, time.own_seconds) == (1 * HOUR, 1 * HOUR)
    assert time.worked_seconds == 4 * HOUR  # 3-6 and 7-8
    assert (time.for_organisation_seconds, time.for_customer_seconds) == (2 * HOUR, 2 * HOUR)
    assert [(w.activity, w.mean_seconds, w.share) for w in time.waits] == [
        ("ask", 2 * HOUR, 0.2), ("work", 2 * HOUR, 0.2)
    ]  # fmt: skip
    assert (told.noticed, told.own, told.hidden, told.cases_without) == (3, 2, 3, 0)
    assert told.silence_median_seconds == 5 * HOUR  # from the question to the answer


def test_one_time_an_event_leaves_waits_alone(tmp_path: Path) -> None:
    """Without starts the time until an event waits for whoever does it."""
    path = tmp_path / "log.csv"
    path.write_text(
        "case,activity,time\n1,ask,2024-01-01 09:00\n1,work,2024-01-01 12:00\n"
        "1,ask,2024-01-01 13:00\n2,work,2024-01-01 09:00\n",
        encoding="utf-8",
    )
    told = experience(read_log(path), _sides("ask", "work"))
    assert not told.spent.has_durations
    assert told.spent.for_organisation_seconds == 1.5 * HOUR
    assert told.spent.for_customer_seconds == 0.5 * HOUR
    assert told.cases_without == 1
    assert told.silence_median_seconds == 4 * HOUR


@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 4), st.sampled_from(sorted(SIDES)), st.integers(0, 50),
            st.integers(0, 20),
        ),
        min_size=1, max_size=25,
    )
)  # fmt: skip
def test_every_instant_counts_once(
    rows: list[tuple[int, str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What a case is spent on adds up to its time; counted instant by instant it is the same."""
    timed = [(c, a, float(b), float(b + length)) for c, a, b, length in rows]
    log = _log(tmp_path_factory.mktemp("log"), timed)
    time = experience(log, _sides(*log.activities)).spent
    cases = sorted({row[0] for row in timed})
    expected = [0.0] * 5
    for case in cases:
        mine = [row for row in timed if row[0] == case]
        for hour in range(int(min(r[2] for r in mine)), int(max(r[3] for r in mine))):
            expected[_state(mine, hour)] += HOUR / len(cases)
    got = [
        time.served_seconds, time.own_seconds, time.worked_seconds,
        time.for_organisation_seconds + time.for_customer_seconds,
    ]  # fmt: skip
    assert got == pytest.approx([*expected[:3], expected[3] + expected[4]])
    assert sum(wait.share for wait in time.waits) * time.through_seconds == pytest.approx(got[3])


def _state(rows: list[tuple[int, str, float, float]], hour: int) -> int:
    """Return what an hour of a case is spent on: served, own, work, or waiting."""
    now = {SIDES[name] for _, name, begin, end in rows if begin <= hour < end}
    if ("organisation", True) in now:
        return 0
    if ("customer", True) in now:
        return 1
    return 2 if now else 3
