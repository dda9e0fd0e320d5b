"""Grammar §4.11, rule 6: own customers, away, staff by hour."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    HOUR,
    MINUTE,
    OFFICE,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
)

EXECS = f"Execs: {{people: 2, open: {ALWAYS}, own customers: %s}}"
CALLS = """
- ask: {do: Ask, with: Execs, via: phone, takes: 5 min, closed: -> lost}
- idle: {wait: %s}
- again: {do: Ask again, with: Execs, via: phone, takes: 5 min, closed: -> lost}
- later: {wait: %s}
- third: {do: Ask a third time, with: Execs, via: phone, takes: 5 min, closed: -> lost}
"""


def test_a_case_is_bound_to_the_free_person_with_the_fewest_open_cases():
    """§4.11: bound at its first start to the free person with the fewest bound cases still open,
    lowest number.

    Case 0 at 0: person 1. Case 1 at 1000: person 2 (none bound; person 1 has one). Case 0 asks
    again 2100-2400: person 1. Case 2 at 2700: one each, lowest number: person 1, although
    person 2 has been idle longer (since 1300, person 1 since 2400).
    """
    text = document(CALLS % ("30 min", "10 days"), parts=EXECS % "yes")
    result = play(text, [0, 1000, 2700], until=20_000)
    same(column(result, "ask", "person"), [1, 2, 1])
    same(rows(result, "again", "started", "person"), [(2100, 1), (3100, 2), (4800, 1)])


def test_a_case_is_unbound_when_it_ends():
    """§4.11: fewest bound cases *still open*; unbound when it ends.

    Case 0 is over at 300; at 1000 nobody has a case: lowest number 1 (person 2 has been idle
    longer).
    """
    text = document(
        "- ask: {do: Ask, with: Execs, via: phone, takes: 5 min, closed: -> lost}",
        parts=EXECS % "yes",
    )
    result = play(text, [0, 1000])
    same(column(result, "ask", "person"), [1, 1])


def test_a_free_person_takes_the_first_who_is_unbound_or_theirs():
    """§4.11: a free person takes the first in the queue who is unbound or theirs.

    Case 0 at 0: person 1, 0-300; asks again at 900. Case 1 at 600: person 2, 600-900. Case 2
    at 700: person 1, the only one free, 700-1000. Case 0 waits from 900 for person 1, to
    1000, although person 2 is free; case 3, unbound, joins at 950 and overtakes: person 2.
    """
    text = document(CALLS % ("10 min", "10 days"), parts=EXECS % "yes")
    result = play(text, [0, 600, 700, 950], until=1400)
    same(
        rows(result, "ask", "started", "person"),
        [(0, 1), (600, 2), (700, 1), (950, 2)],
    )
    same(rows(result, "again", "joined", "started", "person")[:1], [(900, 1000, 1)])


def test_yes_within_lets_anybody_free_help_after_that_and_the_binding_stays():
    """§4.11: `within LAW` per visit, from joining, and the binding stays.

    As above without case 3: case 0 joins at 900; a minute later, 960, person 2 (free since
    900) takes the call, to 1260. Twenty minutes on, at 2460, both are free (case 2 asks again
    1600-1900): the third call goes to person 1, whose case it is.
    """
    text = document(CALLS % ("10 min", "20 min"), parts=EXECS % "yes within 1 min")
    result = play(text, [0, 600, 700])
    same(rows(result, "again", "joined", "started", "person")[0], (900, 960, 2))
    same(rows(result, "third", "started", "person")[0], (2460, 1))


def test_within_runs_from_each_joining():
    """§4.11: `within LAW` per visit: own person free in time is waited for.

    `yes within 2 min`: case 0 joins at 900, its person 1 is free at 1000, before 1020.
    """
    text = document(CALLS % ("10 min", "20 min"), parts=EXECS % "yes within 2 min")
    result = play(text, [0, 600, 700])
    same(rows(result, "again", "joined", "started", "person")[0], (900, 1000, 1))


AWAY = f"""
Execs: {{people: 1, open: {ALWAYS}, own customers: yes, away: 50% -> Desk}}
Desk: {{people: 1, open: {ALWAYS}}}
"""


def test_away_is_drawn_per_visit_and_another_part_is_asked():
    """§4.11: `away` is drawn per visit before queueing, live `do` only.

    u = 0.1 of 50 % at the first call: the desk answers. u = 0.9 at the second: the executive.
    """
    text = document(
        """
        - ask: {do: Ask, with: Execs, via: phone, takes: 5 min, closed: -> lost}
        - again: {do: Ask again, with: Execs, via: phone, takes: 5 min, closed: -> lost}
        """,
        parts=AWAY,
    )
    result = play(text, luck={("ask", 0, "away"): 0.1, ("again", 0, "away"): 0.9})
    same(column(result, "ask", "part") + column(result, "again", "part"), ["desk", "execs"])
    same([result.busy["desk"], result.busy["execs"]], [300, 300])


def test_away_does_not_touch_hidden_or_left_work():
    """§4.11: live `do` only: hidden work and letters stay with the executive whatever u."""
    text = document(
        """
        - work: {hidden: Work, by: Execs, takes: 5 min}
        - write: {do: Write, with: Execs, via: e-mail, takes: 5 min}
        """,
        parts=AWAY,
    )
    result = play(text, luck={("work", 0, "away"): 0.1, ("write", 0, "away"): 0.1})
    same(column(result, "work", "part") + column(result, "write", "part"), ["execs", "execs"])
    same(result.busy.get("desk", 0), 0)


def test_call_back_is_at_the_opening_of_the_part_really_asked():
    """§4.8: "call back at opening" returns at the next opening of the part asked (after `away`).

    Mon 14:00 the executive (08:00-16:00) is away (u = 0.1), the desk (10:00-12:00) is closed:
    back at Tue 10:00 + 10 min; not away then (u = 0.9): served by the executive at 10:10.
    """
    parts = f"""
        Execs: {{people: 1, open: {OFFICE}, own customers: yes, away: 50% -> Desk}}
        Desk: {{people: 1, open: Mon-Fri 10:00-12:00}}
        """
    text = document(
        """
        - ask:
            do: Ask
            with: Execs
            via: phone
            takes: 5 min
            closed: call back at opening within 10 min -> lost
        """,
        parts=parts,
    )
    luck = {("ask", 0, "away"): 0.1, ("ask", 1, "away"): 0.9}
    result = play(text, [at("Mon 14:00")], luck)
    same(
        rows(result, "ask", "ready", "part", "how"),
        [(at("Mon 14:00"), "desk", "closed"), (at("Tue 10:10"), "execs", "served")],
    )


SHRINKING = "Desk: {people: [Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1]}"
RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 20 min, closed: -> lost}"


def test_when_a_shift_shrinks_people_leave_after_their_current_job():
    """Rule 6, §4.11: a shift of k is persons 1..k; people leave after their current job.

    Calls of 20 min at 11:50 by cases 0 and 1 (persons 1 and 2, to 12:10). Cases 2 and 3 join
    at 12:05: person 2 goes home at 12:10 (10 min overtime), person 1 serves case 2 12:10-12:30
    and case 3 12:30-12:50. A shrink is no closing: nobody is found closed.
    """
    arrivals = [at("Mon 11:50"), at("Mon 11:50"), at("Mon 12:05"), at("Mon 12:05")]
    result = play(document(RING, parts=SHRINKING), arrivals)
    same(column(result, "ring", "person"), [1, 2, 1, 1])
    starts = [at("Mon 11:50"), at("Mon 11:50"), at("Mon 12:10"), at("Mon 12:30")]
    same(column(result, "ring", "started"), starts)
    same(result.overtime["desk"], 10 * MINUTE)


def test_hidden_work_of_someone_leaving_at_a_shrink_is_finished():
    """Rule 6: when a shift shrinks, people leave after their current job: it pauses at a closing
    only, and a shrink is none (§4.11).

    Two jobs of 20 min at 11:50: both end at 12:10.
    """
    text = document("- work: {hidden: Work, by: Desk, takes: 20 min}", parts=SHRINKING)
    result = play(text, [at("Mon 11:50")] * 2)
    same(column(result, "work", "ended"), [at("Mon 12:10")] * 2)
    same(result.overtime["desk"], 10 * MINUTE)


def test_paused_work_of_someone_off_shift_goes_to_the_first_free_before_the_queue():
    """§4.11: paused work of someone off shift goes to the first free, before the queue.

    Two people on Monday, one on Tuesday. At Mon 15:30 case 0 (person 1) and case 1 (person 2)
    begin 90 and 60 min of work: 60 and 30 min are left at 16:00. On Tuesday person 1 resumes
    case 0, 08:00-09:00, then does person 2's case 1, 09:00-09:30, then case 2, which has been
    in the queue since Mon 15:40: 09:30-10:30.
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 60 min, for Ann: {takes: 90 min}}",
        customers="Ann: {share: 50%}\nBob: {share: rest}",
        parts="Desk: {people: [Mon 08:00-16:00 x2, Tue 08:00-16:00 x1]}",
    )
    arrivals = [(at("Mon 15:30"), "Ann"), (at("Mon 15:30"), "Bob"), (at("Mon 15:40"), "Bob")]
    result = play(text, arrivals)
    same(column(result, "work", "ended"), [at("Tue 09:00"), at("Tue 09:30"), at("Tue 10:30")])
    same(result.busy["desk"], 3.5 * HOUR)
    same(result.overtime.get("desk", 0), 0)


