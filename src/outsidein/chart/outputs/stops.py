"""A drawing as a walk: its steps in order, what stands at each, and where one goes from there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from outsidein.chart.described import LANE, NODES, facts, name
from outsidein.chart.drawing import Drawing
from outsidein.chart.wording import clean

ON_THE_WAY = ("flow", "wait")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way from one step to another; ``label`` is its answer and share."""

    to: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A step of the walk.

    ``said`` are its facts · ``parts`` what stands behind it: (lane, facts) · ``marks``: (number,
    text) · ``after`` and ``before``: the ways on and back, the main way first.
    """

    id: str
    name: str
    kind: str
    lane: str
    said: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    marks: tuple[tuple[str, str], ...]
    after: tuple[Way, ...]
    before: tuple[Way, ...]


def stops(drawing: Drawing) -> list[Stop]:
    """Return the steps of a drawing from left to right, then from top to bottom."""
    titles = {group.id: clean(group.title) for group in drawing.layers if group.id}
    owner = {line.target: line.source for line in drawing.lines if line.kind == "rail"}
    halves = {one for one in drawing.nodes if drawing.kinds.get(one) == "half"}
    aside = halves | {one for one in drawing.nodes if drawing.kinds.get(one) == "tag"}
    behind: dict[str, list[str]] = defaultdict(list)
    for half in sorted(halves & owner.keys()):
        behind[owner[half]].append(half)
    after, before = _ways(drawing, owner)
    marks = _marks(drawing, titles)
    places = {one: box for one, box in drawing.nodes.items() if one in titles and one not in aside}
    return [
        Stop(
            id=one, name=name(titles[one]) or one, kind=drawing.kinds.get(one, "step"),
            lane=_lane(drawing, titles, one), said=tuple(facts(titles[one])),
            parts=tuple(
                (_lane(drawing, titles, half), tuple(facts(titles.get(half, ""))))
                for half in behind[one]
            ),
            marks=tuple(marks[one]), after=tuple(after[one]), before=tuple(before[one]),
        )
        for one in sorted(places, key=lambda one: (*_place(drawing, one), places[one].top, one))
    ]  # fmt: skip


def kind_text(kind: str) -> str:
    """Return what a stop is, in words."""
    return NODES.get(kind, "Step")


def _lane(drawing: Drawing, titles: dict[str, str], one: str) -> str:
    return titles.get(LANE + drawing.lane_of.get(one, ""), "")


def _ways(
    drawing: Drawing, owner: dict[str, str]
) -> tuple[dict[str, list[Way]], dict[str, list[Way]]]:
    after: dict[str, list[Way]] = defaultdict(list)
    before: dict[str, list[Way]] = defaultdict(list)
    labels: dict[str, list[str]] = defaultdict(list)
    for label in drawing.labels:
        labels[label.owner].append(clean(label.text))
    for line in drawing.lines:
        start, end = owner.get(line.source, line.source), owner.get(line.target, line.target)
        end = _beyond(drawing, end)
        there = start in drawing.nodes and end in drawing.nodes
        if line.kind in ON_THE_WAY and there and drawing.kinds.get(start) != "tag":
            said = " ".join(labels[line.id])
            if all(way.to != end for way in after[start]):
                after[start].append(Way(to=end, label=said))
                before[end].append(Way(to=start, label=said))
    for one, ways in after.items():
        here = _place(drawing, one)
        ways.sort(key=lambda way: _merit(drawing, way.to, _place(drawing, way.to) <= here))
    for one, ways in before.items():
        here = _place(drawing, one)
        ways.sort(key=lambda way: _merit(drawing, way.to, _place(drawing, way.to) >= here))
    return after, before


def _merit(drawing: Drawing, one: str, against: bool) -> tuple[bool, bool, tuple[int, float]]:
    """Order ways: the main way first, what runs against the reading direction last."""
    return (against, one not in drawing.main, _place(drawing, one))


def _place(drawing: Drawing, one: str) -> tuple[int, float]:
    """Return where a node comes in reading: its band, then from left to right."""
    box = drawing.nodes[one]
    return (sum(band.bottom < box.top for band in drawing.bands), box.left)


def _beyond(drawing: Drawing, one: str) -> str:
    """Return the step that a tag at a band's edge leads to; anything else is itself."""
    if drawing.kinds.get(one) != "tag":
        return one
    return max((node for node in drawing.nodes if one.endswith(f".{node}")), key=len, default=one)


def _marks(drawing: Drawing, titles: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for mark in drawing.marks:
        kind, _, one = mark.partition(" ")
        title = titles.get(one if kind == "mark" else f"{one}.waits", "")
        if kind in ("mark", "wait") and title:
            found[one.partition(".")[0]].append((drawing.numbers.get(one, ""), title))
    return found
