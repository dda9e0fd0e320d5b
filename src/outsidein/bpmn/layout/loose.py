"""Lines that the search does not route: into sub-processes, between closed pools, to lines."""

from __future__ import annotations

from itertools import pairwise

from outsidein.bpmn.layout.drawing import Box, Drawing, Spot
from outsidein.bpmn.layout.labels import Crowd, along, choose
from outsidein.bpmn.layout.mesh import Mesh, Port
from outsidein.bpmn.layout.scene import Line, Scene

EAST, SOUTH, WEST, NORTH = range(4)
HEADING = 130.0  # px around the middle of a sub-process where its name may stand
CORNER = 16.0  # px from a corner of a box to the nearest way that docks there


class Loose:
    """Draws the lines of a scene that have no way yet, one after the other."""

    def __init__(self, scene: Scene, drawing: Drawing) -> None:
        self.scene, self.drawing = scene, drawing
        self.kinds = dict(_kinds(scene))
        self.bands = scene.band_keys()

    def draw(self) -> None:
        """Give each of these lines a way, and its name a place."""
        for line in self.scene.lines:
            if line.key in self.drawing.routes:
                continue
            points = self._way(line)
            if len(points) > 1:
                self.drawing.routes[line.key] = points
                self._name(line, points)

    def _way(self, line: Line) -> list[Spot]:
        starts, ends = self._ports(line.source, line.target), self._ports(line.target, line.source)
        if not starts or not ends:
            return []
        around = self._around(line.source) | self._around(line.target)
        boxes = [
            box for key, box in self.drawing.boxes.items()
            if key not in self.bands and key not in around and box.width
        ]  # fmt: skip
        boxes += self.drawing.labels.values()
        boxes += [
            Box(box.middle[0] - HEADING / 2, box.y + 4, HEADING, 16.0)
            for key, box in self.drawing.boxes.items() if self.kinds.get(key) == "around"
        ]  # fmt: skip
        routes = list(self.drawing.routes.values())
        return Mesh(boxes, routes, [*starts, *ends]).way(starts, ends)

    def _around(self, key: str) -> set[str]:
        """Return the expanded sub-processes around a node; a way may pass through them."""
        box = self.drawing.boxes.get(key)
        if box is None:
            return set()
        return {
            other for other, outer in self.drawing.boxes.items()
            if other != key and other in self.kinds and self.kinds[other] == "around"
            and outer.holds(box)
        }  # fmt: skip

    def _ports(self, key: str, partner: str) -> list[Port]:
        """Return where a line may leave what it joins, and in which direction."""
        if key in self.drawing.routes:
            return _on_line(self.drawing.routes[key])
        box = self.drawing.boxes.get(key)
        if box is None:
            return []
        if key in self.bands:
            return self._on_pool(box, partner)
        x, y = box.middle
        across, down = [0.0], [0.0]
        if self.kinds.get(key) in ("activity", "around", "note"):
            across += [s for s in (-24.0, 24.0) if abs(s) < box.width / 2 - CORNER]
            down += [s for s in (-14.0, 14.0) if abs(s) < box.height / 2 - CORNER]
        ports = [(x + s, box.y, NORTH) for s in across] + [
            (x + s, box.bottom, SOUTH) for s in across
        ]
        ports += [(box.x, y + s, WEST) for s in down] + [(box.right, y + s, EAST) for s in down]
        return ports

    def _on_pool(self, box: Box, partner: str) -> list[Port]:
        other = self.drawing.boxes.get(partner)
        below = other is not None and other.middle[1] > box.middle[1]
        y, step = (box.bottom, SOUTH) if below else (box.y, NORTH)
        places = {box.x + box.width * k / 12 for k in range(1, 12)}
        if other is not None and partner not in self.bands:
            places.add(other.middle[0])
        return [(x, y, step) for x in sorted(places) if box.x + 40 < x < box.right - 10]

    def _name(self, line: Line, points: list[Spot]) -> None:
        if not line.names:
            return
        crowd = Crowd()
        for key, box in self.drawing.boxes.items():
            if key not in self.bands and box.width and self.kinds.get(key) != "around":
                crowd.add_box(box)
        for box in self.drawing.labels.values():
            crowd.add_box(box)
        for way in self.drawing.routes.values():
            for a, b in pairwise(way):
                crowd.add_line(a, b)
        spots = (box for size in line.names for box in along(points, size))
        choose(self.drawing, crowd, line.key, spots, None)


def draw_loose(scene: Scene, drawing: Drawing) -> None:
    """Draw the lines of a scene that have no way yet."""
    Loose(scene, drawing).draw()


def _on_line(points: list[Spot]) -> list[Port]:
    """Return the places on a line where an association may end: in the middle of its stretches."""
    found: list[Port] = []
    for (ax, ay), (bx, by) in pairwise(points):
        for share in (0.5, 0.3, 0.7):
            x, y = ax + (bx - ax) * share, ay + (by - ay) * share
            steps = (NORTH, SOUTH) if abs(bx - ax) > abs(by - ay) else (WEST, EAST)
            found += [(x, y, step) for step in steps]
    return found


def _kinds(scene: Scene) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for node in scene.nodes:
        found.append((node.key, "around" if node.inner is not None else node.kind))
        found += [(event.key, "event") for event in node.attached]
        if node.inner is not None:
            found += _kinds(node.inner)
    return found
