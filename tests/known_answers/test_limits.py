"""`limit`: a clock from the arrival at a step on; when it runs out the token goes elsewhere."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    DAY,
    HOUR,
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

ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"
RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> lost%s}"
FOR_ORGANISATION = "waiting for the organisation"


def test_it_takes_the_token_out_of_the_queue():
    """Zoe talks 0-600; the Shopper joins at 60 and is gone at 360: the row ends as left."""
    text = document(RING % ", for Shopper: {limit: 5 min -> gone}", customers=ZOE)
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(rows(result, "ring", "joined", "started", "finished", "how")[1], (60, None, 360, "left"))
    same(ends(result)[1], (360, "not served"))
    same(spent(result, 1), {"in queue": 300})
    same((result.joined["desk"], result.left["desk"]), (2, 1))


def limited(step: str, limit: str = "5 min", **rest: str) -> str:
    """A step with a limit that leads to `gone`."""
    return document(f"- step: {{{step}, limit: {limit} -> gone}}", **rest)  # type: ignore[arg-type]


def test_a_service_under_way_is_finished_without_the_customer():
    """As for a lost case: 0-300 being served, then gone; the desk is busy to 600 all the same; the
    next caller of 400 starts at 600.
    """
    text = limited("do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> gone")
    result = play(text, [0, 400])
    same(rows(result, "step", "started", "how")[0], (0, "left"))
    same(ends(result)[0], (300, "not served"))
    same(spent(result, 0), {"being served": 300})
    same(result.busy["desk"], 600 + 600)
    same(rows(result, "step", "started", "finished", "how")[1], (600, 700, "left"))


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("do: Fill in, with: Shop, via: web, own: 10 min", "own effort"),
        ("do: Think, pause: 10 min, own: 10 min", "own pace"),
        ("hidden: Ship, by: Courier, after: 10 min", FOR_ORGANISATION),
        ("tell: Write, by: Courier, via: e-mail, after: 10 min", FOR_ORGANISATION),
        ("wait: 10 min", FOR_ORGANISATION),
        ("hidden: Work, by: Desk, takes: 10 min", FOR_ORGANISATION),
        ("do: Visit, with: Desk, via: appointment, takes: 10 min", "being served"),
        ("first of: [a after 10 min -> done, b after 1 h -> done]", FOR_ORGANISATION),
        ("first of: [a after 10 min -> done, b after 1 h -> done], by: customer", "own pace"),
    ],
)
def test_it_ends_every_piece_of_a_step(step: str, name: str):
    """From the arrival of the token until it leaves: at 300 gone, whatever it was doing."""
    result = play(limited(step))
    same(ends(result), [(300, "not served")])
    same(spent(result), {name: 300})
    same(column(result, "step", "how"), ["left"])


def test_a_step_done_in_time_forgets_it():
    """Served 0-600, limit 11 min: on as ever; nothing happens at 660 while the next step runs."""
    text = document(
        "- step: {do: Fill in, with: Shop, via: web, own: 10 min, limit: 11 min -> gone}\n"
        "- more: {do: More, with: Shop, via: web, own: 10 min}"
    )
    result = play(text)
    same(ends(result), [(1200, "served")])
    same(column(result, "step", "how"), ["served"])


@pytest.mark.parametrize(
    "step",
    [
        "do: Fill in, with: Shop, via: web, own: 5 min",
        "do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> gone",
        "hidden: Ship, by: Courier, after: 5 min",
        "wait: 5 min",
    ],
)
def test_what_is_done_at_that_very_instant_is_done_in_time(step: str):
    """At one instant the end of the service comes before the limit of the same visit."""
    result = play(limited(step))
    same(ends(result), [(300, "served")])
    same(column(result, "step", "how"), ["served"])


def test_a_start_at_that_very_instant_comes_too_late():
    """A limit is a timer, of rank 0; starts come later: Zoe's call ends at 300, the Shopper, due
    at 300, is gone.
    """
    keys = ", limit: 5 min -> gone, for Zoe: {takes: 5 min}"
    text = document(RING % keys, customers=ZOE)
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(
        rows(result, "ring", "started", "finished", "how"),
        [(0, 300, "served"), (None, 300, "left")],
    )
    same(ends(result)[1], (300, "not served"))


def test_it_runs_across_tries():
    """On hold 60-360 and 660-900: due at 60 + 14 min = 900, in the second try. Zoe talks for 5 h.

    300 + 240 s in queue, 300 between tries.
    """
    keys = "patience: 5 min -> lost, retry: 100% after 5 min max 9, takes: 10 min"
    text = document(
        "- fill: {only: Zoe, hidden: Other work, by: Desk, takes: 5 h}\n"
        f"- step: {{only: Shopper, do: Ring, with: Desk, via: phone, {keys},"
        " limit: 14 min -> gone}",
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    expected = [(60, 360, "left"), (660, 900, "left")]
    same(rows(result, "step", "joined", "finished", "how"), expected)
    same(ends(result)[1], (900, "not served"))
    same(spent(result, 1), {"in queue": 540, "between tries": 300})


def test_it_falls_due_between_tries():
    """Due at 60 + 8 min = 540, between the first try (to 360) and the second (660): gone then."""
    keys = "patience: 5 min -> lost, retry: 100% after 5 min max 9, takes: 10 min"
    text = document(
        "- fill: {only: Zoe, hidden: Other work, by: Desk, takes: 5 h}\n"
        f"- step: {{only: Shopper, do: Ring, with: Desk, via: phone, {keys},"
        " limit: 8 min -> gone}",
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(rows(result, "step", "finished", "how"), [(360, "left")])
    same(ends(result)[1], (540, "not served"))
    same(spent(result, 1), {"in queue": 300, "between tries": 180})


def test_it_falls_due_before_a_call_back():
    """Found closed Mon 20:00, would be back Tue 08:10: the limit of 2 h ends it at 22:00."""
    text = document(
        "- step: {do: Ring, with: Desk, via: phone, takes: 10 min, limit: 2 h -> gone,"
        " closed: call back at opening within 10 min -> lost}",
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 20:00")])
    same(column(result, "step", "how"), ["closed"])
    same(ends(result), [(at("Mon 22:00"), "not served")])


def test_its_luck_is_its_own():
    """Stream "step.limit", purpose `wait`: u = 0.25 of 0..20 min is 5 min: gone; 0.75: served."""
    text = limited("do: Fill in, with: Shop, via: web, own: 10 min", "0..20 min")
    luck = {("step.limit", 0, "wait", 0): 0.25, ("step.limit", 0, "wait", 1): 0.75}
    same(ends(play(text, [0, 0], luck)), [(300, "not served"), (600, "served")])


def test_each_arrival_draws_anew():
    """Visit = arrivals before at this step: 0..20 min: u = 0.9 is 18 min, in time at 120; the
    choice leads back; u = 0.05 is 1 min: gone at 180.
    """
    text = document(
        "- step: {do: Fill in, with: Shop, via: web, own: 2 min, limit: 0..20 min -> gone}\n"
        "- more: {choose: Once more, go: [50% yes -> step, no -> done]}"
    )
    luck = {("step.limit", 0, "wait"): 0.9, ("step.limit", 1, "wait"): 0.05, ("more", 0, "go"): 0.1}
    result = play(text, luck=luck)
    same(rows(result, "step", "finished", "how"), [(120, "served"), (180, "left")])
    same(ends(result), [(180, "not served")])


def test_it_moves_no_other_luck():
    """A limit of 900 days leaves every exponential time as it was."""
    step = "do: Fill in, with: Shop, via: web, own: exponential 10 min"
    arrivals = [10.0 * k for k in range(20)]
    plain = play(document(f"- step: {{{step}}}"), arrivals)
    same(ends(play(limited(step, "900 days"), arrivals)), ends(plain))


def test_over_together_it_drops_all_branches():
    """Children and branch tokens are dropped likewise: goods of 1 h and papers of 10 min; due at
    30 min: the papers are done, the goods left; the packing courier is nobody's.
    """
    text = document("""
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Desk, takes: 1 h}}]
              two: [{papers: {hidden: Print, by: Courier, after: 10 min}}]
            limit: 30 min -> gone
        """)
    result = play(text, [0, 60])
    same(ends(result), [(1800, "not served"), (1860, "not served")])
    same(column(result, "papers", "how"), ["served", "served"])
    same(rows(result, "goods", "started", "how"), [(0, "left"), (None, "left")])
    same(result.busy["desk"], HOUR)


def test_over_some_of():
    """The same over `some of`: one of the two was taken: left at 5 min; none: on at once."""
    text = document("""
        - tests:
            some of:
              40% blood: [{blood-test: {hidden: Blood, by: Courier, after: 1 h}}]
            limit: 5 min -> gone
        """)
    luck = {("tests.blood", 0, "go", 0): 0.1, ("tests.blood", 0, "go", 1): 0.9}
    same(ends(play(text, [0, 0], luck)), [(300, "not served"), (0, "served")])


def test_a_block_done_in_time_forgets_it():
    """Joined at 600, limit 11 min; the next step runs on at 660."""
    text = document("""
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 10 min}}]
              two: [{papers: {hidden: Print, by: Courier, after: 5 min}}]
            limit: 11 min -> gone
        - more: {hidden: More, by: Courier, after: 10 min}
        """)
    same(ends(play(text)), [(1200, "served")])


def test_over_a_call_of_one_step():
    """The menu of 10 min is left at 300; done in time (limit 11 min) it is not."""
    shared = "- menu: {do: Listen, with: Shop, via: phone, own: 10 min}"
    for limit, end in (("5 min", (300, "not served")), ("11 min", (600, "served"))):
        text = document(f"- hear: {{call: menu, limit: {limit} -> gone}}", shared=shared)
        same(ends(play(text)), [end])


def test_a_branch_inside_may_have_a_limit_of_its_own():
    """A step within a branch: to another step of the branch, no jump out: goods 1 h, limit 10 min,
    then a search of 5 min: joined at 900.
    """
    text = document("""
        - both:
            together:
              one:
                - goods: {hidden: Pack, by: Courier, after: 1 h, limit: 10 min -> seek}
                - seal: {hidden: Seal, by: Courier, after: 1 h}
                - seek: {hidden: Seek, by: Courier, after: 5 min}
              two: [{papers: {hidden: Print, by: Courier, after: 1 min}}]
        """)
    result = play(text)
    same(column(result, "seal", "ready"), [])
    same(ends(result), [(900, "served")])


def test_in_an_act_the_jump_takes_over():
    """In an act: the jump takes over as any: asked at 3660, on hold; due at 3960: to `gone`."""
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 5 h}
        - order: {only: Shopper, do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - ring:
                  do: Ring
                  with: Desk
                  via: phone
                  takes: 10 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
                  limit: 5 min -> gone
        - ship: {hidden: Ship, by: Courier, after: 1 day}
        - receive: {only: Shopper, do: Receive, with: Shop, via: web, own: 1 min}
        """,
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(ends(result)[1], (3960, "not served"))
    same(rows(result, "ring", "joined", "finished", "how"), [(3660, 3960, "left")])
    same(spent(result, 1), {"own effort": 60, "in queue": 300, FOR_ORGANISATION: HOUR})


