"""Customers who come when a list says, not by a rate; and those who are there when a run starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from outsidein.address import slug
from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped
from outsidein.model.graph import OFF_THE_FLOW, placed_steps
from outsidein.model.process import Process
from outsidein.simulation.arrivals import arrivals_until
from outsidein.units import DAY_SECONDS
from outsidein.words import did_you_mean

MOST_BYTES = 200_000_000
COLUMNS = ("time", "customer", "step", "since")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A customer who comes at a second of the run, to a step, else where they begin.

    ``customer`` is a name or an id; "" where there is only one kind.
    """

    time_seconds: float
    customer: str = ""
    step: str | None = None
    place: str = field(default="", compare=False)  # where it was read


class Arrivals(NamedTuple):
    """Customers in order of time: seconds, kinds by number, steps (None: where they begin)."""

    times: npt.NDArray[np.float64]
    segments: npt.NDArray[np.int32]
    steps: tuple[str | None, ...]


def given_faults(process: Process, given: Sequence[Given]) -> list[Fault]:
    """Return what is wrong with given customers: who is unknown, and where nobody can begin."""
    placed, found = placed_steps(process), dict[str, Fault]()
    for one in given:
        where = one.place or "given"
        if _segment(process, one.customer) is None:
            known = [customer.name for customer in process.customers]
            hint = did_you_mean(one.customer, known) or f"one of: {', '.join(known)}"
            what = f'unknown customer "{one.customer}"'
            found[what] = Fault("unknown-customer", "error", where, what, hint)
        at = placed.get(one.step or "")
        if one.step is not None and at is None:
            hint, what = did_you_mean(one.step, placed), f'unknown step "{one.step}"'
            found[what] = Fault("unknown-step", "error", where, what, hint)
        elif at is not None and (
            at.is_shared or at.act_of or at.block_of or at.step.verb in OFF_THE_FLOW
        ):
            what = f'nobody can begin at "{one.step}"'
            hint = "name a step of the flow, not one inside another"
            found[what] = Fault("cannot-begin", "error", where, what, hint)
        if not one.time_seconds >= 0:
            what = f"a customer comes at {one.time_seconds} s"
            found[what] = Fault("bad-time", "error", where, what, "times are 0 or later")
    return list(found.values())


def _segment(process: Process, customer: str) -> int | None:
    names = {name: k for k, c in enumerate(process.customers) for name in (c.name, c.id)}
    return 0 if not customer and len(process.customers) == 1 else names.get(customer)


def span_of(given: Sequence[Given]) -> float:
    """Return the whole days, in seconds, over which given customers come; one at least."""
    last = max((one.time_seconds for one in given), default=0.0)
    return float((int(last // DAY_SECONDS) + 1) * DAY_SECONDS)


def arrivals_of(
    process: Process,
    given: Sequence[Given] | None,
    in_progress: Sequence[Given],
    *,
    until: float,
    seed: int,
    replication: int,
) -> Arrivals:
    """Return everybody who comes in a replication, in order of time.

    ``given`` None: besides those in progress, customers come as the process says, before a
    second. Customers of a kind are numbered in this order, those of the list as it has them.
    """
    rows = [
        (one.time_seconds, _segment(process, one.customer) or 0, one.step)
        for one in (*in_progress, *(given or ()))
    ]
    if given is None:
        drawn = arrivals_until(process, until, seed, replication)
        rows += [(time, segment, None) for time, segment in drawn]
    rows.sort(key=lambda row: row[0])
    times, segments, steps = zip(*rows, strict=True) if rows else ((), (), ())
    return Arrivals(
        np.array(times, dtype=np.float64),
        np.array(segments, dtype=np.int32),
        tuple(steps),
    )


def read_arrivals(path: str | Path) -> list[Given]:
    """Read a list of arrivals: a CSV file with the columns time, customer and perhaps step.

    A time is a number of seconds, or a date and time; then the run starts on the Monday of the
    week of the earliest. Raises OutsideInError with every row that cannot be read.
    """
    found: list[tuple[float | datetime, str, str | None, str]] = []
    faults: list[Fault] = []
    for where, row in _rows(path, needs=("time",)):
        time = _time(row["time"])
        if time is None:
            what, hint = f'"{row["time"]}" is no time', "write seconds, or 2024-01-01 08:30"
            faults.append(Fault("bad-time", "error", where, what, hint))
        else:
            step = row.get("step", "")
            found.append((time, row.get("customer", ""), slug(step) if step else None, where))
    dates = [time for time, _, _, _ in found if isinstance(time, datetime)]
    if dates and len(dates) < len(found):
        what = "some times are seconds, some are dates"
        faults.append(Fault("bad-time", "error", str(path), what, "write all alike"))
    if faults:
        raise OutsideInError(faults)
    start = _monday(min(dates)) if dates else None
    return [
        Given(time_seconds=_seconds(time, start), customer=customer, step=step, place=place)
        for time, customer, step, place in found
    ]


def read_in_progress(path: str | Path) -> list[Given]:
    """Read the cases that stand at a step when a run starts: the columns customer and step.

    A column `since` may say since when; the run counts from its own start.
    """
    return [
        Given(
            time_seconds=0.0, customer=row.get("customer", ""), step=slug(row["step"]), place=place
        )
        for place, row in _rows(path, needs=("step",))
    ]


def _rows(path: str | Path, needs: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row with its place; blanks around values are cut."""
    text = read_capped(path, most_bytes=MOST_BYTES).decode("utf-8-sig", "replace")
    lines = csv.reader(io.StringIO(text))
    header = [name.strip().casefold() for name in next(lines, [])]
    faults = [
        Fault("missing-column", "error", str(path), f'has no column "{name}"',
              f"one of: {', '.join(COLUMNS)}")
        for name in needs if name not in header
    ]  # fmt: skip
    faults += [
        Fault("unknown-column", "error", str(path), f'unknown column "{name}"',
              did_you_mean(name, COLUMNS) or f"one of: {', '.join(COLUMNS)}")
        for name in header if name not in COLUMNS
    ]  # fmt: skip
    if faults:
        raise OutsideInError(faults)
    for line, values in enumerate(lines, start=2):
        if any(value.strip() for value in values):
            cells = [value.strip() for value in values] + [""] * len(header)
            yield f"{path}:{line}", dict(zip(header, cells, strict=False))


def _time(text: str) -> float | datetime | None:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _monday(moment: datetime) -> datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _seconds(time: float | datetime, start: datetime | None) -> float:
    if isinstance(time, datetime):
        assert start is not None
        return (time - start).total_seconds()
    return time
