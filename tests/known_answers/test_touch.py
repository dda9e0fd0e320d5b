"""Grammar §4.12: a part calls on the customer."""

from __future__ import annotations

from known_answers.harness import OFFICE_DESK, at, column, document, ends, play, rows, same, spent

ORDER = "- order: {do: Order, with: Shop, via: web, own: 1 min}\n"
BESIDE = "- ring-up: {touch: Ring up, by: Desk, via: phone, takes: 5 min}\n"


def test_a_touch_without_next_runs_beside_and_is_made_after_the_end():
    """§4.12, rule 14: the token goes on, the case may end without it, it is still made.

    Ordered Mon 18:00-18:01, the case is over; the call is made Tue 08:00-08:05.
    """
    result = play(document(ORDER + BESIDE, parts=OFFICE_DESK), [at("Mon 18:00")])
    same(ends(result), [(at("Mon 18:01"), "served")])
    expected = [(at("Tue 08:00"), at("Tue 08:05"), "served")]
    same(rows(result, "ring-up", "started", "ended", "how"), expected)
    same(result.busy["desk"], 300)
    same(sum(result.cases[0].seconds.values()), 60)


def test_a_touch_is_not_made_when_the_case_was_lost():
    """§4.12: ... unless the case was lost: no call on Tuesday."""
    text = document(ORDER + BESIDE.rstrip() + "\n- lost: {end: Lost, outcome: lost}", done=False)
    text = text.replace("open: Mon-Sun 00:00-24:00", "open: Mon-Fri 08:00-16:00")
    result = play(text, [at("Mon 18:00")])
    same(ends(result), [(at("Mon 18:01"), "lost")])
    assert [row for row in rows(result, "ring-up", "started") if row[0] is not None] == []
    same(result.busy.get("desk", 0), 0)


def test_a_touch_with_next_holds_the_token():
    """§4.12: only a touch *without* go, fails or next runs beside.

    The token waits from Mon 18:01 for the call Tue 08:00-08:05. Reading: until the call it is
    waiting for the organisation (the customer stands in no queue); the call is being served.
    """
    steps = ORDER + BESIDE.replace("takes: 5 min", "takes: 5 min, next: done")
    result = play(document(steps, parts=OFFICE_DESK), [at("Mon 18:00")])
    same(ends(result), [(at("Tue 08:05"), "served")])
    night = at("Tue 08:00") - at("Mon 18:01")
    expected = {"own effort": 60, "waiting for the organisation": night, "being served": 300}
    same(spent(result), expected)


def test_a_touch_with_go_holds_the_token_too():
    """§4.12: without *go*, fails or next. Served 60-360, then u = 0.9 of 50 %: `gone`."""
    go = "takes: 5 min, go: [50% yes -> done, no -> gone]"
    steps = ORDER + BESIDE.replace("takes: 5 min", go)
    result = play(document(steps), luck={("ring-up", 0, "go"): 0.9})
    same(ends(result), [(360, "not served")])


def test_a_touch_takes_the_customers_person_only_at_its_start():
    """§4.12: it takes the customer's person only at its start of service and is passed over
    while they are in an encounter.

    Zoe keeps the desk 0-600. Ann orders 0-60; the touch joins at 60, but she goes on at once:
    form 60-1860. At 600 she is in an encounter: passed over for Bob's work, ready since 300:
    600-1200. The touch starts at 1860, when the form is done.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 10 min}
        - order: {only: Ann, do: Order, with: Shop, via: web, own: 1 min}
        - ring-up: {only: Ann, touch: Ring up, by: Desk, via: phone, takes: 5 min}
        - form: {only: Ann, do: Fill in, with: Shop, via: web, own: 30 min}
        - work: {only: Bob, hidden: Work, by: Desk, takes: 10 min}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (300, "Bob")])
    same(rows(result, "form", "ready", "ended"), [(60, 1860)])
    same(column(result, "work", "started"), [600])
    same(rows(result, "ring-up", "started", "ended"), [(1860, 2160)])
    same(ends(result)[1], (1860, "served"))


def test_during_a_touch_the_person_is_held():
    """§4.12, §4.2: from its start of service on the person is in an encounter.

    Ordered 0-60; a minute's wait lets the call begin at 60, to 360. The form, ready at 120,
    waits for the person to 360 and ends at 2160. The call counts as being served.
    """
    steps = ORDER + BESIDE + "- idle: {wait: 1 min}\n"
    steps += "- form: {do: Fill in, with: Shop, via: web, own: 30 min}"
    result = play(document(steps))
    same(rows(result, "ring-up", "started", "ended"), [(60, 360)])
    same(rows(result, "form", "ready", "ended"), [(120, 2160)])
    same(spent(result), {"own effort": 60 + 1800, "being served": 300})


def test_a_touch_is_no_contact_of_the_customers():
    """§4.13: touch, tell and a door are none."""
    result = play(document(ORDER + BESIDE + "- note: {tell: Noted, by: Desk, takes: 1 min}"))
    same(column(result, "ring-up", "how"), ["served"])
    same(result.cases[0].contacts, 0)


def test_two_touches_of_one_person_come_one_after_the_other():
    """§4.12, §4.2: the second is passed over while the customer is on the phone.

    Ordered 0-60; two desks with nothing else to do: 60-360 and 360-660.
    """
    steps = ORDER + BESIDE
    steps += "- visit: {touch: Visit, by: Field, via: door, takes: 5 min}"
    parts = "Desk: {people: 1, open: Mon-Sun 00:00-24:00}\n"
    parts += "Field: {people: 1, open: Mon-Sun 00:00-24:00}"
    result = play(document(steps, parts=parts))
    same(rows(result, "ring-up", "started", "ended"), [(60, 360)])
    same(rows(result, "visit", "started", "ended"), [(360, 660)])
    same(ends(result), [(60, "served")])


def test_a_touch_in_service_when_the_case_is_lost_is_finished_by_the_part():
    """Rule 2: an end `lost`: a service under way is finished and dropped.

    Rung up 60-360; at 120 the customer is lost. The desk is busy 300 s all the same; the case
    ends at 120.
    """
    steps = ORDER + BESIDE + "- idle: {wait: 1 min}\n- lost: {end: Lost, outcome: lost}"
    result = play(document(steps, done=False))
    same(ends(result), [(120, "lost")])
    same(rows(result, "ring-up", "started", "how"), [(60, "under way")])
    same(result.busy["desk"], 300)
    same(spent(result), {"own effort": 60, "being served": 60})
