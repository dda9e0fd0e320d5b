"""Random processes that a chain can follow: nobody gives up, or finds a part closed.

Everything else of the grammar is there: ways, failures noticed later, limits, shared steps with
tries after giving up in them, customers passed by, touches. Some have queues, working days, or acts
that change nothing else, and then lack some times.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from outsidein.document import syntax
from outsidein.model.behaviour import Law
from outsidein.model.process import Arrivals, Part, Process, Step
from random_processes import Maker, _Flow
from random_surroundings import LONG

ALWAYS = "Mon-Sun 00:00-24:00"


class _Followable(_Flow):
    MAKERS: ClassVar[tuple[Maker, ...]] = tuple(
        maker for maker in _Flow.MAKERS if maker not in (_Flow.together, _Flow.split)
    )

    def __init__(self, seed: int, *, queues: bool) -> None:
        self.queues = queues
        super().__init__(seed)

    def make_parts(self) -> tuple[Part, ...]:
        parts = super().make_parts()
        return parts if self.queues else tuple(p for p in parts if p.people is None)

    def make_part(self, name: str, identity: str) -> Part:
        part = super().make_part(name, identity)
        return replace(part, people=self.pick([2, 3, 5]), open=(syntax.hours(ALWAYS),))

    def long(self) -> Law:
        plain = [text for text in LONG if "working" not in text]
        return syntax.law(self.pick(LONG if self.queues else plain))

    def live(self, to: str | None, *, act: bool = False) -> dict[str, Any]:  # noqa: ARG002
        """Either people whom everybody waits for, or a system, with a menu one may give up in."""
        said = super().live(to)
        said["closed"] = None
        if said["through"] is None and self.staffed:
            return said | {"patience": None, "retry": None}
        return said | {"part": "web-shop", "patience": said["patience"] or self.patience(to)}

    def do_live(self, identity: str) -> list[Step]:
        if self.staffed:
            return super().do_live(identity)
        self.staffed = ["web-shop"]
        made = super().do_live(identity)
        self.staffed = []
        step = made[0]
        if step.patience is None:
            step = replace(step, patience=self.patience(self.pick(self.targets())))
        return [replace(step, part="web-shop")]

    def do_ways(self, identity: str) -> list[Step]:
        if self.staffed:
            return super().do_ways(identity)
        self.staffed = ["web-shop"]
        made = super().do_ways(identity)
        self.staffed = []
        return made

    def with_overrides_of_ways(self, step: Step) -> Step:
        if not self.dice(0.4):
            return step
        said = [(("ways", "phone", "share"), self.percent(10, 50))]
        return replace(step, overrides={self.pick(self.customers).id: tuple(said)})

    def with_extras(self, steps: list[Step], names: list[str]) -> list[Step]:
        """Add the ends, sometimes a start, a promise, and with queues something to do meanwhile."""
        made = super().with_extras(steps, names)
        leave_out = {"promise"} if self.dice(0.7) else set()
        if not self.queues or self.dice(0.7) or "promise" in leave_out:
            leave_out.add("meanwhile")
        return [step for step in made if step.verb not in leave_out]

    def act(self, *, promised: bool) -> Step:
        """An act that changes nothing else."""
        return replace(super().act(promised=promised), next=())

    def with_until(self, steps: list[Step], names: list[str]) -> list[Step]:  # noqa: ARG002
        return steps

    def make(self) -> Process:
        made = super().make()
        return replace(made, horizon_seconds=None)

    def arrivals(self, process: Process) -> Arrivals:
        found = super().arrivals(process)
        assert found.per_second is not None
        rate = 0.3 if any(p.people for p in self.parts) else 1.0
        return replace(found, per_second=found.per_second * rate)


def followable(seed: int, *, queues: bool) -> Process:
    """Return a random process that a chain can follow; without queues, every time too."""
    return _Followable(seed, queues=queues).make()
