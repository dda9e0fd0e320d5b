"""Funnels: counted by hand, as ways of their own, and by customer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.errors import OutsideInError
from outsidein.eventlog.funnels import funnel
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.patterns import cases_that_go, read_pattern
from outsidein.eventlog.store import EventLog


def _log(folder: Path, cases: dict[str, str], owners: dict[str, str] | None = None) -> EventLog:
    """Return a log of cases: a letter an event, ten minutes from one to the next."""
    rows = [
        f"{case},{letter},2024-01-01 {k // 6:02d}:{k % 6}0,{(owners or {}).get(case, case)}"
        for case, letters in cases.items()
        for k, letter in enumerate(letters)
    ]
    path = folder / "log.csv"
    path.write_text("\n".join(["case,activity,time,customer", *rows]) + "\n", encoding="utf-8")
    return read_log(path)


def test_a_funnel_by_hand(tmp_path: Path) -> None:
    """Five visitors search, four fill a cart, one of them after calling, two pay."""
    log = _log(tmp_path, {"1": "scp", "2": "sxcxxp", "3": "sch", "4": "shc", "5": "sx", "6": "h"})
    told = funnel(log, "s -> not h -> c -> p")
    assert [(stage.name, stage.cases) for stage in told.stages] == [("s", 5), ("c", 3), ("p", 2)]
    assert [stage.of_before.value for stage in told.stages] == [5 / 6, 3 / 5, 2 / 3]
    assert [stage.of_all.value for stage in told.stages] == [5 / 6, 3 / 6, 2 / 6]
    assert [stage.median_seconds for stage in told.stages] == [None, 600, 1200]
    assert [stage.instead for stage in told.stages] == [(("h", 1), ("x", 1)), (("h", 1),), ()]


def test_who_stops_with_nothing_more_is_told(tmp_path: Path) -> None:
    """The last event of a case is the step itself."""
    told = funnel(_log(tmp_path, {"1": "s", "2": "s", "3": "sc"}), "s -> c")
    assert told.stages[0].instead == (("", 2),)


def test_cases_of_one_customer_are_alike(tmp_path: Path) -> None:
    """Twenty cases of two customers tell little: the interval is wide, and of customers."""
    cases = {str(k): "sc" if k % 2 else "s" for k in range(20)}
    owners = {case: "even" if int(case) % 2 else "odd" for case in cases}
    alone = funnel(_log(tmp_path, cases), "s -> c").stages[1].of_before
    alike = funnel(_log(tmp_path, cases, owners), "s -> c").stages[1].of_before
    assert alone.value == alike.value == 0.5
    assert alone.low == pytest.approx(0.26, abs=0.01)
    assert (alike.low, alike.high) == (0, 1)


@pytest.mark.parametrize("text", ["s", "s -> c, never h", "s -> q"])
def test_what_is_no_funnel_is_refused(tmp_path: Path, text: str) -> None:
    """No arrow, a condition on the whole case, an activity that the log does not have."""
    with pytest.raises(OutsideInError):
        funnel(_log(tmp_path, {"1": "sch"}), text)


STEPS = ("a", "b", "c", "not c -> a", "not a -> b")


@given(
    words=st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=12),
    first=st.sampled_from("abc"),
    later=st.lists(st.sampled_from(STEPS), min_size=1, max_size=3),
    arrows=st.lists(st.sampled_from(["->", "=>"]), min_size=3, max_size=3),
)
def test_each_stage_is_a_way_of_its_own(
    words: list[str], first: str, later: list[str], arrows: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    """As many cases reach a step as go the way up to it; times never run back."""
    cases = {"all": "abc", **{str(k): word for k, word in enumerate(words)}}
    log = _log(tmp_path_factory.mktemp("log"), cases)
    ways = [first]
    for step, arrow in zip(later, arrows, strict=False):
        ways.append(f"{ways[-1]} {arrow} {step}")
    told = funnel(log, ways[-1])
    expected = [int(cases_that_go(log, read_pattern(log, one)).sum()) for one in ways]
    assert [stage.cases for stage in told.stages] == expected
    assert all(stage.median_seconds is None or stage.median_seconds >= 0 for stage in told.stages)
