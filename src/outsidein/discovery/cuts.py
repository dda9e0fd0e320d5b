"""Cuts: how the activities of a log fall into groups, one after the other, apart, or at a time.

Sets of activities are bits of a number: the graphs of logs with hundreds of activities are dense.
Source: Leemans, Fahland, van der Aalst, Discovering block-structured process models from event
logs: a constructive approach (2013), section 4; that what is left out together belongs together:
Leemans, Robust Process Mining with Guarantees (2017), section 6.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outsidein.discovery.traces import Graph
from outsidein.discovery.tree import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Groups of activities and how they stand to each other; of a loop the first is done first."""

    kind: Kind
    groups: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bits:
    """A directly-follows graph: bit k of a number is the k-th of its activities."""

    nodes: tuple[int, ...]
    after: list[int]
    before: list[int]
    begins: int
    ends: int

    @property
    def everything(self) -> int:
        return (1 << len(self.nodes)) - 1


def find_cut(graph: Graph) -> Cut | None:
    """Return the first cut there is: choice, sequence, parallel, loop; None if there is none."""
    bits = _bits(graph)
    finders: tuple[tuple[Kind, Callable[[_Bits], list[int]]], ...] = (
        ("choice", _choice_groups),
        ("sequence", _sequence_groups),
        ("parallel", _parallel_groups),
        ("loop", _loop_groups),
    )
    for kind, finder in finders:
        groups = finder(bits)
        if len(groups) > 1:
            named = (frozenset(bits.nodes[k] for k in _each(group)) for group in groups)
            return Cut(kind=kind, groups=tuple(named))
    return None


def _bits(graph: Graph) -> _Bits:
    place = {node: k for k, node in enumerate(graph.nodes)}
    after, before = [0] * len(place), [0] * len(place)
    for source, target in graph.arcs:
        after[place[source]] |= 1 << place[target]
        before[place[target]] |= 1 << place[source]
    begins = sum(1 << place[node] for node in graph.begins)
    ends = sum(1 << place[node] for node in graph.ends)
    return _Bits(nodes=graph.nodes, after=after, before=before, begins=begins, ends=ends)


def _each(group: int) -> Iterator[int]:
    """Yield the places of the bits of a number, the lowest first."""
    while group:
        low = group & -group
        yield low.bit_length() - 1
        group ^= low


def _parts(links: Sequence[int], among: int) -> list[int]:
    """Return the parts of a graph that hang together; ``links`` go both ways."""
    found = []
    while among:
        part = waiting = among & -among
        while waiting:
            low = waiting & -waiting
            more = links[low.bit_length() - 1] & among & ~part
            part |= more
            waiting = (waiting ^ low) | more
        found.append(part)
        among &= ~part
    return found


def _choice_groups(graph: _Bits) -> list[int]:
    """Return groups that never follow each other."""
    links = [a | b for a, b in zip(graph.after, graph.before, strict=True)]
    return _parts(links, graph.everything)


def _sequence_groups(graph: _Bits) -> list[int]:
    """Return groups of which each comes before the next and never after it."""
    later, earlier = _closure(graph.after), _closure(graph.before)
    everything = graph.everything
    # Tied are those that can follow each other both ways, or neither way.
    tied = [everything & ~(a ^ b) for a, b in zip(later, earlier, strict=True)]
    groups = _parts(tied, everything)
    groups.sort(key=lambda group: -(later[next(_each(group))] & ~group).bit_count())
    return _tied_by_skips(graph, groups)


def _closure(after: Sequence[int]) -> list[int]:
    """Return what can be reached from each activity in one step or more (Warshall)."""
    reach = list(after)
    for k in range(len(reach)):
        through, bit = reach[k], 1 << k
        for a, mine in enumerate(reach):
            if mine & bit:
                reach[a] = mine | through
    return reach


def _tied_by_skips(graph: _Bits, groups: list[int]) -> list[int]:
    """Join neighbours that are left out together and never one without the other."""
    at = [0] * len(graph.nodes)
    for number, group in enumerate(groups):
        for k in _each(group):
            at[k] = number
    jumps = {(at[a], at[b]) for a, after in enumerate(graph.after) for b in _each(after)}
    jumps = {(a, b) for a, b in jumps if a < b}
    jumps |= {(-1, at[k]) for k in _each(graph.begins)}
    jumps |= {(at[k], len(groups)) for k in _each(graph.ends)}
    found: list[int] = []
    for k, group in enumerate(groups):
        skipped = k > 0 and any(a < k - 1 and b > k for a, b in jumps)
        parted = any((b == k and a < k - 1) or (a == k - 1 and b > k) for a, b in jumps)
        if found and skipped and not parted:
            found[-1] |= group
        else:
            found.append(group)
    return found if len(found) > 1 else groups


def _parallel_groups(graph: _Bits) -> list[int]:
    """Return groups that follow each other in both directions, each with a beginning and an end."""
    everything = graph.everything
    apart = [everything & ~(a & b) for a, b in zip(graph.after, graph.before, strict=True)]
    whole: list[int] = []
    partial: list[int] = []
    for group in _parts(apart, everything):
        (whole if group & graph.begins and group & graph.ends else partial).append(group)
    if not whole:
        return [everything]
    for group in partial:
        smallest = min(range(len(whole)), key=lambda k: whole[k].bit_count())
        whole[smallest] |= group
    return whole


def _loop_groups(graph: _Bits) -> list[int]:
    """Return what is done first, then the groups that lead back to it."""
    first, last = graph.begins, graph.ends
    body = first | last
    links = [a | b for a, b in zip(graph.after, graph.before, strict=True)]
    redo = []
    for group in _parts(links, graph.everything & ~body):
        if _leads_back(graph, group, first, last):
            redo.append(group)
        else:
            body |= group
    return [body, *redo] if body else [graph.everything]


def _leads_back(graph: _Bits, group: int, first: int, last: int) -> bool:
    """Whether a group comes after every end and before every beginning, and nowhere else."""
    before = after = 0
    for k in _each(group):
        before |= graph.before[k] & ~group
        after |= graph.after[k] & ~group
    if not before or not after or before & ~last or after & ~first:
        return False
    entered = [k for k in _each(group) if graph.before[k] & last]
    left = [k for k in _each(group) if graph.after[k] & first]
    every_way_in = all(graph.before[k] & last == last for k in entered)
    return every_way_in and all(graph.after[k] & first == first for k in left)
