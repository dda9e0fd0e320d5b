"""How much harm, and in which order: amounts known by construction, the worst first."""

from __future__ import annotations

import random

import pytest

from outsidein.analysis import Finding, findings
from outsidein.model.process import Process
from planted_findings.drafts import ALWAYS, Draft
from planted_findings.plants import DESK
from planted_findings.tried import is_like, looked_at, monthly

CHANCES = (7, 22, 1, 14, 4, 18, 2, 10)


def bare() -> Draft:
    """Return a draft without steps, 200 customers a day."""
    draft = Draft(random.Random(0))
    draft.customers = {"Shopper": {"share": "rest"}}
    draft.parts = {"Web shop": {"kind": "system"}, "Courier": {"kind": "partner"}}
    draft.arrivals = {"rate": "200 per day"}
    return draft


def failing(chances: tuple[int, ...]) -> Process:
    """Return a process whose steps lose some customers each."""
    draft = bare()
    for number, chance in enumerate(chances):
        keys = {"hidden": "Work on it", "by": "Courier", "takes": "5 min"}
        draft.steps[f"step-{number}"] = keys | {"fails": [f"{chance}% fault {number} -> lost"]}
    draft.insert(0, {"begin": {"do": "Begin", "own": "1 min"}})
    return draft.process()


def tried(process: Process, *, most: int = 5, threads: int = 1, cases: int = 400) -> list[Finding]:
    """Return what is found, some of it tried."""
    return findings(process, cases=cases, replications=8, seed=3, threads=threads, most=most)


def test_the_five_worst_are_tried_again_and_stand_first():
    """Eight failures of 1 to 22 %, clearly apart: those of 22, 18, 14, 10 and 7 %, in order."""
    among = tried(failing(CHANCES), cases=2_000)
    chances = [CHANCES[int(f.at[len("step-")])] for f in among]
    assert len(among) == len(CHANCES)
    assert [f.proven is not None for f in among] == [True] * 5 + [False] * 3
    assert chances[:5] == [22, 18, 14, 10, 7]
    assert sorted(chances[5:]) == [1, 2, 4]
    assert {f.verdict for f in among[5:]} == {"cannot tell yet"}


@pytest.mark.parametrize("most", [0, 2])
def test_no_more_are_tried_than_asked_for(most):
    """`most` limits what is simulated again; all that was seen is told."""
    among = tried(failing((20, 10, 5)), most=most)
    assert [f.proven is not None for f in among] == [True] * most + [False] * (3 - most)


def test_threads_do_not_matter_to_what_is_found():
    """One thread and two: the same findings, figure by figure."""
    process = failing((20, 10))
    one, two = (
        [(f.at, f.what, f.evidence, f.harm, f.gain) for f in tried(process, threads=threads)]
        for threads in (1, 2)
    )
    assert one == two


def test_the_harm_of_a_failure_is_how_often_it_happens_in_a_month():
    """200 customers a day, of which one in five fails: 1,200 failures in 30 days."""
    process = failing((20,))
    (own,) = looked_at(process, 1)
    assert is_like(own.evidence, 0.2)
    assert is_like(own.harm.amount, 0.2 * monthly(process), 5)
    assert own.evidence.n == pytest.approx(0.2 * 2_400, rel=0.25)


def test_the_harm_of_a_wait_is_its_hours():
    """2 to 4 days for each of 6,000 customers a month: 432,000 hours."""
    draft = bare()
    draft.steps = {
        "begin": {"do": "Begin", "own": "1 min"},
        "ship": {"hidden": "Carry it", "by": "Courier", "after": "2..4 days"},
    }
    (own,) = looked_at(draft.process(), 1)
    assert (own.code, own.at) == ("wait", "ship.after")
    assert is_like(own.evidence, 3 * 86_400)
    assert own.harm.amount.value == pytest.approx(432_000, rel=0.1)


def test_the_harm_of_a_contact_is_how_often_it_is_made():
    """A quarter of 6,000 customers a month do not understand and phone: 1,500 contacts."""
    draft = bare()
    draft.parts[DESK] = {"people": 9, "open": ALWAYS}
    draft.steps = {
        "begin": {"do": "Begin", "own": "1 min"},
        "clear": {"choose": "Is it clear", "go": ["75% yes -> order", "no -> ask"]},
        "ask": {"do": "Phone", "with": DESK, "via": "phone", "takes": "3 min", "reason": "size"},
        "order": {"do": "Order", "with": "Web shop", "via": "web", "own": "1 min"},
    }
    (own,) = looked_at(draft.process(), 1)
    assert (own.code, own.at) == ("contact", "ask.reason")
    assert is_like(own.harm.amount, 1_500, 5)


@pytest.mark.parametrize(
    ("closed", "share"), [("-> lost", 1 / 3), ("40% call back at opening -> lost", 5 / 17)]
)
def test_the_share_that_find_it_closed_is_that_of_the_hours(closed, share):
    """Eight of twelve hours are open; who calls back finds it open: 1/3 of 1 + 0.4 * 1/3 tries."""
    draft = bare()
    draft.arrivals = {"rate": "60 per day", "profile": "Mon-Fri 08:00-20:00 x1"}
    draft.parts[DESK] = {"people": 9, "open": "Mon-Fri 08:00-16:00"}
    ask = {"do": "Phone", "with": DESK, "via": "phone", "takes": "1 min", "closed": closed}
    draft.steps = {"ask": ask}
    (own,) = looked_at(draft.process(), 1)
    assert (own.code, own.at) == ("closed", "help-desk.open")
    assert is_like(own.evidence, share)
