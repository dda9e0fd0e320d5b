"""A view of a process: what the picture shows of it, before any layout."""

from __future__ import annotations

from dataclasses import replace

from outsidein.chart.asides import consulted, noticed_links
from outsidein.chart.bands import banded
from outsidein.chart.blueprint import as_blueprint
from outsidein.chart.chart import Chart, Link, Node, Shared, Span, ViewKind
from outsidein.chart.company import as_company
from outsidein.chart.ends import localise_ends
from outsidein.chart.exits import exits_of
from outsidein.chart.figures import Figures
from outsidein.chart.journey import as_journey
from outsidein.chart.lanes import CUSTOMER, Lanes, build_lanes
from outsidein.chart.links import START, exit_links, onward_links
from outsidein.chart.nodes import JOIN, halves_of, nodes_of, step_title
from outsidein.chart.order import back_links, column_order, main_way
from outsidein.chart.waits import wait_links
from outsidein.chart.weights import with_weights
from outsidein.chart.wording import clean, law_text, percent
from outsidein.model.graph import OFF_THE_FLOW, Placed, first_step, placed_steps
from outsidein.model.process import Process, Step
from outsidein.words import plural


def view(
    process: Process, kind: ViewKind, figures: Figures | None = None, behind: bool = False,
    bands: bool = False,
) -> Chart:  # fmt: skip
    """Return what a view shows: departments, the company as one, a blueprint, a journey.

    Any process has a view: what is missing is left out, never refused. ``bands``: the parts in
    LOVEM's order instead of the document's.
    """
    figures = figures or Figures()
    chart = _departments(process, figures)
    if kind == "journey":
        return as_journey(chart, process, figures)
    if kind == "blueprint":
        return as_blueprint(chart, process, with_figures=bool(figures.visits or figures.outcomes))
    if bands:
        chart = banded(process, chart)
    return chart if kind == "departments" else as_company(chart, figures, behind=behind)


def _departments(process: Process, figures: Figures) -> Chart:
    lanes = build_lanes(process)
    placed = placed_steps(process)
    nodes = _nodes(process, placed, lanes, figures)
    links = [link for link in onward_links(process, placed, nodes, figures) if link.source in nodes]
    links, nodes = _without_missing(links, nodes)
    exits, exit_flows = exits_of(process, placed, nodes, figures)
    links += exit_links(exits, exit_flows, nodes)
    start = START if START in nodes else _start_of(process)
    main = main_way(nodes, _forward(nodes, links), start)
    nodes, links = localise_ends(nodes, links, main)
    back = back_links(nodes, _base(links, nodes))
    links = [replace(link, back=link.id in back or _returns(link, nodes)) for link in links]
    forward = [link for link in _base(links, nodes) if not link.back]
    nodes = _with_hidden_waits(_with_block_lanes(nodes, forward), forward, lanes)
    order = column_order(nodes, forward)
    links = with_weights(nodes, links, order, start)
    meanwhiles = _meanwhiles(placed, nodes)
    main = main_way(nodes, forward, start)
    title, subtitle = _titles(process, figures)
    made = Chart(
        kind="departments", name=clean(process.name), title=title, subtitle=subtitle,
        customer=_customer_word(process, figures), lanes=lanes.all, nodes=nodes,
        links=tuple(links), exits=tuple(e for e in exits if e.node in nodes),
        promises=_promises(process, nodes, figures), meanwhiles=meanwhiles,
        shared=_shared(process, lanes, figures, nodes), main=frozenset(main), order=tuple(order),
    )  # fmt: skip
    dots, asked = consulted(process, placed, nodes, lanes)
    beside = (*wait_links(made, figures), *noticed_links(made), *asked)
    return replace(made, nodes=nodes | dots, links=(*made.links, *beside))


def _start_of(process: Process) -> str | None:
    first = first_step(process)
    return first.id if first else None


