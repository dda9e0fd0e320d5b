"""`lines`: how many customers a part can hold at once; the others hear the busy tone."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    MINUTE,
    OFFICE,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    refused,
    rows,
    same,
    spent,
)

RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min%s}"
PATIENT = ", patience: 2 h -> gone"
ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"


def desk(lines: int, people: int = 1, hours: str = ALWAYS) -> str:
    """A desk of so many people and lines."""
    return f"Desk: {{people: {people}, open: {hours}, lines: {lines}}}"


def test_who_finds_no_line_free_hears_the_busy_tone():
    """One person, two lines: case 0 talks 0-600, case 1 holds, case 2 at 120 hears the busy tone.

    The try ends at that instant as left, joined then: it counts as joined and left, waited 0, is
    a contact; the patience destination follows.
    """
    result = play(document(RING % PATIENT, parts=desk(2)), [0, 60, 120])
    fields = ("joined", "started", "finished", "how", "contact", "person")
    expected = [
        (0, 0, 600, "served", True, 1),
        (60, 600, 1200, "served", True, 1),
        (120, None, 120, "left", True, None),
    ]
    same(rows(result, "ring", *fields), expected)
    same(ends(result)[2], (120, "not served"))
    same(spent(result, 2), {})
    same((result.joined["desk"], result.left["desk"]), (3, 1))
    same(result.cases[2].contacts, 1)


def test_as_many_lines_as_people_is_a_loss_system():
    """Erlang's: nobody ever waits: two of three at once are served, the third is gone at 0."""
    result = play(document(RING % PATIENT, parts=desk(2, people=2)), [0, 0, 0])
    same(column(result, "ring", "how"), ["served", "served", "left"])
    same(ends(result)[2], (0, "not served"))


@pytest.mark.parametrize(("second", "how"), [(599, "left"), (600, "served"), (601, "served")])
def test_a_line_is_given_back_at_the_end_of_service(second: float, how: str):
    """Rule 1: completions before routing: at 600 sharp the line is free."""
    result = play(document(RING % PATIENT, parts=desk(1)), [0, second])
    same(column(result, "ring", "how"), ["served", how])


def test_a_line_is_given_back_before_the_wrap_up():
    """At the end of service, not of wrap up: a call of 660 gets the line, holds to 1200."""
    keys = PATIENT + ", wrap up: 10 min"
    result = play(document(RING % keys, parts=desk(1)), [0, 660, 700])
    same(rows(result, "ring", "joined", "started", "how")[1:],
         [(660, 1200, "served"), (700, None, "left")])  # fmt: skip


def test_who_gives_up_gives_the_line_back():
    """As soon as the token leaves: two lines, the second held 60-360 by one who gives up.

    A call at 300 hears the busy tone; one at 360 too: routing comes before patience; at 361 the
    line is free: held 361 to 600, served.
    """
    keys = ", patience: 5 min -> gone"
    result = play(document(RING % keys, parts=desk(2)), [0, 60, 300, 360, 361])
    expected = [
        (None, 360, "left"),
        (None, 300, "left"),
        (None, 360, "left"),
        (600, 1200, "served"),
    ]
    same(rows(result, "ring", "started", "finished", "how")[1:], expected)


def test_of_two_at_one_instant_the_first_case_has_the_line():
    """§4.15: one line, two calls at 0: case 0 talks, case 1 hears the busy tone."""
    result = play(document(RING % PATIENT, parts=desk(1)), [0, 0])
    same(column(result, "ring", "how"), ["served", "left"])


def test_the_busy_tone_is_followed_by_a_retry():
    """Then `retry`, then the patience destination: rings at 60, busy; again at 660: served.

    Zoe talks 0-600. Waited nothing, 10 min between tries, two contacts.
    """
    keys = PATIENT + ", retry: 100% after 10 min max 2"
    result = play(document(RING % keys, parts=desk(1)), [0, 60])
    expected = [(0, 60, "left"), (1, 660, "served")]
    same(rows(result, "ring", "visit", "joined", "how")[1:], expected)
    same(spent(result, 1), {"between tries": 600, "being served": 600})
    same(result.cases[1].contacts, 2)


