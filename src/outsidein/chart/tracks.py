"""Which track each route takes in a gutter or along a lane, so that few lines cross."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from outsidein.chart.ink import Track
from outsidein.chart.router import Provisional, Route

ON_TOP = 100
TrackKey = tuple[str, int]  # (gutter | upper | lower, index)


@dataclass(slots=True)
class _Laid:
    """A track with its legs: where each end goes on, -1 to the left (or up), +1 to the right."""

    track: Track
    legs: list[tuple[float, int]] = field(default_factory=list)


def assign(routes: Iterable[Route], place: Provisional) -> dict[TrackKey, int]:
    """Give every track a slot and return how many slots each gutter and lane side needs."""
    found: dict[TrackKey, list[_Laid]] = {}
    for route in routes:
        _collect(route, place, found)
    return {key: _slots(laid) for key, laid in found.items()}


def _collect(route: Route, place: Provisional, found: dict[TrackKey, list[_Laid]]) -> None:
    points = route.points
    for i in range(1, len(points) - 2):
        (x1, y1), (x2, y2) = points[i], points[i + 1]
        if x1.track is not None and x1.track is x2.track:
            here = place.x(x1)
            legs = [
                (place.y(y1), _direction(place.x(points[i - 1][0]), here)),
                (place.y(y2), _direction(place.x(points[i + 2][0]), here)),
            ]
            found.setdefault(("gutter", x1.index), []).append(_Laid(x1.track, legs))
        elif y1.track is not None and y1.track is y2.track:
            here = place.y(y1)
            legs = [
                (place.x(x1), _direction(place.y(points[i - 1][1]), here)),
                (place.x(x2), _direction(place.y(points[i + 2][1]), here)),
            ]
            found.setdefault((y1.kind, y1.index), []).append(_Laid(y1.track, legs))


def _direction(there: float, here: float) -> int:
    return -1 if there < here else 1


def _crossings(left: _Laid, right: _Laid) -> int:
    """Count how often two tracks cross if one lies left of (or above) the other."""
    if left.track.bundle and left.track.bundle == right.track.bundle:
        return 0
    count = 0
    for at, direction in right.legs:
        count += direction < 0 and left.track.low < at < left.track.high
    for at, direction in left.legs:
        count += direction > 0 and right.track.low < at < right.track.high
        for other, other_direction in right.legs:
            if direction > 0 > other_direction and abs(at - other) < 3:
                count += ON_TOP  # the two legs would run on one line between the tracks
    return count


def _slots(laid: list[_Laid]) -> int:
    """Order tracks by insertion where they cross least, then push them together."""
    ordered: list[_Laid] = []
    for new in sorted(laid, key=lambda t: (t.track.low, -t.track.high, t.track.route)):
        costs = [sum(_crossings(new, old) for old in ordered)]  # where new is the first
        for old in ordered:
            costs.append(costs[-1] + _crossings(old, new) - _crossings(new, old))
        ordered.insert(costs.index(min(costs)), new)
    most = 0
    for index, one in enumerate(ordered):
        slot = 0
        for other in ordered[:index]:
            if other.track.low < one.track.high + 6 and one.track.low < other.track.high + 6:
                together = one.track.bundle != "" and one.track.bundle == other.track.bundle
                slot = max(slot, other.track.slot + (not together))
        one.track.slot = slot
        most = max(most, slot + 1)
    return most
