"""The inductive miner: a sound process tree out of a log, rare behaviour left out.

Source: Leemans, Fahland, van der Aalst, Discovering block-structured process models from event
logs: a constructive approach (2013), and … containing infrequent behaviour (2014); what is tried
where there is no cut: Leemans, Robust Process Mining with Guarantees (2017), section 6.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from outsidein.discovery.cuts import Cut, find_cut
from outsidein.discovery.splits import split
from outsidein.discovery.traces import Graph, Trace, Traces, graph_of, projected, without_rare
from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, parallel, sequence
from outsidein.eventlog.flows import Way

MOST_TRIED_ALONE = 60  # activities tried one by one where there is no cut


def discover(ways: Sequence[Way], noise: float = 0.2) -> Tree:
    """Return a process tree for the ways that cases went; each activity stands in it once at most.

    Parameters
    ----------
    noise : 0 to 1. 0: every case goes through the tree. Larger: what is rarer than this share of
        the strongest way on is left out of the drawing; an activity that is nowhere common too.

    Raises
    ------
    ValueError : a noise outside 0 to 1.
    """
    if not 0 <= noise <= 1:
        raise ValueError(f"noise is {noise}, must be 0 to 1")
    names = sorted({name for way in ways for name in way.activities})
    code = {name: k for k, name in enumerate(names)}
    traces: Counter[Trace] = Counter()
    for way in ways:
        traces[tuple(code[name] for name in way.activities)] += way.cases
    return _Miner(names=names, noise=noise).mine(traces)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Miner:
    names: Sequence[str]
    noise: float

    def mine(self, traces: Traces) -> Tree:
        """Return the tree of a log: a base case, a cut, a cut of what is frequent, or the rest."""
        traces = {trace: cases for trace, cases in traces.items() if cases}
        empty, all_cases = traces.get((), 0), sum(traces.values())
        some = {trace: cases for trace, cases in traces.items() if trace}
        if not some:
            return SILENT
        if empty:
            rare = empty < self.noise * all_cases
            return self.mine(some) if rare else choice(SILENT, self.mine(some))
        graph = graph_of(some)
        if len(graph.nodes) == 1:
            return self._one(some, graph.nodes[0])
        cut = find_cut(graph)
        if cut is None and self.noise:
            cut = find_cut(without_rare(graph, self.noise))
        return self._by(cut, some) if cut is not None else self._fall_through(some, graph)

    def _by(self, cut: Cut, traces: Traces) -> Tree:
        children = [self.mine(part) for part in split(traces, cut)]
        if cut.kind == "loop":
            return loop(children[0], *children[1:])
        return {"choice": choice, "sequence": sequence, "parallel": parallel}[cut.kind](*children)

    def _one(self, traces: Traces, node: int) -> Tree:
        """Return an activity, or a loop of it where it is done again often enough."""
        cases = sum(traces.values())
        events = sum(len(trace) * count for trace, count in traces.items())
        leaf = activity(self.names[node])
        # Of all events and ends, the share of ends: one half if it is done once a case.
        return leaf if abs(cases / (events + cases) - 0.5) <= self.noise / 2 else loop(leaf, SILENT)

    def _fall_through(self, traces: Traces, graph: Graph) -> Tree:
        return (
            self._once_a_case(traces, graph)
            or self._beside(traces, graph)
            or self._rounds(traces, graph, strict=True)
            or self._rounds(traces, graph, strict=False)
            or loop(choice(*(activity(self.names[node]) for node in graph.nodes)), SILENT)
        )

    def _once_a_case(self, traces: Traces, graph: Graph) -> Tree | None:
        """Let an activity that every case does once stand beside the rest."""
        for node in graph.nodes:
            if all(trace.count(node) == 1 for trace in traces):
                rest = projected(traces, set(graph.nodes) - {node})
                return parallel(activity(self.names[node]), self.mine(rest))
        return None

    def _beside(self, traces: Traces, graph: Graph) -> Tree | None:
        """Let an activity without which there is a cut stand beside the rest."""
        for node in graph.nodes[:MOST_TRIED_ALONE]:
            rest = projected(traces, set(graph.nodes) - {node})
            left = graph_of(rest)
            cut = find_cut(left)
            if cut is None and self.noise:
                cut = find_cut(without_rare(left, self.noise))
            if cut is not None:
                return parallel(self.mine(projected(traces, {node})), self.mine(rest))
        return None

    def _rounds(self, traces: Traces, graph: Graph, *, strict: bool) -> Tree | None:
        """Cut cases where they begin anew: after what ends cases, or wherever what begins them."""
        found: Counter[Trace] = Counter()
        for trace, cases in traces.items():
            begun = 0
            for e in range(1, len(trace)):
                anew = trace[e] in graph.begins and (not strict or trace[e - 1] in graph.ends)
                if anew:
                    found[trace[begun:e]] += cases
                    begun = e
            found[trace[begun:]] += cases
        if found.total() == sum(traces.values()):
            return None
        return loop(self.mine(found), SILENT)
