"""`year` and `closed on`: weeks that are busier, and days on which a part has nobody."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    OFFICE,
    OFFICE_DESK,
    WEEK,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)
from outsidein.document import read_text
from outsidein.simulation.arrivals import arrivals_until
from outsidein.simulation.load import offered_loads

WORK = "- work: {hidden: Work, by: Desk, takes: 30 min}"
RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 30 min, closed: %s}"


def shut(days: str, more: str = "") -> str:
    """An office desk that is closed on these days."""
    return f"Desk: {{people: 1, open: {OFFICE}, closed on: [{days}]{more}}}"


def times(year: str, weeks: float) -> list[float]:
    """Arrivals of ten a day on these weeks of a year."""
    top = f"arrivals: {{rate: 10 per day{year}}}"
    process = read_text(document(WORK, top=top))
    return [time for time, _ in arrivals_until(process, weeks * WEEK, 1, 0)]


def test_a_holiday_is_found_closed():
    """Week 1 Mon: Monday 09:00 is closed; Tuesday, and Monday of week 2, are not."""
    result = play(
        document(RING % "-> lost", parts=shut("week 1 Mon")),
        [at("Mon 09:00"), at("Tue 09:00"), at("Mon 09:00", week=1)],
    )
    same(column(result, "ring", "how"), ["closed", "served", "served"])


def test_work_waits_over_a_holiday():
    """Of Fri 15:50, paused at 16:00; Monday of week 2 is closed: resumed on Tuesday, to 08:20."""
    result = play(document(WORK, parts=shut("week 2 Mon")), [at("Fri 15:50")])
    same(column(result, "work", "ended"), [at("Tue 08:20", week=1)])
    same(result.overtime.get("desk", 0), 0)


def test_a_call_back_comes_at_the_next_opening_that_is():
    """Found closed on Fri 20:00; the next opening is Tuesday of week 2: back 10 min after it."""
    steps = RING % "call back at opening within 10 min -> lost"
    result = play(document(steps, parts=shut("week 2 Mon")), [at("Fri 20:00")])
    same(column(result, "ring", "ready"), [at("Fri 20:00"), at("Tue 08:10", week=1)])


def test_a_range_of_days_and_several_entries():
    """Week 1 Thu-Fri and week 2 Tue: work of Thu 09:00 is done Mon 08:00; of week 2 Tue on Wed."""
    result = play(
        document(WORK, parts=shut("week 1 Thu-Fri, week 2 Tue")),
        [at("Wed 09:00"), at("Thu 09:00"), at("Tue 09:00", week=1)],
    )
    starts = [at("Wed 09:00"), at("Mon 08:00", week=1), at("Wed 08:00", week=1)]
    same(column(result, "work", "started"), starts)


def test_only_that_part_is_closed():
    """That part has no staff on those days; another has."""
    parts = shut("week 1 Mon") + f"\nYard: {{people: 1, open: {OFFICE}}}"
    text = document(WORK + "\n- more: {hidden: More, by: Yard, takes: 30 min}", parts=parts)
    result = play(text, [at("Mon 09:00")])
    same(column(result, "work", "started"), [at("Tue 08:00")])
    text = document("- more: {hidden: More, by: Yard, takes: 30 min}", parts=parts)
    same(column(play(text, [at("Mon 09:00")]), "more", "started"), [at("Mon 09:00")])


def test_a_year_has_52_weeks():
    """The year repeats: week 53 is week 1 again: closed on its Monday; week 52 is not."""
    result = play(
        document(RING % "-> lost", parts=shut("week 1 Mon")),
        [at("Mon 09:00", week=51), at("Mon 09:00", week=52), at("Mon 09:00", week=53)],
    )
    same(column(result, "ring", "how"), ["served", "closed", "served"])


def test_the_last_and_the_first_day_of_the_year():
    """Week 52 Fri and week 1 Mon: work of Thu 15:50, week 52, is resumed on Tuesday of week 1."""
    result = play(document(WORK, parts=shut("week 52 Fri, week 1 Mon")), [at("Thu 15:50", week=51)])
    same(column(result, "work", "ended"), [at("Tue 08:20", week=52)])


def test_who_is_on_hold_when_the_holiday_would_begin_is_not_cut():
    """A part open day and night is closed at 00:00 of the holiday: on hold then is found closed.

    The call of Sun 23:45 is finished 00:15 in overtime; the one of 23:50 is found closed at 00:00.
    """
    parts = "Desk: {people: 1, open: Mon-Sun 00:00-24:00, closed on: [week 2 Mon]}"
    result = play(document(RING % "-> lost", parts=parts), [at("Sun 23:45"), at("Sun 23:50")])
    same(column(result, "ring", "how"), ["served", "closed"])
    same(ends(result)[1], (at("Mon 00:00", week=1), "lost"))
    same(result.overtime["desk"], 900)
    same(spent(result, 1), {"in queue": 600})


def test_without_holidays_nothing_changes():
    """A holiday on a day that is closed anyway: every row as without it."""
    arrivals = [at("Mon 07:00") + 3600.0 * k for k in range(100)]
    one = play(document(WORK, parts=shut("week 1 Sat")), arrivals)
    other = play(document(WORK, parts=OFFICE_DESK), arrivals)
    fields = ("joined", "started", "ended")
    same(rows(one, "work", *fields), rows(other, "work", *fields))


def test_a_busy_week_has_more_arrivals():
    """Weights of the weeks, 1 if not listed; `rate` is the mean over the year.

    Week 1 x2, week 2 x0.5, 50 others x1: the mean weight is 52.5 / 52. Unit-rate epochs are mapped
    by the cumulative rate: what came at t of week 1 without a year comes at t (52.5 / 52) / 2.
    """
    plain, yearly = times("", 3), times(", year: [week 1 x2, week 2 x0.5]", 1)
    assert len(yearly) > 100
    mean = 52.5 / 52
    same(yearly, [time * mean / 2 for time in plain[: len(yearly)]])


def test_the_second_week_follows_the_first():
    """Two weeks of weight w use up 2 w of the epochs: the third begins where 2.5 weeks' worth did.

    In week 3 (weight 1) an arrival comes at 2 weeks + (t - 2.5 weeks / mean) mean.
    """
    mean = 52.5 / 52
    plain, yearly = times("", 4), times(", year: [week 1 x2, week 2 x0.5]", 3)
    before = 2.5 * WEEK / mean
    third = [time for time in yearly if time > 2 * WEEK]
    expected = [2 * WEEK + (time - before) * mean for time in plain if time > before]
    assert len(third) > 40
    same(third, expected[: len(third)])


@pytest.mark.parametrize("year", ["[week 1..52 x3]", "[week 1..26 x1, week 27..52 x1]"])
def test_equal_weights_are_no_year(year: str):
    """Equal weights change nothing: the mean is what it was."""
    same(times(f", year: {year}", 2), times("", 2))


def test_weeks_of_no_arrivals():
    """Weight 0: nobody comes in week 1; the 51 others share the year's."""
    yearly = times(", year: [week 1 x0]", 2)
    assert min(yearly) > WEEK
    plain = times("", 2)
    same(yearly[:50], [WEEK + time * 51 / 52 for time in plain[:50]])


def test_holidays_take_staffed_hours():
    """Five days of a year of 260: 8 h a day: (40 x 52 - 40) / 52 hours a week."""
    parts = shut("week 1 Mon-Fri")
    process = read_text(document(WORK, parts=parts, top="arrivals: {rate: 1 per day}"))
    offered, staffed = offered_loads(process)["desk"]
    assert offered == pytest.approx(3.5)
    assert staffed == pytest.approx(40 * 51 / 52)
