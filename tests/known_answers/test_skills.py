"""`skills` and `needs`: who can serve what, and how fast."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
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

PLAIN = "- plain: {only: Ann, do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done%s}\n"
FRENCH = (
    "- french: {only: Bob, do: Sonner, with: Desk, via: phone, takes: 10 min, closed: -> done,"
    " needs: French%s}\n"
)


def desk(skills: str, people: int = 2, more: str = "") -> str:
    """A desk always open whose people can do these things."""
    return f"Desk: {{people: {people}, open: {ALWAYS}, skills: [{skills}]{more}}}"


def both(skills: str, people: int = 2, more: str = "", needs: str = "") -> str:
    """Ann's plain calls and Bob's in French."""
    return document(PLAIN % "" + FRENCH % needs, customers=TWO, parts=desk(skills, people, more))


def test_only_who_has_the_skill_serves():
    """Person 2 knows French: Bob's call goes to them although 1 is the lower number; a second
    call in French of 60 waits for them to 600 although person 1 is free.
    """
    result = play(both("2 French"), [(0, "Bob"), (60, "Bob")])
    same(rows(result, "french", "person", "started"), [(2, 0), (2, 600)])


def test_a_skill_without_numbers_is_everybodys():
    """NAME alone: everybody can: persons 1 and 2 at once."""
    result = play(both("French"), [(0, "Bob"), (60, "Bob")])
    same(rows(result, "french", "person", "started"), [(1, 0), (2, 60)])


def test_a_range_of_persons():
    """A..B NAME: persons 2 and 3 of three."""
    result = play(both("2..3 French", people=3), [(0, "Bob"), (0, "Bob"), (0, "Bob")])
    same(rows(result, "french", "person", "started"), [(2, 0), (3, 0), (2, 600)])


def test_a_free_person_takes_the_first_whom_they_can_serve():
    """Who is next: French calls since 60 and 90, a plain one since 120.

    Person 2 (French) talks French 0-600; person 1 (plain) talks 0-300. At 300 person 1 passes over
    Bob's call of 60 and takes Ann's of 120; at 600 person 2 takes Bob's.
    """
    text = both("2 French").replace(
        "takes: 10 min, closed: -> done}", "takes: 5 min, closed: -> done}", 1
    )
    arrivals = [(0, "Ann"), (0, "Bob"), (60, "Bob"), (120, "Ann")]
    result = play(text, arrivals)
    same(rows(result, "plain", "person", "started"), [(1, 0), (1, 300)])
    same(rows(result, "french", "person", "started"), [(2, 0), (2, 600)])


def test_a_step_without_needs_is_served_by_anybody():
    """Longest idle, lowest number: person 1, then the French one too."""
    result = play(both("2 French"), [(0, "Ann"), (60, "Ann")])
    same(column(result, "plain", "person"), [1, 2])


def test_the_first_in_the_queue_may_take_the_skilled_person():
    """No person is kept back: Ann's two calls at 0 hold both to 600; Bob's of 0 waits to 600."""
    result = play(both("2 French"), [(0, "Ann"), (0, "Ann"), (0, "Bob")])
    same(column(result, "plain", "started"), [0, 0])
    same(rows(result, "french", "person", "started"), [(2, 600)])


def test_the_longest_idle_of_those_who_can():
    """Persons 2 and 3 know French. 2 serves 0-600, 3 serves 60-660 of Bob's; 1 has been idle from
    the start. At 1000: person 2, idle since 600.
    """
    result = play(both("2..3 French", people=3), [(0, "Bob"), (60, "Bob"), (1000, "Bob")])
    same(column(result, "french", "person"), [2, 3, 2])


@pytest.mark.parametrize(
    ("skills", "end"),
    [
        ("1..2 French at 80%", 750),
        ("1..2 French at 200%", 300),
        ("French at 50%", 1200),
        ("1 French at 80%, 2 French at 50%", 750),
        ("1..2 French", 600),
    ],
)
def test_the_time_is_divided_by_the_speed(skills: str, end: float):
    """The drawn takes is divided by the speed of the person: 10 min at 80 % are 12.5 min."""
    same(ends(play(both(skills), [(0, "Bob")])), [(end, "served")])


def test_each_person_has_a_speed_of_their_own():
    """Persons 1 and 2 at 80 % and 50 %: 750 s and 1200 s."""
    result = play(both("1 French at 80%, 2 French at 50%"), [(0, "Bob"), (0, "Bob")])
    same(rows(result, "french", "person", "ended"), [(1, 750), (2, 1200)])
    same(result.busy["desk"], 1950)


def test_a_speed_is_that_of_the_skill_needed():
    """A step without `needs` at 100 %: the French one at 50 % rings Ann for 10 min."""
    result = play(both("2 French at 50%"), [(0, "Ann"), (0, "Ann")])
    same(column(result, "plain", "ended"), [600, 600])


def test_a_speed_at_anything():
    """A..B anything at 80 %: at steps without `needs`: 10 min are 12.5, French is as it says."""
    result = play(both("2 anything at 80%, 2 French at 50%"), [(0, "Ann"), (60, "Ann")])
    same(rows(result, "plain", "person", "ended"), [(1, 600), (2, 60 + 750)])
    result = play(both("2 anything at 80%, 2 French at 50%"), [(0, "Bob")])
    same(rows(result, "french", "person", "ended"), [(2, 1200)])


def test_wrap_up_is_not_divided():
    """Only the drawn `takes`: 10 min at 50 % are 20, the wrap up of 5 min stays: busy 25 min."""
    result = play(both("French at 50%", needs=", wrap up: 5 min"), [(0, "Bob")])
    same(result.busy["desk"], 1500)
    same(ends(result), [(1200, "served")])


def test_the_luck_is_the_same_whoever_serves():
    """The uniform is the customer's: u = 0.5 of 0..20 min is 10 min, at 50 % 20 min."""
    text = both("1 French, 2 French at 50%").replace("takes: 10 min", "takes: 0..20 min")
    result = play(text, [(0, "Bob"), (0, "Bob")], {("french", 0, "takes"): 0.5})
    same(rows(result, "french", "person", "ended"), [(1, 600), (2, 1200)])


