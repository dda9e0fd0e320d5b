"""Where two or three rules meet: each line of the arithmetic names its rule."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    HOUR,
    MINUTE,
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

RING = "- ring: {do: Ring, with: Desk, via: phone, takes: %s, closed: -> lost}"


def test_who_arrives_during_overtime_finds_it_closed():
    """Rules 5, 6: hours decide, not whether somebody is still there.

    Served 15:50-16:20; the caller of 16:10 finds it closed.
    """
    result = play(document(RING % "30 min", parts=OFFICE_DESK), [at("Mon 15:50"), at("Mon 16:10")])
    same(column(result, "ring", "how"), ["served", "closed"])


def test_overtime_ends_when_the_next_shift_begins():
    """Rule 6: work *beyond the shift* is overtime: here the lunch hour only.

    Served 11:50-13:20 by the one person of 08:00-12:00 and 13:00-17:00: overtime 12:00-13:00.
    The caller of 13:10 waits to 13:20.
    """
    parts = "Desk: {people: 1, open: [Mon-Fri 08:00-12:00, Mon-Fri 13:00-17:00]}"
    text = document(
        "- ring: {do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> lost,"
        " for Ann: {takes: 90 min}}",
        parts=parts,
        customers=TWO,
    )
    result = play(text, [(at("Mon 11:50"), "Ann"), (at("Mon 13:10"), "Bob")])
    same(column(result, "ring", "started"), [at("Mon 11:50"), at("Mon 13:20")])
    same(result.overtime["desk"], HOUR)


def test_a_long_job_outlasts_the_shrink_and_pauses_at_the_closing():
    """Rule 6: after a shrink the current job goes on; at closing hidden work pauses, and the same
    person resumes.

    Two people 08-12, one 12-16. Jobs of 6 h from 11:00: both run on to 16:00 (5 h), person 2
    four hours beyond the shift; both resume Tue 08:00-09:00.
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 6 h}",
        parts="Desk: {people: [Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1]}",
    )
    result = play(text, [at("Mon 11:00")] * 2)
    same(rows(result, "work", "person", "ended"), [(1, at("Tue 09:00")), (2, at("Tue 09:00"))])
    same(result.overtime["desk"], 4 * HOUR)


WAITING_ACT = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- delivery: {promise: order to receive, within: 2 h}
- meantime:
    meanwhile: order to receive
    may:
      - enquire:
          do: Ask where it is
          with: Desk
          via: phone
          takes: 5 min
          when: no news for 1 h
          chance: 100%
          max: 1
          closed: call back at opening
- ship: {hidden: Transport, by: Courier, after: 100 min}
- receive: {do: Receive, with: Courier, via: door, own: 1 min}
"""


def test_a_person_on_hold_in_an_act_keeps_the_flow_waiting():
    """§4.2, §4.5, rule 4: receiving begins when the person is off the phone.

    Zoe keeps the desk 0-9000. Ann orders 1000-1060; on hold from 4660, served 9000-9300. The
    parcel is there at 7060, but she can receive it only from 9300: after 8260, broken. In
    queue 4660-9000, waiting 1060-4660, served 300, effort 60 + 60.
    """
    text = document(
        "- fill: {only: Zoe, hidden: Other work, by: Desk, takes: 9000 s}\n" + WAITING_ACT.strip(),
        customers="Zoe: {share: 50%}\nAnn: {share: rest}",
    )
    text = text.replace("{do: Order,", "{only: Ann, do: Order,")
    text = text.replace("{hidden: Transport,", "{only: Ann, hidden: Transport,")
    text = text.replace("{do: Receive,", "{only: Ann, do: Receive,")
    result = play(text, [(0, "Zoe"), (1000, "Ann")])
    same(rows(result, "enquire", "joined", "started"), [(4660, 9000)])
    same(rows(result, "receive", "ready", "finished"), [(7060, 9360)])
    same([row for row in result.promises if row[0] == 1], [(1, "delivery", 1060, 9300, "broken")])
    expected = {
        "own effort": 120,
        "waiting for the organisation": 3600,
        "in queue": 4340,
        "being served": 300,
    }
    same(spent(result, 1), expected)


TWO_ACTS = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- meantime:
    meanwhile: order to receive
    may:
      - look:
          do: Look
          with: Shop
          via: web
          own: 1 min
          when: no news for 1 h
          chance: 100%
          max: 1
      - ask:
          do: Ask
          with: Shop
          via: web
          own: 1 min
          when: no news for 1 h
          chance: 100%
          max: 1
- pack: {hidden: Pack, by: Courier, after: %s}
- pay: {do: Pay, with: Shop, via: web, own: 1 min}
- ship: {hidden: Transport, by: Courier, after: 1 day}
- receive: {do: Receive, with: Courier, via: door, own: 1 min}
""".replace("100%", "100%%")


