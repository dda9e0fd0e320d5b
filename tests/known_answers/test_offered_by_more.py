"""Rule 15: the load that booked channels, races, some of and several starts offer."""

from __future__ import annotations

import pytest

from known_answers.harness import ALWAYS, OFFICE, document
from outsidein.document import read_text
from outsidein.simulation.load import offered_loads

TEN_A_DAY = "arrivals: {rate: 10 per day}"
WORK = "- work: {hidden: Work, by: Desk, takes: 12 min%s}"


def desk_hours(steps: str, **rest: str) -> tuple[float, float]:
    """Offered and staffed hours a week of the desk, at 70 cases a week."""
    text = document(steps, top=TEN_A_DAY, **rest)  # type: ignore[arg-type]
    found: tuple[float, float] = offered_loads(read_text(text))["desk"]
    return found


def test_everybody_who_books_joins():
    """§4.7: never closed: all 70 x 12 min = 14 h come to a desk open 40 h, at whatever hour."""
    steps = "- visit: {do: Visit, with: Desk, via: appointment, takes: 12 min}"
    parts = f"Desk: {{people: 1, open: {OFFICE}}}"
    assert desk_hours(steps, parts=parts) == pytest.approx((14.0, 40.0))


def test_own_time_after_the_visit_is_the_customers():
    """§4.7: `own` is counted after the service: no load; wrap up is: 70 x 18 min = 21 h."""
    steps = (
        "- visit: {do: See, with: Desk, via: appointment, takes: 12 min, own: 1 h, wrap up: 6 min}"
    )
    assert desk_hours(steps) == pytest.approx((21.0, 168.0))


@pytest.mark.parametrize(
    ("one", "other", "chance"),
    [
        ("1 day", "2 days", 1.0),
        ("2 days", "1 day", 0.0),
        ("1 day", "1 day", 1.0),
        ("exponential 1 day", "exponential 3 days", 0.75),
        ("0..2 days", "1 day", 0.5),
        ("0..2 days", "0..4 days", 0.75),
    ],
)
def test_a_race_sends_who_wins(one: str, other: str, chance: float):
    """Each case goes where the earliest of two runners leads; 14 h if all go to work.

    Constants: the smaller, of equals the first. Exponentials of rates 1 and 1/3: 1 / (1 + 1/3).
    Uniform 0..2 against 1: a half. Uniform 0..2 against 0..4: E(1 - X/4) = 1 - 1/4 = 3/4.
    """
    steps = (
        f"- think: {{first of: [yes after {one} -> work, no after {other} -> done]}}\n" + WORK % ""
    )
    found = desk_hours(steps)
    assert found[0] == pytest.approx(14.0 * chance, abs=14e-3)
    assert found[1] == pytest.approx(168.0)


def test_each_branch_of_some_of_by_its_share():
    """40 % and 70 %, each on its own: 70 x (0.4 x 12 + 0.7 x 30) min = 30.1 h."""
    steps = """
        - both:
            some of:
              40% short: [{quick: {hidden: Quick, by: Desk, takes: 12 min}}]
              70% long: [{slow: {hidden: Slow, by: Desk, takes: 30 min}}]
        """
    assert desk_hours(steps)[0] == pytest.approx(30.1)


def test_the_rest_of_some_of_is_when_no_other_was_taken():
    """(1 - 0.4)(1 - 0.7) = 18 % talk for 1 h: 12.6 h; who comes on afterwards are all 70: 14 h."""
    steps = """
        - both:
            some of:
              40% short: [{quick: {hidden: Quick, by: Courier, after: 12 min}}]
              70% long: [{slow: {hidden: Slow, by: Courier, after: 30 min}}]
              rest talk: [{chat: {hidden: Talk, by: Desk, takes: 1 h}}]
        """
    assert desk_hours(steps)[0] == pytest.approx(12.6)
    assert desk_hours(steps.rstrip() + "\n        " + WORK % "")[0] == pytest.approx(26.6)


