"""Reading anybody's event log: what it says is found, said, and nothing is lost in silence."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.errors import OutsideInError
from outsidein.eventlog import passes
from outsidein.eventlog.description import describe
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import NOT_SAID, EventLog
from outsidein.eventlog.visits import VISIT_COLUMNS

COUNTS = {  # file: (cases, events, activities), as the corpus' own README tells them
    "logs_planted/agentsim_LoanApp_train.csv.gz": (797, 5976, 12),
    "logs_real/08_receipt.xes.gz": (1434, 8577, 27),
    "logs_real/BPIC_2017_W_train.csv.gz": (7402, 53332, 7),
    "logs_real/agentsim_Production.csv.gz": (225, 4503, 24),
    "logs_real/eventdataR_traffic_fines.csv.gz": (10000, 34724, 11),
    "logs_real/helpdesk_italian.xes.gz": (4580, 21348, 14),
    "logs_real/verenich_helpdesk.csv.gz": (3804, 13710, 9),
    "logs_synth/patients.csv.gz": (500, 5442, 7),
    "logs_textbook/02_teleclaims.xes.gz": (3512, 46138, 11),
}

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0">
  <string key="concept:name" value="the log"/>
  <trace>
    <string key="concept:name" value="c1"/>
    <string key="channel" value="Desk"/>
    <event>
      <string key="concept:name" value="ask"><string key="nested" value="no column"/></string>
      <date key="time:timestamp" value="2024-01-01T09:00:00.000+01:00"/>
    </event>
    <event>
      <string key="concept:name" value="buy &amp; pay"/>
      <date key="time:timestamp" value="2024-01-01T09:30:00.000+01:00"/>
    </event>
  </trace>
  <trace>
    <event>
      <string key="concept:name" value="ask"/>
      <date key="time:timestamp" value="2024-01-02T09:00:00.000+01:00"/>
    </event>
  </trace>
</log>
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write lines (or bytes) into a file of the given name."""

    def write(name: str, content: list[str] | bytes) -> Path:
        path = tmp_path / name
        text = content if isinstance(content, bytes) else "\n".join(content).encode()
        path.write_bytes(text)
        return path

    return write


def went(log: EventLog) -> dict[str, list[str]]:
    """Return the activities of each case, in their order."""
    first, activity = log.events.first, log.events.activity
    return {
        str(name): [log.activities[a] for a in activity[first[k] : first[k + 1]]]
        for k, name in enumerate(log.cases.tolist())
    }


