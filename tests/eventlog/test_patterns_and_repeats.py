"""Ways asked for, and what is done again: against plain loops over the cases."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.errors import OutsideInError
from outsidein.eventlog.columns import Roles
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.patterns import cases_that_go, read_pattern
from outsidein.eventlog.repeats import back_and_forth, done_again
from outsidein.eventlog.store import NOT_SAID, Coded, EventLog, Events

LETTERS = "abc"
WAYS = st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=8), min_size=1, max_size=6)
# A pattern and the same question as a regular expression over the letters of a way.
QUESTIONS = {
    "a -> b": "a.*b",
    "a => b": "ab",
    "a -> not c -> b": "a[^c]*b",
    "a -> b -> a": "a.*b.*a",
    "a => b -> not a -> c": "ab[^a]*c",
    "a -> b => c": "a.*bc",
    "a -> not b -> a": "a[^b]*a",
    "a, b": "(?=.*a)(?=.*b)",
    "a -> b, never c": "^(?!.*c).*a.*b",
    "never a": "^[^a]*$",
    "* -> c": ".+c",
}


def log_of(ways: list[str], gap_seconds: int = 60) -> EventLog:
    """Return a log whose cases do the letters of each text, a gap after each other."""
    text = "".join(ways)
    count = len(text)
    end = np.arange(count, dtype=np.int64) * gap_seconds * 1_000_000
    codes = np.array([LETTERS.index(letter) for letter in text], dtype=np.int32)
    return EventLog(
        path=Path("made.csv"),
        roles=Roles(case="case", activity="activity"),
        read_as=(),
        activities=tuple(LETTERS),
        resources=(),
        cases=np.array([str(k) for k in range(len(ways))]),
        rows=count,
        events=Events(
            case=np.arange(len(ways), dtype=np.int64),
            first=np.cumsum([0, *(len(way) for way in ways)]).astype(np.int64),
            activity=codes,
            resource=np.full(count, -1, np.int32),
            end=end,
            start=np.full(count, NOT_SAID, np.int64),
            row=np.arange(count, dtype=np.int64),
        ),
        said={"part": Coded(words=tuple(LETTERS), codes=codes)},
    )


@pytest.mark.parametrize("question", QUESTIONS)
@given(ways=WAYS)
def test_a_pattern_asks_what_its_regular_expression_asks(question: str, ways: list[str]) -> None:
    """Order, at once, negation, anywhere, never, any activity."""
    log = log_of(ways)
    found = cases_that_go(log, read_pattern(log, question)).tolist()
    assert found == [re.search(QUESTIONS[question], way) is not None for way in ways]


def test_a_name_that_is_no_activity_is_said() -> None:
    """Every one, with the nearest name; and a `not` that nothing follows."""
    log = log_of(["abc"])
    with pytest.raises(OutsideInError) as error:
        read_pattern(log, "a -> x -> not c, never y")
    assert [fault.code for fault in error.value.faults] == ["pattern"] * 3
    assert "nothing follows" in error.value.faults[1].what


def test_names_may_have_commas_and_any_case(tmp_path: Path) -> None:
    """A name with a comma stands in quotes; `call*` is every activity that begins so."""
    path = tmp_path / "a.csv"
    lines = ["case,activity,time", '1,"Wait, then",2024-01-01', "1,Call after offer,2024-01-02"]
    path.write_text("\n".join(lines), encoding="utf-8")
    log = read_log(path)
    assert cases_that_go(log, read_pattern(log, '"wait, then" -> CALL*')).tolist() == [True]


@given(ways=WAYS, window=st.integers(0, 400))
def test_what_is_done_again_is_counted_as_by_hand(ways: list[str], window: int) -> None:
    """Each time after the first in a case; soon is within the window."""
    found = {one.activity: one for one in done_again(log_of(ways), window)}
    for letter in LETTERS:
        gaps = [
            60 * (b - a)
            for way in ways
            for a, b in itertools.pairwise([k for k, one in enumerate(way) if one == letter])
        ]
        if not gaps:
            assert letter not in found
            continue
        one = found[letter]
        assert (one.times, one.soon) == (len(gaps), sum(gap <= window for gap in gaps))
        assert one.cases_again == sum(way.count(letter) > 1 for way in ways)
        assert one.cases == sum(letter in way for way in ways)
        assert one.median_seconds == pytest.approx(float(np.median(gaps)))


@given(ways=WAYS)
def test_going_back_and_forth_is_counted_as_by_hand(ways: list[str]) -> None:
    """Stays at one part are one; every stay that comes back after one other counts."""
    stays = ["".join(letter for letter, _ in itertools.groupby(way)) for way in ways]
    found = {one.parts: (one.times, one.cases) for one in back_and_forth(log_of(ways))}
    for x, y in itertools.combinations(LETTERS, 2):
        counts = [
            sum(stay[k : k + 3] in (x + y + x, y + x + y) for k in range(len(stay)))
            for stay in stays
        ]
        if sum(counts):
            assert found.pop((x, y)) == (sum(counts), sum(count > 0 for count in counts))
    assert found == {}


def test_what_a_case_says_is_what_its_first_event_says_that_says_it(tmp_path: Path) -> None:
    """Part, channel and asked attributes are kept; a case may say nothing."""
    path = tmp_path / "a.csv"
    lines = ["case,activity,time,channel,kind"]
    lines += [
        "1,a,2024-01-01,,x",
        "1,b,2024-01-02,web,y",
        "2,a,2024-01-01,phone,",
        "3,a,2024-01-03,,",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    log = read_log(path, attributes=["kind"])
    channel = log.said["channel"]
    said = [channel.words[code] if code >= 0 else None for code in log.of_cases("channel")]
    assert dict(zip(log.cases.tolist(), said, strict=True)) == {
        "1": "web", "2": "phone", "3": None,
    }  # fmt: skip
    assert log.said["kind"].words == ("x", "y")
    with pytest.raises(OutsideInError):
        read_log(path, attributes=["kinds"])


def test_real_cases_do_it_again(corpus: Callable[[str], Path]) -> None:
    """Loan desks call for missing files again and again: 12,649 calls in 3,403 cases."""
    loans = read_log(corpus("logs_real/BPIC_2017_W_train.csv.gz"))
    again = done_again(loans, 7 * 86_400)[0]
    assert (again.activity, again.cases) == ("W_Call incomplete files", 3_403)
    assert again.times == 12_649 - 3_403
