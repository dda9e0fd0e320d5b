"""A process as plain arrays: what the kernel reads, one layout for every process."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.records import POOR_REASONS
from outsidein.measures.vocabulary import Vocabulary
from outsidein.model.process import Part, Process
from outsidein.simulation import kernel
from outsidein.simulation.arrivals import cumulative_rates
from outsidein.simulation.calendar import Accumulator, Week, working_clock
from outsidein.simulation.draws import stream
from outsidein.simulation.kernel import NONE
from outsidein.simulation.routes import luck_names
from outsidein.simulation.segments import Segment, cumulative
from outsidein.simulation.tables import ANYTHING, Row, Tables, records

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A process made ready for the kernel; replications share it.

    ``facts`` are read, ``beginnings`` copied by each replication; both by the names of the
    kernel's arrays. ``numbers`` go into the kernel's world as they are. ``weeks`` are the staff
    by the hour, by part. ``rooms`` remembers how large the arrays of a replication had to be.
    """

    process: Process
    vocabulary: Vocabulary
    facts: Arrays
    beginnings: Arrays
    numbers: Mapping[str, float]
    weeks: Mapping[int, Week]
    rooms: dict[str, int] = field(default_factory=dict)


def compile_program(process: Process) -> Program:
    """Turn a process without faults into a program.

    Raises
    ------
    OutsideInError : ``id-collision`` when two steps would share their luck, ``too-many-persons``.
    """
    _refuse_collisions(process)
    tables = Tables(process)
    for window in tables.windows:
        acts = [number for number, (at, _) in enumerate(tables.acts) if at == window]
        tables.row("windows_acts", {"first": min(acts, default=0), "count": len(acts)})
    for number, routes in enumerate(tables.routes):
        Segment(tables, number, routes).fill()
    working = tables.clockwork(working_clock(process.working_days))
    segments = _segments(tables)
    parts, people = _parts(tables)
    facts: Arrays = {name: records(kernel.FACTS[name], rows) for name, rows in tables.rows.items()}
    facts["floats"] = np.array([*tables.floats, 0.0])
    facts["integers"] = np.array([*tables.integers, 0], dtype=np.int32)
    return Program(
        process=process,
        vocabulary=tables.words,
        facts=facts,
        beginnings={"segments": segments, "parts": parts, "people": people},
        numbers=_numbers(tables) | {"working": working, "count_columns": tables.columns},
        weeks=tables.weeks,
    )


def _refuse_collisions(process: Process) -> None:
    seen: dict[int, str] = {}
    faults = []
    for name in luck_names(process):
        other = seen.setdefault(stream(name), name)
        if other != name:
            what = f'"{name}" and "{other}" would draw the same random numbers'
            faults.append(Fault("id-collision", "error", name, what, "rename one of them"))
    if faults:
        raise OutsideInError(faults)


def _segments(tables: Tables) -> npt.NDArray[Any]:
    rates: list[Accumulator | None] = [None] * len(tables.routes)
    if tables.process.arrivals is not None:
        rates = cumulative_rates(tables.process)
    rows: list[Row] = [
        {
            "clockwork": tables.clockwork(rate),
            "first": tables.codes[routes.first],
            "start_count": len(routes.starts),
            "start_stream": stream("start"),
            "starts": tables.list_of([tables.codes[start] for start in routes.starts]),
            "start_shares": tables.floats_of(cumulative(routes.start_shares)),
        }
        for rate, routes in zip(rates, tables.routes, strict=True)
    ]
    return records(kernel.SEGMENT, rows)


def _parts(tables: Tables) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return the parts and their people."""
    parts: list[Row] = []
    people: list[Row] = []
    for number, part in enumerate(tables.process.parts):
        week, own, away = tables.weeks.get(number), part.own_customers, part.away
        row: Row = {
            "staffed": week is not None, "own_customers": own is not None and week is not None,
            "within": tables.law(own.within) if own else NONE, "column": NONE,
            "away_share": away.share if away else 0.0,
            "away_part": tables.parts[away.part] if away else NONE, "people": len(people),
            "idle_first": NONE, "idle_last": NONE, "orphans_first": NONE, "orphans_last": NONE,
        }  # fmt: skip
        row |= {
            "lines": NONE if part.lines is None else part.lines, "free_lines": part.lines or 0,
            "overflow_part": tables.parts[part.overflow.part] if part.overflow else NONE,
            "overflow_at": part.overflow.at if part.overflow else 0,
            "absent": NONE if part.absent is None else tables.floats_of([part.absent]),
            "skills": NONE,
        }  # fmt: skip
        if week is not None:
            count = int(max(week.levels))
            row["period"] = int(week.period)
            row["moments"] = tables.floats_of([*week.moments, *week.levels])
            row |= {"moment_count": len(week.moments), "people_count": count}
            people += [
                {
                    "part": number, "number": k + 1, "job": NONE, "paused": NONE,
                    "stream": stream(f"{part.id}.{k + 1}"),
                }
                for k in range(count)
            ]  # fmt: skip
            if own is not None:
                row["column"] = tables.column()
            if part.skills:
                row["skills"] = tables.floats_of(_speeds(part, count, tables.skills))
            row["interrupted"] = part.id in tables.interrupted
            row["picky"] = own is not None or bool(part.skills) or row["interrupted"]
        parts.append(row)
    return records(kernel.PART_AT_WORK, parts), records(kernel.PERSON, people)


def _speeds(part: Part, count: int, skills: Sequence[str]) -> list[float]:
    """Return how fast each person does what needs each skill; NaN: not at all."""
    found = []
    for skill in skills:
        needs = None if skill == ANYTHING else skill
        speeds = [part.speed(number, needs) for number in range(1, count + 1)]
        found += [math.nan if speed is None else speed for speed in speeds]
    return found


def _numbers(tables: Tables) -> dict[str, float]:
    """Return the counts of everything, and when a served case was poorly served."""
    poor = [(POOR_REASONS.index(name), limit) for name, limit in tables.process.poor_when]
    contacts = POOR_REASONS.index("more than contacts")
    return {
        "segment_count": len(tables.routes),
        "part_count": len(tables.process.parts),
        "people_count": sum(int(max(week.levels)) for week in tables.weeks.values()),
        "step_count": len(tables.codes),
        "vow_count": len(tables.vows),
        "window_count": len(tables.windows),
        "act_count": len(tables.acts),
        "rank_count": len(tables.ranks),
        "reason_count": len(tables.reasons),
        "has_touches": tables.touches,
        "has_crews": tables.crews,
        "poor_mask": sum({1 << reason for reason, _ in poor}),
        "most_contacts": min(
            (most for reason, most in poor if reason == contacts), default=math.inf
        ),
    }
