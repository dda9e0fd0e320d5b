"""Where lines, balks, overflow, repeats, absence and skills meet each other and older rules."""

from __future__ import annotations

from known_answers.harness import (
    ALWAYS,
    HOUR,
    OFFICE,
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
FOR_ORGANISATION = "waiting for the organisation"
ACT = """
- fill: {{only: Zoe, hidden: Other work, by: Desk, takes: 5 h}}
- order: {{only: Shopper, do: Order, with: Shop, via: web, own: 1 min}}
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
          max: 2
          {keys}
- ship: {{hidden: Ship, by: Courier, after: 3 h}}
- receive: {{only: Shopper, do: Receive, with: Shop, via: web, own: 1 min}}
"""


def acted(*keys: str, parts: str = f"Desk: {{people: 1, open: {ALWAYS}}}") -> str:
    """An act of the Shopper at a desk that Zoe's work keeps for 5 h."""
    text = ACT.format(keys="\n          ".join(keys))
    return document(text, customers=ZOE, parts=parts)


def test_an_act_that_balks_ends():
    """§4.8: in an act, to its end: nobody free at 3660: left; an hour after that end, again.

    3660 and 7260; `max: 2`.
    """
    result = play(acted("balks: at 0 waiting"), [(0, "Zoe"), (0, "Shopper")])
    same(rows(result, "ring", "ready", "finished", "how"),
         [(3660, 3660, "left"), (7260, 7260, "left")])  # fmt: skip
    same(ends(result)[1], (3 * HOUR + 120, "served"))
    same(result.cases[1].contacts, 2)


def test_an_act_that_balks_to_a_step_takes_over():
    """With DEST directly: a jump out of an act takes over: gone at 3660."""
    text = acted("balks: at 0 waiting -> gone")
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(ends(result)[1], (3660, "not served"))
    same(spent(result, 1), {"own effort": 60, FOR_ORGANISATION: HOUR})


def test_an_act_that_hears_the_busy_tone_ends():
    """Lines in an act: the one line is Zoe's 0-5 h, who rings: the Shopper of 3660 hears busy."""
    text = acted("patience: 1 h", parts=f"Desk: {{people: 1, open: {ALWAYS}, lines: 1}}").replace(
        "hidden: Other work, by: Desk, takes: 5 h",
        "do: Ring, with: Desk, via: phone, takes: 5 h, patience: 1 h -> receive",
    )
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(rows(result, "ring", "joined", "finished", "how"),
         [(3660, 3660, "left"), (7260, 7260, "left")])  # fmt: skip
    same(ends(result)[1], (3 * HOUR + 120, "served"))


def test_a_line_on_a_window_that_shuts():
    """§4.3: an act on hold is dropped when its window shuts, at 10860: its line is free at once.

    Two lines: Zoe's first call (5 h) and the Shopper's act, since 3660. A call of 10800 hears
    busy, one of 10900 holds.
    """
    text = acted("patience: 9 h", parts=f"Desk: {{people: 1, open: {ALWAYS}, lines: 2}}").replace(
        "hidden: Other work, by: Desk, takes: 5 h",
        "do: Ring, with: Desk, via: phone, takes: 5 h, patience: 9 h -> receive",
    )
    text = text.replace(
        "do: Receive, with: Shop, via: web, own: 1 min", "tell: It comes, by: Shop, via: e-mail"
    )
    arrivals = [(0, "Zoe"), (0, "Shopper"), (10800, "Zoe"), (10900, "Zoe")]
    result = play(text, arrivals)
    same(column(result, "fill", "how"), ["served", "left", "served"])
    same(column(result, "ring", "started"), [None])


def test_a_no_show_uses_a_line_for_its_takes():
    """A line to the end of service: nobody comes, the person is held 0-600: busy at 300."""
    text = document(
        "- step: {do: See, with: Desk, via: counter, takes: 10 min, patience: 1 h -> gone,"
        " no show: 50% -> gone}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}, lines: 1}}",
    )
    luck = {("step", 0, "no show", 0): 0.1, ("step", 0, "no show"): 0.9}
    result = play(text, [0, 300, 600], luck)
    same(column(result, "step", "how"), ["no show", "left", "served"])


def test_a_touch_needs_no_line_and_does_not_balk_anybody():
    """A touch is not a customer's call: it waits in the queue, but is not seen there.

    Zoe's call 0-600; a touch waits since 60. At 1 waiting the call of 120 joins: it sees nobody.
    """
    call = "do: Ring, with: Desk, via: phone, takes: 10 min, patience: 2 h -> gone"
    text = document(
        f"""
        - zoes: {{only: Zoe, {call}}}
        - call-up: {{only: Ann, touch: Call up, by: Desk, via: phone, takes: 5 min}}
        - ring: {{only: Bob, {call}, balks: at 1 waiting}}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}, lines: 2}}",
    )
    result = play(text, [(0, "Zoe"), (60, "Ann"), (120, "Bob")])
    same(rows(result, "ring", "started", "how"), [(900, "served")])
    same(column(result, "call-up", "started"), [600])


def test_who_waits_for_themselves_takes_no_line():
    """§4.2: joining comes when the person is free: a form 0-600 first; the line is taken at 600."""
    text = document(
        """
        - both:
            together:
              one: [{form: {do: Fill in, with: Shop, via: web, own: 10 min}}]
              two:
                - ring: {do: Ring, with: Desk, via: phone, takes: 10 min, patience: 1 h -> note}
                - note: {tell: Noted, by: Shop, via: e-mail}
        """,
        parts=f"Desk: {{people: 1, open: {ALWAYS}, lines: 1}}",
    )
    result = play(text, [0, 601])
    same(rows(result, "ring", "case", "joined", "how"), [(0, 600, "served"), (1, 1201, "served")])


def test_overflow_and_the_cost_of_who_serves():
    """Binding, wrap up and cost there: the wrap up of 5 min holds the second's person."""
    parts = (
        f"First: {{people: 1, open: {ALWAYS}, overflow: at 0 waiting -> Second}}\n"
        f"Second: {{people: 1, open: {ALWAYS}}}"
    )
    text = document(
        "- ring: {do: Ring, with: First, via: phone, takes: 10 min, wrap up: 5 min,"
        " patience: 2 h -> gone}",
        parts=parts,
    )
    result = play(text, [0, 60, 300])
    same(rows(result, "ring", "part", "started"), [("first", 0), ("second", 60), ("second", 960)])
    same((result.busy["first"], result.busy["second"]), (900, 1800))


def test_overflow_binds_to_the_person_who_serves():
    """Own customers of the second: the first call overflows to its person 2, the second call of
    the case, made there directly, is theirs.

    Zoe holds the first; the second's person 1 is the busy one's: 0-5 h.
    """
    parts = (
        f"First: {{people: 1, open: {ALWAYS}, overflow: at 0 waiting -> Second}}\n"
        f"Second: {{people: 2, open: {ALWAYS}, own customers: yes}}"
    )
    text = document(
        """
        - fill: {only: Zoe, hidden: Fill, by: First, takes: 5 h}
        - other: {only: Bob, hidden: Other, by: Second, takes: 20 min}
        - ring: {only: Ann, do: Ring, with: First, via: phone, takes: 10 min, patience: 2 h -> gone}
        - idle: {only: Ann, wait: 1 h}
        - again: {only: Ann, hidden: Work, by: Second, takes: 10 min}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
        parts=parts,
    )
    result = play(text, [(0, "Zoe"), (0, "Bob"), (60, "Ann")])
    same(rows(result, "ring", "part", "person"), [("second", 2)])
    same(column(result, "again", "person"), [2])


def test_own_customers_who_overflow_count_everybody_free():
    """Counted are all people of the part: person 2 is free though the case is person 1's.

    Ann at 0: person 1, 0-600; Bob at 0: person 2, 0-1200; Bob at 700: person 1, 700-1900. Ann asks
    again at 1800: n - f = 0 - 1 < 0: no overflow; she waits for her own person to 1900.
    """
    parts = (
        f"First: {{people: 2, open: {ALWAYS}, own customers: yes,"
        " overflow: at 0 waiting -> Second}\n"
        f"Second: {{people: 1, open: {ALWAYS}}}"
    )
    call = "do: Ring, with: First, via: phone, takes: 10 min, patience: 2 h -> gone"
    text = document(
        f"- ring: {{{call}, for Bob: {{takes: 20 min}}}}\n- idle: {{only: Ann, wait: 20 min}}\n"
        f"- again: {{only: Ann, {call}}}\n- keep: {{wait: 1 day}}",
        customers=TWO,
        parts=parts,
    )
    result = play(text, [(0, "Ann"), (0, "Bob"), (700, "Bob")])
    same(rows(result, "ring", "part", "person"), [("first", 1), ("first", 2), ("first", 1)])
    same(rows(result, "again", "part", "person", "started"), [("first", 1, 1900)])


def test_overflow_counts_all_people_whatever_they_can():
    """All people of the part who are free count, can they or not: at 1 waiting.

    Two people, one who can; four calls in French at 0: 0 - 2, 1 - 2, 2 - 2 = 0, 3 - 2 = 1: the
    fourth goes to the second part.
    """
    parts = (
        f"First: {{people: 2, open: {ALWAYS}, skills: [1 French],"
        " overflow: at 1 waiting -> Second}\n"
        f"Second: {{people: 1, open: {ALWAYS}, skills: [French]}}"
    )
    text = document(
        "- ring: {do: Sonner, with: First, via: phone, takes: 10 min, needs: French,"
        " patience: 9 h -> gone}",
        parts=parts,
    )
    result = play(text, [0, 0, 0, 0])
    same(column(result, "ring", "part"), ["first", "first", "first", "second"])
    same(column(result, "ring", "started"), [0, 600, 1200, 0])


def test_a_repeat_at_another_persons_speed():
    """`takes again` and speed: 10 min at 50 % are 20, the repeat of 4 min is 8."""
    text = document(
        "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min, takes again: 4 min,"
        " needs: French, closed: -> done}\n"
        "- more: {choose: Once more, go: [50% yes -> ring, no -> done]}",
        parts=f"Desk: {{people: 2, open: {ALWAYS}, skills: [2 French at 50%]}}",
    )
    result = play(text, luck={("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9})
    same(rows(result, "ring", "started", "ended"), [(0, 1200), (1200, 1680)])


def test_the_only_one_who_can_is_absent():
    """Person 2 knows French and is absent on Monday: the letter of 09:00 waits to Tuesday; what
    needs nothing is done by person 1.
    """
    text = document(
        """
        - write: {only: Bob, do: Write, with: Desk, via: e-mail, takes: 10 min, needs: French}
        - work: {only: Ann, hidden: Work, by: Desk, takes: 10 min}
        """,
        customers=TWO,
        parts=f"Desk: {{people: 2, open: {OFFICE}, skills: [2 French], absent: 20%}}",
    )
    luck = {("desk.1", shift, "absent"): 0.9 for shift in range(5)}
    luck |= {("desk.2", shift, "absent"): 0.1 if shift == 0 else 0.9 for shift in range(5)}
    result = play(text, [(at("Mon 09:00"), "Bob"), (at("Mon 09:00"), "Ann")], luck)
    same(rows(result, "write", "person", "started"), [(2, at("Tue 08:00"))])
    same(rows(result, "work", "person", "started"), [(1, at("Mon 09:00"))])


def test_absent_people_overflow_the_part():
    """Everybody absent: nobody free: at 1 waiting the first call waits, the second overflows."""
    parts = (
        f"First: {{people: 1, open: {OFFICE}, absent: 20%, overflow: at 1 waiting -> Second}}\n"
        f"Second: {{people: 1, open: {OFFICE}}}"
    )
    text = document(
        "- ring: {do: Ring, with: First, via: phone, takes: 10 min, patience: 1 h -> gone,"
        " closed: -> gone}",
        parts=parts,
    )
    luck = {("first.1", 0, "absent"): 0.1}
    result = play(text, [at("Mon 09:00"), at("Mon 09:01")], luck)
    same(rows(result, "ring", "part", "how"), [("first", "left"), ("second", "served")])


def test_overtime_of_someone_who_will_be_absent():
    """A call begun before the shift ends is finished; the next shift is another draw.

    Mon 15:55-16:10 in overtime; absent on Tuesday: the letter of Tue 09:00 waits to Wednesday.
    """
    text = document(
        """
        - ring: {only: Ann, do: Ring, with: Desk, via: phone, takes: 15 min, closed: -> done}
        - write: {only: Bob, do: Write, with: Desk, via: e-mail, takes: 10 min}
        """,
        customers=TWO,
        parts=f"Desk: {{people: 1, open: {OFFICE}, absent: 20%}}",
    )
    luck = {("desk.1", k, "absent"): (0.9, 0.1, 0.9)[k] for k in range(3)}
    result = play(text, [(at("Mon 15:55"), "Ann"), (at("Tue 09:00"), "Bob")], luck)
    same(column(result, "ring", "ended"), [at("Mon 16:10")])
    same(column(result, "write", "started"), [at("Wed 08:00")])
    same(result.overtime["desk"], 600)


def test_booked_work_may_need_a_skill_and_is_passed_over():
    """Booked and skilled: Ann's visit needs the one who knows sails, on the list since 60; the
    other person takes Bob's plain visit of 120.

    Zoe's work holds both to 600: person 1 (sails) to 1200, person 2 to 600.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Fill, by: Desk, takes: 20 min}
        - sails: {only: Ann, do: See, with: Desk, via: appointment, takes: 5 min, needs: sails}
        - plain: {only: Bob, do: See, with: Desk, via: appointment, takes: 5 min}
        - last: {only: Cara, hidden: Fill, by: Desk, takes: 10 min}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 20%}\nBob: {share: 20%}\nCara: {share: rest}",
        parts=f"Desk: {{people: 2, open: {ALWAYS}, skills: [1 sails]}}",
    )
    result = play(text, [(0, "Zoe"), (0, "Cara"), (60, "Ann"), (120, "Bob")])
    same(rows(result, "plain", "person", "started"), [(2, 600)])
    same(rows(result, "sails", "person", "started"), [(1, 1200)])


def test_a_race_and_some_of_and_a_start_together():
    """Start on the web (u = 0.9 of 50 %), one of two checks taken (u = 0.1, 0.9): 1 h, then a race
    of 2 h and 3 h: 3 h; ended by `stop`.
    """
    text = document(
        """
        - by-phone: {start: Rings, share: 50%}
        - ring: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done}
        - by-web: {start: By the web, share: rest}
        - tests:
            some of:
              40% blood: [{blood-test: {hidden: Blood, by: Courier, after: 1 h}}]
              70% imaging: [{scan: {hidden: Scan, by: Courier, after: 2 h}}]
        - answer: {first of: [reply after 2 h -> stop, silence after 3 h -> done], by: customer}
        - stop: {end: Over, outcome: served, ends: everything}
        """
    )
    luck = {
        ("start", 0, "start"): 0.9,
        ("tests.blood", 0, "go"): 0.1,
        ("tests.imaging", 0, "go"): 0.9,
    }
    result = play(text, luck=luck)
    same(ends(result), [(3 * HOUR, "served")])
    same([case.end_step for case in result.cases], ["stop"])
    same(spent(result), {FOR_ORGANISATION: HOUR, "own pace": 2 * HOUR})
