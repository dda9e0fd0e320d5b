"""Where limits, interruptions and repeated calls meet each other and older rules."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    HOUR,
    OFFICE,
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

THREE = "Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}"
FOR_ORGANISATION = "waiting for the organisation"
RING = "do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> lost"


@pytest.mark.parametrize(("second", "how"), [(359, "left"), (361, "served")])
def test_a_limit_gives_the_line_back(second: float, how: str):
    """As soon as the token leaves: Zoe talks 0-600, Ann holds 60-360, gone; two lines."""
    text = document(
        f"- ring: {{{RING}, patience: 2 h -> gone, for Ann: {{limit: 5 min -> gone}}}}",
        customers=THREE,
        parts=f"Desk: {{people: 1, open: {ALWAYS}, lines: 2}}",
    )
    result = play(text, [(0, "Zoe"), (60, "Ann"), (second, "Bob")])
    same(column(result, "ring", "how"), ["served", "left", how])


def test_a_limit_takes_a_customer_from_the_list():
    """Booked, on the list since Mon 18:00; gone after 4 h; the desk sees the next one at 08:00."""
    text = document(
        "- visit: {do: See, with: Desk, via: appointment, takes: 30 min,"
        " for Ann: {limit: 4 h -> gone}}",
        customers=TWO,
        parts=OFFICE_DESK,
    )
    result = play(text, [(at("Mon 18:00"), "Ann"), (at("Mon 19:00"), "Bob")])
    same(column(result, "visit", "started"), [None, at("Tue 08:00")])
    same(ends(result)[0], (at("Mon 22:00"), "not served"))
    same(spent(result, 0), {FOR_ORGANISATION: 4 * HOUR})


def test_a_limit_falls_due_in_after():
    """It runs until the token leaves the step: served 0-300, `after` 1 h, due at 1800: left then.

    The visit was not served: no contact more, no promise shut; the desk worked 300.
    """
    text = document(
        "- step: {hidden: Work, by: Desk, takes: 5 min, after: 1 h, limit: 30 min -> gone}"
    )
    result = play(text)
    same(rows(result, "step", "started", "finished", "how"), [(0, 1800, "left")])
    same(ends(result), [(1800, "not served")])
    same(result.busy["desk"], 300)


def test_the_service_left_behind_is_wrapped_up():
    """Finished by the part without the customer, its wrap up too: busy 15 min, the next at 900."""
    text = document(
        "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min, wrap up: 5 min, closed: -> gone,"
        " for Ann: {limit: 5 min -> gone}}",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (60, "Bob")])
    same(column(result, "ring", "started"), [0, 900])
    same(result.busy["desk"], 1800)


def test_paused_work_left_behind_is_finished():
    """Work of Mon 15:50-16:00, 20 min left, gone at 03:50; on Tuesday the part finishes it first:
    the next job starts 08:20.
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 30 min, for Ann: {limit: 12 h -> gone}}",
        customers=TWO,
        parts=OFFICE_DESK,
    )
    result = play(text, [(at("Mon 15:50"), "Ann"), (at("Mon 20:00"), "Bob")])
    same(ends(result)[0], (at("Tue 03:50"), "not served"))
    same(column(result, "work", "started"), [at("Mon 15:50"), at("Tue 08:20")])
    same(result.busy["desk"], HOUR)


def test_a_failure_is_not_drawn_at_a_limit():
    """`fails` is drawn at the end of service; the limit comes first: no failure, whatever u."""
    text = document(
        "- step: {do: Fill, with: Shop, via: web, own: 10 min, fails: [99% bad -> done],"
        " limit: 5 min -> gone}"
    )
    result = play(text, luck={("step", 0, "fails"): 0.1})
    same(rows(result, "step", "how", "mode"), [("left", None)])
    same(ends(result), [(300, "not served")])


