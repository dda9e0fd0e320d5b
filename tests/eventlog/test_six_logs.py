"""The figures of the guide to six logs, counted again from the logs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from outsidein.eventlog.customers.parties import Party, Side
from outsidein.eventlog.description import Description, describe
from outsidein.eventlog.importing import read_log

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "six-logs.md"
CUSTOMERS: dict[str, tuple[Party, bool]] = {
    "Return ER": ("customer", True), "Wait": ("customer", True), "Closed": ("system", True),
}  # fmt: skip


def _described(path: Path, **asked: object) -> Description:
    log = read_log(path, attributes=["location"] if "location" in str(asked.get("by")) else ())
    sides = {
        name: Side(activity=name, party=party, seen=seen)
        for name, (party, seen) in CUSTOMERS.items()
        if name in log.activities
    }
    return describe(log, sides=sides, **asked)  # type: ignore[arg-type]


def _wait(found: Description, activity: str, part: str | None = None) -> float:
    waits = found.experience.spent.waits
    return sum(w.share for w in waits if w.activity == activity and part in (None, w.part))


@pytest.fixture
def guide() -> Callable[[str], bool]:
    """Return whether the guide says something, however its lines are broken."""
    text = re.sub(r"\s+", " ", GUIDE.read_text(encoding="utf-8"))
    return lambda said: said in text


def test_the_permit_requests(corpus: Callable[[str], Path], guide: Callable[[str], bool]) -> None:
    """Half in 48 minutes, a mean of days; a few who wait before one step; faster since July."""
    found = _described(corpus("logs_real/08_receipt.xes.gz"), by="channel", over_time=True)
    assert found.through_seconds[0.5] / 60 == pytest.approx(48, abs=0.5)
    assert found.through_mean_seconds / 86400 == pytest.approx(5.4, abs=0.05)
    assert _wait(found, "T06 Determine necessity of stop advice", "Group 1") == pytest.approx(
        0.36, abs=0.005
    )
    assert _wait(found, "T02 Check confirmation of receipt", "") == pytest.approx(0.18, abs=0.005)
    told = {group.name: group.differences for group in found.groups}
    assert [round(0.5 + d.effect, 2) for d in told["Post"]] == [0.64]
    assert told["Internet"] == told["Desk"] == ()
    assert found.drift is not None
    faster = next(c for c in found.drift.changes if c.figure == "time through")
    assert faster.told
    assert (round(faster.before / 3600), round(faster.after / 60)) == (27, 4)
    assert guide("through in 4 minutes; before, it took 27 hours")
    assert guide("36 % of all time passes before")


def test_the_help_desk(corpus: Callable[[str], Path], guide: Callable[[str], bool]) -> None:
    """Closing waits thirty days for nothing; more waits for customers since 2012."""
    found = _described(corpus("logs_real/helpdesk_italian.xes.gz"), over_time=True)
    assert _wait(found, "Closed") == pytest.approx(0.716, abs=0.001)
    assert found.drift is not None
    waits = next(c for c in found.drift.changes if c.figure == "Wait")
    assert (round(waits.before, 2), round(waits.after, 2)) == (0.21, 0.53)
    again = next(one for one in found.again if one.activity == "Resolve ticket")
    assert again.median_seconds < 60
    assert guide("72 % of all time passes between")
    assert guide("(53 %), before it was 21 %")


def test_the_call_centres(corpus: Callable[[str], Path], guide: Callable[[str], bool]) -> None:
    """The back office is waited for, by those of both centres."""
    found = _described(corpus("logs_textbook/02_teleclaims.xes.gz"), by="location")
    assert _wait(found, "determine likelihood of claim") == pytest.approx(0.778, abs=0.001)
    half = {group.name: round(group.through_median_seconds / 3600, 1) for group in found.groups}
    assert half == {"Sydney": 2.2, "Brisbane": 2.9}
    assert guide("78 % of all time passes before")


def test_the_patients(corpus: Callable[[str], Path], guide: Callable[[str], bool]) -> None:
    """Most time of the log is time at home."""
    found = _described(
        corpus("logs_real/sepsis.csv.gz"), paths=["Release* -> Return ER"],
        funnels=["ER Registration -> ER Triage -> ER Sepsis Triage -> IV Antibiotics"],
    )  # fmt: skip
    time = found.experience.spent
    assert time.for_customer_seconds / time.through_seconds == pytest.approx(0.80, abs=0.005)
    assert found.asked[0].cases == 294
    last = found.funnels[0].stages[3]
    assert (round(last.of_before.value, 2), round(last.of_before.low, 3)) == (0.78, 0.756)
    assert last.median_seconds is not None
    assert last.median_seconds / 3600 == pytest.approx(1.6, abs=0.05)
    assert guide("80 % of all time in the log is time at home")


def test_the_loan_desk_and_the_orders(
    corpus: Callable[[str], Path], guide: Callable[[str], bool]
) -> None:
    """Missing papers three times or more; phone, app and web; a process that was changed."""
    path = "W_Call incomplete* -> W_Call incomplete* -> W_Call incomplete*"
    loans = _described(corpus("logs_real/BPIC_2017_W_train.csv.gz"), paths=[path])
    assert loans.asked[0].cases / loans.cases == pytest.approx(0.258, abs=0.001)
    assert _wait(loans, "W_Validate application") == pytest.approx(0.419, abs=0.001)
    orders = _described(
        corpus("logs_real/work_orders_pre-drift_transformed.csv.gz"), by="channel", over_time=True
    )
    half = {group.name: group.through_median_seconds / 3600 for group in orders.groups}
    assert [round(half[n]) for n in ("Telephone", "Mobile Application", "Website")] == [122, 46, 34]
    assert orders.drift is not None
    assert all(change.told for change in orders.drift.changes)
    assert len(orders.drift.changes) == 24
    assert guide("All of 24 figures move")
