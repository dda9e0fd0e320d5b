"""Values of BPSim: constants, durations, distributions and calendars of one scenario."""

from __future__ import annotations

import math
import re

from lxml import etree

from outsidein.bpmn.tags import local
from outsidein.parameters import spreads
from outsidein.parameters.hours import Hours, days_of, hours_of
from outsidein.parameters.inside import Elements, children
from outsidein.parameters.spreads import Spread, SpreadError
from outsidein.units import DAY_SECONDS

UNITS = {
    "ms": 0.001, "s": 1.0, "min": 60.0, "hour": 3_600.0, "day": DAY_SECONDS,
    "year": 365 * DAY_SECONDS,
}  # fmt: skip
_DURATION = re.compile(
    r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$"
)
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
CONSTANTS = ("FloatingParameter", "NumericParameter", "DurationParameter", "BooleanParameter")


class Reading:
    """Reads values in the units that a scenario is written in."""

    def __init__(self, parameters: etree._Element | None, looking: Elements) -> None:
        self.looking = looking
        said = None if parameters is None else parameters.get("baseTimeUnit")
        self.usual = UNITS["min"]  # BPSim 1.0: minutes where a scenario says nothing
        self.currency = None if parameters is None else parameters.get("baseCurrencyUnit")
        if parameters is not None and said is not None:
            self.usual = self.unit(parameters, "baseTimeUnit")

    def unit(self, element: etree._Element, name: str = "timeUnit") -> float:
        """Return the seconds of the unit of a value; a fault if it is none."""
        said = (element.get(name) or "").strip()
        if not said:
            return self.usual
        if said in UNITS:
            return UNITS[said]
        hint = f"one of: {', '.join(UNITS)}"
        self.looking.fault(element, "unknown-unit", f'"{said[:20]}" is no unit of time', hint)
        return self.usual

    def number(self, value: etree._Element) -> tuple[float | None, float]:
        """Return a constant as it is written, and the seconds of its unit."""
        for one in value:
            if local(one) in CONSTANTS[:2]:
                return self.looking.number(one, "value"), self.unit(one)
            if local(one):
                self.looking.fault(one, "not-held", "a number is expected here")
                return None, 1.0
        self.looking.fault(value, "value-missing", "says nothing")
        return None, 1.0

    def spread(self, value: etree._Element) -> Spread | None:
        """Return the distribution or the constant of a time, in seconds."""
        for one in value:
            if not local(one) or local(one) == "ResultRequest":
                continue
            try:
                return self._spread(one)
            except (SpreadError, ValueError, OverflowError) as why:
                self.looking.fault(one, "bad-law", str(why))
                return None
        return None

    def _spread(self, one: etree._Element) -> Spread | None:
        kind, size = local(one), self.unit(one)
        if kind == "DurationParameter":
            return self._duration(one)
        if kind == "UserDistribution":
            return self._listed(one)

        def said(name: str) -> float:
            found = self.looking.number(one, name)
            if found is None:
                raise SpreadError(f'"{name}" is missing')
            return found * (1.0 if name in {"k", "shape", "probability", "trials"} else size)

        text = f"{kind}({', '.join(f'{n} {one.get(n)}' for n in _SAID if n in one.attrib)})"
        if kind in CONSTANTS[:2]:
            return spreads.fixed(said("value"), text)
        if kind == "UniformDistribution":
            return spreads.uniform(said("min"), said("max"), text)
        if kind == "TriangularDistribution":
            return spreads.triangular(said("min"), said("mode"), said("max"), text)
        if kind == "NegativeExponentialDistribution":
            return spreads.exponential(said("mean"), text)
        if kind == "NormalDistribution":
            return spreads.normal(said("mean"), said("standardDeviation"), text)
        if kind == "TruncatedNormalDistribution":
            whole = spreads.normal(said("mean"), said("standardDeviation"), text)
            return spreads.between(whole, said("min"), said("max"))
        if kind == "LogNormalDistribution":
            return spreads.lognormal(said("mean"), said("standardDeviation"), text)
        if kind == "ErlangDistribution":
            return spreads.gamma(said("mean"), said("mean") / math.sqrt(said("k")), text)
        if kind == "GammaDistribution":
            shape = said("shape")
            return spreads.gamma(shape * said("scale"), math.sqrt(shape) * said("scale"), text)
        if kind == "WeibullDistribution":
            return _weibull(said("shape"), said("scale"), text)
        self.looking.fault(one, "unknown-law", "cannot be read as a time")
        return None

    def _duration(self, one: etree._Element) -> Spread | None:
        said = (one.get("value") or "").strip()
        match = _DURATION.match(said)
        if match is None or said in {"P", "PT"}:
            self.looking.fault(one, "not-a-number", f'"{said[:30]}" is no duration', "PT8M30S")
            return None
        sizes = (DAY_SECONDS, 3_600.0, 60.0, 1.0)
        pieces = [float(p or 0) * size for p, size in zip(match.groups(), sizes, strict=True)]
        return spreads.fixed(sum(pieces), said)

    def _listed(self, one: etree._Element) -> Spread | None:
        """Return one of several constants, each with its probability."""
        values: list[float] = []
        chances: list[float] = []
        for point in children(one, "UserDistributionDataPoint"):
            chance = self.looking.number(point, "probability")
            held = self.spread(point)
            if chance is None or held is None:
                self.looking.fault(point, "bad-law", "has no value or no probability")
                return None
            values.append(held.mean_seconds)
            chances.append(chance)
        return spreads.values(values, chances, f"UserDistribution of {len(values)} values")


