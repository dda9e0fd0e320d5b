"""Where things stand in a layer: in its own text, or in the drawing it is laid over."""

from __future__ import annotations

from outsidein.document.nodes import Places

BEHIND = 1_000_000_000  # what stands in the drawing is told after what stands in the text


class LayerPlaces(Places):
    """Positions of both: from 0 up they are those of the text, -7 is line 7 of the drawing."""

    def __init__(self, text: str, name: str, drawing: str) -> None:
        super().__init__(text, name)
        self.drawing = drawing

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return the line and the column; lines of the drawing count behind the text."""
        if position < 0:
            return BEHIND - position, 1
        return super().line_and_column(position)

    def order(self, where: str) -> tuple[int, int]:
        """Return the same two numbers of a place as it is written."""
        inside = where.removeprefix(f"{self.drawing}:")
        if inside != where and inside.isdigit():
            return BEHIND + int(inside), 1
        if where == self.drawing:
            return BEHIND, 1
        return super().order(where)

    def __call__(self, position: int) -> str:
        """Return file:line:column in the text, or file:line in the drawing."""
        if position < 0:
            return f"{self.drawing}:{-position}"
        return super().__call__(position)
