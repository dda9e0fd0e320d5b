"""The small language of values: numbers, durations, laws, money, hours, sources.

Pure functions from a text to a value; a text they cannot read raises `TextError`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from outsidein.model.behaviour import Law, LawKind, OwnCustomers, Period
from outsidein.model.process import Source, SourceKind
from outsidein.units import DAYS, UNIT_SECONDS
from outsidein.words import did_you_mean

LARGEST = 10**12
MOST_PEOPLE = 10_000  # each person is a record in every run
MOST_TIMES = 1_000  # more tries, visits or acts of one customer would never end
NUMBER = r"(?:0|[1-9]\d*)(?:\.\d+)?"
UNITS = r"(?:s|min|h|days?|weeks?|working days?)"
_DURATION = re.compile(rf"({NUMBER}) ({UNITS})")
_TWO = re.compile(rf"({NUMBER})\.\.({NUMBER}) ({UNITS})")
_THREE = re.compile(rf"triangular ({NUMBER})\.\.({NUMBER})\.\.({NUMBER}) ({UNITS})")
_SPREAD = re.compile(r"(lognormal|gamma|normal) (.+?) sd (.+)")
_SOURCE = re.compile(r"^(.*?)\s*~\s*(\S+)(?:\s+n=(\S+))?(?:\s+(.+))?$", re.DOTALL)
_HOURS = re.compile(r"(\w{3})(?:-(\w{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)

UNIT_HINTS = {
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "mins": "min", "minute": "min",
    "minutes": "min", "m": "min", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "d": "day",
    "w": "week", "workday": "working day", "workdays": "working days",
}  # fmt: skip


class TextError(ValueError):
    """A text that does not follow the grammar: what is wrong, and how to write it."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


def clean(text: str) -> str:
    """Return the text with every run of blanks as one."""
    return " ".join(text.split())


def number(text: str) -> float:
    """Read NUM: 12 or 0.5."""
    return float(exact_number(text))


def exact_number(text: str) -> Fraction:
    """Read NUM without rounding it."""
    if not re.fullmatch(NUMBER, text, re.ASCII):
        raise TextError(f'"{text}" is not a number', _number_hint(text))
    value = Fraction(text) if len(text) <= 40 else Fraction(LARGEST + 1)
    if value > LARGEST:
        raise TextError(f'"{text[:40]}" is too large', f"at most {LARGEST:,}")
    return value


def _number_hint(text: str) -> str:
    if re.fullmatch(r"-\d.*", text):
        return "it cannot be negative"
    plain = text.replace("_", "").replace("'", "").replace(" ", "").lstrip("0")
    if re.fullmatch(NUMBER, plain, re.ASCII):
        return f"write {plain}"
    if re.fullmatch(r"\d+,\d+", plain, re.ASCII):
        return f"write {plain.replace(',', '.')}"
    return "write a number such as 12 or 0.5"


def times(text: str) -> int:
    """Read how often something happens at most."""
    return whole(text, least=1, most=MOST_TIMES)


def whole(text: str, *, least: int = 0, most: int = LARGEST) -> int:
    """Read a whole number that is not below ``least`` nor above ``most``."""
    value = exact_number(text)
    if value > most:
        raise TextError(f'"{text}" is too large', f"at most {most:,}")
    if value.denominator != 1 or value < least:
        raise TextError(f'"{text}" is not a whole number of at least {least}')
    return int(value)


def percent(text: str) -> float:
    """Read PCT (82%) as a share from 0 to 1."""
    if not text.endswith("%") or not re.fullmatch(NUMBER, text[:-1], re.ASCII):
        raise TextError(f'"{text}" is not a percentage', _percent_hint(text))
    value = exact_number(text[:-1]) / 100
    if value > 1:
        raise TextError(f"{text} is more than 100%", "a share is 100% at most")
    return float(value)


def _percent_hint(text: str) -> str:
    digits = text.replace("%", "").replace(" ", "")
    if not re.fullmatch(NUMBER, digits, re.ASCII):
        return "write a percentage such as 82%"
    value = Fraction(digits) if len(digits) < 40 else Fraction(0)
    if "%" not in text and value < 1:
        return f"write {float(value * 100):g}%"
    return f"write {digits}%"


def share(text: str) -> float | None:
    """Read SHARE: a percentage, or `rest` as None."""
    return None if text == "rest" else percent(text)


def duration(text: str) -> Law:
    """Read DUR (4 min) as a constant law."""
    value, unit = _duration(text)
    return Law(kind="constant", parameters=(value,), unit=unit)


def _duration(text: str) -> tuple[float, str]:
    found = _DURATION.fullmatch(text)
    if not found:
        raise TextError(f'"{text}" is not a duration', _duration_hint(text))
    unit = unit_of(found[2])
    return _seconds(found[1], unit), unit


def _seconds(text: str, unit: str) -> float:
    return float(exact_number(text) * int(UNIT_SECONDS[unit]))


