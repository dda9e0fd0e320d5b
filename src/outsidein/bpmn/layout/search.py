"""What a drawing costs: the cheapest way of each flow beside all others, compiled by Numba.

Everything compiled stands in this one file: Numba keeps a compiled function for as long as the
text of its own file stays the same, whatever happens to the files it imports.
"""

# ruff: noqa: I001
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit as plain_njit

from outsidein.bpmn.layout.board import (
    ABOVE, BACK, BAR, BELOW, BOTTOM, COL, COUNT, CX, CY, EAST, ENTERS, FIXED, GAP, HALF, KIND,
    LANE, LEAVES, LEFT, POINTS, PRICE, PX, PY, RIGHT, ROW, SETTLE, SIZES, SOURCE, SOURCE_BAR,
    SOURCE_ID, SOUTH, SPINE, TIPS, TARGET, TARGET_BAR, TARGET_ID, TOP, W_AREA, W_BACK, W_BEND,
    W_BENDY, W_COLUMN_GAP, W_CROSS, W_EAST, W_FORK, W_LENGTH, W_LINK, W_MESSAGE, W_OVER, W_SHARED,
    W_SPINE, W_STACK, WEIGHT, XS, YS, Board,
)  # fmt: skip

BENDY = 3.5  # what a way must cost before those with four bends are looked at
MOST_TRIES = 12  # ways of one flow that are held against all others
njit = plain_njit(cache=True, error_model="numpy", nogil=True)


@njit
def measure(b: Board) -> float:
    """Set the px of all lines and the channels; return the area in units of 100 x 100 px."""
    columns, rows = b.taken.shape
    half = np.full(columns, -1.0)
    above = np.full(rows, -1.0)
    below = np.full(rows, 0.0)
    for i in range(b.i[SIZES, 0]):
        half[b.i[COL, i]] = max(half[b.i[COL, i]], b.d[HALF, i])
        above[b.i[ROW, i]] = max(above[b.i[ROW, i]], b.d[ABOVE, i])
        below[b.i[ROW, i]] = max(below[b.i[ROW, i]], b.d[BELOW, i])
    gap, x, first = b.d[WEIGHT, W_COLUMN_GAP], 0.0, 0
    for c in range(columns):
        b.i[CX, 2 * c] = first
        b.d[PX, 2 * c] = x + gap / 2
        if half[c] >= 0:
            x += gap + 2 * half[c]
            b.d[PX, 2 * c + 1] = x - half[c]
            first = 2 * c + 2
        else:
            b.d[PX, 2 * c + 1] = x + gap / 2
        b.i[CX, 2 * c + 1] = 2 * c + 1
    b.i[CX, 2 * columns] = first
    b.d[PX, 2 * columns] = x + gap / 2
    y, first, wide = 0.0, 0, b.d[GAP, 0]
    for r in range(rows):
        wide = max(wide, b.d[GAP, r])
        b.i[CY, 2 * r] = first
        b.d[PY, 2 * r] = y + wide / 2
        b.i[CY, 2 * r + 1] = 2 * r + 1
        if b.d[BAR, r] >= 0:
            y += wide + b.d[BAR, r]
            b.d[PY, 2 * r + 1] = y - b.d[BAR, r] / 2
        elif above[r] >= 0:
            y += wide + above[r] + below[r]
            b.d[PY, 2 * r + 1] = y - below[r]
        else:
            b.d[PY, 2 * r + 1] = y + wide / 2
            continue
        first, wide = 2 * r + 2, 0.0
    b.i[CY, 2 * rows] = first
    b.d[PY, 2 * rows] = y + b.d[GAP, rows] / 2
    return (x + gap) * (y + b.d[GAP, rows]) / 1e4


@njit
def turn(b: Board, w: int, k: int, upright: bool, at: int) -> int:
    """Return to which side a way leaves its piece ``k`` at the line ``at``: 0 straight on."""
    this = 0 if upright else 1
    for end in range(k, k + 2):
        if b.i[XS + POINTS * (1 - this) + end, w] == at:
            beyond = end - 1 if end == k else end + 1
            if beyond < 0 or beyond >= b.i[COUNT, w]:
                return 0
            return (
                1 if b.i[XS + POINTS * this + beyond, w] > b.i[XS + POINTS * this + end, w] else -1
            )
    return 0


