"""How a value is written: the inverse of the small language, in the fewest digits that say it."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from outsidein.model.behaviour import (
    AtMost,
    Away,
    Balk,
    Batch,
    Branch,
    Closed,
    Consult,
    Failure,
    Holiday,
    Law,
    Limit,
    NoShow,
    Overflow,
    OwnCustomers,
    Patience,
    Period,
    RaceBranch,
    Retry,
    Skill,
    Span,
    Times,
    Trigger,
    Weeks,
)
from outsidein.model.process import Source
from outsidein.units import DAYS, UNIT_SECONDS


def number(value: float) -> str:
    """Write a number without exponent: 12, 0.5."""
    return shortest(value, Fraction(1))


def shortest(value: float, unit: Fraction) -> str:
    """Write how many units a value is, in the fewest digits that are read back as the value."""
    exact = Fraction(value) / unit
    for digits in range(1, 40):
        context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
        rounded = context.divide(Decimal(exact.numerator), Decimal(exact.denominator))
        if float(Fraction(rounded) * unit) == value:
            return _plain(rounded)
    raise ValueError(f"{value} cannot be written")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """Write a share as a percentage: 82%."""
    return shortest(share, Fraction(1, 100)) + "%"


def share(value: float | None) -> str:
    """Write a share, or `rest`."""
    return "rest" if value is None else percent(value)


def duration(seconds: float, unit: str) -> str:
    """Write a duration in its unit: 4 min, 1 day, 2 working days."""
    amount = shortest(seconds, Fraction(int(UNIT_SECONDS[unit])))
    return f"{amount} {_plural(unit, amount)}"


def _plural(unit: str, amount: str) -> str:
    return unit + "s" if amount != "1" and unit in {"day", "week", "working day"} else unit


def law(value: Law) -> str:
    """Write a law of a duration."""
    unit, ends = value.unit, value.parameters
    if value.kind == "constant":
        return duration(ends[0], unit)
    if value.kind == "exponential":
        return f"exponential {duration(ends[0], unit)}"
    if value.kind in {"uniform", "triangular"}:
        size = Fraction(int(UNIT_SECONDS[unit]))
        texts = [shortest(end, size) for end in ends]
        head = "triangular " if value.kind == "triangular" else ""
        return f"{head}{'..'.join(texts)} {_plural(unit, texts[-1])}"
    return f"{value.kind} {duration(ends[0], unit)} sd {duration(ends[1], unit)}"


def money(amount: float, currency: str | None) -> str:
    """Write an amount of money: -40 EUR."""
    return f"{'-' if amount < 0 else ''}{number(abs(amount))} {currency or 'EUR'}"


def rate(amount: float, currency: str | None) -> str:
    """Write a cost per hour: 32 EUR/h."""
    return f"{money(amount, currency)}/h"


def arrival_rate(per_second: float, unit: str) -> str:
    """Write a rate of arrivals: 300 per day."""
    return f"{shortest(per_second, 1 / Fraction(int(UNIT_SECONDS[unit])))} per {unit}"


def hours(period: Period) -> str:
    """Write hours: Mon-Fri 08:00-18:00."""
    days = DAYS[period.first_day]
    if period.last_day != period.first_day:
        days += f"-{DAYS[period.last_day]}"
    return f"{days} {_clock(period.start_seconds)}-{_clock(period.end_seconds)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 3600):02d}:{int(seconds % 3600 // 60):02d}"


def weighted_hours(entry: tuple[Period, float]) -> str:
    """Write an entry of a profile or a staff list."""
    return f"{hours(entry[0])} x{number(entry[1])}"


def working_days(days: tuple[int, ...]) -> list[str]:
    """Write working days: Mon-Fri, or several runs of days."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [DAYS[r[0]] + (f"-{DAYS[r[-1]]}" if len(r) > 1 else "") for r in runs]


def source(value: Source) -> str:
    """Write the source of a number: ~observed n=812 2024."""
    count = f" n={value.n}" if value.n is not None else ""
    period = f" {value.period}" if value.period is not None else ""
    return f"~{value.kind}{count}{period}"


# -- phrases


def _joined(*pieces: str | None) -> str:
    return " ".join(piece for piece in pieces if piece)


def _to(destination: str | None) -> str | None:
    return None if destination is None else f"-> {destination}"


def _chance(value: float | None) -> str | None:
    return None if value is None else percent(value)


