"""LOVEM's bands: the parts below the line of visibility in the order of the method."""

from __future__ import annotations

from dataclasses import replace

from outsidein.chart.chart import Chart, Lane
from outsidein.chart.lanes import every_step
from outsidein.chart.nodes import ENCOUNTERS, variants
from outsidein.model.process import Process, Step
from outsidein.model.resolve import ways_of

BANDS = ("front line", "back", "partner", "interactive system", "batch system")
AUTOMATED = ("interactive system", "batch system")
_LIVE = ("live", "booked")


def banded(process: Process, chart: Chart) -> Chart:
    """Return a chart with its parts in LOVEM's order, each band in the order of the document.

    The order below the customer: front line (meets the customer live), back, partners, then,
    below the line of automation, interactive systems (customers or people work at them) and
    batch systems. Source: IBM, Line of Visibility Enterprise Modeling (LOVEM), bands of the chart.
    """
    parts = [lane for lane in chart.lanes if not lane.of_customer]
    if len(parts) < 2:
        return chart
    met, used = _met(process), _used(process)
    bands = {lane.id: _band(lane, met, used) for lane in parts}
    ordered = sorted(parts, key=lambda lane: BANDS.index(bands[lane.id]))
    automated = [lane.id for lane in ordered if bands[lane.id] in AUTOMATED]
    lanes = [replace(lane, notes=_notes(lane, bands[lane.id])) for lane in ordered]
    above = [lane for lane in chart.lanes if lane.of_customer]
    first = automated[0] if automated else None
    return replace(chart, lanes=(*above, *lanes), automated_from=first)


def _notes(lane: Lane, band: str) -> tuple[str, ...]:
    own = [note for note in lane.notes if note and note not in ("system", "partner", "department")]
    return (band, *own)


def _band(lane: Lane, met: dict[str, set[str]], used: set[str]) -> str:
    part = lane.id.removeprefix("part.")
    kinds = met.get(part, set())
    if lane.kind == "system":
        return BANDS[3] if part in used or kinds - {"left"} else BANDS[4]
    if lane.kind == "partner":
        return BANDS[2]
    return BANDS[0] if kinds & set(_LIVE) else BANDS[1]


def _steps(process: Process) -> list[Step]:
    return [*process.shared, *every_step(process.steps)]


def _met(process: Process) -> dict[str, set[str]]:
    """Return the kinds of channel by which each part meets the customer."""
    found: dict[str, set[str]] = {}
    for step in _steps(process):
        if step.verb not in ENCOUNTERS:
            continue
        for _, seen in variants(step):
            for name, way in ways_of(seen, process.channels).items():
                kind = process.channels.get(way.channel or name, "live")
                if way.part is not None:
                    found.setdefault(way.part, set()).add(kind)
    return found


def _used(process: Process) -> set[str]:
    """Return the systems that people use while they work."""
    return {
        system for step in _steps(process) for said in (step, *step.ways) for system in said.uses
    }
