"""`crew`: several people for one task."""

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
)

LIFT = "- lift: {only: Bob, hidden: Lift, by: Desk, takes: 10 min, crew: 2%s}\n"
PLAIN = "- plain: {only: Ann, hidden: Pack, by: Desk, takes: 10 min}\n"


def desk(people: str = "2", more: str = "") -> str:
    """A desk always open with so many people."""
    return f"Desk: {{people: {people}, open: {ALWAYS}{more}}}"


def both(lift: str = "", *, people: str = "2", more: str = "") -> str:
    """Bob's lift, which takes two people 10 min, and Ann's packing, which takes one as long."""
    return document(LIFT % lift + PLAIN, customers=TWO, parts=desk(people, more))


def test_two_who_are_free_begin_together():
    """Both lift 0-600: the row tells the first; Bob's second waits for both: busy 4 x 600."""
    result = play(both(), [(0, "Bob"), (60, "Bob")])
    same(rows(result, "lift", "person", "started", "ended"), [(1, 0, 600), (1, 600, 1200)])
    same(result.busy["desk"], 2400)


def test_nobody_behind_starts_while_a_crew_waits():
    """Person 1 packs 0-600, person 2 is free: Bob's lift of 60 waits for both, and Ann's packing
    of 120 behind it too: 600-1200 (2 was idle longest), then 1200-1800.
    """
    result = play(both(), [(0, "Ann"), (60, "Bob"), (120, "Ann")])
    same(rows(result, "lift", "person", "started"), [(2, 600)])
    same(rows(result, "plain", "person", "started"), [(1, 0), (1, 1200)])


def test_whoever_stands_before_a_crew_is_served_first():
    """Ann's packing of higher priority overtakes the lift as it waits: person 2, 120-720."""
    customers = "Ann: {share: 50%, priority: 1}\nBob: {share: rest}"
    text = document(LIFT % "" + PLAIN, customers=customers, parts=desk())
    result = play(text, [(0, "Ann"), (60, "Bob"), (120, "Ann")])
    same(rows(result, "plain", "person", "started"), [(1, 0), (2, 120)])
    same(column(result, "lift", "started"), [720])


def test_only_who_has_the_skill_is_of_the_crew():
    """Persons 2 and 3 of three can lift, 0-600. Of the second lift nobody is free who can: Ann's
    packing behind it is person 1's at 20. From 600 on the second lift, Ann's of 700 is 1's again.
    """
    text = both(", needs: lifting", people="3", more=", skills: [2..3 lifting]")
    result = play(text, [(0, "Bob"), (10, "Bob"), (20, "Ann"), (700, "Ann")])
    same(rows(result, "lift", "person", "started"), [(2, 0), (2, 600)])
    same(rows(result, "plain", "person", "started"), [(1, 20), (1, 700)])


def test_a_crew_lasts_as_its_first_person_takes():
    """Person 1 lifts at half speed: both 20 min; had 2 and 3 been free alone: 10 min."""
    more = ", skills: [1 lifting at 50%, 2..3 lifting]"
    text = both(", needs: lifting", people="3", more=more)
    result = play(text, [(0, "Bob"), (60, "Bob")])
    same(rows(result, "lift", "person", "started", "ended"), [(1, 0, 1200), (3, 1200, 1800)])
    same(result.busy["desk"], 2 * 1200 + 2 * 600)


def test_each_of_a_crew_wraps_up():
    """Bob goes on at 600; both wrap up to 900, when the next lift begins: busy 4 x 900."""
    result = play(both(", wrap up: 5 min"), [(0, "Bob"), (60, "Bob")])
    same(column(result, "lift", "started"), [0, 900])
    same(ends(result), [(600, "served"), (1500, "served")])
    same(result.busy["desk"], 4 * 900)


def test_a_hidden_crew_pauses_at_closing():
    """5 min before closing, 5 min after opening; Ann's of Tue 08:00 at 08:05; no overtime."""
    text = document(LIFT % "" + PLAIN, customers=TWO, parts=f"Desk: {{people: 2, open: {OFFICE}}}")
    result = play(text, [(at("Mon 15:55"), "Bob"), (at("Tue 08:00"), "Ann")])
    same(column(result, "lift", "ended"), [at("Tue 08:05")])
    same(rows(result, "plain", "person", "started"), [(1, at("Tue 08:05"))])
    same((result.busy["desk"], result.overtime["desk"]), (30 * MINUTE, 0))


def test_the_work_of_one_who_does_not_come_back_is_finished():
    """Tuesday one person only: their own 5 min end the lift at 08:05; the other's 5 min come
    next, before the queue: Ann's packing at 08:10.
    """
    parts = "Desk: {people: [Mon 08:00-16:00 x2, Tue 08:00-16:00 x1]}"
    text = document(LIFT % "" + PLAIN, customers=TWO, parts=parts)
    result = play(text, [(at("Mon 15:55"), "Bob"), (at("Tue 08:00"), "Ann")])
    same(column(result, "lift", "ended"), [at("Tue 08:05")])
    same(column(result, "plain", "started"), [at("Tue 08:10")])
    same(result.busy["desk"], 30 * MINUTE)


