"""Flows become links: onward, into and out of blocks, and those that start at an exit's mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from outsidein.chart.chart import Exit, Link, Node
from outsidein.chart.exits import ExitFlow
from outsidein.chart.figures import Figures
from outsidein.chart.nodes import ASKS, JOIN, variants
from outsidein.chart.wording import clean, count_of, law_text, percent
from outsidein.model.graph import OFF_THE_FLOW, Flow, Placed, first_step, flows
from outsidein.model.process import Process, Step
from outsidein.model.resolve import shares_of_branches

START = "start~"
IF_NO_OTHER = ", if no other"  # behind the name of a branch
_ONWARD = ("next", "go", "race", "block")


def onward_links(
    process: Process, placed: dict[str, Placed], nodes: dict[str, Node], figures: Figures
) -> list[Link]:
    """Return the flows between nodes: each pair once, its labels joined."""
    found: list[Link] = []
    for flow in flows(process):
        source = placed.get(flow.source)
        if source is not None and flow.kind in _ONWARD and not source.is_shared:
            found.append(_link(flow, source.step, nodes, figures))
    found += _block_ends(placed)
    found += [
        Link(id=f"{p.step.id}.next", source=p.step.id, target=target)
        for p in placed.values()
        if p.act_of is not None
        for target in p.step.next
    ]
    for node_id in nodes:
        if node_id.endswith(ASKS):
            found.append(Link(id=node_id, source=node_id.removesuffix(ASKS), target=node_id))
    return merged(with_limits([*_from_start(process, nodes), *found], placed))


def _from_start(process: Process, nodes: dict[str, Node]) -> Iterator[Link]:
    first = first_step(process)
    if START in nodes and first:
        yield Link(id=START, source=START, target=first.id)


def _link(flow: Flow, step: Step, nodes: dict[str, Node], figures: Figures) -> Link:
    source = flow.source
    if flow.kind == "go" and source + ASKS in nodes:
        source += ASKS
    if flow.kind == "next" and source + JOIN in nodes:
        source += JOIN
    share = figures.branches.get((flow.source, flow.label), _share(flow, step))
    name = f"{flow.source}.{flow.kind}.{flow.label}" if flow.label else f"{flow.source}.next"
    if len(step.next) > 1 and not flow.label:
        name = f"{name}.{flow.target}"
    label, weight = _label(flow, step), figures.flows.get((flow.source, flow.target))
    return Link(
        id=name.replace(" ", "-"), source=source, target=flow.target, label=label,
        share=share, weight=weight, title=_taken(flow, label, weight, figures),
    )  # fmt: skip


def _taken(flow: Flow, label: str, weight: float | None, figures: Figures) -> str:
    """Say how often a flow is taken, for the tooltip, and of how many who set out."""
    if weight is None or not figures.customers:
        return ""
    times = f"{count_of(weight, figures.customers)} times a {figures.customers:,} who set out"
    return f"{label} to {flow.target}: {times}".strip()


def _label(flow: Flow, step: Step) -> str:
    if flow.kind == "race":
        runner = next(r for r in step.race if r.label == flow.label)
        label, after = clean(flow.label), law_text(runner.after)
        return label if label == after else f"{label}, {after}"
    is_rest = any(block.rest for block in step.blocks if block.name == flow.label)
    is_rest = is_rest and flow.kind == "block"
    return f"{clean(flow.label)}{IF_NO_OTHER}" if is_rest else clean(flow.label)


def _share(flow: Flow, step: Step) -> float | None:
    """Return the share said, the rest filled in."""
    if flow.kind == "block":
        return flow.share
    for _, variant in variants(step):
        shares = shares_of_branches(variant.go)
        for branch, share in zip(variant.go, shares or [], strict=False):
            if (branch.label, branch.to, branch.share) == (flow.label, flow.target, flow.share):
                return share
    return flow.share


def _block_ends(placed: dict[str, Placed]) -> Iterator[Link]:
    """Yield the links from the last step of each branch to the join of its block."""
    for p in placed.values():
        for block in p.step.blocks:
            inside = [s for s in block.steps if s.verb not in OFF_THE_FLOW]
            name = f"{p.step.id}.{block.name}".replace(" ", "-")
            if not inside:
                yield Link(
                    id=name, source=p.step.id, target=p.step.id + JOIN, label=clean(block.name)
                )
            elif not inside[-1].next and inside[-1].verb != "end":
                last = inside[-1]
                ends = last.id + JOIN if last.blocks else last.id
                if not (last.go and last.verb in ("choose", "check")):
                    yield Link(id=f"{name}.join", source=ends, target=p.step.id + JOIN)


def with_limits(links: list[Link], placed: dict[str, Placed]) -> list[Link]:
    """Say on each link how often its target may be visited."""
    limits = {
        p.step.id: f"≤ {p.step.at_most.visits}×"
        for p in placed.values()
        if p.step.at_most and p.step.at_most.visits
    }
    return [replace(link, limit=limits.get(link.target, "")) for link in links]


def merged(links: list[Link]) -> list[Link]:
    """Join links of one kind with the same ends: one line is drawn, its labels are joined."""
    found: dict[tuple[str, str, str | None], Link] = {}
    for link in links:
        key = (link.source, link.target, link.exit)
        if key not in found:
            found[key] = link
            continue
        old = found[key]
        label, share = old.label or link.label, old.share
        if old.label and link.label and link.label != old.label:
            label = f"{old.label}, {link.label}"
            share = (old.share or 0) + (link.share or 0) if old.share and link.share else None
        elif not old.label:
            share = link.share
        found[key] = replace(old, label=label, share=share)
    return list(found.values())


def exit_links(exits: list[Exit], flows_out: list[ExitFlow], nodes: dict[str, Node]) -> list[Link]:
    """Return the links that start at the marks of failures, patience and limits."""
    by_id = {e.id: e for e in exits}
    found = []
    for flow in flows_out:
        mark = by_id.get(flow.exit)
        if mark is None or not mark.leads or flow.target not in nodes:
            continue
        source = mark.node
        found.append(
            Link(id=f"{mark.id}.to", source=source, target=flow.target, kind=mark.kind,
                 share=flow.share, exit=mark.id, title=mark.title)
        )  # fmt: skip
    return found


def share_label(link: Link) -> str:
    """Write a link's share, and in a comparison what it is today."""
    if link.share is None:
        return ""
    now = percent(link.share)
    if link.was is None or percent(link.was) == now:
        return now
    return f"{now}, was {percent(link.was).removesuffix(' %')}"
