"""Rules 14, 17, 18: rows, the stop, worth, and what is still under way."""

from __future__ import annotations

import pytest

from known_answers.harness import HOUR, MINUTE, TWO, column, document, ends, play, rows, same

RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 1 h, closed: -> lost}"


def test_what_has_not_ended_at_the_stop_is_under_way():
    """Rules 14, 18: the rest are "still under way": no end, no outcome, rows under way.

    Stop at 1.5 h: case 0 served 0-1 h, case 1 since 1 h, case 2 on hold.
    """
    result = play(document(RING), [0, 0, 0], until=1.5 * HOUR)
    same(column(result, "ring", "how"), ["served", "under way", "under way"])
    same(rows(result, "ring", "started", "ended")[0], (0, HOUR))
    same(column(result, "ring", "started"), [0, HOUR, None])
    same(ends(result), [(HOUR, "served"), (None, None), (None, None)])


def test_a_row_names_case_customer_step_visit_channel_part_and_person():
    """Rule 18: the columns of a log row."""
    result = play(document(RING, customers=TWO), [(5, "Bob")])
    fields = ("case", "customer", "step", "visit", "channel", "part", "person", "way", "mode")
    same(rows(result, "ring", *fields), [(0, "Bob", "ring", 0, "phone", "desk", 1, None, None)])
    case = result.cases[0]
    same([case.customer, case.start, case.end, case.outcome], ["Bob", 5, 5 + HOUR, "served"])


def test_cases_are_numbered_by_arrival():
    """Rule 18, §4.6: case is the order of arrival, whatever the segment."""
    result = play(document(RING, customers=TWO), [(0, "Bob"), (10, "Ann"), (20, "Bob")])
    same([case.customer for case in result.cases], ["Bob", "Ann", "Bob"])
    same([case.start for case in result.cases], [0, 10, 20])


@pytest.mark.parametrize(
    ("luck", "ann", "bob"), [(0.1, 38, 210), (0.5, 0, 0), (0.9, 0, -40)], ids=str
)
def test_one_money_is_for_served_and_outcomes_not_named_are_nothing(
    luck: float, ann: float, bob: float
):
    """Rule 17: one MONEY in `worth` is for served; outcomes not named are 0.

    30 % served, 30 % not served, the rest lost.
    """
    text = document(
        "- pick: {choose: What, go: [30% a -> done, 30% b -> gone, c -> lost]}",
        customers="Ann: {share: 50%, worth: 38 EUR}\n"
        "Bob: {share: rest, worth: {served: 210 EUR, lost: -40 EUR}}",
    )
    result = play(text, [(0, "Ann"), (0, "Bob")], {("pick", 0, "go"): luck})
    same([case.worth for case in result.cases], [ann, bob])


def test_busy_counts_takes_and_wrap_up_per_part():
    """Rule 3, rule 15: a person is held for takes and wrap up, not for own, pause or after."""
    text = document("""
        - ring:
            do: Ring
            with: Desk
            via: phone
            pause: 7 min
            own: 3 min
            takes: 5 min
            wrap up: 2 min
            after: 20 min
            closed: -> lost
        - pack: {hidden: Pack, by: Desk, takes: 4 min, wrap up: 1 min, after: 1 h}
        """)
    result = play(text, [0, HOUR])
    same(result.busy["desk"], 2 * 12 * MINUTE)
    same(ends(result)[0], ((7 + 3 + 5 + 20 + 4 + 60) * MINUTE, "served"))


def test_a_choice_gives_a_row_without_service():
    """The rows of steps without service have no joining and no start; they end when they go on."""
    text = document("- pick: {choose: What, pause: 1 h, go: [50% a -> done, b -> done]}")
    result = play(text)
    same(rows(result, "pick", "ready", "joined", "started", "finished"), [(0, None, None, HOUR)])


@pytest.mark.parametrize(
    ("step", "row"),
    [
        ("hidden: Work, by: Desk, takes: 1 min, after: 4 min", (None, "desk", 1, 0, 0, 60, 300)),
        (
            "tell: Inform, by: Desk, via: e-mail, takes: 1 min, after: 4 min",
            ("e-mail", "desk", 1, 0, 0, 60, 300),
        ),
        (
            "touch: Ring up, by: Desk, via: phone, takes: 1 min, next: done",
            ("phone", "desk", 1, 0, 0, 60, 60),
        ),
        (
            "do: Write, with: Desk, via: e-mail, own: 1 min, takes: 2 min, after: 3 min",
            ("e-mail", "desk", 1, 60, 60, 180, 360),
        ),
    ],
)
def test_the_row_of_each_kind_of_step(step: str, row: tuple[object, ...]):
    """Rule 18: channel, part, person, joined, started, ended and the moving on of each verb."""
    result = play(document(f"- step: {{{step}}}"))
    fields = ("channel", "part", "person", "joined", "started", "ended", "finished")
    same(rows(result, "step", *fields), [row])
    same(
        rows(result, "step", "ready", "visit", "way", "how", "mode"), [(0, 0, None, "served", None)]
    )


def test_the_row_of_a_visit_without_service():
    """Rule 18: who left or found it closed has asked a part, was served by nobody, and moves on
    at that moment.

    Case 0 talks 15:30-16:30; case 1, on hold from 15:35, leaves at 15:45; case 2 comes at 17:00.
    """
    text = document(
        """
        - ring:
            do: Ring
            with: Desk
            via: phone
            takes: 1 h
            patience: 10 min -> gone
            closed: -> lost
        """,
        parts="Desk: {people: 1, open: Mon-Fri 08:00-16:00}",
    )
    base = 15 * HOUR + 30 * MINUTE
    result = play(text, [base, base + 5 * MINUTE, 17 * HOUR])
    fields = ("part", "person", "started", "finished", "how", "contact")
    same(
        rows(result, "ring", *fields)[1:],
        [
            ("desk", None, None, base + 15 * MINUTE, "left", True),
            ("desk", None, None, 17 * HOUR, "closed", True),
        ],
    )
