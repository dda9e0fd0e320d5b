"""Random behaviour of a step: what it says besides who does it, with a way out for everybody."""

from __future__ import annotations

from typing import Any

from outsidein.document import phrases, syntax
from outsidein.model.behaviour import AtMost, Closed, Failure, Law, Patience, Retry
from random_surroundings import SHORT, Surroundings


class Behaving(Surroundings):
    """Makes the keys of steps; knows where a jump may lead."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.loops: list[str] = []  # steps with `at most`: one may jump back to them
        self.ahead: tuple[str, ...] = ()  # the steps of the backbone still to come
        self.noticers: tuple[str, ...] = ()  # those of them that may notice a failure

    # -- pieces of behaviour

    def patience(self, to: str | None) -> Patience:
        return Patience(law=syntax.law(self.pick(("exponential 4 min", *SHORT[:3]))), to=to)

    def closed(self, to: str | None) -> Closed:
        if self.dice(0.35):
            return Closed(to=to)
        return Closed(
            chance=self.maybe(0.4, lambda: self.percent(20, 90)),
            call_back=True,
            within=self.maybe(0.4, self.short),
            to=self.maybe(0.5, lambda: to),
        )

    def retry(self) -> Retry:
        return phrases.retry(self.pick(("70% after 2 h max 3", "50% after 1..30 min max 1")))

    def live(self, to: str | None, *, act: bool = False) -> dict[str, Any]:
        """What a `do` at people in a live channel says: everybody has a way out."""
        said: dict[str, Any] = {
            "part": self.pick(self.staffed), "channel": self.pick(["phone", "counter"]),
            "takes": self.short(), "wrap_up": self.maybe(0.3, self.short),
            "closed": self.closed(to),
            "tolerates": self.maybe(0.4, lambda: syntax.duration("2 min")),
            "retry": self.maybe(0.4, self.retry), "own": self.maybe(0.3, self.short),
            "pause": self.maybe(0.2, self.short), "after": self.maybe(0.1, self.short),
            "reason": self.pick([None, "question", "where is it"]), "person": self.person(),
        }  # fmt: skip
        through_menu = any(s.id == "menu" for s in self.shared) and self.dice(0.4)
        said["through"] = "menu" if through_menu else None
        closed = said["closed"]
        must = through_menu or said["retry"] is not None or (closed.to is None)
        if act:
            said["patience"] = self.maybe(0.6, lambda: self.patience(None))
            if closed.to is None and not closed.call_back:
                said["closed"] = None
        elif must or self.dice(0.7):
            said["patience"] = self.patience(to)
        if said.get("patience") is None:
            said["retry"] = None
        return said

    def person(self) -> str | None:
        known = [name for customer in self.customers for name in customer.people]
        return self.pick(known) if known and self.dice(0.4) else None

    def left(self) -> dict[str, Any]:
        return {
            "part": self.pick([*self.staffed, "courier"]),
            "channel": self.pick(["mail", "e-mail"]),
            "takes": self.short(), "own": self.maybe(0.5, self.short),
            "after": self.maybe(0.2, self.long), "wrap_up": self.maybe(0.2, self.short),
            "patience": None, "reason": self.maybe(0.3, lambda: "complaint"),
        }  # fmt: skip

    def alone(self) -> dict[str, Any]:
        said = {
            "part": self.pick(["web-shop", "courier"]), "channel": "web",
            "own": self.maybe(0.8, self.short), "pause": self.maybe(0.3, self.long),
            "takes": self.maybe(0.2, self.short), "after": self.maybe(0.1, self.short),
            "person": self.person(),
        }  # fmt: skip
        timed = any(said[name] is not None for name in ("own", "pause", "takes", "after"))
        return said if timed else said | {"own": self.short()}

    def work(self, part: str, chance: float) -> Law | None:
        """How long a part takes: always said where people do it."""
        return self.short() if part in self.staffed else self.maybe(chance, self.short)

    def fails(self, *ways: str) -> tuple[Failure, ...]:
        """Immediate failures, and some noticed at a later step that every case is served at."""
        found = []
        for mode in ("wrong item", "refused", "broken")[: self.pick([0, 1, 1, 2])]:
            by = self.pick([None, "customer", *(p.id for p in self.parts)])
            noticed = self.pick(self.noticers) if self.noticers and self.dice(0.5) else None
            targets = self.targets() if noticed else [*self.targets(), *ways]
            chance, to = self.percent(2, 15), self.pick(targets)
            found.append(Failure(mode=mode, chance=chance, noticed_at=noticed, by=by, to=to))
        return tuple(found)

    def targets(self) -> list[str]:
        """Where a jump may lead: on to the end, or back to a step visited so often at most."""
        return [*self.ahead, *self.loops, "undone"]

    def at_most(self) -> AtMost:
        return AtMost(visits=self.pick([1, 2, 3]), to=self.pick(["undone", "done", "lost"]))
