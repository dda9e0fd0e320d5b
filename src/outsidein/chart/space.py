"""Coordinates: how wide gutters and how high lanes must be, and where everything stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from outsidein.chart.ink import X, Y
from outsidein.chart.plan import GUTTER, Plan
from outsidein.chart.tracks import TrackKey

PAGE_MARGIN = 28.0
HEADER = 120.0
LANES_TOP = 124.0
STEP = 12.0  # between two tracks
LANE_LEAST = 82.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Tracks that a view needs: in each gutter, above and below each row of the customer."""

    gutters: dict[int, int] = field(default_factory=dict)
    upper: dict[int, int] = field(default_factory=dict)
    lower: dict[int, int] = field(default_factory=dict)


def joined(demands: list[Demand]) -> Demand:
    """Return what suits every view."""
    return Demand(
        gutters=_most([d.gutters for d in demands]), upper=_most([d.upper for d in demands]),
        lower=_most([d.lower for d in demands]),
    )  # fmt: skip


def _most(counts: list[dict[int, int]]) -> dict[int, int]:
    keys = {key for count in counts for key in count}
    return {key: max(count.get(key, 0) for count in counts) for key in keys}


def demand(slots: dict[TrackKey, int], plan: Plan) -> Demand:
    """Return a view's demand, of its own lanes left out."""
    parts: dict[str, dict[int, int]] = {"gutter": {}, "upper": {}, "lower": {}}
    for (kind, index), count in slots.items():
        if kind == "gutter" or plan.of_customer(index):
            parts[kind][index] = count
    return Demand(gutters=parts["gutter"], upper=parts["upper"], lower=parts["lower"])


@dataclass(slots=True, kw_only=True)
class Space:
    """Where columns, gutters, rows, tracks and lanes stand, in units from the top left."""

    columns: list[float]
    gutters: list[tuple[float, float]]  # left edge, width
    wall: list[float]  # where a phase separator or a wall of the dip stands in each gutter
    has_wall: list[bool]
    rows: list[float]
    upper: list[float]  # the topmost upper track of each row
    lower: list[float]
    lane_top: list[float]
    lane_bottom: list[float]
    right: float
    bottom: float
    visibility: float
    top: float = LANES_TOP  # where the head of the lanes ends

    def x(self, x: X) -> float:
        """Return a vertical line's place."""
        if x.kind == "column":
            return self.columns[x.index] + x.offset
        left, _ = self.gutters[x.index]
        slot = x.track.slot if x.track else 0
        return left + (20.0 if self.has_wall[x.index] else 14.0) + STEP * slot

    def y(self, y: Y) -> float:
        """Return a horizontal line's place."""
        if y.kind == "row":
            return self.rows[y.index] + y.offset
        slot = y.track.slot if y.track else 0
        first = self.upper[y.index] if y.kind == "upper" else self.lower[y.index]
        return first + STEP * slot


def walls(phases: tuple[str, ...], sights: dict[int, str]) -> tuple[bool, ...]:
    """Return which gutters hold a phase separator or a wall of the dip."""
    between = [
        phases[g] != phases[g - 1] or sights.get(g) != sights.get(g - 1)
        for g in range(1, len(phases))
    ]
    return (0 in sights, *between, len(phases) - 1 in sights)


def space(
    plan: Plan, slots: dict[TrackKey, int], shared: Demand, has_wall: list[bool],
    promise_levels: int, top: float = LANES_TOP,
) -> Space:  # fmt: skip
    """Compute all coordinates from the sizes asked for and the tracks in use.

    ``top``: where the lanes begin, with the names of the phases above.
    """
    columns, gutters, wall = [], [], []
    x = PAGE_MARGIN + HEADER
    for g in range(plan.columns + 1):
        tracks = max(shared.gutters.get(g, 0), slots.get(("gutter", g), 0))
        width = _gutter_width(tracks, has_wall[g], at_edge=g in (0, plan.columns))
        gutters.append((x, width))
        wall.append(x + (8.0 if tracks else width / 2))
        x += width
        if g < plan.columns:
            columns.append(x + plan.left[g])
            x += plan.left[g] + plan.right[g]
    made = Space(
        columns=columns, gutters=gutters, wall=wall, has_wall=has_wall, rows=[], upper=[],
        lower=[], lane_top=[], lane_bottom=[], right=x, bottom=0.0, visibility=0.0,
        top=top,
    )  # fmt: skip
    _stack(made, plan, slots, shared, promise_levels)
    return made


def _gutter_width(tracks: int, has_wall: bool, *, at_edge: bool) -> float:
    if tracks == 0:
        return 0.0 if at_edge and not has_wall else GUTTER
    return (20.0 if has_wall else 14.0) + STEP * (tracks - 1) + 14.0


def _stack(
    made: Space, plan: Plan, slots: dict[TrackKey, int], shared: Demand, promise_levels: int
) -> None:
    y, lane = made.top + plan.chart.head, -1
    for number, row in enumerate(plan.rows):
        if row.lane != lane:
            lane = row.lane
            made.lane_top.append(y)
            if number == 0:
                y += 22.0 * promise_levels
        top = _tracks(("upper", number), slots, shared.upper)
        low = _tracks(("lower", number), slots, shared.lower)
        below_badges = 9.0 if top and number and plan.of_customer(number - 1) else 0.0
        below_badges = 0.0 if plan.of_customer(number) else below_badges
        made.upper.append(y + 12 + below_badges)
        y += _room(top) + below_badges
        made.rows.append(y + plan.above[number])
        y += plan.above[number] + plan.below[number]
        made.lower.append(y + 8)
        y += _room(low)
        foot = plan.foot[number]
        y += max(plan.full_foot[number], foot - _room(low)) if low else foot
        if plan.of_customer(number) and row.is_last:
            y = max(y, made.lane_top[-1] + LANE_LEAST)
        if row.is_last:
            made.lane_bottom.append(y)
            if plan.of_customer(number):
                made.visibility = y
    made.bottom = y


def _tracks(key: TrackKey, slots: dict[TrackKey, int], shared: dict[int, int]) -> int:
    return max(slots.get(key, 0), shared.get(key[1], 0))


def _room(tracks: int) -> float:
    return 18.0 + STEP * (tracks - 1) if tracks else 0.0