def _nodes(
    process: Process, placed: dict[str, Placed], lanes: Lanes, figures: Figures
) -> dict[str, Node]:
    found: dict[str, Node] = {}
    first = first_step(process)
    if first is None or first.verb != "start":
        found[START] = Node(
            id=START, kind="start", lane=CUSTOMER, text=_set_out(process, figures),
            title="start", position=-1, phase=_first_phase(process),
        )  # fmt: skip
    phase = ""
    for p in placed.values():
        phase = clean(p.step.phase) if p.step.phase else phase
        if p.is_shared or p.step.verb in OFF_THE_FLOW:
            continue
        for node in nodes_of(process, p, lanes, figures, phase):
            if node.kind == "start" and figures.customers:
                node = replace(node, text=_set_out(process, figures))
            found[node.id] = node
    return found


def _first_phase(process: Process) -> str:
    return next((clean(s.phase) for s in process.steps if s.phase), "")


def _set_out(process: Process, figures: Figures) -> str:
    name = _customer_word(process, figures)
    return f"{figures.customers:,}\n{plural(name)}" if figures.customers else name


def _customer_word(process: Process, figures: Figures) -> str:
    if figures.customer_name:
        return _inside_a_sentence(clean(figures.customer_name))
    if len(process.customers) == 1:
        return _inside_a_sentence(clean(process.customers[0].name))
    return "customer"


