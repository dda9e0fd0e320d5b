"""From what a file says to what is to be drawn on each of its planes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from outsidein.bpmn.content import Content
from outsidein.bpmn.elements import (
    Annotation,
    Bounds,
    Diagram,
    Event,
    FlowNode,
    Gateway,
    Lane,
    SubProcess,
)
from outsidein.bpmn.layout.scene import Attached, Band, Line, LineKind, Node, Scene, Size
from outsidein.chart.fonts import text_width, wrap

SMALL, NAME = 11.0, 12.0  # px: a name beside a node or a line, a name in a box
LINE = 1.2  # of the size, from line to line
WIDTHS = (90.0, 62.0, 130.0, 44.0)  # px: where a name beside something may be broken
SLACK = 1.08  # other fonts are a little wider than ours
EVENT, GATEWAY, TASK = (36.0, 36.0), (50.0, 50.0), (100.0, 80.0)
DATA = {"dataStoreReference": (50.0, 50.0), "dataStore": (50.0, 50.0)}
DRAWN_WITHOUT_SHAPES = frozenset({"dataObjectReference", "dataStoreReference"})


def label_sizes(text: str, font: float = SMALL) -> tuple[Size, ...]:
    """Return the sizes in px that a name beside something may take, best first; () for none.

    ``font`` is the size of its letters, px.
    """
    if not text.strip():
        return ()
    return tuple(dict.fromkeys(_label_size(text, wide * font / SMALL, font) for wide in WIDTHS))


def _label_size(text: str, most_wide: float, font: float) -> Size:
    lines = [line for part in text.strip().splitlines() for line in _wrapped(part, most_wide, font)]
    wide = max(text_width(line, font) for line in lines)
    return (math.ceil(wide * SLACK + 2), math.ceil(len(lines) * font * LINE))


def _wrapped(text: str, wide: float, font: float) -> list[str]:
    """Break one line of a name; a word is never cut."""
    words = text.split()
    longest = max((text_width(word, font) for word in words), default=0.0)
    return wrap(text, max(wide, longest + 0.01), font, most=40)


def box_size(text: str, size: Size, font: float = NAME) -> Size:
    """Return the size of a box, grown until its name fits."""
    wide, high = size
    parts = [" ".join(part.split()) for part in text.strip().splitlines()]
    for _ in range(12):
        lines = [line for part in parts for line in wrap(part, wide / SLACK - 14, font, most=20)]
        if len(lines) * font * LINE <= high - 6 and not any(line.endswith("…") for line in lines):
            break
        wide, high = wide + 10, high + 10
    return wide, high


class Gathering:
    """Collects the scene of one plane; ``shown`` are the places of the source, by element."""

    def __init__(
        self, content: Content, diagram: Diagram | None, fonts: Mapping[str, float] | None = None
    ) -> None:
        self.content, self.fonts = content, fonts or {}
        shapes = diagram.shapes if diagram is not None else ()
        self.shown = {s.element: s for s in shapes if s.element}
        self.lined = {e.element for e in diagram.edges} if diagram is not None else set()
        self.drawn = bool(self.shown)
        self.first = diagram is next(iter(content.diagrams.values()), None)
        planes = {d.shows for d in content.diagrams.values() if d is not diagram}
        self.elsewhere = planes & content.nodes.keys()
        self.leaf_of: dict[str, int] = {}
        self.leaves = 0
        self.deep: set[str] = set()  # what stands inside expanded sub-processes
        self.joined: set[str] = set()  # lines drawn there
        self.inner = False  # whether it is a sub-process that is gathered

    # -- planes

    def plane(self, shows: str | None) -> Scene:
        """Return what the plane of a collaboration, a process or a sub-process shows."""
        content = self.content
        if shows in content.nodes:
            return self._scene((self._frameless(shows or ""),), [shows or ""])
        collaboration = content.collaborations.get(shows or "")
        if collaboration is None and shows not in content.processes:
            collaboration = next(iter(content.collaborations.values()), None)
        bands, inside = [], []
        pools = collaboration.participants if collaboration is not None else ()
        for key in self._from_above(pools):
            process = content.participants[key].process
            if process in inside:
                process = None
            bands.append(self._pool(key, process))
            inside += [process] if process else []
        for key in self._other_processes(shows, inside, bool(bands)):
            bands.append(self._frameless(key))
            inside.append(key)
        return self._scene(tuple(bands), inside)

    def _other_processes(self, shows: str | None, inside: list[str], pools: bool) -> list[str]:
        """Return the processes of the plane that are no pool."""
        others = [key for key in self.content.processes if key not in inside]
        seen = [k for k in others if any(n.key in self.shown for n in self.content.inside(k))]
        if self.first:
            drawn = {s.element for d in self.content.diagrams.values() for s in d.shapes}
            seen += [key for key in others if self._is_unseen(key, drawn)]
        if not self.drawn and not pools:
            return others
        return [key for key in others if key in seen or (key == shows and not pools)]

    def _is_unseen(self, process: str, drawn: AbstractSet[str | None]) -> bool:
        """Whether a process has nodes of which no diagram of the source shows any."""
        inside = {node.key for node in self.content.inside(process)}
        return bool(inside) and not inside & drawn

    # -- bands

    def _leaf(self) -> int:
        self.leaves += 1
        return self.leaves - 1

    def _pool(self, key: str, process: str | None) -> Band:
        name = self.content.participants[key].name
        if process is None:
            return Band(key=key, kind="pool", closed=True, leaf=self._leaf())
        return replace(self._frameless(process), key=key, title=_title(name))

    def _frameless(self, container: str) -> Band:
        lanes = self._lanes(container, None)
        if not lanes:
            self.leaf_of[container] = self._leaf()
            return Band(key=None, kind="pool", leaf=self.leaf_of[container])
        self.leaf_of[container] = lanes[0].leaves()[0].leaf
        return Band(key=None, kind="pool", bands=lanes)

    def _from_above(self, keys: Iterable[str]) -> list[str]:
        """Return bands in the order in which the source draws them, else in that of the file."""
        order = list(keys)
        places = [shape.bounds for key in order if (shape := self.shown.get(key)) is not None]
        bounds = [place for place in places if place is not None]
        if not bounds or len(bounds) < len(order):
            return order
        xs, ys = [place.x for place in bounds], [place.y for place in bounds]
        side_by_side = max(ys) - min(ys) < min(place.height for place in bounds) / 2
        at = dict(zip(order, xs if side_by_side else ys, strict=True))
        return sorted(order, key=lambda key: at[key])

    def _lanes(self, process: str, inside: str | None) -> tuple[Band, ...]:
        found = [
            lane.key for lane in self.content.lanes.values()
            if lane.inside == inside and (inside or lane.process == process)
        ]  # fmt: skip
        lanes = self.content.lanes
        return tuple(self._lane(process, lanes[key]) for key in self._from_above(found))

    def _lane(self, process: str, lane: Lane) -> Band:
        within = self._lanes(process, lane.key)
        leaf = -1 if within else self._leaf()
        self.leaf_of[lane.key] = within[0].leaves()[0].leaf if within else leaf
        return Band(
            key=lane.key, kind="lane", bands=within, leaf=leaf, title=_title(lane.name)
        )  # fmt: skip

    # -- nodes

    def _scene(self, bands: tuple[Band, ...], containers: list[str]) -> Scene:
        nodes = [node for key in containers for node in self._nodes(key)]
        nodes += self._artifacts(containers)
        opens, lines = self._lines(bands, nodes, containers)
        return Scene(bands=bands, nodes=(*nodes, *opens), lines=lines)

    def _nodes(self, container: str) -> list[Node]:
        inside = self.content.inside(container)
        hosts = {node.key for node in inside}
        return [
            self._node(node) for node in inside
            if not (isinstance(node, Event) and node.attached_to in hosts)
        ]  # fmt: skip

    def _node(self, node: FlowNode) -> Node:
        band = self.leaf_of.get(self._lane_of(node) or "", self.leaf_of.get(node.within, 0))
        if isinstance(node, Event):
            size, names = _square(self._at_least(node.key, EVENT)), self._names(node.key, node.name)
            return Node(key=node.key, kind="event", width=size[0], height=size[1], band=band,
                        names=names)  # fmt: skip
        if isinstance(node, Gateway):
            size, names = (
                _square(self._at_least(node.key, GATEWAY)),
                self._names(node.key, node.name),
            )
            return Node(key=node.key, kind="gateway", width=size[0], height=size[1], band=band,
                        names=names)  # fmt: skip
        inner = self._inner(node)
        size = box_size(
            node.name,
            TASK if inner else self._at_least(node.key, TASK),
            self.fonts.get(node.key, NAME),
        )
        return Node(
            key=node.key, kind="activity", width=size[0], height=size[1], band=band, inner=inner,
            attached=tuple(self._attached(event) for event in self.content.attached(node.key)),
        )  # fmt: skip

    def _lane_of(self, node: FlowNode) -> str | None:
        """Return the lane of a node; one that names none follows what stands in it."""
        if node.lane in self.leaf_of:
            return node.lane
        inside = (n.lane for n in self.content.inside(node.key)) if node.key else ()
        return next((lane for lane in inside if lane in self.leaf_of), None)

    def _attached(self, event: Event) -> Attached:
        size = _square(self._at_least(event.key, EVENT))
        names = self._names(event.key, event.name)
        return Attached(key=event.key, width=size[0], height=size[1], names=names)

    def _inner(self, node: FlowNode) -> Scene | None:
        """Return what an expanded sub-process holds; None for what is drawn as one box."""
        if not isinstance(node, SubProcess) or node.key in self.elsewhere:
            return None
        shape = self.shown.get(node.key)
        held = self.content.inside(node.key)
        if not held or (shape is not None and shape.expanded is False):
            return None
        kept = self.leaves, self.leaf_of, self.inner
        self.leaves, self.leaf_of, self.inner = 0, {}, True
        scene = self._scene((self._frameless(node.key),), [node.key])
        self.leaves, self.leaf_of, self.inner = kept
        self.deep |= {one.key for one in scene.nodes if one.kind != "open"}
        self.deep |= {event.key for one in scene.nodes for event in one.attached}
        return scene

    def _names(self, key: str, name: str) -> tuple[Size, ...]:
        return label_sizes(name, self.fonts.get(key, SMALL))

    def _at_least(self, key: str, least: Size) -> Size:
        shape = self.shown.get(key)
        bounds: Bounds | None = shape.bounds if shape is not None else None
        if bounds is None:
            return least
        return max(bounds.width, least[0]), max(bounds.height, least[1])

    # -- data and texts

    def _artifacts(self, containers: list[str]) -> list[Node]:
        found = []
        for store in self.content.stores.values():
            seen = store.key in self.shown or (
                not self.drawn and store.kind in DRAWN_WITHOUT_SHAPES
            )
            if seen and store.within in containers:
                size = self._at_least(store.key, DATA.get(store.kind, (36.0, 50.0)))
                state = f" [{store.state}]" if store.state else ""
                found.append(Node(
                    key=store.key, kind="data", width=size[0], height=size[1],
                    band=self._near(store.key, store.within),
                    names=self._names(store.key, store.name + state),
                ))  # fmt: skip
        whole = {self.content.nodes[c].key for c in containers if c in self.content.nodes}
        for note in self.content.annotations.values():
            mine = note.within in containers or (
                not whole
                and note.within not in self.leaf_of
                and note.within in self.content.collaborations
            )
            if mine and (note.key in self.shown or not self.drawn):
                wide, high = self._at_least(note.key, (100.0, 30.0))
                size = _note_size(_as_said(note), wide, high, self.fonts.get(note.key, NAME))
                found.append(Node(key=note.key, kind="note", width=size[0], height=size[1],
                                  band=self._near(note.key, note.within)))  # fmt: skip
        return found

    def _near(self, key: str, within: str) -> int:
        """Return the band of the first node that a data element or a text is joined to."""
        content = self.content
        for link in content.associations.values():
            ends = (link.source, link.target)
            if key in ends:
                other = ends[0] if ends[1] == key else ends[1]
                flow = content.flows.get(other or "")
                other = flow.source if flow is not None else other
                node = content.nodes.get(other or "")
                if node is not None and self._lane_of(node) in self.leaf_of:
                    return self.leaf_of[self._lane_of(node) or ""]
                if node is not None and node.within in self.leaf_of:
                    return self.leaf_of[node.within]
        for moved in content.data_associations.values():
            if key in (*moved.sources, moved.target) and moved.step in content.nodes:
                node = content.nodes[moved.step]
                if self._lane_of(node) in self.leaf_of:
                    return self.leaf_of[self._lane_of(node) or ""]
        return self.leaf_of.get(within, 0)

    # -- lines

    def _lines(
        self, bands: tuple[Band, ...], nodes: list[Node], containers: list[str]
    ) -> tuple[list[Node], tuple[Line, ...]]:
        """Return the lines of a scene, and a place for each end that leads to nothing."""
        band_of = {node.key: node.band for node in nodes}
        band_of |= {event.key: node.band for node in nodes for event in node.attached}
        here = band_of.keys() | {band.key for band in bands if band.key is not None}
        opens: list[Node] = []
        lines: list[Line] = []
        for key, kind, ends, name in self._joined(containers):
            if key in self.joined or not self._is_drawn(key, ends, here, containers):
                continue
            known = [end for end in ends if end in here]
            band = next(
                (band_of[end] for end in known if end in band_of),
                self.leaf_of.get(containers[0] if containers else "", 0),
            )
            both = []
            for end, word in zip(ends, ("begins", "ends"), strict=True):
                both.append(end or f"{key} {word}")
                if end is None:
                    opens.append(Node(key=both[-1], kind="open", width=0.0, height=0.0, band=band))
            lines.append(
                Line(
                    key=key, kind=kind, source=both[0], target=both[1], names=self._names(key, name)
                )
            )
        self.joined |= {line.key for line in lines}
        return opens, tuple(lines)

    def _is_drawn(
        self,
        key: str,
        ends: tuple[str | None, str | None],
        here: AbstractSet[str],
        containers: list[str],
    ) -> bool:
        """Whether a line belongs to a scene: its ends do, or a line of it, or nothing."""
        flows, messages = self.content.flows, self.content.messages
        deep = 0
        for end in ends:
            flow = flows.get(end or "")
            if flow is not None:
                deep += flow.within in containers or not self.inner
            else:
                deep += end in self.deep or (end in messages and not self.inner)
        known = sum(end in here for end in ends)
        if known + deep == 2:
            return ends[0] != ends[1] or key in self.content.flows
        return known + ends.count(None) == 2 and key in self.lined

    def _joined(
        self, containers: list[str]
    ) -> Iterator[tuple[str, LineKind, tuple[str | None, str | None], str]]:
        """Yield every line: flows, messages, associations, and what steps read and write."""
        content = self.content
        for flow in content.flows.values():
            if flow.source or flow.target or flow.within in containers or not self.inner:
                yield flow.key, "sequence", (flow.source, flow.target), flow.name
        for message in content.messages.values():
            if message.source or message.target:
                yield message.key, "message", (message.source, message.target), message.name
        for one in content.associations.values():
            if one.source or one.target:
                yield one.key, "link", (one.source, one.target), ""
        for link in content.data_associations.values():
            shown = [key for key in (*link.sources, link.target) if key in content.stores]
            drawn = [key for key in shown if key in self.shown or not self.drawn]
            if drawn:
                ends = (drawn[0], link.step) if link.into else (link.step, drawn[0])
                yield link.key, "link", ends, ""


def _square(size: Size) -> Size:
    return max(size), max(size)


def _title(name: str) -> float:
    words = " ".join(name.split())
    return min(text_width(words, NAME) * SLACK + 16, 220.0) if words else 0.0


def _as_said(note: Annotation) -> str:
    """Return the text of an annotation with its line breaks."""
    return next((part.text for part in note.parts if part.name == "text"), note.text)


def _note_size(text: str, wide: float, high: float, font: float) -> Size:
    parts = text.strip().splitlines()
    lines = [line for part in parts for line in wrap(part, wide / SLACK - 14, font, most=60)]
    return wide, max(high, math.ceil((len(lines) + 1) * font * LINE + 10))
