"""The document: a text in, a process and every fault with its place out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from outsidein.document import syntax
from outsidein.document.changes import read_scenarios
from outsidein.document.identity import check_names
from outsidein.document.limits import within_limits
from outsidein.document.names import Names, collect_maps, collect_steps
from outsidein.document.nodes import MOST_BYTES, AnyPlaces, Node, Places, compose, decode
from outsidein.document.reading import Reading
from outsidein.document.sections import (
    read_arrivals,
    read_channels,
    read_customers,
    read_organisation,
    read_working_days,
)
from outsidein.document.steps import read_steps
from outsidein.document.values import positive_law
from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped
from outsidein.model.keys import TOP_KEYS
from outsidein.model.process import Process

_QUOTED = re.compile(r'"([^"]*)"')
NUMBERS = ("assumed", "observed", "proposed")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document as read: its text, its tree, the process it means, and what is wrong with it.

    ``spots`` are positions by address, ``extents`` where each element begins and ends;
    ``process`` is as complete as the faults allow, None if the text is no document at all.
    """

    name: str
    text: str
    root: Node | None
    process: Process | None
    faults: tuple[Fault, ...]
    spots: Mapping[str, int] = field(default_factory=dict)
    extents: Sequence[tuple[int, int, str]] = ()
    flows_are_sure: bool = True
    spelled_in: AnyPlaces | None = None  # where positions are, if not in the lines of the text
    hints: Callable[[str, str], str] | None = None  # (address, hint) -> the hint as said here
    drawing: str | None = None  # the file it is laid over
    names: Mapping[str, str] = field(default_factory=dict)  # id -> what people call it

    @cached_property
    def places(self) -> AnyPlaces:
        """Lines and columns of the text, or the cells of a workbook."""
        return self.spelled_in or Places(self.text, self.name)

    @property
    def has_comments(self) -> bool:
        """Whether the text has comments: a # at the beginning of a line or behind two blanks.

        In a story # is a heading, and // begins a remark.
        """
        lines = self.text.splitlines() if self.root is not None else []
        if self.name.endswith(".story"):
            return any(line.lstrip().startswith("//") for line in lines)
        return any(line.lstrip().startswith("#") or "  #" in line for line in lines)

    def sure(self) -> Process:
        """Return the process; raise OutsideInError if something could not be read."""
        errors = [fault for fault in self.faults if fault.severity == "error"]
        if errors or self.process is None:
            raise OutsideInError(errors)
        return self.process

    def misread(self) -> set[str]:
        """Return the ids of elements inside which something could not be read."""
        wrong = sorted(self.order(fault) for fault in self.faults if fault.severity == "error")
        at = self.places.line_and_column
        waiting = sorted((at(start), at(end), identity) for start, end, identity in self.extents)
        waiting.reverse()
        around: list[tuple[tuple[int, int], str]] = []  # elements begun and not ended, outer first
        found: set[str] = set()
        for place in wrong:
            while waiting and waiting[-1][0] <= place:
                start, end, identity = waiting.pop()
                around = [one for one in around if one[0] >= start]
                around.append((end, identity))
            around = [one for one in around if one[0] >= place]
            found |= {identity for _, identity in around[-1:]}
        return found

    def order(self, fault: Fault) -> tuple[int, int]:
        """Return where a fault stands, to sort by."""
        return self.places.order(fault.where)

    def hint(self, address: str, hint: str) -> str:
        """Return what to do about a fault at an address, in the words of this kind of file."""
        return self.hints(address, hint) if self.hints is not None else hint

    def named(self, text: str) -> str:
        """Return a text that calls steps as people do, the technical id behind."""

        def name(found: re.Match[str]) -> str:
            identity = found[1]
            return f'"{self.names[identity]}" ({identity})' if identity in self.names else found[0]

        return _QUOTED.sub(name, text) if self.names else text

    def rows(self, faults: Sequence[Fault]) -> list[Fault]:
        """Return faults found by address as a page lists them: by place where ids are technical."""
        if not self.names:
            return list(faults)
        return [
            replace(fault, where=self.place(fault.where), what=self.named(fault.what))
            for fault in faults
        ]

    def place(self, address: str) -> str:
        """Return file:line:column of an address, or of the nearest element it belongs to."""
        pieces = address.split(".")
        while pieces:
            spot = self.spots.get(".".join(pieces))
            if spot is not None:
                return self.places(spot)
            pieces.pop()
        return self.places(0)


def open_bytes(content: bytes, name: str) -> Document:
    """Read a document from the content of a file and keep what was found wrong."""
    text, faults = decode(content, name)
    if not faults:
        return open_text(text, name)
    return Document(
        name=name, text="", root=None, process=None, faults=tuple(faults), flows_are_sure=False
    )  # fmt: skip


def read(path: str | Path) -> Process:
    """Read a document; raise OutsideInError with every fault at its file:line:column."""
    content = read_capped(path, most_bytes=MOST_BYTES)
    text, faults = decode(content, str(path))
    if faults:
        raise OutsideInError(faults)
    return read_text(text, str(path))


def read_text(text: str, name: str = "document.yaml") -> Process:
    """Read a document from its text; raise OutsideInError with every fault at its place."""
    return open_text(text, name).sure()


def open_text(text: str, name: str = "document.yaml") -> Document:
    """Read a document from its text and keep what was found wrong; never raises for it."""
    text = text.removeprefix("\ufeff")
    places = Places(text, name)
    root, faults = compose(text, places)
    if root is None:
        return Document(
            name=name, text=text, root=None, process=None, faults=tuple(faults),
            flows_are_sure=False,
        )  # fmt: skip
    return open_tree(root, faults, places, name=name, text=text)