def test_a_token_at_rest_is_freed_by_its_limit():
    """§4.9: it rests at the step until something that never comes: at 1 h it goes to `gone`."""
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - refer:
            hidden: Refer
            by: Courier
            after: 30 min
            fails: [50% lost in the post until chase -> refer]
            limit: 1 h -> gone
        - pick: {choose: What, go: [1% chase -> chase, no -> done]}
        - chase: {do: Chase, with: Shop, via: web, own: 1 min}
        """)
    result = play(text, luck={("refer", 0, "fails"): 0.1})
    same(ends(result), [(60 + HOUR, "not served")])
    same([case.stuck for case in result.cases], [False])


def test_a_limit_runs_on_in_a_sibling_way():
    """From the arrival of the token (first try): rings 60-360, then on the web; due at 60 + 8 min:
    left at 540, 180 s into the web's 10 min.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Fill, by: Desk, takes: 5 h}
        - ask:
            only: Ann
            do: Ask
            with: Desk
            limit: 8 min -> gone
            ways:
              phone: {share: 50%, takes: 10 min, patience: 5 min -> web}
              web: {share: rest, with: Shop, own: 10 min}
        """,
        customers=THREE,
    )
    result = play(text, [(0, "Zoe"), (60, "Ann")], {("ask", 0, "way"): 0.1})
    same(
        rows(result, "ask", "way", "finished", "how"),
        [("phone", 360, "left"), ("web", 540, "left")],
    )
    same(ends(result)[1], (540, "not served"))
    same(spent(result, 1), {"in queue": 300, "own effort": 180})


def test_at_most_counts_who_was_left_by_a_limit():
    """§4.8: arrivals count: two visits cut at 5 min, the third arrival is lost at 600."""
    text = document(
        "- step: {do: Fill, with: Shop, via: web, own: 10 min, limit: 5 min -> step,"
        " at most: 2 visits -> lost}"
    )
    result = play(text)
    same(column(result, "step", "how"), ["left", "left"])
    same(ends(result), [(600, "lost")])


def test_a_limit_that_leads_to_an_end_of_everything():
    """The goods' branch falls due at 300 and leads to `stop`: the papers are dropped."""
    text = document("""
        - begin: {tell: Hi, by: Shop, via: e-mail, next: [goods, papers]}
        - goods: {hidden: Pack, by: Courier, after: 1 h, limit: 5 min -> stop, next: done}
        - papers: {hidden: Print, by: Courier, after: 10 min, next: done}
        - stop: {end: Over, outcome: not served, ends: everything}
        """)
    result = play(text)
    same(ends(result), [(300, "not served")])
    same(column(result, "papers", "how"), ["under way"])


def test_an_interrupted_case_may_run_out_of_time():
    """Ann's work 0-200, interrupted by Bob's call to 800; her limit of 10 min is due at 600: gone;
    the work is finished without her, 800-1200.
    """
    text = document(
        f"- work: {{only: Ann, hidden: Work, by: Desk, takes: 10 min, limit: 10 min -> gone}}\n"
        f"- ring: {{only: Bob, {RING}, interrupts: yes}}",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (200, "Bob")])
    same(ends(result), [(600, "not served"), (800, "served")])
    same(result.busy["desk"], 1200)


OWN = f"Desk: {{people: 2, open: {ALWAYS}, own customers: yes}}"


def test_only_their_own_person_is_suitable():
    """Nobody *suitable* is free: Bob's first call binds him to person 1; at 1200 person 1 works for
    Ann, person 2 is free: his second call interrupts person 1.
    """
    text = document(
        f"""
        - first-call: {{only: Bob, {RING}}}
        - idle: {{only: Bob, wait: 10 min}}
        - again: {{only: Bob, {RING}, interrupts: yes}}
        - work: {{only: Ann, hidden: Work, by: Desk, takes: 1 h}}
        - keep: {{wait: 1 day}}
        """,
        customers=THREE,
        parts=OWN,
    )
    result = play(text, [(0, "Bob"), (700, "Ann"), (710, "Ann")])
    bound = column(result, "work", "person")
    same(column(result, "first-call", "person"), [1])
    same(sorted(bound), [1, 2])
    same(rows(result, "again", "person", "started"), [(1, 1200)])


def test_work_of_someone_off_duty_is_not_interrupted():
    """A person *on duty*: two people to 12:00, then one. Both work 11:50-12:10; person 2, whose job
    is last in the order, is off duty: the call of 12:05 interrupts person 1, to 12:15; her work
    goes on 12:15-12:20.
    """
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 20 min}\n"
        f"- ring: {{only: Bob, {RING}, interrupts: yes}}",
        customers=TWO,
        parts="Desk: {people: [Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1]}",
    )
    arrivals = [(at("Mon 11:50"), "Ann"), (at("Mon 11:50"), "Ann"), (at("Mon 12:05"), "Bob")]
    result = play(text, arrivals)
    same(rows(result, "ring", "person", "started"), [(1, at("Mon 12:05"))])
    same(column(result, "work", "ended"), [at("Mon 12:20"), at("Mon 12:10")])


def test_who_is_absent_is_not_interrupted_and_does_not_help():
    """Person 2 is absent: person 1's work is interrupted, nobody else is there to take it."""
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 20 min}\n"
        f"- ring: {{only: Bob, {RING}, interrupts: yes}}",
        customers=TWO,
        parts=f"Desk: {{people: 2, open: {OFFICE}, absent: 20%}}",
    )
    luck = {("desk.1", 0, "absent"): 0.9, ("desk.2", 0, "absent"): 0.1}
    result = play(text, [(at("Mon 09:00"), "Ann"), (at("Mon 09:10"), "Bob")], luck)
    same(rows(result, "ring", "person", "started"), [(1, at("Mon 09:10"))])
    same(column(result, "work", "ended"), [at("Mon 09:30")])