def test_two_acts_due_at_one_instant_are_done_one_after_the_other():
    """§4.15, §4.2: by the step's position; the second waits for the person.

    Both fall due at 3660: `look` 3660-3720, `ask` 3720-3780.
    """
    result = play(document(TWO_ACTS % "2 h"))
    same(column(result, "look", "finished") + column(result, "ask", "finished"), [3720, 3780])


def test_the_flow_has_the_person_before_an_act_due_at_the_same_instant():
    """§4.15: act triggers after routing: paying comes first.

    Packed to 60 + 1 h = 3660, when both acts fall due: pay 3660-3720, look to 3780, ask to 3840.
    """
    result = play(document(TWO_ACTS % "1 h"))
    finished = [column(result, step, "finished")[0] for step in ("pay", "look", "ask")]
    same(finished, [3720, 3780, 3840])


@pytest.mark.parametrize(("luck", "begun"), [(0.9, []), (0.1, [9060])])
def test_silence_that_ends_while_the_window_is_shutting_is_held(luck: float, begun: list[float]):
    """§4.5: what falls due in the span is held: the clock of silence, too.

    Silence of 2 h from 60 ends at 7260, during the try 5460-9060 of receiving. Served (u =
    0.9): the act never begins; not at home (u = 0.1 of 50 %): it begins at 9060.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
        - ship: {hidden: Transport, by: Courier, after: 90 min}
        - receive:
            do: Receive
            with: Courier
            via: door
            own: 1 h
            fails: [50% not at home -> ship]
        """)
    luck_of = {("receive", 0, "fails"): luck, ("receive", 1, "fails"): 0.9}
    result = play(text, luck=luck_of)
    same(column(result, "look", "ready"), begun)


def test_a_case_that_ends_at_the_deadline_leaves_it_void():
    """§4.5, §4.15: broken only if *already* passed; a deadline comes last at its instant.

    Ordered 60, within 2 h; gives up after exactly 2 h, at 7260.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to receive, within: 2 h}
        - idle: {wait: 2 h}
        - still: {choose: Still want it, go: [50% yes -> receive, no -> gone]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("still", 0, "go"): 0.9})
    same(result.promises, [(0, "delivery", 60, None, "void")])


def test_a_restarted_promise_can_pass_again():
    """§4.4, §4.5: the span restarts, and with it the deadline and the act's `max`.

    Ordered 60, within 1 h: passed at 3660, look 3660. Shipped to 7260, ordered again to 7320
    (u = 0.1): passed again at 10920, look again; received from 14520.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to receive, within: 1 h}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: delivery passed
                  chance: 100%
                  max: 1
        - ship: {hidden: Transport, by: Courier, after: 2 h}
        - again: {choose: Add something, go: [50% yes -> order, no -> receive]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("again", 0, "go"): 0.1, ("again", 1, "go"): 0.9})
    same(column(result, "look", "ready"), [3660, 10920])
    same(result.cases[0].poor, ("promise broken",))


