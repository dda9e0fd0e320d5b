"""Every measure, defined once: a sum over a sum of what the records add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from outsidein.measures import tally as t
from outsidein.measures.prices import Prices
from outsidein.measures.records import (
    BEING_SERVED,
    BETWEEN_TRIES,
    FOR_ORGANISATION,
    FOR_THEMSELVES,
    IN_QUEUE,
    OWN_EFFORT,
    OWN_PACE,
)
from outsidein.measures.tally import Tally
from outsidein.statistics import Estimate, proportion, quantile_estimate, ratio

Unit = Literal["share", "seconds", "number", "money"]
Floats = npt.NDArray[np.float64]
ELAPSED_QUANTILES = (("elapsed_median_seconds", 0.5), ("elapsed_90_seconds", 0.9))
_FATES = (t.WELL, t.POOR, t.NOT_SERVED, t.LOST)  # as `Prices.comes_back` has them
MOST_UNDER_WAY = 0.01  # above it no mean of a time is given (design, rule 14)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one replication adds up to, seen for some segments."""

    tally: Tally
    prices: Prices
    segments: tuple[int, ...]
    every: bool  # all segments: the parts' paid time belongs to them

    def cases(self, column: int) -> float:
        """Return the sum of one column of the case counts."""
        return float(sum(self.tally.cases[k, column] for k in self.segments))

    def visits(self, column: int) -> float:
        """Return the sum of one column of the visit counts (all segments)."""
        return float(self.tally.visits[:, column].sum())

    def live(self, column: int, rows: Sequence[bool]) -> float:
        """Return the sum of one column over live ways."""
        return float(self.tally.visits[np.asarray(rows), column].sum())

    def worth(self) -> float:
        """Return the worth of all cases that ended."""
        total = 0.0
        for k in self.segments:
            worth, row = self.prices.worth[k], self.tally.cases[k]
            if worth is not None:
                served = row[t.WELL] + row[t.POOR]
                total += worth[0] * served + worth[1] * row[t.NOT_SERVED] + worth[2] * row[t.LOST]
        return total

    def back(self) -> float:
        """Return how many of the cases that ended are expected to come back."""
        return sum(self._back(k) for k in self.segments)

    def worth_of_return(self) -> float:
        """Return what those who come back are worth, each as a case served."""
        worth = self.prices.worth
        return sum(self._back(k) * (worth[k] or (0.0,))[0] for k in self.segments)

    def _back(self, k: int) -> float:
        row, shares = self.tally.cases[k], self.prices.comes_back[k] or (0.0,) * len(_FATES)
        return float(sum(p * row[at] for p, at in zip(shares, _FATES, strict=True)))

    def paid(self) -> float:
        """Return the paid hours' cost in the window: staffed time and work beyond the shift."""
        return sum(
            cost * float(part["staffed_seconds"] + part["overtime_seconds"])
            for cost, part in zip(self.prices.cost_per_second, self.tally.parts, strict=True)
            if cost is not None
        )

    def cost(self) -> float:
        """Return paid hours and the steps' own cost."""
        return self.paid() + self.cases(t.COST)


