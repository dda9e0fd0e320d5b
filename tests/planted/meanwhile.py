"""Checks of promises and of what customers do meanwhile: clocks at random, silence, deadlines."""

from __future__ import annotations

import math

import numpy as np

from outsidein.measures import tally as t
from outsidein.simulation.program import Program
from planted import arrays
from planted.figures import Check, Figure, exact, share
from planted.runs import at, ran, spaced

HOUR = 3600.0
TEXT = """
process: Meanwhile
customers: {Walker: {share: 100%}}
channels: {web: self}
organisation: {Shop: {kind: system}}
steps:
  - order: {do: Order, via: web, with: Shop}
  - promised: {promise: order to unpack, within: WITHIN}
  - quiet: {meanwhile: order to unpack, may: [ask: {do: Ask, via: web, with: Shop, ACT}]}
  - pack: {hidden: Pack, by: Shop, after: PACKING}
  - unpack: {do: Unpack, via: web, with: Shop, own: 1 s}
  - done: {end: Done, outcome: served}
"""


def text(act: str, packing: str, within: str = "2 h") -> str:
    """Return a process in which the customer asks while the order is packed."""
    found = TEXT.replace("ACT", act).replace("PACKING", packing)
    return found.replace("WITHIN", within)


def _at_random(program: Program) -> list[Figure]:
    """Half an act an hour for 4 hours, no time each: a Poisson law of mean 2."""
    n = 240_000
    visits: list[np.ndarray] = []
    found = ran(program, spaced(n, 60.0), keep=None,
                each=lambda records: visits.append(records.cases["visits"].copy()))  # fmt: skip
    acts, error = found.row("ask")[t.TRIES], math.sqrt(2 / n)
    others = 3  # order, pack, unpack
    return [
        Figure(name="acts", found=acts / n, known=2.0, error=error, n=n),
        share("none", int((np.concatenate(visits) == others).sum()), n, math.exp(-2)),
    ]


def _silence(program: Program) -> list[Figure]:
    """Nothing heard for an hour: ask, for a minute; again half an hour after; three times."""
    found = ran(program, at(0.0)).visits("ask")
    return [
        *exact("start", found["own_started"], [3600.0, 5460.0, 7320.0]),
        *exact("end", found["finished"], [3660.0, 5520.0, 7380.0]),
    ]


def _passed(program: Program) -> list[Figure]:
    """Promised within 2 h: ask then, and again an hour after the minute it took, twice in all."""
    found = ran(program, at(0.0))
    return [
        *exact("start", found.visits("ask")["own_started"], [7200.0, 10860.0]),
        *exact("broken", [found.tally.cases[0, t.PROMISES_BROKEN]], [1]),
    ]


def _promise(program: Program) -> list[Figure]:
    """Promised within 110 min, packed within 100 to 120: one half is kept."""
    n = 30_000
    found = ran(program, spaced(n, 60.0), keep=None)
    kept, broken = found.tally.cases[0, [t.PROMISES_KEPT, t.PROMISES_BROKEN]]
    return [share("kept", kept, n, 0.5), *exact("kept or broken", [kept + broken], [n])]


CHECKS = {
    "acts at random": Check(
        text=text("when: at random, chance: 50% per h", "4 h"),
        figures=_at_random,
        plants={"rate": arrays.law("exponential", a=7200.0)},
    ),
    "acts after silence": Check(
        text=text("own: 1 min, when: no news for 1 h, chance: 100%, again after: 30 min, max: 3",
                  "10 h"),
        figures=_silence,
        plants={
            "silence": arrays.constant(3600.0), "again after": arrays.constant(1800.0),
            "own": arrays.constant(60.0), "once more": arrays.moved("acts", "most", 1),
            "once less": arrays.moved("acts", "most", -1),
        },
    ),
    "acts after a promise": Check(
        text=text("own: 1 min, when: promised passed, chance: 100%, again after: 1 h, max: 2",
                  "10 h"),
        figures=_passed,
        plants={
            "promise": arrays.constant(7200.0), "again after": arrays.constant(3600.0),
            "once more": arrays.moved("acts", "most", 1),
        },
    ),
    "promise": Check(
        text=text("when: at random, chance: 0% per h", "100..120 min", "110 min"),
        figures=_promise,
        plants={
            "within": arrays.constant(6600.0), "from": arrays.law("uniform"),
            "to": arrays.law("uniform", "b"),
        },
    ),
}  # fmt: skip
