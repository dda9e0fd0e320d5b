"""Cuts: how the activities of a log fall into groups, one after the other, apart, or at a time.

Source: Leemans, Fahland, van der Aalst, Discovering block-structured process models from event
logs: a constructive approach (2013), section 4; what is strict about sequences: Leemans, Robust
Process Mining with Guarantees (2017), section 6.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from outsidein.discovery.traces import Graph, groups_linked
from outsidein.discovery.tree import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Groups of activities and how they stand to each other; of a loop the first is done first."""

    kind: Kind
    groups: tuple[frozenset[int], ...]


def find_cut(graph: Graph) -> Cut | None:
    """Return the first cut there is: choice, sequence, parallel, loop; None if there is none."""
    finders: tuple[tuple[Kind, Callable[[Graph], list[set[int]]]], ...] = (
        ("choice", choice_groups),
        ("sequence", sequence_groups),
        ("parallel", parallel_groups),
        ("loop", loop_groups),
    )
    for kind, finder in finders:
        groups = finder(graph)
        if len(groups) > 1:
            return Cut(kind=kind, groups=tuple(map(frozenset, groups)))
    return None


def choice_groups(graph: Graph) -> list[set[int]]:
    """Return groups that never follow each other."""
    return groups_linked(graph.nodes, graph.arcs)


def sequence_groups(graph: Graph) -> list[set[int]]:
    """Return groups of which each comes before the next and never after it."""
    reach = _reach(graph)
    tied = [
        (a, b)
        for a in graph.nodes
        for b in graph.nodes
        if a < b and (b in reach[a]) == (a in reach[b])
    ]
    groups = groups_linked(graph.nodes, tied)
    groups.sort(key=lambda group: -len(reach[next(iter(group))] - group))
    return _tied_by_skips(graph, groups)


def _reach(graph: Graph) -> dict[int, set[int]]:
    """Return what can follow each activity, at once or later, as the arcs go."""
    after = graph.after()
    found: dict[int, set[int]] = {}
    for node in graph.nodes:
        seen: set[int] = set()
        waiting = [node]
        while waiting:
            for target in after[waiting.pop()] - seen:
                seen.add(target)
                waiting.append(target)
        found[node] = seen
    return found


def _tied_by_skips(graph: Graph, groups: list[set[int]]) -> list[set[int]]:
    """Join neighbours that are left out together and never one without the other."""
    at = {node: k for k, group in enumerate(groups) for node in group}
    jumps = {(at[a], at[b]) for a, b in graph.arcs if at[a] < at[b]}
    jumps |= {(-1, at[node]) for node in graph.begins}
    jumps |= {(at[node], len(groups)) for node in graph.ends}
    found: list[set[int]] = []
    for k, group in enumerate(groups):
        skipped = k > 0 and any(a < k - 1 and b > k for a, b in jumps)
        parted = any((b == k and a < k - 1) or (a == k - 1 and b > k) for a, b in jumps)
        if found and skipped and not parted:
            found[-1] |= group
        else:
            found.append(set(group))
    return found if len(found) > 1 else groups


def parallel_groups(graph: Graph) -> list[set[int]]:
    """Return groups that follow each other in both directions, each with a beginning and an end."""
    apart = [
        (a, b)
        for a in graph.nodes
        for b in graph.nodes
        if a < b and not ((a, b) in graph.arcs and (b, a) in graph.arcs)
    ]
    whole: list[set[int]] = []
    partial: list[set[int]] = []
    for group in groups_linked(graph.nodes, apart):
        both = group & graph.begins.keys() and group & graph.ends.keys()
        (whole if both else partial).append(group)
    if not whole:
        return [set(graph.nodes)]
    for group in partial:
        min(whole, key=len).update(group)
    return whole


def loop_groups(graph: Graph) -> list[set[int]]:
    """Return what is done first, then the groups that lead back to it."""
    first, last = set(graph.begins), set(graph.ends)
    body = first | last
    if not body:
        return [set(graph.nodes)]
    arcs = graph.arcs
    outside = [node for node in graph.nodes if node not in body]
    linked = [(a, b) for a, b in arcs if a not in body and b not in body]
    redo = []
    for group in groups_linked(outside, linked):
        from_start = any(a in first - last and b in group for a, b in arcs)
        to_end = any(a in group and b in last - first for a, b in arcs)
        entered = {b for a, b in arcs if a in last and b in group}
        left = {a for a, b in arcs if a in group and b in first}
        all_in = all((a, b) in arcs for a in last for b in entered)
        all_out = all((a, b) in arcs for a in left for b in first)
        if from_start or to_end or not (entered and left and all_in and all_out):
            body |= group
        else:
            redo.append(group)
    return [body, *redo]
