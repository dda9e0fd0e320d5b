"""Rule 6, grammar §2 and §4.11: hours, nights, weekends, working days; a week by hand."""

from __future__ import annotations

import pytest

from known_answers.harness import HOUR, MINUTE, at, column, document, ends, play, rows, same

BROKEN_DAY = "Desk: {people: 1, open: [Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00]}"
ASK = """
- ask:
    do: Ask
    with: Desk
    via: phone
    takes: 40 min
    patience: 30 min -> gone
    closed: call back at opening within 15 min -> gone
"""


def test_a_week_with_closed_hours():
    """Rules 1, 5, 6, 7: one person, Mon-Fri 09:00-12:00 and 13:00-17:00, calls of 40 min.

    case  arrives      what happens
    0     Mon 09:30    09:30-10:10
    1     Mon 09:50    waits 20 min, 10:10-10:50
    2     Mon 09:55    out of patience at 10:25
    3     Mon 11:40    11:40-12:20 (20 min of overtime)
    4     Mon 11:50    on hold to 12:00, found closed; back 13:15-13:55
    5     Mon 12:30    found closed; back 13:15 behind case 4; out of patience at 13:45
    6     Mon 16:50    16:50-17:30 (30 min of overtime)
    7     Fri 16:55    16:55-17:35 (35 min of overtime)
    8     Fri 17:00    found closed; back next Monday 09:15-09:55
    9     Sat 10:00    found closed; back Monday 09:15 behind case 8; gone at 09:45
    Seven are served: 280 min of work, 85 of them overtime.
    """
    arrivals = [
        at("Mon 09:30"),
        at("Mon 09:50"),
        at("Mon 09:55"),
        at("Mon 11:40"),
        at("Mon 11:50"),
        at("Mon 12:30"),
        at("Mon 16:50"),
        at("Fri 16:55"),
        at("Fri 17:00"),
        at("Sat 10:00"),
    ]
    result = play(document(ASK, parts=BROKEN_DAY), arrivals)
    expected = [
        (0, at("Mon 09:30"), "served"),
        (1, at("Mon 10:10"), "served"),
        (2, None, "left"),
        (3, at("Mon 11:40"), "served"),
        (4, None, "closed"),
        (4, at("Mon 13:15"), "served"),
        (5, None, "closed"),
        (5, None, "left"),
        (6, at("Mon 16:50"), "served"),
        (7, at("Fri 16:55"), "served"),
        (8, None, "closed"),
        (8, at("Mon 09:15", week=1), "served"),
        (9, None, "closed"),
        (9, None, "left"),
    ]
    same(rows(result, "ask", "case", "started", "how"), expected)
    same(
        ends(result),
        [
            (at("Mon 10:10"), "served"),
            (at("Mon 10:50"), "served"),
            (at("Mon 10:25"), "not served"),
            (at("Mon 12:20"), "served"),
            (at("Mon 13:55"), "served"),
            (at("Mon 13:45"), "not served"),
            (at("Mon 17:30"), "served"),
            (at("Fri 17:35"), "served"),
            (at("Mon 09:55", week=1), "served"),
            (at("Mon 09:45", week=1), "not served"),
        ],
    )
    same(result.busy["desk"], 280 * MINUTE)
    same(result.overtime["desk"], 85 * MINUTE)
    same(result.cases[4].seconds["in queue"], 10 * MINUTE)
    same(result.cases[4].seconds["between tries"], 75 * MINUTE)


@pytest.mark.parametrize(
    ("begin", "end", "week"),
    [("Mon 10:00", "Mon 16:00", 0), ("Fri 15:00", "Mon 12:00", 1), ("Fri 16:30", "Mon 14:30", 1)],
)
def test_hidden_work_pauses_at_lunch_at_night_and_at_the_weekend(begin: str, end: str, week: int):
    """Rule 6: five hours of hidden work in opening hours only.

    Mon 10-12 and 13-16. Fri 15-17 and Mon 9-12. Fri 16:30-17:00, Mon 9-12, 13-14:30.
    """
    text = document("- work: {hidden: Work, by: Desk, takes: 5 h}", parts=BROKEN_DAY)
    result = play(text, [at(begin)])
    same(ends(result), [(at(end, week=week), "served")])
    same(result.busy["desk"], 5 * HOUR)
    same(result.overtime.get("desk", 0), 0)


RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 20 min, closed: -> lost}"


def test_hours_past_midnight_are_two_entries_and_one_shift():
    """§2: past midnight = two entries; §4.11: hours that touch are joined.

    Mon 22:00-24:00 and Tue 00:00-06:00: calls at 23:50 and 23:55; the second waits over
    midnight to Tue 00:10; no overtime.
    """
    parts = "Desk: {people: 1, open: [Mon 22:00-24:00, Tue 00:00-06:00]}"
    result = play(document(RING, parts=parts), [at("Mon 23:50"), at("Mon 23:55")])
    same(column(result, "ring", "started"), [at("Mon 23:50"), at("Tue 00:10")])
    same(result.overtime.get("desk", 0), 0)


def test_hours_that_touch_are_joined_also_from_sunday_to_monday():
    """§4.11: also Sunday to Monday: on hold from Sun 23:55 to Monday 00:10 of the next week."""
    parts = "Desk: {people: 1, open: [Sun 20:00-24:00, Mon 00:00-04:00]}"
    result = play(document(RING, parts=parts), [at("Sun 23:50"), at("Sun 23:55")])
    same(column(result, "ring", "started"), [at("Sun 23:50"), at("Mon 00:10", week=1)])
    same(result.overtime.get("desk", 0), 0)


def test_every_day_round_the_clock_never_closes():
    """§4.11: Mon-Sun 00:00-24:00 is one shift without end, also for work of 20 days."""
    result = play(document("- work: {hidden: Work, by: Desk, takes: 20 days}"), [0])
    same(ends(result), [(20 * 24 * HOUR, "served")])


@pytest.mark.parametrize(
    ("after", "begin", "end", "week"),
    [
        ("1 working day", "Tue 12:00", "Wed 12:00", 0),
        ("1 working day", "Fri 12:00", "Mon 12:00", 1),
        ("1 working day", "Sat 10:00", "Tue 00:00", 1),
        ("2 working days", "Thu 18:00", "Mon 18:00", 1),
        ("5 working days", "Wed 09:00", "Wed 09:00", 1),
        ("3 days", "Fri 12:00", "Mon 12:00", 1),
    ],
)
def test_a_working_day_is_24_hours_of_a_clock_that_runs_on_working_days(
    after: str, begin: str, end: str, week: int
):
    """§2: default Mon-Fri; 24 h of a clock that runs only then.

    Sat 10:00 plus one: the clock starts Mon 00:00, done Tue 00:00. Plain days run always.
    """
    text = document(f"- ship: {{hidden: Transport, by: Courier, after: {after}}}")
    same(ends(play(text, [at(begin)])), [(at(end, week=week), "served")])


def test_working_days_may_be_named():
    """§3: top key `working days`: with Mon-Sat, Fri 12:00 plus one is Sat 12:00."""
    text = document(
        "- ship: {hidden: Transport, by: Courier, after: 1 working day}",
        top="working days: Mon-Sat",
    )
    same(ends(play(text, [at("Fri 12:00")])), [(at("Sat 12:00"), "served")])


def test_a_uniform_law_in_working_days():
    """§2: 1..3 working days at u = 0.25 is 1.5 of them: Fri 12:00 to Tue 00:00."""
    text = document("- ship: {hidden: Transport, by: Courier, after: 1..3 working days}")
    result = play(text, [at("Fri 12:00")], {("ship", 0, "after"): 0.25})
    same(ends(result), [(at("Tue 00:00", week=1), "served")])


def test_call_back_at_opening_means_the_next_opening():
    """§4.8: the next opening: of the afternoon at lunch, of Monday on Friday night."""
    result = play(document(ASK, parts=BROKEN_DAY), [at("Mon 12:10"), at("Fri 20:00")])
    same(
        [row for row in rows(result, "ask", "case", "joined", "how") if row[2] == "served"],
        [(0, at("Mon 13:15"), "served"), (1, at("Mon 09:15", week=1), "served")],
    )