def test_silence_may_be_counted_in_working_days():
    """§2: a working day of silence from Fri 12:01 ends on Mon 12:01."""
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 1 working day
                  chance: 100%
                  again after: 1 working day
                  max: 2
        - ship: {hidden: Transport, by: Courier, after: 10 days}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, [at("Fri 12:00")])
    monday, tuesday = at("Mon 12:01", week=1), at("Tue 12:02", week=1)
    same(column(result, "look", "ready"), [monday, tuesday])


def test_between_tries_the_person_is_free():
    """§4.2, §4.8: only a try holds the person; while waiting to try again the other branch goes on.

    Zoe keeps the desk 0-5 h. In minutes from Ann's arrival at 1 h: on hold 0-10, the form,
    ready at 0, 10-30, on hold again 60-70.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 5 h}
        - both:
            only: Ann
            together:
              one:
                - ring:
                    do: Ring
                    with: Desk
                    via: phone
                    takes: 10 min
                    patience: 10 min -> leaf
                    retry: 100% after 50 min max 1
                - leaf: {tell: A leaflet, by: Shop, via: e-mail}
              two: [{form: {do: Fill in, with: Shop, via: web, own: 20 min}}]
        """,
        customers="Zoe: {share: 50%}\nAnn: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (HOUR, "Ann")])
    same(column(result, "form", "finished"), [90 * MINUTE])
    same(ends(result)[1], (130 * MINUTE, "served"))


EXECS = f"Execs: {{people: 2, open: {ALWAYS}, own customers: yes}}"


def test_hidden_work_binds_a_case_too():
    """§4.11: bound at its first start of service, whatever the step.

    Work of cases 0 and 1 at 0: persons 1 and 2, to 600. Case 1 rings at 600 + 10 min: its
    person is 2; case 0, ten minutes longer on the way, is answered by 1.
    """
    text = document(
        """
        - work: {hidden: Work, by: Execs, takes: 10 min}
        - idle: {wait: 20 min, for Bob: {wait: 10 min}}
        - ring: {do: Ring, with: Execs, via: phone, takes: 5 min, closed: -> lost}
        """,
        parts=EXECS,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(rows(result, "ring", "started", "person"), [(1800, 1), (1200, 2)])


def test_two_tokens_of_one_case_wait_for_the_same_own_person():
    """§4.11, §4.10: both branches are bound to person 1: one after the other.

    `first` 0-300 binds the case; `second` waits for person 1 to 300 although person 2 is free.
    """
    text = document(
        """
        - both:
            together:
              one: [{first: {hidden: First, by: Execs, takes: 5 min}}]
              two: [{second: {hidden: Second, by: Execs, takes: 5 min}}]
        """,
        parts=EXECS,
    )
    result = play(text)
    same(rows(result, "second", "started", "person"), [(300, 1)])


def test_the_oldest_failure_is_the_one_that_happened_first():
    """§4.9: oldest first, by time and not by place: labelling stands first but is done last.

    pack 0-1 h, tag 1-2 h, both fail (u = 0.1) and are noticed on receiving: pack's leads to
    `gone`, tag's to `lost`.
    """
    text = document("""
        - begin: {start: Here, next: pack}
        - tag:
            hidden: Label
            by: Courier
            after: 1 h
            fails: [50% torn noticed at receive -> lost]
            next: receive
        - pack:
            hidden: Pack
            by: Courier
            after: 1 h
            fails: [50% wrong noticed at receive -> gone]
            next: tag
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("pack", 0, "fails"): 0.1, ("tag", 0, "fails"): 0.1})
    same(column(result, "receive", "mode"), ["wrong"])
    same(ends(result), [(7260, "not served")])


@pytest.mark.parametrize(
    ("luck", "pack", "receive", "outcome"),
    [
        (0.2, ("served", None), ("failed", "wrong"), "not served"),
        (0.4, ("failed", "torn"), None, "lost"),
        (0.6, ("served", None), ("served", None), "served"),
    ],
)
def test_a_mode_noticed_later_has_its_interval_among_the_others(
    luck: float, pack: tuple[str, str | None], receive: tuple[str, str | None] | None, outcome: str
):
    """Rule 9: disjoint intervals of one uniform, noticed at once or later.

    30 % wrong, noticed at receiving, is [0, 0.3); 20 % torn, at once, [0.3, 0.5).
    """
    text = document("""
        - pack:
            hidden: Pack
            by: Courier
            after: 1 h
            fails: [30% wrong noticed at receive -> gone, 20% torn -> lost]
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("pack", 0, "fails"): luck})
    same(rows(result, "pack", "how", "mode"), [pack])
    same(rows(result, "receive", "how", "mode"), [receive] if receive else [])
    same(ends(result)[0][1], outcome)