def test_a_growing_shift_takes_the_queue_at_once():
    """§4.11: staff by hour: at 12:00 person 2 comes and takes the first in the queue.

    Case 0 is served 11:50-12:10 by person 1, case 1 waits from 11:55 to 12:00.
    """
    parts = "Desk: {people: [Mon-Fri 08:00-12:00 x1, Mon-Fri 12:00-16:00 x2]}"
    result = play(document(RING, parts=parts), [at("Mon 11:50"), at("Mon 11:55")])
    expected = [(at("Mon 11:50"), 1), (at("Mon 12:00"), 2)]
    same(rows(result, "ring", "started", "person"), expected)
    same(ends(result)[1], (at("Mon 12:20"), "served"))


@pytest.mark.parametrize(
    ("own", "start", "person"), [("yes", "Tue 08:00", 2), ("yes within 1 h", "Mon 14:05", 1)]
)
def test_a_case_of_someone_off_shift_waits_or_is_helped(own: str, start: str, person: int):
    """§4.11: only their own person takes them, or after `within LAW` anybody free; staff by hour:
    persons 1..k.

    Two executives 08-12, one 12-16. Case 1 is person 2's from Mon 10:00, its second work is
    ready at 13:05. `yes`: person 2 is back Tue 08:00. `yes within 1 h`: person 1 at 14:05.
    """
    hours = "[Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1]"
    text = document(
        """
        - work: {hidden: Work, by: Execs, takes: 5 min}
        - idle: {wait: 3 h, for Ann: {wait: 9 days}}
        - more: {hidden: More work, by: Execs, takes: 5 min}
        """,
        parts=f"Execs: {{people: {hours}, own customers: {own}}}",
        customers="Ann: {share: 50%}\nBob: {share: rest}",
    )
    result = play(text, [(at("Mon 10:00"), "Ann"), (at("Mon 10:00"), "Bob")])
    same(column(result, "work", "person"), [1, 2])
    same(rows(result, "more", "started", "person")[1:], [(at(start), person)])


