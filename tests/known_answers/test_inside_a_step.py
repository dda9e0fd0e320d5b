"""Grammar §4.1, rule 3: the pieces of a try, what each holds and what each counts as."""

from __future__ import annotations

from known_answers.harness import (
    HOUR,
    MINUTE,
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

CALL = """
- ask:
    do: Ask
    with: Desk
    via: phone
    takes: 3 min
    wrap up: 2 min
    closed: -> lost
"""

THROUGH_MENU = """
- ask:
    do: Ask
    through: menu
    with: Desk
    via: phone
    takes: 3 min
    patience: 10 min -> gone
    closed: -> lost
"""


def test_a_try_is_pause_own_queue_takes_and_then_after():
    """§4.1: pause, own, queue, takes, then `after`; the token moves on at the end of `after`.

    Arrives 0; pause 10 min to 600; own 5 min to 900; nobody queues: served 900-1080; `after`
    20 min to 2280. Own pace 600, own effort 300, being served 180, waiting 1200: 2280 in all.
    """
    text = document("""
        - ask:
            do: Ask
            with: Desk
            via: phone
            pause: 10 min
            own: 5 min
            takes: 3 min
            after: 20 min
            closed: -> lost
        """)
    result = play(text)
    fields = ("ready", "joined", "started", "ended", "finished", "how", "person", "part", "channel")
    same(rows(result, "ask", *fields), [(0, 900, 900, 1080, 2280, "served", 1, "desk", "phone")])
    same(ends(result), [(2280, "served")])
    same(
        spent(result),
        {
            "own pace": 600,
            "own effort": 300,
            "being served": 180,
            "waiting for the organisation": 1200,
        },
    )


def test_through_comes_after_pause_and_before_own():
    """§4.1: pause, through, own, queue, takes.

    Pause 10 min to 600; the menu's own 1 min to 660; own 2 min to 780; served 780-960.
    """
    text = document(
        """
        - ask:
            do: Ask
            through: menu
            with: Desk
            via: phone
            pause: 10 min
            own: 2 min
            takes: 3 min
            closed: -> lost
        """,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min}",
    )
    result = play(text)
    same(rows(result, "menu", "ready", "finished", "how"), [(600, 660, "served")])
    same(rows(result, "ask", "ready", "joined", "started", "ended"), [(0, 780, 780, 960)])
    same(spent(result), {"own pace": 600, "own effort": 180, "being served": 180})


def test_wrap_up_holds_the_person_and_not_the_customer():
    """§4.1: `wrap up` holds the person only.

    Two callers at 0: the first is served 0-180 and gone at 180; the person writes up to 300, so
    the second starts at 300 and ends at 480. Busy: 2 x (3 + 2) min = 600 s.
    """
    result = play(document(CALL), [0, 0])
    same(rows(result, "ask", "started", "ended"), [(0, 180), (300, 480)])
    same(ends(result), [(180, "served"), (480, "served")])
    same(result.busy["desk"], 600)


