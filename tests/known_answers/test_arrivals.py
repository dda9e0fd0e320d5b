"""Grammar §4.14, rule 15: arrivals over the week and the load they offer."""

from __future__ import annotations

import pytest

from known_answers.harness import ALWAYS, document
from outsidein.document import read_text
from outsidein.simulation.load import offered_loads

TEN_A_DAY = "arrivals: {rate: 10 per day}"


def loads(text: str) -> dict[str, tuple[float, float]]:
    """Offered and staffed hours a week of each part."""
    found: dict[str, tuple[float, float]] = offered_loads(read_text(text))
    return found


def test_the_load_of_two_steps_with_a_loop_by_hand():
    """Rule 15: traffic equations; takes + wrap up of each joining, over staffed hours.

    10 a day, no profile = even: 70 cases a week. A quarter of the calls is followed by another:
    70 / 0.75 = 93.33 calls of 6 + 3 min = 14 h at a desk staffed 168 h. Each case is then
    packed once, 30 min: 35 h, by two people of 40 h: 80 h.
    """
    text = document(
        """
        - ring:
            do: Ring
            with: Desk
            via: phone
            takes: 6 min
            wrap up: 3 min
            closed: -> lost
        - clear: {choose: Is it clear, go: [25% no -> ring, yes -> pack]}
        - pack: {hidden: Pack, by: Packers, takes: 30 min, after: 1 day}
        """,
        parts=f"Desk: {{people: 1, open: {ALWAYS}}}\n"
        "Packers: {people: 2, open: Mon-Fri 08:00-16:00}",
        top=TEN_A_DAY,
    )
    found = loads(text)
    assert found["desk"] == pytest.approx((14.0, 168.0))
    assert found["packers"] == pytest.approx((35.0, 80.0))


def test_the_rate_is_the_mean_over_the_whole_week_whatever_the_profile():
    """§4.14: `rate` is the mean over the profile's whole week; hours not listed have none.

    10 a day are 70 a week although nobody comes at the weekend: 70 x 12 min = 14 h.
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 12 min}",
        top="arrivals: {rate: 10 per day, profile: [Mon-Fri 08:00-18:00 x1]}",
    )
    assert loads(text)["desk"] == pytest.approx((14.0, 168.0))


def test_weights_of_a_profile_are_per_hour_and_only_who_finds_it_open_joins():
    """§4.14: weights are per hour; design §3.2: arrivals in open hours.

    Mon-Fri 08-12 x3 and 12-18 x1: 12 + 6 = 18 parts a day, 12 of them while the desk is open
    (08-12): two thirds of 70 calls join, 6 min each: 4.667 h over 20 staffed hours.
    """
    text = document(
        "- ring: {do: Ring, with: Desk, via: phone, takes: 6 min, closed: -> lost}",
        parts="Desk: {people: 1, open: Mon-Fri 08:00-12:00}",
        top="arrivals:\n  rate: 10 per day\n"
        "  profile: [Mon-Fri 08:00-12:00 x3, Mon-Fri 12:00-18:00 x1]",
    )
    assert loads(text)["desk"] == pytest.approx((70 * 2 / 3 * 0.1, 20.0))


def test_staffed_hours_add_up_over_the_shifts():
    """§2: STAFF = a list of "HOURS xNUM": 5 x (4 x 2 + 4 x 1) + 3 x 1 = 63 hours a week."""
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 12 min}",
        parts="Desk:\n"
        "  people: [Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1, Sat 09:00-12:00 x1]",
        top=TEN_A_DAY,
    )
    assert loads(text)["desk"] == pytest.approx((14.0, 63.0))


def test_the_load_counts_the_mean_of_a_law_and_the_shares_of_ways_and_customers():
    """Rule 15: means of laws; ways by share, with `for CUSTOMER`.

    70 a week, 40 % Ann: 28, of whom 50 % ring: 14; 60 % Bob: 42, all ring (share 100 %): 42.
    56 calls of 1..5 min, mean 3 min: 2.8 h. Hidden: exponential 30 min: 35 h.
    """
    text = document(
        """
        - ask:
            do: Ask
            ways:
              web: {share: rest, with: Shop, own: 1 min}
              phone: {share: 50%, with: Desk, takes: 1..5 min, closed: -> web}
            for Bob: {ways: {phone: {share: 100%}}}
        - work: {hidden: Work, by: Packers, takes: exponential 30 min}
        """,
        customers="Ann: {share: 40%}\nBob: {share: rest}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}}}\nPackers: {{people: 1, open: {ALWAYS}}}",
        top=TEN_A_DAY,
    )
    found = loads(text)
    assert found["desk"] == pytest.approx((2.8, 168.0), rel=1e-4)
    assert found["packers"] == pytest.approx((35.0, 168.0), rel=1e-4)


def test_only_counts_those_who_do_not_pass():
    """§3: `only: Ann` of 40 %: 28 cases of 30 min are 14 h."""
    text = document(
        "- work: {only: Ann, hidden: Work, by: Desk, takes: 30 min}",
        customers="Ann: {share: 40%}\nBob: {share: rest}",
        top=TEN_A_DAY,
    )
    assert loads(text)["desk"] == pytest.approx((14.0, 168.0))


def test_self_service_is_no_load():
    """§4.7: `self` never queues, also at a part with people: it asks nobody's time."""
    text = document(
        """
        - form: {do: Form, with: Desk, via: web, own: 30 min}
        - work: {hidden: Work, by: Desk, takes: 12 min}
        """,
        top=TEN_A_DAY,
    )
    assert loads(text)["desk"] == pytest.approx((14.0, 168.0))