@njit
def between(b: Board, v: int, w: int, kin: bool) -> tuple[int, float]:
    """Return how often two ways cross, and how far they lie on each other where they must not."""
    crossings, over = 0, 0.0
    for i in range(b.i[COUNT, v] - 1):
        ax, ay, az, aw = b.i[XS + i, v], b.i[YS + i, v], b.i[XS + i + 1, v], b.i[YS + i + 1, v]
        a_up = ax == az
        al, ah, at, ab = min(ax, az), max(ax, az), min(ay, aw), max(ay, aw)
        if al > b.i[RIGHT, w] or ah < b.i[LEFT, w] or at > b.i[BOTTOM, w] or ab < b.i[TOP, w]:
            continue
        for j in range(b.i[COUNT, w] - 1):
            bx, by, bz, bw = b.i[XS + j, w], b.i[YS + j, w], b.i[XS + j + 1, w], b.i[YS + j + 1, w]
            b_up = bx == bz
            bl, bh, bt, bb = min(bx, bz), max(bx, bz), min(by, bw), max(by, bw)
            if a_up != b_up:
                if a_up:
                    crossings += bl < al < bh and at < bt < ab
                else:
                    crossings += al < bl < ah and bt < at < bb
                continue
            if kin:
                continue
            if a_up and al == bl:
                low, high, line = max(at, bt), min(ab, bb), al
            elif not a_up and at == bt:
                low, high, line = max(al, bl), min(ah, bh), at
            else:
                continue
            if high <= low:
                continue
            if line & 1:
                over += 1.0 + 0.1 * (high - low)
                continue
            first = turn(b, v, i, a_up, low) - turn(b, w, j, a_up, low)
            last = turn(b, v, i, a_up, high) - turn(b, w, j, a_up, high)
            crossings += first * last < 0
    return crossings, over


@njit
def light(b: Board, f: int) -> float:
    """Return how much a crossing of a flow counts."""
    return 1.0 if b.i[KIND, f] == 0 else b.d[WEIGHT, W_MESSAGE if b.i[KIND, f] == 1 else W_LINK]


@njit
def pair_cost(b: Board, f: int, g: int, v: int) -> float:
    """Return what the way ``v`` of flow ``f`` costs beside the way that flow ``g`` has."""
    kin = (b.i[KIND, f] == 0) == (b.i[KIND, g] == 0) and (
        b.i[SOURCE_ID, f] == b.i[SOURCE_ID, g] or b.i[TARGET_ID, f] == b.i[TARGET_ID, g]
    )
    crossings, over = between(b, v, g, kin)
    cost = over * b.d[WEIGHT, W_OVER]
    if crossings:
        cost += crossings * b.d[WEIGHT, W_CROSS] * min(light(b, f), light(b, g))
    if kin and b.i[KIND, f] == 0:
        if b.i[SOURCE_ID, f] == b.i[SOURCE_ID, g] and side(b, v, 0, 1) == side(b, g, 0, 1):
            cost += b.d[WEIGHT, W_SHARED]
        n, m = b.i[COUNT, v] - 1, b.i[COUNT, g] - 1
        same = b.i[TARGET_ID, f] == b.i[TARGET_ID, g]
        if same and side(b, v, n, n - 1) == side(b, g, m, m - 1):
            cost += 0.3 * b.d[WEIGHT, W_SHARED]
    return cost


@njit
def side(b: Board, w: int, here: int, there: int) -> int:
    """Return a number for the direction from one point of a way to another."""
    x, y = b.i[XS + there, w] - b.i[XS + here, w], b.i[YS + there, w] - b.i[YS + here, w]
    return EAST if x > 0 else 2 if x < 0 else SOUTH if y > 0 else 3


