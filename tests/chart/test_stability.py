"""A small edit is a small change of the picture."""

from __future__ import annotations

from typing import get_args

import pytest

from chart.edits import KINDS, Moved, edited, moved
from outsidein.chart import draw
from outsidein.chart.chart import ViewKind
from outsidein.document import read_text
from random_processes import random_process

VIEWS = get_args(ViewKind)
MOST = 0.1  # of the untouched steps
CHAIN = """process: Chain
channels: {web: self}
organisation: {Shop: {kind: system}, Courier: {kind: partner}}
steps:
"""


def edits(seed: int, view: ViewKind) -> dict[str, Moved]:
    """What each kind of edit of a random process moves."""
    process = random_process(seed)
    before = draw(process, view).drawing
    found = {}
    for kind in KINDS:
        edit = edited(process, kind, seed)
        if edit is not None:
            found[kind] = moved(before, draw(edit.process, view).drawing, edit.step)
    return found


def share(found: list[Moved]) -> float:
    """Share of all untouched steps that have moved."""
    return sum(len(one.moved) for one in found) / sum(one.untouched for one in found)


@pytest.mark.parametrize("view", VIEWS)
def test_one_step_edits_move_little(view: ViewKind) -> None:
    """Of ten random processes: adding, removing, renaming, moving one step to another part."""
    found = [one for seed in range(10) for one in edits(seed, view).values()]
    assert len(found) > 30
    assert share(found) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
def test_one_step_edits_of_two_hundred_processes_move_little(view: ViewKind) -> None:
    """Each kind of edit moves at most a tenth of the untouched steps; few edits move more.

    A renamed step moves nothing. An edit that moves one step of a picture with fewer than ten
    moves over a tenth of it, so a few are allowed.
    """
    found = [edits(seed, view) for seed in range(200)]
    for kind in KINDS:
        of_kind = [one[kind] for one in found if kind in one]
        assert share(of_kind) <= (0 if kind == "rename" else MOST), kind
        over = sum(len(one.moved) > max(1, MOST * one.untouched) for one in of_kind)
        assert over <= 0.08 * len(of_kind), kind


def chain(*names: str) -> str:
    return CHAIN + "".join(f"  - {n}: {{do: Do {n}, with: Shop, via: web}}\n" for n in names)


def test_the_measure_sees_what_has_moved() -> None:
    """Of four steps one goes to the end: it alone has moved, though all have changed columns."""
    before = draw(read_text(chain("a", "b", "c", "d"))).drawing
    after = draw(read_text(chain("b", "c", "d", "a"))).drawing
    found = moved(before, after, "nothing")
    assert {name.split(".")[0] for name in found.moved} == {"a"}
    assert moved(before, before, "nothing").moved == ()
    assert max(moved(before, before, "nothing").shifts) == 0


def test_the_measure_sees_a_change_of_lane() -> None:
    """A hidden step given to another part has moved, unless it is the one that was touched."""
    hidden = CHAIN + "  - a: {do: A, with: Shop, via: web}\n  - h: {hidden: H, by: Shop}\n"
    before = draw(read_text(hidden)).drawing
    after = draw(read_text(hidden.replace("by: Shop", "by: Courier"))).drawing
    assert "h" in moved(before, after, "nothing").moved
    assert moved(before, after, "h").moved == ()
