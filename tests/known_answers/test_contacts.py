"""Grammar §4.13, design §3.1: what counts as a contact, and when a served case is poor."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    MINUTE,
    OFFICE_DESK,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
)

ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"


@pytest.mark.parametrize(
    ("step", "contacts"),
    [
        ("do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done", 1),
        ("do: Write, with: Desk, via: e-mail, takes: 5 min", 1),
        ("do: Form, with: Desk, via: web, own: 5 min", 0),
        ("do: Ring a robot, with: Shop, via: phone, own: 5 min", 0),
        ("do: Receive, with: Courier, via: door, own: 5 min", 0),
        ("tell: Inform, by: Desk, via: e-mail, takes: 5 min", 0),
        ("touch: Ring up, by: Desk, via: phone, takes: 5 min, next: done", 0),
        ("hidden: Work, by: Desk, takes: 5 min", 0),
    ],
)
def test_a_contact_is_a_do_in_a_live_or_left_channel_at_people(step: str, contacts: int):
    """§4.13: each try of a `do` in a live or left channel at a part with `people`; no other."""
    result = play(document(f"- step: {{{step}}}"))
    same(column(result, "step", "contact"), [bool(contacts)])
    same(result.cases[0].contacts, contacts)


def test_retries_count():
    """§4.13: each try: two given up and one answered are three contacts.

    Zoe talks 0-5000 s; tries at 60, 60 + 600 + 3600 = 4260 (left 4860) and 8460 (answered).
    """
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            via: phone
            takes: 3 min
            patience: 10 min -> gone
            retry: 100% after 1 h max 3
            for Zoe: {takes: 5000 s}
        """,
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(column(result, "ask", "joined")[1:], [60, 4260, 8460])
    same(column(result, "ask", "contact")[1:], [True] * 3)
    same(result.cases[1].contacts, 3)
    same(result.cases[1].poor, ("more than 2 contacts",))


def test_found_closed_and_calls_back_count():
    """§4.13: call-backs and found closed included: closed Mon 20:00, answered Tue 08:10."""
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            via: phone
            takes: 3 min
            closed: call back at opening within 10 min -> gone
        """,
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 20:00")])
    same(result.cases[0].contacts, 2)
    same(result.cases[0].poor, ())


THROUGH = """
- ask:
    do: Ask
    through: menu
    with: Desk
    via: phone
    takes: 3 min
    patience: 5 min -> gone
"""


@pytest.mark.parametrize(("luck", "joined"), [(0.9, 60), (0.1, None)])
def test_a_step_visited_by_through_belongs_to_its_callers_contact(luck: float, joined: float):
    """§4.13: ... which counts from the start of the `through`.

    One contact, whether the caller gets through the menu (u = 0.9) or gives up in it (0.1).
    """
    text = document(
        THROUGH,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min, fails: [50% gave up]}",
    )
    result = play(text, luck={("menu", 0, "fails"): luck})
    same(rows(result, "ask", "joined", "contact"), [(joined, True)])
    same(column(result, "menu", "contact"), [False])
    same(result.cases[0].contacts, 1)


def test_through_people_is_still_one_contact():
    """§4.13: a step visited by `through` belongs to its caller's contact: a switchboard too."""
    text = document(
        THROUGH,
        parts="Desk: {people: 1, open: Mon-Sun 00:00-24:00}\n"
        "Switchboard: {people: 1, open: Mon-Sun 00:00-24:00}",
        shared="- menu: {do: Ask for the desk, with: Switchboard, via: phone, takes: 1 min,"
        " patience: 5 min -> gone}",
    )
    result = play(text)
    same(column(result, "ask", "started"), [60])
    same(result.cases[0].contacts, 1)


TOLERANT = """
- ask:
    do: Ask
    with: Desk
    via: phone
    takes: 3 min
    patience: 10 min -> gone
    retry: 100%% after 1 h max 3
    tolerates: %s
    for Zoe: {takes: 500 s}
"""


@pytest.mark.parametrize(
    ("tolerates", "poor"),
    [("441 s", ()), ("440 s", ()), ("439 s", ("a wait over its tolerance",))],
)
def test_the_wait_from_joining_to_service_is_compared(tolerates: str, poor: tuple[str, ...]):
    """§4.13: `tolerates` is compared with the time from joining to service; over is more than.

    Zoe 0-500; the Shopper joins at 60: 440 s of waiting.
    """
    text = document(TOLERANT % tolerates, customers=ZOE)
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(column(result, "ask", "started")[1:], [500])
    same(result.cases[1].poor, poor)


@pytest.mark.parametrize(
    ("tolerates", "poor"), [("11 min", ()), ("9 min", ("a wait over its tolerance",))]
)
def test_the_wait_of_each_try_is_compared(tolerates: str, poor: tuple[str, ...]):
    """§4.13: each try's time from joining to ... leaving: it does not add up over tries.

    Zoe 0-5000; tries 60-660 and 4260-4860 of 10 min each, answered at once at 8460. The sum of
    20 min is over 11 min, but no try is.
    """
    text = document(
        (TOLERANT % tolerates).replace("500 s", "5000 s"),
        customers=ZOE,
        top="poor when: [a wait over its tolerance]",
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(column(result, "ask", "joined")[1:], [60, 4260, 8460])
    same(result.cases[1].poor, poor)


def test_the_wait_to_closing_is_compared():
    """§4.13: ... leaving or closing.

    Zoe 15:30-16:30; the Shopper waits from 15:40 to 16:00, 20 min, over 15 min; is answered
    at once Tue 08:10.
    """
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            via: phone
            takes: 3 min
            patience: 1 h -> gone
            closed: call back at opening within 10 min -> gone
            tolerates: 15 min
            for Zoe: {takes: 1 h}
        """,
        customers=ZOE,
        parts=OFFICE_DESK,
    )
    result = play(text, [(at("Mon 15:30"), "Zoe"), (at("Mon 15:40"), "Shopper")])
    same(ends(result)[1], (at("Tue 08:13"), "served"))
    same(result.cases[1].poor, ("a wait over its tolerance",))


def test_reasons_for_poor_are_those_of_the_document_in_its_words():
    """Design §3.1: a served case is poor by rule; `poor when` replaces the default.

    Two contacts: poor by "more than 1 contacts", not by the default's 2.
    """
    call = "do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> gone"
    steps = f"- one: {{{call}}}\n- two: {{{call}}}"
    own = play(document(steps, top="poor when: [more than 1 contacts]"))
    same(own.cases[0].poor, ("more than 1 contacts",))
    same(play(document(steps)).cases[0].poor, ())
    same(own.cases[0].end, 10 * MINUTE)


def test_only_a_served_case_is_poor():
    """Design §3.1: a *served* case is poor by rule: a case that gives up is not called poor.

    The tolerance of 1 min is broken (left after 10 min on hold), the outcome is not served.
    """
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            via: phone
            takes: 3 min
            patience: 10 min -> gone
            tolerates: 1 min
            for Zoe: {takes: 1 h}
        """,
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(ends(result)[1], (660, "not served"))
    same(result.cases[1].poor, ())
