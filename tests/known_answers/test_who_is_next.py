"""Grammar §4.6, rule 10: whose turn it is, and which person serves."""

from __future__ import annotations

import pytest

from known_answers.harness import ALWAYS, DESK, column, document, play, rows, same

THREE = "Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}"
HEAD = "- fill: {only: Zoe, hidden: Other work, by: Desk, takes: 10 min}\n"
ARRIVALS = [(0.0, "Zoe"), (60.0, "Ann"), (120.0, "Bob")]
EARLY = {
    "phone": "do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> lost",
    "e-mail": "do: Write, with: Desk, via: e-mail, takes: 10 min",
    "hidden": "hidden: Work, by: Desk, takes: 10 min",
    "tell": "tell: Inform, by: Desk, via: e-mail, takes: 10 min",
    "touch": "touch: Ring up, by: Desk, via: phone, takes: 10 min",
    "check": "check: Judge, by: Desk, takes: 10 min, go: [50% yes -> late, no -> late]",
}


def starts(early: str, late: str, customers: str = THREE) -> list[float]:
    """Starts of Ann's step (ready at 60) and Bob's (ready at 120); the desk is busy to 600."""
    steps = f"{HEAD}- early: {{only: Ann, {early}}}\n- late: {{only: Bob, {late}}}\n"
    result = play(document(steps, customers=customers), ARRIVALS)
    return column(result, "early", "started") + column(result, "late", "started")


def test_priority_of_the_step_comes_first():
    """§4.6: priority of step, then of customer.

    Ann has customer priority 5, Bob's step priority 1: at 600 Bob is first, Ann at 1200.
    """
    customers = "Zoe: {share: 20%}\nAnn: {share: 40%, priority: 5}\nBob: {share: rest}"
    late = EARLY["phone"] + ", priority: 1"
    same(starts(EARLY["phone"], late, customers), [1200, 600])


def test_priority_of_the_customer_comes_before_the_channel():
    """§4.6: then of customer, then live: Bob's e-mail with priority 1 before Ann's call."""
    customers = "Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest, priority: 1}"
    same(starts(EARLY["phone"], EARLY["e-mail"], customers), [1200, 600])


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("e-mail", "phone"),
        ("e-mail", "touch"),
        ("hidden", "phone"),
        ("hidden", "touch"),
        ("hidden", "e-mail"),
        ("tell", "e-mail"),
        ("check", "e-mail"),
    ],
)
def test_a_higher_kind_overtakes(early: str, late: str):
    """§4.6: live (touch too), then `do` in left channels, then tell, check and hidden.

    The later one is of the higher kind and starts at 600, the earlier at 1200.
    """
    same(starts(EARLY[early], EARLY[late]), [1200, 600])


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("phone", "phone"),
        ("touch", "phone"),
        ("phone", "touch"),
        ("phone", "e-mail"),
        ("e-mail", "e-mail"),
        ("e-mail", "hidden"),
        ("tell", "hidden"),
        ("check", "hidden"),
        ("check", "tell"),
        ("hidden", "tell"),
    ],
)
def test_among_equals_joining_time_decides(early: str, late: str):
    """§4.6: then joining time: tell, check and hidden are one kind, touch and live another."""
    same(starts(EARLY[early], EARLY[late]), [600, 1200])


def test_at_one_joining_time_the_order_of_arrival_decides():
    """§4.6: then case (order of arrival): Ann arrives before Bob at the same second.

    Bob's step stands first in the document; the case still comes before the step.
    """
    steps = (
        f"{HEAD}- bobs: {{only: Bob, {EARLY['phone']}}}\n- anns: {{only: Ann, {EARLY['phone']}}}\n"
    )
    arrivals = [(0.0, "Zoe"), (60.0, "Ann"), (60.0, "Bob")]
    result = play(document(steps, customers=THREE), arrivals)
    same(column(result, "anns", "started") + column(result, "bobs", "started"), [600, 1200])


def test_joining_counts_and_not_arriving():
    """§4.6: *joining* time: Ann arrives first but joins after 5 min of own time.

    Ann: own 60-360, joins 360; Bob joins 120: Bob at 600, Ann at 1200.
    """
    same(starts("own: 5 min, " + EARLY["phone"], EARLY["phone"]), [1200, 600])


VARYING = "- ask: {do: Ring, with: Desk, via: phone, takes: 1..5 min, closed: -> lost}"
TWO_PEOPLE = f"Desk: {{people: 2, open: {ALWAYS}}}"


def test_the_longest_idle_person_serves():
    """Rule 10: which person: longest idle.

    Two people. Case 0: person 1, 0-240 (u = 0.75). Case 1 at 30: person 2, 30-150 (u = 0.25).
    Case 2 at 300: person 2, idle since 150, although 1 is the lower number.
    """
    luck = {("ask", 0, "takes", 0): 0.75, ("ask", 0, "takes", 1): 0.25}
    result = play(document(VARYING, parts=TWO_PEOPLE), [0, 30, 300], luck)
    same(column(result, "ask", "person"), [1, 2, 2])


def test_among_equally_idle_persons_the_lowest_number_serves():
    """Rule 10: longest idle, lowest number: both idle from the start, then both since 180."""
    text = document(VARYING, parts=TWO_PEOPLE)
    luck = {("ask", 0, "takes"): 0.5}
    result = play(text, [0, 0, 600], luck)
    same(rows(result, "ask", "person", "ended")[:2], [(1, 180), (2, 180)])
    same(column(result, "ask", "person")[2], 1)


def test_idle_begins_at_the_end_of_wrap_up():
    """Rule 10, §4.1: a person in wrap up is held, hence not idle.

    Ann's work (person 1) 0-60 and wrap up to 600; Bob's (person 2) 30-300. Zoe's at 900:
    person 2 has been idle since 300, person 1 only since 600 (not since 60).
    """
    steps = """
        - anns: {only: Ann, hidden: Work, by: Desk, takes: 1 min, wrap up: 9 min}
        - bobs: {only: Bob, hidden: Work, by: Desk, takes: 270 s}
        - zoes: {only: Zoe, hidden: Work, by: Desk, takes: 1 min}
        """
    text = document(steps, customers=THREE, parts=TWO_PEOPLE)
    result = play(text, [(0, "Ann"), (30, "Bob"), (900, "Zoe")])
    same(column(result, "anns", "person") + column(result, "bobs", "person"), [1, 2])
    same(column(result, "zoes", "person"), [2])


def test_a_person_is_never_booked_ahead():
    """Rule 10: never booked ahead: own time before queueing takes nobody away from the queue.

    Case 0 arrives at 0 with 10 min of own time; case 1 (Bob) rings at 540 for 10 min and is
    answered although case 0 will join at 600; case 0 starts at 1140.
    """
    steps = f"""
        - anns: {{only: Ann, own: 10 min, {EARLY["phone"]}}}
        - bobs: {{only: Bob, {EARLY["phone"]}}}
        """
    text = document(steps, customers="Ann: {share: 50%}\nBob: {share: rest}", parts=DESK)
    result = play(text, [(0, "Ann"), (540, "Bob")])
    same(column(result, "bobs", "started") + column(result, "anns", "started"), [540, 1140])