def test_every_quantity_of_a_try_is_drawn_for_itself():
    """Rule 11: one uniform a quantity, by purpose.

    All laws are uniform 0..10 min: pause u = 0.1 is 1 min, own 0.2: 2, takes 0.3: 3, wrap up
    0.4: 4, after 0.5: 5 min. A retry after 0..10 h at u = 0.6 is 6 h.
    """
    text = document(
        """
        - ring:
            do: Ring
            with: Desk
            via: phone
            pause: 0..10 min
            own: 0..10 min
            takes: 0..10 min
            wrap up: 0..10 min
            after: 0..10 min
            patience: 0..10 min -> gone
            retry: 100% after 0..10 h max 1
            for Zoe: {takes: 5 h}
        """,
        customers="Zoe: {share: 50%}\nAnn: {share: rest}",
    )
    purposes = ("pause", "own", "takes", "wrap up", "after")
    luck = {
        ("ring", visit, purpose, 1): 0.1 * (rank + 1)
        for visit in range(2)
        for rank, purpose in enumerate(purposes)
    }
    luck |= {("ring", 0, "patience", 1): 0.7, ("ring", 0, "retry after", 1): 0.6}
    luck |= {("ring", 0, purpose, 0): 0.5 for purpose in ("pause", "own", "wrap up", "after")}
    result = play(text, [(0, "Zoe"), (HOUR, "Ann")], luck)
    joined = HOUR + 3 * MINUTE
    back = joined + 7 * MINUTE + 6 * HOUR
    expected = [
        (HOUR, joined, joined + 7 * MINUTE, "left"),
        (back, back + 3 * MINUTE, back + 6 * MINUTE, "served"),
    ]
    same(rows(result, "ring", "ready", "joined", "ended", "how")[1:], expected)
    same(ends(result)[1], (back + 11 * MINUTE, "served"))
    same(result.busy["desk"], 5 * HOUR + 5 * MINUTE + 7 * MINUTE)


def test_a_day_of_everything_adds_up():
    """Rule 4: over a night, a call-back, an act and a hidden pause the parts still add up.

    Ordered Mon 15:00, packed by the desk (2 h: 15:01-16:00 and Tue 08:00-09:01); silence of 2 h
    at 17:01: closed, back Tue 08:30, on hold to 09:01, served to 09:06; shipped from 09:01 for
    a day; received Wed 09:01-09:02. Between tries never counts: waiting is higher.
    """
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - enquire:
                  do: Ask where it is
                  with: Desk
                  via: phone
                  takes: 5 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
                  closed: call back at opening within 30 min
        - pack: {hidden: Pack, by: Desk, takes: 2 h}
        - ship: {hidden: Transport, by: Courier, after: 1 day}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """,
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 15:00")])
    same(column(result, "enquire", "how"), ["closed", "served"])
    same(ends(result), [(at("Wed 09:02"), "served")])
    whole = at("Wed 09:02") - at("Mon 15:00")
    same(
        spent(result),
        {
            "own effort": 2 * MINUTE,
            "in queue": 31 * MINUTE,
            "being served": 5 * MINUTE,
            "waiting for the organisation": whole - 38 * MINUTE,
        },
    )
    same(result.cases[0].contacts, 2)
