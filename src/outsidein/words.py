"""Matching of names: the word a reader probably meant."""

from __future__ import annotations

from collections.abc import Iterable

LIKENESS = 0.6  # from 0 to 1; below it a suggestion confuses more than it helps


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` was probably meant to be, or None.

    Case is ignored. A candidate that begins with the word, or the other way round, counts too.
    The first of equally close candidates wins.

    >>> closest("Sale", ["Warehouse", "Sales"])
    'Sales'
    """
    from rapidfuzz.distance import OSA

    folded = word.casefold().strip()
    best, likeness = None, 0.0
    for candidate in candidates:
        other = candidate.casefold()
        found = OSA.normalized_similarity(folded, other)
        if min(len(folded), len(other)) >= 3 and (
            other.startswith(folded) or folded.startswith(other)
        ):
            found = max(found, LIKENESS)
        if found > likeness:
            best, likeness = candidate, found
    return best if likeness >= LIKENESS else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return the hint for an unknown word: the closest candidate, or all if they are few.

    >>> did_you_mean("takse", ["takes", "own"])
    'did you mean "takes"?'
    >>> did_you_mean("xyz", ["live", "left"])
    'one of: live, left'
    """
    known = list(dict.fromkeys(candidates))
    best = closest(word, known)
    if best is not None:
        return f'did you mean "{best}"?'
    return f"one of: {', '.join(known)}" if 0 < len(known) <= 8 else ""