def test_the_visit_was_not_served():
    """Spans: ordered at 60, promised within 1 h; received from 60 with a limit of 10 min: not
    served: the promise stays open, is void at the end.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - soon: {promise: order to receive, within: 1 h}
        - receive: {do: Receive, with: Shop, via: web, own: 20 min, limit: 10 min -> gone}
        """)
    result = play(text)
    same(result.promises, [(0, "soon", 60, None, "void")])
    same(ends(result), [(660, "not served")])


def test_a_promise_held_by_the_try_falls_due_at_the_limit():
    """§4.5: while a visit is tried what falls due is held; not served, it fires at that instant:
    due at 360, the limit ends the try at 660: broken.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - soon: {promise: order to receive, within: 5 min}
        - receive: {do: Receive, with: Shop, via: web, own: 20 min, limit: 10 min -> gone}
        """)
    same(play(text).promises, [(0, "soon", 60, None, "broken")])


def test_the_person_is_free_again():
    """The form of 1 h is left at 10 min; reading, which waited for the person, begins then."""
    text = document("""
        - both:
            together:
              one:
                - form: {do: Fill in, with: Shop, via: web, own: 1 h, limit: 10 min -> note}
                - note: {tell: Noted, by: Shop, via: e-mail}
              two: [{read: {do: Read, with: Shop, via: web, own: 5 min}}]
        """)
    result = play(text)
    same(rows(result, "read", "began", "finished"), [(600, 900)])
    same(ends(result), [(900, "served")])


