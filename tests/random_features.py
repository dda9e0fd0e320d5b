"""Features laid over a random process, each by dice of its own: one more moves no other's luck."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from outsidein.model.behaviour import NoShow, RaceBranch
from outsidein.model.graph import OFF_THE_FLOW
from outsidein.model.process import BranchBlock, Process, Step, Way
from random_behaviour import Behaving

# What the kernel cannot run yet: left out where both sides run.
NOT_COMPILED: frozenset[str] = frozenset()


class Feature(Behaving):
    """A process and the dice of one feature."""

    def __init__(self, process: Process, seed: str) -> None:
        self.process = process
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


FEATURES: Mapping[str, Callable[[Feature], Process]] = {
    "booked": booked,
    "race": race,
    "some of": some_of,
    "starts": starts,
    "ends everything": ends_everything,
}


def with_features(process: Process, seed: int, left_out: frozenset[str]) -> Process:
    """Return a random process with the features laid over it, but for those left out."""
    for name, lay in FEATURES.items():
        if name not in left_out:
            process = lay(Feature(process, f"{seed} {name}"))
    return process
