"""Whose each step is: the pool or the lane in which it stands."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.bpmn.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A pool or a lane, by its key; ``pool`` is the key of the pool around a lane."""

    key: str
    name: str
    pool: str
    is_pool: bool = False


class Owners:
    """All pools and named lanes of a file, in its order."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._by_process: dict[str, Owner] = {}
        self._by_key: dict[str, Owner] = {}
        for participant in content.participants.values():
            owner = Owner(
                key=participant.key, name=tidy(participant.name), pool=participant.key, is_pool=True
            )
            self._by_key[owner.key] = owner
            if participant.process is not None:
                self._by_process.setdefault(participant.process, owner)
        for process in content.processes.values():
            if process.key not in self._by_process:
                owner = Owner(key=process.key, name="", pool=process.key, is_pool=True)
                self._by_process[process.key] = self._by_key[process.key] = owner
        for lane in content.lanes.values():
            if lane.name.strip():
                above = self._by_process.get(lane.process)
                pool = above.key if above is not None else lane.process
                self._by_key[lane.key] = Owner(key=lane.key, name=tidy(lane.name), pool=pool)
        self.every = tuple(self._by_key.values())

    def of(self, node: str) -> Owner | None:
        """Return the owner of a flow node: its innermost named lane, else its pool."""
        around: str | None = node
        while around is not None and around in self._content.nodes:
            found = self._of_lane(self._content.nodes[around].lane)
            if found is not None:
                return found
            around = self._content.nodes[around].within
        return self._by_process.get(around or "")

    def _of_lane(self, lane: str | None) -> Owner | None:
        seen: set[str] = set()
        while lane is not None and lane not in seen:
            seen.add(lane)
            if lane in self._by_key:
                return self._by_key[lane]
            lane = self._content.lanes[lane].inside if lane in self._content.lanes else None
        return None

    def at(self, key: str | None) -> Owner | None:
        """Return the owner at one end of a message: a pool itself, or a node's."""
        if key is None:
            return None
        return self._by_key.get(key) or self.of(key)

    def pool(self, key: str | None) -> str | None:
        """Return the key of the pool at one end of a message."""
        found = self.at(key)
        return found.pool if found is not None else None

    def named(self, name: str) -> frozenset[str]:
        """Return the keys of every pool and lane of a name, with the lanes inside such a pool."""
        folded = name.casefold()
        own = {owner.key for owner in self.every if name and owner.name.casefold() == folded}
        inner = {owner.key for owner in self.every if owner.pool in own}
        return frozenset(own | inner)


def tidy(text: str) -> str:
    """Return a text on one line, without superfluous blanks."""
    return " ".join(text.split())
