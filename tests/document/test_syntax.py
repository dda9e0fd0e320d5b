"""The small language of values, value by value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.document import spelling, syntax
from outsidein.document.syntax import TextError
from outsidein.model.behaviour import Law, OwnCustomers, Period
from outsidein.model.process import Source

DAY = 86_400.0


def constant(seconds: float, unit: str) -> Law:
    return Law(kind="constant", parameters=(seconds,), unit=unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 min", constant(240, "min")),
        ("0 s", constant(0, "s")),
        ("0.5 h", constant(1800, "h")),
        ("1 day", constant(DAY, "day")),
        ("2 weeks", constant(14 * DAY, "week")),
        ("3 working days", constant(3 * DAY, "working day")),
        ("1..3 min", Law(kind="uniform", parameters=(60, 180), unit="min")),
        ("exponential 4 min", Law(kind="exponential", parameters=(240,), unit="min")),
        (
            "lognormal 6 min sd 3 min",
            Law(kind="lognormal", parameters=(360, 180), unit="min"),
        ),
        ("gamma 1 h sd 20 min", Law(kind="gamma", parameters=(3600, 1200), unit="h")),
        ("normal 5 min sd 30 s", Law(kind="normal", parameters=(300, 30), unit="min")),
        (
            "triangular 1..2..5 days",
            Law(kind="triangular", parameters=(DAY, 2 * DAY, 5 * DAY), unit="day"),
        ),
        (
            "lognormal 1 working day sd 0.5 days",
            Law(kind="lognormal", parameters=(DAY, DAY / 2), unit="working day"),
        ),
    ],
)
def test_laws(text: str, expected: Law) -> None:
    """Every law of the grammar has its kind, its parameters in seconds, and its unit."""
    assert syntax.law(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4", "write 4 min"),
        ("4min", "write 4 min"),
        ("4 mins", "write min"),
        ("2 hours", "write h"),
        ("5 months", "say 30 days"),
        ("1..2 months", "say 30 days"),
        ("1 year", "say 365 days"),
        ("-4 min", "negative"),
        ("3..1 min", "smallest first"),
        ("1..1 min", "smallest first"),
        ("lognormal 6 min", "sd 3 min"),
        ("lognormal 0 min sd 3 min", "never varies"),
        ("gamma 5 min sd 0 min", "never varies"),
        ("logarithmic 6 min sd 3 min", "lognormal"),
        ("triangular 1..2 min", ""),
        ("4 min sd 2 min", ""),
        ("gamma 5 min sd 1 working day", "sd 1 working da"),
        ("06 min", ""),
        ("1_000 min", ""),
        ("1e3 min", ""),
        ("٤ min", ""),
        ("9999999999999 s", "at most"),
        ("", ""),
    ],
)
def test_what_is_no_law(text: str, hint: str) -> None:
    """A text that is no law says so, with how to write it where that can be known."""
    with pytest.raises(TextError) as caught:
        syntax.law(text)
    assert hint in f"{caught.value.hint} {caught.value.what}"


@pytest.mark.parametrize(
    ("text", "expected"), [("82%", 0.82), ("0.3%", 0.003), ("0%", 0.0), ("100%", 1.0)]
)
def test_percentages(text: str, expected: float) -> None:
    """A percentage is the nearest number to its hundredth: 0.3% is 0.003 to the last bit."""
    assert syntax.percent(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("82", "write 82%"),
        ("0.82", "write 82%"),
        ("82 %", "write 82%"),
        ("101%", "100%"),
        ("-5%", ""),
        ("50%%", "write 50%"),
        ("half", "82%"),
    ],
)
def test_what_is_no_percentage(text: str, hint: str) -> None:
    """A share without its sign is never guessed at."""
    with pytest.raises(TextError) as caught:
        syntax.percent(text)
    assert hint in f"{caught.value.hint} {caught.value.what}"


def test_money_and_rates() -> None:
    """An amount has a sign, a number and a currency; a cost is per hour."""
    assert syntax.money("-40 EUR") == (-40.0, "EUR")
    assert syntax.money("0.20 EUR") == (0.2, "EUR")
    assert syntax.rate("32 EUR/h") == (32.0, "EUR")
    for text in ("40", "40 €", "EUR 40", "40 eur"):
        with pytest.raises(TextError):
            syntax.money(text)
    for text in ("32 EUR", "32 EUR/day", "-32 EUR/h"):
        with pytest.raises(TextError):
            syntax.rate(text)


def test_arrivals_and_chances() -> None:
    """A rate is customers a second; a chance may be per unit of time."""
    assert syntax.arrival_rate("300 per day") == (300 / DAY, "day")
    assert syntax.chance("40%") == (0.4, None)
    assert syntax.chance("2% per day") == (0.02, "day")
    for text in ("300", "0 per day", "300 a day", "5 per working day", "5 per month"):
        with pytest.raises(TextError):
            syntax.arrival_rate(text)


def test_hours() -> None:
    """Hours are days and times; Sat-Mon goes round the week; 24:00 ends a day."""
    assert syntax.hours("Mon-Fri 08:00-18:30") == Period(
        first_day=0, last_day=4, start_seconds=28_800, end_seconds=66_600
    )
    assert syntax.hours("Sat-Mon 00:00-24:00").intervals()[2] == (0.0, DAY)
    assert syntax.weighted_hours("Sat 09:00-13:00 x0.5")[1] == 0.5
    assert syntax.working_days(["Mon-Thu", "Sat"]) == (0, 1, 2, 3, 5)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Mon-Fri 8-18", "Mon-Fri 08:00-18:00"),
        ("Mo-Fr 08:00-18:00", "Mon-Fri"),
        ("mon-fri 08:00-18:00", "Mon"),
        ("Mon-Fri 08:00-25:00", "24:00"),
        ("Mon-Fri 08:60-18:00", "24:00"),
        ("Mon 22:00-06:00", "two entries"),
        ("Mon 08:00-08:00", "two entries"),
        ("Mon 00:00-24:01", "24:00"),
    ],
)
def test_what_are_no_hours(text: str, hint: str) -> None:
    """Past midnight is two entries; times are of a day."""
    with pytest.raises(TextError) as caught:
        syntax.hours(text)
    assert hint in f"{caught.value.hint} {caught.value.what}"


def test_sources() -> None:
    """A source stands at the end, with how many were observed and when."""
    assert syntax.source_of("4 min ~observed n=812 2024 and 2025") == (
        "4 min",
        Source(kind="observed", n=812, period="2024 and 2025"),
    )
    assert syntax.source_of("4 min ~assumed") == ("4 min", Source(kind="assumed"))
    assert syntax.source_of("4 min") == ("4 min", None)
    for text in ("4 min ~obsrved", "4 min ~observed n=many"):
        with pytest.raises(TextError):
            syntax.source_of(text)


def test_other_values() -> None:
    """The rest of the small language."""
    assert syntax.own_customers("yes") == OwnCustomers()
    assert syntax.own_customers("yes within 1 min") == OwnCustomers(within=constant(60, "min"))
    assert syntax.poor_rule("more than 2 contacts") == ("more than contacts", 2.0)
    assert syntax.poor_rule("promise broken") == ("promise broken", 0.0)
    assert syntax.yes_or_no("no") is False
    assert syntax.share("rest") is None
    assert syntax.whole("12") == 12
    for read, text in (
        (syntax.own_customers, "no"),
        (syntax.poor_rule, "late"),
        (syntax.yes_or_no, "true"),
        (syntax.whole, "1.5"),
        (syntax.measure, "happiness"),
    ):
        with pytest.raises(TextError):
            read(text)
    assert syntax.measure("time in all") == "time in all"


positive = st.floats(1e-6, 1e5)


@given(positive, st.sampled_from(["s", "min", "h", "day", "week", "working day"]))
def test_a_duration_is_read_back_to_the_last_bit(seconds: float, unit: str) -> None:
    """Writing finds the digits that say the same number again."""
    law = constant(seconds, unit)
    assert syntax.law(spelling.law(law)) == law


@given(st.one_of(st.just(0.0), st.floats(1e-9, 1)))
def test_a_share_is_read_back_to_the_last_bit(share: float) -> None:
    """No share is changed by writing it."""
    assert syntax.percent(spelling.percent(share)) == share


@given(positive)
def test_a_rate_is_read_back_to_the_last_bit(rate: float) -> None:
    """No rate of arrivals is changed by writing it."""
    assert syntax.arrival_rate(spelling.arrival_rate(rate, "week")) == (rate, "week")


def test_what_people_wrote_is_written_again() -> None:
    """The shortest digits are those of the document."""
    for text in ("82%", "0.3%", "33.3%"):
        assert spelling.percent(syntax.percent(text)) == text
    for text in ("4 min", "70 s", "0.1 h", "1..3 working days", "lognormal 6 min sd 3 min"):
        assert spelling.law(syntax.law(text)) == text
    assert spelling.money(syntax.money("-0.35 EUR")[0], "EUR") == "-0.35 EUR"
    assert spelling.working_days((0, 1, 2, 5)) == ["Mon-Wed", "Sat"]
