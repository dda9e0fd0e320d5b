"""Random customers, parts, hours and arrivals: what stands around the steps of a process."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from outsidein.document import syntax
from outsidein.model.behaviour import Away, Failure, Law, OwnCustomers
from outsidein.model.process import Arrivals, ChannelKind, Customer, Part, Process, Step

Option = TypeVar("Option")

CHANNELS: dict[str, ChannelKind] = {
    "web": "self", "phone": "live", "counter": "live", "mail": "left", "e-mail": "left",
}  # fmt: skip
SHORT = (
    "4 min", "30 s", "1..6 min", "exponential 5 min", "lognormal 6 min sd 3 min",
    "gamma 8 min sd 6 min", "normal 5 min sd 2 min", "triangular 2..4..9 min", "10 min",
)  # fmt: skip
LONG = (
    "2 h", "1 day", "1..3 working days", "2 working days", "exponential 5 h", "1..2 days",
    "lognormal 6 h sd 8 h", "gamma 1 working day sd 0.5 days", "triangular 1..2..5 h", "1 week",
    "45 min", "0 min",
)  # fmt: skip
HOURS = (
    ("Mon-Fri 08:00-18:00",),
    ("Mon-Fri 08:00-20:00", "Sat 09:00-14:00"),
    ("Mon-Sun 00:00-24:00",),
    ("Mon-Sat 06:30-22:00",),
    ("Sun 20:00-24:00", "Mon-Fri 00:00-06:00", "Tue-Sat 10:00-19:00"),
    ("Mon 09:00-12:00", "Wed-Fri 13:00-17:30"),
)
SHIFTS = (
    ("Mon-Fri 06:00-14:00 x4", "Mon-Fri 14:00-22:00 x2", "Sat 06:00-14:00 x1"),
    ("Mon-Fri 08:00-16:00 x2", "Mon-Fri 10:00-14:00 x1"),
    ("Mon-Sun 00:00-08:00 x1", "Mon-Sun 08:00-24:00 x3"),
    ("Mon-Thu 08:00-16:00 x3", "Fri 08:00-12:00 x2"),
)
PROFILES = (
    (),
    (),
    ("Mon-Fri 08:00-20:00 x3", "Mon-Fri 20:00-24:00 x1", "Sat-Sun 08:00-22:00 x1"),
    ("Mon-Fri 09:00-17:00 x1",),
    ("Sat-Mon 10:00-12:30 x0.5", "Wed 00:00-24:00 x2"),
)


class Surroundings:
    """Throws the dice, and makes everything but the flow."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.customers = self.with_returns(self.make_customers(), random.Random(f"back {seed}"))
        self.parts = self.make_parts()
        self.staffed = [p.id for p in self.parts if p.people is not None]
        self.shared: list[Step] = []

    # -- dice

    def dice(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, options: Sequence[Option]) -> Option:
        return self.random.choice(options)

    def percent(self, low: int = 1, high: int = 60) -> float:
        return syntax.percent(f"{self.random.randint(low, high)}%")

    def short(self) -> Law:
        return syntax.law(self.pick(SHORT))

    def long(self) -> Law:
        return syntax.law(self.pick(LONG))

    def maybe(self, chance: float, make: Callable[[], Any]) -> Any:
        return make() if self.dice(chance) else None

    def name(self, word: str) -> str:
        self.count += 1
        return f"{word}-{self.count}"

    # -- surroundings

    def make_customers(self) -> tuple[Customer, ...]:
        worth: Any = self.pick([None, {"served": 40.0}, {"served": 210.5, "lost": -40.0}])
        shopper = Customer(id="shopper", name="Shopper", worth=worth)
        if self.dice(0.3):
            people = self.pick([(), ("buyer", "approver")])
            return (replace(shopper, people=people),)
        business = Customer(
            id="business",
            name="Business",
            share=None,
            worth=worth,
            people=self.pick([("buyer", "approver"), (), ("buyer", "approver", "goods-in")]),
            priority=self.pick([0.0, 1.0, 2.5]),
        )
        return (replace(shopper, share=self.percent(30, 90)), business)

    def with_returns(
        self, customers: tuple[Customer, ...], dice: random.Random
    ) -> tuple[Customer, ...]:
        """Let some come back, with dice of their own: the rest of a seed stays as it was."""
        options: list[Any] = [
            None, {"served": 0.7, "poor": 0.7}, {"served": 0.8, "poor": 0.5, "lost": 0.05},
            {"not served": 0.2},
        ]  # fmt: skip
        return tuple(replace(c, comes_back=dice.choice(options)) for c in customers)

    def make_parts(self) -> tuple[Part, ...]:
        found = [
            Part(id="web-shop", name="Web shop", kind="system"),
            Part(id="courier", name="Courier", kind="partner"),
        ]
        count = self.pick([0, 1, 2, 2, 3, 4])
        found += [self.make_part(f"Office {k + 1}", f"office-{k + 1}") for k in range(count)]
        staffed = [p for p in found if p.people is not None]
        if len(staffed) > 1 and self.dice(0.35):
            away = Away(share=self.percent(5, 30), part=staffed[0].id)
            found = [replace(p, away=away) if p is staffed[-1] else p for p in found]
        self.random.shuffle(found)
        return tuple(found)

    def make_part(self, name: str, identity: str) -> Part:
        own = OwnCustomers(within=self.maybe(0.5, self.short)) if self.dice(0.3) else None
        part = Part(id=identity, name=name, cost_per_hour=self.pick([None, 32.0, 45.5]))
        if self.dice(0.35):
            people = tuple(
                (period, int(n)) for period, n in map(syntax.weighted_hours, self.pick(SHIFTS))
            )
            return replace(part, people=people, own_customers=own)
        opening = tuple(syntax.hours(h) for h in self.pick(HOURS))
        return replace(part, people=self.pick([1, 2, 3, 5]), open=opening, own_customers=own)

    def make_shared(self) -> None:
        menu = Step(
            id="menu", verb="do", name="Get through the menu", part="web-shop", channel="phone",
            own=self.short(), pause=self.maybe(0.2, self.short),
            fails=(Failure(mode="gave up", chance=self.percent(2, 15), by="customer"),),
        )  # fmt: skip
        verify = Step(
            id="verify", verb=self.pick(["hidden", "tell"]), name="Verify",
            part=self.pick(["web-shop", "courier", *self.staffed]), takes=self.short(),
            after=self.maybe(0.3, self.long), priority=self.pick([0.0, 3.0]),
        )  # fmt: skip
        self.shared = [step for step in (menu, verify) if self.dice(0.6)]

    def arrivals(self, process: Process) -> Arrivals:
        """Choose a rate that loads the busiest part as much as the dice say."""
        profile = tuple(syntax.weighted_hours(text) for text in self.pick(PROFILES))
        busiest = max((_busy(process, p) for p in process.parts), default=0.0)
        wanted = self.random.uniform(0.2, 1.3) / busiest * 86_400 if busiest else 40.0
        per_second, unit = syntax.arrival_rate(f"{min(max(wanted, 2), 400):.1f} per day")
        return Arrivals(per_second=per_second, profile=profile, unit=unit)


