"""Fitness, precision, size and held-out choice, worked by hand."""

from __future__ import annotations

import pytest

from outsidein.discovery.alignments import align, align_with
from outsidein.discovery.choosing import choose, folds_of, held_out, judged
from outsidein.discovery.conformance import Deviation, fitness
from outsidein.discovery.language import TreeLanguage
from outsidein.discovery.mining import discover
from outsidein.discovery.precision import Escape, precision
from outsidein.discovery.size import size_of
from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, parallel, sequence
from outsidein.eventlog.flows import Way

A, B, C, D = map(activity, "abcd")


def ways(*cases: str) -> list[Way]:
    """Ways of one letter an activity; "3 abc" is three cases."""
    split = [case.rpartition(" ") for case in cases]
    return [Way(activities=tuple(letters), cases=int(n or 1)) for n, _, letters in split]


def test_fitness_by_hand() -> None:
    """3 cases abc fit; 1 case acc lacks b and has a second c: cost 2 of 3 + 3."""
    found = fitness(align(sequence(A, B, C), ways("3 abc", "acc")))
    assert (found.cases, found.fitting) == (4, 3)
    assert found.of_log == pytest.approx(1 - 2 / 24)
    assert found.mean == pytest.approx((3 + 1 - 2 / 6) / 4)
    assert found.deviations == (
        Deviation(activity="b", extra_cases=0, extra_moves=0, missing_cases=1, missing_moves=1),
        Deviation(activity="c", extra_cases=1, extra_moves=1, missing_cases=0, missing_moves=0),
    )


def test_precision_of_a_model_that_allows_only_what_happens() -> None:
    """A sequence that all cases go is as precise as can be."""
    tree = sequence(A, B, C)
    found = precision(TreeLanguage(tree), align(tree, ways("5 abc")))
    assert (found.value, found.escapes) == (1.0, ())


def test_precision_by_hand() -> None:
    """a, then b or c or d, where cases take b (2) and c (1): 3 states are weighed.

    Beginning: weight 3, offers a, taken. After a: weight 3, offers 3, takes 2. The ends offer
    nothing. So (3 + 6) of (3 + 9).
    """
    tree = sequence(A, choice(B, C, D))
    found = precision(TreeLanguage(tree), align(tree, ways("2 ab", "ac")))
    assert found.value == pytest.approx(9 / 12)
    assert found.escapes == (Escape(after="a", activity="d", cases=3),)


def test_precision_counts_what_a_loop_offers_at_the_end() -> None:
    """Every a may be followed by another one: 1 case aa takes a, then a, then leaves a: 2 of 3."""
    tree = loop(A, SILENT)
    found = precision(TreeLanguage(tree), align(tree, ways("aa")))
    assert found.value == pytest.approx(2 / 3)


def test_precision_is_that_of_the_aligned_cases() -> None:
    """The case axb is made ab first, so nothing escapes: the paper, not the prefixes of the log."""
    tree = sequence(A, B)
    found = precision(TreeLanguage(tree), align(tree, ways("axb")))
    assert found.value == 1.0


@pytest.mark.parametrize(
    ("tree", "nodes"),
    [(A, 3), (sequence(A, B), 4), (choice(A, B), 6), (sequence(A, choice(SILENT, B)), 6),
     (sequence(A, parallel(B, loop(C, D))), 10)],
)  # fmt: skip
def test_size_by_hand(tree: Tree, nodes: int) -> None:
    """A start, an end, activities, and two gateways a choice, a block and a loop."""
    assert size_of(tree).nodes == nodes


def test_folds_hold_out_every_way_once() -> None:
    """Every way is judged by in one fold and mined from in the others."""
    log = ways(*("abcdefghijkl"[k:] for k in range(12)))
    folds = folds_of(log)
    assert sorted(way.activities for _, test in folds for way in test) == sorted(
        way.activities for way in log
    )
    for train, test in folds:
        assert len(train) + len(test) == len(log)
        assert not {way.activities for way in train} & {way.activities for way in test}


def test_held_out_is_what_the_folds_say() -> None:
    """The figures for a noise are those of trees mined and judged fold by fold, by hand."""
    log = ways("30 abcd", "20 acbd", "9 abd", "5 acd", "2 abcbd", "dcba")
    found = held_out(log, 0.2)
    assert found is not None
    by_hand = [judged(discover(train, 0.2), test) for train, test in folds_of(log)]
    assert list(found.folds) == by_hand
    assert found.f.value == pytest.approx(sum(one.f for one in by_hand) / 5)


def test_the_noise_with_the_best_held_out_f_is_chosen() -> None:
    """One wrong order in many cases: leaving it out does better on cases not seen."""
    log = ways("50 abcde", "20 abcdee", "15 abcd", "9 abde", "dcbae", "edcba", "cabde", "bacde")
    noise, tried = choose(log)
    assert noise == max(tried, key=lambda one: (one.f.value, -one.noise)).noise
    assert noise > 0


def test_few_ways_leave_nothing_out() -> None:
    """With fewer ways than folds nothing can be held out, so every case is drawn."""
    assert choose(ways("9 ab", "ba")) == (0.0, ())


def test_another_language_of_the_same_runs_judges_alike() -> None:
    """Searching and dynamic programming align alike, so precision is close and fitness equal."""
    tree = sequence(choice(SILENT, A), parallel(B, C), loop(D, SILENT))
    log = ways("4 abcd", "3 bcdd", "cbad", "dab")
    fast, slow = align(tree, log), align_with(TreeLanguage(tree), log)
    assert fitness(fast).of_log == fitness(slow).of_log
