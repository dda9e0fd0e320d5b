"""Planted errors: a wrong number in a program's arrays fails the check of what it means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from outsidein.simulation import kernel
from planted import arrays, arriving, choosing, laws, meanwhile, turns, waiting
from planted.figures import Figure, assert_found, assert_right
from planted.runs import planted

CHECKS = {
    **laws.CHECKS,
    **arriving.CHECKS,
    **choosing.CHECKS,
    **waiting.CHECKS,
    **meanwhile.CHECKS,
    **turns.CHECKS,
}
LONG = {True: (pytest.mark.long,), False: ()}
NAMES = [pytest.param(name, id=name, marks=LONG[c.is_long]) for name, c in CHECKS.items()]
PLANTS = [
    pytest.param(name, plant, id=f"{name}: {plant}", marks=LONG[check.is_long])
    for name, check in CHECKS.items()
    for plant in check.plants
]


@cache
def right_figures(name: str) -> Sequence[Figure]:
    """Return the figures of a check on the program as it is."""
    return CHECKS[name].figures(CHECKS[name].program())


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_are_those_known_in_closed_form(name: str) -> None:
    """Every figure within four standard errors, or exactly."""
    assert_right(right_figures(name))


@pytest.mark.parametrize(("name", "plant"), PLANTS)
def test_an_error_of_one_percent_is_found(name: str, plant: str) -> None:
    """A number a hundredth too large, or a whole number one too large, fails the same check."""
    check = CHECKS[name]
    assert_found(right_figures(name), check.figures(planted(check.program(), check.plants[plant])))


def changed(name: str) -> set[str]:
    """Return the columns of a program in which the plants of a check change a number."""
    check = CHECKS[name]
    right = check.program()
    found = set()
    for plant in check.plants.values():
        wrong = planted(right, plant)
        for table, array in (*right.facts.items(), *right.beginnings.items()):
            other = arrays.table_of(wrong, table)
            for column in array.dtype.names or [""]:
                one, two = (array[column], other[column]) if column else (array, other)
                if not np.array_equal(one, two, equal_nan=one.dtype.kind == "f"):
                    found.add(f"{table}.{column}" if column else table)
    return found


# Of the arrays that each replication begins with, these are what goes on, not what is said.
STATE = {
    "segments.epoch", "segments.next_arrival", "parts.busy_seconds", "parts.overtime_seconds",
    "people.idle_since", "people.off_since",
}  # fmt: skip


def test_every_kind_of_number_in_a_program_is_planted() -> None:
    """Each column of floating numbers that a program has, and the list of hours and quantiles."""
    numbers = {"floats"}
    said = {k: d for k, d in (kernel.FACTS | kernel.BEGINNINGS).items() if k != "templates"}
    for table, dtype in said.items():  # a template is an empty record: it says nothing
        fields = dtype.fields or {}
        numbers |= {f"{table}.{name}" for name, (kind, *_) in fields.items() if kind.kind == "f"}
    found = set().union(*map(changed, CHECKS))
    assert numbers - STATE - found == {"views.cost"}  # planted among the measures
    assert {"views.retries", "views.rank", "places.most", "acts.most"} < found
