"""Quantiles of times: within how long 90 of 100 are done, or have waited, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.address import join_address, split_address
from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import counted, elapsed_counts
from outsidein.model.graph import placed_steps
from outsidein.model.resolve import ways_of
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate, quantile_difference, quantile_estimate
from outsidein.words import did_you_mean

Counts = npt.NDArray[np.int64]
USUAL = (0.5, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeQuantile:
    """The seconds within which a share of customers is done, or of visits has waited.

    ``at`` is the step waited at, "" for the time in all · ``customer`` is the segment, "" for
    everyone.
    """

    share: float
    seconds: Estimate
    at: str = ""
    customer: str = ""


def time_quantile(
    results: Results,
    share: float,
    *,
    at: str | None = None,
    customer: str | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate the seconds within which a share of times ends, with an interval over replications.

    Parameters
    ----------
    share : above 0, at most 1: 0.9 is "9 of 10 within".
    at : a step, a way of a step ("ask.phone") or a part: the wait in the queue of all who join
        it, whether they are served or give up; of a step with several ways, those by which
        customers stand in a queue themselves. None: the time in all, cases under way included.
    customer : the id of a segment; None: everyone. Waits are kept for everyone only.
    confidence : of the interval.

    Raises
    ------
    OutsideInError : ``unknown-address`` for a place where nobody can queue or an unknown
        customer, ``not-kept`` for the waits of one segment.
    ValueError : a share out of range.

    Notes
    -----
    From whole-number counts in bins a fortieth wide, see `outsidein.statistics.quantile_estimate`.
    """
    ended, under_way = _counts(results, at, customer)
    return quantile_estimate(ended, share, confidence=confidence, under_way=under_way)


def time_quantile_difference(
    scenario: Results,
    today: Results,
    share: float,
    *,
    at: str | None = None,
    customer: str | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate a quantile of a scenario minus that of today, on the same customers.

    As `time_quantile`; both must be runs of one plan.
    """
    (ours, still), (theirs, still_today) = (
        _counts(results, at, customer) for results in (scenario, today)
    )
    return quantile_difference(
        ours, theirs, share, confidence=confidence, under_way_a=still, under_way_b=still_today
    )


def time_quantiles(results: Results, shares: Sequence[float] = USUAL) -> list[TimeQuantile]:
    """Estimate quantiles of the time in all, of everyone and by segment, and of each queue's wait.

    Queues are those in which customers stand themselves; where nobody joined there is none.
    """
    found = [TimeQuantile(share=p, seconds=time_quantile(results, p)) for p in shares]
    segments = [customer.id for customer in results.process.customers]
    for who in segments if len(segments) > 1 else ():
        found += [
            TimeQuantile(share=p, seconds=time_quantile(results, p, customer=who), customer=who)
            for p in shares
        ]
    for step in queues(results):
        found += [
            TimeQuantile(share=p, seconds=time_quantile(results, p, at=step), at=step)
            for p in shares
        ]
    return found


def time_quantile_differences(
    scenario: Results, today: Results, shares: Sequence[float] = USUAL, confidence: float = 0.95
) -> list[TimeQuantile]:
    """Estimate what a scenario changes in each quantile that `time_quantiles` gives of both."""
    told = [(one.at, one.customer, one.share) for one in time_quantiles(scenario, shares)]
    known = {(one.at, one.customer, one.share) for one in time_quantiles(today, shares)}
    return [
        TimeQuantile(
            share=p, at=at, customer=who,
            seconds=time_quantile_difference(
                scenario, today, p, at=at or None, customer=who or None, confidence=confidence
            ),
        )
        for at, who, p in told
        if (at, who, p) in known
    ]  # fmt: skip


def queues(results: Results) -> list[str]:
    """Return the steps at which some customer stood in a queue for a while, in document order."""
    found = []
    for code, step in enumerate(results.vocabulary.steps):
        rows = _stood_in(results, code)
        if rows and any(tally.waits[rows, 1:].any() for tally in results.tallies):
            found.append(step.id)
    return found


def _counts(results: Results, at: str | None, customer: str | None) -> tuple[Counts, Counts]:
    """Return times that ended and times so far, a row a replication, a column a bin."""
    if at is None:
        chosen = None if customer is None else [_segment(results, customer)]
        return elapsed_counts(counted(results.tallies, results.prices, chosen))
    if customer is not None:
        what = "waits are counted for all customers together"
        raise OutsideInError([Fault("not-kept", "error", customer, what, "leave the customer out")])
    rows = _rows_at(results, at)
    waits = np.array([tally.waits[rows].sum(axis=0) for tally in results.tallies])
    return waits, np.zeros_like(waits)


def _segment(results: Results, customer: str) -> int:
    known = [one.id for one in results.process.customers]
    names = [one.name for one in results.process.customers]
    for code, pair in enumerate(zip(known, names, strict=True)):
        if customer in pair:
            return code
    hint = did_you_mean(customer, known)
    raise OutsideInError([Fault("unknown-address", "error", customer, "unknown customer", hint)])


def _rows(results: Results, code: int) -> list[int]:
    first = int(results.tallies[0].shape.first_row[code])
    return list(range(first, first + len(results.vocabulary.steps[code].ways)))


def _stood_in(results: Results, code: int) -> list[int]:
    """Return the rows of a step's ways in whose queue customers stand themselves."""
    live = results.vocabulary.steps[code].live
    return [row for row, stands in zip(_rows(results, code), live, strict=True) if stands]


def _rows_at(results: Results, at: str) -> list[int]:
    """Return the rows of the tallies that an address names."""
    wanted, placed = ".".join(split_address(at)), placed_steps(results.process)
    rows: dict[str, list[int]] = {}
    for code, words in enumerate(results.vocabulary.steps):
        ways = ways_of(placed[words.id].step, results.process.channels)
        for row, name in zip(_rows(results, code), words.ways, strict=True):
            part = ways[name].part if name in ways else None
            if part is None:
                continue
            for known in (part, join_address(words.id, name) if name else words.id):
                rows.setdefault(known, []).append(row)
        if any(words.ways):
            rows[words.id] = _stood_in(results, code) or _rows(results, code)
    if wanted not in rows:
        hint = did_you_mean(wanted, rows) or "a step with people, one of its ways, or a part"
        raise OutsideInError([Fault("unknown-address", "error", at, "nobody queues there", hint)])
    return rows[wanted]
