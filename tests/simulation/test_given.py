"""Customers who come when a list says, and those who are there when a run starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.simulation import run
from outsidein.simulation.given import Given, given_faults, read_arrivals, read_in_progress
from outsidein.simulation.twin import trace

DOCUMENT = """\
process: Shop
customers: {Shopper: {share: 70%}, Business: {share: rest}}
channels: {phone: live}
organisation: {Desk: {people: 1, open: Mon-Sun 00:00-24:00}}
arrivals: {rate: 30 per day}
shared:
  - look-up: {hidden: Look up, by: Desk, takes: 1 min}
steps:
  - ask: {do: Ask, with: Desk, via: phone, takes: 10 min}
  - settle: {do: Settle, own: 5 min}
  - file: {call: look-up}
  - done: {end: Done, outcome: served}
"""
PROCESS = read_text(DOCUMENT)
LIST = [
    Given(time_seconds=3600.0, customer="Business"),
    Given(time_seconds=0.0, customer="Shopper"),
    Given(time_seconds=60.0, customer="shopper", step="settle"),
]


def test_customers_come_when_the_list_says() -> None:
    """In order of time, each to a step of their own or to where they begin."""
    told = trace(PROCESS, LIST)
    assert [(case.start, case.customer, case.end) for case in told.cases] == [
        (0.0, "Shopper", 960.0), (60.0, "Shopper", 660.0), (3600.0, "Business", 4560.0),
    ]  # fmt: skip


def test_replications_repeat_the_list_with_other_luck() -> None:
    """Each counts the same customers, over the days that the list spans."""
    given = [Given(time_seconds=90_000.0 * k, customer="Shopper") for k in range(3)]
    results = run(PROCESS, given=given, replications=2)
    assert results.arrived == 2 * 3
    assert results.plan.window_seconds == 3 * 86_400.0
    assert results.plan.terminating


def test_what_is_wrong_with_a_list_is_said_all_at_once() -> None:
    """Who is unknown, and where nobody can begin."""
    given = [
        Given(time_seconds=0.0, customer="Shoper"),
        Given(time_seconds=0.0, customer="Shopper", step="setle"),
        Given(time_seconds=0.0, customer="Shopper", step="look-up"),
        Given(time_seconds=-1.0, customer="Shopper"),
    ]
    found = given_faults(PROCESS, given)
    assert [fault.code for fault in found] == [
        "unknown-customer", "unknown-step", "cannot-begin", "bad-time",
    ]  # fmt: skip
    assert found[0].hint == 'did you mean "Shopper"?'
    with pytest.raises(OutsideInError) as raised:
        run(PROCESS, given=given)
    assert len(raised.value.faults) == 4


def test_a_list_of_dates_begins_on_the_monday_of_its_first_week(tmp_path: Path) -> None:
    """2024-01-03 is a Wednesday."""
    file = tmp_path / "list.csv"
    file.write_text(
        "Time,customer,step\n2024-01-03 08:30,Shopper,\n2024-01-03 09:00,Business,Ask\n"
    )
    assert read_arrivals(file) == [
        Given(time_seconds=2 * 86_400.0 + 30_600.0, customer="Shopper"),
        Given(time_seconds=2 * 86_400.0 + 32_400.0, customer="Business", step="ask"),
    ]


def test_cases_in_progress_stand_at_a_step_from_the_start(tmp_path: Path) -> None:
    """They come there at time 0."""
    file = tmp_path / "list.csv"
    file.write_text("customer,step,since\nShopper,settle,2024-01-01\n\n")
    assert read_in_progress(file) == [Given(time_seconds=0.0, customer="Shopper", step="settle")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("customer\nShopper\n", "missing-column"),
        ("time,colour\n1,red\n", "unknown-column"),
        ("time\nnoon\n", "bad-time"),
        ("time\n5\n2024-01-01\n", "bad-time"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(tmp_path: Path, text: str, code: str) -> None:
    """With a place and what to do."""
    file = tmp_path / "list.csv"
    file.write_text(text)
    with pytest.raises(OutsideInError) as raised:
        read_arrivals(file)
    assert [fault.code for fault in raised.value.faults] == [code]
