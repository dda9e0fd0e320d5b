"""How far a journey reaches: visits of each step, and the hidden work that follows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from outsidein.chart.chart import Chart
from outsidein.chart.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What leads where, seen from the customer's steps.

    ``visits`` a customer who sets out, by node · ``owner``: the customer's step before each
    hidden node · ``behind``: the hidden nodes of each step · ``after``: the next steps.
    """

    visits: dict[str, float]
    owner: dict[str, str]
    behind: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]


def reach_of(chart: Chart, figures: Figures, joins: frozenset[str] = frozenset()) -> Reach:
    """Return the reach of a departments view: as simulated, else by the shares said.

    ``joins`` are the steps that wait for every flow into them.
    """
    owner = _owners(chart)
    behind: dict[str, list[str]] = defaultdict(list)
    for hidden, touch in owner.items():
        behind[touch].append(hidden)
    return Reach(
        visits=_visits(chart, figures, joins), owner=owner,
        behind={touch: tuple(hidden) for touch, hidden in behind.items()}, after=_after(chart),
    )  # fmt: skip


def _visits(chart: Chart, figures: Figures, joins: frozenset[str]) -> dict[str, float]:
    if figures.visits:
        return dict(figures.visits)
    into: dict[str, list[float | None]] = defaultdict(list)
    for link in chart.links:
        # Without figures a return's weight is not known: what is counted is who comes at all.
        if link.kind == "flow" and (not link.back or (figures.flows and link.weight is not None)):
            into[link.target].append(link.weight)
    joined = joins | {name for name, node in chart.nodes.items() if node.sign in ("all", "some")}
    found: dict[str, float] = {}
    for node, weights in into.items():
        known = [weight for weight in weights if weight is not None]
        if len(known) == len(weights):
            found[node] = max(known) if node in joined else sum(known)
    return found


def _owners(chart: Chart) -> dict[str, str]:
    """Return the customer's step that stands before each other node, the latest if several."""
    position = {name: k for k, name in enumerate(chart.order)}
    before: dict[str, list[str]] = defaultdict(list)
    for link in chart.links:
        if link.kind in ("flow", "fail") and not link.back:
            before[link.target].append(link.source)
    found: dict[str, str] = {}
    for name in chart.order:
        node = chart.nodes[name]
        if node.kind == "step":
            continue
        origins = [
            b if chart.nodes[b].kind == "step" else found.get(b) for b in before.get(name, ())
        ]
        known = [o for o in origins if o is not None]
        if known:
            # An act that leads into the flow is not where the work comes from.
            found[name] = max(
                known, key=lambda o: (chart.nodes[o].act_of is None, position.get(o, -1))
            )
    return found


def _after(chart: Chart) -> dict[str, tuple[str, ...]]:
    """Return the next steps of the customer after each, through hidden work alone."""
    onward: dict[str, list[str]] = defaultdict(list)
    for link in chart.links:
        if link.kind == "flow" and not link.back:
            onward[link.source].append(link.target)
    found: dict[str, tuple[str, ...]] = {}
    for node in chart.nodes.values():
        if node.kind != "step":
            continue
        stack, seen, reached = list(onward.get(node.id, ())), set[str](), list[str]()
        while stack:
            name = stack.pop()
            if name in seen:
                continue
            seen.add(name)
            if chart.nodes[name].kind == "step":
                reached.append(name)
            else:
                stack += onward.get(name, ())
        found[node.id] = tuple(reached)
    return found
