"""A tree as a workflow net, and the net as PNML, so that other programs read the same model.

Sources: van der Aalst, Process Mining, 2nd ed. (2016), figure 7.20 (trees as nets); ISO/IEC
15909-2:2011 (PNML).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from outsidein.discovery.tree import Tree

NAMESPACE = "http://www.pnml.org/version-2009/grammar/pnml"
TYPE = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"
SOURCE, SINK = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A transition with the places it takes a token from and puts one into; None: silent."""

    label: str | None
    takes: tuple[int, ...]
    puts: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Net:
    """A workflow net: one token in place 0 at the beginning, one in place 1 at the end."""

    places: int = 2
    transitions: list[Transition] = field(default_factory=list)


def net_of(tree: Tree) -> Net:
    """Return the workflow net of a tree: sound, and never two tokens in one place."""
    net = Net()
    _add(net, tree, SOURCE, SINK)
    return net


def _place(net: Net) -> int:
    net.places += 1
    return net.places - 1


def _arrow(net: Net, label: str | None, takes: tuple[int, ...], puts: tuple[int, ...]) -> None:
    net.transitions.append(Transition(label=label, takes=takes, puts=puts))


def _add(net: Net, tree: Tree, begin: int, end: int) -> None:
    if not tree.children:
        _arrow(net, tree.label, (begin,), (end,))
    elif tree.kind == "choice":
        for child in tree.children:
            _add(net, child, begin, end)
    elif tree.kind == "sequence":
        for child in tree.children[:-1]:
            middle = _place(net)
            _add(net, child, begin, middle)
            begin = middle
        _add(net, tree.children[-1], begin, end)
    elif tree.kind == "parallel":
        begins, ends = zip(*((_place(net), _place(net)) for _ in tree.children), strict=True)
        _arrow(net, None, (begin,), begins)
        for child, first, last in zip(tree.children, begins, ends, strict=True):
            _add(net, child, first, last)
        _arrow(net, None, ends, (end,))
    else:
        entry, done = _place(net), _place(net)
        _arrow(net, None, (begin,), (entry,))
        _add(net, tree.children[0], entry, done)
        for redo in tree.children[1:]:
            _add(net, redo, done, entry)
        _arrow(net, None, (done,), (end,))


def pnml(tree: Tree, name: str = "net") -> bytes:
    """Return the workflow net of a tree as PNML, with its first and its final marking."""
    net = net_of(tree)
    root = etree.Element("pnml", xmlns=NAMESPACE)
    drawn = etree.SubElement(root, "net", id="net1", type=TYPE)
    _named(drawn, name)
    page = etree.SubElement(drawn, "page", id="page1")
    for p in range(net.places):
        place = etree.SubElement(page, "place", id=f"p{p}")
        _named(place, f"p{p}")
        if p == SOURCE:
            etree.SubElement(etree.SubElement(place, "initialMarking"), "text").text = "1"
    for t, transition in enumerate(net.transitions):
        shown = etree.SubElement(page, "transition", id=f"t{t}")
        _named(shown, transition.label or f"tau{t}")
        if transition.label is None:
            etree.SubElement(
                shown, "toolspecific", tool="ProM", version="6.4", activity="$invisible$"
            )
        for p in transition.takes:
            etree.SubElement(page, "arc", id=f"a{p}t{t}", source=f"p{p}", target=f"t{t}")
        for p in transition.puts:
            etree.SubElement(page, "arc", id=f"t{t}a{p}", source=f"t{t}", target=f"p{p}")
    marked = etree.SubElement(etree.SubElement(drawn, "finalmarkings"), "marking")
    final = etree.SubElement(marked, "place", idref=f"p{SINK}")
    etree.SubElement(final, "text").text = "1"
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _named(element: etree._Element, name: str) -> None:
    etree.SubElement(etree.SubElement(element, "name"), "text").text = name
