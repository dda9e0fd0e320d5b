"""Random small trees and cases for them."""

from __future__ import annotations

import random

from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, parallel, sequence

BUILD = {"sequence": sequence, "choice": choice, "parallel": parallel, "loop": loop}


def random_tree(chance: random.Random, letters: str, *, twice: bool = False) -> Tree:
    """A tree over these letters, each once, or drawn with repeats."""
    if twice:
        letters = "".join(chance.choice(letters) for _ in letters)
    if len(letters) == 1:
        leaf = activity(letters)
        return choice(SILENT, leaf) if chance.random() < 0.25 else leaf
    cut = chance.randint(1, len(letters) - 1)
    kind = chance.choice(list(BUILD))
    children = [random_tree(chance, letters[:cut]), random_tree(chance, letters[cut:])]
    if kind == "loop" and chance.random() < 0.3:
        children = [children[0], SILENT] if chance.random() < 0.5 else [SILENT, *children]
    return BUILD[kind](*children)


def random_case(chance: random.Random, letters: str, longest: int) -> str:
    """A case of these letters and one that is in no tree."""
    return "".join(chance.choice(letters + "z") for _ in range(chance.randint(0, longest)))
