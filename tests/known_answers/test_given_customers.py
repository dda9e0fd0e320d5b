"""Given customers: who comes when a list says, to which step, and with whose luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from known_answers.harness import (
    HOUR,
    TWO,
    at,
    column,
    document,
    ends,
    rows,
    same,
    spent,
)
from outsidein.document import read_text
from outsidein.simulation import run
from outsidein.simulation.given import Given
from outsidein.simulation.twin import trace

FORM = "{do: Fill in, with: Shop, via: web, own: %s}"
WAY = f"""
- order: {FORM % "1 min"}
- soon: {{promise: order to receive, within: 1 h}}
- ship: {{hidden: Ship, by: Courier, after: 2 h}}
- receive: {FORM % "5 min"}
"""


def given_at(second: float, customer: str = "Shopper", step: str | None = None) -> Given:
    """One customer of a list."""
    return Given(time_seconds=second, customer=customer, step=step)


def met(text: str, given: Sequence[tuple[Any, ...]], luck: Any = None) -> Any:
    """The trace of given customers: (second, customer[, step])."""
    listed = [given_at(*one) for one in given]
    return trace(read_text(text), arrivals=listed, seed=1, luck=luck or {})


def test_the_list_may_be_in_any_order():
    """Cases are numbered by arrival, as ever."""
    text = document(f"- form: {FORM % '0..20 min'}")
    result = met(text, [(3600, "Shopper"), (0, "Shopper")])
    same([case.start for case in result.cases], [0, 3600])
    same([case.number for case in result.cases], [0, 1])


def test_luck_is_as_for_any_case():
    """Number 0 and 1 of a segment draw what they draw without a list, at whatever time."""
    text = document(f"- form: {FORM % 'exponential 10 min'}")
    plain = trace(read_text(text), arrivals=[(0.0, "Shopper"), (50.0, "Shopper")], seed=1)
    given = met(text, [(7000, "Shopper"), (100, "Shopper")])
    lasted = {case.of_segment: case.end - case.start for case in given.cases}
    same(lasted, {case.of_segment: case.end - case.start for case in plain.cases})


def test_at_one_instant_the_list_decides():
    """Order of arrival at one desk: as they stand in the list."""
    text = document("- work: {hidden: Work, by: Desk, takes: 10 min}", customers=TWO)
    result = met(text, [(60, "Bob"), (60, "Ann"), (60, "Bob")])
    same([case.customer for case in result.cases], ["Bob", "Ann", "Bob"])
    same(column(result, "work", "started"), [60, 660, 1260])


def test_who_comes_to_a_step_begins_there():
    """At `ship`: nothing before it is visited; a promise that opens before it is never made.

    2 h and 5 min from 60 on; who begins at the order has the promise, broken.
    """
    result = met(document(WAY), [(60, "Shopper", "ship"), (60, "Shopper")])
    same(column(result, "order", "case"), [1])
    same(ends(result), [(60 + 2 * HOUR + 300, "served"), (120 + 2 * HOUR + 300, "served")])
    same(result.promises, [(1, "soon", 120, 120 + 2 * HOUR, "broken")])
    same(spent(result, 0), {"waiting for the organisation": 2 * HOUR, "own effort": 300})


def test_who_comes_to_the_first_step_of_a_promise_is_promised():
    """§4.5: a span opens at the served end of its first step, however the case came there."""
    result = met(document(WAY), [(0, "Shopper", "order")])
    same(result.promises, [(0, "soon", 60, 60 + 2 * HOUR, "broken")])


def test_a_step_that_is_not_theirs_is_passed():
    """§3: `only`: Bob, who comes to Ann's step, passes at once to the following one."""
    text = document(
        f"- anns: {{only: Ann, {(FORM % '1 h')[1:]}\n- form: {FORM % '1 min'}", customers=TWO
    )
    result = met(text, [(0, "Ann", "anns"), (0, "Bob", "anns")])
    same(ends(result), [(3660, "served"), (60, "served")])


