"""One phase of a long process, to fill a laptop's screen: where it lies, its steps, its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from outsidein.chart.chart import Chart, Node
from outsidein.chart.columns import Placement
from outsidein.chart.continuations import Crossing, bands_of, crossings
from outsidein.chart.cutting import cut_out
from outsidein.chart.drawing import Drawing
from outsidein.chart.figures import Figures
from outsidein.chart.frame import finish
from outsidein.chart.lanes import CUSTOMER
from outsidein.chart.layout import Columns, new_drawing, paint, scene_of
from outsidein.chart.overlay import Overlay
from outsidein.chart.overview import STRIP, paint_overview
from outsidein.chart.pages import columns_of, partner_name
from outsidein.chart.panel import paint_panel
from outsidein.chart.space import LANES_TOP
from outsidein.errors import Fault, OutsideInError
from outsidein.words import listed

HERE = 0  # the band of the phase; -1 is before it, 1 behind it


def layout_phase(
    chart: Chart, departments: Chart, made: Columns, figures: Figures | None, name: str,
    overlay: Overlay | None = None,
) -> Drawing:  # fmt: skip
    """Return the drawing of one phase, with an overview of the whole process on top.

    One column before and after it is drawn as well, in grey. ``name``: of the phase, or how it
    begins. Raises `OutsideInError` if no phase has that name.
    """
    placement = made.placement
    phases = list(dict.fromkeys(phase for phase in placement.phases if phase))
    phase = _phase(phases, name)
    chart = overlay.adapt(chart) if overlay is not None else chart
    columns = [c for c, here in enumerate(placement.phases) if here == phase]
    bands = bands_of(departments, placement, dict.fromkeys(columns, HERE))
    bands = {node: band for node, band in bands.items() if node in chart.nodes}
    ghosts = _ghosts(chart, placement, columns)
    crossed = crossings(chart, placement, bands, HERE, ghosts)
    band = cut_out(
        _without_marks(chart, ghosts), placement, bands, HERE, crossed, _elsewhere(chart, phase),
        ghosts,
    )  # fmt: skip
    number = phases.index(phase) + 1
    shown = replace(
        band.chart, open_lanes=frozenset(), focus=phase,
        lanes=tuple(replace(lane, idle="takes no part in this phase") for lane in chart.lanes),
        subtitle=f"phase {number} of {len(phases)}  ·  {chart.subtitle}",
    )  # fmt: skip
    band = replace(band, chart=shown)
    drawing = new_drawing(shown, made.numbers)
    scene = scene_of(
        shown, columns_of(band, made), figures or Figures(), drawing, top=LANES_TOP + STRIP + 18
    )
    scene.overlay = overlay
    paint(scene)
    right = paint_panel(scene, departments, phase, crossed)
    paint_overview(scene, departments, placement, phase, right)
    finish(scene, right=right)
    return drawing


def _phase(phases: list[str], name: str) -> str:
    wanted = " ".join(name.split()).casefold()
    exact = [phase for phase in phases if phase.casefold() == wanted]
    found = exact or [phase for phase in phases if phase.casefold().startswith(wanted)]
    if len(found) == 1 and wanted:
        return found[0]
    hint = f"name one of {listed(phases)}" if phases else "write phases: - phase: NAME"
    what = f"“{name}” is no phase" if not found else f"“{name}” begins the names of several phases"
    raise OutsideInError([Fault("unknown-phase", "error", "--phase", what, hint)])


def _ghosts(chart: Chart, placement: Placement, columns: list[int]) -> frozenset[str]:
    """Return the customer's last step before a phase and the first one after it."""
    steps = [
        (placement.cells[n.id][2], n.id) for n in chart.nodes.values()
        if n.kind == "step" and n.lane.startswith(CUSTOMER) and n.id in placement.cells
        and n.act_of is None
    ]  # fmt: skip
    main = [(c, n) for c, n in steps if n in chart.main] or steps
    before = [(c, n) for c, n in main if c < columns[0]]
    after = [(c, n) for c, n in main if c > columns[-1]]
    return frozenset(n for _, n in [*([max(before)] if before else []),
                                    *([min(after)] if after else [])])  # fmt: skip


def _without_marks(chart: Chart, ghosts: frozenset[str]) -> Chart:
    """Leave out what hangs on the steps of the neighbouring phases."""
    nodes: dict[str, Node] = {}
    for name, node in chart.nodes.items():
        if name in ghosts:
            halves = tuple(replace(half, badges=(), note="") for half in node.halves[:1])
            node = replace(node, halves=halves, wait="", note="", only="", shared=())
        nodes[name] = node
    return replace(chart, nodes=nodes, exits=tuple(e for e in chart.exits if e.node not in ghosts))


def _elsewhere(chart: Chart, phase: str) -> Callable[[Crossing, bool], str]:
    def name(crossing: Crossing, onwards: bool) -> str:
        node = chart.nodes[crossing.link.target if onwards else crossing.link.source]
        text = partner_name(node)
        there = f"{node.phase}: {text}" if node.phase and node.phase != phase else text
        return f"{'to' if onwards else 'from'} {there}"

    return name