def unit_of(text: str) -> str:
    """Return the unit's name in the singular."""
    unit = text[:-1] if text in {"days", "weeks", "working days"} else text
    if unit not in UNIT_SECONDS:
        raise TextError(f'"{text}" is not a unit of time', _unit_hint(text))
    return unit


def _unit_hint(unit: str) -> str:
    if unit.rstrip("s") == "month":
        return "a month has no fixed length: say 30 days"
    if unit.rstrip("s") == "year":
        return "a year has no fixed length: say 365 days"
    if unit in UNIT_HINTS:
        return f"write {UNIT_HINTS[unit]}"
    return did_you_mean(unit, ["s", "min", "h", "day", "week", "working day"])


def _duration_hint(text: str) -> str:
    found = re.fullmatch(rf"({NUMBER}) *([a-zA-Z ]+)", text, re.ASCII)
    if not found:
        if re.match(r"-\d", text):
            return "it cannot be negative"
        if found := re.fullmatch(rf"(\d+),(\d+) ({UNITS})", text, re.ASCII):
            return f"write {found[1]}.{found[2]} {found[3]}"
        if re.fullmatch(NUMBER, text, re.ASCII):
            return f"write {text} min, or another unit"
        return "write a number and a unit, such as 4 min"
    try:
        unit_of(found[2])
    except TextError as wrong:
        return wrong.hint
    return f"write {found[1]} {found[2]}"


def law(text: str) -> Law:
    """Read LAW: 4 min · 1..3 days · exponential 4 min · lognormal 6 min sd 3 min · triangular."""
    if found := _SPREAD.fullmatch(text):
        return _spread(*found.groups())
    if text.startswith("exponential "):
        mean, unit = _duration(text.removeprefix("exponential "))
        _positive(mean, "the mean")
        return Law(kind="exponential", parameters=(mean,), unit=unit)
    if found := _THREE.fullmatch(text):
        return _rising("triangular", found.groups())
    if found := _TWO.fullmatch(text):
        return _rising("uniform", found.groups())
    head = text.split(" ", maxsplit=1)[0]
    if re.fullmatch(r"[A-Za-z]+", head):
        raise TextError(f'"{text}" is not a law of a duration', _law_hint(head))
    if ".." in text:
        raise TextError(f'"{text}" is not a law of a duration', _range_hint(text))
    return duration(text)


def _law_hint(head: str) -> str:
    forms = {
        "lognormal": "write lognormal 6 min sd 3 min",
        "gamma": "write gamma 6 min sd 3 min",
        "normal": "write normal 6 min sd 3 min",
        "exponential": "write exponential 4 min",
        "triangular": "write triangular 1..2..5 min",
        "uniform": "write 1..3 min",
        "constant": "write 4 min",
    }
    return forms.get(head.lower(), "") or did_you_mean(head, forms)


def _range_hint(text: str) -> str:
    """Return the hint for a range that cannot be read, most often for its unit."""
    found = re.fullmatch(rf"{NUMBER}\.\.{NUMBER}(?:\.\.{NUMBER})? *([a-z A-Z]*)", text, re.ASCII)
    if not found:
        return "write 1..3 min"
    try:
        unit_of(found[1])
    except TextError as wrong:
        return wrong.hint or "write 1..3 min"
    return "three numbers are triangular 1..2..5 min"


def _spread(kind: str, mean_text: str, deviation_text: str) -> Law:
    mean, unit = _duration(mean_text)
    deviation, other = _duration(deviation_text)
    if other == "working day" != unit:
        raise TextError("the mean must be in working days too", f"write sd {deviation_text[:-1]}")
    _positive(mean, "the mean")
    _positive(deviation, "the sd")
    names: dict[str, LawKind] = {"lognormal": "lognormal", "gamma": "gamma", "normal": "normal"}
    return Law(kind=names[kind], parameters=(mean, deviation), unit=unit)


def _positive(seconds: float, what: str) -> None:
    if seconds <= 0:
        raise TextError(
            f"{what} must be more than 0", "a duration that never varies is plain: 4 min"
        )


def _rising(kind: LawKind, groups: tuple[str | None, ...]) -> Law:
    *ends, unit_text = (g or "" for g in groups)
    unit = unit_of(unit_text)
    values = tuple(_seconds(end, unit) for end in ends)
    if list(values) != sorted(values) or values[0] == values[-1]:
        raise TextError(f'"{"..".join(ends)}" does not rise', "write the smallest first")
    return Law(kind=kind, parameters=values, unit=unit)


def money(text: str) -> tuple[float, str]:
    """Read MONEY (-40 EUR): the amount and its currency."""
    found = re.fullmatch(rf"(-?)({NUMBER}) ([A-Z]{{3}})", text, re.ASCII)
    if not found:
        raise TextError(f'"{text}" is not an amount of money', "write it as 40 EUR")
    amount = number(found[2])
    return (-amount if found[1] else amount), found[3]


