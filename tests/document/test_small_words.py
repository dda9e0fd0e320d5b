"""The spelling of what was added to the small language, there and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from outsidein.document import phrases, spelling, syntax
from outsidein.document.syntax import TextError
from outsidein.model.behaviour import Balk, Batch, Holiday, Limit, Overflow, Skill, Times, Weeks

HOUR = syntax.law("1 h")


@pytest.mark.parametrize(
    ("read", "spell", "text", "value"),
    [
        (phrases.balks, spelling.balks, "at 5 waiting", Balk(at=5)),
        (phrases.balks, spelling.balks, "40% at 0 waiting -> web",
         Balk(chance=0.4, at=0, to="web")),
        (phrases.limit, spelling.limit, "1 h -> chase", Limit(law=HOUR, to="chase")),
        (phrases.overflow, lambda v: spelling.overflow(v, v.part), "at 3 waiting -> Night",
         Overflow(at=3, part="Night")),
        (phrases.skill, spelling.skill, "orders", Skill(name="orders")),
        (phrases.skill, spelling.skill, "2 quotes at 80%",
         Skill(name="quotes", first=2, last=2, speed=0.8)),
        (phrases.skill, spelling.skill, "1..3 look at this",
         Skill(name="look at this", first=1, last=3)),
        (phrases.batch, spelling.batch, "20", Batch(size=20)),
        (phrases.batch, spelling.batch, "20 or after 1 h", Batch(size=20, after=HOUR)),
        (phrases.times, spelling.times, "3", Times(least=3, most=3)),
        (phrases.times, spelling.times, "0..3", Times(least=0, most=3)),
        (phrases.weeks, spelling.weeks, "week 51..52 x2", Weeks(first=51, last=52, weight=2.0)),
        (phrases.weeks, spelling.weeks, "week 9 x0.8", Weeks(first=9, last=9, weight=0.8)),
        (phrases.holiday, spelling.holiday, "week 52 Thu-Fri",
         Holiday(week=52, first_day=3, last_day=4)),
    ],
)  # fmt: skip
def test_a_phrase_is_read_and_written(
    read: Callable[[str], Any], spell: Callable[[Any], str], text: str, value: Any
) -> None:
    """Reading gives the value, writing the text."""
    assert read(text) == value
    assert spell(value) == text


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (phrases.balks, "5 waiting"),
        (phrases.overflow, "at 3 waiting"),
        (phrases.skill, "3..1 orders"),
        (phrases.skill, "orders at 0%"),
        (phrases.batch, "0"),
        (phrases.times, "3..1"),
        (phrases.weeks, "week 50..53 x1"),
        (phrases.holiday, "24 December"),
        (phrases.holiday, "week 52 Sat-Mon"),
    ],
)
def test_what_cannot_be_read_says_why(read: Callable[[str], Any], text: str) -> None:
    """With a hint that says how to write it."""
    with pytest.raises(TextError) as found:
        read(text)
    assert found.value.what
