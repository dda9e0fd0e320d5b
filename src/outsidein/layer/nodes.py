"""A drawing as the tree of a document: each step knows its line in the drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from outsidein.address import slug
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.owners import tidy
from outsidein.bpmn.processes import ProcessRead
from outsidein.document.nodes import Node
from outsidein.model.graph import placed_steps


class Drawn:
    """What a drawing says, by the words one may use for it.

    ``names`` are the ids of the steps of each name, ``elements`` the step that each element of the
    file belongs to, ``titles`` the names that only one step has.
    """

    def __init__(self, file: BpmnFile, read: ProcessRead) -> None:
        self.name = file.name
        self.lines = {element.key: element.line for element in file.content.every()}
        placed = placed_steps(read.process)
        self.ids = frozenset(placed)
        self.names: dict[str, list[str]] = defaultdict(list)
        for identity, one in placed.items():
            self.names[folded(one.step.name)].append(identity)
        self.elements = {
            slug(key): step for step, keys in read.held.items() for key in keys if step in placed
        }
        self.line_of = {
            step: next((self.lines[key] for key in keys if key in self.lines), 1)
            for step, keys in read.held.items()
        }
        self.titles = {
            placed[ids[0]].step.name: ids[0] for ids in self.names.values() if len(ids) == 1
        }

    def meant(self, word: str) -> list[str]:
        """Return the steps that a word may mean: by id, by the id of an element, by name."""
        identity = slug(word)
        if identity in self.ids:
            return [identity]
        if identity in self.elements:
            return [self.elements[identity]]
        return self.names.get(folded(word), [])

    def root(self, tree: Mapping[str, Any]) -> Node:
        """Return the tree of the document that says what is drawn."""
        return self._node(tree, 1)

    def _node(self, tree: Any, line: int) -> Node:
        if isinstance(tree, Mapping):
            node = Node(kind="map", start=-line, end=-line)
            for key, value in tree.items():
                at = self.line_of.get(slug(key), line)
                node.entries.append((_text(key, at), self._node(value, at)))
                node.keys.add(key)
            return node
        if isinstance(tree, list):
            items = [self._node(item, line) for item in tree]
            return Node(kind="list", start=-line, end=-line, items=items)
        return _text(str(tree), line)


def _text(text: str, line: int) -> Node:
    return Node(kind="text", start=-line, end=-line, text=text)


def folded(name: str) -> str:
    """Return a name as it is compared: on one line, case ignored."""
    return tidy(name).casefold()


def steps_in(node: Node) -> Iterator[tuple[Node, Node, Node]]:
    """Yield (list, item, value) of each step of a list of steps, those inside others too."""
    for item in node.items:
        if item.kind != "map" or len(item.entries) != 1 or item.entries[0][0].text == "phase":
            continue
        value = item.entries[0][1]
        yield node, item, value
        for key, inner in value.entries if value.kind == "map" else ():
            if key.text == "may":
                yield from steps_in(inner)
            elif key.text in ("together", "some of") and inner.kind == "map":
                for _, branch in inner.entries:
                    yield from steps_in(branch)