def test_at_a_race_a_wait_and_a_block():
    """A case may stand at any step of the flow: the race, the wait and the block begin anew."""
    text = document("""
        - answer: {first of: [yes after 1 h -> idle, no after 2 h -> gone]}
        - idle: {wait: 30 min}
        - both:
            together:
              one: [{a: {hidden: A, by: Courier, after: 10 min}}]
              two: [{b: {hidden: B, by: Courier, after: 20 min}}]
        """)
    given = [(0, "Shopper", step) for step in ("answer", "idle", "both")]
    same(ends(met(text, given)), [(6600, "served"), (3000, "served"), (1200, "served")])


def test_who_is_given_no_step_draws_a_start():
    """Several starts: without a step the start is drawn; with one it is not."""
    text = document(f"""
        - one: {{start: A, share: 50%}}
        - a: {FORM % "1 h"}
        - two: {{start: B, share: rest}}
        - b: {FORM % "1 min"}
        """)
    luck = {("start", 0, "start"): 0.9}
    result = met(text, [(0, "Shopper"), (0, "Shopper", "one"), (0, "Shopper", "a")], luck)
    same(ends(result), [(60, "served"), (3660, "served"), (3660, "served")])


def test_a_given_visit_counts_as_an_arrival():
    """§4.8: `at most`: the visit given is the first; the third arrival goes to `gone`."""
    text = document(
        f"- form: {(FORM % '1 min')[:-1]}, at most: 2 visits -> gone}}\n"
        "- more: {choose: Again, go: [99% yes -> form, no -> done]}"
    )
    luck = {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.1}
    result = met(text, [(0, "Shopper", "form")], luck)
    same(rows(result, "form", "visit", "ready"), [(0, 0), (1, 60)])
    same(ends(result), [(120, "not served")])


def test_a_queue_that_stands_when_the_run_starts():
    """Three at the desk's step at 0: served in the order of the list, from the opening on."""
    text = document(
        "- write: {do: Write, with: Desk, via: e-mail, takes: 30 min}",
        customers=TWO,
        parts="Desk: {people: 1, open: Mon-Fri 08:00-16:00}",
    )
    result = met(text, [(0, "Bob", "write"), (0, "Ann", "write"), (0, "Bob", "write")])
    starts = [at("Mon 08:00"), at("Mon 08:30"), at("Mon 09:00")]
    same(column(result, "write", "started"), starts)


@pytest.mark.parametrize("replications", [1, 3])
def test_every_replication_meets_the_same_list(replications: int):
    """Whatever the rate of the document: three a replication, at their times, with other luck."""
    text = document(f"- form: {FORM % 'exponential 10 min'}", top="arrivals: {rate: 900 per day}")
    given = [given_at(time) for time in (0.0, 50.0, 90_000.0)]
    results = run(read_text(text), given=given, replications=replications, log=True)
    cases = np.concatenate([block.cases for block in results.log])
    assert results.arrived == 3 * replications
    same(sorted(cases["start"]), sorted([0.0, 50.0, 90_000.0] * replications))
    lasted = cases["end"] - cases["start"]
    assert len(set(lasted.tolist())) == 3 * replications


def test_cases_in_progress_stand_first():
    """They arrive at their step at 0; the others come by the rate, with nobody else there."""
    text = document(
        "- idle: {wait: 9 days}\n- work: {hidden: Work, by: Desk, takes: 10 min}",
        top="arrivals: {rate: 20 per day}\nhorizon: 1 day",
    )
    waiting = [given_at(0.0, "Shopper", "work")] * 2
    results = run(read_text(text), in_progress=waiting, replications=2, log=True)
    steps = np.concatenate([block.steps for block in results.log])
    early = steps[steps["started"] < 1200.0]
    same(sorted(early["started"].tolist()), [0.0, 0.0, 600.0, 600.0])
