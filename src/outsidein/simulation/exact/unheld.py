"""What the chain does not hold: whoever says it gets no exact figure."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from outsidein.model.process import Arrivals, Part, Step
from outsidein.simulation.exact.flow import Flow

# Every field whose meaning the chain follows, or for which it gives its own reason not to.
HELD: dict[type, frozenset[str]] = {
    Step: frozenset((
        "id", "verb", "name", "phase", "ways", "wait", "race", "race_by_customer", "blocks",
        "span", "within", "acts", "trigger", "calls", "outcome", "join_all", "part", "channel",
        "only", "person", "through", "pause", "own", "takes", "wrap_up", "after", "patience",
        "closed", "retry", "no_show", "fails", "at_most", "priority", "go", "next", "asks_for",
        "gives", "carries", "uses", "consults", "shows", "effort", "moment_of_truth", "evidence",
        "reason", "tolerates", "cost", "overrides", "takes_again", "needs", "crew", "interrupts",
        "share", "ends",
    )),
    Part: frozenset((
        "id", "name", "kind", "people", "open", "cost_per_hour", "own_customers", "away", "place",
        "skills", "absent",
    )),
    Arrivals: frozenset(("per_second", "profile", "unit", "year")),
}  # fmt: skip


def look_at_unheld(flow: Flow) -> None:
    """Refuse every figure of a process that says anything else."""
    said: Any
    steps = [(s.name, s) for ways in flow.routes.ways.values() for s in ways.values()]
    parts = [(part.name, part) for part in flow.process.parts]
    arrivals = flow.process.arrivals
    around = [("arrivals", arrivals)] if arrivals is not None else []
    for name, said in (*steps, *parts, *around):
        if any(_is_said(said, f) for f in fields(said) if f.name not in HELD[type(said)]):
            flow.reasons.add("routes", "unheld", name)


def _is_said(element: Any, field: Any) -> bool:
    default = field.default if field.default is not MISSING else None
    return bool(getattr(element, field.name) != default)
