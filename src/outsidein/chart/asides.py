"""What runs beside the flow: parts asked meanwhile, and failures noticed later."""

from __future__ import annotations

from collections.abc import Iterator

from outsidein.chart.chart import Chart, Link, Node
from outsidein.chart.lanes import Lanes
from outsidein.chart.nodes import variants
from outsidein.chart.wording import clean, percent
from outsidein.model.graph import Placed
from outsidein.model.process import Process

MOST_NOTICED = 3  # more dotted lines than this say less than the marks alone


def consulted(
    process: Process, placed: dict[str, Placed], nodes: dict[str, Node], lanes: Lanes
) -> tuple[dict[str, Node], list[Link]]:
    """Return a dot in the lane of each part that a step consults, and the link to it."""
    found: dict[str, Node] = {}
    links: list[Link] = []
    for p in placed.values():
        origin = nodes.get(p.step.id)
        if origin is None or p.is_shared:
            continue
        asked = [
            c for _, seen in variants(p.step) for said in (seen, *seen.ways) for c in said.consults
        ]
        for consult in asked:
            name = f"{p.step.id}.consults.{consult.part}"
            part = next(
                (clean(x.name) for x in process.parts if x.id == consult.part), consult.part
            )
            share = f", {percent(consult.share)}" if consult.share is not None else ""
            if name in found or lanes.of_part(consult.part) not in {lane.id for lane in lanes.all}:
                continue
            found[name] = Node(
                id=name, kind="consult", lane=lanes.of_part(consult.part), text=f"asked{share}",
                title=f"{part} is asked meanwhile{share}", position=p.position, phase=origin.phase,
            )  # fmt: skip
            links.append(Link(id=name, source=origin.id, target=name, kind="consult"))
    return found, links


def noticed_links(chart: Chart) -> Iterator[Link]:
    """Yield a line from each failure to where it is noticed, if the picture has but a few."""
    solid = {mark.id: mark for mark in chart.exits}
    pairs = [(solid[m.notices], m) for m in chart.exits if m.notices in solid]
    if len(pairs) > MOST_NOTICED:
        return
    drawn: set[str] = set()
    for cause, notice in pairs:
        if (cause.half or cause.node) in drawn:
            continue
        drawn.add(cause.half or cause.node)
        if cause.node in chart.nodes and notice.node in chart.nodes and not cause.leads:
            yield Link(
                id=f"{notice.id}.line", source=cause.node, target=notice.node, kind="noticed",
                exit=cause.id, entry=notice.id, title=notice.title,
            )  # fmt: skip