def all_steps(steps: Sequence[Step]) -> list[Step]:
    """Return the steps with those of their blocks and their acts."""
    found: list[Step] = []
    for step in steps:
        inner = [s for b in step.blocks for s in b.steps]
        found += [step, *all_steps(step.acts), *all_steps(inner)]
    return found


def has_money(process: Process) -> bool:
    """Whether any amount of money is said."""
    return (
        any(c.worth for c in process.customers)
        or any(p.cost_per_hour is not None for p in process.parts)
        or any(s.cost is not None for s in all_steps(process.steps + process.shared))
    )


def _busy(process: Process, part: Part) -> float:
    """Return about how many seconds of its people one arrival takes, over their share of time."""
    if part.people is None:
        return 0.0
    staffed = sum(
        n * (period.end_seconds - period.start_seconds) * len(period.intervals())
        for period, n in part.staff() or []
    )
    work = 0.0
    for step in all_steps(process.steps + process.shared):
        often = 1.5 * (step.trigger.most or 3 if step.trigger else 1)
        for said in (step, *step.ways):
            laws = [law for law in (said.takes, said.wrap_up) if law is not None]
            people = [said.part, *_overridden_parts(step)]
            if part.id in people or (part.id == _deputy(process, said.part)):
                work += often * sum(law.mean_seconds for law in laws)
    return work / (staffed / 604_800)


def _overridden_parts(step: Step) -> list[str]:
    return [value for said in step.overrides.values() for path, value in said if path[-1] == "part"]


def _deputy(process: Process, part: str | None) -> str | None:
    away = next((p.away for p in process.parts if p.id == part), None)
    return away.part if away else None
