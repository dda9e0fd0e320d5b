"""Grammar §4.7, rules 5 and 6: what each channel does in and out of hours."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    HOUR,
    MINUTE,
    OFFICE,
    OFFICE_DESK,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

WRITE = "- write: {do: Write, with: Desk, via: e-mail, takes: 30 min%s}"


def test_a_left_message_waits_for_the_answer_over_night():
    """§4.7, rule 5: `left` waits; nobody loses patience unless it says so.

    Written Mon 18:00, the desk opens Tue 08:00: answered Tue 08:00-08:30, 14.5 h of waiting
    for the organisation.
    """
    result = play(document(WRITE % "", parts=OFFICE_DESK), [at("Mon 18:00")])
    expected = [(at("Mon 18:00"), at("Tue 08:00"), at("Tue 08:30"), "served")]
    same(rows(result, "write", "joined", "started", "ended", "how"), expected)
    same(spent(result), {"waiting for the organisation": 14.5 * HOUR})


def test_a_left_message_may_say_that_it_loses_patience():
    """§4.7: nobody loses patience unless it says so: 2 h after Mon 18:00 gives up."""
    text = document(WRITE % ", patience: 2 h -> gone", parts=OFFICE_DESK)
    result = play(text, [at("Mon 18:00")])
    same(rows(result, "write", "started", "how"), [(None, "left")])
    same(ends(result), [(at("Mon 20:00"), "not served")])


def test_patience_never_runs_out_during_service():
    """Rule 7: patience runs from joining to the start of service, never during it.

    Joined and started Mon 15:50, pauses over night, ended Tue 08:20; patience was 2 h.
    """
    text = document(WRITE % ", patience: 2 h -> gone", parts=OFFICE_DESK)
    result = play(text, [at("Mon 15:50")])
    same(rows(result, "write", "ended", "how"), [(at("Tue 08:20"), "served")])


def test_left_work_pauses_at_closing_and_the_same_person_resumes():
    """Rule 6: `left` work pauses and the same person resumes at opening.

    Two people at 15:50, letters of 30 min by cases 0 and 1, so persons 1 and 2; 10 min are
    done by 16:00, both end Tue 08:20. No overtime; each worked 30 min.
    """
    parts = f"Desk: {{people: 2, open: {OFFICE}}}"
    result = play(document(WRITE % "", parts=parts), [at("Mon 15:50"), at("Mon 15:50")])
    same(rows(result, "write", "person", "ended"), [(1, at("Tue 08:20")), (2, at("Tue 08:20"))])
    same(result.busy["desk"], HOUR)
    same(result.overtime.get("desk", 0), 0)


def test_paused_work_comes_before_the_queue_at_opening():
    """Rule 6: the same person *resumes* at opening, whatever waits in the queue.

    A letter of case 0 paused with 20 min to go. A call of higher kind at Tue 08:00 waits for
    the only person to 08:20.
    """
    text = document(
        """
        - write: {only: Ann, do: Write, with: Desk, via: e-mail, takes: 30 min}
        - ring: {only: Bob, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> lost}
        """,
        parts=OFFICE_DESK,
        customers="Ann: {share: 50%}\nBob: {share: rest}",
    )
    result = play(text, [(at("Mon 15:50"), "Ann"), (at("Tue 08:00"), "Bob")])
    same(column(result, "write", "ended"), [at("Tue 08:20")])
    same(column(result, "ring", "started"), [at("Tue 08:20")])


def test_self_never_queues_also_at_a_part_with_people():
    """§4.7: `self` never queues, also at a part with people.

    One person, closed at night; three customers fill in the form on the web at Mon 20:00, 4 min
    each: all are done at 20:04. Reading: as nobody queues nobody is held, so no work is booked.
    """
    text = document("- form: {do: Form, with: Desk, via: web, own: 4 min}", parts=OFFICE_DESK)
    result = play(text, [at("Mon 20:00")] * 3)
    same(ends(result), [(at("Mon 20:04"), "served")] * 3)
    same(result.busy.get("desk", 0), 0)


@pytest.mark.parametrize(
    "step",
    [
        "- work: {tell: Inform, by: Desk, via: e-mail, takes: 5 min}",
        "- work: {hidden: Work, by: Desk, takes: 5 min}",
        "- work: {check: Judge, by: Desk, takes: 5 min, go: [50% yes -> done, no -> done]}",
        "- work: {touch: Ring up, by: Desk, via: phone, takes: 5 min, next: done}",
    ],
)
def test_work_out_of_hours_waits_for_opening(step: str):
    """§4.7: `touch, tell, hidden, check` out of hours wait for opening as work.

    Ready Fri 20:00: done Mon 08:00-08:05 of the next week.
    """
    result = play(document(step, parts=OFFICE_DESK), [at("Fri 20:00")])
    monday = at("Mon 08:00", week=1)
    same(rows(result, "work", "started", "ended", "how"), [(monday, monday + 300, "served")])
    same(ends(result), [(monday + 300, "served")])


def test_work_waiting_at_closing_waits_on():
    """§4.7: `closed` never applies to work: waiting at closing it waits on.

    Two checks of 40 min at Mon 15:30: the first 15:30-16:00 and Tue 08:00-08:10 (it pauses,
    Reading: as hidden work does), the second Tue 08:10-08:50.
    """
    step = "- judge: {check: Judge, by: Desk, takes: 40 min, go: [50% yes -> done, no -> done]}"
    result = play(document(step, parts=OFFICE_DESK), [at("Mon 15:30")] * 2)
    same(column(result, "judge", "ended"), [at("Tue 08:10"), at("Tue 08:50")])
    same(result.overtime.get("desk", 0), 0)


def test_a_live_service_is_finished_after_closing():
    """Rule 6: at closing a live service is finished (overtime, paid).

    15:50-16:20: 20 min of overtime.
    """
    step = "- ring: {do: Ring, with: Desk, via: phone, takes: 30 min, closed: -> lost}"
    result = play(document(step, parts=OFFICE_DESK), [at("Mon 15:50")])
    same(rows(result, "ring", "ended", "how"), [(at("Mon 16:20"), "served")])
    same(result.overtime["desk"], 20 * MINUTE)
    same(result.busy["desk"], 30 * MINUTE)


def test_a_touch_is_live_and_is_finished_after_closing():
    """§3 (touch: live), rule 6: a touch under way at closing is finished: 15:50-16:20."""
    step = "- ring-up: {touch: Ring up, by: Desk, via: phone, takes: 30 min, next: done}"
    result = play(document(step, parts=OFFICE_DESK), [at("Mon 15:50")])
    same(ends(result), [(at("Mon 16:20"), "served")])
    same(result.overtime["desk"], 20 * MINUTE)


def test_a_live_channel_at_a_system_is_always_open():
    """Rule 3: a part without people never queues; it has no hours either: Sun 03:00 served."""
    text = document("- ring: {do: Ring, with: Shop, via: phone, takes: 5 min}")
    result = play(text, [at("Sun 03:00")])
    same(ends(result), [(at("Sun 03:05"), "served")])
