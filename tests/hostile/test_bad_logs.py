"""Every bad log is refused in words, or read with what could not be read counted and located."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from hostile.bad_logs import BAD, Bad
from outsidein.cli import main
from outsidein.errors import OutsideInError
from outsidein.eventlog.importing import read_log, store_log

CPU_SECONDS = 8.0  # with room for a busy machine


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.what)
def test_a_bad_log_is_refused_in_words_or_read_with_what_was_lost(bad: Bad, tmp_path: Path) -> None:
    """No traceback, no event lost in silence, no time without end; a hint with each fault."""
    path = tmp_path / bad.name
    path.write_bytes(bad.content)
    began = time.process_time()
    done = CliRunner().invoke(main, ["log", str(path), "--json"])
    assert time.process_time() - began < CPU_SECONDS
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    if bad.code or not bad.events:
        assert done.exit_code in {1, 2}, done.output
        assert bad.code in {"", "*"} or f"[{bad.code}]" in done.stderr, done.stderr
        assert " - " in done.stderr
        return
    log = read_log(path)
    assert (len(log), sum(one.count for one in log.aside)) == (bad.events, bad.aside)
    assert all(one.rows or "," in one.reason or ":" in one.reason for one in log.aside)
    kept = store_log(path, tmp_path / "a.eventlog")
    assert (len(kept), kept.aside, kept.rows) == (len(log), log.aside, log.rows)
    assert kept.events.end.tolist() == log.events.end.tolist()


def test_a_log_of_many_activities_is_read(tmp_path: Path) -> None:
    """A hundred thousand different activities: as many rows, none lost."""
    path = tmp_path / "a.csv"
    rows = "\n".join(f"{k % 977},a{k},2024-01-01 09:00" for k in range(100_000))
    path.write_text(f"case,activity,time\n{rows}", encoding="utf-8")
    done = CliRunner().invoke(main, ["log", str(path)])
    assert done.exit_code == 0, done.output
    assert "100,000 events of 977 cases, 100,000 activities" in done.stdout


def test_times_that_no_calendar_shows_are_kept_aside(tmp_path: Path) -> None:
    """Of a database's own times too: 1948 and 2262 are years, 10000 and those before 1 are none."""
    path = tmp_path / "a.duckdb"
    years = [
        "1948-01-26",
        "2262-04-12",
        "9999-12-31",
        "10000-01-01",
        "0044-03-15 (BC)",
        "-infinity",
    ]
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE TABLE log (case_id INT, activity VARCHAR, time TIMESTAMP)")
        base.executemany("INSERT INTO log VALUES (1, 'a', ?::TIMESTAMP)", [[one] for one in years])
    done = CliRunner().invoke(main, ["log", str(path)])
    assert done.exit_code == 0, done.output
    assert "3 events of 1 cases, 1 activities, from 1948-01-26 to 9999-12-31" in done.stdout
    assert "3 with a time that cannot be read (row 4, 5, 6)" in done.stdout


def test_an_end_before_its_start_is_said(tmp_path: Path) -> None:
    """Durations below zero are counted; a time through a case is never negative."""
    path = tmp_path / "a.csv"
    rows = ["1,ask,2024-01-01 10:00,2024-01-01 09:00", "1,buy,2024-01-01 10:00,2024-01-01 11:00"]
    path.write_text("\n".join(["case,activity,start,end", *rows]), encoding="utf-8")
    done = CliRunner().invoke(main, ["log", str(path)])
    assert done.exit_code == 0, done.output
    assert "1 event ends before it starts" in done.stdout


def test_what_cannot_be_read_names_the_file(tmp_path: Path) -> None:
    """The fault says which file."""
    path = tmp_path / "gone.csv"
    with pytest.raises(OutsideInError) as error:
        read_log(path)
    assert error.value.faults[0].where == str(path)
