"""A part's line of vision: its steps, the flows to the nearest encounters, and the hand-overs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from outsidein.address import slug
from outsidein.chart.chart import Chart, Link, Node, Sightline
from outsidein.chart.wording import clean
from outsidein.errors import Fault, OutsideInError
from outsidein.model.process import Part, Process
from outsidein.model.vision import Vision, VisionWay, line_of_vision
from outsidein.words import did_you_mean, number_word


def part_named(process: Process, said: str) -> Part:
    """Return a part by its name or id; raise OutsideInError if there is none."""
    for part in process.parts:
        if slug(said) in (part.id, slug(part.name)):
            return part
    hint = did_you_mean(said, [part.name for part in process.parts])
    what = f"“{said}” is no part of this process"
    raise OutsideInError([Fault("unknown-part", "error", "--part", what, hint)])


def as_vision(chart: Chart, process: Process, part: Part) -> Chart:
    """Return a departments view that shows one part's line of vision; the rest is to be grey."""
    vision = line_of_vision(process, part.id)
    links, hops = _ways(chart, vision)
    kept_links = {link.id for link in links}
    nodes = {*vision.meets, *vision.hidden}
    nodes |= {end for link in links for end in (link.source, link.target)}
    sightline = Sightline(
        part=clean(part.name), own=frozenset(_own(chart, vision, part)),
        kept=frozenset({*_elements(chart, nodes), *kept_links, *_marks(chart, vision)}),
        hops=hops,
    )  # fmt: skip
    noted = {name: _noted(node, vision) for name, node in chart.nodes.items()}
    return replace(
        chart, title=sentence(chart, vision, clean(part.name)), sightline=sightline, nodes=noted
    )


def _noted(node: Node, vision: Vision) -> Node:
    """Say below a part's hidden step whether the customer can follow it."""
    if node.id not in vision.hidden:
        return node
    sight = "in sight" if node.id in vision.in_sight else "out of sight"
    return replace(node, note=f"{sight}, {node.note}" if node.note else sight)


def _ways(chart: Chart, vision: Vision) -> tuple[list[Link], dict[str, int]]:
    """Return the links of all ways, and the hand-overs among them, counted from the part."""
    onward: dict[str, list[Link]] = {}
    for link in chart.links:
        if link.kind == "flow":
            onward.setdefault(link.source, []).append(link)
    found: dict[str, Link] = {}
    hops: dict[str, int] = {}
    for way in vision.onward.values():
        for count, links in _passed(onward, way):
            found |= {link.id: link for link in links}
            if count and links:
                hops[links[-1].id] = min(count, hops.get(links[-1].id, count))
    for way in vision.back.values():
        for count, links in _passed(onward, way):
            found |= {link.id: link for link in links}
            left = way.hand_offs - count + 1
            if count and links:
                hops[links[-1].id] = min(left, hops.get(links[-1].id, left))
    return list(found.values()), hops


def _passed(onward: dict[str, list[Link]], way: VisionWay) -> Iterator[tuple[int, list[Link]]]:
    """Yield (number of the hand-over or 0, links) for each stretch of a way."""
    count = 0
    stretches = zip(pairwise(way.steps), pairwise(way.holders), strict=True)
    for (step, following), (holder, after) in stretches:
        count += holder != after
        yield (count if holder != after else 0), _links(onward, step, following)


def _links(onward: dict[str, list[Link]], step: str, following: str) -> list[Link]:
    """Return the links from a step to another, through the signs of blocks and decisions."""
    stack: list[tuple[str, list[Link]]] = [(step, [])]
    seen: set[str] = set()
    while stack:
        here, passed = stack.pop(0)
        if here in seen:
            continue
        seen.add(here)
        for link in onward.get(here, ()):
            if link.target == following:
                return [*passed, link]
            if "~" in link.target:
                stack.append((link.target, [*passed, link]))
    return []


def _own(chart: Chart, vision: Vision, part: Part) -> Iterator[str]:
    """Yield the part's hidden steps, and its halves of encounters."""
    yield from vision.hidden
    for name in vision.meets:
        for half in chart.nodes[name].halves if name in chart.nodes else ():
            if half.lane == f"part.{part.id}":
                yield half.id


def _elements(chart: Chart, nodes: set[str]) -> Iterator[str]:
    """Yield the ids that belong to nodes: halves, badges, rails, waits."""
    for name in nodes & chart.nodes.keys():
        yield from (name, f"rail.{name}", f"{name}.waits")
        yield from (f"{name}.through.{shared}" for shared in chart.nodes[name].shared)
        for half in chart.nodes[name].halves:
            yield half.id
            yield from (f"{half.id}.{badge.name}" for badge in half.badges)


def _marks(chart: Chart, vision: Vision) -> Iterator[str]:
    return (mark.id for mark in chart.exits if mark.node in {*vision.meets, *vision.hidden})


# The sentence on top.


def sentence(chart: Chart, vision: Vision, part: str) -> str:
    """Say how far a part stands from the customer, and what the customer sees of it."""
    who = chart.customer
    if vision.meets:
        return _of_a_part_that_meets(vision, part, who)
    nearest = vision.nearest
    if nearest is None and vision.hidden:
        return f"No way leads from the work of {part} to the {who}"
    if nearest is None:
        return f"No step of this process is done by {part}"
    count = number_word(nearest.hand_offs).capitalize()
    lie = "hand-overs lie" if nearest.hand_offs > 1 else "hand-over lies"
    return f"{count} {lie} between {part} and the {who}, who {_seen(chart, vision, nearest)}"


def _of_a_part_that_meets(vision: Vision, part: str, who: str) -> str:
    count, hidden, seen = len(vision.meets), len(vision.hidden), len(vision.in_sight)
    times = "in one step" if count == 1 else f"in {number_word(count)} steps"
    first = f"The {who} meets {part} {times}"
    if not hidden:
        return f"{first}, and nothing it does is out of sight"
    steps = "its one hidden step" if hidden == 1 else f"its {number_word(hidden)} hidden steps"
    if seen:
        share = "" if seen == hidden else f"{number_word(seen)} of "
        return f"{first}, and can follow {share}{steps}"
    furthest = max((way.hand_offs for way in vision.onward.values()), default=0)
    away = ""
    if furthest:
        unit = "hand-over" if furthest == 1 else "hand-overs"
        away = f", {'up to ' if hidden > 1 else ''}{number_word(furthest)} {unit} away"
    return f"{first}, and sees nothing of {steps}{away}"


def _seen(chart: Chart, vision: Vision, nearest: VisionWay) -> str:
    until = nearest.steps[-1]
    name = chart.nodes[until].text if until in chart.nodes else until
    seen, hidden = len(vision.in_sight), len(vision.hidden)
    if seen == 0:
        return f"sees nothing of it until “{name}”"
    if seen == hidden:
        return "can follow all it does" if hidden > 1 else "can follow what it does"
    return f"can follow {number_word(seen)} of its steps"
