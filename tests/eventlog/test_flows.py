"""What follows what, and which ways: against a plain count over the rows of any log."""

from __future__ import annotations

import csv
import itertools
import statistics
import tempfile
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.eventlog import flows
from outsidein.eventlog.description import describe
from outsidein.eventlog.importing import read_log

Row = tuple[str, str, int]  # case, activity, minutes
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "10", "x y"]),
        st.sampled_from(["a", "b", 'c "quoted"', "d,e"]),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=60,
)
START = datetime(2024, 1, 1)  # noqa: DTZ001 a log has no zone of its own


def write(rows: list[Row], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case", "activity", "time"])
        for case, activity, minutes in rows:
            writer.writerow([case, activity, (START + timedelta(minutes=minutes)).isoformat()])


def by_case(rows: list[Row]) -> dict[str, list[tuple[int, str]]]:
    """Return each case's events by time; equal times stay in the order of the rows."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for case, activity, minutes in rows:
        found[case].append((minutes, activity))
    return {case: sorted(events, key=lambda e: e[0]) for case, events in found.items()}


@given(rows=ROWS)
def test_the_figures_are_those_of_a_plain_count(rows: list[Row]) -> None:
    """Pairs with their times, ways, beginnings and ends, for rows in any order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        write(rows, path)
        found = describe(read_log(path))
    cases = by_case(rows)
    gaps: dict[tuple[str, str], list[float]] = defaultdict(list)
    for events in cases.values():
        for (before, a), (after, b) in itertools.pairwise(events):
            gaps[a, b].append(60.0 * (after - before))
    assert {(f.source, f.target): f.count for f in found.follows} == {
        pair: len(times) for pair, times in gaps.items()
    }
    for one in found.follows:
        times = gaps[one.source, one.target]
        assert one.median_seconds == pytest.approx(statistics.median(times))
        assert one.mean_seconds == pytest.approx(statistics.fmean(times))
    ways = Counter(tuple(activity for _, activity in events) for events in cases.values())
    assert {way.activities: way.cases for way in found.ways} == dict(ways)
    for one in found.activities:
        assert one.events == sum(activity == one.name for _, activity, _ in rows)
        assert one.cases == sum(any(a == one.name for _, a in e) for e in cases.values())
        assert one.begins == sum(events[0][1] == one.name for events in cases.values())
        assert one.ends == sum(events[-1][1] == one.name for events in cases.values())
    through = [60.0 * (events[-1][0] - events[0][0]) for events in cases.values()]
    assert found.through_seconds[0.5] == pytest.approx(float(np.quantile(through, 0.5)))
    assert found.tied_events == sum(
        a[0] == b[0] for events in cases.values() for a, b in itertools.pairwise(events)
    )


def test_ways_with_one_hash_are_told_apart(tmp_path: Path) -> None:
    """Ways are compared event by event: a hash that is always the same changes nothing."""
    rows = [
        ("1", "a", 0),
        ("1", "b", 1),
        ("2", "b", 0),
        ("2", "a", 1),
        ("3", "a", 5),
        ("3", "b", 6),
    ]
    write(rows, tmp_path / "log.csv")
    log = read_log(tmp_path / "log.csv")
    expected = flows.ways(log)
    assert flows.ways(log, mask=np.uint64(0)) == expected
    assert [(way.activities, way.cases) for way in expected] == [(("a", "b"), 2), (("b", "a"), 1)]


def test_blocks_are_whole_cases_in_their_order(tmp_path: Path) -> None:
    """Cut into small blocks the log is the same log."""
    rows = [(str(case), activity, case) for case in range(20) for activity in "abc"[: case % 3 + 1]]
    write(rows, tmp_path / "log.csv")
    log = read_log(tmp_path / "log.csv")
    blocks = list(log.blocks(most_events=4))
    assert len(blocks) > 5
    assert np.concatenate([block.activity for block in blocks]).tolist() == (
        log.events.activity.tolist()
    )
    assert np.concatenate([block.case for block in blocks]).tolist() == log.events.case.tolist()
    assert all(block.first[0] == 0 and block.first[-1] == len(block) for block in blocks)
