"""Random small processes over the whole grammar that can be simulated.

`random_process(seed)` uses nothing but `random.Random(seed)`: two thousand take seconds. Every
model is without faults, comes to an end, and is (mostly) loaded below 0.8.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from outsidein.document import syntax
from outsidein.model.behaviour import (
    Branch,
    Consult,
    Failure,
    Span,
    Trigger,
)
from outsidein.model.graph import flows
from outsidein.model.process import BranchBlock, Process, Source, Step, Way
from outsidein.model.resolve import replacing
from random_behaviour import Behaving
from random_features import NOT_COMPILED, with_features
from random_surroundings import CHANNELS, all_steps, has_money

Maker = Callable[["_Flow", str], list[Step]]


class _Flow(Behaving):
    """Makes one process, step by step, along a backbone that ends in one of three ends."""

    # -- steps of the backbone; each maker returns one or more steps in reading order

    def do_alone(self, identity: str) -> list[Step]:
        step = Step(id=identity, verb="do", name="Look around", **self.alone())
        if self.dice(0.3):
            step = replace(step, part=None, channel=None, takes=None)
            step = replace(step, own=step.own or self.short())
        return [replace(step, fails=self.fails())]

    def do_live(self, identity: str) -> list[Step]:
        if not self.staffed:
            return self.do_alone(identity)
        way_out = self.pick(self.targets())
        step = Step(id=identity, verb="do", name="Phone with a question", **self.live(way_out))
        return [replace(step, fails=self.fails(), priority=self.pick([0.0, 0.0, 1.0]))]

    def do_left(self, identity: str) -> list[Step]:
        if not self.staffed:
            return self.do_alone(identity)
        step = Step(id=identity, verb="do", name="Write a letter", **self.left())
        return [replace(step, fails=self.fails())]

    def do_ways(self, identity: str) -> list[Step]:
        if not self.staffed:
            return self.do_alone(identity)
        live = self.live("web") | {"channel": None, "person": None}
        web = self.alone() | {"channel": None, "person": None}
        ways = [
            Way(name="web", share=None, **web, fails=self.fails("phone")),
            Way(name="phone", share=self.percent(10, 50), **live),
        ]
        if self.dice(0.4):
            left = self.left() | {"channel": "e-mail"}
            ways.append(Way(name="written", share=self.percent(5, 40), **left))
        self.random.shuffle(ways)
        step = Step(
            id=identity, verb="do", name="Place the order", ways=tuple(ways),
            person=self.person(), fails=(Failure(mode="error", chance=0.05, to="undone"),),
        )  # fmt: skip
        return [self.with_overrides_of_ways(step)]

    def with_overrides_of_ways(self, step: Step) -> Step:
        if not self.dice(0.4):
            return step
        said = [(("ways", "phone", "share"), self.percent(10, 50))]
        if self.dice(0.5):
            said += [(("ways", "phone", "part"), self.pick(self.staffed))]
        if self.dice(0.5):
            changed = replacing("patience", self.patience("web"))
            said += [(("ways", "phone", *path), value) for path, value in changed]
        return replace(step, overrides={self.pick(self.customers).id: tuple(said)})

    def decision(self, identity: str) -> list[Step]:
        branches = [Branch(label="yes", to=self.ahead[0])]
        for label in ("no", "again")[: self.pick([1, 1, 2])]:
            share = self.percent(5, 30)
            branches.append(Branch(label=label, to=self.pick(self.targets()), share=share))
        self.random.shuffle(branches)
        go = tuple(branches)
        if self.dice(0.6):
            step = Step(
                id=identity, verb="choose", name="Is it right", go=go, person=self.person(),
                pause=self.maybe(0.3, self.long), own=self.maybe(0.3, self.short),
            )  # fmt: skip
        else:
            part = self.pick(["web-shop", *self.staffed])
            step = Step(
                id=identity, verb="check", name="Is it allowed", go=go,
                part=part, takes=self.work(part, 0.8),
                after=self.maybe(0.3, self.long), priority=self.pick([0.0, 2.0]),
            )  # fmt: skip
        if self.dice(0.3):
            other = tuple(replace(b, share=None if b.share is None else b.share / 2) for b in go)
            step = replace(step, overrides={self.pick(self.customers).id: ((("go",), other),)})
        return [step]

    def do_with_answers(self, identity: str) -> list[Step]:
        step = self.pick([self.do_alone, self.do_live])(identity)[0]
        go = self.decision(identity)[0].go
        return [replace(step, go=go)]

    def hidden(self, identity: str) -> list[Step]:
        part = self.pick(["courier", *self.staffed])
        takes = self.work(part, 0.7)
        step = Step(
            id=identity, verb="hidden", name="Pick and pack", part=part, takes=takes,
            after=self.maybe(0.4, self.long) if takes else self.long(),
            wrap_up=self.maybe(0.2, self.short),
            shows=self.pick([None, "none", "status", "full"]), fails=self.fails(),
            priority=self.pick([0.0, 0.0, 4.0]), uses=self.pick([(), ("web-shop",)]),
        )  # fmt: skip
        return [step]

    def tell(self, identity: str) -> list[Step]:
        part = self.pick(["web-shop", *self.staffed])
        step = Step(
            id=identity, verb="tell", name="Order is on its way",
            part=part, channel=self.pick(["mail", "web"]), takes=self.work(part, 0.3),
            after=self.maybe(0.4, self.long),
            gives=self.pick([(), ("tracking link", "price, all in")]),
            cost=self.pick([None, 0.2, 1.0]), person=self.person(),
        )  # fmt: skip
        return [step]

    def touch(self, identity: str) -> list[Step]:
        if not self.staffed:
            return self.tell(identity)
        step = Step(
            id=identity, verb="touch", name="Call to ask how it went",
            part=self.pick(self.staffed), channel="phone", takes=self.short(),
            wrap_up=self.maybe(0.2, self.short), own=self.maybe(0.2, self.short),
            person=self.person(), priority=self.pick([0.0, 1.0]),
        )  # fmt: skip
        kind = self.pick(["beside", "next", "go", "fails"])
        if kind == "next":
            step = replace(step, next=(self.ahead[0],))
        elif kind == "go":
            step = replace(step, go=self.decision(identity)[0].go)
        elif kind == "fails":
            step = replace(step, fails=self.fails())
        return [step]

    def wait(self, identity: str) -> list[Step]:
        shows = self.pick([None, "status", "full"])
        step = Step(id=identity, verb="wait", name=identity, wait=self.long(), shows=shows)
        if self.dice(0.3):
            step = replace(step, overrides={self.customers[0].id: ((("wait",), self.short()),)})
        return [step]

    def call(self, identity: str) -> list[Step]:
        verify = [s for s in self.shared if s.id == "verify"]
        if not verify:
            return self.hidden(identity)
        name = verify[0].name
        step = Step(id=identity, verb="call", name=name, calls="verify")
        return [replace(step, next=(self.ahead[0],)) if self.dice(0.3) else step]

    def inner(self, identity: str) -> Step:
        """A step that nothing jumps out of: it stands inside a block or between two splits."""
        noticers, self.noticers = self.noticers, ()
        make = self.pick([self.hidden, self.tell, self.wait, self.do_left, self.do_alone])
        step = replace(make(identity)[0], fails=(), at_most=None)
        self.noticers = noticers
        return step

    def inner_live(self, identity: str, then: str) -> Step:
        return Step(id=identity, verb="do", name="Ring them up", **self.live(then))

    def block(self, name: str) -> BranchBlock:
        steps = [self.inner(self.name("in")) for _ in range(self.pick([1, 1, 2]))]
        if self.staffed and self.dice(0.3):
            steps.insert(0, self.inner_live(self.name("in"), steps[0].id))
        return BranchBlock(name=name, steps=tuple(steps))

    def together(self, identity: str) -> list[Step]:
        blocks = tuple(
            self.block(name) for name in ("goods", "papers", "third one")[: self.pick([2, 2, 3])]
        )
        step = Step(id=identity, verb="together", name=identity, blocks=blocks)
        return [replace(step, next=(self.ahead[0],)) if self.dice(0.3) else step]

    def split(self, identity: str) -> list[Step]:
        """A split by a list of next steps, and the join of what it split."""
        first, second, join = self.name("one"), self.name("two"), self.name("join")
        opening = replace(self.inner(identity), next=(first, second))
        one = replace(self.inner(first), next=(join,))
        two = self.inner(second)
        if self.dice(0.5):
            two = replace(two, next=(join,))
        ahead, self.ahead = self.ahead, (join,)
        made = self.inner(join)
        self.ahead = ahead
        return [opening, one, two, replace(made, join_all=True)]

    MAKERS: ClassVar[tuple[Maker, ...]] = (
        do_alone, do_live, do_live, do_live, do_left, do_ways, do_ways, decision, decision,
        do_with_answers, hidden, tell, touch, wait, call, together, split,
    )  # fmt: skip

    # -- the whole

    def make(self) -> Process:
        self.make_shared()
        size = self.random.randint(2, 6)
        names = [self.name("step") for _ in range(size)]
        makers = [self.pick(self.MAKERS) for _ in range(size)]
        makers[0] = self.pick([type(self).do_alone, type(self).do_left])
        plain = {
            n
            for n, m in zip(names, makers, strict=True)
            if m in (type(self).do_alone, type(self).tell)
        }
        steps: list[Step] = []
        for index, (name, maker) in enumerate(zip(names, makers, strict=True)):
            self.ahead = (*names[index + 1 :], "done")
            self.noticers = tuple(n for n in names[index + 1 :] if n in plain)
            made = maker(self, name)
            steps += self.finish(made, first=index == 0)
        steps = self.with_extras(self.with_until(steps, names), names)
        return self.surround(tuple(steps))

    def finish(self, made: list[Step], *, first: bool) -> list[Step]:
        """Say what any step may say: at most, only, for a customer, join."""
        step = made[0]
        allowed = step.verb in {"do", "tell", "hidden"}
        if allowed and not first and self.dice(0.5):
            step = replace(step, at_most=self.at_most())
            self.loops.append(step.id)
        if len(made) == 1 and not first and self.dice(0.15):
            step = self.for_some(step)
        if step.verb not in {"call", "start"} and self.dice(0.2):
            step = self.with_facts(step)
        if step.takes is not None and step.part and not step.overrides and self.dice(0.2):
            customer = self.pick(self.customers).id
            step = replace(step, overrides={customer: ((("takes",), self.short()),)})
        return [step, *made[1:]]

    def with_facts(self, step: Step) -> Step:
        consulted = Consult(part=self.pick(self.parts).id, share=self.percent())
        return replace(
            step, asks_for=("address", "payment: card"), carries=("parcel",), effort="high",
            evidence=("van and parcel",), moment_of_truth=True, consults=(consulted,),
            reason=step.reason or "product question", cost=self.pick([None, 2.5]),
        )  # fmt: skip

    def for_some(self, step: Step) -> Step:
        """Let only one customer do it; the others pass to its next, else to what follows."""
        if step.go or step.verb == "together":
            return step
        customer = self.pick(self.customers)
        person = step.person if step.person in customer.people else None
        return replace(step, only=customer.id, person=person)

    def with_extras(self, steps: list[Step], names: list[str]) -> list[Step]:
        if self.dice(0.3):
            steps.insert(0, Step(id="begin", verb="start", name="It begins"))
        if self.dice(0.6):
            steps.insert(self.random.randint(0, len(steps)), self.promise(names))
        if self.dice(0.65):
            steps.insert(self.random.randint(0, len(steps)), self.meanwhile(steps, names))
        steps = self.with_phases(steps)
        phase = steps[-1].phase
        ends = [
            Step(id="done", verb="end", name="Done", outcome="served", phase=phase),
            Step(id="undone", verb="end", name="Not done", outcome="not served", phase=phase),
            Step(id="lost", verb="end", name="Lost", outcome="lost", phase=phase),
        ]
        return [*steps, *ends]

    def with_phases(self, steps: list[Step]) -> list[Step]:
        if not self.dice(0.5):
            return steps
        cut = self.random.randint(0, len(steps) - 1)
        return [_phased(s, "Order" if k < cut else "Fulfil") for k, s in enumerate(steps)]

    def promise(self, names: list[str]) -> Step:
        first = self.pick(names)
        last = self.pick([*names[names.index(first) + 1 :], "done"])
        step = Step(
            id="delivery", verb="promise", name="delivery", span=Span(first=first, last=last),
            within=self.pick([syntax.duration("2 working days"), syntax.duration("3 h")]),
        )  # fmt: skip
        if self.dice(0.3):
            customer = self.pick(self.customers).id
            return replace(step, overrides={customer: ((("within",), syntax.duration("1 day")),)})
        return replace(step, only=self.pick(self.customers).id) if self.dice(0.2) else step

    def meanwhile(self, steps: list[Step], names: list[str]) -> Step:
        first = self.pick(names[:2])
        last = self.pick([*names[names.index(first) + 1 :], "done"])
        self.ahead = ("done",)
        promised = any(s.id == "delivery" for s in steps)
        acts = tuple(self.act(promised=promised) for _ in range(self.pick([1, 2, 3])))
        return Step(
            id="anytime", verb="meanwhile", name="anytime",
            span=Span(first=first, last=last), acts=acts,
        )  # fmt: skip

    def act(self, *, promised: bool) -> Step:
        trigger = replace(
            self.trigger(promised=promised),
            again_after=self.maybe(0.5, lambda: syntax.law(self.pick(("1 day", "2 h", "1..5 h")))),
            most=self.pick([1, 2, 3]),
        )
        return Step(
            id=self.name("act"), verb="do", name="Ask where it is", trigger=trigger,
            shows=self.pick([None, None, "status"]), next=self.pick([(), (), ("undone",)]),
            **self.act_says(),
        )  # fmt: skip

    def trigger(self, *, promised: bool) -> Trigger:
        kind = self.pick(["at random", "no news", "passed" if promised else "no news"])
        chance = self.percent(10, 80)
        if kind == "at random":
            return Trigger(kind=kind, chance=chance, per=self.pick(["day", "h"]))
        if kind == "passed":
            return Trigger(kind=kind, chance=chance, passed="delivery")
        silence = syntax.duration(self.pick(("3 h", "1 working day")))
        return Trigger(kind="no news", chance=chance, silence=silence)

    def act_says(self) -> dict[str, Any]:
        if not self.staffed:
            return self.alone()
        return self.pick([lambda: self.live(None, act=True), self.alone, self.left])()

    def surround(self, steps: tuple[Step, ...]) -> Process:
        used = {s.through for s in all_steps(steps)} | {s.calls for s in all_steps(steps)}
        used |= {w.through for s in all_steps(steps) for w in s.ways}
        steps = _with_reached_ends(steps)
        process = Process(
            name="Order a product", customers=self.customers,
            channels=dict(CHANNELS),
            parts=self.parts, shared=tuple(s for s in self.shared if s.id in used), steps=steps,
            working_days=self.pick([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (1, 3)]),
            horizon_seconds=self.pick([None] * 9 + [7 * 86400.0]),
            poor_when=self.pick([
                Process.__dataclass_fields__["poor_when"].default,
                (("promise broken", 0.0), ("more than contacts", 1.0)),
            ]),
            numbers=self.pick(["assumed", "observed"]),
            judge_by=self.pick([None, "time in all"]),
        )  # fmt: skip
        process = replace(process, arrivals=self.arrivals(process))
        process = replace(process, currency="EUR" if has_money(process) else None)
        return self.with_sources(process)

    def with_until(self, steps: list[Step], names: list[str]) -> list[Step]:
        """Let the token rest at a step until an act that sooner or later happens.

        The window is open by then: every case is served at the first step of the backbone.
        """
        at = [k for k, s in enumerate(steps) if s.id in names[1:] and _can_rest(s)]
        if not at or not self.dice(0.4):
            return steps
        chase = Step(
            id="chase", verb="do", name="Chase it", part="web-shop", channel="web",
            own=self.short(), trigger=Trigger(kind="at random", chance=0.5, per="day"),
        )  # fmt: skip
        window = Step(
            id="resting", verb="meanwhile", name="resting", acts=(chase,),
            span=Span(first=names[0], last="done"),
        )  # fmt: skip
        chosen = self.pick(at)
        lost = Failure(
            mode="lost in the post", chance=self.percent(5, 15), until="chase", by="customer",
            to=self.pick(["undone", "lost", *self.loops]),
        )  # fmt: skip
        resting = replace(steps[chosen], fails=(*steps[chosen].fails, lost))
        changed = [resting if s.id == resting.id else s for s in steps]
        return [window, *(replace(s, fails=()) if s.id == names[0] else s for s in changed)]

    def with_sources(self, process: Process) -> Process:
        sources = {}
        if self.dice(0.3):
            sources["arrivals.rate"] = Source(kind="observed", n=9125, period="2024 and 2025")
        timed = [s.id for s in process.steps if s.takes is not None]
        if timed and self.dice(0.3):
            kind = self.pick(["assumed", "proposed", "observed"])
            sources[f"{timed[0]}.takes"] = Source(kind=kind, n=self.pick([None, 812]))
        return replace(process, sources=sources)


def _with_reached_ends(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Leave out the ends to which nothing leads."""
    led_to = {flow.target for flow in flows(Process(name="", channels=CHANNELS, steps=steps))}
    return tuple(s for s in steps if s.verb != "end" or s.id in led_to)


def _can_rest(step: Step) -> bool:
    plain = not (step.only or step.ways or step.go or step.join_all)
    return step.verb in {"do", "hidden"} and plain and len(step.next) < 2


def _phased(step: Step, phase: str) -> Step:
    blocks = tuple(replace(b, steps=tuple(_phased(s, phase) for s in b.steps)) for b in step.blocks)
    acts = tuple(_phased(act, phase) for act in step.acts)
    return replace(step, phase=phase, blocks=blocks, acts=acts)


def random_process(seed: int, left_out: frozenset[str] = NOT_COMPILED) -> Process:
    """Return a random process without scenarios; the same seed gives the same one.

    ``left_out`` are features (`random_features.FEATURES`) that it does not have: those that the
    kernel cannot run, or none.
    """
    return with_features(_Flow(seed).make(), seed, left_out)