def test_a_touch_of_a_busy_customer_is_passed_over():
    """Bob talks to the counter 0-600; two of the desk ring him up then. Ann's packing of 60 does
    not wait for that: person 1, 60-660: the touch begins at 660, when both are free.
    """
    steps = """\
    - both:
        only: Bob
        together:
          talk:
            - visit: {do: Visit, with: Till, via: counter, takes: 10 min, closed: -> done}
          ring:
            - ring: {touch: Ring up, by: Desk, via: phone, takes: 5 min, crew: 2, next: rung}
            - rung: {hidden: Note, by: Shop}
    - plain: {only: Ann, hidden: Pack, by: Desk, takes: 10 min}
    """
    parts = desk() + f"\nTill: {{people: 1, open: {ALWAYS}}}"
    text = document(steps, customers=TWO, parts=parts)
    result = play(text, [(0, "Bob"), (60, "Ann")])
    same(rows(result, "plain", "person", "started"), [(1, 60)])
    same(rows(result, "ring", "person", "started", "ended"), [(2, 660, 960)])


def test_a_crew_given_up_lets_those_behind_start():
    """Person 1 packs 0-600; Bob waits for two from 60 and gives up at 180: the packing of 120
    behind him is person 2's at that instant.
    """
    step = "- visit: {only: Bob, do: Visit, with: Desk, via: counter, takes: 5 min, crew: 2,"
    step += " patience: 2 min -> gone, closed: -> gone}\n"
    text = document(step + PLAIN, customers=TWO, parts=desk())
    result = play(text, [(0, "Ann"), (60, "Bob"), (120, "Ann")])
    same(rows(result, "visit", "how", "finished"), [("left", 180)])
    same(rows(result, "plain", "person", "started"), [(1, 0), (2, 180)])


def test_a_crew_whose_customer_becomes_busy_lets_those_behind_start():
    """Person 1 packs 0-600; two must ring Bob up, from 60 on: Ann's packing of 70 waits behind.
    At 120 Bob is busy for 10 min: the packing is person 2's 120-720; the touch begins at 720.
    """
    steps = """\
    - both:
        only: Bob
        together:
          talk:
            - idle: {wait: 1 min}
            - visit: {do: Visit, with: Till, via: counter, takes: 10 min, closed: -> done}
          ring:
            - ring: {touch: Ring up, by: Desk, via: phone, takes: 5 min, crew: 2, next: rung}
            - rung: {hidden: Note, by: Shop}
    - plain: {only: Ann, hidden: Pack, by: Desk, takes: 10 min}
    """
    parts = desk() + f"\nTill: {{people: 1, open: {ALWAYS}}}"
    text = document(steps, customers=TWO, parts=parts)
    result = play(text, [(0, "Ann"), (60, "Bob"), (70, "Ann")])
    same(rows(result, "plain", "person", "started"), [(1, 0), (2, 120)])
    same(column(result, "ring", "started"), [720])


def test_one_of_a_crew_is_interrupted():
    """Both lift from 0; a call of 200 takes the highest number, 2, to 500: person 1 ends the lift
    at 600 as Bob goes on, person 2 goes on to 900: busy 600 + 600 + 300.
    """
    ring = (
        "- ring: {only: Ann, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done,"
        " interrupts: yes}\n"
    )
    text = document(LIFT % "" + ring, customers=TWO, parts=desk())
    result = play(text, [(0, "Bob"), (200, "Ann"), (650, "Bob")])
    same(rows(result, "ring", "person", "started", "ended"), [(2, 200, 500)])
    same(rows(result, "lift", "started", "ended"), [(0, 600), (900, 1500)])
    same(result.busy["desk"], 600 + 600 + 300 + 1200)


def test_whoever_is_bound_to_a_customer_is_of_the_crew():
    """Person 1 greets the first case, person 2 the second of 30. Person 1 lifts 60-660 with 3, who
    is free; person 2 waits for another from 90 on, and is told first, then 1 (lowest of 1 and 3).
    """
    steps = """\
    - greet: {hidden: Greet, by: Desk, takes: 1 min}
    - lift: {hidden: Lift, by: Desk, takes: 10 min, crew: 2}
    """
    text = document(steps, parts=desk("3", ", own customers: yes"))
    result = play(text, [0, 30])
    same(column(result, "greet", "person"), [1, 2])
    same(rows(result, "lift", "person", "started"), [(1, 60), (2, 660)])
    same(result.busy["desk"], 2 * (60 + 1200))


@pytest.mark.parametrize(
    ("said", "people", "told"),
    [
        ("crew: 1, takes: 5 min", "2", "crew of one"),
        ("crew: 2", "2", "crew without takes"),
        ("crew: 3, takes: 5 min", "2", "crew too large"),
        ("crew: 2, takes: 5 min, needs: lifting", "2, skills: [2 lifting]", "crew too large"),
        ("crew: 2, takes: 5 min, batch: 3", "2", "crew of batch"),
    ],
)
def test_what_is_no_crew_is_refused(said: str, people: str, told: str):
    """Whole, two or more, with takes, and a part that ever has so many who can."""
    text = document(f"- lift: {{hidden: Lift, by: Desk, {said}}}\n", parts=desk(people))
    assert told in refused(text)


def test_a_crew_interrupts_nobody_and_comes_to_no_appointment():
    """No interruption for a crew; live or left only; a part with people only."""
    step = "- ring: {do: Ring, with: %s, via: %s, takes: 5 min, crew: 2, closed: -> done%s}\n"
    assert "crew interrupts" in refused(
        document(step % ("Desk", "phone", ", interrupts: yes"), parts=desk())
    )
    assert "crew alone" in refused(
        document(
            "- come: {do: Come, with: Desk, via: appointment, takes: 5 min, crew: 2}\n",
            parts=desk(),
        )
    )
    assert "nobody there" in refused(
        document("- work: {hidden: Work, by: Shop, takes: 5 min, crew: 2}\n")
    )
