"""Who does what: proposed with a reason, written, confirmed, and refused where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsidein.errors import OutsideInError
from outsidein.eventlog.customers.parties import Side, read_sides, write_sides
from outsidein.eventlog.customers.proposing import NOTHING_SAID, propose_sides
from outsidein.eventlog.importing import read_log

HEAD = "case,activity,time,resource,part\n"


def _proposed(folder: Path, rows: str, head: str = HEAD) -> dict[str, Side]:
    path = folder / "log.csv"
    path.write_text(head + rows, encoding="utf-8")
    return {side.activity: side for side in propose_sides(read_log(path))}


@pytest.mark.parametrize(
    ("activity", "resource", "party", "seen"),
    [
        ("Claimant complains", "Ann", "customer", True),
        ("Declaration SUBMITTED by CUSTOMER", "Ann", "customer", True),
        ("Declaration APPROVED by SUPERVISOR", "Ann", "organisation", False),
        ("Hand in application", "Ann", "customer", True),
        ("T05 Print and send letter", "Ann", "organisation", True),
        ("Inform User", "System", "system", True),
        ("Check if sufficient information is available", "Ann", "organisation", False),
        ("Complete form", "Applicant-0001", "customer", True),
        ("Archive", "Mail robot", "system", False),
        ("Leucocytes", "Ann", "organisation", False),
    ],
)
def test_a_name_or_a_person_tells_who_acts(
    tmp_path: Path, activity: str, resource: str, party: str, seen: bool
) -> None:
    """Each by what it says itself, beside other work that says nothing."""
    rows = f"1,{activity},2024-01-01 09:00,{resource},\n1,Other,2024-01-01 10:00,Ben,\n"
    side = _proposed(tmp_path, rows)[activity]
    assert (side.party, side.seen) == (party, seen)
    assert (side.because == NOTHING_SAID) == (activity == "Leucocytes")


def test_who_starts_every_case_by_name_is_the_customer(tmp_path: Path) -> None:
    """An employee who hands in declarations is the customer of those who pay them."""
    rows = (
        "1,Declaration SUBMITTED by EMPLOYEE,2024-01-01 09:00,,EMPLOYEE\n"
        "1,Declaration REJECTED by EMPLOYEE,2024-01-02 09:00,,EMPLOYEE\n"
        "1,Start trip,2024-01-03 09:00,,EMPLOYEE\n"
        "1,Declaration APPROVED by DIRECTOR,2024-01-04 09:00,,DIRECTOR\n"
    )
    sides = _proposed(tmp_path, rows)
    assert {n for n, side in sides.items() if side.party == "customer"} == {
        "Declaration SUBMITTED by EMPLOYEE", "Declaration REJECTED by EMPLOYEE", "Start trip"
    }  # fmt: skip


def test_clicks_are_all_the_visitors_doing(tmp_path: Path) -> None:
    """A log that knows users alone: each is a case, and does everything."""
    path = tmp_path / "clicks.csv"
    path.write_text("user_id,event,timestamp\n7,cart,2024-01-01 09:00:00\n", encoding="utf-8")
    log = read_log(path)
    assert log.roles.case == log.roles.customer == "user_id"
    assert [side.party for side in propose_sides(log)] == ["customer"]


def test_what_was_proposed_can_be_confirmed_as_it_stands(tmp_path: Path) -> None:
    """A file that was written is read back the same, formulas and all."""
    names = ("Send letter", "=1+1", "'quoted'", "a;b,c", "ends; so")
    sides = [Side(activity=name, party="customer", seen=True, part="Sales") for name in names]
    write_sides(tmp_path / "sides.csv", sides)
    assert "'=1+1" in (tmp_path / "sides.csv").read_text(encoding="utf-8")
    assert read_sides(tmp_path / "sides.csv", names) == {side.activity: side for side in sides}


def test_every_fault_of_a_sides_file_is_told_with_its_line(tmp_path: Path) -> None:
    """An unknown activity, one that stands twice, words that are no party: all at once."""
    path = tmp_path / "sides.csv"
    path.write_text(
        "activity;party;seen\nSend;organisation;yes\nSend;organisation;yes\n"
        "Sned;organisation;yes\nPay;me;perhaps\n",
        encoding="utf-8",
    )
    with pytest.raises(OutsideInError) as raised:
        read_sides(path, ["Send", "Pay"])
    found = [(fault.code, fault.where.rpartition(":")[2]) for fault in raised.value.faults]
    assert found == [
        ("twice", "3"), ("unknown-activity", "4"), ("unknown-word", "5"), ("unknown-word", "5")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "column-missing"), (b"activity,party\n", "column-missing"), (b"\xff\xfe", "not-utf-8")],
)
def test_what_is_no_sides_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    """Nothing, a column too few, another encoding."""
    (tmp_path / "sides.csv").write_bytes(content)
    with pytest.raises(OutsideInError) as raised:
        read_sides(tmp_path / "sides.csv", ["Send"])
    assert [fault.code for fault in raised.value.faults] == [code]
