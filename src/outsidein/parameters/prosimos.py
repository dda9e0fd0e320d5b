"""The JSON file of Prosimos: resources, their hours, times of tasks, arrivals and chances.

What each entry means was tried on Prosimos 2.1 itself, one entry at a time; a list of plain
numbers is that of its first versions, which took the parameters of scipy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outsidein.errors import OutsideInError
from outsidein.parameters.hours import ALWAYS, Hours, day_of, days_of, hours_of, second_of
from outsidein.parameters.json_text import Looking, Value, read_json
from outsidein.parameters.prosimos_spreads import spread_of
from outsidein.parameters.values import Chances, Incoming, Parameters, Resource, Work

SECTIONS = ("resource_profiles", "task_resource_distribution", "gateway_branching_probabilities")
NOT_HELD = {
    "batch_processing": "work done in batches",
    "prioritisation_rules": "priorities by attributes of a case",
    "branch_rules": "decisions by attributes of a case",
    "multitasking": "people who do several things at once",
}
MOST_PEOPLE = 10_000


def read_prosimos(content: bytes, name: str) -> tuple[Parameters, Looking]:
    """Read the parameters of a JSON file; what is wrong in it is noted at its line.

    Raises OutsideInError if it is no JSON, or not that of Prosimos.
    """
    root = read_json(content, name)
    return _Reader(root, Looking(name)).read()


class _Reader:
    """Reads one file, section by section."""

    def __init__(self, root: Value, looking: Looking) -> None:
        self.root, self.looking = root, looking
        self.hours: dict[str, Hours] = {}

    def read(self) -> tuple[Parameters, Looking]:
        root, looking = self.root, self.looking
        if root.kind != "map" or not any(key in root.holds for key in SECTIONS):
            hint = f"it has at least one of: {', '.join(SECTIONS)}"
            looking.fault(root, "not-parameters", "is no parameter file of Prosimos", hint)
            raise OutsideInError(looking.faults)
        self.refuse()
        self.calendars()
        resources = tuple(self.resources())
        parameters = Parameters(
            maker="Prosimos", where=looking.where(root), resources=resources,
            work=tuple(self.work({one.id for one in resources})), incoming=self.incoming(),
            choices=tuple(self.choices()),
        )  # fmt: skip
        return parameters, looking

    def refuse(self) -> None:
        """Name what the file says and our model does not hold."""
        for key, what in NOT_HELD.items():
            held = self.looking.entry(self.root, key)
            if held is not None and held.holds:
                hint = f'take "{key}" out of the file to run without it'
                self.looking.fault(held, "not-held", f"{what} cannot be read", hint)
        kind = self.looking.text(self.looking.entry(self.root, "model_type"))
        if kind.casefold() == "fuzzy":
            said = self.root.holds["model_type"]
            hint = "let it be discovered with crisp calendars"
            self.looking.fault(said, "not-held", "hours that are only probable", hint)

    # -- hours

    def calendars(self) -> None:
        said = self.looking.entry(self.root, "resource_calendars")
        if said is None:
            return
        for calendar in self.looking.members(said):
            identity = self.looking.text(self.looking.needed(calendar, "id"))
            listed = calendar.holds.get("time_periods") or calendar.holds.get("list")
            if listed is None:
                self.looking.needed(calendar, "time_periods")
            elif identity:
                self.hours[identity] = self.hours_of(listed)

    def hours_of(self, listed: Value) -> Hours:
        found: list[tuple[float, float]] = []
        for period in self.looking.members(listed):
            found += self.period(period)
        if not found:
            self.looking.fault(listed, "no-hours", "no hours are open")
        return hours_of(found)

    def period(self, said: Value) -> Iterator[tuple[float, float]]:
        if "probability" in (said.holds if said.kind == "map" else ()):
            chance = self.looking.number(said.holds["probability"])
            if chance is not None and chance < 1:
                self.looking.fault(said, "not-held", "hours that are only probable")
        days = [day_of(self.looking.text(self.looking.needed(said, k))) for k in ("from", "to")]
        clocks = [
            second_of(self.looking.text(self.looking.needed(said, key)))
            for key in ("beginTime", "endTime")
        ]
        if None in days or None in clocks:
            hint = 'write "from": "MONDAY", "to": "FRIDAY", "beginTime": "09:00:00", "endTime"'
            self.looking.fault(said, "bad-hours", "these hours cannot be read", hint)
            return
        first, last = days
        start, end = clocks
        assert first is not None
        assert last is not None
        assert start is not None
        assert end is not None
        if start < 86_400:
            yield from days_of(first, last, start, end)

    # -- people

    def resources(self) -> Iterator[Resource]:
        seen: set[str] = set()
        profiles = self.looking.entry(self.root, "resource_profiles")
        for profile in self.looking.members(profiles):
            pool = self.looking.text(self.looking.entry(profile, "name"))
            for said in self.looking.members(self.looking.needed(profile, "resource_list")):
                identity = self.looking.text(self.looking.needed(said, "id"))
                if identity and identity not in seen:
                    seen.add(identity)
                    yield self.resource(said, identity, pool)

    def resource(self, said: Value, identity: str, pool: str) -> Resource:
        look = self.looking
        number = look.number(look.entry(said, "amount"))
        number = 1.0 if number is None else number
        if not 1 <= number <= MOST_PEOPLE or number != int(number):
            hint = f"write a whole number from 1 to {MOST_PEOPLE:,}"
            look.fault(said, "no-people", f'"amount" is {number:g}', hint)
            number = 1
        calendar = look.text(look.entry(said, "calendar")) or identity
        if calendar not in self.hours:
            look.fault(said, "no-hours", f'no calendar is called "{calendar}"')
        cost = look.number(look.entry(said, "cost_per_hour"))
        if cost is not None and cost < 0:
            look.fault(said, "below-zero", f'"cost_per_hour" is {cost:g}')
        return Resource(
            id=identity, name=look.text(look.entry(said, "name")) or identity, number=int(number),
            hours=self.hours.get(calendar, ALWAYS), cost_per_hour=cost, pool=pool,
            where=look.where(said),
        )  # fmt: skip

    # -- times

    def work(self, resources: set[str]) -> Iterator[Work]:
        tasks = self.looking.entry(self.root, "task_resource_distribution")
        for task in self.looking.members(tasks, "task_id"):
            identity = self.looking.text(self.looking.needed(task, "task_id"))
            held = task.holds.get("resources") if task.kind == "map" else None
            if held is None and task.kind == "map":
                rest = {k: v for k, v in task.holds.items() if k != "task_id"}
                held = Value("map", rest, task.line, task.path)
            times = {}
            for said in self.looking.members(held, "resource_id"):
                resource = self.looking.text(self.looking.needed(said, "resource_id"))
                if resource and resource not in resources:
                    self.looking.fault(said, "unknown-resource", f'nobody is called "{resource}"')
                spread = spread_of(self.looking, said)
                if spread is not None and resource:
                    times[resource] = spread
            yield Work(element=identity, times=times, where=self.looking.where(task))
        for event in self.looking.members(self.looking.entry(self.root, "event_distribution")):
            identity = self.looking.text(event.holds.get("event_id") or event.holds.get("id"))
            spread = spread_of(self.looking, event)
            if identity and spread is not None:
                where = self.looking.where(event)
                yield Work(element=identity, times={"": spread}, where=where)

    def incoming(self) -> Incoming | None:
        said = self.looking.entry(self.root, "arrival_time_distribution")
        if said is None:
            return None
        spread = spread_of(self.looking, said)
        calendar = self.looking.entry(self.root, "arrival_time_calendar")
        hours = ALWAYS
        if calendar is not None:
            held = calendar.holds.get("time_periods") if calendar.kind == "map" else calendar
            hours = self.hours_of(held if held is not None else calendar)
        if spread is None:
            return None
        if spread.mean_seconds <= 0:
            self.looking.fault(said, "no-time", "customers arrive all at once")
            return None
        where = self.looking.where(said)
        return Incoming(between=spread, hours=hours, moves_on=True, where=where)

    # -- decisions

    def choices(self) -> Iterator[Chances]:
        gateways = self.looking.entry(self.root, "gateway_branching_probabilities")
        for gateway in self.looking.members(gateways, "gateway_id"):
            identity = self.looking.text(self.looking.needed(gateway, "gateway_id"))
            listed = gateway.holds.get("probabilities") if gateway.kind == "map" else None
            chances = dict(self.chances(gateway, listed))
            yield Chances(gateway=identity, chances=chances, where=self.looking.where(gateway))

    def chances(self, gateway: Value, listed: Value | None) -> Iterator[tuple[str, float]]:
        look = self.looking
        if listed is not None:
            for said in look.members(listed):
                path = look.text(look.needed(said, "path_id"))
                chance = look.number(look.needed(said, "value"))
                if chance is not None:
                    yield path, self.chance(said, chance)
            return
        entries: Mapping[str, Value] = gateway.holds if gateway.kind == "map" else {}
        for path, said in entries.items():
            if path != "gateway_id":
                chance = look.number(said)
                if chance is not None:
                    yield path, self.chance(said, chance)

    def chance(self, said: Value, chance: float) -> float:
        if not 0 <= chance <= 1:
            hint = "write a number from 0 to 1"
            self.looking.fault(said, "not-a-chance", f"{chance:g} is no chance", hint)
        return min(max(chance, 0.0), 1.0)