def _inside_a_sentence(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _base(links: list[Link], nodes: dict[str, Node]) -> list[Link]:
    """Return the links that decide the order: not what is done meanwhile, exits last."""
    return [
        link
        for link in sorted(links, key=lambda link: link.kind != "flow")
        if nodes[link.source].act_of is None and nodes[link.target].act_of is None
    ]


def _forward(nodes: dict[str, Node], links: list[Link]) -> list[Link]:
    base = _base(links, nodes)
    back = back_links(nodes, base)
    return [link for link in base if link.id not in back]


def _returns(link: Link, nodes: dict[str, Node]) -> bool:
    """Return whether an act leads back, by the order of the document."""
    if nodes[link.source].act_of is None:
        return False
    return nodes[link.target].position <= nodes[link.source].position


def _without_missing(
    links: list[Link], nodes: dict[str, Node]
) -> tuple[list[Link], dict[str, Node]]:
    """Let links to steps that do not exist end in a sign of their own."""
    found = dict(nodes)
    for link in links:
        if link.target not in nodes and link.target not in found:
            source = nodes[link.source]
            found[link.target] = Node(
                id=link.target, kind="end", lane=source.lane, text=f"“{clean(link.target)}”?",
                title=f"{link.target} is not a step", position=source.position,
                phase=source.phase, is_local=True,
            )  # fmt: skip
    return links, found


def _with_block_lanes(nodes: dict[str, Node], links: list[Link]) -> dict[str, Node]:
    """Give each split the lane of the step before it and each join that of the step after."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in links:
        before.setdefault(link.target, []).append(link.source)
        after.setdefault(link.source, []).append(link.target)
    found = dict(nodes)
    for node in nodes.values():
        if node.lane != "?":
            continue
        is_join = node.id.endswith(JOIN)
        nearest = [*after.get(node.id, ()), *before.get(node.id, ())]
        if not is_join:
            nearest = [*before.get(node.id, ()), *after.get(node.id, ())]
        inner = after.get(node.id, []) if not is_join else before.get(node.id, [])
        gates = [n.lane for b in before.get(node.id, ()) if (n := found[b]).kind == "gateway"]
        if node.sign == "choice" and gates and gates[0] != "?":
            lane = gates[0]  # a meeting of ways stands where the decision before it does
        else:
            lane = _lane_for_block(found, nearest, inner)
        found[node.id] = replace(node, lane=lane)
    return found


def _with_hidden_waits(nodes: dict[str, Node], links: list[Link], lanes: Lanes) -> dict[str, Node]:
    """Let time that passes behind the line stand in the lane of the hidden step before it."""
    found = dict(nodes)
    of_customer = {lane.id for lane in lanes.all if lane.of_customer}
    for link in links:
        node, source = found[link.target], found[link.source]
        if node.kind == "timer" and source.lane not in of_customer:
            found[node.id] = replace(node, lane=source.lane)
    for link in links:
        node, source = found[link.target], found[link.source]
        if node.kind == "timer" and source.lane in of_customer:
            found[node.id] = replace(node, lane=nodes[node.id].lane)
    return found


def _lane_for_block(nodes: dict[str, Node], nearest: list[str], inner: list[str]) -> str:
    """Prefer a hidden neighbour's lane if the block holds hidden work, else the customer's."""
    if any(nodes[n].kind == "step" for n in inner):
        return CUSTOMER
    backs = [nodes[n].lane for n in nearest if nodes[n].kind == "back"]
    return backs[0] if backs else CUSTOMER


def _titles(process: Process, figures: Figures) -> tuple[str, str]:
    if figures.title:
        return clean(figures.title), clean(figures.subtitle or process.name)
    return clean(process.name), clean(figures.subtitle or "what the document says, not simulated")


def _promises(process: Process, nodes: dict[str, Node], figures: Figures) -> tuple[Span, ...]:
    found = []
    for step in process.steps:
        span = step.span
        if step.verb != "promise" or not span or span.first not in nodes or span.last not in nodes:
            continue
        kept = figures.kept.get(step.id)
        within = f"within {law_text(step.within)}" if step.within else clean(step.name)
        found.append(
            Span(id=step.id, first=span.first, last=span.last, title=f"promise: {within}",
                 texts=(f"Promise: {within}", within),
                 kept=f"kept {percent(kept)}" if kept is not None else "")
        )  # fmt: skip
    return tuple(found)


def _meanwhiles(placed: dict[str, Placed], nodes: dict[str, Node]) -> tuple[Span, ...]:
    found = []
    for p in placed.values():
        step, span = p.step, p.step.span
        if step.verb != "meanwhile":
            continue
        acts = tuple(act.id for act in step.acts)
        ends = (span.first, span.last) if span else ("", "")
        if ends[0] not in nodes or ends[1] not in nodes:
            ends = ("", "")
        texts: tuple[str, ...] = ("At any time",)
        if ends[0]:
            first, last = (nodes[e].text for e in ends)
            texts = (f"At any time, from “{first}” to “{last}”", *texts)
        found.append(
            Span(id=step.id, first=ends[0], last=ends[1], texts=texts, title=texts[0], acts=acts)
        )
    return tuple(found)


def _shared(
    process: Process, lanes: Lanes, figures: Figures, nodes: dict[str, Node]
) -> tuple[Shared, ...]:
    found = []
    for number, step in enumerate(process.shared, start=1):
        halves = halves_of(process, step, lanes, figures)
        node = Node(
            id=step.id, kind="step", lane=CUSTOMER, text=clean(step.name),
            title=step_title(process, step), position=0, halves=halves,
        )  # fmt: skip
        part = next((clean(p.name) for p in process.parts if p.id == step.part), "")
        found.append(
            Shared(id=step.id, mark=f"S{number}", node=node, part_name=part,
                   note=_shared_note(step, figures, nodes))
        )  # fmt: skip
    return tuple(found)


def _shared_note(step: Step, figures: Figures, nodes: dict[str, Node]) -> tuple[str, ...]:
    users = [n.text for n in nodes.values() if step.id in n.shared and n.text != clean(step.name)]
    before = "before " + "; ".join(dict.fromkeys(users)) if users else ""
    said = [law_text(step.own)] if step.own else []
    said += [
        f"{percent(f.chance)} {clean(f.mode)}" if f.chance is not None else clean(f.mode)
        for f in step.fails
    ]
    visits = figures.visits.get(step.id)
    if visits is not None and figures.customers:
        said.insert(0, f"{visits * figures.customers:,.0f} times in {figures.customers:,}")
    return tuple(line for line in (before, ", ".join(said)) if line)
