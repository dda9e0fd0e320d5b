"""A stored log answers as the file it came from does, and is refused where it was harmed."""

from __future__ import annotations

import csv
import json
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from outsidein.cli import main
from outsidein.errors import OutsideInError
from outsidein.eventlog import keeping, medians, stored
from outsidein.eventlog.description import Description, describe
from outsidein.eventlog.importing import read_log, store_log
from outsidein.eventlog.store import EventLog

HEAD = ["case", "activity", "lifecycle", "start", "end", "resource", "part", "channel", "cost"]
TIMES = st.sampled_from(["2024-01-01 09:00", "2024-01-01 09:07", "2024-01-03", "1948-01-26", "x"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", " 2", "10", "x y", ""]),
        st.sampled_from(["a", "b", " b ", "d,e", ""]),
        st.sampled_from(["start", "complete", "", "schedule"]),
        st.one_of(st.just(""), TIMES),
        TIMES,
        st.sampled_from(["Ann", "Bob", ""]),
        st.sampled_from(["front", "back", ""]),
        st.sampled_from(["web", "phone", ""]),
        st.sampled_from(["1.5", "2", "much", ""]),
    ),
    max_size=40,
)
SIMPLE = [
    "case,activity,time,channel",
    "1,ask,2024-01-01 09:00,web",
    "2,ask,2024-01-01 09:30,phone",
    "1,buy,2024-01-01 10:00,web",
    "2,=leave,never,phone",
    ",ask,2024-01-01,web",
    "too,few",
]


def same(one: EventLog, other: EventLog) -> None:
    """Assert that two logs hold the same events and the same words."""
    a, b = one.events, other.events
    for name in ("case", "first", "activity", "resource", "end", "start", "row"):
        left, right = getattr(a, name), getattr(b, name)
        assert left.dtype == right.dtype, name
        assert left.tolist() == right.tolist(), name
    assert (one.activities, one.resources) == (other.activities, other.resources)
    assert one.cases.tolist() == other.cases.tolist()
    assert (one.rows, one.aside, one.attributes) == (other.rows, other.aside, other.attributes)
    assert set(one.said) == set(other.said)
    for name, coded in one.said.items():
        assert coded.words == other.said[name].words
        assert coded.codes.tolist() == other.said[name].codes.tolist()
        assert one.of_cases(name).tolist() == other.of_cases(name).tolist()


def told(log: EventLog) -> Description:
    """Return what a log holds, whatever it was read from."""
    asked = ["a -> b", "never b"] if {"a", "b"} <= set(log.activities) else []
    return replace(describe(log, paths=asked), path="", read_as=())


