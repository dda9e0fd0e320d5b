"""A log as the miner sees it: sequences of activities by number, each with its cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

Trace = tuple[int, ...]
Traces = Mapping[Trace, int]  # a sequence of activities -> how many cases went it
Group = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What directly follows what, how often, and what cases begin and end with."""

    nodes: tuple[int, ...]
    arcs: Mapping[tuple[int, int], int]
    begins: Mapping[int, int]
    ends: Mapping[int, int]


def graph_of(traces: Traces) -> Graph:
    """Return the directly-follows graph of a log."""
    arcs: Counter[tuple[int, int]] = Counter()
    begins: Counter[int] = Counter()
    ends: Counter[int] = Counter()
    nodes: set[int] = set()
    for trace, cases in traces.items():
        if not trace:
            continue
        nodes.update(trace)
        begins[trace[0]] += cases
        ends[trace[-1]] += cases
        for arc in pairwise(trace):
            arcs[arc] += cases
    return Graph(nodes=tuple(sorted(nodes)), arcs=arcs, begins=begins, ends=ends)


def without_rare(graph: Graph, noise: float) -> Graph:
    """Return the graph without the arcs that are rare beside the strongest of their activity.

    An arc stays if it is at least ``noise`` times as frequent as the most frequent one out of the
    same activity; the end counts as one of them; the same holds among the beginnings.
    Source: Leemans, Fahland, van der Aalst, Discovering block-structured process models from
    event logs containing infrequent behaviour (2014), section 3.
    """
    most: dict[int, int] = defaultdict(int)
    for (source, _), count in graph.arcs.items():
        most[source] = max(most[source], count)
    for node, count in graph.ends.items():
        most[node] = max(most[node], count)
    first = max(graph.begins.values(), default=0)
    return Graph(
        nodes=graph.nodes,
        arcs={arc: n for arc, n in graph.arcs.items() if n >= noise * most[arc[0]]},
        begins={node: n for node, n in graph.begins.items() if n >= noise * first},
        ends={node: n for node, n in graph.ends.items() if n >= noise * most[node]},
    )


def projected(traces: Traces, group: Iterable[int]) -> Counter[Trace]:
    """Return the log with the events of a group alone."""
    kept = frozenset(group)
    found: Counter[Trace] = Counter()
    for trace, cases in traces.items():
        found[tuple(a for a in trace if a in kept)] += cases
    return found
