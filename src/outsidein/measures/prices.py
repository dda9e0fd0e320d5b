"""What a case is worth, who comes back, and what the organisation costs, in one currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from outsidein.measures.records import OUTCOME
from outsidein.model.process import Fate, Process

FATES: tuple[Fate, ...] = get_args(Fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Worth by segment and outcome (None: not said), and cost per paid second by part.

    ``comes_back``: by segment (None: not said), the shares who come back of those well served,
    served poorly, not served and lost.
    """

    worth: tuple[tuple[float, ...] | None, ...]
    comes_back: tuple[tuple[float, ...] | None, ...]
    cost_per_second: tuple[float | None, ...]
    currency: str | None

    @staticmethod
    def of(process: Process) -> Prices:
        """Read the prices off a process; an outcome that is not named is worth 0."""
        worth = tuple(
            None if c.worth is None else tuple(c.worth.get(o, 0.0) for o in OUTCOME)  # type: ignore[call-overload]
            for c in process.customers
        )
        back = tuple(
            None if c.comes_back is None else tuple(c.comes_back.get(fate, 0.0) for fate in FATES)
            for c in process.customers
        )
        costs = tuple(
            None if p.cost_per_hour is None else p.cost_per_hour / 3600 for p in process.parts
        )
        return Prices(
            worth=worth, comes_back=back, cost_per_second=costs, currency=process.currency
        )

    @property
    def knows_worth(self) -> bool:
        """Whether every segment says what a case is worth."""
        return bool(self.worth) and all(w is not None for w in self.worth)

    @property
    def knows_who_comes_back(self) -> bool:
        """Whether every segment says how many come back."""
        return bool(self.comes_back) and all(b is not None for b in self.comes_back)
