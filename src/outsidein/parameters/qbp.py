"""The parameters that QBP, BIMP and Apromore write into a BPMN file.

Numbers are seconds whatever ``timeUnit`` says: it is the unit in which their maker shows them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from outsidein.parameters import spreads
from outsidein.parameters.hours import ALWAYS, Hours, day_of, days_of, hours_of, second_of
from outsidein.parameters.inside import Elements, children, first
from outsidein.parameters.spreads import Spread, SpreadError
from outsidein.parameters.values import Incoming, Parameters, Resource, Work

MOST_PEOPLE = 10_000
LAWS = ("FIXED", "NORMAL", "EXPONENTIAL", "UNIFORM", "TRIANGULAR", "LOGNORMAL", "GAMMA")


def read_qbp(root: etree._Element, looking: Elements) -> Parameters:
    """Read `processSimulationInfo`; what is wrong in it is noted at its line."""
    return _Reader(root, looking).read()


class _Reader:
    """Reads one file, section by section."""

    def __init__(self, root: etree._Element, looking: Elements) -> None:
        self.root, self.looking = root, looking
        self.hours: dict[str, Hours] = {}
        self.usual = ALWAYS  # hours of arrivals

    def read(self) -> Parameters:
        self.timetables()
        return Parameters(
            maker="QBP", where=self.looking.where(self.root), resources=tuple(self.resources()),
            work=tuple(self.work()), incoming=self.incoming(), flows=dict(self.flows()),
            currency=(self.root.get("currency") or "").strip() or None,
        )  # fmt: skip

    def timetables(self) -> None:
        for table in children(first(self.root, "timetables"), "timetable"):
            found: list[tuple[float, float]] = []
            for rule in children(first(table, "rules"), "rule"):
                found += self.rule(rule)
            if not found:
                self.looking.fault(table, "no-hours", "no hours are open")
                continue
            hours = hours_of(found)
            self.hours[table.get("id") or ""] = hours
            if table.get("default") == "true":
                self.usual = hours

    def rule(self, rule: etree._Element) -> list[tuple[float, float]]:
        days = [day_of(rule.get(name) or "") for name in ("fromWeekDay", "toWeekDay")]
        clocks = [second_of(rule.get(name) or "") for name in ("fromTime", "toTime")]
        start, end = clocks
        if None in days or start is None or end is None:
            hint = 'write fromWeekDay="MONDAY" toWeekDay="FRIDAY" fromTime="09:00" toTime="17:00"'
            self.looking.fault(rule, "bad-hours", "these hours cannot be read", hint)
            return []
        return days_of(days[0] or 0, days[1] or 0, start, end)

    def resources(self) -> Iterator[Resource]:
        for said in children(first(self.root, "resources"), "resource"):
            number = self.looking.number(said, "totalAmount")
            if number is None or not 1 <= number <= MOST_PEOPLE or number != int(number):
                hint = f"write a whole number from 1 to {MOST_PEOPLE:,}"
                what = (
                    f'totalAmount="{(said.get("totalAmount") or "")[:30]}" is no number of people'
                )
                self.looking.fault(said, "no-people", what, hint)
                number = 1
            table = said.get("timetableId") or ""
            if table not in self.hours:
                self.looking.fault(said, "no-hours", f'no timetable is called "{table}"')
            cost = self.looking.number(said, "costPerHour")
            if cost is not None and cost < 0:
                self.looking.fault(said, "below-zero", f'costPerHour="{cost:g}" is below 0')
                cost = None
            identity = said.get("id") or ""
            yield Resource(
                id=identity, name=said.get("name") or identity, number=int(number),
                hours=self.hours.get(table, ALWAYS), cost_per_hour=cost,
                where=self.looking.where(said),
            )  # fmt: skip

    def work(self) -> Iterator[Work]:
        known = {r.get("id") for r in children(first(self.root, "resources"), "resource")}
        for said in children(first(self.root, "elements"), "element"):
            spread = self.spread(first(said, "durationDistribution"))
            names = [
                (one.text or "").strip()
                for one in children(first(said, "resourceIds"), "resourceId")
            ]
            for name in names:
                if name not in known:
                    self.looking.fault(said, "unknown-resource", f'nobody is called "{name}"')
            if len(names) > 1:
                what = "is done by several people at once: it cannot be read"
                self.looking.fault(said, "not-held", what, "leave one resource")
            times = {name: spread for name in names[:1] or [""] if spread is not None}
            cost = self.looking.number(said, "fixedCost")
            where = self.looking.where(said)
            yield Work(element=said.get("elementId") or "", times=times, cost=cost, where=where)

    def incoming(self) -> Incoming | None:
        said = first(self.root, "arrivalRateDistribution")
        spread = self.spread(said)
        if said is None or spread is None:
            return None
        if spread.mean_seconds <= 0:
            self.looking.fault(said, "no-time", "customers arrive all at once")
            return None
        return Incoming(between=spread, hours=self.usual, where=self.looking.where(said))

    def flows(self) -> Iterator[tuple[str, float]]:
        for said in children(first(self.root, "sequenceFlows"), "sequenceFlow"):
            chance = self.looking.number(said, "executionProbability")
            if chance is None:
                continue
            if not 0 <= chance <= 1:
                what = f'executionProbability="{chance:g}" is no chance'
                self.looking.fault(said, "not-a-chance", what, "write a number from 0 to 1")
                continue
            yield said.get("elementId") or "", chance

    def spread(self, said: etree._Element | None) -> Spread | None:
        """Return a distribution: FIXED mean, EXPONENTIAL arg1, variance in arg1 of two others."""
        if said is None:
            return None
        kind = (said.get("type") or "").upper()
        numbers = [self.looking.number(said, name) for name in ("mean", "arg1", "arg2")]
        mean, one, two = (0.0 if number is None else number for number in numbers)
        if kind not in LAWS:
            hint = f"known are {', '.join(LAWS)}"
            self.looking.fault(said, "unknown-law", f'no distribution is called "{kind}"', hint)
            return None
        try:
            return _spread(kind, mean, one, two)
        except (SpreadError, ValueError) as why:
            self.looking.fault(said, "bad-law", str(why))
            return None


def _spread(kind: str, mean: float, one: float, two: float) -> Spread:
    text = f"{kind} {mean:g} {one:g} {two:g}"
    if kind == "FIXED":
        return spreads.fixed(mean, text)
    if kind == "EXPONENTIAL":
        return spreads.exponential(one or mean, text)
    if kind == "NORMAL":
        return spreads.normal(mean, one, text)
    if kind == "UNIFORM":
        return spreads.uniform(one, two, text)
    if kind == "TRIANGULAR":
        return spreads.triangular(one, mean, two, text)
    make = spreads.lognormal if kind == "LOGNORMAL" else spreads.gamma
    return make(mean, math.sqrt(one), text)