@njit
def is_free(b: Board, f: int, w: int) -> bool:
    """Whether a way passes no cell of a node, its own ends aside."""
    n = b.i[COUNT, w]
    for k in range(n - 1):
        x0, x1 = b.i[XS + k, w], b.i[XS + k + 1, w]
        y0, y1 = b.i[YS + k, w], b.i[YS + k + 1, w]
        first = b.i[SOURCE, f] + 1 if k == 0 else -1
        last = b.i[TARGET, f] + 1 if k == n - 2 else -1
        if y0 == y1 and y0 & 1:
            low, high = min(x0, x1), max(x0, x1)
            for x in range(low | 1, high + 1, 2):
                who = b.taken[x >> 1, y0 >> 1]
                if who and not (who == first and x == x0) and not (who == last and x == x1):
                    return False
        elif x0 == x1 and x0 & 1:
            low, high = min(y0, y1), max(y0, y1)
            for y in range(low | 1, high + 1, 2):
                who = b.taken[x0 >> 1, y >> 1]
                if who and not (who == first and y == y0) and not (who == last and y == y1):
                    return False
    return True


@njit
def own_cost(b: Board, f: int, v: int) -> float:
    """Return the cost of a way for itself, without its length."""
    n = b.i[COUNT, v]
    bends = n - 2
    x1, x2, r1, r2 = b.i[XS, v], b.i[XS + n - 1, v], b.i[YS, v], b.i[YS + n - 1, v]
    out, into = b.i[XS + 1, v] - x1, x2 - b.i[XS + n - 2, v]
    if b.i[KIND, f] == 1:
        cost = bends * b.d[WEIGHT, W_BEND] * b.d[WEIGHT, W_MESSAGE]
        return cost + (b.d[WEIGHT, W_MESSAGE] * 0.8 if out != 0 or into != 0 else 0.0)
    if b.i[KIND, f] == 2:
        return bends * b.d[WEIGHT, W_BEND] * b.d[WEIGHT, W_LINK]
    same_lane = b.i[LANE, r1 >> 1] == b.i[LANE, r2 >> 1]
    cost = bends * b.d[WEIGHT, W_BEND] + max(0, bends - 2) * b.d[WEIGHT, W_BENDY]
    if b.i[BACK, f]:
        cost += 0.5 * b.d[WEIGHT, W_BACK] * (x2 >= x1) + 0.1 * (out > 0 or into > 0)
    else:
        if x2 < x1:
            cost += b.d[WEIGHT, W_BACK] + 0.2 * (x1 - x2)
        elif x2 == x1 and same_lane:
            gateway = b.i[TIPS, b.i[SOURCE, f]] == 1 or b.i[LEAVES, f] >= 0
            cost += b.d[WEIGHT, W_FORK if gateway else W_STACK]
        cost += b.d[WEIGHT, W_EAST] * ((out < 0) + (into < 0))
    if b.i[SPINE, f] and r1 != r2 and same_lane:
        cost += b.d[WEIGHT, W_SPINE]
    return cost


@njit
def length_cost(b: Board, f: int, w: int) -> float:
    """Return what the length of a flow's way costs."""
    total = 0.0
    for k in range(b.i[COUNT, w] - 1):
        total += abs(b.d[PX, b.i[XS + k + 1, w]] - b.d[PX, b.i[XS + k, w]])
        total += abs(b.d[PY, b.i[YS + k + 1, w]] - b.d[PY, b.i[YS + k, w]])
    return total * b.d[WEIGHT, W_LENGTH] * (1.0 if b.i[KIND, f] == 0 else 0.5)


@njit
def enclose(b: Board, w: int) -> None:
    """Set the least and greatest lines of a way."""
    x0, y0 = b.i[XS, w], b.i[YS, w]
    x1, y1 = x0, y0
    for k in range(1, b.i[COUNT, w]):
        x, y = b.i[XS + k, w], b.i[YS + k, w]
        x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
    b.i[LEFT, w], b.i[RIGHT, w], b.i[TOP, w], b.i[BOTTOM, w] = x0, x1, y0, y1