def test_paused_jobs_of_people_off_shift_go_one_by_one_to_the_first_free():
    """§4.11: each to the first free, before the queue; two paused jobs, one person on Tuesday.

    Three people on Monday begin 60 min each at 15:30; on Tuesday person 1 finishes the 30 min of
    case 0 at 08:30, then those of cases 1 and 2 at 09:00 and 09:30, then case 3 (10:30).
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 60 min}",
        parts="Desk: {people: [Mon 08:00-16:00 x3, Tue 08:00-16:00 x1]}",
    )
    result = play(text, [at("Mon 15:30")] * 3 + [at("Mon 15:31")])
    times = [at("Tue 08:30"), at("Tue 09:00"), at("Tue 09:30"), at("Tue 10:30")]
    same(sorted(column(result, "work", "ended")), times)
    same(column(result, "work", "ended")[0], times[0])
    same(column(result, "work", "ended")[3], times[3])


def test_a_shift_that_grows_again_keeps_the_person_who_stayed_on():
    """Rule 6, §4.11: a job across a shrink and a growth is one job; overtime is the time between.

    Two people 08-12, one 12-13, two 13-16. Calls of 90 min at 11:50 by both, to 13:20: person 2
    was beyond the shift 12:00-13:00. The caller of 13:10 waits to 13:20.
    """
    hours = "[Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-13:00 x1, Mon-Fri 13:00-16:00 x2]"
    step = "- ring: {do: Ring, with: Desk, via: phone, takes: 90 min, closed: -> lost}"
    text = document(step, parts=f"Desk: {{people: {hours}}}")
    result = play(text, [at("Mon 11:50"), at("Mon 11:50"), at("Mon 13:10")])
    expected = [(at("Mon 11:50"), 1), (at("Mon 11:50"), 2), (at("Mon 13:20"), 1)]
    same(rows(result, "ring", "started", "person"), expected)
    same(result.overtime["desk"], HOUR)