def test_the_person_is_free_of_a_service_that_goes_on_without_them():
    """Served 0-300, gone; the desk talks on to 600; the web form begins at 300 and ends at 600."""
    text = document("""
        - step:
            do: Ring
            with: Desk
            via: phone
            takes: 10 min
            closed: -> form
            limit: 5 min -> form
        - form: {do: Fill in, with: Shop, via: web, own: 5 min}
        """)
    result = play(text)
    same(rows(result, "form", "began", "finished"), [(300, 600)])
    same(result.busy["desk"], 600)
    same(spent(result), {"being served": 300, "own effort": 300})


def test_for_one_customer_and_by_working_days():
    """§3, §2: Bob's limit is 1 working day from Fri 12:00: Monday; Ann's 1 day: Saturday."""
    step = "wait: 9 days, limit: 1 day -> gone, for Bob: {limit: 1 working day -> gone}"
    text = document(f"- step: {{{step}}}", customers=TWO)
    result = play(text, [(at("Fri 12:00"), "Ann"), (at("Fri 12:00"), "Bob")])
    expected = [(at("Sat 12:00"), "not served"), (at("Mon 12:00", week=1), "not served")]
    same(ends(result), expected)


def test_it_may_lead_back_to_its_step():
    """`-> step` itself: a new arrival with a new limit: 5 min, 5 min, then in time (u = 0.1).

    Own effort 0..20 min: u = 0.5 is 10 min, over; again; u = 0.1 is 2 min: done at 720.
    """
    text = document(
        "- step: {do: Fill in, with: Shop, via: web, own: 0..20 min, limit: 5 min -> step}"
    )
    luck = {("step", visit, "own"): u for visit, u in enumerate((0.5, 0.5, 0.1))}
    result = play(text, luck=luck)
    same(column(result, "step", "how"), ["left", "left", "served"])
    same(ends(result), [(720, "served")])


def test_it_ranks_with_returns_and_timers():
    """Rank 0: who comes by a limit of 10 min is in the queue at 600, before the desk starts.

    Zoe's work 0-600; Bob's work waits since 60; Ann's wait is cut at 600: her call comes first.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 10 min}
        - work: {only: Bob, hidden: Work, by: Desk, takes: 10 min}
        - idle: {only: Ann, wait: 9 days, limit: 10 min -> ring}
        - ring: {only: Ann, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (60, "Bob")])
    same(column(result, "ring", "started") + column(result, "work", "started"), [600, 900])


def test_a_limit_beyond_the_end_of_a_case_does_nothing():
    """A token that has left: a case over at 60 stays over; another in the queue is not touched."""
    text = document("- step: {do: Fill in, with: Shop, via: web, own: 1 min, limit: 1 day -> gone}")
    result = play(text, [0, DAY - 30])
    same(ends(result), [(60, "served"), (DAY + 30, "served")])
