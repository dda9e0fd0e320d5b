"""How many customers take each flow, as far as the document's shares say it."""

from __future__ import annotations

from dataclasses import replace

from outsidein.chart.chart import Link, Node


def with_weights(
    nodes: dict[str, Node], links: list[Link], order: list[str], start: str | None
) -> list[Link]:
    """Add to each link the share of all customers who take it, where it follows from the shares.

    Forward flows only, as if nobody failed, gave up or came back: enough for the width of a
    line. A missing share makes everything behind it unknown; nothing is guessed.
    """
    forward: dict[str, list[Link]] = {}
    for link in links:
        if link.kind == "flow" and nodes[link.source].act_of is None:
            forward.setdefault(link.source, []).append(link)
    mass: dict[str, float | None] = {start: 1.0} if start else {}
    found: dict[str, float | None] = {}
    for node_id in order:
        here = mass.get(node_id)
        ways = forward.get(node_id, [])
        is_all = nodes[node_id].sign == "all"
        for link in ways:
            share = 1.0 if len(ways) == 1 or is_all else link.share
            passed = here * share if here is not None and share is not None else None
            found[link.id] = passed
            if link.back:
                continue
            before = mass.get(link.target, 0.0)
            is_join = nodes[link.target].sign in ("all", "some")
            if passed is None or before is None:
                mass[link.target] = None
            else:
                mass[link.target] = max(before, passed) if is_join else min(before + passed, 1.0)
    return [
        link if link.weight is not None else replace(link, weight=found.get(link.id))
        for link in links
    ]
