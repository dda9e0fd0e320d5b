"""Words: the name a reader probably meant, plurals, and lists as a sentence has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LIKENESS = 0.6  # from 0 to 1; below it a suggestion confuses more than it helps


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` was probably meant to be, or None.

    Case is ignored. A candidate that begins with the word, or the other way round, counts too.
    The first of equally close candidates wins.

    >>> closest("Sale", ["Warehouse", "Sales"])
    'Sales'
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    folded, known = word.casefold().strip(), list(candidates)
    others = [candidate.casefold() for candidate in known]
    # A lower bound than the one that counts: at the bound itself the matcher is not exact.
    found = process.extractOne(
        folded, others, scorer=OSA.normalized_similarity, score_cutoff=LIKENESS / 2
    )  # fmt: skip
    likeness, at = (found[1], found[2]) if found is not None else (0.0, len(known))
    if likeness > LIKENESS:
        return known[at]
    begins = (
        k for k, other in enumerate(others)
        if min(len(folded), len(other)) >= 3
        and (other.startswith(folded) or folded.startswith(other))
    )  # fmt: skip
    first = min(next(begins, len(known)), at if likeness >= LIKENESS else len(known))
    return known[first] if first < len(known) else None


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


def plural(noun: str) -> str:
    """Write a noun for several.

    >>> plural("shopper"), plural("company"), plural("business")
    ('shoppers', 'companies', 'businesses')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def small(name: str) -> str:
    """Return a name as it stands inside a sentence: small, unless it is an abbreviation.

    >>> small("Call centre"), small("IVR")
    ('call centre', 'IVR')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def number_word(number: int) -> str:
    """Write a count as a sentence has it: in words up to twelve.

    >>> number_word(4), number_word(13)
    ('four', '13')
    """
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"
