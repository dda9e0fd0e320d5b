"""The company as one: what the customer never meets becomes a wait."""

from __future__ import annotations

from dataclasses import replace

from outsidein.chart.chart import Chart, Lane, Node
from outsidein.chart.figures import Figures
from outsidein.chart.lanes import COMPANY
from outsidein.chart.waits import wait_links

BEHIND = "behind"


def as_company(chart: Chart, figures: Figures, *, behind: bool) -> Chart:
    """Return the view of the company as one entity, on the columns of the departments.

    Hidden steps and the part's own decisions are left out; where only they lie between two
    steps of the customer, a wait joins them. ``behind`` adds them in one row.
    """
    above = [lane for lane in chart.lanes if lane.of_customer]
    front = {lane.id for lane in above}
    nodes = {i: _front(n) for i, n in chart.nodes.items() if n.lane in front or behind}
    lanes = [*above]
    if len(chart.lanes) > len(above):
        lanes.append(Lane(id=COMPANY, name="Company", kind="company", notes=_parts(chart)))
    if behind:
        lanes.append(Lane(id=BEHIND, name="Behind", kind="behind", notes=("out of sight",)))
        nodes = {i: n if n.lane in front else replace(n, lane=BEHIND) for i, n in nodes.items()}
    links = [link for link in chart.links if link.source in nodes and link.target in nodes]
    if not behind:
        links = [link for link in links if link.kind != "wait"]
        links += wait_links(chart, figures)
    unseen = {i: n.text for i, n in chart.nodes.items() if n.in_sight and i not in nodes}
    return replace(
        chart,
        kind="company",
        automated_from=None,
        in_sight=unseen,
        waits_bend=not behind,
        lanes=tuple(lanes),
        nodes=nodes,
        links=tuple(links),
        exits=tuple(e for e in chart.exits if e.node in nodes),
        order=tuple(i for i in chart.order if i in nodes),
    )


def _front(node: Node) -> Node:
    if not node.halves:
        return node
    halves = tuple(replace(half, lane=COMPANY, is_system=False) for half in node.halves)
    return replace(node, halves=halves)


def _parts(chart: Chart) -> tuple[str, ...]:
    parts = [lane for lane in chart.lanes if not lane.of_customer]
    return (f"{len(parts)} parts",) if len(parts) > 1 else ("as one",)
