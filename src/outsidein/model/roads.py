"""Ways between steps through what nobody visits: splits, joins, steps for other customers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from outsidein.model.graph import OFF_THE_FLOW, Placed, flows, placed_steps
from outsidein.model.process import Process

JOIN = "~join"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The flows, by (source, target), that lead from a step to the next one that is visited.

    ``limit`` is the step whose visits were used up, if the road leads past it.
    """

    flows: tuple[Pair, ...]
    limit: str = ""


class Roads:
    """The roads of a process; what was found is remembered."""

    def __init__(self, process: Process) -> None:
        self.placed = placed_steps(process)
        self._onward: dict[str, list[tuple[str, Pair | None]]] = {}
        self._known: dict[str, dict[str, Road]] = {}
        self._out: dict[str, list[str]] = {}
        for flow in flows(process):
            if flow.kind not in ("next", "go", "race", "block"):
                self._out.setdefault(flow.source, []).append(flow.target)
                continue
            splits = bool(self.placed[flow.source].step.blocks) and flow.kind != "block"
            source = flow.source + JOIN if splits else flow.source
            self._lay(source, flow.target, (flow.source, flow.target))
        for place in self.placed.values():
            for last in _lasts(place):
                self._lay(last, place.step.id + JOIN, None)

    def _lay(self, source: str, target: str, flow: Pair | None) -> None:
        self._onward.setdefault(source, []).append((target, flow))

    def between(self, source: str, target: str) -> Road | None:
        """Return the shortest road between two steps; None if no flow leads there."""
        return self.onward(source).get(target)

    def onward(self, source: str) -> dict[str, Road]:
        """Return every step that may come straight after one, and the road there."""
        if source not in self._known:
            self._known[source] = self._search(source)
        return self._known[source]

    def leaving(self, source: str) -> set[str]:
        """Return every step that may come straight after one that was not served."""
        found: set[str] = set()
        for target in self._out.get(source, ()):
            found |= {target, *self._past(target)}
            if self._is_passed(target):
                found |= self.onward(target).keys()
        return found

    def _search(self, source: str) -> dict[str, Road]:
        found: dict[str, Road] = {}
        past: dict[str, Road] = {}
        seen, queue = {source}, deque([(source, tuple[Pair, ...]())])
        while queue:
            here, road = queue.popleft()
            for following, flow in self._onward.get(here, ()):
                longer = (*road, flow) if flow else road
                found.setdefault(following, Road(flows=longer))
                for target in self._past(following):
                    past.setdefault(target, Road(flows=longer, limit=following))
                if following not in seen and self._is_passed(following):
                    seen.add(following)
                    queue.append((following, longer))
        return past | found

    def _past(self, step: str) -> list[str]:
        """Return where those go whose visits to a step are used up."""
        place = self.placed.get(step)
        if place is None:
            return []
        said = [place.step.at_most, *(way.at_most for way in place.step.ways)]
        return [limit.to for limit in said if limit is not None and limit.to is not None]

    def _is_passed(self, name: str) -> bool:
        place = self.placed.get(name)
        if place is None:
            return True  # a join
        step = place.step  # a touch keeps nobody: the case may end before it does
        return bool(step.blocks) or step.only is not None or step.verb in ("call", "touch")


def _lasts(place: Placed) -> Iterator[str]:
    """Yield the steps from which the branches of a block reach its join."""
    for block in place.step.blocks:
        inside = [s for s in block.steps if s.verb not in OFF_THE_FLOW]
        if not inside:
            yield place.step.id
        elif inside[-1].verb != "end":
            yield inside[-1].id + (JOIN if inside[-1].blocks else "")
