"""The inductive miner: a sound process tree out of a log, rare behaviour left out.

Source: Leemans, Fahland, van der Aalst, Discovering block-structured process models from event
logs: a constructive approach (2013), and … containing infrequent behaviour (2014); what is tried
where there is no cut: Leemans, Robust Process Mining with Guarantees (2017), section 6.2.

Two things are ours. What is rare is left out before a cut is looked for, not only where there is
none: on the logs of the benchmarks that fits unseen cases better. And of the branches that come
out, those that hardly any case needs are cut off once cases have been aligned with the tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from outsidein.discovery.alignments import align
from outsidein.discovery.counted import counted, in_use
from outsidein.discovery.cuts import Cut, find_cut
from outsidein.discovery.splits import split
from outsidein.discovery.traces import Graph, Trace, Traces, graph_of, projected, without_rare
from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, parallel, sequence
from outsidein.eventlog.flows import Way

MOST_LOOKED_AT = 2_000_000  # events read again to try what there is without an activity


def discover(ways: Sequence[Way], noise: float) -> Tree:
    """Return a process tree for the ways that cases went; each activity stands in it once at most.

    Parameters
    ----------
    noise : 0 to 1. 0: every case goes through the tree. Larger: a way on that is rarer than this
        share of the strongest one is left out; so are branches and repetitions that fewer cases
        take than half of this share.

    Raises
    ------
    ValueError : a noise outside 0 to 1.
    """
    if not 0 <= noise <= 1:
        raise ValueError(f"noise is {noise}, must be 0 to 1")
    tree = mine(ways, noise)
    tree = in_use(counted(tree, align(tree, ways).leaves), noise / 2)
    return in_use(counted(tree, align(tree, ways).leaves))


def mine(ways: Sequence[Way], noise: float) -> Tree:
    """Return the tree that the miner finds, every branch of it."""
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
    looked_at: list[int] = field(default_factory=lambda: [0])  # events, in all trying so far

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
        cut = self._cut(graph)
        return self._by(cut, some) if cut is not None else self._fall_through(some, graph)

    def _cut(self, graph: Graph) -> Cut | None:
        frequent = find_cut(without_rare(graph, self.noise)) if self.noise else None
        return frequent or find_cut(graph)

    def _by(self, cut: Cut, traces: Traces) -> Tree:
        # A branch that every case leaves out in the end is no way of doing nothing.
        children = [self.mine(part) for part in split(traces, cut) if part]
        if cut.kind == "loop":
            return loop(children[0], *children[1:])
        return {"choice": choice, "sequence": sequence, "parallel": parallel}[cut.kind](*children)

    def _one(self, traces: Traces, node: int) -> Tree:
        """Return an activity, or a loop of it where enough cases do it again."""
        again = sum(cases for trace, cases in traces.items() if len(trace) > 1)
        leaf = activity(self.names[node])
        return leaf if again <= self.noise / 2 * sum(traces.values()) else loop(leaf, SILENT)

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
        once = set(graph.nodes)
        for trace in traces:
            once = {node for node in once if trace.count(node) == 1}
            if not once:
                return None
        node = min(once)
        rest = projected(traces, set(graph.nodes) - {node})
        return parallel(activity(self.names[node]), self.mine(rest))

    def _beside(self, traces: Traces, graph: Graph) -> Tree | None:
        """Let an activity without which there is a cut stand beside the rest.

        In huge logs not all are tried: then the model allows more than it needs to.
        """
        size = sum(map(len, traces))
        for node in graph.nodes:
            if self.looked_at[0] > MOST_LOOKED_AT:
                return None
            self.looked_at[0] += size
            rest = projected(traces, set(graph.nodes) - {node})
            if self._cut(graph_of(rest)) is not None:
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
