"""What may be laid over a view: heat, or the differences to another process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from outsidein.chart.chart import Chart
from outsidein.chart.drawing import Group, Path, Text

if TYPE_CHECKING:
    from outsidein.chart.scene import Scene


class Overlay(Protocol):
    """Something laid over a view; it adds marks and colours and changes no place."""

    hides_failures: bool  # marks of failures are left out, their ways stay
    outcomes: bool  # paints the bar of outcomes itself
    own_key: bool  # its key says everything

    def subtitle(self, chart: Chart) -> str:
        """Return what the subtitle says instead of "today, the view"."""
        ...

    def adapt(self, chart: Chart) -> Chart:
        """Return what is drawn of a view."""
        ...

    def mark(self, scene: Scene) -> None:
        """Paint marks and values, before any other label takes the room."""
        ...

    def tint(self, scene: Scene) -> None:
        """Change the colours of what is painted in the lanes."""
        ...

    def surround(self, scene: Scene, right: float) -> None:
        """Paint what stands above the lanes."""
        ...

    def ruler(self, scene: Scene, y: float) -> float | None:
        """Paint a ruler instead of the ordinary one; None: it has none of its own."""
        ...

    def key(self, scene: Scene, y: float) -> float:
        """Paint its own row of the key; return where it ends."""
        ...


def retitled(group: Group, said: str) -> Group:
    """Return a group whose tooltip says more."""
    return replace(group, title=f"{group.title} · {said}" if group.title else said)


def recoloured(group: Group, fill: str, text: str) -> Group:
    """Return a box with another ground, and text and signs on it that can be seen."""
    ground, *others = group.shapes
    if isinstance(ground, Text):
        return group
    shapes = [
        replace(s, role=text) if isinstance(s, Text)
        else replace(s, stroke=text) if isinstance(s, Path) and s.stroke else s
        for s in others
    ]  # fmt: skip
    return replace(group, shapes=(replace(ground, fill=fill), *shapes))
