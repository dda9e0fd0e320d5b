"""Checks of who is next, of what is the same reason again, and of luck that nobody shares."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from outsidein.measures.records import Records
from outsidein.simulation.program import Program
from planted import arrays
from planted.figures import Check, Figure, exact
from planted.runs import DAY, Floats, at, ran
from planted.waiting import BLOCKER, CALLER, URGENT, ring, text


def _in_order(program: Program) -> list[Figure]:
    """Held to 100 s; who came at 1, 2 and 3 s are served at 100, 110 and 120 s, in this order."""
    found = ran(program, at((0.0, BLOCKER), (1.0, CALLER), (2.0, CALLER), (3.0, CALLER)))
    return exact("start", found.visits("ring")["started"], [100.0, 110.0, 120.0])


def _longest_idle(program: Program) -> list[Figure]:
    """Two people. At 0 s person 1 works until 100 s, at 1 s person 2 until 11 s.

    At 200 s person 2 has been idle longer, at 201 s person 1 is free; both end, at 210 and 211 s;
    at 300 s it is person 2's turn again, as the lowest number was idle for less long.
    """
    times = ((0.0, BLOCKER), (1.0, CALLER), (200.0, CALLER), (201.0, CALLER), (300.0, CALLER))
    return exact("person", ran(program, at(*times)).visits("ring")["person"], [2, 2, 1, 2])


def _paths(program: Program) -> list[Figure]:
    """The same steps, but one gives up and one is served: two ways through, and a third alone."""
    found = ran(program, at((0.0, BLOCKER), (1.0, CALLER), (1000.0, CALLER), (2000.0, CALLER)))
    blocker, left, one, other = found.cases["path"].tolist()
    return exact("ways", [len({blocker, left, one}), one == other], [3, 1])


def _repeats(program: Program) -> list[Figure]:
    """Again for the same reason 604,010 s after, less than a week: repeated; 605,010 s: not."""
    found = ran(program, at((0.0, CALLER), (30 * DAY, URGENT)))
    return [
        *exact("within a week", found.visits("again")["repeat"], [1]),
        *exact("later", found.visits("press-again")["repeat"], [0]),
    ]


def _in_two_segments(program: Program) -> list[Figure]:
    """Own times, service times, second visits, other steps and other people: no two related.

    All are exponential; of n pairs a correlation of 0 has the standard error 1 / sqrt(n).
    """
    names = [words.id for words in program.vocabulary.steps]
    found: dict[str, list[Floats]] = {}

    def take(records: Records) -> None:
        for segment in (0, 1):
            cases = records.cases[records.cases["segment"] == segment]
            for step in ("form", "other"):
                rows = records.steps[records.steps["step"] == names.index(step)]
                rows = rows[rows["segment"] == segment]
                found.setdefault(f"{step} {segment}", []).append(rows)
            found.setdefault(f"case {segment}", []).append(cases)

    ran(program, window=20_000 * 60.0, keep=None, each=take)
    columns: dict[str, Floats] = {}
    for segment in (0, 1):
        cases = np.sort(np.concatenate(found[f"case {segment}"]), order="customer")
        columns[f"between arrivals {segment}"] = np.diff(cases["start"], prepend=0.0)
        for step in ("form", "other"):
            rows = np.concatenate(found[f"{step} {segment}"])
            rows = rows[np.lexsort([rows["visit"], rows["customer"]])].reshape(len(cases), 2)
            for visit in (0, 1):
                row = rows[:, visit]
                name = f"{step} {visit} {segment}"
                columns[f"own of {name}"] = row["joined"] - row["own_started"]
                columns[f"takes of {name}"] = row["ended"] - row["started"]
    columns["the next's own"] = np.roll(columns["own of form 0 0"], 1)
    n = min(map(len, columns.values()))
    return [
        Figure(
            name=f"{one} and {other}", known=0.0, error=1 / math.sqrt(n), n=n,
            found=float(np.corrcoef(columns[one][:n], columns[other][:n])[0, 1]),
        )
        for one, other in combinations(columns, 2)
    ]  # fmt: skip


def _same_stream(program: Program) -> None:
    """Give all steps the luck of the first."""
    program.facts["places"]["stream"] = program.facts["places"]["stream"][0]


LUCK = """
process: Luck
customers: {Ann: {share: 50%}, Bob: {share: rest}}
channels: {web: self}
organisation: {Shop: {kind: system}}
arrivals: {rate: 120 per h}
steps:
  - form: {do: Fill in, via: web, with: Shop, own: exponential 1 min, takes: exponential 1 min}
  - other: {do: Other, via: web, with: Shop, own: exponential 1 min, takes: exponential 1 min}
  - twice: {do: Twice, via: web, with: Shop, at most: 1 visits -> done, next: form}
  - done: {end: Done, outcome: served}
"""
AGAIN = (
    ring("reason: price"), "rest: {wait: 604000 s, only: Caller}",
    ring("reason: price", "again"), ring("reason: price", "press", "Urgent"),
    "pause: {wait: 605000 s, only: Urgent}", ring("reason: price", "press-again", "Urgent"),
)  # fmt: skip

CHECKS = {
    "order of joining": Check(
        text=text(ring(), hold="takes: 100 s"),
        figures=_in_order,
        plants={"takes": arrays.constant(10.0), "held": arrays.constant(100.0)},
    ),
    "longest idle": Check(
        text=text(ring(), hold="takes: 100 s", people=2),
        figures=_longest_idle,
        plants={"one person less": arrays.shift(1, "levels", 0, -1)},
    ),
    "ways through": Check(
        text=text(ring("patience: 20 s -> gone"), hold="takes: 100 s"),
        figures=_paths,
        plants={"nobody gives up": arrays.scaled("laws", "a", by=10.0, value=20.0)},
    ),
    "repeated contacts": Check(
        text=text(*(step.replace("pause:", "stay:") for step in AGAIN)),
        figures=_repeats,
        plants={"time between": arrays.constant(604_000.0)},
    ),
    "luck of each draw": Check(
        text=LUCK, figures=_in_two_segments, plants={"one stream for all": _same_stream}
    ),
}  # fmt: skip