def test_after_the_last_retry_comes_the_destination():
    """One retry: at 60 and at 360 the line is Zoe's: gone at 360."""
    keys = PATIENT + ", retry: 100% after 5 min max 1"
    result = play(document(RING % keys, parts=desk(1)), [0, 60])
    same(column(result, "ring", "joined")[1:], [60, 360])
    same(ends(result)[1], (360, "not served"))


def test_a_line_is_taken_at_the_start_of_the_through():
    """When it begins to meet the part: at the start of its `through`.

    The menu takes 5 min, the call 10. Case 0 is in the menu 0-300 and holds the only line: case 1
    hears the busy tone at 60, before its menu: no row of the menu, joined at 60.
    """
    text = document(
        RING % (PATIENT + ", through: menu"),
        parts=desk(1),
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 5 min}",
    )
    result = play(text, [0, 60])
    same(
        rows(result, "ring", "joined", "started", "how"), [(300, 300, "served"), (60, None, "left")]
    )
    same(column(result, "menu", "case"), [0])
    same(ends(result)[1], (60, "not served"))


def test_own_effort_before_joining_takes_no_line():
    """Else at joining, after own: Zoe's call 0-600; the Shopper looks up the number 0-300: busy at
    300; with 600 s of own effort the line is free at 600.
    """
    keys = PATIENT + ", for Shopper: {own: %s}"
    for own, row in (("5 min", (300, None, "left")), ("10 min", (600, 600, "served"))):
        text = document(RING % (keys % own), parts=desk(1), customers=ZOE)
        result = play(text, [(0, "Zoe"), (0, "Shopper")])
        same(rows(result, "ring", "joined", "started", "how")[1], row)


def test_pause_comes_before_the_line():
    """§4.1: the customer's pause, 0-600, holds no line: case 1 rings at 60 and has it."""
    keys = PATIENT + ", for Zoe: {pause: 10 min}"
    text = document(RING % keys, parts=desk(1), customers=ZOE)
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(column(result, "ring", "how"), ["left", "served"])
    same(column(result, "ring", "joined"), [600, 60])


def test_an_answering_system_has_lines_too():
    """With or without people: a system with one line, 10 min a call: the second hears busy.

    A part without people is no contact.
    """
    text = document(
        RING.replace("Desk", "Robot") % PATIENT, parts="Robot: {kind: system, lines: 1}"
    )
    result = play(text, [0, 60, 600])
    expected = [("served", False), ("left", False), ("served", False)]
    same(rows(result, "ring", "how", "contact"), expected)


def test_the_lines_of_the_part_really_asked_after_away():
    """A sister part by `away`: its lines: the execs have none, the desk one, which Zoe holds."""
    parts = f"Execs: {{people: 1, open: {ALWAYS}, away: 50% -> Desk}}\n{desk(1)}"
    text = document(RING.replace("Desk", "Execs") % PATIENT, parts=parts)
    luck = {("ring", 0, "away", case): u for case, u in enumerate((0.1, 0.1, 0.9, 0.9))}
    result = play(text, [0, 60, 120, 180], luck)
    expected = [("desk", "served"), ("desk", "left"), ("execs", "served"), ("execs", "served")]
    same(rows(result, "ring", "part", "how"), expected)
    same(column(result, "ring", "started")[2:], [120, 720])


def test_closed_comes_before_busy():
    """If closed, found closed comes first: the call of 15:55 keeps the only line to 16:05, in
    overtime; the caller of 16:02 finds it closed, the one of 15:58 hears the busy tone.
    """
    keys = PATIENT + ", closed: -> lost"
    text = document(RING % keys, parts=desk(1, hours=OFFICE))
    result = play(text, [at("Mon 15:55"), at("Mon 15:58"), at("Mon 16:02")])
    same(column(result, "ring", "how"), ["served", "left", "closed"])
    same([outcome for _, outcome in ends(result)], ["served", "not served", "lost"])


