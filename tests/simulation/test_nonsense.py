"""What cannot be is refused with its place and what to do, before or in the run."""

from __future__ import annotations

import pytest

from outsidein.document.checking import check_text
from outsidein.document.opening import open_text
from outsidein.errors import Fault, OutsideInError
from outsidein.simulation import run

TOP = """process: Nonsense
numbers: assumed
{customers}channels: {{web: self, phone: live}}
organisation:
  Shop: {{kind: system}}
  Desk: {{{desk}}}
arrivals: {{rate: {rate}}}
steps:
{steps}
  - done: {{end: Done, outcome: served}}
"""
SHOPPER = "customers: {Shopper: {share: rest}}\n"
OPEN = "people: 2, open: Mon-Fri 08:00-18:00"
WORK = "  - work: {hidden: Work, by: Desk, takes: 6 min}"

LOOP = (
    "  - a: {{hidden: A, by: Shop, after: 0 min}}\n"
    "  - b: {{check: B, by: Shop, go: [{}% yes -> a, no -> {}]}}"
)


def refused(text: str) -> Fault:
    """Return the first error: of the check, else of a run."""
    errors = [fault for fault in check_text(text, "x.yaml") if fault.severity == "error"]
    if errors:
        return errors[0]
    process = open_text(text, "x.yaml").sure()
    with pytest.raises(OutsideInError) as caught:
        run(process, cases=20, replications=2)
    return caught.value.faults[0]


@pytest.mark.parametrize(
    ("desk", "rate", "steps", "code", "where"),
    [
        ("people: 0, open: Mon-Fri 08:00-18:00", "9 per day", WORK, "misspelt", "x.yaml:7:18"),
        ("people: 2", "9 per day", WORK, "people-without-hours", "x.yaml:7"),
        ("people: [Mon-Fri 08:00-18:00 x0]", "9 per day", WORK, "people-without-hours", "x.yaml:7"),
        (OPEN, "0 per day", WORK, "misspelt", "x.yaml:8"),
        (OPEN + ", lines: 0", "9 per day", WORK, "misspelt", "x.yaml:7"),
        (OPEN + ", skills: [3 sums]", "9 per day", WORK, "no-such-person", "x.yaml:7"),
        (OPEN + ", skills: [1 sums at 0%]", "9 per day", WORK, "misspelt", "x.yaml:7"),
        (OPEN + ", absent: 100%", "9 per day", WORK, "overload", "desk"),
        (OPEN, "9 per day", LOOP.format(50, "a"), "loop-without-exit", "x.yaml"),
        (OPEN, "9 per day", LOOP.format(100, "done"), "loop-without-time", ""),
        (OPEN, "9 per day", "  - r: {first of: [a after 0 min -> r, b after 1 day -> done]}",
         "loop-without-time", "r"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(desk: str, rate: str, steps: str, code: str, where: str) -> None:
    """Nobody there, no hours, nobody coming, a loop without time: each at its place."""
    fault = refused(TOP.format(customers=SHOPPER, desk=desk, rate=rate, steps=steps))
    assert fault.code == code
    assert fault.where.startswith(where)
    assert fault.hint


def test_somebody_must_come() -> None:
    """A process without customers can be drawn, not simulated."""
    fault = refused(TOP.format(customers="", desk=OPEN, rate="9 per day", steps=WORK))
    assert (fault.code, fault.where) == ("no-customers", "customers")
    assert "share" in fault.hint
