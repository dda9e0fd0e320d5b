"""One process, the same customers and the same luck: once in the twin, once in the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.document import syntax
from outsidein.measures.records import CASE, PROMISE, STEP, Records
from outsidein.measures.vocabulary import vocabulary
from outsidein.model.behaviour import NoShow
from outsidein.model.process import BranchBlock, Process, Step
from outsidein.simulation.arrivals import arrivals_until
from outsidein.simulation.calendar import staff_week
from outsidein.simulation.program import compile_program
from outsidein.simulation.replicate import ReplicationEnd, replicate
from outsidein.simulation.twin import Trace, trace
from outsidein.simulation.twin.records import records_of

FOR_EVER = 1e12
HOUR_SECONDS = 3600.0
Arrival = tuple[float, int]  # second, segment


@dataclass(frozen=True, slots=True)
class Sides:
    """What the twin and the kernel say of the same run."""

    trace: Trace
    twin: Records
    kernel: Records
    end: ReplicationEnd


def customers_of(process: Process, seed: int, count: int, crowding: float = 1.0) -> list[Arrival]:
    """Return about ``count`` arrivals as the process says them, so many times as close."""
    assert process.arrivals is not None
    assert process.arrivals.per_second
    until = count / process.arrivals.per_second
    drawn = arrivals_until(process, until, seed, seed % 7)[: 3 * count]
    return [(time / crowding, segment) for time, segment in drawn]


def before_closing(process: Process, drawn: Sequence[Arrival]) -> list[Arrival]:
    """Let all customers come within an hour, just before a part closes."""
    weeks = [week for part in process.parts if (week := staff_week(part)) is not None]
    closings = [
        moment
        for week in weeks
        for moment, level in zip(week.moments, week.levels, strict=True)
        if moment > HOUR_SECONDS and level == 0
    ]
    if not closings or not drawn:
        return list(drawn)
    start, every = closings[0] - HOUR_SECONDS, HOUR_SECONDS / len(drawn)
    return [(start + k * every, segment) for k, (_, segment) in enumerate(drawn)]


def with_no_shows(process: Process) -> Process:
    """Let some customers not come to what they do at a part's people or counter."""

    def changed(step: Step) -> Step:
        if step.verb != "do" or step.channel != "counter":
            return step
        to = next(s.id for s in process.steps if s.verb == "end")
        return replace(step, no_show=NoShow(chance=0.2, to=to))

    return replace(process, steps=tuple(changed(step) for step in process.steps))


def with_company(process: Process) -> Process:
    """Before the served end, let two encounters go on side by side, and a part call meanwhile."""
    staffed = [part.id for part in process.parts if part.people is not None]
    shop = next(part.id for part in process.parts if part.people is None)
    called = Step(
        id="company-call", verb="touch", name="Call", part=(staffed or [shop])[0], channel="phone",
        takes=syntax.law("exponential 5 min"),
    )  # fmt: skip
    visited = Step(
        id="company-visit", verb="touch", name="Visit", part=shop, channel="phone",
        takes=syntax.law("2 min"),
    )  # fmt: skip
    names = ("one", "two", "three")
    blocks = tuple(BranchBlock(name=name, steps=(_look(name, shop, staffed),)) for name in names)
    company = Step(id="company", verb="together", name="company", blocks=blocks)
    at = next(k for k, step in enumerate(process.steps) if step.verb == "end")
    steps = (*process.steps[:at], called, visited, company, *process.steps[at:])
    return replace(process, steps=steps)


def _look(name: str, shop: str, staffed: list[str]) -> Step:
    """What one branch does: look at the shop, or write to whoever answers letters."""
    if name == "three" and staffed:
        return Step(
            id=f"company-{name}", verb="do", name="Write", part=staffed[-1], channel="mail",
            own=syntax.law("10 min"), takes=syntax.law("1..6 min"),
        )  # fmt: skip
    return Step(
        id=f"company-{name}", verb="do", name="Look", part=shop, channel="web",
        own=syntax.law("exponential 5 min"), takes=syntax.law("1..6 min"),
    )  # fmt: skip


def both(process: Process, drawn: Sequence[Arrival], seed: int) -> Sides:
    """Run the twin and the kernel on given arrivals."""
    replication = seed % 7
    names = [customer.name for customer in process.customers]
    told = trace(
        process, [(time, names[k]) for time, k in drawn], seed=seed, replication=replication
    )
    segments = {name: k for k, name in enumerate(names)}
    end, found = kernel_run(
        process, seed=seed, replication=replication, arrivals=as_arrays(drawn),
        warm_up_seconds=0.0, window_seconds=FOR_EVER,
    )  # fmt: skip
    return Sides(told, records_of(told, vocabulary(process), segments, replication), found, end)


def as_arrays(drawn: Sequence[Arrival]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Return arrivals as the kernel takes them."""
    times = np.array([time for time, _ in drawn])
    return times, np.array([segment for _, segment in drawn], dtype=np.int32)


def kernel_run(process: Process, **asked: Any) -> tuple[ReplicationEnd, Records]:
    """Run one replication in the kernel and keep all of its records."""
    blocks = [Records(np.zeros(0, CASE), np.zeros(0, STEP), np.zeros(0, PROMISE))]
    asked = {"seed": 1, "replication": 0, **asked}
    end = replicate(
        compile_program(process),
        on_records=lambda block: blocks.append(Records(*(part.copy() for part in block))),
        **asked,
    )
    return end, joined(blocks)


def joined(blocks: Sequence[Records]) -> Records:
    """Return blocks of records as one."""
    return Records(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def ordered(records: Records) -> Records:
    """Return records in the order the twin tells them: cases by number, visits as they ended."""
    cases, steps, promises = records
    return Records(
        cases[np.argsort(cases["case"], kind="stable")],
        steps[np.lexsort([steps["case"], steps["finished"]])],
        promises[np.lexsort([promises["opened"], promises["promise"], promises["case"]])],
    )


def differences(one: Records, other: Records) -> list[str]:
    """Return where two sets of records differ; times may by rounding alone."""
    found = []
    for name, left, right in zip(Records._fields, ordered(one), ordered(other), strict=True):
        if len(left) != len(right):
            found.append(f"{len(left)} {name} against {len(right)}")
            continue
        for column in left.dtype.names or ():
            bad = ~same(left[column], right[column])
            if column == "seconds":
                bad[left["stuck"] > 0] = False  # counted to the end of the run, or until stuck
            if bad.any():
                k = int(np.flatnonzero(bad.reshape(len(left), -1).any(axis=1))[0])
                found.append(
                    f"{name}.{column} of case {left['case'][k]}: "
                    f"{left[column][k]} against {right[column][k]}"
                )
    return found


def same(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return which values are equal: whole numbers exactly, others to a microsecond."""
    if left.dtype.kind == "f":
        return np.isclose(left, right, rtol=1e-9, atol=1e-6, equal_nan=True)
    return np.asarray(left == right)
