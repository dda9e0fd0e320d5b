"""An event log in memory: named columns, whole cases, times in seconds from a Monday 00:00."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]

TIMES = (
    "ready", "pause_ended", "began", "own_started", "joined", "started", "ended", "finished",
)  # fmt: skip
VISIT_COLUMNS = (
    "replication", "case", "customer", "segment", "step", "visit", "way", "channel", "part",
    "person", "caller", "branch", "mode", "arose", "attempt", "how", *TIMES,
)  # fmt: skip
CASE_COLUMNS = (
    "replication", "case", "customer", "segment", "start", "end", "outcome", "end_step", "worth",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VisitLog:
    """A log; names are as written, an empty text is none, NaN is a time that did not come.

    ``visits`` holds a row a visit and a row a promise (its step is the promise, ``how`` is kept,
    broken or void, ``ready`` when it was made, ``ended`` when it was met); ``cases`` a row a case.
    """

    visits: Mapping[str, Column]
    cases: Mapping[str, Column]

    def __post_init__(self) -> None:
        for name, table, columns in (
            ("visits", self.visits, VISIT_COLUMNS),
            ("cases", self.cases, CASE_COLUMNS),
        ):
            missing = [c for c in columns if c not in table]
            if missing:
                raise ValueError(f"{name} lack the columns {', '.join(missing)}")

    def __len__(self) -> int:
        """Return the number of visits and promises."""
        return len(self.visits["case"])


def codes(names: Column, known: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Return the place of each name in a list; -1 for an empty or unknown name."""
    place = {name: k for k, name in enumerate(known)}
    found, inverse = np.unique(names, return_inverse=True)
    return np.array([place.get(str(name), -1) for name in found], dtype=np.int64)[inverse]
