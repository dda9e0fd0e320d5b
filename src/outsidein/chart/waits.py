"""Where only hidden work lies between two steps of the customer: the customer waits."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.chart.chart import Chart, Link, Node
from outsidein.chart.figures import Figures
from outsidein.units import readable_duration


@dataclass(frozen=True, slots=True)
class _Way:
    """A way through hidden work: the nodes passed, the share that takes it if known."""

    node: str
    passed: tuple[str, ...]
    share: float | None
    label: str
    back: bool


def wait_links(chart: Chart, figures: Figures) -> list[Link]:
    """Return the waits between steps of the customer with only hidden work between them.

    The departments view draws only those that a straight line can show.
    """
    front = {lane.id for lane in chart.lanes if lane.of_customer}
    onward: dict[str, list[Link]] = {}
    for link in chart.links:
        if link.kind == "flow":
            onward.setdefault(link.source, []).append(link)
    found: dict[tuple[str, str], Link] = {}
    for node in chart.nodes.values():
        if node.lane not in front:
            continue
        for way in _ways_on(chart, node, onward, front):
            key = (node.id, way.node)
            if key not in found and way.node != node.id:
                found[key] = _link(node, way, figures)
    return list(found.values())


def _ways_on(
    chart: Chart, node: Node, onward: dict[str, list[Link]], front: set[str]
) -> list[_Way]:
    """Follow the flow through hidden nodes to each next step of the customer, likeliest first."""
    found: list[_Way] = []
    seen: set[str] = set()
    first = [
        _Way(
            link.target, (), link.share if len(onward[node.id]) > 1 else 1.0, link.label, link.back
        )
        for link in onward.get(node.id, ())
        if chart.nodes[link.target].lane not in front
    ]
    stack = list(reversed(first))
    while stack:
        way = stack.pop()
        if chart.nodes[way.node].lane in front:
            found.append(way)
            continue
        if way.node in seen:
            continue
        seen.add(way.node)
        ways = onward.get(way.node, ())
        for link in sorted(ways, key=lambda x: (x.share or 0, x.target in chart.main)):
            share = 1.0 if len(ways) == 1 else link.share
            together = way.share * share if way.share is not None and share is not None else None
            stack.append(
                _Way(
                    link.target, (*way.passed, way.node), together, way.label, way.back or link.back
                )
            )
    return found


def _link(node: Node, way: _Way, figures: Figures) -> Link:
    wait = figures.hidden_waits.get((node.id.split("~")[0], way.node.split("~")[0]))
    text = f"waits {readable_duration(wait)} while we work" if wait is not None else ""
    share = None if way.share is None or way.share > 0.9995 else way.share
    return Link(
        id=f"{node.id}.wait.{way.node}", source=node.id, target=way.node, kind="wait",
        label=text or "waits while we work", share=share, back=way.back,
        wait=wait is not None,
        title=f"{f'{text}, half longer; ' if text else ''}{len(way.passed)} hidden steps between",
    )  # fmt: skip
