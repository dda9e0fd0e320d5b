"""Checks of chances: independent draws near one half, counted by what they led to."""

from __future__ import annotations

import numpy as np

from outsidein.simulation.program import Program
from planted import arrays
from planted.figures import Check, Figure, Plant, share
from planted.runs import Ran, ran, spaced

TOSSES = 480_000
TEXT = """
process: A toss
customers: {Walker: {share: 100%}}
channels: {web: self, phone: live, counter: live}
organisation:
  Shop: {kind: system}
  Expert: {people: 400, open: Mon-Sun 00:00-24:00EXPERT}
  Desk: {people: 400, open: Mon-Sun 00:00-24:00}
steps:
STEPS
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: not served}
  - lost: {end: Lost, outcome: lost}
"""
LEFT_SHARE, MIDDLE_SHARE = 0.5, 0.25


def text(*steps: str, expert: str = "") -> str:
    """Return a process with some steps."""
    lines = "\n".join(f"  - {step}" for step in steps)
    return TEXT.replace("STEPS", lines).replace("EXPERT", expert)


def tossed(program: Program) -> Ran:
    """Run so many customers, one a second; no records are kept."""
    return ran(program, spaced(TOSSES, 1.0), keep=None)


def _branches(program: Program) -> list[Figure]:
    found = tossed(program)
    left, middle, right = (int(n) for n in found.tally.branches[found.code("turn")])
    return [
        share("left", left, TOSSES, LEFT_SHARE), share("middle", middle, TOSSES, MIDDLE_SHARE),
        share("right", right, TOSSES, 1 - LEFT_SHARE - MIDDLE_SHARE),
    ]  # fmt: skip


def _ways(program: Program) -> list[Figure]:
    found = tossed(program)
    return [
        share(name, found.row("order", way)[0], TOSSES, p)
        for way, (name, p) in enumerate([("web", 0.5), ("phone", 0.25), ("counter", 0.25)])
    ]


def _failures(program: Program) -> list[Figure]:
    found = tossed(program)
    wrong, late = (int(n) for n in found.tally.acted)
    return [
        share("wrong", wrong, TOSSES, 0.5), share("late", late, TOSSES, 0.25),
        share("failed", wrong + late, TOSSES, 0.75),
    ]  # fmt: skip


def _noticed_later(program: Program) -> list[Figure]:
    """Half arise at packing; a third of those who pass the look-over go on to be noticed."""
    found = tossed(program)
    arose, acted = int(found.tally.arose[0]), int(found.tally.acted[0])
    return [
        share("arose", arose, TOSSES, 0.5),
        Figure(name="noticed of those that arose", found=acted, known=arose),
        share("ended by it", int(found.tally.ends[found.code("lost"), 0]), TOSSES, 0.5),
    ]


def _until(program: Program) -> list[Figure]:
    """Half rest at packing until they ask, after an hour without news."""
    found = ran(program, spaced(TOSSES, 60.0), keep=None)
    ended = int(found.tally.ends[found.code("lost"), 0])
    return [
        share("asked", found.row("ask")[0], TOSSES, 0.5),
        Figure(name="ended by it of those who asked", found=ended, known=found.row("ask")[0]),
    ]


def _no_show(program: Program) -> list[Figure]:
    found = tossed(program)
    return [share("did not come", found.tally.ends[found.code("lost"), 0], TOSSES, 0.5)]


def _away(program: Program) -> list[Figure]:
    parts: list[np.ndarray] = []
    ran(program, spaced(TOSSES, 1.0), keep=None,
        each=lambda records: parts.append(records.steps["part"].copy()))  # fmt: skip
    asked = np.concatenate(parts)
    return [share("asked the desk", int((asked == 2).sum()), TOSSES, 0.5)]


def _chance(program: Program) -> list[Figure]:
    found = ran(program, spaced(TOSSES, 60.0), keep=None)
    return [share("chased", found.row("chase")[0], TOSSES, 0.5)]