def open_tree(
    root: Node, faults: list[Fault], places: AnyPlaces, *, name: str, text: str = "",
    titles: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Read a document from its tree, wherever that comes from; never raises for it.

    ``titles`` are further names of steps, by which one may refer to them: title -> id.
    """
    reading = Reading(places, Names(), faults)
    process: Process | None = _Top(reading, root, titles or {}).read()
    if process is not None and not within_limits(reading, root, process):
        process = None
    ordered = sorted(dict.fromkeys(reading.faults), key=lambda fault: places.order(fault.where))
    return Document(
        name=name, text=text, root=root, process=process, faults=tuple(ordered),
        spots=reading.spots, extents=reading.extents, flows_are_sure=reading.flows_are_sure,
        spelled_in=places,
    )  # fmt: skip


class _Top:
    """Reads the top keys of a document."""

    def __init__(self, reading: Reading, root: Node, titles: Mapping[str, str]) -> None:
        self.reading, self.root, self.titles = reading, root, titles
        self.said: dict[str, Any] = {}

    def read(self) -> Process:
        reading = self.reading
        entries = {key.text: value for key, value in reading.entries(self.root, "the document")}
        for key, _ in self.root.entries:
            if key.text not in TOP_KEYS:
                reading.unknown(key, key.text, TOP_KEYS, "key")
        if self.root.kind == "map" and "process" not in entries:
            hint = "begin with `process: NAME`"
            reading.fault("value-missing", self.root, "the process has no name", hint)
        self.collect(entries)
        for top, value in entries.items():
            if top in self._SECTIONS and not value.broken:
                reading.mark(value, top)
                self._SECTIONS[top](self, value)
        if "steps" not in entries and self.root.kind == "map":
            reading.fault("value-missing", self.root, "no steps are given", "write `steps:`")
        process = Process(name=self.said.pop("name", ""), **self.said)
        scenarios = entries.get("scenarios")
        if scenarios is not None and not scenarios.broken:
            reading.mark(scenarios, "scenarios")
            process = replace(process, scenarios=read_scenarios(reading, scenarios))
        currency = self.currency()
        return replace(process, sources=dict(reading.sources), currency=currency)

    def collect(self, entries: dict[str, Node]) -> None:
        names, reading = self.reading.names, self.reading
        collect_maps(names, entries.get("customers"), "customer")
        collect_maps(names, entries.get("organisation"), "part")
        channels = entries.get("channels")
        if channels is not None and channels.kind == "map":
            names.channels += [syntax.clean(key.text) for key, _ in channels.entries]
        collect_steps(names, entries.get("shared"))
        collect_steps(names, entries.get("steps"))
        for title, identity in self.titles.items():
            names.known.setdefault(("step", title), identity)
        check_names(reading, names, names.every)

    def currency(self) -> str | None:
        currencies = list(self.reading.currencies.items())
        for other, node in currencies[1:]:
            what = f"the amount is in {other}, others in {currencies[0][0]}"
            self.reading.fault("two-currencies", node, what, "use one currency")
        return currencies[0][0] if currencies else None

    # -- one function a section

    def name(self, node: Node) -> None:
        self.said["name"] = self.reading.text(node, "process") or ""

    def numbers(self, node: Node) -> None:
        text = self.reading.text(node, "numbers")
        if text is not None and text.removeprefix("~") not in NUMBERS:
            self.reading.unknown(node, text, NUMBERS, "source")
        elif text is not None:
            self.said["numbers"] = text.removeprefix("~")

    def customers(self, node: Node) -> None:
        self.said["customers"] = read_customers(self.reading, node)

    def channels(self, node: Node) -> None:
        self.said["channels"] = read_channels(self.reading, node)

    def organisation(self, node: Node) -> None:
        self.said["parts"] = read_organisation(self.reading, node)

    def arrivals(self, node: Node) -> None:
        self.said["arrivals"] = read_arrivals(self.reading, node)

    def shared(self, node: Node) -> None:
        self.said["shared"] = read_steps(self.reading, node, "shared")

    def steps(self, node: Node) -> None:
        self.said["steps"] = read_steps(self.reading, node, "steps")

    def poor_when(self, node: Node) -> None:
        rules = [
            self.reading.spelled(item, "poor when", syntax.poor_rule)
            for item in self.reading.one_or_more(node)
        ]
        self.said["poor_when"] = tuple(rule for rule in rules if rule is not None)

    def working_days(self, node: Node) -> None:
        days = read_working_days(self.reading, node)
        if days:
            self.said["working_days"] = days

    def horizon(self, node: Node) -> None:
        law = self.reading.sourced(node, "horizon", positive_law, "horizon")
        if law is not None:
            self.said["horizon_seconds"] = law.mean_seconds

    def judge_by(self, node: Node) -> None:
        self.said["judge_by"] = self.reading.spelled(node, "judge by", syntax.measure)

    def drawn_in(self, node: Node) -> None:
        self.said["drawn_in"] = self.reading.text(node, "drawn in")

    _SECTIONS: Mapping[str, Callable[[_Top, Node], None]] = {
        "process": name,
        "numbers": numbers,
        "customers": customers,
        "channels": channels,
        "organisation": organisation,
        "arrivals": arrivals,
        "shared": shared,
        "steps": steps,
        "poor when": poor_when,
        "working days": working_days,
        "horizon": horizon,
        "judge by": judge_by,
        "drawn in": drawn_in,
    }
