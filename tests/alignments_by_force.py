"""The cheapest alignment by trying every run of a tree: slow, plain, and known to be right.

Nothing here shares a thought with the library: the runs of a tree are written out as texts, one
letter an activity, and compared with the case by the textbook edit distance without substitution.
"""

from __future__ import annotations

from functools import cache

from outsidein.discovery.tree import Tree


@cache
def interleavings(one: str, other: str) -> frozenset[str]:
    """Every text that holds both, each in its own order."""
    if not one or not other:
        return frozenset((one + other,))
    rests = {one[0] + rest for rest in interleavings(one[1:], other)}
    return frozenset(rests | {other[0] + rest for rest in interleavings(one, other[1:])})


@cache
def runs(tree: Tree, longest: int) -> frozenset[str]:
    """Every run of a tree of at most so many letters."""
    if tree.kind == "silent":
        return frozenset(("",))
    if tree.kind == "activity":
        return frozenset((str(tree.label),)) if longest else frozenset()
    of = [runs(child, longest) for child in tree.children]
    if tree.kind == "choice":
        return frozenset().union(*of)
    if tree.kind == "loop":
        found = set(of[0])
        while True:
            again = {
                text
                for begun in found
                for redo in frozenset().union(*of[1:])
                for do in of[0]
                if len(text := begun + redo + do) <= longest
            }
            if again <= found:
                return frozenset(found)
            found |= again
    found = {""}
    for texts in of:
        pairs = [(a, b) for a in found for b in texts if len(a) + len(b) <= longest]
        if tree.kind == "sequence":
            found = {a + b for a, b in pairs}
        else:
            found = {mixed for a, b in pairs for mixed in interleavings(a, b)}
    return frozenset(found)


def distance(one: str, other: str) -> int:
    """Letters to be put in or taken out to make one text the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row = row, [i]
        for j, b in enumerate(other, start=1):
            changed = min(before[j], row[j - 1]) + 1
            row.append(min(changed, before[j - 1]) if a == b else changed)
    return row[-1]


def cheapest_by_force(tree: Tree, case: str) -> int:
    """The cost of the cheapest alignment.

    A run with n letters more than the case costs n at least, so longer ones need no look once one
    that cheap is known.
    """
    longest = len(case)
    while True:
        found = min((distance(case, run) for run in runs(tree, longest)), default=None)
        if found is not None and found <= longest + 1 - len(case):
            return found
        longest += 1