@njit
def apart(b: Board, v: int, w: int) -> bool:
    """Whether the boxes of two ways do not meet, or one has no way yet."""
    return bool(
        b.i[COUNT, w] == 0 or b.i[LEFT, w] > b.i[RIGHT, v] or b.i[RIGHT, w] < b.i[LEFT, v]
        or b.i[TOP, w] > b.i[BOTTOM, v] or b.i[BOTTOM, w] < b.i[TOP, v]
    )  # fmt: skip


@njit
def lay(b: Board, flip: bool, points: Any) -> int:
    """Write the way being tried, u and v in turn; ``flip`` says that u runs down."""
    w = b.i[SIZES, 1]
    for k in range(len(points) >> 1):
        u, v = points[2 * k], points[2 * k + 1]
        b.i[XS + k, w] = b.i[CX, v if flip else u]
        b.i[YS + k, w] = b.i[CY, u if flip else v]
    return len(points) >> 1


@njit
def along(b: Board, flip: bool, s: int, t: int, p: Any, way: int) -> int:
    """Sketch a way that leaves and arrives in one direction: 0, 2 or 4 bends."""
    u1, v1, u2, v2 = p
    if way == 0:
        good = v1 == v2 and (u2 - u1) * s > 0 and s == -t
        return lay(b, flip, p) if good else 0
    if way < 4:
        via = u1 + s if way == 1 else u2 + t if way == 2 else (u1 + u2) >> 2 << 1
        good = v1 != v2 and (via - u1) * s > 0 and (via - u2) * t > 0
        return lay(b, flip, (u1, v1, via, v1, via, v2, u2, v2)) if good else 0
    a, z = u1 + s, u2 + t
    if b.i[CY if flip else CX, a] == b.i[CY if flip else CX, z]:
        return 0
    across = v1 - 1 if way == 4 else v1 + 1 if way == 5 else v2 - 1 if way == 6 else v2 + 1
    return lay(b, flip, (u1, v1, a, v1, a, across, z, across, z, v2, u2, v2))


@njit
def across(b: Board, flip: bool, s: int, t: int, p: Any, way: int) -> int:
    """Sketch a way that arrives at a right angle to how it leaves: 1 or 3 bends."""
    u1, v1, u2, v2 = p
    if way == 0:
        good = (u2 - u1) * s > 0 and (v1 - v2) * t > 0
        return lay(b, flip, (u1, v1, u2, v1, u2, v2)) if good else 0
    via = u1 + s if way == 1 else u2 - 1 if way == 2 else u2 + 1
    if way > 3 or (via - u1) * s <= 0 or (way > 1 and via == u1 + s):
        return 0
    return lay(b, flip, (u1, v1, via, v1, via, v2 + t, u2, v2 + t, u2, v2))


@njit
def to_bar(b: Board, f: int, way: int) -> int:
    """Sketch a way between a node and a bar across all columns."""
    down = b.i[TARGET_BAR, f] >= 0
    node = b.i[SOURCE, f] if down else b.i[TARGET, f]
    side = b.i[LEAVES, f] if down else b.i[ENTERS, f]
    x, y = 2 * b.i[COL, node] + 1, 2 * b.i[ROW, node] + 1
    end = 2 * (b.i[TARGET_BAR, f] if down else b.i[SOURCE_BAR, f]) + 1
    step = 1 if end > y else -1
    turned = side >= 0 and (side == SOUTH) != (step > 0)
    if way > 4 or (side >= 0 and way in (1, 2)) or (turned and way == 0):
        return 0
    if turned:
        step = -step
    beside = x + 1 if way % 2 else x - 1
    if way == 0:
        return lay(b, False, (x, y, x, end) if down else (x, end, x, y))
    if way < 3:
        way3 = (x, y, beside, y, beside, end)
        return lay(b, False, way3 if down else (beside, end, beside, y, x, y))
    way4 = (x, y, x, y + step, beside, y + step, beside, end)
    return lay(b, False, way4 if down else (beside, end, beside, y + step, x, y + step, x, y))