def test_nobody_of_the_skill_on_duty_is_open_all_the_same():
    """Only person 2 knows French and is there 08-12: a letter of 13:00 waits to Tuesday 08:00, the
    plain work of 13:30 is done at once.
    """
    text = document(
        """
        - write: {only: Bob, do: Write, with: Desk, via: e-mail, takes: 10 min, needs: French}
        - work: {only: Ann, hidden: Work, by: Desk, takes: 10 min}
        """,
        customers=TWO,
        parts="Desk: {people: [Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1],"
        " skills: [2 French]}",
    )
    result = play(text, [(at("Mon 13:00"), "Bob"), (at("Mon 13:30"), "Ann")])
    same(rows(result, "write", "person", "started"), [(2, at("Tue 08:00"))])
    same(column(result, "work", "started"), [at("Mon 13:30")])


@pytest.mark.parametrize(
    "step",
    [
        "hidden: Work, by: Desk, takes: 10 min, needs: French",
        "tell: Inform, by: Desk, via: e-mail, takes: 10 min, needs: French",
        "touch: Ring up, by: Desk, via: phone, takes: 10 min, needs: French, next: done",
        "check: Judge, by: Desk, takes: 10 min, needs: French, go: [50% a -> done, b -> done]",
        "do: Write, with: Desk, via: e-mail, takes: 10 min, needs: French",
        "do: Visit, with: Desk, via: appointment, takes: 10 min, needs: French",
    ],
)
def test_every_kind_of_work_may_need_a_skill(step: str):
    """Person 2 does it, at 50 %: 20 min."""
    text = document(f"- work: {{{step}}}", parts=desk("2 French at 50%"))
    result = play(text)
    same(rows(result, "work", "person", "ended"), [(2, 1200)])


