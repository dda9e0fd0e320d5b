"""Two views of one process in one: what is added, removed, moved or changed, and all else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from outsidein.chart.chart import Chart, Exit, Half, Lane, Link, Node, Shared
from outsidein.chart.plan import SPREAD
from outsidein.chart.wording import count_of

State = Literal["same", "changed", "added", "removed", "moved", "was"]
WAS = "~was"  # behind the id of what stands where it is today
ASIDE = -14.0  # a ghost leaves room for flows at its right
BESIDE = -46.0  # left of a rail that passes


@dataclass(slots=True, kw_only=True)
class Union:
    """Today's view and another in one.

    ``chart`` is to be drawn, ``placed`` to be put on columns (with the parts' old halves) ·
    ``states`` by id of nodes, halves, links, exits and lanes (``was``: where it is today) ·
    ``arrows`` from what stands where it is today to where it goes.
    """

    chart: Chart
    placed: Chart
    states: dict[str, State] = field(default_factory=dict)
    arrows: dict[str, str] = field(default_factory=dict)


def union_of(old: Chart, new: Chart, changed: Callable[[str], bool] = lambda _: False) -> Union:
    """Lay two views of the same kind over each other, in the order of the old one.

    ``changed`` says of a step's id whether anything else is said of it.
    """
    return _Union(old, new, changed).make()


def in_old_order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return all names in the old order, each new one behind what it follows in the new one.

    >>> in_old_order(["a", "b", "d"], ["a", "x", "b", "c"])
    ['a', 'x', 'b', 'c', 'd']
    """
    found = list(old)
    for index, name in enumerate(new):
        if name not in found:
            at = found.index(new[index - 1]) + 1 if index else 0
            found.insert(at, name)
    return found


class _Union:
    def __init__(self, old: Chart, new: Chart, changed: Callable[[str], bool]) -> None:
        self.old, self.new, self.changed = old, new, changed
        self.states: dict[str, State] = {}
        self.arrows: dict[str, str] = {}
        self.ghosts: dict[str, Node] = {}  # drawn where it is today
        self.drawn: dict[str, Node] = {}
        self.placed: dict[str, Node] = {}

    def make(self) -> Union:
        lanes, shared = self.lanes(), self.shared()
        self.level = {lane.id: k for k, lane in enumerate(lanes)}
        for name in in_old_order(list(self.old.nodes), list(self.new.nodes)):
            if name not in self.new.nodes:
                self.gone(self.old.nodes[name])
            elif name not in self.old.nodes:
                self.come(self.new.nodes[name])
            else:
                self.both(self.old.nodes[name], self.new.nodes[name])
        drawn, placed = self.links()
        spans = {span.id for span in (*self.old.promises, *self.old.meanwhiles)}
        for span in (*self.new.promises, *self.new.meanwhiles):
            self.states[span.id] = "same" if span.id in spans else "changed"
        order = in_old_order(self.old.order, self.new.order)
        hidden = {i for i, n in self.ghosts.items() if n.id in self.placed}
        with_ghosts = [x for n in order for x in ((n + WAS, n) if n + WAS in hidden else (n,))]
        removed = {i for i, s in self.states.items() if s == "removed"}
        base = replace(
            self.new, lanes=tuple(lanes), main=self.new.main | (self.old.main & removed),
            exits=tuple(self.exits()), shared=tuple(shared),
        )  # fmt: skip
        return Union(
            chart=replace(base, nodes=self.drawn | self.ghosts, links=tuple(drawn),
                          order=tuple(with_ghosts)),
            placed=replace(base, nodes=self.placed, links=tuple(placed), order=tuple(with_ghosts)),
            states=self.states, arrows=self.arrows,
        )  # fmt: skip

    def lanes(self) -> list[Lane]:
        olds, news = ({lane.id: lane for lane in c.lanes} for c in (self.old, self.new))
        found = []
        for name in in_old_order(list(olds), list(news)):
            lane = news.get(name) or olds[name]
            if name not in olds:
                self.states[f"lane.{name}"] = "added"
                lane = replace(lane, notes=(*lane.notes[:1], "new"))
            elif name not in news:
                self.states[f"lane.{name}"] = "removed"
                lane = replace(lane, notes=(*lane.notes[:1], "no more"))
            elif olds[name].notes != lane.notes and lane.kind in ("department", "partner"):
                self.states[f"lane.{name}"] = "changed"
                lane = replace(lane, notes=(*lane.notes[:1], f"was {olds[name].notes[0]}"))
            found.append(lane)
        return found

    def shared(self) -> list[Shared]:
        """Return the steps drawn once, those that are removed last."""
        olds, news = ({s.id: s for s in c.shared} for c in (self.old, self.new))
        self.gone_once = {name for name in olds if name not in news}
        for name in (*news, *self.gone_once):
            state: State = "same" if name in olds else "added"
            self.states[f"once.{name}"] = "removed" if name in self.gone_once else state
        return [*news.values(), *(s for name, s in olds.items() if name not in news)]

    def come(self, node: Node) -> None:
        self.states[node.id] = "added"
        self.states |= dict.fromkeys((half.id for half in node.halves), "added")
        self.drawn[node.id] = self.placed[node.id] = node

    def gone(self, node: Node) -> None:
        self.states[node.id] = "removed"
        halves = tuple(replace(h, id=h.id + WAS) for h in node.halves)
        self.placed[node.id] = replace(node, halves=halves)
        for half in halves:
            self.ghost_half(node, half, "removed", ASIDE)
        if node.kind in ("step", "back"):
            node = replace(node, kind="ghost", halves=(), wait="", note="", shared=(), trigger=(),
                           aside=ASIDE)  # fmt: skip
        self.drawn[node.id] = node

    def both(self, old: Node, new: Node) -> None:
        state: State = "changed" if self.changed(new.id) or old.text != new.text else "same"
        of_part = new.kind in ("back", "gateway") and not new.halves
        if of_part and old.lane != new.lane and old.kind == "back":
            state = "moved"
            ghost = replace(old, id=old.id + WAS, kind="ghost", note="", aside=ASIDE)
            self.ghosts[ghost.id] = ghost
            self.placed[ghost.id] = replace(ghost, kind="back")
            self.states[ghost.id] = "was"
            self.arrows[ghost.id] = new.id
        self.states[new.id] = state
        before = {half.id: half.note for half in old.halves}
        new = replace(new, note=_note_and_before(old.note, new.note), halves=tuple(
            replace(h, note=_note_and_before(before.get(h.id, ""), h.note)) for h in new.halves
        ))  # fmt: skip
        passed = tuple(s for s in old.shared if s in self.gone_once and s not in new.shared)
        for shared in (*new.shared, *passed):
            pill: State = "removed" if shared in passed else "same"
            self.states[f"{new.id}.through.{shared}"] = pill
        self.drawn[new.id] = replace(
            new, wait=_wait_and_before(old.wait, new.wait), shared=(*new.shared, *passed)
        )
        self.placed[new.id] = replace(new, halves=(*new.halves, *self.halves(old, new)))

    def halves(self, old: Node, new: Node) -> Iterator[Half]:
        """Match the halves of an encounter; yield those that stand where they are today."""
        left = {half.id: half for half in old.halves}
        unmatched = []
        for half in new.halves:
            if half.id in left and left[half.id].lane == half.lane:
                del left[half.id]
                self.states[half.id] = "same"
            else:
                unmatched.append(half)
        for half in [h for h in unmatched if any(o.lane == h.lane for o in left.values())]:
            twin = next(o for o in left.values() if o.lane == half.lane)
            del left[twin.id]
            unmatched.remove(half)
            self.states[half.id] = "same"
        for half in unmatched:
            twins = [o for o in left.values() if _channels(o) & _channels(half)]
            self.states[half.id] = "moved" if twins else "added"
            if twins:
                del left[twins[0].id]
                yield from self.old_half(new, replace(twins[0], id=twins[0].id + WAS), half)
        for half in list(left.values()):
            yield from self.old_half(new, replace(half, id=half.id + WAS), None)

    def old_half(self, new: Node, ghost: Half, to: Half | None) -> Iterator[Half]:
        if ghost.lane in {half.lane for half in new.halves} or ghost.id in self.ghosts:
            return
        passed = any(self.level[h.lane] > self.level[ghost.lane] for h in new.halves)
        first = -SPREAD * (len(new.halves) - 1) / 2
        self.ghost_half(new, ghost, "was" if to else "removed", first + BESIDE if passed else ASIDE)
        if to is not None:
            self.arrows[ghost.id] = to.id
        yield replace(ghost, badges=())

    def ghost_half(self, node: Node, half: Half, state: State, aside: float) -> None:
        self.states[half.id] = state
        self.ghosts[half.id] = Node(
            id=half.id, kind="ghost", lane=half.lane, text=half.text, title=half.title,
            position=node.position, phase=node.phase, is_system=half.is_system, aside=aside,
        )  # fmt: skip

    def links(self) -> tuple[list[Link], list[Link]]:
        """Return the links to be drawn, and those by which the nodes are placed."""
        olds = {_ends(link): link for link in self.old.links}
        news = {_ends(link): link for link in self.new.links}
        drawn: list[Link] = []
        for ends, link in news.items():
            before = olds.get(ends)
            self.states[link.id] = "same" if before else "added"
            if before and link.kind == "flow" and before.share != link.share:
                self.states[link.id] = "changed"
                link = replace(link, was=before.share)
            drawn.append(link)
        placed = list(drawn)
        taken = {link.id for link in drawn}
        for ends, link in olds.items():
            ghost = self.as_it_was(link)
            if ends not in news and ghost.kind == "flow":
                placed.append(replace(ghost, id=link.id + WAS))
                is_gone = [self.states.get(n) in ("removed", "was") for n in _two(ghost)]
                if all(is_gone) or not (any(is_gone) or self.is_bridged(link)):
                    name = link.id if link.id not in taken else link.id + WAS
                    drawn.append(replace(ghost, id=name, share=None, weight=None, label=""))
                    self.states[name] = "was" if all(is_gone) else "removed"
            elif ghost.kind == "flow" and (ghost.source, ghost.target) != (
                link.source,
                link.target,
            ):
                placed.append(replace(ghost, id=link.id + WAS))
        known = self.drawn.keys() | self.ghosts.keys()
        return [k for k in drawn if k.source in known and k.target in known], [
            k for k in placed if k.source in self.placed and k.target in self.placed
        ]

    def is_bridged(self, link: Link) -> bool:
        """Return whether only steps that are added lie between the two ends now."""
        waiting, seen = [link.source], {link.source}
        while waiting:
            here = waiting.pop()
            for onward in self.new.links:
                if onward.source != here or onward.kind != "flow" or onward.target in seen:
                    continue
                if onward.target == link.target:
                    return True
                if self.states.get(onward.target) == "added":
                    seen.add(onward.target)
                    waiting.append(onward.target)
        return False

    def as_it_was(self, link: Link) -> Link:
        """Return an old link between what stands where it is today."""

        def was(name: str, other: str) -> str:
            if name + WAS in self.ghosts:
                return name + WAS
            halves = [h.id + WAS for h in self.old.nodes[name].halves if h.id + WAS in self.ghosts]
            of_part = self.level[self.old.nodes[other].lane] >= self.first_part
            return halves[0] if halves and of_part and self.states.get(name) != "removed" else name

        return replace(
            link, source=was(link.source, link.target), target=was(link.target, link.source)
        )

    @property
    def first_part(self) -> int:
        return sum(lane.of_customer for lane in self.new.lanes)

    def exits(self) -> Iterator[Exit]:
        olds = {mark.id: mark for mark in self.old.exits}
        for mark in self.new.exits:
            before = olds.get(mark.id)
            state: State = "added"
            if before is not None:
                state = "same" if before.lines == mark.lines else "changed"
            self.states[mark.id] = state
            stays = mark.leads or mark.end is not None or mark.notices or mark.noticed_at
            if state != "same" or stays or mark.kind != "fail":
                yield _with_before(mark, before) if before else mark


def _with_before(mark: Exit, before: Exit) -> Exit:
    """Return a mark that also says what it says today."""
    lines = mark.lines
    if before.short != mark.short and mark.kind == "fail" and lines:
        lines = (*lines, f"was {before.short}")
    went = "" if before.went is None else count_of(before.went, 1000)
    return replace(mark, lines=lines, went_before=went)


def _note_and_before(old: str, new: str) -> str:
    """Return how long a step takes, with what it is today."""
    return f"{new}, was {old}" if old and new and old != new else new


def _wait_and_before(old: str, new: str) -> str:
    """Return a wait that changed with what it is today; one that did not is left out."""
    if old == new:
        return ""
    return f"{new}, was {old}" if old and new else new


def _channels(half: Half) -> set[str]:
    return {badge.name for badge in half.badges}


def _ends(link: Link) -> tuple[str, str, str, str | None]:
    return (link.source, link.target, link.kind, link.exit)


def _two(link: Link) -> Iterable[str]:
    return link.source, link.target