Sum = Callable[[Counted], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: numerator over denominator, summed over replications."""

    name: str
    label: str
    unit: Unit
    top: Sum
    bottom: Sum
    higher_is_better: bool
    share: bool = False
    by_segment: bool = True  # whether it can be told for some segments only


def _column(column: int) -> Sum:
    return lambda counted: counted.cases(column)


def _classes(*classes: int) -> Sum:
    return lambda counted: sum(counted.cases(t.FIRST_CLASS + k) for k in classes)


def _share(name: str, label: str, top: int, better: bool) -> Measure:
    return Measure(
        name=name, label=label, unit="share", top=_column(top), bottom=_column(t.ARRIVED),
        higher_is_better=better, share=True,
    )  # fmt: skip


def _time(name: str, label: str, top: Sum) -> Measure:
    return Measure(
        name=name, label=label, unit="seconds", top=top, bottom=_column(t.ENDED),
        higher_is_better=False,
    )  # fmt: skip


def _per_case(name: str, label: str, top: Sum) -> Measure:
    return Measure(
        name=name, label=label, unit="number", top=top, bottom=_column(t.ARRIVED),
        higher_is_better=False,
    )  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    _share("well_served", "well served", t.WELL, True),
    _share("poorly_served", "poorly served", t.POOR, False),
    _share("not_served", "not served", t.NOT_SERVED, False),
    _share("lost", "lost", t.LOST, False),
    _share("under_way", "still under way", t.UNDER_WAY, False),
    Measure(
        name="promises_kept", label="promises kept", unit="share", top=_column(t.PROMISES_KEPT),
        bottom=lambda c: c.cases(t.PROMISES_KEPT) + c.cases(t.PROMISES_BROKEN),
        higher_is_better=True, share=True,
    ),
    _time("elapsed_seconds", "time in all", _column(t.ELAPSED)),
    _time("own_seconds", "own time", _classes(BEING_SERVED, OWN_EFFORT)),
    _time("waiting_seconds", "waiting", _classes(IN_QUEUE, FOR_ORGANISATION)),
    Measure(
        name="served_seconds", label="own time and waiting of those served", unit="seconds",
        top=_column(t.TIME_OF_SERVED), bottom=lambda c: c.cases(t.WELL) + c.cases(t.POOR),
        higher_is_better=False,
    ),
    _time("being_served_seconds", "being served", _classes(BEING_SERVED)),
    _time("own_effort_seconds", "own effort", _classes(OWN_EFFORT)),
    _time("in_queue_seconds", "in a queue", _classes(IN_QUEUE)),
    _time("for_organisation_seconds", "waiting for the organisation", _classes(FOR_ORGANISATION)),
    _time("for_themselves_seconds", "waiting for themselves", _classes(FOR_THEMSELVES)),
    _time("own_pace_seconds", "own pace", _classes(OWN_PACE)),
    _time("between_tries_seconds", "between tries", _classes(BETWEEN_TRIES)),
    _per_case("contacts", "contacts", _column(t.CONTACTS)),
    _per_case("repeats", "repeated contacts", _column(t.REPEATS)),
    Measure(
        name="avoidable_contacts", label="avoidable contacts", unit="share",
        top=lambda c: c.visits(t.WAS_AVOIDABLE), bottom=lambda c: c.visits(t.MADE_CONTACT),
        higher_is_better=False, share=True, by_segment=False,
    ),
    Measure(
        name="cost", label="cost", unit="money", top=Counted.cost, bottom=_column(t.ARRIVED),
        higher_is_better=False, by_segment=False,
    ),
    Measure(
        name="worth", label="worth", unit="money", top=Counted.worth, bottom=_column(t.ARRIVED),
        higher_is_better=True,
    ),
    Measure(
        name="contribution", label="worth less cost", unit="money",
        top=lambda c: c.worth() - c.cost(), bottom=_column(t.ARRIVED), higher_is_better=True,
        by_segment=False,
    ),
    Measure(
        name="comes_back", label="comes back", unit="share", top=Counted.back,
        bottom=_column(t.ENDED), higher_is_better=True, share=True,
    ),
    Measure(
        name="worth_of_return", label="worth of return", unit="money",
        top=Counted.worth_of_return, bottom=_column(t.ENDED), higher_is_better=True,
    ),
)  # fmt: skip
OF_WORTH = ("worth", "contribution", "worth_of_return")
OF_RETURN = ("comes_back", "worth_of_return")

MEASURE: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The estimates by name; what could not be given is absent, and ``notes`` say why."""

    estimates: Mapping[str, Estimate]
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Estimate:
        """Return one estimate. Raises KeyError if it could not be given."""
        return self.estimates[name]

    def get(self, name: str) -> Estimate | None:
        """Return one estimate, or None."""
        return self.estimates.get(name)


def counted(
    tallies: Sequence[Tally], prices: Prices, segments: Sequence[int] | None = None
) -> list[Counted]:
    """See each replication's tally for some segments (all if None)."""
    every = tuple(range(tallies[0].shape.segments))
    chosen = every if segments is None else tuple(segments)
    return [Counted(tally, prices, chosen, chosen == every) for tally in tallies]


def sums(measure: Measure, replications: Sequence[Counted]) -> tuple[Floats, Floats]:
    """Return a measure's numerators and denominators, one of each a replication."""
    top = np.array([measure.top(c) for c in replications])
    return top, np.array([measure.bottom(c) for c in replications])


def measure(
    tallies: Sequence[Tally],
    prices: Prices,
    *,
    segments: Sequence[int] | None = None,
    confidence: float = 0.95,
) -> Measures:
    """Estimate every measure over replications, with its interval.

    Parameters
    ----------
    tallies : one a replication.
    segments : codes of the customers to look at; None: all.
    confidence : of each interval.
    """
    replications = counted(tallies, prices, segments)
    notes, estimates = [], {}
    arrived = sum(c.cases(t.ARRIVED) for c in replications)
    under_way = sum(c.cases(t.UNDER_WAY) for c in replications)
    silent = arrived > 0 and under_way / arrived > MOST_UNDER_WAY
    if silent:
        count = round(1000 * under_way / arrived)
        notes.append(f"{count} of 1,000 cases are still under way: no mean times are told")
    for one in MEASURES:
        if not _can_be_told(one, replications, silent):
            continue
        top, bottom = sums(one, replications)
        if bottom.sum() > 0:
            count = round(float(bottom.sum()))
            estimate = proportion if one.share else ratio
            estimates[one.name] = (
                estimate(top, bottom, confidence)
                if one.share
                else ratio(top, bottom, confidence, n=count)
            )
    for name, p in ELAPSED_QUANTILES:
        estimates[name] = elapsed_quantile(replications, p, confidence)
    return Measures(estimates=estimates, notes=tuple(notes))


def _can_be_told(one: Measure, replications: Sequence[Counted], silent: bool) -> bool:
    first = replications[0]
    if one.unit == "seconds" and silent:
        return False
    if not one.by_segment and not first.every:
        return False
    if one.name in OF_WORTH and any(first.prices.worth[k] is None for k in first.segments):
        return False
    if one.name in OF_RETURN and any(first.prices.comes_back[k] is None for k in first.segments):
        return False
    if one.name in ("cost", "contribution"):
        has_cost = any(c is not None for c in first.prices.cost_per_second)
        return has_cost or any(c.cases(t.COST) for c in replications)
    return True


def elapsed_quantile(replications: Sequence[Counted], p: float, confidence: float) -> Estimate:
    """Estimate a quantile of the time in all, in seconds, cases still under way included."""
    ended, so_far = elapsed_counts(replications)
    return quantile_estimate(ended, p, confidence=confidence, under_way=so_far)


def elapsed_counts(
    replications: Sequence[Counted],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return times in all that ended, and times so far: a row a replication, a column a bin."""
    chosen = list(replications[0].segments)
    ended = np.array([c.tally.elapsed[chosen].sum(axis=0) for c in replications])
    so_far = np.array([c.tally.so_far[chosen].sum(axis=0) for c in replications])
    return ended, so_far
