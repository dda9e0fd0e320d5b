"""Which way the customers of a run went: counts of moves laid on the flows of the process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from outsidein.measures import tally as t
from outsidein.measures.moves import ELSEWHERE, SET_OUT, Move, together
from outsidein.measures.records import FAILED, NO_SHOW, SERVED
from outsidein.model.roads import Pair, Roads
from outsidein.simulation.runs import Results
from outsidein.statistics import quantile


@dataclass(slots=True, kw_only=True)
class Going:
    """Times that each way was taken, over all replications, by ids of the model.

    ``flows`` by (source, target) as the model names them · ``failed`` by (step, mode), and
    ``gave_up`` by (step, target): ways out that lead to another step · ``limits`` by step: its
    visits were used up · ``lost`` customers by the step from which they were lost, whichever
    way · ``waits`` median seconds between two steps of the customer while the company works ·
    ``unknown`` moves that no flow explains.
    """

    flows: dict[Pair, float] = field(default_factory=dict)
    failed: dict[Pair, float] = field(default_factory=dict)
    gave_up: dict[Pair, float] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    lost: dict[str, float] = field(default_factory=dict)
    waits: dict[Pair, float] = field(default_factory=dict)
    unknown: dict[Pair, float] = field(default_factory=dict)


def going(results: Results) -> Going | None:
    """Return which way the customers went; None if the run did not count the moves."""
    replications = [tally.moves for tally in results.tallies]
    kept = [moves for moves in replications if moves is not None]
    if len(kept) < len(replications):
        return None
    ids = [step.id for step in results.vocabulary.steps]
    roads = Roads(results.process)
    found = Going()
    for move, count in together(kept).items():
        if move.how != SERVED:
            _leave(found, results, move, count)
        elif move.source >= 0:
            pair = (ids[move.source], ids[move.target])
            road = roads.between(*pair)
            if road is None:
                found.unknown[pair] = found.unknown.get(pair, 0.0) + count
            elif road.limit:
                _more(found.limits, road.limit, count)
        elif move.source == SET_OUT:
            continue
        if move.source != ELSEWHERE and _is_lost(results, move.target):
            _more(found.lost, ids[move.source], count)
    for moves in kept:
        rows: dict[Pair, list[np.ndarray]] = {}
        for (a, b), taken in moves.sources.items():
            road = roads.between(ids[a], ids[b])
            for flow in road.flows if road else ():
                rows.setdefault(flow, []).append(taken)
        for flow, taken_by in rows.items():
            _more(found.flows, flow, len(np.unique(np.concatenate(taken_by))))
    _waits(found, results, ids)
    return found


def _more(held: dict[str, float] | dict[Pair, float], key: object, count: float) -> None:
    held[key] = held.get(key, 0.0) + count  # type: ignore[index,call-overload]


def _is_lost(results: Results, step: int) -> bool:
    words = results.vocabulary.steps[step]
    if words.verb != "end":
        return False
    ends = {s.id: s.outcome for s in results.process.steps if s.verb == "end"}
    return ends.get(words.id) == "lost"


def _leave(found: Going, results: Results, move: Move, count: int) -> None:
    words = results.vocabulary
    source, target = words.steps[move.source].id, words.steps[move.target].id
    if move.how == FAILED and move.mode >= 0:
        _more(found.failed, words.modes[move.mode], count)
    elif move.how == NO_SHOW:
        _more(found.failed, (source, "no show"), count)
    else:
        _more(found.gave_up, (source, target), count)


def _waits(found: Going, results: Results, ids: Sequence[str]) -> None:
    sums: dict[tuple[int, int], np.ndarray] = {}
    for tally in results.tallies:
        for pair, counts in (tally.moves.gaps if tally.moves else {}).items():
            sums[pair] = sums[pair] + counts if pair in sums else counts
    arrived = sum(float(tally.cases[:, t.ARRIVED].sum()) for tally in results.tallies)
    for (a, b), counts in sums.items():
        if counts.sum() >= arrived / 1000:  # of one customer in a thousand at least
            found.waits[ids[a], ids[b]] = float(quantile(counts, 0.5))
