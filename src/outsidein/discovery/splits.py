"""A log falls into a log for each group of a cut; what does not fit the cut is left out.

Source: Leemans, Fahland, van der Aalst, Discovering block-structured process models from event
logs containing infrequent behaviour (2014), section 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from outsidein.discovery.cuts import Cut
from outsidein.discovery.traces import Group, Trace, Traces, projected


def split(traces: Traces, cut: Cut) -> list[Counter[Trace]]:
    """Return the log of each group, in their order."""
    if cut.kind == "parallel":
        return [projected(traces, group) for group in cut.groups]
    parts = {"choice": _to_one, "sequence": _in_order, "loop": _in_rounds}[cut.kind]
    return parts(traces, cut.groups)


def _to_one(traces: Traces, groups: Sequence[Group]) -> list[Counter[Trace]]:
    """Give each case to the group of most of its events."""
    found: list[Counter[Trace]] = [Counter() for _ in groups]
    for trace, cases in traces.items():
        counts = [sum(a in group for a in trace) for group in groups]
        best = counts.index(max(counts))
        found[best][tuple(a for a in trace if a in groups[best])] += cases
    return found


def _in_order(traces: Traces, groups: Sequence[Group]) -> list[Counter[Trace]]:
    """Cut each case into a piece for each group so that the fewest events are left out."""
    found: list[Counter[Trace]] = [Counter() for _ in groups]
    at = {a: k for k, group in enumerate(groups) for a in group}
    for trace, cases in traces.items():
        places = [at[a] for a in trace]
        ordered = all(p <= q for p, q in pairwise(places))
        kept = range(len(trace)) if ordered else _longest_rise(places, len(groups))
        pieces: list[list[int]] = [[] for _ in groups]
        for e in kept:
            pieces[places[e]].append(trace[e])
        for piece, log in zip(pieces, found, strict=True):
            log[tuple(piece)] += cases
    return found


def _longest_rise(places: Sequence[int], groups: int) -> list[int]:
    """Return the events of a longest sequence whose groups never step back."""
    best: list[tuple[int, tuple[int, int] | None]] = [(0, None)] * groups
    links: list[tuple[int, tuple[int, int] | None]] = []
    for e, place in enumerate(places):
        length, last = max(best[: place + 1], key=lambda one: one[0])
        links.append((e, last))
        best[place] = (length + 1, (e, place))
    _, link = max(best, key=lambda one: one[0])
    kept: list[int] = []
    while link is not None:
        kept.append(link[0])
        link = links[link[0]][1]
    return kept[::-1]


def _in_rounds(traces: Traces, groups: Sequence[Group]) -> list[Counter[Trace]]:
    """Cut each case wherever it changes the group; between two redos nothing was done."""
    found: list[Counter[Trace]] = [Counter() for _ in groups]
    at = {a: k for k, group in enumerate(groups) for a in group}
    for trace, cases in traces.items():
        here, piece = 0, list[int]()
        for a in trace:
            if at[a] == here:
                piece.append(a)
                continue
            found[here][tuple(piece)] += cases
            if here and at[a]:
                found[0][()] += cases
            here, piece = at[a], [a]
        found[here][tuple(piece)] += cases
        if here:
            found[0][()] += cases
    return found