def test_of_two_interrupting_calls_the_order_decides():
    """§4.6 among those who interrupt: of 200 and 300, the latter of higher priority: at 800, when
    the first is served, it has long been next; then the third, then the work.

    Calls of 10 min at 200 (200-800), 300 (priority 0), 400 (Zoe, priority 1): 800 Zoe, 1400 Bob,
    2000 the work's last 400 s.
    """
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 10 min}\n"
        f"- ring: {{{RING}, interrupts: yes, only: Bob}}\n"
        f"- zoes: {{{RING}, interrupts: yes, only: Zoe, priority: 1}}",
        customers=THREE,
    )
    result = play(text, [(0, "Ann"), (200, "Bob"), (300, "Bob"), (400, "Zoe")])
    same(column(result, "ring", "started") + column(result, "zoes", "started"), [200, 1400, 800])
    same(column(result, "work", "ended"), [2400])


def test_who_balks_does_not_interrupt():
    """Balking is asked at joining: nobody is free (n - f = 0), so who minds leaves, though they
    would have been taken at once.
    """
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 20 min}\n"
        f"- ring: {{only: Bob, {RING}, interrupts: yes, balks: at 0 waiting}}",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (60, "Bob")])
    same(column(result, "ring", "how"), ["left"])
    same(column(result, "work", "ended"), [1200])


def test_the_same_person_resumes_what_was_interrupted():
    """As at closing: person 1, free at 300, does not take the work that was person 2's.

    Zoe's work (5 min, person 1) and Ann's (20 min, person 2) from 0; a call of 60 interrupts the
    last in the order, Ann's, to 660; its 1140 s are person 2's, 660-1800.
    """
    text = document(
        "- zoes: {only: Zoe, hidden: Work, by: Desk, takes: 5 min}\n"
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 20 min}\n"
        f"- ring: {{only: Bob, {RING}, interrupts: yes}}",
        customers=THREE,
        parts=f"Desk: {{people: 2, open: {ALWAYS}}}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (60, "Bob")])
    same(rows(result, "ring", "person", "started", "ended"), [(2, 60, 660)])
    same(column(result, "zoes", "ended") + column(result, "work", "ended"), [300, 1800])


def test_a_repeat_within_a_repeated_call():
    """`takes again` in a shared step: three times: 10 min, then 2, then 2."""
    text = document(
        "- hear: {call: work, times: 3}",
        shared="- work: {hidden: Work, by: Desk, takes: 10 min, takes again: 2 min}",
    )
    same(ends(play(text)), [(840, "served")])


def test_a_limit_over_all_the_times():
    """It runs from the arrival at the caller: 15 min over three menus of 10: 600, left at 900."""
    text = document(
        "- hear: {call: menu, times: 3, limit: 15 min -> gone}",
        shared="- menu: {do: Listen, with: Shop, via: phone, own: 10 min}",
    )
    result = play(text)
    same(column(result, "menu", "ready"), [0, 600])
    same(ends(result), [(900, "not served")])
    same(spent(result), {"own effort": 900})


def test_a_race_with_a_limit_and_a_runner_of_the_same_time():
    """What ends at that instant comes first: the runner of 5 min wins over the limit of 5 min."""
    text = document(
        "- answer: {first of: [yes after 5 min -> done, no after 1 h -> no], limit: 5 min -> no}\n"
        "- no: {end: No, outcome: not served}"
    )
    result = play(text)
    same(rows(result, "answer", "branch", "how"), [("yes", "served")])
    same(ends(result), [(300, "served")])


def test_a_window_shut_drops_the_limit_of_an_act():
    """§4.3: the act on hold is dropped when its window shuts, at 4260; its limit, due at 7260, does
    nothing then.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Fill, by: Desk, takes: 5 h}
        - order: {only: Ann, do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to notify
            may:
              - ring:
                  do: Ring
                  with: Desk
                  via: phone
                  takes: 10 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
                  limit: 1 h -> gone
        - ship: {only: Ann, hidden: Ship, by: Courier, after: 70 min}
        - notify: {only: Ann, tell: It comes, by: Shop, via: e-mail}
        - keep: {only: Ann, wait: 3 h}
        """,
        customers=THREE,
    )
    result = play(text, [(0, "Zoe"), (0, "Ann")])
    same(column(result, "ring", "ready"), [3660])
    same(ends(result)[1], (60 + 70 * 60 + 3 * HOUR, "served"))
