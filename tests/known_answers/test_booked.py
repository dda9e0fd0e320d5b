"""Grammar §4.7: a booked channel: on the list at once, the customer waits at home."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    DESK,
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

SEEN = "do: Visit, with: Desk, via: appointment, takes: 30 min"
VISIT = "- visit: {" + SEEN + "%s}"
ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"
HOLD = "- fill: {only: Zoe, hidden: Other work, by: Desk, takes: 10 min}\n"
FOR_ORGANISATION = "waiting for the organisation"


def test_it_joins_the_list_at_once_and_waits_at_home():
    """§4.7: asked Mon 18:00, seen Tue 08:00-08:30: 14 h of waiting for the organisation."""
    result = play(document(VISIT % "", parts=OFFICE_DESK), [at("Mon 18:00")])
    expected = [(at("Mon 18:00"), at("Tue 08:00"), at("Tue 08:30"), "served", "appointment", 1)]
    same(rows(result, "visit", "joined", "started", "ended", "how", "channel", "person"), expected)
    same(spent(result), {FOR_ORGANISATION: 14 * HOUR, "being served": 30 * MINUTE})


def test_it_is_no_contact():
    """§4.7: no contact, although a part with people serves."""
    result = play(document(VISIT % ""))
    same(column(result, "visit", "contact"), [False])
    same(result.cases[0].contacts, 0)


def test_tolerates_does_not_apply():
    """§4.7: `tolerates` does not apply: 14 h on the list against 1 h, nobody is served poorly."""
    result = play(document(VISIT % ", tolerates: 1 h", parts=OFFICE_DESK), [at("Mon 18:00")])
    same(column(result, "visit", "over_tolerance"), [False])
    same(result.cases[0].poor, ())


def test_it_is_finished_after_closing_and_who_waits_then_waits_on():
    """§4.7: finished after closing, never closed.

    Three at Mon 15:20, 30 min each: 15:20-15:50, 15:50-16:20 (20 min of overtime), and the third
    is still on the list at 16:00: Tue 08:00-08:30.
    """
    result = play(document(VISIT % "", parts=OFFICE_DESK), [at("Mon 15:20")] * 3)
    starts = [at("Mon 15:20"), at("Mon 15:50"), at("Tue 08:00")]
    same(column(result, "visit", "started"), starts)
    same(column(result, "visit", "how"), ["served"] * 3)
    same(result.overtime["desk"], 20 * MINUTE)


def test_wrap_up_is_finished_too():
    """§4.1, §4.7: wrap up goes as its service goes: 15:30-16:00, wrap up to 16:30 in overtime."""
    result = play(document(VISIT % ", wrap up: 30 min", parts=OFFICE_DESK), [at("Mon 15:30")])
    same(ends(result), [(at("Mon 16:00"), "served")])
    same(result.overtime["desk"], 30 * MINUTE)
    same(result.busy["desk"], HOUR)


def test_at_closing_itself_nobody_starts_and_at_opening_they_do():
    """Rule 1: closings before starts, openings too: asked Mon 16:00 sharp, seen Tue 08:00."""
    result = play(document(VISIT % "", parts=OFFICE_DESK), [at("Mon 16:00"), at("Tue 08:00")])
    same(column(result, "visit", "started"), [at("Tue 08:00"), at("Tue 08:30")])


def test_own_is_counted_after_service_and_then_after():
    """§4.7: `own` is counted after service, as own effort; then `after`.

    Served 0-30 min, own 10 min, `after` 1 h: on at 100 min.
    """
    result = play(document(VISIT % ", own: 10 min, after: 1 h"))
    fields = ("ready", "joined", "started", "ended", "finished")
    same(rows(result, "visit", *fields), [(0, 0, 0, 1800, 6000)])
    same(
        spent(result),
        {"being served": 1800, "own effort": 600, FOR_ORGANISATION: HOUR},
    )


def test_the_person_is_held_for_own_after_the_service():
    """§4.7: own effort holds the customer's person: served 0-1800, own 1800-2400; the form of
    the other branch, ready at 60, is filled in 2400-2700.
    """
    text = document(f"""
        - both:
            together:
              one: [{{visit: {{{SEEN}, own: 10 min}}}}]
              two:
                - idle: {{wait: 1 min}}
                - form: {{do: Fill in, with: Shop, via: web, own: 5 min}}
        """)
    result = play(text)
    same(rows(result, "form", "ready", "finished"), [(60, 2700)])
    same(column(result, "visit", "finished"), [2400])
    same(spent(result), {"being served": 1800, "own effort": 900})


def test_the_person_is_free_while_on_the_list():
    """§4.7: takes the person at start of service: the form is filled in while waiting.

    The desk is Zoe's 0-600. The Shopper is on the list from 60; the form 120-420: effort 300, the
    rest to 600 waiting for the organisation; served 600-2400.
    """
    text = document(
        HOLD
        + f"""