@njit
def sketch(b: Board, f: int, s: int, t: int, way: int) -> int:
    """Sketch one way of a flow and return its points, 0 if there is none."""
    i, j = b.i[SOURCE, f], b.i[TARGET, f]
    if i < 0 or j < 0:
        return to_bar(b, f, way) if s == 0 and t == 0 else 0
    if (b.i[LEAVES, f] >= 0 and s != b.i[LEAVES, f]) or (i == j and (s - t) % 2 == 0):
        return 0
    if b.i[ENTERS, f] >= 0 and t != b.i[ENTERS, f]:
        return 0
    x1, y1 = 2 * b.i[COL, i] + 1, 2 * b.i[ROW, i] + 1
    x2, y2 = 2 * b.i[COL, j] + 1, 2 * b.i[ROW, j] + 1
    out, into = 1 if s in (EAST, SOUTH) else -1, 1 if t in (EAST, SOUTH) else -1
    flip = s % 2 == 1
    p = (y1, x1, y2, x2) if flip else (x1, y1, x2, y2)
    if s % 2 == t % 2:
        return along(b, flip, out, into, p, way)
    return across(b, flip, out, into, p, way)


@njit
def price(b: Board, f: int, which: int) -> None:
    """Note what one way of a flow costs for itself."""
    tried = b.i[SIZES, 1]
    n = sketch(b, f, which >> 5, (which >> 3) & 3, which & 7)
    b.i[COUNT, tried] = n
    if n > 0:
        b.d[PRICE, which] = own_cost(b, f, tried) + length_cost(b, f, tried)


@njit
def route(b: Board, f: int) -> None:
    """Give a flow the cheapest way beside all others: the cheapest for themselves first."""
    flows = b.i[SIZES, 1]
    tried = flows  # the row behind all flows holds the way being tried
    b.i[COUNT, f] = 0
    for which in range(128):
        b.d[PRICE, which] = 1e18
        if which & 4 == 0:
            price(b, f, which)
    best, chosen, tries, bendy = 1e18, -1, 0, False
    while chosen < 0 or tries < MOST_TRIES:
        if not bendy and min(best, b.d[PRICE, :128].min()) > BENDY:
            bendy = True
            for which in range(128):
                if which & 4:
                    price(b, f, which)
        which = int(np.argmin(b.d[PRICE, :128]))
        total = b.d[PRICE, which]
        if total >= best:
            break
        b.d[PRICE, which] = 1e18
        b.i[COUNT, tried] = sketch(b, f, which >> 5, (which >> 3) & 3, which & 7)
        if not is_free(b, f, tried):
            continue
        enclose(b, tried)
        tries += 1
        for g in range(flows):
            if g != f and not apart(b, tried, g):
                total += pair_cost(b, f, g, tried)
                if total >= best:
                    break
        if total < best:
            best, chosen = total, which
    b.i[COUNT, f] = sketch(b, f, chosen >> 5, (chosen >> 3) & 3, chosen & 7)
    for k in range(b.i[COUNT, f]):
        b.i[XS + k, f], b.i[YS + k, f] = b.i[XS + k, tried], b.i[YS + k, tried]
    enclose(b, f)
    b.d[FIXED, f] = own_cost(b, f, f)


@njit
def entangled(b: Board, which: Any, many: int, marked: Any) -> float:
    """Return what the ways of some flows cost beside all others, each pair once."""
    cost = 0.0
    for a in range(many):
        f = which[a]
        for g in range(b.i[SIZES, 1]):
            if g != f and not (marked[g] and g < f) and not apart(b, f, g):
                cost += pair_cost(b, f, g, f)
    return cost


@njit
def lengths(b: Board) -> float:
    """Return what the lengths of all ways cost."""
    total = 0.0
    for f in range(b.i[SIZES, 1]):
        total += length_cost(b, f, f)
    return total


@njit
def whole(b: Board, area: float) -> float:
    """Return the cost of the drawing as it stands."""
    flows = b.i[SIZES, 1]
    cost = area * b.d[WEIGHT, W_AREA] + b.d[FIXED, :flows].sum() + lengths(b)
    return cost + entangled(b, np.arange(flows), flows, np.ones(flows, np.bool_))


