"""The miner: what it finds in logs whose process is known."""

from __future__ import annotations

import random

import pytest

from outsidein.discovery.alignments import align
from outsidein.discovery.mining import discover
from outsidein.eventlog.flows import Way


def ways(*cases: str) -> list[Way]:
    """Ways of one letter an activity; "3 abc" is three cases."""
    found = []
    for case in cases:
        count, _, letters = case.rpartition(" ")
        found.append(Way(activities=tuple(letters), cases=int(count or 1)))
    return found


KNOWN = {
    "sequence": (["abc"], "->( 'a', 'b', 'c' )"),
    "choice": (["ab", "ac"], "->( 'a', X( 'b', 'c' ) )"),
    "parallel": (["abcd", "acbd"], "->( 'a', +( 'b', 'c' ), 'd' )"),
    "skipped together": (["abcd", "ad"], "->( 'a', X( tau, ->( 'b', 'c' ) ), 'd' )"),
    "skipped one by one": (
        ["abcd", "abd", "acd", "ad"],
        "->( 'a', X( tau, 'b' ), X( tau, 'c' ), 'd' )",
    ),
    "loop": (["ab", "abcab", "abcabcab"], "*( ->( 'a', 'b' ), 'c' )"),
    "again": (["a", "aa", "aaa"], "*( 'a', tau )"),
    "book": (["abcd", "acbd", "aed"], "->( 'a', X( +( 'b', 'c' ), 'e' ), 'd' )"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_processes_are_found(name: str) -> None:
    """Without noise the miner finds the process that made a complete log."""
    cases, tree = KNOWN[name]
    assert str(discover(ways(*cases), noise=0)) == tree


def test_rare_behaviour_is_left_out() -> None:
    """One case of a hundred backwards hides the order without noise, not with it."""
    log = ways("99 abcd", "dcba")
    assert str(discover(log, noise=0)) != "->( 'a', 'b', 'c', 'd' )"
    assert str(discover(log, noise=0.2)) == "->( 'a', 'b', 'c', 'd' )"


@pytest.mark.parametrize("seed", range(40))
def test_without_noise_every_case_fits(seed: int) -> None:
    """The guarantee of the inductive miner, on logs of random letters."""
    chance = random.Random(seed)
    letters = "abcdef"[: chance.randint(1, 6)]
    cases = [
        "".join(chance.choice(letters) for _ in range(chance.randint(0, 8)))
        for _ in range(chance.randint(1, 12))
    ]
    log = ways(*(f"1 {case}" for case in cases))
    found = align(discover(log, noise=0), log)
    assert [one.cost for one in found.alignments] == [0] * len(cases)


@pytest.mark.parametrize("noise", [0.0, 0.2, 1.0])
def test_the_order_of_a_log_changes_nothing(noise: float) -> None:
    """The same tree, whatever order the ways come in."""
    chance = random.Random(7)
    log = [
        Way(activities=tuple(chance.choices("abcdefg", k=6)), cases=chance.randint(1, 9))
        for _ in range(30)
    ]
    shuffled = chance.sample(log, len(log))
    assert discover(log, noise) == discover(shuffled, noise)


def test_a_noise_beyond_one_is_refused() -> None:
    """A share is 0 to 1."""
    with pytest.raises(ValueError, match="must be 0 to 1"):
        discover(ways("a"), noise=1.5)