def test_closing_gives_the_lines_of_those_on_hold_back():
    """Two lines: one talks 15:55-16:05, one holds from 15:56, found closed at 16:00.

    On Tuesday at 08:00 both lines are free: one talks, one holds.
    """
    keys = PATIENT + ", closed: -> lost"
    text = document(RING % keys, parts=desk(2, hours=OFFICE))
    arrivals = [at("Mon 15:55"), at("Mon 15:56"), at("Tue 08:00"), at("Tue 08:01")]
    result = play(text, arrivals)
    same(column(result, "ring", "how"), ["served", "closed", "served", "served"])


def test_a_lost_case_on_hold_gives_its_line_back():
    """As soon as the token leaves: Ann on hold 60-300 is lost then; Bob at 301 has the line."""
    text = document(
        """
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [ring, papers]}
        - ring: {do: Ring, with: Desk, via: phone, takes: 10 min, patience: 2 h -> gone, next: done}
        - papers: {hidden: Print, by: Courier, after: 9 days, for Ann: {after: 4 min}, next: lost}
        """,
        customers=TWO,
        parts=desk(2),
    )
    result = play(text, [(0, "Bob"), (60, "Ann"), (299, "Bob"), (301, "Bob")])
    same(column(result, "ring", "how"), ["served", "under way", "left", "served"])
    same(column(result, "ring", "started"), [0, None, None, 600])


def test_letters_and_hidden_work_need_no_line():
    """A live `do` takes a line, nothing else: the call talks, the letter and the work wait."""
    text = document(
        """
        - ring: {only: Ann, do: Ring, with: Desk, via: phone, takes: 10 min, patience: 2 h -> gone}
        - write: {only: Bob, do: Write, with: Desk, via: e-mail, takes: 5 min}
        - work: {only: Bob, hidden: Work, by: Desk, takes: 5 min}
        """,
        customers=TWO,
        parts=desk(1),
    )
    result = play(text, [(0, "Ann"), (60, "Bob"), (630, "Ann")])
    same(column(result, "write", "started"), [600])
    same(rows(result, "ring", "started", "how")[1], (900, "served"))
    same(column(result, "work", "started"), [1500])


def test_the_web_and_appointments_need_no_line():
    """Self never queues; booked is no call: two forms at a robot of one line, two appointments."""
    form = "- form: {do: Fill in, with: Robot, via: web, own: 10 min}"
    text = document(form, parts="Robot: {kind: system, lines: 1}")
    same(ends(play(text, [0, 60])), [(600, "served"), (660, "served")])
    visit = "- visit: {do: See, with: Desk, via: appointment, takes: 10 min}"
    same(column(play(document(visit, parts=desk(1)), [0, 60]), "visit", "started"), [0, 600])


def test_two_persons_of_one_customer_take_two_lines():
    """A try takes a line: buyer and approver ring at 0: with one line the second hears busy."""
    text = document(
        """
        - both:
            together:
              one:
                - buy: {do: Buy, as: buyer, with: Desk, via: phone, takes: 1 h, patience: 1 h -> x}
                - x: {tell: X, by: Shop, via: e-mail}
              two:
                - ask: {do: Ask, as: boss, with: Desk, via: phone, takes: 1 h, patience: 1 h -> y}
                - y: {tell: Y, by: Shop, via: e-mail}
        """,
        customers="Firm: {share: 100%, people: [buyer, boss]}",
        parts=desk(1, people=2),
    )
    result = play(text, [(0, "Firm")])
    same(column(result, "buy", "how") + column(result, "ask", "how"), ["served", "left"])


def test_lines_are_the_parts_and_not_the_steps():
    """The part's lines are shared by all its steps: a call to order keeps a call to ask out."""
    text = document(
        """
        - order: {only: Ann, do: Order, with: Desk, via: phone, takes: 9 min, patience: 1 h -> gone}
        - ask: {only: Bob, do: Ask, with: Desk, via: phone, takes: 10 min, patience: 1 h -> gone}
        """,
        customers=TWO,
        parts=desk(1),
    )
    result = play(text, [(0, "Ann"), (60, "Bob")])
    same(column(result, "ask", "how"), ["left"])


