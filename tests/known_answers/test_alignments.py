"""Alignments against every run written out: two searches of ours, one answer."""

from __future__ import annotations

import random

import pytest

from alignments_by_force import cheapest_by_force, distance, runs
from outsidein.discovery.alignments import Alignments, align, align_with
from outsidein.discovery.language import TreeLanguage
from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, sequence
from outsidein.eventlog.flows import Way
from random_trees import random_case, random_tree


def ways_of(cases: list[str]) -> list[Way]:
    return [Way(activities=tuple(case), cases=1) for case in cases]


def check_moves(tree: Tree, found: Alignments) -> None:
    """The log side of an alignment is the case, its model side a run, its cost its moves."""
    for one in found.alignments:
        log = tuple(move.activity for move in one.moves if move.kind != "model")
        assert log == one.way.activities
        assert sum(move.kind != "both" for move in one.moves) == one.cost
        run = "".join(one.run)
        assert run in runs(tree, len(run))
        assert distance("".join(one.way.activities), run) <= one.cost


def compare(seed: int, trees: int, cases: int, *, twice: bool) -> int:
    chance, compared = random.Random(seed), 0
    for _ in range(trees):
        letters = "abcd"[: chance.randint(1, 4)]
        tree = random_tree(chance, letters, twice=twice)
        drawn = [random_case(chance, letters, 4) for _ in range(cases)]
        known = [cheapest_by_force(tree, case) for case in drawn]
        for found in (align(tree, ways_of(drawn)), align_with(TreeLanguage(tree), ways_of(drawn))):
            assert [one.cost for one in found.alignments] == known, str(tree)
            check_moves(tree, found)
        compared += cases
    return compared


@pytest.mark.parametrize("twice", [False, True])
def test_alignments_are_optimal(twice: bool) -> None:
    """Costs are those of brute force, with each activity once and with repeats."""
    assert compare(1, 60, 10, twice=twice) == 600


@pytest.mark.long
def test_ten_thousand_alignments_are_optimal() -> None:
    """The same on 10,000 cases."""
    assert compare(2, 500, 10, twice=False) + compare(3, 500, 10, twice=True) == 10_000


def test_any_activity_again_and_again_costs_nothing() -> None:
    """A loop over a choice, alone, in a sequence and of long cases; an empty case lacks one."""
    any_of = loop(choice(*map(activity, "abc")), SILENT)
    found = align(any_of, ways_of(["abcabc" * 50, "a", "", "zab"]))
    assert [one.cost for one in found.alignments] == [0, 0, 1, 1]
    after = sequence(activity("d"), any_of)
    cases = ["dab", "abd", "", "dzd", "cdc"]
    found = align(after, ways_of(cases))
    assert [one.cost for one in found.alignments] == [cheapest_by_force(after, c) for c in cases]
    check_moves(after, found)