@njit
def passes(b: Board, f: int, x: int, y: int) -> bool:
    """Whether the way of a flow passes a cell."""
    if b.i[LEFT, f] > x or b.i[RIGHT, f] < x or b.i[TOP, f] > y or b.i[BOTTOM, f] < y:
        return False
    for k in range(b.i[COUNT, f] - 1):
        x0, x1 = b.i[XS + k, f], b.i[XS + k + 1, f]
        y0, y1 = b.i[YS + k, f], b.i[YS + k + 1, f]
        if min(x0, x1) <= x <= max(x0, x1) and min(y0, y1) <= y <= max(y0, y1):
            return True
    return False


@njit
def put(b: Board, nodes: Any, cols: Any, rows: Any) -> None:
    """Move nodes to cells."""
    for k in range(len(nodes)):
        i = nodes[k]
        if b.taken[b.i[COL, i], b.i[ROW, i]] == i + 1:
            b.taken[b.i[COL, i], b.i[ROW, i]] = 0
    for k in range(len(nodes)):
        i = nodes[k]
        b.i[COL, i], b.i[ROW, i] = cols[k], rows[k]
        b.taken[cols[k], rows[k]] = i + 1


@njit
def touched(b: Board, nodes: Any, extra: int) -> tuple[Any, int, Any]:
    """Return the flows that need a new way once nodes have moved, and a mark by flow."""
    flows = b.i[SIZES, 1]
    which, many, marked = np.zeros(flows, np.int64), 0, np.zeros(flows, np.bool_)
    moved = np.zeros(b.i[SIZES, 0], np.bool_)
    moved[nodes] = True
    for f in range(flows):
        i, j = b.i[SOURCE, f], b.i[TARGET, f]
        hit = f == extra or (i >= 0 and moved[i]) or (j >= 0 and moved[j])
        k = 0
        while not hit and k < len(nodes):
            hit = passes(b, f, 2 * b.i[COL, nodes[k]] + 1, 2 * b.i[ROW, nodes[k]] + 1)
            k += 1
        if hit:
            which[many] = f
            marked[f] = True
            many += 1
    return which, many, marked


@njit
def attempt(
    b: Board, nodes: Any, cols: Any, rows: Any, extra: int, now: float, most: float
) -> float:
    """Move nodes and return the new cost, or put all back and return -1 if it is too high.

    ``extra`` is a flow that may look for a better way too, -1 for none · ``now`` the cost as it
    stands · ``most`` the highest cost that is accepted. `RECOUNT` and `SETTLE` as ``extra`` leave
    the nodes alone: the first adds up the cost of what is there, the second finds all ways anew.
    """
    if extra < -1:
        measure(b)
        for f in range(b.i[SIZES, 1]):
            if extra == SETTLE:
                route(b, f)
            else:
                b.d[FIXED, f] = own_cost(b, f, f)
        return whole(b, measure(b))
    old_cols, old_rows = b.i[COL][nodes], b.i[ROW][nodes]
    far = lengths(b)
    area = measure(b)
    put(b, nodes, cols, rows)
    which, many, marked = touched(b, nodes, extra)
    before = entangled(b, which, many, marked)
    chosen = which[:many]
    kept, fixed = b.i[LEFT:, :][:, chosen].copy(), b.d[FIXED][chosen].copy()
    new_area = measure(b)
    for a in range(many):
        b.i[COUNT, chosen[a]] = 0
    for a in range(many):
        route(b, chosen[a])
    after = entangled(b, which, many, marked)
    cost = now + after - before + lengths(b) - far + (new_area - area) * b.d[WEIGHT, W_AREA]
    for a in range(many):
        cost += b.d[FIXED, chosen[a]] - fixed[a]
    if cost <= most:
        return cost
    put(b, nodes, old_cols, old_rows)
    for a in range(many):
        f = chosen[a]
        b.i[LEFT:, f], b.d[FIXED, f] = kept[:, a], fixed[a]
    measure(b)
    return -1.0
