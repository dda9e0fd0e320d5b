"""Numbers as a reader wants them: two or three digits that count, a unit after a space."""

from __future__ import annotations

import math
from collections.abc import Sequence

from outsidein.measures.measures import Measure
from outsidein.statistics import Estimate
from outsidein.units import plain_number, readable_duration

MINUS, DASH = "−", "–"


def percent(share: float, digits: int = 1) -> str:
    """Write a share: 88.9 %."""
    return f"{share * 100:.{digits}f} %"


def of_100(share: float) -> str:
    """Write a share as a sentence has it.

    >>> of_100(0.0), of_100(0.004), of_100(0.634)
    ('none', 'fewer than 1 of 100', '63 of 100')
    """
    count = round(100 * share)
    if not count:
        return "fewer than 1 of 100" if share else "none"
    return f"{count} of 100"


def signed(text: str, value: float) -> str:
    """Put a plus or a true minus in front of a number written without sign."""
    return f"{MINUS if value < 0 else '+'}{text.lstrip('-')}"


def duration_unit(seconds: float) -> tuple[float, str]:
    """Return the size and the name of the unit in which a duration is told."""
    magnitude = abs(seconds)
    for limit, size, unit in ((90, 1.0, "s"), (5400, 60.0, "min"), (172_800, 3600.0, "h")):
        if magnitude < limit:
            return size, unit
    return 86_400.0, "days"


def money(amount: float, currency: str | None) -> str:
    """Write an amount: 12.33 EUR."""
    text = f"{abs(amount):,.2f}" if abs(amount) < 1000 else f"{abs(amount):,.0f}"
    return f"{MINUS if amount < 0 else ''}{text} {currency or ''}".strip()


def told(measure: Measure, value: float, currency: str | None = None) -> str:
    """Write a value of a measure with its unit."""
    if math.isnan(value):
        return DASH
    if measure.unit == "share":
        return percent(value)
    if measure.unit == "seconds":
        return readable_duration(value)
    if measure.unit == "money":
        return money(value, currency)
    return f"{value:.2f}"


def told_range(measure: Measure, estimate: Estimate) -> str:
    """Write the interval of an estimate in the unit of its value: 88.3 to 89.5."""
    if not estimate.has_interval:
        return "no interval"
    if measure.unit == "share":
        ends = [f"{end * 100:.1f}" for end in (estimate.low, estimate.high)]
    elif measure.unit == "seconds":
        size, _ = duration_unit(estimate.value)
        ends = [plain_number(end / size, 3) for end in (estimate.low, estimate.high)]
    elif measure.unit == "money":
        ends = [money(end, None) for end in (estimate.low, estimate.high)]
    else:
        ends = [f"{end:.2f}" for end in (estimate.low, estimate.high)]
    return f"{ends[0].replace('-', MINUS)} to {ends[1].replace('-', MINUS)}"


SHARES = frozenset(
    {
        "absent",
        "away",
        "balks",
        "chance",
        "closed",
        "comes-back",
        "fails",
        "go",
        "no-show",
        "retry",
        "share",
    }
)
PLAIN = frozenset({"max", "people"})
MONEYS = frozenset({"cost", "worth"})


def told_number(address: str, value: float | None) -> str:
    """Write a number of the document by what its address says it is."""
    if value is None:
        return DASH
    pieces = address.split(".")
    if address == "arrivals.rate":
        return f"{plain_number(value * 86_400, 3)} a day"
    if pieces[-1] in PLAIN or MONEYS & set(pieces):
        return plain_number(value, 3)
    if pieces[-1] in SHARES or SHARES & set(pieces[-2:-1]) - {"retry"}:
        return percent(value)
    return readable_duration(value)


def whole_parts(shares: Sequence[float], total: int = 1000) -> list[int]:
    """Round shares of a total so that the whole numbers add up to it (largest remainders)."""
    exact = [share * total for share in shares]
    whole = [math.floor(x) for x in exact]
    order = sorted(range(len(exact)), key=lambda k: whole[k] - exact[k])
    for k in order[: round(sum(exact)) - sum(whole)]:
        whole[k] += 1
    return whole
