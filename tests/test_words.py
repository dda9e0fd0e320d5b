"""Did you mean."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from outsidein.words import LIKENESS, closest, did_you_mean


def test_a_misspelt_word_finds_the_one_meant() -> None:
    """A letter too few, two swapped, another case: the word is found."""
    assert closest("Sale", ["Warehouse", "Sales"]) == "Sales"
    assert closest("takse", ["own", "takes"]) == "takes"
    assert closest("CALL CENTRE", ["Call centre", "Sales"]) == "Call centre"
    assert closest("Call", ["Call centre", "Sales"]) == "Call centre"


@given(st.text("abC", max_size=7), st.lists(st.text("abC", max_size=9), max_size=6))
def test_the_closest_is_the_first_of_the_likest(word: str, candidates: list[str]) -> None:
    """As told one by one: the likeness of each, at least 0.6 where one begins with the other."""

    def likeness(candidate: str) -> float:
        one, other = word.casefold(), candidate.casefold()
        begins = one.startswith(other) or other.startswith(one)
        least = LIKENESS if begins and min(len(one), len(other)) >= 3 else 0.0
        return round(max(OSA.normalized_similarity(one, other), least), 6)

    best = max(candidates, key=likeness, default="")
    expected = best if candidates and likeness(best) >= LIKENESS else None
    assert closest(word, candidates) == expected


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    """A wrong suggestion is worse than none; a short list is told whole."""
    assert closest("zebra", ["Call centre", "Sales"]) is None
    assert did_you_mean("zebra", ["live", "left"]) == "one of: live, left"
    assert did_you_mean("zebra", [f"word {k}" for k in range(20)]) == ""
    assert did_you_mean("zebra", []) == ""


def test_importing_words_does_not_load_the_matcher() -> None:
    """The matcher is loaded when a word is unknown, not before."""
    program = "import sys, outsidein.words as w; print(w.__name__, 'rapidfuzz' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["outsidein.words", "False"]