- both:
    only: Shopper
    together:
      one: [{{visit: {{{SEEN}}}}}]
      two:
        - idle: {{wait: 1 min}}
        - form: {{do: Fill in, with: Shop, via: web, own: 5 min}}
""".rstrip(),
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(rows(result, "form", "ready", "finished"), [(120, 420)])
    same(rows(result, "visit", "joined", "started"), [(60, 600)])
    same(spent(result, 1), {FOR_ORGANISATION: 240, "own effort": 300, "being served": 1800})


def test_it_is_passed_over_while_its_person_is_in_an_encounter():
    """§4.7: the person at start of service; like a touch it is passed over while they are busy.

    The desk is Zoe's 0-600. Ann, on the list from 60, fills in a form 120-1020: at 600 Bob, on the
    list since 120, is seen, to 2400; then Ann.
    """
    text = document(
        HOLD
        + f"""
- both:
    only: Ann
    together:
      one: [{{visit: {{{SEEN}}}}}]
      two:
        - idle: {{wait: 1 min}}
        - form: {{do: Fill in, with: Shop, via: web, own: 15 min}}
- other: {{only: Bob, {SEEN}}}
""".rstrip(),
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (60, "Ann"), (120, "Bob")])
    same(column(result, "other", "started"), [600])
    same(column(result, "visit", "started"), [2400])
    same(rows(result, "form", "ready", "finished"), [(120, 1020)])


def test_it_starts_at_the_very_end_of_the_encounter():
    """Rule 1: completions before starts: the form ends at 900, the free desk sees Ann at 900."""
    text = document(f"""
        - both:
            together:
              one: [{{form: {{do: Fill in, with: Shop, via: web, own: 15 min}}}}]
              two: [{{visit: {{{SEEN}}}}}]
        """)
    result = play(text)
    same(rows(result, "visit", "joined", "started", "ended"), [(0, 900, 2700)])
    same(spent(result), {"own effort": 900, "being served": 1800})


@pytest.mark.parametrize(
    ("early", "late", "starts"),
    [
        ("write: {only: Ann, do: Write, with: Desk, via: e-mail, takes: 5 min}", "visit", [900]),
        ("work: {only: Ann, hidden: Work, by: Desk, takes: 5 min}", "visit", [900]),
        (
            "ring: {only: Ann, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done}",
            "visit",
            [600],
        ),
    ],
)
def test_it_ranks_with_live(early: str, late: str, starts: list[float]):
    """§4.6: live and booked, then left, then hidden; among equals joining time.

    The desk is Zoe's to 600; Ann joins at 60, Bob's appointment of 5 min is asked for at 120: he
    overtakes a letter and hidden work (Ann at 900), not a call (Ann at 600).
    """
    text = document(
        HOLD + f"- {early}\n- {late}: {{only: Bob, do: Visit, with: Desk, via: appointment,"
        " takes: 5 min}",
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (60, "Ann"), (120, "Bob")])
    same(column(result, early.split(":", 1)[0], "started"), starts)
    same(column(result, late, "started"), [1500 - starts[0]])


def test_who_waited_over_night_comes_before_who_rings_at_opening():
    """§4.6: one rank, then joining time: booked since Mon 18:00 comes before a call of 08:00."""
    text = document(
        "- ring: {only: Bob, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> lost}\n"
        "- visit: {only: Ann, do: Visit, with: Desk, via: appointment, takes: 30 min}",
        customers=TWO,
        parts=OFFICE_DESK,
    )
    result = play(text, [(at("Mon 18:00"), "Ann"), (at("Tue 08:00"), "Bob")])
    same(column(result, "visit", "started"), [at("Tue 08:00")])
    same(column(result, "ring", "started"), [at("Tue 08:30")])


def test_a_part_without_people_starts_at_once():
    """§4.7, rule 3: a part without people never queues: served 0-1800 by nobody in particular."""
    result = play(document(VISIT.replace("Desk", "Shop") % ""), [at("Sun 03:00")])
    expected = [(at("Sun 03:00"), at("Sun 03:30"), None, False)]
    same(rows(result, "visit", "started", "ended", "person", "contact"), expected)
    same(spent(result), {"being served": 1800})


def test_a_part_without_people_waits_for_the_person_too():
    """§4.2, §4.7: one encounter at a time: the form 0-600, then the visit 600-2400."""
    text = document(f"""
        - both:
            together:
              one: [{{form: {{do: Fill in, with: Shop, via: web, own: 10 min}}}}]
              two: [{{visit: {{{SEEN.replace("Desk", "Shop")}}}}}]
        """)
    result = play(text)
    same(rows(result, "visit", "started", "ended"), [(600, 2400)])
    same(spent(result), {"own effort": 600, "being served": 1800})


def test_no_show_is_drawn_at_the_start_of_service():
    """§4.9: nobody comes: the desk's person is held 0-1800 and wraps up, nobody is served, no own
    time follows; the token goes on at 1800, which was waiting for the organisation.
    """
    keys = ", own: 10 min, wrap up: 5 min, no show: 50% -> gone"
    result = play(document(VISIT % keys), luck={("visit", 0, "no show"): 0.1})
    same(rows(result, "visit", "started", "how"), [(0, "no show")])
    same(ends(result), [(1800, "not served")])
    same(spent(result), {FOR_ORGANISATION: 1800})
    same(result.busy["desk"], 35 * MINUTE)


def test_nobody_loses_patience_unless_it_says_so():
    """§4.7, §4.8: patience 2 h from Mon 18:00: left at 20:00, one retry at 21:00, gone at 23:00."""
    keys = ", patience: 2 h -> gone, retry: 100% after 1 h max 1"
    result = play(document(VISIT % keys, parts=OFFICE_DESK), [at("Mon 18:00")])
    expected = [(at("Mon 18:00"), "left"), (at("Mon 21:00"), "left")]
    same(rows(result, "visit", "joined", "how"), expected)
    same(ends(result), [(at("Mon 23:00"), "not served")])
    same(spent(result), {FOR_ORGANISATION: 4 * HOUR, "between tries": HOUR})
    same(result.cases[0].contacts, 0)


def test_patience_may_lead_to_a_sibling_way():
    """§4.8, §2: DEST: a sibling way first: after 1 h on the list they ring, a contact.

    Zoe's work keeps the desk 12:00-15:00. The Shopper, on the list from 13:00, gives up at 14:00,
    rings, and is answered at 15:00.
    """
    text = document(
        "- fill: {only: Zoe, hidden: Other work, by: Desk, takes: 3 h}\n"
        """- ask:
    only: Shopper
    do: Ask
    with: Desk
    takes: 5 min
    ways:
      appointment: {share: 50%, patience: 1 h -> phone}
      phone: {share: rest, patience: 2 h -> gone}""",
        customers=ZOE,
        parts=OFFICE_DESK,
    )
    arrivals = [(at("Mon 12:00"), "Zoe"), (at("Mon 13:00"), "Shopper")]
    result = play(text, arrivals, {("ask", 0, "way"): 0.1})
    expected = [
        ("appointment", at("Mon 13:00"), None, "left", False),
        ("phone", at("Mon 14:00"), at("Mon 15:00"), "served", True),
    ]
    same(rows(result, "ask", "way", "joined", "started", "how", "contact"), expected)
    same(spent(result, 1), {FOR_ORGANISATION: HOUR, "in queue": HOUR, "being served": 300})


def test_a_promise_shuts_at_the_start_of_service_although_own_follows():
    """§4.5: start is that of service. Reading: `own` comes after it, so it cannot be the start.

    Ordered at 60, due 7260; packed to 3660, the visit 3660-10860, own 10 min: kept, at 3660.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - soon: {promise: order to visit, within: 2 h}
        - pack: {hidden: Pack, by: Courier, after: 1 h}
        - visit: {do: Visit, with: Desk, via: appointment, takes: 2 h, own: 10 min}
        """)
    same(play(text).promises, [(0, "soon", 60, 3660, "kept")])


def test_away_is_not_drawn():
    """§4.11: `away` for live `do` only: booked with the executive whatever the luck."""
    parts = f"Execs: {{people: 1, open: {ALWAYS}, away: 50% -> Desk}}\n{DESK}"
    text = document(VISIT.replace("Desk", "Execs") % "", parts=parts)
    result = play(text, luck={("visit", 0, "away"): 0.1})
    same(column(result, "visit", "part"), ["execs"])


def test_pause_and_through_come_before_the_list():
    """§4.1: pause, through, then on the list; after the menu the person is free again.

    Zoe keeps the desk 0-600. Pause 0-60, menu 60-120, on the list from 120; the form, ready at
    90, waits for the person to 120, is filled in to 420.
    """
    text = document(
        HOLD
        + """
