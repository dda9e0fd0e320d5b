"""Errors to plant in the arrays of a program: one number a hundredth too large."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.simulation import kernel
from outsidein.simulation.gamma import TABLE, gamma_table
from outsidein.simulation.program import Program
from planted.figures import Plant

HUNDREDTH = 1.01


def table_of(program: Program, table: str) -> npt.NDArray[Any]:
    """Return one of a program's arrays."""
    return program.facts[table] if table in program.facts else program.beginnings[table]


def said(program: Program, table: str, column: str, value: float | None) -> npt.NDArray[Any]:
    """Return the rows of a table that say something, or that say one value."""
    found = table_of(program, table)[column]
    rows = np.flatnonzero(found > 0 if value is None else found == value)
    assert len(rows), f"{table}.{column} says nothing"
    return rows


def scaled(
    table: str, column: str, row: int | None = None, by: float = HUNDREDTH, *,
    value: float | None = None,
) -> Plant:  # fmt: skip
    """Plant a factor in a column: in one row, else wherever it says something, or one value."""

    def plant(program: Program) -> None:
        rows = said(program, table, column, value) if row is None else [row]
        assert (table_of(program, table)[column][rows] != 0).all()
        table_of(program, table)[column][rows] *= by

    return plant


def moved(table: str, column: str, by: int) -> Plant:
    """Plant more or less in a column of whole numbers, wherever it says something."""

    def plant(program: Program) -> None:
        table_of(program, table)[column][said(program, table, column, None)] += by

    return plant


def law(kind: str, column: str = "a", *, a: float | None = None) -> Plant:
    """Plant a factor in a parameter of the laws of a kind, or of those with a first one given."""

    def plant(program: Program) -> None:
        laws = program.facts["laws"]
        is_kind = laws["kind"] == kernel.LAW_KINDS.index(kind)
        rows = np.flatnonzero(is_kind & ((laws["a"] == a) | (a is None)))
        assert len(rows) == 1, f"{len(rows)} such laws"
        laws[column][rows[0]] *= HUNDREDTH

    return plant


def constant(seconds: float) -> Plant:
    """Plant a factor in the one constant law of so many seconds."""
    return law("constant", a=seconds)


def lognormal_mean(program: Program) -> None:
    """Plant a mean a hundredth too large in a lognormal law, which keeps its logarithm."""
    rows = np.flatnonzero(program.facts["laws"]["kind"] == kernel.LOGNORMAL)
    program.facts["laws"]["a"][rows[0]] += np.log(HUNDREDTH)


def quantiles(program: Program) -> None:
    """Plant a factor in the whole of a gamma law's table."""
    start = _table(program)
    program.facts["floats"][start : start + TABLE] *= HUNDREDTH


def half_of_the_quantiles(program: Program) -> None:
    """Plant a factor in the upper half of a gamma law's table."""
    start = _table(program)
    program.facts["floats"][start + TABLE // 2 : start + TABLE] *= HUNDREDTH


def another_table(program: Program) -> None:
    """Plant the table of a gamma law whose spread is a hundredth too large."""
    law = program.facts["laws"][program.facts["laws"]["kind"] == kernel.GAMMA][0]
    right = program.process.steps[0].wait
    assert right is not None
    variation = right.parameters[1] / right.parameters[0] * HUNDREDTH
    program.facts["floats"][law["table"] : law["table"] + TABLE] = gamma_table(variation)


def _table(program: Program) -> int:
    laws = program.facts["laws"]
    return int(laws["table"][laws["kind"] == kernel.GAMMA][0])


def number(place: int, by: float = HUNDREDTH) -> Plant:
    """Plant a factor in one of the numbers kept in lists: hours, shares, rates."""

    def plant(program: Program) -> None:
        assert program.facts["floats"][place] != 0, f"number {place} is 0"
        program.facts["floats"][place] *= by

    return plant


def clock_number(clockwork: int, what: str, k: int, by: float = HUNDREDTH) -> Plant:
    """Plant a factor in a moment, level or sum of a clock that does not always run."""

    def plant(program: Program) -> None:
        clock = program.facts["clockworks"][clockwork]
        offset = ("moments", "levels", "sums").index(what) * int(clock["count"])
        number(int(clock["first"]) + offset + k, by)(program)

    return plant


def faster(clockwork: int, by: float = HUNDREDTH) -> Plant:
    """Plant a factor in all of a clock's levels, and in what they add up to."""

    def plant(program: Program) -> None:
        clock = program.facts["clockworks"][clockwork]
        first, count = int(clock["first"]), int(clock["count"])
        program.facts["floats"][first + count : first + 3 * count] *= by
        program.facts["clockworks"]["total"][clockwork] *= by

    return plant


def shift(part: int, what: str, k: int, by: float) -> Plant:
    """Plant an error in an hour or a staffing of a part."""

    def plant(program: Program) -> None:
        row = program.beginnings["parts"][part]
        offset = int(row["moment_count"]) if what == "levels" else 0
        program.facts["floats"][int(row["moments"]) + offset + k] += by

    return plant


def in_number(name: str, by: float) -> Plant:
    """Plant an error in one of the program's own numbers."""

    def plant(program: Program) -> None:
        numbers: Any = program.numbers
        numbers[name] += by

    return plant


def both(*plants: Plant) -> Plant:
    """Plant several errors at once."""

    def plant(program: Program) -> None:
        for one in plants:
            one(program)

    return plant
