"""The cheapest right-angled way between two outlines when everything else has its place.

A mesh of candidate lines is laid over the drawing, beside every box and every line; Dijkstra's
algorithm finds the way with the least length, bends and crossings on it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from outsidein.bpmn.layout.drawing import Box, Spot, straight

BEND, CROSSING, INSIDE = 80.0, 60.0, 1e7  # px of length that each is worth
BESIDE = 12.0  # px between a way and what it passes
NEAR = 5.0  # px: nearer than that two lines are one
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
Port = tuple[float, float, int]  # a place on an outline, and the step that leads away from it


class Mesh:
    """Candidate lines over a drawing, with what it costs to go along each stretch."""

    def __init__(
        self, boxes: Sequence[Box], lines: Sequence[Sequence[Spot]], ports: Iterable[Port]
    ) -> None:
        xs, ys = {p[0] for p in ports}, {p[1] for p in ports}
        for box in boxes:
            xs |= {box.x - BESIDE, box.right + BESIDE}
            ys |= {box.y - BESIDE, box.bottom + BESIDE}
        legs = [leg for points in lines for leg in pairwise(points)]
        for (ax, ay), (bx, by) in legs:
            if ax == bx:
                xs |= {ax - BESIDE, ax + BESIDE}
            elif ay == by:
                ys |= {ay - BESIDE, ay + BESIDE}
        self.x, self.y = np.array(sorted(xs)), np.array(sorted(ys))
        shape = (len(self.x), len(self.y))
        self.right, self.down = np.zeros(shape), np.zeros(shape)  # from a point to the next
        for box in boxes:
            self._block(box)
        for leg in legs:
            self._cross(*leg)

    def _block(self, box: Box) -> None:
        x, y = self.x, self.y
        within_y = (y > box.y - NEAR) & (y < box.bottom + NEAR)
        within_x = (x > box.x - NEAR) & (x < box.right + NEAR)
        meets_x, meets_y = _meets(x, box.x, box.right), _meets(y, box.y, box.bottom)
        self.right[np.ix_(meets_x, within_y)] += INSIDE
        self.down[np.ix_(within_x, meets_y)] += INSIDE

    def _cross(self, a: Spot, b: Spot) -> None:
        x, y = self.x, self.y
        low_x, high_x = min(a[0], b[0]), max(a[0], b[0])
        low_y, high_y = min(a[1], b[1]), max(a[1], b[1])
        if high_x - low_x >= high_y - low_y:
            on = np.abs(y - (a[1] + b[1]) / 2) < NEAR
            self.right[np.ix_(_meets(x, low_x, high_x), on)] += INSIDE / 10
            across = _meets(y, low_y - 0.1, high_y + 0.1)
            self.down[np.ix_((x > low_x - NEAR) & (x < high_x + NEAR), across)] += CROSSING
        else:
            on = np.abs(x - (a[0] + b[0]) / 2) < NEAR
            self.down[np.ix_(on, _meets(y, low_y, high_y))] += INSIDE / 10
            across = _meets(x, low_x - 0.1, high_x + 0.1)
            self.right[np.ix_(across, (y > low_y - NEAR) & (y < high_y + NEAR))] += CROSSING

    def way(self, starts: Sequence[Port], ends: Sequence[Port]) -> list[Spot]:
        """Return the cheapest way from one of some places to one of others, each end square."""
        goals: dict[tuple[int, int, int], Port] = {}
        for port in ends:
            goals.setdefault((*self._at(port), (port[2] + 2) % 4), port)
        heap: list[tuple[float, tuple[int, int, int]]] = []
        best: dict[tuple[int, int, int], float] = {}
        before: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        for port in starts:
            state = (*self._at(port), port[2])
            best[state] = 0.0
            heapq.heappush(heap, (0.0, state))
        while heap:
            cost, state = heapq.heappop(heap)
            if cost > best[state]:
                continue
            if state in goals and state in before:
                return self._spots(state, before)
            for beyond, price in self._ahead(state, fresh=state not in before):
                total = cost + price
                if total < best.get(beyond, 1e18):
                    best[beyond] = total
                    before[beyond] = state
                    heapq.heappush(heap, (total, beyond))
        return []

    def _at(self, port: Port) -> tuple[int, int]:
        return int(np.searchsorted(self.x, port[0])), int(np.searchsorted(self.y, port[1]))

    def _ahead(
        self, state: tuple[int, int, int], *, fresh: bool
    ) -> Iterable[tuple[tuple[int, int, int], float]]:
        """Yield the next states: one step straight on, or a turn where one stands."""
        i, j, step = state
        dx, dy = STEPS[step]
        k, m = i + dx, j + dy
        if 0 <= k < len(self.x) and 0 <= m < len(self.y):
            if dx:
                price = abs(self.x[k] - self.x[i]) + self.right[min(i, k), j]
            else:
                price = abs(self.y[m] - self.y[j]) + self.down[i, min(j, m)]
            yield (k, m, step), float(price)
        if not fresh:
            for turned in ((step + 1) % 4, (step + 3) % 4):
                yield (i, j, turned), BEND

    def _spots(
        self, state: tuple[int, int, int], before: dict[tuple[int, int, int], tuple[int, int, int]]
    ) -> list[Spot]:
        found = [state]
        while found[-1] in before:
            found.append(before[found[-1]])
        return straight([(float(self.x[i]), float(self.y[j])) for i, j, _ in reversed(found)])


def _meets(lines: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return which stretches from one line to the next touch the inside of a range."""
    found = np.zeros(len(lines), dtype=bool)
    found[:-1] = (lines[:-1] < high) & (lines[1:] > low)
    return found
