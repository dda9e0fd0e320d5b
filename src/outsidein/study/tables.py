"""The tables of a study: encounters, reasons for contact, ways through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outsidein.measures import tally as t
from outsidein.measures.records import HOW, Records, extend_path
from outsidein.model.graph import placed_steps
from outsidein.model.resolve import ways_of
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate, proportion, quantile_estimate, ratio
from outsidein.study.figures import Totals, own_and_waiting

MOST_PATHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterRow:
    """One encounter over all customers; shares are of its tries."""

    step: str
    name: str
    channels: tuple[str, ...]
    parts: tuple[str, ...]
    per_1000: Estimate  # arrivals
    own_seconds: float  # a visit
    median_wait: Estimate | None  # seconds, of all who join
    gave_up: float | None  # share of those who joined a queue
    found_closed: float | None
    failed: float
    over_tolerance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Why customers contact us: a reason after a step."""

    reason: str
    step: str
    after: str  # the step the customer last completed, as written; "" at the start
    per_1000: Estimate
    minutes_each: float
    minutes_per_1000: float
    cause: str  # "", failure, chase, unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """One way through: the meetings in order, with its share, minutes and contacts."""

    meetings: tuple[str, ...]
    share: Estimate
    hours: float
    contacts: float
    well_served: float


def encounters(results: Results) -> list[EncounterRow]:
    """Return every encounter, in document order."""
    totals, found = Totals(results), []
    placed = placed_steps(results.process)
    parts = {p.id: p.name for p in results.process.parts}
    for k, words in enumerate(totals.words.steps):
        step = placed[words.id].step
        ways = list(ways_of(step, results.process.channels).values())
        meets = words.verb in ("touch", "tell") or any(w.part or w.channel for w in ways)
        if words.verb not in ("do", "touch", "tell") or not meets or not _arrivals(totals, k):
            continue
        joined = totals.of_step(k, t.JOINED) if any(words.live) else 0.0
        tries = totals.of_step(k, t.TRIES)
        found.append(
            EncounterRow(
                step=words.id,
                name=words.name,
                channels=tuple(dict.fromkeys(w.channel for w in ways if w.channel)),
                parts=tuple(dict.fromkeys(parts.get(w.part, w.part) for w in ways if w.part)),
                per_1000=_per_1000(results, k),
                own_seconds=own_and_waiting(totals, k)[0] / _arrivals(totals, k),
                median_wait=_median_wait(totals, k) if joined else None,
                gave_up=totals.of_step(k, t.WAS_LEFT) / joined if joined else None,
                found_closed=totals.of_step(k, t.WAS_CLOSED) / joined if joined else None,
                failed=totals.of_step(k, t.WAS_FAILED) / tries,
                over_tolerance=totals.of_step(k, t.WAS_OVER) / tries,
            )
        )
    return found


def _arrivals(totals: Totals, step: int) -> float:
    return totals.of_step(step, t.ARRIVALS)


def _median_wait(totals: Totals, step: int) -> Estimate:
    rows = totals.rows(step)
    return quantile_estimate(
        np.array([x.waits[rows].sum(axis=0) for x in totals.results.tallies]), 0.5
    )


def _per_1000(results: Results, step: int) -> Estimate:
    totals = Totals(results)
    visits = [1000 * x.visits[totals.rows(step), t.ARRIVALS].sum() for x in results.tallies]
    arrived = [x.cases[:, t.ARRIVED].sum() for x in results.tallies]
    return ratio(visits, arrived)


def contacts(results: Results) -> list[ContactRow]:
    """Return the reasons for contact by the step before, most customer minutes first."""
    words, found = results.vocabulary, []
    arrived = np.array([x.cases[:, t.ARRIVED].sum() for x in results.tallies])
    counts = np.array([x.reasons for x in results.tallies])
    seconds = sum(x.reason_seconds for x in results.tallies)
    for k, j in np.argwhere(counts.sum(axis=0) > 0).tolist():
        step = words.steps[k]
        total = float(counts[:, k, j].sum())
        spent = float(np.asarray(seconds)[k, j])
        before = words.steps[j].name if j < len(words.steps) else ""
        found.append(
            ContactRow(
                reason=step.reason or step.name,
                step=step.name,
                after=before,
                per_1000=ratio(1000.0 * counts[:, k, j], arrived, n=round(total)),
                minutes_each=spent / total / 60,
                minutes_per_1000=spent / float(arrived.sum()) * 1000 / 60,
                cause=step.cause,
            )
        )
    return sorted(found, key=lambda row: -row.minutes_per_1000)


def ways_through(results: Results) -> tuple[list[PathRow], float]:
    """Return the commonest ways through and the share of customers on all others.

    Needs a run with ``paths`` and the records of at least one replication.
    """
    names = _path_names(results)
    totals: dict[int, np.ndarray] = {}
    for replication, tally in enumerate(results.tallies):
        for path, values in (tally.paths or {}).items():
            row = totals.setdefault(path, np.zeros((len(results.tallies), 4)))
            row[replication] = values
    arrived = np.array([x.cases[:, t.ARRIVED].sum() for x in results.tallies])
    found, seen = [], 0.0
    known = [(path, row) for path, row in totals.items() if path in names]
    for path, row in sorted(known, key=lambda e: -e[1][:, 0].sum())[:MOST_PATHS]:
        count = row[:, 0].sum()
        seen += count
        found.append(
            PathRow(
                meetings=names[path],
                share=proportion(row[:, 0], arrived),
                hours=float(row[:, 1].sum() / count / 3600),
                contacts=float(row[:, 2].sum() / count),
                well_served=float(row[:, 3].sum() / count),
            )
        )
    return found, 1.0 - seen / float(arrived.sum())


def _path_names(results: Results) -> dict[int, tuple[str, ...]]:
    """Spell out each path that occurs in the kept records."""
    names: dict[int, tuple[str, ...]] = {}
    words = results.vocabulary
    meets = [s.verb in ("do", "touch", "tell") for s in words.steps]
    for block in _by_case(results.log):
        path, meetings = 0, []
        for step, how in block:
            if meets[step]:
                path = extend_path(path, step, how)
                name = words.steps[step].name
                meetings.append(name if HOW[how] == "served" else f"{name} ({HOW[how]})")
        names[path] = tuple(meetings)
    return names


def _by_case(log: tuple[Records, ...]) -> list[list[tuple[int, int]]]:
    """Return (step, how) of each case's visits in order, without `through` and cut-off visits."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for block in log:
        rows = block.steps
        rows = rows[(rows["caller"] < 0) & (rows["how"] < HOW.index("under way"))]
        columns = (rows[name].tolist() for name in ("replication", "case", "step", "how"))
        for replication, case, step, how in zip(*columns, strict=True):
            found.setdefault((replication, case), []).append((step, how))
    return list(found.values())
