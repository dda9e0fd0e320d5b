"""Numbers and laws written for a picture: short, with their unit, digits that count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outsidein.model.behaviour import Law, Patience, Trigger
from outsidein.units import UNIT_SECONDS, plain_number, readable_duration

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PLURAL = {"day": "days", "week": "weeks", "working day": "working days"}


def clean(text: str | None) -> str:
    """Return a text without control characters and lone surrogates, its blanks single."""
    return " ".join(_CONTROL.sub(" ", text or "").split())


def percent(share: float) -> str:
    """Write a share: 82 %, 4.7 %, 0.3 %; below a tenth of a per cent as '< 0.1 %'."""
    value = share * 100
    if 0 < value < 0.1:
        return "< 0.1 %"
    digits = 0 if value >= 9.95 or abs(value - round(value)) < 0.05 else 1
    return f"{value:.{digits}f} %"


def outcome_percent(share: float) -> str:
    """Write a share of all customers with one decimal: 88.9 %."""
    return f"{share * 100:.1f} %"


def count_of(share: float, customers: int) -> str:
    """Write a share as a count of so many customers: 34."""
    count = share * customers
    return f"{count:,.0f}" if count >= 1 or count == 0 else "< 1"


def law_text(law: Law) -> str:
    """Write a law as a reader would say it: 6 min, 1–3 working days (means for spread laws)."""
    size = UNIT_SECONDS[law.unit]
    if law.kind in ("uniform", "triangular"):
        low, high = law.parameters[0] / size, law.parameters[-1] / size
        return f"{plain_number(low)}–{plain_number(high)} {_unit(law.unit, high)}"
    value = law.mean_seconds / size
    return f"{plain_number(value)} {_unit(law.unit, value)}"


def _unit(unit: str, value: float) -> str:
    return unit if value == 1 else _PLURAL.get(unit, unit)


def law_title(law: Law) -> str:
    """Write a law in full, for the tooltip: lognormal, mean 6 min, sd 3 min."""
    if law.kind == "constant":
        return law_text(law)
    if len(law.parameters) == 2 and law.kind != "uniform":
        spread = law.parameters[1] / UNIT_SECONDS[law.unit]
        return (
            f"{law.kind}, mean {law_text(law)}, sd {plain_number(spread)} {_unit(law.unit, spread)}"
        )
    return f"{law.kind}, {law_text(law)}"


def total_text(laws: Sequence[Law]) -> str:
    """Write the sum of the means of several laws: '2 days'; '' if there are none."""
    if not laws:
        return ""
    if len(laws) == 1:
        return law_text(laws[0])
    return readable_duration(sum(law.mean_seconds for law in laws))


def patience_text(patience: Patience | None) -> str:
    """Write how long a customer waits in the queue."""
    return law_text(patience.law) if patience and patience.law else ""


def trigger_text(trigger: Trigger, promise_name: str) -> str:
    """Write when a customer acts: '2 % a day', 'no news for 2 days: 25 %', 'late: 40 %'."""
    chance = percent(trigger.chance) if trigger.chance is not None else ""
    limit = f", ≤ {trigger.most}×" if trigger.most is not None else ""
    if trigger.kind == "at random":
        rate = f"{chance} a {trigger.per}" if trigger.per and chance else chance
        return (rate or "at random") + limit
    if trigger.kind == "passed":
        when = "when late" if promise_name else f"{trigger.passed} passed"
    else:
        when = f"no news for {law_text(trigger.silence)}" if trigger.silence else "no news"
    return (f"{when}: {chance}" if chance else when) + limit
