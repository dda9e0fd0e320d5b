"""The study of each example, read aloud: short sentences, plain words, no sign to decipher."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsidein.document import new_document, read, read_text
from outsidein.study import study_process
from outsidein.study.whole import Study
from study.aloud import JARGON, MOST_WORDS, SYMBOLS, masked, sentences

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*/*.yaml"))
QUICK = ("new", "permit")  # the others take minutes


def study_of(name: str) -> Study:
    """A short study of an example, or of the document that `outsidein new` writes."""
    if name == "new":
        process = read_text(new_document(), "new.yaml")
    else:
        process = read(EXAMPLES / name / f"{name}.yaml")
    return study_process(process, cases=200, replications=6, source=f"{name}.yaml")


def spoken(study: Study) -> list[str]:
    """Everything a study says in sentences, in the order of the page."""
    said = sentences(study.html())
    for finding in study.findings:
        said += [finding.what, finding.proposal.name if finding.proposal else ""]
    for text in study.verdicts:
        said += [text.opening, text.reason]
    return [one for one in said if one]


def wrong(said: list[str]) -> list[str]:
    """The sentences that are too long, or hold a sign or a word a manager would not know."""
    found = [f"{len(one.split())} words: {one}" for one in said if len(one.split()) > MOST_WORDS]
    found += [f"sign: {one}" for one in said if SYMBOLS.search(one)]
    return found + [f"word: {one}" for one in said if JARGON.search(one)]


def check(name: str, golden) -> None:
    said = spoken(study_of(name))
    assert wrong(said) == []
    assert len(said) > 30
    words = sorted({masked(one) for one in said})  # what ranks first may depend on luck
    golden(f"study/{name}.txt", "\n".join(words) + "\n")


@pytest.mark.parametrize("name", [name for name in QUICK if name == "new" or name in NAMES])
def test_the_study_reads_well(name, golden):
    """Golden words, numbers left out; at most 25 words a sentence."""
    check(name, golden)


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in NAMES if name not in QUICK])
def test_the_study_of_every_example_reads_well(name, golden):
    """The same for the examples whose study takes longer."""
    check(name, golden)


def test_the_checks_can_fail():
    """A long sentence, a sign, and a word of the trade are each caught."""
    long = " ".join(["word"] * 26)
    assert len(wrong([long, "Up to 5 % of it.", "The gateway splits."])) == 3
    assert wrong(["Of 1,000 shoppers, 861 (±6) get what they ordered."]) == []
