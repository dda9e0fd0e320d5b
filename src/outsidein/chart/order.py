"""The order of reading: which links go back, the order of the columns, and the main way."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from outsidein.chart.chart import Link, Node


def back_links(nodes: dict[str, Node], links: Iterable[Link]) -> set[str]:
    """Return the ids of the links that go back: on a circle, and against the document's order.

    Every circle has a link against the order of reading, so without these links none is left;
    and an author who writes the steps in the order of reading sees just the returns go back.
    """
    listed = list(links)
    # A join, and the decision after a step, stand behind the steps of the same position.
    rank = {n: i for i, n in enumerate(sorted(nodes, key=lambda n: (nodes[n].position, "~" in n)))}
    circle = _circles(list(rank), listed)
    return {
        link.id
        for link in listed
        if circle[link.source] == circle[link.target] and rank[link.target] <= rank[link.source]
    }


def _circles(order: list[str], links: list[Link]) -> dict[str, int]:
    """Number the strongly connected components (Tarjan's algorithm, without recursion)."""
    after: dict[str, list[str]] = {}
    for link in links:
        after.setdefault(link.source, []).append(link.target)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    found: dict[str, int] = {}
    for root in order:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        stack = [(root, iter(after.get(root, ())))]
        while stack:
            node, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == index[node]:
                    _close(node, open_nodes, found)
            elif target not in index:
                index[target] = low[target] = len(index)
                open_nodes.append(target)
                stack.append((target, iter(after.get(target, ()))))
            elif target not in found:
                low[node] = min(low[node], index[target])
    return found


def _close(node: str, open_nodes: list[str], found: dict[str, int]) -> None:
    number = len(found)
    while True:
        last = open_nodes.pop()
        found[last] = number
        if last == node:
            return


def column_order(nodes: dict[str, Node], links: Iterable[Link]) -> list[str]:
    """Return the nodes after all steps before them, ties in document order.

    ``links`` are the forward ones. Kahn's algorithm with the position in the document as the
    key, so that the picture keeps the author's order wherever the flow allows.
    """
    before = dict.fromkeys(nodes, 0)
    after: dict[str, list[str]] = {}
    for link in links:
        before[link.target] += 1
        after.setdefault(link.source, []).append(link.target)
    ready = [(nodes[n].position, n) for n, count in before.items() if count == 0]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, node = heapq.heappop(ready)
        order.append(node)
        for target in after.get(node, ()):
            before[target] -= 1
            if before[target] == 0:
                heapq.heappush(ready, (nodes[target].position, target))
    return order


def main_way(nodes: dict[str, Node], links: Iterable[Link], start: str | None) -> list[str]:
    """Return the nodes of the main way: from the start, at each decision the likeliest way on.

    Ways that lead to a served end go before others; where shares are not said, the first that
    does not end at once.
    """
    forward = list(links)
    served = _leading_to(nodes, forward, {"served"}) or _leading_to(nodes, forward, None)
    onward: dict[str, list[Link]] = {}
    for link in forward:
        if link.kind == "flow":
            onward.setdefault(link.source, []).append(link)
    way: list[str] = []
    node = start
    while node is not None and node not in way:
        way.append(node)
        choices = onward.get(node, [])
        best = max(choices, key=lambda link: _merit(link, nodes, served), default=None)
        node = best.target if best else None
    return way


def _merit(link: Link, nodes: dict[str, Node], served: set[str]) -> tuple[bool, float, bool]:
    share = link.share if link.share is not None else -1.0
    return (link.target in served, share, nodes[link.target].kind != "end")


def _leading_to(nodes: dict[str, Node], links: list[Link], outcomes: set[str] | None) -> set[str]:
    """Return the nodes from which such an end (or any end) is reached."""
    into: dict[str, list[str]] = {}
    for link in links:
        into.setdefault(link.target, []).append(link.source)
    found = {
        n.id for n in nodes.values()
        if n.kind == "end" and (outcomes is None or n.outcome in outcomes)
    }  # fmt: skip
    stack = list(found)
    while stack:
        for source in into.get(stack.pop(), ()):
            if source not in found:
                found.add(source)
                stack.append(source)
    return found
