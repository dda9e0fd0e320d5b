"""The questions as expressions give the numbers of the passes: on DuckDB, and on Spark (long)."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import missing
from outsidein.errors import OutsideInError
from outsidein.eventlog import engines
from outsidein.eventlog.columns import Roles
from outsidein.eventlog.description import describe
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

# ibis and pyspark warn of the newest duckdb and pandas; what counts here are the numbers.
pytestmark = pytest.mark.filterwarnings("ignore")

ROLES = Roles(case="case_id", activity="activity", end="time", sequence="sequence")
LOGS = ("made", "one event", "logs_synth/patients.csv.gz", "logs_real/verenich_helpdesk.csv.gz")


def table_of(log: EventLog, path: Path, seed: int = 3) -> EventLog:
    """Write the events of a log in a random order with their place, and read them as a log."""
    events = log.events
    rows = [
        (str(log.cases[k]), log.activities[events.activity[e]], int(events.end[e]), e)
        for k in range(log.case_count)
        for e in range(events.first[k], events.first[k + 1])
    ]
    random.Random(seed).shuffle(rows)
    with duckdb.connect() as base:
        base.execute("CREATE TABLE t (case_id VARCHAR, activity VARCHAR, us BIGINT, sequence INT)")
        base.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
        base.execute(
            "COPY (SELECT case_id, activity, make_timestamp(us) AS time, sequence FROM t "
            f"UNION ALL VALUES (NULL, 'a', TIMESTAMP '2024-01-01', 1), ('1', '', NULL, 2)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    return read_log(path)


def made(folder: Path, count: int = 400) -> EventLog:
    """Return a log with equal times, cases of one event, repetitions, and texts with blanks."""
    draws = random.Random(1)
    lines = ["case,activity,time"]
    for _ in range(count):
        minute, activity = draws.randrange(60), draws.choice(["a", "b", "c ", "d,e"])
        lines.append(f'{draws.randrange(count // 4)},"{activity}",2024-01-01 09:{minute:02}')
    lines.append("alone,a,1948-01-26 09:00:00.000001")
    (folder / "made.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_log(folder / "made.csv")


def the_log(name: str, folder: Path, corpus: Callable[[str], Path]) -> EventLog:
    if name == "made":
        return table_of(made(folder), folder / "log.parquet")
    if name == "one event":
        (folder / "one.csv").write_text("case,activity,time\n1,a,2024-01-01", encoding="utf-8")
        return table_of(read_log(folder / "one.csv"), folder / "log.parquet")
    return table_of(read_log(corpus(name)), folder / "log.parquet")


def assert_equal(answers: engines.Answers, log: EventLog) -> None:
    """Assert that an engine and the passes agree on every figure."""
    ours = describe(log)
    assert (answers.rows, answers.events, answers.cases) == (log.rows, ours.events, ours.cases)
    assert answers.tied_events == ours.tied_events
    assert answers.begins == {one.name: one.begins for one in ours.activities if one.begins}
    assert answers.ends == {one.name: one.ends for one in ours.activities if one.ends}
    told = {(f.source, f.target): (f.count, f.mean_seconds, f.median_seconds) for f in ours.follows}
    assert [f.count for f in answers.follows] == [f.count for f in ours.follows]
    for one in answers.follows:
        count, mean, median = told.pop((one.source, one.target))
        assert one.count == count
        assert one.mean_seconds == pytest.approx(mean, rel=1e-12)
        assert one.median_seconds == pytest.approx(median, rel=1e-12)
    assert told == {}
    assert {way.activities: way.cases for way in answers.ways} == {
        way.activities: way.cases for way in ours.ways
    }
    assert [vars_of(one) for one in answers.again] == [vars_of(one) for one in ours.again]
    assert answers.through_mean_seconds == pytest.approx(ours.through_mean_seconds, rel=1e-12)
    assert answers.through_median_seconds == pytest.approx(ours.through_seconds[0.5], rel=1e-12)


def vars_of(one: Any) -> tuple[Any, ...]:
    counts = (one.activity, one.cases, one.cases_again, one.times, one.soon)
    return (*counts, pytest.approx(one.median_seconds, rel=1e-12))


@pytest.mark.parametrize("name", LOGS)
def test_duckdb_tells_what_the_passes_tell(
    name: str, tmp_path: Path, corpus: Callable[[str], Path]
) -> None:
    """Rows in a random order, equal times, nulls, cases of one event; all numbers equal."""
    ibis = pytest.importorskip("ibis")
    log = the_log(name, tmp_path, corpus)
    table = ibis.duckdb.connect().read_parquet(tmp_path / "log.parquet")
    assert_equal(engines.run(table, ROLES, most_ways=100_000), log)


def test_a_column_that_is_not_there_is_said(tmp_path: Path) -> None:
    """In words, with the columns there are; no time at all; no event at all."""
    ibis = pytest.importorskip("ibis")
    query = "SELECT 'x' AS who, NULL::VARCHAR AS what, 1::BIGINT AS at"
    duckdb.sql(query).write_parquet(str(tmp_path / "a.parquet"))
    table = ibis.duckdb.connect().read_parquet(tmp_path / "a.parquet")
    with pytest.raises(OutsideInError) as error:
        engines.run(table, Roles(case="whom", activity="what"))
    assert [fault.code for fault in error.value.faults] == ["unknown-column", "column-missing"]
    with pytest.raises(OutsideInError) as error:
        engines.run(table, Roles(case="who", activity="what", end="at"))
    assert error.value.faults[0].code == "empty"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Return Spark on this machine; it needs Java and the extra `engines`."""
    if shutil.which("java") is None:
        missing("java is not installed (openjdk-17-jre-headless)")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        missing("pyspark is not installed (pip install 'outsidein[engines]')")
    import ibis

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.mark.long
@pytest.mark.parametrize("name", LOGS)
def test_spark_tells_what_the_passes_tell(
    name: str, tmp_path: Path, corpus: Callable[[str], Path], spark: Any
) -> None:
    """The same expressions, unchanged, and the same numbers."""
    log = the_log(name, tmp_path, corpus)
    table = spark.read_parquet(str(tmp_path / "log.parquet"))
    assert_equal(engines.run(table, ROLES, most_ways=100_000), log)
