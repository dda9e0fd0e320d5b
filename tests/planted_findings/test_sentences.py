"""What findings say: short sentences of plain words, whatever the process."""

from __future__ import annotations

import re

import pytest

from planted_findings.plants import PLANTS
from planted_findings.tried import found, found_and_tried, found_in_clean

LONG = pytest.mark.long
# Letters, digits, blanks, hyphens within words, commas; a quoted name; a point within a number.
PLAIN = re.compile(r"(?:[^\W_]|[ ,:“”’]|(?<=\w)-(?=\w)|(?<=\d)\.(?=\d))+")


def faults_of(text: str, end: str) -> list[str]:
    """Return what is wrong with a sentence (``end`` ".") or a name (``end`` "")."""
    wrong = []
    if len(text.split()) > 25:
        wrong.append("longer than 25 words")
    if not text[:1].isupper() and not text[:1].isdigit():
        wrong.append("does not start with a capital letter")
    if end and not text.endswith(end):
        wrong.append("does not end with a full stop")
    if not end and text.endswith((".", " ")):
        wrong.append("ends with a full stop")
    if not PLAIN.fullmatch(text.removesuffix(end) if end else text):
        wrong.append("has symbols")
    if text.count("“") != text.count("”"):
        wrong.append("has an open quotation")
    return wrong


@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(100), marks=LONG)], ids=len)
def test_sentences_of_findings_are_short_and_plain(seeds):
    """At most 25 words, a capital letter first, a full stop last, no symbols."""
    among = [f for d in PLANTS for s in seeds for f in found(d, s)]
    among += [f for s in seeds for f in found_in_clean(s)]
    wrong = {f.what: faults_of(f.what, ".") for f in among}
    assert len(wrong) > 5 * len(seeds)
    assert {what: w for what, w in wrong.items() if w} == {}


@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(100), marks=LONG)], ids=len)
def test_names_of_proposals_are_short_and_plain(seeds):
    """An imperative sentence without a full stop; two proposals of a name are the same one."""
    for detector in PLANTS:
        for seed in seeds:
            made = [f.proposal for f in found(detector, seed) if f.proposal is not None]
            assert {p.name: faults_of(p.name, "") for p in made if faults_of(p.name, "")} == {}
            assert len({p.name for p in made}) == len({repr(p.changes) for p in made}), made


@pytest.mark.parametrize("detector", PLANTS)
def test_words_do_not_change_when_proposals_are_tried(detector):
    """The same is said of what was seen, with and without trials."""
    seen = {(f.code, f.at): f.what for f in found(detector, 0)}
    assert {(f.code, f.at): f.what for f in found_and_tried(detector, 0)} == seen
