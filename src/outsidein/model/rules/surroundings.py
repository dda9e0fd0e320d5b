"""What is looked at: a process with its steps placed, and each step as each customer sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.behaviour import weekly_steps
from outsidein.model.graph import Flow, Placed, flows, placed_steps
from outsidein.model.keys import KEYS
from outsidein.model.process import Behaviour, Part, Process, Step
from outsidein.model.resolve import seen_by, ways_of

_WORDS = {key.field: key.name for key in reversed(KEYS.values())}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One way of a step, as one customer meets it; ``customer`` None: as everybody else does."""

    placed: Placed
    step: Step  # the whole step, with its ways
    way: Step  # this way as a step of its own
    name: str  # of the way, "" for a step without ways
    customer: str | None = None

    def where(self, field: str = "", label: str = "") -> str:
        """Return the address of a field, where it is said: of the way, or of the step."""
        step = self.placed.step
        pieces = [step.id]
        said = next((w for w in self.step.ways if w.name == self.name), None)
        in_way = said is not None and bool(getattr(said, field, None))
        if self.customer is not None and self._overridden(field):
            pieces.append(f"for-{self.customer}")
            in_way = in_way or any(path[:1] == ("ways",) for path, _ in self._overrides())
        if in_way:
            pieces.append(self.name)
        if field:
            pieces.append(word_of(field, step))
        return join_address(*pieces, *([label] if label else []))

    def _overrides(self) -> tuple[tuple[tuple[str, ...], object], ...]:
        return self.placed.step.overrides.get(self.customer or "", ())

    def _overridden(self, field: str) -> bool:
        return any(field in path for path, _ in self._overrides())


def word_of(field: str, step: Behaviour) -> str:
    """Return the key a field is written as: `with` or `by` for a part."""
    if field == "part" and isinstance(step, Step) and step.verb != "do":
        return "by"
    if field == "part":
        return "with"
    return _WORDS.get(field, field)


@dataclass(frozen=True)
class Model:
    """A process with what the rules ask of it again and again."""

    process: Process

    @cached_property
    def placed(self) -> dict[str, Placed]:
        """Every step by id."""
        return placed_steps(self.process)

    @cached_property
    def flows(self) -> list[Flow]:
        """Every flow."""
        return flows(self.process)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Every part by id."""
        return {part.id: part for part in self.process.parts}

    @cached_property
    def shared(self) -> dict[str, Step]:
        """Every shared step by id."""
        return {step.id: step for step in self.process.shared}

    def views(self) -> Iterator[tuple[Placed, Step, str | None]]:
        """Yield every step as everybody meets it, and as each customer it has `for` keys of."""
        for placed in self.placed.values():
            yield placed, placed.step, None
            customers = dict.fromkeys(
                (*placed.step.overrides, *(c for w in placed.step.ways for c in w.overrides))
            )
            for customer in customers:
                try:
                    yield placed, seen_by(placed.step, customer), customer
                except (KeyError, TypeError, ValueError):
                    continue  # a rule of its own reports it

    @cached_property
    def seen(self) -> list[Seen]:
        """Every way of every step, as each customer meets it."""
        return [
            Seen(placed=placed, step=step, way=way, name=name, customer=customer)
            for placed, step, customer in self.views()
            for name, way in ways_of(step, self.process.channels).items()
        ]

    def kind_of_channel(self, way: Step) -> str | None:
        """Return live, self, left or booked; None without a channel."""
        return self.process.channels.get(way.channel) if way.channel else None

    def has_people(self, part: str | None) -> bool:
        """Whether customers may have to queue at a part."""
        found = self.parts.get(part or "")
        return found is not None and found.people is not None

    def may_be_closed(self, part: str | None) -> bool:
        """Whether customers may find a part closed, or the one that answers in its place."""
        found = self.parts.get(part or "")
        if found is None or found.people is None:
            return False
        deputy = found.away.part if found.away is not None else None
        if deputy not in {None, part} and self.closes(deputy):
            return True
        if found.overflow is not None and not self.closes(found.overflow.part):
            return False
        return found.staff() is None or self.closes(part)

    def closes(self, part: str | None) -> bool:
        """Whether a part itself ever closes."""
        found = self.parts.get(part or "")
        staff = None if found is None or found.people is None else found.staff()
        if found is None or staff is None:
            return False
        return bool(found.closed_on) or any(level == 0 for _, level in weekly_steps(staff))


def error(code: str, where: str, what: str, hint: str = "") -> Fault:
    """Return a fault that must be mended."""
    return Fault(code, "error", where, what, hint)


def warning(code: str, where: str, what: str, hint: str = "") -> Fault:
    """Return a fault that may be meant."""
    return Fault(code, "warning", where, what, hint)