def test_starts_by_their_shares():
    """30 % come in by phone: 21 x 12 min = 4.2 h; all 70 do the second work of 30 min: 35 h."""
    steps = """
        - by-phone: {start: Rings up, share: 30%}
        - work: {hidden: Work, by: Desk, takes: 12 min}
        - by-web: {start: By the web, share: rest}
        - more: {hidden: More, by: Desk, takes: 30 min}
        """
    assert desk_hours(steps)[0] == pytest.approx(39.2)


def test_starts_of_one_customer():
    """Ann, 40 %, has one start; Bob two, half and half: 28 + 21 of 70 work 12 min: 9.8 h."""
    steps = """
        - anns: {start: Ann's way in, only: Ann}
        - bobs: {start: Bob's way in, share: 50%, only: Bob}
        - work: {hidden: Work, by: Desk, takes: 12 min, next: done}
        - web: {start: By the web, share: rest, only: Bob}
        - form: {do: Form, with: Shop, via: web, own: 1 min}
        """
    found = desk_hours(steps, customers="Ann: {share: 40%}\nBob: {share: rest}")
    assert found[0] == pytest.approx(9.8)


def test_an_end_of_everything_is_an_end():
    """Nothing flows on from it: half of 70 come to work: 7 h."""
    steps = (
        "- pick: {choose: What, go: [50% stop -> stop, on -> work]}\n"
        "- stop: {end: Over, outcome: not served, ends: everything}\n" + WORK % ""
    )
    assert desk_hours(steps, parts=f"Desk: {{people: 1, open: {ALWAYS}}}")[0] == pytest.approx(7.0)


def test_a_repeat_takes_its_own_time():
    """Again with a half: 1 first time of 10 min and 1 repeat of 2 min each: 70 x 12 min = 14 h."""
    steps = """
        - ring: {hidden: Work, by: Desk, takes: 10 min, takes again: 2 min}
        - more: {choose: Again, go: [50% yes -> ring, no -> done]}
        """
    assert desk_hours(steps)[0] == pytest.approx(14.0)


def test_slow_people_are_held_longer():
    """Everybody at 50 %: 12 min are 24: 28 h; a step that needs nothing stays at 14 h."""
    parts = f"Desk: {{people: 1, open: {ALWAYS}, skills: [French at 50%]}}"
    assert desk_hours(WORK % ", needs: French", parts=parts)[0] == pytest.approx(28.0)
    assert desk_hours(WORK % "", parts=parts)[0] == pytest.approx(14.0)


def test_who_is_absent_is_no_capacity():
    """A fifth of two people's 80 h is not there, though paid: 64 h to work in."""
    parts = f"Desk: {{people: 2, open: {OFFICE}, absent: 20%}}"
    assert desk_hours(WORK % "", parts=parts) == pytest.approx((14.0, 64.0))


def test_each_time_of_a_repeated_call():
    """1..3 times, 2 on average: 70 x 2 x 12 min = 28 h; none: nothing; at once as one by one."""
    shared = "- wash: {hidden: Wash, by: Desk, takes: 12 min}"
    for keys, hours in (("times: 1..3", 28.0), ("times: 3, at once: yes", 42.0)):
        found = desk_hours(f"- hear: {{call: wash, {keys}}}", shared=shared)
        assert found[0] == pytest.approx(hours)


def test_a_batch_is_one_service():
    """Three at a time: a third of 14 h."""
    steps = "- work: {hidden: Work, by: Desk, takes: 12 min, batch: 3}"
    assert desk_hours(steps)[0] == pytest.approx(14.0 / 3)


def test_each_of_a_crew_works_as_long():
    """Three people at a time, who wrap up for 3 min each: 3 x 15 min for 12: 52.5 h."""
    steps = "- work: {hidden: Work, by: Desk, takes: 12 min, wrap up: 3 min, crew: 3}"
    parts = f"Desk: {{people: 3, open: {ALWAYS}}}"
    assert desk_hours(steps, parts=parts)[0] == pytest.approx(3 * 14.0 * 15 / 12)
