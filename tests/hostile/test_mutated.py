"""Documents changed at random: whatever comes out, the reader lists faults and never falls over."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from hostile.expected import BROKEN, FINE
from hostile.planted import Place
from outsidein import check_file

PIECE = re.compile(r"\w+|[^\w\s]|\s+")
ODD = [
    "", "null", "~", "-", "?", "|", ">", "&a", "*a", "!x", "#", " #", "\t", "\n", "  - ", "{", "}",
    "[", "]", ":", "->", "rest", "100%", "-1", "1e999", "\u2028", "\x00", '"', "'", "<<", "%", "@",
]  # fmt: skip
SMALL_DOCUMENTS = [document for document in BROKEN if len(document.planted) > 3]
SEEDS = range(12)
MUTANTS = 40


def mutated(text: str, chance: random.Random) -> str:
    """Replace, drop, add, swap, repeat or cut out a few words and signs."""
    pieces = PIECE.findall(text)
    words = [piece for piece in pieces if piece.strip()] + ODD
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(pieces))
        until = min(len(pieces), at + chance.randrange(1, 60))
        match chance.randrange(6):
            case 0:
                pieces[at] = chance.choice(words)
            case 1:
                pieces[at] = ""
            case 2:
                pieces.insert(at, chance.choice(words))
            case 3:
                other = chance.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 4:
                pieces[at:at] = pieces[at:until]
            case _:
                pieces[at:until] = [""]
    return "".join(pieces)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mutant_has_faults_with_places_or_none(seed: int, tmp_path: Path) -> None:
    """Every fault of every mutant stands on a line of the file; nothing is raised."""
    chance = random.Random(seed)  # what this seed gives is what a failure repeats
    texts = [document.mend() for document in SMALL_DOCUMENTS]
    texts += [file.read_text(encoding="utf-8-sig") for file in FINE if "long" not in file.name]
    file = tmp_path / "mutant.yaml"
    for _ in range(MUTANTS):
        text = mutated(chance.choice(texts), chance)
        file.write_text(text, encoding="utf-8")
        places = [Place.of(fault) for fault in check_file(file)]
        lines = len(text.splitlines()) + 1
        assert all(1 <= place.line <= lines and place.column >= 1 for place in places), text
