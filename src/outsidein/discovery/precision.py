"""How much more a model allows than cases do: precision by escaping edges.

Each state of the prefixes of all aligned cases is compared with the model: of the activities that
the model offers there, how many does a case take? States weigh as the cases that come through.
Sources: Munoz-Gama, Carmona, A fresh look at precision in process conformance (2010), section 4;
Adriansyah, Munoz-Gama, Carmona, van Dongen, van der Aalst, Measuring precision of modeled behavior
(2015), section 4: on the runs of one optimal alignment a case. What a model offers is asked after
the activities done, whatever silent moves lie between.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from outsidein.discovery.alignments import Alignments
from outsidein.discovery.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Escape:
    """An activity that a model offers after another one and no case takes there.

    ``after`` is empty at the beginning · ``cases``: how many come by, in all such states.
    """

    after: str
    activity: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Of what a model offers, the share that cases take, 0 to 1, and what they do not take."""

    value: float
    escapes: tuple[Escape, ...]


def precision(language: Language, aligned: Alignments) -> Precision:
    """Return the precision of a model for cases aligned with it; the most offered escapes first."""
    states, after = [0], [""]
    weight: list[int] = [0]
    taken: list[dict[str, int]] = [{}]
    for one in aligned.alignments:
        node = 0
        weight[0] += one.way.cases
        for label in one.run:
            if label not in taken[node]:
                taken[node][label] = len(states)
                states.append(dict(language.onward(states[node]))[label])
                after.append(label)
                weight.append(0)
                taken.append({})
            node = taken[node][label]
            weight[node] += one.way.cases
    offered = done = 0
    escapes: Counter[tuple[str, str]] = Counter()
    for node, state in enumerate(states):
        ways = [label for label, _ in language.onward(state)]
        offered += weight[node] * len(ways)
        done += weight[node] * len(taken[node])
        for label in ways:
            if label not in taken[node]:
                escapes[after[node], label] += weight[node]
    found = [Escape(after=a, activity=b, cases=n) for (a, b), n in escapes.items()]
    found.sort(key=lambda e: (-e.cases, e.after, e.activity))
    return Precision(value=done / offered if offered else 1.0, escapes=tuple(found))
