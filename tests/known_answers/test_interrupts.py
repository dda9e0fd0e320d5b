"""`interrupts`: a call or a touch that cannot wait for hidden work to be done."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    OFFICE_DESK,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

WORK = "- work: {only: Ann, hidden: Work, by: Desk, takes: 10 min%s}\n"
RING = (
    "- ring: {only: Bob, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> lost,"
    " interrupts: yes%s}\n"
)
TWO_PEOPLE = f"Desk: {{people: 2, open: {ALWAYS}}}"


def both(
    work: str = "", ring: str = "", parts: str = f"Desk: {{people: 1, open: {ALWAYS}}}"
) -> str:
    """Ann's hidden work of 10 min and Bob's call of 5 min that interrupts."""
    return document(WORK % work + RING % ring, customers=TWO, parts=parts)


def test_hidden_work_pauses_for_a_call():
    """Ann's work 0-200, Bob's call 200-500, the work goes on 500-900: 400 s were left."""
    result = play(both(), [(0, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "person", "started", "ended"), [(1, 200, 500)])
    same(rows(result, "work", "person", "started", "ended"), [(1, 0, 900)])
    same(result.busy["desk"], 900)
    same(spent(result, 0), {"waiting for the organisation": 900})
    same(spent(result, 1), {"being served": 300})


def test_without_the_key_the_call_waits():
    """As today: 600-900."""
    text = both().replace(", interrupts: yes", "")
    same(column(play(text, [(0, "Ann"), (200, "Bob")]), "ring", "started"), [600])


def test_nobody_is_interrupted_while_somebody_is_free():
    """Two people: person 2 takes the call, the work goes on to 600."""
    result = play(both(parts=TWO_PEOPLE), [(0, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "person", "started"), [(2, 200)])
    same(column(result, "work", "ended"), [600])


@pytest.mark.parametrize(
    "step",
    [
        "hidden: Work, by: Desk, takes: 10 min",
        "tell: Inform, by: Desk, via: e-mail, takes: 10 min",
        "check: Judge, by: Desk, takes: 10 min, go: [50% a -> done, b -> done]",
        "do: Write, with: Desk, via: e-mail, takes: 10 min",
    ],
)
def test_every_work_that_pauses_at_closing_may_be_interrupted(step: str):
    """Hidden, tell, check and left: 0-200 and 500-900."""
    text = document(f"- work: {{only: Ann, {step}}}\n" + RING % "", customers=TWO)
    result = play(text, [(0, "Ann"), (200, "Bob")])
    same(column(result, "ring", "started") + column(result, "work", "ended"), [200, 900])


@pytest.mark.parametrize(
    "step",
    [
        "do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done",
        "do: Visit, with: Desk, via: appointment, takes: 10 min",
        "touch: Ring up, by: Desk, via: phone, takes: 10 min",
    ],
)
def test_what_is_finished_after_closing_is_not_interrupted(step: str):
    """Live, booked and touch are no pausable work: the call starts at 600."""
    text = document(f"- work: {{only: Ann, {step}}}\n" + RING % "", customers=TWO)
    same(column(play(text, [(0, "Ann"), (200, "Bob")]), "ring", "started"), [600])


@pytest.mark.parametrize(
    ("before", "call"),
    [
        ("hidden: Work, by: Desk, takes: 1 min, wrap up: 9 min", 200),
        ("do: Write, with: Desk, via: e-mail, takes: 1 min, wrap up: 9 min", 200),
        (
            "do: Ring, with: Desk, via: phone, takes: 1 min, wrap up: 9 min, closed: -> done",
            600,
        ),
    ],
)
def test_a_wrap_up_goes_as_its_service_goes(before: str, call: float):
    """§4.1: wrap up after left or hidden pauses, after live it is finished.

    In wrap up 60-600: a call of 200 interrupts the former, to 500; the latter it waits for. Busy
    10 + 5 min in either case.
    """
    text = document(f"- work: {{only: Ann, {before}}}\n" + RING % "", customers=TWO)
    result = play(text, [(0, "Ann"), (200, "Bob"), (1000, "Bob")])
    same(column(result, "ring", "started"), [call, 1000])
    same(result.busy["desk"], 600 + 300 + 300)


def test_work_of_higher_priority_is_not_interrupted():
    """Of lower priority order than this token: the work has priority 1: the call waits to 600."""
    result = play(both(work=", priority: 1"), [(0, "Ann"), (200, "Bob")])
    same(column(result, "ring", "started"), [600])


def test_a_customers_priority_counts_too():
    """§4.6: priority of step, then of customer: Ann's, with priority 1, comes before Bob's."""
    customers = "Ann: {share: 50%, priority: 1}\nBob: {share: rest}"
    text = document(WORK % "" + RING % "", customers=customers)
    same(column(play(text, [(0, "Ann"), (200, "Bob")]), "ring", "started"), [600])


def test_the_last_in_the_order_is_interrupted():
    """Chosen: the work last in the order of who is next: joined 0 by person 1, joined 60 by person
    2: person 2's pauses at 200, ends at 960.
    """
    result = play(both(parts=TWO_PEOPLE), [(0, "Ann"), (60, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "person", "started"), [(2, 200)])
    same(column(result, "work", "ended"), [600, 960])


def test_of_one_joining_time_the_later_case_is_interrupted():
    """Then case: both joined at 0: case 1's, which person 2 does, is last."""
    result = play(both(parts=TWO_PEOPLE), [(0, "Ann"), (0, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "person", "started"), [(2, 200)])
    same(column(result, "work", "ended"), [600, 900])


def test_a_lower_priority_is_interrupted_before_a_later_joining():
    """Order of who is next: a letter of 100 comes before work of 0: person 1's pauses."""
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 10 min}\n"
        "- write: {only: Cara, do: Write, with: Desk, via: e-mail, takes: 10 min}\n" + RING % "",
        customers="Ann: {share: 20%}\nCara: {share: 40%}\nBob: {share: rest}",
        parts=TWO_PEOPLE,
    )
    result = play(text, [(0, "Ann"), (100, "Cara"), (200, "Bob")])
    same(rows(result, "ring", "person", "started"), [(1, 200)])
    same(column(result, "work", "ended") + column(result, "write", "ended"), [900, 700])