def test_a_busy_tone_may_lead_to_a_sibling_way():
    """§2: DEST: a sibling way first: busy on the phone, then on the web, 2 min."""
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            ways:
              phone: {share: 50%, takes: 10 min, patience: 1 h -> web}
              web: {share: rest, with: Shop, own: 2 min}
        """,
        parts=desk(1),
    )
    result = play(text, [0, 60], {("ask", 0, "way"): 0.1})
    same(rows(result, "ask", "way", "how")[1:], [("phone", "left"), ("web", "served")])
    same(ends(result)[1], (180, "served"))
    same(spent(result, 1), {"own effort": 2 * MINUTE})


def test_lines_need_a_way_out():
    """Where neither retry nor patience says anything a fault: lines need a way out."""
    assert "way out" in refused(document(RING % "", parts=desk(2)))


def test_lines_enough_change_nothing():
    """A hundred lines: every row of 30 calls is as without: no draw, no other order."""
    arrivals = [40.0 * k for k in range(30)]
    keys = ", patience: exponential 5 min -> gone"
    steps = RING.replace("10 min", "exponential 1 min") % keys
    fields = ("joined", "started", "finished", "how")
    with_lines = rows(play(document(steps, parts=desk(100)), arrivals), "ring", *fields)
    without = desk(100).replace(", lines: 100", "")
    same(with_lines, rows(play(document(steps, parts=without), arrivals), "ring", *fields))


def test_a_menu_of_the_same_part_takes_no_second_line():
    """A try takes one line: the menu of the desk and the call that it belongs to.

    One line, one caller: the menu 0-60, the call 60-660. A second caller of 30 hears busy.
    """
    text = document(
        RING % (PATIENT + ", through: menu"),
        parts=desk(1),
        shared="- menu: {do: The menu, with: Desk, via: phone, takes: 1 min}",
    )
    result = play(text, [0, 30])
    same(rows(result, "menu", "started", "how")[0], (0, "served"))
    same(rows(result, "ring", "started", "ended", "how")[0], (60, 660, "served"))
    same(ends(result)[1], (30, "not served"))


def test_a_menu_has_the_lines_of_its_own_part():
    """A live `do` at a robot of one line, passed by `through`: case 0 listens 0-300, case 1 of 60
    hears busy there: the caller's visit ends as left; case 2 of 300 has the robot's line.
    """
    parts = f"Robot: {{kind: system, lines: 1}}\nDesk: {{people: 3, open: {ALWAYS}}}"
    text = document(
        RING % (PATIENT + ", through: menu"),
        parts=parts,
        shared="- menu: {do: The menu, with: Robot, via: phone, own: 1 min, takes: 4 min}",
    )
    result = play(text, [0, 60, 300])
    same(column(result, "ring", "how"), ["served", "left", "served"])
    same(ends(result), [(900, "served"), (120, "not served"), (1200, "served")])


def test_the_lines_of_both_the_menu_and_the_call():
    """The desk's line is held from the start of the `through`, the robot's in the menu only.

    Robot 2 lines, desk 1: case 1 of 60 hears the desk's busy tone before any menu.
    """
    parts = f"Robot: {{kind: system, lines: 2}}\n{desk(1)}"
    text = document(
        RING % (PATIENT + ", through: menu"),
        parts=parts,
        shared="- menu: {do: The menu, with: Robot, via: phone, takes: 5 min}",
    )
    result = play(text, [0, 60])
    same(rows(result, "ring", "joined", "how")[1], (60, "left"))
    same(column(result, "menu", "case"), [0])


def test_each_try_is_told_with_those_before():
    """The row's `attempt`: tries before this one since the token arrived: busy, busy, served."""
    keys = PATIENT + ", retry: 100% after 5 min max 5"
    result = play(document(RING % keys, parts=desk(1)), [0, 60])
    same(rows(result, "ring", "attempt", "joined")[1:], [(0, 60), (1, 360), (2, 660)])