def test_wrap_up_after_a_live_service_is_finished_after_closing():
    """§4.1: wrap up goes as its service goes: after live it is finished.

    Open to 16:00; served 15:50-15:55, wrap up 15 min to 16:10: ten minutes of overtime.
    """
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            via: phone
            takes: 5 min
            wrap up: 15 min
            closed: -> lost
        """,
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 15:50")])
    same(ends(result), [(at("Mon 15:55"), "served")])
    same(result.busy["desk"], 20 * MINUTE)
    same(result.overtime["desk"], 10 * MINUTE)


def test_wrap_up_after_hidden_work_pauses_at_closing():
    """§4.1: after hidden work the wrap up pauses at closing and the same person resumes.

    Work 15:50-15:55, wrap up 15 min: 5 min to 16:00, 10 min on Tue 08:00-08:10. The second
    case, ready Mon 15:58, therefore starts on Tue 08:10. No overtime.
    """
    text = document(
        "- pack: {hidden: Pack, by: Desk, takes: 5 min, wrap up: 15 min}", parts=OFFICE_DESK
    )
    result = play(text, [at("Mon 15:50"), at("Mon 15:58")])
    expected = [(at("Mon 15:50"), at("Mon 15:55")), (at("Tue 08:10"), at("Tue 08:15"))]
    same(rows(result, "pack", "started", "ended"), expected)
    same(result.overtime.get("desk", 0), 0)
    same(result.busy["desk"], 40 * MINUTE)


def test_after_is_clock_time_and_holds_nobody():
    """Rule 3: `takes` holds one person that long; `after` passes on the clock, nobody is held.

    Two cases at Mon 15:00, pack 10 min, after 20 h: the second starts at 15:10, during the
    `after` of the first, which runs through the night to Tue 11:10 (the second: 11:20).
    """
    text = document("- pack: {hidden: Pack, by: Desk, takes: 10 min, after: 20 h}")
    result = play(text, [at("Mon 15:00"), at("Mon 15:00")])
    same(column(result, "pack", "started"), [at("Mon 15:00"), at("Mon 15:10")])
    same(ends(result), [(at("Tue 11:10"), "served"), (at("Tue 11:20"), "served")])


def test_hidden_work_is_waiting_also_while_it_pauses():
    """§4.1: `takes` of hidden is "waiting for the organisation", also while paused.

    Two hours of work from Mon 15:00 at a desk open 08:00-16:00: 15:00-16:00 and Tue
    08:00-09:00. The customer waits 18 h, the person works 2 h.
    """
    text = document("- pack: {hidden: Pack, by: Desk, takes: 2 h}", parts=OFFICE_DESK)
    result = play(text, [at("Mon 15:00")])
    same(ends(result), [(at("Tue 09:00"), "served")])
    same(spent(result), {"waiting for the organisation": 18 * HOUR})
    same(result.busy["desk"], 2 * HOUR)


def test_work_of_check_and_tell_is_waiting_for_the_organisation():
    """§4.1: `takes` of check and tell is "waiting for the organisation".

    Check 10 min, tell 5 min: 900 s, all waiting.
    """
    text = document("""
        - judge: {check: Is it fine, by: Desk, takes: 10 min, go: [50% yes -> answer, no -> answer]}
        - answer: {tell: The answer, by: Desk, via: e-mail, takes: 5 min}
        """)
    result = play(text)
    same(rows(result, "judge", "started", "ended"), [(0, 600)])
    same(rows(result, "answer", "started", "ended"), [(600, 900)])
    same(spent(result), {"waiting for the organisation": 900})


def test_own_before_a_left_message_is_effort_and_the_rest_is_waiting():
    """§4.1: `own` is effort; `takes` of left is "waiting for the organisation".

    Writes 10 min; the answer takes 30 min. Reading: the time a left message lies in the list
    before its service is waiting for the organisation too (the customer stands in no queue),
    so the second case, written at 600, answered 2400-4200, has 600 effort and 3600 waiting.
    """
    text = document("- write: {do: Write, with: Desk, via: e-mail, own: 10 min, takes: 30 min}")
    result = play(text, [0, 0])
    same(rows(result, "write", "joined", "started", "ended"), [(600, 600, 2400), (600, 2400, 4200)])
    same(spent(result, 0), {"own effort": 600, "waiting for the organisation": 1800})
    same(spent(result, 1), {"own effort": 600, "waiting for the organisation": 3600})


def test_the_customer_alone_has_own_pace_and_effort():
    """§4.1: `pause` is the customer's own pace, `own` is effort; no part is needed for either.

    Pause 2 h, own 15 min: the case ends at 8100.
    """
    result = play(document("- think: {do: Think it over, pause: 2 h, own: 15 min}"))
    same(ends(result), [(8100, "served")])
    same(spent(result), {"own pace": 2 * HOUR, "own effort": 900})


def test_a_failure_acts_after_the_after():
    """§4.1: then `after`, then fails, then go or next.

    Served 0-60, after 10 min to 660; the failure (u = 0.1 of 50 %) sends the token on at 660,
    not at 60, to the repair, which takes 60 s of own time.
    """
    text = document("""
        - fix:
            do: Have it fixed
            with: Desk
            via: phone
            takes: 1 min
            after: 10 min
            closed: -> lost
            fails: [50% badly done -> redo]
            next: done
        - redo: {do: Fix it yourself, with: Shop, via: web, own: 1 min}
        """)
    result = play(text, luck={("fix", 0, "fails"): 0.1})
    same(
        rows(result, "fix", "ended", "finished", "how", "mode"), [(60, 660, "failed", "badly done")]
    )
    same(column(result, "redo", "ready"), [660])
    same(ends(result), [(720, "served")])


def test_giving_up_in_a_shared_step_ends_the_callers_visit_as_left():
    """§4.1: in a shared step `fails` may omit its destination: the caller's visit ends as left.

    The menu takes 60 s and fails (u = 0.1 of 50 %): the caller never joins the queue, has
    left at 60, and goes where patience leads: not served at 60.
    """
    shared = "- menu: {do: The menu, with: Shop, via: phone, own: 1 min, fails: [50% gave up]}"
    result = play(document(THROUGH_MENU, shared=shared), luck={("menu", 0, "fails"): 0.1})
    same(rows(result, "ask", "joined", "started", "how"), [(None, None, "left")])
    same(ends(result), [(60, "not served")])


def test_giving_up_in_a_shared_step_may_be_followed_by_a_retry():
    """§4.1: ... as *left* (retry, patience destination); §3: `through` in each try.

    First try: menu 0-60 fails, left. Retry (u = 0.1 of 70 %) after 2 h: 7260. Menu again
    7260-7320 (u = 0.9: no failure), served 7320-7500. Between tries 7200, effort 120.
    """
    steps = THROUGH_MENU + "    retry: 70% after 2 h max 3\n"
    shared = "- menu: {do: The menu, with: Shop, via: phone, own: 1 min, fails: [50% gave up]}"
    luck = {("menu", 0, "fails"): 0.1, ("ask", 0, "retry"): 0.1, ("menu", 1, "fails"): 0.9}
    result = play(document(steps, shared=shared), luck=luck)
    same(rows(result, "menu", "ready", "finished"), [(0, 60), (7260, 7320)])
    same(rows(result, "ask", "ready", "joined", "ended", "how")[1:], [(7260, 7320, 7500, "served")])
    same(column(result, "ask", "how"), ["left", "served"])
    same(spent(result), {"own effort": 120, "between tries": 7200, "being served": 180})


def test_giving_up_in_a_shared_step_ends_an_act():
    """§4.1: ... in an act its end.

    Ordered at 60. No news for 1 h: the act begins at 3660, its menu fails at 3720: the act is
    over, nothing else changes; the parcel comes at 60 + 2 h = 7260, the case ends at 7320.
    """
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - enquire:
                  do: Ask where it is
                  through: menu
                  with: Desk
                  via: phone
                  takes: 4 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
                  patience: 5 min
                  closed: call back at opening
        - ship: {hidden: Transport, by: Courier, after: 2 h}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min, fails: [50% gave up]}",
    )
    result = play(text, luck={("menu", 0, "fails"): 0.1})
    same(rows(result, "menu", "ready", "finished"), [(3660, 3720)])
    same(rows(result, "enquire", "joined", "how"), [(None, "left")])
    same(ends(result), [(7320, "served")])
    same(result.busy.get("desk", 0), 0)


def test_a_part_without_people_never_queues():
    """Rule 3: a part without `people` never queues.

    Three customers at 0 are all served by the system 0-300.
    """
    text = document("- ask: {do: Ask the machine, with: Shop, via: phone, takes: 5 min}")
    result = play(text, [0, 0, 0])
    same(rows(result, "ask", "started", "ended", "person"), [(0, 300, None)] * 3)
    same(spent(result), {"being served": 300})