@settings(max_examples=25)
@given(rows=ROWS, block=st.integers(1, 50), asked=st.integers(1, 50), values=st.integers(1, 9))
def test_memory_store_and_disk_tell_the_same(
    rows: list[tuple[str, ...]], block: int, asked: int, values: int
) -> None:
    """Whatever the sizes of the blocks that are written, read, and put together for medians."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path, store = Path(folder) / "log.csv", Path(folder) / "log.eventlog"
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([HEAD, *rows])
        if not any(case.strip() and activity.strip() for case, activity, *_ in rows):
            return
        try:
            memory = read_log(path)
        except OutsideInError:
            with pytest.raises(OutsideInError):
                store_log(path, store)
            return
        expected = told(memory)
        kept = store_log(path, store, attributes=(), events_a_block=block)
        same(memory, kept)
        assert told(kept) == expected
        # As if neither the columns nor the values of a median fitted into memory.
        patch.setattr(stored, "MOST_HELD", 0)
        patch.setattr(medians, "MOST_VALUES", values)
        streamed = read_log(store)
        assert told(streamed) == expected
        activity = [one.activity for one in streamed.blocks(asked)]
        assert np.concatenate(activity).tolist() == memory.events.activity.tolist()
        disk = read_log(path, most_in_memory=0)
        same(memory, disk)
        assert disk.path == path


@pytest.mark.parametrize("file", ["logs_real/sepsis.csv.gz", "logs_textbook/02_teleclaims.xes.gz"])
def test_a_real_log_is_the_same_from_its_store(
    file: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Every attribute is kept: the same comparison of kinds of cases, too."""
    path = corpus(file)
    log = store_log(path, tmp_path / "a.eventlog", events_a_block=5_000)
    memory = read_log(path, attributes=log.attributes)
    same(memory, log)
    assert told(log) == told(memory)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the store of a small log, beside its source."""
    source = tmp_path / "visits.csv"
    source.write_text("\n".join(SIMPLE), encoding="utf-8")
    store_log(source, tmp_path / "visits.eventlog")
    return tmp_path / "visits.eventlog"


def every_column(log: EventLog) -> None:
    describe(log)
    for block in (log.events, *log.blocks()):
        assert len(block.resource) == len(block.row) == len(block.case.repeat(np.diff(block.first)))
        assert all(len(codes) == len(block) for codes in block.said.values())


def code_of(store: Path) -> list[str]:
    with pytest.raises(OutsideInError) as error:
        every_column(read_log(store))
    assert all(str(store) in fault.where for fault in error.value.faults)
    assert all(fault.hint for fault in error.value.faults)
    return [fault.code for fault in error.value.faults]


def rewritten(store: Path, **said: object) -> None:
    """Change what log.json says."""
    contents = json.loads((store / keeping.CONTENTS).read_text())
    (store / keeping.CONTENTS).write_text(json.dumps({**contents, **said}))


def test_a_store_that_was_harmed_is_refused(store: Path) -> None:
    """A file cut, changed by one byte, or gone; no contents; contents of something else."""
    for file in sorted(store.glob("*.parquet")):
        whole = file.read_bytes()
        middle = len(whole) // 2
        other = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        for harmed in (whole[:-7], other, b""):
            file.write_bytes(harmed)
            assert code_of(store) == ["broken-store"]
        file.unlink()
        assert code_of(store) == ["broken-store"]
        file.write_bytes(whole)
    assert len(read_log(store)) == 3
    told = (store / keeping.CONTENTS).read_text()
    for text in ("", "{", "[]", '{"format": "other"}', told.replace("events-", "../events-")):
        (store / keeping.CONTENTS).write_text(text)
        assert code_of(store) == ["broken-store"]
    (store / keeping.CONTENTS).unlink()
    assert code_of(store) == ["broken-store"]


def test_a_store_of_a_newer_program_is_refused(store: Path) -> None:
    """It says so, and does not guess."""
    rewritten(store, version=keeping.VERSION + 1)
    assert code_of(store) == ["newer"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * REPLACE (60000::USMALLINT AS activity) FROM t",
        "SELECT * REPLACE (7 AS resource) FROM t",
        "SELECT * REPLACE (-9 AS kept_0) FROM t",
        "SELECT * FROM t LIMIT 2",
        "SELECT activity FROM t",
    ],
)
def test_codes_that_mean_nothing_are_refused(store: Path, query: str) -> None:
    """Also where the sums of the files were made to fit: no pass reads beyond its tables."""
    (file,) = store.glob("events-*.parquet")
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{file}')")
        base.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    contents = json.loads((store / keeping.CONTENTS).read_text())
    known = [file.stat().st_size, zlib.crc32(file.read_bytes())]
    rewritten(store, files={**contents["files"], file.name: known})
    assert code_of(store) == ["broken-store"]


def test_a_folder_of_something_else_is_left_alone(store: Path, tmp_path: Path) -> None:
    """Nothing is written into it; a file in the way is not replaced either."""
    source = tmp_path / "visits.csv"
    (store / "diary.txt").write_text("mine")
    before = {file.name: file.read_bytes() for file in store.iterdir()}
    (tmp_path / "b.eventlog").write_text("mine")
    for target in (store, tmp_path / "b.eventlog", tmp_path / "c.parquet"):
        with pytest.raises(OutsideInError):
            store_log(source, target)
    assert {file.name: file.read_bytes() for file in store.iterdir()} == before
    assert (tmp_path / "b.eventlog").read_text() == "mine"


def test_what_fails_half_way_leaves_the_old_log(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new log counts from the moment its contents are written; leftovers go the next time."""
    source = tmp_path / "visits.csv"
    source.write_text("\n".join([*SIMPLE, "3,ask,2024-01-02,web"]), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(
            keeping, "write_atomically", lambda *_: (_ for _ in ()).throw(OSError("full"))
        )
        with pytest.raises(OutsideInError) as error:
            store_log(source, store)
    assert error.value.faults[0].code == "unwritable"
    assert len(read_log(store)) == 3
    assert "which has changed since" in " ".join(read_log(store).read_as)
    assert len(store_log(source, store)) == 4
    assert len(list(store.glob("events-*.parquet"))) == 1
    assert "changed" not in " ".join(read_log(store).read_as)


def test_rows_kept_aside_can_be_had(store: Path, tmp_path: Path) -> None:
    """From the file and from the store alike: where they stand, why, and what they say."""
    found = []
    for log, name in ((tmp_path / "visits.csv", "a.csv"), (store, "b.csv")):
        read_log(log, kept_aside=tmp_path / name)
        with (tmp_path / name).open(newline="", encoding="utf-8") as stream:
            found.append(list(csv.DictReader(stream)))
    assert found[0] == found[1]
    why = [
        (one["kept aside: row"], one["kept aside: line"], one["kept aside: reason"])
        for one in found[0]
    ]
    assert why == [
        ("4", "", "a time that cannot be read"), ("5", "", "no case"), ("", "7", "missing columns"),
    ]  # fmt: skip
    assert (found[0][0]["activity"], found[0][2]["kept aside: text"]) == ("'=leave", "too,few")
    with pytest.raises(OutsideInError):
        read_log(store, kept_aside=tmp_path / "a.docx")


def test_the_command_stores_and_reads_again(store: Path, tmp_path: Path) -> None:
    """`log LOG --store` tells the same as `log` of the store; other wishes come too late."""
    run = CliRunner().invoke
    source, other = str(tmp_path / "visits.csv"), str(tmp_path / "other.eventlog")
    first = run(main, ["log", source, "--by", "channel", "--store", other])
    again = run(main, ["log", other, "--by", "channel"])
    assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
    assert first.stdout.splitlines()[:-1] == again.stdout.splitlines()
    assert "stored from visits.csv" in again.stdout
    late = run(main, ["log", other, "--column", "case=channel", "--table", "t"])
    assert late.exit_code != 0
    assert late.stderr.count("[stored]") == 2
    page = run(main, ["study", other, "-o", str(tmp_path / "page.html")])
    assert page.exit_code == 0, page.output


def test_a_table_of_a_database_is_a_log(tmp_path: Path) -> None:
    """With its own types; one table need not be named, one of several must be."""
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE TABLE visits (case_id INT, activity VARCHAR, time TIMESTAMP, n INT)")
        base.execute("INSERT INTO visits VALUES (7, ' ask', '2024-01-02', 1), (7, 'buy', NULL, 2)")
        base.execute(
            "INSERT INTO visits VALUES (7, 'ask', 'infinity', 3), (7, 'go', '2024-01-01', 4)"
        )
    log = read_log(path)
    assert [log.activities[k] for k in log.events.activity] == ["go", "ask"]
    kept = {one.reason: one.rows for one in log.aside}
    assert kept == {"no time": (2,), "a time that cannot be read": (3,)}
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE SCHEMA old; CREATE TABLE old.visits AS SELECT * FROM visits")
    assert code_of(path) == ["table"]
    assert len(read_log(path, table="old.visits")) == 2
    with pytest.raises(OutsideInError) as error:
        read_log(path, table="visit")
    assert "visits" in error.value.faults[0].hint
    path.write_bytes(b"no database at all")
    assert code_of(path) == ["not-a-log"]


def test_costs_are_summed_by_case(tmp_path: Path) -> None:
    """What is no number counts nothing; a case without any has none."""
    path = tmp_path / "a.csv"
    lines = ["case,activity,time,cost", "1,a,2024-01-01,2.5", "1,b,2024-01-02,much"]
    lines += ["2,a,2024-01-01,", "1,c,2024-01-03,4"]
    path.write_text("\n".join(lines), encoding="utf-8")
    log = read_log(path)
    amounts = dict(zip(log.cases.tolist(), log.amounts("cost").tolist(), strict=True))
    assert amounts["1"] == pytest.approx(6.5)
    assert np.isnan(amounts["2"])