def no_show(program: Program) -> None:
    """Let half the customers of the first step not come, at a counter, where all else is plain."""
    view = program.facts["views"][int(program.facts["places"]["first_view"][0])]
    gone = next(k for k, words in enumerate(program.vocabulary.steps) if words.id == "lost")
    view["no_shows"], view["no_show_chance"], view["no_show_to"] = 1, 0.5, gone
    view["eventful"] = 1


def after_no_show(plant: Plant) -> Plant:
    """Plant an error once half the customers do not come."""
    return arrays.both(no_show, plant)


def _with_no_show(program: Program) -> list[Figure]:
    if not program.facts["views"]["no_shows"].any():
        from planted.runs import planted

        program = planted(program, no_show)
    return _no_show(program)


CHECKS = {
    "branches": Check(
        text=text(
            "turn: {choose: Which way, go: [50% left -> done, 25% middle -> gone, right -> lost]}"
        ),
        figures=_branches,
        plants={
            "first share": arrays.scaled("branches", "upto"),
            "second share": arrays.scaled("branches", "upto", 1),
        },
    ),
    "ways": Check(
        text=text(
            "order: {do: Order, ways: {web: {share: 50%, with: Shop, own: 1 s}, "
            "phone: {share: 25%, with: Desk, takes: 1 s, closed: -> lost}, "
            "counter: {share: rest, with: Shop, takes: 1 s, closed: -> lost}}}"
        ),
        figures=_ways,
        plants={
            "first share": lambda p: arrays.number(int(p.facts["places"]["way_shares"][0]))(p),
            "second share": lambda p: arrays.number(int(p.facts["places"]["way_shares"][0]) + 1)(p),
        },
    ),
    "failures": Check(
        text=text(
            "pay: {do: Pay, via: web, with: Shop, own: 1 s, "
            "fails: [50% wrong -> lost, 25% late -> gone]}"
        ),
        figures=_failures,
        plants={
            "first mode": arrays.scaled("failures", "upto"),
            "second mode": arrays.scaled("failures", "upto", 1),
        },
    ),
    "failures noticed later": Check(
        text=text(
            "pack: {hidden: Pack, by: Shop, after: 1 s, "
            "fails: [50% wrong noticed at unpack -> lost]}",
            "unpack: {do: Unpack, via: web, with: Shop, own: 1 s}",
        ),
        figures=_noticed_later,
        plants={"chance": arrays.scaled("failures", "upto")},
    ),
    "failures until": Check(
        text=text(
            "order: {do: Order, via: web, with: Shop, own: 1 s}",
            "quiet: {meanwhile: order to unpack, may: [ask: {do: Ask, via: web, with: Shop, "
            "own: 1 s, when: no news for 1 h, chance: 100%, max: 1}]}",
            "pack: {hidden: Pack, by: Shop, after: 1 s, fails: [50% stuck until ask -> lost]}",
            "unpack: {do: Unpack, via: web, with: Shop, own: 1 s}",
        ),
        figures=_until,
        plants={"chance": arrays.scaled("failures", "upto")},
    ),
    "no show": Check(
        text=text("come: {do: Come, via: counter, with: Desk, takes: 1 s, closed: -> lost}"),
        figures=_with_no_show,
        plants={"chance": after_no_show(arrays.scaled("views", "no_show_chance"))},
    ),
    "away": Check(
        text=text(
            "ring: {do: Ring, via: phone, with: Expert, takes: 1 s, closed: -> lost}",
            expert=", away: 50% -> Desk",
        ),
        figures=_away,
        plants={"share": arrays.scaled("parts", "away_share", 1)},
    ),
    "chance of an act": Check(
        text=text(
            "order: {do: Order, via: web, with: Shop, own: 1 s}",
            "quiet: {meanwhile: order to unpack, may: [chase: {do: Chase, via: web, with: Shop, "
            "own: 1 s, when: no news for 1 h, chance: 50%, max: 1}]}",
            "pack: {hidden: Pack, by: Shop, after: 90 min}",
            "unpack: {do: Unpack, via: web, with: Shop, own: 1 s}",
        ),
        figures=_chance,
        plants={"chance": arrays.scaled("acts", "chance")},
    ),
}  # fmt: skip