def patience(value: Patience) -> str:
    """Write how long a customer waits."""
    return _joined(law(value.law) if value.law else None, _to(value.to))


def closed(value: Closed) -> str:
    """Write what a customer does who finds it closed."""
    if not value.call_back:
        return _joined(_chance(value.chance), _to(value.to))
    within = f"within {law(value.within)}" if value.within else None
    return _joined(_chance(value.chance), "call back at opening", within, _to(value.to))


def retry(value: Retry) -> str:
    """Write a retry: 70% after 2 h max 3."""
    after = f"after {law(value.after)}" if value.after else None
    most = f"max {value.most}" if value.most is not None else None
    return _joined(_chance(value.chance), after, most)


def balks(value: Balk) -> str:
    """Write how many waiting make a customer leave."""
    at = f"at {value.at} waiting" if value.at is not None else None
    return _joined(_chance(value.chance), at, _to(value.to))


def limit(value: Limit) -> str:
    """Write how long a case stays at most."""
    return _joined(law(value.law) if value.law else None, _to(value.to))


def no_show(value: NoShow) -> str:
    """Write how many do not come."""
    return _joined(_chance(value.chance), _to(value.to))


def at_most(value: AtMost) -> str:
    """Write how often a step is visited at most."""
    visits = None
    if value.visits is not None:
        visits = f"{value.visits} visit" + ("" if value.visits == 1 else "s")
    return _joined(visits, _to(value.to))


def branch(value: Branch) -> str:
    """Write a go item."""
    return _joined(_chance(value.share), value.label, _to(value.to))


def failure(value: Failure, noticer: str | None) -> str:
    """Write a fails item; ``noticer`` is who notices it, by name."""
    noticed = f"noticed at {value.noticed_at}" if value.noticed_at else None
    until = f"until {value.until}" if value.until else None
    by = f"by {noticer}" if noticer else None
    return _joined(_chance(value.chance), value.mode, noticed, until, by, _to(value.to))


def runner(value: RaceBranch) -> str:
    """Write a race item."""
    return _joined(value.label, "after", law(value.after), _to(value.to))


def consult(value: Consult, part: str) -> str:
    """Write a consults item."""
    return _joined(_chance(value.share), part)


def away(value: Away, part: str) -> str:
    """Write how often people are away."""
    return f"{percent(value.share)} -> {part}"


def overflow(value: Overflow, part: str) -> str:
    """Write how many waiting are passed on, and to whom."""
    return f"at {value.at} waiting -> {part}"


def skill(value: Skill) -> str:
    """Write an entry of skills."""
    who = None if value.first is None else str(value.first)
    if value.last not in {None, value.first}:
        who = f"{who}..{value.last}"
    return _joined(who, value.name, None if value.speed == 1.0 else f"at {percent(value.speed)}")


def batch(value: Batch) -> str:
    """Write how many are served together."""
    return _joined(str(value.size), f"or after {law(value.after)}" if value.after else None)


def times(value: Times) -> str:
    """Write how often a shared step is run."""
    return str(value.least) if value.least == value.most else f"{value.least}..{value.most}"


def weeks(value: Weeks) -> str:
    """Write weeks of a year with their weight."""
    last = "" if value.last == value.first else f"..{value.last}"
    return f"week {value.first}{last} x{number(value.weight)}"


def holiday(value: Holiday) -> str:
    """Write days of one week of a year."""
    days = DAYS[value.first_day]
    if value.last_day != value.first_day:
        days += f"-{DAYS[value.last_day]}"
    return f"week {value.week} {days}"


def own_customers(value: OwnCustomers) -> str:
    """Write whether people keep their own customers."""
    return f"yes within {law(value.within)}" if value.within else "yes"


def when(value: Trigger) -> str:
    """Write what makes a customer act."""
    if value.kind == "passed":
        return f"{value.passed} passed"
    if value.kind == "no news" and value.silence is not None:
        return f"no news for {law(value.silence)}"
    return "at random"


def chance(value: float, per: str | None) -> str:
    """Write a chance, per unit of time if it has one."""
    return f"{percent(value)} per {per}" if per else percent(value)


def span(value: Span) -> str:
    """Write a span: FIRST to LAST."""
    return f"{value.first} to {value.last}"


def poor_rule(rule: tuple[str, float]) -> str:
    """Write one item of `poor when`."""
    name, count = rule
    return f"more than {number(count)} contacts" if name == "more than contacts" else name
