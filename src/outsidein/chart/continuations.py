"""Flows that leave a band and come back in another: tags with a letter at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from outsidein.chart.chart import Chart, Link
from outsidein.chart.columns import Placement

CUT = ("flow", "fail", "patience", "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A flow from one band to another; those to one step in one direction share a letter."""

    link: Link
    letter: str
    first: int  # the band it leaves
    last: int  # the band it enters
    back: bool


def bands_of(chart: Chart, placement: Placement, band_of: dict[int, int]) -> dict[str, int]:
    """Return the band of each node.

    ``band_of``: the band of each column; a column without one is not drawn, and counts as a
    band before or behind all others. An end that only one band reaches stands in that band.
    """
    cells = placement.cells
    found = {name: _band(band_of, cells[name][2]) for name in chart.nodes if name in cells}
    for name in [n for n in found if chart.nodes[n].kind == "end"]:
        sources = {found[link.source] for link in chart.links
                   if link.target == name and link.source in found}  # fmt: skip
        if len(sources) == 1:
            found[name] = sources.pop()
    return found


def crossings(
    chart: Chart, placement: Placement, bands: dict[str, int], only: int | None = None,
    besides: frozenset[str] = frozenset(),
) -> list[Crossing]:  # fmt: skip
    """Return every flow between two bands, lettered in the order in which they leave.

    ``bands``: the band of each node · ``only``: flows from or into this band · ``besides``: but
    not those of these nodes.
    """
    cells = placement.cells
    kinds = (*CUT, "wait") if chart.waits_bend else CUT  # else the flow itself has tags
    cut = [
        link for link in chart.links
        if link.kind in kinds and link.source in bands and link.target in bands
        and bands[link.source] != bands[link.target]
        and (only is None or only in (bands[link.source], bands[link.target]))
        and not {link.source, link.target} & besides
    ]  # fmt: skip
    letters: dict[tuple[str, bool], str] = {}
    found = []
    for link in sorted(cut, key=lambda link: (cells[link.source][2], cells[link.source][1])):
        first, last = bands[link.source], bands[link.target]
        back = last < first
        letter = letters.setdefault((link.target, back), _letter(len(letters)))
        found.append(Crossing(link=link, letter=letter, first=first, last=last, back=back))
    return found


def _band(band_of: dict[int, int], column: int) -> int:
    if column in band_of:
        return band_of[column]
    drawn = sorted(band_of)
    if not drawn or column < drawn[0]:
        return -1
    if column > drawn[-1]:
        return max(band_of.values()) + 1
    return min(band_of[c] for c in drawn if c > column)


def _letter(number: int) -> str:
    size = len(ascii_uppercase)
    return ascii_uppercase[number % size] + (str(number // size + 1) if number >= size else "")
