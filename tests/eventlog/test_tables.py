"""A log that was written as a table is read again as the same log."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from outsidein.cli import main
from outsidein.document import new_document, read_text
from outsidein.errors import OutsideInError
from outsidein.eventlog.tables import read_tables
from outsidein.eventlog.visits import CASE_COLUMNS, TIMES, VISIT_COLUMNS, VisitLog
from outsidein.eventlog.write import write_log
from outsidein.simulation import run
from outsidein.simulation.logs import event_log

START = "2024-01-01"


@pytest.fixture(scope="module")
def log() -> VisitLog:
    """A log of a short run, with names that a spreadsheet would run, quote or cut."""
    results = run(read_text(new_document()), cases=10, replications=1, log=True)
    log = event_log(results.log, results.vocabulary, results.prices)
    odd = np.array(["=1+1", 'say "no", he said', "a\nb", "'x", ""])
    first = float(np.nanmin([np.nanmin(log.visits[name]) for name in TIMES]))
    week = first // 604_800 * 604_800  # so that the log begins in the week it is said to begin in
    visits = dict(log.visits) | {"mode": odd[np.arange(len(log)) % len(odd)]}
    visits |= {name: log.visits[name] - week for name in TIMES}
    cases = dict(log.cases) | {name: log.cases[name] - week for name in ("start", "end")}
    return VisitLog(visits, cases)


def assert_same(one: VisitLog, other: VisitLog) -> None:
    for name in VISIT_COLUMNS:
        same(one.visits[name], other.visits[name], name)
    for name in CASE_COLUMNS:
        same(one.cases[name], other.cases[name], name)


def same(one: np.ndarray, other: np.ndarray, name: str) -> None:
    if one.dtype.kind == "f":
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-6, equal_nan=True, err_msg=name)
    else:
        np.testing.assert_array_equal(one, other, err_msg=name)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_comes_back_to_the_microsecond(log: VisitLog, suffix: str, tmp_path: Path) -> None:
    """Every column of visits and cases, times that did not come, and worth."""
    file = tmp_path / f"log{suffix}"
    write_log(log, file, START)
    again, start = read_tables(file)
    assert start == START
    assert_same(log, again)


def test_convert_goes_from_table_to_table_to_xes(log: VisitLog, tmp_path: Path) -> None:
    """CSV, Parquet, CSV again byte for byte, and the same XES from either."""
    names = ["one.csv", "two.parquet", "three.csv", "four.xes", "five.xes"]
    one, two, three, four, five = (str(tmp_path / name) for name in names)
    write_log(log, Path(one), START)
    for before, after in ((one, two), (two, three), (one, four), (two, five)):
        result = CliRunner().invoke(main, ["convert", before, after])
        assert result.exit_code == 0, result.output
    assert Path(one).read_bytes() == Path(three).read_bytes()
    assert Path(four).read_bytes() == Path(five).read_bytes()
    assert (tmp_path / "three.cases.csv").read_bytes() == (tmp_path / "one.cases.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("log.csv", "a,b\n1,2\n", "is no table of a log"),
        ("log.parquet", "PAR1", "is no table of a log"),
        ("log.xes", "<log/>", "cannot be read yet"),
    ],
)
def test_what_is_no_log_is_refused(name: str, content: str, what: str, tmp_path: Path) -> None:
    """With the file it is about."""
    file = tmp_path / name
    file.write_text(content)
    (tmp_path / f"log.cases{file.suffix}").write_text(content)
    with pytest.raises(OutsideInError, match=what) as raised:
        read_tables(file)
    assert raised.value.faults[0].where == str(file)


def test_a_log_without_its_cases_is_refused(log: VisitLog, tmp_path: Path) -> None:
    """Half a log has no outcomes."""
    write_log(log, tmp_path / "log.csv", START)
    (tmp_path / "log.cases.csv").unlink()
    result = CliRunner().invoke(main, ["convert", str(tmp_path / "log.csv"), "x.parquet"])
    assert result.exit_code == 2
    assert "log.cases.csv is not there" in result.output
    assert "Traceback" not in result.output
