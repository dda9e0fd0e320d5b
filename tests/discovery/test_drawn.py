"""What is drawn of a log: names, parts, shares and waits, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsidein.discovery.discovery import discover_log
from outsidein.discovery.drawn import Drawn, brief, part_of, times_between, waits_before
from outsidein.eventlog.customers.parties import Side
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog
from outsidein.model.graph import placed_steps

HEADS = "case,activity,start,end,part"
ROWS = (
    "1,claim,2026-01-05T10:00,2026-01-05T10:10,desk",
    "1,assess,2026-01-05T11:10,2026-01-05T12:00,experts",
    "1,tell,2026-01-05T12:30,2026-01-05T12:40,desk",
    "2,claim,2026-01-06T10:00,2026-01-06T10:10,desk",
    "2,assess,2026-01-06T13:10,2026-01-06T14:00,experts",
    "2,tell,2026-01-06T14:00,2026-01-06T14:10,experts",
    "3,claim,2026-01-07T10:00,2026-01-07T10:10,desk",
    "3,tell,2026-01-07T10:20,2026-01-07T10:30,experts",
)
SIDES = {
    "claim": Side(activity="claim", party="customer", seen=True),
    "assess": Side(activity="assess", party="organisation", seen=False),
    "tell": Side(activity="tell", party="organisation", seen=True, part="Letters"),
}
MINUTE, HOUR = 60.0, 3600.0


@pytest.fixture(name="log")
def fixture_log(tmp_path: Path) -> EventLog:
    """Three claims, one of them not assessed."""
    (tmp_path / "claims.csv").write_text("\n".join([HEADS, *ROWS]), encoding="utf-8")
    return read_log(tmp_path / "claims.csv")


@pytest.fixture(name="drawn")
def fixture_drawn(log: EventLog) -> Drawn:
    """Its drawing, nothing left out."""
    return discover_log(log, noise=0, sides=SIDES).drawn


def test_who_does_it_decides_the_verb(drawn: Drawn) -> None:
    """The customer does, a part tells what is seen, all else is hidden."""
    verbs = {one.step.name: one.step.verb for one in placed_steps(drawn.process).values()}
    assert (verbs["claim"], verbs["assess"], verbs["tell"]) == ("do", "hidden", "tell")


def test_parts_are_confirmed_or_the_most_frequent(log: EventLog) -> None:
    """Assessing is done by experts; telling by Letters, since somebody said so."""
    found = part_of(log, ["claim", "assess", "tell"], SIDES)
    assert found == {"claim": "desk", "assess": "experts", "tell": "Letters"}


def test_shares_are_those_of_the_log(drawn: Drawn) -> None:
    """Two of three claims are assessed: in the process and in the figures."""
    check = next(p.step for p in placed_steps(drawn.process).values() if p.step.go)
    shares = {branch.label: branch.share for branch in check.go}
    assert shares == {"yes": None, "no": 0.3333}
    assert drawn.figures.branches[check.id, "yes"] == pytest.approx(2 / 3)
    assert drawn.figures.visits["assess"] == pytest.approx(2 / 3)


def test_waits_by_hand(log: EventLog, drawn: Drawn) -> None:
    """Assessing begins 1 and 3 hours after claiming ends; telling 30, 0 and 10 minutes later."""
    assert waits_before(log) == {"assess": 2 * HOUR, "tell": 10 * MINUTE}
    by_step = {drawn.ids["assess"]: 2 * HOUR, drawn.ids["tell"]: 10 * MINUTE}
    assert drawn.figures.waits == by_step


def test_what_customers_wait_between_two_meetings(log: EventLog) -> None:
    """From the end of claiming to being told: 140, 230 and 10 minutes; assessing is not met."""
    assert times_between(log, ["claim", "tell"]) == {("claim", "tell"): 140 * MINUTE}


def test_with_one_time_an_event_no_wait_is_told(tmp_path: Path) -> None:
    """What passes before an event is then waiting and work in one."""
    path = tmp_path / "one.csv"
    rows = ["case,activity,time", "1,a,2026-01-05T10:00", "1,b,2026-01-05T11:00"]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert waits_before(read_log(path)) == {}


def test_names_are_shortened_only_where_they_stay_apart() -> None:
    """What most names begin with is left out, unless two would become one."""
    assert brief({"a": "Claim filed", "b": "Claim paid", "c": "Pay"}) == {
        "a": "filed", "b": "paid", "c": "Pay",
    }  # fmt: skip
    alike = {"a": "Claim paid", "b": "Claim sent", "c": "paid"}
    assert brief(alike) == alike
