"""The service blueprint: what is met on stage, what is done behind it, and who supports it.

The bands and lines are those of Shostack (1984), "Designing services that deliver", and Bitner,
Ostrom and Morgan (2008), "Service blueprinting": evidence, customer, line of interaction, onstage,
line of visibility, backstage, line of internal interaction, support.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from outsidein.chart.chart import Chart, Half, Lane, Node
from outsidein.chart.evidence import evidence_of
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process
from outsidein.words import number_word

ONSTAGE, BACKSTAGE, SUPPORT = "onstage", "backstage", "support"
BANDS = (BACKSTAGE, SUPPORT)
HEAD = 68.0  # the row of evidence


def as_blueprint(chart: Chart, process: Process, *, with_figures: bool) -> Chart:
    """Return the service blueprint, on the columns of the departments.

    Backstage is the hidden work of parts that meet the customer live somewhere in the process;
    all other hidden work is support. A band without work is left out, and its line with it.
    """
    front = {lane.id for lane in chart.lanes if lane.of_customer}
    names = {lane.id: lane.name if lane.kind != "company" else "" for lane in chart.lanes}
    live = lanes_met_live(chart, process)
    nodes: dict[str, Node] = {}
    for node in chart.nodes.values():
        if node.kind == "consult":
            continue  # a dot in another lane says nothing where parts have no lanes
        if node.lane in front:
            halves = tuple(_onstage(half, names) for half in node.halves)
            nodes[node.id] = replace(node, halves=halves)
        else:
            band = BACKSTAGE if node.lane in live else SUPPORT
            nodes[node.id] = replace(node, lane=band, part=names[node.lane])
    evidence = evidence_of(process, nodes)
    made = replace(
        chart,
        kind="blueprint",
        lanes=tuple(_lanes(chart, nodes)),
        nodes=nodes,
        links=tuple(x for x in chart.links if x.source in nodes and x.target in nodes),
        head=HEAD if evidence else 0.0,
        evidence=evidence,
    )
    return replace(made, title=finding_of(made)) if with_figures else made


def _onstage(half: Half, names: dict[str, str]) -> Half:
    return replace(half, lane=ONSTAGE, part=names[half.lane])


def lanes_met_live(chart: Chart, process: Process) -> set[str]:
    """Return the lanes of the parts that meet the customer live, anywhere in the process.

    Live is a call, a visit, an appointment. Where no channel is said, people are met live.
    """
    verbs = {name: placed.step.verb for name, placed in placed_steps(process).items()}
    systems = {lane.id for lane in chart.lanes if lane.kind == "system"}
    found: set[str] = set()
    for node in (*chart.nodes.values(), *(shared.node for shared in chart.shared)):
        for half in node.halves:
            kinds = {process.channels.get(badge.name) for badge in half.badges}
            unsaid = kinds == {None} and half.lane not in systems and verbs.get(node.id) == "do"
            if kinds & {"live", "booked"} or unsaid or verbs.get(node.id) == "touch":
                found.add(half.lane)
    return found


def _lanes(chart: Chart, nodes: dict[str, Node]) -> Iterator[Lane]:
    yield from (lane for lane in chart.lanes if lane.of_customer)
    who = chart.customer
    used = {node.lane for node in nodes.values()}
    if any(node.halves for node in nodes.values()):
        yield Lane(id=ONSTAGE, name="Onstage", kind="onstage",
                   notes=("people and", "screens they meet"))  # fmt: skip
    if BACKSTAGE in used:
        yield Lane(id=BACKSTAGE, name="Backstage", kind="backstage",
                   notes=("by parts the", f"{who} meets live"))  # fmt: skip
    if SUPPORT in used:
        yield Lane(id=SUPPORT, name="Support", kind="support",
                   notes=("by the other parts", "and systems"))  # fmt: skip


def rows_of(chart: Chart, columns: dict[str, int]) -> dict[str, int]:
    """Return the row of each hidden step in its band: that of the step before it, if free.

    ``columns`` is the column of each node. What the customer can follow stands above the rest
    of its column, so that the line of visibility dips below it alone.
    """
    before: dict[str, list[str]] = {}
    for link in chart.links:
        if link.kind == "flow" and not link.back:
            before.setdefault(link.target, []).append(link.source)
    taken: dict[str, set[tuple[int, int]]] = {band: set() for band in BANDS}
    rows: dict[str, int] = {}
    for name in _by_column(chart, columns):
        node, column, used = chart.nodes[name], columns[name], taken[chart.nodes[name].lane]
        near = [b for b in before.get(name, ()) if b in rows and chart.nodes[b].lane == node.lane]
        wanted = [rows[b] for b in near if _is_open(used, rows[b], columns[b], column)]
        row = next((r for r in wanted if (r, column) not in used), None)
        if row is None:
            row = next(r for r in range(len(used) + 1) if (r, column) not in used)
        rows[name] = row
        used.add((row, column))
    return rows


def _by_column(chart: Chart, columns: dict[str, int]) -> list[str]:
    position = {name: k for k, name in enumerate(chart.order)}
    hidden = [n for n in chart.nodes if chart.nodes[n].lane in BANDS and n in columns]
    return sorted(
        hidden,
        key=lambda n: (columns[n], not chart.nodes[n].in_sight, position.get(n, len(position))),
    )


def _is_open(used: Iterable[tuple[int, int]], row: int, first: int, last: int) -> bool:
    """Return whether a row is free between two columns."""
    low, high = min(first, last), max(first, last)
    return not any(r == row and low < c < high for r, c in used)


def finding_of(chart: Chart) -> str:
    """Say where failures start, on stage or behind it; without any, the title as it was."""
    arise = [
        chart.nodes[mark.node].lane in BANDS
        for mark in chart.exits
        if mark.kind == "fail" and mark.notices is None and mark.node in chart.nodes
    ]
    behind, on_stage, who = sum(arise), len(arise) - sum(arise), chart.customer
    if not arise:
        return chart.title
    if not on_stage or not behind:
        place = f"on stage, before the {who}" if on_stage else f"behind, out of the {who}’s sight"
        start = (
            f"All {number_word(len(arise))} failures start"
            if len(arise) > 1
            else "The one failure starts"
        )
        return f"{start} {place}"
    first = f"{number_word(on_stage)} of the {number_word(len(arise))} failures"
    happen = "happens" if on_stage == 1 else "happen"
    starts = "starts" if behind == 1 else "start"
    said = f"{first} {happen} on stage, before the {who}; {number_word(behind)} {starts} behind"
    return said[:1].upper() + said[1:]
