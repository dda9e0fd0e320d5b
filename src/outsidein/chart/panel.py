"""Beside one phase: its figures, where it goes wrong, and which ways lead in and out."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.chart.chart import Chart, Link
from outsidein.chart.continuations import Crossing
from outsidein.chart.drawing import Path, Shape, Text
from outsidein.chart.fonts import cut, text_width, wrap
from outsidein.chart.lines import number
from outsidein.chart.marks import fail_sign, wait_sign
from outsidein.chart.pages import partner_name
from outsidein.chart.scene import Scene
from outsidein.chart.wording import count_of, percent

WIDTH = 400.0
GAP = 28.0
MOST_MARKS, MOST_WAYS = 6, 8


@dataclass(slots=True)
class _Pen:
    """Writes down the panel, from top to bottom."""

    scene: Scene
    x: float
    y: float

    def text(self, text: str, size: float, weight: int = 400, role: str = "ink", dx: float = 0.0,
             anchor: str = "start") -> None:  # fmt: skip
        self.scene.drawing.add(
            Text(x=self.x + dx, y=self.y, text=text, size=size, weight=weight, role=role,
                 anchor=anchor)  # type: ignore[arg-type]
        )  # fmt: skip

    def rule(self) -> None:
        self.y += 20
        line = f"M{number(self.x)} {number(self.y)}H{number(self.x + WIDTH)}"
        self.scene.drawing.add(Path(commands=line, stroke="hair"))
        self.y += 26


def paint_panel(scene: Scene, chart: Chart, phase: str, crossed: list[Crossing]) -> float:
    """Paint the panel at the right of the lanes; return the right edge of the page's content.

    ``chart`` is that of the whole process.
    """
    left = scene.space.right + GAP
    top = scene.space.top - 32
    pen = _Pen(scene, left, top + 22)
    pen.text(cut(phase, WIDTH, 18, 600), 18, 600)
    pen.y += 20
    pen.text(_encounters(scene, chart), 12, role="muted")
    _figures(pen)
    _marks(pen)
    _ways(pen, chart, crossed)
    bottom = max(pen.y, scene.space.bottom)
    line = f"M{number(left - GAP / 2)} {number(top)}V{number(bottom)}"
    scene.drawing.add(Path(commands=line, stroke="hair"))
    return left + WIDTH


def _own(scene: Scene) -> set[str]:
    """Return the nodes of the phase itself."""
    return {
        n.id for n in scene.chart.nodes.values()
        if n.kind != "tag" and n.id not in scene.chart.ghosts
    }  # fmt: skip


def _encounters(scene: Scene, chart: Chart) -> str:
    def met(chart: Chart, names: set[str]) -> int:
        return sum(bool(chart.nodes[n].halves) for n in names if n in chart.nodes)

    here, whole = met(chart, _own(scene)), met(chart, set(chart.nodes))
    word = "encounter" if whole == 1 else "encounters"
    return f"{here} of {whole} {word}"


def _figures(pen: _Pen) -> None:
    """Write each measure of the ruler: this phase, of all."""
    rows, own = pen.scene.figures.ruler, _own(pen.scene)
    if not rows:
        return
    pen.y += 40
    for k, row in enumerate(rows[:3]):
        dx = k * WIDTH / 3
        here = sum(value for name, value in row.values.items() if name in own)
        total = row.total if row.total is not None else sum(row.values.values())
        digits = 2 if row.kind == "cost" else 1
        figure = f"{here:,.{digits}f}"
        pen.text(figure, 20, 600, dx=dx)
        unit = row.unit.split(" a ")[0]
        pen.text(unit, 12, dx=dx + text_width(figure, 20, 600) + 5)
        pen.y += 18
        pen.text(f"{row.name.casefold()}, of {total:,.{digits}f}", 11.5, role="muted", dx=dx)
        pen.y -= 18
    pen.y += 18


def _marks(pen: _Pen) -> None:
    """Write what fails and who waits, with the marks as in the picture."""
    scene, own = pen.scene, _own(pen.scene)
    lines: list[tuple[str, str, str]] = []
    for mark in scene.chart.exits:
        sign = scene.numbers.get(mark.id)
        if mark.kind == "fail" and mark.node in own and sign and mark.notices is None:
            lines.append((sign, ", ".join(mark.lines), f"at {scene.chart.nodes[mark.node].text}"))
    for name in sorted(own):
        node = scene.chart.nodes[name]
        if node.wait and name in scene.numbers:
            lines.append((scene.numbers[name], f"waits {node.wait}", f"at {node.text}"))
    if not lines:
        return
    pen.rule()
    pen.text("Where it goes wrong", 14, 600)
    lines.sort(key=lambda line: (line[0][0], int(line[0][1:] or 0)))
    for sign, said, where in lines[:MOST_MARKS]:
        pen.y += 30
        centre = (pen.x + 11, pen.y)
        shapes: list[Shape] = fail_sign(centre, sign) if sign[0] == "F" else wait_sign(centre, sign)
        scene.drawing.add(*shapes)
        pen.text(cut(said, WIDTH - 34, 12.5, 500), 12.5, 500, dx=34)
        pen.y += 16
        pen.text(cut(where, WIDTH - 34, 11.5), 11.5, role="muted", dx=34)
    if len(lines) > MOST_MARKS:
        pen.y += 24
        pen.text(f"and {len(lines) - MOST_MARKS} more", 11.5, role="muted", dx=34)


def _ways(pen: _Pen, chart: Chart, crossed: list[Crossing]) -> None:
    """Write every way into the phase and out of it, with how many take it."""
    scene, own = pen.scene, _own(pen.scene)
    ways: list[tuple[Link, bool]] = []
    for link in scene.chart.links:
        if link.kind == "wait":
            continue
        if link.source in scene.chart.ghosts and link.target in own:
            ways.append((link, False))
        if link.target in scene.chart.ghosts and link.source in own:
            ways.append((link, True))
    ways += [(c.link, False) for c in crossed if c.link.target in own]
    ways += [(c.link, True) for c in crossed if c.link.source in own]
    if not ways:
        return
    pen.rule()
    pen.text("In and out", 14, 600)
    ways.sort(key=lambda way: (way[1], -(way[0].weight or way[0].share or 0.0)))
    for link, out in ways[:MOST_WAYS]:
        pen.y += 24
        other = chart.nodes[link.target if out else link.source]
        where = f"{'to' if out else 'from'} {other.phase or partner_name(other)}"
        role = "fail" if link.kind == "fail" else "ink"
        pen.text(cut(where, 130, 12.5), 12.5, role=role)
        pen.text(_count(scene, link), 12.5, 600, role=role, dx=178, anchor="end")
        step = ("on to " if out else "after ") + partner_name(other)
        said = link.title if link.exit is not None and link.title else step
        pen.text(cut(wrap(said, WIDTH, 11.5)[0], WIDTH - 192, 11.5), 11.5, role="muted", dx=192)
    if len(ways) > MOST_WAYS:
        pen.y += 24
        pen.text(f"and {len(ways) - MOST_WAYS} more ways", 11.5, role="muted")


def _count(scene: Scene, link: Link) -> str:
    if link.weight is not None and scene.figures.customers:
        return count_of(link.weight, scene.figures.customers)
    share = link.weight if link.weight is not None else link.share
    return percent(share) if share is not None else ""
