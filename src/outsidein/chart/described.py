"""What each element of a drawing is, in words: for those who cannot see it, and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from outsidein.chart.drawing import Drawing, Line

LANE, FLOW, RAIL, THROUGH = "lane.", "flow.", "rail.", ".through."
FACTS = " · "  # between the facts of a title
NODES = {
    "half": "Half of an encounter",
    "step": "Step of the customer",
    "back": "Hidden step",
    "gateway": "Way divides or joins",
    "start": "Start",
    "end": "End",
    "timer": "Wait for a time",
    "ghost": "Where a step is today",
    "consult": "Part asked meanwhile",
    "tag": "Place where the way goes on in another band",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One element: its kind and a sentence.

    Kinds are those of nodes, and lane, flow, rail, channel, shared, mark.
    """

    kind: str
    text: str = ""


def described(drawing: Drawing) -> dict[str, Said]:
    """Return what is said of each element of a drawing, by the id of its group."""
    titles = {group.id: group.title for group in drawing.layers if group.id}
    found = {
        one: Said(kind="lane", text=_lane(drawing, one)) for one in titles if one.startswith(LANE)
    }
    names = {one: name(titles.get(one, one)) or one for one in drawing.nodes}
    found |= _nodes(drawing, titles, names)
    for line in drawing.lines:
        found.setdefault(FLOW + line.id, Said(kind="flow", text=_line(line, names)))
    for mark in drawing.marks:
        kind, _, one = mark.partition(" ")
        if kind in ("mark", "wait"):
            number = drawing.numbers.get(one, "")
            said = f"Mark {number}." if number else "Mark."
            found.setdefault(
                one if kind == "mark" else f"{one}.waits", Said(kind="mark", text=said)
            )
    for one in titles:
        if one not in found and (said_of := _on_rail(drawing, one)):
            found[one] = said_of
    return found


def _on_rail(drawing: Drawing, one: str) -> Said | None:
    """Return what is said of a rail and of what stands on it."""
    if one.startswith(RAIL):
        return Said(kind="rail", text="Where the customer meets the part.")
    if one.rpartition(THROUGH)[0] in drawing.nodes:
        return Said(kind="shared", text="A shared step is passed first.")
    if drawing.kinds.get(one.rpartition(".")[0]) == "half":
        return Said(kind="channel", text="Channel of an encounter.")
    return None


def name(title: str) -> str:
    """Return the name that a title begins with."""
    return title.split(FACTS, 1)[0]


def facts(title: str) -> list[str]:
    """Return the facts that follow the name in a title."""
    return title.split(FACTS)[1:]


def _lane(drawing: Drawing, lane: str) -> str:
    inside = sum(LANE + place == lane for place in drawing.lane_of.values())
    return f"Lane with {inside} {'element' if inside == 1 else 'elements'}."


def _nodes(drawing: Drawing, titles: dict[str, str], names: dict[str, str]) -> dict[str, Said]:
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for line in drawing.lines:
        if line.source in names and line.target in names and line.kind == "flow":
            after[line.source].append(names[line.target])
            before[line.target].append(names[line.source])
    found = {}
    for one in drawing.nodes:
        kind = drawing.kinds.get(one, "step")
        lane = titles.get(LANE + drawing.lane_of.get(one, ""), "")
        found[one] = Said(kind=kind, text=_node(kind, lane, before[one], after[one]))
    return found


def _node(kind: str, lane: str, before: Iterable[str], after: Iterable[str]) -> str:
    said = NODES.get(kind, "Step") + (f", in the lane of {lane}." if lane else ".")
    for words, others in (("Comes after", before), ("Leads to", after)):
        listed = ", ".join(dict.fromkeys(others))
        said += f" {words}: {listed}." if listed else ""
    return said


def _line(line: Line, names: dict[str, str]) -> str:
    ends = [names.get(end, "") for end in (line.source, line.target)]
    return f"From {ends[0]} to {ends[1]}." if all(ends) else ""
