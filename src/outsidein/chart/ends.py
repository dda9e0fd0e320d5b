"""Ends are drawn where they are reached: one for the main way, a small copy elsewhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from outsidein.chart.chart import Link, Node
from outsidein.chart.lanes import CUSTOMER


def localise_ends(
    nodes: dict[str, Node], links: list[Link], main: list[str]
) -> tuple[dict[str, Node], list[Link]]:
    """Give each link into an end a copy of it, except the link of the main way.

    Long lines that gather at a far end say nothing about the way; a copy beside the step does.
    """
    found = dict(nodes)
    last = set(pairwise(main))
    changed: list[Link] = []
    for link in links:
        target = nodes[link.target]
        if target.kind != "end" or (link.source, link.target) in last:
            changed.append(link)
            continue
        copy = f"{link.target}~{link.source}"
        source = nodes[link.source]
        found[copy] = replace(
            target, id=copy, position=source.position, phase=source.phase,
            lane=source.lane if source.lane.startswith(CUSTOMER) else CUSTOMER, is_local=True,
            act_of=source.act_of,
        )  # fmt: skip
        changed.append(replace(link, target=copy))
    kept = {n for link in changed for n in (link.source, link.target)} | set(main)
    return {i: n for i, n in found.items() if n.kind != "end" or i in kept}, changed