def rate(text: str) -> tuple[float, str]:
    """Read RATE (32 EUR/h): the amount an hour and its currency."""
    amount, slash, unit = text.partition("/")
    if not slash or unit.strip() != "h" or amount.startswith("-"):
        raise TextError(f'"{text}" is not a cost per hour', "write it as 32 EUR/h")
    return money(amount.strip())


def arrival_rate(text: str) -> tuple[float, str]:
    """Read the rate of arrivals (300 per day): customers a second, and the unit as written."""
    amount, per, unit_text = text.partition(" per ")
    if not per:
        raise TextError(f'"{text}" is not a rate of arrivals', "write it as 300 per day")
    unit = unit_of(unit_text)
    if unit == "working day":
        raise TextError("arrivals per working day are not known", "write them per week")
    value = exact_number(amount)
    if value == 0:
        raise TextError("nobody would arrive", "write a rate of more than 0")
    return float(value / int(UNIT_SECONDS[unit])), unit


def chance(text: str) -> tuple[float, str | None]:
    """Read a chance, with its unit of time if it has one: 40% or 2% per day."""
    amount, per, unit = text.partition(" per ")
    return percent(amount), unit_of(unit) if per else None


def hours(text: str) -> Period:
    """Read HOURS: Mon-Fri 08:00-18:00."""
    found = _HOURS.fullmatch(text)
    if not found:
        raise TextError(f'"{text}" are not hours', "write them as Mon-Fri 08:00-18:00")
    first, last = _day(found[1]), _day(found[2] or found[1])
    start, end = _clock(found[3], found[4]), _clock(found[5], found[6])
    if start >= end:
        raise TextError(
            f'"{text}" does not end after it starts',
            "hours past midnight are two entries: Mon 20:00-24:00 and Tue 00:00-06:00",
        )
    return Period(first_day=first, last_day=last, start_seconds=start, end_seconds=end)


def _day(text: str) -> int:
    if text not in DAYS:
        raise TextError(f'"{text}" is not a day', did_you_mean(text, DAYS) or "one of: Mon to Sun")
    return DAYS.index(text)


def _clock(hour: str, minute: str) -> float:
    seconds = int(hour) * 3600.0 + int(minute) * 60.0
    if int(minute) > 59 or seconds > 86_400:
        raise TextError(f'"{hour}:{minute}" is no time of day', "from 00:00 to 24:00")
    return seconds


def weighted_hours(text: str) -> tuple[Period, float]:
    """Read an entry of a profile or a staff list: Mon-Fri 08:00-20:00 x3."""
    entry, times, weight = text.rpartition(" x")
    if not times:
        raise TextError(f'"{text}" lacks its number', "write it as Mon-Fri 08:00-20:00 x3")
    return hours(entry), number(weight)


def working_days(texts: list[str]) -> tuple[int, ...]:
    """Read working days: Mon-Fri, or a list of days."""
    found: set[int] = set()
    for text in texts:
        first, dash, last = text.partition("-")
        start = _day(first)
        span = (_day(last) - start) % 7 if dash else 0
        found |= {(start + k) % 7 for k in range(span + 1)}
    return tuple(sorted(found))


def own_customers(text: str) -> OwnCustomers:
    """Read `yes`, or `yes within 1 min`."""
    head, within, tail = text.partition(" within ")
    if head != "yes":
        raise TextError(f'"{text}" is not yes', "write yes, or yes within 1 min")
    return OwnCustomers(within=law(tail) if within else None)


def yes_or_no(text: str) -> bool:
    """Read yes or no."""
    if text not in {"yes", "no"}:
        raise TextError(f'"{text}" is neither yes nor no')
    return text == "yes"


def source_of(text: str) -> tuple[str, Source | None]:
    """Split off the source of a number: `4 min ~observed n=812 2024`."""
    found = _SOURCE.match(text)
    if not found:
        return text, None
    value, word, count, period = found.groups()
    kinds: dict[str, SourceKind] = {
        "assumed": "assumed", "observed": "observed", "proposed": "proposed",
    }  # fmt: skip
    if word not in kinds:
        raise TextError(f'"~{word}" is not a source', did_you_mean(word, kinds))
    n = whole(count, least=1) if count else None
    return value, Source(kind=kinds[word], n=n, period=clean(period) if period else None)


def poor_rule(text: str) -> tuple[str, float]:
    """Read one item of `poor when`."""
    plain = ("promise broken", "a wait over its tolerance", "a failure the customer found first")
    if text in plain:
        return text, 0.0
    if found := re.fullmatch(r"more than (\S+) contacts?", text):
        return "more than contacts", float(whole(found[1]))
    known = (*plain, "more than 2 contacts")
    raise TextError(f'"{text}" is no rule for a poor case', did_you_mean(text, known))


def measure(text: str) -> str:
    """Read `judge by`: the name of a measure."""
    from outsidein.measures.measures import MEASURES

    labels = [one.label for one in MEASURES]
    if text.casefold() not in {*labels, *(one.name for one in MEASURES)}:
        raise TextError(f'"{text}" is not a measure', did_you_mean(text, labels) or
                        f"one of: {', '.join(labels)}")  # fmt: skip
    return text