_SAID = (
    "value", "min", "mode", "max", "mean", "standardDeviation", "shape", "scale", "k",
)  # fmt: skip


def _weibull(shape: float, scale: float, text: str) -> Spread:
    if shape <= 0 or scale <= 0:
        raise SpreadError("its shape and scale must be above 0")
    from scipy import stats

    found = stats.weibull_min(shape, scale=scale)
    return Spread(text, found.ppf, float(found.mean()), float(found.std()))


def hours_in(calendar: etree._Element, looking: Elements) -> Hours | None:
    """Return the hours of a calendar in the iCalendar format (RFC 5545), repeated every week.

    Read are events of a day with `RRULE:FREQ=WEEKLY;BYDAY=…` or `FREQ=DAILY`.
    """
    text = "".join(str(piece) for piece in calendar.itertext()).replace("\r", "")
    found: list[tuple[float, float]] = []
    for event in text.split("BEGIN:VEVENT")[1:]:
        lines = {
            line.partition(":")[0].partition(";")[0].strip(): line.partition(":")[2].strip()
            for line in event.split("\n") if ":" in line
        }  # fmt: skip
        days = _weekdays(lines.get("RRULE", ""))
        start, end = _second(lines.get("DTSTART", "")), _second(lines.get("DTEND", ""))
        if not days or start is None or end is None:
            what = "only events that repeat every day or week can be read"
            looking.fault(calendar, "bad-hours", what, "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
            return None
        for day in days:
            found += days_of(day, day, start, end)
    if not found:
        looking.fault(calendar, "no-hours", "no hours are open")
        return None
    return hours_of(found)


def _weekdays(rule: str) -> list[int]:
    pieces = dict(piece.split("=", 1) for piece in rule.upper().split(";") if "=" in piece)
    if pieces.get("INTERVAL", "1") != "1" or {"COUNT", "UNTIL"} & pieces.keys():
        return []
    if pieces.get("FREQ") == "DAILY" and "BYDAY" not in pieces:
        return list(range(7))
    named = pieces.get("BYDAY", "").split(",")
    if pieces.get("FREQ") not in {"WEEKLY", "DAILY"} or any(day not in _DAYS for day in named):
        return []
    return [_DAYS[day] for day in named]


def _second(moment: str) -> float | None:
    match = re.search(r"T(\d\d)(\d\d)(\d\d)?", moment)
    if match is None:
        return None
    hour, minute = int(match.group(1)), int(match.group(2))
    return hour * 3_600.0 + minute * 60.0 if hour < 24 and minute < 60 else None
