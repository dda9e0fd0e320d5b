"""The parameters of BPSim (WfMC, "BPSim: Business Process Simulation", versions 1.0 and 2.0).

Read are: processing, set-up, transfer, wait, queue, validation and rework times, the quantity and
the hours of resources, who is selected for a task, probabilities of flows, the time between two
triggers of a start event, and fixed and unit costs. What else a scenario says is named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.tags import local
from outsidein.parameters import spreads
from outsidein.parameters.bpsim_values import Reading, hours_in
from outsidein.parameters.hours import ALWAYS, Hours
from outsidein.parameters.inside import Elements, children, first
from outsidein.parameters.spreads import Spread
from outsidein.parameters.values import Incoming, Parameters, Resource, Work

HOLDING = ("SetUpTime", "ProcessingTime", "ValidationTime", "ReworkTime")
PASSING = ("TransferTime", "QueueTime", "WaitTime")
SELECTED = re.compile(r"""getResource\(\s*['"]([^'"]+)['"]\s*,\s*(\d+)\s*\)""")
READ = frozenset({
    "TimeParameters", "ControlParameters", "ResourceParameters", "CostParameters", "Probability",
    "InterTriggerTimer", "Quantity", "Selection", "Availability", "FixedCost", "UnitCost",
    *HOLDING, *PASSING,
})  # fmt: skip
KNOWN_TO_BE_ABSENT = frozenset({"TriggerCount", "VendorExtension", "ResultRequest"})
MOST_PEOPLE = 10_000


def read_bpsim(root: etree._Element, file: BpmnFile, looking: Elements) -> Parameters | None:
    """Read the first scenario of `BPSimData`; None if it says nothing."""
    scenarios = list(children(root, "Scenario"))
    if not scenarios:
        return None
    if len(scenarios) > 1:
        name = scenarios[0].get("name") or scenarios[0].get("id") or ""
        looking.warn(scenarios[1], "scenario", f'only the first scenario, "{name}", is read')
    reader = _Reader(scenarios[0], file, looking)
    return reader.read() if reader.elements else None


class _Reader:
    """Reads one scenario."""

    def __init__(self, scenario: etree._Element, file: BpmnFile, looking: Elements) -> None:
        self.scenario, self.file, self.looking = scenario, file, looking
        self.reading = Reading(first(scenario, "ScenarioParameters"), looking)
        self.elements = {
            said.get("elementRef") or "": said for said in children(scenario, "ElementParameters")
        }
        self.calendars: dict[str, Hours] = {}
        self.names = {element.key: element.name or element.key for element in file.content.every()}

    def read(self) -> Parameters:
        for calendar in children(self.scenario, "Calendar"):
            hours = hours_in(calendar, self.looking)
            if hours is not None:
                self.calendars[calendar.get("id") or ""] = hours
        for said in self.elements.values():
            self.say_what_is_not_read(said)
        selected = {key: self.selected(key, said) for key, said in self.elements.items()}
        resources = tuple(self.resources({name for name in selected.values() if name}))
        held = {one.id for one in resources}
        return Parameters(
            maker="BPSim", where=self.looking.where(self.scenario), resources=resources,
            work=tuple(self.work(selected, held)), incoming=self.incoming(),
            flows=dict(self.flows()), currency=self.reading.currency,
        )  # fmt: skip

    def say_what_is_not_read(self, said: etree._Element) -> None:
        for group in said:
            for one in group:
                name = local(one)
                if name and name not in READ | KNOWN_TO_BE_ABSENT:
                    self.looking.warn(one, "not-held", "is not read")

    # -- people

    def selected(self, key: str, said: etree._Element) -> str:
        """Return who does a task: the resource selected, else the one that it names in BPMN."""
        value = first(said, "ResourceParameters", "Selection")
        for one in () if value is None else value:
            match = SELECTED.search(one.get("value") or "")
            if match is None:
                what = "only getResource('ID', NUMBER) can be read"
                self.looking.fault(one, "not-held", what)
                continue
            if match.group(2) != "1":
                what = "is done by several people at once: it cannot be read"
                self.looking.fault(one, "not-held", what, "select one")
            return match.group(1)
        if not self.is_task(key):
            return ""
        for performer in self.file.element(key).iter():
            if local(performer) == "resourceRef":
                name = (performer.text or "").strip()
                return name.rpartition(":")[2] if name not in self.elements else name
        own = first(said, "ResourceParameters", "Quantity")
        return key if own is not None else ""

    def is_task(self, key: str) -> bool:
        """Whether parameters are those of a task or another node of the flow."""
        return key in self.file.content.nodes

    def resources(self, selected: set[str]) -> Iterator[Resource]:
        for key in sorted(selected):
            said = self.elements.get(key)
            value = None if said is None else first(said, "ResourceParameters", "Quantity")
            if said is None or value is None:
                at = said if said is not None else self.scenario
                hint = "write <Quantity> under its <ResourceParameters>"
                self.looking.fault(at, "no-people", f'how many "{key}" there are is missing', hint)
                continue
            number, _ = self.reading.number(value)
            if number is None or not 1 <= number <= MOST_PEOPLE or number != int(number):
                hint = f"write a whole number from 1 to {MOST_PEOPLE:,}"
                self.looking.fault(value, "no-people", "is no number of people", hint)
                number = 1
            yield Resource(
                id=key, name=self.names.get(key, key), number=int(number),
                hours=self.hours(said), cost_per_hour=self.cost(said),
                where=self.looking.where(said),
            )  # fmt: skip

    def hours(self, said: etree._Element) -> Hours:
        """Return the calendar that the quantity or the availability is valid for."""
        group = first(said, "ResourceParameters")
        for value in (first(group, "Availability"), first(group, "Quantity")):
            found = self.valid_for(value)
            if found is not None:
                return found
        return ALWAYS

    def valid_for(self, value: etree._Element | None) -> Hours | None:
        for one in () if value is None else value:
            name = one.get("validFor")
            if name in self.calendars:
                return self.calendars[name]
            if name:
                self.looking.fault(one, "no-hours", f'no calendar is called "{name}"')
        return None

    def cost(self, said: etree._Element) -> float | None:
        value = first(said, "CostParameters", "UnitCost")
        if value is None:
            return None
        number, unit = self.reading.number(value)
        return None if number is None else number * 3_600.0 / unit

    # -- tasks, flows, arrivals

    def work(self, selected: dict[str, str], held: set[str]) -> Iterator[Work]:
        for key, said in self.elements.items():
            if not self.is_task(key):
                continue
            times = first(said, "TimeParameters")
            holding = self.added(times, HOLDING)
            passing = self.added(times, PASSING)
            cost = first(said, "CostParameters", "FixedCost")
            found = {}
            if holding is not None:
                who = selected.get(key, "")
                found[who if who in held else ""] = holding
            if passing is not None:
                if holding is not None:
                    what = "time that passes beside the work cannot be read"
                    self.looking.fault(said, "not-held", what, "leave the processing time alone")
                else:
                    found[""] = passing
            amount = None if cost is None else self.reading.number(cost)[0]
            if found or amount is not None:
                yield Work(element=key, times=found, cost=amount, where=self.looking.where(said))

    def added(self, times: etree._Element | None, names: Sequence[str]) -> Spread | None:
        """Return the one time that is given, or the sum of several that are fixed."""
        given = [v for v in (first(times, name) for name in names) if v is not None]
        found = [s for s in (self.reading.spread(v) for v in given) if s is not None]
        if len(found) < 2:
            return found[0] if found else None
        fixed = sum(s.mean_seconds for s in found if s.sd_seconds == 0)
        rest = [s for s in found if s.sd_seconds > 0]
        if len(rest) > 1:
            what = "several times of one task that vary cannot be read"
            self.looking.fault(given[1], "not-held", what, "give one of them")
        if not rest:
            return spreads.fixed(fixed)
        one = rest[0]
        text = f"{one.text} + {fixed:g} s"
        return spreads.from_quantiles(text, lambda u: one.quantile(u) + fixed) if fixed else one

    def flows(self) -> Iterator[tuple[str, float]]:
        for key, said in self.elements.items():
            value = first(said, "ControlParameters", "Probability")
            if value is None or key not in self.file.content.flows:
                continue
            chance, _ = self.reading.number(value)
            if chance is None or not 0 <= chance <= 1 or not math.isfinite(chance):
                hint = "write a number from 0 to 1"
                self.looking.fault(value, "not-a-chance", "is no chance", hint)
                continue
            yield key, chance

    def incoming(self) -> Incoming | None:
        found: Incoming | None = None
        for said in self.elements.values():
            value = first(said, "ControlParameters", "InterTriggerTimer")
            if value is None:
                continue
            if found is not None:
                what = "customers come in at several places: only the first is read"
                self.looking.fault(value, "not-held", what)
                continue
            spread = self.reading.spread(value)
            if spread is not None and spread.mean_seconds <= 0:
                self.looking.fault(value, "no-time", "customers arrive all at once")
            elif spread is not None:
                hours = self.valid_for(value) or ALWAYS
                where = self.looking.where(value)
                found = Incoming(between=spread, hours=hours, where=where)
        return found