def test_the_paused_work_resumes_before_the_queue():
    """When that person becomes free: Ann's work of 0 before Ann's work that waits since 100, and
    before a letter that would come first in the queue.
    """
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 10 min}\n"
        "- write: {only: Cara, do: Write, with: Desk, via: e-mail, takes: 10 min}\n" + RING % "",
        customers="Ann: {share: 20%}\nCara: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Ann"), (100, "Cara"), (200, "Bob")])
    same(column(result, "work", "ended"), [900])
    same(column(result, "write", "started"), [900])


def test_another_interrupting_call_goes_first():
    """Unless another interrupting token waits: calls of 200 and 300: 200-500, 500-800, then the
    work 800-1200.
    """
    result = play(both(), [(0, "Ann"), (200, "Bob"), (300, "Bob")])
    same(column(result, "ring", "started"), [200, 500])
    same(column(result, "work", "ended"), [1200])


def test_an_interrupting_call_while_the_work_is_paused_and_resumed():
    """A second call after the work has resumed pauses it again: 200-500 and 600-900: of 600 s 200
    are done by 200, 100 more by 600, the rest 900-1200.
    """
    result = play(both(), [(0, "Ann"), (200, "Bob"), (600, "Bob")])
    same(column(result, "ring", "started"), [200, 600])
    same(rows(result, "work", "started", "ended"), [(0, 1200)])


def test_two_calls_at_once_interrupt_two_people():
    """Two people at work, two calls at 200: both pause: 600 + 300 s each."""
    arrivals = [(0, "Ann"), (0, "Ann"), (200, "Bob"), (200, "Bob")]
    result = play(both(parts=TWO_PEOPLE), arrivals)
    same(column(result, "ring", "started"), [200, 200])
    same(column(result, "work", "ended"), [900, 900])


def test_at_closing_the_call_is_finished_and_the_work_waits_over_night():
    """Mon 15:50 work, 15:58 a call to 16:03 (3 min of overtime); 2 min of 10 are left: Tue
    08:00-08:02.
    """
    text = both(parts=OFFICE_DESK)
    result = play(text, [(at("Mon 15:50"), "Ann"), (at("Mon 15:58"), "Bob")])
    same(column(result, "ring", "ended"), [at("Mon 16:03")])
    same(column(result, "work", "ended"), [at("Tue 08:02")])
    same(result.overtime["desk"], 180)


