"""One-step edits of a process, and how much of its picture they move."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

from outsidein.chart.drawing import Box, Drawing
from outsidein.errors import OutsideInError
from outsidein.model.change import Change, Insert, Remove, Scenario
from outsidein.model.process import Process, Step
from outsidein.model.scenario import apply

KINDS = ("add", "remove", "rename", "move")
ORDINARY = {"do", "touch", "tell", "hidden"}
SAME_ROW = 6.0  # px between middles


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A process with one step changed, and the step."""

    kind: str
    step: str
    process: Process


def edited(process: Process, kind: str, seed: int) -> Edit | None:
    """Change one step: add one after it, remove it, rename it, or give it to another part.

    None if the process has no step that can be changed so.
    """
    dice = random.Random(f"{seed} {kind}")
    steps = [s for s in process.steps if s.verb in ORDINARY]
    dice.shuffle(steps)
    for step in steps:
        made = _edited(process, kind, step, dice)
        if made is not None:
            return made
    return None


def _edited(process: Process, kind: str, step: Step, dice: random.Random) -> Edit | None:
    if kind == "rename":
        changed = replace(step, name="Called something else")
        return Edit(kind=kind, step=step.id, process=_with(process, changed))
    if kind == "move":
        others = [p.id for p in process.parts if p.id != step.part]
        if step.part is None or step.ways or not others:
            return None
        changed = replace(step, part=dice.choice(others))
        return Edit(kind=kind, step=step.id, process=_with(process, changed))
    if kind == "add":
        part = dice.choice([None, *(p.id for p in process.parts)])
        added = Step(id="one-more", verb="do", name="One more thing", part=part, phase=step.phase)
        change: Change = Insert(elements=(added,), at=step.id)
        touched = added.id
    else:
        change, touched = Remove(id=step.id), step.id
    try:
        after = apply(process, Scenario(name="edit", changes=(change,)))
    except OutsideInError:
        return None
    return Edit(kind=kind, step=touched, process=after)


def _with(process: Process, changed: Step) -> Process:
    steps = tuple(changed if s.id == changed.id else s for s in process.steps)
    return replace(process, steps=steps)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What an edit did to the steps that it did not touch."""

    untouched: int
    moved: tuple[str, ...]
    shifts: tuple[float, ...]  # px, of each untouched step, after the best common shift


def moved(before: Drawing, after: Drawing, touched: str) -> Moved:
    """Compare two drawings of a process and its edit.

    A node has moved if its lane is another, or if its row, or its place from left to right, is
    another beside the others: two nodes disagree if one stood left of the other and now stands
    right of it, or if they share a lane and one was above, below or level with the other and now
    is not. The fewest nodes that explain all disagreements (found greedily) have moved.
    """
    names = [n for n in before.nodes if n in after.nodes and not _belongs(n, touched)]
    there = {n for n in names if before.lane_of.get(n) == after.lane_of.get(n)}
    gone = [n for n in names if n not in there]
    pairs = [
        (a, b) for a, b in combinations([n for n in names if n in there], 2)
        if _disagree(before, after, a, b)
    ]  # fmt: skip
    while pairs:
        worst = max(Counter(n for pair in pairs for n in pair).items(), key=lambda one: one[1])[0]
        gone.append(worst)
        pairs = [pair for pair in pairs if worst not in pair]
    return Moved(untouched=len(names), moved=tuple(gone), shifts=_shifts(before, after, names))


def _belongs(node: str, touched: str) -> bool:
    return node == touched or node.startswith((f"{touched}.", f"{touched}~", f"{touched}-"))


def _disagree(before: Drawing, after: Drawing, a: str, b: str) -> bool:
    one, two = (before.nodes[a], before.nodes[b]), (after.nodes[a], after.nodes[b])
    if _aside(*one) * _aside(*two) < 0:
        return True
    same_lane = before.lane_of.get(a) == before.lane_of.get(b)
    return same_lane and _above(*one) != _above(*two)


def _aside(a: Box, b: Box) -> int:
    """-1 if a stands left of b, clear of it; 1 if right; 0 if one is above the other."""
    if a.right <= b.left:
        return -1
    return 1 if b.right <= a.left else 0


def _above(a: Box, b: Box) -> int:
    away = (a.top + a.bottom - b.top - b.bottom) / 2
    return 0 if abs(away) < SAME_ROW else (-1 if away < 0 else 1)


def _shifts(before: Drawing, after: Drawing, names: list[str]) -> tuple[float, ...]:
    return tuple(
        abs(after.nodes[n].left + after.nodes[n].right - before.nodes[n].left
            - before.nodes[n].right) / 2
        + abs(after.nodes[n].top + after.nodes[n].bottom - before.nodes[n].top
              - before.nodes[n].bottom) / 2
        for n in names
    )  # fmt: skip
