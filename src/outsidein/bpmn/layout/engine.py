"""The layout of one scene: what it holds first, then the search, then px, then names."""

from __future__ import annotations

from dataclasses import replace

from outsidein.bpmn.layout.drawing import Box, Drawing
from outsidein.bpmn.layout.grid import Grid
from outsidein.bpmn.layout.labels import place_labels
from outsidein.bpmn.layout.loose import draw_loose
from outsidein.bpmn.layout.moves import Search
from outsidein.bpmn.layout.placing import Demands, Placing, grown
from outsidein.bpmn.layout.scene import Node, Scene
from outsidein.bpmn.layout.ways import Plan, plan_of

MOST_ROUNDS = 16  # of making room for names
TITLE = 16.0  # px above what an expanded sub-process holds


def lay_out(scene: Scene) -> Drawing:
    """Return where everything of a scene lies; the upper left corner is (0, 0)."""
    inner = {node.key: _inside(node.inner) for node in scene.nodes if node.inner is not None}
    nodes = tuple(_sized(node, inner) for node in scene.nodes)
    scene = replace(scene, nodes=nodes)
    grid = Grid(scene)
    Search(grid).run(rounds_for(len(nodes)))
    plan = plan_of(grid)
    drawing = _with_names(plan, inner)
    draw_loose(scene, drawing)
    return drawing


def _with_names(plan: Plan, inner: dict[str, Drawing]) -> Drawing:
    """Place a plan; as long as a name finds no room, make some and place it again."""
    demands = Demands()
    drawing = Drawing()
    for _ in range(MOST_ROUNDS):
        placing = Placing(plan, demands)
        drawing = placing.drawing(inner)
        if place_labels(placing, drawing, demands):
            break
    return drawing


def rounds_for(nodes: int) -> int:
    """Return how many moves to try: more for more nodes, within the time there is."""
    return 40 * nodes + 1200


def _inside(scene: Scene) -> Drawing:
    found = Drawing()
    drawn = lay_out(scene)
    found.add(drawn, 0.0, TITLE)
    found.width, found.height = drawn.width, drawn.height + TITLE
    return found


def _sized(node: Node, inner: dict[str, Drawing]) -> Node:
    if node.key not in inner:
        return node
    width, height = grown(node, inner[node.key])
    return replace(node, width=width, height=height)


def cropped(box: Box, toward: tuple[float, float]) -> tuple[float, float]:
    """Return where the straight line from the middle of a box to a point leaves the box."""
    x, y = box.middle
    dx, dy = toward[0] - x, toward[1] - y
    scale = max(abs(dx) / max(box.width / 2, 1e-9), abs(dy) / max(box.height / 2, 1e-9))
    return (x, y) if scale < 1e-9 else (x + dx / scale, y + dy / scale)
