"""Which kind of customer gains by a scenario, and which loses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from outsidein.measures.measures import MEASURE, Measure
from outsidein.simulation.comparison import (
    DEFAULT_JUDGE,
    MATTERS,
    NEVER_BELOW,
    Comparison,
    paired_differences,
)
from outsidein.statistics import (
    Estimate,
    Verdict,
    simultaneous_confidence,
    smallest_difference,
    verdict,
)

Side = Literal["gains", "loses", "no difference that matters", "cannot tell yet"]
SIDES: dict[Verdict, Side] = {
    "better": "gains",
    "worse": "loses",
    "no difference that matters": "no difference that matters",
    "cannot tell yet": "cannot tell yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a scenario changes for one kind of customer; all intervals hold together at 95 %.

    ``side`` is the verdict (`outsidein.statistics.verdict`) from that customer's side.
    """

    customer: str  # the segment's id
    name: str
    change: Estimate  # scenario minus today, in the unit of `gain_measure`
    side: Side


def gain_measure(comparison: Comparison) -> Measure:
    """Return the measure by which gains are told: the primary one if it is kept by segment."""
    return comparison.judge if comparison.judge.by_segment else MEASURE[DEFAULT_JUDGE]


def gains(comparison: Comparison) -> dict[str, tuple[Gain, ...]]:
    """Return, for each scenario, what it changes for each kind of customer, in document order.

    A kind is fixed when a customer arrives, so each is compared with itself on the same luck.
    Nothing where all customers are of one kind; a kind that cannot be told is left out.

    Notes
    -----
    Bonferroni over scenarios times kinds of customers (see `simultaneous_confidence`).
    """
    kinds = comparison.today.process.customers
    looks = len(kinds) * max(len(comparison.scenarios), 1)
    confidence = simultaneous_confidence(0.95, looks)
    judge, matters = gain_measure(comparison), _matters(comparison)
    found: dict[str, tuple[Gain, ...]] = {}
    for scenario in comparison.scenarios if len(kinds) > 1 else ():
        told = []
        for code, kind in enumerate(kinds):
            changes = paired_differences(comparison.today, scenario.results, [code], confidence)
            change = changes.get(judge.name)
            if change is not None and not math.isnan(change.value):
                said = verdict(change, matters, higher_is_better=judge.higher_is_better)
                gain = Gain(customer=kind.id, name=kind.name, change=change, side=SIDES[said])
                told.append(gain)
        found[scenario.name] = tuple(told)
    return found


def _matters(comparison: Comparison) -> float:
    """Return the smallest difference that matters in the measure by which gains are told."""
    judge = gain_measure(comparison)
    if judge is comparison.judge:
        return comparison.smallest_that_matters
    known = comparison.today.measures.get(judge.name)
    least: float = max(smallest_difference(known.value if known else 0.0, MATTERS), NEVER_BELOW)
    return least
