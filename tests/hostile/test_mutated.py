"""Documents changed at random: whatever comes out, the reader lists faults and never falls over."""

from __future__ import annotations

import random
import time

import pytest

from hostile.mutations import MUTATORS, documents
from hostile.planted import Place
from outsidein import draw, read_text
from outsidein.document.checking import check_document
from outsidein.document.opening import open_bytes
from outsidein.errors import Fault

# 3 kinds of mutation, 25 mutants a seed: 450 every day, 20,250 in the long suite.
SEEDS = [*range(6), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(6, 270))]
MUTANTS = 25
LONGEST_CPU_SECONDS = 2.0
SMALL = 2_500  # characters of a document that is drawn as well, if it can be


def must_be_useful(fault: Fault, lines: int) -> None:
    """Assert that a fault says where, what, and what to do."""
    place = Place.of(fault)
    assert 1 <= place.line <= lines
    assert place.column >= 1
    assert all(text.strip() for text in (fault.code, fault.what, fault.hint)), fault
    assert len(fault.what) <= 500


@pytest.mark.parametrize("kind", MUTATORS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mutant_has_useful_faults_or_none(kind: str, seed: int) -> None:
    """Every fault has a place in the file, says what and what to do; nothing else is raised."""
    chance = random.Random(f"{kind} {seed}")  # what this seed gives is what a failure repeats
    for _ in range(MUTANTS):
        content = MUTATORS[kind](chance.choice(documents()), chance)
        text = content.decode("utf-8-sig", errors="replace")
        lines = len(text.splitlines()) + 1
        start = time.process_time()
        try:
            document = open_bytes(content, "mutant.yaml")
            faults = check_document(document)
            for fault in faults:
                must_be_useful(fault, lines)
            if not any(f.severity == "error" for f in faults) and len(text) < SMALL:
                assert "<svg" in draw(read_text(text)).svg(fonts=False)
            assert time.process_time() - start <= LONGEST_CPU_SECONDS
        except BaseException as error:
            error.add_note(f"the mutant: {content!r}")
            raise
