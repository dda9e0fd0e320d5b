"""Which of several ways in one channel lies where: pieces on one line are moved aside.

After Wybrow, Marriott, Stuckey, *Orthogonal Connector Routing* (Graph Drawing 2009), section 4:
pieces in one channel are put in an order in which they need not cross, then apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from outsidein.bpmn.layout.ways import Piece, Way

APART = 12.0  # px between two ways side by side
Range = tuple[float, float]


@dataclass(kw_only=True, eq=False)
class Track:
    """Pieces that share a place: of flows that part or meet here; ``reach`` is where it may lie."""

    pieces: list[Piece] = field(default_factory=list)
    reach: Range = (-1e9, 1e9)

    def set(self, aside: float) -> None:
        """Put all its pieces there."""
        for piece in self.pieces:
            piece.aside = aside


def spread(
    ways: Iterable[Way], reach_of: Callable[[Piece], Range]
) -> dict[tuple[bool, int], Range]:
    """Move pieces on one line apart; return how far they reach aside, by line.

    ``reach_of`` says where a piece may lie beside the middle of its line, px.
    """
    lines: dict[tuple[bool, int], list[Piece]] = {}
    for way in ways:
        for piece in way.pieces:
            lines.setdefault((piece.upright, piece.line), []).append(piece)
    widths = {}
    for key, pieces in sorted(lines.items()):
        tracks = _tracks(pieces, reach_of)
        if key[1] % 2:
            _beside_cells(tracks)
        else:
            _in_channel(tracks)
        asides = [piece.aside for piece in pieces]
        widths[key] = (min(asides), max(asides))
    return widths


def kin(one: Way, other: Way) -> bool:
    """Whether two lines may share a stretch."""
    a, b = one.line, other.line
    alike = (a.kind == "sequence") == (b.kind == "sequence")
    return alike and (a.source == b.source or a.target == b.target)


def meet(a: Piece, b: Piece) -> bool:
    """Whether two pieces of one line lie beside each other, or touch with no node between."""
    if a.low > b.high or b.low > a.high:
        return False
    if a.high == b.low or b.high == a.low:
        first, second = (a, b) if a.high == b.low else (b, a)
        return first.docks[1] is None and second.docks[0] is None
    return True


# -- who shares a track


def _tracks(pieces: list[Piece], reach_of: Callable[[Piece], Range]) -> list[Track]:
    tracks: list[Track] = []
    for piece in pieces:
        reach = reach_of(piece)
        for track in tracks:
            if _may_join(track, piece) and _shared(track.reach, reach):
                track.pieces.append(piece)
                track.reach = max(track.reach[0], reach[0]), min(track.reach[1], reach[1])
                break
        else:
            tracks.append(Track(pieces=[piece], reach=reach))
    return tracks


def _shared(a: Range, b: Range) -> bool:
    return max(a[0], b[0]) <= min(a[1], b[1])


def _may_join(track: Track, piece: Piece) -> bool:
    beside = [other for other in track.pieces if meet(other, piece)]
    return any(_joined(other, piece) for other in beside) and all(
        kin(other.way, piece.way) for other in beside
    )


def _joined(a: Piece, b: Piece) -> bool:
    """Whether two pieces begin where the ways of one source part, or end where two meet."""
    one, other = a.way, b.way
    if not kin(one, other):
        return False
    i, j = one.pieces.index(a), other.pieces.index(b)
    same = one.line.source == other.line.source and i == j
    if same and one.corners[: i + 1] == other.corners[: j + 1]:
        return True
    i, j = len(one.pieces) - i, len(other.pieces) - j
    if one.line.target == other.line.target and i == j:
        return one.corners[-i:] == other.corners[-j:]
    return False


# -- in which order


def _wish(a: Track, b: Track) -> float:
    """Return below 0 if the first track should lie before the second, above 0 if behind."""
    total = 0.0
    for p in a.pieces:
        for q in b.pieces:
            if meet(p, q):
                low, high = max(p.low, q.low), min(p.high, q.high)
                total += _turn(p, low) - _turn(q, low) + _turn(p, high) - _turn(q, high)
    return total


def _turn(piece: Piece, at: int) -> int:
    if piece.low == at and piece.turns[0]:
        return piece.turns[0]
    if piece.high == at and piece.turns[1]:
        return piece.turns[1]
    return 0


def _beside(a: Track, b: Track) -> bool:
    return any(meet(p, q) for p in a.pieces for q in b.pieces)


def _ordered(tracks: list[Track]) -> list[Track]:
    """Put tracks in an order that breaks as few wishes as it can."""
    waiting = list(tracks)
    wishes = {(id(a), id(b)): _wish(a, b) for a in tracks for b in tracks if a is not b
              and _beside(a, b)}  # fmt: skip
    found = []
    while waiting:

        def against(track: Track) -> float:
            return sum(max(0.0, wishes.get((id(track), id(b)), 0.0)) for b in waiting)

        first = min(waiting, key=against)
        waiting.remove(first)
        found.append(first)
    return found


def _in_channel(tracks: list[Track]) -> None:
    """Lay tracks side by side around the middle of a channel, as few as need be."""
    placed: list[tuple[Track, int]] = []
    for track in _ordered(tracks):
        slot = max((s + 1 for other, s in placed if _beside(other, track)), default=0)
        placed.append((track, slot))
    for group in _clusters([t for t, _ in placed]):
        slots = {id(t): s for t, s in placed}
        least = min(slots[id(t)] for t in group)
        most = max(slots[id(t)] for t in group)
        for track in group:
            track.set((slots[id(track)] - (least + most) / 2) * APART)


def _clusters(tracks: list[Track]) -> list[list[Track]]:
    """Return the tracks that lie beside each other, directly or by way of others."""
    groups: list[list[Track]] = []
    for track in tracks:
        near = [g for g in groups if any(_beside(track, other) for other in g)]
        groups = [g for g in groups if g not in near]
        groups.append([*(t for g in near for t in g), track])
    return groups


def _beside_cells(tracks: list[Track]) -> None:
    """Move pieces that pass or dock at cells off the middle, as little as need be."""
    placed: list[tuple[Track, float]] = []
    for track in sorted(tracks, key=lambda t: t.reach[1] - t.reach[0]):
        aside = _best(track, placed)
        track.set(aside)
        placed.append((track, aside))


def _best(track: Track, placed: list[tuple[Track, float]]) -> float:
    low, high = track.reach
    middle = min(max(0.0, low), high)
    steps = sorted({0.0, *(k * APART / 2 * sign for k in range(1, 30) for sign in (1, -1))},
                   key=lambda v: (abs(v), v))  # fmt: skip
    best, least = middle, 1e18
    for step in steps:
        aside = middle + step
        if not low <= aside <= high:
            continue
        cost = abs(step) * 0.02
        for other, at in placed:
            if _beside(other, track):
                if abs(at - aside) < APART - 0.1:
                    cost += 100.0 * (APART - abs(at - aside)) / APART + 100.0
                elif _wish(track, other) * (aside - at) < 0:
                    cost += 4.0
        if cost < least:
            best, least = aside, cost
    return best
