"""The board of the search: nodes in cells, ways on lines, as plain arrays.

A drawing is a grid of columns and rows with channels between them. Lines of the grid are numbered
through: node column ``c`` lies on the odd line ``2c + 1``, the channel before it on the even line
``2c``; rows likewise. A way along an odd line passes cells, which must be empty; a channel is
always free. So every flow has a way at all times.

Empty columns and rows between the used ones have no width. To open a column is to move a node
there, so one kind of move serves all.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

EAST, SOUTH, WEST, NORTH = 0, 1, 2, 3
SEQUENCE, MESSAGE, LINK = 0, 1, 2
MOST_POINTS = 6


RECOUNT, SETTLE = -2, -3
POINTS = MOST_POINTS

# Rows of the whole numbers.
(
    COL, ROW, TIPS,  # by node; whether it is a gateway
    SOURCE, TARGET,  # by flow: the node, -1 if it ends at a bar
    SOURCE_BAR, TARGET_BAR,  # the row of that bar, -1 if it ends at a node
    SOURCE_ID, TARGET_ID,  # flows with one of these in common may share a stretch
    KIND, LEAVES, ENTERS,  # its kind, the sides it must leave and enter by, -1 any
    BACK, SPINE,  # whether it closes a loop, whether it is part of the main way
    LANE,  # by row
    CX, CY,  # by even line: the first of all that are one channel
    SIZES,  # how many nodes, flows
    LEFT, RIGHT, TOP, BOTTOM, COUNT,  # by flow: its least and greatest lines, its points
    XS,  # the lines of its points across; as many rows for those down
) = range(24)  # fmt: skip
YS = XS + POINTS
WHOLE = YS + POINTS

# Rows of the others.
(
    HALF, ABOVE, BELOW,  # px that a node needs with its name: half its width, up, down
    FIXED,  # the cost of a flow's way for itself without its length
    BAR, GAP,  # by row: its height if it holds no nodes, else -1; the least channel above it
    PX, PY,  # by line
    WEIGHT, PRICE,  # by kind of cost; by way of the flow that is tried
) = range(10)  # fmt: skip
OTHERS = 10
TRIES = 128


class Board(NamedTuple):
    """What is to be placed and where it stands: the kernel changes these arrays in place.

    ``i`` and ``d`` are tables of whole and other numbers with the rows named above; behind the
    last flow stands the way that is being tried · ``taken`` (column, row) is node + 1, 0 if free.
    """

    i: Any
    d: Any
    taken: Any

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return int(self.taken.shape[0])

    @property
    def flows(self) -> int:
        """How many flows there are."""
        return int(self.i[SIZES, 1])

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return int(self.i[SIZES, 0])


(
    W_BEND, W_CROSS, W_OVER, W_LENGTH, W_AREA, W_BACK, W_STACK, W_SHARED, W_SPINE, W_MESSAGE,
    W_LINK, W_EAST, W_COLUMN_GAP, W_BENDY, W_FORK,
) = range(15)  # fmt: skip
WEIGHTS = np.array([1.0, 4.0, 6.0, 0.005, 0.05, 2.0, 1.6, 1.0, 0.7, 0.5, 0.25, 0.6, 48.0, 0.3, 0.5])