def test_needs_of_one_customer_only():
    """§3: `for CUSTOMER`: Bob's call needs French, Ann's nothing."""
    text = document(
        PLAIN.replace("only: Ann, ", "") % ", for Bob: {needs: French}",
        customers=TWO,
        parts=desk("2 French"),
    )
    result = play(text, [(0, "Bob"), (0, "Ann")])
    same(column(result, "plain", "person"), [2, 1])


def test_own_customers_are_bound_among_the_skilled():
    """Own customers as before, among the skilled: bound to the French one, who then takes the plain
    call, too, though person 1 is free.
    """
    text = document(
        "- first-call: {do: Sonner, with: Desk, via: phone, takes: 10 min, closed: -> done,"
        " needs: French}\n"
        "- again: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done}",
        parts=desk("2 French", more=", own customers: yes"),
    )
    result = play(text)
    same(column(result, "first-call", "person") + column(result, "again", "person"), [2, 2])


def test_paused_work_goes_to_someone_who_can():
    """§4.11: paused work of someone off shift goes to the first free. Reading: who can do it.

    Persons 1 and 3 know French: 3 begins at Mon 15:30 (1 is busy to 15:40); on Tuesday only
    persons 1 and 2 are there: person 1 resumes it.
    """
    text = document(
        """
        - work: {only: Bob, hidden: Work, by: Desk, takes: 1 h, needs: French}
        - fill: {only: Ann, hidden: Fill, by: Desk, takes: 40 min}
        """,
        customers=TWO,
        parts="Desk: {people: [Mon 08:00-16:00 x3, Tue 08:00-16:00 x2], skills: [1 French,"
        " 3 French]}",
    )
    arrivals = [(at("Mon 15:00"), "Ann"), (at("Mon 15:30"), "Bob")]
    result = play(text, arrivals)
    same(column(result, "fill", "person"), [1])
    same(column(result, "work", "ended"), [at("Tue 08:30")])


def test_someone_with_several_skills():
    """Person 1 has both, person 2 one: Bob's French at 50 %, Ann's German at 200 %."""
    text = document(
        PLAIN % ", needs: German" + FRENCH % "",
        customers=TWO,
        parts=desk("1 French at 50%, 1 German at 200%, 2 German"),
    )
    result = play(text, [(0, "Bob"), (1200, "Ann"), (1200, "Ann")])
    same(rows(result, "french", "person", "ended"), [(1, 1200)])
    same(rows(result, "plain", "person", "ended"), [(2, 1800), (1, 1500)])


@pytest.mark.parametrize(
    ("skills", "word"),
    [("2 German", "french"), ("2 Frnch", "french"), ("5 French", "5")],
)
def test_a_skill_that_nobody_has_is_a_fault(skills: str, word: str):
    """No one with a needed skill, an unknown skill, a person there never is: faults."""
    assert word in refused(both(skills))


def test_patience_runs_while_nobody_can():
    """Person 2 talks French 0-600; Bob's second call of 60 with 5 min of patience leaves at 360,
    person 1 free all the time.
    """
    text = both("2 French", needs=", patience: 5 min -> done")
    result = play(text, [(0, "Bob"), (60, "Bob")])
    same(rows(result, "french", "how", "finished"), [("served", 600), ("left", 360)])
    same(ends(result)[1], (360, "served"))


def test_bound_to_someone_who_cannot():
    """Own customers among the skilled: bound to person 1, who knows no French: the call in French
    is person 2's; the binding stays: the third call is person 1's.
    """
    text = document(
        "- first-call: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done}\n"
        "- french: {do: Sonner, with: Desk, via: phone, takes: 10 min, closed: -> done,"
        " needs: French}\n"
        "- third: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done}",
        parts=desk("2 French", more=", own customers: yes"),
    )
    result = play(text)
    found = [column(result, step, "person") for step in ("first-call", "french", "third")]
    same(found, [[1], [2], [1]])
    same(ends(result), [(1800, "served")])
