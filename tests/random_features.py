"""Features laid over a random process, each by dice of its own: one more moves no other's luck."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from outsidein.model.behaviour import (
    Balk,
    Batch,
    Holiday,
    Limit,
    NoShow,
    Overflow,
    RaceBranch,
    Skill,
    Span,
    Times,
    Weeks,
)
from outsidein.model.check import check
from outsidein.model.graph import OFF_THE_FLOW
from outsidein.model.process import Behaviour, BranchBlock, Part, Process, Step, Way
from outsidein.model.rules.surroundings import Model
from random_behaviour import Behaving

# What the kernel cannot run yet: left out where both sides run.
NOT_COMPILED: frozenset[str] = frozenset()


class Feature(Behaving):
    """A process and the dice of one feature."""

    def __init__(self, process: Process, seed: str, left_out: frozenset[str]) -> None:
        self.process, self.left_out = process, left_out
        self.random = random.Random(seed)
        self.count = 1000
        self.customers, self.parts = process.customers, process.parts
        self.staffed = [p.id for p in self.parts if p.people is not None]
        self.shared = list(process.shared)
        self.loops, self.ahead, self.noticers = [], (), ()

    def changed(self, chance: float, change: Callable[[Step], Step]) -> Process:
        """Return the process with some of its steps changed, wherever they stand."""

        def walk(step: Step) -> Step:
            blocks = tuple(
                replace(b, steps=tuple(walk(s) for s in b.steps)) for b in step.blocks
            )  # fmt: skip
            step = replace(step, blocks=blocks, acts=tuple(walk(a) for a in step.acts))
            return change(step) if self.dice(chance) else step

        steps = tuple(walk(step) for step in self.process.steps)
        return replace(self.process, steps=steps)

    def inserted(self, make: Callable[[str], Step]) -> Process:
        """Put a step between one that falls through and the next of the backbone."""
        steps = list(self.process.steps)
        places = [
            k for k, step in enumerate(steps)
            if step.id.startswith("step-") and k and _falls_through(steps[:k])
        ]  # fmt: skip
        if not places:
            return self.process
        at = self.pick(places)
        steps.insert(at, _phased(make(steps[at].id), steps[at].phase))
        return replace(self.process, steps=tuple(steps))

    def with_part(self, change: Callable[[Part], Part]) -> Process:
        """Return the process with one part changed, if that makes no fault."""
        chosen = self.pick(self.parts).id
        parts = tuple(change(p) if p.id == chosen else p for p in self.parts)
        process = replace(self.process, parts=parts)
        return process if self.dice(0.6) and self.is_right(process) else self.process

    def is_right(self, process: Process) -> bool:
        """Whether a changed process has no faults but remarks about its ends."""
        return {fault.code for fault in check(process)} <= {"ends-unseen"}

    def live(self, said: Behaviour) -> bool:
        """Whether people are met live; a way is by its name."""
        name = said.channel or getattr(said, "name", "")
        return said.part in self.staffed and self.process.channels.get(name) == "live"

    def loops_of(self, step: Step) -> list[str]:
        """Return where a jump may lead without going round for ever."""
        return [s.id for s in self.process.steps if s.at_most is not None and s is not step]

    def ends(self) -> list[str]:
        return [s.id for s in self.process.steps if s.verb == "end"]


def _phased(step: Step, phase: str | None) -> Step:
    blocks = tuple(replace(b, steps=tuple(_phased(s, phase) for s in b.steps)) for b in step.blocks)
    return replace(step, phase=phase, blocks=blocks)


def _falls_through(before: list[Step]) -> bool:
    last = next((s for s in reversed(before) if s.verb not in OFF_THE_FLOW), None)
    return last is not None and not (last.next or last.go or last.race) and last.verb != "end"


def booked(dice: Feature) -> Process:
    """Some encounters are booked, and some customers do not come."""
    to = dice.pick(dice.ends())

    def change(step: Step) -> Step:
        if step.verb != "do" or step.ways or step.through:
            return _with_booked_way(step)
        if step.channel not in {"phone", "counter", "mail", "e-mail"} or step.takes is None:
            return step
        no_show = NoShow(chance=dice.percent(5, 30), to=to) if dice.dice(0.5) else None
        outer = any(s.id == step.id for s in dice.process.steps)
        outer = outer and not step.id.startswith(("one-", "two-"))  # for them a join waits
        return replace(step, channel="appointment", closed=None, no_show=no_show if outer else None)

    process = dice.changed(0.4, change)
    return replace(process, channels={**process.channels, "appointment": "booked"})


def _with_booked_way(step: Step) -> Step:
    def way(one: Way) -> Way:
        return replace(one, channel="appointment") if one.channel == "e-mail" else one

    return replace(step, ways=tuple(way(one) for one in step.ways))


def race(dice: Feature) -> Process:
    """What comes first decides: it leads on, or to an end."""

    def make(following: str) -> Step:
        ends = [dice.pick([following, *dice.ends()]) for _ in range(dice.pick([1, 1, 2]))]
        runners = [RaceBranch(label="first", after=dice.long(), to=following)]
        for label, to in zip(("second", "third one"), ends, strict=False):
            runners.append(RaceBranch(label=label, after=dice.long(), to=to))
        dice.random.shuffle(runners)
        return Step(
            id=dice.name("race"), verb="first of", name="race", race=tuple(runners),
            race_by_customer=dice.dice(0.5), shows=dice.pick([None, "full"]),
        )  # fmt: skip

    return _named_by_id(dice.inserted(make)) if dice.dice(0.4) else dice.process


def some_of(dice: Feature) -> Process:
    """Each branch by its own draw, perhaps one for the rest."""

    def shared(blocks: tuple[BranchBlock, ...]) -> tuple[BranchBlock, ...]:
        rest = dice.pick([None, len(blocks) - 1])
        return tuple(
            replace(b, rest=True) if k == rest else replace(b, share=dice.percent(10, 90))
            for k, b in enumerate(blocks)
        )

    def make(_: str) -> Step:
        blocks = tuple(
            BranchBlock(name=name, steps=(_wait(dice, dice.name("some-in")),))
            for name in ("goods", "papers", "third one")[: dice.pick([1, 2, 3])]
        )
        return Step(id=dice.name("some"), verb="some of", name="some", blocks=shared(blocks))

    def change(step: Step) -> Step:
        if step.verb != "together":
            return step
        return replace(step, verb="some of", blocks=shared(step.blocks))

    process = dice.changed(0.6, change)
    dice.process = process
    return _named_by_id(dice.inserted(make)) if dice.dice(0.3) else process


def _wait(dice: Feature, identity: str) -> Step:
    return Step(id=identity, verb="wait", name=identity, wait=dice.long())


def _named_by_id(process: Process) -> Process:
    """A step whose verb holds a value is called as its id is."""
    return replace(
        process,
        steps=tuple(
            replace(s, name=s.id) if s.verb in {"first of", "some of"} else s for s in process.steps
        ),
    )


def starts(dice: Feature) -> Process:
    """Two or three places to begin, which lead to where everybody began before."""
    steps = dice.process.steps
    if not dice.dice(0.3) or any(s.verb == "start" for s in steps):
        return dice.process
    first = next(s for s in steps if s.verb not in OFF_THE_FLOW)
    phase = steps[0].phase
    only = dice.customers[0].id if len(dice.customers) > 1 and dice.dice(0.3) else None
    one = Step(id="start-one", verb="start", name="Set out", share=dice.percent(10, 90))
    one = replace(one, next=dice.pick([(), (first.id,)]))
    two = Step(id="start-two", verb="start", name="Be sent", only=only)
    look = Step(id="hear-of-it", verb="do", name="Hear of it", own=dice.short())
    if only is None and dice.dice(0.3):
        over = {dice.customers[0].id: ((("share",), dice.percent(10, 60)),)}
        one = replace(one, overrides=over)
    if only is not None:
        one = replace(one, overrides={dice.customers[1].id: ((("share",), None),)})
    made = tuple(replace(s, phase=phase) for s in (one, two, look))
    return replace(dice.process, steps=(*made, *steps))


def ends_everything(dice: Feature) -> Process:
    """Some ends stop whatever else goes on."""

    def change(step: Step) -> Step:
        return replace(step, ends="everything") if step.verb == "end" else step

    return dice.changed(0.4, change)


def balks(dice: Feature) -> Process:
    """Some leave at once where many wait."""

    def change(step: Step) -> Step:
        ways = tuple(replace(w, balks=said(w, step)) for w in step.ways)
        return replace(step, ways=ways, balks=None if ways else said(step, step))

    def said(one: Behaviour, step: Step) -> Balk | None:
        if one.patience is None or one.takes is None or not dice.live(one):
            return None
        to = one.patience.to if dice.dice(0.4) else None
        chance = dice.maybe(0.5, lambda: dice.percent(20, 90))
        return Balk(chance=chance, at=dice.pick([0, 1, 2, 3]), to=to)

    return dice.changed(0.5, change)


def lines(dice: Feature) -> Process:
    """A part has so many lines."""
    return dice.with_part(lambda part: replace(part, lines=dice.pick([1, 1, 2, 3])))


def overflow(dice: Feature) -> Process:
    """A part passes customers on when many wait."""

    def change(part: Part) -> Part:
        others = [p.id for p in dice.parts if p.id != part.id]
        if "overflow to closed parts" in dice.left_out:
            others = [p for p in others if not Model(dice.process).closes(p)]
        said = Overflow(at=dice.pick([0, 1, 2]), part=dice.pick([*others, "courier"]))
        return part if part.people is None else replace(part, overflow=said)

    return dice.with_part(change)


def takes_again(dice: Feature) -> Process:
    """Who has been served before takes another time."""

    def change(step: Step) -> Step:
        ways = tuple(replace(w, takes_again=w.takes and dice.short()) for w in step.ways)
        return replace(step, ways=ways, takes_again=step.takes and dice.short())

    return dice.changed(0.3, change)


def absent(dice: Feature) -> Process:
    """People do not come to each of their shifts."""
    share = dice.percent(5, 50)
    return dice.with_part(lambda p: p if p.people is None else replace(p, absent=share))


def skills(dice: Feature) -> Process:
    """Some people can do what others cannot, and some are faster."""
    if not dice.staffed or not dice.dice(0.5):
        return dice.process
    taught = dice.pick(dice.staffed)

    def teach(part: Part) -> Part:
        if part.id != taught and not dice.dice(0.5):
            return part
        most = max(int(n) for _, n in part.staff() or [(None, 1)])
        first = dice.random.randint(1, most)
        speed = dice.pick([1.0, 0.5, 0.8, 1.25])
        known = dice.pick([
            Skill(name="orders", speed=speed),
            Skill(name="orders", first=first, last=most, speed=speed),
            Skill(name="orders", first=first, last=first),
        ])  # fmt: skip
        anything = Skill(name="anything", first=1, last=1, speed=dice.pick([0.7, 1.5]))
        return replace(part, skills=(known, anything) if dice.dice(0.5) else (known,))

    def change(step: Step) -> Step:
        return replace(step, needs="orders") if step.part == taught and step.takes else step

    parts = tuple(teach(p) if p.people is not None else p for p in dice.parts)
    dice.process = replace(dice.process, parts=parts)
    process = dice.changed(0.5, change)
    return process if dice.is_right(process) else dice.process


def limit(dice: Feature) -> Process:
    """What lasts too long leads elsewhere."""
    limited = {"do", "hidden", "check", "tell", "wait", "call", "first of", "together", "some of"}
    backbone = [s for s in dice.process.steps if s.id.startswith("step-")]
    # At the first, windows open that others rest for; a join waits for what is split.
    after = dice.process.steps[dice.process.steps.index(backbone[0]) + 1 :]
    outer = [s for s in after if s.verb in limited and not s.id.startswith(("one-", "two-"))]

    def limits(step: Step) -> Step:
        to = dice.pick([*dice.ends(), *dice.loops_of(step)])
        law = dice.pick([dice.short(), dice.long()])
        return replace(step, limit=Limit(law=law, to=to))

    steps = dice.process.steps
    for step in outer:
        if dice.dice(0.25):
            process = replace(
                dice.process, steps=tuple(limits(s) if s is step else s for s in steps)
            )
            if dice.is_right(process):
                steps = process.steps
    return replace(dice.process, steps=steps)


def interrupts(dice: Feature) -> Process:
    """Work that can wait is put aside for live customers."""

    def change(step: Step) -> Step:
        ways = tuple(replace(w, interrupts=dice.live(w) or None) for w in step.ways)
        met = step.verb in {"do", "touch"} and not ways and dice.live(step)
        return replace(step, ways=ways, interrupts=met or None)

    return dice.changed(0.5, change)


def times(dice: Feature) -> Process:
    """A shared step is run several times."""

    def change(step: Step) -> Step:
        if step.verb != "call":
            return step
        said = dice.pick([Times(least=2, most=2), Times(least=0, most=3), Times(least=1, most=3)])
        return replace(step, times=said, at_once=dice.dice(0.5) or None)

    if any(s.id == "verify" for s in dice.shared):
        return dice.changed(0.8, change)
    verify = Step(
        id="verify", verb="hidden", name="Verify", part=dice.pick(["web-shop", *dice.staffed]),
        takes=dice.short(), after=dice.maybe(0.3, dice.long),
    )  # fmt: skip
    call = Step(id="verify-it", verb="call", name="Verify", calls="verify")
    process = dice.inserted(lambda _: change(call))
    if process is dice.process or not dice.dice(0.4):
        return dice.process
    return replace(process, shared=(*process.shared, verify))


def batch(dice: Feature) -> Process:
    """Work is done for several cases at once."""

    def change(step: Step) -> Step:
        if step.verb not in {"hidden", "check", "tell"} or step.takes is None:
            return step
        after = dice.pick([dice.short(), dice.long()])
        return replace(step, batch=Batch(size=dice.pick([2, 2, 3, 5]), after=after))

    return dice.changed(0.4, change)


def crew(dice: Feature) -> Process:
    """Several people do some of the work together."""

    def taken(said: Behaviour) -> int | None:
        part = next((p for p in dice.parts if p.id == said.part), None)
        if part is None or said.takes is None or said.batch or said.interrupts:
            return None
        most = max((int(n) for _, n in part.staff() or []), default=0)
        able = sum(part.speed(k + 1, said.needs) is not None for k in range(most))
        return dice.random.randint(2, min(able, 3)) if able > 1 else None

    def change(step: Step) -> Step:
        if step.verb == "do" and not step.ways:
            met = dice.process.channels.get(step.channel or "") in {"live", "left"}
            return replace(step, crew=taken(step) if met else None)
        ways = tuple(replace(w, crew=taken(w) if dice.live(w) else None) for w in step.ways)
        works = step.verb in {"touch", "hidden", "check", "tell"}
        return replace(step, ways=ways, crew=taken(step) if works else None)

    process = dice.changed(0.4, change)
    return process if dice.is_right(process) else dice.process


def year(dice: Feature) -> Process:
    """Some weeks of the year are busier."""
    arrivals = dice.process.arrivals
    if arrivals is None or not dice.dice(0.3):
        return dice.process
    said = (
        Weeks(first=1, last=1, weight=dice.pick([0.5, 2.0])),
        Weeks(first=2, last=5, weight=0.8),
    )
    return replace(dice.process, arrivals=replace(arrivals, year=said[: dice.pick([1, 2])]))


def closed_on(dice: Feature) -> Process:
    """Nobody is on duty on some days of the year."""
    days = (
        Holiday(week=1, first_day=dice.pick([0, 1]), last_day=1),
        Holiday(week=2, first_day=3, last_day=4),
        Holiday(week=52, first_day=0, last_day=6),
    )[: dice.pick([1, 2, 3])]
    return dice.with_part(lambda p: p if p.people is None else replace(p, closed_on=days))


FEATURES: Mapping[str, Callable[[Feature], Process]] = {
    "booked": booked,
    "race": race,
    "some of": some_of,
    "starts": starts,
    "ends everything": ends_everything,
    "balks": balks,
    "lines": lines,
    "overflow": overflow,
    "takes again": takes_again,
    "absent": absent,
    "skills": skills,
    "limit": limit,
    "interrupts": interrupts,
    "times": times,
    "batch": batch,
    "crew": crew,
    "year": year,
    "closed on": closed_on,
}


def _without_spans_of_blocks(process: Process) -> Process:
    """Let no promise and no meanwhile begin or end at a block or a call."""
    blocks = {s.id for s in process.steps if s.verb in {"together", "call"}}
    visited = [s.id for s in process.steps if s.id.startswith("step-") and s.id not in blocks]

    def moved(step: Step) -> Step:
        if step.span is None or not {step.span.first, step.span.last} & blocks:
            return step
        first = visited[0] if step.span.first in blocks else step.span.first
        return replace(step, span=Span(first=first, last="done"))

    return replace(process, steps=tuple(moved(step) for step in process.steps))


def with_features(process: Process, seed: int, left_out: frozenset[str]) -> Process:
    """Return a random process with the features laid over it, but for those left out."""
    if "spans of blocks" in left_out:
        process = _without_spans_of_blocks(process)
    for name, lay in FEATURES.items():
        if name not in left_out:
            process = lay(Feature(process, f"{seed} {name}", left_out))
    return process
