"""The grid under a picture: columns, rows and what stands in their cells."""

from __future__ import annotations

from dataclasses import dataclass, field

Row = tuple[int, int]  # (lane from the top, row in the lane)


@dataclass(slots=True, eq=False)
class Column:
    """One column while the picture is placed; it moves when another is inserted before it."""

    phase: str
    at: dict[Row, str] = field(default_factory=dict)
    rails: list[tuple[Row, Row]] = field(default_factory=list)
    in_sight: list[Row] = field(default_factory=list)
    spread: int = 1  # halves of ways that meet different parts, side by side
    is_narrow: bool = False

    def is_free(self, row: Row) -> bool:
        """Return whether a node can stand in a row: nothing does, and no rail passes."""
        return row not in self.at and not any(top < row < low for top, low in self.rails)

    def is_free_between(self, a: Row, b: Row) -> bool:
        """Return whether a vertical line can run from one row to another in the centre."""
        top, low = min(a, b), max(a, b)
        if any(top < row < low for row in self.at):
            return False
        return not any(t < low and top < r for t, r in self.rails)

    def hides_well(self, row: Row, in_sight: bool, first_part: int) -> bool:
        """Return whether a hidden step here stays on its side of the line of visibility."""
        below_dip = all(row > seen for seen in self.in_sight)
        if not in_sight:
            return below_dip
        above = [r for r in self.at if first_part <= r[0] and r < row and r not in self.in_sight]
        return not above


class Grid:
    """The columns from left to right and the cell of each node."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.cell: dict[str, tuple[Row, Column]] = {}

    def index(self, column: Column) -> int:
        """Return where a column stands now."""
        return self.columns.index(column)

    def column_of(self, node: str) -> int:
        """Return the index of a node's column."""
        return self.index(self.cell[node][1])

    def append(self, phase: str) -> Column:
        """Add a column at the right."""
        column = Column(phase)
        self.columns.append(column)
        return column

    def insert(self, index: int, phase: str) -> Column:
        """Add a column before another."""
        column = Column(phase)
        self.columns.insert(index, column)
        return column

    def put(self, node: str, row: Row, column: Column) -> None:
        """Let a node stand in a cell."""
        column.at[row] = node
        self.cell[node] = (row, column)

    def is_free_row(self, row: Row, first: int, last: int) -> bool:
        """Return whether no node stands in a row from one column to another, both included."""
        return all(row not in column.at for column in self.columns[max(first, 0) : last + 1])
