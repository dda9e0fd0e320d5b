"""The figures of several drawers of the same files, as a table in Markdown."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.layout.score import KINDS, Score
from benchmarks.layout.unextended import hard_faults


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """A program, or the people, with what it drew and what it refused, by file."""

    name: str
    scores: dict[str, Score]
    refused: dict[str, str]
    cpu_seconds: list[float]


Figure = Callable[[list[Score]], str]
FIRST = {
    "area per node, k px², median": ("area_per_node", statistics.median, 0.001),
    "length per flow, px, median": ("length_per_flow", statistics.median, 1.0),
    "bends per flow, median": ("bends_per_flow", statistics.median, 1.0),
    "bends per flow, mean": ("bends_per_flow", statistics.mean, 1.0),
    "crossings, mean": ("crossings", statistics.mean, 1.0),
}
SOFT = {
    "crossings of any lines, mean": ("crossings_all", statistics.mean, 1.0),
    "bends per flow, mean": ("bends", statistics.mean, 1.0),
    "length per flow, px, median": ("length", statistics.median, 1.0),
    "area per node, k px², median": ("area", statistics.median, 0.001),
    "px to the left per flow, mean": ("back", statistics.mean, 1.0),
    "share of length that is level or upright, mean": ("orthogonal", statistics.mean, 1.0),
    "width ÷ height, median": ("aspect", statistics.median, 1.0),
    "share of flows that lead to the right, mean": ("forward", statistics.mean, 1.0),
    "branches that leave a gateway together, mean": ("shared_exits", statistics.mean, 1.0),
    "px from a label to its own, mean": ("label_distance", statistics.mean, 1.0),
    "pairs of lanes in another order, in all": ("lanes_moved", sum, 1.0),
}


def table(drawers: list[Drawer]) -> str:
    """Return two tables: the files that the first scorer took, and all, with each kind of fault."""
    comparable = {name for name, one in drawers[0].scores.items() if one.comparable}
    every = set(drawers[0].scores)
    rows = [row for row in _rows() if row[0] not in KINDS]
    parts = [_one(drawers, comparable, rows)] if comparable else []
    return "\n".join([*parts, _one(drawers, every, list(_rows()))])


def _one(drawers: list[Drawer], files: set[str], rows: list[tuple[str, Figure]]) -> str:
    chosen = [[d.scores[f] for f in sorted(d.scores.keys() & files)] for d in drawers]
    refused = [len(d.refused.keys() & files) for d in drawers]
    head = [f"{len(files)} files", *(d.name for d in drawers)]
    lines = [head, ["---"] * len(head), ["refused", *map(str, refused)]]
    for label, figure in rows:
        lines.append([label, *(figure(scores) if scores else "–" for scores in chosen)])
    seconds = ["–", *(f"{statistics.mean(d.cpu_seconds):.2f}" for d in drawers[1:])]
    lines.append(["CPU seconds a file, mean of all", *seconds])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _rows() -> Iterator[tuple[str, Figure]]:
    yield "**first scorer: hard faults**", _first_hard
    for label, (name, middle, unit) in FIRST.items():
        yield f"first scorer: {label}", _of("unextended", name, middle, unit)
    yield "**hard faults**", lambda scores: str(sum(len(one.faults) for one in scores))
    yield "files without any", lambda scores: str(sum(not one.faults for one in scores))
    for kind in KINDS:
        yield kind, _count(kind)
    for label, (name, middle, unit) in SOFT.items():
        yield label, _of("soft", name, middle, unit)


def _first_hard(scores: list[Score]) -> str:
    return f"{sum(hard_faults(one.unextended) for one in scores):g}"


def _count(kind: str) -> Figure:
    return lambda scores: str(sum(one.kinds[kind] for one in scores))


def _of(part: str, name: str, middle: Callable[[list[float]], float], unit: float) -> Figure:
    return lambda scores: f"{unit * middle([getattr(one, part)[name] for one in scores]):.4g}"