- both:
    only: Shopper
    together:
      one:
        - visit:
            do: Visit
            with: Desk
            via: appointment
            pause: 1 min
            through: menu
            takes: 5 min
      two:
        - idle: {wait: 90 s}
        - form: {do: Fill in, with: Shop, via: web, own: 5 min}
""".rstrip(),
        customers=ZOE,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min}",
    )
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(rows(result, "visit", "ready", "joined", "started"), [(0, 120, 600)])
    same(rows(result, "form", "ready", "finished"), [(90, 420)])
    same(
        spent(result, 1),
        {FOR_ORGANISATION: 60 + 180, "own effort": 360, "being served": 300},
    )


def test_an_act_waits_for_a_booked_service_and_not_for_the_list():
    """§4.2, §4.3: the person is held from the start of service only.

    Ordered 0-60; a silence of 1 h is over at 3660. On the list 60-7260 (the desk is Zoe's to
    7260): they look at 3660-3720. A second silence, from the look's end 3720, is over at 7320, in
    the service 7260-9060: the second look is 9060-9120.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 121 min}
        - order: {only: Shopper, do: Order, with: Shop, via: web, own: 1 min}
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
                  max: 2
        - visit: {only: Shopper, do: Visit, with: Desk, via: appointment, takes: 30 min}
        - ship: {only: Shopper, hidden: Ship, by: Courier, after: 1 day}
        - receive: {only: Shopper, do: Receive, with: Shop, via: web, own: 1 min}
        """,
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(rows(result, "visit", "joined", "started"), [(60, 7260)])
    same(column(result, "look", "finished"), [3720, 9120])


def test_a_lost_case_leaves_the_list():
    """Rule 2: an end `lost`: waiting tokens leave: the desk never sees Ann; Bob is next.

    Zoe is seen 0-600. Ann on the list from 0, lost at 300; Bob on the list from 60: seen at 600.
    """
    text = document(
        """
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [visit, papers]}
        - visit:
            do: Visit
            with: Desk
            via: appointment
            takes: 30 min
            for Zoe: {takes: 10 min}
            next: done
        - papers:
            hidden: Print
            by: Courier
            after: 9 days
            for Ann: {after: 5 min}
            next: lost
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (60, "Bob")])
    expected = [(0, "served"), (None, "under way"), (600, "served")]
    same(rows(result, "visit", "started", "how"), expected)
    same(ends(result)[1], (300, "lost"))
    same(spent(result, 1), {FOR_ORGANISATION: 300})
