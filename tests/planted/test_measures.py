"""Planted errors: bookkeeping that is wrong by a hundredth fails the check of its measure."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.measures import measures as of_measures
from outsidein.measures import tally as t
from outsidein.measures.prices import Prices
from outsidein.measures.records import CASE, PART, PROMISE, STEP, TIME_CLASSES, Records
from outsidein.measures.tally import Shape, Tally
from outsidein.simulation.program import compile_program
from outsidein.statistics.histogram import LogBins, quantile
from planted import arrays, laws
from planted.figures import Figure, Plant, assert_found, assert_right
from planted.measuring import (
    CASES,
    MEASURES,
    PARTS,
    VISITS,
    case_figures,
    measure_figures,
    measures,
    part_figures,
    program,
    records,
    run_figures,
    run_of,
    tally_of,
    visit_figures,
    world,
)
from planted.runs import planted, ran, spaced

HUNDREDTH = 1.01
THEMSELVES = "waiting for themselves"  # nobody waits so long that no other class of time counts


def all_figures(tally: Tally) -> list[Figure]:
    """Compare everything that is counted."""
    return [*case_figures(tally), *visit_figures(tally), *part_figures(tally)]


# --- The measures ----------------------------------------------------------------------------

# The columns each measure is made of: of cases (by name), of visits, of parts, or a price.
SERVED_TIME, WAITING = ("being served", "own effort"), ("in queue", "waiting for the organisation")
PAID = ("parts.staffed_seconds", "parts.overtime_seconds", "price of an hour")
WORTH = ("well", "poor", "not served", "lost", "worth")
BACK = ("well", "poor", "not served", "lost", "comes back")
MADE_OF = {
    "well_served": ("well", "arrived"), "poorly_served": ("poor", "arrived"),
    "not_served": ("not served", "arrived"), "lost": ("lost", "arrived"),
    "under_way": ("under way", "arrived"), "promises_kept": ("promises kept", "promises broken"),
    "elapsed_seconds": ("elapsed", "ended"), "own_seconds": (*SERVED_TIME, "ended"),
    "waiting_seconds": (*WAITING, "ended"), "being_served_seconds": ("being served", "ended"),
    "served_seconds": ("own time and waiting of the served", "well", "poor"),
    "own_effort_seconds": ("own effort", "ended"), "in_queue_seconds": ("in queue", "ended"),
    "for_organisation_seconds": ("waiting for the organisation", "ended"),
    "for_themselves_seconds": (THEMSELVES,), "own_pace_seconds": ("own pace", "ended"),
    "between_tries_seconds": ("between tries", "ended"), "contacts": ("contacts", "arrived"),
    "repeats": ("repeats", "arrived"),
    "avoidable_contacts": ("visits.avoidable", "visits.contacts"),
    "cost": ("cost", "arrived", *PAID), "worth": (*WORTH, "arrived"),
    "contribution": ("cost", "arrived", *WORTH, *PAID),
    "comes_back": (*BACK, "ended"), "worth_of_return": (*BACK, "worth", "ended"),
}  # fmt: skip
PLANTS = [(name, column) for name, columns in MADE_OF.items() for column in columns]


def with_error(tally: Tally, prices: Prices, column: str) -> tuple[Tally, Prices]:
    """Return tally and prices in which one column, or one price, is a hundredth too large."""
    wrong = copy.deepcopy(tally)
    table, _, name = column.rpartition(".")
    if column == "price of an hour":
        costs = tuple(c and c * HUNDREDTH for c in prices.cost_per_second)
        return wrong, replace(prices, cost_per_second=costs)
    if column == "worth":
        served = tuple((w[0] * HUNDREDTH, *w[1:]) for w in prices.worth if w)
        return wrong, replace(prices, worth=served)
    if column == "comes back":
        shares = tuple(b and tuple(HUNDREDTH * share for share in b) for b in prices.comes_back)
        return wrong, replace(prices, comes_back=shares)
    if table == "parts":
        wrong.parts[name] *= HUNDREDTH
    elif table == "visits":
        wrong.visits[:, t.VISIT_COUNTS.index(name)] *= HUNDREDTH
    elif name == THEMSELVES:
        wrong.cases[:, t.CASE_COUNTS.index(name)] += 0.01 * wrong.cases[:, t.ELAPSED]
    else:
        wrong.cases[:, t.CASE_COUNTS.index(name)] *= HUNDREDTH
    return wrong, prices


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_as_worked_out_by_hand(name: str) -> None:
    """The world of `measuring`, in which nothing is left to chance."""
    assert_right(measure_figures(name, measures(tally_of(records()))))


@pytest.mark.parametrize(("name", "column"), PLANTS, ids=[f"{a}: {b}" for a, b in PLANTS])
def test_an_error_of_one_percent_in_a_measure_is_found(name: str, column: str) -> None:
    """A column, or a price, a hundredth too large: the measure is not as worked out."""
    right = tally_of(records())
    wrong, prices = with_error(right, Prices.of(world().program.process), column)
    before = measure_figures(name, measures(right))
    assert_found(before, measure_figures(name, measures(wrong, prices)))


def test_every_measure_and_every_column_is_known() -> None:
    """A measure or a column that is added later is missed here."""
    assert set(MEASURES) == set(MADE_OF) == {one.name for one in of_measures.MEASURES}
    assert set(CASES) == set(t.CASE_COUNTS)
    assert set(VISITS) == set(t.VISIT_COUNTS)
    assert set(PARTS) == set(PART.names or ())
    assert set(TIME_CLASSES) < set(CASES)


# --- The tallies -----------------------------------------------------------------------------


def test_every_count_is_as_worked_out_by_hand() -> None:
    """Cases, visits, parts, reasons, ends, paths, and what the run counts itself."""
    assert_right([*all_figures(tally_of(records())), *run_figures(world())])


COLUMNS = [
    *((table, name) for table, names in (("cases", CASES), ("visits", VISITS)) for name in names),
    *(("parts", name) for name in PARTS),
]
NOT_THERE = {"stuck", THEMSELVES}  # 0 in the world: a hundredth of nothing


@pytest.mark.parametrize(("table", "name"), [c for c in COLUMNS if c[1] not in NOT_THERE], ids=str)
def test_an_error_of_one_percent_in_a_column_is_found(table: str, name: str) -> None:
    """Every column of what is counted of cases, visits and parts."""
    right = tally_of(records())
    wrong = copy.deepcopy(right)
    names = {"cases": t.CASE_COUNTS, "visits": t.VISIT_COUNTS}
    place = names[table].index(name) if table in names else name
    array = getattr(wrong, table)
    if table == "parts":
        array[place] = np.ceil(array[place] * HUNDREDTH)
    else:
        array[:, place] *= HUNDREDTH
    assert_found(all_figures(right), all_figures(wrong))


@pytest.mark.parametrize("kind", ["cases", "steps", "promises"])
@pytest.mark.parametrize("what", ["dropped", "twice"])
def test_one_record_in_a_hundred_dropped_or_told_twice_is_found(kind: str, what: str) -> None:
    """Every hundredth record of a case, a visit or a promise."""
    right = records()
    rows = getattr(right, kind)
    every = np.arange(0, len(rows), 100)
    chosen = np.delete(rows, every) if what == "dropped" else np.append(rows, rows[every])
    wrong = tally_of(right._replace(**{kind: chosen}))
    assert_found(all_figures(tally_of(right)), all_figures(wrong))


# What tallies do not look at: who it was, and what is told in logs alone.
TOLD_ALONE = {
    "cases": {"replication", "case", "customer"},
    "steps": {"replication", "segment", "case", "customer", "channel", "part", "person",
              "caller", "visit"},
    "promises": {"replication", "case", "opened", "shut"},
}  # fmt: skip
FIELDS = [
    (kind, field)
    for kind, dtype in (("cases", CASE), ("steps", STEP), ("promises", PROMISE))
    for field in dtype.names or ()
    if field not in TOLD_ALONE[kind]
]
# Codes and signs: another of them in a hundredth of the records, not one number more.
OTHER = {"how": (0, 1), "contact": (1, 0), "repeat": (1, 0), "over_tolerance": (1, 0),
         "fate": (0, 1), "poor": (1, 2), "outcome": (0, 1), "end_step": None}  # fmt: skip


def wrong_in(rows: np.ndarray, field: str) -> np.ndarray:
    """Return records in which a field is wrong: times by a hundredth, codes in one record."""
    found = rows.copy()
    values = found[field]
    if values.dtype.kind == "f":
        values *= HUNDREDTH
        return found
    instead = OTHER.get(field)
    if instead:
        one = np.flatnonzero(values == instead[0])[:1]
        found[field][one] = instead[1]
        return found
    one = np.flatnonzero(values >= 0)[:1]
    found[field][one] = values[one] - 1 if field in {"mode", "arose"} else values[one] + 1
    return found


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{a}.{b}" for a, b in FIELDS])
def test_a_wrong_field_of_a_record_is_found(kind: str, field: str) -> None:
    """A time a hundredth too long, or one code of one record another."""
    right = records()
    rows = wrong_in(getattr(right, kind), field)
    assert rows.tobytes() != getattr(right, kind).tobytes()
    wrong = tally_of(right._replace(**{kind: rows}))
    assert_found(all_figures(tally_of(right)), all_figures(wrong))


# --- The program -----------------------------------------------------------------------------

SECONDS = (
    5, 7, 11, 13, 15, 17, 19, 23, 29, 31, 37, 40, 41, 43, 47, 50, 53, 59, 60, 61, 70, 200, 300,
    1000, 1200,
)  # fmt: skip
IN_THE_PROGRAM: dict[str, Plant] = {
    **{f"{seconds} s": arrays.constant(float(seconds)) for seconds in SECONDS},
    "cost": arrays.scaled("views", "cost"),
}


@pytest.mark.parametrize("plant", IN_THE_PROGRAM)
def test_an_error_of_one_percent_in_the_program_of_the_world_is_found(plant: str) -> None:
    """Each duration of the world, whatever it is the duration of, and the cost of a step."""
    found = run_of(planted(program(), IN_THE_PROGRAM[plant]))
    wrong = tally_of(Records(found.cases, found.steps, found.promises), found.tally.parts)
    assert_found(all_figures(tally_of(records())), all_figures(wrong))


# --- Quantiles -------------------------------------------------------------------------------

N = 20_000


def quantile_figures(
    change: Callable[[Records], Records] = lambda r: r, bins: LogBins | None = None
) -> list[Figure]:
    """Compare median and 90 % of a uniform time of 100 to 120 s: 110 and 118 s.

    The error of a quantile at p is sqrt(p (1 - p) / n) over the density, 1/20 a second.
    """
    program = compile_program(read_text(laws.text("100..120 s"), "known.yaml"))
    found = ran(program, spaced(N, 60.0))
    tally = Tally(Shape.of(program.vocabulary))
    tally.add(change(Records(found.cases, found.steps, found.promises)))
    estimates = measures(tally, Prices.of(program.process))
    read = [estimates["elapsed_median_seconds"].value, estimates["elapsed_90_seconds"].value]
    if bins is not None:
        read = [quantile(tally.elapsed.sum(axis=0), p, bins) for p in (0.5, 0.9)]
    return [
        Figure(name=f"{p:.0%}", found=value, known=known, n=N,
               error=20 * float(np.sqrt(p * (1 - p) / N)))
        for p, value, known in zip((0.5, 0.9), read, (110.0, 118.0), strict=True)
    ]  # fmt: skip


def longer(found: Records) -> Records:
    """Return records in which each case took a hundredth longer."""
    cases = found.cases.copy()
    cases["end"] += 0.01 * (cases["end"] - cases["start"])
    return found._replace(cases=cases)


def without_the_quick(found: Records) -> Records:
    """Return records without the quickest tenth of a tenth."""
    lasted = found.cases["end"] - found.cases["start"]
    return found._replace(cases=found.cases[lasted > 100.2 + 1.8])


def test_quantiles_are_those_of_the_law() -> None:
    """Median and 90 % of a uniform law, through the bins."""
    assert_right(quantile_figures())


PLANTED_IN_QUANTILES: dict[str, Callable[[], list[Figure]]] = {
    "times": lambda: quantile_figures(longer),
    "bins": lambda: quantile_figures(bins=LogBins(lowest_seconds=1.01e-3)),
    "left out": lambda: quantile_figures(without_the_quick),
}


@pytest.mark.parametrize("plant", PLANTED_IN_QUANTILES)
def test_an_error_in_quantiles_is_found(plant: str) -> None:
    """Times or bins a hundredth too large, or the quickest tenth left out."""
    assert_found(quantile_figures(), PLANTED_IN_QUANTILES[plant]())
