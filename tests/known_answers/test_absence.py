"""`absent`: each time a person comes on duty, whether they come is drawn for the whole shift."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    DAY,
    HOUR,
    OFFICE,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

WORK = "- work: {hidden: Work, by: Desk, takes: 1 h}"
RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> lost%s}"


def desk(people: int | str = 1, hours: str = OFFICE, more: str = "") -> str:
    """A desk whose people are absent in one shift of five."""
    staff = f"people: {people}" + (f", open: {hours}" if isinstance(people, int) else "")
    return f"Desk: {{{staff}, absent: 20%{more}}}"


def away(*days: int, person: int = 1, shifts: int = 8) -> dict[tuple[object, ...], float]:
    """Luck that makes a person absent on these shifts and come to all the others."""
    return {
        (f"desk.{person}", shift, "absent"): 0.1 if shift in days else 0.9
        for shift in range(shifts)
    }


@pytest.mark.parametrize(("luck", "start"), [(0.19, "Tue 08:00"), (0.21, "Mon 09:00")])
def test_below_the_share_the_person_is_absent(luck: float, start: str):
    """Below 20 % absent until that shift ends: the work of Mon 09:00 waits to Tuesday."""
    drawn = away() | {("desk.1", 0, "absent"): luck}
    result = play(document(WORK, parts=desk()), [at("Mon 09:00")], drawn)
    same(column(result, "work", "started"), [at(start)])


def test_each_shift_draws_anew():
    """Visit = how often they came on duty before: absent Monday and Tuesday, there on Wednesday."""
    result = play(document(WORK, parts=desk()), [at("Mon 09:00")], away(0, 1))
    same(column(result, "work", "started"), [at("Wed 08:00")])


def test_the_others_do_their_work():
    """Two people: the first is absent, the second does both jobs one after the other."""
    luck = away(0) | away(person=2)
    result = play(document(WORK, parts=desk(2)), [at("Mon 09:00")] * 2, luck)
    same(rows(result, "work", "person", "started"), [(2, at("Mon 09:00")), (2, at("Mon 10:00"))])


def test_each_person_draws_for_themselves():
    """Each has the stream "desk.number": the second is absent on Monday, the first on Tuesday."""
    luck = away(1) | away(0, person=2)
    arrivals = [at("Mon 09:00"), at("Tue 09:00")]
    result = play(document(WORK, parts=desk(2)), arrivals, luck)
    same(column(result, "work", "person"), [1, 2])


def test_everybody_absent_is_open_all_the_same():
    """The part is open, the queue waits: the call of 09:00 is not found closed then, but still
    queueing at closing, at 16:00: 7 h in queue.
    """
    result = play(document(RING % "", parts=desk()), [at("Mon 09:00")], away(0))
    same(rows(result, "ring", "joined", "started", "how"), [(at("Mon 09:00"), None, "closed")])
    same(ends(result), [(at("Mon 16:00"), "lost")])
    same(spent(result), {"in queue": 7 * HOUR})


def test_who_waits_at_an_empty_desk_loses_patience():
    """Rule 7: it runs from joining as ever: left at 09:30."""
    text = document(RING % ", patience: 30 min -> gone", parts=desk())
    result = play(text, [at("Mon 09:00")], away(0))
    same(ends(result), [(at("Mon 09:30"), "not served")])


def test_the_luck_of_customers_is_not_touched():
    """A stream of its own (segment 255): with 0 % every case goes as without the key."""
    steps = RING.replace("10 min", "exponential 10 min") % ""
    arrivals = [at("Mon 08:00") + 300.0 * k for k in range(40)]
    parts = desk(2).replace("20%", "0%")
    plain = parts.replace(", absent: 0%", "")
    same(ends(play(document(steps, parts=parts), arrivals)),
         ends(play(document(steps, parts=plain), arrivals)))  # fmt: skip


def test_paused_work_of_someone_absent_goes_to_the_first_free():
    """Like that of someone off shift: before the queue.

    Two people: at Mon 15:30 both begin 1 h of work. On Tuesday person 1 is absent: person 2
    resumes her own first, 08:00-08:30, then person 1's, 08:30-09:00, then the job in the queue
    since Mon 15:40.
    """
    luck = away(1) | away(person=2)
    arrivals = [at("Mon 15:30"), at("Mon 15:30"), at("Mon 15:40")]
    result = play(document(WORK, parts=desk(2)), arrivals, luck)
    same(column(result, "work", "ended"), [at("Tue 09:00"), at("Tue 08:30"), at("Tue 10:00")])


def test_all_absent_the_paused_work_waits_for_its_own_person():
    """One person, absent on Tuesday: the work paused on Monday is resumed on Wednesday."""
    result = play(document(WORK, parts=desk()), [at("Mon 15:30")], away(1))
    same(column(result, "work", "ended"), [at("Wed 08:30")])


def test_a_part_that_never_closes_has_one_shift():
    """Drawn also at time 0; a desk always open has one shift: absent, its person never comes.

    The second person does all the work.
    """
    luck = away(0) | away(person=2)
    result = play(document(WORK, parts=desk(2, ALWAYS)), [0, DAY, 2 * DAY], luck)
    same(column(result, "work", "person"), [2, 2, 2])


def test_open_at_time_zero_is_the_first_shift():
    """A desk open on Monday from 00:00: its first shift begins at 0 and ends at 08:00.

    Hours 00-08 and 12-20 each day: absent in the first (visit 0), there in the second.
    """
    hours = "[Mon-Sun 00:00-08:00, Mon-Sun 12:00-20:00]"
    result = play(document(WORK, parts=desk(1, hours)), [0], away(0))
    same(column(result, "work", "started"), [at("Mon 12:00")])


def test_only_who_comes_on_duty_draws():
    """Level rises to include them: at noon person 2 comes and draws; person 1 does not again.

    Person 2 is absent from 12:00: the second job of 12:30 waits for person 1, to 13:30. On Tuesday
    noon it is her second shift: there.
    """
    hours = "[Mon-Fri 08:00-12:00 x1, Mon-Fri 12:00-16:00 x2]"
    luck = away(0, person=2) | away()
    arrivals = [at("Mon 12:30"), at("Mon 12:30"), at("Tue 12:30"), at("Tue 12:30")]
    result = play(document(WORK, parts=desk(hours)), arrivals, luck)
    starts = [at("Mon 12:30"), at("Mon 13:30"), at("Tue 12:30"), at("Tue 12:30")]
    same(column(result, "work", "started"), starts)
    same(column(result, "work", "person")[:2], [1, 1])
    same(sorted(column(result, "work", "person")[2:]), [1, 2])


def test_a_shrink_and_a_growth_are_two_shifts():
    """Two people 08-12, one 12-13, two 13-16: person 2 comes on duty twice a day.

    Absent in her first, there in her second: jobs of 08:00 and 08:00: person 1 does both,
    08:00-10:00; jobs of 13:00: persons 1 and 2.
    """
    hours = "[Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-13:00 x1, Mon-Fri 13:00-16:00 x2]"
    luck = away() | away(0, person=2)
    arrivals = [at("Mon 08:00")] * 2 + [at("Mon 13:00")] * 2
    result = play(document(WORK, parts=desk(hours)), arrivals, luck)
    same(column(result, "work", "person")[:2], [1, 1])
    same(sorted(column(result, "work", "person")[2:]), [1, 2])


def test_hours_that_touch_are_one_shift():
    """§4.11: hours that touch are joined: nobody draws anew at noon: absent all Monday."""
    hours = "[Mon-Fri 08:00-12:00, Mon-Fri 12:00-16:00]"
    result = play(document(WORK, parts=desk(1, hours)), [at("Mon 09:00")], away(0))
    same(column(result, "work", "started"), [at("Tue 08:00")])


def test_own_customers_wait_for_their_person_who_is_absent():
    """Own customers and absence are independent: bound to person 1 on Monday, who is absent on
    Tuesday: the second job waits to Wednesday although person 2 is free.
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 1 h}\n- idle: {wait: 1 day}\n"
        "- more: {hidden: More work, by: Desk, takes: 1 h}",
        parts=desk(2, more=", own customers: yes"),
    )
    luck = away(1) | away(person=2)
    result = play(text, [at("Mon 09:00")], luck)
    same(rows(result, "more", "person", "started"), [(1, at("Wed 08:00"))])


def test_who_is_absent_is_not_free_to_those_who_look():
    """Balks count people on duty: one of two absent: the second call at 09:00 sees nobody free."""
    text = document(RING % ", patience: 1 h -> gone, balks: at 0 waiting", parts=desk(2))
    luck = away(0) | away(person=2)
    result = play(text, [at("Mon 09:00")] * 2, luck)
    same(column(result, "ring", "how"), ["served", "left"])
    same(column(result, "ring", "person"), [2, None])
