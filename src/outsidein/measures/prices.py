"""What a case is worth and what its organisation costs, in the document's one currency."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.measures.records import OUTCOME
from outsidein.model.process import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Worth by segment and outcome (None: not said), and cost per paid second by part."""

    worth: tuple[tuple[float, ...] | None, ...]
    cost_per_second: tuple[float | None, ...]
    currency: str | None

    @staticmethod
    def of(process: Process) -> Prices:
        """Read the prices off a process; an outcome that is not named is worth 0."""
        worth = tuple(
            None if c.worth is None else tuple(c.worth.get(o, 0.0) for o in OUTCOME)  # type: ignore[call-overload]
            for c in process.customers
        )
        costs = tuple(
            None if p.cost_per_hour is None else p.cost_per_hour / 3600 for p in process.parts
        )
        return Prices(worth=worth, cost_per_second=costs, currency=process.currency)

    @property
    def knows_worth(self) -> bool:
        """Whether every segment says what a case is worth."""
        return bool(self.worth) and all(w is not None for w in self.worth)
