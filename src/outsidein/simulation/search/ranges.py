"""Ranges of addresses to search: `call-centre.people 4..12`, `ask.patience 2..10 min`."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from outsidein.document import syntax
from outsidein.document.syntax import TextError
from outsidein.errors import Fault, OutsideInError
from outsidein.model.numbers import numbers_at, with_number
from outsidein.model.places import MissedError, field_path
from outsidein.model.process import Process
from outsidein.words import did_you_mean

Kind = Literal["count", "share", "time", "rate", "money"]
Values = tuple[float, ...]  # one a range, in the units of `numbers_at`

_COUNTS = frozenset({"people", "most", "visits", "at_most"})
_SHARES = frozenset(
    {"share", "go", "fails", "blocks", "closed", "retry", "no_show", "away", "chance", "comes_back"}
)
_WRITTEN = {
    "count": "4..12", "share": "10%..40%", "time": "2..10 min", "rate": "100..160 per day",
    "money": "30..50 EUR",
}  # fmt: skip
_MOST_STEPS = 10_000
_MOST_COUNTED = 1_000  # people: ten times as many are more than a search can weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The values one address may take: from low to high, whole, by a step, or any between.

    Seconds, shares from 0 to 1, customers a second and money, as `numbers_at` tells them.
    """

    address: str
    kind: Kind
    low: float
    high: float
    step: float | None  # None: any value between

    def values(self, at_most: int = _MOST_STEPS) -> Values:
        """Return the values to look at; of any between, evenly spread ones, so many."""
        if self.step is None:
            gaps = max(at_most - 1, 1)
            return tuple(self.low + (self.high - self.low) * k / gaps for k in range(gaps + 1))
        count = math.floor((self.high - self.low) / self.step + 1e-9) + 1
        return tuple(min(self.low + k * self.step, self.high) for k in range(count))

    def nearest(self, value: float) -> float:
        """Return the value of the range that is nearest."""
        if self.step is None:
            return min(max(value, self.low), self.high)
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        return min(self.low + steps * self.step, self.high)


def read_ranges(process: Process, texts: Sequence[str]) -> tuple[Range, ...]:
    """Read ranges, `ADDRESS LOW..HIGH [by STEP]` each. Raises OutsideInError with all faults."""
    found, faults = [], []
    for text in texts:
        try:
            found.append(_read(process, text))
        except (MissedError, TextError) as wrong:
            faults.append(_fault(text, str(wrong.args[0]), wrong.hint))
    twice = {r.address for r in found if sum(o.address == r.address for o in found) > 1}
    faults += [_fault(address, "has two ranges", "keep one of them") for address in sorted(twice)]
    if not texts:
        faults.append(_fault("", "no range is given", "--set call-centre.people=4..12"))
    if faults:
        raise OutsideInError(faults)
    return tuple(found)


def _fault(text: str, what: str, hint: str) -> Fault:
    return Fault("range", "error", f"range: {text}".strip(), what, hint)


def _read(process: Process, text: str) -> Range:
    said = re.fullmatch(r"\s*(\S+?)\s*[=\s]\s*(.+?)\.\.(.+?)(?:\s+by\s+(.+?))?\s*", text)
    if said is None:
        raise TextError(
            "a range is an address and two values", "write it as call-centre.people 4..12"
        )
    address, low_text, high_text, step_text = said.groups()
    kind = kind_of(process, address)
    high_text = high_text.strip()
    if re.fullmatch(r"-?[\d._,]+", low_text):
        low_text += _unit(high_text)
    low, high = (_value(kind, one) for one in (low_text, high_text))
    if not low < high:
        raise TextError(f"{low_text} is not below {high_text}", f"write it as {_WRITTEN[kind]}")
    step = 1.0 if kind == "count" else None
    if step_text is not None:
        if re.fullmatch(r"[\d._,]+", step_text):
            step_text += _unit(high_text)
        step = _value(kind, step_text)
        if not 0 < step <= high - low or (high - low) / step > _MOST_STEPS:
            raise TextError(f"steps of {step_text} do not fit", "write a step within the range")
    if kind == "count" and not 1 <= low < high <= _MOST_COUNTED:
        what = f"{low_text} to {high_text} is not from 1 to {_MOST_COUNTED:,}"
        raise TextError(what, "begin with 1" if low < 1 else "end earlier")
    return Range(address=address, kind=kind, low=low, high=high, step=step)


def _unit(text: str) -> str:
    return re.sub(r"^-?[\d._,]+", "", text)


def kind_of(process: Process, address: str) -> Kind:
    """Return what kind of number an address names. Raises MissedError where it is none."""
    numbers = numbers_at(process)
    _, _, path = field_path(process, address)
    if address not in numbers:
        hint = did_you_mean(address, numbers)
        raise MissedError(f'there is no number at "{address}"', hint)
    last, above = path[-1], path[-2] if len(path) > 1 else ""
    if last in _COUNTS:
        return "count"
    if last == "per_second":
        return "rate"
    if last in ("cost", "cost_per_hour", "worth") or above == "worth":
        return "money"
    return "share" if last in _SHARES or above in _SHARES else "time"


def _value(kind: Kind, text: str) -> float:
    text = text.strip()
    try:
        if kind == "count":
            return float(syntax.whole(text))
        if kind == "share":
            return syntax.percent(text)
        if kind == "time":
            return syntax.duration(text).mean_seconds
        if kind == "rate":
            return syntax.arrival_rate(text)[0]
        return _money(text)
    except TextError as wrong:
        raise TextError(str(wrong.args[0]), wrong.hint or f"write it as {_WRITTEN[kind]}") from None


def _money(text: str) -> float:
    if re.fullmatch(r"-?[\d.]+", text):
        return float(text)
    return syntax.rate(text)[0] if "/" in text else syntax.money(text)[0]


def setting(process: Process, ranges: Sequence[Range], values: Sequence[float]) -> Process:
    """Return the process with a value at each range's address. Raises OutsideInError."""
    for one, value in zip(ranges, values, strict=True):
        try:
            process = with_number(process, one.address, value)
        except ValueError as wrong:
            raise OutsideInError([_fault(one.address, str(wrong.args[0]), "")]) from wrong
    return process


def every_setting(ranges: Sequence[Range], at_most: int = _MOST_STEPS) -> Iterator[Values]:
    """Yield every combination of values, the last range changing fastest."""
    return itertools.product(*(one.values(at_most) for one in ranges))


def today_of(process: Process, ranges: Sequence[Range]) -> Values:
    """Return what the document says at each address."""
    numbers = numbers_at(process)
    return tuple(numbers[one.address] for one in ranges)