def code_of(error: pytest.ExceptionInfo[OutsideInError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


@pytest.mark.parametrize("file", COUNTS)
def test_counts_are_those_of_the_corpus(file: str, corpus: Callable[[str], Path]) -> None:
    """Cases, events and activities of real logs are as their README counts them; none aside."""
    log = read_log(corpus(file))
    assert (len(log.cases), log.rows, len(log.activities)) == COUNTS[file]
    assert log.aside == ()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(written: Callable[..., Path], separator: str) -> None:
    """Also where another separator stands inside quotes."""
    lines = [
        separator.join(["Case ID", "Activity", "Complete Timestamp"]),
        separator.join(["1", '"ask, then; wait | or\tgo"', "2024-01-01 09:00"]),
    ]
    log = read_log(written("a.csv", lines))
    assert went(log) == {"1": ["ask, then; wait | or\tgo"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(written: Callable[..., Path], encoding: str) -> None:
    """A German activity comes through, whatever program wrote the file."""
    text = "case,activity,time\n1,Rückfrage – klären,2024-01-01 09:00\n"
    log = read_log(written("a.csv", text.encode(encoding)))
    assert log.activities == ("Rückfrage – klären",)
    assert "cp1252" in log.read_as[1] or encoding != "cp1252"


@pytest.mark.parametrize(
    ("cells", "gap_seconds"),
    [
        (("2024-01-01 09:00:00", "2024-01-01 09:00:01.5"), 1.5),
        (("2024/01/31 09:00", "2024/02/01 09:00"), 86_400),
        (("2024-01-01T09:00:00+01:00", "2024-01-01T09:00:00Z"), 3_600),
        (("31.01.2024 09:00", "01.02.2024 09:00"), 86_400),
        (("01/31/2024 09:00", "02/01/2024 09:00"), 86_400),
        (("01/02/2024", "13/02/2024"), 12 * 86_400),
        (("1704099600", "1704099660"), 60),
        (("1704099600000", "1704099660000"), 60),
        (("2024-01-01 09:00", "01.01.2024 10:00"), 3_600),
    ],
)
def test_times_are_read_as_they_are_written(
    written: Callable[..., Path], cells: tuple[str, str], gap_seconds: float
) -> None:
    """Day first, month first, with a zone, as a number, or two ways in one column."""
    lines = ["case,activity,time", *(f"1,a,{cell}" for cell in cells)]
    log = read_log(written("a.csv", lines))
    assert log.aside == ()
    assert int(log.events.end[1] - log.events.end[0]) == int(gap_seconds * 1e6)


def test_what_is_no_event_is_kept_aside_and_named(written: Callable[..., Path]) -> None:
    """Each row is an event, or is counted once with a reason and its place."""
    lines = [
        "case,activity,time",
        "1,ask,2024-01-01 09:00",
        ",ask,2024-01-01 09:00",
        "1,,2024-01-01 09:00",
        "1,ask,",
        "1,ask,yesterday",
        "1,ask,tomorrow",
        "1,too,many,cells",
    ]
    log = read_log(written("a.csv", lines))
    kept = {one.reason.split(",")[0]: (one.count, one.rows) for one in log.aside}
    assert kept == {
        "no case": (1, (2,)),
        "no activity": (1, (3,)),
        "no time": (1, (4,)),
        "a time that cannot be read": (2, (5, 6)),
        "too many columns": (1, ()),
    }
    assert len(log) + sum(one.count for one in log.aside) == len(lines) - 1


def test_events_stand_in_the_order_of_time_then_sequence_then_row(
    written: Callable[..., Path],
) -> None:
    """Rows may come in any order; equal times are told apart by a sequence, else by the file."""
    rows = ["1,c,2024-01-02,9", "1,b,2024-01-01,2", "2,x,2024-01-01,7", "1,a,2024-01-01,1"]
    log = read_log(written("a.csv", ["case,activity,time,sequence", *rows]))
    assert went(log) == {"1": ["a", "b", "c"], "2": ["x"]}
    plain = [row.rsplit(",", 1)[0] for row in rows]
    log = read_log(written("b.csv", ["case,activity,time", *plain]))
    assert went(log)["1"] == ["b", "a", "c"]
    assert describe(log).tied_events == 1


def test_an_event_that_has_only_begun_counts_from_its_start(written: Callable[..., Path]) -> None:
    """A row without an end is an event at its start, not a row without a time."""
    lines = ["case,activity,start time,end time", "1,a,2024-01-01 09:00,", "1,b,,2024-01-01 08:00"]
    log = read_log(written("a.csv", lines))
    assert went(log) == {"1": ["b", "a"]}
    assert log.events.start[0] == NOT_SAID
    assert log.aside == ()


def test_a_start_and_its_completion_are_one_event(written: Callable[..., Path]) -> None:
    """The earliest start of the activity belongs to the earliest end; others stay what they are."""
    rows = [
        "1,a,start,2024-01-01 09:00", "1,a,start,2024-01-01 09:10", "1,b,schedule,2024-01-01 09:20",
        "1,a,complete,2024-01-01 09:30", "1,a,COMPLETE,2024-01-01 09:50",
        "1,b,start,2024-01-01 10:00",
        "2,a,complete,2024-01-01 12:00",
    ]  # fmt: skip
    log = read_log(written("a.csv", ["case,activity,lifecycle,time", *rows]))
    assert went(log) == {"1": ["b", "a", "a", "b"], "2": ["a"]}
    known = log.events.start != NOT_SAID
    took = (log.events.end - log.events.start)[known] / 60e6
    assert known.tolist() == [False, True, True, False, False]
    assert took.tolist() == [30, 40]
    assert (log.rows, len(log)) == (7, 5)


def test_columns_can_be_said(written: Callable[..., Path]) -> None:
    """What is said decides; what cannot be is a fault with the columns there are."""
    path = written("a.csv", ["ticket,what,when", "1,ask,2024-01-01"])
    with pytest.raises(OutsideInError) as error:
        read_log(path)
    assert code_of(error) == ["column-missing"] * 3
    assert "ticket, what, when" in error.value.faults[0].hint
    given = {"case": "ticket", "activity": "what", "end": "when"}
    assert went(read_log(path, given)) == {"1": ["ask"]}
    with pytest.raises(OutsideInError) as error:
        read_log(path, {"case": "tickets", "actvity": "what"})
    assert code_of(error) == ["unknown-column", "unknown-meaning"]
    assert "ticket" in error.value.faults[0].hint


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    """Numbers as cases, timestamps as times."""
    path = tmp_path / "a.parquet"
    query = "SELECT 7 AS case_id, 'ask' AS activity, TIMESTAMP '2024-01-01 09:00:00.25' AS time"
    duckdb.sql(query).write_parquet(str(path))
    log = read_log(path)
    assert went(log) == {"7": ["ask"]}
    assert int(log.events.end[0]) % 1_000_000 == 250_000


def test_xes_is_read_with_what_its_traces_say(written: Callable[..., Path]) -> None:
    """A trace without a name is known by its number; nested attributes are no columns."""
    log = read_log(written("a.xes", XES.encode()))
    assert went(log) == {"c1": ["ask", "buy & pay"], "trace 2": ["ask"]}
    assert log.roles.channel == "case:channel"
    assert "nested" not in log.attributes
    packed = read_log(written("a.xes.gz", gzip.compress(XES.encode())))
    assert went(packed) == went(log)


def test_of_a_file_that_breaks_off_the_beginning_is_read(written: Callable[..., Path]) -> None:
    """Its events before the break are there, and the break is said."""
    cut = XES[: XES.index("</trace>") + 60]
    log = read_log(written("a.xes", cut.encode()))
    assert went(log) == {"c1": ["ask", "buy & pay"]}
    assert "breaks off" in log.aside[0].reason
    packed = gzip.compress(XES.encode())
    with pytest.raises(OutsideInError) as error:
        read_log(written("b.xes.gz", packed[:30]))
    assert code_of(error) == ["not-a-log"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"case,activity,time\n", "column-missing"),
        ("a.csv", b"case,activity,time\n1,a,never\n", "empty"),
        ("a.docx", b"PK", "log-kind"),
        ("a.csv.gz", b"not packed", "not-a-log"),
        ("a.parquet", b"PAR2", "not-a-log"),
        ("a.xes", b"<log></log>", "empty"),
        ("a.xes", b"<log>", "not-a-log"),
        ("a.xes", b'<!DOCTYPE log [<!ENTITY a "b">]><log/>', "not-a-log"),
        ("a.xes", b"<log>" + b"<trace>" * 100, "not-a-log"),
    ],
)
def test_what_is_no_log_is_refused_in_words(
    written: Callable[..., Path], name: str, content: bytes, code: str
) -> None:
    """Empty, cut, of another kind, hostile: a fault with a code, never a traceback."""
    with pytest.raises(OutsideInError) as error:
        read_log(written(name, content))
    assert code in code_of(error)


def test_a_log_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The name is in the fault."""
    with pytest.raises(OutsideInError) as error:
        read_log(tmp_path / "gone.csv")
    assert code_of(error) == ["unreadable"]


@given(rows=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2)), max_size=30))
def test_starts_find_their_ends_as_by_hand(rows: list[tuple[str, int]]) -> None:
    """First in, first out, for each activity; two cases do not mix."""
    activity = np.array([ord(letter) - ord("a") for letter, _ in rows * 2], dtype=np.int32)
    transition = np.array([state for _, state in rows * 2], dtype=np.int8)
    time = np.arange(2 * len(rows), dtype=np.int64)
    start = np.full(2 * len(rows), NOT_SAID)
    expected, count = start.copy(), 0
    for case in (0, len(rows)):
        waiting: dict[str, list[int]] = {"a": [], "b": []}
        for k, (letter, state) in enumerate(rows, case):
            if state == passes.BEGUN:
                waiting[letter].append(k)
            elif state == passes.DONE and waiting[letter]:
                expected[k] = waiting[letter].pop(0)
                count += 1
    first = np.array([0, len(rows), 2 * len(rows)])
    assert passes.join_lifecycles(first, activity, transition, time, start, 2) == count
    assert start.tolist() == expected.tolist()


def test_what_simulate_writes_is_read_like_any_log(written: Callable[..., Path]) -> None:
    """A case of each replication is a case of its own; what became of a promise is no event."""
    cells = dict.fromkeys(VISIT_COLUMNS, "")
    rows = [
        {"replication": "0", "case": "7", "step": "ask", "how": "served", "finished": "2024-01-01"},
        {"replication": "1", "case": "7", "step": "buy", "how": "left", "finished": "2024-01-01"},
        {"replication": "1", "case": "7", "step": "vow", "how": "kept", "ended": "2024-01-02"},
    ]
    lines = [",".join({**cells, **row}.values()) for row in rows]
    log = read_log(written("a.csv", [",".join(VISIT_COLUMNS), *lines]))
    assert went(log) == {"0-7": ["ask"], "1-7": ["buy"]}
    assert [(one.reason, one.count) for one in log.aside] == [("a promise, which is no event", 1)]
