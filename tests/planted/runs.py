"""Runs of a program on customers given by hand, and a copy of a program to plant errors in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.measures.records import CASE, PROMISE, STEP, Records
from outsidein.measures.tally import Shape, Tally
from outsidein.simulation.program import Program
from outsidein.simulation.replicate import ReplicationEnd, replicate

SEED = 20
DAY = 86_400.0
LONG = 1e12
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run left: its tally, the parts' figures, and the records that were kept."""

    program: Program
    tally: Tally
    end: ReplicationEnd
    cases: npt.NDArray[Any]
    steps: npt.NDArray[Any]
    promises: npt.NDArray[Any]

    def code(self, step: str) -> int:
        """Return the code of a step."""
        return self.program.vocabulary.step_code(step)

    def visits(self, step: str) -> npt.NDArray[Any]:
        """Return the kept visits of a step, by case and visit."""
        rows = self.steps[self.steps["step"] == self.code(step)]
        return rows[np.lexsort([rows["visit"], rows["case"]])]

    def row(self, step: str, way: int = 0) -> Floats:
        """Return what the visits of a step's way add up to."""
        return self.tally.visits[self.tally.shape.first_row[self.code(step)] + way]


def spaced(count: int, seconds: float, segments: Sequence[tuple[float, int]] = ((0.0, 0),)) -> Any:
    """Return so many rounds of arrivals; in each, segments arrive so long after its start."""
    starts = np.arange(count) * seconds
    times = np.concatenate([starts + after for after, _ in segments])
    who = np.concatenate([np.full(count, segment, dtype=np.int32) for _, segment in segments])
    order = np.argsort(times, kind="stable")
    return times[order], who[order]


def at(*moments: tuple[float, int] | float) -> Any:
    """Return arrivals at given seconds, of given segments (0 if not said)."""
    pairs = [m if isinstance(m, tuple) else (m, 0) for m in moments]
    return np.array([t for t, _ in pairs]), np.array([s for _, s in pairs], dtype=np.int32)


def ran(
    program: Program,
    arrivals: Any = None,
    *,
    window: float = LONG,
    keep: Callable[[npt.NDArray[Any]], npt.NDArray[Any]] | None = lambda steps: steps,
    follow_up: float = 400 * DAY,
    each: Callable[[Records], None] | None = None,
) -> Ran:
    """Run one replication; ``keep`` says which visits are kept (None: no records at all)."""
    tally = Tally(Shape.of(program.vocabulary))
    blocks: list[Records] = [Records(np.zeros(0, CASE), np.zeros(0, STEP), np.zeros(0, PROMISE))]

    def take(records: Records) -> None:
        tally.add(records)
        if each:
            each(records)
        if keep:
            kept = keep(records.steps)
            blocks.append(Records(records.cases.copy(), kept.copy(), records.promises.copy()))

    end = replicate(
        program, seed=SEED, replication=0, warm_up_seconds=0.0, window_seconds=window,
        follow_up_seconds=follow_up, on_records=take, bin_seconds=LONG, arrivals=arrivals,
    )  # fmt: skip
    tally.parts = end.parts
    joined = [np.concatenate(part) for part in zip(*blocks, strict=True)]
    return Ran(program, tally, end, *joined)


def copy_of(program: Program) -> Program:
    """Return a program whose arrays may be changed."""
    return replace(
        program,
        facts={name: array.copy() for name, array in program.facts.items()},
        beginnings={name: array.copy() for name, array in program.beginnings.items()},
        numbers=dict(program.numbers),
    )


def planted(program: Program, plant: Callable[[Program], None]) -> Program:
    """Return a copy of a program with an error in its arrays."""
    copy = copy_of(program)
    plant(copy)
    return copy
