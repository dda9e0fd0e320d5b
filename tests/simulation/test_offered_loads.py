"""Offered load of what people can do beyond a plain queue, by hand; too much is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.model.behaviour import Weeks
from outsidein.model.process import Process
from outsidein.simulation.load import offered_loads, skilled_loads
from outsidein.simulation.plan import overload_faults
from outsidein.simulation.runs import run

TOP = """
process: By hand
numbers: assumed
customers: {{Shopper: {{share: 100%}}}}
channels: {{web: self, phone: live, home: booked}}
organisation:
  Shop: {{kind: system}}
  Desk: {{people: 2, open: Mon-Sun 00:00-24:00{desk}}}
  Other: {{people: 1, open: Mon-Sun 00:00-24:00}}
arrivals: {{rate: 100 per day}}
steps:
{steps}
  - done: {{end: Done, outcome: served}}
  - gone: {{end: Gone, outcome: not served}}
"""
CALL = "- ring: {do: Call, with: Desk, via: phone, takes: 6 min, patience: 9 min -> gone}"
WORK = "- work: {hidden: Work, by: Desk, takes: 6 min}"


def by_hand(steps: str, desk: str = "") -> Process:
    """Read a document of these steps; 100 customers a day, 700 a week."""
    lines = "\n".join(f"  {line}" for line in steps.splitlines())
    return read_text(TOP.format(steps=lines, desk=desk), "by-hand.yaml")


@pytest.mark.parametrize(
    ("steps", "desk", "offered", "staffed"),
    [
        # 6 min of each of 700: 70 hours; two people round the clock: 336.
        (WORK, "", 70, 336),
        ("- work: {do: Meet, with: Desk, via: home, takes: 6 min}", "", 70, 336),
        # exponential runners of 1 and 3 days: three in four go on to the desk.
        ("- hear: {first of: [a after exponential 1 day -> work, b after exponential 3 days -> "
         "gone]}\n" + WORK, "", 52.5, 336),
        # 1..3 days against 1..2 days: the first wins one in four times of itself.
        ("- hear: {first of: [a after 1..3 days -> work, b after 1..2 days -> gone]}\n" + WORK, "",
         17.5, 336),
        # Each branch on its own: half of 6 min, a fifth of 10 min; both go on once to 6 min more.
        ("- some:\n    some of:\n      50% a: [{x: {hidden: X, by: Desk, takes: 6 min}}]\n"
         "      20% b: [{y: {hidden: Y, by: Desk, takes: 10 min}}]\n"
         "      rest c: [{z: {hidden: Z, by: Desk, takes: 60 min}}]\n" + WORK, "",
         700 * (3 + 2 + 0.4 * 60 + 6) / 60, 336),
        ("- a: {start: A, share: 25%}\n- u: {do: U, with: Shop, via: web, own: 1 min, next: done}\n"
         "- b: {start: B, share: rest}\n" + WORK, "", 52.5, 336),
        # Half come back: one repeat a case, of 2 min.
        (WORK[:-1] + ", takes again: 2 min, fails: [50% wrong -> work]}", "", 700 * 8 / 60, 336),
        # One in ten is not there.
        (WORK, ", absent: 10%", 70, 302.4),
        # Person 1 takes 6 min for it, person 2 twice as long: three quarters of the speed.
        ("- work: {hidden: Work, by: Desk, takes: 6 min, needs: sums}",
         ", skills: [1 sums, 2 sums at 50%]", 70 / 0.75, 336),
        (CALL, ", lines: 5", 70, 336),
    ],
)  # fmt: skip
def test_what_is_asked_of_people(steps: str, desk: str, offered: float, staffed: float) -> None:
    """Hours a week asked of the desk, and hours on duty."""
    found = offered_loads(by_hand(steps, desk))["desk"]
    assert found == (pytest.approx(offered, rel=0.02), pytest.approx(staffed))


def test_what_is_too_much_overflows() -> None:
    """35 min of each: 408 hours; two people have 336, the rest goes to the other part."""
    call = CALL.replace("takes: 6 min", "takes: 35 min")
    found = offered_loads(by_hand(call, ", overflow: at 0 waiting -> Other"))
    assert found["desk"][0] == pytest.approx(336, rel=2e-3)
    assert found["other"][0] == pytest.approx(408.3 - 336, rel=1e-2)


def test_too_much_for_those_who_can_is_named() -> None:
    """One of two has the skill: 168 hours, of which 210 are asked."""
    steps = "- work: {hidden: Work, by: Desk, takes: 18 min, needs: sums}"
    process = by_hand(steps, ", skills: [1 sums]")
    assert skilled_loads(process)["desk", "sums"] == (pytest.approx(210), pytest.approx(168))
    fault = overload_faults(process)[0]
    assert "210 hours a week are asked of those of Desk who can sums, who have 168" in fault.what
    with pytest.raises(OutsideInError) as refused:
        run(process, cases=100, replications=2)
    assert refused.value.faults[0].code == "overload"


def test_holidays_are_hours_without_people() -> None:
    """A Monday and a whole week of 52: 8 days of 364 are missing, of the skilled person too."""
    steps = "- work: {hidden: Work, by: Desk, takes: 6 min, needs: sums}"
    process = by_hand(steps, ", skills: [1 sums], closed on: [week 1 Mon, week 52 Mon-Sun]")
    assert offered_loads(process)["desk"] == (pytest.approx(70), pytest.approx(336 * 356 / 364))
    assert skilled_loads(process)["desk", "sums"][1] == pytest.approx(168 * 356 / 364)


def test_who_comes_on_a_holiday_does_not_join() -> None:
    """Of callers who come evenly through a year, 51 of 52 find somebody."""
    process = by_hand(CALL.replace("patience", "closed: -> gone, patience"),
                      ", closed on: [week 2 Mon-Sun]")  # fmt: skip
    assert offered_loads(process)["desk"][0] == pytest.approx(70 * 51 / 52)
    busy = replace(process, arrivals=replace(process.arrivals, year=(
        Weeks(first=2, last=2, weight=2.0),)))  # fmt: skip
    assert offered_loads(busy)["desk"][0] == pytest.approx(70 * 51 / 53)


def test_lines_help_nobody_behind_them() -> None:
    """Callers leave when the lines are busy; the hidden work of the same people grows."""
    steps = CALL + "\n- work: {hidden: Work, by: Desk, takes: 40 min}"
    assert overload_faults(by_hand(CALL.replace("6 min", "1 h"), ", lines: 3")) == []
    assert overload_faults(by_hand(steps, ", lines: 3"))[0].where == "desk"