def test_work_that_pauses_over_night_is_not_interrupted_then():
    """A call at opening meets work resumed at that instant; it interrupts it all the same.

    Work Mon 15:55-16:00, 5 min left; the call of Tue 08:00 is taken 08:00-08:05, the work
    08:05-08:10.
    """
    text = both(parts=OFFICE_DESK)
    result = play(text, [(at("Mon 15:55"), "Ann"), (at("Tue 08:00"), "Bob")])
    same(column(result, "ring", "started"), [at("Tue 08:00")])
    same(column(result, "work", "ended"), [at("Tue 08:10")])


def test_a_touch_may_interrupt():
    """A touch of Bob's at 200: 200-500; the work 500-900."""
    text = document(
        WORK % "" + "- call-up: {only: Bob, touch: Call up, by: Desk, via: phone, takes: 5 min,"
        " interrupts: yes, next: done}",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (200, "Bob")])
    same(rows(result, "call-up", "started", "ended"), [(200, 500)])
    same(column(result, "work", "ended"), [900])


def test_only_someone_who_can_is_interrupted():
    """Suitable: person 1 alone knows French: his work pauses, though that of 60 is last.

    Ann's works hold person 1 to 600 and person 2 to 660; the call in French at 200.
    """
    parts = f"Desk: {{people: 2, open: {ALWAYS}, skills: [1 French]}}"
    text = both(ring=", needs: French", parts=parts)
    result = play(text, [(0, "Ann"), (60, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "person", "started"), [(1, 200)])
    same(column(result, "work", "ended"), [900, 660])


def test_the_service_is_one_row_and_one_start():
    """The row of the interrupted work says its first start and its last end; one visit."""
    result = play(both(), [(0, "Ann"), (200, "Bob")])
    same(rows(result, "work", "visit", "started", "ended", "how"), [(0, 0, 900, "served")])
    same(ends(result), [(900, "served"), (500, "served")])


def test_a_waiting_call_that_interrupts_has_no_patience_to_lose():
    """It starts at joining: no time in queue, patience of 0 s is never lost."""
    result = play(both(ring=", patience: 1 s -> lost"), [(0, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "joined", "started", "how"), [(200, 200, "served")])


def test_work_that_ends_at_that_very_instant_is_not_interrupted():
    """Rule 1: completions first: the work ends at 600, the call of 600 finds the person free."""
    result = play(both(), [(0, "Ann"), (600, "Bob")])
    same(column(result, "work", "ended") + column(result, "ring", "started"), [600, 600])


def test_the_work_of_someone_who_can_though_bound_to_another():
    """Bound to person 1, who knows no French: a call in French interrupts person 2, who does.

    Bob's first call 0-300 by person 1; Ann's two works from 400 and 410 hold both; at 900 the
    call in French interrupts person 2, to 1200.
    """
    text = document(
        """
        - first-call: {only: Bob, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done}
        - idle: {only: Bob, wait: 10 min}
        - french:
            only: Bob
            do: Sonner
            with: Desk
            via: phone
            takes: 5 min
            closed: -> done
            needs: French
            interrupts: yes
        - work: {only: Ann, hidden: Work, by: Desk, takes: 1 h}
        """,
        customers=TWO,
        parts=f"Desk: {{people: 2, open: {ALWAYS}, own customers: yes, skills: [2 French]}}",
    )
    result = play(text, [(0, "Bob"), (400, "Ann"), (410, "Ann")])
    same(column(result, "first-call", "person"), [1])
    same(rows(result, "french", "person", "started"), [(2, 900)])


def test_a_case_of_nobody_interrupts_anybody_of_the_team():
    """Own customers: an unbound caller may interrupt any of them: the last in the order."""
    text = document(
        WORK % "" + RING % "",
        customers=TWO,
        parts=f"Desk: {{people: 2, open: {ALWAYS}, own customers: yes}}",
    )
    result = play(text, [(0, "Ann"), (60, "Ann"), (200, "Bob")])
    same(rows(result, "ring", "person", "started"), [(2, 200)])
    same(column(result, "work", "ended"), [600, 960])
